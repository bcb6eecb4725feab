//! `rsearch tui`: search as you type, in the terminal.
//!
//! In: keys. Out: frames. Searching is done on another thread, so that typing never waits; only the newest query is answered.
//! The terminal is as it was before when this ends, in whichever way.

mod app;
mod draw;
mod keys;
mod preview;
mod signals;

use std::collections::BTreeSet;
use std::io::{IsTerminal, Stdout};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyEventKind};
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{cursor, execute};

use crate::cli::args::{Filters, Global, Tui};
use crate::cli::commands::{asked, choices, open, reader, today};
use crate::cli::error::Failure;
use crate::cli::{Exit, Outcome, hyphens};
use crate::document::Day;
use crate::index::{Reader, Words};
use crate::search::query::{Pattern, Query, Text};
use crate::search::{Facet, Request, Response, search};

use app::{Act, App};
use signals::Signals;

/// How long a key is waited for before answers are looked at.
const TICK: Duration = Duration::from_millis(30);

/// Hits fetched for a query: more than anyone goes through by hand.
const HITS: usize = 100;

/// Fields whose values can be chosen.
const FACETS: &[&str] = &["year", "team", "publisher", "kind", "language"];

/// What the searching thread is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Question {
    typed: String,
    /// Whether the cursor is at its end, where the last word may go on.
    is_open: bool,
    /// Fields and values chosen.
    choices: BTreeSet<(String, String)>,
}

/// What it answers: the question, and the query as it was understood with its answer, or why there is none.
struct Answer {
    question: Question,
    result: Result<(Query, Response), String>,
}

pub(crate) fn run(args: &Tui, global: &Global) -> Outcome {
    let today = today(global)?;
    let reader = reader(global)?;
    if !std::io::stdin().is_terminal() || !stdout().is_terminal() {
        return Err(Failure::new("the terminal is needed for this")
            .hint("`rsearch query` prints its answer anywhere"));
    }
    let signals = Signals::listen()?;
    let (asks, questions) = channel();
    let (answers, answered) = channel();
    let mut app = App::new(hyphens::restored(&args.words));
    std::thread::scope(|scope| {
        let searching = &reader;
        scope.spawn(move || work(searching, args, global, today, &questions, &answers));
        let shown = show(&mut app, &reader, &signals, &asks, &answered);
        // Without questions to come the searching thread ends.
        drop(asks);
        shown
    })
}

#[expect(clippy::disallowed_methods, reason = "frames are drawn on the terminal itself")]
fn stdout() -> Stdout {
    std::io::stdout()
}

/// The terminal while frames are drawn; dropped, it is as before.
struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
}

impl Screen {
    fn enter() -> Result<Screen, Failure> {
        enable_raw_mode()?;
        // What is pasted comes as a whole then, and a line end in it presses no key.
        let entered = execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)
            .and_then(|()| Terminal::new(CrosstermBackend::new(stdout())))
            .map(|terminal| Screen { terminal });
        if entered.is_err() {
            let _ = disable_raw_mode();
        }
        Ok(entered?)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Whatever fails here, there is nobody left to tell.
        let _ = disable_raw_mode();
        let _ = execute!(stdout(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    }
}

fn show(
    app: &mut App,
    reader: &Reader,
    signals: &Signals,
    asks: &Sender<Question>,
    answered: &Receiver<Answer>,
) -> Outcome {
    let mut screen = Screen::enter()?;
    let mut asked = None;
    loop {
        if signals.want_end() {
            return Ok(Exit::Stopped);
        }
        let question = app.question();
        if asked.as_ref() != Some(&question) {
            asked = Some(question.clone());
            if asks.send(question).is_err() {
                return Err(Failure::new("searching ended in itself, which is a defect: please report it"));
            }
        }
        while let Ok(answer) = answered.try_recv() {
            app.take(answer);
        }
        screen.terminal.draw(|frame| draw::frame(frame, app))?;
        if !event::poll(TICK)? {
            continue;
        }
        match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => match keys::press(app, key) {
                Act::Go => {}
                Act::Open => {
                    if let Some(hit) = app.hit() {
                        let opened = open::open(&hit.document, reader.manifest());
                        app.tell(opened.err().map_or("opened".to_owned(), |failure| failure.message()));
                    }
                }
                Act::Pause => {
                    drop(screen);
                    signals::pause()?;
                    screen = Screen::enter()?;
                }
                Act::Quit => return Ok(Exit::Success),
            },
            Event::Paste(text) => app.insert(&text),
            _ => {}
        }
    }
}

/// Answers questions, the newest only, until there are none to come.
fn work(
    reader: &Reader,
    args: &Tui,
    global: &Global,
    today: Day,
    questions: &Receiver<Question>,
    answers: &Sender<Answer>,
) {
    while let Ok(mut question) = questions.recv() {
        while let Ok(newer) = questions.try_recv() {
            question = newer;
        }
        let result = answer(reader, &question, args, global, today).map_err(|failure| failure.message());
        if answers.send(Answer { question, result }).is_err() {
            return;
        }
    }
}

fn answer(
    reader: &Reader,
    question: &Question,
    args: &Tui,
    global: &Global,
    today: Day,
) -> Result<(Query, Response), Failure> {
    let filter = question.choices.iter().map(|(field, value)| format!("{field}={value}")).collect();
    let filters = Filters { filter, ..Filters::default() };
    let query = asked::worded(&question.typed, global, today)?;
    // Before synonyms, which are not typed.
    let query = if question.is_open { with_beginning(query, last_word(&question.typed)) } else { query };
    let query = asked::synonyms(&args.meaning, global)?.expand(query);
    let query = Query::all_of(std::iter::once(query).chain(choices::filters(&filters, today)?));
    let request = Request {
        query: query.clone(),
        limit: HITS,
        facets: FACETS.iter().filter_map(|name| Facet::named(name)).collect(),
        snippets: 1,
        ..Request::default()
    };
    let response = search(reader, &request)?;
    Ok((query, response))
}

/// The word that is being typed at the end of a query; empty where there is none, or too little to say how a word begins.
fn last_word(typed: &str) -> &str {
    /// Letters that a beginning has at least. A judgement: fewer begin too many words.
    const LEAST: usize = 2;
    let is_between = |letter: char| letter.is_whitespace() || matches!(letter, '(' | ':');
    let word = typed.rsplit(is_between).next().unwrap_or_default();
    let is_plain = word.chars().all(char::is_alphanumeric) && word.chars().count() >= LEAST;
    // A pattern is of one word, which a run of characters without spaces is not.
    if is_plain && Words::all(word).len() == 1 { word } else { "" }
}

/// A query whose last word, where it is a plain one, is also the beginning of others.
fn with_beginning(query: Query, word: &str) -> Query {
    match query {
        Query::Text(Text { field, pattern: Pattern::Word(own) }) if own == word => {
            let text = |pattern| Query::Text(Text { field, pattern });
            Query::any_of([text(Pattern::Word(own.clone())), text(Pattern::Prefix(own))])
        }
        Query::Or(mut parts) => {
            let last = parts.pop().map(|last| with_beginning(last, word));
            Query::any_of(parts.into_iter().chain(last))
        }
        Query::And(mut parts) => {
            let last = parts.pop().map(|last| with_beginning(last, word));
            Query::all_of(parts.into_iter().chain(last))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::grammar;
    use crate::search::query::{Synonyms, parse};

    #[test]
    fn the_last_word_is_the_beginning_of_others_while_it_is_typed() {
        let synonyms = Synonyms::read("llm, language model").unwrap();
        for (typed, expected) in [
            ("intro", "intro OR intro*"),
            ("signs title:intro", "signs (title:intro OR title:intro*)"),
            ("signs OR intro", "signs OR intro OR intro*"),
            ("title:zzz OR title:intro", "title:zzz OR title:intro OR title:intro*"),
            ("intro OR title:signs intro", "intro OR title:signs (intro OR intro*)"),
            ("title:llm", "title:llm OR title:\"language model\" OR title:llm*"),
            ("signs (dam OR intro", "signs"),
            ("intro ", "intro"),
            ("i", "i"),
            ("signs -intro", "signs -intro"),
            ("signs OR", "signs"),
            ("since:2 weeks", "since:\"2 weeks\""),
            ("team:align", "team:align"),
            ("\"signs of intro", "signs"),
            ("解釈", "解釈"),
        ] {
            let grammar = grammar(Day(20_000));
            let Ok(query) = parse(typed, &grammar) else {
                assert_eq!(expected, "signs", "{typed}");
                continue;
            };
            let opened = synonyms.expand(with_beginning(query, last_word(typed)));
            assert_eq!(opened.to_string(), parse(expected, &grammar).unwrap().to_string(), "{typed}");
        }
    }
}
