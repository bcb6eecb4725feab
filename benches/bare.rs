//! A bare tantivy index of a corpus, to measure beside.
//!
//! In: articles. Out: the index of their titles and bodies; the same articles as JSON Lines. Not a benchmark of its own.

use std::path::Path;

use tantivy::schema::{Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, TantivyDocument};

use crate::support::Article;

/// The article as a line of JSON Lines.
pub(crate) fn json_line(number: usize, article: &Article) -> String {
    let record = serde_json::json!({
        "id": number.to_string(), "title": article.title, "published": article.date, "team": article.team,
        "body": article.body(),
    });
    format!("{record}\n")
}

/// Indexes title and body, stemmed, and stores them: what tantivy alone does with the same text from memory.
pub(crate) fn bare_index(folder: &Path, articles: impl Iterator<Item = (String, String)>) -> Index {
    let mut schema = Schema::builder();
    let stemmed = TextOptions::default().set_stored().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(tantivy::schema::IndexRecordOption::WithFreqsAndPositions),
    );
    let title = schema.add_text_field("title", stemmed.clone());
    let body = schema.add_text_field("body", stemmed);
    let index = Index::create_in_dir(folder, schema.build()).expect("a bare index");
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let mut writer = index.writer_with_num_threads(threads, threads * (128 << 20)).expect("a bare writer");
    for (title_text, body_text) in articles {
        let mut document = TantivyDocument::new();
        document.add_text(title, &title_text);
        document.add_text(body, &body_text);
        writer.add_document(document).expect("a document added");
    }
    writer.commit().expect("a commit");
    writer.wait_merging_threads().expect("merges");
    index
}
