//! What can be told of a block by its own text, its neighbours, its ancestors and the page.
//!
//! In: the outline, its blocks, the metadata, the title. Out: for each block a row of numbers, in a fixed order,
//! from which [`super::model`] weighs it. The order of the numbers is part of the fitted model.

use crate::document::fold;
use crate::normalise::html::metadata::Metadata;
use crate::normalise::tables::Table;

use super::ancestry::Ancestry;
use super::blocks::{Block, Form};
use super::candidates::{self, Candidates};
use super::comments;
use super::goods;
use super::groups::Groups;
use super::lexicon;
use super::marks::{Named, Part};
use super::outline::{Item, Outline};
use super::region;
use super::tally::{self, Tally, number, real};
use super::whole;

/// Blocks on each side that are looked at one by one. A judgement, as are the other bounds here: what the numbers are
/// worth is fitted with them as they stand (`tools/fit-body`); other bounds are not on record.
const NEAR: usize = 2;

/// Blocks on each side that are looked at together. As [`NEAR`].
const WINDOW: usize = 6;

/// Shares of the page's prose that an element must hold to be taken for the text's own. As [`NEAR`]; the fit weighs
/// which of the three tells.
const ROOT_SHARES: [f32; 3] = [0.5, 0.7, 0.9];

/// A page prepared for telling what its blocks are like.
pub(crate) struct Page<'a> {
    pub(super) outline: &'a Outline<'a>,
    pub(super) blocks: &'a [Block],
    pub(super) tallies: Vec<Tally>,
    pub(super) groups: Groups,
    /// Whether each block stands in the page's own region.
    pub(super) own: Vec<bool>,
    /// The last block there that reads as prose.
    last_own_prose: usize,
    pub(super) lights: Vec<Light>,
    pub(super) sums: Vec<Sum>,
    pub(super) roots: [usize; ROOT_SHARES.len()],
    pub(super) heading: Option<usize>,
    pub(super) title: Vec<String>,
    pub(super) seen: Table<&'a str, u16>,
    pub(super) whole: Vec<f32>,
    pub(super) last_prose: usize,
    pub(super) first_prose: usize,
    /// Characters of prose in the children of every element.
    pub(super) direct: Vec<f32>,
    pub(super) most_direct: f32,
    /// The `article` with the most prose.
    pub(super) main_article: Option<usize>,
    pub(super) candidates: Candidates,
    pub(crate) forum: bool,
    /// For a page of goods, whether each element of the outline stands beside them; else empty.
    beside_goods: Vec<bool>,
}

/// What neighbours want to know of a block.
#[derive(Clone, Copy, Default)]
pub(super) struct Light {
    pub(super) chars: f32,
    pub(super) linked: f32,
    pub(super) prose: bool,
    pub(super) heading: bool,
}

/// Running sums over the blocks before a place.
#[derive(Clone, Copy, Default)]
pub(super) struct Sum {
    pub(super) chars: f32,
    pub(super) link_chars: f32,
    pub(super) prose: f32,
    pub(super) own_words: f32,
}

impl<'a> Page<'a> {
    /// Prepares a page.
    pub(crate) fn new(
        outline: &'a Outline<'a>,
        blocks: &'a [Block],
        metadata: &Metadata,
        title: &str,
    ) -> Page<'a> {
        let own = region::own(outline, blocks);
        let tallies = tally::tallies(outline, blocks, &own);
        let roots = ROOT_SHARES.map(|share| tally::root(outline, &tallies, share));
        let mut seen: Table<&str, u16> = Table::default();
        let mut sums = Vec::with_capacity(blocks.len() + 1);
        let mut sum = Sum::default();
        sums.push(sum);
        let mut lights = Vec::with_capacity(blocks.len());
        for (block, is_own) in blocks.iter().zip(&own) {
            let times = seen.entry(block.text.as_str()).or_default();
            *times = times.saturating_add(1);
            let prose = block.is_prose();
            let chars = real(block.counts.chars);
            sum.chars += chars;
            sum.link_chars += real(block.counts.link_chars);
            sum.prose += if prose { chars } else { 0.0 };
            sum.own_words += if *is_own { real(block.counts.words) } else { 0.0 };
            sums.push(sum);
            let heading = matches!(block.form, Form::Heading(_));
            lights.push(Light {
                chars,
                linked: real(block.counts.link_chars) / chars.max(1.0),
                prose,
                heading,
            });
        }
        let title: Vec<String> =
            fold::words(title).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let heading = first_heading(blocks, &title);
        let first_prose = lights.iter().position(|light| light.prose).unwrap_or(0);
        let last_prose = lights.iter().rposition(|light| light.prose).unwrap_or(0);
        let mut is_own_prose = lights.iter().zip(&own).map(|(light, own)| light.prose && *own);
        let last_own_prose = is_own_prose.rposition(|prose| prose).unwrap_or(0);
        let mut direct = vec![0.0_f32; outline.items.len()];
        for block in blocks.iter().filter(|block| block.is_prose()) {
            let parent = outline.items.get(block.container).map_or(0, |item| item.parent);
            if let Some(sum) = direct.get_mut(parent) {
                *sum += real(block.counts.chars);
            }
        }
        let main_article = (0..outline.items.len())
            .filter(|place| outline.items.get(*place).is_some_and(|item| item.marks.has(Part::Article)))
            .max_by_key(|place| tallies.get(*place).map_or(0, |tally| tally.prose));
        let forum = whole::is_forum(outline, metadata) || comments::are_all(outline, blocks, metadata);
        let groups = Groups::of(outline, &tallies);
        let mut page = Page {
            forum,
            beside_goods: goods::beside(outline, blocks, &groups, metadata, heading),
            most_direct: direct.iter().copied().fold(0.0, f32::max),
            direct,
            main_article,
            candidates: candidates::candidates(outline, blocks, &tallies),
            outline,
            blocks,
            groups,
            own,
            last_own_prose,
            tallies,
            lights,
            sums,
            roots,
            heading,
            title,
            seen,
            whole: Vec::new(),
            first_prose,
            last_prose,
        };
        page.whole = whole::numbers(&page, metadata);
        page
    }

    /// Whether a block belongs to none of the page's own text, however it reads: it is a comment, tells of who wrote a post, or
    /// of other goods, or what to fill in.
    pub(crate) fn is_of_others(&self, place: usize) -> bool {
        self.is_comment(place)
            || self.is_of_poster(place)
            || self.is_beside_goods(place)
            || self.is_of_form(place)
    }

    /// Whether a block is what readers wrote below the text of a page that is not theirs.
    pub(crate) fn is_comment(&self, place: usize) -> bool {
        // What holds the title holds more than comments.
        !self.forum
            && self
                .is_in(place, |above, item| item.marks.has(Part::Comment) && !self.holds_title(above, item))
    }

    /// Whether an element holds what shows the title.
    fn holds_title(&self, above: usize, item: &Item<'_>) -> bool {
        self.title_at().is_some_and(|title| (above..item.end).contains(&title))
    }

    /// Whether a block of a page of goods is what buyers wrote of them or tells of other goods.
    pub(crate) fn is_beside_goods(&self, place: usize) -> bool {
        let block = self.blocks.get(place);
        block.is_some_and(|block| self.beside_goods.get(block.container).copied().unwrap_or(false))
    }

    /// Whether a block stands in a form that is a part of the page: not the whole of it, as some programs have it, and not what
    /// holds the title. Several sentences are no words for what to fill in: shops have their descriptions in forms.
    pub(crate) fn is_of_form(&self, place: usize) -> bool {
        if self.blocks.get(place).is_some_and(|block| block.is_prose() && block.counts.sentences > 1) {
            return false;
        }
        // In cross-validation on the dev quarter nine pages gain by leaving out forms of less than .3 of the page's words and one
        // loses; with .5 they are the same pages, with .8 one more loses.
        let is_part = |above: usize| {
            let words = self.tallies.get(above).map_or(0, |tally| tally.words);
            words * 10 < self.sum().words * 3
        };
        self.is_in(place, |above, item| {
            item.marks.is_named(Named::Form) && is_part(above) && !self.holds_title(above, item)
        })
    }

    /// Whether a block tells of who wrote a post of a forum.
    pub(crate) fn is_of_poster(&self, place: usize) -> bool {
        self.forum && self.is_in(place, |_, item| item.marks.has(Part::Poster))
    }

    /// Whether a block stands in such an element.
    fn is_in(&self, place: usize, is_such: impl Fn(usize, &Item<'_>) -> bool) -> bool {
        let Some(block) = self.blocks.get(place) else { return false };
        let mut above = self.outline.upwards(block.container);
        above.any(|above| self.outline.items.get(above).is_some_and(|item| is_such(above, item)))
    }

    /// Whether a block stands in the page's own region.
    pub(crate) fn is_own(&self, place: usize) -> bool {
        self.own.get(place).copied().unwrap_or(false)
    }

    /// The sums of the whole page.
    pub(super) fn sum(&self) -> Tally {
        self.tallies.first().copied().unwrap_or_default()
    }

    /// The item of the outline that shows the title.
    pub(super) fn title_at(&self) -> Option<usize> {
        self.heading.and_then(|heading| self.blocks.get(heading)).map(|heading| heading.container)
    }

    /// The numbers of one block, in the order of the model.
    pub(crate) fn row(&self, place: usize, row: &mut Vec<f32>) {
        row.clear();
        let Some(block) = self.blocks.get(place) else { return };
        self.own(block, row);
        self.position(place, block, row);
        self.neighbours(place, row);
        let ancestry = Ancestry::of(self, block);
        ancestry.numbers(self, block, row);
        self.region(place, block, row);
        ancestry.region(self, row);
        row.extend_from_slice(&self.whole);
    }

    fn own(&self, block: &Block, row: &mut Vec<f32>) {
        let counts = block.counts;
        let (chars, words) = (real(counts.chars.max(1)), real(counts.words.max(1)));
        let told = lexicon::count(&block.text);
        let heading = if let Form::Heading(level) = block.form { f32::from(level) } else { 0.0 };
        let last = block.text.chars().next_back().unwrap_or(' ');
        let ending = match last {
            '.' | '!' | '?' | '。' | '…' | '"' | '”' | '»' => 3.0,
            ':' => 2.0,
            ')' => 1.0,
            _ => 0.0,
        };
        let titled = if self.title.is_empty() || counts.words > 60 {
            0.0
        } else {
            let folded = fold::words(&block.text);
            let mut shared = 0;
            let mut all = 0;
            for word in folded.split(' ') {
                all += 1;
                shared += usize::from(self.title.iter().any(|known| known == word));
            }
            2.0 * number(shared) / number(all + self.title.len())
        };
        let is = |form: bool| f32::from(u8::from(form));
        row.extend([
            chars.ln(),
            words.ln(),
            real(counts.link_chars) / chars,
            real(counts.links),
            real(counts.sentences),
            real(counts.commas) / words,
            real(counts.capitals) / words,
            real(counts.digits) / chars,
            chars / words,
            ending,
            heading,
            is(block.form == Form::Paragraph),
            is(block.form == Form::Plain),
            is(block.item.is_some()),
            is(block.form == Form::Cell),
            is(block.form == Form::Pre),
            is(block.form == Form::Caption),
            is(block.form == Form::Button),
            is(block.form == Form::Definition),
            is(block.quoted),
            real(told.chrome),
            real(told.chrome) / words,
            real(told.byline),
            real(told.byline) / words,
            real(told.forum) / words,
            real(told.trade) / words,
            real(told.legal) / words,
            titled,
            f32::from(self.seen.get(block.text.as_str()).copied().unwrap_or(1)),
        ]);
    }

    fn position(&self, place: usize, block: &Block, row: &mut Vec<f32>) {
        let count = number(self.blocks.len().max(1));
        let total = self.sums.last().copied().unwrap_or_default();
        let before = self.sums.get(place).copied().unwrap_or_default();
        let from_heading = self.heading.map_or(0.0, |heading| number(place) - number(heading));
        let end = |place: usize| self.outline.items.get(place).map_or(0, |item| item.end);
        row.extend([
            number(place) / count,
            (count - number(place)).ln(),
            before.chars / total.chars.max(1.0),
            before.prose / total.prose.max(1.0),
            total.prose - before.prose,
            before.prose,
            from_heading.clamp(-30.0, 100.0),
            if self.heading.is_none() {
                0.0
            } else if from_heading < 0.0 {
                -1.0
            } else {
                1.0
            },
            (number(place) - number(self.last_prose)).clamp(-20.0, 50.0),
            (number(place) - number(self.first_prose)).clamp(-30.0, 50.0),
        ]);
        for root in self.roots {
            row.push(f32::from(u8::from((root..end(root)).contains(&block.container))));
        }
    }

    /// Where the block stands in the page's own region.
    fn region(&self, place: usize, block: &Block, row: &mut Vec<f32>) {
        let whole = self.sum();
        let before = self.sums.get(place).copied().unwrap_or_default();
        let parent = self.outline.items.get(block.container).map_or(0, |item| item.parent);
        let parent = self.tallies.get(parent).copied().unwrap_or_default();
        row.extend([
            f32::from(u8::from(self.is_own(place))),
            before.own_words / real(whole.own_words.max(1)),
            (number(place) - number(self.last_own_prose)).clamp(-30.0, 50.0),
            real(parent.words) / real(whole.words.max(1)),
        ]);
    }

    fn neighbours(&self, place: usize, row: &mut Vec<f32>) {
        for step in 1..=NEAR {
            for near in [place.checked_sub(step), place.checked_add(step)] {
                let light = near.and_then(|near| self.lights.get(near)).copied().unwrap_or_default();
                row.extend([
                    (light.chars + 1.0).ln(),
                    light.linked,
                    f32::from(u8::from(light.prose)) + 2.0 * f32::from(u8::from(light.heading)),
                ]);
            }
        }
        let at = |place: usize| self.sums.get(place.min(self.blocks.len())).copied().unwrap_or_default();
        for (from, to) in [(place.saturating_sub(WINDOW), place), (place + 1, place + 1 + WINDOW)] {
            let (from, to) = (at(from), at(to));
            let chars = (to.chars - from.chars).max(1.0);
            row.extend([(to.link_chars - from.link_chars) / chars, (to.prose - from.prose).max(1.0).ln()]);
        }
    }
}

/// The block that shows the title: the first `h1` that has half of the title's words, else any such heading, else the
/// first `h1`, else the first `h2`, from which on a page without either is of its matter.
fn first_heading(blocks: &[Block], title: &[String]) -> Option<usize> {
    let shares = |block: &Block| {
        let folded = fold::words(&block.text);
        let shared = folded.split(' ').filter(|word| title.iter().any(|known| known == word)).count();
        shared * 2 >= title.len().max(1)
    };
    let headings = || blocks.iter().enumerate().filter(|(_, block)| matches!(block.form, Form::Heading(_)));
    headings()
        .find(|(_, block)| block.form == Form::Heading(1) && shares(block))
        .or_else(|| headings().find(|(_, block)| shares(block)))
        .or_else(|| headings().find(|(_, block)| block.form == Form::Heading(1)))
        .or_else(|| headings().find(|(_, block)| block.form == Form::Heading(2)))
        .map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::blocks;
    use super::super::outline::Listed;
    use super::*;
    use crate::normalise::html::tree;

    #[test]
    fn a_form_is_no_text_unless_it_is_the_page() {
        const TEXT: &str =
            "<p>The committee met on Tuesday, after weeks of delay, and heard the engineers.</p>";
        let in_forms = |source: &str| {
            let html = tree::parse(source).html;
            let outline = Outline::of(&html, &HashSet::new(), Listed::Shown);
            let blocks = blocks::cut(&outline);
            let page = Page::new(&outline, &blocks, &Metadata::read(&html), "Cracks");
            (0..blocks.len()).filter(|place| page.is_of_form(*place)).count()
        };
        let line = "<p>Tell us where you are.</p><label>Town</label>";
        assert_eq!(in_forms(&format!("<h1>Cracks</h1>{TEXT}{TEXT}<form>{line}</form>")), 2);
        assert_eq!(in_forms(&format!("<form><h1>Cracks</h1>{TEXT}{TEXT}{line}</form>")), 0);
        assert_eq!(in_forms(&format!("<form><h1>Cracks</h1>{line}</form>{TEXT}{TEXT}")), 0);
        assert_eq!(in_forms(&format!("<h1>Cracks</h1><form>{TEXT}{line}</form>{TEXT}")), 0);
    }
}
