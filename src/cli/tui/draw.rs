//! Draws a frame: query, hits, values, preview, keys.
//!
//! In: the state. Out: cells of a frame. What comes from pages was cleaned before or is cleaned here. Fits 80 columns and 24
//! lines; a narrower terminal leaves out the values, a wide one puts the preview beside the hits.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Clear, List, ListItem, ListState, Paragraph};

use super::app::{App, Focus, Row};
use super::keys::KEYS;
use super::preview::MATCH;
use crate::cli::table::thousands;
use crate::cli::text::{by_hand, date, one_line};
use crate::search::{Hit, marks};

const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
const DIM: Style = Style::new().add_modifier(Modifier::DIM);
const SELECTED: Style = Style::new().add_modifier(Modifier::REVERSED);

/// What stands before the query.
const PROMPT: &str = "> ";

/// From so many columns on the preview stands beside the hits.
const WIDE: u16 = 120;

/// With fewer columns the values are left out.
const NARROW: u16 = 60;

/// With fewer lines for hits and document only hits are shown: a judgement, two hits and two lines of a text.
const LOW: u16 = 8;

/// With fewer lines nothing stands above the hits: a hit takes two.
const LOWEST: u16 = 3;

/// Columns of the values.
const VALUES: u16 = 24;

pub(super) fn frame(frame: &mut Frame<'_>, app: &mut App) {
    let [top, state, middle, bottom] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(1),
    ])
    .areas(frame.area());
    query(frame, top, app);
    frame.render_widget(Paragraph::new(status(app)).style(DIM), state);
    if app.focus == Focus::Document || (app.focus == Focus::Help && app.before_help == Focus::Document) {
        document(frame, middle, app);
    } else {
        panes(frame, middle, app);
    }
    let keys = match app.focus {
        Focus::Query => "↑↓ hits  Enter read  Tab values  Ctrl-T captures  Ctrl-O open  F1 help  Esc end",
        Focus::Facets => "↑↓ values  Space choose  Backspace all again  Tab hits  ? help",
        Focus::Document => "Space b pages  n p hits  Ctrl-T captures  Ctrl-O open  ? help  q back",
        Focus::Help => "any key goes back",
    };
    frame.render_widget(Paragraph::new(keys).style(DIM), bottom);
    if app.focus == Focus::Help {
        help(frame, middle);
    } else if app.focus == Focus::Query {
        let prompt = u16::try_from(PROMPT.len()).unwrap_or_default();
        let column = top.x.saturating_add(prompt).saturating_add(app.column());
        frame.set_cursor_position((column.min(top.right().saturating_sub(1)), top.y));
    }
}

fn query(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let line = Line::from(vec![Span::styled(PROMPT, BOLD), Span::raw(one_line_kept(&app.typed))]);
    frame.render_widget(Paragraph::new(line), area);
}

/// Cleaned, spaces kept as typed.
fn one_line_kept(text: &str) -> String {
    crate::cli::printer::clean(text)
}

fn status(app: &App) -> String {
    let found = match &app.response {
        None => "searching".to_owned(),
        Some(response) if response.total == 0 => {
            match response.limiting.iter().find(|part| part.alone == 0) {
                Some(part) => format!("nothing found: {} matches nothing at all", one_line(&part.part)),
                None => "nothing found".to_owned(),
            }
        }
        Some(response) => format!("{} found", thousands(response.total)),
    };
    match (&app.told, &app.error) {
        (Some(told), _) => one_line(told),
        (None, Some(error)) => format!("no answer: {} · {found} before", one_line(error)),
        (None, None) => found,
    }
}

fn panes(frame: &mut Frame<'_>, area: Rect, app: &mut App) {
    let area = if area.width < NARROW {
        area
    } else {
        let [values_area, rest] =
            Layout::horizontal([Constraint::Length(VALUES), Constraint::Min(1)]).areas(area);
        values(frame, values_area, app);
        rest
    };
    if area.height < LOW {
        hits(frame, area, app);
        return;
    }
    let halves = [Constraint::Percentage(45), Constraint::Percentage(55)];
    let [list, text] = if area.width + VALUES >= WIDE {
        Layout::horizontal(halves).areas(area)
    } else {
        Layout::vertical(halves).areas(area)
    };
    hits(frame, list, app);
    document(frame, text, app);
}

fn border(title: &str, has_focus: bool) -> Block<'_> {
    Block::new().borders(Borders::TOP).title(title).border_style(if has_focus { BOLD } else { DIM })
}

fn values(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let width = usize::from(area.width.saturating_sub(1));
    let items = app.rows.iter().map(|row| match row {
        Row::Field(name) => ListItem::new(name.clone()).style(BOLD),
        Row::Value { value, count, chosen, .. } => {
            let count = thousands(*count);
            let mark = if *chosen { "■ " } else { "  " };
            let room = width.saturating_sub(mark.len().min(2) + count.len() + 1);
            let item = ListItem::new(format!("{mark}{} {count}", padded(value, room)));
            if *chosen { item.style(BOLD) } else { item }
        }
    });
    let has_focus = app.focus == Focus::Facets;
    let list = List::new(items).block(border("values", has_focus)).highlight_style(if has_focus {
        SELECTED
    } else {
        Style::new()
    });
    let mut state = ListState::default().with_selected(Some(app.row).filter(|_| !app.rows.is_empty()));
    frame.render_stateful_widget(list, area, &mut state);
}

/// A text in exactly so many columns.
fn padded(text: &str, columns: usize) -> String {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    if text.width() <= columns {
        return format!("{text}{}", " ".repeat(columns - text.width()));
    }
    let mut cut = String::new();
    let mut used = 0;
    for letter in text.chars() {
        let width = letter.width().unwrap_or(0);
        if used + width + 1 > columns {
            break;
        }
        used += width;
        cut.push(letter);
    }
    if columns > 0 {
        cut.push('…');
        used += 1;
    }
    format!("{cut}{}", " ".repeat(columns.saturating_sub(used)))
}

fn hits(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let all = app.response.as_ref().map_or(&[][..], |response| &response.hits);
    let items = all.iter().map(|hit| ListItem::new(vec![title(hit, app), about(hit)]));
    let mut list = List::new(items).highlight_symbol("▌");
    if area.height >= LOWEST {
        list = list.block(border("hits", app.focus == Focus::Query));
    }
    let mut state = ListState::default().with_selected(Some(app.selected).filter(|_| !all.is_empty()));
    frame.render_stateful_widget(list, area, &mut state);
}

fn title(hit: &Hit, app: &App) -> Line<'static> {
    let title = one_line(&hit.document.title);
    if title.is_empty() {
        return Line::styled("(no title)", BOLD);
    }
    let mut spans = Vec::new();
    let mut at = 0;
    for mark in marks(&app.query, &hit.document, &title, "title").into_iter().filter(|mark| !mark.is_empty())
    {
        if mark.start >= at {
            spans.push(Span::styled(title[at..mark.start].to_owned(), BOLD));
            spans.push(Span::styled(title[mark.clone()].to_owned(), BOLD.patch(MATCH)));
            at = mark.end;
        }
    }
    spans.push(Span::styled(title[at..].to_owned(), BOLD));
    Line::from(spans)
}

fn about(hit: &Hit) -> Line<'static> {
    let document = &hit.document;
    let mut facts = vec![date(document.published.as_ref())];
    facts.extend(document.labels().into_iter().take(3).map(one_line));
    facts.extend(by_hand(document));
    Line::styled(facts.join(" · "), DIM)
}

fn document(frame: &mut Frame<'_>, area: Rect, app: &mut App) {
    let block = border("document", app.focus == Focus::Document);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let lines = app.preview.lines(usize::from(inner.width), usize::from(inner.height));
    frame.render_widget(Paragraph::new(lines), inner);
}

fn help(frame: &mut Frame<'_>, area: Rect) {
    let lines: Vec<Line<'_>> = KEYS
        .iter()
        .map(|(keys, does)| Line::from(vec![Span::styled(padded(keys, 28), BOLD), Span::raw(*does)]))
        .collect();
    frame.render_widget(Clear, area);
    frame.render_widget(Paragraph::new(lines).block(border("keys", true)), area);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::*;
    use crate::cli::tui::app::Act;
    use crate::cli::tui::keys::press;
    use crate::cli::tui::{Answer, Question};
    use crate::document::{DateClaim, DateSource, Day, Document, Evidence, Interval, Role, Seen};
    use crate::index::field;
    use crate::search::query::parse;
    use crate::search::{FacetCounts, FacetValue, Response};

    fn document(id: &str, title: &str, body: &str) -> Document {
        let day = Day::from_ymd(2025, 10, 29).unwrap();
        Document {
            id: id.to_owned(),
            title: title.to_owned(),
            published: Some(DateClaim::new(Interval::day(day), DateSource::Meta, 0.98, "2025-10-29")),
            categories: vec!["Interpretability".to_owned()],
            publisher: Some("Northern Lab".to_owned()),
            summary: "What a \u{1b}[31mmodel\u{1b}[0m knows of itself.".to_owned(),
            body: body.to_owned(),
            sightings: vec![Seen {
                role: Role::Page,
                evidence: Evidence {
                    capture: "captures/a.html".to_owned(),
                    format: "html".to_owned(),
                    digest: "2a99e0b8f73e".to_owned(),
                    ..Evidence::default()
                },
            }],
            ..Document::default()
        }
    }

    fn answered(typed: &str, choices: &[(&str, &str)]) -> App {
        let query = parse(typed, &crate::search::grammar(Day(20_000))).unwrap();
        let hit = |document| Hit {
            document,
            score: 1.0,
            snippets: Vec::new(),
            title_matches: Vec::new(),
            reasons: Vec::new(),
        };
        let value = |value: &str, count| FacetValue { value: Some(value.to_owned()), count, alone: 1_234 };
        let facet = |name: &str, values| FacetCounts {
            name: name.to_owned(),
            field: field(name).unwrap().name,
            values,
        };
        let long = "Introspection is rare in models, and a line of text goes on until it has to be broken. "
            .repeat(12);
        let response = Response {
            total: 2,
            hits: vec![
                hit(document("a", "Signs of introspection in large language models", &long)),
                hit(document("b", "内省 and \u{202e}introspection", "Short.")),
            ],
            facets: vec![
                facet("year", vec![value("2024", 0), value("2025", 2)]),
                facet("team", vec![value("Interpretability of very long names", 2)]),
            ],
            ..Response::default()
        };
        let choices: BTreeSet<(String, String)> =
            choices.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
        let mut app = App::new(typed.to_owned());
        app.take(Answer {
            question: Question { typed: typed.to_owned(), is_open: false, choices },
            result: Ok((query, response)),
        });
        app
    }

    fn shown(app: &mut App, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| super::frame(frame, app)).unwrap();
        terminal.backend().to_string()
    }

    fn type_keys(app: &mut App, keys: &[KeyCode]) -> Act {
        let mut act = Act::Go;
        for key in keys {
            act = press(app, KeyEvent::new(*key, KeyModifiers::NONE));
        }
        act
    }

    #[test]
    fn eighty_columns_show_query_values_hits_and_document() {
        insta::assert_snapshot!(shown(&mut answered("introspection", &[("year", "2025")]), 80, 24));
    }

    #[test]
    fn a_wide_terminal_shows_the_document_beside_the_hits() {
        insta::assert_snapshot!(shown(&mut answered("introspection", &[]), 140, 16));
    }

    #[test]
    fn enter_reads_the_document_and_ctrl_t_shows_its_captures() {
        let mut app = answered("introspection", &[]);
        type_keys(&mut app, &[KeyCode::Enter, KeyCode::Char(' ')]);
        let text = shown(&mut app, 80, 12);
        press(&mut app, KeyEvent::new(KeyCode::Char('t'), KeyModifiers::CONTROL));
        insta::assert_snapshot!(format!("{text}\n{}", shown(&mut app, 80, 12)));
    }

    #[test]
    fn a_question_mark_shows_the_keys() {
        let mut app = answered("introspection", &[]);
        type_keys(&mut app, &[KeyCode::Tab, KeyCode::Char('?')]);
        insta::assert_snapshot!(shown(&mut app, 80, 24));
    }

    #[test]
    fn keys_type_choose_and_go_back() {
        let mut app = answered("intro", &[]);
        type_keys(&mut app, &[KeyCode::Char('é'), KeyCode::Left, KeyCode::Backspace, KeyCode::Delete]);
        assert_eq!((app.typed.as_str(), app.cursor), ("intr", 4));
        press(&mut app, KeyEvent::new(KeyCode::Char('w'), KeyModifiers::CONTROL));
        assert_eq!(app.typed, "");
        type_keys(
            &mut app,
            &[KeyCode::Tab, KeyCode::Down, KeyCode::Char(' '), KeyCode::Down, KeyCode::Char(' ')],
        );
        let chosen: Vec<(String, String)> = app.question().choices.into_iter().collect();
        let year = |year: &str| ("year".to_owned(), year.to_owned());
        assert_eq!(chosen, [year("2024"), year("2025")], "several values of one field");
        type_keys(&mut app, &[KeyCode::Backspace, KeyCode::Esc, KeyCode::Down]);
        assert!(app.question().choices.is_empty() && app.selected == 1 && app.focus == Focus::Query);
        assert_eq!(type_keys(&mut app, &[KeyCode::Esc]), Act::Quit);
    }

    #[test]
    fn whatever_the_size_a_frame_is_drawn() {
        for (width, height) in [(1, 1), (5, 3), (20, 4), (59, 7), (300, 100)] {
            for typed in ["introspection", "内省"] {
                let mut app = answered(typed, &[]);
                shown(&mut app, width, height);
                type_keys(&mut app, &[KeyCode::Enter]);
                shown(&mut app, width, height);
                type_keys(&mut app, &[KeyCode::Char('?')]);
                shown(&mut app, width, height);
            }
        }
    }

    #[test]
    fn a_small_terminal_shows_a_hit() {
        for (width, height) in [(20, 5), (20, 6), (80, 10)] {
            let frame = shown(&mut answered("introspection", &[]), width, height);
            assert!(frame.contains("Signs of intr") && !frame.contains("document──"), "{frame}");
        }
    }

    #[test]
    fn what_is_pasted_stays_in_words() {
        let mut app = App::new(String::new());
        app.insert("two\rlamps\nlit");
        assert_eq!(app.typed, "two lamps lit");
    }

    #[test]
    fn a_query_half_typed_keeps_the_hits() {
        let mut app = answered("introspection", &[]);
        let question = app.question();
        app.take(Answer { question, result: Err("this parenthesis is not closed".to_owned()) });
        let frame = shown(&mut app, 80, 24);
        assert!(
            frame.contains("no answer: this parenthesis is not closed · 2 found before")
                && frame.contains("Signs of")
        );
    }
}
