//! How much is read of one capture.
//!
//! In: what a person named, what held before. Out: [`Limits`], and in which they differ.

/// How much is read of one capture: what stands between a run and hostile input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one page or record, before and after decompression; a larger one is passed over.
    pub max_bytes: u64,
    /// Times its packed size that a stream may unpack into, past the first 16 MiB.
    pub max_ratio: u64,
    /// Members of one capture that is an archive, those of archives within it counted.
    pub max_members: u64,
    /// Containers within containers.
    pub max_nesting: usize,
    /// Seconds that one document may take.
    pub max_seconds: u64,
    /// Elements of HTML within each other; deeper ones are flattened.
    pub max_depth: usize,
}

impl Default for Limits {
    /// 64 MiB: room for pages saved with all their images inside, which run to some tens of mebibytes. A ratio of 200:
    /// text packs to a twentieth, logs to a hundredth, and what deflate can do at most is 1,032. A million members: the
    /// largest collections of pages that people keep in one archive. Three containers within each other: a WARC in a WACZ
    /// in a folder that was packed. Two minutes: four times what the slowest page of that size takes. Elements 512
    /// deep: Chromium stops there too (`kMaximumHTMLParserDOMTreeDepth`).
    fn default() -> Limits {
        Limits {
            max_bytes: 64 << 20,
            max_ratio: 200,
            max_members: 1_000_000,
            max_nesting: 3,
            max_seconds: 120,
            max_depth: 512,
        }
    }
}

impl Limits {
    /// All of them in a text, which tells whether captures would be read with others now.
    pub fn to_text(self) -> String {
        let Limits { max_bytes, max_ratio, max_members, max_nesting, max_seconds, max_depth } = self;
        format!("{max_bytes},{max_ratio},{max_members},{max_nesting},{max_seconds},{max_depth}")
    }

    /// Those of a text that [`Limits::to_text`] made.
    pub fn of_text(text: &str) -> Option<Limits> {
        let mut numbers = text.split(',').map(|number| number.parse::<u64>().ok());
        let mut next = || numbers.next().flatten();
        let limits = Limits {
            max_bytes: next()?,
            max_ratio: next()?,
            max_members: next()?,
            max_nesting: usize::try_from(next()?).ok()?,
            max_seconds: next()?,
            max_depth: usize::try_from(next()?).ok()?,
        };
        Some(limits)
    }

    /// The limits that are others than those before, as their flags, with both values.
    pub fn changed_from(self, before: Limits) -> Vec<String> {
        let numbers = [
            ("--max-ratio", before.max_ratio, self.max_ratio),
            ("--max-members", before.max_members, self.max_members),
            ("--max-nesting", before.max_nesting as u64, self.max_nesting as u64),
            ("--max-seconds", before.max_seconds, self.max_seconds),
            ("--max-depth", before.max_depth as u64, self.max_depth as u64),
        ];
        let numbers = numbers.map(|(flag, before, now)| (flag, before.to_string(), now.to_string()));
        std::iter::once(("--max-bytes", in_units(before.max_bytes), in_units(self.max_bytes)))
            .chain(numbers)
            .filter(|(_, before, now)| before != now)
            .map(|(flag, before, now)| format!("{flag} is {now} and was {before}"))
            .collect()
    }
}

/// A number of bytes in the largest unit that it is a multiple of.
pub(crate) fn in_units(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}

/// The limits that a person named; the others are as they were.
#[derive(Clone, Copy, Debug, Default)]
pub struct GivenLimits {
    /// As [`Limits::max_bytes`].
    pub max_bytes: Option<u64>,
    /// As [`Limits::max_ratio`].
    pub max_ratio: Option<u64>,
    /// As [`Limits::max_members`].
    pub max_members: Option<u64>,
    /// As [`Limits::max_nesting`].
    pub max_nesting: Option<usize>,
    /// As [`Limits::max_seconds`].
    pub max_seconds: Option<u64>,
    /// As [`Limits::max_depth`].
    pub max_depth: Option<usize>,
}

impl GivenLimits {
    /// The limits that hold where these were before.
    pub fn over(self, before: Limits) -> Limits {
        Limits {
            max_bytes: self.max_bytes.unwrap_or(before.max_bytes),
            max_ratio: self.max_ratio.unwrap_or(before.max_ratio),
            max_members: self.max_members.unwrap_or(before.max_members),
            max_nesting: self.max_nesting.unwrap_or(before.max_nesting),
            max_seconds: self.max_seconds.unwrap_or(before.max_seconds),
            max_depth: self.max_depth.unwrap_or(before.max_depth),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_that_are_not_named_are_as_they_were_and_those_that_changed_are_told() {
        let before = Limits { max_nesting: 4, ..Limits::default() };
        assert_eq!(Limits::of_text(&before.to_text()), Some(before));
        let given = GivenLimits { max_bytes: Some(100 << 10), ..GivenLimits::default() };
        let now = given.over(before);
        assert_eq!((now.max_bytes, now.max_nesting), (100 << 10, 4));
        assert_eq!(now.changed_from(before), ["--max-bytes is 100 KiB and was 64 MiB"]);
        assert_eq!(before.changed_from(before), [""; 0]);
        assert_eq!(Limits::default().changed_from(before), ["--max-nesting is 3 and was 4"]);
    }
}
