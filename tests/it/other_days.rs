//! Days near the title of a page that are those of something else, in many languages, and the page's own beside them.
//!
//! In: pages written for it. Out: failures that name them. What single lines tell is tested beside the code.

use crate::support::{TestEnv, days_of, text};

/// What a page with this line above its main part, and these right above and below its title, says of its days.
fn days(lang: &str, banner: &str, above: &str, below: &str) -> String {
    let prose = "<p>Some words that stand here so that the page has prose enough to be an article, about words or about something else.</p>".repeat(14);
    days_of(&format!(
        "<html lang={lang}><title>Gauges of the tarn</title>{banner}<main>{above}<h1>Gauges of the tarn</h1>{below}{prose}</main></html>"
    ))
}

/// As [`days`], with a paragraph below the title.
fn below(lang: &str, line: &str) -> String {
    days(lang, "", "", &format!("<p>{line}</p>"))
}

#[test]
fn a_day_in_a_sentence_is_not_the_pages_in_any_script() {
    for (lang, line) in [
        ("zh", "这座水文站于2019年4月2日首次通水。"),
        ("ja", "湖は2019年4月2日に初めて凍った。"),
        ("ko", "이 호수는 2019년 4월 2일 처음 얼었다."),
        ("ru", "Озеро впервые замёрзло 2 апреля 2019 года у берега."),
        ("uk", "Озеро вперше замерзло 2 квітня 2019 року біля берега."),
        ("ar", "تجمدت البحيرة في 2 أبريل 2019 لأول مرة."),
        ("en", "The lake froze 2 April 2019 near the shore."),
    ] {
        assert_eq!(below(lang, line), "- -", "{line}");
    }
    for (lang, line) in [
        ("zh", "2019年4月2日"),
        ("zh", "来源：湖泊网 2019年4月2日 09:30"),
        ("zh", "本文写于2019年4月2日。"),
        ("zh", "新华社青湖2019年4月2日电 湖水开始结冰，岸边的人们第二天才发现。"),
        ("ja", "2019年4月2日（火）公開"),
        ("ko", "김에이다 기자 2019년 4월 2일"),
        ("ru", "Статья подготовлена 2 апреля 2019 года."),
        ("ru", "ОЗЁРСК, 2 апреля 2019. /АГЕНТ/. Озеро замёрзло ещё зимой."),
        ("ru", "Ада Рид, 2 апреля 2019 г."),
        ("ar", "بقلم ادا ريد، 2 أبريل 2019"),
        ("en", "A post from the lake by Ada Reed, 2 April 2019 in notes."),
    ] {
        assert_eq!(below(lang, line), "2019-04-02 -", "{line}");
    }
}

#[test]
fn a_term_or_a_beginning_is_no_day_of_publication() {
    for (lang, line) in [
        ("de", "Bewerbungsfrist: 02.04.2019"),
        ("de", "Einsendeschluss: 2. April 2019"),
        ("es", "Fecha límite: 2 de abril de 2019"),
        ("fr", "Date limite : 2 avril 2019"),
        ("it", "Scadenza: 2 aprile 2019"),
        ("pt", "Prazo: 2 de abril de 2019"),
        ("nl", "Reageren voor 2 april 2019"),
        ("ru", "Срок подачи заявок до 2 апреля 2019"),
        ("cs", "Uzávěrka: 2. dubna 2019"),
        ("sv", "Sista ansökningsdag: 2 april 2019"),
        ("tr", "Son başvuru tarihi: 2 Nisan 2019"),
        ("zh", "截止日期：2019年4月2日"),
        ("ja", "募集締切：2019年4月2日"),
        ("ja", "応募期限 2019年4月2日"),
        ("ko", "마감일: 2019년 4월 2일"),
        ("en", "Apply by: 2 April 2019"),
        ("en", "Start date: 2 April 2019"),
        ("en", "Starts 2 April 2019"),
        ("en", "Interview date: 2 April 2019"),
        ("en", "When: 2 April 2019"),
        ("de", "Beginn: 2. April 2019"),
        ("ja", "日時：2019年4月2日"),
        ("ja", "開催日：2019年4月2日"),
        ("ko", "일시: 2019년 4월 2일"),
    ] {
        assert_eq!(below(lang, line), "- -", "{line}");
    }
    for (lang, line) in [
        ("en", "Interview | 2 April 2019"),
        ("nl", "<a href=#c>Reageren</a> 2 april 2019"),
        ("de", "Kündigungsfrist | 2. April 2019"),
        ("en", "Downloaded 300 times. 2 April 2019"),
        ("ja", "投稿日時：2019年4月2日"),
        ("ja", "開催のお知らせ 2019年4月2日"),
        ("ko", "입력일시 2019.04.02"),
        ("zh", "时间：2019年4月2日 10:30"),
    ] {
        assert_eq!(below(lang, line), "2019-04-02 -", "{line}");
    }
}

#[test]
fn what_lasts_or_is_at_a_place_is_an_event() {
    for (lang, lines) in [
        ("en", "<p>12–14 May 2019, Lake House</p>"),
        ("en", "<p>12–14 May 2019</p><p>Where: the old pier</p>"),
        ("en", "<p>May 12 to May 14, 2019</p>"),
        ("fr", "<p>Du 12 au 14 mai 2019</p>"),
        ("es", "<p>Del 12 al 14 de mayo de 2019</p>"),
        ("it", "<p>Dal 12 al 14 maggio 2019</p>"),
        ("nl", "<p>14 maart t/m 30 augustus 2019</p>"),
        ("ru", "<p>С 12 по 14 мая 2019</p>"),
        ("de", "<p>12. und 13. Mai 2019</p>"),
        ("ja", "<p>2019年5月4日～8月8日</p>"),
        ("zh", "<p>2019年5月4日至8日</p>"),
        ("ja", "<p>会期：2019年5月4日</p>"),
        ("de", "<p>Mittwoch, 15. Mai 2019, 14:00 Uhr</p><p>Haus am See, Saal 3</p>"),
        (
            "en",
            "<h3>Lake House | 2 May 2019</h3><p><b>When:</b> 2 May 2019<br><b>Where:</b> the old pier</p>",
        ),
    ] {
        assert_eq!(days(lang, "", "", lines), "- -", "{lines}");
    }
    for (lang, lines) in [
        ("de", "<p>Mittwoch, 15. Mai 2019, 14:00 Uhr</p><p>Von Ada Saal</p>"),
        ("en", "<p>Vol. 3, No. 9 – 15 May 2019</p>"),
        ("en", "<p>15 May 2019 – 5 min read</p>"),
        ("en", "<p>15 May 2019 - 19 May 2019 (updated)</p>"),
        ("en", "<p>Top 25 and 15 May 2019</p>"),
        ("en", "<p>Week of 27 April – 15 May 2019</p>"),
        ("en", "<p>15 May 2019, 14:00</p><p>By Ada Hall · 3 min read</p>"),
        ("en", "<p>15 May 2019, 14:00</p><p>Location: London</p>"),
        ("ja", "<p>2019年5月15日 14:00</p><p>場所：東京</p>"),
        ("en", "<p>15 May 2019 – 10:30</p>"),
    ] {
        assert_eq!(days(lang, "", "", lines), "2019-05-15 -", "{lines}");
    }
}

#[test]
fn what_stands_above_the_main_part_is_of_something_else() {
    let own = "<p>Brief | 11 April 2019 | No. 14</p>";
    for banner in [
        "<div>Come with us on 3 May 2019 for the walk round the lake. <a href=/w>Register</a></div>",
        "<section><a href=/1><h3>New: Weirs</h3><p>3 May 2019</p></a></section>",
    ] {
        assert_eq!(days("en", banner, "", ""), "- -", "{banner}");
        assert_eq!(days("en", banner, own, ""), "2019-04-11 -", "{banner}");
        assert_eq!(days("en", banner, "", own), "2019-04-11 -", "{banner}");
    }
    for line in ["<p>3 May 2019</p>", "<div><p>By Ada Reed</p><p>3 May 2019</p></div>"] {
        assert_eq!(days("en", line, "", ""), "2019-05-03 -", "{line}");
        let told = "<p>On 5 April 2018 the lake froze, and the people on the shore saw it.</p>";
        assert_eq!(days("en", line, "", told), "2019-05-03 -", "{line}");
        assert_eq!(days("en", line, "", own), "2019-04-11 -", "{line}");
    }
}

#[test]
fn a_label_belongs_to_the_date_behind_it() {
    let line = "3. März 2019, 6:10 Uhr <span>Aktualisiert am 4. März 2019, 17:32 Uhr</span>";
    assert_eq!(below("de", line), "2019-03-03 2019-03-04");
    assert_eq!(below("de", "am 3. März 2019 um 10:15 von Ada geschrieben"), "2019-03-03 -");
}

#[test]
fn the_day_of_an_act_gives_way_to_a_labelled_day_of_publication() {
    for (lang, act, label) in [
        ("ru", "Приказ от 18 февраля 2019 г. № 112", "Дата размещения: 24.02.2019"),
        ("de", "Urteil vom 15. Februar 2019 – 3 ZR 1/19", "Pressemitteilung vom 24. Februar 2019"),
        ("fr", "Prononcé le mardi 19 février 2019", "Publié le 24.02.2019 à 10h15"),
        ("de", "Gehalten am 19. Februar 2019", "Veröffentlicht am 24.02.2019"),
    ] {
        let both = days(lang, "", "", &format!("<p>{act}</p><p>{label}</p>"));
        assert_eq!(both, "2019-02-24 -", "{act}");
        assert!(below(lang, act).starts_with("2019-02-1"), "{act}");
    }
}

#[test]
fn a_change_of_something_else_is_none_of_the_page() {
    let own = "<p>4 February 2019</p>";
    for line in [
        "The law was amended on 3 March 2019.",
        "Our name changed on 14 February 2019.",
        "The model was updated on 3 March 2019.",
        "As of 3 March 2019 the lake has four weirs and two gauges.",
    ] {
        assert_eq!(days("en", "", "", &format!("{own}<p>{line}</p>")), "2019-02-04 -", "{line}");
    }
    for line in [
        "This page was updated on 3 March 2019.",
        "The list was last updated on 3 March 2019.",
        "The article was amended on 3 March 2019.",
        "Last changed on 3 March 2019",
    ] {
        assert_eq!(days("en", "", "", &format!("{own}<p>{line}</p>")), "2019-02-04 2019-03-03", "{line}");
    }
}

#[test]
fn days_are_read_as_offices_and_agencies_write_them() {
    for (lang, line) in [
        ("ja", "<p class=date>令和元（2019）年4月2日</p>"),
        ("ja", "<p class=date>平成31（2019）年4月2日</p>"),
        ("ja", "<p class=date>2019（平成31）年4月2日</p>"),
        ("ru", "<p class=date>«2» апреля 2019 года</p>"),
        ("zh", "<p class=date>二○一九年四月二日</p>"),
        ("zh", "<div><span>2019</span> <span>04/02</span> <span>15:20:33</span></div>"),
    ] {
        assert_eq!(days(lang, "", "", line), "2019-04-02 -", "{line}");
    }
}

#[test]
fn the_record_of_an_event_is_not_the_pages() {
    let data = |record: &str| {
        format!(
            "<script id=__NEXT_DATA__ type=application/json>{{\"props\":{{\"pageProps\":{record}}}}}</script>"
        )
    };
    let title = "\"title\":\"Gauges of the tarn\"";
    let event = data(&format!(
        "{{\"event\":{{{title},\"date\":\"2019-04-02\",\"location\":\"Lake House\",\"url\":\"/gauges\"}}}}"
    ));
    let timed = data(&format!("{{\"page\":{{{title},\"date\":\"2019-04-02\",\"startTime\":\"18:00\"}}}}"));
    let post = data(&format!("{{\"page\":{{{title},\"date\":\"2019-04-02\",\"url\":\"/gauges\"}}}}"));
    assert_eq!(days("en", "", "", &event), "- -");
    assert_eq!(days("en", "", "", &timed), "- -");
    assert_eq!(days("en", "", "", &post), "2019-04-02 -");
}

#[test]
fn when_a_reader_made_a_copy_is_no_day_of_publication_and_when_it_came_online_is() {
    for (lang, line) in [
        ("en", "Clipped on 2 April 2019"),
        ("en", "Downloaded: 2 April 2019"),
        ("de", "Ausgedruckt am 2. April 2019"),
        ("fr", "Imprimé le 2 avril 2019"),
    ] {
        assert_eq!(below(lang, line), "- -", "{line}");
    }
    for line in [
        "Available online 2 April 2019",
        "Received 3 May 2018; Accepted 9 January 2019; Available online 2 April 2019",
        "Printed on paper and posted on 2 April 2019",
    ] {
        assert_eq!(below("en", line), "2019-04-02 -", "{line}");
    }
    let env = TestEnv::empty();
    let words = "Some words that stand here so that the note has a text of its own, about words.";
    for (name, source) in [
        ("a.md", format!("# Gauges of the tarn\n\nClipped on 2 April 2019\n\n{words}\n\n{words}\n")),
        ("b.txt", format!("Gauges of the tarn\nDownloaded: 2 April 2019\n\n{words}\n\n{words}\n")),
    ] {
        env.write(name, source);
        assert_eq!(text(&env.inspect(name)[0], "/page/published/date"), "", "{name}");
    }
}
