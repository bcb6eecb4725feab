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
pub(super) fn of_page(html: &Html, reading: &Reading) -> Option<Reading> {
    let language = reading.language.as_deref().unwrap_or_default();
    if reading.day_first.is_some() || YEAR_FIRST.iter().any(|code| language.starts_with(code)) {
        return None;
    }
    let texts = html.tree.nodes().filter_map(|node| node.value().as_text());
    let texts = texts.filter(|text| text.len() <= LONGEST && text.contains(['/', '-']));
    let (mut day, mut month) = (0, 0);
    for (first, second) in texts.flat_map(|text| pairs(text)) {
        day += u32::from((13..=31).contains(&first) && (1..=12).contains(&second));
        month += u32::from((13..=31).contains(&second) && (1..=12).contains(&first));
    }
    match (day, month) {
        (1.., 0) => Some(Reading { day_first: Some(true), ..reading.clone() }),
        (0, 1..) => Some(Reading { day_first: Some(false), ..reading.clone() }),
        _ => None,
    }
}

/// The first two of three numbers of one or two figures, the last of two, that slashes or hyphens part.
fn pairs(text: &str) -> impl Iterator<Item = (u32, u32)> {
    let words = text.split(|sign: char| !sign.is_ascii_digit() && !matches!(sign, '/' | '-'));
    words.filter_map(|word| {
        let sign = if word.contains('/') { '/' } else { '-' };
        let mut parts = word.split(sign);
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
        let fits = parts.next().is_none() && first.len() <= 2 && second.len() <= 2 && third.len() == 2;
        third.parse::<u32>().ok().filter(|_| fits)?;
        Some((first.parse().ok()?, second.parse().ok()?))
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
    }
}
