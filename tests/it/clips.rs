//! Pages as clippers and readers keep them: Markdown with links around cards, ids behind links, the site's name in the title.

use serde_json::Value;

use crate::support::{TestEnv, entries, entries_of, text, texts};

const WORDS: &str = "We read the gauges of the upper tarn every morning of a year, and wrote down what the water had done overnight, whether or not it had rained.";

fn read(name: &str, content: &str) -> Value {
    let env = TestEnv::empty();
    env.write(name, content);
    env.inspect(name).remove(0)
}

#[test]
fn cards_that_are_one_link_are_entries_with_its_address() {
    let titles = ["Slow lakes remember", "Ice models that doubt", "What fish know"];
    let block = |(at, title): (usize, &&str)| {
        format!("[\n\n### {title}\n\nJul {}, 2025\n\n{WORDS}\n\n](https://tarn.example/p/{at})\n\n", at + 1)
    };
    let broken = |(at, title): (usize, &&str)| {
        format!(
            "{} July 2025\n\n[**{title}**\\\n\\\n{WORDS}\\\n\\\nRead more](https://tarn.example/p/{at})\n\n",
            at + 1
        )
    };
    for source in [
        format!(
            "---\ntitle: Papers\nsource: https://tarn.example/papers\n---\n{}",
            titles.iter().enumerate().map(block).collect::<String>()
        ),
        format!("# Papers\n\n{}", titles.iter().enumerate().map(broken).collect::<String>()),
    ] {
        let line = |entry: &Value| {
            assert_eq!(text(entry, "/summary"), WORDS);
            format!("{} {} {}", text(entry, "/published/date"), text(entry, "/title"), text(entry, "/url"))
        };
        let found: Vec<String> = entries_of("papers.md", &source).iter().map(line).collect();
        let wanted: Vec<String> = titles
            .iter()
            .enumerate()
            .map(|(at, title)| format!("2025-07-0{} {title} https://tarn.example/p/{at}", at + 1))
            .collect();
        assert_eq!(found, wanted, "{source}");
    }
}

#[test]
fn ids_behind_links_are_those_of_the_page() {
    let page = read(
        "note.md",
        &format!(
            "# Slow lakes\n\nRead [the paper](https://arxiv.org/abs/2401.01234), [its record](https://doi.org/10.1000/xyz) and [code](https://github.com/tarn/lakes). See arXiv:2402.00001.\n\n{WORDS}"
        ),
    );
    assert_eq!(texts(&page, "/page/arxiv"), ["2401.01234", "2402.00001"]);
    assert_eq!(texts(&page, "/page/doi"), ["10.1000/xyz"]);
    assert_eq!(texts(&page, "/page/github"), ["tarn/lakes"]);
    let paper = format!(
        "<html><head><base href='https://arxiv.org/html/2401.01234v2/'><title>Slow lakes</title></head><body><h1>Slow lakes</h1><p>{WORDS}</p></body></html>"
    );
    assert_eq!(texts(&read("paper.html", &paper), "/page/arxiv"), ["2401.01234"]);
    let stamped = format!(
        "<html><head><title>Slow lakes</title></head><body><div>arXiv:2401.01234v2 [cs.CL] 3 Jan 2024</div><h1>Slow lakes</h1><p>{WORDS}</p></body></html>"
    );
    assert_eq!(texts(&read("stamped.html", &stamped), "/page/arxiv"), ["2401.01234"]);
}

#[test]
fn titles_of_clips_are_without_the_name_of_the_site() {
    for (title, wanted) in [
        ("Slow lakes | Tarnish", "Slow lakes"),
        ("Slow lakes - Big Tarnish", "Slow lakes"),
        ("Slow lakes – a study of one year", "Slow lakes – a study of one year"),
        ("Tarnish", "Tarnish"),
        ("Slow lakes | Soils", "Slow lakes | Soils"),
    ] {
        let clip = format!(
            "Title: {title}\n\nURL Source: https://www.tarnish.example/slow\n\nMarkdown Content:\n{WORDS}\n"
        );
        assert_eq!(text(&read("clip.md", &clip), "/page/title"), wanted);
    }
}

#[test]
fn a_page_that_could_not_be_had_is_none() {
    let env = TestEnv::empty();
    env.write(
        "gone.md",
        "Title: Not found\n\nURL Source: https://tarn.example/gone\n\nWarning: Target URL returned error 404: Not Found\n\nMarkdown Content:\nNot found.\n",
    );
    let output = env.run(&["index", ".", "--verbose"]);
    assert!(format!("{output}").contains("answer to a failed request"), "{output}");
}

#[test]
fn a_text_below_a_menu_has_its_title() {
    let page = read(
        "saved.txt",
        &format!("Tarn Forum\nLog in\n\nSlow lakes remember\nby Ada Reed\nMay 3 2025\n\n{WORDS}\n\n{WORDS}"),
    );
    assert_eq!(text(&page, "/page/title"), "Slow lakes remember");
    assert_eq!(text(&page, "/page/published/date"), "2025-05-03");
    assert!(entries(&page).is_empty());
}
