#![no_main]

use libfuzzer_sys::fuzz_target;
use relgraph::read::Format;

mod reading;

fuzz_target!(|bytes: &[u8]| reading::read(bytes, Some(Format::Mediawiki)));
