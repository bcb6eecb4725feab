//! Words for what changed.
//!
//! In: changes and differences. Out: lines. Everything that comes from a page is cleaned on the way.

use std::collections::BTreeMap;

use crate::catalog::{Change, Difference, Piece, Value, What, word_changes};
use crate::cli::printer::{Printer, Style, clean};
use crate::cli::table::thousands;
use crate::cli::text;
use crate::document::{DateClaim, Document};

/// A change in a few lines.
pub(crate) fn change(printer: &Printer, change: &Change) -> Vec<String> {
    let (mark, style) = match change.as_str() {
        "added" => ("+", Style::Good),
        "removed" => ("-", Style::Bad),
        _ => ("~", Style::Match),
    };
    let document = change.document();
    let mut lines = vec![format!("{} {}", printer.styled(style, mark), title(printer, document))];
    lines.push(printer.styled(Style::Dim, &format!("  {}", facts(document))));
    if let Change::Changed { differences, .. } = change {
        lines.extend(self::differences(printer, differences).into_iter().map(|line| format!("  {line}")));
    }
    lines
}

/// The title, leading to the document's address.
pub(crate) fn title(printer: &Printer, document: &Document) -> String {
    let title = match text::one_line(&document.title) {
        title if title.is_empty() => "(no title)".to_owned(),
        title => title,
    };
    let title = printer.styled(Style::Title, &title);
    document.url.as_deref().map_or(title.clone(), |url| printer.link(url, &title))
}

/// Date, teams, publisher and id on one line.
pub(crate) fn facts(document: &Document) -> String {
    let mut facts = vec![text::date(document.published.as_ref())];
    facts.extend(document.categories.iter().take(4).map(|category| text::one_line(category)));
    facts.extend(document.publisher.iter().map(|publisher| text::one_line(publisher)));
    facts.push(document.id.clone());
    facts.extend(text::by_hand(document));
    facts.join(" · ")
}

/// Differences, a line each; those by which only what is known changed come last, by name.
pub(crate) fn differences(printer: &Printer, differences: &[Difference]) -> Vec<String> {
    let (retold, changed): (Vec<_>, Vec<_>) = differences.iter().partition(|difference| difference.retold);
    let mut lines: Vec<String> = changed.into_iter().map(|one| difference(printer, one)).collect();
    for (how, is_so) in [
        ("newly told", Difference::is_new as fn(&Difference) -> bool),
        ("no longer told", Difference::is_gone),
        ("told by another page", |one| !one.is_new() && !one.is_gone()),
    ] {
        let names: Vec<&str> = retold.iter().filter(|one| is_so(one)).map(|one| name(one.what)).collect();
        if !names.is_empty() {
            lines.push(format!("{how}: {}", names.join(", ")));
        }
    }
    lines
}

/// How people call what changed.
fn name(what: What) -> &'static str {
    match what {
        What::Categories => "team",
        What::DateSource => "source of the date",
        What::RecordId => "record id",
        other => other.as_str(),
    }
}

fn difference(printer: &Printer, difference: &Difference) -> String {
    let name = name(difference.what);
    let shown = match (&difference.before, &difference.after) {
        (Value::Text(before), Value::Text(after))
            if matches!(difference.what, What::Title | What::Summary | What::Text) =>
        {
            words(printer, before, after)
        }
        (Value::Text(before), Value::Text(after)) => arrow(&or_none(before), &or_none(after)),
        (Value::List(before), Value::List(after)) => arrow(&listed(before), &listed(after)),
        (Value::Date(before), Value::Date(after)) if difference.what == What::DateSource => {
            let source = |claim: &Option<DateClaim>| {
                claim.as_ref().map_or("none", |claim| claim.source.as_str()).to_owned()
            };
            arrow(&source(before), &source(after))
        }
        (Value::Date(before), Value::Date(after)) => {
            arrow(&text::date(before.as_ref()), &text::date(after.as_ref()))
        }
        _ => String::new(),
    };
    format!("{name}: {shown}")
}

fn arrow(before: &str, after: &str) -> String {
    format!("{before} → {after}")
}

fn or_none(value: &str) -> String {
    if value.is_empty() { "none".to_owned() } else { text::one_line(value) }
}

fn listed(names: &[String]) -> String {
    or_none(&names.join(", "))
}

/// Words around a change that are shown.
const AROUND: usize = 6;

/// Words at each end of a long change that are shown.
const ENDS: usize = 24;

/// What changed in a text with a few words around each place: in colour, or between `[-` `-]` and `{+` `+}`.
fn words(printer: &Printer, before: &str, after: &str) -> String {
    let pieces = word_changes(&clean(before), &clean(after));
    let last = pieces.len().saturating_sub(1);
    let shown = pieces.iter().enumerate().map(|(place, piece)| match piece {
        Piece::Same(text) => around(text, place == 0, place == last),
        Piece::Removed(text) => marked(printer, Style::Bad, text, "[-", "-]"),
        Piece::Added(text) => marked(printer, Style::Good, text, "{+", "+}"),
    });
    shown.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The white space at the beginning of a piece stays before its mark.
fn marked(printer: &Printer, style: Style, text: &str, open: &str, close: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let shown = if words.len() > 2 * ENDS + 1 {
        let left_out = words.len() - 2 * ENDS;
        let (first, last) = (words[..ENDS].join(" "), words[words.len() - ENDS..].join(" "));
        format!("{first} … ({} words) … {last}", thousands(left_out as u64))
    } else {
        words.join(" ")
    };
    let space = if text.starts_with(char::is_whitespace) { " " } else { "" };
    if printer.is_colourful() {
        format!("{space}{}", printer.styled(style, &shown))
    } else {
        format!("{space}{open}{shown}{close}")
    }
}

/// The ends of a text that stayed the same, next to what changed.
fn around(text: &str, is_first: bool, is_last: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let space = |is_there: bool| if is_there { " " } else { "" };
    let (start, end) =
        (space(text.starts_with(char::is_whitespace)), space(text.ends_with(char::is_whitespace)));
    let shown = match (is_first, is_last) {
        (true, false) if words.len() > AROUND + 1 => format!("… {}", words[words.len() - AROUND..].join(" ")),
        (false, true) if words.len() > AROUND + 1 => format!("{} …", words[..AROUND].join(" ")),
        (false, false) if words.len() > 2 * AROUND + 1 => {
            format!("{} … {}", words[..AROUND].join(" "), words[words.len() - AROUND..].join(" "))
        }
        _ => words.join(" "),
    };
    format!("{start}{shown}{end}")
}

/// `3 changes: 1 added, 1 removed, 1 retitled`.
pub(crate) fn summary(changes: &[Change]) -> String {
    const WORDS: &[(What, &str)] = &[
        (What::Title, "retitled"),
        (What::Published, "re-dated"),
        (What::Categories, "moved between teams"),
        (What::Summary, "with another summary"),
        (What::Text, "with another text"),
    ];
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for change in changes {
        match change {
            Change::Changed { differences, .. } => {
                let differs = |what: What| differences.iter().any(|one| one.what == what && !one.retold);
                let mut named =
                    WORDS.iter().filter(|(what, _)| differs(*what)).map(|(_, word)| *word).peekable();
                if named.peek().is_none() {
                    let other =
                        if change.as_str() == "retold" { "told otherwise" } else { "changed otherwise" };
                    *counts.entry(other).or_default() += 1;
                }
                named.for_each(|word| *counts.entry(word).or_default() += 1);
            }
            _ => *counts.entry(change.as_str()).or_default() += 1,
        }
    }
    let order = ["added", "removed"].into_iter().chain(WORDS.iter().map(|(_, word)| *word));
    let order = order.chain(["changed otherwise", "told otherwise"]);
    let parts: Vec<String> = order
        .filter_map(|word| counts.get(word).map(|count| format!("{} {word}", thousands(*count))))
        .collect();
    let number = thousands(changes.len() as u64);
    let noun = if changes.len() == 1 { "change" } else { "changes" };
    format!("{number} {noun}: {}", parts.join(", "))
}
