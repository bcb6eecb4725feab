//! Names beside pictures that say who is meant: a portrait that is called as the text beside it, the icon of a person.
//!
//! In: an element. Out: what holds the name, and the text that names somebody. Whether that is a name is asked elsewhere.

use scraper::ElementRef;

use super::lines::text_of;
use super::marks::has_word;
use crate::document::fold;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::{Asked, is_named};

/// Characters of a name with a day beside it. A judgement.
const LONGEST: usize = 60;

/// Words of classes that mark the icon of a person, in the sets of icons that are used most. A judgement.
const PERSONS: [&str; 4] = ["person", "user", "author", "account"];

/// The element that holds the name of whom an image or an icon stands for, and the name; none where it stands for
/// something else. Shops picture what they sell, so a day must stand beside it.
pub(super) fn named<'a>(element: &ElementRef<'a>) -> Option<(ElementRef<'a>, String)> {
    /// Characters of a name, a day, the time of reading and a topic. A judgement.
    const LONGEST_ROW: usize = 120;
    let (holder, name) = pictured(element)?;
    let row = text_of(&holder.parent().and_then(ElementRef::wrap)?);
    let is_dated = row.chars().count() <= LONGEST_ROW && !dates::scan(&row, &Reading::default()).is_empty();
    is_dated.then_some((holder, name))
}

fn pictured<'a>(element: &ElementRef<'a>) -> Option<(ElementRef<'a>, String)> {
    let value = element.value();
    if is_named!(value, "img") {
        return beside_portrait(element, value.attribute("alt")?);
    }
    let is_icon = is_named!(value, "i" | "svg" | "span")
        && value.attribute("class").is_some_and(|class| class.contains('-') && has_word(class, &PERSONS));
    let holder = element.parent().and_then(ElementRef::wrap).filter(|_| is_icon)?;
    let text = text_of(&holder);
    (text_of(element).is_empty() && text.chars().count() <= LONGEST).then_some((holder, text))
}

/// What holds a portrait and, first of its text, the name that the portrait is called by.
fn beside_portrait<'a>(image: &ElementRef<'a>, called: &str) -> Option<(ElementRef<'a>, String)> {
    /// Elements above the image that are looked at: a link or a circle, and a row. A judgement.
    const REACH: usize = 3;
    let called = called.trim();
    if !called.contains(' ') || called.chars().count() > LONGEST {
        return None;
    }
    let above = image.ancestors().take(REACH).filter_map(ElementRef::wrap);
    let (holder, text) = above.map(|holder| (holder, text_of(&holder))).find(|(_, text)| !text.is_empty())?;
    let lines = || text.split('|').map(str::trim);
    let is_called = lines().next().is_some_and(|line| fold::words(line) == fold::words(called));
    (is_called && lines().count() <= 2).then(|| (holder, called.to_owned()))
}
