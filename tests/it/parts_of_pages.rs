//! What of a page is its text where its parts are named or built in ways that say otherwise.

use crate::support::{TestEnv, text};

const FIRST: &str = "The lake froze in the second week of January, a fortnight earlier than anybody here remembers, and the \
    ferry lay in the harbour until the thaw.";
const SECOND: &str = "Nobody had told the herons, who stood on the ice for days and looked at the place where the fish had \
    been, and would not be chased away.";
const THIRD: &str = "When the ice broke at last it took the old jetty with it, which the council had meant to repair in the \
    spring of every year since the war.";

/// The text of a page that has a menu, a foot and this between them.
fn body(inside: &str) -> String {
    let env = TestEnv::empty();
    let menu = "<header><a href='/'>Tarn Lab</a><nav><ul><li><a href='/a'>Notes</a><li><a href='/b'>People</a></ul></nav></header>";
    let foot = "<footer><p>© 2026 Tarn Lab. All rights reserved.</p></footer>";
    let page = format!(
        "<!DOCTYPE html><html lang=en><title>A cold winter | Tarn Lab</title><body>{menu}<main>{inside}</main>{foot}</html>"
    );
    env.write("page.html", page);
    text(&env.inspect("page.html").remove(0), "/page/body").to_owned()
}

/// Asserts that a text has the one and not the other.
fn assert_holds(body: &str, held: &[&str], others: &[&str]) {
    for part in held {
        assert!(body.contains(part), "{part:?} is missing:\n{body}");
    }
    for part in others {
        assert!(!body.contains(part), "{part:?} is no text:\n{body}");
    }
}

#[test]
fn a_class_that_says_whether_there_are_comments_holds_none() {
    for class in ["post comments-closed", "has-comments", "no-comments wide", "comment-status-open"] {
        let page = format!(
            "<article class='{class}'><h1>A cold winter</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"
        );
        assert_holds(&body(&page), &[FIRST, SECOND, THIRD], &[]);
    }
}

#[test]
fn posts_that_are_called_comments_are_the_text_of_a_page_that_has_nothing_else() {
    let post = |name: &str, text: &str| {
        format!(
            "<div class=comment><span class=user>{name}</span><div class=comment-body><p>{text}</p></div></div>"
        )
    };
    let posts = [post("ann", FIRST), post("bert", SECOND), post("carl", THIRD)].concat();
    let thread = format!("<h1>A cold winter</h1><div class=thread>{posts}</div>");
    assert_holds(&body(&thread), &[FIRST, SECOND, THIRD], &[]);
    let below = format!(
        "<article><h1>A cold winter</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>
         <section class=comments><h2>Comments</h2>{}</section>",
        post("dora", "I saw it from the other shore, and it was every bit as cold as they say it was.")
    );
    assert_holds(&body(&below), &[FIRST, SECOND, THIRD], &["other shore"]);
}

#[test]
fn what_a_reader_unfolds_is_text_and_a_folded_menu_is_none() {
    let answer = "Any boat that draws less than two feet and whose owner has asked the warden.";
    let questions = [
        format!(
            "<div role=button aria-controls=q1 aria-expanded=false>Which boats may moor?</div><div id=q1 style='display: none'><p>{answer}</p></div>"
        ),
        format!(
            "<h3><button aria-expanded=false>Which boats may moor?</button></h3><div hidden><p>{answer}</p></div>"
        ),
        format!("<div role=tabpanel hidden><p>{answer}</p></div>"),
        format!("<div><div>Which boats may moor?</div><nav><p>{answer}</p></nav></div>"),
    ];
    for question in questions {
        let page = format!(
            "<h1>A cold winter</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><h2>Questions</h2>{question}"
        );
        assert_holds(&body(&page), &[FIRST, answer], &[]);
    }
    let menu = "<button aria-controls=m aria-expanded=false>Menu</button><div id=m hidden><ul><li><a href='/x'>Where to moor a boat on the northern shore</a><li><a href='/y'>What the warden wants to know</a></ul></div>";
    let form = "<button aria-controls=f aria-expanded=false>Write to us</button><div id=f hidden><form>Tell us in a few words what you have seen on the lake. <input></form></div>";
    let page = format!("<h1>A cold winter</h1>{menu}{form}<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>");
    assert_holds(&body(&page), &[FIRST], &["northern shore", "few words"]);
}

#[test]
fn signs_beside_headings_and_numbers_of_lines_are_no_text() {
    let page = format!(
        "<h1 id=a>A cold winter<a class=headerlink href='#a'>¶</a></h1><p>{FIRST}</p>
         <h2><a href='#b'>§</a>The ice</h2><p>{SECOND}</p>
         <div><h2>The jetty</h2><span class=mw-editsection>[<a href='?action=edit&amp;section=2'>edit</a>]</span></div><p>{THIRD}</p>
         <table><tr><td class=linenos><pre>1\n2</pre></td><td><pre>measure --depth\nprint --all</pre></td></tr></table>"
    );
    let body = body(&page);
    assert_holds(&body, &["The ice", "The jetty", THIRD], &["¶", "§", "edit", "1\n2"]);
}

#[test]
fn a_row_stays_whole() {
    let rows = [
        ("1", "Harbour lights", "3:41"),
        ("2", "The ferryman’s daughter", "4:12"),
        ("3", "Slack water", "2:58"),
    ];
    let rows: String = rows
        .map(|(number, name, length)| {
            format!("<tr><td>{number}</td><td><a href='/t/{number}'>{name}</a></td><td>{length}</td></tr>")
        })
        .concat();
    let page =
        format!("<h1>A cold winter</h1><p>{FIRST}</p><p>{SECOND}</p><table>{rows}</table><p>{THIRD}</p>");
    let body = body(&page);
    for line in body.lines().filter(|line| line.contains(':') && line.len() < 40) {
        assert_eq!(line.matches(" | ").count(), 2, "{body}");
    }
}

#[test]
fn who_wrote_a_post_of_a_forum_is_no_part_of_it() {
    let post = |name: &str, text: &str| {
        format!(
            "<div class=post><dl class=postprofile><dt>{name}</dt><dd>Joined: May 2015</dd><dd>Location: Leeds</dd></dl>
             <div class=postbody><div class=content>{text}</div><div class=signature>Two boats and no anchor</div></div></div>"
        )
    };
    let posts = [post("ann", FIRST), post("bert", SECOND), post("carl", THIRD)].concat();
    let page = format!("<title>A cold winter - Tarn Forum</title><h1>A cold winter</h1>{posts}");
    let env = TestEnv::empty();
    env.write("page.html", format!("<!DOCTYPE html><html lang=en>{page}</html>"));
    let body = text(&env.inspect("page.html").remove(0), "/page/body").to_owned();
    assert_holds(&body, &[FIRST, SECOND, THIRD], &["Joined", "Leeds", "anchor"]);
}
