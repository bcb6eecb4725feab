//! The title of a page, chosen among all that could be it.
//!
//! In: the parsed page, its metadata, the publisher's name and the address where known. Out: a [`Title`] with the
//! runners-up. Keeps the typography as written; knows no site.

mod candidates;
mod headings;
pub(crate) mod names;
mod page;

use std::collections::HashSet;

use scraper::Html;

use crate::document::fold;
use crate::document::identity::title_key;
use crate::normalise::html::metadata::{self, Metadata};
use candidates::{Candidate, gather};

pub(crate) use candidates::parts;
use headings::Heading;
use names::Names;
use page::Page;

/// A page's title and what it was chosen from.
#[derive(Debug, Default)]
pub(crate) struct Title {
    /// The title; empty when the page has none.
    pub(crate) text: String,
    /// Every candidate, where it stood and what it is worth, the best first.
    pub(crate) candidates: Vec<(String, &'static str, f32)>,
}

/// What is left of the worth of a text that ends with the site's name: as of one with a hard separator in it
/// (`candidates`).
const WITH_BANNER: f32 = 0.55;

/// What each other source is worth by itself, fitted by hand on the dev quarter; what steps were tried is not on
/// record.
const WORTH: [(&str, f32); 7] = [
    ("citation_title", 3.0),
    ("og:title", 1.0),
    ("json-ld", 0.9),
    ("title", 0.8),
    ("h2", 1.0),
    ("twitter:title", 0.4),
    ("dc.title", 0.4),
];

/// Chooses the title of a page.
pub(crate) fn title(html: &Html, metadata: &Metadata, publisher: Option<&str>, url: Option<&str>) -> Title {
    let names = Names::of(metadata, publisher, url);
    let headings = headings::headings(html);
    let mut candidates = gather(&headings, metadata, &names);
    let address = url.or_else(|| metadata.link("canonical")).or_else(|| metadata.first(&["og:url"]));
    let is_home = address.is_some_and(page::is_home);
    let page = Page::of(html, metadata, &candidates, &names, headings.len(), is_home);
    if let Some([headed, banner]) = &page.banner {
        candidates.retain(|candidate| candidate.source != "h1" || candidate.words.join(" ") != *banner);
        for candidate in &mut candidates {
            let words = candidate.words.join(" ");
            if words == *headed {
                candidate.share = 1.0;
            } else if words.strip_suffix(&**banner).is_some_and(|rest| rest.ends_with(' '))
                || words.strip_prefix(&**banner).is_some_and(|rest| rest.starts_with(' '))
            {
                candidate.share *= WITH_BANNER;
            }
        }
    }
    if let Some(line) = &page.line {
        let is_whole =
            |candidate: &Candidate| candidate.source == "title" && candidate.text.contains(line.as_str());
        for candidate in candidates.iter_mut().filter(|candidate| is_whole(candidate)) {
            candidate.share = if candidate.text == *line { 1.0 } else { candidate.share * WITH_BANNER };
        }
    }
    let scores: Vec<f32> =
        candidates.iter().map(|candidate| score(candidate, &candidates, &names, &page)).collect();
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|a, b| {
        let of = |place: &usize| scores.get(*place).copied().unwrap_or_default();
        of(b).total_cmp(&of(a)).then(a.cmp(b))
    });
    let mut title = Title::default();
    for (candidate, worth) in order.iter().filter_map(|place| candidates.get(*place).zip(scores.get(*place)))
    {
        if title.text.is_empty() {
            title.text.clone_from(&candidate.text);
        }
        if !title
            .candidates
            .iter()
            .any(|(text, source, _)| *text == candidate.text && *source == candidate.source)
        {
            title.candidates.push((candidate.text.clone(), candidate.source, *worth));
        }
    }
    if let Some(plain) = without_label(&title).or_else(|| without_chip(&title, &headings)) {
        title.text = plain;
    }
    title
}

impl Title {
    /// Whether the page declares in JSON-LD that it is made for one thing, and calls it as itself.
    pub(crate) fn is_of_one_thing(&self, metadata: &Metadata) -> bool {
        self.is_of_one(metadata, &[&candidates::WARES[..], &candidates::THINGS].concat())
    }

    /// The same of what is watched, sold or cooked: it has no record of a publication.
    pub(crate) fn is_of_one_ware(&self, metadata: &Metadata) -> bool {
        self.is_of_one(metadata, &candidates::WARES)
    }

    fn is_of_one(&self, metadata: &Metadata, types: &[&str]) -> bool {
        let mut things = metadata.json_ld.iter().filter(|object| metadata::has_type(object, types));
        let name = things.next().filter(|_| things.next().is_none()).and_then(|thing| thing.get("name"));
        let key = title_key(&self.text);
        name.map(metadata::texts).unwrap_or_default().iter().any(|name| title_key(name) == key)
    }

    /// What a listing of these titles (their keys) is called: as none of them, unless its own `<title>` says so. The first
    /// heading of a front page may be that of its first story; then its `<title>` comes before other headings.
    pub(crate) fn of_listing(&self, entries: &HashSet<String>) -> &str {
        let is_entry = |text: &str| entries.contains(&title_key(text));
        let others = || self.candidates.iter().filter(|(text, ..)| !is_entry(text));
        let told = || others().find(|(_, source, _)| *source == "title");
        let another = || told().or_else(|| others().next()).map(|(text, ..)| text.as_str());
        let is_told = self.is_said_by(|source| source == "title");
        if is_told || !is_entry(&self.text) { &self.text } else { another().unwrap_or(&self.text) }
    }

    /// Whether a heading alone says the title, though the page has titles of other sources: the first heading of a
    /// listing may be that of its first entry.
    pub(crate) fn is_of_a_heading(&self) -> bool {
        let is_heading = |source: &str| matches!(source, "h1" | "h2");
        let others = self.candidates.iter().any(|(_, source, _)| !is_heading(source));
        others && !self.is_said_by(|source| !is_heading(source))
    }

    /// Whether a heading says the title.
    pub(crate) fn is_shown(&self) -> bool {
        self.is_said_by(|source| matches!(source, "h1" | "h2"))
    }

    /// Whether a source of these says the title.
    fn is_said_by(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        self.candidates.iter().any(|(text, source, _)| is_meant(source) && *text == self.text)
    }
}

/// The title without a label before it (`Title: …`), where another candidate is just what follows the label.
fn without_label(title: &Title) -> Option<String> {
    /// Words of a label; what is longer is the first half of a title with a colon in it.
    const LABEL_WORDS: usize = 1;
    let (label, rest) = title.text.split_once(':')?;
    let rest = fold::words(rest);
    let is_label = label.split_whitespace().count() <= LABEL_WORDS && !rest.is_empty();
    let mut others = title.candidates.iter().filter(|(text, ..)| fold::words(text) == rest);
    others.next().filter(|_| is_label).map(|(text, ..)| text.clone())
}

/// The title without what stands before or behind it in an element of its own (`<h1><span>Original</span>A fine title`),
/// where another candidate is just the rest. What stands apart by a space must be a single word: a subtitle is more.
fn without_chip(title: &Title, headings: &[Heading]) -> Option<String> {
    let chips = &headings.iter().find(|heading| heading.text == title.text)?.chips;
    let is_rest = |text: &str| {
        let around = [title.text.strip_suffix(text), title.text.strip_prefix(text)];
        around.into_iter().flatten().any(|chip| {
            let is_apart = chip.starts_with(' ') || chip.ends_with(' ');
            let chip = chip.trim();
            // What a sign joins belongs together: `Rivers: a fine title`.
            let is_joined = |sign: Option<char>| sign.is_some_and(|sign| !sign.is_alphanumeric());
            if is_joined(chip.chars().next()) || is_joined(chip.chars().next_back()) {
                return false;
            }
            chips.iter().any(|known| known == chip) && (!is_apart || !chip.contains(' '))
        })
    };
    let told = title.candidates.iter().filter(|(_, source, _)| !matches!(*source, "h1" | "h2"));
    told.map(|(text, ..)| text).find(|text| is_rest(text)).cloned()
}

/// What a candidate is worth: its source's worth, and that of every other source as far as it says the same. What is
/// left of it where it is likely something else (a heading that no other source shares a word with, a front page's
/// heading, the site's name, a single word) is by hand: less, the surer that it is no title.
fn score(candidate: &Candidate, all: &[Candidate], names: &Names, page: &Page) -> f32 {
    let mut score = 0.0;
    for (source, worth) in WORTH.into_iter().chain([("h1", page.heading)]) {
        if source == candidate.source {
            score += worth * candidate.share;
            continue;
        }
        let said = all
            .iter()
            .filter(|other| other.source == source)
            .map(|other| alike(&candidate.words, &other.words) * other.share)
            .fold(0.0, f32::max);
        // Squared: half the words in common are a coincidence of the subject.
        score += worth * said * said;
    }
    let metas = all.iter().filter(|other| !matches!(other.source, "h1" | "h2"));
    let agreed = metas.map(|other| alike(&candidate.words, &other.words)).reduce(f32::max);
    let agrees_less = |least: f32| agreed.is_some_and(|agreed| agreed <= least);
    // Of several `h2`, and of one that is a label, a word in common is a coincidence; a lone long one may well be the title.
    let is_box = candidate.source == "h2" && (!page.is_lone || candidate.words.len() < 4);
    if (candidate.source == "h1" && agrees_less(0.0)) || (is_box && agrees_less(0.25)) {
        score *= 0.55;
    }
    if page.is_front && matches!(candidate.source, "h1" | "h2") {
        score *= 0.3;
    }
    let words = candidate.words.len();
    if names::is_home(&candidate.text) {
        score *= 0.2;
    } else if !page.is_front && names.is_site(&candidate.text) {
        score *= 0.3;
    } else if words == 1 && candidate.source != "citation_title" {
        score *= 0.9;
    }
    score
}

/// How much two texts have in common: the harmonic mean of the shares of their words that the other has.
fn alike(a: &[String], b: &[String]) -> f32 {
    if a == b {
        return 1.0;
    }
    let within = |a: &[String], b: &[String]| a.iter().filter(|word| b.contains(word)).count();
    // A word that one says twice is no more than the other has of it.
    let shared = within(a, b).min(within(b, a));
    let number = |count: usize| u16::try_from(count).map_or(f32::from(u16::MAX), f32::from);
    2.0 * number(shared) / number((a.len() + b.len()).max(1))
}

#[cfg(test)]
mod tests {
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
        assert_eq!(
            of("<title>Well-known rivers_2 and e-mail</title>").text,
            "Well-known rivers_2 and e-mail"
        );
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
        let lone = "<title>Department of Rivers, Northern Coast</title><h2>Laboratory opens its hall to visitors</h2>";
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
        assert!(title.candidates.iter().any(|(text, source, _)| {
            (text.as_str(), *source) == ("Heat pumps: when they pay", "og:title")
        }));
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
        let told = |head: &str, heading: &str| {
            of(&format!("{head}<h1>{heading}</h1>")).of_listing(&entries).to_owned()
        };
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
        let head =
            format!("<meta property='og:site_name' content=\"{title}\"><title>{title} | River</title>");
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
        assert_eq!(
            of("<h1> Claude’s\n “thoughts”&shy; — <br>a look </h1>").text,
            "Claude’s “thoughts” — a look"
        );
        assert_eq!(of("<meta property='og:title' content='Q&amp;amp;A'>").text, "Q&A");
        assert_eq!(of("<p>Nothing</p>").text, "");
    }

    #[test]
    fn a_title_of_thousands_of_parts_is_left_aside() {
        assert_eq!(of(&format!("<title>{}</title><h1>Short</h1>", "a | ".repeat(100_000))).text, "Short");
    }
}
