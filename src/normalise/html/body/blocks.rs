//! The page cut into blocks: paragraphs, headings, items, cells, lines of code.
//!
//! In: an [`Outline`]. Out: [`Block`]s in document order, each a run of text that nothing breaks, with counts
//! of what it is made of. Judges nothing.

use super::grids::{self, Place};
use super::notes;
use super::outline::{Item, Kind, Outline};
use super::seams::{Around, Seam};
use crate::normalise::html::element::is_named;

/// What a block is set as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Text right in a `div` or alike.
    Plain,
    /// A `p`.
    Paragraph,
    /// A heading of a level.
    Heading(u8),
    /// Text of a list item.
    Item,
    /// A `dt` or `dd`.
    Definition,
    /// A table cell.
    Cell,
    /// Preformatted text.
    Pre,
    /// A caption.
    Caption,
    /// A button outside headings.
    Button,
}

/// A run of text that nothing breaks.
#[derive(Debug)]
pub(crate) struct Block {
    /// The text, white space collapsed but for the line ends of `br` and `pre`.
    pub(crate) text: String,
    /// The item of the outline whose block it is.
    pub(crate) container: usize,
    /// What it is set as.
    pub(crate) form: Form,
    /// The list item that it stands in.
    pub(crate) item: Option<usize>,
    /// The table row that it stands in.
    pub(crate) row: Option<usize>,
    /// Where it stands in the row of a table of data.
    pub(crate) place: Option<Place>,
    /// Whether it stands in a block quote.
    pub(crate) quoted: bool,
    /// Counts over the text.
    pub(crate) counts: Counts,
}

impl Block {
    /// Whether it stands in the cell of a row.
    pub(crate) fn is_in_cell(&self) -> bool {
        self.form == Form::Cell || self.place.is_some()
    }

    /// Whether it reads as prose: a sentence of some length that is not a link.
    pub(crate) fn is_prose(&self) -> bool {
        // Ten words and a full stop: shorter blocks of the benchmarks are as often labels as sentences. Half of it may be
        // links, a judgement.
        self.is_sentence(10) && !matches!(self.form, Form::Heading(_) | Form::Button | Form::Pre)
    }

    /// Whether it reads as prose that was typed as it stands: of such a length, and hardly a sign but those of sentences. Code has a
    /// sign of another kind in a few words; a tenth of its characters is a judgement.
    pub(crate) fn is_typed_prose(&self) -> bool {
        let is_sign =
            |sign: &char| sign.is_ascii_punctuation() && !matches!(sign, '.' | ',' | '\'' | '"' | '-' | '>');
        self.form == Form::Pre
            && self.is_sentence(10)
            && self.text.chars().filter(is_sign).count() * 10 < self.text.len()
    }

    /// Whether it says something, however short: a sentence of a few words in a paragraph, an item or a cell.
    pub(crate) fn is_said(&self) -> bool {
        // Fewer words are a label, a judgement.
        self.is_sentence(4) && !matches!(self.form, Form::Heading(_) | Form::Button | Form::Caption)
    }

    /// Whether it is a sentence of so many words that is no link.
    fn is_sentence(&self, least: u32) -> bool {
        self.counts.sentences > 0
            && self.counts.words >= least
            && self.counts.link_chars * 2 < self.counts.chars
    }
}

/// What a text is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Letters, digits and signs, no white space.
    pub(crate) chars: u32,
    /// Of these, those inside links.
    pub(crate) link_chars: u32,
    /// Links.
    pub(crate) links: u32,
    /// Runs of letters and digits; a CJK sign counts as one.
    pub(crate) words: u32,
    /// Words that start with a capital.
    pub(crate) capitals: u32,
    /// Digits.
    pub(crate) digits: u32,
    /// Commas and alike.
    pub(crate) commas: u32,
    /// Ends of sentences.
    pub(crate) sentences: u32,
}

/// Cuts a page into blocks.
pub(crate) fn cut(outline: &Outline<'_>) -> Vec<Block> {
    let mut cutter = Cutter { outline, blocks: Vec::new(), open: vec![0], run: Run::default() };
    for (place, item) in outline.items.iter().enumerate().skip(1) {
        cutter.close_until(place);
        match item.kind {
            Kind::Text => cutter.text(place, item.text),
            Kind::Break => cutter.run.breaks += 1,
            Kind::Inline | Kind::Link | Kind::Time => cutter.enter_inline(place, item),
            _ => {
                cutter.flush();
                cutter.open.push(place);
            }
        }
    }
    cutter.flush();
    let mut blocks = cutter.blocks;
    grids::place(outline, &mut blocks);
    blocks
}

struct Cutter<'a> {
    outline: &'a Outline<'a>,
    blocks: Vec<Block>,
    /// The block-level elements that are open, outermost first.
    open: Vec<usize>,
    run: Run,
}

/// The text since the last break.
#[derive(Default)]
struct Run {
    text: String,
    counts: Counts,
    /// One past the last item of the link that is open, 0 when none.
    link_end: usize,
    /// The inline element met last.
    inline: usize,
    /// One past the last item of the note that is open, 0 when none.
    note_end: usize,
    /// How the inline elements touch between which the next sign stands.
    seam: Seam,
    /// Whether white space stands before the next sign.
    gap: bool,
    /// Line ends that stand before the next sign.
    breaks: u32,
    /// Whether the last sign was part of a word.
    in_word: bool,
}

impl Run {
    fn sign(&mut self, sign: char, in_link: bool) {
        if self.breaks > 0 && !self.text.is_empty() {
            self.text.push('\n');
            self.in_word = false;
        } else if (self.gap || self.seam.parts(&self.text, sign)) && !self.text.is_empty() {
            self.text.push(' ');
            self.in_word = false;
        }
        self.gap = false;
        self.seam = Seam::None;
        self.breaks = 0;
        self.text.push(sign);
        self.count(sign, in_link);
    }

    fn count(&mut self, sign: char, in_link: bool) {
        let counts = &mut self.counts;
        counts.chars += 1;
        counts.link_chars += u32::from(in_link);
        if sign.is_alphanumeric() {
            if !self.in_word || is_ideograph(sign) {
                counts.words += 1;
                counts.capitals += u32::from(sign.is_uppercase());
            }
            self.in_word = true;
            counts.digits += u32::from(sign.is_ascii_digit());
            return;
        }
        match sign {
            ',' | '،' | '、' | ';' | '，' | '；' => counts.commas += 1,
            '.' | '!' | '?' | '。' | '！' | '？' | '…' | '।' | '؟' | '۔' | '။' | '։' | '።'
                if self.in_word =>
            {
                counts.sentences += 1;
            }
            _ => {}
        }
        if !matches!(sign, '\'' | '’' | '_') {
            self.in_word = false;
        }
    }
}

impl Cutter<'_> {
    fn close_until(&mut self, place: usize) {
        while let Some(top) = self.open.last()
            && *top != 0
            && self.outline.items.get(*top).is_some_and(|item| item.end <= place)
        {
            self.flush();
            self.open.pop();
        }
    }

    fn enter_inline(&mut self, place: usize, item: &Item<'_>) {
        let before = self.outline.items.get(self.run.inline).filter(|before| before.end == place);
        let parent = self.outline.items.get(item.parent).and_then(|parent| parent.element);
        let in_code = parent.is_some_and(|parent| is_named!(parent, "code" | "kbd" | "samp"));
        let before = before.filter(|_| self.run.inline > 0 && !self.run.text.is_empty() && !in_code);
        if let Some(before) = before {
            let holder = self.open.last().map_or(Kind::Block, |open| self.kind(*open));
            let around = Around {
                holder,
                letters: (self.letters(self.run.inline), self.letters(place)),
                in_text: self.is_in_text(self.run.inline, item),
            };
            self.run.seam = self.run.seam.max(Seam::between(before, item, &around));
        }
        self.run.inline = place;
        if item.element.is_some_and(notes::is_note_in_line) && self.holds_note(item) {
            self.run.seam = Seam::Apart;
            self.run.note_end = item.end;
        }
        if item.kind == Kind::Link {
            self.run.link_end = item.end;
            self.run.counts.links += 1;
        }
    }

    /// The letters of an item, of which not more than a few are counted.
    fn letters(&self, place: usize) -> usize {
        /// Items within it and letters that are looked at. Judgements: more than a part of a word has.
        const ITEMS: usize = 8;
        const LETTERS: usize = 6;
        let Some(item) = self.outline.items.get(place) else { return 0 };
        let within = self.outline.items.get(place..item.end).unwrap_or_default();
        let texts = within.iter().take(ITEMS).flat_map(|inner| inner.text.chars());
        texts.filter(|sign| sign.is_alphabetic()).take(LETTERS).count()
    }

    /// Whether words that stand in neither of two elements that touch are right beside them.
    fn is_in_text(&self, before: usize, item: &Item<'_>) -> bool {
        let is_text = |place: usize, parent: usize| {
            self.outline
                .items
                .get(place)
                .is_some_and(|beside| beside.parent == parent && beside.text.contains(char::is_alphabetic))
        };
        let parent = self.outline.items.get(before).map_or(0, |before| before.parent);
        before > 0 && is_text(before - 1, parent) || is_text(item.end, item.parent)
    }

    /// Whether what a class calls a note is one: not in code, not within a word.
    fn holds_note(&self, item: &Item<'_>) -> bool {
        /// Elements above that are looked at. A judgement: a line in the code in its `pre`.
        const ABOVE: usize = 4;
        let in_code = self.outline.upwards(item.parent).take(ABOVE).any(|above| {
            let element = self.outline.items.get(above).and_then(|above| above.element);
            element.is_some_and(|element| is_named!(element, "code" | "pre" | "kbd" | "samp"))
        });
        let behind = self.outline.items.get(item.end).map_or("", |behind| behind.text);
        let in_word = self.run.in_word && !self.run.gap && behind.starts_with(char::is_alphabetic);
        !in_code && !in_word
    }

    fn text(&mut self, place: usize, text: &str) {
        let in_link = place < self.run.link_end;
        if self.run.note_end > 0 && place >= self.run.note_end {
            self.run.note_end = 0;
            self.run.seam = Seam::Apart;
        }
        // `pre`, `code` and a line of it: three, a judgement.
        if self.open.iter().rev().take(3).any(|open| self.kind(*open) == Kind::Pre) {
            for _ in 0..std::mem::take(&mut self.run.breaks) {
                self.run.text.push('\n');
            }
            for sign in text.chars() {
                match sign {
                    '\r' => {}
                    sign if sign.is_whitespace() => {
                        self.run.text.push(sign);
                        self.run.in_word = false;
                    }
                    sign => {
                        self.run.text.push(sign);
                        self.run.count(sign, in_link);
                    }
                }
            }
            return;
        }
        for sign in text.chars() {
            if sign.is_whitespace() {
                self.run.gap = true;
            } else if !matches!(sign, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}') {
                if self.run.breaks > 1 {
                    self.flush();
                }
                self.run.sign(sign, in_link);
            }
        }
    }

    fn kind(&self, place: usize) -> Kind {
        self.outline.items.get(place).map_or(Kind::Block, |item| item.kind)
    }

    /// Ends the block, if there is one.
    fn flush(&mut self) {
        let run = &mut self.run;
        run.gap = false;
        run.seam = Seam::None;
        run.note_end = 0;
        run.breaks = 0;
        run.in_word = false;
        let counts = std::mem::take(&mut run.counts);
        if run.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut run.text);
        if counts.chars == 0 {
            return;
        }
        let container = self.open.last().copied().unwrap_or(0);
        let mut block = Block {
            text,
            container,
            form: Form::Plain,
            item: None,
            row: None,
            place: None,
            quoted: false,
            counts,
        };
        self.describe(&mut block);
        if block.form == Form::Pre {
            let trimmed = block.text.trim_matches('\n').trim_end().to_owned();
            block.text = trimmed;
        }
        self.blocks.push(block);
    }

    /// Fills in what the open elements say of a block.
    fn describe(&self, block: &mut Block) {
        let mut form = None;
        for place in self.open.iter().rev() {
            let told = match self.kind(*place) {
                Kind::Heading(level) => Some(Form::Heading(level)),
                Kind::Paragraph => Some(Form::Paragraph),
                Kind::Item => {
                    block.item = block.item.or(Some(*place));
                    Some(Form::Item)
                }
                Kind::Term | Kind::Detail => Some(Form::Definition),
                Kind::Cell => Some(Form::Cell),
                Kind::Row => {
                    block.row = block.row.or(Some(*place));
                    None
                }
                Kind::Pre => Some(Form::Pre),
                Kind::Caption => Some(Form::Caption),
                Kind::Button => Some(Form::Button),
                Kind::Quote => {
                    block.quoted = true;
                    None
                }
                _ => None,
            };
            form = match (form, told) {
                // A button that opens a heading's section is the heading.
                (None | Some(Form::Button), Some(Form::Heading(level))) => Some(Form::Heading(level)),
                (None, told) => told,
                (form, _) => form,
            };
        }
        block.form = form.unwrap_or(Form::Plain);
    }
}

/// Whether a sign is a word by itself, as scripts without spaces have them.
pub(super) fn is_ideograph(sign: char) -> bool {
    matches!(sign, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
