//! What the small print of rows says: which day a label names, who wrote, under what it is filed, and what is a button.

use serde_json::Value;

use crate::support::{entries_of, text, texts};

const TITLES: [&str; 4] = [
    "Slow lakes remember longer",
    "Ice models that admit doubt",
    "What fish know about currents",
    "Soundings of the upper tarn",
];

/// `date | authors | categories` of the entries of a page.
fn rows(language: &str, body: &str) -> Vec<String> {
    let page = format!(
        "<!DOCTYPE html><html lang={language}><head><meta charset=utf-8><title>Tarn Works</title></head><body>\
         <main><h1>Tarn Works</h1>{body}</main></body></html>"
    );
    let line = |entry: &Value| {
        let (authors, topics) = (texts(entry, "/authors").join("; "), texts(entry, "/categories").join("; "));
        format!("{} | {authors} | {topics}", text(entry, "/published/date"))
    };
    entries_of("page.html", &page).iter().map(line).collect()
}

/// A row for each title: its link, its number.
fn list(row: impl Fn(&str, usize) -> String) -> String {
    let link = |(at, title): (usize, &&str)| row(&format!("<a href='/p/{at}'>{title}</a>"), at);
    TITLES.iter().enumerate().map(link).collect()
}

/// A line for each title, of its number.
fn wanted(line: impl Fn(usize) -> String) -> Vec<String> {
    (0..TITLES.len()).map(line).collect()
}

#[test]
fn the_labelled_day_of_publication_wins_and_labels_are_no_topics() {
    for (language, other, published) in [
        ("ko", "접수기간: 2026.06.0{} ~ 2026.06.20", "등록일: 2026.05.0{}"),
        ("zh", "截止日期：2026-06-0{}", "发布日期：2026-05-0{}"),
        ("de", "Frist: 0{}.06.2026", "Veröffentlicht: 0{}.05.2026"),
        ("fr", "Date limite : 0{}/06/2026", "Publié le 0{}/05/2026"),
        ("ja", "締切：2026年6月{}日", "公開日：2026年5月{}日"),
    ] {
        let found = rows(
            language,
            &list(|link, at| {
                let [other, published] =
                    [other, published].map(|text| text.replace("{}", &(at + 1).to_string()));
                format!("<li>{link} <span>{other}</span> <span>{published}</span></li>")
            }),
        );
        assert_eq!(found, wanted(|at| format!("2026-05-0{} |  | ", at + 1)), "{language}");
    }
}

#[test]
fn what_ends_in_a_colon_before_a_day_is_no_topic_but_a_word_beside_it_is() {
    let row = |sign: &str| {
        let topics = ["Circulated", "Discussed", "Circulated", "Discussed"];
        list(|link, at| format!("<li><h3>{link}</h3><p>{}{sign} May {}, 2026</p></li>", topics[at], at + 1))
    };
    assert_eq!(rows("en", &row(":")), wanted(|at| format!("2026-05-0{} |  | ", at + 1)));
    let topics = ["Circulated", "Discussed"];
    assert_eq!(rows("en", &row(" ·")), wanted(|at| format!("2026-05-0{} |  | {}", at + 1, topics[at % 2])));
}

#[test]
fn vacancies_and_events_have_no_day_of_publication() {
    for label in ["Apply by", "Start date:", "Interview date:", "Plazo de solicitud: hasta"] {
        let found = rows(
            "en",
            &list(|link, at| {
                format!("<li><h3>{link}</h3><p>Upper Tarn</p><p>{label} {} May 2026</p></li>", at + 1)
            }),
        );
        assert!(found.iter().all(|row| row == " |  | "), "{label}: {found:?}");
    }
    let event = |heading: &str, clock: &str| {
        let rows_of_days = list(|link, at| {
            format!("<li><h3>{link}</h3><p>{} May 2026{clock}</p><p>Hall {at}</p></li>", at + 1)
        });
        rows("en", &format!("<h2>{heading}</h2><ul>{rows_of_days}</ul>"))
    };
    let found = event("Upcoming events", ", 18:30");
    assert!(found.iter().all(|row| row == " |  | "), "{found:?}");
    // News of events, and rows without the time of day, are dated.
    for found in [event("Latest news", ", 18:30"), event("Upcoming events", "")] {
        let days: Vec<&str> = found.iter().filter_map(|row| row.split(" | ").next()).collect();
        assert_eq!(days, ["2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04"]);
    }
}

#[test]
fn a_label_of_several_words_before_a_short_year_is_read() {
    let found = rows(
        "es",
        &list(|link, at| {
            format!("<div><h4>{link}</h4><span>Fecha de publicación {}/05/26</span></div>", at + 20)
        }),
    );
    assert_eq!(found, wanted(|at| format!("2026-05-{} |  | ", at + 20)));
}

#[test]
fn buttons_lead_elsewhere_in_every_row_and_topics_to_one_place() {
    let row = |address: fn(usize) -> String| {
        list(|link, at| {
            format!(
                "<div><h3>{link}</h3><p>May {}, 2026</p><a href='{}'>System card</a></div>",
                at + 1,
                address(at)
            )
        })
    };
    assert_eq!(
        rows("en", &row(|at| format!("/cards/{at}.pdf"))),
        wanted(|at| format!("2026-05-0{} |  | ", at + 1))
    );
    assert_eq!(
        rows("en", &row(|_| "/filed/cards".to_owned())),
        wanted(|at| format!("2026-05-0{} |  | System card", at + 1))
    );
}

#[test]
fn authors_are_read_from_lists_labels_and_kinds() {
    let people = ["Ann Lee", "Bo Marsh", "Carl Dox", "Eve Wu"];
    let kinds = ["Essay", "Report"];
    let lists = list(|link, at| {
        format!(
            "<div role=listitem><div>{link}<div>May {}, 2026</div></div><div role=list>\
             <div role=listitem><a href='/author/{at}'>{}</a></div></div></div>",
            at + 1,
            people[at]
        )
    });
    let labels = list(|link, at| {
        format!(
            "<article><h2>{link}</h2><footer>Date: May {}, 2026 | Estimated Reading Time: 9 min | Author: {}</footer></article>",
            at + 1,
            people[at]
        )
    });
    for body in [format!("<div role=list>{lists}</div>"), labels] {
        assert_eq!(
            rows("en", &body),
            wanted(|at| format!("2026-05-0{} | {} | ", at + 1, people[at])),
            "{body}"
        );
    }
    let by_kind = list(|link, at| {
        format!(
            "<div><span>May {}, 2026</span><div>{link}<p>{} · {}</p></div></div>",
            at + 1,
            kinds[at % 2],
            people[at]
        )
    });
    assert_eq!(
        rows("en", &by_kind),
        wanted(|at| format!("2026-05-0{} | {} | {}", at + 1, people[at], kinds[at % 2]))
    );
}

#[test]
fn headings_over_several_rows_each_are_topics_unless_they_name_parts_of_the_page() {
    let sections = |heads: [&str; 2]| {
        let rows_of = list(|link, at| format!("<div><p>May {}, 2026</p><h3>{link}</h3></div>|", at + 1));
        let cards: Vec<&str> = rows_of.split('|').collect();
        let [first, second] = heads;
        format!(
            "<section><h2>{first}</h2>{}{}</section><section><h2>{second}</h2>{}{}</section>",
            cards[0], cards[1], cards[2], cards[3]
        )
    };
    let heads = ["Evaluations", "Governance"];
    assert_eq!(
        rows("en", &sections(heads)),
        wanted(|at| format!("2026-05-0{} |  | {}", at + 1, heads[at / 2]))
    );
    for heads in [["Load these first", "Top picks"], ["Ada Reed", "Ole Tamm"]] {
        assert_eq!(rows("en", &sections(heads)), wanted(|at| format!("2026-05-0{} |  | ", at + 1)));
    }
    assert_eq!(
        rows("en", &sections(["Featured", "Governance"])),
        wanted(|at| format!("2026-05-0{} |  | ", at + 1))
    );
}

#[test]
fn a_sign_between_a_topic_and_its_day_parts_nothing_off() {
    let topics = ["Nyhet", "Rapport", "Nyhet", "Samtal"];
    let found = rows(
        "sv",
        &list(|link, at| {
            format!(
                "<div><h2>{link}</h2><p><span>{}</span> · <span>{} maj 2026</span></p></div>",
                topics[at],
                at + 1
            )
        }),
    );
    assert_eq!(found, wanted(|at| format!("2026-05-0{} |  | {}", at + 1, topics[at])));
}

#[test]
fn tables_name_their_columns_in_many_languages() {
    let people = ["Ann Lee", "Bo Marsh", "Carl Dox", "Eve Stone"];
    let topics = ["Eis", "Wasser", "Fische", "Tiefe"];
    for (language, heads) in [
        ("de", ["Datum", "Titel", "Verfasser", "Thema"]),
        ("fr", ["Date", "Titre", "Auteur", "Thème"]),
        ("es", ["Fecha", "Título", "Autora", "Sección"]),
        ("tr", ["Tarih", "Başlık", "Yazar", "Kategori"]),
    ] {
        let head = format!("<th>{}</th>", heads.join("</th><th>"));
        let body = list(|link, at| {
            format!(
                "<tr><td>1{at}.05.2026</td><td>{link}</td><td>{}</td><td>{}</td></tr>",
                people[at], topics[at]
            )
        });
        let found = rows(language, &format!("<table><thead><tr>{head}</tr></thead>{body}</table>"));
        assert_eq!(
            found,
            wanted(|at| format!("2026-05-1{at} | {} | {}", people[at], topics[at])),
            "{language}"
        );
    }
}
