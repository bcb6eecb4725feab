//! Tells in which order a page writes days of two figures each: `03/22/04` says that `03/08/04` is a day in March.
//!
//! In: the parsed page. Out: how its dates are to be read. Years of four figures say it elsewhere (`dates::order_shown`).

use scraper::Html;

use crate::normalise::dates::Reading;

/// Languages that put the year first, in which two figures may be that.
const YEAR_FIRST: [&str; 6] = ["ja", "zh", "ko", "hu", "lt", "mn"];

/// Bytes of a text that is looked at. A judgement: such a day stands in the small print of a list.
const LONGEST: usize = 300;

/// A reading with the order that days of the page tell, where nothing else did and all agree.
pub(crate) fn of_page(html: &Html, reading: &Reading) -> Option<Reading> {
    let language = reading.language.as_deref().unwrap_or_default();
    if reading.day_first.is_some() || YEAR_FIRST.iter().any(|code| language.starts_with(code)) {
        return None;
    }
    // By the sign that parts the figures: days that say the order, the day first or the month, and all of them.
    let mut told = [Told::default(); SIGNS.len()];
    for text in texts(html) {
        let dates = pairs(text).filter(|(_, first, second)| *first <= 31 && *second <= 31);
        let dates: Vec<(usize, u32, u32)> = dates.collect();
        let words = text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty()).count();
        // A text that is not much more than a day is the small print of a list.
        let weight = if words <= LABEL { ENOUGH } else { 1 };
        for (sign, first, second) in dates {
            let own = &mut told[sign];
            own.all += 1;
            own.day += weight * u32::from(first > 12 && (1..=12).contains(&second));
            own.month += weight * u32::from(second > 12 && (1..=12).contains(&first));
        }
    }
    let of_list = told.into_iter().max_by_key(|own| own.all)?;
    match (of_list.day, of_list.month) {
        (ENOUGH.., 0) => Some(Reading { day_first: Some(true), ..reading.clone() }),
        (0, ENOUGH..) => Some(Reading { day_first: Some(false), ..reading.clone() }),
        _ => None,
    }
}

/// Signs that part the figures of a day.
const SIGNS: [char; 2] = ['/', '-'];

/// What has to say the order: two days in running text, or one in the small print of a list. A judgement.
const ENOUGH: u32 = 2;

/// Words beside a day in small print at most: `Posted`.
const LABEL: usize = 1;

/// Of the days with one sign.
#[derive(Clone, Copy, Default)]
struct Told {
    all: u32,
    day: u32,
    month: u32,
}

/// The texts that may hold such days: no code, and not what the foot of a page says of itself.
fn texts(html: &Html) -> impl Iterator<Item = &str> {
    const HIDDEN: [&str; 6] = ["script", "style", "template", "noscript", "textarea", "footer"];
    let is_hidden = |name: &str| HIDDEN.contains(&name);
    html.tree.nodes().filter_map(move |node| {
        let text: &str = node.value().as_text()?;
        if text.len() > LONGEST || !text.contains(SIGNS) || !text.contains(|sign: char| sign.is_ascii_digit())
        {
            return None;
        }
        let mut around = node.ancestors().take(LEVELS).filter_map(|node| node.value().as_element());
        (!around.any(|element| is_hidden(element.name()))).then_some(text)
    })
}

/// Elements around a text that are looked at: bounds the work. A judgement.
const LEVELS: usize = 32;

/// The first two of three numbers of one or two figures, the last of two, that slashes or hyphens part, with the number of the sign.
fn pairs(text: &str) -> impl Iterator<Item = (usize, u32, u32)> {
    let words = text.split(|sign: char| !sign.is_ascii_digit() && !SIGNS.contains(&sign));
    words.filter_map(|word| {
        let at = SIGNS.iter().position(|sign| word.contains(*sign))?;
        let mut parts = word.split(SIGNS[at]);
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
        let fits = parts.next().is_none() && first.len() <= 2 && second.len() <= 2 && third.len() == 2;
        third.parse::<u32>().ok().filter(|_| fits)?;
        Some((at, first.parse().ok()?, second.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_that_can_be_read_in_one_order_tells_that_of_all() {
        let order = |text: &str, language: Option<&str>| {
            let html = Html::parse_document(&format!("<p>{text}</p>"));
            let reading = Reading { language: language.map(str::to_owned), ..Reading::default() };
            of_page(&html, &reading).and_then(|reading| reading.day_first)
        };
        assert_eq!(order("03/22/04 and 03/08/04", None), Some(false));
        assert_eq!(order("22/03/04 and 08/03/04", Some("en")), Some(true));
        assert_eq!(order("22/03/04 and 03/22/04", None), None);
        assert_eq!(order("08/03/04", None), None);
        assert_eq!(order("22/03/04", Some("ja")), None);
        assert_eq!(order("2004/22/03, 1-22-333", None), None);
        // A number of a telephone, code and the foot of a page tell nothing of the days of a list.
        assert_eq!(order("<b>03/08/04</b><b>04/08/04</b><i>25-10-15</i>", None), None);
        assert_eq!(order("<b>03/08/04</b><script>a(22/03/04)</script>", None), None);
        assert_eq!(order("<b>03/08/04</b></p><footer>22/03/04</footer>", None), None);
        assert_eq!(order("<b>03/08/04</b> <i>we met once, on 22/03/04</i>", None), None);
        assert_eq!(order("<b>03/08/04</b> <i>we met on 22/03/04 and on 23/03/04</i>", None), Some(true));
    }
}
