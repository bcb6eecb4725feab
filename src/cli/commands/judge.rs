//! `rsearch judge`: a person grades hits.
//!
//! In: topics, and what the person answers for each hit. Out: judgements, written after each grade.

use std::fs;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use crate::cli::args::{Global, Judge};
use crate::cli::commands::named::one_document;
use crate::cli::commands::{reader, state};
use crate::cli::error::Failure;
use crate::cli::printer::Printer;
use crate::cli::table::thousands;
use crate::cli::{Exit, Outcome, hyphens, text};
use crate::document::Document;
use crate::evaluation::{self, Qrels, Topic};
use crate::index::Reader;
use crate::search::{Hit, Matching, Request, plain, search};
use crate::state::State;

/// Files of the state folder.
pub(super) const TOPICS: &str = "topics.jsonl";
/// See [`TOPICS`].
pub(super) const QRELS: &str = "qrels.tsv";

/// What a person answers.
enum Answer {
    Grade(i64),
    Skip,
    Undo,
    End,
}

pub(crate) fn run(args: &Judge, global: &Global, printer: &Printer) -> Outcome {
    let topics_place = Place::of(args.topics.as_deref(), TOPICS, global)?;
    let qrels_place = Place::of(args.qrels.as_deref(), QRELS, global)?;
    let mut topics = topics_place.read("topics", Topic::all)?;
    let mut qrels = qrels_place.read("judgements", Qrels::parse)?;
    let reader = reader(global)?;
    // Before anything is written: a grade that is refused leaves no topic behind.
    let graded: Vec<(Document, i64)> =
        args.grade.iter().map(|text| grade_of(text, &reader)).collect::<Result<_, _>>()?;
    let typed = hyphens::restored(&args.query);
    let chosen: Vec<Topic> = if typed.trim().is_empty() {
        topics.clone()
    } else {
        let (topic, is_new) = topic_of(&topics, typed.trim());
        if is_new {
            topics.push(topic.clone());
            let lines: String = topics.iter().map(|topic| topic.line() + "\n").collect();
            topics_place.write(&lines)?;
        }
        vec![topic]
    };
    let Some(first) = chosen.first() else {
        return Err(
            Failure::new("there is no topic to judge").hint("name one: `rsearch judge 'what you look for'`")
        );
    };
    if !graded.is_empty() {
        for (document, grade) in &graded {
            qrels.put(&first.id, &name(document), *grade);
        }
        qrels_place.write(&qrels.text())?;
        tell(graded.len(), &qrels, printer);
        return Ok(Exit::Success);
    }
    let mut judged = 0;
    let mut answers = std::io::stdin().lock().lines();
    let mut last: Option<(String, String)> = None;
    'topics: for topic in &chosen {
        let hits = hits(&reader, topic, args.depth)?;
        let wanted = |hit: &&Hit| {
            args.again || !qrels.of(&topic.id).is_some_and(|grades| grades.contains_key(&name(&hit.document)))
        };
        let mut wanted: Vec<&Hit> = hits.iter().filter(wanted).collect();
        wanted.reverse();
        if !wanted.is_empty() {
            printer.line(&format!("topic {}: {}", text::one_line(&topic.id), text::one_line(&topic.text)))?;
        }
        while let Some(hit) = wanted.pop() {
            show(hit, &hits, printer)?;
            match next(&mut answers, printer)? {
                Answer::Grade(grade) => {
                    qrels.put(&topic.id, &name(&hit.document), grade);
                    qrels_place.write(&qrels.text())?;
                    last = Some((topic.id.clone(), name(&hit.document)));
                    judged += 1;
                }
                Answer::Skip => {}
                Answer::Undo => {
                    wanted.push(hit);
                    match last.take() {
                        Some((topic_id, document)) if qrels.remove(&topic_id, &document) => {
                            qrels_place.write(&qrels.text())?;
                            judged -= 1;
                            let taken_back = |hit: &&Hit| name(&hit.document) == document;
                            wanted.extend(hits.iter().find(taken_back).filter(|_| topic_id == topic.id));
                            printer.talk("the last grade is taken back");
                        }
                        _ => printer.talk("there is no grade to take back"),
                    }
                }
                Answer::End => break 'topics,
            }
        }
    }
    tell(judged, &qrels, printer);
    Ok(Exit::Success)
}

fn tell(judged: usize, qrels: &Qrels, printer: &Printer) {
    let (judged, all) = (thousands(judged as u64), thousands(qrels.len() as u64));
    printer.talk(&format!("{judged} judged, {all} in all; `rsearch eval` measures by them"));
}

/// The topic of a text: the one there is, or one with the next number.
fn topic_of(topics: &[Topic], typed: &str) -> (Topic, bool) {
    if let Some(known) = topics.iter().find(|topic| topic.text == typed) {
        return (known.clone(), false);
    }
    let highest = topics.iter().filter_map(|topic| topic.id.parse::<u64>().ok()).max().unwrap_or(0);
    (Topic { id: (highest + 1).to_string(), text: typed.to_owned() }, true)
}

/// The document and the grade of `ID=GRADE`.
fn grade_of(text: &str, reader: &Reader) -> Result<(Document, i64), Failure> {
    let split = text.rsplit_once('=').and_then(|(id, grade)| Some((id, grade_in(grade)?)));
    let (id, grade) = split.ok_or_else(|| {
        Failure::new(format!("`{text}` is no grade of a document"))
            .hint("write ID=GRADE with a grade from 0 to 3, such as svf4peyjssfc=2")
    })?;
    Ok((one_document(reader, id)?, grade))
}

/// A grade that a person gives.
fn grade_in(text: &str) -> Option<i64> {
    text.parse().ok().filter(|grade| (0..=3).contains(grade))
}

/// The name of a document in judgements: the id that its record brought, else its own.
fn name(document: &Document) -> String {
    document.record_id.clone().unwrap_or_else(|| document.id.clone())
}

/// The best hits of a topic, ranked as `eval` ranks.
fn hits(reader: &Reader, topic: &Topic, depth: usize) -> Result<Vec<Hit>, Failure> {
    let request = Request {
        query: plain(&topic.text),
        matching: Matching::Any,
        limit: depth,
        snippets: 2,
        ..Request::default()
    };
    Ok(search(reader, &request)?.hits)
}

fn show(hit: &Hit, hits: &[Hit], printer: &Printer) -> Result<(), Failure> {
    let rank = hits.iter().position(|other| other.document.id == hit.document.id).unwrap_or(0) + 1;
    printer.line("")?;
    text::hit(printer, rank, hit).iter().try_for_each(|line| printer.line(line))?;
    Ok(())
}

/// What the person answers; what is no answer is asked again, the end of the input ends.
fn next(
    answers: &mut impl Iterator<Item = std::io::Result<String>>,
    printer: &Printer,
) -> Result<Answer, Failure> {
    loop {
        printer.talk("grade (0 not relevant, 1, 2, 3), Enter passes over, u takes back, q ends");
        let Some(line) = answers.next() else { return Ok(Answer::End) };
        let line = line.map_err(|error| Failure::new(format!("cannot read the answer: {error}")))?;
        match line.trim() {
            "" => return Ok(Answer::Skip),
            "u" => return Ok(Answer::Undo),
            "q" => return Ok(Answer::End),
            typed => match grade_in(typed) {
                Some(grade) => return Ok(Answer::Grade(grade)),
                None => printer.talk("that is no grade"),
            },
        }
    }
}

/// A file of the state folder, or one that was named.
pub(super) struct Place {
    path: PathBuf,
    folder: State,
    file: String,
}

impl Place {
    pub(super) fn of(named: Option<&Path>, file: &str, global: &Global) -> Result<Place, Failure> {
        let Some(path) = named else {
            let folder = state(global);
            return Ok(Place { path: folder.path(file)?, folder, file: file.to_owned() });
        };
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = State::at(parent.unwrap_or_else(|| Path::new(".")));
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Place { path: path.to_owned(), folder, file })
    }

    /// What the file says; nothing when it is not there.
    fn read<T: Default>(
        &self,
        what: &str,
        parse: impl Fn(&str) -> Result<T, evaluation::Error>,
    ) -> Result<T, Failure> {
        let wrong = |reason: &dyn std::fmt::Display| {
            Failure::new(format!("cannot read the {what} in {}: {reason}", self.path.display()))
        };
        match fs::read_to_string(&self.path) {
            Ok(text) => parse(&text).map_err(|error| wrong(&error)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(T::default()),
            Err(error) => Err(wrong(&error)),
        }
    }

    fn write(&self, text: &str) -> Result<(), Failure> {
        Ok(self.folder.write(&self.file, text)?)
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}
