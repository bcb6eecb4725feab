//! Pages that do nothing but send to another address (`<meta http-equiv="refresh">`), as generators of sites leave them where a
//! page was.
//!
//! In: the source of a page, and its address where it is known. Out: whether it is one.

use crate::document::{fold, identity};

/// Bytes of such a page at most. A judgement: generators write a few hundred.
const MOST_BYTES: usize = 4 << 10;
/// Letters that it shows at most. A judgement: that it moved, where to, and a link for those whose browser does not go there.
const MOST_LETTERS: usize = 200;
/// Letters that one of a script without spaces stands for. A judgement: a word of two there has six elsewhere.
const UNSPACED_LETTERS: usize = 3;
/// Letters of a description that tells of more than that the page moved. A judgement: a sentence.
const LEAST_DESCRIBED: usize = 60;
/// Seconds after which it still sends on rather than waits to be read. A judgement.
const MOST_SECONDS: u32 = 10;

/// Whether a page only sends to another address. One without scripts that asks browsers to load it again does not, nor does what
/// only holds where scripts are off.
pub(super) fn sends_elsewhere(source: &str, url: Option<&str>) -> bool {
    if source.len() > MOST_BYTES {
        return false;
    }
    let plain = source.to_ascii_lowercase();
    if !plain.contains("http-equiv") || !plain.contains("refresh") {
        return false;
    }
    let (mut rest, mut at, mut letters, mut target) = (plain.as_str(), 0, 0, None);
    while let Some(start) = rest.find('<') {
        letters += letters_of(&rest[..start]);
        let tag = &rest[start + 1..];
        // What stands in these is shown by no browser that goes on, or is no text.
        let end = ["script", "style", "title", "noscript", "!--"].iter().find_map(|name| {
            let inner = tag.strip_prefix(name)?;
            let close = if *name == "!--" { "-->".to_owned() } else { format!("</{name}") };
            let at = inner.find(&close)?;
            inner.get(at..)?.find('>').map(|end| name.len() + at + end)
        });
        let end = end.or_else(|| tag.find('>'));
        if tag.starts_with("meta")
            && let Some(meta) = end.and_then(|end| source.get(at + start + 1..at + start + 1 + end))
        {
            if describes(meta) {
                return false;
            }
            target = target.or_else(|| target_of(meta));
        }
        let Some(end) = end else { break };
        at += start + 1 + end + 1;
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    letters += letters_of(rest);
    let Some((wait, target)) = target.filter(|_| letters <= MOST_LETTERS) else { return false };
    let Some(url) = url else {
        // What waits, and then asks for an address with a query, may be the page itself.
        return wait == 0 || !target.contains('?');
    };
    let Some(to) = identity::resolved(url, &target) else { return false };
    identity::url_key(&to).is_some_and(|to| Some(to) != identity::url_key(url)) && !is_of_one_path(url, &to)
}

/// Whether two addresses differ in their query alone.
fn is_of_one_path(one: &str, other: &str) -> bool {
    let path = |address: &str| identity::url_key(address.split(['?', '#']).next().unwrap_or(address));
    path(one).is_some_and(|one| Some(one) == path(other))
}

fn letters_of(text: &str) -> usize {
    let weight = |letter: char| if fold::is_unspaced(letter) { UNSPACED_LETTERS } else { 1 };
    text.chars().filter(|letter| !letter.is_whitespace()).map(weight).sum()
}

/// Whether a `meta` element tells of a text: a citation, an article, more than a few words of what the page is about.
fn describes(tag: &str) -> bool {
    let Some(name) = value(tag, "name").or_else(|| value(tag, "property")) else { return false };
    let Some(content) = value(tag, "content").map(str::trim).filter(|it| !it.is_empty()) else {
        return false;
    };
    match name.trim().to_ascii_lowercase().as_str() {
        "description" | "og:description" | "twitter:description" | "dc.description" => {
            letters_of(content) >= LEAST_DESCRIBED
        }
        "og:type" => content.eq_ignore_ascii_case("article"),
        name => name.starts_with("citation_") || name.starts_with("article:"),
    }
}

/// The value of an attribute of a tag.
fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let lower = tag.to_ascii_lowercase();
    let is_name = |at: &usize| tag[..*at].ends_with([' ', '\t', '\n', '\r', '"', '\'', '/']);
    let at = lower.match_indices(name).map(|(at, _)| at).find(is_name)?;
    let after = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|sign| matches!(sign, '"' | '\''));
    Some(match quote {
        Some(quote) => after.get(1..)?.split(quote).next()?,
        None => after.split([' ', '>', '\n']).next()?,
    })
}

/// The seconds after which a `meta` element sends on, and where to.
fn target_of(tag: &str) -> Option<(u32, String)> {
    if !value(tag, "http-equiv")?.eq_ignore_ascii_case("refresh") {
        return None;
    }
    let (wait, address) = value(tag, "content")?.split_once([';', ','])?;
    let wait: u32 = wait.trim().split('.').next()?.parse().ok()?;
    let (name, address) = address.split_once('=')?;
    let is_sent = name.trim().eq_ignore_ascii_case("url") && wait <= MOST_SECONDS;
    let address = address.trim().trim_matches(['"', '\'']);
    (is_sent && !address.is_empty()).then(|| (wait, address.replace("&amp;", "&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_only_sends_on_is_told_from_one_that_is_read() {
        let page = |head: &str, body: &str| {
            format!(
                "<!DOCTYPE html><html><head><title>Moved&hellip;</title>{head}</head><body>{body}</body></html>"
            )
        };
        let refresh = |content: &str| format!("<meta http-equiv=\"refresh\" content=\"{content}\">");
        let url = Some("https://lab.example/old/");
        let link = "<h1>Moved</h1><a href=\"/new/\">It is over there.</a>";
        for (source, sends) in [
            (page(&refresh("0; url=https://lab.example/new/"), link), true),
            (page(&refresh("0;URL='/new/'"), "<script>location = '/new/'</script>"), true),
            (page("<META content='3, url=new/' HTTP-EQUIV=refresh>", ""), true),
            // It loads itself again.
            (page(&refresh("0; url=https://lab.example/old"), link), false),
            (page(&refresh("300"), link), false),
            // There is time to read it.
            (page(&refresh("60; url=/new/"), link), false),
            (page(&format!("<noscript>{}</noscript>", refresh("0; url=/plain/")), ""), false),
            (page(&refresh("0; url=/new/"), &"Many words of a text. ".repeat(20)), false),
            (page("", link), false),
            // It asks for itself anew, and its words are of a script without spaces.
            (page(&refresh("5; url=/old?t=2"), link), false),
            (page(&refresh("5; url=/new/"), &"今天水位是三米二。".repeat(8)), false),
            (page(&refresh("5; url=/new/"), "网页已移到新地址。"), true),
            // It is the page of a text that lies elsewhere.
            (
                page(&format!("<meta name=citation_title content=Weirs>{}", refresh("3; url=a.pdf")), link),
                false,
            ),
            (
                page(
                    &format!("{}<meta property='og:type' content='article'>", refresh("3; url=a.pdf")),
                    link,
                ),
                false,
            ),
            (
                page(
                    &format!(
                        "<meta content=\"{}\" name=\"description\">{}",
                        "How high the water stood. ".repeat(4),
                        refresh("0; url=/new/")
                    ),
                    link,
                ),
                false,
            ),
            (page(&format!("<meta name=description content=Moved>{}", refresh("0; url=/new/")), link), true),
        ] {
            assert_eq!(sends_elsewhere(&source, url), sends, "{source}");
        }
        for (content, sends) in
            [("0; url=/new/", true), ("0; url=/new?a=1", true), ("5; url=/level?t=2", false)]
        {
            assert_eq!(sends_elsewhere(&page(&refresh(content), link), None), sends, "{content}");
        }
    }
}
