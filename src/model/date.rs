use std::fmt;
use std::str::FromStr;

use jiff::civil;

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Granularity {
    Year,
    Month,
    Week,
    Day,
}

/// A date with its granularity, held as the first day of the stretch it names.
///
/// Written as ISO 8601: `2018`, `2018-09`, `2018-W38`, `2018-09-17`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    first: civil::Date,
    granularity: Granularity,
}

impl Date {
    pub fn new(day: civil::Date, granularity: Granularity) -> Self {
        let first = match granularity {
            Granularity::Day => day,
            Granularity::Week => {
                let since_monday = i64::from(day.weekday().to_monday_zero_offset());
                day.saturating_sub(jiff::Span::new().days(since_monday))
            }
            Granularity::Month => day.first_of_month(),
            Granularity::Year => day.first_of_year(),
        };
        Date { first, granularity }
    }

    pub fn day(day: civil::Date) -> Self {
        Date::new(day, Granularity::Day)
    }

    pub fn granularity(&self) -> Granularity {
        self.granularity
    }

    pub fn first_day(&self) -> civil::Date {
        self.first
    }

    pub fn last_day(&self) -> civil::Date {
        match self.granularity {
            Granularity::Day => self.first,
            Granularity::Week => self.first.saturating_add(jiff::Span::new().days(6)),
            Granularity::Month => self.first.last_of_month(),
            Granularity::Year => self.first.last_of_year(),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.granularity {
            Granularity::Day => self.first.to_string(),
            Granularity::Week => {
                let week = self.first.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Granularity::Month => format!("{:04}-{:02}", self.first.year(), self.first.month()),
            Granularity::Year => format!("{:04}", self.first.year()),
        };
        f.pad(&text)
    }
}

impl FromStr for Date {
    type Err = String;

    /// Reads what `Display` writes, and a date-time, of which the day is kept.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let bad = || format!("\"{text}\" is no date; write YYYY, YYYY-MM, YYYY-Www or YYYY-MM-DD");
        let number = |part: &str| part.parse::<i16>().map_err(|_| bad());
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [year] if year.len() == 4 => {
                let day = civil::Date::new(number(year)?, 1, 1).map_err(|_| bad())?;
                Ok(Date::new(day, Granularity::Year))
            }
            [year, week] if year.len() == 4 && week.starts_with('W') => {
                let week = number(&week[1..])? as i8;
                let day = civil::ISOWeekDate::new(number(year)?, week, civil::Weekday::Monday).map_err(|_| bad())?;
                Ok(Date::new(day.date(), Granularity::Week))
            }
            [year, month] if year.len() == 4 => {
                let day = civil::Date::new(number(year)?, number(month)? as i8, 1).map_err(|_| bad())?;
                Ok(Date::new(day, Granularity::Month))
            }
            _ => {
                let day = text
                    .get(..10)
                    .and_then(|day| day.parse::<civil::Date>().ok())
                    .ok_or_else(bad)?;
                Ok(Date::day(day))
            }
        }
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in ["2018", "2018-09", "2018-W38", "2018-09-17"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        assert_eq!(
            "2018-09-17T12:00:00Z".parse::<Date>().unwrap().to_string(),
            "2018-09-17"
        );
        for text in ["", "yesterday", "2018-13", "2018-02-30", "18", "2018-W60"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn spans_what_it_names() {
        let check = |text: &str, first: &str, last: &str| {
            let date: Date = text.parse().unwrap();
            assert_eq!(
                (date.first_day().to_string(), date.last_day().to_string()),
                (first.into(), last.into())
            );
        };
        check("2020", "2020-01-01", "2020-12-31");
        check("2020-02", "2020-02-01", "2020-02-29");
        check("2020-W07", "2020-02-10", "2020-02-16");
        check("2020-02-15", "2020-02-15", "2020-02-15");
    }
}
