//! Resolves the addresses of entries.
//!
//! In: what the page says of its own address, and links as written. Out: absolute web addresses. Never gives the
//! page's own address, and never makes one up.

use std::cell::RefCell;
use std::collections::HashSet;

use url::Url;

use crate::document::identity;
use crate::normalise::html::metadata::Metadata;
use crate::normalise::tables::Table;

/// What addresses are resolved against.
pub(crate) struct Addresses {
    base: Option<Url>,
    /// Keys of the page's own address.
    own: HashSet<String>,
    /// The links that were asked after, and whether they lead nowhere: records that overlap have the same ones.
    nowhere: RefCell<Table<String, bool>>,
}

impl Addresses {
    /// Takes the page's address as given, else as its metadata says; `base` elements count.
    pub(crate) fn of(metadata: &Metadata, url: Option<&str>) -> Addresses {
        let stated = [url, metadata.link("canonical"), metadata.first(&["og:url"])];
        let page = stated.into_iter().flatten().find_map(|url| Url::parse(url.trim()).ok());
        let base = match (metadata.base.as_deref(), page) {
            (Some(base), Some(page)) => page.join(base).ok().or(Some(page)),
            (Some(base), None) => Url::parse(base).ok(),
            (None, page) => page,
        };
        Addresses {
            base,
            own: stated.into_iter().flatten().filter_map(identity::url_key).collect(),
            nowhere: RefCell::default(),
        }
    }

    /// Whether a link is no way to another page: a script, a mail address, the page itself. A relative link of a page
    /// whose own address is unknown leads somewhere, though nobody can say where.
    pub(crate) fn leads_nowhere(&self, href: &str) -> bool {
        let href = href.trim();
        if let Some(known) = self.nowhere.borrow().get(href) {
            return *known;
        }
        let nowhere = self.is_nowhere(href);
        self.nowhere.borrow_mut().insert(href.to_owned(), nowhere);
        nowhere
    }

    fn is_nowhere(&self, href: &str) -> bool {
        let is_relative = || matches!(Url::parse(href), Err(url::ParseError::RelativeUrlWithoutBase));
        if self.base.is_none() && is_relative() {
            return href.is_empty() || href.starts_with('#');
        }
        self.resolve(href).is_none()
    }

    /// An address made absolute; none when it is no web address or the page's own.
    pub(crate) fn resolve(&self, href: &str) -> Option<String> {
        let href = href.trim();
        let url = match &self.base {
            Some(base) => base.join(href).ok()?,
            None => Url::parse(href).ok()?,
        };
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let key = identity::url_key(url.as_str())?;
        (!self.own.contains(&key)).then(|| url.into())
    }
}
