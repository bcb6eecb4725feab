//! Prints a query so that it parses to the same tree.
//!
//! In: a [`Query`]. Out: its text, with `\` before every character that would mean something else; dates
//! as ISO days, so that relative ones become absolute. Knows no field's kind.

use std::fmt::{self, Display, Formatter};

use super::calendar;
use super::dates::DateSpan;
use super::fields::Grammar;
use super::lexer::is_word_end;
use super::parser::parse;
use super::tree::{Pattern, Query, Text, Value, ValuePattern, WildcardPart};

impl Query {
    /// The query as it would be typed: as it prints, but without the `\` before `=`, `<` and `>` where the word before them is
    /// no field of the grammar.
    pub fn typed(&self, grammar: &Grammar) -> String {
        let printed = self.to_string();
        let marks = [("\\=", "="), ("\\<", "<"), ("\\>", ">")];
        if !marks.iter().any(|(escaped, _)| printed.contains(escaped)) {
            return printed;
        }
        let bare = marks.iter().fold(printed.clone(), |text, (escaped, mark)| text.replace(escaped, mark));
        if parse(&bare, grammar).as_ref() == Ok(self) { bare } else { printed }
    }
}

impl Display for Query {
    /// Prints a query that parses to the same tree.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Query::All => f.write_str("*"),
            Query::Text(text) => text.fmt(f),
            Query::Value(value) => value.fmt(f),
            // White space may stand about the `..` of a range: at an open end it would take in what follows.
            Query::Dates { field, span: DateSpan { from: Some(from), until: None } } => {
                write!(f, "{field}:>={from}")
            }
            Query::Dates { field, span } => write!(f, "{field}:{span}"),
            Query::Numbers { field, from, until } => match (from, until) {
                (Some(from), Some(until)) if from == until => write!(f, "{field}:{from}"),
                (Some(from), Some(until)) => write!(f, "{field}:{from}..{until}"),
                (Some(from), None) => write!(f, "{field}:{from}.."),
                (None, Some(until)) => write!(f, "{field}:..{until}"),
                (None, None) => write!(f, "{field}:*"),
            },
            Query::Exists(field) => write!(f, "{field}:*"),
            Query::Saved(name) => write!(f, "@{name}"),
            Query::And(parts) => joined(f, parts, " ", "*"),
            Query::Or(parts) => joined(f, parts, " OR ", "-*"),
            Query::Not(inner) if matches!(**inner, Query::Not(_)) => write!(f, "NOT {inner}"),
            Query::Not(inner) => {
                f.write_str("-")?;
                grouped(f, inner)
            }
            Query::Boost(inner, boost) => {
                let alone = matches!(**inner, Query::Boost(..) | Query::Not(_));
                if alone {
                    write!(f, "({inner})")?;
                } else {
                    grouped(f, inner)?;
                }
                write!(f, "^{boost}")
            }
        }
    }
}

/// The parts with something between them; `none` when there are none.
fn joined(f: &mut Formatter<'_>, parts: &[Query], between: &str, none: &str) -> fmt::Result {
    if parts.is_empty() {
        return f.write_str(none);
    }
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
            if between == " " && ends_in_date(&parts[index - 1]) && begins_with_unit(part) {
                f.write_str("\\")?;
            }
        }
        match part {
            // `OR` binds looser than words side by side, so `a b OR c` needs no parentheses.
            Query::And(_) if between != " " => part.fmt(f)?,
            part => grouped(f, part)?,
        }
    }
    Ok(())
}

/// Whether a node's last word is that of a date, which `days ago` behind it would change.
fn ends_in_date(query: &Query) -> bool {
    match query {
        Query::Dates { .. } => true,
        Query::Not(inner) => ends_in_date(inner),
        _ => false,
    }
}

/// Whether a node begins with a word such as `days`, as in `published:2025 days ago`.
fn begins_with_unit(query: &Query) -> bool {
    let query = if let Query::Boost(inner, _) = query { inner } else { query };
    matches!(query, Query::Text(Text { field: None, pattern: Pattern::Word(word) }) if calendar::is_unit(word))
}

/// A node in parentheses where it would otherwise fall apart.
fn grouped(f: &mut Formatter<'_>, query: &Query) -> fmt::Result {
    match query {
        Query::And(_) | Query::Or(_) => write!(f, "({query})"),
        query => query.fmt(f),
    }
}

impl Display for Text {
    /// Prints the field, if there is one, and the pattern.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(field) = self.field {
            write!(f, "{field}:")?;
        }
        // Behind a field's colon no other field is looked for.
        let mark = |text: &str| if self.field.is_none() { mark_of_name(text) } else { None };
        let patterned = |text: &str| escaped_with(text, Marks::Pattern, mark(text));
        match &self.pattern {
            Pattern::Word(text) => f.write_str(&escaped_with(text, Marks::Plain, mark(text))),
            Pattern::Exact(text) => write!(f, "={}", escaped(text, Marks::Plain)),
            Pattern::Phrase { text, slop, exact } => {
                f.write_str(if *exact { "=" } else { "" })?;
                f.write_str(&quoted(text))?;
                if *slop > 0 { write!(f, "~{slop}") } else { Ok(()) }
            }
            Pattern::Prefix(text) => write!(f, "{}*", patterned(text)),
            Pattern::Wildcard(parts) => wildcard(f, parts, patterned),
            Pattern::Fuzzy { word, distance } => write!(f, "{}~{distance}", patterned(word)),
            Pattern::Regex(regex) => f.write_str(&slashed(regex)),
        }
    }
}

impl Display for Value {
    /// Prints the field and the pattern.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.field)?;
        match &self.pattern {
            ValuePattern::Is(text) => {
                let bare = escaped(text, Marks::Pattern);
                f.write_str(&if bare == *text { bare } else { quoted(text) })
            }
            ValuePattern::Prefix(text) => write!(f, "{}*", escaped(text, Marks::Pattern)),
            ValuePattern::Wildcard(parts) => wildcard(f, parts, |text| escaped(text, Marks::Pattern)),
            ValuePattern::Fuzzy { word, distance } => {
                write!(f, "{}~{distance}", escaped(word, Marks::Pattern))
            }
            ValuePattern::Regex(regex) => f.write_str(&slashed(regex)),
        }
    }
}

fn wildcard(f: &mut Formatter<'_>, parts: &[WildcardPart], escaped: impl Fn(&str) -> String) -> fmt::Result {
    for part in parts {
        match part {
            WildcardPart::Text(text) => f.write_str(&escaped(text))?,
            WildcardPart::Any => f.write_str("*")?,
            WildcardPart::One => f.write_str("?")?,
        }
    }
    Ok(())
}

/// Which characters keep their plain meaning without a `\`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// The word is all there is: `://` and a closing `?` are ordinary.
    Plain,
    /// A `*`, `?` or `~` comes with it: everything that could mean something is escaped.
    Pattern,
}

/// The place of the `>` in words such as `year>2024`, which the parser refuses where the name is a field's.
fn mark_of_name(text: &str) -> Option<usize> {
    let is_name = |letter: char| letter.is_alphabetic() || matches!(letter, '_' | '!');
    text.find(['=', '<', '>']).filter(|at| *at > 0 && text[..*at].chars().all(is_name))
}

/// A word with `\` before every character that would not stand for itself.
fn escaped(text: &str, marks: Marks) -> String {
    escaped_with(text, marks, None)
}

/// The same with one more place at which a character would not stand for itself.
fn escaped_with(text: &str, marks: Marks, place: Option<usize>) -> String {
    let mut out = String::with_capacity(text.len());
    if matches!(text, "OR" | "AND" | "NOT") || text.starts_with(['-', '=', '@', '/', '<', '>', '!']) {
        out.push('\\');
    }
    // A `?` with no letter or digit after it closes a question.
    let question_from = text.rfind(char::is_alphanumeric).unwrap_or(0);
    let mut range_dots = text.find("..");
    for (at, letter) in text.char_indices() {
        let after = text.get(at + letter.len_utf8()..).unwrap_or("");
        let special = match letter {
            '\\' | '*' | '~' | '^' | '(' | ')' => true,
            '?' => marks == Marks::Pattern || at < question_from,
            // At the beginning it might stand behind a field's colon, and `title::` is no field.
            ':' => marks == Marks::Pattern || at == 0 || !after.starts_with("//"),
            // Operators elsewhere, which the parser refuses; `C|` and `AT&T` are none.
            '|' => after.starts_with(|next: char| next == '|' || next == '@' || next.is_alphanumeric()),
            '&' => after.starts_with('&'),
            '=' | '<' | '>' => place == Some(at),
            '.' => range_dots.take_if(|dots| *dots == at).is_some(),
            letter => is_word_end(letter),
        };
        if special {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// A phrase in straight quotes.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('"');
    out
}

/// A regular expression between slashes.
fn slashed(regex: &str) -> String {
    let mut out = String::with_capacity(regex.len() + 2);
    out.push('/');
    let mut letters = regex.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                out.push('\\');
                out.extend(letters.next());
            }
            '/' => out.push_str("\\/"),
            letter => out.push(letter),
        }
    }
    out.push('/');
    out
}
