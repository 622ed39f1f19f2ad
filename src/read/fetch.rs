//! Pages and feeds by their address: the only place that speaks to the network, and only where it is built in.

use std::io::BufReader;
use std::sync::Arc;
use std::time::Duration;

use ureq::Agent;

use super::{Format, Items, Options, Place, Problem, detect, html, open, whole};

/// How long a server may take for all of its answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// The article of a page, those of a feed, or those of any other file at an address.
pub fn fetch(address: &str, options: Options) -> Items {
    let place = Place::new(address.into(), address.into());
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .user_agent(concat!("relgraph/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let answer = match agent.get(address).call() {
        Ok(answer) => answer,
        Err(error) => return place.fails(Problem::Fetch(error.to_string())),
    };
    let charset = answer.body().charset().map(String::from);
    let bytes = match whole(answer.into_body().into_reader(), options.longest) {
        Ok(bytes) => bytes,
        Err(problem) => return place.fails(problem),
    };
    // What the server said of the charset and where the page stands is known here alone.
    if detect::detect(&bytes[..bytes.len().min(1 << 16)], "").is_ok_and(|format| format == Format::Html) {
        return place.one(html::page(
            bytes,
            charset.as_deref(),
            Some(address),
            address.into(),
            address,
        ));
    }
    open(
        Box::new(BufReader::new(std::io::Cursor::new(bytes))),
        place,
        &Arc::new(options),
        0,
    )
}
