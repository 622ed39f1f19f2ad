//! Whether a clause looks back or ahead, read from the surfaces around a date.

use super::words::{Words, is_in, weekday};
use crate::model::Tag;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Back,
    Ahead,
}

/// The word that decides which way a clause looks.
pub struct Cue {
    pub direction: Direction,
    pub at: usize,
}

const REACH_BACK: usize = 30;
const REACH_ON: usize = 12;

const MODALS: &str = "\
    will ll would shall should must could can may might cannot";

/// They look ahead whatever their own tense: "talks planned for Friday".
const AHEAD: &str = "\
    planned plans scheduled expected due slated upcoming forthcoming poised deadline begins starts opens resumes \
    expires arrives postponed awaits awaiting tomorrow";

const BACK: &str = "\
    said says was were had did told met took held went left began won lost shot fell came gave made got saw led sent \
    struck fought drew flew found brought broke built bought sold spoke wrote withdrew rose shook sought thought \
    became kept paid ran put hit cut quit swore tore threw wore heard taken given shown seen known fallen driven \
    broken chosen done blew sank swept drove forbade froze hid laid lay meant sat stood taught ago recently \
    according";

/// Adjectives, nouns and present forms that only look like a past tense.
const NOT_PAST: &str = "\
    need indeed speed hundred exceed proceed succeed feed seed bleed breed greed creed sacred naked wicked unmanned \
    armed unarmed disputed wounded biased shed bed red embed";

/// After these an infinitive is yet to come; after any other past it tells what was done: "failed
/// to agree on Friday", "fired to disperse protesters on Tuesday".
const TOWARDS: &str = "\
    agreed vowed promised pledged threatened offered decided planned intended expected scheduled slated prepared \
    poised hoped wanted sought asked ordered urged invited called set determined supposed allowed authorized \
    authorised required obliged committed willing proposed resolved chosen elected appointed advised instructed told \
    meant voted opted moved booked obligated bound convened designed wished";

/// What else leaves the deed in the past.
const DONE_TO: &[&str] = &["able", "unable", "order", "had", "used", "forced"];

/// Moving verbs whose infinitive says what for: "flew to Sochi to meet Putin on Monday".
const MOVED: &str = "\
    arrived flew travelled traveled went came gathered left rushed sat";

/// The word nearest before the date in its sentence that tells past from future, else the first after it.
pub fn cue(words: &Words, start: usize, end: usize) -> Option<Cue> {
    // "Trump on Saturday will meet": nothing said earlier can outweigh the verb itself.
    if ["will", "ll", "shall"].contains(&words.lower(end)) {
        return Some(Cue {
            direction: Direction::Ahead,
            at: end,
        });
    }
    for at in (start.saturating_sub(REACH_BACK)..start).rev() {
        if words.ends_clause(at) {
            break;
        }
        if let Some(direction) = look(words, at) {
            return Some(Cue { direction, at });
        }
    }
    for at in end..(end + REACH_ON).min(words.len()) {
        if words.ends_clause(at) {
            break;
        }
        if let Some(direction) = look(words, at) {
            return Some(Cue { direction, at });
        }
    }
    None
}

fn look(words: &Words, at: usize) -> Option<Direction> {
    let word = words.lower(at);
    if word == "to" {
        return infinitive(words, at);
    }
    if is_in(MODALS, word) && !words.is_capital(at) {
        return Some(Direction::Ahead);
    }
    if ["plan", "plans", "set", "ready", "going"].contains(&word) {
        // "announced plans Monday to" looks back; "plans to" and "set for" look ahead.
        return ["to", "for"].contains(&words.lower(at + 1)).then_some(Direction::Ahead);
    }
    if is_in(AHEAD, word) {
        // "Than we expected before" tells what was; "expected to", "planned for" what is to come.
        const ON: &str = "\
            to for on by in at next this later from until";
        let next = words.lower(at + 1);
        let bare = ["expected", "planned"].contains(&word) && !is_in(ON, next) && weekday(next).is_none();
        return Some(if bare { Direction::Back } else { Direction::Ahead });
    }
    is_past(words, at).then(|| group(words, at))
}

fn is_past(words: &Words, at: usize) -> bool {
    let word = words.lower(at);
    let tag = words.tag(at);
    if is_in(BACK, word) {
        return !matches!(tag, Tag::Noun | Tag::Propn);
    }
    let ending = word.len() > 4 && word.ends_with("ed") && !is_in(NOT_PAST, word);
    ending && !words.is_capital(at) && matches!(tag, Tag::Verb | Tag::Aux | Tag::X)
}

/// "Held" looks back, "will be held" and "to be held" ahead.
fn group(words: &Words, at: usize) -> Direction {
    let mut before = at;
    let mut perfect = false;
    for _ in 0..5 {
        let word = words.prev(before);
        if is_in(MODALS, word) && !words.is_capital(before - 1) {
            // "May have struck" looks back, "will have left" ahead.
            let ahead = !perfect || ["will", "ll", "shall"].contains(&word);
            return if ahead { Direction::Ahead } else { Direction::Back };
        }
        perfect |= word == "have";
        if word == "to" {
            return infinitive(words, before - 1).unwrap_or(Direction::Back);
        }
        let passes =
            ["be", "have", "not", "also", "been", "soon", "t", "'", "’"].contains(&word) || word.ends_with("ly");
        if !passes {
            break;
        }
        before -= 1;
    }
    Direction::Back
}

/// Which way "to VERB" at `to` looks; none for "to" before a noun.
fn infinitive(words: &Words, to: usize) -> Option<Direction> {
    const NOUN_AHEAD: &str = "\
        the a an his her its their this that these those our war power death reporters jail prison parliament \
        lawmakers journalists all any more peace talks on in by at";
    let verb = words.lower(to + 1);
    let is_verb = verb.starts_with(char::is_alphabetic)
        && !words.is_capital(to + 1)
        && !is_in(NOUN_AHEAD, verb)
        && weekday(verb).is_none()
        && matches!(words.tag(to + 1), Tag::Verb | Tag::Aux | Tag::X | Tag::Adv);
    if !is_verb || words.prev(to) == "according" {
        return None;
    }
    let before = words.prev(to);
    if DONE_TO.contains(&before) || (to > 0 && is_past(words, to - 1) && !is_in(TOWARDS, before)) {
        return Some(Direction::Back);
    }
    for at in (to.saturating_sub(10)..to).rev() {
        if words.ends_clause(at) {
            break;
        }
        if is_in(MOVED, words.lower(at)) {
            return Some(Direction::Back);
        }
        if is_past(words, at) || is_in(MODALS, words.lower(at)) {
            break;
        }
    }
    Some(Direction::Ahead)
}
