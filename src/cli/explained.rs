//! Shows why a page is read as it is: on the terminal, and as one page of HTML that needs nothing else.
//!
//! In: what was made of a page, and its explanation. Out: lines, or HTML. Page text is a stranger's: it is cleaned for the
//! terminal and escaped for the browser, and the page of HTML allows neither scripts nor anything from elsewhere.

use std::fmt::Write;

use crate::cli::error::Failure;
use crate::cli::printer::{Printer, Style, clean};
use crate::cli::text::{claim, one_line};
use crate::normalise::{Became, Candidate, Explanation, Normalised};

/// Characters of a value or a piece of text that the terminal shows.
const SHOWN: usize = 100;

/// Lines that say what each field is, what else it could have been, and what no field claims.
pub(crate) fn as_text(explanation: &Explanation, printer: &Printer) -> Result<(), Failure> {
    printer.line(&printer.styled(Style::Title, "why:"))?;
    for candidate in &explanation.candidates {
        let value = short(&candidate.values.join("; "));
        let source = one_line(&candidate.source);
        let line = match &candidate.lost {
            None => {
                format!("{:<11} {value} · {source}{}", format!("{}:", candidate.field), quoted(candidate))
            }
            Some(_) if candidate.agrees => format!("{:<11} also {source}{}", "", quoted(candidate)),
            Some(why) => format!("{:<11} not {value} · {source}{}: {}", "", quoted(candidate), one_line(why)),
        };
        printer.line(&line)?;
    }
    printer.line(&format!("claimed by nothing: {:.0}% of the text", explanation.unclaimed() * 100.0))?;
    for span in explanation.spans.iter().filter(|span| span.became == Became::Nothing) {
        printer.line(&format!("  {}", short(&span.text)))?;
    }
    Ok(())
}

/// The text that a value was read from, where it says more than the value.
fn quoted(candidate: &Candidate) -> String {
    let is_more =
        candidate.evidence != candidate.values.join("; ") && !candidate.values.contains(&candidate.evidence);
    if is_more { format!(", {:?}", short(&candidate.evidence)) } else { String::new() }
}

fn short(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}

/// What tells a report from other pages.
pub(crate) const TITLE: &str = "<title>rsearch inspect</title>";

/// A whole page of HTML out of the sections of its pages.
pub(crate) fn page(sections: &[String]) -> String {
    let legend: Vec<String> =
        COLOURS.iter().map(|(class, name)| format!("<span class=\"{class}\">{name}</span>")).collect();
    let legend = legend.join(" ");
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n{TITLE}\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<p class=\"legend\">{legend}</p>\n{}</body>\n</html>\n",
        sections.concat()
    )
}

/// What is shown of one page.
pub(crate) fn section(page: &Normalised, explanation: &Explanation, format: &str) -> String {
    let mut out = String::new();
    let sighting = &page.page;
    // Writing to a text cannot fail.
    let _ = writeln!(out, "<section>\n<h1>{}</h1>", escaped(&sighting.title));
    let _ = writeln!(
        out,
        "<p>{} · {} · {}</p>",
        escaped(&sighting.evidence.capture),
        escaped(format),
        sighting.kind.as_str()
    );
    let _ = writeln!(out, "<table>\n<tr><th>field<th>value<th>source<th>evidence<th>why not</tr>");
    for candidate in &explanation.candidates {
        let class = if candidate.lost.is_some() { " class=\"lost\"" } else { "" };
        let _ = writeln!(
            out,
            "<tr{class}><td class=\"field\">{}<td>{}<td>{}<td>{}<td>{}</tr>",
            escaped(candidate.field),
            escaped(&candidate.values.join("; ")),
            escaped(&candidate.source),
            escaped(&candidate.evidence),
            escaped(candidate.lost.as_deref().unwrap_or_default()),
        );
    }
    let _ = writeln!(out, "</table>");
    for doubt in &page.doubts {
        let _ = writeln!(out, "<p class=\"doubt\">{}: {}</p>", doubt.kind.as_str(), escaped(&doubt.detail));
    }
    if let Some(listing) = &page.listing {
        let complete = if listing.complete { "complete" } else { "goes on elsewhere" };
        let _ = writeln!(out, "<h2>{} entries, {complete}</h2>\n<ol>", listing.entries.len());
        for entry in &listing.entries {
            let date = claim(entry.published.as_ref());
            let _ = writeln!(out, "<li>{} <small>{}</small></li>", escaped(&entry.title), escaped(&date));
        }
        let _ = writeln!(out, "</ol>");
    }
    let unclaimed = explanation.unclaimed() * 100.0;
    let _ = writeln!(out, "<h2>The text; {unclaimed:.0}% of it is claimed by nothing</h2>");
    for span in &explanation.spans {
        let number = match span.became {
            Became::Entry(number) => format!("<sup>{number}</sup>"),
            _ => String::new(),
        };
        let class = span.became.as_str();
        let _ = writeln!(out, "<p class=\"{class}\">{number}{}</p>", escaped(&span.text));
    }
    out.push_str("</section>\n");
    out
}

/// A text as HTML shows it, whatever it says: no sign of it opens or closes anything.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in clean(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

/// Classes of pieces of text, and what they are called.
const COLOURS: [(&str, &str); 8] = [
    ("title", "title"),
    ("date", "date"),
    ("authors", "authors"),
    ("category", "category"),
    ("summary", "summary"),
    ("body", "main text"),
    ("entry", "entry of the listing"),
    ("nothing", "nothing"),
];

const STYLE: &str = "body { font: 16px/1.5 sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; color: #222; background: #fff }
table { border-collapse: collapse; font-size: 14px } td, th { border: 1px solid #ccc; padding: .2em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere }
p { margin: .2em 0; overflow-wrap: anywhere } .field { white-space: nowrap } .lost { color: #777 } .doubt { color: #a00 }
.legend { position: sticky; top: 0; background: #fff; padding: .4em 0 } .legend span { padding: .1em .4em }
.title { background: #ffd9a0 } .date { background: #ffb3b3 } .authors { background: #d9c7ff } .category { background: #b8ecec }
.summary { background: #f6f0a8 } .body { background: #d2f0cb } .entry { background: #cfe2ff } .nothing { color: #777; background: #eee }
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_page_becomes_markup() {
        assert_eq!(
            escaped("<script>a('\"&')</script>"),
            "&lt;script&gt;a(&#39;&quot;&amp;&#39;)&lt;/script&gt;"
        );
        let whole = page(&["<section></section>\n".to_owned()]);
        assert!(whole.contains("default-src 'none'"));
        for remote in ["http:", "https:", "<script", "src=\"", "url("] {
            assert!(!whole.contains(remote), "{remote}");
        }
    }
}
