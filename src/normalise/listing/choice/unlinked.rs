//! Finds the papers that a page lists without links in their titles, as lists of references and of people's papers are
//! written.
//!
//! In: the flow of a page on which no other listing was found. Out: the entries, each with the pieces it stands in. Reads
//! the lines of the page as `papers` reads those of a text; knows no shape of markup.

use crate::document::identity;
use crate::normalise::dates::Reading;
use crate::normalise::listing::fields;
use crate::normalise::listing::flat::dated_lines;
use crate::normalise::listing::flat::papers::{self, Paper};
use crate::normalise::listing::flow::{Flow, Kind, Piece, traits, zone};
use crate::normalise::listing::headings;
use crate::normalise::listing::records::regions::Card;
use crate::normalise::listing::{By, Entry, Said};
use crate::normalise::tables::{Set, Table};

/// Places in which a page's own list of papers never stands.
const ELSEWHERE: u16 = zone::OUTSIDE | zone::ASIDE | zone::HEADER;

/// One line of the page: its pieces and their texts together.
struct Row {
    first: usize,
    end: usize,
    text: String,
}

/// Reads the papers of a page, their addresses as written; not what a text cites, as the nearest heading above says, nor the
/// page's own title with the names below it.
pub(crate) fn read(flow: &Flow, said: &Said<'_>, reading: &Reading) -> Vec<(Card, Entry)> {
    let rows = rows(flow);
    let blocks: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    let lines = dated_lines::read_lines(&blocks, reading);
    let row = |line: usize| rows.get(lines.get(line)?.block);
    let mut found = Vec::new();
    let title = identity::title_key(said.title);
    let keeps = |paper: &Paper| {
        let is_page = said.by != By::Heading && identity::title_key(&paper.entry.title) == title;
        !is_page && !row(paper.first).is_some_and(|row| is_cited(flow, row.first))
    };
    for paper in papers::read(&lines, reading, &keeps) {
        let ends = paper.end.checked_sub(1).and_then(|last| Some((row(paper.first)?, row(last)?)));
        let Some((first, last)) = ends else { continue };
        let parent = flow.pieces.get(first.first).map_or(0, |piece| piece.holder);
        found.push((Card { first: first.first, end: last.end, element: None, parent }, paper.entry));
    }
    take_items(flow, &mut found);
    address(flow, &mut found);
    found
}

/// Lets each paper that is alone in its item or row reach to the end of that: links may have a line of their own there.
fn take_items(flow: &Flow, found: &mut [(Card, Entry)]) {
    let starts: Vec<usize> = found.iter().skip(1).map(|(card, _)| card.first).collect();
    for (place, (card, _)) in found.iter_mut().enumerate() {
        let next = starts.get(place).copied().unwrap_or(usize::MAX);
        let around = |at: &usize| Some(flow.elements.get(*at)?.parent).filter(|_| *at != 0);
        let mut around = std::iter::successors(Some(card.parent), around)
            .filter_map(|at| flow.elements.get(at))
            .take_while(|element| element.first == card.first && element.end <= next);
        let item = around.find(|element| matches!(element.kind, Kind::Item | Kind::Row | Kind::Article));
        card.end = item.map_or(card.end, |item| item.end.max(card.end));
    }
}

/// Whether a piece is the words of a link that leads on (`PDF`), or the brackets and bars around such links.
fn is_beside(piece: &Piece) -> bool {
    let is_bracket = |sign: char| matches!(sign, '[' | ']' | '(' | ')' | '|' | '/' | '·' | ' ');
    piece.traits & traits::LEADS_ON != 0
        || piece.zone & zone::BUTTON != 0
        || piece.text.chars().all(is_bracket)
}

/// The lines of the page's main parts, in order.
fn rows(flow: &Flow) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut run = None;
    for (at, piece) in flow.pieces.iter().enumerate() {
        if piece.zone & ELSEWHERE != 0 {
            continue;
        }
        if is_beside(piece) {
            // Of the line before it, or by itself.
            if let Some(row) = rows.last_mut().filter(|row| run == Some(piece.run) && row.end == at) {
                row.end = at + 1;
            }
            continue;
        }
        match rows.last_mut().filter(|row| run == Some(piece.run) && row.end == at) {
            Some(row) => {
                join(&mut row.text, &piece.text);
                row.end = at + 1;
            }
            None => rows.push(Row { first: at, end: at + 1, text: piece.text.clone() }),
        }
        run = Some(piece.run);
    }
    rows
}

/// Adds a text of the same line: a sign that belongs to what stands before it has no space there.
fn join(line: &mut String, text: &str) {
    let is_closing = text.starts_with([',', '.', ';', ':', ')', ']', '?', '!', '”', '»']);
    if !is_closing && !line.ends_with(['(', '[', '“', '„', '«']) {
        line.push(' ');
    }
    line.push_str(text);
}

/// Whether the nearest heading above a paper says that a text cites it.
fn is_cited(flow: &Flow, first: usize) -> bool {
    let heading = flow.within(0, first).iter().rev().find(|piece| piece.heading > 0);
    heading.is_some_and(|piece| headings::heads_citations(&piece.text))
}

/// Gives each paper the address of its title, else of the first link that is of no author and leads to no citation, and that
/// no other paper has: files of citations serve all papers, each at a place of its own within them.
fn address(flow: &Flow, found: &mut [(Card, Entry)]) {
    let file = |href: &str| href.split('#').next().unwrap_or(href).to_owned();
    let is_citation =
        |href: &str| href.rsplit_once('.').is_some_and(|(_, kind)| kind.eq_ignore_ascii_case("bib"));
    let mut papers: Table<String, usize> = Table::default();
    for (card, _) in &*found {
        let links = flow.within(card.first, card.end).iter().filter_map(|piece| flow.href(piece));
        for link in links.map(file).collect::<Set<String>>() {
            *papers.entry(link).or_default() += 1;
        }
    }
    for (card, entry) in found {
        let is_title = |piece: &&Piece| fields::clean_title(&piece.text).trim_end_matches('.') == entry.title;
        let is_own = |piece: &&Piece| {
            flow.href(piece).is_some_and(|href| {
                fields::is_address_of_entry(href)
                    && !is_citation(href)
                    && papers.get(&file(href)).is_none_or(|papers| *papers < 2)
                    && !entry.authors.contains(&piece.text)
            })
        };
        let own: Vec<&Piece> = flow.within(card.first, card.end).iter().filter(is_own).collect();
        let chosen = own.iter().copied().find(is_title).or(own.first().copied());
        entry.url = chosen.and_then(|piece| flow.href(piece)).map(str::to_owned);
    }
}
