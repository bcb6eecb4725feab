//! What a person said once and for all: `config.toml`.
//!
//! In: the file in the state folder, then that of the person. Out: [`Config`]. A flag, and a variable of the environment, count before
//! it. Knows no command.

use std::path::{Path, PathBuf};

use toml_edit::DocumentMut;

use crate::cli::args;
use crate::cli::error::Failure;
use crate::state::{self as kept, State};

/// The file.
const FILE: &str = "config.toml";

/// Its keys.
const KEYS: &[&str] = &["contact", "browser", "not-secret"];

/// What a person said once and for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Config {
    /// How to reach whoever captures.
    pub(crate) contact: Option<String>,
    /// The browser that draws pages.
    pub(crate) browser: Option<PathBuf>,
    /// Parameters of addresses that are called like secrets and are none.
    pub(crate) not_secret: Vec<String>,
}

/// Reads the files; where both say something, that in the state folder counts, and lists are joined.
pub(crate) fn read(state: &State) -> Result<Config, Failure> {
    let mut config = Config::default();
    for place in [Some(state.clone()), of_person().map(|folder| State::at(&folder))].into_iter().flatten() {
        let Some(text) = place.read(FILE)? else { continue };
        let path = place.path(FILE)?;
        let read = parse(&text).map_err(|reason| kept::Error::Damaged { path, reason })?;
        config.contact = config.contact.or(read.contact);
        config.browser = config.browser.or(read.browser);
        config.not_secret.extend(read.not_secret);
    }
    Ok(config)
}

/// The person's folder for such files: `rsearch` in `XDG_CONFIG_HOME` or `~/.config`.
#[expect(clippy::disallowed_methods, reason = "cli reads the environment")]
fn of_person() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")));
    folder.map(|folder| folder.join("rsearch"))
}

fn parse(text: &str) -> Result<Config, String> {
    let document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    if let Some((unknown, _)) = document.iter().find(|(name, _)| !KEYS.contains(name)) {
        return Err(format!("there is no key `{unknown}`; there are {}", KEYS.join(", ")));
    }
    let text = |name: &str| match document.get(name) {
        None => Ok(None),
        Some(value) => {
            value.as_str().map(|text| Some(text.to_owned())).ok_or_else(|| format!("`{name}` is no text"))
        }
    };
    let texts = |name: &str| match document.get(name) {
        None => Ok(Vec::new()),
        Some(value) => {
            let texts = value.as_array().map(|list| list.iter().map(|text| text.as_str().map(str::to_owned)));
            texts
                .and_then(Iterator::collect::<Option<Vec<String>>>)
                .ok_or_else(|| format!("`{name}` is no list of texts, such as [\"key\"]"))
        }
    };
    Ok(Config {
        contact: text("contact")?
            .map(|contact| args::capture::contact(&contact).map_err(|reason| format!("`contact`: {reason}")))
            .transpose()?,
        browser: text("browser")?.map(|path| Path::new(&path).to_owned()),
        not_secret: texts("not-secret")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_and_unknown_ones_named() {
        let config = parse("# mine\ncontact = \"me@a.example\"\n").unwrap();
        assert_eq!((config.contact.as_deref(), config.browser), (Some("me@a.example"), None));
        assert_eq!(parse(""), Ok(Config::default()));
        assert_eq!(
            parse("contcat = \"x\"").unwrap_err(),
            "there is no key `contcat`; there are contact, browser, not-secret"
        );
        assert_eq!(parse("contact = 7").unwrap_err(), "`contact` is no text");
        assert!(parse("contact = ").is_err());
        assert!(parse("contact = \"a\\nb\"").unwrap_err().starts_with("`contact`: '\\n' cannot stand in"));
        assert_eq!(parse("not-secret = [\"key\", \"sid\"]").unwrap().not_secret, ["key", "sid"]);
        for text in ["not-secret = \"key\"", "not-secret = [1]"] {
            assert_eq!(parse(text).unwrap_err(), "`not-secret` is no list of texts, such as [\"key\"]");
        }
    }
}
