//! Flags that say how much is read of a capture.
//!
//! In: the command line. Out: [`GivenLimits`].

use clap::Args;

use crate::formats::GivenLimits;

/// What stands between a run and hostile input.
#[derive(Debug, Args)]
#[expect(clippy::struct_field_names, reason = "fields are named as the flags")]
pub(crate) struct LimitFlags {
    /// Largest page or record that is read; a larger one is a problem [64MiB, or as at the last run]
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    max_bytes: Option<u64>,
    /// How many times its size a packed stream may unpack into, past 16 MiB [200, or as at the last run]
    #[arg(long, value_name = "TIMES", value_parser = clap::value_parser!(u64).range(1..))]
    max_ratio: Option<u64>,
    /// How many members of an archive are read, those of archives within it counted [1000000, or as at the last run]
    #[arg(long, value_name = "COUNT")]
    max_members: Option<u64>,
    /// How many archives within each other are read [3, or as at the last run]
    #[arg(long, value_name = "COUNT")]
    max_nesting: Option<usize>,
    /// How many seconds one page may take [120, or as at the last run]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    max_seconds: Option<u64>,
    /// How many elements of HTML within each other are read as such; deeper ones are flattened, their text kept
    /// [512, or as at the last run]
    #[arg(long, value_name = "COUNT", value_parser = depth)]
    max_depth: Option<usize>,
}

impl LimitFlags {
    pub(crate) fn limits(&self) -> GivenLimits {
        GivenLimits {
            max_bytes: self.max_bytes,
            max_ratio: self.max_ratio,
            max_members: self.max_members,
            max_nesting: self.max_nesting,
            max_seconds: self.max_seconds,
            max_depth: self.max_depth,
        }
    }
}

/// Reads a depth. The time that parsing takes grows with its square, and readers of trees need stack for it.
fn depth(text: &str) -> Result<usize, String> {
    const DEPTHS: std::ops::RangeInclusive<usize> = 16..=4_096;
    let depth = text.trim().parse().ok().filter(|depth| DEPTHS.contains(depth));
    depth.ok_or_else(|| "wanted a number from 16 to 4096".to_owned())
}

/// Reads a size: `1048576`, `64MiB`, `2 GB`.
pub(crate) fn bytes(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let scale: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        _ => return Err("wanted a size such as 64MiB".to_owned()),
    };
    let number: u64 = number.parse().map_err(|_| "wanted a size such as 64MiB".to_owned())?;
    number
        .checked_mul(scale)
        .filter(|size| *size > 0)
        .ok_or_else(|| "wanted a size above nothing and below 16 EiB".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_and_without_units() {
        for (text, size) in [("1", 1), ("64MiB", 64 << 20), ("2 GB", 2_000_000_000), ("10k", 10 << 10)] {
            assert_eq!(bytes(text), Ok(size), "{text}");
        }
        for text in ["", "0", "MiB", "-1", "1.5M", "99999999999999999999", "17179869184GiB"] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }
}
