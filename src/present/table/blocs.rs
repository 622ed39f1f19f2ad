use std::io::{self, Write};

use super::{BOLD, DIM, clean, colour, count, grid, styled, wrap};
use crate::model::Quad;
use crate::query::{Bloc, BlocsAnswer, SignedTie};

/// How many pairs of blocs are shown.
const FACING: usize = 12;

/// Who sides with whom, how the blocs stand to one another, and what does not go together.
pub fn blocs_table(out: &mut dyn Write, answer: &BlocsAnswer, width: usize) -> io::Result<()> {
    let camps = answer.blocs.iter().filter(|bloc| bloc.members.len() > 1);
    for (index, bloc) in camps.enumerate() {
        let title = format!("{}. {}", index + 1, count(bloc.members.len() as u64, "member"));
        writeln!(out, "{}", styled(BOLD, &title))?;
        let names: Vec<String> = bloc
            .members
            .iter()
            .map(|member| format!("{} {:+.1}", member.actor.name, member.inside))
            .collect();
        for line in wrap(&names.join(", "), width.saturating_sub(3)) {
            writeln!(out, "   {line}")?;
        }
    }
    let alone = answer.blocs.iter().filter(|bloc| bloc.members.len() == 1).map(named);
    let alone: Vec<String> = alone.collect();
    if !alone.is_empty() {
        writeln!(out, "{}", styled(BOLD, "on their own"))?;
        for line in wrap(&alone.join(", "), width.saturating_sub(3)) {
            writeln!(out, "   {line}")?;
        }
    }
    writeln!(
        out,
        "{}\n",
        styled(DIM, &format!("modularity {:.2}", answer.modularity))
    )?;
    let rows = answer.facing.iter().take(FACING).map(|pair| {
        let name = |bloc: usize| answer.blocs.get(bloc).map(named).unwrap_or_default();
        let title = match pair.one == pair.other {
            true => format!("{}, within", name(pair.one)),
            false => format!("{} – {}", name(pair.one), name(pair.other)),
        };
        vec![title, pair.cooperation.to_string(), pair.conflict.to_string()]
    });
    writeln!(
        out,
        "{}",
        grid(width, &["blocs", "cooperation", "conflict"], &[1, 2], rows)
    )?;
    let (balanced, all) = (answer.balanced, answer.balanced + answer.unbalanced);
    writeln!(out, "\n{} of {} in balance", balanced, count(all as u64, "triad"))?;
    for triad in &answer.triads {
        let [a, b, c] = &triad.actors;
        let [ab, bc, ca] = &triad.ties;
        let parts = [(a, ab, b), (b, bc, c), (c, ca, a)]
            .map(|(one, tie, other)| format!("{} {} {}", clean(&one.name), sign(tie), clean(&other.name)));
        writeln!(out, "  {}", parts.join(", "))?;
    }
    Ok(())
}

/// A bloc by its member with most ties inside.
fn named(bloc: &Bloc) -> String {
    let first = bloc
        .members
        .first()
        .map(|member| member.actor.name.clone())
        .unwrap_or_default();
    match bloc.members.len() {
        1 => first,
        more => format!("{first} and {} more", more - 1),
    }
}

/// `+3.2` or `−1.6`, in the colour of cooperation or conflict.
fn sign(tie: &SignedTie) -> String {
    let quad = if tie.balance > 0.0 {
        Quad::Cooperation
    } else {
        Quad::Conflict
    };
    styled(colour(quad), &format!("{:+.1}", tie.balance))
}
