use jiff::civil;

use super::Problem;
use crate::model::{Date, Granularity};

/// A date of publication in the forms that archives write: ISO 8601, RFC 2822, or in English words
/// in either order ("December 31, 2017", "31 Dec 2017", "Monday, March 5, 2007", "March 2007").
pub fn parse(text: &str) -> Result<Date, Problem> {
    let text = text.trim();
    let bad = || Problem::BadDate(text.chars().take(60).collect());
    if let Ok(date) = text.parse() {
        return Ok(date);
    }
    if let Ok(time) = jiff::fmt::rfc2822::parse(text) {
        return Ok(Date::day(time.date()));
    }
    in_words(text)
        .or_else(|| in_digits(text))
        .or_else(|| in_seconds(text))
        .ok_or_else(bad)
}

/// A month's name with a year and perhaps a day; words that are no part of a date spoil it.
fn in_words(text: &str) -> Option<Date> {
    let (mut year, mut month, mut day) = (None, None, None);
    for word in text.split([' ', ',', '.']).filter(|word| !word.is_empty()) {
        let lower = word.to_ascii_lowercase();
        let digits = lower.trim_end_matches(char::is_alphabetic);
        let ordinal = matches!(&lower[digits.len()..], "" | "st" | "nd" | "rd" | "th");
        if let (Ok(number), true) = (digits.parse::<i16>(), ordinal) {
            let place = if digits.len() == 4 { &mut year } else { &mut day };
            if place.replace(number).is_some() {
                return None;
            }
        } else if let Some(number) = month_of(&lower) {
            if month.replace(number).is_some() {
                return None;
            }
        } else if !is_weekday(&lower) && !is_time(&lower) {
            return None;
        }
    }
    let (granularity, day) = match day {
        Some(day) => (Granularity::Day, i8::try_from(day).ok()?),
        None => (Granularity::Month, 1),
    };
    Some(Date::new(civil::Date::new(year?, month?, day).ok()?, granularity))
}

/// Seconds or milliseconds since 1970, as programs write them: of years from 1973 on.
fn in_seconds(text: &str) -> Option<Date> {
    let seconds = match (text.len(), text.parse::<i64>().ok()?) {
        (9 | 10, seconds) => seconds,
        (12 | 13, milliseconds) => milliseconds / 1000,
        _ => return None,
    };
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(Date::day(jiff::tz::Offset::UTC.to_datetime(time).date()))
}

/// `20171231` and `2017/12/31`.
fn in_digits(text: &str) -> Option<Date> {
    let day = text.split([' ', 'T']).next()?;
    // `20171231120000` has the time of day behind it.
    let day = if day.len() == 14 { day.get(..8)? } else { day };
    let digits: String = day.chars().filter(char::is_ascii_digit).collect();
    let rest = day.chars().filter(|c| !c.is_ascii_digit());
    if digits.len() != 8 || !(rest.clone().count() == 0 || rest.eq("//".chars())) {
        return None;
    }
    let day = civil::Date::new(
        digits[..4].parse().ok()?,
        digits[4..6].parse().ok()?,
        digits[6..].parse().ok()?,
    );
    day.ok().map(Date::day)
}

fn month_of(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if word == "sept" {
        return Some(9);
    }
    let place = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.starts_with(word))?;
    Some(place as i8 + 1)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(word))
}

/// `12:30`, `12:30:05`, `pm`, `GMT`: the time of day beside a date is passed over.
fn is_time(word: &str) -> bool {
    matches!(word, "am" | "pm" | "gmt" | "utc" | "z" | "est" | "edt" | "at")
        || word.contains(':') && word.chars().all(|c| c.is_ascii_digit() || c == ':')
}
