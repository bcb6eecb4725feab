//! Lets a query exclude words with a hyphen: `rsearch query introspection -survey --year 2025`, whatever the command that
//! takes it.
//!
//! In: the arguments as typed. Out: the same, such words marked so that clap takes them as words; [`restored`] takes
//! the mark off. At the start of the line a hyphen still begins a flag, since `rsearch query -n 5` could mean either.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::error::Failure;

/// A private-use character that no keyboard types.
const MARK: char = '\u{f8f0}';

/// Marks words that begin with one hyphen and follow a word of a query.
pub(crate) fn protect(arguments: Vec<OsString>) -> Vec<OsString> {
    // Most lines have no such word, and need not have the command line described once more.
    let may_exclude = |argument: &OsString| {
        let bytes = argument.as_encoded_bytes();
        bytes.len() > 1 && bytes[0] == b'-' && bytes[1] != b'-'
    };
    if !arguments.iter().any(may_exclude) {
        return arguments;
    }
    let roles = roles(&arguments);
    let mark = |(argument, role): (OsString, Role)| match (role, argument.to_str()) {
        (Role::Excluded, Some(text)) => OsString::from(format!("{MARK}{text}")),
        _ => argument,
    };
    arguments.into_iter().zip(roles).map(mark).collect()
}

/// What an argument is.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// A word with a hyphen, behind a word of the query.
    Excluded,
    /// A word with a hyphen before any word of the query: clap takes it for a flag.
    Misplaced,
    Other,
}

/// The commands that take a query, and how many words stand before it.
const TAKE_A_QUERY: &[(&str, usize)] = &[("query", 0), ("save", 1), ("judge", 0), ("tui", 0)];

fn roles(arguments: &[OsString]) -> Vec<Role> {
    let command = crate::cli::command();
    let mut own: Option<&clap::Command> = None;
    let mut place = Place::BeforeCommand;
    let mut value_follows = false;
    let role = |(number, argument): (usize, &OsString)| {
        let Some(text) = argument.to_str().filter(|_| number > 0) else { return Role::Other };
        if value_follows {
            value_follows = false;
            return Role::Other;
        }
        let taking = own;
        let is_word = |text: &str| taking.is_some_and(|own| is_excluded_word(text, own));
        let role = match place {
            Place::BeforeWords(_) | Place::AfterWords if text == "--" => {
                place = Place::Done;
                Role::Other
            }
            Place::AfterWords if is_word(text) => Role::Excluded,
            Place::BeforeWords(_) if is_word(text) => Role::Misplaced,
            Place::BeforeCommand if !text.starts_with('-') => {
                own = command.find_subcommand(text);
                let known = TAKE_A_QUERY.iter().find(|(name, _)| *name == text);
                place = known.map_or(Place::Done, |(_, before)| Place::BeforeWords(*before));
                Role::Other
            }
            Place::BeforeWords(before) if !text.starts_with('-') => {
                place = before.checked_sub(1).map_or(Place::AfterWords, Place::BeforeWords);
                Role::Other
            }
            _ => Role::Other,
        };
        value_follows = text.starts_with('-') && role != Role::Excluded && takes_value(text, &command, own);
        role
    };
    arguments.iter().enumerate().map(role).collect()
}

/// Whether the next argument is the value of a flag.
fn takes_value(name: &str, command: &clap::Command, own: Option<&clap::Command>) -> bool {
    let all = own.into_iter().chain([command]).flat_map(clap::Command::get_arguments);
    all.filter(|arg| arg.get_action().takes_values()).any(|arg| {
        let long = name
            .strip_prefix("--")
            .is_some_and(|name| arg.get_long_and_visible_aliases().is_some_and(|all| all.contains(&name)));
        long || (name.len() == 2
            && arg.get_short().is_some_and(|short| name.ends_with(short) && name.starts_with('-')))
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    BeforeCommand,
    /// So many words that are none of the query come first.
    BeforeWords(usize),
    AfterWords,
    Done,
}

/// `-word`, `-"a phrase"`, `-(a b)`; not `--flag`, `-n` or `-n5`.
fn is_excluded_word(text: &str, own: &clap::Command) -> bool {
    let Some(rest) = text.strip_prefix('-') else { return false };
    let Some(first) = rest.chars().next() else { return false };
    let is_short = own.get_arguments().any(|arg| arg.get_short() == Some(first));
    let is_flag = rest.len() == first.len_utf8()
        || rest[first.len_utf8()..].chars().all(|letter| letter.is_ascii_digit());
    first != '-' && !(matches!(first, 'h' | 'V') && rest.len() == 1) && !(is_short && is_flag)
}

/// The error about a word with a hyphen before the words of a query, if it is what clap stumbled over.
pub(crate) fn failure(error: &clap::Error, typed: &[OsString]) -> Option<Failure> {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.as_str(),
        _ => "",
    };
    // The flag that clap does not know, the value that a flag of one letter would have, or help that nobody asked for.
    let stumbled = |word: &str| match error.kind() {
        ErrorKind::UnknownArgument => word.starts_with(context(ContextKind::InvalidArg)),
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
            let value = context(ContextKind::InvalidValue);
            !value.is_empty() && word.ends_with(value)
        }
        kind => matches!(kind, ErrorKind::DisplayHelp | ErrorKind::DisplayVersion),
    };
    let roles = roles(typed);
    let misplaced = typed.iter().zip(roles).filter(|(_, role)| *role == Role::Misplaced);
    let word = misplaced.map(|(word, _)| word.to_string_lossy()).find(|word| stumbled(word))?;
    let (name, before) =
        typed.iter().find_map(|typed| TAKE_A_QUERY.iter().find(|(name, _)| typed == *name))?;
    let before = if *before > 0 { " NAME" } else { "" };
    Some(Failure::new(format!("{word} stands where a flag may stand")).hint(format!(
        "to leave out what it matches, write `rsearch {name}{before} -- {word}`, or put it after another word"
    )))
}

/// The words of a query as they were typed, on one line.
pub(crate) fn restored(words: &[String]) -> String {
    let words = words.iter().map(|word| word.strip_prefix(MARK).unwrap_or(word));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protected(line: &str) -> String {
        let arguments = line.split(' ').map(OsString::from).collect();
        let marked = protect(arguments);
        marked.iter().map(|word| word.to_str().unwrap().replace(MARK, "^")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_hyphen_after_a_word_excludes() {
        for (line, expected) in [
            ("rsearch query a -b --year 2025", "rsearch query a ^-b --year 2025"),
            ("rsearch query a --sort -published -c", "rsearch query a --sort -published ^-c"),
            ("rsearch query a -n 5 -(b", "rsearch query a -n 5 ^-(b"),
            ("rsearch query a -n5 -h", "rsearch query a -n5 -h"),
            ("rsearch --index x query --year 2025 a -b", "rsearch --index x query --year 2025 a ^-b"),
            ("rsearch query -b a", "rsearch query -b a"),
            ("rsearch query -- -b -c", "rsearch query -- -b -c"),
            ("rsearch save name a -b", "rsearch save name a ^-b"),
            ("rsearch save name -b a", "rsearch save name -b a"),
            ("rsearch save --format json -- name -b", "rsearch save --format json -- name -b"),
            ("rsearch judge a -b --depth 3 -c", "rsearch judge a ^-b --depth 3 ^-c"),
            ("rsearch tui a -b", "rsearch tui a ^-b"),
            ("rsearch show a -b", "rsearch show a -b"),
            ("rsearch", "rsearch"),
        ] {
            assert_eq!(protected(line), expected);
        }
    }
}
