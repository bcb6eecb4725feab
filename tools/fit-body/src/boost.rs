//! Fits oblivious trees by gradient boosting.
//!
//! In: the numbers, targets and weights of blocks. Out: a [`Model`]. A tree asks the same question of all
//! blocks of a level (Prokhorenkova and others, 2018); a question is chosen by second-order gain on binned
//! numbers, and leaves are Newton steps on the log loss (Chen and Guestrin, 2016). The same seed gives the
//! same model. Knows no pages.

use rayon::prelude::*;

use crate::data::Page;
use crate::model::{Model, QUESTIONS, Tree, logistic};

/// Trees of a model; in cross-validation more gain nothing.
pub(crate) const TREES: usize = 400;

/// Where the draws start: of 1, 2, 3, 7, 11 and 4242 that with the least log loss on hosts left out (.2246; the most is .2285).
pub(crate) const SEED: u64 = 7;

/// How much of a Newton step a tree takes; lower rates need more trees for the same scores.
const RATE: f32 = 0.07;

/// What is added to the curvature of a leaf: leaves of little weight answer cautiously.
pub(crate) const SMOOTHING: f32 = 3.0;

/// The share of numbers that a tree may ask for. Low, as many numbers tell the same.
const NUMBERS: f32 = 0.2;

/// The share of the blocks that a tree is fitted to. In cross-validation .6 and .9 do as well, with three in ten pages left
/// out of each tree besides the log loss is .005 higher.
const ROWS: f32 = 0.9;

/// Values at which a number can be cut.
const CUTS: usize = 48;

/// The least curvature of a block: what is already sure still counts a little.
const LEAST_CURVATURE: f32 = 1e-3;

/// The most that one tree may answer, so that answers fit the program's thousandths.
const MOST_ANSWER: f32 = 1.0;

/// The blocks of all pages.
pub(crate) struct Blocks {
    /// Their numbers.
    pub(crate) rows: Vec<Vec<f32>>,
    /// Whether they are text: 1 yes, 0 no.
    pub(crate) targets: Vec<f32>,
    /// What they weigh.
    pub(crate) weights: Vec<f32>,
    /// Which page they are of.
    pub(crate) pages: Vec<usize>,
}

impl Blocks {
    /// Takes the blocks of pages, whose rows are empty after.
    pub(crate) fn of(pages: &mut [Page]) -> Blocks {
        let mut blocks =
            Blocks { rows: Vec::new(), targets: Vec::new(), weights: Vec::new(), pages: Vec::new() };
        for (place, page) in pages.iter_mut().enumerate() {
            blocks.rows.append(&mut page.rows);
            blocks.targets.append(&mut page.targets);
            blocks.weights.append(&mut page.weights);
            blocks.pages.resize(blocks.rows.len(), place);
        }
        blocks
    }

    /// How many numbers a block has.
    pub(crate) fn width(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }
}

/// The numbers of all blocks, each as the count of cuts below it.
pub(crate) struct Bins {
    columns: Vec<Column>,
}

struct Column {
    /// The values at which the number can be cut, ascending.
    cuts: Vec<f32>,
    /// For each block, how many cuts are below its number.
    bins: Vec<u8>,
}

impl Bins {
    /// Cuts each number at its quantiles, over the blocks of which something is known.
    pub(crate) fn of(blocks: &Blocks) -> Bins {
        let column = |number: usize| {
            let known = blocks.rows.iter().zip(&blocks.weights).filter(|(_, weight)| **weight > 0.0);
            let cuts = cuts(known.map(|(row, _)| row[number]).collect());
            let below = |row: &Vec<f32>| cuts.partition_point(|cut| *cut < row[number]);
            let bins = blocks.rows.iter().map(|row| u8::try_from(below(row)).unwrap_or(u8::MAX)).collect();
            Column { cuts, bins }
        };
        Bins { columns: (0..blocks.width()).into_par_iter().map(column).collect() }
    }
}

/// At most [`CUTS`] values between the quantiles and the next higher values.
fn cuts(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_by(f32::total_cmp);
    let mut cuts: Vec<f32> = Vec::new();
    for quantile in 1..=CUTS {
        let Some(value) = values.get(quantile * values.len().saturating_sub(1) / (CUTS + 1)) else { break };
        let Some(next) = values.get(values.partition_point(|other| other <= value)) else { break };
        let cut = f32::midpoint(*value, *next);
        if cuts.last().is_none_or(|last| cut > *last) {
            cuts.push(cut);
        }
    }
    cuts
}

/// Fits a model to the blocks of the pages that are to be used.
pub(crate) fn fit(bins: &Bins, blocks: &Blocks, used: &[bool], trees: usize, seed: u64) -> Model {
    let mut random = Random::new(seed);
    let known: Vec<usize> = (0..blocks.rows.len())
        .filter(|block| used[blocks.pages[*block]] && blocks.weights[*block] > 0.0)
        .collect();
    let mut model = Model { bias: bias(blocks, &known), trees: Vec::with_capacity(trees) };
    let mut odds = vec![model.bias; blocks.rows.len()];
    for _ in 0..trees {
        let sample: Vec<usize> = known.iter().copied().filter(|_| random.share() < ROWS).collect();
        let slopes: Vec<Slope> = sample.iter().map(|block| Slope::of(blocks, *block, odds[*block])).collect();
        let numbers: Vec<usize> = (0..bins.columns.len())
            .filter(|number| !bins.columns[*number].cuts.is_empty() && random.share() < NUMBERS)
            .collect();
        let Some((questions, leaves)) = questions(bins, &sample, &slopes, &numbers) else { continue };
        let mut sums = [Slope::default(); 1 << QUESTIONS];
        for (leaf, slope) in leaves.iter().zip(&slopes) {
            sums[usize::from(*leaf)].add(*slope);
        }
        let answers = sums
            .map(|sum| (RATE * sum.gradient / (sum.curvature + SMOOTHING)).clamp(-MOST_ANSWER, MOST_ANSWER));
        for block in &known {
            let yes = |question: &Question| bins.columns[question.number].bins[*block] > question.bin;
            let digits = questions.iter().enumerate();
            odds[*block] +=
                answers[digits.map(|(place, asked)| usize::from(yes(asked)) << place).sum::<usize>()];
        }
        let value = |asked: Question| (asked.number, bins.columns[asked.number].cuts[usize::from(asked.bin)]);
        model.trees.push(Tree { questions: questions.map(value), answers });
    }
    model
}

/// The logarithm of the odds of the blocks as a whole.
fn bias(blocks: &Blocks, known: &[usize]) -> f32 {
    let (mut text, mut other) = (0.0_f32, 0.0_f32);
    for page in known.chunk_by(|a, b| blocks.pages[*a] == blocks.pages[*b]) {
        // Page by page, as single precision loses small weights in large sums.
        let of = |block: &usize| blocks.weights[*block] * blocks.targets[*block];
        let share: f32 = page.iter().map(of).sum();
        text += share;
        other += page.iter().map(|block| blocks.weights[*block]).sum::<f32>() - share;
    }
    if text > 0.0 && other > 0.0 { (text / other).ln() } else { 0.0 }
}

/// First and second derivative of the (negative) log loss by the odds' logarithm.
#[derive(Clone, Copy, Default)]
struct Slope {
    gradient: f32,
    curvature: f32,
}

impl Slope {
    fn of(blocks: &Blocks, block: usize, odds: f32) -> Slope {
        let (target, weight) = (blocks.targets[block], blocks.weights[block]);
        let likely = logistic(odds);
        Slope {
            gradient: weight * (target - likely),
            curvature: weight * (likely * (1.0 - likely)).max(LEAST_CURVATURE),
        }
    }

    fn add(&mut self, other: Slope) {
        self.gradient += other.gradient;
        self.curvature += other.curvature;
    }

    fn without(self, other: Slope) -> Slope {
        Slope { gradient: self.gradient - other.gradient, curvature: self.curvature - other.curvature }
    }

    /// By how much a leaf of these sums lowers the loss.
    fn gain(self) -> f32 {
        self.gradient * self.gradient / (self.curvature + SMOOTHING)
    }
}

/// Whether a number is in a higher bin.
#[derive(Clone, Copy, Default)]
struct Question {
    number: usize,
    bin: u8,
}

/// Chooses the questions of a tree one by one; the leaf of each sampled block comes with them.
fn questions(
    bins: &Bins,
    sample: &[usize],
    slopes: &[Slope],
    numbers: &[usize],
) -> Option<([Question; QUESTIONS], Vec<u8>)> {
    let mut leaves = vec![0_u8; sample.len()];
    let mut questions = [Question::default(); QUESTIONS];
    for (level, asked) in questions.iter_mut().enumerate() {
        let gains: Vec<(f32, Question)> = numbers
            .par_iter()
            .map(|number| {
                let (gain, bin) = best_bin(&bins.columns[*number], sample, slopes, &leaves, 1 << level);
                (gain, Question { number: *number, bin })
            })
            .collect();
        *asked = gains.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))?.1;
        let column = &bins.columns[asked.number];
        for (leaf, block) in leaves.iter_mut().zip(sample) {
            *leaf |= u8::from(column.bins[*block] > asked.bin) << level;
        }
    }
    Some((questions, leaves))
}

/// The bin above which to cut a number, and the gain of it over all leaves.
fn best_bin(column: &Column, sample: &[usize], slopes: &[Slope], leaves: &[u8], width: usize) -> (f32, u8) {
    // By bin, then by leaf.
    let mut sums = vec![Slope::default(); (column.cuts.len() + 1) * width];
    for ((block, slope), leaf) in sample.iter().zip(slopes).zip(leaves) {
        sums[usize::from(column.bins[*block]) * width + usize::from(*leaf)].add(*slope);
    }
    let mut all = vec![Slope::default(); width];
    for bin in sums.chunks_exact(width) {
        all.iter_mut().zip(bin).for_each(|(all, sum)| all.add(*sum));
    }
    let mut below = vec![Slope::default(); width];
    let mut best = (f32::MIN, 0);
    for (place, bin) in (0_u8..).zip(sums.chunks_exact(width).take(column.cuts.len())) {
        below.iter_mut().zip(bin).for_each(|(below, sum)| below.add(*sum));
        let gain = below.iter().zip(&all).map(|(below, all)| below.gain() + all.without(*below).gain()).sum();
        if gain > best.0 {
            best = (gain, place);
        }
    }
    best
}

/// Pseudo-random numbers (xorshift64; Marsaglia, 2003).
struct Random(u64);

impl Random {
    /// Spreads the seed over all bits (by the golden ratio), so that seeds side by side draw apart; 0 draws
    /// nothing.
    fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number from 0 to below 1.
    fn share(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        f32::from((self.0 >> 48) as u16) / 65_536.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_cut_between_values_that_differ() {
        assert_eq!(cuts(vec![3.0, 1.0, 1.0, 2.0]), [1.5, 2.5]);
        assert!(cuts(vec![7.0; 9]).is_empty());
        assert!(cuts(Vec::new()).is_empty());
    }

    #[test]
    fn what_two_numbers_tell_together_is_learnt() {
        let row = |place: u8| vec![f32::from(place & 1), f32::from(place >> 1 & 1), f32::from(place)];
        let rows: Vec<Vec<f32>> = (0..240).map(row).collect();
        let targets: Vec<f32> = rows.iter().map(|row| (row[0] - row[1]).abs()).collect();
        let pages = (0..rows.len()).map(|place| place / 4).collect();
        let blocks = Blocks { weights: vec![10.0; rows.len()], rows, targets, pages };
        let fitted = || fit(&Bins::of(&blocks), &blocks, &[true; 60], 200, SEED);
        let model = fitted();
        for (row, target) in blocks.rows.iter().zip(&blocks.targets) {
            assert!((model.probability(row) - target).abs() < 0.4, "{row:?}");
        }
        assert_eq!(format!("{model:?}"), format!("{:?}", fitted()), "the same seed, the same model");
    }
}
