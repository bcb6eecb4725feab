//! Tests of what a page says about itself.

use super::*;

fn of(source: &str, url: Option<&str>) -> About {
    let html = Html::parse_document(source);
    about(&html, &Metadata::read(&html), url, "", ("", false))
}

#[test]
fn an_article_tells_what_it_is() {
    let about = of(
        "<html lang='de-AT'><meta property='og:site_name' content='Example'><meta name='description' content='What they found in the bridge.'>
         <link rel='canonical' href='/news/cracks'>
         <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":[{\"@type\":\"Person\",\"name\":\"By Jane Doe\"},
         {\"@type\":\"Organization\",\"name\":\"Example\"}],\"articleSection\":\"coastal-habitats\"}</script>",
        Some("https://example.org/news/cracks?utm=1"),
    );
    assert_eq!(about.publisher.as_deref(), Some("Example"));
    assert_eq!(about.authors, ["Jane Doe"]);
    assert_eq!(about.language.as_deref(), Some("de"));
    assert_eq!(about.canonical.as_deref(), Some("https://example.org/news/cracks"));
    assert_eq!(about.categories, ["Coastal Habitats"]);
    assert_eq!(about.summary, "What they found in the bridge.");
    assert_eq!(about.article, Article::Said);
}

#[test]
fn what_is_not_told_stays_empty() {
    let about = of("<p>Hello</p>", None);
    assert_eq!((about.publisher, about.language, about.canonical), (None, None, None));
    assert!(about.authors.is_empty() && about.categories.is_empty() && about.summary.is_empty());
    assert_eq!(about.article, Article::No);
}

#[test]
fn a_deep_page_does_not_live_at_the_root() {
    let source =
        "<link rel='canonical' href='https://example.org/'><meta property='og:url' content='javascript:x'>";
    assert_eq!(of(source, Some("https://example.org/a/b")).canonical, None);
    assert!(of(source, Some("https://example.org/")).canonical.is_some());
}

#[test]
fn a_signed_and_dated_article_does_not_live_at_the_root() {
    let page = |head: &str, byline: &str| {
        let text = "<p>We read the gauges of a lake for ninety years.</p>";
        let source = format!(
            "<link rel=canonical href='https://example.org/'>{head}<article><h1>Slow lakes</h1>{byline}{text}</article>"
        );
        let html = Html::parse_document(&source);
        about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).canonical
    };
    let time = "<time datetime=2025-03-03>3 March 2025</time>";
    let deep = "<meta property=og:url content='https://example.org/news/slow'>";
    assert_eq!(page("", &format!("<p>{time} by Ada Reed</p>")), None);
    assert_eq!(page(deep, time).as_deref(), Some("https://example.org/news/slow"));
    for (head, byline) in [("", time), (deep, ""), ("<meta property=og:type content=article>", "")] {
        assert_eq!(page(head, byline).as_deref(), Some("https://example.org/"), "{head} {byline}");
    }
}

#[test]
fn a_row_of_names_below_the_title_is_its_authors() {
    let authors = |between: &str, names: &str| {
        let text = "We read the gauges of a lake. ".repeat(5);
        let source = format!("<h1>Slow lakes</h1>{between}<p>{names}</p><h2>Abstract</h2><p>{text}</p>");
        let html = Html::parse_document(&source);
        about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).authors
    };
    let names = "<a>Ada Reed</a>*, <a>Basil T. Marsh</a> and Clara van der Aa";
    for between in ["", "<p>How they remember</p><p>3 May 2025</p>", "<div><span>Hydrology</span></div>"] {
        assert_eq!(authors(between, names), ["Ada Reed", "Basil T. Marsh", "Clara van der Aa"], "{between}");
    }
    assert!(authors("<h2>Other work</h2>", names).is_empty());
    assert!(authors("<ul><li>Other work</li></ul>", names).is_empty());
    let topics =
        "<h1>Slow lakes</h1><p>Machine Learning, Data Science</p><p>We read the gauges of a lake.</p>";
    let html = Html::parse_document(topics);
    assert!(about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).authors.is_empty());
    for other in ["Lakes, rivers and gauges", "Hydrology", "Ada Reed, who read the gauges, is gone"] {
        assert!(authors("", other).is_empty(), "{other}");
    }
}

#[test]
fn an_abstract_that_is_marked_or_a_papers_comes_before_the_description() {
    let text = "We read the gauges of a lake. ".repeat(5).trim_end().to_owned();
    let summary = |head: &str, body: &str| {
        of(
            &format!(
                "<meta name=description content='What the editors of this page say.'>{head}<body>{body}"
            ),
            None,
        )
        .summary
    };
    let headed = format!("<h2>Abstract</h2><p>{text}</p>");
    assert_eq!(summary("", &format!("<div class=abstract>{text}</div>")), text);
    assert_eq!(summary("<meta name=citation_title content='Slow lakes'>", &headed), text);
    assert_eq!(summary("", &headed), "What the editors of this page say.");
    assert_eq!(of(&headed, None).summary, text);
    let styled = format!("<h2>Abstract</h2><style>p {{ color: red }}</style><p>{text}</p>");
    assert_eq!(of(&styled, None).summary, text);
}

#[test]
fn bylines_behind_a_date_links_side_by_side_and_roles_are_told() {
    let links = |count: usize| {
        "<a href='/authors/x'>Ada Reed</a>, <a href='/authors/y'>Basil Marsh</a> ".repeat(count)
    };
    for (byline, wanted) in [
        ("<p>Posted on May 7, 2025 by Ada Reed</p>".to_owned(), vec!["Ada Reed"]),
        (
            "<p>Veröffentlicht am 7. Mai 2025 von Ada Reed, aktualisiert am 9. Mai 2025</p>".to_owned(),
            vec!["Ada Reed"],
        ),
        ("<p>May 7, 2025 in Vienna</p>".to_owned(), vec![]),
        (format!("<div>{}</div>", links(1)), vec!["Ada Reed", "Basil Marsh"]),
        (format!("<div>{}</div>", links(9)), vec!["Ada Reed"]),
        ("<p>Written by <b>Ada Reed</b>, Senior Researcher</p>".to_owned(), vec!["Ada Reed"]),
    ] {
        assert_eq!(of(&format!("<body><h1>Cracks</h1>{byline}"), None).authors, wanted, "{byline}");
    }
}

#[test]
fn the_page_itself_buttons_and_accounts_are_no_categories() {
    let trail = |last: &str| {
        let source = format!(
            "<body><div class=breadcrumbs><a href='/'>Home</a> <a href='/r'>Rivers</a> {last}</div><h1>The guide to slow lakes</h1>"
        );
        let html = Html::parse_document(&source);
        let title = "The guide to slow lakes";
        about(&html, &Metadata::read(&html), Some("https://example.org/r/lakes"), title, ("", false))
            .categories
    };
    for last in [
        "<a href='/r/lakes'>Lakes</a>",
        "<a href='/x'>guide to slow lakes</a>",
        "<a href='/x'>Search results</a>",
        "<a href='/x'>Log in</a>",
        "<a href='/x'>see more: lakes</a>",
        "<a href='/de/r/lakes' hreflang=de>Deutsch</a>",
        "<a href='mailto:reed@example.org'>Mail to Ada</a>",
        "<a href='https://reeds.social/ada'>Social</a>",
    ] {
        assert_eq!(trail(last), ["Rivers"], "{last}");
    }
    assert_eq!(trail("<a href='/x'>Slow lakes</a>"), ["Slow lakes"]);
    assert_eq!(trail("<a href='/x'>Boats, Oars, and Ropes</a>"), ["Boats, Oars, and Ropes"]);
    assert_eq!(trail("<a href='//news.example.org/x'>News of lakes</a>"), ["News of lakes"]);
    // A bar that holds more than the steps.
    let steps = "<ol class=breadcrumbs><li><a href='/'>Home</a><li><a href='/r/d'>Deep rivers</a></ol>";
    let bar =
        format!("<html lang=en><div class=breadcrumb-bar>{steps}<ul><li><a href='/x'>Deutsch</a></ul></div>");
    assert_eq!(of(&bar, None).categories, ["Deep rivers"]);
    // A step may hold others, say its language, or lead nowhere; a page may be copied to another host.
    for steps in [
        "<ul><li class=breadcrumb-item><a href=/>Home</a><ul><li><a href=/e>Events</a><li><a href=/j>Jobs</a></ul><li class=breadcrumb-item><a href=/r>Rivers</a></ul>",
        "<a href=/ hreflang=en>Home</a><a href=/r hreflang=en>Rivers</a>",
        "<a href=/>Home</a><a href='javascript:void(0)'>Rivers</a>",
        "<a href='https://lakes.org/'>Home</a><a href='https://www.lakes.org/r'>Rivers</a>",
    ] {
        let page = format!("<html lang=en><nav class=breadcrumb>{steps}</nav><h1>Slow lakes</h1>");
        assert_eq!(of(&page, Some("https://example.org/r/lakes")).categories, ["Rivers"], "{steps}");
    }
    let chip = |around: &str| {
        let source = format!("<{around}><a class=category href=/x>Gauges</a></{around}><h1>Slow lakes</h1>");
        let html = Html::parse_document(&source);
        about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).categories
    };
    assert_eq!((chip("div"), chip("nav")), (vec!["Gauges".to_owned()], vec![]));
    let account = "<meta name=author content='Ada Reed'><meta property='article:section' content='AdaReed'>";
    assert!(of(account, None).categories.is_empty());
}

#[test]
fn topics_in_boxes_of_their_own_are_several_and_kinds_of_pages_give_way_to_topics() {
    let of = |above: &str, below: &str| {
        let html = Html::parse_document(&format!("{above}<h1>Slow lakes</h1><p>3 May 2025</p>{below}"));
        about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).categories
    };
    let box_of = |topic: &str| format!("<div><a href='/topics/{}'>{topic}</a></div>", topic.to_lowercase());
    let boxes = |topics: &[&str]| {
        format!("<div class=topics>{}</div>", topics.iter().map(|topic| box_of(topic)).collect::<String>())
    };
    assert_eq!(of("", &boxes(&["Silt", "Ice"])), ["Silt", "Ice"]);
    assert_eq!(
        of(&boxes(&["Silt", "Ice", "Law"]), &boxes(&["Gauges"])),
        ["Gauges"],
        "a menu above the title"
    );
    let chips = "<div class=category><span>Research</span> <span>Climate</span></div>";
    let crumb = |name: &str| {
        format!("<ol class=breadcrumb><li><a href=/>Home</a><li><a href=/x>{name}</a></ol>{chips}")
    };
    assert_eq!(of(&crumb("Press releases"), ""), ["Research", "Climate"]);
    assert_eq!(of(&crumb("Ferries"), ""), ["Ferries"]);
    let filed =
        "<p>Filed under: <a href=/c/r>Rivers</a>, <a href=/c/i>Ice</a> | Tags: <a href=/t/s>silt</a></p>";
    assert_eq!(of("", filed), ["Rivers", "Ice"]);
    assert_eq!(of("", "<p>Program: <a href=/programs/w>Water and Ice</a></p>"), ["Water and Ice"]);
    assert!(of("", "<p>Program: compiled with care</p>").is_empty());
}

#[test]
fn links_in_one_chip_are_one_name_each_and_places_on_the_page_are_none() {
    let chips = |chips: &str| {
        let html = Html::parse_document(&format!("<h1>Slow lakes</h1>{chips}<p>The gauges.</p>"));
        about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).categories
    };
    let glued = "<div class=topic-category><a href=/c/6><b>Rivers</b></a><div><a href=/t/ice>ice</a><a href=/t/silt>silt</a></div></div>";
    assert_eq!(chips(glued), ["Rivers", "ice", "silt"]);
    assert!(chips("<a class=section href='#depths'>Depths</a>").is_empty());
    assert!(chips("<pre><span class=section>Depths</span></pre>").is_empty());
}

#[test]
fn the_foot_of_an_article_tells_where_it_is_filed() {
    let foot = "<footer class=post-info><p>In <a href='/category/rivers.html'>Rivers</a>.</p></footer>";
    let banner = "<header><h1><a href='/'>The lake log</a></h1><nav><a href='/category/boats.html'>Boats</a></nav></header>";
    let other = "<footer><a href='/category/boats.html'>Boats</a></footer>";
    let of = |page: &str| {
        let html = Html::parse_document(page);
        about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).categories
    };
    let article = format!("<article><h1>Slow lakes</h1><div>{foot}<p>Text.</p></div></article>");
    assert_eq!(of(&format!("{banner}{article}{other}")), ["Rivers"]);
    assert_eq!(of(&format!("{banner}<article><h2>Slow lakes</h2>{foot}</article>{other}")), ["Rivers"]);
    // The foot of the page, and of another article.
    for page in [
        format!("<h1>Slow lakes</h1><p>Text.</p>{other}"),
        format!("<article><h1>Slow lakes</h1></article><article><h2>Deep rivers</h2>{foot}</article>"),
    ] {
        assert!(of(&page).is_empty(), "{page}");
    }
}

#[test]
fn commas_part_sections_but_not_those_of_a_name() {
    let section = |told: &str| {
        of(&format!("<meta property='article:section' content='{told}'><h1>Cracks</h1>"), None).categories
    };
    assert_eq!(section("Lakes, Rivers"), ["Lakes", "Rivers"]);
    assert_eq!(section("Lakes, Rivers, Food and Drink"), ["Lakes", "Rivers", "Food and Drink"]);
    assert_eq!(section("Lakes, Rivers, and Ponds"), ["Lakes, Rivers, and Ponds"]);
    assert!(section("Lakes rise, rivers fall, and that is what we know of them.").is_empty());
    let links = "<a rel=category href=/a>Boats, Oars</a><a rel=category href=/b>Ropes</a>";
    assert_eq!(of(&format!("<h1>Cracks</h1><p>{links}</p>"), None).categories, ["Boats, Oars", "Ropes"]);
    let list = "<h1>Cracks</h1><a rel='category tag' href=/a>Boats, Oars, Ropes</a>";
    assert_eq!(of(list, None).categories, ["Boats", "Oars", "Ropes"]);
}

#[test]
fn bylines_and_breadcrumbs_are_read_off_the_page() {
    let about = of(
        "<body><ol class='breadcrumb'><li><a href='/'>Home</a><li><a href='/r'>Research</a><li>Cracks</ol>
         <h1>Cracks</h1><p>By Jane Doe and John Roe | 3 May 2025</p>",
        None,
    );
    assert_eq!(about.authors, ["Jane Doe", "John Roe"]);
    assert_eq!(about.categories, ["Research"]);
}

#[test]
fn groups_of_links_under_labels_and_headings_are_categories() {
    let text = "<p>We read the gauges of a lake.</p>".repeat(5);
    let filed = |above: &str, after: &str| {
        let html = Html::parse_document(&format!("{above}<h1>Slow lakes</h1>{text}{after}"));
        about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).categories
    };
    let links = "<a href=/x/a>deep-water</a> <a href=/x/b>ice</a>";
    let items = "<ul><li><a href=/x/a>deep-water</a></li><li><a href=/x/b>ice</a></li></ul>";
    for after in [
        format!("<p>Tags: {links}</p>"),
        format!("<div><span>Tags:</span> <span>{links}</span></div>"),
        format!("<div>Categories: {items}</div>"),
        format!("<div><a href=/c>Categories</a>: {items}</div>"),
        format!("<h3>Topics</h3><p>{links}</p>"),
        format!("<h3>Tags</h3>{items}"),
        format!("<div><div>Labels</div>{links}</div>"),
        "<dl><dt>Tags<dd><a href=/x/a>deep-water</a><dd><a href=/x/b>ice</a></dl>".to_owned(),
        "<p>Keywords: deep-water, ice</p>".to_owned(),
        "<p><b>Key words:</b> deep-water; ice</p>".to_owned(),
    ] {
        assert_eq!(filed("", &after), ["Deep Water", "ice"], "{after}");
    }
    // What a whole site is filed under, and its menu.
    assert!(filed("", &format!("<h3>Categories</h3>{items}")).is_empty());
    // A column beside the text.
    let column = format!("</div><div id=right><h3>Topics</h3>{items}</div></div>");
    assert!(filed("<div><div id=left>", &column).is_empty());
    assert_eq!(
        filed("<article><div>", &format!("</div><div><h3>Topics</h3>{items}</div></article>")),
        ["Deep Water", "ice"]
    );
    assert_eq!(filed("<div><div id=left>", &format!("<h3>Topics</h3>{items}")), ["Deep Water", "ice"]);
    let menu =
        ["Water", "Ice", "Mud", "Fish"].map(|name| format!("<li><a href=/{name}>{name}</a></li>")).concat();
    assert!(filed(&format!("<ul>{menu}</ul>"), &format!("<h3>Topics</h3><ul>{menu}</ul>")).is_empty());
}

#[test]
fn days_labels_and_the_site_beside_a_chip_are_no_categories() {
    let text = "<p>We read the gauges of a lake.</p>".repeat(5);
    let filed = |above: &str| {
        let page =
            format!("<title>Slow lakes - Lake Daily Post</title><body>{above}<h1>Slow lakes</h1>{text}");
        let html = Html::parse_document(&page);
        about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).categories
    };
    let links = "<a href=/n/water>Water</a> <a href=/n/ice>Ice</a>";
    assert_eq!(filed(&format!("<div class=eyebrow><p>February 10, 2025</p>{links}</div>")), ["Water", "Ice"]);
    assert_eq!(filed("<div class=eyebrow><span>February 10, 2025</span><span>Water</span></div>"), ["Water"]);
    assert_eq!(filed(&format!("<div class=page-categories>in: {links}</div>")), ["Water", "Ice"]);
    assert_eq!(filed("<span class=category>March 2026 Issue</span>"), ["March 2026 Issue"]);
    let steps = |steps: &[&str]| {
        let items = steps.iter().map(|step| format!("<li><a href=/x/{step}>{step}</a>")).collect::<Vec<_>>();
        filed(&format!("<ol class=breadcrumbs>{}</ol>", items.concat()))
    };
    assert_eq!(steps(&["Home", "Issues", "Climate"]), ["Climate"]);
    assert_eq!(steps(&["Tarn", "Our work", "Issues", "Privacy"]), ["Privacy"]);
    assert!(steps(&["Harbour", "winch", "Issues", "#77"]).is_empty());
    for none in [
        "<div><span>Friday 4 December 2015</span> <a href=/>Lake Daily Post</a></div>",
        "<div>From the <a href=/2013>November 2013 issue</a></div>",
        "<ol class=breadcrumbs><li><a href=/h>Harbour</a><li><a href=/h/w>winch</a><li><a href=/h/w/i>Issues</a></ol>",
        "<ul class=breadcrumbs><li><a href=/h>Home</a><li>Notes<li><a href=/go/s>View page source</a></ul>",
    ] {
        assert!(filed(none).is_empty(), "{none}");
    }
}
