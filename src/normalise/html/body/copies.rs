//! Texts that a page has twice: for a wide screen and a narrow one, in a box above what it is from, in a post that quotes
//! another.
//!
//! In: the outline, the blocks, the places of those chosen. Out: the places without those of copies.

use std::hash::{Hash, Hasher};

use super::blocks::Block;
use super::outline::Outline;
use crate::normalise::html::element::Asked;
use crate::normalise::tables::{Table, hasher};

/// Words of a block from which on saying it again is no chance. Of 4 to 8 this is the one at which in cross-validation on the dev
/// quarter's pages twice as many gain by leaving out copies as lose; more take fewer copies, fewer take names of methods and days.
const LEAST_WORDS: u32 = 6;

/// Elements by whose names and classes two places of a page are told apart. With 6 as with 9 the whole set gains .003, with 2 .002.
const REACH: usize = 6;

/// Classes of an element that are looked at: what it is, of which kind, for which screens. In cross-validation three are worth .0007
/// more than two and two .001 more than one; a fourth is worth nothing, and may only say which card of a list is the first.
const CLASSES: usize = 3;

/// Leaves out the blocks that say what one before them says in another part of the page. What every card of a list says stands
/// in the same part of each, and is no copy.
pub(super) fn leave_out(outline: &Outline<'_>, blocks: &[Block], chosen: &mut Vec<usize>) {
    // The way to the place where a text stands first.
    let mut said: Table<&str, u64> = Table::default();
    chosen.retain(|place| {
        let Some(block) = blocks.get(*place).filter(|block| block.counts.words >= LEAST_WORDS) else {
            return true;
        };
        let way = way(outline, block.container);
        *said.entry(block.text.as_str()).or_insert(way) == way
    });
}

/// The names and first classes of an element and those above it.
fn way(outline: &Outline<'_>, place: usize) -> u64 {
    let mut way = hasher();
    let above = outline.upwards(place).filter_map(|above| outline.items.get(above)?.element);
    for element in above.take(REACH) {
        element.name().hash(&mut way);
        let classes = element.attribute("class").unwrap_or_default().split_ascii_whitespace();
        classes.take(CLASSES).for_each(|class| class.hash(&mut way));
        // Where the next element starts.
        way.write_u8(0);
    }
    way.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::blocks;
    use super::super::outline::Listed;
    use super::*;
    use crate::normalise::html::tree;

    fn left(source: &str) -> Vec<String> {
        let html = tree::parse(source).html;
        let outline = Outline::of(&html, &HashSet::new(), Listed::Shown);
        let blocks = blocks::cut(&outline);
        let mut chosen: Vec<usize> = (0..blocks.len()).collect();
        leave_out(&outline, &blocks, &mut chosen);
        chosen.into_iter().map(|place| blocks[place].text.clone()).collect()
    }

    #[test]
    fn what_is_said_again_elsewhere_is_a_copy() {
        const LINE: &str = "The gauge stood at four feet.";
        let wide_and_narrow =
            format!("<div class=wide><p>{LINE}</p></div><div class=narrow><p>{LINE}</p></div>");
        let sizes = format!("<div class='text wide'>{LINE}</div><div class='text narrow'>{LINE}</div>");
        let quoted =
            format!("<div class=post>{LINE}</div><div class=post><blockquote>{LINE}</blockquote>So?</div>");
        for (source, count) in [(wide_and_narrow, 1), (sizes, 1), (quoted, 2)] {
            let left = left(&source);
            assert_eq!(left.len(), count, "{source}");
            assert_eq!(left[0], LINE);
        }
    }

    #[test]
    fn what_every_card_says_is_no_copy() {
        let cards = "<div class=card><h2>Ferry</h2><p>The gauge stood at four feet.</p></div>".repeat(3);
        assert_eq!(left(&cards).len(), 6);
        assert_eq!(left("<h2>What it returns</h2><p>An error.</p><div>An error.</div>").len(), 3);
        let rows = "<tr><td>The gauge stood at four feet.<td>yes</tr>".repeat(2);
        assert_eq!(left(&format!("<table>{rows}</table>")).len(), 4);
    }
}
