//! Blocks as plain text.
//!
//! In: the chosen blocks in document order. Out: text with blank lines between blocks, `- ` before list items,
//! ` | ` between the cells of a row. Chooses nothing.

use super::blocks::{Block, Form};

/// Writes blocks out.
pub(crate) fn text(blocks: &[&Block]) -> String {
    let mut out = String::with_capacity(blocks.iter().map(|block| block.text.len() + 4).sum());
    let mut before: Option<&Block> = None;
    for block in blocks {
        let starts_item = block.item.is_some() && before.and_then(|before| before.item) != block.item;
        let is_bullet =
            starts_item && !block.is_in_cell() && !matches!(block.form, Form::Heading(_) | Form::Pre);
        if let Some(before) = before {
            out.push_str(between(before, block, is_bullet));
        }
        if is_bullet {
            out.push_str("- ");
        }
        if block.is_in_cell() {
            let starts_cell = before.is_none_or(|before| cell(before) != cell(block));
            for _ in 0..block.place.filter(|_| starts_cell).map_or(0, |place| place.empty) {
                out.push_str("| ");
            }
            out.extend(block.text.chars().map(|sign| if sign == '\n' { ' ' } else { sign }));
        } else {
            out.push_str(&block.text);
        }
        before = Some(block);
    }
    out
}

/// The cell that a block stands in.
fn cell(block: &Block) -> usize {
    block.place.map_or(block.container, |place| place.cell)
}

/// What separates two blocks.
fn between(before: &Block, block: &Block, is_bullet: bool) -> &'static str {
    let cells = before.is_in_cell() && block.is_in_cell();
    if cells && before.row.is_some() && before.row == block.row {
        return if cell(before) == cell(block) { " " } else { " | " };
    }
    let items = is_bullet && before.item.is_some() && before.form == Form::Item;
    let code = before.form == Form::Pre && block.form == Form::Pre;
    if cells || items || code { "\n" } else { "\n\n" }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::blocks;
    use super::super::outline::{Listed, Outline};
    use crate::normalise::html::tree;

    fn written(source: &str) -> String {
        let html = tree::parse(source).html;
        let blocks = blocks::cut(&Outline::of(&html, &HashSet::new(), Listed::Shown));
        super::text(&blocks.iter().collect::<Vec<_>>())
    }

    #[test]
    fn blocks_are_set_as_what_they_are() {
        let cases = [
            ("<h2> A </h2><p>b\n c</p>", "A\n\nb c"),
            ("<p>x</p><ul><li>a<li><p>b</p><p>c</p></ul>", "x\n\n- a\n- b\n\nc"),
            ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
            ("<table><tr><th>k<th>v</tr><tr><td>1<td>2</table>", "k | v\n1 | 2"),
            (
                "<table><tr><th><p>k<th><p>v</tr><tr><td><p>1<td><ul><li>2<li>3</ul></table><p>x",
                "k | v\n1 | 2 3\n\nx",
            ),
            (
                "<table><tr><th>a<th>b<th>c</tr><tr><td>1<td><td>2</tr><tr><td><td>3<td>4</tr><tr><td><td>5</table>",
                "a | b | c\n1 | | 2\n| 3 | 4\n5",
            ),
            ("<table><tr><td><td>a</tr><tr><td><td>b</table>", "a\nb"),
            ("<table><tr><td><h2>a</h2><p>b<td><p>c</table>", "a\n\nb\n\nc"),
            ("<pre>if x:\n    y</pre>", "if x:\n    y"),
            ("a<br>b<br><br>c", "a\nb\n\nc"),
            ("<a href=#><span>Jan 3</span><span>Research</span></a>", "Jan 3 Research"),
            ("<p>H<sub>2</sub>O <b>is</b> wet<script>no</script></p>", "H2O is wet"),
            ("<h3><button>Why?</button></h3>", "Why?"),
        ];
        for (source, text) in cases {
            assert_eq!(written(source), text, "{source}");
        }
    }
}
