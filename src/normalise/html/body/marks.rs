//! What an element's name, role, classes and id say of its part in the page.
//!
//! In: an element. Out: [`Marks`], a set of parts. The words are those that people who build pages use in any
//! design, with the services that many sites build in (Facebook, Outbrain, Disqus); none serves one site. Which they
//! are is a judgement; what a mark is worth is fitted.

use crate::normalise::html::element::Asked;
use scraper::node::Element;

/// A set of parts of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u32);

impl Marks {
    /// How many parts there are.
    pub(crate) const COUNT: usize = 23;

    /// Whether a part is in the set.
    pub(crate) fn has(self, part: Part) -> bool {
        self.0 & (1 << part as u32) != 0
    }

    /// Whether the part of this number is in the set.
    pub(crate) fn has_number(self, number: usize) -> bool {
        self.0 >> number & 1 == 1
    }

    /// Both sets together.
    #[must_use]
    pub(crate) fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// The set without a part.
    #[must_use]
    pub(super) fn without(self, part: Part) -> Marks {
        Marks(self.0 & !(1 << part as u32))
    }

    /// The set without a name or role.
    #[must_use]
    pub(super) fn without_name(self, named: Named) -> Marks {
        Marks(self.0 & !(1 << named as u32))
    }

    fn add(&mut self, part: Part) {
        self.0 |= 1 << part as u32;
    }

    /// Whether an element's name or role, not a word of its classes, says this.
    pub(crate) fn is_named(self, named: Named) -> bool {
        self.0 & (1 << named as u32) != 0
    }

    fn name(&mut self, part: Part, named: Named) {
        self.add(part);
        self.0 |= 1 << named as u32;
    }

    /// Whether it is by name or role none of a page's own text.
    pub(crate) fn is_apart(self) -> bool {
        [Named::Navigation, Named::Footer, Named::Aside, Named::Form, Named::Dialogue]
            .into_iter()
            .any(|named| self.is_named(named))
    }
}

/// A part that an element can play in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Ways to other pages.
    Navigation,
    /// The head of a page or section.
    Header,
    /// The foot of a page or section.
    Footer,
    /// What stands beside the text.
    Side,
    /// Share and follow buttons.
    Share,
    /// Other pages that may interest.
    Related,
    /// Advertisements.
    Advert,
    /// Newsletters, calls to act.
    Subscribe,
    /// Cookie notices, pop-ups, paywalls.
    Consent,
    /// What readers wrote.
    Comment,
    /// Byline, date, tags.
    Byline,
    /// The text.
    Content,
    /// An `article` element.
    Article,
    /// The `main` element.
    Main,
    /// Messages of a forum.
    Forum,
    /// Cards, tiles, results.
    Card,
    /// Goods: price, cart, rating.
    Product,
    /// Not seen or only heard.
    Unseen,
    /// Log-in, search, filters, forms.
    Form,
    /// Pictures and their captions.
    Picture,
    /// Folded parts: accordions, tabs, questions.
    Folded,
    /// The contents of the page.
    Contents,
    /// Who wrote a post: rank, number of posts, signature.
    Poster,
}

/// What an element is by its name or role, which its makers chose with more care than its classes. The numbers follow
/// those of the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// `nav`, or a menu.
    Navigation = 23,
    /// `footer`.
    Footer,
    /// `header`.
    Header,
    /// `aside`.
    Aside,
    /// `form`, or a search.
    Form,
    /// `dialog`.
    Dialogue,
    /// `main`.
    Main,
}

impl Named {
    /// All names.
    pub(crate) const ALL: [Named; 7] = [
        Named::Navigation,
        Named::Footer,
        Named::Header,
        Named::Aside,
        Named::Form,
        Named::Dialogue,
        Named::Main,
    ];
}

const _: () = assert!(Named::Navigation as usize == Marks::COUNT, "names follow parts");

/// What an element says of itself.
pub(crate) fn of(element: &Element) -> Marks {
    let mut marks = Marks::default();
    match element.name() {
        "nav" => marks.name(Part::Navigation, Named::Navigation),
        "header" => marks.name(Part::Header, Named::Header),
        "footer" => marks.name(Part::Footer, Named::Footer),
        "aside" => marks.name(Part::Side, Named::Aside),
        "article" => marks.add(Part::Article),
        "main" => marks.name(Part::Main, Named::Main),
        "form" => marks.name(Part::Form, Named::Form),
        "fieldset" | "label" => marks.add(Part::Form),
        "figure" | "picture" | "figcaption" => marks.add(Part::Picture),
        "address" => marks.add(Part::Byline),
        "dialog" => marks.name(Part::Consent, Named::Dialogue),
        "details" | "summary" => marks.add(Part::Folded),
        _ => {}
    }
    if let Some(role) = element.attribute("role") {
        match role.trim() {
            "navigation" | "menu" | "menubar" | "tablist" => {
                marks.name(Part::Navigation, Named::Navigation);
            }
            "banner" => marks.name(Part::Header, Named::Header),
            "contentinfo" => marks.name(Part::Footer, Named::Footer),
            "complementary" => marks.name(Part::Side, Named::Aside),
            "main" => marks.name(Part::Main, Named::Main),
            "article" => marks.add(Part::Article),
            "dialog" | "alertdialog" => marks.name(Part::Consent, Named::Dialogue),
            "alert" => marks.add(Part::Consent),
            "search" => marks.name(Part::Form, Named::Form),
            "form" => marks.add(Part::Form),
            _ => {}
        }
    }
    if let Some(property) = element.attribute("itemprop") {
        match property.trim() {
            "articleBody" | "text" | "description" => marks.add(Part::Content),
            "comment" => marks.add(Part::Comment),
            "author" | "datePublished" | "dateModified" => marks.add(Part::Byline),
            _ => {}
        }
    }
    let names = ["class", "id"].into_iter().filter_map(|name| element.attribute(name));
    for token in names.flat_map(str::split_ascii_whitespace) {
        let before = marks;
        let mut is_state = false;
        for_each_word(token, |word| {
            is_state |= STATES.contains(&word);
            if let Ok(found) = KEYS.binary_search(&word)
                && let Some((_, part)) = WORDS.get(found)
            {
                marks.add(*part);
            }
        });
        if is_state && !before.has(Part::Comment) {
            marks.0 &= !(1 << Part::Comment as u32);
        }
    }
    marks
}

/// Whether a word of an element's classes or id is one of these, given as [`key`]s.
pub(super) fn has_word(element: &Element, words: &[u128]) -> bool {
    let names = ["class", "id"].into_iter().filter_map(|name| element.attribute(name));
    let mut found = false;
    for token in names.flat_map(str::split_ascii_whitespace) {
        for_each_word(token, |word| found |= words.contains(&word));
    }
    found
}

/// The same of its classes alone: ids are made of the headings of sections too.
pub(super) fn is_classed(element: &Element, words: &[u128]) -> bool {
    let mut found = false;
    for token in element.attribute("class").unwrap_or_default().split_ascii_whitespace() {
        for_each_word(token, |word| found |= words.contains(&word));
    }
    found
}

/// Words by which a class says that there are comments, or may be, and not that it holds them: `comments-closed`,
/// `has-comments`.
const STATES: [u128; 13] = [
    key(b"has"),
    key(b"no"),
    key(b"not"),
    key(b"with"),
    key(b"without"),
    key(b"open"),
    key(b"opened"),
    key(b"closed"),
    key(b"enabled"),
    key(b"disabled"),
    key(b"allowed"),
    key(b"status"),
    key(b"show"),
];

/// Bytes that a word of the table can have, as words are compared as numbers of so many; the longest has fifteen.
const LONGEST: usize = 16;

/// A word as a number that orders as the word does.
pub(super) const fn key(word: &[u8]) -> u128 {
    let mut key = 0;
    let mut place = 0;
    while place < LONGEST {
        key = key << 8 | if place < word.len() { word[place] as u128 } else { 0 };
        place += 1;
    }
    key
}

/// The keys of [`WORDS`].
const KEYS: [u128; WORDS.len()] = {
    let mut keys = [0; WORDS.len()];
    let mut place = 0;
    while place < WORDS.len() {
        keys[place] = key(WORDS[place].0.as_bytes());
        place += 1;
    }
    keys
};

/// Calls back with the key of each word of a class or id in lower case: `siteHeader--big` has `site`, `header`, `big`.
fn for_each_word(value: &str, mut found: impl FnMut(u128)) {
    let mut word = 0_u128;
    let mut len = 0;
    let mut last_lower = false;
    for byte in value.bytes().chain([b' ']) {
        let starts = byte.is_ascii_uppercase() && last_lower;
        if (starts || !byte.is_ascii_alphabetic()) && len > 0 {
            if len <= LONGEST {
                found(word << (8 * (LONGEST - len)));
            }
            (word, len) = (0, 0);
        }
        if byte.is_ascii_alphabetic() {
            if len < LONGEST {
                word = word << 8 | u128::from(byte.to_ascii_lowercase());
            }
            len += 1;
        }
        last_lower = byte.is_ascii_lowercase();
    }
}

/// Words of classes and ids and the part that they stand for, in alphabetical order; chosen by reading pages
/// of many designs, what each part is worth is fitted from data.
#[rustfmt::skip]
const WORDS: &[(&str, Part)] = &[
    ("abstract", Part::Content), ("accordion", Part::Folded), ("account", Part::Form), ("ad", Part::Advert),
    ("addthis", Part::Share), ("ads", Part::Advert), ("adsense", Part::Advert), ("adslot", Part::Advert),
    ("adv", Part::Advert), ("advert", Part::Advert), ("advertisement", Part::Advert),
    ("advertising", Part::Advert), ("affiliate", Part::Advert), ("alert", Part::Consent),
    ("alerts", Part::Consent), ("also", Part::Related), ("anchor", Part::Contents),
    ("anchors", Part::Contents), ("announcement", Part::Consent), ("answer", Part::Forum),
    ("answers", Part::Forum), ("anzeige", Part::Advert), ("archive", Part::Card),
    ("article", Part::Content), ("articlebody", Part::Content), ("aside", Part::Side),
    ("author", Part::Byline), ("authors", Part::Byline), ("avatar", Part::Byline), ("banner", Part::Header),
    ("basket", Part::Product), ("bio", Part::Byline), ("blog", Part::Content), ("body", Part::Content),
    ("bottom", Part::Footer), ("branding", Part::Header), ("breadcrumb", Part::Navigation),
    ("breadcrumbs", Part::Navigation), ("btn", Part::Form), ("button", Part::Form), ("buttons", Part::Form),
    ("buy", Part::Product), ("byline", Part::Byline), ("callout", Part::Subscribe), ("captcha", Part::Form),
    ("caption", Part::Picture), ("card", Part::Card), ("cards", Part::Card), ("carousel", Part::Picture),
    ("cart", Part::Product), ("catalog", Part::Card), ("categories", Part::Byline),
    ("category", Part::Byline), ("checkbox", Part::Form), ("checkout", Part::Product),
    ("cms", Part::Content), ("col", Part::Card), ("collapse", Part::Folded), ("collapsed", Part::Unseen),
    ("collapsible", Part::Folded), ("collection", Part::Card), ("collections", Part::Card),
    ("colophon", Part::Footer), ("column", Part::Card), ("columns", Part::Card), ("comment", Part::Comment),
    ("commentaires", Part::Comment), ("commentlist", Part::Comment), ("comments", Part::Comment),
    ("complementary", Part::Side), ("consent", Part::Consent), ("contenido", Part::Content),
    ("content", Part::Content), ("contents", Part::Content), ("contributor", Part::Byline),
    ("control", Part::Form), ("controls", Part::Form), ("conversation", Part::Forum),
    ("cookie", Part::Consent), ("cookies", Part::Consent), ("copy", Part::Content),
    ("copyright", Part::Footer), ("credit", Part::Byline), ("credits", Part::Byline),
    ("crosssell", Part::Related), ("crumb", Part::Navigation), ("crumbs", Part::Navigation),
    ("cta", Part::Subscribe), ("currency", Part::Form), ("date", Part::Byline), ("dateline", Part::Byline),
    ("dates", Part::Byline), ("desc", Part::Content), ("description", Part::Content),
    ("details", Part::Byline), ("dfp", Part::Advert), ("directory", Part::Card),
    ("disclaimer", Part::Footer), ("disclosure", Part::Folded), ("discussion", Part::Forum),
    ("disqus", Part::Comment), ("docs", Part::Content), ("documentation", Part::Content),
    ("donate", Part::Subscribe), ("donation", Part::Subscribe), ("download", Part::Form),
    ("drawer", Part::Consent), ("dropdown", Part::Navigation), ("editorial", Part::Content),
    ("entry", Part::Content), ("excerpt", Part::Content), ("expandable", Part::Folded),
    ("expander", Part::Folded), ("eyebrow", Part::Byline), ("facebook", Part::Share), ("facet", Part::Form),
    ("facets", Part::Form), ("faq", Part::Folded), ("faqs", Part::Folded), ("feed", Part::Card),
    ("feedback", Part::Form), ("field", Part::Form), ("figure", Part::Picture), ("filter", Part::Form),
    ("filters", Part::Form), ("follow", Part::Share), ("foot", Part::Footer), ("footer", Part::Footer),
    ("form", Part::Form), ("forms", Part::Form), ("forum", Part::Forum), ("forums", Part::Forum),
    ("further", Part::Related), ("gallery", Part::Card), ("gdpr", Part::Consent), ("grid", Part::Card),
    ("hamburger", Part::Navigation), ("head", Part::Header), ("header", Part::Header),
    ("hero", Part::Header), ("hidden", Part::Unseen), ("hide", Part::Unseen), ("icon", Part::Picture),
    ("icons", Part::Picture), ("image", Part::Picture), ("images", Part::Picture), ("img", Part::Picture),
    ("imprint", Part::Footer), ("info", Part::Byline), ("inhalt", Part::Content), ("input", Part::Form),
    ("intro", Part::Content), ("invisible", Part::Unseen), ("item", Part::Card), ("items", Part::Card),
    ("join", Part::Subscribe), ("jump", Part::Contents), ("karma", Part::Poster),
    ("keywords", Part::Byline), ("kicker", Part::Byline), ("kommentar", Part::Comment),
    ("kommentare", Part::Comment), ("label", Part::Byline), ("lang", Part::Form), ("language", Part::Form),
    ("latest", Part::Related), ("lead", Part::Content), ("legal", Part::Footer),
    ("lightbox", Part::Consent), ("like", Part::Share), ("likes", Part::Share), ("linkedin", Part::Share),
    ("list", Part::Card), ("listing", Part::Card), ("listings", Part::Card), ("locale", Part::Form),
    ("login", Part::Form), ("logo", Part::Header), ("loop", Part::Card), ("mailchimp", Part::Subscribe),
    ("mailing", Part::Subscribe), ("main", Part::Main), ("maincontent", Part::Content),
    ("markdown", Part::Content), ("masthead", Part::Header), ("media", Part::Picture),
    ("megamenu", Part::Navigation), ("memberinfo", Part::Poster), ("membership", Part::Subscribe),
    ("menu", Part::Navigation), ("menubar", Part::Navigation), ("message", Part::Forum),
    ("messages", Part::Forum), ("meta", Part::Byline), ("metadata", Part::Byline), ("modal", Part::Consent),
    ("more", Part::Related), ("mostread", Part::Related), ("nav", Part::Navigation),
    ("navbar", Part::Navigation), ("navigation", Part::Navigation), ("newsletter", Part::Subscribe),
    ("newsletterform", Part::Form), ("newsletters", Part::Subscribe), ("next", Part::Navigation),
    ("none", Part::Unseen), ("noprint", Part::Unseen), ("notice", Part::Consent),
    ("notification", Part::Consent), ("notifications", Part::Consent), ("offcanvas", Part::Navigation),
    ("offscreen", Part::Unseen), ("onthispage", Part::Contents), ("optin", Part::Subscribe),
    ("outbrain", Part::Related), ("outline", Part::Contents), ("overlay", Part::Consent),
    ("page", Part::Content), ("pagenav", Part::Navigation), ("pager", Part::Navigation),
    ("paginate", Part::Navigation), ("pagination", Part::Navigation), ("paging", Part::Navigation),
    ("panel", Part::Folded), ("panels", Part::Folded), ("paragraph", Part::Content),
    ("partner", Part::Advert), ("partners", Part::Advert), ("paywall", Part::Consent),
    ("photo", Part::Picture), ("photos", Part::Picture), ("picture", Part::Picture),
    ("pingback", Part::Comment), ("pinterest", Part::Share), ("player", Part::Picture),
    ("popover", Part::Consent), ("popular", Part::Related), ("popup", Part::Consent),
    ("post", Part::Content), ("postbody", Part::Forum), ("posted", Part::Byline), ("poster", Part::Poster),
    ("postprofile", Part::Poster), ("posts", Part::Forum), ("prev", Part::Navigation),
    ("price", Part::Product), ("prices", Part::Product), ("primary", Part::Main), ("print", Part::Unseen),
    ("privacy", Part::Consent), ("product", Part::Product), ("products", Part::Product),
    ("promo", Part::Advert), ("promos", Part::Advert), ("promoted", Part::Advert),
    ("promotion", Part::Advert), ("promotions", Part::Advert), ("prose", Part::Content),
    ("published", Part::Byline), ("quantity", Part::Product), ("question", Part::Forum),
    ("rail", Part::Side), ("rank", Part::Poster), ("rating", Part::Product), ("ratings", Part::Product),
    ("readmore", Part::Related), ("recent", Part::Related), ("recirc", Part::Related),
    ("recirculation", Part::Related), ("recommendation", Part::Related), ("recommendations", Part::Related),
    ("recommended", Part::Related), ("register", Part::Subscribe), ("related", Part::Related),
    ("replies", Part::Comment), ("reply", Part::Comment), ("reputation", Part::Poster),
    ("respond", Part::Comment), ("result", Part::Card), ("results", Part::Card), ("review", Part::Product),
    ("reviews", Part::Product), ("richtext", Part::Content), ("row", Part::Card), ("rte", Part::Content),
    ("screen", Part::Unseen), ("screenreader", Part::Unseen), ("search", Part::Form),
    ("secondary", Part::Side), ("select", Part::Form), ("share", Part::Share), ("sharebar", Part::Share),
    ("sharedaddy", Part::Share), ("shares", Part::Share), ("sharing", Part::Share),
    ("shipping", Part::Product), ("shop", Part::Product), ("shopping", Part::Product), ("side", Part::Side),
    ("sidebar", Part::Side), ("sidebars", Part::Side), ("sidenav", Part::Navigation),
    ("signature", Part::Poster), ("signin", Part::Form), ("signup", Part::Subscribe),
    ("similar", Part::Related), ("sitemap", Part::Navigation), ("skip", Part::Navigation),
    ("sku", Part::Product), ("slide", Part::Picture), ("slider", Part::Picture), ("slides", Part::Picture),
    ("slideshow", Part::Picture), ("snackbar", Part::Consent), ("social", Part::Share),
    ("socials", Part::Share), ("sort", Part::Form), ("sorting", Part::Form), ("sponsor", Part::Advert),
    ("sponsored", Part::Advert), ("sponsors", Part::Advert), ("sr", Part::Unseen), ("stars", Part::Product),
    ("stock", Part::Product), ("story", Part::Content), ("submenu", Part::Navigation),
    ("subnav", Part::Navigation), ("subscribe", Part::Subscribe), ("subscription", Part::Subscribe),
    ("suggested", Part::Related), ("suggestions", Part::Related), ("summary", Part::Content),
    ("swatch", Part::Product), ("swatches", Part::Product), ("swiper", Part::Picture),
    ("tab", Part::Folded), ("taboola", Part::Related), ("tabpanel", Part::Folded), ("tabs", Part::Folded),
    ("tag", Part::Byline), ("tags", Part::Byline), ("teaser", Part::Related), ("teasers", Part::Related),
    ("text", Part::Content), ("texte", Part::Content), ("thread", Part::Forum), ("threads", Part::Forum),
    ("thumb", Part::Picture), ("thumbnail", Part::Picture), ("tile", Part::Card), ("tiles", Part::Card),
    ("time", Part::Byline), ("timestamp", Part::Byline), ("toast", Part::Consent), ("toc", Part::Contents),
    ("toggle", Part::Form), ("toolbar", Part::Form), ("tooltip", Part::Consent), ("top", Part::Header),
    ("topbar", Part::Header), ("topic", Part::Byline), ("topicpost", Part::Forum), ("topics", Part::Byline),
    ("topnav", Part::Navigation), ("trackback", Part::Comment), ("trending", Part::Related),
    ("twitter", Part::Share), ("upsell", Part::Related), ("usercard", Part::Poster),
    ("userdetails", Part::Poster), ("userextras", Part::Poster), ("usergroup", Part::Poster),
    ("userinfo", Part::Poster), ("usertitle", Part::Poster), ("variant", Part::Product),
    ("variants", Part::Product), ("video", Part::Picture), ("visually", Part::Unseen),
    ("visuallyhidden", Part::Unseen), ("werbung", Part::Advert), ("whatsapp", Part::Share),
    ("widget", Part::Side), ("widgets", Part::Side), ("wishlist", Part::Product),
    ("wysiwyg", Part::Content),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_alphabetical_order() {
        assert!(WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn classes_are_cut_into_words_at_case_and_punctuation() {
        let mut words = Vec::new();
        for_each_word("siteHeader--big_2x nav XMLMenu averyverylongwordindeed", |word| words.push(word));
        assert_eq!(words, ["site", "header", "big", "x", "nav", "xmlmenu"].map(|word| key(word.as_bytes())));
        assert!(WORDS.iter().all(|(word, _)| word.len() <= LONGEST));
    }
}
