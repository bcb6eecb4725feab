//! Tests of the query language as a whole: what parses to what, what is refused and how it is shown.

use super::*;
use crate::document::Day;

const fn field(name: &'static str, aliases: &'static [&'static str], kind: FieldKind) -> FieldSpec {
    FieldSpec { name, aliases, kind }
}

const FIELDS: &[FieldSpec] = &[
    field("title", &[], FieldKind::Text),
    field("body", &["text"], FieldKind::Text),
    field("authors", &["author"], FieldKind::Text),
    field("category", &["team"], FieldKind::Keyword),
    field("url", &[], FieldKind::Url),
    field("published", &["date"], FieldKind::Date),
    field("captured", &[], FieldKind::Date),
    field("year", &[], FieldKind::Number),
    field("sightings", &[], FieldKind::Number),
    field("month", &[], FieldKind::Month),
    field("kind", &[], FieldKind::OneOf(&["publication", "page"])),
];

pub(super) fn grammar() -> Grammar<'static> {
    Grammar { fields: FIELDS, today: Day::from_ymd(2025, 7, 14).unwrap() }
}

pub(super) fn parsed(text: &str) -> Result<Query, ParseError> {
    parse(text, &grammar())
}

#[track_caller]
fn check(text: &str, printed: &str) {
    match parsed(text) {
        Ok(query) => {
            assert_eq!(query.to_string(), printed, "{text}");
            assert_eq!(parsed(printed), Ok(query), "{text}");
        }
        Err(error) => panic!("{text}: {error}\n{}", error.render(text)),
    }
}

#[track_caller]
fn check_error(text: &str, message: &str, carets: &str, hint: &str) {
    let error = parsed(text).expect_err(text);
    assert_eq!(error.message, message, "{text}");
    assert_eq!(error.render(text), format!("  {text}\n  {carets}"), "{text}");
    assert_eq!(error.hint.as_deref().unwrap_or(""), hint, "{text}");
}

fn word(text: &str) -> Query {
    Query::Text(Text { field: None, pattern: Pattern::Word(text.into()) })
}

fn title(text: &str) -> Query {
    Query::Text(Text { field: Some("title"), pattern: Pattern::Word(text.into()) })
}

pub(super) fn not(query: Query) -> Query {
    Query::Not(Box::new(query))
}

#[test]
fn words_side_by_side_must_all_match() {
    assert_eq!(parsed("signs of"), Ok(Query::And(vec![word("signs"), word("of")])));
    assert_eq!(parsed("signs AND of"), parsed("signs of"));
    assert_eq!(parsed("  introspection\u{3000}"), Ok(word("introspection")));
}

#[test]
fn an_empty_query_is_everything() {
    for text in ["", "  \n", "*", "* *"] {
        assert_eq!(parsed(text), Ok(Query::All), "{text}");
    }
    assert_eq!(parsed("* -draft"), Ok(not(word("draft"))));
}

#[test]
fn or_binds_looser_than_words_side_by_side() {
    let expected = Query::Or(vec![Query::And(vec![word("a"), word("b")]), not(word("c")), word("d")]);
    assert_eq!(parsed("a b OR NOT c OR d"), Ok(expected.clone()));
    assert_eq!(parsed("((a) AND b) OR (-c OR d)"), Ok(expected));
}

#[test]
fn operators_in_lower_case_are_words() {
    assert_eq!(parsed("or and not"), Ok(Query::And(vec![word("or"), word("and"), word("not")])));
    assert_eq!(parsed("OR-tools NOTE"), Ok(Query::And(vec![word("OR-tools"), word("NOTE")])));
}

#[test]
fn a_field_stands_with_its_leaves() {
    assert_eq!(parsed("title:(a OR -b)"), Ok(Query::Or(vec![title("a"), not(title("b"))])));
    assert_eq!(parsed("TITLE:a"), Ok(title("a")));
}

#[test]
fn what_parses_prints_as_the_same_query() {
    for (text, printed) in [
        ("a b OR c", "a b OR c"),
        ("(a OR b) c", "(a OR b) c"),
        ("(a (b (c)))", "a b c"),
        ("NOT a", "-a"),
        ("NOT NOT a", "NOT -a"),
        ("-(a b)", "-(a b)"),
        ("-(-a)", "NOT -a"),
        ("foo(bar)", "foo bar"),
        ("“language models”", "\"language models\""),
        ("„language models“ «a b»", "\"language models\" \"a b\""),
        ("\"He said “hi” there\"", "\"He said “hi” there\""),
        ("\"a  \\\"b\\\" \"~3", "\"a \\\"b\\\"\"~3"),
        ("=\"Signs of\" =models", "=\"Signs of\" =models"),
        ("\"a\"b", "\"a\" b"),
        ("What is \"alignment\"?", "What is \"alignment\" ?"),
        ("interp*", "interp*"),
        ("w?rd wo*d *ization mo**el", "w?rd wo*d *ization mo*el"),
        ("te?t? C*?", "te?t? C*?"),
        ("Do models introspect? ?! what?!", "Do models introspect? ?! what?!"),
        ("word~ word~2 ~5 a~b", "word~1 word~2 \\~5 a\\~b"),
        ("/wor[dk]s?/ /a\\/b\\\\/ /(a|b) c/", "/wor[dk]s?/ /a\\/b\\\\/ /(a|b) c/"),
        ("a^2 (b c)^.5 \"d\"^0 /e/^3 *^2", "a^2 (b c)^0.5 \"d\"^0 /e/^3 *^2"),
        ("(-a)^2 -a^2 (a^2)^3 ^2 2^nd", "(-a)^2 -a^2 (a^2)^3 \\^2 2\\^nd"),
        ("@weekly -@old_one.2", "@weekly -@old_one.2"),
        ("GPT-4 state-of-the-art C++ don't AT&T", "GPT-4 state-of-the-art C++ don't AT&T"),
        ("https://example.org/a|b", "https://example.org/a\\|b"),
        ("10.1038/abc https://example.org/a?b=c~1", "10.1038/abc https://example.org/a\\?b=c\\~1"),
        ("(https://example.org/A_(b))", "https://example.org/A_\\(b\\)"),
        ("& — a - b -- / = @ < ...", "& — a \\- b \\-- \\/ \\= \\@ \\< \\..."),
        (
            "10:30 std::vector Introspection: signs foo:)".trim_end_matches(')'),
            "10\\:30 std\\:\\:vector Introspection\\: signs foo\\:",
        ),
        ("\\OR \\-x \\* a\\ b title\\:x \\@y", "\\OR \\-x \\* a\\ b title\\:x \\@y"),
        ("C| a! ! | !! a | b < AT&T !? wow!b", "C| a! \\! | \\!! a | b \\< AT&T \\!? wow!b"),
        ("\\!a a\\|b \\|a \\&&a \\<2024", "\\!a a\\|b \\|a \\&&a \\<2024"),
        ("team:!a team:a|b", "category:\"!a\" category:\"a|b\""),
        (
            "month:2025-07 month:July 2025 review month:\"last month\" month:(=2025-07 OR 2025-8)^2",
            "month:2025-07 month:2025-07 review month:2025-06 (month:2025-07 OR month:2025-08)^2",
        ),
        (
            "month:2025-* month:/2025-0[78]/ -month:* kind:Page",
            "month:2025-* month:/2025-0[78]/ -month:* kind:Page",
        ),
        ("\\2024..2025 1..x", "2024\\..2025 1\\..x"),
        ("title:x author:y", "title:x authors:y"),
        (
            "title:\"a b\"~2 title:=a title:a* title:a~1 title:/a/",
            "title:\"a b\"~2 title:=a title:a* title:a~1 title:/a/",
        ),
        ("title:(a b)^2 -title:(a OR b)", "(title:a title:b)^2 -(title:a OR title:b)"),
        ("title:OR title:* title:(*)", "title:\\OR title:* title:*"),
        ("team:Alignment team:\"Frontier  Red Team\"", "category:Alignment category:\"Frontier Red Team\""),
        (
            "team:=x team:inter* team:aligment~ team:/a|b/",
            "category:x category:inter* category:aligment~1 category:/a|b/",
        ),
        ("team:(a OR b)", "category:a OR category:b"),
        ("url:https://example.org/A_(b)?c=d", "url:\"https://example.org/A_(b)?c=d\""),
        ("url:https://example.org/* url:*/blog/*", "url:https\\://example.org/* url:*\\/blog/*"),
        ("year:2024 year:2020..2024 year:>=2024", "year:2024 year:2020..2024 year:2024.."),
        ("year:>2024 year:<2024 year:<=2024 year:..5", "year:2025.. year:..2023 year:..2024 year:..5"),
        (
            "year:(2023 OR >=2025) sightings:=3 year:\"2024\"^2",
            "(year:2023 OR year:2025..) sightings:3 year:2024^2",
        ),
        ("year:-5..-3 year:*", "year:-5..-3 year:*"),
        ("published:2025 date:2025-07", "published:2025 published:2025-07"),
        ("published:2025-07..2026-01", "published:2025-07-01..2026-01-31"),
        ("published:>2025 published:..2024", "published:>=2026-01-01 published:..2024-12-31"),
        ("published:July 2025 review", "published:2025-07 review"),
        ("published:\"14 July 2025\"", "published:2025-07-14"),
        ("published:last 3 months OR today", "published:2025-04-14..2025-07-14 OR today"),
        (
            "published:(last year OR \"last week\")^2",
            "(published:2024 OR published:2025-07-07..2025-07-13)^2",
        ),
        ("published:3 months ago^2 x", "published:2025-04-14^2 x"),
        ("published:2025 .. 2026 x", "published:2025-01-01..2026-12-31 x"),
        ("published:>= July 2025", "published:>=2025-07-01"),
        ("published:>=\"July 2025\" published:<“Q3 2025”", "published:>=2025-07-01 published:..2025-06-30"),
        ("title:\\://", "title:\\://"),
        ("since:2025 2026", "published:>=2025-01-01 2026"),
        ("-published:2025-01-01..2025-12-31 days ago", "-published:2025 \\days ago"),
        ("published:*", "published:*"),
        (
            "since:2025-07 until:\"last year\" -since:yesterday",
            "published:>=2025-07-01 published:..2024-12-31 -published:>=2025-07-13",
        ),
        ("captured:this year", "captured:2025"),
        ("研究 title:模型*", "研究 title:模型*"),
    ] {
        check(text, printed);
    }
}

#[test]
fn errors_about_operators_and_marks_name_the_place() {
    let itself = |word: &str| format!("for the word itself write `\"{word}\"`");
    check_error("a OR", "nothing after `OR`", "  ^^", &itself("OR"));
    check_error("OR a", "nothing before `OR`", "^^", &itself("OR"));
    check_error("a OR OR b", "nothing after `OR`", "  ^^", &itself("OR"));
    check_error("(a OR )", "nothing after `OR`", "   ^^", &itself("OR"));
    check_error("a AND OR b", "nothing after `AND`", "  ^^^", &itself("AND"));
    check_error("(AND b)", "nothing before `AND`", " ^^^", &itself("AND"));
    check_error("a NOT", "nothing after `NOT`", "  ^^^", &itself("NOT"));
    check_error("a || b", "`||` is no operator here", "  ^^", "write `OR` between the two sides");
    check_error("a && b", "`&&` is no operator here", "  ^^", "leave it out: all words must match anyway");
    let or = "write ` OR ` between the two sides; for the mark itself write `\\|`";
    check_error("a x|y", "`|` is no operator here", "   ^", or);
    check_error("C++|y", "`|` is no operator here", "   ^", or);
    check_error("|y", "`|` is no operator here", "^", or);
    check_error("(a b)|\"c d\"", "`|` is no operator here", "     ^", or);
    check_error("title:x|y", "`|` is no operator here", "       ^", or);
    check_error("a||b", "`||` is no operator here", " ^^", "write `OR` between the two sides");
    check_error("a &&b", "`&&` is no operator here", "  ^^", "leave it out: all words must match anyway");
    let not =
        |text: &str| format!("write `-{text}` for what must not be there; for the mark itself write `\\!`");
    check_error("a !zebra", "`!` is no operator here", "  ^", &not("zebra"));
    check_error("!team:x", "`!` is no operator here", "^", &not("team:x"));
    check_error("a !(b c)", "`!` is no operator here", "  ^", &not(""));
    check_error("title:!zebra", "`!` is no operator here", "      ^", &not("zebra"));
    let comparison = "write `year:<2024` or `published:<2024`, and for both ends a range such as \
                      `year:2020..2023`; for the mark itself write `\\` before it";
    check_error("year:>=2020 <2024", "a comparison needs a field", "            ^^^^^", comparison);
    check_error("published:>=2025 <2026", "a comparison needs a field", "                 ^^^^^", comparison);
    check_error("a >=b", "a comparison needs a field", "  ^^^", comparison);
    check_error(
        "a --year",
        "several hyphens before a word",
        "  ^^",
        "a flag stands outside the query; for the text itself put it in quotation marks",
    );
    check_error(
        "a b\\",
        "nothing after `\\`",
        "   ^",
        "`\\` makes the next character an ordinary one; for the mark itself write `\\\\`",
    );
}

#[test]
fn errors_about_pairs_point_at_the_opener() {
    let close = "close it, or write `\\(` for a mark that is part of the text";
    check_error("a (b OR c", "this parenthesis is not closed", "  ^", close);
    check_error("a (", "this parenthesis is not closed", "  ^", close);
    check_error("title:(a", "this parenthesis is not closed", "      ^", close);
    check_error(
        "a ()",
        "nothing between the parentheses",
        "  ^^",
        "for the marks themselves put the text in quotation marks",
    );
    check_error(
        "a) b",
        "this `)` closes nothing",
        " ^",
        "for the mark itself write `\\)` or put the text in quotation marks",
    );
    let mark = "close it, or write `\\` before a mark that is part of the text";
    check_error("研究 \"b c", "this quotation mark is not closed", "     ^", mark);
    check_error("a “b\" c", "this quotation mark is not closed", "  ^", mark);
    check_error("a \" \"", "nothing between the quotation marks", "  ^^^", "");
    let slashes = "for a text with slashes in it, put it in quotation marks";
    check_error("a /b", "this `/` opens a regular expression that is not closed", "  ^", slashes);
    check_error("/usr/bin", "a regular expression ends at its second `/`", "     ^^^", slashes);
    check_error("//", "the regular expression is empty", "^^", slashes);
}

#[test]
fn errors_about_patterns_and_boosts_name_the_mark() {
    check_error(
        "word~3",
        "a word can differ in 1 or 2 letters",
        "    ^^",
        "write `word~1` or `word~2`; for the mark itself write `\\~`",
    );
    let pattern = "`*` alone finds everything; for the mark itself write `\\` before it";
    check_error("a **-", "a pattern needs a letter or a digit", "  ^^^", pattern);
    check_error("a &~", "a pattern needs a letter or a digit", "  ^", pattern);
    check_error("wo*d~1", "`~` does not go with `*` and `?`", "^^^^", "");
    check_error(
        "=word*",
        "`=` goes with a plain word or a phrase",
        "^^^^^^",
        "patterns match words as they are spelt anyway: leave out the `=`",
    );
    check_error(
        "\"a b\"~",
        "a number is missing after `~`",
        "     ^",
        "`\"a phrase\"~3` lets its words be moved by up to three places",
    );
    check_error("\"a b\"~1001", "words can be moved by 1000 places at most", "     ^^^^^", "");
    check_error("\"a b\"~99999999999", "words can be moved by 1000 places at most", "     ^^^^^^^^^^^^", "");
    check_error(
        "\"a b\"*",
        "a phrase takes no pattern",
        "     ^",
        "inside quotation marks every word is meant as it stands",
    );
    check_error("(a b)~2", "`~` does not go after a parenthesis", "     ^^", "");
    let boost = "a boost is a number from 0 to 1000; for the mark itself write `\\^`";
    check_error("a x^1001", "`1001` is no boost", "   ^^^^^", boost);
    check_error("a^-1", "`-1` is no boost", " ^^^", boost);
    check_error("(a)^b", "`b` is no boost", "   ^^", boost);
    let number = "`word^2` counts a word twice; for the mark itself write `\\^`";
    check_error("a^", "a number is missing after `^`", " ^", number);
    check_error("\"a\"^ 2", "a number is missing after `^`", "   ^", number);
    let name = "names have letters, digits, `-`, `_` and `.`; for the text itself write `\\@`";
    check_error("a @b/c", "`b/c` cannot be the name of a saved query", "  ^^^^", name);
}

#[test]
fn errors_about_fields_suggest_one() {
    check_error("pubished:2024", "unknown field `pubished`", "^^^^^^^^", "did you mean `published`?");
    check_error("a -tilte:b", "unknown field `tilte`", "   ^^^^^", "did you mean `title`?");
    check_error("sinc:2024", "unknown field `sinc`", "^^^^", "did you mean `since`?");
    check_error(
        "arXiv:2301.12345",
        "unknown field `arXiv`",
        "^^^^^",
        "the fields are title, body, authors, category, url, published, captured, year, sightings, month, kind; for \
         the text itself put it in quotation marks",
    );
    let value =
        |name: &str| format!("the value follows without a space; for the word itself write `{name}\\:`");
    check_error("a title: b", "nothing after `title:`", "  ^^^^^^", &value("title"));
    check_error("(Year:)", "nothing after `Year:`", " ^^^^^", &value("Year"));
    check_error("title:(a year:2024)", "`year:` cannot stand inside `title:`", "         ^^^^", "");
    check_error(
        "title:team:x",
        "`team:` cannot stand inside `title:`",
        "      ^^^^^",
        "for the text itself put it in quotation marks",
    );
    check_error(
        "title:-a",
        "`-` goes before the field",
        "      ^",
        "write `-title:…`; for the mark itself write `\\-`",
    );
    check_error(
        "team:>=3",
        "`>` is for dates and numbers",
        "     ^",
        "`category` holds text; for the mark itself write `\\>`",
    );
    check_error(
        "title:(a @b)",
        "a saved query cannot stand inside a field",
        "         ^^",
        "for the mark itself write `\\@`",
    );
    let touching = "put the whole value in one pair of quotation marks, or a space before what follows it";
    check_error("title:\"a\"b", "`b` does not belong to `title:`", "         ^", touching);
    check_error("team:Red(Team)", "`(` does not belong to `category:`", "        ^", touching);
    check_error(
        "published:\"July 2025\"..",
        "`..` does not belong to `published:`",
        "                     ^^",
        touching,
    );
    check_error("team:\\ ", "the value is empty", "     ^^", "");
}

#[test]
fn errors_about_dates_say_which_forms_there_are() {
    let forms = "write `2025`, `2025-07`, `2025-07-14`, `14 July 2025`, `last 3 months`, `3 months ago` or a range \
                 such as `2025-07..2026-01`";
    check_error("a published:soon b", "`soon` is not a date", "            ^^^^", forms);
    check_error("published:2025-13", "`2025-13` is not in the calendar", "          ^^^^^^^", forms);
    check_error("published:last 3 moths", "`last 3` is not a date", "          ^^^^^^", forms);
    check_error(
        "published:14/07/2025",
        "`14/07/2025` does not say which is the day and which the month",
        "          ^^^^^^^^^^",
        "write the year first, `2025-07-04`, or the month by its name",
    );
    check_error("published:\"next moon\"", "`next moon` is not a date", "          ^^^^^^^^^^^", forms);
    check_error(
        "since:2025..2026",
        "`2025..2026` is not a date",
        "      ^^^^^^^^^^",
        "write `2025`, `2025-07`, `2025-07-14`, `14 July 2025`, `last 3 months`, `3 months ago`, `7 days` or `7d`",
    );
    check_error(
        "published:2026..2025 b",
        "the range `2026..2025` ends before it begins",
        "          ^^^^^^^^^^",
        "did you mean `2025..2026`?",
    );
    check_error(
        "published:..",
        "the range has neither a beginning nor an end",
        "          ^^",
        "write `2024..2025`, `2024..` or `..2025`",
    );
    check_error(
        "since:9000 years ago",
        "`9000 years ago` lies outside the years 1 to 9999",
        "      ^^^^^^^^^^^^^^",
        "",
    );
    check_error("a 2024..2025", "a range needs a field", "  ^^^^^^^^^^", "write `published:2024..2025`");
    check_error(
        "year:2020 .. 2024",
        "a range needs a field",
        "          ^^",
        "write `2024..2025`, `2024..` or `..2025`, after a field",
    );
}

#[test]
fn errors_about_values_that_cannot_be_say_which_can() {
    let months = "write `month:2025-07`, `month:\"July 2025\"` or `month:\"last month\"`; for a range \
                  `published:2025-07..2025-09`";
    check_error("a month:July b", "`July` is no month", "        ^^^^", months);
    check_error("month:2025", "`2025` is no month", "      ^^^^", months);
    check_error("month:\"Juli 2025\"", "`Juli 2025` is no month", "      ^^^^^^^^^^^", months);
    check_error("month:“Juli 2025”", "`Juli 2025` is no month", "      ^^^^^^^^^^^", months);
    assert!(parsed("month:2025-07^9999999").unwrap_err().message.contains("boost"));
    check_error("month:2025-07..2025-09", "`2025-07..2025-09` is no month", "      ^^^^^^^^^^^^^^^^", months);
    check_error("month:>=2025-07", "`>=2025-07` is no month", "      ^^^^^^^^^", months);
    check_error("month:? OR *", "`?` is no month", "      ^", months);
    check_error("month:\"2025*\"", "`2025*` is no month", "      ^^^^^^^", months);
    check_error("month:(2025-13)", "`2025-13` is no month", "       ^^^^^^^", months);
    let kinds = "write `kind:publication` or `kind:page`";
    check_error("kind:paper", "`paper` is no kind", "     ^^^^^", kinds);
    check_error("-kind:(page OR \"a b\")", "`a b` is no kind", "               ^^^^^", kinds);
}

#[test]
fn errors_about_numbers_say_which_forms_there_are() {
    let forms = "`year` holds numbers: write `year:400`, `year:400..499` or `year:>=400`";
    check_error("year:recent", "`recent` is not a whole number", "     ^^^^^^", forms);
    check_error("year:2020-2024", "`2020-2024` is not a whole number", "     ^^^^^^^^^", forms);
    check_error("year:+5", "`+5` is not a whole number", "     ^^", forms);
    check_error("year:>= 2024", "a number is missing", "     ^^", forms);
    check_error(
        "year:2025..2020",
        "the range `2025..2020` ends before it begins",
        "     ^^^^^^^^^^",
        "did you mean `2020..2025`?",
    );
    check_error(
        "year:..",
        "the range has neither a beginning nor an end",
        "     ^^",
        "write `2024..2025`, `2024..` or `..2025`",
    );
    check_error(
        "year:>9223372036854775807",
        "`>9223372036854775807` is beyond all numbers",
        "     ^^^^^^^^^^^^^^^^^^^^",
        "",
    );
}

#[test]
fn a_query_is_bounded() {
    let message = |text: &str| parsed(text).map(|query| query.nodes()).map_err(|error| error.message);
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(message(&nested(64)), Ok(1));
    assert_eq!(message(&nested(65)), Err("more than 64 groups inside each other".into()));
    assert_eq!(
        message(&format!("{}a", "NOT ".repeat(65))),
        Err("more than 64 groups inside each other".into())
    );
    assert_eq!(message(&"(".repeat(60_000)), Err("more than 64 groups inside each other".into()));
    let deepest = parsed(&format!("{}a", "NOT ".repeat(64))).unwrap();
    assert_eq!(parsed(&deepest.to_string()), Ok(deepest));
    assert_eq!(message(&"a ".repeat(1024)), Ok(1025));
    assert_eq!(message(&"a ".repeat(1025)), Err("the query has more than 1024 words and groups".into()));
    assert_eq!(message(&"a".repeat(64 * 1024)), Ok(1));
    assert_eq!(message(&"é".repeat(33_000)), Err("the query has 66000 bytes, more than 65536".into()));
    assert_eq!(message(&format!("/{}/", "é".repeat(256))), Ok(1));
    let long = format!("/{}/", "é".repeat(257));
    assert_eq!(message(&long), Err("the regular expression has 257 characters, more than 256".into()));
}

#[test]
fn long_queries_of_any_kind_are_read_in_linear_time() {
    for piece in [
        "?",
        "*",
        "~",
        "^",
        ":",
        "-",
        "\\?",
        "/",
        "\"",
        "a:",
        "://",
        "(",
        "published:",
        "2025..",
        "last ",
        "a?",
    ] {
        let text = piece.repeat(64 * 1024 / piece.len());
        if let Err(error) = parsed(&text) {
            assert!(error.render(&text).len() < 1000);
        }
    }
}

#[test]
fn without_a_date_field_since_is_unknown() {
    let text_only = Grammar { fields: FIELDS.get(..1).unwrap(), ..grammar() };
    assert_eq!(parse("since:2025", &text_only).unwrap_err().message, "unknown field `since`");
    assert_eq!(
        parse("since:2025", &Grammar { fields: &[], ..grammar() }).unwrap_err().message,
        "unknown field `since`"
    );
}

#[test]
fn words_to_highlight_are_those_that_are_wanted() {
    let query = parsed("a -b (c OR NOT (d -e)) \"f g\" team:h title:i*").unwrap();
    let words: Vec<String> = query.words().into_iter().map(ToString::to_string).collect();
    assert_eq!(words, ["a", "c", "e", "\"f g\"", "title:i*"]);
}

#[test]
fn a_word_without_letter_or_digit_is_punctuation() {
    for (text, expected) in
        [("&", true), ("—", true), ("\"…\"", true), ("C++", false), ("模", false), ("*x", false)]
    {
        let query = parsed(text).unwrap();
        assert_eq!(query.words().iter().any(|word| word.is_punctuation()), expected, "{text}");
    }
}

#[test]
fn saved_queries_are_named_and_replaced() {
    let query = parsed("a @mine OR -@other").unwrap();
    assert_eq!(query.saved(), ["mine", "other"]);
    let replaced =
        query.clone().replace_saved(&mut |name| parsed(if name == "mine" { "b c" } else { "d OR e" }));
    assert_eq!(replaced.unwrap().to_string(), "a b c OR -(d OR e)");
    assert_eq!(query.replace_saved(&mut |name| Err(name.to_owned())), Err("mine".to_owned()));
}

#[test]
fn flags_combine_in_normal_form() {
    let query =
        Query::all_of([parsed("a b").unwrap(), Query::any_of([title("x"), title("y")]), Query::any_of([])]);
    assert_eq!(query.to_string(), "a b (title:x OR title:y)");
    assert_eq!(parsed(&query.to_string()), Ok(query));
}

#[test]
fn the_tree_is_drawn_with_a_line_a_node() {
    let text =
        "signs =of \"a b\"~3 (team:Red OR -title:inter*) wo?d~ ^5".replace("wo?d~ ^5", "word~2^5 /x/ w?rd");
    let query =
        parsed(&format!("{text} since:2025-07 year:2020..2024 @mine url:* published:today team:x~")).unwrap();
    assert_eq!(
        query.tree(),
        "all of\n  word signs\n  exact word of\n  phrase \"a b\", moved by 3 at most\n  any of\n    \
         category: value Red\n    not\n      title: words beginning inter\n  counts 5 times\n    \
         words within 2 letters of word\n  words matching /x/\n  words like w?rd\n  \
         published: 2025-07-01 or later\n  year: 2020 to 2024\n  saved query mine\n  url: any value\n  \
         published: 2025-07-14\n  category: values within 1 letter of x\n"
    );
    assert_eq!(Query::All.tree(), "everything\n");
}
