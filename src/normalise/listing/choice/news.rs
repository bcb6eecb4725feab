//! Tells the headlines on the front of a newspaper, of which none has a day, from what is offered, taught and explained.
//!
//! In: a page and its records. Out: yes or no. Headlines read as names of services and of chapters do, so something else has to
//! say that there is news. Words are judgements, in the languages whose dates are read.

use std::sync::LazyLock;

use super::{Page, short_titles};
use crate::document::fold;
use crate::normalise::listing::fields;
use crate::normalise::listing::flow::{Hint, Kind, Piece};
use crate::normalise::listing::phrases::{SHORT, among, folded, plain};
use crate::normalise::listing::records::columns::ratio;
use crate::normalise::listing::records::{Record, Records};
use crate::normalise::tables::{Set, Table};

/// What news are called, in the name of a page, in a menu and in addresses. `Info`, `Artikel` and `Stories` are goods and help as well.
const NEWS: &str = "\
    news|headlines|nachrichten|schlagzeilen|meldungen|actualités|actualite|actualites|noticia|noticias|notícia|notícias|notizia|\
    notizie|nieuws|wiadomości|wiadomosci|aktualności|новости|новини|nyheter|nyheder|uutiset|zprávy|zpravy|správy|spravy|hírek|hirek|\
    știri|stiri|ειδήσεις|νέα|haber|haberler|الأخبار|أخبار|اخبار|חדשות|समाचार|berita|tin tức|ข่าว|新闻|新聞|ニュース|뉴스";

/// What the sections of newspapers are called, and few other things in a menu.
const SECTIONS: &str = "\
    sport|sports|opinion|opinions|politics|world|obituaries|editorials|crime|politik|meinung|panorama|feuilleton|ausland|inland|\
    lokales|politique|monde|faits divers|idées|opinión|política|deportes|mundo|sucesos|esportes|desporto|opinião|politica|cronaca|\
    esteri|binnenland|buitenland|opinie|polityka|świat|kraj|политика|мир|спорт|світ|політика|utrikes|inrikes|ledare|udland|indland|\
    debatt|debat|kotimaa|ulkomaat|urheilu|domácí|zahraničí|názory|belföld|külföld|politică|πολιτική|κόσμος|αθλητικά|dünya|spor|\
    siyaset|gündem|سياسة|رياضة|ورزشی|سیاسی|ספורט|olahraga|thể thao|thế giới|การเมือง|กีฬา|体育|國際|體育|政治|スポーツ|정치|스포츠";

/// What sections are called that towns, schools, shops and firms have as well.
const OTHER_SECTIONS: &str = "\
    culture|entertainment|lifestyle|local|u.s|us|national|international|regional|business|kultur|wirtschaft|gesellschaft|société|\
    économie|cultura|sociedad|economía|economia|sociedade|spettacoli|cultuur|economie|kultura|gospodarka|культура|общество|\
    экономика|суспільство|kulttuuri|talous|οικονομία|ekonomi|اقتصاد|国际|财经|国際|経済|경제|사회";

static CALLED_NEWS: LazyLock<Set<String>> = LazyLock::new(|| folded(NEWS));
static CALLED_SECTIONS: LazyLock<Set<String>> = LazyLock::new(|| folded(SECTIONS));
static CALLED_OTHERS: LazyLock<Set<String>> = LazyLock::new(|| folded(OTHER_SECTIONS));

/// Whether records are those of the front of a newspaper: linked headings as long as headlines are, with a sentence or a time of
/// day below most, that lead into one site, where something says that there is news.
pub(super) fn are_news(page: &Page<'_>, records: &Records<'_>) -> bool {
    /// Headlines that have to be there, and the words of one on average. Judgements: fewer, and shorter, are services.
    const HEADLINES: usize = 5;
    const WORDS: f32 = 4.5;
    /// Words of a teaser, a judgement: a short sentence.
    const TEASER: usize = 6;
    let all = records.all.len();
    let says_more = |record: &&Record<'_>| {
        let is_sentence = |part: &&str| {
            fields::word_count(part) >= TEASER
                && part.trim_end().ends_with(['.', '…', '?', '!', '。', '”', '"'])
        };
        let is_time = |piece: &Piece| {
            let is_marked =
                piece.hint == Some(Hint::Date) || page.flow.elements[piece.holder].kind == Kind::Time;
            is_marked && piece.words <= 2 && fields::is_clock(&piece.text)
        };
        record.summary.iter().any(is_sentence)
            || page.flow.within(record.card.first, record.card.end).iter().any(is_time)
    };
    let mut sites: Table<&str, usize> = Table::default();
    for record in &records.all {
        *sites.entry(site(record.href.unwrap_or_default())).or_default() += 1;
    }
    let titles = || records.all.iter().map(|record| record.title);
    let asked = titles().filter(|title| title.ends_with(['?', '？'])).count();
    let addressed = records.all.iter().filter(|record| addresses_readers(&record.summary)).count();
    records.titled >= HEADLINES
        && asked * 3 <= all
        && addressed * 2 <= all
        && !share_a_word(titles())
        && records.headed >= 0.9
        && records.title_linked >= 0.9
        && records.distinct >= 0.95
        && records.title_words >= WORDS
        && records.priced == 0
        && !page.said.is_thing
        && ratio(records.all.iter().filter(says_more).count(), all) >= 0.6
        && sites.values().any(|times| ratio(*times, all) >= 0.9)
        && !short_titles::are_of_another(page, records)
        && says_news(page, records)
}

/// Whether something says that there is news: the name of the page, the addresses of most records, a menu of the sections of a
/// newspaper, or a section among those and bylines of some records.
fn says_news(page: &Page<'_>, records: &Records<'_>) -> bool {
    /// Share of records with bylines, by hand: columnists among others.
    const SIGNED: f32 = 0.25;
    /// Different sections in addresses or in a menu, and words of a menu with those that others have as well. Judgements: a town has
    /// `Politics` and `Culture`, a shop `Sports`, each firm `News` and `US`.
    const SECTIONS: usize = 2;
    const WORDS: usize = 3;
    let is_news = |text: &str| CALLED_NEWS.contains(plain(text).as_str());
    let folders = |record: &Record<'_>| {
        let path = record.href.and_then(|href| href.split(['?', '#']).next()).unwrap_or_default();
        let path = path.split_once("://").map_or(path, |(_, rest)| rest);
        path.rsplit_once('/').map_or("", |(folders, _)| folders).to_owned()
    };
    let folders: Vec<String> = records.all.iter().map(folders).collect();
    let leads = |fits: &dyn Fn(&str) -> bool| {
        ratio(folders.iter().filter(|folders| folders.split('/').any(fits)).count(), folders.len()) >= 0.8
    };
    let is_section = |part: &str| CALLED_SECTIONS.contains(part);
    let among: Set<&str> =
        folders.iter().flat_map(|folders| folders.split('/')).filter(|part| is_section(part)).collect();
    let title = page.said.title;
    let is_called = || {
        let mut words = title.split(|sign: char| !sign.is_alphanumeric());
        title.len() <= 2 * SHORT && !title.contains(['"', '“', '«', '„']) && words.any(is_news)
    };
    if is_called() || leads(&is_news) || (among.len() >= SECTIONS && leads(&is_section)) {
        return true;
    }
    let linked = page.flow.pieces.iter().filter(|piece| piece.link.is_some() && piece.text.len() <= SHORT);
    let mut sections: Set<String> = Set::default();
    let mut others: Set<String> = Set::default();
    let mut has_news = false;
    for piece in linked {
        let plain = plain(&piece.text);
        has_news |= CALLED_NEWS.contains(plain.as_str());
        if CALLED_SECTIONS.contains(plain.as_str()) {
            sections.insert(plain);
        } else if CALLED_OTHERS.contains(plain.as_str()) {
            others.insert(plain);
        }
    }
    let words = sections.len() + others.len() + usize::from(has_news);
    (sections.len() >= SECTIONS && words >= WORDS) || (records.authored >= SIGNED && !sections.is_empty())
}

/// Whether most titles have a word in common: what is sold in one place, or is of one kind, is called by that.
fn share_a_word<'t>(titles: impl Iterator<Item = &'t str>) -> bool {
    /// Letters of such a word, a judgement: shorter ones join others.
    const LETTERS: usize = 4;
    let mut times: Table<String, usize> = Table::default();
    let mut all = 0;
    for title in titles {
        let folded = fold::fold(title);
        let words = folded.split(|sign: char| !sign.is_alphanumeric());
        let words: Set<&str> = words.filter(|word| word.chars().nth(LETTERS - 1).is_some()).collect();
        for word in words {
            *times.entry(word.to_owned()).or_default() += 1;
        }
        all += 1;
    }
    // Three of five, by hand: a paper has one subject of the day.
    times.values().any(|times| times * 5 >= all * 3)
}

/// Whether a teaser speaks to its reader, or of those who wrote it: as what is offered does. The words are a judgement, in the
/// languages of the Latin and the Cyrillic script whose dates are read; folded.
fn addresses_readers(parts: &[&str]) -> bool {
    const WORDS: &str = "\
        you|your|yours|our|ours|we|unser|unsere|unseren|unserem|unserer|wir|ihnen|ihren|ihrem|euch|euer|dich|deine|deinen|\
        notre|nos|votre|vos|vous|nuestro|nuestra|nuestros|nuestras|usted|ustedes|nosso|nossa|nossos|nossas|voce|\
        nostro|nostra|nostri|nostre|vostro|vostra|vostri|onze|jouw|jullie|nasz|nasza|nasze|naszych|nam|twoje|twoj|\
        наш|наша|наши|наших|ваш|ваша|ваши|ваших|вас|вам|вы|мы";
    parts.iter().any(|part| {
        let folded = fold::fold(part);
        folded.split(|sign: char| !sign.is_alphanumeric()).any(|word| among!(WORDS, word))
    })
}

/// The site that a link leads to, none of one that leads within the page's own.
fn site(href: &str) -> &str {
    let rest = href.split_once("//").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}
