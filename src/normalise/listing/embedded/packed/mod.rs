//! Reads the data that a page carries for its scripts, however a framework packs them.
//!
//! In: the texts for scripts of a page. Out: the values that they hold, as JSON: what was packed is laid out, what is named is put
//! where it is named. Finds no publications, runs nothing.

mod code;
mod flat;
mod flight;
mod lexer;
mod literals;
mod opened;
mod references;
mod scalars;
mod streams;
mod weight;

use html5ever::tendril::StrTendril;
use serde_json::Value;

use crate::normalise::html::scripts::{Script, Scripts, Writing};

pub(crate) use weight::Budget;

/// Levels that are laid out; `serde_json` reads no more.
const MAX_DEPTH: usize = 128;

/// Bytes of the shortest value that can be a list of publications. A judgement: two titles, two dates and their keys.
const SHORTEST_DATA: usize = 100;

/// The values that a text holds, as far as the page's budget goes.
pub(crate) fn values(script: &Script, page: &Budget) -> Vec<Value> {
    let text = script.text.trim();
    let budget = page.of_text(text);
    let values = read(script.writing, text, &budget);
    page.settle(text, &budget);
    values
}

fn read(writing: Writing, text: &str, budget: &Budget) -> Vec<Value> {
    let json = || serde_json::from_str::<Value>(text).ok();
    let values = match writing {
        Writing::Island => {
            json().as_ref().and_then(|value| flat::island(value, budget)).into_iter().collect()
        }
        Writing::Json => {
            json().map(|value| flat::flat(&value, budget).unwrap_or(value)).into_iter().collect()
        }
        Writing::Attribute => json().or_else(|| literal(text, budget)).into_iter().collect(),
        Writing::Code => code::values(text, budget),
        Writing::Flight => flight::values(text, budget),
        Writing::Stream => streams::values(text, budget),
    };
    opened::opened(values, text, budget)
}

/// A text that is a value as code writes it, and nothing else.
fn literal(text: &str, budget: &Budget) -> Option<Value> {
    let read = literals::read(text, (0, text.len()), budget).found;
    read.filter(|read| read.end == text.len()).map(|read| read.value)
}

/// What several scripts send together, each stream as one text.
pub(crate) fn joined(scripts: &Scripts) -> Vec<Script> {
    let parts: Vec<&Script> = scripts.all.iter().filter(|script| is_part(script)).collect();
    let mut texts = Vec::new();
    for (writing, call) in [(Writing::Flight, flight::PUSH), (Writing::Stream, streams::ENQUEUE)] {
        let mut text = String::new();
        for script in &parts {
            pushed(&script.text, call, &mut text);
        }
        if !text.is_empty() {
            texts.push(Script::new(writing, StrTendril::from_slice(&text)));
        }
    }
    texts
}

/// Whether a script sends a part of what others send too.
pub(crate) fn is_part(script: &Script) -> bool {
    let calls = [flight::PUSH, streams::ENQUEUE];
    script.writing == Writing::Code && calls.iter().any(|call| script.text.contains(call))
}

/// Collects what a call is given: a text, or a list whose second value is one (`push([1,"…"])`).
fn pushed(script: &str, call: &str, all: &mut String) {
    let mut rest = script;
    while let Some((_, after)) = rest.split_once(call) {
        rest = after;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let text = match values.next() {
            Some(Ok(Value::String(text))) => Some(text),
            Some(Ok(Value::Array(parts))) => parts.get(1).and_then(Value::as_str).map(str::to_owned),
            _ => None,
        };
        if let Some(text) = text {
            all.push_str(&text);
            rest = rest.get(values.byte_offset()..).unwrap_or("");
        }
    }
}

#[cfg(test)]
mod tests {
    use scraper::ElementRef;
    use serde_json::json;

    use super::*;
    use crate::normalise::html::tree;

    /// Every value of a page's data.
    fn all(page: &str) -> Vec<Value> {
        let html = tree::parse(page).html;
        let mut scripts = Scripts::default();
        html.tree.nodes().filter_map(ElementRef::wrap).for_each(|element| scripts.add(element));
        let joined = joined(&scripts);
        let own = scripts.all.iter().filter(|script| !is_part(script));
        own.chain(&joined).flat_map(|script| values(script, &scripts.budget)).collect()
    }

    fn posts() -> Value {
        json!([
            {"title": "Slow lakes in winter", "date": "2025-03-06", "slug": "slow-lakes-in-winter", "topic": "Water in winter"},
            {"title": "Echo of a stone", "date": "2025-02-06", "slug": "echo-of-a-stone", "topic": "Stones"}
        ])
    }

    #[test]
    fn what_names_itself_again_and_again_is_bounded_on_the_whole_page() {
        let doubled: String = (2..60).fold("a={date:$R[1]=['Slow lakes']".to_owned(), |code, next| {
            let before = next - 1;
            code + &format!(",b{next}:$R[{next}]=[$R[{before}],$R[{before}]]")
        });
        let page = format!("<script>{doubled}}}</script>").repeat(200);
        let length: usize = all(&page).iter().map(|value| value.to_string().len()).sum();
        assert!((1_000..16 << 20).contains(&length), "{length}");
    }

    #[test]
    fn a_flight_is_read_over_all_its_parts() {
        let text = "Seen from é\n5:{\"date\":\"2020-01-01\"}\n";
        let flight =
            format!("2:T{:x},{text}3:{}\n", text.len(), json!(["$", "$L1", null, {"posts": posts()}]));
        for cut in flight.char_indices().map(|(at, _)| at).step_by(7) {
            let (one, two) = flight.split_at(cut);
            let page = format!(
                "<script>self.__next_f.push([1,{}])</script><script>self.__next_f.push([1,{}])</script>",
                json!(one),
                json!(two)
            );
            assert_eq!(all(&page), [json!(["$", null, null, {"posts": posts()}])], "{cut}");
        }
    }

    #[test]
    fn attributes_that_are_data_are_read_whatever_they_are_called() {
        let escaped = posts().to_string().replace('"', "&quot;");
        let literal = "{open:false,posts:[{title:'Slow lakes in winter',date:'2025-03-06',slug:'slow-lakes-in-winter',topic:'Water in winter'},{title:'Echo of a stone',date:'2025-02-06',slug:'echo-of-a-stone',topic:'Stones'}]}";
        assert_eq!(all(&format!("<post-list :posts=\"{escaped}\"></post-list>")), [posts()]);
        assert_eq!(
            all(&format!("<div x-data=\"{literal}\"></div>")),
            [json!({"open": false, "posts": posts()})]
        );
        for other in [
            format!("<div title=\"Posts: {escaped}\"></div>"),
            "<div data-a=\"[1]\"></div>".to_owned(),
            format!("<div data-a=\"{}\"></div>", "{a b}".repeat(60)),
            format!("<pre>const posts = {escaped};</pre>"),
        ] {
            assert!(all(&other).is_empty(), "{other}");
        }
    }

    #[test]
    fn answers_and_streams_within_scripts_are_opened() {
        let answer = json!({"status": 200, "body": posts().to_string()});
        let fetched = format!("<script type=\"application/json\" data-url=\"/api\">{answer}</script>");
        assert_eq!(all(&fetched), [json!({"status": 200, "body": posts()})]);
        let stored =
            format!("<script type=\"fastboot/shoebox\">{}</script>", json!({"/posts": posts().to_string()}));
        assert_eq!(all(&stored), [json!({"/posts": posts()})]);
        let stream = json!([{"_1": 2}, "date", "2025-03-06"]).to_string();
        let sent = format!("<script>a.streamController.enqueue({});</script>", json!(stream));
        assert_eq!(all(&sent), [json!({"date": "2025-03-06"})]);
    }
}
