//! The words that dates are made of: months, weekdays, labels, zones.
//!
//! In: one folded word (see [`crate::document::fold`]). Out: what it stands for. Knows no grammar.

use crate::normalise::dates::month::Month;
use crate::normalise::dates::neighbours;

/// The month that a folded word names in one of the supported languages.
pub(super) fn month(folded: &str) -> Option<Month> {
    // English, German, French, Spanish, Italian, Portuguese, Dutch, Polish (both cases), Russian (both
    // cases), then neighbours whose names clash with none of these.
    let certain = |number| Some(Month::spelled(number));
    let brief = |number| Some(Month { certain: false, ..Month::spelled(number) });
    match folded {
        "january" | "januar" | "janner" | "jaenner" | "janvier" | "enero" | "gennaio" | "janeiro"
        | "januari" | "styczen" | "stycznia" | "январь" | "января" | "ocak" | "leden" | "ledna" | "січня" => {
            certain(1)
        }
        "february" | "februar" | "feber" | "fevrier" | "febrero" | "febbraio" | "fevereiro" | "februari"
        | "luty" | "lutego" | "февраль" | "февраля" | "subat" | "unora" | "лютого" => {
            certain(2)
        }
        "marz" | "maerz" | "mars" | "marzo" | "marco" | "maart" | "marzec" | "marca" | "март" | "марта"
        | "brezna" | "березня" => certain(3),
        "april" | "avril" | "abril" | "aprile" | "kwiecien" | "kwietnia" | "апрель" | "апреля" | "nisan"
        | "dubna" | "квітня" => certain(4),
        "mayo" | "maggio" | "maio" | "mei" | "maja" | "маи" | "мая" | "mayis" | "kvetna" | "травня" => {
            certain(5)
        }
        "june" | "juni" | "juin" | "junio" | "giugno" | "junho" | "czerwiec" | "czerwca" | "июнь"
        | "июня" | "haziran" | "cervna" | "червня" => certain(6),
        "july" | "juli" | "juillet" | "julio" | "luglio" | "julho" | "lipiec" | "lipca" | "июль" | "июля"
        | "temmuz" | "cervence" | "липня" => certain(7),
        "august" | "aout" | "agosto" | "augustus" | "sierpien" | "sierpnia" | "август" | "августа"
        | "augusti" | "agustos" | "srpna" | "серпня" => certain(8),
        "september" | "septembre" | "septiembre" | "setiembre" | "settembre" | "setembro" | "wrzesien"
        | "wrzesnia" | "сентябрь" | "сентября" | "eylul" | "вересня" => certain(9),
        "october" | "oktober" | "octobre" | "octubre" | "ottobre" | "outubro" | "pazdziernik"
        | "pazdziernika" | "октябрь" | "октября" | "ekim" | "rijna" | "жовтня" => {
            certain(10)
        }
        "november" | "novembre" | "noviembre" | "novembro" | "listopad" | "listopada" | "ноябрь"
        | "ноября" | "kasim" | "листопада" => certain(11),
        "december" | "dezember" | "decembre" | "diciembre" | "dicembre" | "dezembro" | "grudzien"
        | "grudnia" | "декабрь" | "декабря" | "aralik" | "prosince" | "грудня" => {
            certain(12)
        }
        "jan" | "janv" | "jann" | "ene" | "gen" | "sty" | "янв" => brief(1),
        "feb" | "febr" | "fev" | "fevr" | "lut" | "фев" | "февр" => brief(2),
        "march" | "mar" | "mrz" | "maer" | "mrt" | "мар" => brief(3),
        "apr" | "avr" | "abr" | "kwi" | "апр" => brief(4),
        "may" | "mai" | "mag" | "maj" => brief(5),
        "jun" | "giu" | "cze" | "июн" => brief(6),
        "jul" | "juil" | "juill" | "lug" | "lip" | "июл" => brief(7),
        "aug" | "ago" | "sie" | "авг" => brief(8),
        "sep" | "sept" | "set" | "sett" | "wrz" | "сен" | "сент" => brief(9),
        "oct" | "okt" | "ott" | "out" | "paz" | "окт" => brief(10),
        "nov" | "lis" | "ноя" | "нояб" => brief(11),
        "dec" | "dez" | "dic" | "gru" | "дек" => brief(12),
        _ => neighbours::month(folded),
    }
}

/// The place of a weekday in its week, from Monday on (0), in the supported languages, spelled out and cut.
pub(crate) fn weekday(folded: &str) -> Option<i32> {
    Some(match folded {
        "monday"
        | "mon"
        | "montag"
        | "mo"
        | "lundi"
        | "lun"
        | "lunes"
        | "lunedi"
        | "segunda"
        | "maandag"
        | "ma"
        | "poniedzialek"
        | "pon"
        | "понедельник"
        | "пн" => 0,
        "tuesday" | "tue" | "tues" | "dienstag" | "di" | "mardi" | "martes" | "martedi" | "terca"
        | "dinsdag" | "wtorek" | "wt" | "вторник" | "вт" => 1,
        "wednesday" | "wed" | "mittwoch" | "mi" | "mercredi" | "mer" | "miercoles" | "mie" | "mercoledi"
        | "quarta" | "woensdag" | "wo" | "sroda" | "sr" | "среда" | "ср" => 2,
        "thursday" | "thu" | "thur" | "thurs" | "donnerstag" | "do" | "jeudi" | "jeu" | "jueves" | "jue"
        | "giovedi" | "gio" | "quinta" | "donderdag" | "czwartek" | "czw" | "четверг" | "чт" => 3,
        "friday" | "fri" | "freitag" | "fr" | "vendredi" | "ven" | "viernes" | "vie" | "venerdi"
        | "sexta" | "vrijdag" | "vr" | "piatek" | "pt" | "пятница" | "пт" => 4,
        "saturday" | "sat" | "samstag" | "sonnabend" | "sa" | "samedi" | "sam" | "sabado" | "sab"
        | "sabato" | "zaterdag" | "za" | "sobota" | "sob" | "суббота" | "сб" => 5,
        "sunday"
        | "sun"
        | "sonntag"
        | "so"
        | "dimanche"
        | "dim"
        | "domingo"
        | "dom"
        | "domenica"
        | "zondag"
        | "zo"
        | "niedziela"
        | "niedz"
        | "воскресенье"
        | "вс" => 6,
        _ => return None,
    })
}

/// Whether a folded word names a month.
pub(crate) fn is_month(folded: &str) -> bool {
    month(folded).is_some()
}

/// Whether a folded word names a weekday.
pub(crate) fn is_weekday(folded: &str) -> bool {
    // `segunda-feira`
    weekday(folded).is_some() || folded == "feira" || neighbours::is_weekday(folded)
}

/// Whether a folded word ends the number of a day: `3rd`, `1er`, `3e`, `1-го`.
pub(super) fn is_ordinal_ending(folded: &str) -> bool {
    matches!(folded, "st" | "nd" | "rd" | "th" | "er" | "e" | "de" | "ste" | "o" | "a" | "го" | "eme")
}

/// Whether a folded word joins the parts of a date, a judgement: `3 de mayo de 2020`, `the 3rd of May`, `tháng 3 năm 2025`.
pub(super) fn joins(folded: &str) -> bool {
    matches!(folded, "de" | "del" | "of" | "the" | "do" | "d" | "nam")
}

/// What a label says of the date beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// First published: `Published`, `Posted`, `Veröffentlicht`.
    Published,
    /// Changed since: `Updated`, `Last modified`, `Stand`.
    Updated,
    /// A date, but of what is not said: `Date`, `On`.
    Plain,
}

/// What a folded word says as the label of a date. A judgement, in the languages of the months, with neighbours' words
/// that mean nothing else.
pub(crate) fn label(folded: &str) -> Option<Label> {
    match folded {
        "published"
        | "publish"
        | "posted"
        | "created"
        | "written"
        | "released"
        | "publication"
        | "issued"
        | "submitted"
        | "added"
        | "filed"
        | "uploaded"
        | "veroffentlicht"
        | "veroeffentlicht"
        | "veroffentlichung"
        | "erschienen"
        | "erstellt"
        | "erstveroffentlichung"
        | "geschrieben"
        | "eingestellt"
        | "publiziert"
        | "gepostet"
        | "verfasst"
        | "publie"
        | "publiee"
        | "poste"
        | "ecrit"
        | "parution"
        | "ligne"
        | "publicado"
        | "publicada"
        | "publicacion"
        | "publicacao"
        | "postado"
        | "escrito"
        | "creado"
        | "criado"
        | "pubblicato"
        | "pubblicata"
        | "pubblicazione"
        | "postato"
        | "scritto"
        | "gepubliceerd"
        | "geplaatst"
        | "publicatiedatum"
        | "publicatie"
        | "publikacji"
        | "publikacja"
        | "wydania"
        | "публикации"
        | "публикация"
        | "veroffentlichungsdatum"
        | "erscheinungsdatum"
        | "erstellungsdatum"
        | "opublikowano"
        | "opublikowany"
        | "dodano"
        | "dodany"
        | "utworzono"
        | "опубликовано"
        | "опубликован"
        | "размещено"
        | "размещения"
        | "размещена"
        | "добавлена"
        | "добавлено"
        | "publiceret"
        | "publicerad"
        | "yayinlanma" => Some(Label::Published),
        "updated" | "update" | "modified" | "revised" | "edited" | "changed" | "reviewed" | "amended"
        | "aktualisiert" | "aktualisierung" | "aktualisierte" | "stand" | "geandert" | "anderung"
        | "aenderung" | "bearbeitet" | "jour" | "maj" | "modifie" | "modifiee" | "actualise"
        | "actualizado" | "actualizacion" | "actualizada" | "modificado" | "atualizado" | "atualizacao"
        | "atualizada" | "modificato" | "aggiornato" | "aggiornamento" | "modifica" | "bijgewerkt"
        | "gewijzigd" | "laatst" | "aktualizacja" | "zaktualizowano" | "zmodyfikowano" | "обновлено"
        | "изменено" => Some(Label::Updated),
        "date" | "datum" | "data" | "fecha" | "dated" | "дата" | "on" | "am" | "vom" | "le" | "el" | "il"
        | "em" | "op" | "dnia" | "the" | "at" | "um" | "a" | "les" | "last" | "first" | "originally"
        | "original" | "online" | "time" | "zuletzt" | "letzte" | "letztes" | "derniere" | "ultima"
        | "ultimo" | "in" | "zum" | "was" | "den" | "der" | "du" | "la" => Some(Label::Plain),
        _ => neighbours::label(folded),
    }
}

/// Whether a folded word belongs to a time of day: `pm`, `uhr`, `utc`. A judgement: clocks, the zones that pages of
/// those languages name, and prepositions; `r` and `г` end years in Polish and Russian.
pub(crate) fn is_of_time(folded: &str) -> bool {
    matches!(
        folded,
        "am" | "pm"
            | "a"
            | "p"
            | "m"
            | "uhr"
            | "h"
            | "hrs"
            | "min"
            | "heures"
            | "ore"
            | "utc"
            | "gmt"
            | "z"
            | "t"
            | "est"
            | "edt"
            | "cst"
            | "cdt"
            | "mst"
            | "mdt"
            | "pst"
            | "pdt"
            | "et"
            | "ct"
            | "mt"
            | "pt"
            | "cet"
            | "cest"
            | "bst"
            | "ist"
            | "jst"
            | "kst"
            | "aest"
            | "aedt"
            | "msk"
            | "eet"
            | "eest"
            | "wet"
            | "west"
            | "at"
            | "um"
            | "alle"
            | "as"
            | "om"
            | "o"
            | "г"
            | "в"
            | "mez"
            | "mesz"
            | "r"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fold::fold;

    /// A language, its months as they stand in dates, the same cut, its weekdays, and what it says before dates.
    type Language = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

    /// The languages with names for months; Chinese, Japanese and Korean count them.
    const LANGUAGES: [Language; 9] = [
        (
            "en",
            "January February March April May June July August September October November December",
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
            "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
            "Published",
            "Updated",
        ),
        (
            "de",
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
            "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
            "Veröffentlicht",
            "Aktualisiert",
        ),
        (
            "fr",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "janv févr mars avr mai juin juil août sept oct nov déc",
            "lundi mardi mercredi jeudi vendredi samedi dimanche",
            "Publié",
            "Modifié",
        ),
        (
            "es",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "ene feb mar abr may jun jul ago sep oct nov dic",
            "lunes martes miércoles jueves viernes sábado domingo",
            "Publicado",
            "Actualizado",
        ),
        (
            "it",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "gen feb mar apr mag giu lug ago set ott nov dic",
            "lunedì martedì mercoledì giovedì venerdì sabato domenica",
            "Pubblicato",
            "Aggiornato",
        ),
        (
            "pt",
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "jan fev mar abr mai jun jul ago set out nov dez",
            "segunda terça quarta quinta sexta sábado domingo",
            "Publicado",
            "Atualizado",
        ),
        (
            "nl",
            "januari februari maart april mei juni juli augustus september oktober november december",
            "jan feb mrt apr mei jun jul aug sep okt nov dec",
            "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
            "Gepubliceerd",
            "Bijgewerkt",
        ),
        (
            "pl",
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
            "sty lut mar kwi maj cze lip sie wrz paź lis gru",
            "poniedziałek wtorek środa czwartek piątek sobota niedziela",
            "Opublikowano",
            "Zaktualizowano",
        ),
        (
            "ru",
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            "янв фев мар апр мая июн июл авг сен окт ноя дек",
            "понедельник вторник среда четверг пятница суббота воскресенье",
            "Опубликовано",
            "Обновлено",
        ),
    ];

    #[test]
    fn months_weekdays_and_labels_of_all_languages_are_known() {
        for (language, months, brief, weekdays, published, updated) in LANGUAGES {
            for names in [months, brief] {
                let numbers: Vec<_> =
                    names.split(' ').map(|name| month(&fold(name)).map(|month| month.number)).collect();
                assert_eq!(numbers, (1..=12).map(Some).collect::<Vec<_>>(), "{language}: {names}");
            }
            let known: Vec<_> = weekdays.split(' ').map(|name| weekday(&fold(name))).collect();
            assert_eq!(known, (0..7).map(Some).collect::<Vec<_>>(), "{language}: {weekdays}");
            assert_eq!(label(&fold(published)), Some(Label::Published), "{published}");
            assert_eq!(label(&fold(updated)), Some(Label::Updated), "{updated}");
        }
    }

    #[test]
    fn months_are_known_in_every_spelling_a_page_uses() {
        for (word, number) in [
            ("März", 3),
            ("Février", 2),
            ("août", 8),
            ("październik", 10),
            ("Май", 5),
            ("Jänner", 1),
            ("Março", 3),
            ("SEPT", 9),
        ] {
            assert_eq!(month(&fold(word)).map(|month| month.number), Some(number), "{word}");
        }
        assert_eq!(month("monday"), None);
    }
}
