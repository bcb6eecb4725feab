//! Whether a shown day gives way to one that the page declares for its publication.
//!
//! In: a day that the page shows, and the days that it declares. Out: yes or no. A byline does not give way: systems declare when
//! they took a text in as well.

use std::collections::HashSet;

use crate::document::{Interval, Precision};
use crate::normalise::html::published::declared::{Declared, Kind};
use crate::normalise::html::published::labels::Said;
use crate::normalise::html::published::shown::{Form, Line, Shown};
use crate::normalise::html::published::weigh::{self, Facts};
use crate::normalise::html::published::zones::Hints;

/// What is left of a day that gives way: less than any fair declaration has (see `weigh`).
pub(super) const MOST: f32 = 3.5;

/// The days that are declared for the publication with a fair weight: by a `meta` or by an article in JSON-LD.
pub(super) fn fairly_declared(declared: &[Declared], facts: &Facts) -> HashSet<Interval> {
    let is_fair = |date: &&Declared| {
        matches!(date.kind, Kind::LdArticle | Kind::MetaPublished)
            && date.interval.precision == Precision::Day
            && weigh::declared(date, facts).is_some_and(|(weight, _)| weight > MOST)
    };
    declared.iter().filter(is_fair).map(|date| date.interval).collect()
}

/// Whether a day gives way: another is declared, and it stands beside words that are no byline, or unmarked above the title, where
/// pages show the day on which they are read.
pub(super) fn gives_way(date: &Shown, declared: &HashSet<Interval>) -> bool {
    let is_other = !declared.is_empty() && !declared.iter().any(|day| day.overlaps(&date.interval));
    let is_bare = date.form == Form::Text && !date.hints.say(Hints::DATE);
    // Within its article a day above the title is that of the text.
    let is_above = || {
        date.distance.is_some_and(|distance| distance < 0)
            && !date.beside.is_in_title
            && !date.beside.is_in_part
    };
    let is_no_byline = || match (date.said, date.line) {
        // The issue of a magazine (`spans::is_from_issue`).
        (None | Some(Said::Published), Line::Words) | (Some(Said::Published), Line::Header) => true,
        (None, Line::Other) => is_above(),
        _ => false,
    };
    is_other && (date.beside.is_first_post || is_bare && is_no_byline())
}

#[cfg(test)]
mod tests {
    use crate::normalise::html::published::tests::{ARTICLE, read, told};

    #[test]
    fn a_change_beside_the_title_gives_way_to_a_publication_that_is_declared() {
        let after = |body: &str| told(&read(ARTICLE, &format!("<h1>A fine title</h1>{body}"), None));
        for line in [
            "<div>Updated March 3, 2024</div>",
            "<p class=date>Updated: 3 March 2024</p>",
            "<p>Updated 10:15 AM EDT, Sun March 3, 2024</p>",
            "<div><time datetime=2024-03-03>Updated March 3, 2024</time></div>",
        ] {
            let wanted = "2024-01-12 from json-ld, updated 2024-03-03 from";
            assert!(after(line).starts_with(wanted), "{line}: {}", after(line));
        }
        // On the same day both agree.
        let same = read(ARTICLE, "<h1>A fine title</h1><div>Updated January 12, 2024</div>", None);
        assert_eq!(same.published.map(|day| day.confidence), Some(0.98));
        // Some systems call the only day that they show so.
        assert!(after("<div class=published-date>Updated March 3, 2024</div>").starts_with("2024-03-03"));
        assert!(after("<div>Updated January 3, 2024</div>").starts_with("2024-01-03"));
    }

    #[test]
    fn what_is_no_byline_gives_way_to_a_publication_that_is_declared() {
        for body in [
            "<h1>A fine title</h1><p>In cinemas May 2, 2026</p>",
            "<h1>A fine title</h1><p>Listen to the May 2, 2026 episode</p>",
            "<h1>A fine title</h1><div>Latest: <a href=/x>Storm hits</a> May 2, 2026</div>",
            "<header>Saturday, May 2, 2026</header><h1>A fine title</h1>",
            "<h1>A fine title</h1><p>From the May 2, 2026 issue</p>",
        ] {
            assert!(told(&read(ARTICLE, body, None)).starts_with("2024-01-12"), "{body}");
            assert!(told(&read("", body, None)).starts_with("2026-05-02"), "{body}");
        }
        let correction =
            "<h1>A fine title</h1><p>Correction, May 2, 2026: The tarn was spelled wrongly here.</p>";
        assert!(told(&read(ARTICLE, correction, None)).starts_with("2024-01-12"));
        for body in [
            "<h1>A fine title</h1><p>May 2, 2026</p>",
            "<p class=date>May 2, 2026</p><h1>A fine title</h1>",
            "<article><p>May 2, 2026</p><h1>A fine title</h1></article>",
            "<h1>A fine title</h1><p>fredag den 2. maj 2026</p>",
            "<h1>A fine title</h1><p>2 mai 2026 lecture 5 min</p>",
            "<h1>A fine title</h1><p>For immediate release May 2, 2026</p>",
        ] {
            assert!(told(&read(ARTICLE, body, None)).starts_with("2026-05-02"), "{body}");
        }
    }

    #[test]
    fn the_issue_that_a_text_is_taken_from_gives_way_to_any_other_day() {
        for issue in ["This article appeared in the May 3, 2025 issue", "From the May 2025 issue"] {
            let body = format!("<h1>A fine title</h1><p>April 28, 2025</p><p>{issue}</p>");
            let read = read("", &body, None);
            assert!(told(&read).starts_with("2025-04-28"), "{issue}: {}", told(&read));
            assert!(read.doubts.is_empty(), "{issue}");
        }
    }

    #[test]
    fn a_change_below_a_heading_that_leads_to_itself_is_that_of_the_page() {
        let words =
            "<p>Some words of the text, which go on for a while before anything else happens here.</p>"
                .repeat(9);
        let body = |href: &str| {
            format!(
                "<h1>A fine title</h1><p>May 2, 2025</p>{words}<div><h2><a href={href}>Sources</a></h2><p>Last updated May 20, 2025</p></div>"
            )
        };
        assert!(told(&read("", &body("#sources"), None)).contains("updated 2025-05-20"));
        assert!(!told(&read("", &body("/other"), None)).contains("updated 2025-05-20"));
    }
}
