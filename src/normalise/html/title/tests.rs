//! Tests of which title a page has.

use super::*;

fn of(source: &str) -> Title {
    let html = Html::parse_document(source);
    title(&html, &Metadata::read(&html), None, None)
}

#[test]
fn a_label_before_the_title_is_taken_off_where_the_title_stands_without_it_too() {
    let page = |meta: &str| of(&format!("{meta}<h1>Title:Safety despite subversion</h1>")).text;
    assert_eq!(
        page("<meta name='citation_title' content='Safety Despite Subversion'>"),
        "Safety Despite Subversion"
    );
    assert_eq!(page(""), "Title:Safety despite subversion");
    let both = "<meta property='og:title' content='A review'><h1>Lakes and rivers: a review</h1>";
    assert_eq!(of(both).text, "Lakes and rivers: a review");
}

#[test]
fn the_sites_name_is_taken_off_in_any_order_and_with_any_separator() {
    let site = "<meta property='og:site_name' content='Limnos'>";
    for title in [
        "Archaeology Research \\ Limnos",
        "Archaeology Research | Limnos",
        "Limnos – Archaeology Research",
        "Archaeology Research · The Limnos Blog",
        "Limnos :: Archaeology Research",
    ] {
        assert_eq!(of(&format!("{site}<title>{title}</title>")).text, "Archaeology Research", "{title}");
    }
}

#[test]
fn a_heading_that_leads_home_is_the_sites_name_where_the_pages_title_ends_or_begins_with_it() {
    let of_two = "<h1><a href='https://limnos.example/'>Limnos Notes</a></h1><h2>How floods are measured - Part 1</h2><h2>Gauges</h2>";
    let title = "How floods are measured - Part 1";
    assert_eq!(of(&format!("<title>{title} | Limnos Notes</title>{of_two}")).text, title);
    assert_eq!(of(&format!("<title>Limnos Notes - {title}</title>{of_two}")).text, title);
    let index = "<h1><a href='/'>The Lakes Page</a></h1><h2>Rivers -- Gauges</h2>";
    let text = of(&format!("<title>Browse: Rivers -- Gauges | The Lakes Page</title>{index}")).text;
    assert!(text.contains("Rivers -- Gauges"), "{text}");
    let tag = "<title>Limnos - gauges</title><h1><a href='/'>Limnos</a></h1><h1><a href='/a'>A story</a></h1><h1>Others</h1>";
    assert_eq!(of(tag).text, "gauges");
    // The front page is called as its site.
    assert_eq!(of("<title>Limnos</title><h1><a href='/'>Limnos</a></h1><h2>A story</h2>").text, "Limnos");
}

#[test]
fn a_home_page_is_called_as_its_site_whatever_claim_stands_beside_the_name() {
    let head = "<title>Limnos | Notes on lakes</title><meta property=og:title content=Limnos><meta property=og:site_name content=Limnos>";
    let at = |address: &str| {
        let html = Html::parse_document(&format!("{head}<h2>Posts</h2>"));
        title(&html, &Metadata::read(&html), None, Some(address)).text
    };
    assert_eq!(at("https://limnos.example/"), "Limnos");
    assert_eq!(at("https://limnos.example/notes"), "Notes on lakes");
}

#[test]
fn a_site_that_only_the_title_names_is_taken_off_where_it_calls_itself_one() {
    for title in [
        "How floods are measured - Limnos.com",
        "How floods are measured - Limnos.com - Northern Lakes",
        "How floods are measured | Limnos.org",
    ] {
        assert_eq!(of(&format!("<title>{title}</title>")).text, "How floods are measured", "{title}");
    }
    // What stands first may be the name of a program, or a word that sites' names end in.
    for title in ["A guide to Limnos.js - Releases", "ASP.NET - How floods are measured"] {
        assert_eq!(of(&format!("<title>{title}</title>")).text, title, "{title}");
    }
    let network = "<title>什么是物联网 - 林小河的博客</title><h1>什么是物联网</h1>";
    assert_eq!(of(network).text, "什么是物联网");
}

#[test]
fn titles_are_parted_where_words_are_written_without_spaces() {
    for title in [
        "三条河流的深度测量方法_湖泊网",
        "三条河流的深度测量方法-湖泊网",
        "三条河流的深度测量方法--新闻--湖泊网",
    ] {
        assert_eq!(of(&format!("<title>{title}</title>")).text, "三条河流的深度测量方法", "{title}");
    }
    for title in [
        "从河流到湖泊——三十年观测记录",
        "北京—上海高速铁路通车",
        "中国-东盟自由贸易区建设取得进展",
        "β-胡萝卜素的作用",
        "e-ラーニングの始め方",
    ] {
        assert_eq!(of(&format!("<title>{title}</title>")).text, title);
    }
    let heading =
        "<title>深度|三条河流的深度测量方法_湖泊_湖泊网</title><h1>深度|三条河流的深度测量方法</h1>";
    assert_eq!(of(heading).text, "深度|三条河流的深度测量方法");
    assert_eq!(of("<title>Well-known rivers_2 and e-mail</title>").text, "Well-known rivers_2 and e-mail");
}

#[test]
fn headings_that_link_to_themselves_are_sections_where_the_title_says_none_of_them() {
    let section = |name: &str| format!("<h1 id={name}><a href='#{name}'>{name}</a></h1><p>Of gauges.</p>");
    let sections = section("NAME") + &section("USAGE");
    assert_eq!(of(&format!("<title>GAUGE(8)</title>{sections}")).text, "GAUGE(8)");
    assert_eq!(of(&format!("<title>Usage - Gauges</title>{sections}")).text, "USAGE");
    assert_eq!(of(&format!("<title>Gauges</title>{}", section("USAGE"))).text, "USAGE");
}

#[test]
fn of_several_first_headings_the_one_that_the_title_begins_with_is_it() {
    let page = "<title>gauge read - The Gauge Book</title><h1>The Gauge Book</h1><h1><a href='#g'>gauge-read(1)</a></h1>";
    assert_eq!(of(page).text, "gauge-read(1)");
}

#[test]
fn a_headline_that_links_to_its_own_page_is_its_title() {
    let at = |href: &str| {
        let page = format!(
            "<title>How do lakes remember storms? : limnos</title><h1><a href=/r/limnos/>limnos</a></h1><p><a href='{href}'>How do lakes remember storms?</a></p>"
        );
        let html = Html::parse_document(&page);
        title(&html, &Metadata::read(&html), None, Some("https://example.org/r/limnos/7/x/")).text
    };
    assert_eq!(at("/r/limnos/7/x/"), "How do lakes remember storms?");
    assert_ne!(at("/r/limnos/8/x/"), "How do lakes remember storms?");
}

#[test]
fn numbers_in_a_series_and_signs_of_notes_are_no_part_of_a_title() {
    let issue = "<title>Gauges stand still · Issue #1130 · limnos</title><h1><bdi>Gauges stand still</bdi> <span>#1130</span></h1>";
    assert_eq!(of(issue).text, "Gauges stand still");
    let paper = "<meta name=citation_title content='Gauges stand still'><h1>Gauges stand still☆</h1>";
    assert_eq!(of(paper).text, "Gauges stand still");
    let report = "<meta name=citation_title content='Gauges that stand still'><title>SR 800-9, Gauges that stand still | Limnos</title><h1>Limnos SR 800-9</h1><h2>Gauges that stand still</h2>";
    assert_eq!(of(report).text, "Gauges that stand still");
}

#[test]
fn numbered_sections_are_no_titles_where_there_are_several() {
    let head = "<title>The gauge command</title>";
    let sections = "<h1>1. Overview</h1><h1>2. Usage</h1>";
    assert_eq!(of(&format!("{head}{sections}")).text, "The gauge command");
    assert_eq!(of(&format!("{head}<h1>1. Overview</h1>")).text, "1. Overview");
}

#[test]
fn a_heading_of_a_box_is_no_title_where_the_page_has_one() {
    let lone =
        "<title>Department of Rivers, Northern Coast</title><h2>Laboratory opens its hall to visitors</h2>";
    assert_eq!(of(lone).text, "Laboratory opens its hall to visitors");
    let several = format!("{lone}<h2>Gauges of the summer</h2>");
    assert_eq!(of(&several).text, "Department of Rivers, Northern Coast");
    for (title, heading) in [("How floods are measured", "Read next"), ("三条河流的深度测量", "友情链接")]
    {
        assert_eq!(of(&format!("<title>{title}</title><h2>{heading}</h2>")).text, title);
    }
}

#[test]
fn a_chip_in_the_heading_is_no_part_of_the_title_that_stands_elsewhere_without_it() {
    for (title, heading) in [
        ("How floods are measured", "How floods are measured<span>Example News</span>"),
        ("三条河流的深度测量方法", "<span>原创</span>三条河流的深度测量方法"),
    ] {
        assert_eq!(of(&format!("<title>{title} | Example</title><h1>{heading}</h1>")).text, title);
    }
    let mark = "<title>river/gauges | Example</title><h1><span>Public</span> river/gauges</h1>";
    assert_eq!(of(mark).text, "river/gauges");
    for (title, heading) in [
        ("How floods are measured", "How floods are measured in towns"),
        ("How floods are measured", "How floods are measured <small>in towns</small>"),
        ("三条河流的深度测量", "三条河流的深度测量方法"),
    ] {
        let longer = of(&format!("<title>{title} | Example</title><h1>{heading}</h1>")).text;
        assert!(longer.len() > title.len(), "{longer}");
    }
}

#[test]
fn a_word_said_twice_counts_as_often_as_the_other_has_it() {
    let spaced = "<meta property=og:title content=三条河流的深度测量方法><title>三条河流的深度测量方法</title><h1>大家的声音</h1>";
    assert_eq!(of(spaced).text, "三条河流的深度测量方法");
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (one, other) = (words("the 404 love the 404 podcast the 404"), words("the 404 love"));
    assert!(alike(&one, &other) < 1.0);
    assert!((alike(&one, &other) - alike(&other, &one)).abs() < f32::EPSILON);
}

#[test]
fn a_heading_wins_over_what_is_written_for_search_engines() {
    let title = of("<title>Heat pumps: when they pay | Site</title><meta property='og:title' content='Heat pumps: when they pay'>
        <body><h1><a href='/'>Logo</a></h1><article><h1>Does a heat pump pay in an old house?</h1></article>");
    assert_eq!(title.text, "Does a heat pump pay in an old house?");
    assert!(
        title.candidates.iter().any(|(text, source, _)| {
            (text.as_str(), *source) == ("Heat pumps: when they pay", "og:title")
        })
    );
}

#[test]
fn a_slogan_is_no_title_where_the_titles_of_a_page_agree_on_another() {
    let page = |more: &str, heading: &str| {
        let head = "<title>River Tutor | Example</title><meta property='og:title' content='River Tutor'>";
        of(&format!("{head}{more}<h1>{heading}</h1>")).text
    };
    assert_eq!(page("", "A tutor for you, any time."), "River Tutor");
    // A heading that is part of the page's title is its title, and that of an article is.
    let lessons = "<title>River Tutor – Lessons | Example</title><meta property='og:title' content='River Tutor – Lessons'>";
    assert_eq!(of(&format!("{lessons}<h1>Lessons</h1>")).text, "Lessons");
    let article = "<meta property='og:type' content='article'>";
    assert_eq!(page(article, "A tutor for you, any time."), "A tutor for you, any time.");
    let alone = "<article>";
    assert_eq!(page(alone, "A tutor for you, any time."), "A tutor for you, any time.");
    let thing = "<script type='application/ld+json'>{\"@type\":\"Product\"}</script>";
    assert_eq!(page(thing, "A tutor for you, any time."), "A tutor for you, any time.");
}

#[test]
fn a_front_page_is_called_what_its_site_is_called() {
    let site = "<meta property='og:site_name' content='The River Blog'>";
    for titles in [
        "<title>Home - The River Blog</title><meta property='og:title' content='Home'>",
        "<title>The River Blog</title>",
        "<title>The River Blog | Startseite</title>",
    ] {
        let page = format!("{site}{titles}<h2>How floods are measured</h2><h2>What dams do</h2>");
        assert_eq!(of(&page).text, "The River Blog", "{titles}");
    }
    // Where a title lacks its first part, the page is another.
    let page = format!("{site}<title>| The River Blog</title><h1>Gauges</h1>");
    assert_eq!(of(&page).text, "Gauges");
    // What is too long for a title says nothing of the page.
    let long = "word ".repeat(600);
    let shared = "<meta property='og:title' content='The River Blog'>";
    assert_eq!(of(&format!("{site}{shared}<title>{long}</title><h1>Gauges</h1>")).text, "Gauges");
}

#[test]
fn a_listing_is_not_called_as_one_of_its_entries() {
    let entries = ["How floods are measured", "Publications"].map(title_key).into_iter().collect();
    let told =
        |head: &str, heading: &str| of(&format!("{head}<h1>{heading}</h1>")).of_listing(&entries).to_owned();
    let head = "<title>The River Blog – all that we know of rivers</title>";
    assert_eq!(told(head, "How floods are measured"), "The River Blog – all that we know of rivers");
    assert_eq!(told(head, "What we wrote"), "What we wrote");
    assert_eq!(told("<title>Publications | River</title>", "Publications"), "Publications");
    assert_eq!(told("", "How floods are measured"), "How floods are measured", "nothing else is there");
}

#[test]
fn of_two_headings_the_one_that_begins_the_pages_title_wins() {
    let head = "<title>Quick start — River 2.0 documentation</title>";
    let page =
        format!("{head}<h1>River 2.0 documentation</h1><h1>Quick start<a href='#quick-start'>¶</a></h1>");
    assert_eq!(of(&page).text, "Quick start");
    let lower = page.replace("<h1>Quick start", "<h2>Usage</h2><h2>Quick start");
    assert_eq!(of(&lower).text, "Quick start");
    // A menu, a box, what stands above the headline; an article; what another source calls it as.
    let told = "<title>Rivers | Lakes keep time</title>";
    let headline = "<h1>Lakes keep time</h1><p>Text.</p>";
    for page in [
        format!("{told}<header><h2><a href=/>Rivers</a></h2></header>{headline}"),
        format!("{told}{headline}<footer><h2>Rivers</h2></footer>"),
        format!("{told}{headline}<nav><h2>Rivers</h2></nav>"),
        format!("{told}{headline}<h2 hidden>Rivers</h2>"),
        format!("{told}<article>{headline}<h2>Rivers</h2></article>"),
        format!("<meta property=og:title content='Lakes keep time'>{told}{headline}<h2>Rivers</h2>"),
    ] {
        assert_eq!(of(&page).text, "Lakes keep time", "{page}");
    }
}

#[test]
fn a_later_heading_of_a_section_gives_way_to_the_pages_title() {
    let head = "<title>Gauges: River::Depth Class Reference</title>";
    let page = format!("{head}<h2>Members of it</h2><h2>Depth()</h2><h2>Width()</h2>");
    assert_eq!(of(&page).text, "Gauges: River::Depth Class Reference");
}

#[test]
fn what_is_too_long_for_a_sites_name_is_not_taken_off() {
    let title = "How to move a town's archive of river gauges to another place without loss";
    let head = format!("<meta property='og:site_name' content=\"{title}\"><title>{title} | River</title>");
    assert_eq!(of(&format!("{head}<h1>{title}</h1>")).text, title);
}

#[test]
fn labels_logos_and_hidden_headings_are_no_titles() {
    for other in [
        "<nav><h1>Menu</h1></nav>",
        "<h1 hidden>Search</h1>",
        "<h1><a href='https://example.org/'>Example</a></h1>",
        "<h1>Read also</h1><h1>Read also</h1><h1>Read also</h1>",
        "<h1><svg><title>Drawing</title></svg></h1>",
    ] {
        let source =
            format!("<meta property='og:title' content='A Study of Tides'><body>{other}<p>Text.</p>");
        assert_eq!(of(&source).text, "A Study of Tides", "{other}");
    }
}

#[test]
fn typography_is_kept_and_white_space_is_not() {
    assert_eq!(of("<h1> Claude’s\n “thoughts”&shy; — <br>a look </h1>").text, "Claude’s “thoughts” — a look");
    assert_eq!(of("<meta property='og:title' content='Q&amp;amp;A'>").text, "Q&A");
    assert_eq!(of("<p>Nothing</p>").text, "");
}

#[test]
fn a_title_of_thousands_of_parts_is_left_aside() {
    assert_eq!(of(&format!("<title>{}</title><h1>Short</h1>", "a | ".repeat(100_000))).text, "Short");
}

#[test]
fn a_second_heading_before_the_name_of_a_site_is_the_title() {
    let page = |title: &str, heading: &str| {
        let day = "<p>18 June 2024</p><p>Every pier of the island needs work before the winter.</p>";
        let is_lower = heading.starts_with("<h3");
        let shared =
            if is_lower { String::new() } else { format!("<meta property='og:title' content='{title}'>") };
        let html = Html::parse_document(&format!("<title>{title}</title>{shared}{heading}{day}"));
        super::title(&html, &Metadata::read(&html), None, None).text
    };
    let h2 = "<h2>Moors store more than thought</h2>";
    for rest in [" - Ministry of Soil", " - Ministry of Soil - Portal Gov", " | Ministry of Soil"] {
        assert_eq!(
            page(&format!("Moors store more than thought{rest}"), h2),
            "Moors store more than thought"
        );
    }
    for rest in [" - Part 2", " - and what comes next"] {
        let title = format!("Moors store more than thought{rest}");
        assert_eq!(page(&title, h2), title);
    }
    let lower = "<h3 itemprop=headline>Moors store more than thought</h3>";
    let title = "Moors store more than thought: Lindenau University";
    assert_eq!(page(title, lower), "Moors store more than thought");
    assert_eq!(page(title, "<h3>Moors store more than thought</h3>"), title);
}

#[test]
fn what_programs_write_around_a_heading_is_no_part_of_the_title() {
    for (title, heading, wanted) in [
        (
            "Skip the head when absent by ada · Request #402 · tarn/lake",
            "Skip the head when absent",
            "Skip the head when absent",
        ),
        (
            "Release Slow Lakes 3.1: the late ice · tarn/lake",
            "Slow Lakes 3.1: the late ice",
            "Slow Lakes 3.1: the late ice",
        ),
        (
            "Gauge is read twice (#77) · Issues · Tarn / lake · Host",
            "Gauge is read twice",
            "Gauge is read twice",
        ),
        (
            "湖の水位、11日間止まる　委員会が報告：山海日報",
            "湖の水位、11日間止まる　委員会が報告",
            "湖の水位、11日間止まる 委員会が報告",
        ),
        // More around it tells another thing.
        (
            "The early years of slow lakes in the north",
            "Slow lakes in the north",
            "The early years of slow lakes in the north",
        ),
        (
            "News from the Tarn Valley Lake Board",
            "Tarn Valley Lake Board",
            "News from the Tarn Valley Lake Board",
        ),
        (
            "Slow lakes of the north are drying | Ice | Tarn",
            "Slow lakes of the north",
            "Slow lakes of the north are drying",
        ),
        // What is told for search engines alone.
        ("Gauges for Lakes (March 2026)", "Gauges for Lakes", "Gauges for Lakes (March 2026)"),
    ] {
        let page =
            format!("<title>{title}</title><meta property=og:title content='{title}'><h1>{heading}</h1>");
        assert_eq!(of(&page).text, wanted, "{title}");
    }
    let numbered = |title: &str| {
        of(&format!("<title>{title}</title><h1><bdi>Skip the head</bdi> <span>#402</span></h1>")).text
    };
    assert_eq!(numbered("Skip the head by ada · Request #402 · tarn"), "Skip the head");
    assert_eq!(numbered("Skip the head #402"), "Skip the head #402");
    assert_eq!(numbered("Skip the head, part two #402 | Tarn"), "Skip the head #402");
    let comic = "<title>Lakes Vol. 1 #402 | Tarn</title><h1><span>Lakes</span> <span>#402</span></h1>";
    assert_eq!(of(comic).text, "Lakes #402");
}

#[test]
fn the_page_of_an_author_a_thing_or_a_site_on_a_platform_is_called_by_its_name() {
    for title in
        ["Col Adair, Author at Skerry Quarterly", "Col Adair, Autor bei Skerry", "Col Adair, auteur à Skerry"]
    {
        let page = format!(
            "<title>{title}</title><meta property=og:title content='{title}'><h1>Author: <span>Col Adair</span></h1>"
        );
        assert_eq!(of(&page).text, "Col Adair", "{title}");
    }
    let novel = "<title>Ada Reed, auteur à succès</title>";
    assert_eq!(of(novel).text, "Ada Reed, auteur à succès");
    assert_eq!(of("<title>Ada Reed, Author at Heart</title>").text, "Ada Reed, Author at Heart");
    let show = "<title>Late Ice on Tarn Casts</title><meta property=og:title content='Late Ice on Tarn Casts'><h1>Late Ice</h1>";
    let thing =
        r#"<script type=application/ld+json>{"@type":"CreativeWorkSeries","name":"Late Ice"}</script>"#;
    assert_eq!(of(show).text, "Late Ice on Tarn Casts");
    assert_eq!(of(&format!("{thing}{show}")).text, "Late Ice");
    let episode =
        r#"<script type=application/ld+json>{"@type":"CreativeWorkSeries","name":"Tarn Casts"}</script>"#;
    assert_eq!(
        of(&format!("{episode}{}", show.replace("<h1>Late Ice", "<h1>Tarn Casts"))).text,
        "Late Ice on Tarn Casts"
    );
    let post = "<title>Slow Lakes | Why ice comes late | Platform</title><link rel=canonical href=https://slowlakes.platform.example/p/ice>";
    assert_eq!(of(post).text, "Why ice comes late");
    let archive = "<title>Slow Lakes | Ada Reed | Platform</title><link rel=canonical href=https://slowlakes.platform.example/archive><a href=/>Slow Lakes</a><p>Ada Reed</p>";
    assert_eq!(of(archive).text, "Slow Lakes");
    assert_eq!(of(&format!("{archive}<h1>Ada Reed</h1>")).text, "Ada Reed");
}

#[test]
fn behind_its_site_and_section_stands_the_line_that_a_page_shows() {
    let page = "<title>Tarn Daily Online: Weather: Ice comes late to the lake</title><table><tr><td>Tuesday<br><font size=5><b>Ice comes late to the lake</b></font><p>The gauge was read on every day.</td></tr></table>";
    assert_eq!(of(page).text, "Ice comes late to the lake");
}
