//! Tells captures of a publication from those of another page that stands at its address.
//!
//! In: the sightings of one group. Out: how each stands to the publication that the group is.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::catalog::merge::by_rank;
use crate::catalog::parts::calls;
use crate::document::identity::title_key;
use crate::document::{Kind, Moment, Role, Sighting, fold};

/// Words of a title that another must hold to be of the same text; one alone may be in any. A judgement.
const TITLE_WORDS: usize = 2;
/// Of two texts that are one at least one letter in so many stands in both. A judgement: most of the longer one.
const SHARED: usize = 2;
/// Bytes of a text that may be that of an error. A judgement: that nothing is there, and where to look.
const ERROR_BYTES: usize = 200;
/// So many times longer is a text that no error had. A judgement: a page of sentences beside one or two.
const MUCH_LONGER: usize = 4;

/// Whether only what came before a sighting tells of it, or whatever is known now.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Knowing {
    Before,
    Now,
}

/// How a sighting stands to the publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// It shows it.
    Shows,
    /// It is of another title and no publication, but nothing better than what others tell is known.
    StandsBack,
    /// It shows another page at its address: an error, a login, the front page.
    ShowsAnother,
}

/// How each sighting stands to the publication that the group is. A page that is no publication and has another title than the
/// publication's own page says nothing of it, unless its title or its text tells that it is the same.
pub(super) fn standings(sightings: &[Sighting], knowing: Knowing) -> Vec<Standing> {
    let is_page = |sighting: &&Sighting, kind| sighting.role() == Role::Page && sighting.kind == kind;
    let mut standings = vec![Standing::Shows; sightings.len()];
    if !sightings.iter().any(|it| is_page(&it, Kind::Page))
        || !sightings.iter().any(|it| is_page(&it, Kind::Publication))
    {
        return standings;
    }
    let mut titles: HashMap<String, Option<Moment>> = HashMap::new();
    let (mut own, mut any) = (None, None);
    for sighting in sightings.iter().filter(|it| is_page(it, Kind::Publication)) {
        let captured = sighting.evidence.captured;
        let first = |known: Option<Moment>| match (known, captured) {
            (Some(known), Some(captured)) => Some(known.min(captured)),
            (known, captured) => known.or(captured),
        };
        let of_title = titles.entry(title_key(&sighting.title)).or_default();
        *of_title = first(*of_title);
        any = Some(any.map_or(captured, &first));
        if !sighting.retold {
            own = Some(own.map_or(captured, &first));
        }
    }
    let is_known = |first: Option<Option<Moment>>, sighting: &Sighting| match knowing {
        Knowing::Now => first.is_some(),
        Knowing::Before => {
            first.flatten().zip(sighting.evidence.captured).is_some_and(|(first, captured)| first <= captured)
        }
    };
    let shown = OnceCell::new();
    for (sighting, standing) in sightings.iter().zip(&mut standings) {
        if !is_page(&sighting, Kind::Page)
            || is_known(titles.get(&title_key(&sighting.title)).copied(), sighting)
            || is_known(any, sighting) && shown.get_or_init(|| Shown::of(sightings)).goes_on_in(sighting)
        {
            continue;
        }
        if is_known(own, sighting) {
            *standing = Standing::ShowsAnother;
        } else if is_known(any, sighting) {
            *standing = Standing::StandsBack;
        }
    }
    standings
}

/// The pages that show the publication, the earliest first, and how long the longest text until then is.
struct Shown<'a> {
    own: Vec<&'a Sighting>,
    all: Vec<(&'a Sighting, usize)>,
}

impl<'a> Shown<'a> {
    fn of(sightings: &'a [Sighting]) -> Self {
        let is_one = |it: &&Sighting| it.role() == Role::Page && it.kind == Kind::Publication;
        let mut all: Vec<&Sighting> = sightings.iter().filter(is_one).collect();
        all.sort_by(|one, other| {
            one.evidence.captured.cmp(&other.evidence.captured).then_with(|| by_rank(other, one))
        });
        let own = all.iter().filter(|it| !it.retold).copied().collect();
        let mut longest = 0;
        let with_longest = |it: &'a Sighting| {
            longest = longest.max(it.body.len());
            (it, longest)
        };
        Shown { own, all: all.into_iter().map(with_longest).collect() }
    }

    /// Whether a page of another title still shows the publication, as it stood before: retitled, withdrawn, or put in place of
    /// an error that was taken for it.
    fn goes_on_in(&self, page: &Sighting) -> bool {
        let is_before = |it: &Sighting| it.evidence.captured <= page.evidence.captured;
        let own = self.own.partition_point(|it| is_before(it)).checked_sub(1);
        let all = self.all.partition_point(|(it, _)| is_before(it)).checked_sub(1);
        let (own, all) = (own.and_then(|at| self.own.get(at)), all.and_then(|at| self.all.get(at)));
        let first = || self.own.first().copied().or(self.all.first().map(|(it, _)| *it));
        let Some(publication) = own.copied().or(all.map(|(it, _)| *it)).or_else(first) else { return false };
        let title = title_key(&page.title);
        let names_site = [page, publication]
            .iter()
            .any(|it| it.publisher.as_deref().map(title_key).as_ref() == Some(&title));
        if names_site || calls(&page.title) {
            return false;
        }
        let known = title_key(&publication.title);
        let was_error = all.is_some_and(|(_, longest)| {
            (1..=ERROR_BYTES).contains(longest) && page.body.len() >= ERROR_BYTES * MUCH_LONGER
        });
        was_error
            || holds(&title, &known)
            || holds(&known, &title)
            || is_shared(&page.body, &publication.body)
    }
}

/// Whether a folded title holds another, of more words than any title may have.
fn holds(title: &str, part: &str) -> bool {
    let is_in = if part.contains(fold::is_unspaced) {
        title.contains(part)
    } else {
        format!(" {title} ").contains(&format!(" {part} "))
    };
    is_in && fold::units(part).take(TITLE_WORDS).count() == TITLE_WORDS
}

/// Whether two texts have most of their sentences in common.
fn is_shared(one: &str, other: &str) -> bool {
    let (one, other) = (sentences_of(one), sentences_of(other));
    let letters = |sentences: &HashSet<&str>| sentences.iter().map(|it| it.len()).sum::<usize>();
    let shared: usize = one.intersection(&other).map(|it| it.len()).sum();
    shared > 0 && shared.saturating_mul(SHARED) >= letters(&one).max(letters(&other))
}

fn sentences_of(text: &str) -> HashSet<&str> {
    let ends = ['\n', '.', '!', '?', '。', '！', '？'];
    text.split(ends).map(str::trim).filter(|sentence| !sentence.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(kind: Kind, title: &str, body: &str, captured: &str) -> Sighting {
        let mut page =
            Sighting { kind, title: title.to_owned(), body: body.to_owned(), ..Sighting::default() };
        page.publisher = Some("Tarn Review".to_owned());
        page.evidence.captured = Moment::parse(captured);
        page
    }

    fn text(words: &[&str]) -> String {
        let line = |word: &&str| format!("In the morning we walked to the weir, and there was the {word}.");
        words.iter().map(line).collect::<Vec<_>>().join("\n\n")
    }

    #[test]
    fn a_publication_that_is_retitled_or_withdrawn_goes_on() {
        let whole = text(&["heron", "sluice", "alder", "otter", "lock", "mill"]);
        let gone = "There is nothing here.";
        let another = Standing::ShowsAnother;
        for (title, body, standing) in [
            ("Retracted: Water at the weir", gone, Standing::Shows),
            ("Water at the weir, and below it", gone, Standing::Shows),
            ("At the weir", gone, Standing::Shows),
            ("How high it stood", &whole, Standing::Shows),
            ("How high it stood", &whole.replace("heron", "grebe"), Standing::Shows),
            ("How high it stood", &text(&["heron", "ferry", "towpath", "boat"]), another),
            // As little as a line may stand anywhere.
            ("How high it stood", &text(&["heron"]), another),
            ("Water", gone, another),
            ("Log in to read: Water at the weir", gone, another),
            ("Tarn Review", &whole, another),
            ("Nothing here", gone, another),
            ("Nothing here", &text(&["boat"; 40]), another),
        ] {
            let sightings = [
                page(Kind::Publication, "Water at the weir", &whole, "2024-05-14"),
                page(Kind::Page, title, body, "2024-06-14"),
            ];
            for knowing in [Knowing::Before, Knowing::Now] {
                assert_eq!(standings(&sightings, knowing)[1], standing, "{title}: {body}");
            }
        }
        let site = [
            page(Kind::Publication, "Tarn Review of the year", &whole, "2024-05-14"),
            page(Kind::Page, "Tarn Review", gone, "2024-06-14"),
        ];
        assert_eq!(standings(&site, Knowing::Now)[1], another);
    }

    #[test]
    fn an_error_that_passed_as_the_publication_gives_way_to_a_text() {
        let whole = text(&["heron"; 16]);
        let error = page(Kind::Publication, "Nothing here", "It is not here any more.", "2024-05-14");
        let later = page(Kind::Page, "Water at the weir", &whole, "2024-06-14");
        let before = page(Kind::Publication, "Water at the weir", &whole, "2024-04-14");
        for knowing in [Knowing::Before, Knowing::Now] {
            assert_eq!(standings(&[error.clone(), later.clone()], knowing)[1], Standing::Shows);
            // There was a text before.
            let other = page(Kind::Page, "Tarns", &text(&["ferry"; 16]), "2024-07-14");
            let found = standings(&[before.clone(), error.clone(), other], knowing);
            assert_eq!(found[2], Standing::ShowsAnother);
        }
        // What stood there before the text is another page still.
        let soon = page(Kind::Page, "Soon", &whole, "2024-03-14");
        assert_eq!(standings(&[error, soon], Knowing::Now)[1], Standing::ShowsAnother);
    }
}
