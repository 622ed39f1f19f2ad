//! Events in PLOVER's terms, a JSON object each: those that relgraph writes, and those of others.

use serde_json::{Map as Object, Value};

use super::{Problem, dates};
use crate::model::{Actor, Article, Date, Event, Granularity, Modality, Polarity};

const TYPES: [&str; 4] = ["event", "event_type", "eventType", "plover"];
const SOURCES: [&str; 4] = ["source", "actor", "source_actor", "ACTOR"];
const TARGETS: [&str; 5] = ["target", "recipient", "target_actor", "RECIP", "recip"];

/// Whether an object is a record of an event, not an article.
pub fn is_event(object: &Object<String, Value>) -> bool {
    root(object).is_some() && side(object, &SOURCES).is_some() && side(object, &TARGETS).is_some()
}

/// An event type is a word in capitals: an article of an "event" is none.
fn root(object: &Object<String, Value>) -> Option<&str> {
    let root = TYPES.iter().find_map(|key| object.get(*key)?.as_str())?;
    let word = !root.is_empty() && root.len() <= 16 && root.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    word.then_some(root)
}

fn side<'v>(object: &'v Object<String, Value>, keys: &[&str]) -> Option<&'v Value> {
    let inner = object.get("attributes").and_then(Value::as_object);
    [Some(object), inner]
        .into_iter()
        .flatten()
        .find_map(|object| keys.iter().find_map(|key| object.get(*key)))
}

/// A record as an article without text.
pub fn article(object: &Object<String, Value>, id: String, origin: String) -> Result<Article, Problem> {
    let text = |keys: &[&str]| {
        let found = keys.iter().find_map(|key| object.get(*key)?.as_str());
        found.map(str::trim).filter(|text| !text.is_empty()).map(String::from)
    };
    let day = text(&["date", "event_date", "eventDate"])
        .map(|day| dates::parse(&day))
        .transpose()?;
    let date = day.and_then(|day| as_exact(day, &text(&["granularity"]).unwrap_or_default()));
    let published = text(&["published", "pub_date", "publication_date"])
        .map(|date| dates::parse(&date))
        .transpose()?;
    let pick = |keys: &[&str]| actor(side(object, keys).unwrap_or(&Value::Null));
    let root = root(object).unwrap_or_default();
    let event = Event {
        coder: "plover".into(),
        source: pick(&SOURCES),
        target: pick(&TARGETS),
        cameo: text(&["cameo"]),
        plover: Some(root.into()),
        mode: text(&["mode", "event_mode", "eventMode"]).map(|mode| mode.to_lowercase()),
        relation: text(&["type"]),
        polarity: match text(&["polarity"]).as_deref() {
            Some("negated") => Polarity::Negated,
            _ => Polarity::Affirmed,
        },
        modality: text(&["modality"]).and_then(|name| Modality::ALL.into_iter().find(|other| other.name() == name)),
        date,
        confidence: object
            .get("confidence")
            .and_then(Value::as_f64)
            .map(|sure| sure as f32)
            .filter(|sure| (0.0..=1.0).contains(sure)),
        text: text(&["text", "event_text", "sentence", "headline"]).unwrap_or_else(|| format!("PLOVER {root}")),
    };
    if event.source.is_unknown() || event.target.is_unknown() {
        return Err(Problem::NoActors);
    }
    Ok(Article {
        id: text(&["id", "event_id"]).unwrap_or(id),
        date: published.or(day),
        source: text(&["publisher", "publication"]),
        url: text(&["url"]),
        events: vec![event],
        origin,
        ..Article::default()
    })
}

/// A date as exact as the record says; the day of publication is none of the event.
fn as_exact(day: Date, granularity: &str) -> Option<Date> {
    let granularity = match granularity {
        "publication" => return None,
        "week" => Granularity::Week,
        "month" => Granularity::Month,
        "year" => Granularity::Year,
        _ => return Some(day),
    };
    Some(Date::new(day.first_day(), granularity))
}

/// A name or code, an object with both, or the first of several.
fn actor(value: &Value) -> Actor {
    match value {
        Value::String(text) if is_code(text) => of_code(text),
        Value::String(text) => Actor {
            name: Some(text.trim().to_string()).filter(|name| !name.is_empty()),
            ..Actor::default()
        },
        Value::Array(items) => items.first().map(actor).unwrap_or_default(),
        Value::Object(object) => {
            let text = |keys: &[&str]| {
                let found = keys.iter().find_map(|key| object.get(*key)?.as_str());
                found.map(str::trim).filter(|text| !text.is_empty()).map(String::from)
            };
            let code = text(&["code", "cameo"])
                .filter(|code| is_code(code))
                .map(|code| of_code(&code))
                .unwrap_or_default();
            Actor {
                name: text(&["name", "wiki", "text", "actor_name"]),
                state: text(&["state", "country"]).or(code.state),
                role: code.role.or_else(|| text(&["sector", "code_1"])),
                kind: text(&["kind"]).and_then(|kind| kind.parse().ok()),
            }
        }
        _ => Actor::default(),
    }
}

/// `TUR`, `TURGOV`, `SYRREBALQ`.
fn is_code(text: &str) -> bool {
    matches!(text.len(), 3 | 6 | 9) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn of_code(code: &str) -> Actor {
    Actor {
        state: code.get(..3).map(String::from),
        role: code.get(3..6).map(String::from),
        ..Actor::default()
    }
}
