//! Lists of papers that were copied as text, and other lists whose dates few lines tell.

use serde_json::Value;

use crate::support::{entries_of, text, texts};

/// Title, authors, venue, year.
const PAPERS: [(&str, &[&str], &str, &str); 5] = [
    ("Slow lakes remember longer", &["Ada Reed", "Basil T. Marsh"], "Lake Society", "2025"),
    ("Lakes and Their Rivers", &["Clara van der Aa", "Ada Reed"], "Soundings", "2025"),
    ("Ice models that admit doubt", &["Élise Martin", "Basil T. Marsh", "Ada Reed"], "Lake Society", "2024"),
    ("What fish know about currents", &["Ada Reed"], "Rivers", "2023"),
    ("The first sounding of the upper tarn", &["Dan Brook", "Clara van der Aa"], "Soundings", "2021"),
];

fn of_text(content: &str) -> Vec<String> {
    let line = |entry: &Value| {
        let authors = texts(entry, "/authors").join(", ");
        format!("{} | {} | {authors}", text(entry, "/published/date"), text(entry, "/title"))
    };
    entries_of("page.txt", content).iter().map(line).collect()
}

/// The entries of a text that says each paper as `shape` does: title, authors, venue, year, number.
fn listed(before: &str, shape: impl Fn(&str, &str, &str, &str, usize) -> String) -> Vec<String> {
    let say = |(at, (title, by, venue, year)): (usize, &(&str, &[&str], &str, &str))| {
        shape(title, &by.join(", "), venue, year, at)
    };
    let papers: String = PAPERS.iter().enumerate().map(say).collect();
    of_text(&format!("Tarn Lab\nAbout\nPeople\n{before}\n{papers}\n© 2026 Tarn Lab\nPrivacy policy\n"))
}

fn wanted() -> Vec<String> {
    let line =
        |(title, by, _, year): &(&str, &[&str], &str, &str)| format!("{year} | {title} | {}", by.join(", "));
    PAPERS.iter().map(line).collect()
}

#[test]
fn papers_are_read_by_the_names_of_their_authors() {
    for (shape, found) in [
        (
            "lines",
            listed("Publications", |t, by, v, y, _| format!("{t}\n{by}\n{v} {y} . [ pdf ] [ code ]\n")),
        ),
        (
            "lines with topics and summaries",
            listed("publications", |t, by, v, y, _| {
                format!(
                    "{v}\n{t}\n{by}\nIn {v} conference , {y}\nAbs Bib\nWe look at lakes and at what they keep.\n"
                )
            }),
        ),
        (
            "volumes",
            listed("Volume 26", |t, by, _, y, at| format!("{t}\n{by} ; ({at}):1−30, {y}.\n[ abs ][ pdf ]\n")),
        ),
        (
            "references",
            listed("Papers", |t, by, v, y, at| format!("[{}] {by}. {t} . {v} , {at}(1), {y}.\n", 9 - at)),
        ),
        ("titles in quotes", listed("Papers", |t, by, v, y, _| format!("{by}, \" {t} ,\" {v} , {y}.\n"))),
        (
            "years before titles",
            listed("Papers", |t, by, v, y, _| format!("{by} ({y}). {t}. {v} 3, 1–20.\n")),
        ),
        ("titles first", listed("Papers", |t, by, v, y, _| format!("{t} . {by}. {v} , {y}. [PDF]\n"))),
    ] {
        assert_eq!(found, wanted(), "{shape}");
    }
    // Below a heading that is finer than the venue, the heading dates.
    let months = listed("Articles", |t, by, v, y, at| {
        format!("May {y}\n{t}\n{by}; {v}, {y}\n").repeat(usize::from(at < 9))
    });
    let dated: Vec<String> = wanted().iter().map(|line| line.replacen(" |", "-05 |", 1)).collect();
    assert_eq!(months, dated, "months");
}

#[test]
fn titles_below_the_names_and_years_above_them_are_read() {
    let several: Vec<String> = wanted().into_iter().filter(|line| line.matches(", ").count() > 0).collect();
    let found = listed("Publications", |t, by, v, y, at| {
        if by.contains(", ") {
            format!("[j{at}]\n{by} :\n{t}. {v} 12(3) : 0-20 ( {y} )\n")
        } else {
            String::new()
        }
    });
    assert_eq!(found, several, "names first");
    let found = listed("Publications", |t, by, v, y, at| {
        let heading = if at == 1 { String::new() } else { format!("{y}\n") };
        if by.contains(", ") { format!("{heading}{t}\n{by}\n{v}\n") } else { String::new() }
    });
    assert_eq!(found, several, "years as headings");
    let found = listed("Publications", |t, by, v, y, _| {
        format!("{by}\n{t}\nIn Proceedings of {v} {y}\n[pdf] [code]\n")
    });
    assert_eq!(found, wanted(), "lines with the names first");
}

#[test]
fn what_an_article_cites_and_names_of_goods_are_no_papers() {
    let prose = "The lake lies high above the town, and whoever walks up in spring finds it under a lid of ice that \
                 may hold until May, long after the valley is green.\n\n";
    let cited =
        |t: &str, by: &str, v: &str, y: &str, at: usize| format!("- {}.\n\n{by}. {t}. {v}. {y}.\n\n", at + 1);
    assert_eq!(listed(&format!("{prose}Notes"), cited), [""; 0], "numbered below prose");
    let plain = |t: &str, by: &str, v: &str, y: &str, _: usize| format!("{by}. {t}. {v}. {y}.\n");
    for heading in
        ["References", "5. References and notes", "Further reading", "Literature cited", "参考文献"]
    {
        assert_eq!(listed(&format!("{prose}{heading}"), plain), [""; 0], "{heading}");
    }
    assert_eq!(listed(&prose.repeat(9), plain), [""; 0], "beside much more");
    let goods = "Glass Candle\nRuffle Top Wax, Santal Glass\n€ 30\nHyacinth Candle\nClover Grass, Romy Fruity\n€ 24\n\
                 Top Rated\nPink Guava, Blonde Wood\n€ 9\n";
    assert_eq!(of_text(goods), [""; 0], "goods");
}

#[test]
fn names_that_are_no_authors_make_no_papers() {
    for (what, lines) in [
        ("goods", ["Soft cotton summer dress with pockets", "Navy Blue, Forest Green", "$ 59.00"]),
        (
            "jobs",
            ["Postdoctoral Researcher in Applied River Physics", "New York, San Francisco", "Full time"],
        ),
        (
            "concerts",
            ["An evening of chamber music for four", "Royal Albert Hall, South Kensington", "London, 2024"],
        ),
        ("results", ["Quarter final one", "Real Madrid, Bayern Munich", "Wembley, 2019"]),
        ("wines", ["Grand Reserve Red", "Cabernet Sauvignon, Petit Verdot", "Bordeaux, 2015"]),
    ] {
        let letters = ["A", "B", "C", "D", "E"];
        // Others in each, so that nothing recurs.
        let other = |line: &str, letter: &str| line.replace(' ', &format!(" {letter}"));
        let text: String =
            letters.iter().map(|letter| lines.map(|line| other(line, letter)).join("\n") + "\n\n").collect();
        assert_eq!(of_text(&text), [""; 0], "{what}");
    }
}

#[test]
fn initials_without_full_stops_end_with_one_behind_the_last() {
    let text = "Publications\n1. Reed A, Marsh B, Aa C. Slow lakes of the north remember. Limnology. 2019;3(2):1-20.\n\
                2. Marsh B, Hall G. Silt and how it moves below ice. Rivers. 2018;1:2-9.\n\
                3. Reed AB, Hall G. What gauges tell of a year. Soundings. 2017;4(1):7.\n\
                4. Aa C, Reed AB. Ice that forgets. Soundings. 2016;3(1):5.\n";
    let wanted = [
        "2019 | Slow lakes of the north remember | Reed A, Marsh B, Aa C",
        "2018 | Silt and how it moves below ice | Marsh B, Hall G",
        "2017 | What gauges tell of a year | Reed AB, Hall G",
        "2016 | Ice that forgets | Aa C, Reed AB",
    ];
    assert_eq!(of_text(text), wanted);
}

#[test]
fn papers_leave_the_dated_entries_around_them() {
    let news: String = (1..5)
        .map(|day| format!("Mar {day}, 2024 A new boat arrived at pier {day}\n"))
        .fold(String::new(), |all, line| all + &line);
    let papers: String = PAPERS
        .iter()
        .map(|(title, by, venue, year)| format!("{}. {title}. {venue}, {year}.\n", by.join(", ")))
        .fold(String::new(), |all, line| all + &line);
    let found = of_text(&format!("Tarn Lab\nNews\n{news}Publications\n{papers}"));
    assert_eq!(found.len(), 9, "{found:?}");
    assert!(found.iter().any(|line| line.starts_with("2024-03-02 | ")), "{found:?}");
}

#[test]
fn months_in_brackets_and_short_days_date_lines_where_nothing_finer_does() {
    let rows = |heading: &str, shape: fn(&str, &str) -> String| {
        let lines: String = PAPERS.iter().map(|(title, _, _, year)| shape(title, year)).collect();
        of_text(&format!("{heading}\n{lines}"))
    };
    let of = |date: fn(&str) -> String| -> Vec<String> {
        PAPERS.iter().map(|(title, _, _, year)| format!("{} | {title} | ", date(year))).collect()
    };
    let month = of(|year| format!("{year}-05"));
    let life = rows("Ada Reed", |title, year| format!("{title} (May {year})\n"));
    assert_eq!(life, [""; 0], "a life");
    assert_eq!(rows("Notes", |title, year| format!("{title} (May {year})\n")), month);
    assert_eq!(rows("Notes", |title, year| format!("[May {year}] {title}\n")), month);
    let found = rows("Notes", |title, year| {
        format!("Notes Ada Reed 5/14/{}\n{title}\nWe look at what lakes keep.\nRead More\n", &year[2..])
    });
    let days: Vec<String> =
        found.iter().map(|line| line.split(" | ").take(2).collect::<Vec<_>>().join(" | ") + " | ").collect();
    assert_eq!(days, of(|year| format!("{year}-05-14")));
}
