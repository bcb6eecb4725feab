//! The fields that a query may name: data from outside, and what to suggest for a name that is none.
//!
//! In: a table of fields. Out: the field behind a name, or a hint. Knows no index and no field by name
//! but `since` and `until`, which belong to the language.

use crate::document::Day;

/// What a field holds, and so what may stand after its colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// Running text: words, phrases and patterns.
    Text,
    /// Whole values that count as equal when they fold alike: a team, a language, a kind.
    Keyword,
    /// Whole values of which there are only these.
    OneOf(&'static [&'static str]),
    /// Whole values that are months, such as `2025-07`.
    Month,
    /// A web address: a whole value in which `?`, `~`, `(` and `)` are ordinary characters.
    Url,
    /// Days.
    Date,
    /// Whole numbers.
    Number,
    /// Years, of four digits.
    Year,
}

/// One field that queries may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// The name that stands in the tree.
    pub name: &'static str,
    /// Other names for it that people may type.
    pub aliases: &'static [&'static str],
    /// What it holds.
    pub kind: FieldKind,
}

/// What the parser is told: which fields exist, and which day relative dates count back from.
#[derive(Clone, Copy, Debug)]
pub struct Grammar<'a> {
    /// The fields; the first of kind [`FieldKind::Date`] is the one that `since:` and `until:` limit.
    pub fields: &'a [FieldSpec],
    /// The day that `today` and `3 months ago` count from.
    pub today: Day,
}

/// What a name before a colon stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A field.
    Field(FieldSpec),
    /// `since:`, with the date field that it limits.
    Since(FieldSpec),
    /// `until:`, with the date field that it limits.
    Until(FieldSpec),
}

/// Edits after which a mistyped name is no longer taken for a field's: every third letter.
const LETTERS_AN_EDIT: usize = 3;

/// Letters of a name that are compared with the fields': no field's name is as long.
const MAX_NAME: usize = 64;

impl Grammar<'_> {
    /// What a name stands for, in whatever case it is typed.
    pub(super) fn target(&self, name: &str) -> Option<Target> {
        let same = |other: &&str| other.eq_ignore_ascii_case(name);
        let named = |spec: &&FieldSpec| same(&spec.name) || spec.aliases.iter().any(same);
        if let Some(spec) = self.fields.iter().find(named) {
            return Some(Target::Field(*spec));
        }
        let dated = self.first_date_field()?;
        match name.to_ascii_lowercase().as_str() {
            "since" => Some(Target::Since(dated)),
            "until" => Some(Target::Until(dated)),
            _ => None,
        }
    }

    /// The field that `since:` and `until:` limit.
    pub(super) fn first_date_field(&self) -> Option<FieldSpec> {
        self.fields.iter().find(|spec| spec.kind == FieldKind::Date).copied()
    }

    /// The hint for a name that is no field's: the nearest name, else all of them.
    pub(super) fn suggestion(&self, name: &str) -> String {
        let name: String = name.chars().take(MAX_NAME).flat_map(char::to_lowercase).collect();
        let limit = (name.chars().count() / LETTERS_AN_EDIT).max(1);
        let nearest = self
            .names()
            .map(|other| (strsim::damerau_levenshtein(&name, other), other))
            .min_by_key(|(edits, _)| *edits);
        match nearest {
            Some((edits, other)) if edits <= limit => format!("did you mean `{other}`?"),
            _ => {
                let names: Vec<&str> = self.fields.iter().map(|spec| spec.name).collect();
                format!("the fields are {}; for the text itself put it in quotation marks", names.join(", "))
            }
        }
    }

    /// Every name that may stand before a colon.
    fn names(&self) -> impl Iterator<Item = &'static str> {
        let spans: &[&'static str] =
            if self.first_date_field().is_some() { &["since", "until"] } else { &[] };
        let of_fields = self
            .fields
            .iter()
            .flat_map(|spec| std::iter::once(spec.name).chain(spec.aliases.iter().copied()));
        of_fields.chain(spans.iter().copied())
    }
}
