use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::read::{self, Format, Items, Map, Options};

/// The articles that a command reads.
#[derive(Args)]
pub struct Input {
    /// Files, folders, archives (.gz, .zst, .zip), quoted patterns, or - for stdin.
    #[cfg_attr(feature = "fetch", arg(required_unless_present = "url", value_name = "PATH"))]
    #[cfg_attr(not(feature = "fetch"), arg(required = true, value_name = "PATH"))]
    paths: Vec<PathBuf>,
    /// The address of a page or a feed to fetch.
    #[cfg(feature = "fetch")]
    #[arg(long, value_name = "URL")]
    url: Vec<String>,
    /// What format all files are in; otherwise each shows its own.
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    input_format: Option<Format>,
    /// What keys or columns are called: PART=NAME, where the part is id, title, text, date, source,
    /// url or byline. `a.b` is the key b in the object a.
    #[arg(long, value_name = "PART=NAME,...")]
    map: Vec<Map>,
    /// What stdin is called: ids are made of it, and its extension counts as that of a file does.
    #[arg(long, value_name = "FILE")]
    stdin_name: Option<String>,
    /// The number of the first line of stdin, where it is a part of a JSON Lines file.
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true)]
    first_line: usize,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name)).try_map(|name| name.parse::<Format>())
}

impl Input {
    /// How many bytes there are to read, if that can be known.
    pub fn size(&self) -> Option<u64> {
        #[cfg(feature = "fetch")]
        if !self.url.is_empty() {
            return None;
        }
        read::size(&self.paths)
    }

    pub fn articles(&self) -> Items {
        self.watched(Arc::default())
    }

    /// As [`Input::articles`]; the bytes of files that have been read are added to `taken`.
    pub fn watched(&self, taken: Arc<AtomicU64>) -> Items {
        let mut options = Options {
            format: self.input_format,
            taken,
            stdin: self.stdin_name.clone(),
            first_line: self.first_line,
            ..Options::default()
        };
        for map in &self.map {
            options.map.extend(map.clone());
        }
        let named = read::articles_with(&self.paths, options.clone());
        #[cfg(feature = "fetch")]
        let named = {
            let fetched = self.url.clone().into_iter();
            named.chain(fetched.flat_map(move |address| read::fetch(&address, options.clone())))
        };
        Box::new(named)
    }
}
