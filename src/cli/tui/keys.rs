//! Keys, as people know them from fzf (in the list) and less (in the document).
//!
//! In: a key and the state. Out: the state after it, and what is to be done.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::app::{Act, App, Focus};

/// Lines of a page of the list.
const PAGE: isize = 10;

/// The keys and what they do, for the help.
pub(super) const KEYS: &[(&str, &str)] = &[
    ("letters", "type the query; hits follow as you type"),
    ("↑ ↓  Ctrl-P Ctrl-N", "go through the hits (also Ctrl-K Ctrl-J)"),
    ("PgUp PgDn", "ten hits at a time"),
    ("Shift-↑ Shift-↓", "move the text of the hit"),
    ("Enter", "read the hit over the whole screen"),
    ("Tab", "to the values of fields and back"),
    ("Space", "there: choose a value, or take it back"),
    ("Backspace", "there: take back all choices"),
    ("Ctrl-T", "captures of the publication instead of its text"),
    ("Ctrl-O", "open the capture"),
    ("Ctrl-U Ctrl-W", "clear the query; the word before the cursor"),
    ("j k  Space b  g G", "in the document: line, page, start and end"),
    ("n p", "in the document: next and previous hit"),
    ("F1, or ? outside the query", "this help"),
    ("Esc, q in the document", "one step back; Ctrl-C ends, Ctrl-Z pauses"),
];

/// What a key does.
pub(super) fn press(app: &mut App, key: KeyEvent) -> Act {
    app.told = None;
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char('c') if ctrl => return Act::Quit,
        KeyCode::Char('o') if ctrl => return Act::Open,
        KeyCode::Char('z') if ctrl => return Act::Pause,
        KeyCode::Char('t') if ctrl => app.preview.toggle_history(),
        KeyCode::F(1) => help(app),
        KeyCode::Char('?') if app.focus != Focus::Query || app.typed.is_empty() => help(app),
        _ => {
            return match app.focus {
                Focus::Query => in_query(app, key, ctrl),
                Focus::Facets => in_facets(app, key, ctrl),
                Focus::Document => in_document(app, key),
                Focus::Help => {
                    app.focus = app.before_help;
                    Act::Go
                }
            };
        }
    }
    Act::Go
}

fn help(app: &mut App) {
    if app.focus == Focus::Help {
        app.focus = app.before_help;
    } else {
        app.before_help = app.focus;
        app.focus = Focus::Help;
    }
}

fn in_query(app: &mut App, key: KeyEvent, ctrl: bool) -> Act {
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    match key.code {
        KeyCode::Esc if app.typed.is_empty() => return Act::Quit,
        KeyCode::Esc => clear(app),
        KeyCode::Up if shift => app.preview.scroll(-1),
        KeyCode::Down if shift => app.preview.scroll(1),
        KeyCode::Up => app.go(-1),
        KeyCode::Down => app.go(1),
        KeyCode::PageUp => app.go(-PAGE),
        KeyCode::PageDown => app.go(PAGE),
        KeyCode::Tab => app.focus = Focus::Facets,
        KeyCode::Enter if app.hit().is_some() => app.focus = Focus::Document,
        KeyCode::Left => app.cursor = app.before(),
        KeyCode::Right => app.cursor = app.after(),
        KeyCode::Home => app.cursor = 0,
        KeyCode::End => app.cursor = app.typed.len(),
        KeyCode::Backspace => app.delete_to(app.before()),
        KeyCode::Delete => app.delete_to(app.after()),
        KeyCode::Char(letter) if ctrl => match letter {
            'p' | 'k' => app.go(-1),
            'n' | 'j' => app.go(1),
            'a' => app.cursor = 0,
            'e' => app.cursor = app.typed.len(),
            'u' => clear(app),
            'w' => app.delete_to(app.word_before()),
            'h' => app.delete_to(app.before()),
            'd' if app.typed.is_empty() => return Act::Quit,
            'd' => app.delete_to(app.after()),
            _ => {}
        },
        KeyCode::Char(letter) if !key.modifiers.contains(KeyModifiers::ALT) => {
            app.insert(&letter.to_string());
        }
        _ => {}
    }
    Act::Go
}

fn clear(app: &mut App) {
    app.typed.clear();
    app.cursor = 0;
}

fn in_facets(app: &mut App, key: KeyEvent, ctrl: bool) -> Act {
    match key.code {
        KeyCode::Esc | KeyCode::Tab | KeyCode::BackTab | KeyCode::Char('q') => app.focus = Focus::Query,
        KeyCode::Up | KeyCode::Char('k') => app.go(-1),
        KeyCode::Down | KeyCode::Char('j') => app.go(1),
        KeyCode::Char('p') if ctrl => app.go(-1),
        KeyCode::Char('n') if ctrl => app.go(1),
        KeyCode::PageUp => app.go(-PAGE),
        KeyCode::PageDown => app.go(PAGE),
        KeyCode::Char(' ') | KeyCode::Enter => app.toggle(),
        KeyCode::Backspace if app.clear_choices() => app.tell("all values again".to_owned()),
        _ => {}
    }
    Act::Go
}

fn in_document(app: &mut App, key: KeyEvent) -> Act {
    match key.code {
        KeyCode::Esc | KeyCode::Char('q') => app.focus = Focus::Query,
        KeyCode::Up | KeyCode::Char('k' | 'y') => app.go(-1),
        KeyCode::Down | KeyCode::Char('j' | 'e') | KeyCode::Enter => app.go(1),
        KeyCode::PageUp | KeyCode::Char('b') => app.preview.page(-1),
        KeyCode::PageDown | KeyCode::Char(' ' | 'f') => app.preview.page(1),
        KeyCode::Home | KeyCode::Char('g' | '<') => app.preview.scroll(isize::MIN),
        KeyCode::End | KeyCode::Char('G' | '>') => app.preview.scroll(isize::MAX),
        KeyCode::Char('n') | KeyCode::Right => app.turn(1),
        KeyCode::Char('p' | 'N') | KeyCode::Left => app.turn(-1),
        _ => {}
    }
    Act::Go
}
