//! Short parts beside the block of the text that belong to the same article: corrections, notes at its foot, the points and the lead
//! above it, sections built as its own is. The model learnt that what stands apart and is short is no text.
//!
//! In: a prepared page and the blocks chosen. Out: those that belong to the article too.

use std::sync::LazyLock;

use super::blocks::{Block, Form};
use super::ends::says_something;
use super::features::Page;
use super::lexicon;
use super::marks::{Named, Part, is_classed, key};
use super::outline::{Item, Kind};
use super::whole;
use crate::document::fold;
use crate::normalise::html::element::Asked;
use crate::normalise::tables::Set;

/// Hundredths of the chosen prose that the element of the text holds: the rest may be a stray block. A judgement, as in `ends`.
const HELD: u64 = 90;

/// Letters and signs of prose in such an element. A judgement: two paragraphs; beside less nothing is told from the text.
const LEAST: u64 = 400;

/// Words of a part that is added at most. A judgement: a correction, a summary.
const WORDS: u32 = 150;

/// Blocks behind the text among which a correction outside of an `article` or `main` stands. A judgement.
const NEAR: usize = 6;

/// Words by which a class calls a correction, or a note at the foot.
const CALLED: [u128; 9] = [
    key(b"correction"),
    key(b"corrections"),
    key(b"clarification"),
    key(b"erratum"),
    key(b"errata"),
    key(b"footnote"),
    key(b"footnotes"),
    key(b"endnote"),
    key(b"endnotes"),
];

/// What a correction begins with. A judgement: what the press in these languages writes.
const LABELS: [&str; 36] = [
    "correction",
    "corrections",
    "clarification",
    "editor's note",
    "editors' note",
    "editorial note",
    "korrektur",
    "berichtigung",
    "richtigstellung",
    "anmerkung der redaktion",
    "rectificatif",
    "erratum",
    "errata",
    "note de la rédaction",
    "corrección",
    "rectificación",
    "fe de errores",
    "fe de erratas",
    "nota de la redacción",
    "correção",
    "nota da redação",
    "errata corrige",
    "correzione",
    "rettifica",
    "correctie",
    "rectificatie",
    "sprostowanie",
    "oprava",
    "rättelse",
    "rettelse",
    "oikaisu",
    "исправление",
    "поправка",
    "訂正",
    "更正",
    "정정",
];

/// [`LABELS`] as texts are compared with it.
static FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| LABELS.into_iter().map(fold::words).collect());

/// Adds these parts to the blocks chosen, whose places stay in order.
pub(super) fn add(page: &Page<'_>, chosen: &mut Vec<usize>) {
    if page.forum || whole::is_of_cards(page) {
        return;
    }
    let Some(holder) = holder(page, chosen) else { return };
    let mut found = called(page, chosen, holder);
    found.extend(above(page, chosen, holder));
    found.extend(sections(page, chosen, holder));
    if !found.is_empty() {
        chosen.extend(found);
        chosen.sort_unstable();
        chosen.dedup();
    }
}

/// The innermost element that holds the text.
fn holder(page: &Page<'_>, chosen: &[usize]) -> Option<usize> {
    let prose: Vec<(usize, u64)> = chosen
        .iter()
        .filter_map(|place| page.blocks.get(*place))
        .filter(|block| block.is_prose())
        .map(|block| (block.container, u64::from(block.counts.chars)))
        .collect();
    let mut sums = vec![0];
    for (_, chars) in &prose {
        sums.push(sums.last().copied().unwrap_or(0) + chars);
    }
    let total = sums.last().copied().filter(|total| *total >= LEAST)?;
    let middle = sums.partition_point(|sum| sum * 2 < total).saturating_sub(1);
    let (container, _) = prose.get(middle)?;
    let held = |place: usize| {
        let end = page.outline.items.get(place).map_or(0, |item| item.end);
        let at = |place: usize| prose.partition_point(|(container, _)| *container < place);
        let sum = |at: usize| sums.get(at).copied().unwrap_or(total);
        sum(at(end)).saturating_sub(sum(at(place)))
    };
    let parent = page.outline.items.get(*container)?.parent;
    page.outline.upwards(parent).find(|place| held(*place) * 100 >= total * HELD)
}

/// The blocks that their class or their first words call a correction or a note at the foot.
fn called(page: &Page<'_>, chosen: &[usize], holder: usize) -> Vec<usize> {
    let items = &page.outline.items;
    let outer = page.outline.upwards(holder).filter(|place| {
        let marks = items.get(*place).map(|item| item.marks).unwrap_or_default();
        *place > 0 && (marks.is_named(Named::Main) || marks.has(Part::Article))
    });
    let outer = outer.last().and_then(|outer| Some(outer..items.get(outer)?.end)).unwrap_or_default();
    let (first, last) = (chosen.first().copied().unwrap_or(0), chosen.last().copied().unwrap_or(0));
    // Behind another heading another text is put right, and apart from this one a teaser is.
    let is_free = |place: usize| {
        let between = page.blocks.get(last + 1..place).unwrap_or_default().iter();
        let is_other = |block: &Block| matches!(block.form, Form::Heading(_)) && !is_label(&block.text);
        let is_apart = |place: usize| {
            let marks = items.get(place).map(|item| item.marks).unwrap_or_default();
            [Part::Related, Part::Navigation, Part::Advert, Part::Comment]
                .into_iter()
                .any(|part| marks.has(part))
        };
        page.blocks.get(place).is_some_and(|block| {
            outer.contains(&block.container)
                || !(between.rev().take(NEAR).any(is_other)
                    || page.outline.upwards(block.container).any(is_apart))
        })
    };
    let is_called = |place: &usize| {
        let Some(block) = page.blocks.get(*place) else { return false };
        let is_labelled = || {
            let text = fold::words(&block.text);
            FOLDED.iter().any(|label| begins(&block.text, &text, label)) && is_free(*place)
        };
        // Above a text the small print of advertisements is called so too.
        let is_marked = || {
            let told = lexicon::count(&block.text);
            *place >= first
                && told.legal + told.trade == 0
                && page.outline.upwards(block.container).take(HEIGHT).any(|place| is_of(items, place))
        };
        (outer.contains(&block.container) || (first..=last + NEAR).contains(place))
            && block.is_said()
            && is_plain(block)
            && (is_marked() || is_labelled())
            && !page.is_of_others(*place)
    };
    let left = (0..page.blocks.len()).filter(|place| chosen.binary_search(place).is_err());
    left.filter(is_called).collect()
}

/// Elements from a block up to the one that is called so. A judgement: a paragraph in its box.
const HEIGHT: usize = 4;

/// Whether a heading is such a label and nothing else.
fn is_label(text: &str) -> bool {
    FOLDED.contains(&fold::words(text))
}

fn is_of(items: &[Item<'_>], place: usize) -> bool {
    items.get(place).and_then(|item| item.element).is_some_and(|element| is_classed(element, &CALLED))
}

/// Whether a text begins with a label that a sign ends.
fn begins(text: &str, folded: &str, label: &str) -> bool {
    /// Letters among which the sign stands. A judgement: the label and a space or two.
    const SIGNS: usize = 3;
    folded.starts_with(label) && {
        let behind = text.chars().skip(label.chars().count()).take(SIGNS);
        let mut signs = behind.filter(|sign| !sign.is_whitespace());
        signs.any(|sign| matches!(sign, ':' | '：' | ',' | '(' | '（' | '–' | '—' | '|' | '】'))
    }
}

/// Whether a block is no link and not long.
fn is_plain(block: &Block) -> bool {
    block.counts.words <= WORDS && block.counts.link_chars * 2 < block.counts.chars
}

/// The points that stand between the title and the text, with the lead right above them. What the headings of the text say too is its
/// table of contents.
fn above(page: &Page<'_>, chosen: &[usize], holder: usize) -> Vec<usize> {
    /// Blocks between the title and the text at most. A judgement: behind more stands something else.
    const BETWEEN: usize = 16;
    let items = &page.outline.items;
    let Some(title) = page.heading else { return Vec::new() };
    let first = page.blocks.partition_point(|block| block.container < holder);
    if first <= title || first - title > BETWEEN || page.title_at().is_none_or(|title| title >= holder) {
        return Vec::new();
    }
    let is_free = |place: usize| {
        page.blocks.get(place).is_some_and(|block| {
            page.outline
                .upwards(block.container)
                .all(|above| items.get(above).is_none_or(|item| !is_apart(item)))
        })
    };
    let headings = page.blocks.iter().filter(|block| matches!(block.form, Form::Heading(_)));
    let headings: Set<String> = headings.map(|block| fold::words(&block.text)).collect();
    let is_point = |block: &Block| is_point(block) && !headings.contains(&fold::words(&block.text));
    let mut found: Vec<usize> = Vec::new();
    let list = |block: &Block| block.item.and_then(|item| items.get(item)).map(|item| item.parent);
    let mut lead = None;
    let mut place = title + 1;
    while place < first {
        let Some(block) = page.blocks.get(place) else { break };
        let of = list(block);
        let is_next = |next: &usize| of.is_none() || page.blocks.get(*next).and_then(list) != of;
        let to = (place + 1..first).find(is_next).unwrap_or(first);
        let mut all = (place..to).filter_map(|place| page.blocks.get(place));
        let are_free = (place..to).all(is_free);
        if are_free && of.is_some() && to - place > 1 && all.all(is_point) {
            found.extend(lead.take());
            found.extend(place..to);
        }
        lead = Some(place).filter(|_| are_free && of.is_none() && block.is_prose() && says_something(block));
        place = to;
    }
    found.retain(|place| chosen.binary_search(place).is_err() && !page.is_of_others(*place));
    found
}

/// Whether a block is an item of what a text comes down to: some words, no name, no day, no link.
fn is_point(block: &Block) -> bool {
    /// Words of such an item. A judgement: fewer are a tag.
    const LEAST_WORDS: u32 = 3;
    block.form == Form::Item
        && block.counts.links == 0
        && block.counts.words >= LEAST_WORDS
        && block.counts.capitals * 2 <= block.counts.words
        && block.counts.digits * 6 < block.counts.chars
        && says_something(block)
}

/// Whether an element is apart from the text by its name or by what its classes say.
fn is_apart(item: &Item<'_>) -> bool {
    const PARTS: [Part; 10] = [
        Part::Navigation,
        Part::Side,
        Part::Share,
        Part::Related,
        Part::Advert,
        Part::Subscribe,
        Part::Consent,
        Part::Comment,
        Part::Form,
        Part::Unseen,
    ];
    item.marks.is_apart() || PARTS.into_iter().any(|part| item.marks.has(part))
}

/// What the sections say that are built as the section of the text is: siblings of the same name and class that begin with a heading
/// of the same rank. Behind the text stand those who wrote it, letters to order and other texts as well: there a heading has to say
/// that it is a part.
fn sections(page: &Page<'_>, chosen: &[usize], holder: usize) -> Vec<usize> {
    let items = &page.outline.items;
    let rank = |place: usize| -> Option<u8> {
        let end = items.get(place)?.end;
        let first = page.blocks.partition_point(|block| block.container < place);
        let block = page.blocks.get(first).filter(|block| block.container < end)?;
        match block.form {
            Form::Heading(rank) => Some(rank),
            _ => None,
        }
    };
    let Some(own) = items.get(holder) else { return Vec::new() };
    let (Some(headed), Kind::Block) = (rank(holder), own.kind) else { return Vec::new() };
    let name = |item: &Item<'_>| item.element.map(|element| element.name().to_owned());
    let own_class = class(own);
    // Above the title a page greets its readers.
    let title = page.title_at();
    let is_between = |place: usize| place < holder && title.is_some_and(|title| title < place);
    let mut found = Vec::new();
    let mut place = own.parent + 1;
    while let Some(item) = items.get(place).filter(|item| item.parent == own.parent) {
        // Cards of other articles have headings of their own; who wrote it and how to get more is told below such words.
        let is_alone = || {
            let tally = page.tallies.get(place).copied().unwrap_or_default();
            tally.headings == 1 && tally.link_chars * 2 < tally.chars && !tells_of_other(page, place)
        };
        if place != holder
            && name(item) == name(own)
            && class(item) == own_class
            && (is_between(place) || is_called_part(page, place))
            && rank(place) == Some(headed)
            && !is_apart(item)
            && is_alone()
        {
            let from = page.blocks.partition_point(|block| block.container < place);
            let to = page.blocks.partition_point(|block| block.container < item.end);
            let is_said = |place: &usize| {
                page.blocks.get(*place).is_some_and(|block| says_something(block) && is_plain(block))
                    && page.is_own(*place)
                    && !page.is_of_others(*place)
            };
            found.extend((from..to).filter(is_said));
        }
        place = item.end;
    }
    found.retain(|place| chosen.binary_search(place).is_err());
    found
}

/// What parts of a text are called that stand behind it. A judgement, in languages whose dates are read.
const PARTS: &str = "\
    postscript|notes|footnotes|endnotes|show notes|shownotes|transcript|references|sources|bibliography|acknowledgements|\
    acknowledgments|appendix|epilogue|summary|conclusion|update|updates|correction|corrections|nachtrag|anmerkungen|fußnoten|\
    quellen|literatur|danksagung|anhang|zusammenfassung|fazit|transkript|remarques|références|sources et notes|remerciements|\
    annexe|résumé|post-scriptum|transcription|mise à jour|notas|referencias|fuentes|agradecimientos|anexo|resumen|conclusión|\
    posdata|transcripción|referências|fontes|agradecimentos|resumo|conclusão|transcrição|note|riferimenti|fonti|ringraziamenti|\
    appendice|riassunto|conclusioni|trascrizione|bronnen|noten|dankwoord|samenvatting|conclusie|przypisy|źródła|podsumowanie|\
    примечания|источники|сноски|заключение|расшифровка|noter|källor|kilder|lähteet|poznámky|zdroje|注|脚注|注釈|出典|参考文献|謝辞|\
    要約|まとめ|追記|文字起こし|注释|致谢|摘要|总结|附录|註釋|參考文獻|總結|附錄|각주|참고문헌|출처|요약|맺음말";

static FOLDED_PARTS: LazyLock<Set<String>> = LazyLock::new(|| PARTS.split('|').map(fold::words).collect());

/// The classes of an element as they are written.
fn class<'a>(item: &Item<'a>) -> Option<&'a str> {
    item.element?.attribute("class")
}

/// Whether the heading of a section calls it a part of a text.
fn is_called_part(page: &Page<'_>, place: usize) -> bool {
    let first = page.blocks.partition_point(|block| block.container < place);
    page.blocks.get(first).is_some_and(|heading| FOLDED_PARTS.contains(&fold::words(&heading.text)))
}

/// Whether the heading of a section has a word of menus, bylines, shops or feet; `Show notes` are those of a show.
fn tells_of_other(page: &Page<'_>, place: usize) -> bool {
    let first = page.blocks.partition_point(|block| block.container < place);
    page.blocks.get(first).is_some_and(|heading| {
        let told = lexicon::count(&heading.text);
        let is_of_show = fold::words(&heading.text).starts_with("show ");
        told.chrome > u32::from(is_of_show) || told.byline + told.legal + told.trade > 0
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::body;
    use crate::normalise::html::metadata::Metadata;
    use crate::normalise::html::tree;

    fn text(page: &str) -> String {
        let paragraph = "The gauge of the lake was read on every day of the winter, though nobody at the weir had asked for it. \
            The ice came later than in any year before, and the oldest of the keepers wrote as much in the margin of his book. ";
        let long = (1..6).map(|number| format!("<p>{number}. {}</p>", paragraph.repeat(2)));
        let source = page.replace("TEXT", &long.collect::<Vec<_>>().concat());
        let html = tree::parse(&format!("<title>Slow lakes</title>{source}")).html;
        body(&html, &Metadata::read(&html), "Slow lakes", &HashSet::new()).text
    }

    #[test]
    fn a_correction_beside_the_text_is_of_it() {
        let said = "This story had the name of a keeper wrong. He is Emile.";
        for page in [
            format!(
                "<article><h1>Slow lakes</h1><div class=text>TEXT</div><div class=end><div class=correction><b>Correction, May 8:</b> {said}</div></div></article>"
            ),
            format!("<h1>Slow lakes</h1><div>TEXT</div><p>Correction, May 8: {said}</p>"),
            format!("<h1>Slow lakes</h1><div>TEXT</div><p>Rättelse: {said}</p>"),
            format!("<h1>Slow lakes</h1><div>TEXT</div><p>訂正：{said}</p>"),
            format!(
                "<h1>Slow lakes</h1><div>TEXT</div><aside class=correction><h3>Correction</h3><p>Correction, May 8: {said}</p></aside>"
            ),
            format!(
                "<article><h1>Slow lakes</h1><div>TEXT<div class=footnote><a id=f1>1</a><div class=note><p>{said}</p></div></div></div></article>"
            ),
        ] {
            let text = text(&page);
            assert!(text.contains("He is Emile.") && text.contains("5. The gauge"), "{page}: {text}");
        }
        for other in [
            format!("<h1>Slow lakes</h1><div>TEXT</div><div class=related><p>Correction: {said}</p></div>"),
            format!(
                "<h1>Slow lakes</h1><div>TEXT</div><div><h3><a href=/m>Mill opens</a></h3><p>Correction: {said}</p></div>"
            ),
        ] {
            assert!(!text(&other).contains("He is Emile."), "{other}");
        }
        let other = "<article><h1>Slow lakes</h1><div class=text>TEXT</div></article><aside><p>Correction fluid of ours covers every line, and every line but one of it.</p></aside>";
        assert!(!text(other).contains("fluid"));
    }

    #[test]
    fn the_points_above_a_text_are_of_it_and_a_menu_there_is_not() {
        let points = "<ul><li>The gauge was read every day</li><li>Ice of 0.12 metres was seen</li></ul>";
        for page in [
            format!("<h1>Slow lakes</h1><p>June 7, 2023</p>{points}<main>TEXT</main>"),
            format!(
                "<article><h1>Slow lakes</h1><p>A lead that is a full sentence and says what is to follow.</p>{points}<div>TEXT</div></article>"
            ),
            format!(
                "<article><header><h1>Slow lakes</h1>{points}</header><div itemprop=articleBody>TEXT</div></article>"
            ),
        ] {
            let text = text(&page);
            assert!(text.contains("every day") && text.contains("0.12"), "{page}: {text}");
            assert!(!page.contains("A lead") || text.contains("A lead"), "{text}");
        }
        for other in [
            "<ul><li>By Ada Reed</li><li>Nov 20 2019, 10:18am ist</li></ul>",
            "<ul><li><a href=/a>Read what the gauge says</a></li><li><a href=/b>Look at all the lakes</a></li></ul>",
            "<div class=share><ul><li>Tell all the others</li><li>Send to your friends</li></ul></div>",
        ] {
            let text = text(&format!("<article><h1>Slow lakes</h1>{other}<div>TEXT</div></article>"));
            assert!(["10:18", "Look at", "Send to"].into_iter().all(|other| !text.contains(other)), "{text}");
        }
    }

    #[test]
    fn the_contents_of_a_text_above_it_are_no_points() {
        let contents = "<ul><li>What the winter was like</li><li>What came in the spring</li></ul>";
        let text = text(&format!(
            "<article><h1>Slow lakes</h1>{contents}<div><h2>What the winter was like</h2>TEXT<h2>What came in the spring</h2>TEXT</div></article>"
        ));
        assert_eq!(text.matches("What the winter was like").count(), 1, "{text}");
    }

    #[test]
    fn sections_built_as_that_of_the_text_are_of_it() {
        let notes = "<p>Kim sees a working lever and learns why the signals refuse to die.</p>";
        for page in [
            format!(
                "<main><h1>Slow lakes</h1><section><h2>Show Notes</h2>{notes}</section><section><h2>Transcript</h2>TEXT</section></main>"
            ),
            format!(
                "<h1>Slow lakes</h1><div><h2>Transcript</h2>TEXT</div><div><h2>Postscript</h2>{notes}</div>"
            ),
        ] {
            assert!(text(&page).contains("working lever"), "{page}");
        }
        let cards = format!(
            "<h1>Slow lakes</h1><div><h2>Transcript</h2>TEXT</div><div><h2>More of it</h2><h3><a href=/a>Fast lakes</a></h3>{notes}</div>"
        );
        assert!(!text(&cards).contains("working lever"));
        let column = format!(
            "<h1>Slow lakes</h1><div class=side><h2>Weather</h2>{notes}</div><div class=text><h2>Transcript</h2>TEXT</div>"
        );
        assert!(!text(&column).contains("working lever"));
        let greeting =
            format!("<section><h2>Welcome</h2>{notes}</section><section><h2>Slow lakes</h2>TEXT</section>");
        assert!(!text(&greeting).contains("working lever"));
        for heading in [
            "About the author",
            "Subscribe to our letter",
            "Our partners",
            "Ready to start?",
            "Ada Reed",
            "Te puede interesar",
            "Sobre la autora",
            "著者紹介",
            "関連記事",
        ] {
            let other = format!(
                "<h1>Slow lakes</h1><div><h2>Transcript</h2>TEXT</div><div><h2>{heading}</h2>{notes}</div>"
            );
            assert!(!text(&other).contains("working lever"), "{heading}");
        }
        let related = format!(
            "<h1>Slow lakes</h1><div><h2>Transcript</h2>TEXT</div><div class=related><h2>More</h2>{notes}</div>"
        );
        assert!(!text(&related).contains("working lever"));
    }
}
