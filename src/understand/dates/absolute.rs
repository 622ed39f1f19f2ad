//! Dates that carry their numbers: days, months and years.

use super::calendar::{day_date, month_date, year_date};
use super::phrase::{Found, Governor, Kind, Range, Reader, Turn};
use super::tense::Direction;
use super::words::{MonthName, is_in, month};
use crate::model::Date;

const YEARS: std::ops::RangeInclusive<i16> = 1800..=2100;

impl Reader<'_, '_> {
    pub(super) fn number(&self, at: usize) -> Option<Found> {
        self.numeric(at)
            .or_else(|| self.day_month(at))
            .or_else(|| self.ago(at))
            .or_else(|| self.year(at))
    }

    /// "2018-09-17", "17/9/2018", "17.9.2018" and the one date that is known by its numbers.
    pub(super) fn numeric(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let sign = words.lower(at + 1);
        if !["-", "/", "."].contains(&sign) || !words.glued(at) || !words.glued(at + 1) {
            return None;
        }
        if self.is_glued_to_number(at) {
            return None;
        }
        let three = words.lower(at + 3) == sign && words.glued(at + 2) && words.glued(at + 3);
        if sign == "/" && !three && (words.lower(at), words.lower(at + 2)) == ("9", "11") {
            return Some(Found::new(at + 3, day_date(2001, 9, 11), Kind::Absolute));
        }
        if !three {
            return None;
        }
        if words.glued(at + 4) && matches!(words.lower(at + 5), "-" | "/") {
            return None;
        }
        let day = if let Some(year) = words.digits(at, 4..=4).filter(|year| YEARS.contains(year)) {
            day_date(year, words.digits(at + 2, 1..=2)?, words.digits(at + 4, 1..=2)?)
        } else {
            let year = words.digits(at + 4, 4..=4).filter(|year| YEARS.contains(year))?;
            let (one, two) = (words.digits(at, 1..=2)?, words.digits(at + 2, 1..=2)?);
            // Europe writes the day first and America the month: only a day past the 12th tells which.
            match (one > 12, two > 12) {
                (true, false) => day_date(year, two, one),
                (false, true) => day_date(year, one, two),
                (false, false) if one == two => day_date(year, one, two),
                _ => None,
            }
        };
        Some(Found::new(at + 5, day, Kind::Absolute))
    }

    /// "17 September 2018", "the 17th of September", "17-19 September".
    pub(super) fn day_month(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let (day, ordinal) = self.day_number(at)?;
        let mut next = at + 1;
        if ["-", "–", "to", "and"].contains(&words.lower(next)) && self.day_number(next + 1).is_some() {
            next += 2;
        }
        if words.lower(next) == "of" && ordinal {
            next += 1;
        }
        let (number, name) = month(words, next)?;
        let mut end = next + 1;
        if name == MonthName::Short && words.lower(end) == "." && words.glued(next) {
            end += 1;
        }
        self.day_of_year(at, end, number, day)
    }

    /// A day from 1 to 31, and whether it is written as an ordinal.
    pub(super) fn day_number(&self, at: usize) -> Option<(i16, bool)> {
        let words = self.words;
        if self.is_glued_to_number(at) || (words.lower(at + 1) == "," && words.glued(at) && words.glued(at + 1)) {
            return None;
        }
        let text = words.lower(at);
        let plain = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|suffix| text.strip_suffix(suffix));
        let digits = plain.unwrap_or(text);
        let fits = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        let day = if fits { digits.parse().ok()? } else { return None };
        (1..=31).contains(&day).then_some((day, plain.is_some()))
    }

    /// A day of a month, whose year stands behind it, is to be guessed, or spoils it all.
    pub(super) fn day_of_year(&self, start: usize, end: usize, month: i8, day: i16) -> Option<Found> {
        let words = self.words;
        if let Some((end, year)) = self.year_after(end) {
            return Some(Found::new(end, day_date(year, i16::from(month), day), Kind::Absolute));
        }
        let comma = usize::from(words.lower(end) == ",");
        let digits = words.digits(end + comma, 3..=4).is_some();
        if digits && !self.is_glued_to_number(end + comma) && !self.counts(end + comma) {
            // "July 4, 1776": a year, but not one of ours.
            return Found::nothing(end + comma + 1);
        }
        let attack = ["attack", "attacks", "hijackers", "terrorist", "terror", "massacre"].contains(&words.lower(end));
        let known = match (month, day) {
            (9, 11) if attack => day_date(2001, 9, 11),
            (10, 7) if attack => day_date(2023, 10, 7),
            _ => None,
        };
        if known.is_some()
            && self
                .day()
                .is_none_or(|today| known.is_some_and(|known| known.first_day() <= today))
        {
            return Some(Found::new(end, known, Kind::Absolute));
        }
        if let Some((end, offset)) = self.turned_year_after(end) {
            let year = self.day().and_then(|today| today.year().checked_add(offset));
            let date = year.and_then(|year| day_date(year, i16::from(month), day));
            return Some(Found::new(end, date, Kind::Open));
        }
        let make = |year| day_date(year, i16::from(month), day);
        let dateline = self.is_dateline(start, end);
        let direction = if dateline {
            Direction::Back
        } else {
            self.direction(start, end)
        };
        let date = self.nearest(direction, make);
        // Nobody leaves out the year of a day almost a year away: the tense was misread.
        let away = |date: Option<Date>| -> Option<i32> {
            let days = date?.first_day().since(self.day()?).ok()?.get_days();
            Some(days.abs())
        };
        let other = match direction {
            Direction::Back => self.nearest(Direction::Ahead, make),
            Direction::Ahead => self.nearest(Direction::Back, make),
        };
        let misread = away(date).is_some_and(|days| days > 300) && away(other).is_some_and(|days| days < 60);
        let date = if misread && !dateline { other } else { date };
        Some(Found::new(end, date, Kind::Open))
    }

    /// "MONROVIA, 29 October (IRIN) -": the day of writing, whatever the story then announces.
    pub(super) fn is_dateline(&self, start: usize, end: usize) -> bool {
        let opens = self.words.is_first(start) || [",", ")"].contains(&self.words.prev(start));
        opens && ["(", "-", "–", "—", ":"].contains(&self.words.lower(end))
    }

    /// ", 2018", "2018", "of 2018" behind a month, and where it ends.
    pub(super) fn year_after(&self, at: usize) -> Option<(usize, i16)> {
        let at = at + usize::from([",", "of"].contains(&self.words.lower(at)));
        let year = self.year_number(at).filter(|_| !self.counts(at))?;
        Some((at + 1, year))
    }

    /// "Last year", "of this year" behind a month.
    pub(super) fn turned_year_after(&self, at: usize) -> Option<(usize, i16)> {
        let at = at + usize::from(self.words.lower(at) == "of");
        let offset = match self.words.lower(at) {
            "last" => -1,
            "this" => 0,
            "next" => 1,
            _ => return None,
        };
        (self.words.lower(at + 1) == "year").then_some((at + 2, offset))
    }

    /// "September", "September 2018", "Sept. 17", "September 17-19, 2018". `led`: the word before
    /// ("early", "last") has already shown that a month is meant.
    pub(super) fn month(&self, at: usize, number: i8, name: MonthName, led: bool) -> Option<Found> {
        let words = self.words;
        let mut end = at + 1;
        let stop = words.lower(end) == "." && words.glued(at);
        if name == MonthName::Short && stop {
            end += 1;
        }
        if let Some((day, _)) = self.day_number(end) {
            let mut next = end + 1;
            if ["-", "–", "to", "and"].contains(&words.lower(next))
                && self.day_number(next + 1).is_some()
                && !self.counts(next + 1)
            {
                next += 2;
            }
            // "In September 17 people died" counts people: one is in a month but on a day.
            let in_month = words.prev(at) == "in" && self.year_after(next).is_none();
            if !in_month && !self.counts(next - 1) {
                return self.day_of_year(at, next, number, day);
            }
        }
        if let Some((end, year)) = self.year_after(end) {
            return Some(Found::new(end, month_date(year, number), Kind::Absolute));
        }
        if let Some((end, offset)) = self.turned_year_after(end) {
            let year = self.day().and_then(|today| today.year().checked_add(offset));
            return Some(Found::new(
                end,
                year.and_then(|year| month_date(year, number)),
                Kind::Open,
            ));
        }
        if !led && !self.is_bare_month(at, end, name) {
            return None;
        }
        let make = |year| month_date(year, number);
        // "Since December" in December looks back a year: of this month one would say so.
        let date = match self.governor(at) {
            Governor::Since => self.strictly(Turn::Last, make),
            _ => self.nearest(self.direction(at, end), make),
        };
        Some(Found::new(end, date, Kind::Open))
    }

    /// Whether a month that stands alone is one, and not Mr Egeland, a march or a modal.
    pub(super) fn is_bare_month(&self, at: usize, end: usize, name: MonthName) -> bool {
        let words = self.words;
        let before = words.prev(at);
        let next_is_name = words.is_capital(end) && month(words, end).is_none() && words.text(end).len() > 1;
        let joined = ["and", "or", "to", "-", "–"].contains(&before) && at >= 2 && month(words, at - 2).is_some();
        let firm = ["in", "since", "until", "till"].contains(&before);
        let loose = [
            "by", "of", "before", "after", "from", "during", "between", "through", "around", "every",
        ]
        .contains(&before);
        let person = name == MonthName::Word && words.lower(at) == "may" && words.may_is_somebody;
        let trust = ["confidence", "trust", "faith"].contains(&words.back(at, 2));
        match name {
            MonthName::Short => (firm || loose || joined) && end == at + 2,
            MonthName::Plain => {
                let premodifies = ["the", "a", "an", "its", "their", "his", "s"].contains(&before) && !next_is_name;
                firm || loose || joined || premodifies || words.is_possessive(end)
            }
            MonthName::Name => (firm || joined || loose) && !next_is_name,
            MonthName::Word if person => firm && !trust,
            MonthName::Word => firm || ((loose || joined) && !next_is_name),
        }
    }

    /// A year by itself, where the words show that it is none of the many other numbers.
    pub(super) fn year(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let year = self.year_number(at)?;
        let mut end = at + 1;
        // "2011-2015" and "2014-15" begin with their first year.
        let ranges = ["-", "–", "/"].contains(&words.lower(end)) && words.glued(at) && words.glued(end);
        if ranges {
            let later = words
                .digits(end + 1, 4..=4)
                .filter(|later| YEARS.contains(later) && *later > year);
            let short = words
                .digits(end + 1, 2..=2)
                .filter(|later| *later == year % 100 + 1 || *later > 12);
            if later.or(short).is_some() {
                end += 2;
            }
        }
        if self.counts(end - 1) || !self.is_year(at, end) {
            return None;
        }
        let decade = year % 10 == 0 && words.is_possessive(end) && words.prev(at) == "the";
        let date = if decade { None } else { year_date(year) };
        Some(Found {
            is_year: true,
            ..Found::new(end, date, Kind::Absolute)
        })
    }

    pub(super) fn is_year(&self, at: usize, end: usize) -> bool {
        const LEADS: &str = "\
            in since by until till of from before after during between through year early late mid spring summer \
            autumn fall winter fiscal circa";
        const AMOUNTS: &str = "\
            total population toll force price cost level height average high low record maximum limit group crowd \
            number distance range weight sum";
        const DETERMINERS: &[&str] = &["the", "a", "its", "their", "his", "her", "our", "s"];
        let words = self.words;
        let before = words.prev(at);
        let follows = at.checked_sub(1).is_some_and(|before| before == self.last.end);
        if follows && self.last.year && ["and", "or", ",", "to", "-", "–"].contains(&before)
            || follows && self.last.opens == Some(Range::From) && before == "to"
        {
            return true;
        }
        if at > 0 && words.glued(at - 1) && before != "(" && before != "-" {
            return false;
        }
        match before {
            "to" => ["back", "dating", "dates", "dated"].contains(&words.back(at, 2)),
            "(" => [")", ","].contains(&words.lower(end)),
            "-" => ["mid", "early", "late"].contains(&words.back(at, 2)),
            "of" if is_in(AMOUNTS, words.back(at, 2)) => false,
            // "A survey of 1850 schoolchildren": behind these a plural is counted.
            "of" | "from" | "by" | "after" | "before" => !self.is_plural(end),
            word if is_in(LEADS, word) => true,
            word => {
                // "The 2015 nuclear deal", "the landmark 2015 deal".
                let determined = DETERMINERS.contains(&word)
                    || (DETERMINERS.contains(&words.back(at, 2)) && word.chars().all(char::is_alphabetic));
                let noun = words.text(end).starts_with(char::is_alphabetic) && words.lower(end).len() > 1;
                const NO_NOUN: &str = "\
                    and or to of in on at is was are were has";
                let noun = (noun || words.lower(end) == "u") && !is_in(NO_NOUN, words.lower(end));
                determined && noun && !(year_is_round(words.digits(at, 4..=4)) && self.is_plural(end))
            }
        }
    }

    /// Four digits that may be a year by their shape alone.
    pub(super) fn year_number(&self, at: usize) -> Option<i16> {
        let words = self.words;
        let year = words.digits(at, 4..=4).filter(|year| YEARS.contains(year))?;
        let glued_after = words.glued(at) && matches!(words.lower(at + 1), "," | ".") && words.glued(at + 1);
        let glued_after = glued_after && words.text(at + 2).starts_with(|c: char| c.is_ascii_digit());
        let money = ["$", "€", "£", "#", "¥"].contains(&words.prev(at));
        (!glued_after && !money && !self.is_glued_to_number(at)).then_some(year)
    }

    /// Whether a number is the tail of a longer one: "1,950", "3.2018".
    pub(super) fn is_glued_to_number(&self, at: usize) -> bool {
        let words = self.words;
        at >= 2
            && matches!(words.prev(at), "," | "." | "/" | ":")
            && words.glued(at - 1)
            && words.glued(at - 2)
            && words.text(at - 2).starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether the word behind a number shows that it counts things or tells the hour.
    pub(super) fn counts(&self, at: usize) -> bool {
        const UNITS: &str = "\
            troops soldiers people men women children dead killed wounded injured police personnel tons tonnes \
            kilometres kilometers km miles metres meters feet ft yards dollars euros pounds prisoners refugees homes \
            houses civilians years months weeks days hours minutes hrs members fighters militants rebels workers \
            cars others percent per % gmt utc est edt ist local votes seats cases migrants protesters victims \
            missiles rockets tanks million billion thousand hundred foreign or kg barrels acres square students \
            passengers villagers families";
        let next = self.words.lower(at + 1);
        if next == "-" && self.words.glued(at) {
            // "A 5-day visit", "a 2000-strong force", but not "7-8 September".
            let part = self.words.lower(at + 2);
            return part.starts_with(char::is_alphabetic) && month(self.words, at + 2).is_none();
        }
        if next == "or" {
            return ["more", "so", "fewer"].contains(&self.words.lower(at + 2));
        }
        is_in(UNITS, next) || (year_is_round(self.words.digits(at, 4..=4)) && self.is_plural(at + 1))
    }

    pub(super) fn is_plural(&self, at: usize) -> bool {
        const NOT_PLURAL: &str = "\
            was has is its as this plus versus does says us";
        let word = self.words.lower(at);
        let plural = word.ends_with('s') && !word.ends_with("ss") && !is_in(NOT_PLURAL, word);
        (plural || word.ends_with("children")) && word.len() > 2 && !self.words.is_capital(at)
    }
}

fn year_is_round(year: Option<i16>) -> bool {
    year.is_some_and(|year| year % 50 == 0)
}
