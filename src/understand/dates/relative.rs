//! Dates that are counted from publication: weekdays, "last week", "two days ago".

use jiff::civil::Weekday;

use super::calendar::{add_days, month_date, year_date};
use super::phrase::{Found, Kind, Reader, Turn};
use super::tense::Direction;
use super::words::{MonthName, count, is_in, is_part_of_day, month, weekday};
use crate::model::{Date, Granularity};

impl Reader<'_, '_> {
    pub(super) fn weekday(&self, at: usize) -> Option<Found> {
        let words = self.words;
        // "Monday, March 5, 2007" is one date, and the number says it better than the weekday.
        let mut next = at + 1;
        next += usize::from(words.lower(next) == "." && words.glued(at));
        next += usize::from(words.lower(next) == ",");
        next += usize::from(words.lower(next) == "the");
        let full = if let Some((number, name)) = month(words, next) {
            let after = next + 1 + usize::from(words.lower(next + 1) == ".");
            self.day_number(after)
                .and_then(|_| self.month(next, number, name, true))
        } else {
            self.day_month(next).or_else(|| self.numeric(next))
        };
        if let Some(full) = full.filter(|full| full.date.is_some_and(|date| date.granularity() == Granularity::Day)) {
            return Some(full);
        }
        let day = weekday(words.lower(at))?;
        if self.is_named_day(at) {
            return Found::nothing(at + 1);
        }
        let mut end = at + 1;
        if is_part_of_day(words.lower(end)) {
            end += 1;
        }
        // "Monday last week", "Monday of this week".
        let of = end + usize::from(words.lower(end) == "of");
        let offset = match (words.lower(of), words.lower(of + 1)) {
            ("last", "week") => Some(-1),
            ("this", "week") => Some(0),
            ("next", "week") => Some(1),
            _ => None,
        };
        if let Some(offset) = offset {
            let monday = self.period("week", offset).map(|week| week.first_day());
            let date = monday.and_then(|monday| add_days(monday, i32::from(day.to_monday_zero_offset())));
            return Some(Found::new(of + 2, date.map(Date::day), Kind::Open));
        }
        let direction = self.direction(at, end);
        Some(Found::new(end, self.day_nearest(day, direction, 0), Kind::Open))
    }

    /// "Every Friday", "Black Friday", "the following Friday", "the Sunday Times", "the Mail on
    /// Sunday": days that the date of publication does not place.
    pub(super) fn is_named_day(&self, at: usize) -> bool {
        const BEFORE: &str = "\
            every each that following previous same black good bloody super ash palm holy easter maundy one a \
            another most some many any cyber sheffield";
        const PAPERS: &str = "\
            times telegraph mirror mail herald express post star tribune age independent business agreement live \
            review world people sun guardian";
        let words = self.words;
        let before = words.prev(at);
        let following = before == "following" && !["the", "a"].contains(&words.back(at, 2));
        if is_in(BEFORE, before) && !following {
            return true;
        }
        let paper = words.is_capital(at + 1) && is_in(PAPERS, words.lower(at + 1));
        let on_sunday = before == "on" && at >= 2 && words.is_capital(at - 2);
        paper || (on_sunday && ["mail", "independent"].contains(&words.back(at, 2)))
    }

    /// The weekday next to publication; `apart` 1 leaves out the day of publication itself.
    pub(super) fn day_nearest(&self, day: Weekday, direction: Direction, apart: i32) -> Option<Date> {
        let today = self.day()?;
        let offset = match direction {
            Direction::Back => -i32::from(today.weekday().since(day)),
            Direction::Ahead => i32::from(day.since(today.weekday())),
        };
        let offset = match (offset, apart) {
            (0, 1) if direction == Direction::Back => -7,
            (0, 1) => 7,
            _ => offset,
        };
        add_days(today, offset).map(Date::day)
    }

    pub(super) fn today(&self, at: usize) -> Option<Found> {
        let words = self.words;
        // "USA Today", "Russia Today".
        if words.is_capital(at) && at > 0 && words.is_capital(at - 1) && !words.is_first(at) {
            return Found::nothing(at + 1);
        }
        let offset = match words.lower(at) {
            "yesterday" => -1,
            "tomorrow" => 1,
            _ => 0,
        };
        let end = at + 1 + usize::from(is_part_of_day(words.lower(at + 1)));
        Found::deictic(end, self.period("day", offset))
    }

    /// "The day before yesterday", "the day after tomorrow".
    pub(super) fn day_but_one(&self, at: usize) -> Option<Found> {
        let offset = match (self.words.lower(at + 1), self.words.lower(at + 2)) {
            ("before", "yesterday") => -2,
            ("after", "tomorrow") => 2,
            _ => return None,
        };
        Found::deictic(at + 3, self.period("day", offset))
    }

    /// "Last week", "this morning", "next Monday", "last December", "the past year".
    pub(super) fn turned(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let mut next = at + 1;
        let mut turn = match words.lower(at) {
            "last" => Turn::Last,
            "next" => Turn::Next,
            "this" => Turn::This,
            "past" => Turn::Past,
            _ => Turn::Coming,
        };
        if turn == Turn::This && ["past", "coming", "last", "next"].contains(&words.lower(next)) {
            turn = if ["past", "last"].contains(&words.lower(next)) {
                Turn::Past
            } else {
                Turn::Coming
            };
            next += 1;
        } else if matches!(turn, Turn::Past | Turn::Coming) && words.prev(at) != "the" {
            return None;
        }
        let unit = words.lower(next);
        let end = next + 1;
        // "His last year in office", "the next Monday", "the last week of the war" are no dates of
        // the reader's calendar.
        let owned = ["his", "her", "its", "their", "our", "my", "your", "s"].contains(&words.prev(at));
        let narrated = words.prev(at) == "the" && matches!(turn, Turn::Last | Turn::Next);
        if narrated && ["in", "over", "during", "for", "within", "of", "through"].contains(&words.back(at, 2)) {
            turn = if turn == Turn::Last { Turn::Past } else { Turn::Coming };
        } else if narrated && (is_unit(unit) || weekday(unit).is_some()) {
            return Found::nothing(end);
        }
        if let Some(day) = weekday(unit) {
            let end = end + usize::from(is_part_of_day(words.lower(end)));
            let date = match turn {
                Turn::Last | Turn::Past => self.day_nearest(day, Direction::Back, 1),
                Turn::Next | Turn::Coming => self.day_nearest(day, Direction::Ahead, 1),
                Turn::This => {
                    let direction = self.cue_direction(at, end).unwrap_or(Direction::Ahead);
                    self.day_nearest(day, direction, 0)
                }
            };
            return Found::deictic(end, date);
        }
        if let Some((number, name)) = month(words, next) {
            if words.digits(end, 4..=4).is_some() || self.day_number(end).is_some() {
                return None;
            }
            let end = end + usize::from(name == MonthName::Short && words.lower(end) == "." && words.glued(next));
            return Found::deictic(end, self.strictly(turn, |year| month_date(year, number)));
        }
        // "Last week of March", but "the announcement last week of a pact".
        let of_another = words.lower(end) == "of"
            && (narrated || month(words, end + 1).is_some() || self.year_number(end + 1).is_some());
        if is_part_of_day(unit) || is_unit(unit) {
            if owned || of_another {
                return Found::nothing(end);
            }
        } else {
            return None;
        }
        let date = match (turn, unit) {
            (Turn::Last, "night" | "evening") => self.period("day", -1),
            (Turn::This, "morning" | "afternoon" | "evening" | "night") => self.period("day", 0),
            (_, "morning" | "afternoon" | "evening" | "night" | "noon" | "midnight" | "day") => None,
            (Turn::This, "weekend") => {
                let over = self.cue_direction(at, end) == Some(Direction::Back) && self.is_early_in_week();
                self.period("week", if over { -1 } else { 0 })
            }
            (Turn::Past, "weekend") => self.period(unit, -1),
            (Turn::Coming, "weekend") => self.period(unit, 0),
            (Turn::Past, unit) => self.stretch(unit, -1),
            (Turn::Coming, unit) => self.stretch(unit, 1),
            (Turn::Last, unit) => self.period(unit, -1),
            (Turn::This, unit) => self.period(unit, 0),
            (Turn::Next, unit) => self.period(unit, 1),
        };
        Found::deictic(end, date)
    }

    pub(super) fn is_early_in_week(&self) -> bool {
        self.day()
            .is_some_and(|today| today.weekday().to_monday_zero_offset() < 3)
    }

    /// How many weeks from publication "the weekend" is.
    pub(super) fn the_weekend(&self, at: usize) -> Option<i32> {
        let today = self.day()?;
        let running = today.weekday().to_monday_zero_offset() >= 5;
        let ahead = self.cue_direction(at, at + 1) == Some(Direction::Ahead);
        Some(if running || ahead { 0 } else { -1 })
    }

    /// "Early 2018", "mid-January", "late last year", "earlier this month", "later in the week".
    pub(super) fn part_of_period(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let next = at + 1 + usize::from(words.lower(at + 1) == "-");
        let is_comparative = ["earlier", "later"].contains(&words.lower(at));
        match words.lower(next) {
            "this" | "last" | "next" if is_unit(words.lower(next + 1)) => self.turned(next),
            "in" if words.lower(next + 1) == "the" => {
                let unit = words.lower(next + 2);
                let plain = ["week", "month", "year"].contains(&unit) && words.lower(next + 3) != "of";
                plain.then(|| Found::new(next + 3, self.period(unit, 0), Kind::Deictic))
            }
            "today" | "tonight" if is_comparative => self.today(next),
            _ if is_comparative => None,
            _ => {
                if let Some((number, name)) = month(words, next) {
                    return self.month(next, number, name, true);
                }
                let year = self.year_number(next).filter(|_| !self.counts(next))?;
                Some(Found {
                    is_year: true,
                    ..Found::new(next + 1, year_date(year), Kind::Absolute)
                })
            }
        }
    }

    /// "The end of the month", "the start of next year".
    pub(super) fn end_of(&self, at: usize) -> Option<Found> {
        let words = self.words;
        if words.lower(at + 1) != "of" {
            return None;
        }
        let unit = words.lower(at + 3);
        if !["week", "month", "year"].contains(&unit) || words.lower(at + 4) == "of" {
            return None;
        }
        let offset = match words.lower(at + 2) {
            "the" | "this" => 0,
            "last" => -1,
            "next" => 1,
            _ => return None,
        };
        Found::deictic(at + 4, self.period(unit, offset))
    }

    /// "By year-end".
    pub(super) fn year_end(&self, at: usize) -> Option<Found> {
        let next = at + 1 + usize::from(self.words.lower(at + 1) == "-");
        (self.words.lower(next) == "end").then(|| Found::new(next + 1, self.period("year", 0), Kind::Deictic))
    }

    /// "Two days ago", "three weeks from now".
    pub(super) fn ago(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let number = count(words, at)?;
        let unit = match words.lower(at + 1) {
            "day" | "days" => "day",
            "week" | "weeks" => "week",
            "month" | "months" => "month",
            "year" | "years" => "year",
            _ => return None,
        };
        let (mut end, sign) = match (words.lower(at + 2), words.lower(at + 3)) {
            ("ago", _) => (at + 3, -1),
            ("from", "now" | "today") => (at + 4, 1),
            _ => return None,
        };
        // "Ten years ago this week": the finer words belong to that year, not to ours.
        if words.lower(end) == "today" {
            end += 1;
        } else if words.lower(end) == "this" && is_unit(words.lower(end + 1)) {
            end += 2;
        }
        const VAGUE: &str = "\
            than over nearly almost least barely or to - and .";
        let vague = is_in(VAGUE, words.prev(at))
            || (["about", "some", "around", "roughly", "only"].contains(&words.prev(at)) && number > 9);
        let date = if vague {
            None
        } else {
            self.period(unit, sign * i32::from(number))
        };
        Found::deictic(end, date)
    }
}

fn is_unit(word: &str) -> bool {
    ["day", "week", "month", "year", "weekend"].contains(&word)
}
