//! Under what a page is filed, and where it says so.

use serde_json::json;

use crate::support::TestEnv;

/// The categories of an article about lakes, with something put into its head, above its title, below it and at its end.
fn filed(head: &str, above: &str, below: &str, after: &str) -> String {
    let env = TestEnv::empty();
    let prose = "<p>Some words that stand here so that the page has prose enough to be an article on what lakes keep.</p>";
    let page = format!(
        "<!DOCTYPE html><html lang=en><title>What lakes keep | Tarn Lab</title>{head}<body>
         <header><nav><a href=/>Home</a><a href=/notes>Notes</a><a href=/depths>Deep Water</a></nav></header><main>{above}
         <h1>What lakes keep</h1>{below}{}{after}</main><footer>© 2026 Tarn Lab</footer>",
        prose.repeat(6)
    );
    env.write("page.html", &page);
    let page = env.inspect("page.html").remove(0);
    let names: Vec<&str> = page["page"]["categories"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str())
        .collect();
    names.join(", ")
}

fn at(address: &str) -> String {
    format!("<link rel=canonical href=https://tarn.example{address}>")
}

#[test]
fn categories_are_read_off_links_labels_and_small_print() {
    for (place, found, wanted) in [
        ("a team's link", filed("", "<a href=/team/river-depths>River Depths</a>", "", ""), "River Depths"),
        ("a question", filed("", "", "<a href='/notes?topic=ice'>Ice and snow</a>", ""), "Ice and snow"),
        ("an eyebrow", filed("", "<p class=eyebrow>Ice &amp; Snow</p>", "", ""), "Ice & Snow"),
        (
            "a line above",
            filed("", "<div><a href=/gauges>Gauges</a><span>May 7, 2025</span></div>", "", ""),
            "Gauges",
        ),
        ("a line below", filed("", "", "<p>May 7, 2025 · Deep Water · 5 min read</p>", ""), "Deep Water"),
        (
            "a label",
            filed("", "", "<p><b>Filed under:</b> <a href=/a>Ice</a>, <a href=/b>Snow</a></p>", ""),
            "Ice, Snow",
        ),
        ("a term", filed("", "", "<dl><dt>Topic<dd>Ice<dt>Length<dd>5 min</dl>", ""), "Ice"),
        (
            "a row",
            filed("", "", "<table><tr><td>Subjects:<td>Hydrology (ph.LK); Ice</table>", ""),
            "Hydrology (ph.LK), Ice",
        ),
        ("subjects", filed("<meta name=dc.subject content=Hydrology>", "", "", ""), "Hydrology"),
        (
            "tags",
            filed(
                "",
                "",
                "",
                "<ul><li><a href=/tags/ice>#ice</a><li><a href=/tags/deep-snow>#deep snow</a></ul>",
            ),
            "ice, deep snow",
        ),
        (
            "tags with the number of their pages",
            filed(
                "",
                "",
                "",
                "<p><a href=/tags/ice/>ice <i>1,204</i></a> <a href=/tags/deep-snow.html>deep snow (7)</a> \
                 <a href=/tags/ice-9>ice 9</a></p>",
            ),
            "ice, deep snow, ice 9",
        ),
    ] {
        assert_eq!(found, wanted, "{place}");
    }
    let many = |at: u32| format!("<a rel=tag href=/tag/lake-{at}>lake {at} (1,00{})</a> ", at % 10);
    let row: String = (10..25).map(many).collect();
    let first: Vec<String> = (10..18).map(|at| format!("lake {at}")).collect();
    assert_eq!(filed("", "", "", &format!("<p>{row}</p>")), first.join(", "));
    let data = r#"<script id=__NEXT_DATA__ type=application/json>{"post":{"title":"What lakes keep","publishedOn":"2025-05-07",
        "team":{"name":"Ice Team"}},"next":{"title":"What rivers carry","publishedOn":"2025-05-06","team":{"name":"River Team"}}}</script>"#;
    assert_eq!(filed(data, "", "", ""), "Ice Team");
    assert_eq!(filed(&data.replace("What lakes keep", "what Lakes Keep"), "", "", ""), "Ice Team");
}

#[test]
fn an_address_names_the_part_of_the_site_as_the_page_or_its_slug_spells_it() {
    for (address, wanted) in [
        ("/depths/deep-water/what-lakes-keep", "Deep Water"),
        ("/notes/what-lakes-keep", "Notes"),
        ("/notes/societal-impacts/what-lakes-keep", "Societal Impacts"),
        ("/notes/what-lakes-keep/index.html", "Notes"),
        ("/depths/deep-water.html/what-lakes-keep.html", "Deep Water"),
        ("/en-us/2025/what-lakes-keep", ""),
        ("/a-very-long-and-winding/what-lakes-keep", ""),
        ("/users/ada-reed/what-lakes-keep", ""),
        ("/wp-content/what-lakes-keep", ""),
        ("/no-link/what-lakes-keep", ""),
        ("/", ""),
    ] {
        assert_eq!(
            filed(&at(address), "", "", "<p><a href=/notes/societal-impacts/>More of this</a></p>"),
            wanted,
            "{address}"
        );
    }
    // What everything is in comes after tags.
    let tags = "<p><a rel=tag href=/t/1>Ice</a></p>";
    let blog = "<nav><a href=/blog>Blog</a></nav>";
    assert_eq!(filed(&at("/blog/what-lakes-keep"), blog, "", tags), "Ice");
    assert_eq!(filed(&at("/blog/what-lakes-keep"), blog, "", ""), "Blog");
}

#[test]
fn numbers_letters_buttons_and_code_are_no_categories() {
    let section = |name: &str| format!("<meta property=article:section content='{name}'>");
    for name in ["2016", "tags", "{name}", "Your message:"] {
        assert_eq!(filed(&section(name), "", "", ""), "", "{name}");
    }
    for name in ["R", "911", "Print"] {
        assert_eq!(filed(&section(name), "", "", ""), name);
        assert_eq!(filed("", &format!("<p class=category>{name}</p>"), "", ""), "", "{name}");
    }
    let script = "<div class=category><script>var a = document.createElement('script'), b</script>Ice</div>";
    assert_eq!(filed("", script, "", ""), "Ice");
    let message = "<pre><span>Subject: Lakes</span>\n<b>Topic:</b> Ice</pre>";
    assert_eq!(filed("", "", "", message), "");
    let views = "<div class=section><button>Depth</button><button>Width</button></div>";
    assert_eq!(filed("", "", views, ""), "");
    let chip = "<div class=section><a href=/i>Ice</a> <button>Follow</button></div>";
    assert_eq!(filed("", chip, "", ""), "Ice");
    for quoted in ["“Ice”", "« Ice »", "„Ice“", "»Ice«", "「Ice」"] {
        assert_eq!(filed(&section(quoted), "", "", ""), "Ice");
    }
    assert_eq!(filed(&section("“Ice” and “Snow”"), "", "", ""), "“Ice” and “Snow”");
    for (last, wanted) in [
        ("<a href=../_sources/g/ice.txt>View page source</a>", "Guide"),
        ("<a href=https://code.example/docs/edit/main/ice.md>Auf der Stelle bearbeiten</a>", "Guide"),
        ("<a href=/g/ice>Ice</a>", "Ice"),
    ] {
        let trail =
            format!("<ol class=breadcrumbs><li><a href=/>Docs</a><li><a href=/g>Guide</a><li>{last}</ol>");
        assert_eq!(filed("", &trail, "", ""), wanted);
    }
    let button = "<div><a href=/subscribe>Subscribe to us</a><span>May 7, 2025</span></div>";
    assert_eq!(filed("", button, "", ""), "");
}

#[test]
fn names_menus_and_links_elsewhere_are_no_categories() {
    for (place, found) in [
        (
            "an author",
            filed(
                "<meta name=author content='Ada Reed'>",
                "",
                "<p>May 7, 2025 · <a href=/team/ada-reed>Ada Reed</a></p>",
                "",
            ),
        ),
        ("a name alone", filed("", "", "<p>Ada Reed · May 7, 2025</p>", "")),
        ("a link back", filed("", "<div><a href=/>Back home</a> May 7, 2025</div>", "", "")),
        ("sharing", filed("", "", "<a href='mailto:?subject=email'>Email</a>", "")),
        (
            "running text",
            filed(
                "",
                "",
                "",
                "<p>It has been shown <a href=/tags/ice>ice</a> that lakes keep what they are given by rivers.</p>",
            ),
        ),
        ("a menu", filed("", &"<a href=/category/c>Part</a>".repeat(8), "", "")),
        (
            "a cloud of tags",
            filed("", "", "", &format!("<p>{}</p>", "<a href=/tags/ice>Ice</a> ".repeat(30))),
        ),
        (
            "a label of a box",
            filed("", "", "<h2>Topics</h2><p>What we write about in this place, and why we do.</p>", ""),
        ),
    ] {
        assert_eq!(found, "", "{place}");
    }
}

#[test]
fn what_the_first_entry_of_a_blog_is_filed_under_is_not_its_front_pages() {
    let env = TestEnv::empty();
    let entries: Vec<String> =
        [("Lakes keep time", "ice"), ("Rivers carry it", "water"), ("Snow that fell in May", "snow")]
            .into_iter()
            .enumerate()
            .map(|(at, (title, category))| {
                format!(
                    "<article class=hentry><header><h1><a href=/{at}.html>{title}</a></h1></header>
                 <footer class=post-info><abbr>Published: Thu {} February 2026</abbr>
                 <p>In <a href=/category/{category}.html>{category}</a>.</p></footer>
                 <p>What we saw there, in a line of text that says a little of it and no more.</p></article>",
                    5 + at
                )
            })
            .collect();
    env.write(
        "index.html",
        format!(
            "<!DOCTYPE html><html lang=en><title>The Tarn Log</title><body><header><h2><a href=/>The Tarn Log</a></h2></header>
             <section id=content>{}</section><footer>© 2026</footer>",
            entries.concat()
        ),
    );
    let page = env.inspect("index.html").remove(0);
    assert_eq!(page["listing"]["entries"].as_array().map(Vec::len), Some(3), "{page}");
    assert_eq!(page["page"]["categories"].as_array().map(Vec::len), Some(0), "{page}");
}

#[test]
fn a_box_of_labels_beside_the_text_or_behind_it_tells_of_the_page() {
    let boxes = [
        "<aside><h2>Details</h2><dl><dt>Published<dd>May 7, 2025<dt>Authors<dd>Ada Reed, Basil Marsh<dt>Topic<dd><a href=/topics/ice>Ice</a></dl></aside>",
        "<aside><table><tr><th>Author<td>Ada Reed, Basil Marsh<tr><th>Subject<td>Ice</table></aside>",
        "<div class=sidebar><p><b>Author:</b> Ada Reed, Basil Marsh</p><p><b>Category:</b> Ice</p></div>",
        "<div role=complementary><div><div class=label>Author</div><div>Ada Reed, Basil Marsh</div></div><div><div class=label>Research area</div><div>Ice</div></div></div>",
    ];
    let read = |after: &str| {
        let env = TestEnv::empty();
        let prose = "<p>Some words that stand here so that the page has prose enough to be an article on what lakes keep.</p>";
        let page = format!(
            "<!DOCTYPE html><html lang=en><title>What lakes keep | Tarn Lab</title><main><h1>What lakes keep</h1>{}</main>{after}",
            prose.repeat(12)
        );
        env.write("page.html", &page);
        let page = env.inspect("page.html").remove(0);
        (page["page"]["authors"].clone(), page["page"]["categories"].clone())
    };
    for details in boxes {
        assert_eq!(read(details), (json!(["Ada Reed", "Basil Marsh"]), json!(["Ice"])), "{details}");
    }
    // Several are those of other pages, and those of a form or of comments are no details.
    let others = boxes[1].repeat(3);
    let form = format!("<form>{}<input name=q></form>", boxes[2]);
    let comment = format!("<aside class=comments>{}</aside>", boxes[2]);
    let review = format!("<section class=reviews>{}</section>", boxes[1]);
    // Nor is what tells of another thing.
    let book = boxes[0].replace("Details", "Book of the week").replace("<dt>Published<dd>May 7, 2025", "");
    for other in [others, form, comment, review, book] {
        assert_eq!(read(&other), (json!([]), json!([])), "{other}");
    }
}

#[test]
fn labels_chips_and_breadcrumbs_are_read_in_more_languages() {
    for label in ["Thema", "Rubrika", "Ämnesområde", "Thématique", "Tema", "分類", "التصنيف", "Κατηγορία"]
    {
        assert_eq!(filed("", "", &format!("<p>{label}: <a href=/k>Ice</a></p>"), ""), "Ice", "{label}");
    }
    for class in ["dachzeile", "occhiello", "antetitulo", "surtitre", "seccion", "osasto", "emne"] {
        assert_eq!(filed("", &format!("<p class={class}>Ice</p>"), "", ""), "Ice", "{class}");
    }
    let trail = "<nav class=fil-ariane><a href=/>Accueil</a> &gt; <a href=/a>Notes</a> &gt; <a href=/a/s>Glace</a></nav>";
    assert_eq!(filed("", trail, "", ""), "Glace");
    let printed = "<div class=label>Published in</div><div>Deep Meetings 2024</div><div class=label>Research Area</div><div>Ice</div>";
    assert_eq!(filed("", "", printed, ""), "Ice");
    let row =
        |topic: &str| format!("<li><a href=/x>Some other lake of the north</a> <span>Thema: {topic}</span>");
    let rows = format!("<ul>{}{}{}</ul>", row("Ice"), row("Silt"), row("Snow"));
    assert_eq!(filed("", "", "", &rows), "", "a label of each entry");
}

#[test]
fn a_chip_above_the_title_needs_no_link() {
    for (above, wanted) in [
        ("<div><span>Old Gauges &amp; Ice</span><span>May 7, 2025</span></div>", "Old Gauges & Ice"),
        ("<div><span>Hydrology</span><span>May 7, 2025</span></div>", "Hydrology"),
        ("<p>Hydrology · May 7, 2025</p>", "Hydrology"),
        ("<p class=content-type>Research</p>", "Research"),
        ("<span class=badge>Ice</span>", "Ice"),
        ("<span class='tag tag--blue'>Ice</span>", "Ice"),
        // A person, a sentence, several tags.
        ("<div><span>Ada Reed</span><span>May 7, 2025</span></div>", ""),
        ("<p>We met on May 7, 2025</p>", ""),
        ("<div><span class=tag>Ice</span><span class=tag>Snow</span></div>", ""),
        ("<p class=content-length>Research</p>", ""),
        // How it stands, who may read it, its language, a person.
        ("<span class=badge>New</span>", ""),
        ("<span class=tag>Sponsored</span>", ""),
        ("<span class=pill>Members only</span>", ""),
        ("<span class=badge>Open access</span>", ""),
        ("<span class=badge>English</span>", ""),
        ("<span class=badge>Part 3</span>", ""),
        ("<span class=badge>v2.0 beta</span>", ""),
        ("<span class=pill>Ada Reed</span>", ""),
        ("<header><span class='badge badge-new'>Ice</span></header>", "Ice"),
        ("<nav><span class='badge badge-new'>Ice</span></nav>", ""),
    ] {
        assert_eq!(filed("", above, "", ""), wanted, "{above}");
    }
    assert_eq!(filed("", "", "<span class=badge>Ice</span>", ""), "", "below the title");
    let banner = "<div class=banner>Join us on 3 December 2025 for the talk. <a href=/e>Reserve</a></div>";
    assert_eq!(filed(banner, "", "", ""), "", "a banner outside the text");
    let inside = "<div>Join us on 3 December 2025 for the talk. <a href=/e>Register</a></div>";
    assert_eq!(filed("", inside, "", ""), "", "a button");
}

#[test]
fn labels_breadcrumbs_and_tags_are_known_by_their_words() {
    for below in [
        "<dl><dt>Details</dt><dd class=category-name>Category: <a href=/i>Ice</a></dd></dl>",
        "<p>栏目：<a href=/i>Ice</a></p>",
        "<p>カテゴリー：<a href=/i>Ice</a></p>",
        "<p>分野：<a href=/i>Ice</a></p>",
        "<p>Argomenti: <a href=/i>Ice</a></p>",
        "<p>Ressort: <a href=/i>Ice</a></p>",
    ] {
        assert_eq!(filed("", "", below, ""), "Ice", "{below}");
    }
    for above in [
        "<div class=place>当前位置：<a href=/>首页</a> &gt; <a href=/i>Ice</a> &gt; 正文</div>",
        "<div><span>Sie sind hier:</span> <a href=/>Start</a> / <a href=/i>Ice</a></div>",
        "<p>U bevindt zich hier: <a href=/>Begin</a> <a href=/i>Ice</a></p>",
        "<p>현재 위치: <a href=/>홈</a> <a href=/i>Ice</a></p>",
    ] {
        assert_eq!(filed("", above, "", ""), "Ice", "{above}");
    }
    assert_eq!(filed("", "<p>You are here: <a href=/>Home</a></p>", "", ""), "");
    let prose =
        format!("<p>You are here: <a href=/a>a lake</a>, <a href=/b>a river</a> {}", "and more ".repeat(40));
    assert_eq!(filed("", &prose, "", ""), "");
    let tags =
        "<a href=/tag/schnee>Schnee</a> <a href=/tag/kaelte>Kälte</a> <a href=/tag/eis>Eisforschung</a>";
    assert_eq!(filed("", "", "", &format!("<div>{tags}</div>")), "Schnee, Kälte, Eisforschung");
    let others =
        "<a href=/topics/x1>Our lakes</a> <a href=/topics/x2>Our rivers</a> <a href=/topics/snow>Snow</a>";
    assert_eq!(filed("", "", "", &format!("<div>{others}</div>")), "Snow", "most are called otherwise");
}
