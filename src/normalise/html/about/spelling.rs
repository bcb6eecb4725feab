//! How the names of sections are spelled, and what is none.
//!
//! In: the text of a field, a link or a chip. Out: names, one way. Knows no page.

use crate::document::fold;
use crate::normalise::html::metadata;

/// Words of a text with a full stop from which it is a sentence. A judgement: `St. Louis Co.` is a section.
const SENTENCE: usize = 6;

/// Characters of a section's name; longer texts are sentences. A judgement, as in listings.
const LONGEST: usize = 60;

/// Characters of a section's name that is a link by itself: forums name all that belongs to one. A judgement.
const LONGEST_LINK: usize = 100;

/// What commas in a text are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Commas {
    /// They part names.
    Part,
    /// They are part of a name, unless they make a row of three or more without an `and`.
    Belong,
    /// They part names, but for that before an `and`: `Art, Music, and Theatre`.
    Unsure,
}

/// The names in a text, a slug written out; a sentence is none.
pub(super) fn spelled(told: &str, commas: Commas) -> Vec<String> {
    let told = metadata::plain(told);
    if commas != Commas::Belong && told.ends_with('.') && told.split(' ').count() >= SENTENCE {
        return Vec::new();
    }
    let is_joint = |word: &str| {
        matches!(
            &*word.to_lowercase(),
            "and" | "&" | "or" | "und" | "oder" | "et" | "ou" | "y" | "o" | "e" | "og" | "och"
        )
    };
    let (before, last) = told.rsplit_once(',').unwrap_or_default();
    let last: Vec<&str> = last.split_whitespace().collect();
    let is_one = match commas {
        Commas::Part => false,
        // `AI, Ethics, Policy` is a list even there.
        Commas::Belong => !before.contains(',') || (last.len() > 1 && last.iter().any(|word| is_joint(word))),
        Commas::Unsure => last.len() > 1 && last.first().is_some_and(|word| is_joint(word)),
    };
    let longest = if is_one { LONGEST_LINK } else { LONGEST };
    told.split(|sign| sign == ',' && !is_one || matches!(sign, ';' | '|'))
        .map(|name| unslugged(unquoted(name.trim())))
        .filter(|name| !name.is_empty() && name.chars().count() <= longest && !is_none(name))
        .collect()
}

/// A name without the quotation marks around it.
fn unquoted(name: &str) -> &str {
    const PAIRS: [(char, char); 11] = [
        ('“', '”'),
        ('"', '"'),
        ('„', '“'),
        ('„', '”'),
        ('”', '”'),
        ('«', '»'),
        ('»', '«'),
        ('‘', '’'),
        ('‚', '‘'),
        ('「', '」'),
        ('《', '》'),
    ];
    let inner = |(open, close): (char, char)| {
        let inner = name.strip_prefix(open)?.strip_suffix(close)?;
        Some(inner.trim()).filter(|inner| !inner.contains([open, close]))
    };
    PAIRS.into_iter().find_map(inner).unwrap_or(name)
}

/// Whether a name is that of no section; a judgement: what content systems put where nobody chose one, what heads a list
/// of tags, years, code, labels of forms.
pub(super) fn is_none(name: &str) -> bool {
    let folded = fold::words(name);
    let is_year = folded.len() == 4 && (folded.starts_with("19") || folded.starts_with("20"));
    matches!(
        &*folded,
        "" | "home"
            | "accueil"
            | "startseite"
            | "inicio"
            | "strona glowna"
            | "главная"
            | "uncategorized"
            | "uncategorised"
            | "none"
            | "null"
            | "allgemein"
            | "general"
            | "tag"
            | "tags"
            | "category"
            | "categories"
            | "article"
            | "post"
            | "posts"
            | "all"
            | "all posts"
            | "latest"
            | "popular"
            | "featured"
            | "top stories"
            | "search"
            | "search results"
    ) || (is_year && folded.bytes().all(|byte| byte.is_ascii_digit()))
        || name.contains(['{', '}', '=', '@'])
        || holds_words(&folded, "homepage")
        || name.ends_with([':', '：'])
}

/// Whether a name is a sign of a content system for itself: capitals with hyphens, `HP-TOP`. A judgement: sections that are shown may be
/// called so.
pub(super) fn is_internal(name: &str) -> bool {
    name.contains(['-', '_']) && name.chars().all(|sign| sign.is_uppercase() || matches!(sign, '-' | '_'))
}

/// Whether a text that nothing but its place makes a section is none: a letter of an index, a number, a button. A
/// judgement.
pub(super) fn is_no_chip(text: &str) -> bool {
    /// What the buttons of an account and of a site's readers say.
    const BUTTONS: [&str; 11] = [
        "login",
        "log in",
        "sign in",
        "sign up",
        "subscribe",
        "follow us",
        "apply now",
        "register now",
        "rsvp",
        "donate",
        "get tickets",
    ];
    let folded = fold::words(text);
    let has_button = || BUTTONS.iter().any(|button| holds_words(&folded, button));
    text.starts_with('@')
        || folded.starts_with("see more")
        || has_button()
        || matches!(
            &*folded,
            "print"
                | "share"
                | "email"
                | "topics"
                | "get in touch"
                | "contact us"
                | "register"
                | "apply"
                | "register here"
                | "apply here"
        )
        || (folded.is_ascii() && folded.len() < 2)
        || folded.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ')
}

/// Whether a text asks the reader to do something: `Download the report`, `Watch video`. A judgement; steps of breadcrumbs may be
/// called so.
pub(super) fn is_call(text: &str) -> bool {
    const VERBS: [&str; 16] = [
        "edit", "view", "improve", "download", "get", "watch", "email", "read", "listen", "try", "buy",
        "book", "join", "visit", "save", "register",
    ];
    const OBJECTS: [&str; 19] = [
        "on", "story", "article", "the", "our", "your", "my", "a", "an", "me", "us", "it", "now", "free",
        "this", "video", "here", "more", "to",
    ];
    let folded = fold::words(text);
    let mut words = folded.split(' ');
    words.next().is_some_and(|verb| VERBS.contains(&verb))
        && words.next().is_some_and(|object| OBJECTS.contains(&object))
}

/// Whether folded words have others among them, one behind the other.
pub(super) fn holds_words(words: &str, others: &str) -> bool {
    format!(" {words} ").contains(&format!(" {others} "))
}

/// `coastal-habitats` as `Coastal Habitats`; anything with a space or a capital is left as written.
fn unslugged(name: &str) -> String {
    let is_slug = name.contains(['-', '_'])
        && name.chars().all(|sign| sign.is_lowercase() || sign.is_ascii_digit() || matches!(sign, '-' | '_'));
    if !is_slug {
        return name.to_owned();
    }
    let words = name.split(['-', '_']).filter(|word| !word.is_empty()).map(|word| {
        let mut signs = word.chars();
        signs.next().map(|first| first.to_uppercase().chain(signs).collect::<String>()).unwrap_or_default()
    });
    words.collect::<Vec<_>>().join(" ")
}
