use std::io::{self, Write};

use super::{BOLD, DIM, grid, styled};
use crate::model::{Claim, Codes, Document, Explanation, Polarity, Reason, Weight};

/// How relgraph reads a text: each sentence as aligned columns, then the claims with what speaks for them, and
/// what was not told.
pub fn explain_table(
    out: &mut dyn Write,
    document: &Document,
    claims: &[(Claim, Codes)],
    explanation: &Explanation,
    width: usize,
) -> io::Result<()> {
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
        writeln!(out, "no claims")?;
    }
    for (index, (claim, codes)) in claims.iter().enumerate() {
        claim_lines(out, document, claim, codes)?;
        if let Some(Some(reason)) = explanation.told.get(index) {
            reason_lines(out, reason)?;
        }
        writeln!(out)?;
    }
    if !explanation.lost.is_empty() {
        writeln!(out, "{}", styled(BOLD, "Not told"))?;
        for reason in &explanation.lost {
            let line = format!(
                "{} {} {}",
                name(document, reason.head),
                reason.relation,
                name(document, reason.tail)
            );
            let mut facts: Vec<String> = reason.lost.iter().cloned().collect();
            facts.extend(reason.rule.iter().map(|rule| format!("rule {rule}")));
            writeln!(
                out,
                "  {}   {}",
                super::clean(&line),
                styled(DIM, &super::clean(&facts.join(" · ")))
            )?;
        }
    }
    Ok(())
}

fn name(document: &Document, index: usize) -> &str {
    document.entities.get(index).map_or("?", |entity| entity.name.as_str())
}

/// The claim, its qualities, its codes.
fn claim_lines(out: &mut dyn Write, document: &Document, claim: &Claim, codes: &Codes) -> io::Result<()> {
    let not = match claim.polarity {
        Polarity::Negated => "not ",
        Polarity::Affirmed => "",
    };
    let line = format!(
        "{} {not}{} {}",
        name(document, claim.head),
        claim.relation,
        name(document, claim.tail)
    );
    let mut facts = vec![
        claim.modality.name().to_string(),
        format!("confidence {:.2}", claim.confidence),
    ];
    facts.extend(claim.date.map(|date| date.to_string()));
    facts.extend(claim.speaker.map(|speaker| format!("says {}", name(document, speaker))));
    facts.extend(claim.office.clone());
    facts.push(format!("rule {}", claim.rule));
    facts.push(format!("“{}”", super::clean(document.text_of(claim.evidence))));
    writeln!(
        out,
        "{}   {}",
        styled(BOLD, &super::clean(&line)),
        styled(DIM, &facts.join(" · "))
    )?;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(codes.plover.as_ref().map(|root| match &codes.mode {
        Some(mode) => format!("PLOVER {root}, {mode}"),
        None => format!("PLOVER {root}"),
    }));
    parts.extend(codes.cameo.as_ref().map(|code| format!("CAMEO {code}")));
    parts.extend(codes.quad.map(|quad| format!("quad class {quad}")));
    parts.extend(codes.goldstein.map(|weight| format!("Goldstein {weight:.1}")));
    if !codes.contexts.is_empty() {
        parts.push(format!("context {}", codes.contexts.join(", ")));
    }
    match parts.is_empty() {
        true => Ok(()),
        false => writeln!(out, "  codes    {}", parts.join(" · ")),
    }
}

/// The rule, and what weighed most in both decisions.
fn reason_lines(out: &mut dyn Write, reason: &Reason) -> io::Result<()> {
    match (&reason.rule, &reason.trigger) {
        (Some(rule), Some(trigger)) => {
            let place = reason
                .place
                .as_ref()
                .map(|place| format!(" ({place})"))
                .unwrap_or_default();
            writeln!(out, "  rule     {rule}{place}, by “{}”", super::clean(trigger))?;
        }
        _ => writeln!(out, "  rule     none: the ranker adds it")?,
    }
    if reason.for_type.is_empty() {
        return writeln!(
            out,
            "  ranker   has not learned this type; the confidence is the rule's"
        );
    }
    let list = |weights: &[Weight]| {
        let parts = weights
            .iter()
            .map(|weight| format!("{:+.2} {}", weight.weight, weight.feature));
        super::clean(&parts.collect::<Vec<_>>().join("; ")).into_owned()
    };
    writeln!(out, "  related  {:.2}   {}", reason.related, list(&reason.for_related))?;
    writeln!(out, "  so       {:.2}   {}", reason.share, list(&reason.for_type))?;
    writeln!(out, "  in all   {:.2}   {}", reason.confidence, list(&reason.for_all))
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
