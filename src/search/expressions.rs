//! Folds regular expressions as the words and values are folded that they are compared with.
//!
//! In: an expression as somebody typed it. Out: one that matches, folded, what the first means: letters lose case and
//! accents, classes gain the letters that theirs become, and what a class leaves out it leaves out in any spelling.

use std::ops::Range;
use std::sync::LazyLock;

use regex_syntax::ast::{Ast, ClassPerl, ClassSet, ClassSetBinaryOpKind, ClassSetItem, ClassUnicode, Span};
use regex_syntax::hir::{self, Class, ClassUnicodeRange, Hir, HirKind};

use crate::document::fold;
use crate::search::Error;

/// The last character that Unicode folds to another: beyond it are only signs of no spelling.
const LAST_FOLDED: char = '\u{2ffff}';

/// Letters that fold to one other letter, in their order, each with that letter; none that become a mark, as `ʼ` does.
static FOLDED: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let folded = |letter: char| one(&fold_letter(letter)).map(|folded| (letter, folded));
    ('\0'..=LAST_FOLDED)
        .filter_map(folded)
        .filter(|(letter, folded)| letter != folded && letter.is_alphanumeric() == folded.is_alphanumeric())
        .collect()
});

/// An expression over folded text; one that cannot be read stays as it is, for whoever compiles it to refuse.
///
/// # Errors
/// When a class holds a letter that folds to several, which no class can mean.
pub(crate) fn folded(pattern: &str) -> Result<String, Error> {
    let Ok(ast) = regex_syntax::ast::parse::Parser::new().parse(pattern) else {
        return Ok(pattern.to_owned());
    };
    let mut folding = Folding { pattern, pieces: Vec::new() };
    match folding.walk(&ast) {
        Ok(()) => Ok(folding.put_in()),
        Err(Unfolded::NotReadable) => Ok(pattern.to_owned()),
        Err(Unfolded::Several(letter)) => Err(Error::Pattern {
            message: format!("`{letter}` counts as several letters, of which a class in brackets has one"),
            part: pattern.to_owned(),
            hint: "write the choices as `(a|ß)`",
        }),
    }
}

/// Whether an expression holds letters side by side one of which is such a letter.
pub(crate) fn has_run(pattern: &str, is_such: fn(char) -> bool) -> bool {
    fn within(hir: &Hir, is_such: fn(char) -> bool) -> bool {
        match hir.kind() {
            HirKind::Literal(literal) => std::str::from_utf8(&literal.0)
                .is_ok_and(|text| text.chars().nth(1).is_some() && text.contains(is_such)),
            HirKind::Repetition(repetition) => within(&repetition.sub, is_such),
            HirKind::Capture(capture) => within(&capture.sub, is_such),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => {
                parts.iter().any(|part| within(part, is_such))
            }
            HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) => false,
        }
    }
    regex_syntax::parse(pattern).is_ok_and(|hir| within(&hir, is_such))
}

/// Why an expression cannot be folded.
enum Unfolded {
    /// It names what does not exist, such as an unknown script.
    NotReadable,
    /// A class holds this letter.
    Several(char),
}

struct Folding<'a> {
    pattern: &'a str,
    /// What stands in the place of these bytes, in their order.
    pieces: Vec<(Range<usize>, String)>,
}

impl Folding<'_> {
    fn walk(&mut self, ast: &Ast) -> Result<(), Unfolded> {
        match ast {
            Ast::Empty(_) | Ast::Flags(_) | Ast::Dot(_) | Ast::Assertion(_) => {}
            Ast::Literal(literal) => {
                let folded = fold_letter(literal.c);
                if fold::is_own_letter(literal.c) {
                    // Words keep it, values do not.
                    let own = fold::fold_word(literal.c.encode_utf8(&mut [0; 4]));
                    self.pieces.push((bytes(&literal.span), format!("(?:{own}|{folded})")));
                } else if one(&folded) != Some(literal.c) {
                    let text = match one(&folded) {
                        Some(letter) => regex_syntax::escape(&letter.to_string()),
                        // A repetition behind it is of all of them.
                        None => format!("(?:{})", regex_syntax::escape(&folded)),
                    };
                    self.pieces.push((bytes(&literal.span), text));
                }
            }
            Ast::ClassUnicode(class) => self.class(&class.span, &self.unicode(class)?)?,
            Ast::ClassPerl(class) => self.class(&class.span, &self.perl(class)?)?,
            Ast::ClassBracketed(class) => {
                let mut members = self.set(&class.kind)?;
                if class.negated {
                    members.negate();
                }
                self.class(&class.span, &members)?;
            }
            Ast::Repetition(repetition) => self.walk(&repetition.ast)?,
            Ast::Group(group) => self.walk(&group.ast)?,
            Ast::Alternation(parts) => parts.asts.iter().try_for_each(|part| self.walk(part))?,
            Ast::Concat(parts) => parts.asts.iter().try_for_each(|part| self.walk(part))?,
        }
        Ok(())
    }

    /// Puts a class in the place of one that means other letters.
    fn class(&mut self, span: &Span, members: &hir::ClassUnicode) -> Result<(), Unfolded> {
        if *members != meant(&self.pattern[bytes(span)])? {
            let text = Hir::class(Class::Unicode(members.clone())).to_string();
            self.pieces.push((bytes(span), text));
        }
        Ok(())
    }

    fn unicode(&self, class: &ClassUnicode) -> Result<hir::ClassUnicode, Unfolded> {
        named(&self.pattern[bytes(&class.span)], class.is_negated())
    }

    fn perl(&self, class: &ClassPerl) -> Result<hir::ClassUnicode, Unfolded> {
        named(&self.pattern[bytes(&class.span)], class.negated)
    }

    fn set(&self, set: &ClassSet) -> Result<hir::ClassUnicode, Unfolded> {
        match set {
            ClassSet::Item(item) => self.item(item),
            ClassSet::BinaryOp(operation) => {
                let mut members = self.set(&operation.lhs)?;
                let others = self.set(&operation.rhs)?;
                match operation.kind {
                    ClassSetBinaryOpKind::Intersection => members.intersect(&others),
                    ClassSetBinaryOpKind::Difference => members.difference(&others),
                    ClassSetBinaryOpKind::SymmetricDifference => members.symmetric_difference(&others),
                }
                Ok(members)
            }
        }
    }

    fn item(&self, item: &ClassSetItem) -> Result<hir::ClassUnicode, Unfolded> {
        match item {
            ClassSetItem::Empty(_) => Ok(hir::ClassUnicode::empty()),
            ClassSetItem::Literal(literal) => letters(literal.c, literal.c),
            ClassSetItem::Range(range) => letters(range.start.c, range.end.c),
            ClassSetItem::Ascii(class) => {
                named(&format!("[{}]", &self.pattern[bytes(&class.span)]), class.negated)
            }
            ClassSetItem::Unicode(class) => self.unicode(class),
            ClassSetItem::Perl(class) => self.perl(class),
            ClassSetItem::Bracketed(class) => {
                let mut members = self.set(&class.kind)?;
                if class.negated {
                    members.negate();
                }
                Ok(members)
            }
            ClassSetItem::Union(union) => {
                let mut members = hir::ClassUnicode::empty();
                for item in &union.items {
                    members.union(&self.item(item)?);
                }
                Ok(members)
            }
        }
    }

    /// The expression with the pieces in their places.
    fn put_in(&self) -> String {
        let mut out = String::with_capacity(self.pattern.len());
        let mut at = 0;
        for (place, text) in &self.pieces {
            out.push_str(&self.pattern[at..place.start]);
            out.push_str(text);
            at = place.end;
        }
        out.push_str(&self.pattern[at..]);
        out
    }
}

fn bytes(span: &Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

fn fold_letter(letter: char) -> String {
    fold::fold(letter.encode_utf8(&mut [0; 4]))
}

/// The letter of a text of one.
fn one(text: &str) -> Option<char> {
    let mut letters = text.chars();
    letters.next().filter(|_| letters.next().is_none())
}

/// The letters from one to another, and those that they become.
fn letters(first: char, last: char) -> Result<hir::ClassUnicode, Unfolded> {
    let several = [first, last].into_iter().find(|letter| fold_letter(*letter).chars().nth(1).is_some());
    match several {
        Some(letter) => Err(Unfolded::Several(letter)),
        None => Ok(with_folded(hir::ClassUnicode::new([ClassUnicodeRange::new(first, last)]))),
    }
}

/// The letters of a class that has a name, and those that they become; without all of these where it leaves them out.
fn named(text: &str, negated: bool) -> Result<hir::ClassUnicode, Unfolded> {
    let mut members = meant(text)?;
    if negated {
        members.negate();
    }
    let mut members = with_folded(members);
    if negated {
        members.negate();
    }
    Ok(members)
}

/// The letters that a class means as it is written.
fn meant(text: &str) -> Result<hir::ClassUnicode, Unfolded> {
    let hir = regex_syntax::parse(text).map_err(|_| Unfolded::NotReadable)?;
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => Ok(class.clone()),
        HirKind::Class(Class::Bytes(class)) => class.to_unicode_class().ok_or(Unfolded::NotReadable),
        // A class of one letter is read as that letter.
        HirKind::Literal(literal) => {
            let letter = std::str::from_utf8(&literal.0).ok().and_then(one).ok_or(Unfolded::NotReadable)?;
            Ok(hir::ClassUnicode::new([ClassUnicodeRange::new(letter, letter)]))
        }
        _ => Err(Unfolded::NotReadable),
    }
}

fn with_folded(mut members: hir::ClassUnicode) -> hir::ClassUnicode {
    let mut images = hir::ClassUnicode::empty();
    for range in members.ranges() {
        let from = FOLDED.partition_point(|(letter, _)| *letter < range.start());
        let until = FOLDED.partition_point(|(letter, _)| *letter <= range.end());
        let folded = FOLDED[from..until].iter().map(|(_, folded)| ClassUnicodeRange::new(*folded, *folded));
        images.union(&hir::ClassUnicode::new(folded));
    }
    members.union(&images);
    members
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether an expression, folded, matches a text, folded.
    fn fits(pattern: &str, text: &str) -> bool {
        use tantivy_fst::Automaton;
        let regex = tantivy_fst::Regex::new(&folded(pattern).unwrap()).unwrap();
        let text = fold::fold(text);
        let state = text.bytes().fold(regex.start(), |state, byte| regex.accept(&state, byte));
        regex.is_match(&state)
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        for (pattern, text) in [
            ("Zebra", "zebra"),
            ("zébras?", "Zebra"),
            ("ze\u{301}bra", "zebra"),
            ("Align.*", "Alignment"),
            ("[A-Z]+", "zebra"),
            ("[[:upper:]]x", "ax"),
            ("\\p{Lu}\\PNx", "aÉX"),
            ("(Stra(ß)e|Weg)", "strasse"),
            ("Straß{2}e", "strasssse"),
            ("한글", "한글"),
            ("[À-Ý]\\x41\\u{c9}", "aae"),
            ("(?i)ABC", "abc"),
            ("(?x) É a ", "ea"),
        ] {
            assert!(fits(pattern, text), "{pattern} {text} {}", folded(pattern).unwrap());
        }
    }

    #[test]
    fn what_a_class_leaves_out_it_leaves_out_in_any_spelling() {
        for (pattern, text) in [
            ("[^A]", "a"),
            ("[^á]", "A"),
            ("\\W", "a"),
            ("[^\\W]", "-"),
            ("\\P{Lu}", "a"),
            ("[a-z&&[^E]]", "é"),
            ("\\D", "1"),
        ] {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("[^A]", "b"), ("\\W", "-"), ("\\D", "x"), ("[^\\W]", "a"), ("[a-z--[E]]", "f")]
        {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn escapes_stay_what_they_are() {
        for pattern in ["\\w+\\d\\s\\pL", "a\\.b\\*c", "[a-z]{2,3}", "\\W\\D\\S", "[^a-z0-9]", "(?:a|b)+"] {
            assert_eq!(folded(pattern).unwrap(), pattern);
        }
    }

    #[test]
    fn what_cannot_be_read_stays_for_who_compiles_it() {
        for pattern in ["(a", "[z-a]", "\\p{Nothing}", "a{3,1}"] {
            assert_eq!(folded(pattern).unwrap(), pattern);
        }
    }

    #[test]
    fn letters_side_by_side_are_a_run() {
        let is_such = |letter| letter == '言';
        for (pattern, expected) in [
            ("言語", true),
            ("a(b|言c)+", true),
            ("言", false),
            ("ab", false),
            ("[言語]|言", false),
            ("(", false),
        ] {
            assert_eq!(has_run(pattern, is_such), expected, "{pattern}");
        }
    }

    #[test]
    fn a_class_has_no_letter_that_is_several() {
        for pattern in ["[aß]", "[가-힣]"] {
            assert!(matches!(folded(pattern), Err(Error::Pattern { .. })), "{pattern}");
        }
    }
}
