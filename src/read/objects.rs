//! A JSON object as an article.

use serde_json::{Map as Object, Value};

use super::fields::{self, Field, Map};
use super::{Problem, ReadError, plover};
use crate::model::Article;

/// Lists in which services put the articles that they answer with.
const LISTS: [&str; 7] = ["articles", "items", "results", "docs", "documents", "data", "value"];

/// The articles of a JSON value: of an object, or of all objects of the list that it holds.
pub fn articles(value: Value, map: &Map, id: &str, origin: &str) -> Vec<Result<Article, ReadError>> {
    let object = match value {
        Value::Object(object) => object,
        other => return vec![Err(ReadError::new(origin, Problem::NotAnObject(shown(&other))))],
    };
    if let Some(list) = list(&object, map) {
        let items = list.iter().enumerate().flat_map(|(index, item)| {
            let (id, origin) = (format!("{id}-{}", index + 1), format!("{origin}#{}", index + 1));
            articles(item.clone(), map, &id, &origin)
        });
        return items.collect();
    }
    let made = match plover::is_event(&object) {
        true => plover::article(&object, id.into(), origin.into()),
        false => article(&object, map, id.into(), origin.into()),
    };
    vec![made.map_err(|problem| ReadError::new(origin, problem))]
}

/// The list of articles in an object that is none itself.
fn list<'v>(object: &'v Object<String, Value>, map: &Map) -> Option<&'v Vec<Value>> {
    let own = |name: &String| fields::is_content(name) || map.all().any(|given| given == name);
    if object.keys().any(own) {
        return None;
    }
    let nested = object.get("response").and_then(Value::as_object).unwrap_or(object);
    let list = LISTS.iter().find_map(|name| nested.get(*name)?.as_array())?;
    list.iter().all(Value::is_object).then_some(list)
}

/// One object as an article.
pub fn article(object: &Object<String, Value>, map: &Map, id: String, origin: String) -> Result<Article, Problem> {
    fields::article(map, &|field, name| part(object, field, name), id, origin)
}

/// The value under a name or, `a.b`, under a path of names.
fn find<'v>(object: &'v Object<String, Value>, path: &str) -> Option<&'v Value> {
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    let (first, rest) = path.split_once('.')?;
    find(object.get(first)?.as_object()?, rest)
}

/// A value as a part of an article, if it is there and holds more than white space.
fn part(object: &Object<String, Value>, field: Field, name: &str) -> Result<Option<String>, Problem> {
    let Some(value) = find(object, name) else {
        return Ok(None);
    };
    let text = match (field, value) {
        (_, Value::Null) => None,
        (_, Value::String(text)) => Some(text.trim().to_string()),
        (Field::Id | Field::Date, Value::Number(number)) => Some(number.to_string()),
        // Paragraphs, or several authors.
        (Field::Text, Value::Array(items)) => strings(items, "\n\n"),
        (Field::Byline, Value::Array(items)) => strings(items, ", "),
        (Field::Source | Field::Byline, Value::Object(named)) => named
            .get("name")
            .or_else(|| named.get("title"))
            .and_then(Value::as_str)
            .map(String::from),
        (Field::Byline | Field::Source, _) => None,
        (_, value) => {
            return Err(Problem::NotAString {
                key: name.into(),
                value: shown(value),
            });
        }
    };
    Ok(text.filter(|text| !text.is_empty()))
}

fn strings(items: &[Value], between: &str) -> Option<String> {
    let strings = items
        .iter()
        .filter_map(|item| item.as_str().or_else(|| item.get("name")?.as_str()));
    Some(strings.collect::<Vec<_>>().join(between))
}

fn shown(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}
