//! Elements that stand side by side and are alike: the cards, rows and items of a page.
//!
//! In: the outline and the sums of its subtrees. Out: per element which group it belongs to, per group how many it
//! has and what they hold together. Whether a group is the page's text or beside it, is decided elsewhere.

use html5ever::LocalName;

use super::outline::{Kind, Outline};
use super::tally::{Tally, real};
use crate::normalise::html::element::Asked;
use crate::normalise::tables::Table;

/// Elements with text from which on they are a group: two are as often a pair of columns.
const FEWEST: u32 = 3;

/// Elements of one parent with the same name and the same first class.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Group {
    /// How many they are, and how many of them hold text.
    alike: u16,
    members: u32,
    /// What they hold together.
    tally: Tally,
}

impl Group {
    /// What is told of a group: its members, how long one is, what it is made of, and its share of the page's own region.
    pub(crate) fn numbers(group: Option<&Group>, whole: Tally) -> [f32; 6] {
        let Some(group) = group else { return [0.0, 0.0, -1.0, -1.0, 0.0, 0.0] };
        let (tally, members) = (group.tally, real(group.members.max(1)));
        let chars = real(tally.chars.max(1));
        [
            real(group.members),
            (1.0 + real(tally.words) / members).ln(),
            real(tally.link_chars) / chars,
            real(tally.prose) / chars,
            real(tally.headings) / members,
            real(tally.own_words) / real(whole.own_words.max(1)),
        ]
    }

    /// How many have text.
    pub(crate) fn members(&self) -> u32 {
        self.members
    }

    /// What they hold together.
    pub(crate) fn tally(&self) -> Tally {
        self.tally
    }
}

/// The groups of a page.
pub(crate) struct Groups {
    /// For each item of the outline its group.
    own: Vec<Option<usize>>,
    all: Vec<Group>,
    /// The one that holds most of the page's own region.
    pub(crate) largest: Option<usize>,
}

impl Groups {
    /// Finds the groups of a page.
    pub(crate) fn of(outline: &Outline<'_>, tallies: &[Tally]) -> Groups {
        // By parent, name and class.
        let mut known: Table<(usize, &LocalName, &str), usize> = Table::default();
        let mut all: Vec<Group> = Vec::new();
        let mut own = Vec::with_capacity(outline.items.len());
        for (place, item) in outline.items.iter().enumerate() {
            let is_inline = matches!(item.kind, Kind::Inline | Kind::Break | Kind::Time);
            let Some(element) = item.element.filter(|_| !is_inline && place > 0) else {
                own.push(None);
                continue;
            };
            let classes = element.attribute("class").unwrap_or_default();
            let class = classes.split_ascii_whitespace().next().unwrap_or_default();
            let place_of = *known.entry((item.parent, &element.name.local, class)).or_insert(all.len());
            if place_of == all.len() {
                all.push(Group::default());
            }
            own.push(Some(place_of));
            let (Some(group), Some(tally)) = (all.get_mut(place_of), tallies.get(place)) else { continue };
            group.alike = group.alike.saturating_add(1);
            group.members += u32::from(tally.chars > 0);
            group.tally.add(*tally);
        }
        let mut largest = None;
        let mut most = 0;
        for (place, group) in all.iter().enumerate().filter(|(_, group)| group.members >= FEWEST) {
            if group.tally.own_words > most {
                (largest, most) = (Some(place), group.tally.own_words);
            }
        }
        Groups { own, all, largest }
    }

    /// How many siblings of an element have its name and its first class, itself included; 0 for what stands in a line.
    pub(crate) fn repeats(&self, outline: &Outline<'_>, place: usize) -> u16 {
        let is_link = outline.items.get(place).is_some_and(|item| item.kind == Kind::Link);
        let group = self.own.get(place).copied().flatten().filter(|_| !is_link);
        group.and_then(|group| self.all.get(group)).map_or(0, |group| group.alike)
    }

    /// The group of an element, where it is one.
    pub(crate) fn at(&self, place: usize) -> Option<usize> {
        let group = self.own.get(place).copied().flatten()?;
        self.get(Some(group)).map(|_| group)
    }

    /// The group of a number, where its members are enough.
    pub(crate) fn get(&self, group: Option<usize>) -> Option<&Group> {
        self.all.get(group?).filter(|group| group.members >= FEWEST)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::outline::Listed;
    use super::super::{blocks, region, tally};
    use super::*;
    use crate::normalise::html::tree;

    #[test]
    fn what_stands_side_by_side_is_a_group() {
        let source =
            "<main><h1>News</h1><div class='card new'><h2>One</h2><p>a b</p></div><div class=card>c</div>
            <div class=card></div><div class=card>d</div></main><nav><a href=a>x</a><a href=b>y</a></nav>";
        let html = tree::parse(source).html;
        let outline = Outline::of(&html, &HashSet::new(), Listed::Shown);
        let blocks = blocks::cut(&outline);
        let tallies = tally::tallies(&outline, &blocks, &region::own(&outline, &blocks));
        let groups = Groups::of(&outline, &tallies);
        let largest = groups.get(groups.largest).copied().unwrap_or_default();
        assert_eq!((largest.members, largest.alike, largest.tally.headings), (3, 4, 1));
        let shares = Group::numbers(Some(&largest), tallies[0]);
        assert!((shares[5] - 5.0 / 6.0).abs() < 1e-6, "{shares:?}");
        let found: HashSet<usize> = (0..outline.items.len()).filter_map(|place| groups.at(place)).collect();
        assert_eq!(found.len(), 1, "two links are no group");
        assert!(
            Groups::of(&Outline::of(&tree::parse("").html, &HashSet::new(), Listed::Shown), &[])
                .largest
                .is_none()
        );
    }
}
