//! Collects what matches in one pass: how many, the first so many in order, and the counts of facets.
//!
//! In: matching documents with their scores. Out: [`Collected`]. The order is total: what ties is put in the order of
//! ids, so neither segments nor threads show.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::document::Day;
use crate::index::Place;
use crate::index::schema::{FROM, ORDER, TITLE_KEY, TO};
use crate::search::facets::{self, Counter, Tally};
use crate::search::steps::{FINEST, whole};
use crate::search::{Facet, Sort};

/// What is collected.
pub(crate) struct Gather<'a> {
    /// The part of a view that is gone through.
    pub(crate) part: usize,
    /// The moment whose captures are counted; none for all of them.
    pub(crate) as_of: Option<i64>,
    pub(crate) sort: Sort,
    /// The day from which ages count against scores.
    pub(crate) recent: Option<Day>,
    pub(crate) wanted: usize,
    pub(crate) facets: &'a [Facet],
}

/// What was collected.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) total: u64,
    pub(crate) top: Vec<(Place, Score)>,
    pub(crate) tallies: Vec<Tally>,
}

/// Sorts ascending: lacking the value, then the key, then the id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    lacking: bool,
    first: i64,
    second: i64,
    order: u64,
}

#[derive(Clone)]
struct Entry {
    rank: Rank,
    doc: DocId,
    score: Score,
}

enum Keys {
    Score,
    Days { first: Column<i64>, last: Column<i64>, reverse: bool },
    Title { column: Option<StrColumn>, reverse: bool },
}

/// How old documents are.
struct Ages {
    today: Day,
    last: Column<i64>,
}

impl Ages {
    /// What is left of a score: all of it on the day of publication, three quarters after a year, half of it in the end, and
    /// where nobody knows the date.
    fn share(&self, doc: DocId) -> Score {
        /// Days after which half of what age can take away is gone.
        const HALF: f32 = 365.0;
        let Some(last) = self.last.first(doc) else { return 0.5 };
        #[expect(clippy::cast_precision_loss, reason = "days of four thousand years fit in 24 bits")]
        let age = (i64::from(self.today.0) - last).max(0) as f32;
        0.5 + 0.5 / (1.0 + age / HALF)
    }
}

pub(crate) struct SegmentGather {
    part: usize,
    segment: SegmentOrdinal,
    keys: Keys,
    ages: Option<Ages>,
    orders: Column<u64>,
    wanted: usize,
    total: u64,
    entries: Vec<Entry>,
    worst: Option<Rank>,
    worst_score: Option<Score>,
    counters: Vec<Counter>,
}

/// What one segment gives.
pub(crate) struct SegmentFruit {
    total: u64,
    entries: Vec<(Rank, Option<String>, Place, Score)>,
    reverse_titles: bool,
    tallies: Vec<Tally>,
}

impl Collector for Gather<'_> {
    type Fruit = Collected;
    type Child = SegmentGather;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentGather> {
        let columns = segment.fast_fields();
        let days = |reverse| -> tantivy::Result<Keys> {
            let first = columns.i64(&format!("published{FROM}"))?;
            Ok(Keys::Days { first, last: columns.i64(&format!("published{TO}"))?, reverse })
        };
        let keys = match self.sort {
            Sort::Relevance => Keys::Score,
            Sort::Published => days(false)?,
            Sort::PublishedReverse => days(true)?,
            Sort::Title => Keys::Title { column: columns.str(TITLE_KEY)?, reverse: false },
            Sort::TitleReverse => Keys::Title { column: columns.str(TITLE_KEY)?, reverse: true },
        };
        Ok(SegmentGather {
            part: self.part,
            segment: ordinal,
            keys,
            ages: match self.recent {
                Some(today) => Some(Ages { today, last: columns.i64(&format!("published{TO}"))? }),
                None => None,
            },
            orders: columns.u64(ORDER)?,
            wanted: self.wanted,
            total: 0,
            entries: Vec::new(),
            worst: None,
            worst_score: None,
            counters: self
                .facets
                .iter()
                .map(|facet| Counter::open(facet.field, segment, self.as_of))
                .collect::<tantivy::Result<_>>()?,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, fruits: Vec<SegmentFruit>) -> tantivy::Result<Collected> {
        let mut collected =
            Collected { tallies: vec![Tally::new(); self.facets.len()], ..Collected::default() };
        let mut entries = Vec::new();
        for fruit in fruits {
            collected.total += fruit.total;
            for (sum, tally) in collected.tallies.iter_mut().zip(fruit.tallies) {
                facets::add(sum, tally);
            }
            let reverse = fruit.reverse_titles;
            entries.extend(fruit.entries.into_iter().map(|entry| (reverse, entry)));
        }
        // Titles were ranked by their place in a segment's dictionary; between segments the words decide.
        entries.sort_by(|(reverse, (rank_a, title_a, ..)), (_, (rank_b, title_b, ..))| {
            let lacking = rank_a.lacking.cmp(&rank_b.lacking);
            match (title_a, title_b) {
                (Some(a), Some(b)) => {
                    let by_title = if *reverse { b.cmp(a) } else { a.cmp(b) };
                    lacking.then(by_title).then(rank_a.order.cmp(&rank_b.order))
                }
                _ => rank_a.cmp(rank_b),
            }
        });
        collected.top =
            entries.into_iter().take(self.wanted).map(|(_, (_, _, place, score))| (place, score)).collect();
        Ok(collected)
    }
}

impl SegmentGather {
    fn rank(&self, doc: DocId, score: Score) -> Rank {
        let order = self.orders.first(doc).unwrap_or(u64::MAX);
        match &self.keys {
            #[expect(clippy::cast_possible_truncation, reason = "scores are far below 2^50")]
            Keys::Score => {
                Rank { lacking: false, first: -((score * FINEST).round() as i64), second: 0, order }
            }
            Keys::Days { first, last, reverse } => match (first.first(doc), last.first(doc)) {
                (Some(first), Some(last)) if *reverse => {
                    Rank { lacking: false, first: -first, second: -last, order: !order }
                }
                (Some(first), Some(last)) => Rank { lacking: false, first, second: last, order },
                _ => {
                    Rank { lacking: true, first: 0, second: 0, order: if *reverse { !order } else { order } }
                }
            },
            Keys::Title { column, reverse } => {
                let place = column.as_ref().and_then(|column| column.ords().first(doc));
                let place = place.and_then(|place| i64::try_from(place).ok());
                let first = place.map_or(0, |place| if *reverse { -place } else { place });
                Rank {
                    lacking: place.is_none(),
                    first,
                    second: 0,
                    order: if *reverse { !order } else { order },
                }
            }
        }
    }

    /// Keeps the best so many.
    fn shrink(&mut self) {
        if self.entries.len() > self.wanted && self.wanted > 0 {
            self.entries.select_nth_unstable_by(self.wanted - 1, |a, b| a.rank.cmp(&b.rank));
            self.entries.truncate(self.wanted);
            let worst = self.entries.last();
            self.worst_score = worst.map(|entry| entry.score);
            self.worst = worst.map(|entry| entry.rank.clone());
        }
    }
}

impl SegmentCollector for SegmentGather {
    type Fruit = SegmentFruit;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        for counter in &mut self.counters {
            counter.count(doc);
        }
        if self.wanted == 0 {
            return;
        }
        let share = self.ages.as_ref().map_or(1.0, |ages| ages.share(doc));
        let score = whole(score * share * FINEST) / FINEST;
        // Most documents fall short of the worst that is kept, which their scores alone tell.
        if matches!(self.keys, Keys::Score) && self.worst_score.is_some_and(|worst| score < worst) {
            return;
        }
        let rank = self.rank(doc, score);
        if self.worst.as_ref().is_some_and(|worst| rank > *worst) {
            return;
        }
        self.entries.push(Entry { rank, doc, score });
        if self.entries.len() >= 2 * self.wanted + 64 {
            self.shrink();
        }
    }

    fn harvest(mut self) -> SegmentFruit {
        self.shrink();
        let title = |rank: &Rank| match &self.keys {
            Keys::Title { column: Some(column), .. } if !rank.lacking => {
                let mut title = String::new();
                column.ord_to_str(rank.first.unsigned_abs(), &mut title).ok().map(|_| title)
            }
            _ => None,
        };
        let entries = self
            .entries
            .iter()
            .map(|entry| {
                let address = DocAddress::new(self.segment, entry.doc);
                let place = Place { part: self.part, address };
                (entry.rank.clone(), title(&entry.rank), place, entry.score)
            })
            .collect();
        SegmentFruit {
            total: self.total,
            entries,
            reverse_titles: matches!(self.keys, Keys::Title { reverse: true, .. }),
            tallies: self.counters.into_iter().map(Counter::tally).collect(),
        }
    }
}
