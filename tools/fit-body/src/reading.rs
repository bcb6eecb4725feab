//! A page as the program's choosing sees it: outline, blocks, metadata, title.
//!
//! In: a page's bytes and address. Out: a [`Reading`], lent to the caller.

use std::collections::HashSet;

use crate::formats::charset;
use crate::normalise::html::body::blocks::Block;
use crate::normalise::html::body::layers;
use crate::normalise::html::body::outline::Outline;
use crate::normalise::html::metadata::Metadata;
use crate::normalise::html::{title, tree};

/// What the text of a page is chosen from.
pub(crate) struct Reading<'a> {
    /// Its visible nodes.
    pub(crate) outline: &'a Outline<'a>,
    /// Its blocks.
    pub(crate) blocks: &'a [Block],
    /// Its metadata.
    pub(crate) metadata: &'a Metadata,
    /// Its title.
    pub(crate) title: &'a str,
}

/// Reads a page and lends the reading to `look`.
pub(crate) fn read<T>(bytes: &[u8], url: Option<&str>, look: impl FnOnce(&Reading<'_>) -> T) -> T {
    let (source, _) = charset::decode_html(bytes, None);
    let html = tree::parse(&source).html;
    let metadata = Metadata::read(&html);
    let title = title::title(&html, &metadata, None, url).text;
    layers::chosen(&html, &HashSet::new(), |outline, blocks| {
        look(&Reading { outline, blocks, metadata: &metadata, title: &title })
    })
}
