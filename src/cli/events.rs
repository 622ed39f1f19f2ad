//! Claims as records of events.

use std::collections::HashSet;
use std::io::Write;

use crate::lexicon::Lexicon;
use crate::model::{Article, Claim, Extraction, Polarity};
use crate::present::{Event, cameo_head, cameo_line, plover_line};
use crate::query::SubgraphAnswer;
use crate::relate::codes::{actor, codes};
use crate::resolve;
use crate::store::{Store, Window};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Record {
    Cameo,
    Plover,
}

/// A record for each claim of an act. What two do together is an event of each of them; what is only a standing
/// fact, or in CAMEO's format denied, is none.
pub fn events(
    out: &mut dyn Write,
    lexicon: &Lexicon,
    article: &Article,
    extraction: &Extraction,
    relations: &[Claim],
    record: Record,
) -> std::io::Result<()> {
    let actors: Vec<String> = (0..extraction.entities.len())
        .map(|index| actor(lexicon, &extraction.entities, relations, index))
        .collect();
    let mut number = 0;
    for claim in relations {
        let codes = codes(lexicon, claim, claim.sentence.of(&extraction.text));
        let kind = lexicon.relation_types().iter().find(|kind| kind.name == claim.relation);
        let cameo = record == Record::Cameo;
        let is_event = match cameo {
            true => codes.cameo.is_some() && claim.polarity == Polarity::Affirmed,
            false => codes.plover.is_some(),
        };
        if !is_event {
            continue;
        }
        for turned in [false, true] {
            if turned && !kind.is_some_and(|kind| kind.symmetric) {
                continue;
            }
            let (source, target) = if turned {
                (claim.tail, claim.head)
            } else {
                (claim.head, claim.tail)
            };
            number += 1;
            let event = Event {
                article,
                extraction,
                claim,
                codes: &codes,
                actors: [&actors[source], &actors[target]],
                turned,
                number,
            };
            match cameo {
                true => cameo_line(out, &event)?,
                false => plover_line(out, &event)?,
            }
        }
    }
    Ok(())
}

/// The events that the relations of a stored graph rest on, article by article.
pub fn records(
    out: &mut dyn Write,
    store: &Store,
    graph: &SubgraphAnswer,
    window: &Window,
    record: Record,
) -> anyhow::Result<()> {
    let lexicon = Lexicon::embedded();
    let relations: HashSet<i64> = graph.edges.iter().map(|edge| edge.id).collect();
    if record == Record::Cameo {
        cameo_head(out)?;
    }
    store.each_article(
        window,
        &|relation| relations.contains(&relation),
        &mut |article, extraction| {
            let told = resolve::one_per_pair(&extraction.claims, lexicon.relation_types());
            Ok::<(), anyhow::Error>(events(out, lexicon, article, extraction, &told, record)?)
        },
    )
}
