//! Articles that were captured as text: day and people from the lines around their titles.

use serde_json::Value;

use crate::support::{TestEnv, text};

/// Paragraphs that talk of days and people, none of which are the article's.
const PROSE: &str = "\
The tide came in at noon, and with it the birds that had stood on the sandbank since the morning. Nobody had counted them \
before, though the warden, Maria Sand, had promised to do so in March 2019.

On 4 May 2020 the counting began in earnest. It took three people and a borrowed telescope, and it was done before the rain \
set in, which nobody had expected of that month or of those people.

By the autumn the sheets were full. Whoever reads them now will find that the birds come earlier every year, and that they \
stay for longer than the books about that coast have it.";

const TITLE: &str = "What the tide keeps";

/// What the capture of this name says of itself: title, kind, day, days of change, people.
fn head(name: &str, content: &str) -> [String; 5] {
    let env = TestEnv::empty();
    env.write(name, content);
    let page = env.inspect(name).remove(0)["page"].take();
    let authors: Vec<&str> =
        page["authors"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let told = |place: &str| text(&page, place).to_owned();
    [told("/title"), told("/kind"), told("/published/date"), told("/updated/date"), authors.join("; ")]
}

/// What is wanted of a publication.
fn of(published: &str, updated: &str, authors: &str) -> [String; 5] {
    [TITLE, "publication", published, updated, authors].map(str::to_owned)
}

#[test]
fn the_lines_below_the_title_of_a_text_name_day_and_people() {
    for (small_print, wanted) in [
        ("\n\nBy Ada Reed\n\nMay 7, 2026", of("2026-05-07", "", "Ada Reed")),
        ("\nBy Ada Reed and Basil Marsh | May 7, 2026", of("2026-05-07", "", "Ada Reed; Basil Marsh")),
        ("\n\n7 May 2026 · 7 min read", of("2026-05-07", "", "")),
        ("\n\nPublished: 7 May 2026\nLast updated: 9 June 2026", of("2026-05-07", "2026-06-09", "")),
        ("\n2026-05-07\nby Ada Reed", of("2026-05-07", "", "Ada Reed")),
    ] {
        assert_eq!(head("tide.txt", &format!("{TITLE}{small_print}\n\n{PROSE}\n")), wanted, "{small_print}");
    }
    // A word for `by` is one in the language of the text.
    let prose = "Der Wächter am oberen See hat den ganzen Winter über aufgeschrieben, wie weit das Eis gekommen war, und was die Vögel davon hielten. \
                 Im Frühjahr lagen die Blätter voll auf dem Tisch, und niemand wusste, wohin damit.";
    let german = format!("{TITLE}\n\nVon Ada Reed, 7. Mai 2026\n\n{prose}\n\n{prose}\n");
    assert_eq!(head("tide.txt", &german), of("2026-05-07", "", "Ada Reed"));
}

#[test]
fn what_a_text_talks_about_is_no_day_of_it() {
    let wanted = [TITLE, "page", "", "", ""].map(str::to_owned);
    assert_eq!(head("tide.txt", &format!("{TITLE}\n\n{PROSE}\n")), wanted);
    let wanted = ["tide", "page", "", "", ""].map(str::to_owned);
    assert_eq!(head("tide.txt", PROSE), wanted);
    assert_eq!(head("tide.md", PROSE), wanted);
}

#[test]
fn markdown_says_in_its_text_what_its_front_matter_does_not() {
    for (content, wanted) in [
        (format!("# {TITLE}\n\n*By Ada Reed, May 7, 2026*\n\n{PROSE}"), of("2026-05-07", "", "Ada Reed")),
        (
            format!(
                "---\ntitle: {TITLE}\nsource: https://tarn.example/tide\n---\nBy Ada Reed\n\n7 May 2026\n\n{PROSE}"
            ),
            of("2026-05-07", "", "Ada Reed"),
        ),
        (
            format!(
                "---\ntitle: {TITLE}\npublished: 2026-05-01\nauthor: Clara Fen\n---\nBy Ada Reed\n\n7 May 2026\n\n{PROSE}"
            ),
            of("2026-05-01", "", "Clara Fen"),
        ),
    ] {
        assert_eq!(head("tide.md", &content), wanted, "{content}");
    }
}

#[test]
fn a_text_of_a_viewer_says_below_its_title_what_its_header_does_not() {
    let header = "WritingTarn LabTarn Labseen 2d\n\nWhat the tide keeps\n\nOpen original ↗\n\nCaptured source\n\nsource ↗\nseen 2dcaptured 12hhttp 200";
    let content = format!(
        "{header}\n\n{TITLE} \\ Tarn Lab\n\nResearch\n\n{TITLE}\n\nMay 7, 2026\n\nBy Ada Reed\n\n{PROSE}\n"
    );
    assert_eq!(head("tide.txt", &content), of("2026-05-07", "", "Ada Reed"));
}

#[test]
fn markdown_has_its_title_below_a_menu_and_its_authors_by_name_in_maps() {
    for (content, wanted) in [
        (
            format!(
                "[Tarn Lab](https://tarn.example)\n\n- [Notes](https://tarn.example/n)\n- [Jobs](https://tarn.example/j)\n\n# {TITLE}\n\nMay 7, 2026\n\n**Authors:** Ada Reed¹, Basil Marsh²\n\n{PROSE}"
            ),
            of("2026-05-07", "", "Ada Reed; Basil Marsh"),
        ),
        (format!("7 May 2026\n\n# {TITLE}\n\n{PROSE}"), of("2026-05-07", "", "")),
        (
            format!(
                "---\ntitle: {TITLE}\ndate: 2026-05-07\nauthors:\n  - name: Ada Reed\n    affiliation: Tarn Lab\n    orcid: 0000-0001\n  - name: {{given: Basil, family: Marsh}}\n---\n{PROSE}"
            ),
            of("2026-05-07", "", "Ada Reed; Basil Marsh"),
        ),
        (
            format!(
                "Title: {TITLE}\nDate: 2026-05-07 10:20\nAuthor: Ada Reed; Basil Marsh\nSlug: tide\n\n{PROSE}"
            ),
            of("2026-05-07", "", "Ada Reed; Basil Marsh"),
        ),
    ] {
        assert_eq!(head("tide.md", &content), wanted, "{content}");
    }
    let header = format!("Title: {TITLE}\nDate: 2026-05-07\n\n{PROSE}");
    assert_eq!(head("tide.txt", &header), of("2026-05-07", "", ""));
    let parts = format!("Notes\n\n# {TITLE}\n\n{PROSE}\n\n# Another\n\n{PROSE}");
    assert_eq!(head("tide.md", &parts)[0], "tide");
}

#[test]
fn what_a_browser_of_terminals_made_of_a_page_is_read_without_its_numbers() {
    let dump = format!(
        "#[1]Tarn Lab » Feed\n\n   [2]Tarn Lab\n     * [3]Notes\n     * [4]Jobs\n\n                        {TITLE}\n\n   Posted on [5]7 May 2026 by [6]Ada Reed\n\n   {}\n\nReferences\n\n   1. https://tarn.example/feed\n   2. https://tarn.example/\n",
        PROSE.replace('\n', "\n   ")
    );
    assert_eq!(head("tide.txt", &dump), of("2026-05-07", "", "Ada Reed"));
    // References of another kind are a part of the text.
    let paper = format!(
        "{TITLE}\n\nBy Ada Reed, 7 May 2026\n\n{PROSE} [1]\n\nReferences\n\n1. Marsh, B. Old gauges. 2020.\n"
    );
    assert_eq!(head("tide.txt", &paper), of("2026-05-07", "", "Ada Reed"));
}

#[test]
fn a_note_with_references_is_no_dump_of_a_browser() {
    let env = TestEnv::empty();
    env.write(
        "note.txt",
        "# My notes\n\nLakes are slow [1], and nobody minds.\n\nReferences\n\n1. https://a.example/x\n",
    );
    let page = env.inspect("note.txt").remove(0)["page"].take();
    assert_eq!(text(&page, "/title"), "# My notes");
    assert!(text(&page, "/body").contains("[1]") && text(&page, "/body").contains("a.example"), "{page}");
}
