//! Forces that are named by who leads or backs them: "a NATO-led peacekeeping force", "US-backed fighters", "a group led
//! by Abu Musab al-Zarqawi".

use std::ops::Range;

use super::Finder;
use crate::model::{Kind, Tag};

/// How many words the description of a force may have on either side of its noun.
const REACH: usize = 8;

impl Finder<'_> {
    /// The force that this noun heads, with the words that tell it from others.
    pub(super) fn described_force(&self, noun: usize) -> Option<(Range<usize>, Kind)> {
        if self.tree.tag(noun) != Tag::Noun {
            return None;
        }
        let lemma = self.tree.lemma(noun).to_lowercase();
        let is_force = matches!(
            lemma.as_str(),
            "force"
                | "coalition"
                | "alliance"
                | "troop"
                | "fighter"
                | "militia"
                | "militant"
                | "rebel"
                | "insurgent"
                | "group"
                | "faction"
                | "army"
                | "mission"
        );
        let is_band = matches!(
            lemma.as_str(),
            "group" | "faction" | "cell" | "gang" | "militia" | "network"
        );
        if let Some(start) = self.leader_before(noun).filter(|_| is_force) {
            let keeps_peace = (start..noun).any(|token| self.surface(token).eq_ignore_ascii_case("peacekeeping"));
            let kind = if keeps_peace || lemma == "mission" {
                Kind::Organization
            } else {
                Kind::Group
            };
            return Some((start..noun + 1, kind));
        }
        let end = self.leader_after(noun).filter(|_| is_band)?;
        Some((self.noun_phrase(noun).start..end, Kind::Group))
    }

    /// Where "NATO-led" or "US-backed" begins, before the noun.
    fn leader_before(&self, noun: usize) -> Option<usize> {
        let first = noun.saturating_sub(REACH / 2);
        let participle = (first..noun).find(|token| {
            matches!(
                self.surface(*token),
                "led" | "backed" | "aligned" | "linked" | "allied" | "supported"
            ) && *token > 1
                && self.surface(token - 1) == "-"
                && self.starts_capital(token - 2)
        })?;
        let is_bridge = |token: usize| matches!(self.tree.tag(token), Tag::Noun | Tag::Adj | Tag::Propn);
        if !(participle + 1..noun).all(is_bridge) {
            return None;
        }
        let mut start = participle - 2;
        // "al-Qaida-linked", "United States-backed".
        while start > 0
            && (start > 1
                && self.surface(start - 1) == "-"
                && self.tokens[start - 1].span.end == self.tokens[start].span.start
                || self.tree.tag(start - 1) == Tag::Propn && self.starts_capital(start - 1))
        {
            start -= if self.surface(start - 1) == "-" { 2 } else { 1 };
        }
        Some(start)
    }

    /// Where "led by Abu Musab al-Zarqawi" ends, behind the noun.
    fn leader_after(&self, noun: usize) -> Option<usize> {
        let (verb, preposition) = (noun + 1, noun + 2);
        let until = self.tokens.len().min(noun + 2 + REACH);
        let is_tie = verb < until
            && matches!(
                self.surface(verb),
                "led" | "headed" | "linked" | "tied" | "allied" | "affiliated" | "loyal"
            );
        if !is_tie || preposition >= until || !matches!(self.surface(preposition), "by" | "to" | "with") {
            return None;
        }
        let is_name = |token: usize| {
            matches!(self.tree.tag(token), Tag::Propn | Tag::Adj | Tag::Det | Tag::Noun)
                || matches!(self.surface(token), "-" | "al" | "bin")
        };
        let last = (preposition + 1..until).take_while(|token| is_name(*token)).last()?;
        (self.tree.tag(last) == Tag::Propn).then_some(last + 1)
    }
}
