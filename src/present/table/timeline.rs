use std::io::{self, Write};

use super::between::told;
use super::marked::marked;
use super::path::write_evidence;
use super::{BOLD, DIM, clean, count, styled, wrap};
use crate::model::Modality;
use crate::query::{SearchAnswer, TimelineAnswer};

/// What happened, day by day, with the surest sentence.
pub fn timeline_table(out: &mut dyn Write, answer: &TimelineAnswer, width: usize) -> io::Result<()> {
    if answer.left_out > 0 {
        writeln!(out, "{}", styled(DIM, &format!("{} earlier left out", answer.left_out)))?;
    }
    for (index, moment) in answer.moments.iter().enumerate() {
        let edge = &moment.relation;
        let date = moment.evidence.as_ref().and_then(|evidence| evidence.date);
        let date = date.map_or_else(|| moment.day.to_string(), |date| date.to_string());
        let new_day = index == 0 || answer.moments[index - 1].day != moment.day;
        if index > 0 && new_day {
            writeln!(out)?;
        }
        let mut facts = Vec::new();
        if edge.sources > 1 {
            facts.push(count(edge.sources.into(), "source"));
        }
        if edge.modality != Modality::Actual {
            facts.push(edge.modality.name().to_string());
        }
        facts.push(format!("confidence {:.2}", edge.confidence));
        let facts = styled(DIM, &facts.join(" · "));
        writeln!(
            out,
            "{}  {}   {facts}",
            styled(BOLD, &format!("{date:<10}")),
            told(edge)
        )?;
        if let Some(evidence) = &moment.evidence {
            write_evidence(out, evidence, 12, width)?;
        }
    }
    Ok(())
}

/// Sentences with the words looked for in bold, where they stand, and who does what in them.
pub fn search_table(out: &mut dyn Write, answer: &SearchAnswer, width: usize) -> io::Result<()> {
    for (index, found) in answer.found.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        for line in marked(&found.sentence, &found.marks, width) {
            writeln!(out, "{line}")?;
        }
        let mut origin = found.source.clone().unwrap_or_else(|| found.article.clone());
        if let Some(date) = found.published {
            origin += &format!(", {date}");
        }
        if let Some(title) = &found.title {
            origin += &format!(": {title}");
        }
        if found.copies > 0 {
            origin += &format!(" (and {})", count(found.copies as u64, "copy"));
        }
        for line in wrap(&format!("— {origin}"), width) {
            writeln!(out, "{}", styled(DIM, &line))?;
        }
        for edge in &found.claims {
            let modality = match edge.modality {
                Modality::Actual => String::new(),
                modality => format!(" ({})", clean(modality.name())),
            };
            writeln!(out, "  {}{modality}", told(edge))?;
        }
    }
    Ok(())
}
