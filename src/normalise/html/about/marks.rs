//! What names, addresses and kinds of elements say of who wrote what they hold.
//!
//! In: an element. Out: whether it is marked as an author's, leads to one, or belongs to something else than the page's own
//! text.

use std::collections::HashSet;

use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{ElementRef, Node};

use crate::document::fold;
use crate::normalise::html::element::{Asked, is_called_only, is_named};

/// Words of classes and ids that mark an author, in the languages of the public benchmarks. A judgement.
pub(super) const MARKS: [&str; 13] = [
    "author",
    "authors",
    "autor",
    "autoren",
    "auteur",
    "auteurs",
    "autore",
    "byline",
    "writer",
    "contributor",
    "authorname",
    "fullname",
    "personname",
];

/// Those of them that mark a name and nothing beside it, with a word that does so within what is marked.
pub(super) const NAMES: [&str; 4] = ["name", "authorname", "fullname", "personname"];

/// Words of classes and ids in whose elements authors are those of something else. A judgement, of what themes share.
const OTHERS: [&str; 25] = [
    "reply",
    "replies",
    "kommentar",
    "kommentare",
    "disqus",
    "quote",
    "review",
    "reviews",
    "testimonials",
    "comment",
    "comments",
    "commentlist",
    "related",
    "recommended",
    "sidebar",
    "widget",
    "footer",
    "card",
    "cards",
    "teaser",
    "newsletter",
    "nav",
    "menu",
    "popular",
    "testimonial",
];

/// Those of them that themes give to all that a page holds. What they mark beside the title says nothing then.
pub(super) const EVERYWHERE: [&str; 8] =
    ["widget", "card", "cards", "teaser", "sidebar", "related", "popular", "review"];

/// Elements that are looked at above one to see whether it is part of something else. A judgement: the names of outer
/// ones are those of the page's layout.
pub(super) const HEIGHT: usize = 8;

/// Types of things that have authors of their own within a page (schema.org).
const INNER_TYPES: [&str; 7] =
    ["Review", "Comment", "UserComments", "Answer", "ImageObject", "Photograph", "VideoObject"];

/// Whether an element holds, in microdata, a thing that has an author of its own.
pub(super) fn is_inner(element: &Element) -> bool {
    let kind = element.attribute("itemtype").and_then(|kind| kind.trim_end_matches('/').rsplit('/').next());
    kind.is_some_and(|kind| INNER_TYPES.contains(&kind))
}

/// Whether an address is that of an author's page. A judgement: the segments that content systems give.
pub(super) fn leads_to_author(href: &str) -> bool {
    href.split('/')
        .rev()
        .skip(1)
        .any(|segment| matches!(segment, "author" | "authors" | "autor" | "autoren" | "auteur"))
}

/// Whether what a link is called for readers who do not see it says that it leads to all that somebody wrote: `View all posts by
/// Ada Reed`. A judgement: what themes write there, in some of the languages of the public benchmarks.
pub(super) fn is_labelled_as_author(link: &ElementRef<'_>) -> bool {
    const BY: [&str; 14] = [
        "all posts by ",
        "view all posts by ",
        "see all posts by ",
        "posts by ",
        "more posts by ",
        "read more posts by ",
        "all articles by ",
        "view all articles by ",
        "more articles by ",
        "articles by ",
        "alle beiträge von ",
        "zeige alle beiträge von ",
        "voir tous les articles par ",
        "посмотреть все записи автора ",
    ];
    /// These are said of sections too: the link must hold a portrait.
    const FROM: [&str; 3] = ["all posts from ", "view all posts from ", "posts from "];
    /// Nodes of the link that are looked at.
    const WITHIN: usize = 8;
    let value = link.value();
    let labels = || ["title", "aria-label"].into_iter().filter_map(|name| value.attribute(name));
    let begins = |known: &[&str]| {
        labels().map(str::trim_start).any(|label| {
            let starts = |known: &&str| {
                label.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known))
            };
            known.iter().any(starts)
        })
    };
    let has_picture = || {
        let mut inner = link.descendants().take(WITHIN).filter_map(|inner| inner.value().as_element());
        inner.any(|inner| is_named!(inner, "img" | "picture" | "svg"))
    };
    is_named!(value, "a") && (begins(&BY) || (begins(&FROM) && has_picture()))
}

/// Whether a link says that it leads to where the page is edited, which is called no part of the site.
pub(super) fn leads_to_editing(link: &Element) -> bool {
    link.attribute("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "edit"))
}

/// Whether an address may be that of the page of one of those who write. A judgement: what newsrooms and forums call them.
pub(super) fn leads_to_person(href: &str) -> bool {
    let is_kind = |segment: &str| {
        matches!(
            segment,
            "contributor"
                | "contributors"
                | "writer"
                | "writers"
                | "staff"
                | "reporter"
                | "reporters"
                | "columnists"
                | "editors"
                | "journalist"
                | "journalists"
                | "profile"
                | "profiles"
                | "user"
                | "users"
                | "u"
                | "member"
                | "members"
        )
    };
    href.trim_end_matches('/').rsplit('/').nth(1).is_some_and(is_kind)
}

/// Whether the last part of an address is made of a name.
pub(super) fn leads_to(href: &str, name: &str) -> bool {
    let name = name.strip_prefix("u/").unwrap_or(name);
    let letters = |text: &str| fold::fold(text).replace(|sign: char| !sign.is_alphanumeric(), "");
    let slug = letters(href.trim_end_matches('/').rsplit('/').next().unwrap_or_default());
    let name = letters(name);
    !name.is_empty() && slug.starts_with(&name)
}

/// Whether an element belongs to comments, cards of other pages, menus or the foot.
pub(super) fn is_of_another(node: NodeRef<'_, Node>) -> bool {
    node.ancestors()
        .take(HEIGHT)
        .chain([node])
        .filter_map(|above| above.value().as_element())
        .any(|above| !is_whole_page(above) && is_others(above, &[]))
}

/// Whether what an element holds is comments, cards of other pages, menus or the foot. Words that are `silent` say nothing.
fn is_others(element: &Element, silent: &[&str]) -> bool {
    is_named!(element, "nav" | "aside" | "footer") || is_marked_as_others(element, silent)
}

/// Whether its classes and ids say so.
pub(super) fn is_marked_as_others(element: &Element, silent: &[&str]) -> bool {
    // `photo-credit`, `image-author`.
    let is_pictures = |value: &str| {
        has_word(value, &["photo", "photos", "image", "images"]) && has_word(value, &["credit", "author"])
    };
    ["class", "id"].iter().filter_map(|name| element.attribute(name)).any(|value| {
        let is_of_others = match silent {
            [] => has_word(value, &OTHERS),
            _ => OTHERS.iter().any(|word| !silent.contains(word) && has_word(value, &[word])),
        };
        is_of_others || is_pictures(value)
    })
}

/// Whether what an element holds is what readers wrote, by its classes and ids. Others speak of comments that are elsewhere, or of
/// what stands beside them: `no-comments`, `social-comments-above`.
pub(super) fn is_of_comments(element: &Element) -> bool {
    const COMMENTS: [&str; 8] = [
        "comment",
        "comments",
        "commentlist",
        "recentcomments",
        "kommentar",
        "kommentare",
        "commentaires",
        "disqus",
    ];
    /// Words that stand beside those in names of comments and their parts. A judgement, of what themes write.
    const PARTS: [&str; 26] = [
        "area",
        "author",
        "block",
        "body",
        "box",
        "container",
        "content",
        "entry",
        "footer",
        "header",
        "info",
        "item",
        "latest",
        "link",
        "list",
        "meta",
        "name",
        "post",
        "recent",
        "reply",
        "section",
        "text",
        "thread",
        "user",
        "widget",
        "wrapper",
    ];
    is_called_only(element, &COMMENTS, &PARTS)
}

/// Whether a class or id has one of these words.
pub(super) fn has_word(value: &str, words: &[&str]) -> bool {
    let mut parts = value.as_bytes().split(|sign| !sign.is_ascii_alphabetic());
    parts.any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word.as_bytes())))
}

/// Whether an element is the foot of the article that something stands in, by what is `around` that (HTML Standard, section
/// 4.3.8): it tells who wrote it, and where it is filed. A class may call it so: `post-footer`.
fn is_foot_of(element: &ElementRef<'_>, around: &HashSet<NodeId>) -> bool {
    let is_called =
        |class: &str| has_word(class, &["footer"]) && has_word(class, &["post", "entry", "article"]);
    if element.value().attribute("class").is_some_and(is_called) {
        let mut above = element.ancestors().take(HEIGHT).filter_map(ElementRef::wrap);
        let post = above.find(|above| around.contains(&above.id()));
        return post.is_some_and(|post| !is_named!(post.value(), "body" | "html"));
    }
    if !is_named!(element.value(), "footer") {
        return false;
    }
    let mut above = element.ancestors().filter_map(ElementRef::wrap);
    let section = above.find(|above| {
        is_named!(above.value(), "article" | "section" | "aside" | "nav" | "blockquote" | "figure")
    });
    section.is_some_and(|section| {
        is_named!(section.value(), "article" | "section") && around.contains(&section.id())
    })
}

/// Whether an element is all of the page: its classes say what kind of page that is (`comments-open`), not whose a part of it is.
fn is_whole_page(element: &Element) -> bool {
    is_named!(element, "body" | "html")
}

/// An element and those that hold it, up to what is `around` the title too or all of the page, as far as they tell what it is part of.
pub(super) fn own_elements<'a>(
    node: NodeRef<'a, Node>,
    around: &HashSet<NodeId>,
) -> impl Iterator<Item = ElementRef<'a>> {
    let own = std::iter::once(node).chain(node.ancestors()).take(HEIGHT + 1);
    let is_page = |above: &NodeRef<'_, Node>| above.value().as_element().is_some_and(is_whole_page);
    own.take_while(move |above| !around.contains(&above.id()) && !is_page(above)).filter_map(ElementRef::wrap)
}

/// Whether an element that does not hold the title is that of comments, cards of other pages, menus or the foot of the page.
/// Words that are `silent` say nothing.
pub(super) fn is_apart(element: &ElementRef<'_>, around: &HashSet<NodeId>, silent: &[&str]) -> bool {
    if is_foot_of(element, around) {
        let silent: Vec<&str> = silent.iter().copied().chain(["footer"]).collect();
        is_marked_as_others(element.value(), &silent)
    } else {
        is_others(element.value(), silent)
    }
}

/// What people do for a text beside writing it, folded. A judgement.
const CREDITS: [&str; 69] = [
    "beeld",
    "beelden",
    "illustratie",
    "illustraties",
    "illustrazione",
    "illustrazioni",
    "ilustracion",
    "ilustraciones",
    "illustrationen",
    "grafik",
    "grafiken",
    "reviewed",
    "checked",
    "translated",
    "translation",
    "edited",
    "photo",
    "photos",
    "photograph",
    "photographs",
    "photography",
    "photographed",
    "photographer",
    "image",
    "images",
    "illustration",
    "illustrations",
    "illustrated",
    "video",
    "videos",
    "music",
    "foto",
    "fotos",
    "fotograf",
    "fotografie",
    "fotografia",
    "fotografias",
    "imagen",
    "imagenes",
    "imagem",
    "imagens",
    "immagini",
    "bild",
    "bilder",
    "billede",
    "valokuva",
    "valokuvat",
    "kuva",
    "kuvat",
    "kep",
    "fotografii",
    "zdjecia",
    "zdjecie",
    "fotograflar",
    "ubersetzt",
    "ubersetzung",
    "gepruft",
    "traduit",
    "traduction",
    "photographie",
    "photographies",
    "traducido",
    "traduccion",
    "traduzione",
    "revisado",
    "credit",
    "cover",
    "фото",
    "фотографии",
];

/// Whether a folded word is what people do for a text beside writing it.
pub(super) fn is_credit_word(word: &str) -> bool {
    CREDITS.contains(&word)
}

/// Whether a text ends as what stands before somebody who did something else than write: `Reviewed by`, `Foto:`.
pub(super) fn is_credit(text: &str) -> bool {
    /// Bytes of the end of the text that are looked at.
    const REACH: usize = 60;
    let text = text.trim_end();
    let end = text.get(text.ceil_char_boundary(text.len().saturating_sub(REACH))..).unwrap_or_default();
    let folded = fold::words(end);
    let mut words = folded.rsplit(' ');
    let last = words.next().unwrap_or_default();
    let joins = matches!(last, "by" | "von" | "par" | "por" | "durch");
    let credit = if joins { words.next().unwrap_or_default() } else { last };
    (joins || end.ends_with([':', '：'])) && is_credit_word(credit)
}
