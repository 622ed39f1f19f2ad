//! From counts to dates: nothing here looks at a word.

use jiff::civil;

use super::phrase::{Reader, Turn};
use super::tense::Direction;
use crate::model::{Date, Granularity};

impl Reader<'_, '_> {
    pub(super) fn day(&self) -> Option<civil::Date> {
        self.published.map(|date| date.first_day())
    }

    /// The day, week, month or year so many steps from that of publication.
    pub(super) fn period(&self, unit: &str, offset: i32) -> Option<Date> {
        let today = self.day()?;
        match unit {
            "day" => add_days(today, offset).map(Date::day),
            "week" | "weekend" => Some(Date::new(add_days(today, offset.checked_mul(7)?)?, Granularity::Week)),
            "month" => {
                let months = i32::from(today.year()) * 12 + i32::from(today.month()) - 1 + offset;
                month_date(
                    months.div_euclid(12).try_into().ok()?,
                    (months.rem_euclid(12) + 1) as i8,
                )
            }
            "year" => year_date(i16::try_from(i32::from(today.year()) + offset).ok()?),
            _ => None,
        }
    }

    /// The week, month or year that holds the middle of the stretch up to publication, or from it.
    pub(super) fn stretch(&self, unit: &str, sign: i32) -> Option<Date> {
        let (days, granularity) = match unit {
            "week" => (3, Granularity::Week),
            "month" => (15, Granularity::Month),
            "year" => (182, Granularity::Year),
            _ => return None,
        };
        add_days(self.day()?, sign * days).map(|day| Date::new(day, granularity))
    }

    /// The yearless date nearest to publication on one side of it.
    pub(super) fn nearest(&self, direction: Direction, make: impl Fn(i16) -> Option<Date>) -> Option<Date> {
        let today = self.day()?;
        let year = today.year();
        // Eight years hold a 29 February even around 1900.
        match direction {
            Direction::Back => {
                // A date on the paper's own morrow is an effect of time zones.
                let limit = add_days(today, 1)?;
                (0..=9).filter_map(|k| make(year + 1 - k)).find(|date| {
                    date.first_day()
                        <= if date.granularity() == Granularity::Day {
                            limit
                        } else {
                            today
                        }
                })
            }
            Direction::Ahead => (0..=9)
                .filter_map(|k| make(year + k))
                .find(|date| date.last_day() >= today),
        }
    }

    /// The month before, after or around that of publication.
    pub(super) fn strictly(&self, turn: Turn, make: impl Fn(i16) -> Option<Date>) -> Option<Date> {
        let today = self.day()?;
        let year = today.year();
        match turn {
            Turn::Last | Turn::Past => (0..=1)
                .filter_map(|k| make(year - k))
                .find(|date| date.last_day() < today),
            Turn::Next | Turn::Coming => (0..=1)
                .filter_map(|k| make(year + k))
                .find(|date| date.first_day() > today),
            Turn::This => make(year),
        }
    }
}

pub fn year_date(year: i16) -> Option<Date> {
    let day = civil::Date::new(year, 1, 1).ok()?;
    Some(Date::new(day, Granularity::Year))
}

pub fn month_date(year: i16, month: i8) -> Option<Date> {
    let day = civil::Date::new(year, month, 1).ok()?;
    Some(Date::new(day, Granularity::Month))
}

pub fn day_date(year: i16, month: i16, day: i16) -> Option<Date> {
    let day = civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    Some(Date::day(day))
}

pub fn add_days(day: civil::Date, days: i32) -> Option<civil::Date> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
