//! Names of files for addresses.
//!
//! In: a URL. Out: the names of its two folders, made of few safe letters. Nothing of an address can name a place outside them.

use url::Url;

use crate::document::identity;

/// Letters of a name at most: file systems take 255 bytes, and people read fewer.
const MAX_LETTERS: usize = 80;

/// What stands for a slash; [`plain`] makes no two hyphens in a row.
const SLASH: &str = "--";

/// Letters of the digest that tells two addresses of one name apart: 48 bits.
const DIGEST_LETTERS: usize = 12;

/// The folder of a host, with its port where that is not the scheme's own.
pub(crate) fn host(url: &Url) -> String {
    let host = plain(url.host_str().unwrap_or_default());
    let host = if host.is_empty() { "_".to_owned() } else { host };
    url.port().map_or_else(|| host.clone(), |port| format!("{host}_{port}"))
}

/// The folder of a page within that of its host: its path, with two hyphens for a slash, and a digest behind it where that does
/// not tell all of the address.
pub(crate) fn page(url: &Url) -> String {
    const ROOT: &str = "_";
    let path = url.path().strip_prefix('/').unwrap_or_default();
    let mut name = path.split('/').map(plain).collect::<Vec<_>>().join(SLASH);
    let is_told = url.query().is_none() && name.replace(SLASH, "/") == path && path != ROOT;
    if path.is_empty() {
        ROOT.clone_into(&mut name);
    }
    if is_told && name.len() <= MAX_LETTERS {
        return name;
    }
    name.truncate(MAX_LETTERS - DIGEST_LETTERS - 1);
    let digest = identity::digest_of(url.as_str().as_bytes());
    let name = name.trim_matches(['-', '.']);
    let name = if name.is_empty() { ROOT } else { name };
    format!("{name}-{}", &digest[..DIGEST_LETTERS])
}

/// A text in small letters, digits, dots, hyphens and low lines, without a dot at its beginning.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        let letter = match letter {
            'a'..='z' | '0'..='9' | '.' | '_' => letter,
            'A'..='Z' => letter.to_ascii_lowercase(),
            _ => '-',
        };
        if letter != '-' || !out.ends_with('-') {
            out.push(letter);
        }
    }
    out.trim_matches(['-', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(address: &str) -> String {
        let url = Url::parse(address).unwrap();
        format!("{}/{}", host(&url), page(&url))
    }

    #[test]
    fn plain_addresses_have_plain_names() {
        for (address, name) in [
            ("https://a.example", "a.example/_"),
            ("https://a.example/research", "a.example/research"),
            ("https://a.example/research/signs-of-it", "a.example/research--signs-of-it"),
            ("https://a.example/research/x.html", "a.example/research--x.html"),
            ("https://a.example/signs-of-it", "a.example/signs-of-it"),
            ("http://a.example:8080/x", "a.example_8080/x"),
            ("http://[::1]/x", "1/x"),
            ("https://a.example/x/?p=1", "a.example/x-00e617f1b254"),
            ("https://a.example/X", "a.example/x-18cb6ed5cd27"),
        ] {
            assert_eq!(place(address), name, "{address}");
        }
    }

    #[test]
    fn two_addresses_never_share_a_folder() {
        let addresses = [
            "https://a.example/",
            "https://a.example/?p=1",
            "https://a.example/?p=2",
            "https://a.example/_",
            "https://a.example/x",
            "https://a.example/x/",
            "https://a.example/X",
            "https://a.example/x/y",
            "https://a.example/x-y",
            "https://a.example/x%2fy",
            "https://a.example/x//y",
            "https://a.example/x?y",
            "https://a.example/é",
            "https://a.example/ü",
        ];
        let places: std::collections::BTreeSet<String> =
            addresses.iter().map(|address| place(address)).collect();
        assert_eq!(places.len(), addresses.len(), "{places:?}");
    }

    #[test]
    fn no_address_leads_out_of_the_folder() {
        for address in [
            "https://a.example/../../etc/passwd",
            "https://a.example/%2e%2e/%2e%2e/etc/passwd",
            "https://a.example/..%2f..%2fetc%2fpasswd",
            "https://a.example/.hidden",
            "https://a.example/a%00b",
            "https://a.example/C:\\x",
            "https://../x",
            "https://a.example/nul",
        ] {
            let Ok(url) = Url::parse(address) else { continue };
            for name in [host(&url), page(&url)] {
                let safe = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
                assert!(
                    !name.is_empty() && !name.starts_with('.') && name.chars().all(safe),
                    "{address}: {name}"
                );
                assert!(name.len() <= 255, "{address}: {name}");
            }
        }
        let long = format!("https://a.example/{}", "x/".repeat(500));
        assert!(page(&Url::parse(&long).unwrap()).len() <= MAX_LETTERS);
    }
}
