//! The run: takes one address after another, captures it, and puts what it leads to behind.
//!
//! In: a [`Plan`]. Out: a [`Summary`]. One page that fails stops nothing.

use std::collections::HashMap;
use std::time::Duration;

use url::Url;

use crate::captures::fetch::{Earlier, Error, Fetched, Fetcher, Kept, Method, Shelf};
use crate::crawl::extract::{Leads, leads};
use crate::crawl::queue::{Item, Queue, Role};
use crate::crawl::{Event, Plan, Summary, Watcher};
use crate::document::{Moment, identity};

/// Letters of text below which a page with scripts is taken for one that they draw.
const EMPTY_LETTERS: usize = 200; // a title, a menu and a notice that scripts are wanted stay below it

/// Letters of text below which a page with scripts, an empty place and no listing is taken for one that they draw: more is an article.
const SHORT_LETTERS: usize = 2_000;

/// Captures what is planned, until all is done, it is to stop, or nothing can be kept any more.
pub fn crawl(plan: &Plan, fetcher: &mut Fetcher, shelf: &mut dyn Shelf, watcher: &dyn Watcher) -> Summary {
    let mut run = Run {
        plan,
        fetcher,
        shelf,
        watcher,
        queue: Queue::default(),
        summary: Summary::default(),
        followed: 0,
        hidden: HashMap::new(),
    };
    for seed in &plan.seeds {
        let home = home_of(seed);
        run.queue.put(Item { url: seed.clone(), role: Role::Listing, home });
    }
    for entry in &plan.entries {
        let item = Item { url: entry.clone(), role: Role::Entry, home: home_of(entry) };
        run.put(&item, entry, entry.as_str(), Role::Entry);
    }
    while let Some(item) = run.queue.take(|url| run.fetcher.next_turn(url)) {
        let address = run.shown(&item.url);
        run.watcher.begin(&address, run.queue.len());
        let result = run.work(&item);
        if matches!(result, Err(Error::Stopped)) || run.fetcher.time().is_over() {
            run.summary.is_stopped = true;
            break;
        }
        match result {
            Ok(()) => {}
            Err(error) if error.is_fatal() => {
                run.summary.ended_by = Some((address, error));
                break;
            }
            Err(error) => run.tell(&address, Event::Failed(error)),
        }
    }
    run.summary
}

struct Run<'a, 'b> {
    plan: &'a Plan,
    fetcher: &'a mut Fetcher<'b>,
    shelf: &'a mut dyn Shelf,
    watcher: &'a dyn Watcher,
    queue: Queue,
    summary: Summary,
    followed: usize,
    /// Of what was captured under an address of which a value is not kept, by the address as it is kept: all of the address, and the
    /// digest of the page.
    hidden: HashMap<String, (Url, String)>,
}

/// A page in hand: as it was just fetched, or as it lies on the shelf.
struct InHand {
    url: Url,
    bytes: Vec<u8>,
    content_type: String,
    captured: Moment,
    was_drawn: bool,
}

impl Run<'_, '_> {
    fn work(&mut self, item: &Item) -> Result<(), Error> {
        let is_read_only = matches!(item.role, Role::Sitemap | Role::Feed);
        let earlier = if is_read_only { None } else { self.shelf.earlier(&item.url)? };
        let page = match earlier {
            Some(earlier) if !self.hides(&item.url) && self.is_fresh(item.role, &earlier) => {
                self.tell(&self.shown(&item.url), Event::Known);
                if !self.is_to_be_read(item.role) {
                    return Ok(());
                }
                self.lying(&item.url, &earlier)?
            }
            earlier => self.capture(item, earlier.as_ref(), is_read_only)?,
        };
        if item.role == Role::Listing && self.plan.follow.sitemap {
            self.put_sitemaps(item);
        }
        if self.is_to_be_read(item.role) {
            let leads = leads(&page.bytes, &page.content_type, &page.url, page.captured);
            self.follow(item, &page.url, leads, page.was_drawn);
        }
        Ok(())
    }

    /// Whether a capture is young enough to do.
    fn is_fresh(&self, role: Role, earlier: &Earlier) -> bool {
        match self.plan.refresh {
            None => matches!(role, Role::Entry | Role::Link(_)),
            Some(age) => {
                let now = self.fetcher.time().now().as_secs();
                let seen = u64::try_from(earlier.seen.seconds).unwrap_or_default();
                Duration::from_secs(now.saturating_sub(seen)) < age
            }
        }
    }

    /// Whether there is something to follow from such a page.
    fn is_to_be_read(&self, role: Role) -> bool {
        match role {
            Role::Listing | Role::Sitemap | Role::Feed => true,
            Role::Entry => false,
            Role::Link(depth) => depth < self.plan.follow.depth,
        }
    }

    fn lying(&mut self, url: &Url, earlier: &Earlier) -> Result<InHand, Error> {
        let bytes = self.shelf.body(url, earlier)?;
        let url = Url::parse(&earlier.validators.final_url).unwrap_or_else(|_| url.clone());
        let was_drawn = earlier.validators().is_none();
        let content_type = earlier.content_type.clone();
        Ok(InHand { url, bytes, content_type, captured: earlier.captured, was_drawn })
    }

    fn capture(
        &mut self,
        item: &Item,
        earlier: Option<&Earlier>,
        is_read_only: bool,
    ) -> Result<InHand, Error> {
        let method = if is_read_only { Method::Plain } else { self.plan.method };
        // A site that is asked whether a page has changed must be asked about that very page.
        let hides = self.hides(&item.url);
        let fetched = self.fetch(&item.url, earlier.filter(|_| !hides), method)?;
        let address = self.shown(&item.url);
        for note in &fetched.notes {
            self.tell(&address, Event::Doubt(note.clone()));
        }
        if !is_read_only {
            self.tell_apart(&fetched)?;
            let (kept, path) = self.shelf.keep(&fetched, earlier)?;
            if hides && earlier.is_some() && kept == Kept::Captured {
                let names = self.names_hidden(&item.url);
                let doubt = format!(
                    "it is kept as a change of the page captured before, since the value of {names} is kept of neither"
                );
                self.tell(&address, Event::Doubt(doubt));
            }
            if let Some(doubt) = no_page(&fetched).filter(|_| kept == Kept::Captured) {
                self.tell(&address, Event::Doubt(doubt));
            }
            let event = match kept {
                Kept::Captured => Event::Captured(path),
                Kept::Unchanged => Event::Unchanged(path),
            };
            self.tell(&address, event);
        }
        self.queue.note(&fetched.last.url);
        match earlier {
            Some(earlier) if fetched.is_unchanged() => self.lying(&item.url, earlier),
            _ => Ok(InHand {
                url: fetched.last.url.clone(),
                content_type: fetched.last.answer.header("content-type").unwrap_or_default().to_owned(),
                captured: fetched.captured(),
                was_drawn: fetched.method == Method::Browser.as_str(),
                bytes: fetched.body,
            }),
        }
    }

    /// An address as it is kept and told.
    fn shown(&self, url: &Url) -> String {
        self.fetcher.options().redaction.shown(url)
    }

    /// Whether an address has a value that is not kept. Then nobody knows of what was captured earlier whether it is this page.
    fn hides(&self, url: &Url) -> bool {
        !self.fetcher.options().redaction.hidden(url).is_empty()
    }

    fn names_hidden(&self, url: &Url) -> String {
        let names = self.fetcher.options().redaction.hidden(url);
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
    }

    /// Sees to it that two pages of this run whose addresses are kept as one are one page.
    fn tell_apart(&mut self, fetched: &Fetched) -> Result<(), Error> {
        let hidden = [&fetched.requested, &fetched.last.url].into_iter().filter(|url| self.hides(url));
        let hidden: Vec<(String, &Url)> = hidden.map(|url| (self.shown(url), url)).collect();
        let digest = fetched.digest();
        for (shown, url) in &hidden {
            if let Some((other, page)) = self.hidden.get(shown)
                && other != *url
                && *page != digest
            {
                return Err(Error::Indistinct { parameters: self.names_hidden(url) });
            }
        }
        for (shown, url) in hidden {
            self.hidden.entry(shown).or_insert_with(|| (url.clone(), digest.clone()));
        }
        Ok(())
    }

    /// Fetches a page; where the method is to be found out, again as a browser draws it if it says nothing.
    fn fetch(&mut self, url: &Url, earlier: Option<&Earlier>, method: Method) -> Result<Fetched, Error> {
        let was_drawn = earlier.is_some_and(|earlier| earlier.validators().is_none());
        if method == Method::Browser || (method == Method::Auto && was_drawn) {
            return self.fetcher.draw(url);
        }
        let mut fetched = self.fetcher.get(url, earlier.and_then(Earlier::validators))?;
        if method == Method::Plain || fetched.is_unchanged() {
            return Ok(fetched);
        }
        let content_type = fetched.last.answer.header("content-type").unwrap_or_default();
        let leads = leads(&fetched.body, content_type, &fetched.last.url, fetched.captured());
        if !is_drawn(&leads) {
            return Ok(fetched);
        }
        match self.fetcher.draw(url) {
            Err(Error::Stopped) => Err(Error::Stopped),
            Err(error @ Error::Selector { .. }) => Err(error),
            // What was sent is better than nothing.
            Err(error) => {
                fetched.notes.push(format!("no browser drew it: {error}"));
                Ok(fetched)
            }
            drawn => drawn,
        }
    }

    fn follow(&mut self, item: &Item, base: &Url, leads: Leads, was_drawn: bool) {
        let follow = &self.plan.follow;
        let mut found: Vec<(String, Role)> = Vec::new();
        let mut add = |addresses: Vec<String>, role: Role| {
            found.extend(addresses.into_iter().map(|address| (address, role)));
        };
        if let Some(named) = leads.named {
            // Of a sitemap that a person named all is wanted, and of a feed.
            let role = if item.role == Role::Listing { Role::Feed } else { item.role };
            add(named.more, role);
            let chosen = |address: &String| follow.links.as_ref().is_none_or(|links| links.is_match(address));
            add(named.pages.into_iter().filter(chosen).collect(), Role::Entry);
        } else if item.role == Role::Listing {
            if let Some(doubt) = doubt(&leads, follow.entries, was_drawn) {
                self.tell(&self.shown(&item.url), Event::Doubt(doubt));
            }
            if follow.next {
                add(leads.next.into_iter().collect(), Role::Listing);
            }
            if follow.feed {
                add(leads.feeds, Role::Feed);
            }
            if follow.entries {
                add(leads.entries, Role::Entry);
            }
        }
        let depth = match item.role {
            Role::Listing => 1,
            Role::Link(depth) => depth + 1,
            _ => u32::MAX,
        };
        let follow = &self.plan.follow;
        if let Some(links) = &follow.links
            && depth <= follow.depth
        {
            let chosen = leads.ways.all.into_iter().filter(|address| links.is_match(address));
            found.extend(chosen.map(|address| (address, Role::Link(depth))));
        }
        for (address, role) in found {
            self.put(item, base, &address, role);
        }
    }

    fn put_sitemaps(&mut self, item: &Item) {
        let named = self.fetcher.sitemaps(&item.url);
        let named = if named.is_empty() { vec!["/sitemap.xml".to_owned()] } else { named };
        for address in named {
            self.put(item, &item.url, &address, Role::Sitemap);
        }
    }

    /// Puts an address into the queue, unless it leads elsewhere or there are enough.
    fn put(&mut self, item: &Item, base: &Url, address: &str, role: Role) {
        let Ok(url) = base.join(address.trim()) else { return };
        if !matches!(url.scheme(), "http" | "https") || self.queue.knows(&url) {
            return;
        }
        if !self.plan.follow.any_site && !is_same_site(&home_of(&url), &item.home) {
            self.summary.elsewhere += 1;
            self.queue.note(&url);
            return;
        }
        if self.plan.follow.max.is_some_and(|max| self.followed >= max) {
            self.summary.left += 1;
            self.queue.note(&url);
            return;
        }
        self.followed += usize::from(self.queue.put(Item { url, role, home: item.home.clone() }));
    }

    fn tell(&mut self, address: &str, event: Event) {
        self.watcher.end(address, &event);
        let address = address.to_owned();
        match event {
            Event::Captured(path) => self.summary.captured.push((address, path)),
            Event::Unchanged(path) => self.summary.unchanged.push((address, path)),
            Event::Known => self.summary.known += 1,
            Event::Failed(error) => self.summary.failed.push((address, error)),
            Event::Doubt(doubt) => self.summary.doubts.push((address, doubt)),
        }
    }
}

/// What is odd about a page that was named.
fn doubt(leads: &Leads, wants_entries: bool, was_drawn: bool) -> Option<String> {
    let why = match (is_drawn(leads) && !was_drawn, leads.letters < EMPTY_LETTERS) {
        (false, _) => None,
        (true, true) => Some("it has scripts and hardly any text, so they may draw it"),
        (true, false) => Some("it has scripts and an empty place for them to draw in"),
    };
    match (wants_entries && !leads.is_listing, why) {
        (true, Some(why)) => Some(format!("lists no publications: {why}")),
        (true, None) => Some("lists no publications".to_owned()),
        (false, why) => why.map(str::to_owned),
    }
}

/// Why an answer will be no document, where its type or its emptiness says so.
fn no_page(fetched: &Fetched) -> Option<String> {
    if fetched.body.trim_ascii().is_empty() {
        return Some("the answer is empty: there is nothing to index".to_owned());
    }
    let content_type = fetched.last.answer.header("content-type").unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_seen_or_heard =
        ["image/", "audio/", "video/", "font/"].iter().any(|kind| essence.starts_with(kind));
    is_seen_or_heard.then(|| format!("the answer is no page but {essence}: it is kept and not indexed"))
}

/// Whether scripts most likely draw what a page is there for.
fn is_drawn(leads: &Leads) -> bool {
    let is_bare = leads.letters < EMPTY_LETTERS;
    let is_waiting = leads.ways.has_empty_place && !leads.is_listing && leads.letters < SHORT_LETTERS;
    leads.named.is_none() && leads.has_scripts && (is_bare || is_waiting)
}

fn home_of(url: &Url) -> String {
    identity::host_of(url.as_str()).unwrap_or_default()
}

/// Whether two hosts are of one site: the same, or one below the other.
fn is_same_site(a: &str, b: &str) -> bool {
    let below = |inner: &str, outer: &str| {
        outer.contains('.') && inner.strip_suffix(outer).is_some_and(|rest| rest.ends_with('.'))
    };
    a == b || below(a, b) || below(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_a_host_and_what_is_below_it() {
        for (a, b, same) in [
            ("a.example", "a.example", true),
            ("blog.a.example", "a.example", true),
            ("a.example", "blog.a.example", true),
            ("ba.example", "a.example", false),
            ("a.example", "b.example", false),
            ("a.example", "example", false),
        ] {
            assert_eq!(is_same_site(a, b), same, "{a} {b}");
        }
    }
}
