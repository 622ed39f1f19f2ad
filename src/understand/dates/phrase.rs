//! Reads one time expression at a given word.

use super::TimeRelation;
use super::calendar::year_date;
use super::tense::{self, Direction};
use super::words::{Words, is_in, is_short_weekday, month, weekday};
use crate::model::Date;

/// A stretch of words that speaks of time. Without a date it is understood to have none that the
/// calendar knows, and nothing inside it is read again.
pub struct Phrase {
    pub end: usize,
    pub date: Option<Date>,
    pub relation: TimeRelation,
    pub ends_in_year: bool,
    /// Whether "from" or "between" leads, so that the next date may close the range.
    pub opens_range: Option<Range>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    From,
    Between,
}

/// What the phrase before said, where this one goes on from it ("from 2011 to 2015").
#[derive(Clone, Copy, Debug, Default)]
pub struct Last {
    pub end: usize,
    pub year: bool,
    pub opens: Option<Range>,
}

/// The time expression that starts at a word.
pub fn read(words: &Words, at: usize, published: Option<Date>, last: Last) -> Option<Phrase> {
    let reader = Reader { words, published, last };
    let found = reader.read(at)?;
    // What the phrase says must not be finer than what is known of publication.
    let date = found.date.filter(|date| {
        found.kind == Kind::Absolute || published.is_some_and(|published| date.granularity() <= published.granularity())
    });
    let governor = reader.governor(at);
    let relation = if reader.modifies(at, &found) {
        TimeRelation::At
    } else {
        governor.relation()
    };
    Some(Phrase {
        end: found.end,
        date,
        relation,
        ends_in_year: found.is_year,
        opens_range: match governor {
            Governor::From => Some(Range::From),
            Governor::Between => Some(Range::Between),
            _ => None,
        },
    })
}

pub struct Reader<'a, 't> {
    pub(super) words: &'a Words<'t>,
    pub(super) published: Option<Date>,
    pub(super) last: Last,
}

pub struct Found {
    pub end: usize,
    pub date: Option<Date>,
    pub kind: Kind,
    pub is_year: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Names its year.
    Absolute,
    /// A weekday, a month or a day without a year.
    Open,
    /// Counted from publication.
    Deictic,
}

impl Found {
    pub fn new(end: usize, date: Option<Date>, kind: Kind) -> Self {
        Found {
            end,
            date,
            kind,
            is_year: false,
        }
    }

    pub fn deictic(end: usize, date: Option<Date>) -> Option<Self> {
        Some(Found::new(end, date, Kind::Deictic))
    }

    /// Words of time that name no date by themselves.
    pub fn nothing(end: usize) -> Option<Self> {
        Found::deictic(end, None)
    }
}

/// The word that says how the date bounds the event.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Governor {
    None,
    Since,
    From,
    Between,
    Until,
    By,
    Before,
    After,
}

impl Governor {
    fn relation(self) -> TimeRelation {
        match self {
            Governor::None => TimeRelation::At,
            Governor::Since | Governor::From | Governor::Between => TimeRelation::Since,
            Governor::Until => TimeRelation::Until,
            Governor::By | Governor::Before => TimeRelation::Before,
            Governor::After => TimeRelation::After,
        }
    }
}

/// What "last", "this" and "next" say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Last,
    /// "The past year": the stretch that ends now, not the calendar's.
    Past,
    This,
    Coming,
    Next,
}

impl Reader<'_, '_> {
    fn read(&self, at: usize) -> Option<Found> {
        let words = self.words;
        match words.lower(at) {
            "today" | "tonight" | "yesterday" | "tomorrow" => self.today(at),
            "this" | "last" | "next" | "past" | "coming" => self.turned(at),
            "early" | "late" | "mid" | "earlier" | "later" => self.part_of_period(at),
            "end" | "beginning" | "start" | "middle" | "close" | "half" | "rest" | "remainder" => self.end_of(at),
            "weekend" if words.prev(at) == "the" => Found::deictic(
                at + 1,
                self.the_weekend(at).and_then(|offset| self.period("week", offset)),
            ),
            "year" if words.prev(at) != "a" && words.prev(at) != "this" => self.year_end(at),
            "day" if words.prev(at) == "the" => self.day_but_one(at),
            "pre" | "post" if words.lower(at + 1) == "-" => {
                let year = self.year_number(at + 2)?;
                Some(Found {
                    is_year: true,
                    ..Found::new(at + 3, year_date(year), Kind::Absolute)
                })
            }
            word => {
                let first = word.as_bytes().first()?;
                if first.is_ascii_digit() {
                    self.number(at)
                } else if weekday(word).is_some() || is_short_weekday(word) {
                    self.weekday(at)
                } else if let Some((number, name)) = month(words, at) {
                    self.month(at, number, name, false)
                } else {
                    self.ago(at)
                }
            }
        }
    }

    pub(super) fn cue_direction(&self, start: usize, end: usize) -> Option<Direction> {
        tense::cue(self.words, start, end).map(|cue| cue.direction)
    }

    /// Whether an open date is the last one or the next one.
    pub(super) fn direction(&self, start: usize, end: usize) -> Direction {
        let words = self.words;
        let governor = self.governor(start);
        let possessive = words.is_possessive(end);
        match governor {
            Governor::Since => return Direction::Back,
            // "Ahead of Sunday's vote", "after Sunday's vote".
            Governor::Before if possessive => return Direction::Ahead,
            Governor::After if possessive => return Direction::Back,
            _ if possessive => {}
            Governor::Until | Governor::By | Governor::Before => {
                // A limit lies ahead, unless the clause tells what lasted or was done by then.
                const LASTING: &str = "\
                    was were held lasted remained stayed ruled served fought continued lived worked did controlled \
                    led governed";
                let Some(cue) = tense::cue(words, start, end) else {
                    return Direction::Ahead;
                };
                let had = words.lower(cue.at) == "had" && words.lower(cue.at + 1) != words.prev(start)
                    || words.prev(cue.at) == "had";
                let over = is_in(LASTING, words.lower(cue.at)) || had;
                return if cue.direction == Direction::Back && over {
                    Direction::Back
                } else {
                    Direction::Ahead
                };
            }
            Governor::From | Governor::After => {
                return self.cue_direction(start, end).unwrap_or(Direction::Ahead);
            }
            _ => {}
        }
        self.cue_direction(start, end).unwrap_or(Direction::Back)
    }

    /// The preposition that rules the phrase, over what may stand between ("since the end of").
    pub(super) fn governor(&self, start: usize) -> Governor {
        const BETWEEN: &str = "\
            the early late mid - on about around at least this";
        const PARTS: &[&str] = &["end", "beginning", "start", "middle", "half"];
        let words = self.words;
        match words.lower(start) {
            "pre" => return Governor::Before,
            "post" => return Governor::After,
            _ => {}
        }
        let mut at = start;
        for _ in 0..6 {
            let word = words.prev(at);
            let part = word == "of" && PARTS.contains(&words.back(at, 2));
            let passes = part || is_in(BETWEEN, word) || (PARTS.contains(&word) && words.lower(at) == "of");
            if !passes {
                break;
            }
            at -= 1;
        }
        let Some(lead) = at.checked_sub(1) else {
            return Governor::None;
        };
        let goes_on = lead == self.last.end;
        match words.lower(lead) {
            "since" => Governor::Since,
            "from" | "starting" | "beginning" | "effective" => Governor::From,
            "between" => Governor::Between,
            "until" | "till" | "through" => Governor::Until,
            "to" if goes_on && self.last.opens == Some(Range::From) => Governor::Until,
            "and" if goes_on && self.last.opens == Some(Range::Between) => Governor::Until,
            "by" => Governor::By,
            "before" => Governor::Before,
            "than" if words.back(lead, 1) == "later" => Governor::By,
            "of" if words.back(lead, 1) == "ahead" => Governor::Before,
            "to" if words.back(lead, 1) == "prior" => Governor::Before,
            "after" | "following" => Governor::After,
            _ => Governor::None,
        }
    }

    /// Whether the phrase only describes a thing, so that the preposition rules that thing: "since
    /// the 2015 deal", "before Sunday's vote".
    pub(super) fn modifies(&self, start: usize, found: &Found) -> bool {
        let words = self.words;
        if words.is_possessive(found.end) {
            return true;
        }
        let ordinal = self.day_number(start).is_some_and(|(_, ordinal)| ordinal);
        let named = found.kind != Kind::Deictic && !ordinal && !["pre", "post"].contains(&words.lower(start));
        named && ["the", "a", "an", "its", "their", "his", "her", "s"].contains(&words.prev(start))
    }
}
