//! Which elements look like the one that holds the text, by their paragraphs.
//!
//! In: the outline and its blocks. Out: a score for every element that holds paragraphs, as the Arc90 experiment
//! (2009) scored them: a paragraph counts for its parent in full and for its grandparent by half, one point with one
//! more for each comma and for each hundred characters up to three. What names of elements do to a score is not
//! Arc90's, which added and took off points for classes.

use super::blocks::{Block, Form};
use super::marks::Part;
use super::outline::Outline;
use super::tally::{Tally, real};

/// The scores of a page's elements.
pub(crate) struct Candidates {
    /// The score of every item of the outline, 0 for those without paragraphs.
    pub(crate) scores: Vec<f32>,
    /// The item with the highest score.
    pub(crate) top: usize,
    /// Its score.
    pub(crate) top_score: f32,
}

/// Parts that speak against an element or the three above it, and how much of its score is left. A judgement, and so
/// is the quarter more for the text's own parts; the scores are only some of the numbers that weights are fitted to.
const AGAINST: [(Part, f32); 9] = [
    (Part::Comment, 0.3),
    (Part::Footer, 0.3),
    (Part::Side, 0.4),
    (Part::Related, 0.4),
    (Part::Navigation, 0.3),
    (Part::Consent, 0.3),
    (Part::Advert, 0.4),
    (Part::Subscribe, 0.4),
    (Part::Share, 0.5),
];

/// Fewer characters are no paragraph (Arc90: 25).
const SHORTEST: u32 = 25;

/// Scores the elements of a page.
pub(crate) fn candidates(outline: &Outline<'_>, blocks: &[Block], tallies: &[Tally]) -> Candidates {
    let mut scores = vec![0.0_f32; outline.items.len()];
    for block in blocks.iter().filter(|block| block.counts.chars >= SHORTEST) {
        if matches!(block.form, Form::Heading(_) | Form::Button | Form::Caption) {
            continue;
        }
        let counts = block.counts;
        let own = 1.0 + real(counts.commas) + (real(counts.chars) / 100.0).min(3.0);
        let parent = outline.items.get(block.container).map_or(0, |item| item.parent);
        let grand = outline.items.get(parent).map_or(0, |item| item.parent);
        for (place, share) in [(parent, 1.0), (grand, 0.5)] {
            if let Some(score) = scores.get_mut(place) {
                *score += own * share;
            }
        }
    }
    let mut top = 0;
    let mut top_score = 0.0;
    for (place, score) in scores.iter_mut().enumerate().filter(|(_, score)| **score > 0.0) {
        let Some(tally) = tallies.get(place) else { continue };
        *score *= 1.0 - real(tally.link_chars) / real(tally.chars.max(1));
        for (height, above) in outline.upwards(place).take(4).enumerate() {
            let Some(item) = outline.items.get(above) else { break };
            for (part, left) in AGAINST {
                if item.marks.has(part) {
                    *score *= left;
                }
            }
            if height == 0 && (item.marks.has(Part::Content) || item.marks.has(Part::Article)) {
                *score *= 1.25;
            }
        }
        if *score > top_score {
            (top, top_score) = (place, *score);
        }
    }
    Candidates { scores, top, top_score }
}
