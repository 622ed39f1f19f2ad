use std::io::{self, Write};

use super::path::{facts, write_evidence};
use super::{BOLD, DIM, clean, colour, count, quad_name, styled};
use crate::model::{Polarity, Quad};
use crate::query::{BetweenAnswer, Edge, Month};

/// All that ties two entities directly, below a line of how it went month by month.
pub fn between_table(out: &mut dyn Write, answer: &BetweenAnswer, width: usize) -> io::Result<()> {
    let title = format!("{} and {}", clean(&answer.one.name), clean(&answer.other.name));
    writeln!(out, "{}", styled(BOLD, &title))?;
    if let (Some(first), Some(last)) = (answer.months.first(), answer.months.last()) {
        let (columns, step) = columns(&answer.months, width.saturating_sub(32));
        let span = if first == last {
            first.month.to_string()
        } else {
            format!("{} – {}", first.month, last.month)
        };
        let each = match step {
            1 => "a column a month".to_string(),
            12 => "a column a year".to_string(),
            step => format!("a column {step} months"),
        };
        writeln!(out, "{}", styled(DIM, &format!("{span}, {each}")))?;
        let most = columns.iter().flat_map(|(good, bad)| [*good, *bad]).max().unwrap_or(0);
        for (quad, pick) in [
            (Quad::Cooperation, (|column| column.0) as fn((u32, u32)) -> u32),
            (Quad::Conflict, |column| column.1),
        ] {
            let numbers: Vec<u32> = columns.iter().map(|column| pick(*column)).collect();
            let sum: u32 = numbers.iter().sum();
            let line = styled(colour(quad), &sparkline(&numbers, most));
            writeln!(out, "  {:<12} {line}  {}", quad_name(quad), count(sum.into(), "claim"))?;
        }
    }
    let mut family = None;
    for tie in &answer.ties {
        let edge = &tie.relation;
        if family != Some(edge.quad()) {
            family = Some(edge.quad());
            writeln!(out, "\n{}", styled(colour(edge.quad()).bold(), quad_name(edge.quad())))?;
        }
        writeln!(out, "  {}   {}", told(edge), styled(DIM, &facts(edge)))?;
        for evidence in &tie.evidence {
            write_evidence(out, evidence, 4, width)?;
        }
    }
    Ok(())
}

/// `Turkey purchased S-400`, `Turkey not attacks Syria`
pub fn told(edge: &Edge) -> String {
    let not = if edge.polarity == Polarity::Negated { "not " } else { "" };
    let kind = styled(colour(edge.quad()), &format!("{not}{}", edge.relation));
    format!("{} {kind} {}", clean(&edge.head_name), clean(&edge.tail_name))
}

/// The months, or as many together as it takes to fit, with how many months a column stands for.
fn columns(months: &[Month], most: usize) -> (Vec<(u32, u32)>, usize) {
    let steps = [1, 3, 12, 60, 120];
    let fits = |step: &usize| months.len().div_ceil(*step) <= most.max(1);
    let step = steps.into_iter().find(fits).unwrap_or(months.len());
    let sum = |months: &[Month]| {
        let good = months.iter().map(|month| month.cooperation).sum();
        (good, months.iter().map(|month| month.conflict).sum())
    };
    (months.chunks(step).map(sum).collect(), step)
}

/// Numbers as bars of up to eight eighths; nothing is a dot.
fn sparkline(numbers: &[u32], most: u32) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let bar = |number: &u32| match number {
        0 => '·',
        number => BARS[((u64::from(*number) * 8).div_ceil(u64::from(most.max(1))) as usize).clamp(1, 8) - 1],
    };
    numbers.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_high_as_the_numbers() {
        let check = |numbers: &[u32], most: u32, line: &str| assert_eq!(sparkline(numbers, most), line);
        check(&[0, 1, 4, 8], 8, "·▁▄█");
        check(&[1], 1, "█");
        check(&[1, 1000], 1000, "▁█");
        check(&[0, 0], 0, "··");
        check(&[], 0, "");
    }
}
