#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // Most of what a fuzzer makes would have no front matter otherwise.
    rsearch_fuzz::capture("page.md", &[b"---\n", bytes].concat());
});
