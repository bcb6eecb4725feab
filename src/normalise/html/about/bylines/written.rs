//! Bylines that are written out: texts that begin as bylines do.
//!
//! In: a text of the page, where it stands. Out: the names behind what introduces them, as a byline that was met.

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};

use super::accounts;
use super::groups;
use super::texts::{behind_date, heads_value, is_code};
use super::{BEHIND_BY, BY_WHOM, HOSTED, LONGEST_BYLINE, MOST_MET, Met, WRITTEN, Walk};
use crate::normalise::citations;
use crate::normalise::html::about::eastern;
use crate::normalise::html::about::lines::{LONGEST, LONGEST_LINE, names_text, text_from, text_of};
use crate::normalise::html::about::names::{self, Trust};
use crate::normalise::html::about::pieces::{
    begins_abroad, begins_as_heading, begins_as_host, is_noun, without_intro,
};
use crate::normalise::html::element::is_named;

/// A byline without what its end cuts, which is no name: where lines stand behind the names, without the last of them.
fn before_cut(cut: &str) -> &str {
    let behind = without_intro(cut).unwrap_or(cut);
    let sign = if behind.contains('|') { '|' } else { ',' };
    cut.rsplit_once(sign).map_or(cut, |(whole, _)| whole)
}

/// The people behind an introduction in a list that writes them family first: `Authors: Reed, Ada; Marsh, Bo`.
fn inverted(text: &str) -> Option<Vec<String>> {
    let rest = without_intro(text)?.trim_start_matches([':', ' ', ';']);
    let names = citations::told_inverted(rest).filter(|names| names.len() > 1)?;
    let turned = |name: &&str| name.split_once(", ").map(|(family, given)| format!("{given} {family}"));
    names.iter().map(turned).collect()
}

impl<'a> Walk<'a> {
    /// Takes a short text that begins as bylines do: "By Jane Doe". A judgement: a byline and a date have 160 bytes, a
    /// paragraph longer than a byline is prose, and the names stand in the first hundred.
    pub(super) fn written(&mut self, node: NodeRef<'a, Node>, text: &str) {
        let start = text.trim_start();
        let others =
            accounts::behind_by(node, text, self.last_text).or_else(|| accounts::before_deed(node, text));
        let parent = node.parent().and_then(ElementRef::wrap);
        if let Some((texts, parent)) = others.zip(parent).filter(|_| self.met.len() < MOST_MET) {
            if !texts.is_empty() {
                self.told(parent, texts, (BY_WHOM, BEHIND_BY));
            }
            return;
        }
        // `(contributed by …` and `…, by …` credit what stands before.
        if start.is_empty()
            || start.starts_with(['(', ','])
            || begins_as_heading(start)
            || self.met.len() >= MOST_MET
            || self.tongue.is_some_and(|tongue| begins_abroad(start, tongue))
        {
            return;
        }
        if start.len() > 160 {
            let row = without_intro(start).filter(|row| row.len() <= LONGEST_LINE);
            let row = row.filter(|row| citations::are_names(row));
            if let Some((row, parent)) = row.zip(node.parent().and_then(ElementRef::wrap)) {
                let row = citations::names(row).into_iter().map(str::to_owned).collect();
                self.line(parent, row, WRITTEN, false);
            }
            return;
        }
        let is_whole =
            without_intro(start).is_some() || eastern::is_reporter(start) || eastern::is_byline(start);
        let start = if is_whole { start } else { behind_date(start) };
        if start.is_empty() {
            return;
        }
        let Some(parent) = node.parent().and_then(ElementRef::wrap) else { return };
        if is_named!(parent.value(), "title" | "option" | "button") {
            return;
        }
        if is_named!(parent.value(), "p") && text_of(&parent).chars().count() > LONGEST_BYLINE {
            // What an introduction begins is no prose where nothing but names follows.
            let row = node.prev_sibling().is_none().then(|| names_text(&parent, LONGEST_LINE));
            let first = row.as_deref().unwrap_or_default().split('|').next().unwrap_or_default();
            if let Some(row) = groups::names_of_row(first) {
                self.line(parent, row, WRITTEN, false);
            }
            return;
        }
        let alone = without_intro(start).is_some_and(|rest| rest.trim().is_empty());
        if eastern::is_intro(start) && !heads_value(parent) {
            return;
        }
        if is_code(parent) || (alone && is_named!(parent.value(), "a") && is_noun(&text_of(&parent))) {
            return;
        }
        let holder =
            if alone { parent.parent().and_then(ElementRef::wrap).unwrap_or(parent) } else { parent };
        let whole = text_from(node, &holder, LONGEST);
        // What stands before the byline in the same text is no part of it.
        let from = whole.find(start.split_whitespace().next().unwrap_or(start)).unwrap_or(0);
        let rest = whole.get(from..).unwrap_or(&whole);
        let end = rest.char_indices().nth(100).map(|(end, _)| end);
        let byline = end.and_then(|end| rest.get(..end)).map_or(rest, before_cut);
        if names::is_plausible(byline) || names::is_organisation(byline) {
            let row =
                end.and_then(|_| groups::row_behind(text_from(node, &holder, LONGEST_LINE).get(from..)?));
            let inverted =
                || inverted(&text_from(node, &holder, LONGEST_LINE).get(from..)?.replace("| ", "; "));
            let texts = groups::values_behind(parent).or_else(inverted).or(row);
            let texts = texts.unwrap_or_else(|| vec![byline.to_owned()]);
            let is_linked = groups::are_links(&holder, &texts);
            let is_host = begins_as_host(start);
            let weight = if is_host { HOSTED } else { WRITTEN };
            // Houses pay for what they present.
            if is_host && names::is_institution(byline) {
                return;
            }
            self.line(parent, texts, weight, is_linked);
        }
    }

    /// Adds names of a line that reads as byline.
    fn line(&mut self, element: ElementRef<'a>, texts: Vec<String>, weight: f64, is_linked: bool) {
        let source = "a line that reads as byline";
        self.add(element, texts, (source, Trust::Written, weight), is_linked);
    }

    /// Adds somebody whom a line tells by their place in it: an account may be all that it names.
    pub(super) fn told(
        &mut self,
        element: ElementRef<'a>,
        texts: Vec<String>,
        (source, weight): (&'static str, f64),
    ) {
        self.add(element, texts, (source, Trust::Marked, weight), false);
    }

    /// Adds names as a byline that was met.
    fn add(
        &mut self,
        element: ElementRef<'a>,
        texts: Vec<String>,
        (source, trust, weight): (&'static str, Trust, f64),
        is_linked: bool,
    ) {
        let (at, holder, entry) = (self.at, None, groups::entry_of(&element));
        self.met.push(Met {
            element,
            at,
            source,
            trust,
            weight,
            texts,
            holder,
            entry,
            inner: Vec::new(),
            boxes: None,
            is_linked,
        });
    }
}
