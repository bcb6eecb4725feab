//! Where a document leads: papers, code, feeds, the next page, related publications.
//!
//! In: what a stage found. Out: values, each once, in the order of the page. Knows no page and follows nothing.

use serde::{Deserialize, Serialize};

/// Values of one kind that are kept: pages with more list a library, not their own work.
const MOST: usize = 50;

/// What a page or entry points at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// arXiv ids without version: `2401.01234`, `hep-th/9901001`.
    pub arxiv: Vec<String>,
    /// DOIs in lower case: `10.1000/xyz`.
    pub dois: Vec<String>,
    /// Repositories on GitHub as `owner/name`, in lower case.
    pub github: Vec<String>,
    /// Absolute addresses of feeds that the page names.
    pub feeds: Vec<String>,
    /// Absolute address of the page that follows (`rel=next`).
    pub next: Option<String>,
    /// Publications that the page names as related.
    pub related: Vec<Related>,
}

/// A publication that a page names as related to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// The words of the link.
    pub title: String,
    /// Its absolute address.
    pub url: String,
}

impl Links {
    /// Whether nothing is pointed at.
    pub fn is_empty(&self) -> bool {
        *self == Links::default()
    }

    /// Adds an arXiv id.
    pub fn add_arxiv(&mut self, id: String) {
        add(&mut self.arxiv, id);
    }

    /// Adds a DOI.
    pub fn add_doi(&mut self, doi: String) {
        add(&mut self.dois, doi);
    }

    /// Adds a repository.
    pub fn add_github(&mut self, repository: String) {
        add(&mut self.github, repository);
    }

    /// Adds the address of a feed.
    pub fn add_feed(&mut self, address: String) {
        add(&mut self.feeds, address);
    }

    /// Adds a related publication.
    pub fn add_related(&mut self, related: Related) {
        if self.related.len() < MOST && !self.related.iter().any(|known| known.url == related.url) {
            self.related.push(related);
        }
    }

    /// Fills what is empty here with what another sighting of the same document gives.
    pub fn complete(&mut self, other: &Links) {
        for (mine, theirs) in [
            (&mut self.arxiv, &other.arxiv),
            (&mut self.dois, &other.dois),
            (&mut self.github, &other.github),
            (&mut self.feeds, &other.feeds),
        ] {
            if mine.is_empty() {
                mine.clone_from(theirs);
            }
        }
        if self.next.is_none() {
            self.next.clone_from(&other.next);
        }
        if self.related.is_empty() {
            self.related.clone_from(&other.related);
        }
    }
}

fn add(list: &mut Vec<String>, value: String) {
    if list.len() < MOST && !value.is_empty() && !list.contains(&value) {
        list.push(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_stands_once_and_not_too_many_do() {
        let mut links = Links::default();
        assert!(links.is_empty());
        for number in 0..200 {
            links.add_doi(format!("10.1000/{}", number % 120));
            links.add_doi("10.1000/0".to_owned());
            links.add_related(Related { title: "A".to_owned(), url: "https://a.example/".to_owned() });
        }
        assert_eq!((links.dois.len(), links.related.len()), (MOST, 1));
        assert_eq!(links.dois[..2], ["10.1000/0", "10.1000/1"]);
    }

    #[test]
    fn what_one_sighting_lacks_another_gives() {
        let mut own = Links { arxiv: vec!["2401.01234".to_owned()], ..Links::default() };
        own.complete(&Links {
            arxiv: vec!["2401.99999".to_owned()],
            next: Some("https://a.example/2".to_owned()),
            ..Links::default()
        });
        assert_eq!(own.arxiv, ["2401.01234"]);
        assert_eq!(own.next.as_deref(), Some("https://a.example/2"));
    }
}
