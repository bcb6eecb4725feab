# `just` lists these; `just check` is what has to pass before a change is taken.

# list the recipes
default:
    @just --list --unsorted

# formatting, lints, tests, documentation: what .ci/run runs
check: fmt clippy test doc

# is everything formatted?
fmt:
    cargo fmt --check

# lints, all of them errors
clippy:
    cargo clippy --all-targets --locked -- -D warnings

# all tests
test:
    cargo test --locked

# does the documentation build without warnings?
doc:
    RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --locked

# licences and sources of the dependencies (needs cargo-deny)
deny:
    cargo deny check licenses sources bans

# index the sample captures and ask for one word
sample:
    cargo run --release -- index captures && cargo run --release -- query introspection

# fuzz every target for so many seconds (needs a C++ compiler)
fuzz seconds="60":
    fuzz/run {{seconds}}
