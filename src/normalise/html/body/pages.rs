//! Tests of whole pages: what readers and buyers wrote, other goods, the ends of documentation.
//!
//! In: sources of pages. Out: whether the texts chosen are right.

mod comments {
    use std::collections::HashSet;

    use crate::normalise::html::body::body;
    use crate::normalise::html::metadata::Metadata;
    use crate::normalise::html::tree;

    const POST: &str =
        "The frame has a thread on the drive side that no catalogue of ours knows, and the cups are pitted.";

    fn text(inside: &str) -> String {
        let html =
            tree::parse(&format!("<title>Which bearings?</title><h1>Which bearings?</h1>{inside}")).html;
        body(&html, &Metadata::read(&html), "Which bearings?", &HashSet::new()).text
    }

    #[test]
    fn comments_in_code_are_no_comments_of_readers() {
        let method = |name: &str, within: &str| {
            format!(
                "<section><h3>{name}</h3><div class=doc-comment>{within}<p>{name}: {POST}</p></div></section>"
            )
        };
        let page = |within: &str| {
            text(&format!("<p>{POST}</p>{}{}", method("put", within), method("clear", within)))
        };
        let documentation = page("");
        assert!(
            documentation.contains("put: The frame") && documentation.contains("clear: The"),
            "{documentation}"
        );
        let written = page("<b class=author>Ada</b>");
        assert!(!written.contains("put: The frame"), "{written}");
    }

    #[test]
    fn posts_that_are_set_as_they_were_typed_are_the_text_of_their_page() {
        for (open, close) in
            [("<pre class=comment>", "</pre>"), ("<div class=comment_text><pre>", "</pre></div>")]
        {
            let post = |number: usize| format!("{open}Answer {number}. {POST}\n\n{POST}{close}");
            let text = text(&format!(
                "<p>3 July 2020</p>{}{}<div id=footer><ul><li>Print it - Clone it - Top of page</ul></div>",
                post(1),
                post(2)
            ));
            assert!(text.contains("Answer 1.") && text.contains("Answer 2."), "{open}: {text}");
            assert!(!text.contains("Clone it"), "{text}");
        }
        let code = "<pre class=comment>let gauge = read(lake)?; // The gauge, as it was read before the ice came.\nif gauge < 4 { return Err(low(gauge)); }</pre>";
        let beside = text(&format!("<p>{POST}</p>{}", code.repeat(6)));
        assert!(beside.contains("The frame has") && !beside.contains("let gauge"), "{beside}");
    }

    #[test]
    fn comments_of_readers_stay_apart_however_they_name_who_wrote_them() {
        for comment in [
            "<div class=comment><b>Ben Holt</b><p>put: TEXT</p></div>",
            "<li class=comment id=comment-1>Ben Holt says:<p>put: TEXT</p></li>",
            "<div class=one><h4 class=comment-author>Ben Holt</h4><div class=comment-content><p>put: TEXT</p></div></div>",
        ] {
            let comments = comment.replace("TEXT", POST).repeat(3);
            let text = text(&format!(
                "<article><p>{POST}</p><p>{POST} {POST}</p></article><h2>Three comments</h2>{comments}"
            ));
            assert!(!text.contains("put: The"), "{comment}: {text}");
        }
    }

    #[test]
    fn a_page_is_of_its_comments_where_readers_vote_on_them_and_on_what_they_answer() {
        let comment = |number: usize| {
            format!(
                "<div class=comment><i class=votearrow></i><span class=user>u{number}</span><p>Answer {number}. {POST} {POST}</p></div>"
            )
        };
        let page = |vote: &str| {
            let comments = (0..4).map(comment).collect::<Vec<_>>().concat();
            text(&format!(
                "<i class={vote}></i><p>{POST} {POST}</p><p>{POST}</p><div class=comment-tree>{comments}</div>"
            ))
        };
        let voted = page("votearrow");
        assert!(voted.contains("Answer 0.") && voted.contains("Answer 3."), "{voted}");
        let other = page("dot");
        assert!(!other.contains("Answer 0."), "{other}");
    }
}

mod ends {
    use std::collections::HashSet;

    use crate::normalise::html::body::body;
    use crate::normalise::html::metadata::Metadata;
    use crate::normalise::html::tree;

    #[test]
    fn the_last_short_parts_of_documentation_are_read() {
        let function =
            |name: &str, text: &str| format!("<dl><dt>{name}(when)</dt><dd><p>{text}</p></dd></dl>");
        let long =
            "Returns the height at one moment, in metres above the datum that the gauge was made with.";
        let functions = (0..12).map(|number| function(&format!("height_{number}"), long)).collect::<String>();
        let links = "<li><a href=/x>Another page of it</a>".repeat(20);
        let page = |last: &str| {
            let source = format!(
                "<title>Gauges</title><nav><ul>{links}</ul></nav><div role=main><h1>Gauges</h1><p>{long} {long}</p>{functions}{last}</div>
                 <div class=sidebar><ul>{links}</ul><p>Made with a generator.</p></div>"
            );
            let html = tree::parse(&source).html;
            body(&html, &Metadata::read(&html), "Gauges", &HashSet::new()).text
        };
        let text = page(&function("load", "Reads a file."));
        assert!(text.ends_with("load(when)\n\nReads a file."), "{text}");
        let text =
            page("<p class=footnote>See the handbook.</p><div class=share><a href=/s>Share it</a></div>");
        assert!(!text.contains("Share it"), "{text}");
    }
}

mod goods {
    use std::collections::HashSet;

    use crate::normalise::html::body::body;
    use crate::normalise::html::metadata::Metadata;
    use crate::normalise::html::tree;

    const TEXT: &str =
        "A kettle of steel with a handle that stays cool. It boils a litre of water in four minutes.";

    fn text(kind: &str, inside: &str) -> String {
        let source = format!(
            "<title>Kettle</title><script type='application/ld+json'>{{\"@type\": \"{kind}\", \"name\": \"Kettle\"}}</script>
             <main><h1>Kettle</h1>{inside}</main>"
        );
        let html = tree::parse(&source).html;
        body(&html, &Metadata::read(&html), "Kettle", &HashSet::new()).text
    }

    #[test]
    fn other_goods_and_what_buyers_wrote_are_no_text_of_goods() {
        let card = |number: usize| {
            format!(
                "<div class=tile><img src=p><a href=/pan-{number}><h3>A pan of cast iron</h3></a><span>€ 49.00</span></div>"
            )
        };
        let cards = (0..4).map(card).collect::<Vec<_>>().concat();
        let review = "<div class=review><span class=author>Ada</span><p>It broke after two weeks, and I was not glad of it at all.</p></div>";
        let inside = format!(
            "<p>{TEXT}</p><p>{TEXT}</p><h2>Five stars</h2><div id=reviews>{review}{review}</div><h2>For your kitchen</h2>{cards}"
        );
        let product = text("Product", &inside);
        assert!(product.contains("A kettle of steel"), "{product}");
        for other in ["cast iron", "It broke"] {
            assert!(!product.contains(other), "{product}");
        }
        assert!(text("Thing", &inside).contains("It broke"));
    }

    #[test]
    fn a_review_that_the_page_is_of_plans_and_sizes_are_text() {
        let author = "<b class=author>Ada Reed</b>";
        for (inside, kept) in [
            (format!("<article class=review>{author}<p>{TEXT}</p><p>{TEXT}</p></article>"), "A kettle of steel"),
            (format!("<div class='tabs tabs-description-reviews'><p>{TEXT}</p><p>{TEXT}</p><div class=review>{author}<p>Fine.</p></div></div>"), "A kettle of steel"),
            (format!("<p>{TEXT}</p><ul>{}</ul>", "<li><img src=x><a href='/kettle?size=2'>Two litres of water</a><span>€ 29.00</span></li>".repeat(3)), "Two litres"),
            (format!("<p>{TEXT}</p>{}", format!("<p>{TEXT} <img src=x><a href=/one>One more</a> <b>€ 29.00</b></p>").repeat(4)), "One more"),
        ] {
            let found = text("Product", &inside);
            assert!(found.contains(kept), "{inside}: {found}");
        }
    }
}
