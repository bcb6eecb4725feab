//! How well a ranking agrees with judgements.
//!
//! In: measures. Out: JSON values of the shape that `docs/json.md` describes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::evaluation::{Measures, compare};
use crate::json::SCHEMA;

/// How well a ranking agrees with what people judged, beside an earlier one where there is one; and the median and 95th
/// percentile of milliseconds a query, where they were taken.
pub fn evaluation(
    topics: &BTreeMap<String, Measures>,
    before: Option<&BTreeMap<String, Measures>>,
    timing: Option<(f64, f64)>,
) -> Value {
    let pairs = before.map(|before| compare(before, topics)).unwrap_or_default();
    let count = |is: &dyn Fn(f64) -> bool| {
        pairs.iter().filter(|(_, before, after)| is(after.ndcg_10 - before.ndcg_10)).count()
    };
    let by_topic = topics.iter().map(|(topic, after)| {
        let mut object = measures(after);
        object.insert("topic".into(), json!(topic));
        let before = before.map(|before| before.get(topic).copied().unwrap_or_default());
        object.insert("before".into(), before.map_or(Value::Null, |before| measures(&before).into()));
        Value::Object(object)
    });
    let mut object = Map::new();
    object.insert("schema".into(), json!(SCHEMA));
    object.insert("topics".into(), json!(topics.len()));
    object.extend(measures(&Measures::mean(topics.values())));
    object.insert(
        "before".into(),
        before.map_or(Value::Null, |before| measures(&Measures::mean(before.values())).into()),
    );
    let counts = before.map(|_| {
        let (won, lost) = (count(&|gain| gain > f64::EPSILON), count(&|gain| gain < -f64::EPSILON));
        json!({ "won": won, "lost": lost, "equal": pairs.len() - won - lost })
    });
    object.insert("compared".into(), counts.unwrap_or(Value::Null));
    object.insert(
        "milliseconds".into(),
        timing.map_or(Value::Null, |(median, p95)| json!({ "median": median, "p95": p95 })),
    );
    object.insert("by_topic".into(), by_topic.collect());
    Value::Object(object)
}

fn measures(measures: &Measures) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("ndcg_10".into(), json!(measures.ndcg_10));
    object.insert("mrr_10".into(), json!(measures.mrr_10));
    object.insert("recall_100".into(), json!(measures.recall_100));
    object
}
