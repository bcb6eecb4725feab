//! The index of a snapshot of `ArchiveBox`: where and when a page was saved, and what it is called.
//!
//! In: `index.json` (0.7 and 0.8) or `index.jsonl` (0.9). Out: what is known of the snapshot's best rendering, which the walk
//! has picked; for a snapshot without any, an entry.

use serde_json::Value;

use crate::captures::Skip;
use crate::document::Moment;
use crate::formats::{Content, Context, Format, Head, Outcome, Page, Piece, Record, Sidecar};

/// Snapshots without a rendering.
pub(crate) struct ArchiveBox;

/// What the index says.
struct Snapshot {
    url: String,
    title: String,
    captured: Option<Moment>,
}

impl Format for ArchiveBox {
    fn name(&self) -> &'static str {
        "archivebox"
    }

    fn about(&self) -> &'static str {
        "snapshots of ArchiveBox: the best rendering of each, else its index"
    }

    fn recognised_by(&self) -> &'static str {
        "a folder `archive/TIME` with an `index.json`, or below `snapshots` with an `index.jsonl`; the index by its keys"
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let text = String::from_utf8_lossy(head.bytes);
        let has = |key: &str| text.contains(&format!("\"{key}\""));
        let is_index =
            has("url") && has("timestamp") && (has("history") || has("archive_results") || has("fs_version"));
        // 0.7 sorts its keys, so that `url` comes after all that its extractors did.
        let is_index = is_index || has("archive_path") && has("base_url") && has("canonical");
        (text.trim_start().starts_with('{') && is_index).then_some("has the keys of a snapshot's index")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let Some(snapshot) = read(&piece.bytes) else {
            return emit(Outcome::Skipped(context.place().to_owned(), Skip::Empty));
        };
        let mut evidence = context.evidence(self.name(), &piece);
        evidence.captured = snapshot.captured;
        emit(Outcome::Page(Box::new(Page {
            evidence,
            url: Some(snapshot.url),
            content: Content::Entry(Box::new(Record { title: snapshot.title, ..Record::default() })),
            doubts: Vec::new(),
            moved_from: None,
        })));
    }
}

/// What an index says of the rendering beside it; none where it is no such index.
pub(crate) fn sidecar(bytes: &[u8]) -> Option<Sidecar> {
    let snapshot = read(bytes)?;
    let method = Some("archivebox".to_owned());
    Some(Sidecar { url: Some(snapshot.url), captured: snapshot.captured, method, ..Sidecar::default() })
}

/// The HTTP status in `headers.json`: `Status-Code`, or (since 0.9) `status`.
pub(crate) fn status(headers: &[u8]) -> Option<u16> {
    let headers: Value = serde_json::from_slice(headers).ok()?;
    let status = headers.get("Status-Code").or_else(|| headers.get("status"))?;
    status.as_u64().and_then(|status| u16::try_from(status).ok()).or_else(|| status.as_str()?.parse().ok())
}

fn read(bytes: &[u8]) -> Option<Snapshot> {
    let text = std::str::from_utf8(bytes).ok()?;
    let lines: Vec<Value> = match serde_json::from_str::<Value>(text) {
        Ok(value) => vec![value],
        Err(_) => text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
    };
    let is_snapshot = |value: &&Value| {
        let has = |key: &str| value.get(key).is_some();
        let of_line = value.get("type").and_then(Value::as_str) == Some("Snapshot");
        has("url")
            && (of_line
                || (has("timestamp") && (has("history") || has("archive_results") || has("fs_version"))))
    };
    let snapshot = lines.iter().find(is_snapshot)?;
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
    };
    // When something was fetched comes before when the address was put in.
    let results =
        lines.iter().filter(|line| line.get("type").and_then(Value::as_str) == Some("ArchiveResult"));
    let history =
        snapshot.get("history").and_then(Value::as_object).into_iter().flat_map(serde_json::Map::values);
    let history = history.filter_map(Value::as_array).flatten();
    let listed = snapshot.get("archive_results").and_then(Value::as_array).into_iter().flatten();
    let started = results
        .chain(history)
        .chain(listed)
        .filter(|result| is_done(result))
        .filter_map(|result| moment(result, "start_ts"));
    let captured = started.min_by_key(|moment| moment.seconds).or_else(|| {
        ["downloaded_at", "updated", "bookmarked_at", "created_at"]
            .iter()
            .find_map(|key| moment(snapshot, key))
            .or_else(|| {
                let seconds = text(snapshot, "timestamp").split('.').next()?.parse().ok()?;
                Moment::from_unix(seconds)
            })
    });
    Some(Snapshot { url: text(snapshot, "url"), title: text(snapshot, "title"), captured })
        .filter(|snapshot| !snapshot.url.is_empty())
}

fn is_done(result: &Value) -> bool {
    result.get("status").and_then(Value::as_str).is_none_or(|status| status == "succeeded")
}

fn moment(value: &Value, key: &str) -> Option<Moment> {
    Moment::parse(value.get(key)?.as_str()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_tells_address_and_time() {
        for index in [
            r#"{"schema":"Link","url":"https://a.example/x","title":"T","timestamp":"1714557500.0","history":{"singlefile":[{"status":"succeeded","start_ts":"2024-05-01T10:00:00+00:00"}],"pdf":[{"status":"failed","start_ts":"2024-04-01T10:00:00+00:00"}]}}"#,
            r#"{"url":"https://a.example/x","timestamp":"1714557500","fs_version":"0.8","archive_results":[{"extractor":"dom","status":"succeeded","start_ts":"2024-05-01T10:00:00Z"}]}"#,
            "{\"type\":\"Snapshot\",\"url\":\"https://a.example/x\",\"bookmarked_at\":\"2024-04-01T00:00:00Z\"}\n{\"type\":\"ArchiveResult\",\"plugin\":\"dom\",\"status\":\"succeeded\",\"start_ts\":\"2024-05-01T10:00:00Z\"}",
            r#"{"schema":"Link","url":"https://a.example/x","timestamp":"1714557600.5","history":{}}"#,
        ] {
            let sidecar = sidecar(index.as_bytes()).unwrap();
            assert_eq!(sidecar.url.as_deref(), Some("https://a.example/x"), "{index}");
            assert_eq!(sidecar.captured.unwrap().to_string(), "2024-05-01T10:00:00Z", "{index}");
        }
        assert!(sidecar(br#"{"url":"https://a.example/x","captured":"2024"}"#).is_none());
        for headers in [
            r#"{"Status-Code":404}"#,
            r#"{"Status-Code":"404"}"#,
            r#"{"status":404,"statusText":"Not Found"}"#,
        ] {
            assert_eq!(status(headers.as_bytes()), Some(404), "{headers}");
        }
    }
}
