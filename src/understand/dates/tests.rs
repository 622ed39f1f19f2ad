use super::{TimeRelation, find_dates};
use crate::model::{Label, Span, Tag, Token};

/// Cuts at white space, and punctuation from the ends of words, as a tokeniser would.
fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut add = |start: usize, end: usize| {
        out.push(Token {
            span: Span::new(start, end),
            tag: Tag::X,
            fine: 0,
            lemma: String::new(),
            head: 0,
            label: Label::Dep,
        })
    };
    let mut from = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let inner = word.trim_start_matches(['(', '"', '“', '$']);
        let mut start = from + word.len() - inner.len();
        (from..start).for_each(|at| {
            if text.is_char_boundary(at) {
                let end = at + text[at..].chars().next().map_or(1, char::len_utf8);
                add(at, end)
            }
        });
        let short = ["Sept.", "Oct.", "Nov.", "Dec.", "Jan.", "Feb.", "Aug.", "U.S."];
        let trimmed = inner.trim_end_matches(['.', ',', ';', ':', '?', '!', ')', '"', '”', '%']);
        let core = short
            .iter()
            .find(|short| inner.starts_with(**short))
            .map_or(trimmed, |short| {
                if inner.len() >= short.len() && trimmed.len() < short.len() {
                    short
                } else {
                    trimmed
                }
            });
        let stem = core.strip_suffix("'s").or(core.strip_suffix("’s")).unwrap_or(core);
        if !stem.is_empty() {
            add(start, start + stem.len());
        }
        if stem.len() < core.len() {
            add(start + stem.len(), start + core.len());
        }
        start += core.len();
        for c in inner[core.len()..].chars() {
            add(start, start + c.len_utf8());
            start += c.len_utf8();
        }
        from += piece.len();
    }
    out
}

fn found(text: &str, published: &str) -> Vec<(String, String)> {
    let tokens = tokens(text);
    let published = (!published.is_empty()).then(|| published.parse().unwrap());
    let relation = |relation| match relation {
        TimeRelation::At => "at",
        TimeRelation::Since => "since",
        TimeRelation::Until => "until",
        TimeRelation::Before => "before",
        TimeRelation::After => "after",
    };
    let dates = find_dates(text, &tokens, published);
    let surface =
        |range: std::ops::Range<usize>| text[tokens[range.start].span.start..tokens[range.end - 1].span.end].to_owned();
    dates
        .into_iter()
        .map(|found| {
            (
                format!("{} {}", found.date, relation(found.relation)),
                surface(found.tokens),
            )
        })
        .collect()
}

#[track_caller]
fn check(text: &str, published: &str, expected: &[&str]) {
    let got: Vec<String> = found(text, published).into_iter().map(|(date, _)| date).collect();
    assert_eq!(got, expected, "{text}");
}

/// Publication on Monday, 17 September 2018.
#[track_caller]
fn monday(text: &str, expected: &[&str]) {
    check(text, "2018-09-17", expected);
}

#[test]
fn names_the_year() {
    let check = |text: &str, expected: &[&str]| {
        check(text, "", expected);
        check(text, "2019-03-05", expected);
    };
    check("They met on 17 September 2018 in Sochi.", &["2018-09-17 at"]);
    check("They met on September 17, 2018, in Sochi.", &["2018-09-17 at"]);
    check(
        "KHARTOUM, Sudan Sept. 19, 2004 - A US-backed resolution",
        &["2004-09-19 at"],
    );
    check("Sep 17, 2004", &["2004-09-17 at"]);
    check("Monday, March 5, 2007", &["2007-03-05 at"]);
    check(
        "It was a sunny morning on Saturday 31 August 2013 in Rome.",
        &["2013-08-31 at"],
    );
    check("Fri, Sep 17, 2004", &["2004-09-17 at"]);
    check("the 17th of September 2018", &["2018-09-17 at"]);
    check("the talks of September 17-19, 2018", &["2018-09-17 at"]);
    check("on 17-19 September 2018", &["2018-09-17 at"]);
    check("published 2018-09-17 by", &["2018-09-17 at"]);
    check(
        "on 17/9/2018 and 9/17/2018 and 17.09.2018",
        &["2018-09-17 at", "2018-09-17 at", "2018-09-17 at"],
    );
    check("on 3/4/2018 at noon", &[]);
    check("signed on May 8, 2018.", &["2018-05-08 at"]);
    check("on 8 May 2018", &["2018-05-08 at"]);
    check("In January 2017, documents were found.", &["2017-01 at"]);
    check("in May 2018 and March of 2019", &["2018-05 at", "2019-03 at"]);
    check("Syria was calm in 2018.", &["2018 at"]);
    check("captured from Syria in 1967, placed", &["1967 at"]);
    check("until 2016, it is", &["2016 until"]);
    check("since 2011 and by 2020", &["2011 since", "2020 before"]);
    check(
        "in early 2018, in late 2017, in mid-2016",
        &["2018 at", "2017 at", "2016 at"],
    );
    check("since early 2018", &["2018 since"]);
    check("since the end of 2018", &["2018 since"]);
    check("before 2015 and after 2016", &["2015 before", "2016 after"]);
    check(
        "in the 2016 U.S. election and the 2015 Iran nuclear deal",
        &["2016 at", "2015 at"],
    );
    check("since the landmark 2015 nuclear deal", &["2015 at"]);
    check("suspended since the 1965 war.", &["1965 at"]);
    check("the deal of 2015", &["2015 at"]);
    check("The deal (2015) failed", &["2015 at"]);
    check("from 2011 to 2015", &["2011 since", "2015 until"]);
    check("between 2011 and 2015", &["2011 since", "2015 until"]);
    check("in 2011 and 2012", &["2011 at", "2012 at"]);
    check("the 2011-2015 war", &["2011 at"]);
    check(
        "from January 2015 until March 2016",
        &["2015-01 since", "2016-03 until"],
    );
    check("in the summer of 2015", &["2015 at"]);
    check("in pre-2014 borders and post-2003 Iraq", &["2014 before", "2003 after"]);
    check("after the September 11 attacks", &["2001-09-11 at"]);
    check("since 9/11", &["2001-09-11 since"]);
    check("traced back to 2014.", &["2014 at"]);
}

#[test]
fn needs_publication_for_the_rest() {
    for text in [
        "on Saturday",
        "last week",
        "in September",
        "on Sept. 17",
        "two days ago",
        "over the weekend",
    ] {
        check(text, "", &[]);
    }
    // What is known only by its month places no day.
    check(
        "They met on Monday, yesterday and last month.",
        "2018-09",
        &["2018-08 at"],
    );
    check("They met last month and last year.", "2018", &["2017 at"]);
}

#[test]
fn is_no_date() {
    for text in [
        "2,000 troops",
        "about 2000 troops",
        "of 2000 soldiers",
        "the 2000 troops",
        "a survey of 1850 schoolchildren",
        "a total of 2000",
        "killed 1950 people",
        "by 1830 GMT",
        "in 2000 homes",
        "cost $2018",
        "resolution 1973",
        "in 1,950 cases",
        "rose to 2010",
        "the 1990s",
        "in the 1990s",
        "in the 1990's",
        "Route 2018",
        "2018",
        "Prime Minister Theresa May said",
        "It may fail.",
        "May it last.",
        "May said in London",
        "Mrs May and Macron",
        "led by May, who is Mrs. May",
        "confidence in May, Theresa May",
        "the long march",
        "March on Washington",
        "They march to war",
        "the Women's March",
        "the Great March of Return",
        "April Glaspie",
        "June Carter",
        "Jan Egeland said",
        "August Hanning",
        "an august body",
        "on Black Friday",
        "the Good Friday Agreement",
        "the Sunday Times",
        "The Mail on Sunday",
        "every Friday",
        "one Sunday",
        "the following Monday",
        "a day earlier",
        "Five days after falling",
        "in recent days",
        "in the coming days",
        "his last year in office",
        "USA Today reported",
        "last summer",
        "more than two years ago",
        "several years ago",
        "two or three years ago",
        "decades ago",
        "the last week of the war",
        "that year",
        "the previous month",
        "July 4, 1776",
        "4 July 1776",
        "a 5-day visit",
        "seven years",
        "the next day",
        "February 30",
        "man of the year",
        "Sun sat in",
        "these days",
        "sat down",
        "this decade",
        "version 2.2018",
        "second to none",
        "the past few weeks",
        "over the next two years",
    ] {
        monday(text, &[]);
    }
}

#[test]
fn weekdays_look_back_or_ahead() {
    monday("They met on Saturday.", &["2018-09-15 at"]);
    monday("officials said Monday", &["2018-09-17 at"]);
    monday("Pakistani forces Sunday killed the man", &["2018-09-16 at"]);
    monday("Friday morning on police stations", &["2018-09-14 at"]);
    monday(
        "They met last Monday and last Friday.",
        &["2018-09-10 at", "2018-09-14 at"],
    );
    monday("next Monday, next Friday", &["2018-09-24 at", "2018-09-21 at"]);
    monday("They will meet on Saturday.", &["2018-09-22 at"]);
    monday("The talks will be held on Tuesday.", &["2018-09-18 at"]);
    monday("Talks to be held Tuesday", &["2018-09-18 at"]);
    monday("Putin to meet Erdogan on Tuesday", &["2018-09-18 at"]);
    monday("Putin will on Tuesday meet Erdogan", &["2018-09-18 at"]);
    monday("On Tuesday, Putin will meet Erdogan", &["2018-09-18 at"]);
    monday(
        "On Friday, Mueller unveiled evidence that will hurt.",
        &["2018-09-14 at"],
    );
    monday(
        "will meet with Bush on Thursday, the White House said on Saturday.",
        &["2018-09-20 at", "2018-09-15 at"],
    );
    monday(
        "Fox said Wednesday he will meet Bush on Thursday",
        &["2018-09-12 at", "2018-09-20 at"],
    );
    monday("talks scheduled for Friday", &["2018-09-21 at"]);
    monday("a summit due on Friday", &["2018-09-21 at"]);
    monday("Israel announced plans Friday to build", &["2018-09-14 at"]);
    monday("Putin plans to travel on Friday", &["2018-09-21 at"]);
    monday("He travelled to Moscow on Saturday", &["2018-09-15 at"]);
    monday("They failed to agree on Friday", &["2018-09-14 at"]);
    monday("He flew to Sochi to meet Putin on Friday", &["2018-09-14 at"]);
    monday("urged China on Friday to exert its influence", &["2018-09-14 at"]);
    monday("may have struck the base on Friday", &["2018-09-14 at"]);
    monday("They will go. They met on Friday.", &["2018-09-14 at"]);
    monday("Talks will fail\n\nThey met on Friday", &["2018-09-14 at"]);
    monday("protesters fired to hurt police on Friday", &["2018-09-14 at"]);
    monday("They agreed to meet on Friday", &["2018-09-21 at"]);
    monday("more than we expected before starting on Friday", &["2018-09-14 since"]);
    monday("a summit starting on Friday that will last", &["2018-09-21 since"]);
    monday("He pleaded guilty to on Friday.", &["2018-09-14 at"]);
    monday("this Friday", &["2018-09-21 at"]);
    monday("this past Friday", &["2018-09-14 at"]);
    monday(
        "on Monday of last week, on Monday this week",
        &["2018-09-10 at", "2018-09-17 at"],
    );
    monday("He held out since Saturday", &["2018-09-15 since"]);
    monday("would kill one by Tuesday afternoon, saying", &["2018-09-18 before"]);
    monday("gave Israel until Friday to leave", &["2018-09-21 until"]);
    monday("The truce held until Friday", &["2018-09-14 until"]);
    monday("By Friday, rebels had taken the town", &["2018-09-14 before"]);
    monday("They had until Friday to leave", &["2018-09-21 until"]);
    monday("He said ahead of Sunday's vote", &["2018-09-23 at"]);
    monday("protests followed after Sunday's vote", &["2018-09-16 at"]);
    monday("no later than Friday", &["2018-09-21 before"]);
    monday("a day after Monday's attack", &["2018-09-17 at"]);
    monday("from Tuesday to Friday", &["2018-09-18 since", "2018-09-21 until"]);
    check("They meet on Saturday night", "2018-09-22", &["2018-09-22 at"]);
}

#[test]
fn months_without_year() {
    monday("captured by Kurds in January, deny", &["2018-01 at"]);
    monday("He resigned in November.", &["2017-11 at"]);
    monday("He resigned in September.", &["2018-09 at"]);
    monday("He will resign in November.", &["2018-11 at"]);
    monday("He will resign in May.", &["2019-05 at"]);
    monday("Elections are due in March.", &["2019-03 at"]);
    monday("since December", &["2017-12 since"]);
    check("since December", "2018-12-20", &["2017-12 since"]);
    monday("the ban was in force until March", &["2018-03 until"]);
    monday("extended the truce until March", &["2019-03 until"]);
    monday("must decide in mid-January if", &["2019-01 at"]);
    monday("put into place in late October that", &["2017-10 at"]);
    monday("In early June, the member", &["2018-06 at"]);
    monday("reduced in April and May, concern", &["2018-04 at", "2018-05 at"]);
    monday("last December discussed", &["2017-12 at"]);
    monday("next March", &["2019-03 at"]);
    monday(
        "September last year, in September this year",
        &["2017-09 at", "2018-09 at"],
    );
    monday("an October agreement was signed", &["2017-10 at"]);
    monday("at the end of March", &["2018-03 at"]);
    monday("took office on Jan. 20.", &["2018-01-20 at"]);
    monday("will open for business on Jan. 16, hosting 800", &["2019-01-16 at"]);
    monday("detained on 22 July.", &["2018-07-22 at"]);
    monday("of the Dec 6 story corrects", &["2017-12-06 at"]);
    monday("MONROVIA, 29 October (IRIN) - Riots", &["2017-10-29 at"]);
    monday("Islamabad, Nov 9 : US Deputy", &["2017-11-09 at"]);
    monday("Sept. 18 (Reuters) - Riots", &["2018-09-18 at"]);
    monday("Italy, Oct.18 - It must play a role", &["2017-10-18 at"]);
    monday("officials said the vote on Oct. 3 is near", &["2018-10-03 at"]);
    monday("In September 17 people died", &["2018-09 at"]);
    monday("On Sept. 11, 2000 troops crossed", &["2018-09-11 at"]);
    monday("on the 17th of August", &["2018-08-17 at"]);
    monday("on March 5 and May 6", &["2018-03-05 at", "2018-05-06 at"]);
    monday("Theresa May was there in May", &["2018-05 at"]);
    check("on 29 February", "2018-09-17", &["2016-02-29 at"]);
    check("said on Jan. 1", "2018-12-31", &["2019-01-01 at"]);
}

#[test]
fn counts_from_publication() {
    monday(
        "He left today, yesterday, tomorrow and tonight",
        &["2018-09-17 at", "2018-09-16 at", "2018-09-18 at", "2018-09-17 at"],
    );
    monday("Yesterday, North Korea fired", &["2018-09-16 at"]);
    monday("this morning and last night", &["2018-09-17 at", "2018-09-16 at"]);
    monday("the day before yesterday", &["2018-09-15 at"]);
    monday(
        "this week, last week, next week",
        &["2018-W38 at", "2018-W37 at", "2018-W39 at"],
    );
    monday(
        "this month, last month, next month",
        &["2018-09 at", "2018-08 at", "2018-10 at"],
    );
    monday("this year, last year, next year", &["2018 at", "2017 at", "2019 at"]);
    monday("Last Year over 4 million", &["2017 at"]);
    monday(
        "the release earlier this year of his book and last week of the tape",
        &["2018 at", "2018-W37 at"],
    );
    monday("Since last month’s announcement", &["2018-08 at"]);
    monday("since last week", &["2018-W37 since"]);
    monday(
        "earlier this month, later this year, late last year",
        &["2018-09 at", "2018 at", "2017 at"],
    );
    monday(
        "two days ago, three weeks ago, six months ago, a year ago",
        &["2018-09-15 at", "2018-W35 at", "2018-03 at", "2017 at"],
    );
    monday("15 years ago after covering up", &["2003 at"]);
    monday("ten years ago this week", &["2008 at"]);
    monday("two weeks from now", &["2018-W40 at"]);
    monday("strike Afghanistan over the weekend.", &["2018-W37 at"]);
    monday("will strike over the weekend.", &["2018-W38 at"]);
    monday("last weekend and next weekend", &["2018-W37 at", "2018-W39 at"]);
    monday("the offensive restarted this weekend", &["2018-W37 at"]);
    monday("by the end of the month", &["2018-09 before"]);
    monday("until the end of next year", &["2019 until"]);
    monday("claim backlog by year end.", &["2018 before"]);
    monday("in the past week, over the past year", &["2018-W37 at", "2018 at"]);
    monday("earlier in the week", &["2018-W38 at"]);
    check("last month", "2018-01-03", &["2017-12 at"]);
    check("last week", "2018-01-03", &["2017-W52 at"]);
}

#[test]
fn covers_the_words() {
    let check = |text: &str, expected: &[&str]| {
        let got: Vec<String> = found(text, "2018-09-17")
            .into_iter()
            .map(|(_, surface)| surface)
            .collect();
        assert_eq!(got, expected, "{text}");
    };
    check("They met on Monday, Sept. 17, 2018.", &["Monday, Sept. 17, 2018"]);
    check("They met late on Monday night.", &["Monday night"]);
    check(
        "since mid-January, earlier this month",
        &["mid-January", "earlier this month"],
    );
    check(
        "at the end of the month, last week’s reports",
        &["end of the month", "last week"],
    );
    check("in Sept. 2018, on Sept. 7", &["Sept. 2018", "Sept. 7"]);
}

#[test]
fn survives_anything() {
    let pieces = [
        "May", "Sept", ".", "2018", "-", "–", "31", "last", "the", "of", "’s", "9999", "a", "year", "ago", "é",
        "Monday", ",", "since", "\n\n", "17th", "to", "will", "early", "/", "ed", "日本", "(",
    ];
    // A fixed walk over the pieces: the same texts at every run.
    let mut state = 7u64;
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            if state >> 60 < 12 {
                text.push(' ');
            }
        }
        for published in ["", "2018-09-17", "9999-12-31", "0001-01-01"] {
            let tokens = tokens(&text);
            let dates = find_dates(&text, &tokens, published.parse().ok());
            assert!(
                dates
                    .iter()
                    .all(|date| date.tokens.start < date.tokens.end && date.tokens.end <= tokens.len())
            );
            assert!(
                dates
                    .windows(2)
                    .all(|pair| pair[0].tokens.start <= pair[1].tokens.start)
            );
        }
    }
    // Spans that do not fit the text are passed over.
    assert!(find_dates("é", &tokens("in 2018 on Monday"), "2018-09-17".parse().ok()).is_empty());
    assert!(find_dates("", &[], None).is_empty());
}
