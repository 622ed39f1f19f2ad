use super::{Problem, dates, decode};
use crate::model::Article;

/// The longest first line that is taken for a headline.
const LONGEST_HEADLINE: usize = 160;

/// A plain text file: one article, with an optional head.
///
/// ```text
/// Title: Turkey and Russia agree on Idlib
/// Date: 2018-09-17
/// Source: Example Wire
///
/// SOCHI - Turkey and Russia agreed on Monday ...
/// ```
///
/// Without a title in a head, a short first line with a blank line after it is the headline.
pub fn parse(bytes: Vec<u8>, id: String, origin: &str) -> Result<Article, Problem> {
    let text = decode::decode(bytes)?;
    let mut article = Article {
        id,
        origin: origin.into(),
        ..Article::default()
    };
    let body = match head(&text) {
        Some((pairs, body)) => {
            for (key, value) in pairs {
                set(&mut article, &key, value)?;
            }
            body
        }
        None => &text,
    };
    let body = skip_blank_lines(body);
    let body = match headline(body) {
        Some((title, rest)) if article.title.is_none() => {
            article.title = Some(title.into());
            skip_blank_lines(rest)
        }
        _ => body,
    };
    article.text = body.trim_end().into();
    if article.date.is_none() {
        article.date = dateline(&article.text);
    }
    if article.text.is_empty() && article.title.is_none() {
        return Err(Problem::Empty);
    }
    Ok(article)
}

/// The lines `Key: value` before the first blank line, if the first of them has a key that we know
/// and all of them have that form. A line that starts with a space goes on with the one before.
fn head(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut rest = text;
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if line.trim().is_empty() {
            return (!pairs.is_empty()).then_some((pairs, after));
        }
        if line.starts_with([' ', '\t']) {
            let (_, value) = pairs.last_mut()?;
            value.push(' ');
            value.push_str(line.trim());
        } else {
            let (key, value) = line.split_once(':')?;
            let key = key.trim().to_lowercase();
            let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_ ".contains(c));
            if !plain || (pairs.is_empty() && !is_known(&key)) {
                return None;
            }
            pairs.push((key, value.trim().to_string()));
        }
        rest = after;
    }
}

fn is_known(key: &str) -> bool {
    matches!(
        key,
        "id" | "title"
            | "headline"
            | "date"
            | "published"
            | "source"
            | "publisher"
            | "url"
            | "link"
            | "byline"
            | "author"
    )
}

fn set(article: &mut Article, key: &str, value: String) -> Result<(), Problem> {
    if value.is_empty() {
        return Ok(());
    }
    match key {
        "id" => article.id = value,
        "title" | "headline" => article.title = Some(value),
        "date" | "published" => article.date = Some(dates::parse(&value)?),
        "source" | "publisher" => article.source = Some(value),
        "url" | "link" => article.url = Some(value),
        "byline" | "author" => article.byline = Some(value),
        _ => {}
    }
    Ok(())
}

/// A first paragraph of one short line that is no full sentence, and the text after it.
fn headline(body: &str) -> Option<(&str, &str)> {
    let (first, rest) = body.split_once('\n')?;
    let title = first.trim();
    let (second, _) = rest.split_once('\n')?;
    let last_word = title.split_whitespace().last()?;
    // "in the U.S." and "likely to ..." end headlines; any other full stop ends a sentence.
    let sentence = last_word.strip_suffix('.').is_some_and(|word| !word.contains('.'));
    let short = title.len() <= LONGEST_HEADLINE && !sentence;
    (short && second.trim().is_empty() && !rest.trim().is_empty()).then_some((title, rest))
}

/// A first paragraph that is nothing but a date tells when the article was published. It stays in
/// the text, which must not lose a word.
fn dateline(body: &str) -> Option<crate::model::Date> {
    let first = body.lines().next()?;
    (first.len() <= 40).then(|| dates::parse(first).ok()).flatten()
}

fn skip_blank_lines(text: &str) -> &str {
    let start = text.len() - text.trim_start().len();
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    &text[line..]
}
