//! Tests of what the records of a page's data add to what it shows.

use serde_json::{Value, json};

use crate::document::{Evidence, Moment};
use crate::formats::{Content, Page};
use crate::normalise::{Normalised, normalise};

/// Titles and days of what the pages list.
const NOTES: [(&str, &str); 6] = [
    ("Slow lakes in spring", "2026-05-12"),
    ("A gauge that lies at dusk", "2026-05-05"),
    ("Counting weirs by ear", "2026-04-28"),
    ("Silt and other letters", "2026-04-21"),
    ("Where the ice begins", "2026-04-14"),
    ("Eleven ways to lose a buoy", "2026-04-07"),
];

fn slug(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

/// Records of notes, with keys of their own.
fn records(keys: impl Fn(&str, &str) -> Value) -> Vec<Value> {
    NOTES.iter().map(|(title, day)| keys(title, day)).collect()
}

fn plain() -> Vec<Value> {
    records(|title, day| json!({"title": title, "slug": slug(title), "date": day}))
}

/// Cards of the first notes.
fn cards(count: usize) -> String {
    let card = |(title, day): &(&str, &str)| {
        format!("<article><h2><a href='/notes/{}'>{title}</a></h2><p>{day}</p></article>", slug(title))
    };
    NOTES.iter().take(count).map(card).collect()
}

fn read(heading: &str, url: &str, body: &str, data: &Value) -> Normalised {
    let source = format!(
        "<html lang=en><head><title>{heading} | Tarn Lab</title></head><body><header><a href=/>Tarn Lab</a></header>
         <main><h1>{heading}</h1>{body}</main><script id=__NEXT_DATA__ type=application/json>{data}</script></body></html>"
    );
    normalise(Page {
        evidence: Evidence { captured: Moment::parse("2026-05-20T08:00:00Z"), ..Evidence::default() },
        url: Some(format!("https://tarn.example{url}")),
        content: Content::Html(source),
        doubts: Vec::new(),
        moved_from: None,
    })
}

/// `title | day | path` of each entry of a page of notes.
fn entries(body: &str, data: &Value) -> Vec<String> {
    listed(&read("Notes", "/notes", body, data))
}

fn listed(page: &Normalised) -> Vec<String> {
    let all = page.listing.iter().flat_map(|listing| &listing.entries);
    all.map(|entry| {
        let day = entry.published.as_ref().map(ToString::to_string).unwrap_or_default();
        let url = entry.url.as_deref().unwrap_or("-").trim_start_matches("https://tarn.example");
        format!("{} | {day} | {url}", entry.title)
    })
    .collect()
}

/// What all notes are as entries.
fn all() -> Vec<String> {
    NOTES.iter().map(|(title, day)| format!("{title} | {day} | /notes/{}", slug(title))).collect()
}

const PROSE: &str = "<p>We began with a question that sounded easy, and spent a spring finding out why it was not. \
    The first gauge gave numbers that nobody believed, and the second gave others that fitted no better.</p>\
    <p>All readings were repeated on three lakes and with five gauges each, and where they parted by more than two \
    points we show all of them, because the mean would describe none of the lakes that we had measured.</p>";

#[test]
fn what_is_hidden_leads_where_what_is_shown_says() {
    assert_eq!(entries(&cards(3), &json!({"posts": plain()})), all());
    // Each kind of record has a place of its own, and what has none is not made one.
    let kinds = ["note", "paper", "film"];
    let mixed: Vec<Value> = plain()
        .into_iter()
        .enumerate()
        .map(|(at, mut record)| {
            record["_type"] = json!(kinds[at % 3]);
            record
        })
        .collect();
    let shown = NOTES[..2]
        .iter()
        .zip(["notes", "papers"])
        .map(|((title, day), part)| {
            format!("<article><h2><a href='/{part}/{}'>{title}</a></h2><p>{day}</p></article>", slug(title))
        })
        .collect::<Vec<_>>()
        .concat();
    let found = entries(&shown, &json!({"posts": mixed}));
    let paths: Vec<&str> = found.iter().filter_map(|line| line.rsplit(" | ").next()).collect();
    assert_eq!(paths[3..], ["/notes/silt-and-other-letters", "/papers/where-the-ice-begins", "-"]);
}

#[test]
fn an_article_is_no_listing_of_what_its_data_name_beside_it() {
    let others = json!(plain());
    let own = json!({"title": "Why the gauge sank", "slug": "why-the-gauge-sank", "date": "2025-11-25",
        "author": {"firstName": "Ada", "lastName": "Reed"}});
    let prose = PROSE.repeat(2);
    let article = read(
        "Why the gauge sank",
        "/notes/why-the-gauge-sank",
        &prose,
        &json!({"post": own, "related": others}),
    );
    assert!(article.listing.is_none());
    let day = article.page.published.as_ref().map(ToString::to_string);
    assert_eq!(day.as_deref(), Some("2025-11-25"));
    assert_eq!(article.page.authors, ["Ada Reed"]);
    // One of the records of an index for searching.
    let mut index = plain();
    index.push(json!({"title": "Why the gauge sank", "slug": "sank", "date": "2025-11-25"}));
    let article = read("Why the gauge sank", "/notes/sank", &prose, &json!({"index": index}));
    assert!(article.listing.is_none());
    // The record of a listing is none of an article, whatever it shows.
    let page = json!({"title": "Notes", "slug": "notes", "date": "2023-01-01"});
    for body in [String::new(), format!("{PROSE}{}", cards(3))] {
        assert_eq!(entries(&body, &json!({"page": page, "posts": plain()})).len(), NOTES.len(), "{body}");
    }
}

#[test]
fn a_listing_has_not_the_day_of_one_of_its_records() {
    let records = records(|title, day| json!({"title": title, "slug": slug(title), "publicationDate": day}));
    let page = read("Notes", "/notes", &cards(3), &json!({"posts": records}));
    assert_eq!(page.page.published, None);
    let own = json!({"post": {"title": "Why the gauge sank", "publishedAt": "2025-11-25"}});
    let article = read("Why the gauge sank", "/notes/sank", &PROSE.repeat(2), &own);
    assert_eq!(article.page.published.map(|day| day.to_string()).as_deref(), Some("2025-11-25"));
}

#[test]
fn of_several_days_that_counts_which_is_shown_or_told_of_the_first_publication() {
    let saved = "2026-05-18T10:00:00Z";
    let cases: [fn(&str, &str, &str) -> Value; 4] = [
        |title, day, saved| json!({"title": title, "slug": slug(title), "publishedAt": saved, "date": day}),
        |title, day, saved| json!({"name": title, "slug": slug(title), "published_at": saved, "first_published_at": day}),
        |title, day, saved| json!({"title": title, "slug": slug(title), "created": saved, "field_publish_date": day}),
        |title, day, saved| json!({"title": title, "slug": slug(title), "createdAt": saved, "liveDate": day}),
    ];
    for (place, keys) in cases.iter().enumerate() {
        let records = records(|title, day| keys(title, day, saved));
        assert_eq!(entries(&cards(3), &json!({"posts": records})), all(), "{place}");
    }
    // What the page shows holds, whatever it is called.
    let shown =
        records(|title, day| json!({"title": title, "slug": slug(title), "date": saved, "publishedAt": day}));
    assert_eq!(entries(&cards(3), &json!({"posts": shown})), all());
    let alone = records(
        |title, day| json!({"title": title, "slug": slug(title), "publishedAt": saved, "first_publication_date": day}),
    );
    let days: Vec<String> = entries("", &json!({"posts": alone}));
    assert!(days.iter().zip(NOTES).all(|(line, (_, day))| line.contains(day)), "{days:?}");
}

#[test]
fn once_records_are_shown_lists_made_otherwise_are_other_things() {
    let people = json!([{"name": "Ada Reed", "role": "Limnologist", "slug": "ada-reed", "publishedAt": "2023-02-01"},
        {"name": "Basil Marsh", "role": "Diver", "slug": "basil-marsh", "publishedAt": "2022-09-01"}]);
    let steps = json!([{"title": "Founded in a boathouse", "date": "2019-04-01"},
        {"title": "Opened by the weir", "date": "2023-01-20"}]);
    let law = json!([{"title": "Privacy policy", "slug": "privacy", "publishedAt": "2025-02-02"},
        {"title": "Terms of use", "slug": "terms", "publishedAt": "2025-02-02"}]);
    for other in [people, steps, law] {
        assert_eq!(entries(&cards(3), &json!({"posts": plain(), "others": other})), all(), "{other}");
    }
    let (featured, rest) = (plain()[..3].to_vec(), plain()[3..].to_vec());
    assert_eq!(entries(&cards(3), &json!({"featured": featured, "rest": rest})), all());
    // Nothing is shown, and the records lead nowhere.
    let steps = json!([{"title": "Founded in a boathouse", "date": "2019-04-01"},
        {"title": "Moved to the mill", "date": "2021-04-01"}, {"title": "Opened by the weir", "date": "2023-01-20"}]);
    assert!(read("About us", "/about", PROSE, &json!({"steps": steps})).listing.is_none());
}

#[test]
fn drafts_and_what_comes_later_are_no_entries() {
    let mut posts = vec![
        json!({"title": "An unfinished letter", "slug": "l", "date": "2026-05-18", "_status": "draft"}),
        json!({"title": "Our plans for autumn", "slug": "p", "date": "2026-09-15", "_status": "published"}),
    ];
    posts.extend(records(
        |title, day| json!({"title": title, "slug": slug(title), "date": day, "_status": "published"}),
    ));
    assert_eq!(entries(&cards(3), &json!({"posts": posts})), all());
    let other = records(
        |title, day| json!({"title": title, "slug": slug(title), "date": day, "status": "archived", "hidden": true}),
    );
    assert_eq!(entries(&cards(3), &json!({"posts": other})), all());
}

#[test]
fn records_are_in_the_languages_of_those_that_are_shown() {
    let german = |title: &str| format!("{title} auf Deutsch");
    let both: Vec<Value> = NOTES
        .iter()
        .flat_map(|(title, day)| {
            [("en", (*title).to_owned()), ("de", german(title))]
                .map(|(language, title)| json!({"title": title, "slug": slug(&title), "date": day, "language": language}))
        })
        .collect();
    assert_eq!(entries(&cards(3), &json!({"posts": both})), all());
    let (title, day) = NOTES[0];
    let mixed = format!(
        "{}<article><h2><a href='/notes/{}'>{}</a></h2><p>{day}</p></article>",
        cards(2),
        slug(&german(title)),
        german(title)
    );
    assert_eq!(entries(&mixed, &json!({"posts": both})).len(), 2 * NOTES.len());
}

#[test]
fn a_card_called_in_short_is_the_record_that_it_leads_to() {
    let cards = NOTES
        .iter()
        .take(3)
        .map(|(title, day)| {
            let short = title.rsplit_once(' ').map_or(*title, |(short, _)| short);
            format!("<article><h2><a href='/notes/{}'>{short}</a></h2><p>{day}</p></article>", slug(title))
        })
        .collect::<Vec<_>>()
        .concat();
    assert_eq!(entries(&cards, &json!({"posts": plain()})).len(), NOTES.len());
}

#[test]
fn totals_beside_a_list_say_that_it_goes_on() {
    for (data, wanted) in [
        (json!({"posts": {"items": plain(), "total": 40}}), false),
        (json!({"posts": plain(), "pagination": {"pageCount": 4}}), false),
        (json!({"data": plain(), "meta": {"pagination": {"total": 40}}}), false),
        (json!({"posts": plain(), "pageInfo": {"hasNextPage": true}}), false),
        (
            json!({"posts": {"items": plain(), "total": 6, "pageCount": 1}, "comments": {"items": [], "total": 40}}),
            true,
        ),
        (json!({"posts": plain(), "pageInfo": {"hasNextPage": false, "endCursor": "x"}}), true),
    ] {
        let page = read("Notes", "/notes", &cards(6), &data);
        assert_eq!(page.listing.map(|listing| listing.complete), Some(wanted), "{data}");
    }
}

#[test]
fn records_keep_titles_and_days_under_many_names() {
    let cases: [fn(&str, &str) -> Value; 6] = [
        |title, day| json!({"heading": title, "slug": slug(title), "posted_at": day}),
        |title, day| json!({"titre": title, "slug": slug(title), "date_publication": day}),
        |title, day| json!({"slug": slug(title), "metadata": {"title": title, "date": day}}),
        |title, day| json!({"slug": slug(title), "title": title, "acf": {"date": day}}),
        |title, day| {
            json!({"uid": slug(title), "first_publication_date": day,
            "data": {"title": [{"type": "heading1", "text": title}]}})
        },
        |title, day| json!({"title": title, "url": {"base": "https://tarn.example", "path": format!("/notes/{}", slug(title))}, "publishedOn": day}),
    ];
    for (place, keys) in cases.iter().enumerate() {
        assert_eq!(entries(&cards(3), &json!({"posts": records(keys)})), all(), "{place}");
    }
    let plans = json!([{"title": "Plan for small lakes", "expires_on": "2026-06-01"},
        {"title": "Plan for rivers", "expires_on": "2026-07-01"}]);
    assert_eq!(entries(&cards(3), &json!({"plans": plans})).len(), 3);
}

#[test]
fn a_text_that_only_the_data_hold_is_the_pages() {
    let block =
        |text: &str, style: &str| json!({"_type": "block", "style": style, "children": [{"text": text}]});
    let line = "We began with a question that sounded easy, and spent a spring finding out why it was not. "
        .repeat(3);
    let body = json!([block(&line, "normal"), block("What we measured", "h2"), block(&line, "normal")]);
    let own = json!({"title": "Why the gauge sank", "slug": "why-the-gauge-sank", "date": "2025-11-25",
        "author": "Ada Reed", "excerpt": "It was the silt that did it, all along.", "body": body});
    let url = "/notes/why-the-gauge-sank";
    for heading in ["Why the gauge sank", "Tarn Lab"] {
        let page = read(
            heading,
            url,
            "<div class=spinner></div>",
            &json!({"post": own, "next": {"title": "Slow lakes", "body": body}}),
        );
        assert_eq!(page.page.title, "Why the gauge sank");
        assert_eq!(page.page.body, format!("{0}\n\nWhat we measured\n\n{0}", line.trim()));
        assert_eq!(page.page.headings, ["What we measured"]);
        assert_eq!(page.page.authors, ["Ada Reed"]);
        assert_eq!(page.page.published.map(|day| day.to_string()).as_deref(), Some("2025-11-25"));
    }
    // What is shown holds, and a page without a text of its own has not another's.
    let next = json!({"title": "Slow lakes", "slug": "slow-lakes", "date": "2026-05-12", "body": body});
    let page = read("Why the gauge sank", url, &PROSE.repeat(2), &json!({"post": own, "next": next}));
    assert!(!page.page.body.contains("What we measured"));
    let contact = json!({"title": "Contact", "slug": "contact", "publishedAt": "2024-02-02"});
    let page =
        read("Contact", "/contact", "<form><input></form>", &json!({"page": contact, "latest": [next]}));
    assert!(!page.page.body.contains("spring"), "{}", page.page.body);
}

#[test]
fn the_record_of_a_page_that_lists_is_no_article_whoever_wrote_it() {
    let intro =
        "<p>We write about lakes and those who live beside them, in all seasons of the year. </p>".repeat(4);
    let page = |author: Value| json!({"title": "Slow water", "slug": "slow-water", "publishedAt": "2023-01-05", "author": author});
    let list = |page: &Value, key: &str| {
        read("Slow water", "/slow-water", &intro, &json!({"page": page, key: plain()}))
    };
    for own in [page(json!(null)), page(json!({"name": "Ada Reed"}))] {
        assert_eq!(listed(&list(&own, "posts")).len(), NOTES.len(), "{own}");
        assert!(list(&own, "relatedPosts").listing.is_none(), "{own}");
    }
    let mut article = page(json!("Ada Reed"));
    article["content"] = json!(PROSE.repeat(4));
    assert!(list(&article, "posts").listing.is_none());
    // The title of a series is that of its first part.
    let first = NOTES[0].0;
    assert_eq!(listed(&read(first, "/series/lakes", "", &json!({"posts": plain()}))).len(), NOTES.len());
}

#[test]
fn records_that_are_known_by_an_id_or_an_address_of_any_name_lead_somewhere() {
    let cases: [fn(&str, &str) -> Value; 4] = [
        |title, day| json!({"title": title, "publishedAt": day, "canonicalUrl": format!("/notes/{}", slug(title))}),
        |title, day| json!({"title": title, "publishedAt": day, "articleSlug": slug(title)}),
        |title, day| json!({"title": title, "publishedAt": day, "_id": slug(title)}),
        |title, day| json!({"title": title, "publishedAt": day, "nid": title.len()}),
    ];
    for (place, keys) in cases.iter().enumerate() {
        assert_eq!(entries(PROSE, &json!({"posts": records(keys)})).len(), NOTES.len(), "{place}");
    }
    let steps = records(|title, day| json!({"title": title, "date": day, "imageUrl": "/a.jpg"}));
    assert!(entries(PROSE, &json!({"steps": steps})).is_empty());
}

#[test]
fn lists_of_one_kind_may_have_more_keys_and_the_largest_is_kept() {
    let long = |extra: Value| {
        records(|title, day| {
            let mut record = json!({"title": title, "slug": slug(title), "publishedAt": day, "excerpt": "x", "image": {"u": 1}, "topic": "Lakes"});
            if let (Some(record), Some(extra)) = (record.as_object_mut(), extra.as_object()) {
                record.extend(extra.clone());
            }
            record
        })
    };
    let featured = long(json!({"video": {}, "isFeatured": true, "badge": "x"}));
    let data = json!({"featured": featured[..2], "rest": long(json!({}))[2..]});
    assert_eq!(entries(&cards(2), &data), all());
    let data = json!({"featured": long(json!({"_type": "featuredPost"}))[..2], "rest": long(json!({"_type": "post"}))[2..]});
    assert_eq!(entries(&cards(2), &data).len(), NOTES.len());
}

#[test]
fn an_address_is_not_made_of_the_month_or_the_topic_of_others_nor_against_a_records_own() {
    let shown = |part: &str| {
        NOTES[..2]
            .iter()
            .map(|(title, day)| {
                format!(
                    "<article><h2><a href='/{part}/{}'>{title}</a></h2><p>{day}</p></article>",
                    slug(title)
                )
            })
            .collect::<Vec<_>>()
            .concat()
    };
    let paths = |part: &str, keys: fn(usize, &str) -> Value| -> Vec<String> {
        let posts: Vec<Value> = NOTES
            .iter()
            .enumerate()
            .map(|(at, (title, day))| {
                let mut record = keys(at, title);
                record["title"] = json!(title);
                record["date"] = json!(day);
                record
            })
            .collect();
        let found = entries(&shown(part), &json!({"posts": posts}));
        found.iter().filter_map(|line| line.rsplit(" | ").next()).map(str::to_owned).collect()
    };
    let dated = paths("2026/05", |_, title| json!({"slug": slug(title)}));
    assert_eq!(dated[2..], ["-"; 4]);
    let filed = paths(
        "water",
        |at, title| json!({"slug": slug(title), "category": if at < 3 { "Water" } else { "Land" }}),
    );
    assert_eq!(filed[2..], ["/water/counting-weirs-by-ear", "-", "-", "-"]);
    let own = paths("elsewhere", |at, title| json!({"slug": slug(title), "url": format!("/real/{at}")}));
    assert_eq!(own[2..], ["/real/2", "/real/3", "/real/4", "/real/5"]);
}

#[test]
fn a_day_that_the_page_shares_with_one_of_its_list_is_its_own_too() {
    let others = records(
        |title, day| json!({"title": title, "slug": slug(title), "date": day, "publishedAt": "2026-05-18"}),
    );
    let body = format!("<article><p class=byline>By Ada Reed</p>{}</article>", PROSE.repeat(3));
    let day = |own: Value| {
        let data = json!({"meta": own, "latest": others});
        let page = read("Why the gauge sank", "/notes/sank", &body, &data).page;
        page.published.map(|day| day.to_string())
    };
    assert_eq!(day(json!({"publishedAt": "2026-05-18", "section": "News"})).as_deref(), Some("2026-05-18"));
    assert_eq!(day(json!({"section": "News"})), None);
}

#[test]
fn the_day_of_a_film_is_not_that_of_its_review_and_a_title_in_data_is_no_day() {
    let reviews = records(
        |title, day| json!({"title": title, "slug": slug(title), "publishedAt": day, "releaseDate": "1962-01-01"}),
    );
    let beside = records(
        |title, day| json!({"title": title, "slug": slug(title), "postData": {"title": "2 January 2001"}, "publishedAt": day}),
    );
    for posts in [reviews, beside] {
        let days = entries("", &json!({"posts": posts}));
        assert_eq!(days.len(), NOTES.len());
        assert!(days.iter().zip(NOTES).all(|(line, (_, day))| line.contains(day)), "{days:?}");
    }
}

#[test]
fn what_all_records_say_to_be_pending_is_shown_and_what_some_do_is_not() {
    let pending = |status: fn(usize) -> &'static str| -> Vec<Value> {
        plain()
            .into_iter()
            .enumerate()
            .map(|(at, mut record)| {
                record["status"] = json!(status(at));
                record
            })
            .collect()
    };
    assert_eq!(entries("", &json!({"posts": pending(|_| "pending")})).len(), NOTES.len());
    let some = pending(|at| if at == 5 { "pending" } else { "published" });
    assert_eq!(entries("", &json!({"posts": some})).len(), NOTES.len() - 1);
}

#[test]
fn where_most_records_are_shown_one_that_leads_nowhere_is_shown_otherwise() {
    let numbered = |title: &str| format!("{}/73505", slug(title));
    let card = |(at, (title, day)): (usize, &(&str, &str))| {
        let shown = if at == 0 { "What the spring did to lakes" } else { title };
        format!("<article><h2><a href='/notes/{}'>{shown}</a></h2><p>{day}</p></article>", numbered(title))
    };
    let cards = NOTES.iter().enumerate().map(card).collect::<Vec<_>>().concat();
    // It is known by its name in the address, or not at all.
    assert_eq!(entries(&cards, &json!({"posts": plain()})).len(), NOTES.len());
    let nameless = records(|title, day| json!({"title": title, "date": day, "author": "Ada Reed"}));
    assert_eq!(entries(&cards, &json!({"posts": nameless})).len(), NOTES.len());
}

#[test]
fn entries_that_are_called_alike_tell_by_their_days_where_others_lead() {
    let day = |at: usize| format!("2026-03-{}", 10 + 5 * at);
    let weekly =
        (0..4).map(|at| json!({"title": "Weekly notes", "slug": format!("week-{at}"), "date": day(at)}));
    let cards: String = cards(4)
        + &[0, 2]
            .map(|at| {
                format!(
                    "<article><h2><a href='/notes/week-{at}'>Weekly notes</a></h2><p>{}</p></article>",
                    day(at)
                )
            })
            .concat();
    let posts: Vec<Value> = plain().into_iter().chain(weekly).collect();
    let found = entries(&cards, &json!({"posts": posts}));
    let paths: Vec<&str> = found
        .iter()
        .filter(|line| line.starts_with("Weekly"))
        .filter_map(|line| line.rsplit(" | ").next())
        .collect();
    assert_eq!(paths, ["/notes/week-0", "/notes/week-2", "/notes/week-1", "/notes/week-3"]);
}
