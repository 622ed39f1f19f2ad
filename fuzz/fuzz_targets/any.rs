#![no_main]

use libfuzzer_sys::fuzz_target;

mod reading;

// Whatever the bytes look like: detection, and all that is packed.
fuzz_target!(|bytes: &[u8]| reading::read(bytes, None));
