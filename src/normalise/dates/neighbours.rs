//! The words of dates in more languages, whose names for months clash with none of those in [`words`].
//!
//! In: one folded word. Out: what it stands for. Months in the case that dates have them in; rows are whole, though some
//! names are in [`words`] as well. Croatian's tenth month is left out: it is read as Polish's eleventh. Languages that
//! number their months, or put a word of their own between year and month, need a grammar rather than names.
//!
//! [`words`]: crate::normalise::dates::words

use std::sync::LazyLock;

use crate::document::fold::fold;
use crate::normalise::dates::month::{Month, Name};
use crate::normalise::dates::words::Label;
use crate::normalise::tables::{Set, Table};

/// Twelve names each, `-` where one is left out, several by `/`.
const MONTHS: [&str; 29] = [
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
    // Slovene and Latvian as they stand alone, Lithuanian.
    "januar februar marec april maj junij julij avgust september oktober november december",
    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    // Catalan, Galician, Turkish (the rest is in `words`), Indonesian, Malay (whose March is called as computers are).
    "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",
    "- - mart - - - - - - - - -",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "januari februari - april mei jun julai ogos september oktober november disember",
    // Arabic as in Egypt and in the Maghreb.
    "يناير/جانفي فبراير/فيفري مارس أبريل/أفريل مايو/ماي يونيو/جوان يوليو/جويلية/يوليوز أغسطس/أوت/غشت سبتمبر/شتنبر أكتوبر نوفمبر/نونبر ديسمبر/دجنبر",
    // Arabic as in the Levant, whose names may have two words (joined by `_` here); the names of our months in Persian.
    "كانون_الثاني شباط آذار نيسان أيار/نوار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "ژانویه/ژانویهٔ فوریه مارس آوریل مه/می ژوئن ژوئیه/جولای اوت/آگوست سپتامبر اکتبر نوامبر دسامبر",
    // Hindi, Bengali, Thai, Hebrew.
    "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर",
    "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট/আগষ্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר",
];

/// Names cut: Turkish, Greek, Ukrainian, Indonesian, Norwegian, Czech, Romanian, Hungarian, Finnish, Croatian. Some are words of other
/// languages besides.
const CUT: [&str; 9] = [
    "oca şub - nis - haz tem ağu eyl eki kas ara",
    "Ιαν Φεβ Μαρ/Μάρ Απρ Μαΐ/Μάι Ιουν/Ιούν Ιουλ/Ιούλ Αυγ/Αύγ Σεπ/Σεπτ Οκτ Νοε/Νοέ Δεκ",
    "січ лют бер/берез квіт/кві трав/тра черв/чер лип серп/сер вер/верес жовт/жов лист груд/гру",
    "- - - - - - - agu/agt/agst - okt nop des",
    "- - - - - - - - - okt nov des",
    "led úno/ún bře/břez dub kvě/květ čvn/červ čvc/červen srp zář/září říj listop pros",
    "ian - - - - iun iul - - - noi -",
    "- - márc ápr máj jún júl aug szept/szep okt nov -",
    "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
];

/// The months of the Solar Hijri calendar, in Persian.
const SOLAR: &str = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند";

/// The months of Thai cut, as written: folded, some would be alike.
const DOTTED: &str = "ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค";

/// What stands before the number of a month in Vietnamese, folded: `tháng 3`.
pub(super) const COUNTED_MONTH: &str = "thang";

/// Words for a year, whole or as they are cut, that stand beside one: `Année 2025`, `2024 год`, `2025 m.`, `พ.ศ. 2568`.
const YEARS: &str = "\
    year years jahr année années an annee año años ano anno anni jaar rok roku rocznik год года г рік року р година \
    година год. år året vuosi vuonna év évi any yıl yılı năm tahun metai metų m gads gada leto godina έτος an anul \
    سال سنة عام שנת वर्ष বছর ปี พ ศ ค";

const WEEKDAYS: &str = "\
    pondělí úterý středa čtvrtek pátek sobota neděle pondelok utorok streda štvrtok piatok nedeľa \
    ponedeljek torek sreda četrtek petek nedelja ponedeljak utorak četvrtak petak ponedjeljak srijeda \
    понеделник вторник сряда четвъртък петък събота неделя luni marti miercuri joi vineri sambata duminica \
    hétfő kedd szerda csütörtök péntek szombat vasárnap Δευτέρα Τρίτη Τετάρτη Πέμπτη Παρασκευή Σάββατο Κυριακή \
    mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag \
    maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai dilluns dimarts dimecres dijous divendres dissabte \
    diumenge pazartesi salı çarşamba perşembe cuma cumartesi pazar senin selasa rabu kamis jumat sabtu minggu \
    شنبه یکشنبه دوشنبه سهشنبه چهارشنبه پنجشنبه جمعه الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت सोमवार मंगलवार \
    बुधवार गुरुवार शुक्रवार शनिवार रविवार pirmadienis antradienis trečiadienis ketvirtadienis penktadienis šeštadienis \
    sekmadienis понеділок вівторок середа четвер п'ятниця субота неділя";

/// What is said of a day of publication; in the first line what Drupal says in the languages of [`words`] too of who submitted a
/// page, and when.
///
/// [`words`]: crate::normalise::dates::words
const PUBLISHED: &str = "\
    gespeichert soumis enviado inviato ingediend inskickad indsendt beküldte vloženo enviat wysłane отправлено \
    zveřejněno publikováno publikované objavljeno publicat publicată közzétéve megjelent δημοσίευση δημοσιεύτηκε \
    udgivet offentliggjort publisert publicerades julkaistu avaldatud publicēts yayınlandı yayın eklenme diterbitkan \
    vydání vydáno vydané zveřejnění zverejnené publiceringsdatum utgivningsdatum publicering utgiven utgivelsesdato publiseringsdato \
    udgivelsesdato publiceringsdato julkaisupäivä julkaisuaika megjelenés közzététel publicării publicare δημοσίευσης ανάρτηση \
    terbit tayang yayım yayımlanma опубликована опубликованы публікації публікація опублікована оприлюднено النشر \
    פרסום פורסמה प्रकाशित प्रकाशन প্রকাশিত প্রকাশ \
    задан dipublikasikan ditayangkan публикувано опубліковано објављено نشر نُشر פורסם";

const UPDATED: &str = "\
    aktualizováno aktualizované ažurirano posodobljeno actualizat frissítve frissítés ενημέρωση opdateret oppdatert \
    uppdaterad päivitetty atjaunots güncelleme güncellendi diperbarui обновена оновлено ажурирано تحديث עודכן \
    aktualizace aktualizácia změna změněno zmenené uppdaterades uppdatering ändrad ändrat ændret opdatering endret oppdatering \
    muokattu muutettu módosítás módosítva actualizare actualizării modificat modificare modification modificación modificação \
    ενημερώθηκε ενημέρωσης τροποποίηση güncellenme güncellenen обновление обновления изменение изменения изменено оновлення \
    змінено зміни оновлена التحديث تعديل עדכון עודכנה بهروزرسانی अद्यतन अपडेट আপডেট aktualizacji kemaskini pembaruan \
    editado editada modyfikacja modyfikacji отредактирована отредактировано изменена überarbeitet überarbeitung révisé révisée \
    revisado revisada wijziging granskad granskades reviderad revideret revidert";

static NUMBERS: LazyLock<Table<String, Month>> = LazyLock::new(|| {
    let named = |names: &'static str, kind| {
        (1..).zip(names.split(' ')).flat_map(move |(number, names)| {
            let month = Month { name: kind, certain: false, alone: false, ..Month::spelled(number) };
            names.split('/').map(move |name| (fold(&name.replace('_', " ")), month))
        })
    };
    let cut = CUT.iter().flat_map(|names| named(names, Name::Cut));
    let whole = MONTHS.iter().flat_map(|names| named(names, Name::Whole));
    // What is whole in one language holds before what is cut in another.
    let months = cut.chain(whole).chain(named(SOLAR, Name::Solar));
    months.filter(|(name, _)| name != "-").collect()
});

static YEAR_WORDS: LazyLock<Set<String>> = LazyLock::new(|| YEARS.split(' ').map(fold).collect());

static LABELS: LazyLock<Table<String, Label>> = LazyLock::new(|| {
    let said = |words: &'static str, label| words.split(' ').map(move |word| (fold(word), label));
    said(PUBLISHED, Label::Published).chain(said(UPDATED, Label::Updated)).collect()
});

static DAYS: LazyLock<Set<String>> = LazyLock::new(|| WEEKDAYS.split(' ').map(fold).collect());

/// The month that a folded word names, or two with a space between.
pub(super) fn month(folded: &str) -> Option<Month> {
    NUMBERS.get(folded).copied()
}

/// The number of the month that two letters with a full stop between stand for, of which another follows.
pub(super) fn dotted_month(text: &str) -> Option<u32> {
    (1..).zip(DOTTED.split(' ')).find(|(_, name)| *name == text).map(|(number, _)| number)
}

/// Whether a folded word says that a number is a year.
pub(super) fn is_year(folded: &str) -> bool {
    YEAR_WORDS.contains(folded)
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
        for names in MONTHS.iter().chain(&CUT) {
            for (number, names) in (1..).zip(names.split(' ')) {
                for name in names.split('/').filter(|name| *name != "-") {
                    let month = words::month(&fold(&name.replace('_', " "))).map(|month| month.number);
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
            "7 ايار 2026",
            "7 أيار/مايو 2026",
            "7 مه 2026",
            "17 اردیبهشت 1405",
            "7 मई 2026",
            "৭ মে ২০২৬",
            "7 พฤษภาคม 2026",
            "7 พ.ค. 2026",
            "7 tháng 5 năm 2026",
            "Ngày 7 tháng 5, 2026",
            "2026 m. gegužės 7 d.",
            "2026. gada 7. maijs",
            "7 Mei 2026",
            "7 de maio de 2026",
            "7. kvě 2026",
            "7 трав. 2026",
            "7 Μαΐ 2026",
            "2026. máj. 7.",
        ] {
            let found: Vec<String> =
                scan(text, &Reading::default()).iter().map(|date| date.interval.to_string()).collect();
            assert_eq!(found, ["2026-05-07"], "{text}");
        }
    }
}
