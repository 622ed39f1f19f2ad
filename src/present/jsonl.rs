use std::io::{self, Write};

use serde::Serialize;

use super::json::objects;
use crate::model::{Change, Claim, Codes, Date, DyadCode, Extraction, Kind, Modality, Polarity};
use crate::query::{PathAnswer, PathFound, Rows};

#[derive(Serialize)]
struct Line<'a> {
    doc: &'a str,
    entities: Vec<EntityLine<'a>>,
    relations: Vec<RelationLine<'a>>,
}

#[derive(Serialize)]
struct CodeLine<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    relation: &'a str,
    plover: &'a str,
    cameo: Option<&'a str>,
    polarity: Polarity,
    modality: Modality,
    confidence: f64,
}

/// What one dyad says, as one line.
pub fn code_line(out: &mut impl Write, id: &str, code: &DyadCode) -> io::Result<()> {
    let line = CodeLine {
        id,
        relation: &code.relation,
        plover: &code.plover,
        cameo: code.cameo.as_deref(),
        polarity: code.polarity,
        modality: code.modality,
        confidence: (f64::from(code.confidence) * 1000.0).round() / 1000.0,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct EntityLine<'a> {
    id: String,
    kind: Kind,
    name: &'a str,
    code: Option<&'a str>,
    state: Option<&'a str>,
    mentions: &'a [String],
}

#[derive(Serialize)]
struct RelationLine<'a> {
    head: String,
    #[serde(rename = "type")]
    relation: &'a str,
    tail: String,
    polarity: Polarity,
    modality: Modality,
    date: Option<Date>,
    speaker: Option<String>,
    office: Option<&'a str>,
    sentence: &'a str,
    evidence: &'a str,
    plover: Option<&'a str>,
    mode: Option<&'a str>,
    contexts: &'a [String],
    cameo: Option<&'a str>,
    quad: Option<u8>,
    goldstein: Option<f32>,
    confidence: f64,
    rule: &'a str,
}

/// One document's extraction as one line of JSON, with the relations given: the form in which
/// extractions are scored and exchanged.
pub fn document_line(
    out: &mut dyn Write,
    doc: &str,
    extraction: &Extraction,
    relations: &[(Claim, Codes)],
) -> io::Result<()> {
    let entities = extraction
        .entities
        .iter()
        .enumerate()
        .map(|(index, entity)| EntityLine {
            id: id(index),
            kind: entity.kind,
            name: &entity.name,
            code: entity.code.as_deref(),
            state: entity.state.as_deref(),
            mentions: &entity.names,
        });
    let relations = relations.iter().map(|(claim, codes)| RelationLine {
        head: id(claim.head),
        relation: &claim.relation,
        tail: id(claim.tail),
        polarity: claim.polarity,
        modality: claim.modality,
        date: claim.date,
        speaker: claim.speaker.map(id),
        office: claim.office.as_deref(),
        sentence: claim.sentence.of(&extraction.text).trim(),
        evidence: claim.evidence.of(&extraction.text),
        plover: codes.plover.as_deref(),
        mode: codes.mode.as_deref(),
        contexts: &codes.contexts,
        cameo: codes.cameo.as_deref(),
        quad: codes.quad,
        goldstein: codes.goldstein,
        // Four digits: the rest is noise and would only make lines long.
        confidence: (f64::from(claim.confidence) * 1e4).round() / 1e4,
        rule: &claim.rule,
    });
    let line = Line {
        doc,
        entities: entities.collect(),
        relations: relations.collect(),
    };
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)
}

/// Any record that relgraph reads again, as one line.
pub fn record_line(out: &mut dyn Write, record: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    out.write_all(b"\n")
}

/// A change of a claim, as one line.
pub fn change_jsonl(out: &mut dyn Write, change: &Change) -> io::Result<()> {
    serde_json::to_writer(&mut *out, change)?;
    writeln!(out)
}

/// Paths, one a line, each with the two that it connects.
pub fn paths_jsonl(out: &mut dyn Write, answer: &PathAnswer) -> io::Result<()> {
    #[derive(Serialize)]
    struct PathLine<'a> {
        rank: usize,
        from: &'a str,
        to: &'a str,
        #[serde(flatten)]
        path: &'a PathFound,
    }
    for (index, path) in answer.paths.iter().enumerate() {
        let line = PathLine {
            rank: index + 1,
            from: &answer.from.name,
            to: &answer.to.name,
            path,
        };
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)?;
    }
    Ok(())
}

/// The answer of an SQL query, one object a row.
pub fn rows_jsonl(out: &mut dyn Write, rows: &Rows) -> io::Result<()> {
    for object in objects(rows) {
        serde_json::to_writer(&mut *out, &object)?;
        writeln!(out)?;
    }
    Ok(())
}

fn id(index: usize) -> String {
    format!("e{}", index + 1)
}
