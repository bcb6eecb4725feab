//! Days of pages and of entries, as many languages write them and as lists lay them out.
//!
//! In: pages written for it. Out: failures that name them. What a text alone tells is tested beside the code.

use crate::support::{TestEnv, entries_of, text};

/// What a page with this line below its title, and this below its text, says of its days.
fn days_of(lang: &str, above: &str, below: &str) -> String {
    let prose = "<p>Some words that stand here so that the page has prose enough to be an article, about words or about something else.</p>".repeat(14);
    let env = TestEnv::empty();
    env.write(
        "page.html",
        format!(
            "<html lang={lang}><title>Gauges of the tarn</title><main><h1>Gauges of the tarn</h1>{above}{prose}{below}</main></html>"
        ),
    );
    let page = &env.inspect("page.html")[0];
    format!("{} {}", text(page, "/page/published/date"), text(page, "/page/updated/date"))
}

#[test]
fn what_labels_say_of_days_is_known_in_many_languages() {
    let day = "<p>2025-03-11</p>";
    for (lang, line) in [
        ("fr", "Dernière modification : 4 avril 2025"),
        ("cs", "Poslední změna: 4. 4. 2025"),
        ("sv", "Senast ändrad: 2025-04-04"),
        ("fi", "Viimeksi muokattu 4.4.2025"),
        ("hu", "Utolsó módosítás: 2025. 04. 04."),
        ("ru", "Последнее обновление: 04.04.2025"),
        ("ja", "改訂日：2025年4月4日"),
        ("ar", "تم التحديث في 4 أبريل 2025"),
        ("vi", "Cập nhật lần cuối: 04/04/2025"),
        ("th", "ปรับปรุงล่าสุด: 04/04/2025"),
    ] {
        assert_eq!(days_of(lang, day, &format!("<p>{line}</p>")), "2025-03-11 2025-04-04", "{line}");
    }
    for (lang, line) in [
        ("cs", "Datum vydání: 2024-06-30"),
        ("uk", "Дата публікації: 2024-06-30"),
        ("el", "Ημερομηνία δημοσίευσης: 2024-06-30"),
        ("he", "תאריך פרסום: 2024-06-30"),
        ("vi", "Ngày đăng: 2024-06-30"),
        ("th", "วันที่เผยแพร่: 2024-06-30"),
    ] {
        assert!(days_of(lang, "", &format!("<p>{line}</p>")).starts_with("2024-06-30 "), "{line}");
    }
}

#[test]
fn a_paper_is_published_neither_when_it_was_sent_nor_when_it_was_taken() {
    for (lang, line) in [
        ("de", "Eingereicht: 12.02.2024. Angenommen: 30.03.2024. Veröffentlicht: 30.06.2024"),
        ("zh", "收稿日期：2024-02-12　修回日期：2024-03-30　出版日期：2024-06-30"),
        ("ko", "접수일: 2024.02.12 게재확정일: 2024.03.30 발행일: 2024.06.30"),
        ("ru", "Поступила в редакцию 12.02.2024. Принята к публикации 30.03.2024. Опубликована 30.06.2024."),
        ("ar", "تاريخ الاستلام: 2024/02/12 تاريخ القبول: 2024/03/30 تاريخ النشر: 2024/06/30"),
    ] {
        assert!(days_of(lang, &format!("<p>{line}</p>"), "").starts_with("2024-06-30 "), "{line}");
    }
}

#[test]
fn what_a_colon_follows_is_said_of_the_day_behind_it() {
    for line in [
        "5. Februar 2025 | Aktualisiert: 6. Februar 2025",
        "5. Februar 2025, 17:42 Uhr <span>Aktualisiert: 6. Februar 2025</span>",
    ] {
        assert_eq!(days_of("de", &format!("<p>{line}</p>"), ""), "2025-02-05 2025-02-06", "{line}");
    }
}

#[test]
fn a_report_may_begin_with_a_place_in_small_letters() {
    let report = "Lake Works, which measures tarns, opened a hall for visitors. ".repeat(4);
    for line in ["Roma, 22 luglio 2024 -", "Berlin, 22. Juli 2024 –", "Paris, le 22 juillet 2024 –"] {
        let found = days_of("fr", &format!("<p>{line} {report}</p>"), "");
        assert!(found.starts_with("2024-07-22 "), "{line}");
    }
}

#[test]
fn days_of_an_event_are_not_those_of_its_page() {
    let event =
        "<script type=application/ld+json>{\"@type\":\"Event\",\"startDate\":\"2025-06-12T09:00\"}</script>";
    let found = days_of("en", &format!("{event}<p>June 12–13, 2025</p>"), "");
    assert!(!found.starts_with("2025"), "{found}");
}

const TITLES: [&str; 4] =
    ["Ice that admits doubt", "Slow lakes, long memory", "Depth by echo alone", "What herons remember"];

/// The days of a list of four cards, each in its turn, with the headings that stand over the first and the third.
fn listed(lang: &str, heads: [&str; 2], cards: [&str; 4]) -> String {
    let card = |at: usize| {
        let link = format!("<a href=/p{at}>{}</a>", TITLES[at]);
        format!("<li>{}</li>", cards[at].replace("TITLE", &link))
    };
    let [first, second] = heads;
    let found = entries_of(
        "page.html",
        format!(
            "<html lang={lang}><title>Notes</title><main><h1>Notes</h1>{first}<ul>{}{}</ul>{second}<ul>{}{}</ul></main></html>",
            card(0),
            card(1),
            card(2),
            card(3)
        ),
    );
    found.iter().map(|entry| text(entry, "/published/date")).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_heading_names_its_year_with_a_word_or_by_another_era() {
    for (lang, recent, older) in [
        ("de", "Jahr 2025", "Jahr 2024"),
        ("fr", "Année 2025", "Année 2024"),
        ("ru", "2025 год", "2024 год"),
        ("vi", "Năm 2025", "Năm 2024"),
        ("ja", "2025年度", "2024年度"),
        ("ja", "令和7年", "令和6年"),
        ("th", "พ.ศ. 2568", "พ.ศ. 2567"),
    ] {
        let heads = [format!("<h3>{recent}</h3>"), format!("<h3>{older}</h3>")];
        let found = listed(lang, [&heads[0], &heads[1]], ["TITLE"; 4]);
        assert_eq!(found, "2025 2025 2024 2024", "{recent}");
    }
}

#[test]
fn a_day_takes_its_month_and_year_from_where_they_stand() {
    let year = ["<h2>2024</h2>", ""];
    for (lang, heads, cards) in [
        (
            "de",
            year,
            [
                "<span>28.09.</span> TITLE",
                "<span>15.09.</span> TITLE",
                "<span>20.08.</span> TITLE",
                "<span>02.07.</span> TITLE",
            ],
        ),
        (
            "zh",
            year,
            [
                "<span>09-28</span> TITLE",
                "<span>09-15</span> TITLE",
                "<span>08-20</span> TITLE",
                "<span>07-02</span> TITLE",
            ],
        ),
        (
            "ko",
            year,
            [
                "<span>9월 28일</span> TITLE",
                "<span>9월 15일</span> TITLE",
                "<span>8월 20일</span> TITLE",
                "<span>7월 2일</span> TITLE",
            ],
        ),
        (
            "es",
            ["", ""],
            [
                "<b>28</b> <span>Sep 2024</span> TITLE",
                "<b>15</b> <span>Sep 2024</span> TITLE",
                "<b>20</b> <span>Ago 2024</span> TITLE",
                "<b>2</b> <span>Jul 2024</span> TITLE",
            ],
        ),
    ] {
        assert_eq!(listed(lang, heads, cards), "2024-09-28 2024-09-15 2024-08-20 2024-07-02", "{lang}");
    }
    let months = ["<h2>2024</h2><h3>Dezember</h3>", "<h3>März</h3>"];
    assert_eq!(listed("de", months, ["TITLE"; 4]), "2024-12 2024-12 2024-03 2024-03");
    let months = ["<h2>Noviembre de 2025</h2>", "<h2>Octubre de 2025</h2>"];
    let cards = ["<b>Jueves 20</b> TITLE", "<b>Lunes 10</b> TITLE", "<b>31</b> TITLE", "<b>7</b> TITLE"];
    assert_eq!(listed("es", months, cards), "2025-11-20 2025-11-10 2025-10-31 2025-10-07");
}

#[test]
fn the_day_of_an_entry_is_not_the_one_that_its_teaser_tells() {
    let card = |told: &str, own: &str| format!("TITLE<p>{told}</p><p>{own}</p>");
    let cards = [
        card("Proposals may be handed in until 31 January 2026.", "11 November 2025"),
        card("The meeting is held from 4 to 6 March 2026.", "26 September 2025"),
        card("Ines Rohde takes over on 1 July 2025.", "2 June 2025"),
        card("The hall is closed until 9 May 2025.", "7 May 2025"),
    ];
    let found = listed("en", ["", ""], [&cards[0], &cards[1], &cards[2], &cards[3]]);
    assert_eq!(found, "2025-11-11 2025-09-26 2025-06-02 2025-05-07");
}

#[test]
fn one_order_of_day_and_month_holds_for_a_page() {
    let cards =
        ["22/01/2025", "05/12/2024", "30/10/2024", "03/07/2024"].map(|day| format!("<p>{day}</p>TITLE"));
    let found = listed("en", ["", ""], [&cards[0], &cards[1], &cards[2], &cards[3]]);
    assert_eq!(found, "2025-01-22 2024-12-05 2024-10-30 2024-07-03");
}

#[test]
fn front_matter_names_the_day_of_a_change_by_many_keys() {
    for key in ["date-modified", "last_modified_at", "lastmod"] {
        let env = TestEnv::empty();
        env.write(
            "note.md",
            format!("---\ntitle: Tails\ndate: 2024-08-30\n{key}: 2024-09-04\n---\nWords of it.\n"),
        );
        assert_eq!(text(&env.inspect("note.md")[0], "/page/updated/date"), "2024-09-04", "{key}");
    }
}

#[test]
fn a_relative_date_in_a_row_of_small_print_is_read() {
    let prose = "<p>Some words that stand here so that the page has prose enough to be an article, about words or about something else.</p>".repeat(14);
    for (row, wanted) in [
        (
            "<time>3 days ago</time> by <a href=/a>Ngozi Pritchard-Vandermeer</a> \u{b7} Instruments and measures",
            "2024-02-27",
        ),
        (
            "<span class=posted-on><span>Yesterday</span></span> <span class=byline>by <a href=/a>Ngozi Pritchard-Vandermeer</a></span>",
            "2024-02-29",
        ),
        (
            "By <a href=/a>Ngozi Pritchard-Vandermeer</a>, <time>2 days ago</time>, filed under instruments",
            "2024-02-28",
        ),
        // Nothing says that it is a date.
        (
            "<span class=lead>Yesterday</span> <b>Ngozi Pritchard-Vandermeer</b> came back from the northern lakes",
            "",
        ),
        // An hour is not ago.
        ("<time>3 days</time> of reading by <a href=/a>Ngozi Pritchard-Vandermeer</a> of instruments", ""),
    ] {
        let env = TestEnv::empty();
        env.write(
            "page.html",
            format!("<html lang=en><title>Gauges of the tarn</title><main><h1>Gauges of the tarn</h1><div>{row}</div>{prose}</main></html>"),
        );
        env.write(
            "page.json",
            r#"{"url": "https://tarn.example/gauges", "captured": "2024-03-01T12:00:00Z"}"#,
        );
        let page = &env.inspect("page.html")[0];
        assert_eq!(text(page, "/page/published/date"), wanted, "{row}");
    }
}

#[test]
fn what_the_only_entry_of_an_archive_tells_is_not_said_of_the_archive() {
    let env = TestEnv::empty();
    env.write("page.json", r#"{"url": "https://lake.example/2021/06/"}"#);
    env.write(
        "page.html",
        "<html lang=en><title>June 2021 – Lake</title><main><h1>Month: June 2021</h1><article class=post>\
         <h2><a href=/2021/06/gulls/>How gulls are counted</a></h2><p>By <a rel=author href=/x>Ada Reed</a></p>\
         <p>Forty nests and a summer of patience.</p><time datetime=2021-06-02T10:00:00Z>June 2, 2021</time>\
         </article></main></html>",
    );
    let page = &env.inspect("page.html")[0];
    assert_eq!((text(page, "/page/kind"), text(page, "/page/published/date")), ("page", ""));
    assert!(page["page"]["authors"].as_array().is_none_or(Vec::is_empty), "{}", page["page"]["authors"]);
}
