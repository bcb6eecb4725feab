#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rsearch_fuzz::dates(bytes));
