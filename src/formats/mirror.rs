//! Tells the address of a page in a mirror as wget makes them: from where it lies.
//!
//! In: the place of a capture, and the source of the page. Out: an address. Wget writes pages to `HOST/PATH` and points the
//! links between them to the copies, a page's link to its own address (`rel=canonical`) too: only such a page is taken for
//! one of a mirror. The scheme is not told, and is no part of what tells addresses apart.

/// Bytes in which a page's head is looked for.
const HEAD_BYTES: usize = 64 << 10;

/// Whether a page was pointed to its own copy where it named its address.
pub(crate) fn is_pointed_to_copy(place: &str, source: &str) -> bool {
    let name = place.rsplit('/').next().unwrap_or(place);
    own_link(source) == Some(name)
}

/// The address of such a page; none where its place does not tell.
pub(crate) fn address(place: &str, source: &str) -> Option<String> {
    let (folders, name) = place.rsplit_once('/')?;
    let folders: Vec<&str> = folders.split('/').collect();
    let at = folders.iter().rposition(|folder| is_host(folder))?;
    let host = folders[at];
    // With `-E` wget ends the names of pages in `.html`. A link to a page of the site that was not mirrored is left whole,
    // and shows whether the site's own addresses end so.
    let name =
        if links_without_end(source, host) { name.strip_suffix(".html").unwrap_or(name) } else { name };
    let path = [&folders[at + 1..], &[name]].concat().join("/");
    Some(format!("http://{host}/{path}"))
}

/// Where the page's link to its own address leads, where that is a file beside it.
fn own_link(source: &str) -> Option<&str> {
    let mut end = source.len().min(HEAD_BYTES);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let mut links = source[..end].split("<link ").skip(1).filter_map(|rest| rest.split('>').next());
    let canonical = links.find(|link| link.contains("rel=\"canonical\""))?;
    let (_, href) = canonical.split_once("href=\"")?;
    href.split('"').next().filter(|href| !href.contains(['/', ':']))
}

/// Whether a folder is named as a host is: labels with dots between them, the last of letters.
fn is_host(folder: &str) -> bool {
    /// Ends of names of files and of archives that folders are named after.
    const FILES: [&str; 10] = ["html", "htm", "warc", "wacz", "zip", "tar", "gz", "zst", "epub", "pdf"];
    let labels: Vec<&str> = folder.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let last = labels.last().copied().unwrap_or_default();
    labels.len() >= 2
        && labels.iter().all(is_label)
        && last.len() >= 2
        && last.bytes().all(|byte| byte.is_ascii_lowercase())
        && !FILES.contains(&last)
}

/// Whether a whole link to a page of the host shows that its addresses have no end such as `.html`.
fn links_without_end(source: &str, host: &str) -> bool {
    let mut links = source.split("<a ").skip(1).filter_map(|rest| {
        let (_, href) = rest.split('>').next()?.split_once("href=\"")?;
        let (_, rest) = href.split('"').next()?.split_once("://")?;
        rest.strip_prefix(host)?.strip_prefix('/')
    });
    let name = |path: &str| {
        path.split(['?', '#']).next().unwrap_or(path).rsplit('/').next().unwrap_or_default().to_owned()
    };
    links.any(|path| !name(path).is_empty() && !name(path).contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_links_to_its_copy_has_the_address_of_its_place() {
        let page = |canonical: &str, link: &str| {
            format!("<head><link rel=\"canonical\" href=\"{canonical}\"></head><a href=\"{link}\">x</a>")
        };
        for (place, source, expected) in [
            (
                "m/lab.example/research/x.html",
                page("x.html", "../about.html"),
                Some("http://lab.example/research/x.html"),
            ),
            (
                "m/lab.example/research/x.html",
                page("x.html", "http://lab.example/about"),
                Some("http://lab.example/research/x"),
            ),
            (
                "lab.example/x.html",
                page("x.html", "http://lab.example/a.html"),
                Some("http://lab.example/x.html"),
            ),
            ("m/pages/x.html", page("x.html", ""), None),
            ("m/v1.2/x.html", page("x.html", ""), None),
            ("site.zip/x.html", page("x.html", ""), None),
            ("x.html", page("x.html", ""), None),
        ] {
            assert!(is_pointed_to_copy(place, &source), "{place} {source}");
            assert_eq!(address(place, &source).as_deref(), expected, "{place} {source}");
        }
        for source in [page("y.html", ""), page("http://lab.example/x.html", ""), "<p>x".to_owned()] {
            assert!(!is_pointed_to_copy("m/lab.example/x.html", &source), "{source}");
        }
    }
}
