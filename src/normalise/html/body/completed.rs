//! What belongs to a thing that is text: the other cells and rows of its table, the other item of its list, its caption, who is
//! quoted. One by one, such short blocks look like what surrounds a text.
//!
//! In: a prepared page and the blocks chosen. Out: those that complete them.

use super::aids;
use super::blocks::{Block, Form};
use super::features::Page;
use super::lexicon;
use super::outline::Kind;
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::tables::{Set, Table};

/// Words of an item, a caption or a source that is added at most. Judgements: a sentence or two.
const WORDS: u32 = 60;

/// Links of a cell that is no menu of the page. A judgement: a name and where it is from.
const LINKS: u32 = 2;

/// Adds what completes the blocks chosen, whose places stay in order.
pub(super) fn add(page: &Page<'_>, chosen: &mut Vec<usize>) {
    let mut found = Vec::new();
    if !page.forum {
        found.extend(tables(page, chosen));
        found.extend(pairs(page, chosen));
        found.extend(captions(page, chosen));
    }
    if !found.is_empty() {
        chosen.extend(found);
        chosen.sort_unstable();
        chosen.dedup();
    }
}

/// The blocks of rows of which a part is chosen, and of tables of which half of the rows are.
fn tables(page: &Page<'_>, chosen: &[usize]) -> Vec<usize> {
    let table = |block: &Block| nearest(page, block.container, |kind| kind == Kind::Table);
    let in_rows = || {
        let blocks = page.blocks.iter().enumerate().filter(|(_, block)| block.place.is_some());
        blocks.filter_map(|(place, block)| Some((place, block.row?, table(block)?)))
    };
    let chosen: Set<usize> = chosen.iter().copied().collect();
    let rows: Set<usize> =
        in_rows().filter(|(place, ..)| chosen.contains(place)).map(|(_, row, _)| row).collect();
    let mut of_tables: Table<usize, (Set<usize>, usize)> = Table::default();
    for (_, row, table) in in_rows() {
        let (all, some) = of_tables.entry(table).or_default();
        *some += usize::from(all.insert(row) && rows.contains(&row));
    }
    let is_whole = |table: &usize| of_tables.get(table).is_some_and(|(all, some)| some * 2 >= all.len());
    // Old pages set their menus in tables.
    let mut linked: Table<usize, (u32, u32)> = Table::default();
    for block in page.blocks.iter().filter(|block| block.place.is_some()) {
        let sum = linked.entry(block.row.unwrap_or(0)).or_default();
        *sum = (sum.0 + block.counts.link_chars, sum.1 + block.counts.chars);
    }
    let is_menu = |row: &usize| linked.get(row).is_some_and(|(linked, all)| linked * 2 >= *all);
    // Of a row that a cell heads all cells tell of it.
    let is_head = |place: usize| {
        let cell =
            page.blocks.get(place).and_then(|block| page.outline.items.get(block.place?.cell)?.element);
        cell.is_some_and(|cell| is_named!(cell, "th"))
    };
    let headed: Set<usize> = in_rows().filter(|(place, ..)| is_head(*place)).map(|(_, row, _)| row).collect();
    let is_linked = |place: usize| {
        page.blocks.get(place).is_some_and(|block| {
            block.counts.links > LINKS && block.counts.link_chars * 2 > block.counts.chars
        })
    };
    let is_added = |(place, row, table): &(usize, usize, usize)| {
        !chosen.contains(place)
            && (headed.contains(row) || !is_linked(*place))
            && (rows.contains(row) || is_whole(table) && !is_menu(row))
            && !page.is_of_form(*place)
            && !page.is_of_others(*place)
    };
    in_rows().filter(is_added).map(|(place, ..)| place).collect()
}

/// The other item of lists of two of which one is chosen: of three the model is asked together.
fn pairs(page: &Page<'_>, chosen: &[usize]) -> Vec<usize> {
    let items = &page.outline.items;
    let mut of_lists: Table<usize, Vec<(usize, usize)>> = Table::default();
    for (place, block) in page.blocks.iter().enumerate() {
        if let Some(item) = block.item
            && let Some(list) = items.get(item).map(|item| item.parent)
        {
            of_lists.entry(list).or_default().push((item, place));
        }
    }
    let is_chosen = |place: usize| chosen.binary_search(&place).is_ok();
    let mut found = Vec::new();
    for blocks in of_lists.values() {
        let items: Set<usize> = blocks.iter().map(|(item, _)| *item).collect();
        let taken: Set<usize> =
            blocks.iter().filter(|(_, place)| is_chosen(*place)).map(|(item, _)| *item).collect();
        if items.len() != 2 || taken.len() != 1 {
            continue;
        }
        let other = blocks.iter().filter(|(item, _)| !taken.contains(item)).map(|(_, place)| *place);
        let mut all = blocks.iter().filter_map(|(_, place)| page.blocks.get(*place));
        // Who edited it, where it is from.
        if all.all(|block| is_unlinked(block) && !is_labelled(&block.text)) {
            found.extend(other.filter(|place| page.is_own(*place) && !page.is_of_others(*place)));
        }
    }
    found
}

/// The captions of tables, code and quotations that are chosen, who said what is quoted, and numbered captions within the text.
fn captions(page: &Page<'_>, chosen: &[usize]) -> Vec<usize> {
    let items = &page.outline.items;
    let within = |holder: usize| {
        let end = items.get(holder).map_or(0, |item| item.end);
        // Blocks stand in the order of what holds them.
        let container = |place: &usize| page.blocks.get(*place).map_or(0, |block| block.container);
        let from = chosen.partition_point(|place| container(place) < holder);
        let to = chosen.partition_point(|place| container(place) < end);
        chosen.get(from..to).unwrap_or_default().iter().filter_map(|place| page.blocks.get(*place))
    };
    // Below a picture stands who took it as often as what it shows.
    let holds = |holder: usize| {
        within(holder).any(|block| block.is_in_cell() || block.quoted || block.form == Form::Pre)
    };
    let is_only_heard = |block: &Block| {
        let element = items.get(block.container).and_then(|item| item.element);
        element.and_then(|element| element.attribute("class")).is_some_and(aids::is_heard)
    };
    let ends = chosen.first().zip(chosen.last());
    let is_within = |place: usize| ends.is_some_and(|(first, last)| *first < place && place < *last);
    let is_added = |(place, block): &(usize, &Block)| {
        if !is_plain(block) || is_only_heard(block) || chosen.binary_search(place).is_ok() {
            return false;
        }
        let holder = || {
            nearest(page, block.container, |kind| kind == Kind::Table || kind == Kind::Quote).or_else(|| {
                page.outline.upwards(block.container).find(|above| {
                    let element = items.get(*above).and_then(|item| item.element);
                    element.is_some_and(|element| is_named!(element, "figure"))
                })
            })
        };
        match block.form {
            Form::Caption => holder().is_some_and(holds) || is_within(*place) && is_numbered(&block.text),
            Form::Plain | Form::Paragraph if block.quoted => holder().is_some_and(holds),
            _ => false,
        }
    };
    page.blocks.iter().enumerate().filter(is_added).map(|(place, _)| place).collect()
}

/// Whether a block is short and neither links nor tells of who made it. `Next step` and `Close the lid` are words of buttons too.
fn is_unlinked(block: &Block) -> bool {
    let told = lexicon::count(&block.text);
    block.counts.words <= WORDS
        && block.counts.link_chars * 2 < block.counts.chars
        && told.chrome < 2
        && told.byline + told.legal + told.trade == 0
}

/// Whether a block is short and neither links nor small print.
fn is_plain(block: &Block) -> bool {
    let told = lexicon::count(&block.text);
    let told = told.chrome + told.byline + told.legal + told.trade;
    block.counts.words <= WORDS
        && block.counts.link_chars * 2 < block.counts.chars
        && (told == 0 || told * 4 < block.counts.words)
}

/// Whether a text is a label with what it tells: a colon behind its first words. A judgement.
fn is_labelled(text: &str) -> bool {
    const WITHIN: usize = 16;
    text.chars().take(WITHIN).any(|sign| matches!(sign, ':' | '：'))
}

/// Whether a caption begins with the number of a figure or a table: `Figure 3: …`, `Tab. 2`, `图1`.
fn is_numbered(text: &str) -> bool {
    const NAMES: [&str; 26] = [
        "figure",
        "fig",
        "table",
        "tab",
        "listing",
        "chart",
        "exhibit",
        "box",
        "abbildung",
        "abb",
        "tabelle",
        "figura",
        "tabla",
        "cuadro",
        "gráfico",
        "tableau",
        "tabella",
        "grafico",
        "figuur",
        "tabel",
        "рисунок",
        "рис",
        "таблица",
        "図",
        "表",
        "图",
    ];
    let text = text.trim_start().to_lowercase();
    NAMES.iter().any(|name| {
        let rest = text.strip_prefix(name).map(|rest| rest.trim_start_matches(['.', ' ', '\u{a0}']));
        rest.is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()))
    })
}

/// The nearest element of a kind that holds one.
fn nearest(page: &Page<'_>, place: usize, is_wanted: impl Fn(Kind) -> bool) -> Option<usize> {
    page.outline
        .upwards(place)
        .find(|above| page.outline.items.get(*above).is_some_and(|item| is_wanted(item.kind)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::blocks;
    use super::super::outline::{Listed, Outline};
    use super::*;
    use crate::normalise::html::metadata::Metadata;
    use crate::normalise::html::tree;

    /// The texts of a page whose blocks with a word are chosen, completed.
    fn completed(source: &str, word: &str) -> String {
        let html = tree::parse(source).html;
        let outline = Outline::of(&html, &HashSet::new(), Listed::Shown);
        let blocks = blocks::cut(&outline);
        let page = Page::new(&outline, &blocks, &Metadata::read(&html), "");
        let mut chosen: Vec<usize> =
            (0..blocks.len()).filter(|place| blocks[*place].text.contains(word)).collect();
        add(&page, &mut chosen);
        chosen.iter().map(|place| blocks[*place].text.as_str()).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn a_thing_that_is_text_is_text_whole() {
        let cases = [
            ("<table><tr><th>a<th>b</tr><tr><td>x<td>1</tr></table>", "a/b/x/1"),
            ("<table><tr><td>a<td>b</tr><tr><td>c<td>d</tr><tr><td>x<td>1</tr></table>", "x/1"),
            ("<ul><li>x<li>Close the lid</ul>", "x/Close the lid"),
            ("<ul><li>x<li>Next step</ul>", "x/Next step"),
            ("<ul><li>x<li>Print this page</ul>", "x"),
            ("<ul><li>x<li>one<li>two</ul>", "x"),
            (
                "<table><tr><td>x<td><a href=/a>Home</a> <a href=/b>Lakes</a> <a href=/c>Boats</a></tr></table>",
                "x",
            ),
            ("<table><tr><td>x<td><a href=/a>The lakes</a></tr></table>", "x/The lakes"),
            ("<table><caption class=sr-only>Shares</caption><tr><td>x<td>2</tr></table>", "x/2"),
            ("<ul><li>x<li><a href=/a>Another page</a></ul>", "x"),
            ("<ul><li>x<li>Editor: Ada Reed</ul>", "x"),
            ("<table><caption>Shares</caption><tr><td>x<td>2</tr></table>", "Shares/x/2"),
            (
                "<figure><pre>x = 1</pre><figcaption>How it is set</figcaption></figure>",
                "x = 1/How it is set",
            ),
            (
                "<blockquote><p>x</p><footer>Ada Reed, in her log</footer></blockquote>",
                "x/Ada Reed, in her log",
            ),
            (
                "<p>x</p><figure><img><figcaption>Figure 1: The lake</figcaption></figure><p>x</p>",
                "x/Figure 1: The lake/x",
            ),
            ("<p>x</p><figure><img><figcaption>The lake, by Ada Reed</figcaption></figure><p>x</p>", "x/x"),
        ];
        for (source, text) in cases {
            assert_eq!(completed(&format!("<main>{source}</main>"), "x"), text, "{source}");
        }
    }
}
