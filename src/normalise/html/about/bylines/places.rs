//! Where a byline stands: beside the title, or in what belongs to something else.

use ego_tree::NodeRef;
use scraper::Node;

use super::{Met, NEAR_BEFORE, NEAR_BEHIND, Place, Walk};
use crate::normalise::html::about::details;
use crate::normalise::html::about::marks::{is_apart, is_inner, own_elements};
use crate::normalise::html::element::is_named;

impl Walk<'_> {
    /// Where a byline stands.
    pub(super) fn place(&self, met: &Met<'_>) -> Place {
        Place {
            is_near: self.is_near(met),
            is_detail: details::holds(self.details, *met.element),
            is_apart: self.is_apart(*met.element),
        }
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
        own_elements(node, &self.around).any(|above| {
            is_apart(&above, &self.around, &self.silent)
                || is_named!(above.value(), "figure" | "figcaption" | "blockquote")
                || is_inner(above.value())
        })
    }
}
