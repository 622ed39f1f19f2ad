use std::io::{self, Write};

use super::{BOLD, DIM, grid, styled};
use crate::model::{Claim, Document, Polarity};

/// How relgraph reads a text: each sentence as aligned columns, then the claims with their rules.
pub fn explain_table(out: &mut dyn Write, document: &Document, claims: &[Claim], width: usize) -> io::Result<()> {
    for sentence in &document.sentences {
        let rows = sentence.clone().map(|index| {
            let token = &document.tokens[index];
            let head = if token.head == index {
                "—"
            } else {
                document.token_text(token.head)
            };
            vec![
                (index - sentence.start + 1).to_string(),
                document.token_text(index).to_string(),
                token.tag.to_string(),
                token.lemma.clone(),
                token.label.to_string(),
                head.to_string(),
                mention(document, index),
            ]
        });
        writeln!(
            out,
            "{}\n",
            grid(
                width,
                &["", "word", "tag", "lemma", "arc", "head", "mention"],
                &[0],
                rows
            )
        )?;
    }
    if !document.entities.is_empty() {
        let rows = document.entities.iter().map(|entity| {
            let state = entity
                .code
                .as_ref()
                .or(entity.state.as_ref())
                .cloned()
                .unwrap_or_default();
            vec![
                entity.name.clone(),
                entity.kind.to_string(),
                state,
                entity.names.join(", "),
            ]
        });
        writeln!(
            out,
            "{}\n",
            grid(width, &["entity", "kind", "state", "named as"], &[], rows)
        )?;
    }
    if claims.is_empty() {
        return writeln!(out, "no claims");
    }
    let name = |index: usize| document.entities.get(index).map_or("?", |entity| entity.name.as_str());
    for claim in claims {
        let not = if claim.polarity == Polarity::Negated {
            "not "
        } else {
            ""
        };
        let line = format!("{} {not}{} {}", name(claim.head), claim.relation, name(claim.tail));
        let mut facts = vec![
            claim.modality.name().to_string(),
            format!("confidence {:.2}", claim.confidence),
        ];
        facts.extend(claim.date.map(|date| date.to_string()));
        facts.extend(claim.speaker.map(|speaker| format!("says {}", name(speaker))));
        facts.extend(claim.office.clone());
        facts.push(format!("rule {}", claim.rule));
        facts.push(format!("“{}”", super::clean(document.text_of(claim.evidence))));
        writeln!(
            out,
            "{}   {}",
            styled(BOLD, &super::clean(&line)),
            styled(DIM, &facts.join(" · "))
        )?;
    }
    Ok(())
}

/// The entity that a mention starting at, or holding, a word refers to.
fn mention(document: &Document, index: usize) -> String {
    let inside = document
        .mentions
        .iter()
        .filter(|mention| mention.tokens.contains(&index));
    let parts = inside.map(|mention| {
        let entity = document.entities.get(mention.entity);
        let name = entity.map_or("?", |entity| entity.name.as_str());
        match mention.tokens.start == index {
            true => format!("{name} ({})", entity.map_or("?", |entity| entity.kind.name())),
            false => "\"".into(),
        }
    });
    parts.collect::<Vec<_>>().join("; ")
}
