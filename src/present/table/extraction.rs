use std::io::{self, Write};

use super::{BOLD, DIM, clean, colour, grid, styled};
use crate::model::{Article, Claim, Extraction, Modality, Polarity, Quad};

/// What was taken from one article: its entities and relations.
pub fn extraction_table(
    out: &mut dyn Write,
    article: &Article,
    extraction: &Extraction,
    relations: &[Claim],
    quad: &dyn Fn(&str) -> Quad,
    width: usize,
) -> io::Result<()> {
    let title = article.title.as_deref().unwrap_or(&article.id);
    writeln!(
        out,
        "{}  {}",
        styled(BOLD, &clean(title)),
        styled(DIM, &clean(&article.origin))
    )?;
    if extraction.entities.is_empty() {
        return writeln!(out, "  no entities found");
    }
    let rows = extraction.entities.iter().map(|entity| {
        let code = entity
            .code
            .as_ref()
            .or(entity.state.as_ref())
            .cloned()
            .unwrap_or_default();
        vec![
            entity.name.clone(),
            entity.kind.to_string(),
            code,
            entity.names.join(", "),
        ]
    });
    writeln!(
        out,
        "\n{}",
        grid(width, &["entity", "kind", "state", "named in the text as"], &[], rows)
    )?;
    if relations.is_empty() {
        return writeln!(out, "\nno relations found");
    }
    writeln!(out)?;
    let name = |index: usize| {
        extraction
            .entities
            .get(index)
            .map_or("?", |entity| entity.name.as_str())
    };
    let rows: Vec<Vec<String>> = relations
        .iter()
        .map(|claim| {
            vec![
                name(claim.head).to_string(),
                format!(
                    "{}{}",
                    if claim.polarity == Polarity::Negated {
                        "not "
                    } else {
                        ""
                    },
                    claim.relation
                ),
                name(claim.tail).to_string(),
                qualifiers(claim, &name),
                format!("{:.2}", claim.confidence),
                claim.evidence.of(&extraction.text).to_string(),
            ]
        })
        .collect();
    let table = grid(width, &["head", "type", "tail", "how", "conf.", "evidence"], &[4], rows);
    // A cell that wraps makes several lines; only where every row is one line are rows coloured.
    let plain = table.lines().count() == relations.len() + 1;
    for (index, line) in table.lines().enumerate() {
        let claim = index
            .checked_sub(1)
            .and_then(|row| relations.get(row))
            .filter(|_| plain);
        match claim {
            Some(claim) => writeln!(out, "{}", styled(colour(quad(&claim.relation)), line))?,
            None => writeln!(out, "{line}")?,
        }
    }
    Ok(())
}

/// Modality, date, speaker and office, as far as they say something.
fn qualifiers<'a>(claim: &'a Claim, name: &dyn Fn(usize) -> &'a str) -> String {
    let mut parts: Vec<String> = Vec::new();
    if claim.modality != Modality::Actual {
        parts.push(claim.modality.name().into());
    }
    parts.extend(claim.speaker.map(|speaker| format!("says {}", name(speaker))));
    parts.extend(claim.office.clone());
    parts.extend(claim.date.map(|date| date.to_string()));
    parts.join(", ")
}
