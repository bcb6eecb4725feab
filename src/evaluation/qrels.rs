//! Judgements: which document answers which topic, and how well.
//!
//! In: TREC's four columns (topic, anything, document, grade), or three with tabs between (topic, document, grade) and a line
//! of headings. Out: [`Qrels`].

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::evaluation::Error;

/// Grades of documents, by topic. A grade above 0 is relevant; a document that nobody judged has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Qrels {
    topics: BTreeMap<String, BTreeMap<String, i64>>,
}

impl Qrels {
    /// The judgements of a text. Where a document is judged twice, the later grade holds.
    ///
    /// # Errors
    /// When a line has neither three nor four columns, or its last is no whole number.
    pub fn parse(text: &str) -> Result<Qrels, Error> {
        let mut qrels = Qrels::default();
        for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let (topic, document, grade) = match columns[..] {
                [] => continue,
                [topic, document, grade] | [topic, _, document, grade] => (topic, document, grade),
                _ => {
                    let reason = format!("{} columns; topic, document and grade are wanted", columns.len());
                    return Err(Error::at(number, reason));
                }
            };
            match grade.parse() {
                Ok(grade) => qrels.put(topic, document, grade),
                // Headings, which TREC's four columns do not have.
                Err(_) if number == 1 && columns.len() == 3 => {}
                Err(_) => return Err(Error::at(number, format!("the grade {grade:?} is no whole number"))),
            }
        }
        Ok(qrels)
    }

    /// Sets a grade.
    pub fn put(&mut self, topic: &str, document: &str, grade: i64) {
        self.topics.entry(topic.to_owned()).or_default().insert(document.to_owned(), grade);
    }

    /// Takes a judgement back; tells whether there was one.
    pub fn remove(&mut self, topic: &str, document: &str) -> bool {
        let Some(grades) = self.topics.get_mut(topic) else { return false };
        let removed = grades.remove(document).is_some();
        if grades.is_empty() {
            self.topics.remove(topic);
        }
        removed
    }

    /// The grades of a topic, by document.
    pub fn of(&self, topic: &str) -> Option<&BTreeMap<String, i64>> {
        self.topics.get(topic)
    }

    /// The topics for which some document is relevant, in the order of their ids: those that measures are averaged over.
    pub fn measured(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, i64>)> {
        let topics = self.topics.iter().filter(|(_, grades)| grades.values().any(|grade| *grade > 0));
        topics.map(|(topic, grades)| (topic.as_str(), grades))
    }

    /// How many judgements there are.
    pub fn len(&self) -> usize {
        self.topics.values().map(BTreeMap::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.topics.is_empty()
    }

    /// All of them in TREC's four columns.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (topic, grades) in &self.topics {
            for (document, grade) in grades {
                let _ = writeln!(text, "{topic} 0 {document} {grade}");
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_columns_with_headings_and_four_are_read_alike() {
        let three = Qrels::parse("query-id\tcorpus-id\tscore\n1\td1\t2\n1\td2\t0\n2\td9\t-1\n").unwrap();
        let four = Qrels::parse("1 0 d1 2\n1 0 d2 0\n2 0 d9 -1\n").unwrap();
        assert_eq!(three, four);
        assert_eq!(Qrels::parse(&four.text()).unwrap(), four);
        let measured: Vec<&str> = four.measured().map(|(topic, _)| topic).collect();
        assert_eq!((measured, four.len()), (vec!["1"], 3));
    }

    #[test]
    fn a_line_that_is_no_judgement_is_named() {
        for (text, line, reason) in [
            ("1 d 1\n1 d", 2, "2 columns"),
            ("1 d 1\n1 d x", 2, "no whole number"),
            ("1 0 d x\n", 1, "no whole number"),
        ] {
            let error = Qrels::parse(text).unwrap_err();
            assert!(error.line == line && error.reason.contains(reason), "{error}");
        }
    }

    #[test]
    fn a_judgement_can_be_taken_back() {
        let mut qrels = Qrels::parse("1 0 d1 2").unwrap();
        assert!(qrels.remove("1", "d1") && !qrels.remove("1", "d1") && qrels.is_empty());
    }
}
