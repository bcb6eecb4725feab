//! What the elements around a block say of it.
//!
//! In: a prepared page and one of its blocks. Out: the block's numbers that come of its ancestors: how much text,
//! links and prose they hold, how often their like stands beside them, what they are marked as, and where the title
//! and the best paragraphs stand to them.

use super::blocks::Block;
use super::features::Page;
use super::groups::Group;
use super::marks::{Marks, Named, Part};
use super::outline::Kind;
use super::tally::{Tally, real};

/// Ancestors of a block that are told apart; further ones say little that the page does not. A judgement, as are the
/// other bounds here; the weights are fitted with them as they stand (`tools/fit-body`).
const LEVELS: usize = 5;

/// Elements whose own words tell of the block rather than of its section. As [`LEVELS`].
const NEAR: u32 = 3;

/// Elements above which a repetition is one of whole sections. As [`LEVELS`].
const REPEATED: u32 = 8;

/// What a walk from a block to the page finds.
#[derive(Default)]
pub(super) struct Ancestry {
    /// Marks of the nearest elements, of all that do not hold the title, of all.
    near: Marks,
    inside: Marks,
    everywhere: Marks,
    /// Elements walked.
    height: u32,
    lists: u32,
    /// The largest number of like siblings, and the characters of one.
    repeats: u16,
    repeated_chars: f32,
    /// The group of the nearest element that has one, and the one around the block that holds most.
    near_group: Option<usize>,
    large_group: Option<usize>,
    /// The sums of the ancestors that hold more than the one below, nearest first.
    levels: [Tally; LEVELS],
    known_levels: usize,
    /// How high the first element stands that holds the title too, and its sums.
    shared: Option<(u32, Tally)>,
    /// The nearest `article`.
    article: Option<usize>,
    /// Whether an element says that it is the article's body.
    told: bool,
    /// Whether the element with the best paragraphs is above, or a sibling of it.
    in_best: bool,
    beside_best: bool,
    /// The best paragraph score above, and that of the parent.
    best_score: f32,
    near_score: f32,
}

impl Ancestry {
    /// Walks from a block to the page.
    pub(super) fn of(page: &Page<'_>, block: &Block) -> Ancestry {
        let mut found = Ancestry::default();
        let mut last = Tally::default();
        for above in page.outline.upwards(block.container) {
            let Some(tally) = page.tallies.get(above) else { break };
            found.height += 1;
            found.step(page, above, *tally);
            if tally.blocks > last.blocks || found.known_levels == 0 {
                if let Some(level) = found.levels.get_mut(found.known_levels) {
                    *level = *tally;
                }
                found.known_levels += 1;
                last = *tally;
            }
        }
        found
    }

    fn step(&mut self, page: &Page<'_>, above: usize, tally: Tally) {
        let Some(item) = page.outline.items.get(above) else { return };
        if self.height <= NEAR {
            self.near = self.near.with(item.marks);
        }
        // An element that holds the title too says nothing of a part of the page.
        let holds_title = page
            .title_at()
            .map_or(tally.prose * 10 > page.sum().prose * 9, |title| above <= title && title < item.end);
        if holds_title {
            self.shared = self.shared.or(Some((self.height, tally)));
        } else {
            self.inside = self.inside.with(item.marks);
        }
        self.everywhere = self.everywhere.with(item.marks);
        self.lists += u32::from(item.kind == Kind::List);
        self.told |= item.told;
        let score = page.candidates.scores.get(above).copied().unwrap_or(0.0);
        self.best_score = self.best_score.max(score);
        if self.height == 2 {
            self.near_score = score;
        }
        let best_parent = page.outline.items.get(page.candidates.top).map_or(0, |best| best.parent);
        self.in_best |= above == page.candidates.top;
        // Arc90 joined siblings with a fifth of the best score.
        self.beside_best |= item.parent == best_parent && score > 0.2 * page.candidates.top_score;
        if item.marks.has(Part::Article) && self.article.is_none() {
            self.article = Some(above);
        }
        if let Some(group) = page.groups.at(above) {
            self.near_group = self.near_group.or(Some(group));
            let words = |group| page.groups.get(group).map_or(0, |group| group.tally().words);
            if self.large_group.is_none() || words(Some(group)) > words(self.large_group) {
                self.large_group = Some(group);
            }
        }
        let times = page.groups.repeats(page.outline, above);
        if times > self.repeats && self.height <= REPEATED {
            self.repeats = times;
            self.repeated_chars = real(tally.chars);
        }
    }

    /// Adds the numbers to the block's row.
    pub(super) fn numbers(&self, page: &Page<'_>, block: &Block, row: &mut Vec<f32>) {
        let whole = page.sum();
        for (place, tally) in self.levels.iter().enumerate() {
            let tally = if place < self.known_levels { *tally } else { whole };
            let chars = real(tally.chars.max(1));
            row.extend([
                chars.ln(),
                real(tally.link_chars) / chars,
                real(tally.prose) / chars,
                real(tally.prose) / real(whole.prose.max(1)),
                chars / real(tally.blocks.max(1)),
            ]);
        }
        row.extend([
            f32::from(self.repeats),
            (self.repeated_chars + 1.0).ln(),
            real(self.height),
            real(self.lists),
        ]);
        let (shared_height, shared) = self.shared.unwrap_or((self.height, whole));
        let article = self.article.and_then(|article| page.tallies.get(article));
        let title_in_article = self.article.is_some_and(|article| {
            let end = page.outline.items.get(article).map_or(0, |item| item.end);
            page.title_at().is_some_and(|title| (article..end).contains(&title))
        });
        let parent = page.outline.items.get(block.container).map_or(0, |item| item.parent);
        let grandparent = page.outline.items.get(parent).map_or(0, |item| item.parent);
        let direct = |place: usize| page.direct.get(place).copied().unwrap_or(0.0);
        let is = |fact: bool| f32::from(u8::from(fact));
        row.extend([
            real(shared_height),
            real(shared.prose) / real(whole.prose.max(1)),
            real(shared.prose) / real(shared.chars.max(1)),
            article.map_or(-1.0, |tally| real(tally.prose) / real(whole.prose.max(1))),
            is(self.article.is_some() && self.article == page.main_article),
            is(title_in_article),
            direct(parent),
            direct(parent) / page.most_direct.max(1.0),
            direct(grandparent) / page.most_direct.max(1.0),
            is(self.told),
            is(self.in_best) + is(self.in_best || self.beside_best),
            self.best_score / page.candidates.top_score.max(1.0),
            self.near_score / page.candidates.top_score.max(1.0),
            is(self.everywhere.has(Part::Comment)),
            is(self.everywhere.has(Part::Related)),
            is(self.everywhere.has(Part::Side)),
        ]);
        for marks in [self.near, self.inside] {
            row.extend((0..Marks::COUNT).map(|number| is(marks.has_number(number))));
        }
    }

    /// Adds the numbers that tell of regions and groups.
    pub(super) fn region(&self, page: &Page<'_>, row: &mut Vec<f32>) {
        let is = |fact: bool| f32::from(u8::from(fact));
        row.extend(Named::ALL.map(|named| is(self.everywhere.is_named(named))));
        let whole = page.sum();
        for group in [self.near_group, self.large_group] {
            row.extend(Group::numbers(page.groups.get(group), whole));
        }
        row.push(is(self.large_group.is_some() && self.large_group == page.groups.largest));
    }
}
