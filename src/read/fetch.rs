//! Pages and feeds by their address: the only place that speaks to the network, and only where it is built in.

use std::io::{self, BufReader};
use std::sync::Arc;
use std::time::Duration;

use ureq::{Agent, ResponseExt};

use super::{Format, Items, Options, Place, Problem, detect, html, open, whole};

/// How long a server may take for all of its answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// The article of a page, those of a feed, or those of any other file at an address.
pub fn fetch(address: &str, options: Options) -> Items {
    fetch_within(address, options, PATIENCE)
}

/// As [`fetch`], with the time that the whole answer may take.
pub fn fetch_within(address: &str, options: Options, patience: Duration) -> Items {
    let place = Place::new(address.into(), address.into());
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(patience))
        .user_agent(concat!("relgraph/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let told = |error: ureq::Error| Problem::Fetch(reason(&error, patience));
    let answer = match agent.get(address).call() {
        Ok(answer) => answer,
        Err(error) => return place.fails(told(error)),
    };
    let charset = answer.body().charset().map(String::from);
    // Where a page has moved to is where it stands.
    let page = answer.get_uri().to_string();
    let bytes = match whole(answer.into_body().into_reader(), options.longest) {
        Ok(bytes) if bytes.is_empty() => return place.fails(Problem::Empty),
        Ok(bytes) => bytes,
        Err(Problem::Unreadable(error)) => return place.fails(told(error.into())),
        Err(problem) => return place.fails(problem),
    };
    // What the server said of the charset and where the page stands is known here alone.
    if detect::detect(&bytes[..bytes.len().min(1 << 16)], "").is_ok_and(|format| format == Format::Html) {
        return place.one(html::page(
            bytes,
            charset.as_deref(),
            Some(&page),
            address.into(),
            address,
        ));
    }
    open(
        Box::new(BufReader::new(io::Cursor::new(bytes))),
        place,
        &Arc::new(options),
        0,
    )
}

/// What went wrong, in words of people.
fn reason(error: &ureq::Error, patience: Duration) -> String {
    match error {
        ureq::Error::StatusCode(code) => format!("the server answers {code}"),
        ureq::Error::Timeout(_) => {
            let seconds = patience.as_secs();
            format!(
                "the server does not answer within {seconds} seconds; try again later, or save the page and ingest the file"
            )
        }
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            "the answer is cut short; try again later".to_string()
        }
        other => other.to_string(),
    }
}
