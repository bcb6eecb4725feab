//! Why a file or a record is passed over.
//!
//! In: nothing. Out: [`Skip`], and the words for it. Knows no file.

/// Why a file was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// Its name begins with a dot.
    Hidden,
    /// It is an index of rsearch.
    Index,
    /// It is the metadata of the capture beside it, and is read with that.
    Sidecar,
    /// What a person put right stands in it.
    Corrections,
    /// It is a symbolic link.
    Link,
    /// It is neither a file nor a folder.
    Special,
    /// It has no bytes, or a record has neither title nor text.
    Empty,
    /// No format recognises it.
    UnknownFormat,
    /// It asks not to be indexed.
    OptedOut,
    /// It is the answer to a request that failed, not a page.
    ErrorPage,
    /// It sends to another address.
    Redirect,
    /// It is a picture, a script or another part of a page.
    NoPage,
    /// It says that a page was captured again as it was, and the file does not hold that page.
    Repeat,
    /// It is in the folder of what belongs to a page that was saved completely, or is the same page with its parts in one file.
    PageParts,
    /// A member of an archive that another of the same name comes after.
    Replaced,
    /// A program that makes captures keeps it for itself.
    Archiver,
    /// A program that keeps a library keeps it for itself.
    Library,
}

impl Skip {
    /// The words shown to people and used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Skip::Hidden => "hidden",
            Skip::Index => "rsearch index",
            Skip::Sidecar => "metadata of the capture beside it",
            Skip::Corrections => "corrections",
            Skip::Link => "symbolic link",
            Skip::Special => "not a regular file",
            Skip::Empty => "empty",
            Skip::UnknownFormat => "no known capture format",
            Skip::OptedOut => "asks to be skipped",
            Skip::ErrorPage => "answer to a failed request",
            Skip::Redirect => "redirect to another address",
            Skip::NoPage => "no page",
            Skip::Repeat => "repeats a page that is not in this file",
            Skip::PageParts => "parts of the page saved beside it",
            Skip::Replaced => "replaced by a later member of its name",
            Skip::Archiver => "kept by ArchiveBox for itself",
            Skip::Library => "kept by Zotero for itself",
        }
    }
}
