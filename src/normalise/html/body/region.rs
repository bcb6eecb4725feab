//! The page's own region: what the names and roles of elements leave when ways, heads, feet and forms are taken off.
//!
//! In: the outline and its blocks. Out: for every block whether it stands there. As an extractor this alone reads
//! listings and documentation of the benchmarks about as well as the best tools and articles far worse, so it is a number to
//! weigh and no decision.

use super::blocks::{Block, Form};
use super::marks::{Marks, Named};
use super::outline::Outline;

/// Whether each block stands in the page's own region: in its `main` where it has one, in no element or role for ways,
/// feet, asides, forms or dialogues, and in no head but the heads of sections within `main`.
pub(crate) fn own(outline: &Outline<'_>, blocks: &[Block]) -> Vec<bool> {
    let around = around(outline);
    let has_main = outline.items.iter().any(|item| item.marks.is_named(Named::Main));
    let is_own = |block: &Block| {
        let marks = around.get(block.container).copied().unwrap_or_default();
        let in_main = marks.is_named(Named::Main);
        (in_main || !has_main)
            && !marks.is_apart()
            && (in_main || !marks.is_named(Named::Header))
            && block.form != Form::Button
    };
    blocks.iter().map(is_own).collect()
}

/// What each element and those around it are marked as.
fn around(outline: &Outline<'_>) -> Vec<Marks> {
    let mut around: Vec<Marks> = Vec::with_capacity(outline.items.len());
    for item in &outline.items {
        let above = around.get(item.parent).copied().unwrap_or_default();
        around.push(item.marks.with(above));
    }
    around
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::blocks;
    use super::super::outline::Listed;
    use super::*;
    use crate::normalise::html::tree;

    fn own_texts(source: &str) -> Vec<String> {
        let html = tree::parse(source).html;
        let outline = Outline::of(&html, &HashSet::new(), Listed::Shown);
        let blocks = blocks::cut(&outline);
        let own = super::own(&outline, &blocks);
        blocks.into_iter().zip(own).filter(|(_, own)| *own).map(|(block, _)| block.text).collect()
    }

    #[test]
    fn names_and_roles_tell_the_region() {
        let cases: [(&str, &[&str]); 5] = [
            ("<header>a</header><p>b</p><footer>c</footer>", &["b"]),
            ("<p>a</p><main><header>b</header><p>c</p><aside>d</aside><nav>e</nav></main>", &["b", "c"]),
            ("<div role=main><p>a<form>b</form><div role=search>c</div><button>d</button></div>", &["a"]),
            ("<div class=nav>a</div><div class='footer sidebar'>b</div>", &["a", "b"]),
            ("<div role=contentinfo>a</div><div role=banner>b</div><div role=dialog>c</div>d", &["d"]),
        ];
        for (source, texts) in cases {
            assert_eq!(own_texts(source), texts, "{source}");
        }
    }
}
