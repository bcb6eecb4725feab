//! Who wrote an article, by what stands below its title: names with numbers and marks, in cards, rows and lists.

use serde_json::Value;

use crate::support::TestEnv;

const TITLE: &str = "Slow lakes remember longer";

/// Prose that names nobody.
const PROSE: &str = "<p>We read the gauges of a lake for ten years, and what they told was not what the books had said of it before.</p>";

/// What the page with this head and these lines below its title says in a field that is a list.
fn told(field: &str, head: &str, below: &str) -> String {
    let env = TestEnv::empty();
    let source = format!(
        "<!DOCTYPE html><html lang=en><head><title>{TITLE}</title>{head}</head><main><h1>{TITLE}</h1>{below}{}</main></html>",
        PROSE.repeat(5)
    );
    env.write("page.html", &source);
    let page = env.inspect("page.html").remove(0)["page"].take();
    let values: Vec<&str> = page[field].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    values.join("; ")
}

fn authors(below: &str) -> String {
    told("authors", "", below)
}

#[test]
fn what_tells_of_an_orcid_is_no_part_of_a_name() {
    for below in [
        "<ul class=authors><li class=author><a href=#a>Ada Reed</a> <a href=https://orcid.org/0000-0001-2345-6789><span>ORCID:</span>orcid.org/0000-0001-2345-6789</a><li class=author>Ole Tamm</ul>",
        "<p class=authors><span class='author first'>Ada Reed</span>, <span class=author><a href=https://orcid.org/0000-0002>View ORCID Profile</a>Ole Tamm</span></p>",
    ] {
        assert_eq!(authors(below), "Ada Reed; Ole Tamm", "{below}");
    }
}

#[test]
fn members_in_a_table_are_no_authors_and_a_byline_in_one_is() {
    let row = |name: &str| format!("<tr><td><a href=/u/{name}>{name}</a></td><td>2019-02-11</td></tr>");
    let head = "<tr><th>Name</th><th>Joined</th></tr>";
    assert_eq!(authors(&format!("<table>{head}{}{}</table>", row("heron"), row("dunlin"))), "");
    assert_eq!(authors(&format!("<table>{}</table>", row("heron"))), "heron");
    let post = "<tr><td><a href=/u/heron>heron</a></td><td>2019-02-11</td></tr><tr><td>Three gauges froze.</td></tr>";
    assert_eq!(authors(&format!("<table>{post}</table>")), "heron");
}

#[test]
fn all_who_are_marked_within_one_byline_are_named() {
    let card =
        |name: &str, role: &str| format!("<div class=author-card><div>{name}</div><div>{role}</div></div>");
    let cards = card("Ada Reed", "Senior Fellow – Lakes") + &card("Ole Tamm", "Fellow");
    let creator = |name: &str, place: &str| {
        format!(
            "<span class='creator role_author'><span class=personname>{name}</span><span class=author_notes>{place}, <a href=mailto:a@b.example>a@b.example</a></span></span>"
        )
    };
    let creators =
        creator("Ada Reed", "Institute of Lakes, Lakend") + &creator("Ole Tamm", "University of Lakend");
    let columns = |name: &str, place: &str| {
        format!("<p class=author><a href=https://a.example>{name}</a></p><p class=affiliation>{place}</p>")
    };
    let columns = columns("Ada Reed", "Tarn Lab") + &columns("Ole Tamm", "Institute of Lakes");
    for below in [
        format!("<div class=byline-row>{cards}</div>"),
        format!("<div class=authors>{creators}</div>"),
        format!("<div class=byline><h3>Authors</h3><h3>Affiliations</h3>{columns}</div>"),
        "<span class=personname>Ada Reed<sup>1</sup>   Ole Tamm<sup>1,2</sup> <br><sup>1</sup>Institute of Lakes  <sup>2</sup>Tarn Lab</span>".to_owned(),
    ] {
        assert_eq!(authors(&below), "Ada Reed; Ole Tamm", "{below}");
    }
    let titled = "<div class=author-box><div class=author-title>Ada Reed</div><div class=author-title>Cofounder</div></div>";
    assert_eq!(authors(titled), "Ada Reed");
}

#[test]
fn a_row_of_names_beside_the_day_is_told_from_topics() {
    for (below, wanted) in [
        (
            "<div><span>June 5, 2025</span> · <span>Ada Reed, Wei-Lun Chao, and Ole Tamm</span></div>",
            "Ada Reed; Wei-Lun Chao; Ole Tamm",
        ),
        (
            "<div><span>Ada Reed*, Ole Tamm*</span> <span>5 June 2025</span> <span>12 min read</span></div>",
            "Ada Reed; Ole Tamm",
        ),
        ("<p>tarn.example · Ada Reed, Ole Tamm · June 5, 2025 · 9 min read</p>", "Ada Reed; Ole Tamm"),
        ("<div>June 5, 2025 · 8 min · Ada Reed</div>", "Ada Reed"),
        (
            "<p>Ada Reed1, Wei-Lun Chao2 and Ole Tamm1</p><p>1 Tarn Lab</p>",
            "Ada Reed; Wei-Lun Chao; Ole Tamm",
        ),
        ("<div>Ada Reed, Ole Tamm</div><div>June 5, 2025</div>", "Ada Reed; Ole Tamm"),
        ("<div>Ada Reed, Ole Tamm</div>", ""),
        ("<div>June 5, 2025 · 8 min · Machine Learning</div>", ""),
        ("<div>June 5, 2025 · 8 min · Ten Years</div>", ""),
        ("<div>June 5, 2025 · Machine Learning, Data Science</div>", ""),
        ("<div>June 5, 2025 · Lake Gauges, Old Books</div>", ""),
        ("<div>June 5, 2025 · Ada Reed</div>", ""),
    ] {
        assert_eq!(authors(below), wanted, "{below}");
    }
}

#[test]
fn a_byline_beside_the_title_names_those_whom_metadata_leave_out() {
    let head = "<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":{\"@type\":\"Person\",\"name\":\"Ada Reed\"}}</script>";
    let linked = "<a href=/author/ada-reed/>Ada Reed</a>";
    for (below, wanted) in [
        (
            format!(
                "<div><span>{linked}</span>, <span><a href=/author/ole-tamm/>Ole Tamm</a></span>, <span>Clara Fen</span></div>"
            ),
            "Ada Reed; Ole Tamm; Clara Fen",
        ),
        (format!("<div>{linked}</div><div>Clara Fen, Ole Tamm</div>"), "Ada Reed"),
        ("<p>By Ada Reed, Master Gardener</p>".to_owned(), "Ada Reed"),
        (
            "<p><a href=/author/ole-tamm/>Ole Tamm</a>, <a href=/author/clara-fen/>Clara Fen</a></p>"
                .to_owned(),
            "Ada Reed",
        ),
    ] {
        assert_eq!(told("authors", head, &below), wanted, "{below}");
    }
}

#[test]
fn whoever_wrote_the_entries_of_a_list_did_not_write_the_page() {
    let entry = |name: &str| {
        format!(
            "<li><p class=title>A paper by {name}</p><p class=authors><span>Authors:</span> <a href=/s>{name}</a></p><p>No day is told.</p>"
        )
    };
    let entries: String = ["Ada Reed", "Ole Tamm", "Clara Fen", "Basil Marsh"].map(entry).concat();
    assert_eq!(authors(&format!("<ol>{entries}</ol>")), "");
    let rows: String = ["Ada Reed", "Ole Tamm", "Clara Fen"]
        .map(|name| format!("<li><span class=author>{name}</span>"))
        .concat();
    assert_eq!(authors(&format!("<ul>{rows}</ul>")), "Ada Reed; Ole Tamm; Clara Fen");
}

#[test]
fn chips_side_by_side_are_several_and_a_link_to_the_source_is_none() {
    let day = "<p>June 5, 2025</p>";
    for (below, wanted) in [
        (
            "<div class=categories><span class=category>Lakes</span><span class=category>Old gauges</span></div>",
            "Lakes; Old gauges",
        ),
        ("<div class=categories><a href=/a>Lakes</a> <a href=/b>Old gauges</a></div>", "Lakes; Old gauges"),
        ("<div class=category><span>Old</span> <span>gauges</span></div>", "Old gauges"),
        (
            "<p>June 5, 2025 | <a href=https://forge.example/edit rel='noopener edit'>Suggest Changes</a></p>",
            "",
        ),
        (
            "<div class=topicpath><a href=/>Top</a> &gt; <a href=/n>Notes</a> &gt; <a href=/n/r>Readings</a> &gt; Slow lakes</div>",
            "Readings",
        ),
        ("<div class=crumbs><a href=/>Tarn</a> &gt; <a href=/n>Notes</a></div>", "Notes"),
        (
            "<div class=breadcrumbs><a href=/>Tarn</a> &gt; <a href=/list/cs>cs</a></div><table><tr><td class=label>Subjects:<td>Lake Gauges (cs.LG); Old Books (st.OB)</table>",
            "Lake Gauges (cs.LG); Old Books (st.OB)",
        ),
    ] {
        assert_eq!(told("categories", "", &format!("{below}{day}")), wanted, "{below}");
    }
}

#[test]
fn rows_that_nothing_marks_are_read_in_more_scripts_and_beside_the_day() {
    let affiliated = "<ul class=authors><li><span class=name>Ada Reed</span><span class=affiliation>Lake Hall</span><li><span class=name>Ole Tamm</span><span class=affiliation>Tarn Hall</span></ul>";
    for (below, wanted) in [
        ("<p>3 May 2025</p><p>Ada Reed, Ole Tamm - Tarn Lab</p>", "Ada Reed; Ole Tamm"),
        ("<p>Ada Reed*, Ole Tamm* | * equal contribution</p>", "Ada Reed; Ole Tamm"),
        ("<p>Ada Reed | 4 April 2024</p>", "Ada Reed"),
        ("<p>Ada Reed | Friday 4 April 2024, 09:20</p>", "Ada Reed"),
        ("<p>Елена Речная · 19 января 2025, 10:07</p>", "Елена Речная"),
        ("<p>Ann Arbor, 4 April 2024</p>", ""),
        ("<p>오디오, 이미지</p><p>2023년 8월 31일</p>", ""),
        ("<p>Ada Reed, 4 April 2024, Tarn Hall</p>", ""),
        ("<p>이수진, 박민호, 최영희</p><p>2023년 8월 31일</p>", "이수진; 박민호; 최영희"),
        ("<p>孙丽<sup>1</sup>，马小超<sup>1,2</sup>，郭敏<sup>2</sup></p>", "孙丽; 马小超; 郭敏"),
        ("<dl><dt>作者</dt><dd>林小河</dd><dt>日期</dt><dd>2023-12-05</dd></dl>", "林小河"),
        (affiliated, "Ada Reed; Ole Tamm"),
    ] {
        assert_eq!(authors(below), wanted, "{below}");
    }
}

/// Ten names, more than a byline of a hundred letters has.
const TEN: [&str; 10] = [
    "Ada Reed",
    "Basil T. Marsh",
    "Clara van der Aa",
    "Dora Fenwick",
    "Edgar Tamm",
    "Flora Beck",
    "Gustav Lindqvist",
    "Hanna Ostrander",
    "Ida Moor",
    "Jonas Tarnowski",
];

#[test]
fn a_long_list_of_authors_is_whole_wherever_words_introduce_it() {
    let (row, all) = (TEN.join(", "), TEN.join("; "));
    let spans = TEN.map(|name| format!("<span>{name}</span>")).join(", ");
    let noted = TEN.map(|name| format!("{name}<sup>1,2</sup>")).join(", ");
    let items = TEN.map(|name| format!("<li>{name}")).concat();
    let values = TEN.map(|name| format!("<dd>{name}")).concat();
    for below in [
        format!("<h3>Authors</h3><p>{row}</p><h3>Published</h3><p>June 5, 2025</p>"),
        format!("{}<section><h2>Authors</h2><p>{row}</p></section>", PROSE.repeat(6)),
        format!("<dl><dt>Authors<dd>{row}<dt>Published<dd>June 5, 2025</dl>"),
        format!("<dl><dt>Authors{values}<dt>Published<dd>June 5, 2025</dl>"),
        format!("<h3>Authors</h3><ul>{items}</ul>"),
        format!("<p>Authors: {spans}</p>"),
        format!("<p><b>Authors:</b> {noted}</p>"),
        format!("<p>By {row}</p>"),
    ] {
        assert_eq!(authors(&below), all, "{below:.90}");
    }
    // A post behind a comma is no second name, however much follows.
    let post = format!(
        "<div>Written by: <a href=/ar>Ada Reed, </a><span>Senior Keeper</span> <i>{}</i></div>",
        "of the lake ".repeat(9)
    );
    assert_ne!(authors(&post), "Ada Reed; Senior Keeper");
    // What goes on otherwise ends the names.
    let prose = "<p>By Ada Reed, Ole Tamm, and whoever reads the gauges of the lake in winter, when others of the house sleep, Deep Water</p>";
    assert_ne!(authors(prose), "Ada Reed; Ole Tamm; Deep Water");
}

#[test]
fn what_somebody_is_stands_apart_from_the_name() {
    let card = |name: &str, role: &str| {
        format!("<div class=author><span class=name>{name}</span><span class=role>{role}</span></div>")
    };
    for (below, wanted) in [
        (card("Ada Reed", "Former Keeper - Lake Studies"), "Ada Reed"),
        (card("Ada Reed", "Visiting Scholar"), "Ada Reed"),
        ("<div class=author><span>Ada Reed</span><span>Visiting Scholar</span></div>".to_owned(), "Ada Reed"),
        ("<div class=author><span>Ada</span> <span>Reed</span></div>".to_owned(), "Ada Reed"),
        ("<div class=byline><a href=/a>Ada Reed</a><span class=name>Senior Analyst</span></div>".to_owned(), "Ada Reed"),
        ("<div class=byline>Written by: <a href=/author/ada><span>Ada Reed, </span></a><span>Senior Analyst</span></div>".to_owned(), "Ada Reed"),
        ("<p class=byline>By <b class=name>Ada Reed</b> and Ole Tamm</p>".to_owned(), "Ada Reed; Ole Tamm"),
        (
            "<section class=authors><h2>Autor/innen</h2><ul><li><span class=name>Ada Reed</span><li><span class=name>Ole Tamm</span></ul></section>".to_owned(),
            "Ada Reed; Ole Tamm",
        ),
        ("<p class=author><span class=site-name>Tarn Lab</span> Ada Reed</p>".to_owned(), "Tarn Lab Ada Reed"),
    ] {
        assert_eq!(authors(&below), wanted, "{below}");
    }
    let boxed = |name: &str, account: &str| {
        format!(
            "<div class=row><a href=/{account}><span class=fullname>{name}</span><span>{account}</span></a><button>Follow</button></div>"
        )
    };
    let three = boxed("Ada Reed", "areed") + &boxed("Ole Tamm", "oletamm") + &boxed("Clara Fen", "clara");
    assert_eq!(authors(&format!("<div>{three}</div>")), "Ada Reed; Ole Tamm; Clara Fen");
    // Boxes with titles are other pages.
    let card = |title: &str, name: &str| {
        format!("<div class=row><b>{title}</b><span class=fullname>{name}</span><button>Save</button></div>")
    };
    let cards = card("How rivers rise", "Ole Tamm") + &card("What snow keeps", "Clara Fen");
    assert_ne!(authors(&format!("<div>{cards}</div>")), "Ole Tamm; Clara Fen");
}

#[test]
fn teams_topics_and_kinds_beside_a_day_are_no_people() {
    for topic in [
        "Societal Impacts",
        "Model Welfare",
        "River Team",
        "System Card",
        "Working Paper",
        "Issue Brief",
        "Technical Governance",
        "Lake Hydrology",
        "Water Politics",
    ] {
        assert_eq!(authors(&format!("<p>{topic} · June 5, 2025</p>")), "", "{topic}");
        assert_eq!(authors(&format!("<p>{topic}</p><p>June 5, 2025</p>")), "", "{topic}");
    }
    for name in ["Ann Lee", "Clément Moor", "Ada Nation Reed", "Basil Marsh"] {
        assert_eq!(authors(&format!("<p>{name} · June 5, 2025</p>")), name);
    }
}

#[test]
fn a_word_for_by_is_one_in_the_language_of_the_page() {
    for (below, wanted) in [
        ("<p class=byline><a href=/q>Di Wu</a> and <a href=/r>Rosa Lind</a></p>", "Di Wu; Rosa Lind"),
        ("<p class=byline>Por Nilsson, Von Harrow</p>", "Por Nilsson; Von Harrow"),
        ("<span class=author>Af Klint Berg</span>", "Af Klint Berg"),
    ] {
        assert_eq!(authors(below), wanted, "{below}");
    }
    // Where somebody works is nobody.
    let employed = authors(
        "<div class=author><span itemprop=name>Ada Reed</span><span itemprop=worksFor><span itemprop=name>Tarn House</span></span></div>",
    );
    assert_eq!(employed, "Ada Reed");
    // Nor do a banner and the lack of paragraphs hide what a text is written in.
    let french = "Le gardien du lac notait chaque matin jusqu'où la glace était allée, et ce que les hérons en faisaient pendant qu'il les regardait depuis la maison. ".repeat(4);
    let banner = "<div><p>We use cookies to make this site better, and to know who reads it, and we share them with our partners in many lands.</p></div>".repeat(20);
    for (banner, text) in
        [("", format!("<div>{french}</div>")), (banner.as_str(), format!("<p>{french}</p>"))]
    {
        let env = TestEnv::empty();
        env.write("page.html", format!("<!DOCTYPE html><html lang=en><title>{TITLE}</title>{banner}<main><h1>{TITLE}</h1><p>Par Ada Reed</p>{text}"));
        assert_eq!(env.inspect("page.html").remove(0)["page"]["authors"], serde_json::json!(["Ada Reed"]));
    }
    // A theme may say that a page in German is in English.
    let german = "<p>Wir haben zehn Jahre lang die Pegel eines Sees gelesen, und was sie sagten, war nicht, was die Bücher vorher davon gesagt hatten. Niemand hat uns geglaubt.</p>";
    let env = TestEnv::empty();
    for (lang, text) in [("en", german.repeat(5)), ("de", String::new())] {
        let page = format!(
            "<!DOCTYPE html><html lang={lang}><title>{TITLE}</title><main><h1>{TITLE}</h1><p>Von Ada Reed und Ole Tamm</p>{text}"
        );
        env.write("page.html", &page);
        let page = env.inspect("page.html").remove(0);
        assert_eq!(page["page"]["authors"], serde_json::json!(["Ada Reed", "Ole Tamm"]), "{lang}");
    }
}

#[test]
fn a_linked_byline_names_those_whom_one_declared_author_leaves_out() {
    let head = "<meta name=citation_title content='Slow lakes remember longer'><meta name=citation_author content='Ada Reed'>";
    let links =
        "by <span><a href=/users/ada>Ada Reed</a></span>, <span><a href=/users/ole>Ole Tamm</a></span>";
    let below = format!("<div>{links} <time datetime=2025-06-03>3rd Jun 2025</time></div>");
    for text in
        ["", "<p>What we read there was not what the books had said of the lake for so many years.</p>"]
    {
        assert_eq!(told("authors", head, &format!("{below}{text}")), "Ada Reed; Ole Tamm");
    }
    assert_eq!(
        told("authors", head, "<div>by <a href=/users/ada>Ada Reed</a>, Head Keeper</div>"),
        "Ada Reed"
    );
}

#[test]
fn bylines_in_more_scripts_and_tongues_are_read() {
    for (below, wanted) in [
        ("<p>发布时间：2026-02-28 作者：林小河 浏览次数：76</p>", "林小河"),
        ("<p>发布时间：2026-02-28 来源：河流处 作者：林小河</p>", "林小河"),
        ("<p><small>作者:</small>林小河 <small>时间:</small>2026-02-28</p>", "林小河"),
        ("<p>取材・文／山田太郎</p>", "山田太郎"),
        ("<p>文・社会学部</p>", ""),
        ("<p>文/林小河</p>", "林小河"),
        ("<p>记者 林小河</p>", "林小河"),
        ("<p>강하나 기자 hana@tarn.example</p>", "강하나"),
        ("<p>文/化とは何か</p>", ""),
        ("<p>记者 站在河边看着水慢慢涨起来</p>", ""),
        ("<p>Autorin: Dr. phil. Petra Moor</p>", "Petra Moor"),
        ("<p>Verfasser: Ole Tamm</p>", "Ole Tamm"),
        ("<p>Ein Gastbeitrag von Ada Reed</p>", "Ada Reed"),
        ("<p>Propos recueillis par Ada Reed</p>", "Ada Reed"),
        ("<p>Autor:in: Ada Reed</p>", "Ada Reed"),
        ("<p>Tekst: Ole Tamm / Beeld: Ada Reed</p>", "Ole Tamm"),
        ("<p>Ayşe Dere / ANKARA</p><p>5 Haziran 2025</p>", "Ayşe Dere"),
        ("<p>Lake Gauges / ANKARA</p>", ""),
    ] {
        assert_eq!(authors(below), wanted, "{below}");
    }
}
