//! Where a byline stands: beside the title, or in what belongs to something else.

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};

use super::{Met, NEAR_BEFORE, NEAR_BEHIND, Place, Walk, Whose};
use crate::normalise::html::about::details;
use crate::normalise::html::about::marks::{is_apart, is_inner, is_of_comments, own_elements};
use crate::normalise::html::element::is_named;

impl Walk<'_> {
    /// Where a byline stands.
    pub(super) fn place(&self, met: &Met<'_>) -> Place {
        Place {
            is_near: self.is_near(met),
            is_above: self.headings.iter().all(|heading| met.at < heading.at.start)
                && !self.headings.is_empty(),
            is_detail: details::holds(self.details, *met.element),
            whose: self.whose(*met.element),
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
    fn whose(&self, node: NodeRef<'_, Node>) -> Whose {
        let own = || own_elements(node, &self.around);
        let is_apart = |above: ElementRef<'_>| {
            is_apart(&above, &self.around, &self.silent)
                || is_named!(above.value(), "figure" | "figcaption" | "blockquote")
                || is_inner(above.value())
        };
        match () {
            () if !self.is_forum && own().any(|above| is_of_comments(above.value())) => Whose::Reader,
            () if own().any(is_apart) => Whose::Another,
            () => Whose::Page,
        }
    }
}
