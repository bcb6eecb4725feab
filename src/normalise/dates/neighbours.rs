//! The words of dates in more languages, whose names for months clash with none of those in [`words`].
//!
//! In: one folded word. Out: what it stands for. Months in the case that dates have them in; rows are whole, though some
//! names are in [`words`] as well. Croatian's tenth month is left out: it is read as Polish's eleventh. Languages that
//! number their months, or put a word of their own between year and month, need a grammar rather than names.
//!
//! [`words`]: crate::normalise::dates::words

use std::sync::LazyLock;

use crate::document::fold::fold;
use crate::normalise::dates::words::Label;
use crate::normalise::tables::{Set, Table};

/// Twelve names each, `-` where one is left out, several by `/`.
const MONTHS: [&str; 20] = [
    // Czech, Slovak, Slovene, Serbian in both scripts, Croatian.
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
    "januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra",
    "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra",
    "јануар/јануара фебруар/фебруара март/марта април/априла мај/маја јун/јуна јул/јула август/августа септембар/септембра октобар/октобра новембар/новембра децембар/децембра",
    "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna - studenoga/studenog prosinca",
    // Bulgarian, Romanian, Hungarian, Greek.
    "януари февруари март април май юни юли август септември октомври ноември декември",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "január február március április május június július augusztus szeptember október november december",
    "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
    // Danish, Swedish, Finnish, Estonian, Latvian.
    "januar februar marts april maj juni juli august september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "tammikuuta/tammikuu helmikuuta/helmikuu maaliskuuta/maaliskuu huhtikuuta/huhtikuu toukokuuta/toukokuu kesäkuuta/kesäkuu heinäkuuta/heinäkuu elokuuta/elokuu syyskuuta/syyskuu lokakuuta/lokakuu marraskuuta/marraskuu joulukuuta/joulukuu",
    "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    "janvāris/janvārī februāris/februārī marts/martā aprīlis/aprīlī maijs/maijā jūnijs/jūnijā jūlijs/jūlijā augusts/augustā septembris/septembrī oktobris/oktobrī novembris/novembrī decembris/decembrī",
    // Catalan, Turkish (the rest is in `words`), Indonesian.
    "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "- - mart - - - - - - - - -",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    // Arabic as in Egypt and in the Maghreb, Hebrew.
    "يناير/جانفي فبراير/فيفري مارس أبريل/أفريل مايو/ماي يونيو/جوان يوليو/جويلية/يوليوز أغسطس/أوت/غشت سبتمبر/شتنبر أكتوبر نوفمبر/نونبر ديسمبر/دجنبر",
    "ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר",
];

const WEEKDAYS: &str = "\
    pondělí úterý středa čtvrtek pátek sobota neděle pondelok utorok streda štvrtok piatok nedeľa \
    ponedeljek torek sreda četrtek petek nedelja ponedeljak utorak četvrtak petak ponedjeljak srijeda \
    понеделник вторник сряда четвъртък петък събота неделя luni marti miercuri joi vineri sambata duminica \
    hétfő kedd szerda csütörtök péntek szombat vasárnap Δευτέρα Τρίτη Τετάρτη Πέμπτη Παρασκευή Σάββατο Κυριακή \
    mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag \
    maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai dilluns dimarts dimecres dijous divendres dissabte \
    diumenge pazartesi salı çarşamba perşembe cuma cumartesi pazar senin selasa rabu kamis jumat sabtu minggu \
    понеділок вівторок середа четвер п'ятниця субота неділя";

/// What is said of a day of publication; in the first line what Drupal says in the languages of [`words`] too of who submitted a
/// page, and when.
///
/// [`words`]: crate::normalise::dates::words
const PUBLISHED: &str = "\
    gespeichert soumis enviado inviato ingediend inskickad indsendt beküldte vloženo enviat wysłane отправлено \
    zveřejněno publikováno publikované objavljeno publicat publicată közzétéve megjelent δημοσίευση δημοσιεύτηκε \
    udgivet offentliggjort publisert publicerades julkaistu avaldatud publicēts yayınlandı yayın eklenme diterbitkan \
    dipublikasikan ditayangkan публикувано опубліковано објављено نشر نُشر פורסם";

const UPDATED: &str = "\
    aktualizováno aktualizované ažurirano posodobljeno actualizat frissítve frissítés ενημέρωση opdateret oppdatert \
    uppdaterad päivitetty atjaunots güncelleme güncellendi diperbarui обновена оновлено ажурирано تحديث עודכן \
    editado editada modyfikacja modyfikacji отредактирована отредактировано изменена";

static NUMBERS: LazyLock<Table<String, u32>> = LazyLock::new(|| {
    let months = |names: &&'static str| {
        (1..)
            .zip(names.split(' '))
            .flat_map(|(month, names)| names.split('/').map(move |name| (fold(name), month)))
    };
    MONTHS.iter().flat_map(months).filter(|(name, _)| name != "-").collect()
});

static LABELS: LazyLock<Table<String, Label>> = LazyLock::new(|| {
    let said = |words: &'static str, label| words.split(' ').map(move |word| (fold(word), label));
    said(PUBLISHED, Label::Published).chain(said(UPDATED, Label::Updated)).collect()
});

static DAYS: LazyLock<Set<String>> = LazyLock::new(|| WEEKDAYS.split(' ').map(fold).collect());

/// The number of the month that a folded word names.
pub(super) fn month(folded: &str) -> Option<u32> {
    NUMBERS.get(folded).copied()
}

/// Whether a folded word names a weekday.
pub(super) fn is_weekday(folded: &str) -> bool {
    DAYS.contains(folded)
}

/// What a folded word says as the label of a date.
pub(super) fn label(folded: &str) -> Option<Label> {
    LABELS.get(folded).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::dates::{Reading, scan, words};

    #[test]
    fn every_name_has_one_number_in_all_languages() {
        for names in MONTHS {
            for (number, names) in (1..).zip(names.split(' ')) {
                for name in names.split('/').filter(|name| *name != "-") {
                    let month = words::month(&fold(name)).map(|month| month.number);
                    assert_eq!(month, Some(number), "{name}");
                }
            }
        }
    }

    #[test]
    fn names_of_people_and_places_are_no_months() {
        for text in ["Photo: Jean Marc 2019", "Augusta 2019", "Wal-Mart 2010", "Marta, 2019"] {
            assert!(scan(text, &Reading::default()).is_empty(), "{text}");
        }
    }

    #[test]
    fn days_are_read_as_the_languages_write_them() {
        for text in [
            "7. května 2026",
            "7. mája 2026",
            "7. maja 2026.",
            "7. svibnja 2026.",
            "7 май 2026 г.",
            "7 mai 2026",
            "2026. május 7.",
            "7 Μαΐου 2026",
            "onsdag den 7. maj 2026",
            "7. toukokuuta 2026",
            "7 maig de 2026",
            "7 Mayıs 2026",
            "7 Mei 2026",
            "7 مايو 2026",
            "7 במאי 2026",
        ] {
            let found: Vec<String> =
                scan(text, &Reading::default()).iter().map(|date| date.interval.to_string()).collect();
            assert_eq!(found, ["2026-05-07"], "{text}");
        }
    }
}
