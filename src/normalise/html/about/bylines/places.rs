//! Where a byline stands: beside the title, or in what belongs to something else.

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};

use super::{Met, NEAR_BEFORE, NEAR_BEHIND, Place, Walk};
use crate::normalise::html::about::marks::{HEIGHT, is_foot_of, is_inner, is_marked_as_others, is_others};
use crate::normalise::html::element::is_named;

impl Walk<'_> {
    /// Where a byline stands.
    pub(super) fn place(&self, met: &Met<'_>) -> Place {
        Place { is_near: self.is_near(met), is_apart: self.is_apart(*met.element) }
    }

    /// Whether a byline stands beside the title.
    fn is_near(&self, met: &Met<'_>) -> bool {
        self.headings.iter().any(|heading| {
            let end = heading.first_link.unwrap_or(usize::MAX).min(heading.at.end + NEAR_BEHIND);
            met.at + NEAR_BEFORE >= heading.at.start && met.at <= end
        })
    }

    /// Whether an element belongs to comments, cards of other pages, menus or the foot. What holds the title too says nothing.
    fn is_apart(&self, node: NodeRef<'_, Node>) -> bool {
        let own = [node].into_iter().chain(node.ancestors().take(HEIGHT));
        own.take_while(|above| !self.around.contains(&above.id())).filter_map(ElementRef::wrap).any(|above| {
            let is_of_others = if is_foot_of(&above, &self.around) {
                let silent: Vec<&str> = self.silent.iter().copied().chain(["footer"]).collect();
                is_marked_as_others(above.value(), &silent)
            } else {
                is_others(above.value(), &self.silent)
            };
            is_of_others
                || is_named!(above.value(), "figure" | "figcaption" | "blockquote")
                || is_inner(above.value())
        })
    }
}
