//! What stands within or right below an article and is not its text: lines that lead to another one, boxes that tell of its
//! author or ask to subscribe. Their words and the names of their boxes say so in every language; the pages that the model was fitted to are
//! mostly English.
//!
//! In: a prepared page and the blocks chosen. Out: the blocks without these.

use std::sync::LazyLock;

use super::blocks::{Block, Form};
use super::features::Page;
use super::marks::{Part, is_classed, key};
use super::outline::Item;
use crate::document::fold;
use crate::normalise::tables::{Set, Table};

/// What stands before a link to something else to read. A judgement: what the press in these languages writes. In the dev quarter
/// such a line is text on 30 of 171 blocks.
const LABELS: &str = "\
    also read|read also|read more|read next|must read|keep reading|you may also like|you might also like|more on this|\
    recommended reading|related|related story|related stories|related article|related articles|see also|\
    lesen sie auch|lesen sie mehr|lies auch|auch interessant|das konnte sie auch interessieren|mehr zum thema|siehe auch|\
    lire aussi|à lire|à lire aussi|à lire également|lire également|voir aussi|sur le même sujet|à voir aussi|\
    lea también|lee también|leer también|te puede interesar|también te puede interesar|le puede interesar|vea también|ver también|\
    mira también|lea además|\
    leia também|leia mais|veja também|saiba mais|leia ainda|\
    leggi anche|ti potrebbe interessare|potrebbe interessarti|per approfondire|vedi anche|\
    lees ook|lees meer|lees verder|bekijk ook|\
    czytaj także|czytaj też|czytaj również|czytaj więcej|zobacz także|zobacz też|zobacz również|przeczytaj także|przeczytaj też|\
    čtěte také|čtěte též|čtěte dále|přečtěte si také|přečtěte si|mohlo by vás zajímat|čítajte aj|prečítajte si|\
    läs också|läs även|läs mer|se även|læs også|les også|læs mere|les mer|lue myös|lue lisää|\
    olvassa el|olvasd el|kapcsolódó|citește și|citeste si|vezi și|прочетете още|вижте още|прочитајте и|pročitajte i|preberite tudi|\
    читайте также|читайте ещё|читать также|смотрите также|по теме|читайте також|дивіться також|читайте ще|\
    διαβάστε επίσης|διαβάστε ακόμη|διαβάστε ακόμα|διαβάστε περισσότερα|δείτε επίσης|\
    ayrıca okuyun|bunu da okuyun|ilgili haber|ilginizi çekebilir|ayrıca bakınız|bunlar da ilginizi çekebilir|\
    اقرأ أيضا|اقرأ أيضًا|اقرأ أيضاً|إقرأ أيضا|اقرأ المزيد|شاهد أيضا|طالع أيضا|بیشتر بخوانید|همچنین بخوانید|\
    קראו גם|קרא גם|קרא עוד|קראו עוד|ראו גם|यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|আরও পড়ুন|\
    baca juga|lihat juga|simak juga|baca selengkapnya|baca lagi|xem thêm|đọc thêm|อ่านเพิ่มเติม|อ่านต่อ|\
    関連記事|あわせて読みたい|合わせて読みたい|こちらもおすすめ|こちらもどうぞ|関連リンク|\
    相关阅读|延伸阅读|推荐阅读|相关新闻|相關閱讀|延伸閱讀|推薦閱讀|相關新聞|更多阅读|\
    관련기사|관련 기사|함께 읽기|함께 보면 좋은 기사|더 읽기";

/// [`LABELS`] as texts are compared with it.
static FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| LABELS.split('|').map(fold::words).collect());

/// Words of such a line: a label and a title. A judgement.
const LINE_WORDS: u32 = 40;

/// Signs beside a label: a colon, arrows, a bullet. A judgement.
const SIGNS: u32 = 4;

/// Words of a box that tells of an author. A judgement: more is a page about them.
const BOX_WORDS: u32 = 150;

/// Words by which the class of such a box says whom it tells of, and that it tells of them. In the dev quarter 16 of 359 blocks
/// in such boxes are text, ten of these the names above posts of a forum.
const AUTHOR: [u128; 6] =
    [key(b"author"), key(b"autor"), key(b"auteur"), key(b"autore"), key(b"contributor"), key(b"writer")];
const TOLD: [u128; 8] = [
    key(b"bio"),
    key(b"biography"),
    key(b"box"),
    key(b"card"),
    key(b"desc"),
    key(b"description"),
    key(b"profile"),
    key(b"about"),
];

/// Words by which a class says that a box asks to subscribe, and words of such a box at most. In the dev quarter none of 142 blocks in
/// boxes to subscribe is text, and of 131 in those to sign up none; the names of posts of letters stand around far more.
const LETTER: [u128; 6] = [
    key(b"newsletter"),
    key(b"newsletters"),
    key(b"subscribe"),
    key(b"signup"),
    key(b"mailchimp"),
    key(b"optin"),
];
const LETTER_WORDS: u32 = 80;

/// The word by which a class says that a box is the signature below a post, words of what it stands in then, how many of them a page of
/// posts has at least, and words of one at most: what one letter or treaty ends with is its text, and methods of a program have
/// signatures too. In the dev quarter two of 102 blocks in such boxes are text.
const SIGNATURE: [u128; 1] = [key(b"signature")];
const POST: [u128; 6] =
    [key(b"post"), key(b"posts"), key(b"message"), key(b"comment"), key(b"reply"), key(b"postbody")];
const POSTS: usize = 2;
const SIGNATURE_WORDS: u32 = 60;

/// Elements above a signature among which its post is. A judgement.
const REACH: usize = 6;

/// Takes these out of the blocks chosen, where enough of a text is left to say that they stand beside one.
pub(super) fn leave_out(page: &Page<'_>, chosen: &mut Vec<usize>) {
    /// Sentences of a text besides. A judgement.
    const SENTENCES: u32 = 4;
    /// Boxes in a row that are no asides. A judgement: an article has two authors more often than three.
    const SEVERAL: usize = 3;
    if page.forum {
        return;
    }
    let is_signature = |item: &&Item<'_>| {
        let is_post = |above: usize| {
            let element = page.outline.items.get(above).and_then(|item| item.element);
            element.is_some_and(|element| is_classed(element, &POST))
        };
        item.marks.has(Part::Poster)
            && item.element.is_some_and(|element| is_classed(element, &SIGNATURE))
            && page.outline.upwards(item.parent).take(REACH).any(is_post)
    };
    let are_signed = page.outline.items.iter().filter(is_signature).take(POSTS).count() == POSTS;
    let mut known: Table<usize, bool> = Table::default();
    let boxes: Vec<Option<usize>> =
        chosen.iter().map(|place| box_of(page, page.blocks.get(*place)?, are_signed, &mut known)).collect();
    // Several side by side are what the page is for: its authors, the items of a letter.
    let parent = |place: usize| page.outline.items.get(place).map_or(0, |item| item.parent);
    let mut beside: Table<usize, Set<usize>> = Table::default();
    for place in boxes.iter().flatten() {
        beside.entry(parent(*place)).or_default().insert(*place);
    }
    let is_lone = |place: usize| beside.get(&parent(place)).is_none_or(|boxes| boxes.len() < SEVERAL);
    let is_aside = |place: usize, of: Option<usize>| of.is_some_and(is_lone) || is_led_away(page, place);
    let kept: Vec<usize> = chosen
        .iter()
        .zip(&boxes)
        .filter(|(place, of)| !is_aside(**place, **of))
        .map(|(place, _)| *place)
        .collect();
    let counts = |places: &[usize]| {
        let blocks = places.iter().filter_map(|place| page.blocks.get(*place)).map(|block| block.counts);
        blocks.fold((0, 0), |sum, counts| (sum.0 + counts.sentences, sum.1 + counts.words))
    };
    let ((sentences, words), (_, all)) = (counts(&kept), counts(chosen));
    if kept.len() < chosen.len() && sentences >= SENTENCES && words * 2 >= all {
        *chosen = kept;
    }
}

/// Leaves out blocks that only say that an advertisement stands there.
pub(super) fn without_adverts(page: &Page<'_>, chosen: &mut Vec<usize>) {
    /// What the press in these languages writes above one. A judgement.
    const ADVERTS: [&str; 30] = [
        "advertisement",
        "advertisements",
        "advertising",
        "advert",
        "article continues below advertisement",
        "story continues below advertisement",
        "advertisement continue reading below",
        "anzeige",
        "werbung",
        "publicité",
        "publicidad",
        "publicidade",
        "pubblicità",
        "advertentie",
        "annons",
        "annonse",
        "annonce",
        "mainos",
        "reklama",
        "reklam",
        "реклама",
        "διαφήμιση",
        "hirdetés",
        "publicitate",
        "iklan",
        "quảng cáo",
        "広告",
        "广告",
        "廣告",
        "광고",
    ];
    /// Words of the longest. A judgement.
    const WORDS: u32 = 6;
    /// What stands before a colon and an advertisement, folded, and words of such a line. Judgements.
    const PROMOTED: [&str; 6] =
        ["promoted", "sponsored", "anzeige", "gesponsert", "sponsorise", "patrocinado"];
    const PROMOTED_WORDS: u32 = 25;
    static FOLDED: LazyLock<Set<String>> = LazyLock::new(|| ADVERTS.into_iter().map(fold::words).collect());
    let is_advert = |block: &Block| {
        block.counts.words <= WORDS
            && !matches!(
                block.form,
                Form::Heading(_) | Form::Cell | Form::Pre | Form::Item | Form::Definition
            )
            && FOLDED.contains(&fold::words(&block.text))
    };
    // What is promoted among the posts of a thread says so before a colon; of people a sentence says it.
    let is_promoted = |block: &Block| {
        block.form == Form::Plain
            && !block.text.ends_with(['.', '!', '?', '。'])
            && block.counts.words <= PROMOTED_WORDS
            && block
                .text
                .split_once(':')
                .is_some_and(|(label, _)| PROMOTED.contains(&fold::words(label).as_str()))
    };
    let is_advert = |block: &Block| is_advert(block) || is_promoted(block);
    chosen.retain(|place| !page.blocks.get(*place).is_some_and(is_advert));
}

/// Whether a block leads to something else to read: a label and a link, or a link right behind a label by itself.
fn is_led_away(page: &Page<'_>, place: usize) -> bool {
    /// Links behind a label by itself. A judgement.
    const LINKS: usize = 6;
    let Some(block) = page.blocks.get(place).filter(|block| is_line(block)) else { return false };
    let link = |block: &Block| block.counts.link_chars * 10 >= block.counts.chars * 9;
    let next = || page.blocks.get(place + 1).is_some_and(|next| is_line(next) && link(next));
    // Most blocks have no link, and none behind them.
    if block.counts.links == 0 && !next() {
        return false;
    }
    let text = fold::words(&block.text);
    if let Some(label) = label_of(&text) {
        let is_alone = label.len() == text.len();
        return (is_alone && block.counts.links == 0) || is_labelled(block, label);
    }
    if !link(block) {
        return false;
    }
    let before = (place.saturating_sub(LINKS)..place).rev().filter_map(|place| page.blocks.get(place));
    let mut before = before
        .skip_while(|block| is_line(block) && link(block) && label_of(&fold::words(&block.text)).is_none());
    before.next().is_some_and(|head| {
        let text = fold::words(&head.text);
        is_line(head)
            && head.counts.links == 0
            && label_of(&text).is_some_and(|label| label.len() == text.len())
    })
}

/// Whether all of a block that is no link is its label, or the label ends within the link where a sign does.
fn is_labelled(block: &Block, label: &str) -> bool {
    let own = block.counts.chars - block.counts.link_chars;
    let is_signed = || {
        let sign = block.text.find([':', '：', '-', '–', '—', '|', '»', '>', '→', '\n']);
        let before = sign.and_then(|at| block.text.get(..at)).unwrap_or_default();
        fold::words(before) == label
    };
    block.counts.links > 0
        && if own <= SIGNS {
            is_signed()
        } else {
            usize::try_from(own - SIGNS).is_ok_and(|own| own <= fold::letter_count(label))
        }
}

/// Whether a block may be such a line.
fn is_line(block: &Block) -> bool {
    block.counts.words <= LINE_WORDS && !matches!(block.form, Form::Pre | Form::Cell | Form::Button)
}

/// The label that a folded text begins with.
fn label_of(text: &str) -> Option<&'static str> {
    let labels = FOLDED.iter().filter(|label| {
        text.strip_prefix(label.as_str()).is_some_and(|rest| {
            rest.is_empty()
                || rest.starts_with(' ')
                || label.chars().next_back().is_some_and(fold::is_unspaced)
        })
    });
    labels.map(String::as_str).max_by_key(|label| label.len())
}

/// The box that a block stands in which tells of an author, asks to subscribe or signs a post, and holds neither the title nor much
/// text.
fn box_of(page: &Page<'_>, block: &Block, are_signed: bool, known: &mut Table<usize, bool>) -> Option<usize> {
    let mut is_box = |place: &usize| {
        *known.entry(*place).or_insert_with(|| {
            let Some(item) = page.outline.items.get(*place) else { return false };
            let words = page.tallies.get(*place).map_or(0, |tally| tally.words);
            let is_called = words <= BOX_WORDS
                && item.element.is_some_and(|element| {
                    (is_classed(element, &AUTHOR) && is_classed(element, &TOLD))
                        || (words <= LETTER_WORDS && is_classed(element, &LETTER))
                        || (are_signed && words <= SIGNATURE_WORDS && is_classed(element, &SIGNATURE))
                });
            is_called && page.title_at().is_none_or(|title| !(*place..item.end).contains(&title))
        })
    };
    page.outline.upwards(block.container).find(&mut is_box)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::body;
    use crate::normalise::html::metadata::Metadata;
    use crate::normalise::html::tree;

    const TEXT: &str = "<p>The gauge of the lake was read on every day of the winter, and nobody had asked for it. The ice came late.</p>";

    fn text(inside: &str) -> String {
        let source = format!(
            "<title>Slow lakes</title><main><article><h1>Slow lakes</h1>{TEXT}{TEXT}{inside}{TEXT}</article></main>"
        );
        let html = tree::parse(&source).html;
        body(&html, &Metadata::read(&html), "Slow lakes", &HashSet::new()).text
    }

    #[test]
    fn a_block_that_only_says_advertisement_is_no_text() {
        for label in ["Advertisement", "ADVERTISEMENT", "Anzeige", "- Publicité -", "Реклама", "広告"]
        {
            let read = text(&format!("<p>{label}</p>"));
            assert!(!read.contains(label) && read.contains("gauge"), "{label}: {read}");
        }
        let promoted = text("<div>Promoted: buy a faster gauge today</div>");
        assert!(!promoted.contains("faster") && promoted.contains("gauge"), "{promoted}");
        assert!(text("<div>Promoted: Ada Reed, who was a clerk, keeps the weir.</div>").contains("Ada Reed"));
        assert!(text("<p>Advertisements were dear.</p>").contains("dear"));
        let items = "<ul><li>Print of the paper</li><li>Advertising</li><li>Gifts of its readers</li></ul>";
        assert!(text(items).contains("Advertising"));
    }

    #[test]
    fn lines_that_lead_elsewhere_are_no_text_in_any_language() {
        for label in [
            "Lesen Sie auch",
            "À lire aussi",
            "Lea también",
            "Leia também",
            "Leggi anche",
            "Lees ook",
            "Czytaj także",
            "Čtěte také",
            "Läs också",
            "Читайте также",
            "Διαβάστε επίσης",
            "اقرأ أيضا",
            "Baca juga",
            "Xem thêm",
            "関連記事",
            "相关阅读",
            "관련기사",
            "Read more",
        ] {
            for line in [
                format!("<p><strong>{label}:</strong> <a href=/x>Deep rivers and who reads them</a></p>"),
                format!("<p><a href=/x>{label}: Deep rivers and who reads them</a></p>"),
                format!(
                    "<p>{label}</p><ul><li><a href=/x>Deep rivers and who reads them</a><li><a href=/y>Deep rivers in May</a></ul>"
                ),
            ] {
                let text = text(&line);
                assert!(!text.contains("Deep rivers") && text.contains("gauge"), "{line}: {text}");
            }
        }
        for line in [
            "<p>Read more of what they wrote in <a href=/x>Deep rivers</a>, which is where the first of them began to ask.</p>",
            "<p><a href=/x>Deep rivers and who reads them</a></p>",
            "<p>Related to the gauge is what the <a href=/x>Deep rivers</a> show.</p>",
        ] {
            assert!(text(line).contains("Deep rivers"), "{line}");
        }
    }

    #[test]
    fn boxes_that_tell_of_the_author_ask_to_subscribe_or_sign_posts_are_no_text() {
        for class in ["author-card", "post-author-bio", "aboutAuthor", "autor-box"] {
            let line = format!(
                "<div class={class}><p>Ada Reed has read gauges for this paper since 2011.</p></div>"
            );
            assert!(!text(&line).contains("Ada Reed"), "{class}");
        }
        let letter = "<div class=newsletter-box><h3>The morning letter</h3><p>The news of the lake, every morning at six.</p></div>";
        assert!(!text(letter).contains("morning"));
        let post = "<div class=post><p>The ice came late, as it did before.</p><div class=signature>Patience and a second pair of hands.</div></div>";
        assert!(text(post).contains("Patience") && !text(&post.repeat(2)).contains("Patience"));
        let authors =
            "<div class=contributor-bio><p>Ada Reed has read gauges for this paper since 2011.</p></div>";
        assert!(text(&authors.repeat(3)).contains("Ada Reed"));
        let method = "<div class=member><p class=signature>It reads a gauge, and throws where the lake is dry.</p></div>";
        assert!(text(&method.repeat(2)).contains("It reads a gauge"));
        let section = "<section id=cancel-your-newsletter><h2>Cancelling</h2><p>Write to us, and we send no more of it.</p></section>";
        assert!(text(section).contains("send no more"));
        assert!(
            text("<div class=authority-box><p>Ada Reed has read gauges for this paper since 2011.</p></div>")
                .contains("Ada Reed")
        );
    }
}
