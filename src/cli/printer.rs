//! The one place that writes: data to standard output, talk to standard error.
//!
//! In: text. Out: bytes on the two streams, with colours where they are wanted. Text of pages is cleaned of control
//! characters before it gets here or by [`clean`].

use std::cell::{Cell, RefCell};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::{Child, Command, Stdio};

use crate::cli::args::Colour;
use crate::cli::error::Failure;

/// Writes for one run of the program.
pub(crate) struct Printer {
    out: RefCell<Box<dyn Write>>,
    err: RefCell<Box<dyn Write>>,
    out_is_terminal: bool,
    err_is_terminal: bool,
    plain_environment: bool,
    colour: Cell<Colour>,
    width: usize,
    wants_pages: Cell<bool>,
    quiet: Cell<bool>,
    pager: RefCell<Option<Child>>,
}

/// Columns taken where the terminal does not tell.
const DEFAULT_WIDTH: usize = 100;

/// Styles, as SGR parameters (ECMA-48, section 8.3.117).
#[derive(Clone, Copy)]
pub(crate) enum Style {
    Title,
    Match,
    Dim,
    Good,
    Bad,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Style::Title => "1",
            Style::Match => "1;33",
            Style::Dim => "2",
            Style::Good => "32",
            Style::Bad => "1;31",
        }
    }
}

impl Printer {
    /// The printer over the streams of the process.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that writes to the process's streams"
    )]
    pub(crate) fn of_process() -> Printer {
        let (out, err) = (io::stdout(), io::stderr());
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Printer {
            out_is_terminal: out.is_terminal(),
            err_is_terminal: err.is_terminal(),
            // no-color.org; terminals without escape sequences call themselves dumb.
            plain_environment: set("NO_COLOR") || std::env::var_os("TERM").is_some_and(|term| term == "dumb"),
            out: RefCell::new(Box::new(BufWriter::new(out))),
            err: RefCell::new(Box::new(err)),
            colour: Cell::new(Colour::Auto),
            width: width.unwrap_or(DEFAULT_WIDTH),
            wants_pages: Cell::new(true),
            quiet: Cell::new(false),
            pager: RefCell::new(None),
        }
    }

    /// Says when to use colours.
    pub(crate) fn set_colour(&self, colour: Colour) {
        self.colour.set(colour);
    }

    /// Says whether a pager may be used.
    pub(crate) fn set_paging(&self, wants_pages: bool) {
        self.wants_pages.set(wants_pages);
    }

    /// Says whether only answers, errors and warnings are wanted.
    pub(crate) fn set_quiet(&self, quiet: bool) {
        self.quiet.set(quiet);
    }

    /// Whether only answers, errors and warnings are wanted.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet.get()
    }

    /// Sends what follows through a pager, if standard output is a terminal: `$PAGER`, else `less`, which ends by itself where
    /// everything fits on one screen. Without one it is printed straight.
    #[expect(clippy::disallowed_methods, reason = "cli reads the environment")]
    pub(crate) fn page(&self) {
        let chosen = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
        let mut words = chosen.split_whitespace();
        let Some(program) = words.next().filter(|program| *program != "cat") else { return };
        if !self.out_is_terminal || !self.wants_pages.get() || self.plain_environment {
            return;
        }
        let mut command = Command::new(program);
        command.args(words).stdin(Stdio::piped());
        if std::env::var_os("LESS").is_none() {
            command.env("LESS", "FRX");
        }
        if let Ok(mut child) = command.spawn()
            && let Some(input) = child.stdin.take()
        {
            *self.out.borrow_mut() = Box::new(BufWriter::new(input));
            *self.pager.borrow_mut() = Some(child);
        }
    }

    /// Sends out what is buffered, and waits until the person has left the pager.
    pub(crate) fn finish(&self) -> Result<(), Failure> {
        let Some(mut pager) = self.pager.borrow_mut().take() else { return self.flush() };
        // A pager that was left before the end takes no more, which is no failure.
        let _ = self.flush();
        *self.out.borrow_mut() = Box::new(io::sink());
        let _ = pager.wait();
        Ok(())
    }

    /// Whether standard output takes colours and links.
    pub(crate) fn is_colourful(&self) -> bool {
        self.wants_colour(self.out_is_terminal)
    }

    fn wants_colour(&self, terminal: bool) -> bool {
        match self.colour.get() {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && !self.plain_environment,
        }
    }

    /// Whether standard output is a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.out_is_terminal
    }

    /// Whether standard error is a terminal, where progress may be drawn.
    pub(crate) fn talks_to_terminal(&self) -> bool {
        self.err_is_terminal && !self.plain_environment && !self.is_quiet()
    }

    /// Columns of the terminal.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Text in a style, where colours are on.
    pub(crate) fn styled(&self, style: Style, text: &str) -> String {
        paint(self.is_colourful(), style, text)
    }

    /// Text that leads to an address when it is clicked (OSC 8), where links are on.
    pub(crate) fn link(&self, address: &str, text: &str) -> String {
        if self.is_colourful() {
            format!("\u{1b}]8;;{}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\", clean(address))
        } else {
            text.to_owned()
        }
    }

    /// Writes data as it is.
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        self.bytes(text.as_bytes())
    }

    /// Writes bytes as they are.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.out.borrow_mut().write_all(bytes).map_err(unwritten)
    }

    /// Writes a line of data.
    pub(crate) fn line(&self, text: &str) -> Result<(), Failure> {
        self.data(text)?;
        self.data("\n")
    }

    /// Sends out what is buffered.
    pub(crate) fn flush(&self) -> Result<(), Failure> {
        self.out.borrow_mut().flush().map_err(unwritten)
    }

    /// Says something beside the data, unless only answers are wanted.
    pub(crate) fn talk(&self, text: &str) {
        if !self.is_quiet() {
            self.say(text);
        }
    }

    /// Says something beside the data that has to be known. Nobody listening is no error.
    pub(crate) fn say(&self, text: &str) {
        // What was found comes before what is said of it; on a screen of a pager's both stand together.
        if self.pager.borrow().is_some() {
            let _ = writeln!(self.out.borrow_mut(), "{text}");
            return;
        }
        let _ = self.out.borrow_mut().flush();
        let _ = writeln!(self.err.borrow_mut(), "{text}");
    }

    /// Says that something failed.
    pub(crate) fn error(&self, message: &str) {
        let label = paint(self.wants_colour(self.err_is_terminal), Style::Bad, "error:");
        self.say(&format!("{label} {}", clean(message)));
    }

    /// Says that something should be known.
    pub(crate) fn warning(&self, message: &str) {
        let label = paint(self.wants_colour(self.err_is_terminal), Style::Match, "warning:");
        self.say(&format!("{label} {}", clean(message)));
    }

    /// Says what to do about it.
    pub(crate) fn hint(&self, message: &str) {
        let label = paint(self.wants_colour(self.err_is_terminal), Style::Good, "hint:");
        self.say(&format!("{label} {}", clean(message)));
    }
}

/// The failure of standard output, which names no place itself.
fn unwritten(error: io::Error) -> Failure {
    Failure::from(error).within("cannot write the answer to standard output")
}

fn paint(colourful: bool, style: Style, text: &str) -> String {
    if colourful && !text.is_empty() {
        format!("\u{1b}[{}m{text}\u{1b}[0m", style.code())
    } else {
        text.to_owned()
    }
}

/// Text that cannot drive a terminal: control characters and marks that turn the direction of writing are taken out;
/// line breaks and tabs stay.
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter(|letter| !is_hostile(*letter)).collect()
}

pub(crate) fn is_hostile(letter: char) -> bool {
    let control = letter.is_control() && letter != '\n' && letter != '\t';
    control
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_text_cannot_drive_a_terminal() {
        assert_eq!(clean("a\u{1b}]0;owned\u{7}b\u{9b}31mc\u{202e}d\te\nf\r"), "a]0;ownedb31mcd\te\nf");
    }
}
