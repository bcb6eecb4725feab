//! Reads the plain parts of a page's source: text, tags, comments and scripts that are written as most are.
//!
//! In: a source. Out: the tokens that the tokenizer of `html5ever` makes of it, passed to its sink. That tokenizer goes
//! through the source sign by sign, which took a quarter of the time that a page takes; here stretches are found at once.
//! What is not plain (a tag that is not closed, a rare reference, CDATA) it reads still: what a page means, it decides.

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, Tokenizer};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use memchr::{memchr, memchr2, memmem};

use crate::normalise::html::attributes::{self, MAX_ATTRIBUTES};
use crate::normalise::html::references::resolved;
use crate::normalise::html::tree::is_raw;

/// A sink that remembers what came last.
pub(super) trait Remembers: TokenSink {
    /// How many tags, comments and document types came so far.
    fn constructs(&self) -> usize;

    /// How the source goes on after the last of them.
    fn after(&self) -> After;
}

/// How a source goes on after a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum After {
    /// With text, tags and comments.
    #[default]
    Markup,
    /// With the text of an element of this name, in which there are neither tags nor references.
    Raw(LocalName),
    /// In another way.
    Other,
}

/// Reads a source without `\r` and noughts, from its beginning to its end. Whether a tag had more attributes than are read.
pub(super) fn read<Sink: Remembers>(tokenizer: &Tokenizer<Sink>, source: &StrTendril) -> bool {
    let mut reader = Reader { tokenizer, source, at: 0, cut: false };
    let mut is_markup = true;
    while reader.at < source.len() {
        if is_markup && reader.plain() {
            continue;
        }
        if is_markup {
            reader.bound();
        }
        is_markup = reader.construct();
    }
    reader.cut
}

/// Reads a source by the tokenizer alone.
pub(super) fn read_slowly<Sink: TokenSink>(tokenizer: &Tokenizer<Sink>, source: StrTendril) {
    let input = BufferQueue::default();
    input.push_back(source);
    // The tokenizer hands control back after each script, which a browser would run here.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
}

struct Reader<'a, Sink> {
    tokenizer: &'a Tokenizer<Sink>,
    source: &'a StrTendril,
    /// The bytes that are read.
    at: usize,
    /// Whether attributes were left out.
    cut: bool,
}

impl<Sink: Remembers> Reader<'_, Sink> {
    /// Reads a run of text, a tag or a comment. False where what stands here is not plain; then nothing is read.
    fn plain(&mut self) -> bool {
        let rest = self.rest();
        let (token, end) = if let Some(comment) = rest.strip_prefix("<!--") {
            let Some(end) = comment_end(comment) else { return false };
            let from = self.at + "<!--".len();
            (Token::CommentToken(self.part(from, from + end)), from + end + "-->".len())
        } else if rest.starts_with('<') {
            let Some((tag, end)) = self.tag() else { return false };
            (Token::TagToken(tag), end)
        } else {
            let Some((text, end)) = self.text(self.at, b'<', false) else { return false };
            (Token::CharacterTokens(text), end)
        };
        // Whether to go on reading is asked of the tokenizer only after its own tags.
        let _ = self.tokenizer.sink.process_token(token, 1);
        self.at = end;
        true
    }

    /// Of a tag that begins here and has too many attributes, leaves out those.
    fn bound(&mut self) {
        if let Some((cut, end)) = attributes::too_many(self.source, self.at) {
            self.feed(cut);
            self.at = end;
            self.cut = true;
        }
    }

    /// Lets the tokenizer read up to where a construct may end. Whether markup follows.
    fn construct(&mut self) -> bool {
        let Some(end) = memchr(b'>', self.rest().as_bytes()) else {
            self.feed(self.source.len());
            return false;
        };
        let end = self.at + end;
        self.feed(end);
        let before = self.tokenizer.sink.constructs();
        self.feed(end + 1);
        // What is passed on by its last sign is all read, and nothing else is begun.
        if self.tokenizer.sink.constructs() == before {
            return false;
        }
        match self.tokenizer.sink.after() {
            After::Markup => true,
            After::Raw(name) => {
                self.raw(&name);
                false
            }
            After::Other => false,
        }
    }

    /// Reads the text of a script, a style sheet and the like up to its end tag.
    fn raw(&mut self, name: &str) {
        let Some(end) = raw_end(self.rest(), name) else { return };
        let text = self.part(self.at, self.at + end);
        // Within a comment the first end tag need not be a script's own (HTML Standard, section 13.2.5.17).
        if end > 0 && !(name == "script" && memmem::find(text.as_bytes(), b"<!--").is_some()) {
            let _ = self.tokenizer.sink.process_token(Token::CharacterTokens(text), 1);
            self.at += end;
        }
    }

    /// Hands what comes before a place to the tokenizer.
    fn feed(&mut self, end: usize) {
        read_slowly(self.tokenizer, self.part(self.at, end));
        self.at = end;
    }

    fn rest(&self) -> &str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// A part of the source, which shares its memory.
    fn part(&self, from: usize, to: usize) -> StrTendril {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.source.subtendril(place(from), place(to - from))
    }

    /// The source up to a sign, or its end, with its references resolved, and where that is; none where one is not plain.
    fn text(&self, from: usize, sign: u8, in_attribute: bool) -> Option<(StrTendril, usize)> {
        let bytes = self.source.as_bytes().get(from..)?;
        let found = memchr2(sign, b'&', bytes).unwrap_or(bytes.len());
        if bytes.get(found) != Some(&b'&') {
            return Some((self.part(from, from + found), from + found));
        }
        let end = from + found + memchr(sign, bytes.get(found..)?).unwrap_or(bytes.len() - found);
        let text = resolved(self.source.get(from..end)?, in_attribute)?;
        Some((StrTendril::from(text), end))
    }

    /// The tag that begins here, and where it ends.
    fn tag(&self) -> Option<(Tag, usize)> {
        let bytes = self.source.as_bytes();
        let mut at = self.at + 1;
        let kind = if bytes.get(at) == Some(&b'/') { TagKind::EndTag } else { TagKind::StartTag };
        at += usize::from(kind == TagKind::EndTag);
        bytes.get(at).filter(|first| first.is_ascii_alphabetic())?;
        let end = run(bytes, at, |byte| !is_space(byte) && !matches!(byte, b'/' | b'>'));
        let name = self.name(at, end)?;
        // After these the tokenizer must know what comes.
        if name == local_name!("script") || (kind == TagKind::StartTag && is_raw(&name)) {
            return None;
        }
        let mut tag =
            Tag { kind, name, self_closing: false, attrs: Vec::new(), had_duplicate_attributes: false };
        at = end;
        loop {
            at = run(bytes, at, is_space);
            match bytes.get(at)? {
                b'>' => break,
                b'/' if bytes.get(at + 1) == Some(&b'>') => {
                    tag.self_closing = true;
                    at += 1;
                    break;
                }
                b'/' | b'=' => return None,
                _ if kind == TagKind::EndTag => return None,
                _ => at = self.attribute(at, &mut tag.attrs)?,
            }
        }
        Some((tag, at + 1))
    }

    /// Reads the attribute that begins at a place. Where it ends.
    fn attribute(&self, start: usize, attributes: &mut Vec<Attribute>) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let end = run(bytes, start, |byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
        let local = self.name(start, end)?;
        // Of two attributes of one name the first counts.
        if attributes.len() >= MAX_ATTRIBUTES || attributes.iter().any(|known| known.name.local == local) {
            return None;
        }
        let mut at = run(bytes, end, is_space);
        let value = if bytes.get(at)? == &b'=' {
            at = run(bytes, at + 1, is_space);
            let (text, end) = match bytes.get(at)? {
                quote @ (b'"' | b'\'') => {
                    let (text, end) = self.text(at + 1, *quote, true)?;
                    bytes.get(end)?;
                    (text, end + 1)
                }
                b'>' => return None,
                _ => {
                    let end = run(bytes, at, |byte| !is_space(byte) && byte != b'>');
                    match memchr(b'&', bytes.get(at..end)?) {
                        None => (self.part(at, end), end),
                        Some(_) => (StrTendril::from(resolved(self.source.get(at..end)?, true)?), end),
                    }
                }
            };
            at = end;
            text
        } else {
            StrTendril::new()
        };
        attributes.push(Attribute { name: QualName::new(None, ns!(), local), value });
        Some(at)
    }

    /// A name in lower case.
    fn name(&self, from: usize, to: usize) -> Option<LocalName> {
        let name = self.source.get(from..to)?;
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Some(LocalName::from(name.to_ascii_lowercase()));
        }
        Some(LocalName::from(name))
    }
}

/// White space within tags.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\x0c')
}

/// Where a run of bytes ends.
fn run(bytes: &[u8], from: usize, goes_on: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| !goes_on(*byte)).unwrap_or(rest.len())
}

/// Where a comment ends, from behind its `<!--`; none where it is not plain.
fn comment_end(comment: &str) -> Option<usize> {
    if comment.starts_with(['>', '-']) {
        return None;
    }
    let end = memmem::find(comment.as_bytes(), b"--")?;
    comment.get(end..)?.starts_with("-->").then_some(end)
}

/// Where the end tag of the element stands whose text begins here.
fn raw_end(text: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memmem::find(text.as_bytes().get(from..)?, b"</")?;
        let start = at + "</".len();
        let tag = text.as_bytes().get(start..=start + name.len())?;
        let (told, after) = tag.split_at(name.len());
        if told.eq_ignore_ascii_case(name.as_bytes())
            && after.iter().all(|byte| is_space(*byte) || matches!(byte, b'/' | b'>'))
        {
            return Some(at);
        }
        from = start;
    }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use crate::normalise::html::tree::parse;

    /// Pieces of pages, well written and not.
    const PIECES: [&str; 88] = [
        "<p>",
        "</p>",
        "<p class=a>",
        "<P CLASS=\"a b\" ID='c'>",
        "<div\n\tid = x >",
        "<div/>",
        "<br />",
        "<br/ >",
        "<a b>",
        "<a b=c d>",
        "<a b=\"x&amp;y\">",
        "<a href='?a=1&b=2&copy=3'>",
        "<a href=?a&copy;>",
        "<a b='&notit;'>",
        "<a a a=b>",
        "<a b=>",
        "<a =b>",
        "<a b = 'c'd>",
        "<a/b>",
        "<é é=é>",
        "<i\u{c}b=\">\">",
        "</a>",
        "</a >",
        "</a b>",
        "</A\n>",
        "</>",
        "< p>",
        "<",
        ">",
        "<a",
        "<a b='",
        "&",
        "& ",
        "&amp;",
        "&amp",
        "&AMP;",
        "&nbsp;",
        "&notit;",
        "&#65;",
        "&#x41;",
        "&#150;",
        "&#0;",
        "&#xD800;",
        "&#",
        "&#x;",
        "&eacute;",
        "&lt;p&gt;",
        "text",
        " ",
        "\n",
        "\r\n",
        "\r",
        "é",
        "--",
        "-->",
        "->",
        "<!-- c -->",
        "<!---->",
        "<!-->",
        "<!--->",
        "<!-- a -- b -->",
        "<!-- a --!>",
        "<!--<!--",
        "<!doctype html>",
        "<!x>",
        "<?php ?>",
        "<![CDATA[ x ]]>",
        "<script>",
        "<script src='a'>",
        "</script>",
        "</SCRIPT >",
        "</scriptx>",
        "if (a<b) { '</p>' }",
        "<style>",
        "</style>",
        "<title>",
        "</title>",
        "<textarea>",
        "</textarea>",
        "<noscript>",
        "</noscript>",
        "<svg>",
        "</svg>",
        "<math><mi>",
        "<pre>",
        "<table>",
        "<td>",
        "\0",
    ];

    /// The tree, its nodes in the order in which they were made.
    fn shape(html: &Html) -> String {
        format!("{:?} {:?}", html.quirks_mode, html.tree)
    }

    #[test]
    fn a_page_is_read_as_the_tokenizer_alone_reads_it() {
        let mut seed = 7_usize;
        for _ in 0..20_000 {
            let mut source = String::new();
            for _ in 0..10 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                source.push_str(PIECES[(seed >> 33) % PIECES.len()]);
            }
            assert_eq!(shape(&parse(&source).html), shape(&Html::parse_document(&source)), "{source:?}");
        }
    }

    #[test]
    fn long_texts_of_scripts_cost_no_square_of_time() {
        for unit in [
            "<script>",
            "<script><!--",
            "<script></scriptx",
            "<style></",
            "<a b='",
            "<!--",
            "<!-- --!>",
            "&",
            "&a",
            "<textarea></",
        ] {
            let _ = parse(&unit.repeat(100_000));
        }
    }
}
