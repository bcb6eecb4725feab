//! Pages that do nothing but send to another address (`<meta http-equiv="refresh">`), as generators of sites leave them where a
//! page was.
//!
//! In: the source of a page, and its address where it is known. Out: whether it is one.

use crate::document::identity;

/// Bytes of such a page at most. A judgement: generators write a few hundred.
const MOST_BYTES: usize = 4 << 10;
/// Letters that it shows at most. A judgement: that it moved, where to, and a link for those whose browser does not go there.
const MOST_LETTERS: usize = 200;
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
        if tag.starts_with("meta") && target.is_none() {
            let from = at + start + 1;
            target = end.and_then(|end| target_of(source.get(from..from + end)?));
        }
        let Some(end) = end else { break };
        at += start + 1 + end + 1;
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    letters += letters_of(rest);
    let Some(target) = target.filter(|_| letters <= MOST_LETTERS) else { return false };
    let Some(url) = url else { return true };
    let to = identity::resolved(url, &target);
    to.as_deref().and_then(identity::url_key).is_some_and(|to| Some(to) != identity::url_key(url))
}

fn letters_of(text: &str) -> usize {
    text.chars().filter(|letter| !letter.is_whitespace()).count()
}

/// The address that a `meta` element sends to at once.
fn target_of(tag: &str) -> Option<String> {
    let value = |name: &str| {
        let lower = tag.to_ascii_lowercase();
        let after = tag.get(lower.find(name)? + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = after.chars().next().filter(|sign| matches!(sign, '"' | '\''));
        Some(match quote {
            Some(quote) => after.get(1..)?.split(quote).next()?,
            None => after.split([' ', '>', '\n']).next()?,
        })
    };
    if !value("http-equiv")?.eq_ignore_ascii_case("refresh") {
        return None;
    }
    let (wait, address) = value("content")?.split_once([';', ','])?;
    let wait: u32 = wait.trim().split('.').next()?.parse().ok()?;
    let (name, address) = address.split_once('=')?;
    let is_sent = name.trim().eq_ignore_ascii_case("url") && wait <= MOST_SECONDS;
    let address = address.trim().trim_matches(['"', '\'']);
    (is_sent && !address.is_empty()).then(|| address.replace("&amp;", "&"))
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
        ] {
            assert_eq!(sends_elsewhere(&source, url), sends, "{source}");
        }
        assert!(sends_elsewhere(&page(&refresh("0; url=/new/"), link), None));
    }
}
