//! The program `rsearch`.

use std::process::ExitCode;

fn main() -> ExitCode {
    rsearch::cli::main()
}
