//! Blogs as their generators' themes write them: posts, front pages, archives.

use serde_json::Value;

use crate::support::{TestEnv, entries, text, texts};

/// Title, address, day, section, summary of a post.
type Post = (&'static str, &'static str, &'static str, &'static str, &'static str);

const POSTS: [Post; 3] = [
    (
        "Ice that admits doubt",
        "/2025/06/30/ice/",
        "2025-06-30",
        "Models",
        "We ask a model of ice how sure it is.",
    ),
    (
        "Slow lakes, long memory",
        "/2025/03/07/slow/",
        "2025-03-07",
        "Field Notes",
        "Lakes keep what rivers lose.",
    ),
    ("Depth by echo alone", "/2024/11/21/echo/", "2024-11-21", "Models", "One sound and a clock are enough."),
];

/// A page of the blog as it is read.
fn read(head: &str, body: &str) -> Value {
    let env = TestEnv::empty();
    let page = format!(
        "<!DOCTYPE html><html lang=en><head>{head}</head><body><header><nav><a href=/>Home</a> <a href=/archives/>Archives</a></nav>
         </header>{body}<footer>© 2026 Tarn Lab</footer></body></html>"
    );
    env.write("page.html", &page);
    env.inspect("page.html").remove(0)
}

/// Date and title of each entry.
fn listed(page: &Value) -> Vec<String> {
    let entries = entries(page).iter();
    entries.map(|entry| format!("{} {}", text(entry, "/published/date"), text(entry, "/title"))).collect()
}

/// What each post gives.
fn cards(card: impl Fn(&Post) -> String) -> String {
    POSTS.iter().map(card).collect::<Vec<_>>().concat()
}

fn categories(page: &Value) -> Vec<&str> {
    texts(page, "/page/categories")
}

fn wanted() -> Vec<String> {
    POSTS.iter().map(|(title, _, day, ..)| format!("{day} {title}")).collect()
}

const HEAD: &str = "<title>Tarn Lab</title><link rel=canonical href=https://tarn.example/>";

#[test]
fn a_front_page_that_declares_itself_an_article_is_a_listing() {
    let cards = cards(|(title, path, day, section, summary)| {
        format!(
                "<div class=card><article><div class=meta><span>Posted <time datetime={day}>{day}</time></span>
                 <a href=/categories/x/>{section}</a></div><p class=title><a href={path}>{title}</a></p><p>{summary}</p></article></div>"
            )
    });
    for declared in [
        r#"{"@type":"BlogPosting","headline":"Tarn Lab","publisher":{"@type":"Organization","name":"Tarn Lab"}}"#,
        r#"{"@type":"BlogPosting","headline":"Tarn Lab","mainEntityOfPage":{"@type":"WebPage","@id":"https://tarn.example"}}"#,
        r#"{"@type":"BlogPosting","inLanguage":"en","wordCount":0}"#,
    ] {
        let page = read(&format!("{HEAD}<script type=application/ld+json>{declared}</script>"), &cards);
        assert_eq!(listed(&page), wanted(), "{declared}");
        assert_eq!(text(&page, "/page/kind"), "page", "{declared}");
    }
    for declared in [
        r#"{"@type":"BlogPosting","headline":"Tarn Lab","datePublished":"2025-01-01"}"#,
        r#"{"@type":"BlogPosting","headline":"Ice that admits doubt","url":"https://tarn.example/"}"#,
        r#"{"@type":"BlogPosting","headline":"Tarn Lab","url":"https://tarn.example/?p=1"}"#,
        r#"{"@type":"NewsArticle","author":{"@type":"Person","name":"Ada Reed"}}"#,
    ] {
        let page = read(&format!("{HEAD}<script type=application/ld+json>{declared}</script>"), &cards);
        assert!(listed(&page).is_empty(), "{declared}");
    }
}

#[test]
fn rows_within_the_only_article_of_a_page_are_a_listing() {
    let row = |(title, path, day, ..): &Post| {
        format!("<li><time datetime={day}>{day}</time><a href={path}>{title}</a></li>")
    };
    for count in [2, 3] {
        let rows: String = POSTS.iter().take(count).map(row).collect();
        let page =
            read(HEAD, &format!("<main><article><h1>Posts about ice</h1><ul>{rows}</ul></article></main>"));
        assert_eq!(listed(&page), wanted()[..count]);
    }
    // Rows behind an article are what else there is to read, however short it is, and so are two below a text in it.
    let rows: String = POSTS.iter().map(row).collect();
    let short = "<article><h1>On ice</h1><time datetime=2022-02-03>3 February 2022</time><p>Watch the talk.</p></article>";
    assert!(listed(&read(HEAD, &format!("<main>{short}<ul>{rows}</ul></main>"))).is_empty());
    let rows: String = POSTS.iter().take(2).map(row).collect();
    let prose =
        "<p>Some words that stand here so that the page has prose enough to be an article on ice.</p>"
            .repeat(4);
    let page = read(HEAD, &format!("<main><article><h1>On ice</h1>{prose}<ul>{rows}</ul></article></main>"));
    assert!(listed(&page).is_empty());
}

#[test]
fn the_address_of_an_entry_says_which_day_its_date_means() {
    // Below a heading that counts the posts of a year, and with the year in two figures before or after.
    let years = "<section><div><span class=year>2025</span> <span class=count>2</span></div><ul>";
    let item = |(title, path, ..): &Post| {
        format!("<li><a href={path}><span class=post-title>{title}</span></a></li>")
    };
    let archive = format!(
        "<h1>Archive</h1>{years}{}{}</ul></section>{}{}</ul></section>",
        item(&POSTS[0]),
        item(&POSTS[1]),
        years.replace("2025", "2024").replace(">2<", ">1<"),
        item(&POSTS[2])
    );
    assert_eq!(listed(&read(HEAD, &archive)), wanted());
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let cards = cards(|(title, path, day, section, _)| {
            let parts: Vec<&str> = day.split('-').collect();
            let shown = order.map(|at| if at == 0 { &parts[at][2..] } else { parts[at] }).join("/");
            format!(
                "<div class=card><a href=/categories/x/>{section}</a><h5><a href={path}>{title}</a></h5>
                     <ul><li>{shown}</li><li>09:15</li></ul></div>"
            )
        });
        assert_eq!(listed(&read(HEAD, &cards)), wanted(), "{order:?}");
    }
    // A date that can be read in one way alone is that day, whatever the address says.
    for shown in ["2021-05-01", "<time datetime=2021-05-01>2021-05-01</time>", "May 1, 2021 5:21 pm"] {
        let card = |(title, path, ..): &Post| {
            format!(
                "<div class=card><h5><a href={}>{title}</a></h5><p>{shown}</p></div>",
                path.replacen("/20", "/2021/01/05/20", 1)
            )
        };
        let days = POSTS.iter().map(|(title, ..)| format!("2021-05-01 {title}"));
        assert_eq!(listed(&read(HEAD, &cards(card))), days.collect::<Vec<_>>(), "{shown}");
    }
}

#[test]
fn long_extracts_below_linked_titles_are_a_listing_also_without_headings() {
    let extract =
        "It goes on like this for a while, as extracts do that a theme cuts where it pleases. ".repeat(9);
    let cards = cards(|(title, path, day, ..)| {
        format!(
                "<div class=item><a class=post-title href={path}>{title}</a><div class=meta>Posted on <time datetime={day}>{day}</time></div>
                 <div class=content>{extract}</div></div>"
            )
    });
    assert_eq!(listed(&read(HEAD, &cards)), wanted());
}

#[test]
fn three_linked_headings_whose_addresses_tell_their_days_are_a_listing() {
    let cards = cards(|(title, path, _, _, summary)| {
        format!("<div class=card><h6><a href={path}>{title}</a></h6><p>{summary}</p></div>")
    });
    assert_eq!(listed(&read(HEAD, &cards)), wanted());
}

#[test]
fn the_category_of_a_post_is_read_below_its_text_and_where_its_title_is_no_heading() {
    let prose = "<p>Some words that stand here so that the page has prose enough to be an article on <b>ice</b> and <i>snow</i>.</p>".repeat(20);
    let tags = "<meta property=article:tag content=ice><meta property=article:tag content=snow>";
    let head = format!("<title>Ice, snow and rain | Tarn Lab</title>{tags}");
    let link = "<a href=/categories/field-notes/>Field Notes</a>";
    let bodies = [
        format!(
            "<h1>Ice, snow and rain</h1><article>{prose}<footer class=post-footer>{link}</footer></article>"
        ),
        format!("<article><h1>Ice, snow and rain</h1>{prose}<div class=metas>{link}</div></article>"),
        format!(
            "<div class=post><div class=name>Ice, snow and rain</div><div class=info>{link}</div>{prose}</div>"
        ),
    ];
    for body in bodies {
        assert_eq!(categories(&read(&head, &body)), ["Field Notes"], "{}", &body[..40]);
    }
    // What a widget beside it leads to is the site's.
    let widget =
        format!("<article><h1>Ice, snow and rain</h1>{prose}</article><div class=widget>{link}</div>");
    assert_eq!(categories(&read(&head, &widget)), ["ice", "snow"]);
    // So is what a shop, a sentence or a card within the article leads to.
    for link in [
        "<div><a href=/category/boots/winter-boots-42>Buy winter boots</a></div>",
        "<p>See the <a href=/category/lakes>lakes of Finland</a>.</p>",
        "<div class=more><h3><a href=/a>Rain and rivers</a></h3><a href=/categories/rivers/>Rivers</a></div>",
    ] {
        let page = read(&head, &format!("<article><h1>Ice, snow and rain</h1>{prose}{link}</article>"));
        assert_eq!(categories(&page), ["ice", "snow"], "{link}");
    }
    // A title with commas is no list.
    let trail = "<nav class=breadcrumbs><ol><li><a href=/>Home</a><li>Ice, snow and rain</ol></nav>";
    let page = read(
        &head.replace(tags, ""),
        &format!("{trail}<article><h1>Ice, snow and rain</h1>{prose}</article>"),
    );
    assert_eq!(categories(&page), Vec::<&str>::new());
}

#[test]
fn the_name_of_the_site_above_its_posts_is_no_entry_and_no_title() {
    let posts = cards(|(title, path, day, section, summary)| {
        format!(
            "<article><h1 class=entry-title><a href=https://tarn.example{path}>{title}</a></h1><footer class=post-info>
             <abbr class=published>Published: {day}</abbr><p>In <a href=https://tarn.example/category/x.html>{section}</a>.</p></footer>
             <p>{summary}</p></article>"
        )
    });
    let banner = "<header id=banner class=body><h1><a href=https://tarn.example/>Tarn Lab</a></h1><nav><ul>
        <li><a href=https://tarn.example/category/x.html>Models</a></li></ul></nav></header>";
    let front = read("<title>Tarn Lab</title>", &format!("{banner}<section id=content>{posts}</section>"));
    assert_eq!(listed(&front), wanted());

    // A post whose title is a lower heading than the name, which `<title>` has first.
    let prose =
        "<p>Some words that stand here so that the page has prose enough to be an article on ice.</p>"
            .repeat(6);
    let post = format!(
        "<header><hgroup><h1><a href=https://tarn.example/>Tarn Lab</a></h1></hgroup></header><main><article><header>
         <h2><a href=https://tarn.example/ice.html rel=bookmark>Ice that admits doubt</a></h2></header>{prose}<h2>What ice says</h2>{prose}
         <footer><p>Published: <time datetime=2025-06-30>Mon 30 June 2025</time></p><address>By <a href=https://tarn.example/author/ada-reed.html>Ada Reed</a></address></footer>
         </article></main>"
    );
    let post = read("<title>Tarn Lab - Ice that admits doubt</title>", &post);
    assert_eq!(text(&post, "/page/title"), "Ice that admits doubt");
    assert_eq!(text(&post, "/page/authors/0"), "Ada Reed");
}

/// Title, day and summary of a post.
const COPIED: [(&str, &str, &str); 4] = [
    ("Ice that admits doubt", "2025-06-30", "We ask a model of ice how sure it is."),
    ("Slow lakes, long memory", "2025-03-07", "Lakes keep what rivers lose."),
    ("Depth by echo alone", "2024-11-21", "One sound and a clock are enough."),
    ("Who reads the tables?", "2024-02-11", "Somebody must, for they are copied wrongly."),
];

/// What a post is in a text.
type Shape = &'static dyn Fn(&str, &str, &str) -> String;

#[test]
fn the_text_of_a_blog_is_read_through_its_small_print() {
    let copied = |shape: Shape| {
        let cards: Vec<String> =
            COPIED.iter().map(|(title, day, summary)| shape(title, day, summary)).collect();
        let env = TestEnv::empty();
        let menu = "Archives\n\nJune 2025\n\nMarch 2025\n\nNovember 2024\n\nFebruary 2024";
        env.write("front.txt", format!("Tarn Lab\n\n{}\n\n{menu}", cards.join("\n\n")));
        listed(&env.inspect("front.txt").remove(0))
    };
    let wanted: Vec<String> = COPIED.iter().map(|(title, day, _)| format!("{day} {title}")).collect();
    let shapes: [(&str, Shape); 5] = [
        ("the day of a change glued to the first", &|title, day, summary| {
            format!("Posted {day}Updated 2025-07-02 Ada Reed Models\n\n{title}\n\n{summary}\n\nRead more")
        }),
        ("labels behind the days", &|title, day, summary| {
            format!("{day} posted 2025-07-02 updated Ada Reed\n\n{title}\n\n{summary}\n\nRead more")
        }),
        ("times of day", &|title, day, summary| {
            format!("{title}\n\nAda Reed\n{day} 18:40 Updated 2025-07-02 08:00\n\n{summary}")
        }),
        ("counts of words", &|title, day, summary| {
            format!("{title}\n{day}\n188 words 2 mins\nModels\n\n{summary}")
        }),
        ("a time glued to the title", &|title, day, _| format!("{day} 12:00{title}")),
    ];
    for (shape, text) in shapes {
        assert_eq!(copied(text), wanted, "{shape}");
    }
    // Titles that look so are titles.
    let days = [("a ratio", "3:10 to the lake"), ("counts", "7 Lakes 7 Rivers")];
    for (what, title) in days {
        let env = TestEnv::empty();
        let rows = (1..=5)
            .map(|day| format!("May {day}, 2024 {title}, part {day}"))
            .collect::<Vec<_>>()
            .join("\n\n");
        env.write("rows.txt", format!("Tarn Lab\n\n{rows}"));
        let found = listed(&env.inspect("rows.txt").remove(0));
        assert_eq!(
            found.first().map(String::as_str),
            Some(&*format!("2024-05-01 {title}, part 1")),
            "{what}"
        );
    }
}

#[test]
fn a_line_above_a_lone_lower_heading_is_the_title_where_the_pages_title_says_it() {
    let prose =
        "<p>Some words that stand here so that the page has prose enough to be an article on ice.</p>"
            .repeat(6);
    let post = |line: &str| {
        let body = format!("{line}<div class=text>{prose}<h2>What stayed of it all</h2>{prose}</div>");
        text(&read("<title>Ice that admits doubt | Tarn Lab</title>", &body), "/page/title").to_owned()
    };
    assert_eq!(post("<div class=article-title>Ice that admits doubt</div>"), "Ice that admits doubt");
    for other in [
        "<ul><li><span>Ice that admits doubt</span></ul>",
        "<div class=crumbs><span>Home</span> / <span>Ice that admits doubt</span></div>",
    ] {
        assert_eq!(post(other), "What stayed of it all", "{other}");
    }
}
