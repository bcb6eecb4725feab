//! Blogs copied as plain text: which title a day belongs to, where the lines alone tell it.

use crate::support::{entries_of, text};

const POSTS: [(&str, &str, &str); 4] = [
    ("2025-06-30", "Ice that admits some doubt", "Models"),
    ("2025-03-07", "Slow lakes and long memory", "Field Notes"),
    ("2024-11-21", "Depth by echo alone, again", "Models"),
    ("2024-09-02", "What herons know of floods", "Field Notes"),
];

/// Date and title of each entry of a text.
fn listed(source: &str) -> Vec<String> {
    let entries = entries_of("page.txt", source);
    entries
        .iter()
        .map(|entry| format!("{} {}", text(entry, "/published/date"), text(entry, "/title")))
        .collect()
}

fn wanted() -> Vec<String> {
    POSTS.iter().map(|(day, title, _)| format!("{day} {title}")).collect()
}

fn cards(card: impl Fn(usize, &(&str, &str, &str)) -> String) -> String {
    POSTS.iter().enumerate().map(|(place, post)| card(place, post)).collect::<Vec<_>>().concat()
}

#[test]
fn days_before_titles_do_not_take_the_title_of_the_page() {
    let foot = "Tarn Lab\n© 2026 Tarn Lab";
    let topics = cards(|_, (day, title, topic)| format!("{day}\n\n{title}\n\n{topic}\n\n"));
    assert_eq!(
        listed(&format!("Archives: 2024 - Tarn Lab\n\nTarn Lab\n\nAll of it\n\n{topics}{foot}")),
        wanted()
    );
    // A topic that is no other's: the name of the lab is said again, titles are not.
    let alone = format!("{}Herons\n\n", topics.trim_end().trim_end_matches("Field Notes"));
    assert_eq!(listed(&format!("Archives: 2024 - Tarn Lab\n\nTarn Lab\n\n2024\n\n{alone}{foot}")), wanted());
    let recent = format!(
        "Topics - Tarn Lab\n\nNewest comment\nLoading. Wait a minute!\n\nRecents\n\n{topics}Models 2\n"
    );
    assert_eq!(listed(&recent), wanted());
}

#[test]
fn a_day_and_a_title_with_no_empty_line_between_belong_together() {
    let posts = cards(|_, (day, title, _)| format!("{day}\n{title}\n\n"));
    assert_eq!(
        listed(&format!("Archive\n\nTarn Lab\n\nAll that we wrote here\n\n{posts}Lars Tarn\n\nPosts")),
        wanted()
    );
    let posts = cards(|_, (day, title, _)| format!("{title}\n{day}\n\n"));
    assert_eq!(listed(&format!("Archive\n\nTarn Lab\n\n{posts}All that we wrote here\n\nPosts")), wanted());
}

#[test]
fn posts_and_a_box_of_the_newest_are_read_each_in_its_way() {
    let text = "We ask it how sure it is and it tells us, more or less, what it has been told to tell whoever asks. ";
    let posts =
        cards(|_, (day, title, topic)| format!("{title}\nCreated {day} | {topic}\n\n{}\n\n", text.repeat(4)));
    let newest = cards(|_, (day, title, _)| format!("{title} {day}\n\n"));
    let page =
        format!("Tarn Lab\n\nTarn Lab\n\n{posts}Lars Tarn\n\nRecent Posts\n\n{newest}Topics\n\nModels 2\n");
    let found = listed(&page);
    assert_eq!(found.get(..4), Some(&*wanted()), "{found:?}");
    assert!(found.iter().all(|entry| wanted().contains(entry)), "{found:?}");
}

#[test]
fn small_print_beside_a_day_is_no_title() {
    let summary = "It was colder than we had thought, and lasted longer than anybody had said.";
    let topics = cards(|_, (day, title, topic)| {
        format!("{title}\n\n{summary}\n\n{day} {topic} {topic} water and ice\n\nRead More\n\n")
    });
    assert_eq!(listed(&format!("Tarn Lab\n\nNotes\n\n{topics}")), wanted());
    let lead = cards(|_, (day, title, topic)| {
        format!("{topic}\n{title}\n\n{summary}\n\n{day} water, ice Continue reading\n\n")
    });
    assert_eq!(listed(&format!("Tarn Lab\n\nNotes\n\n{lead}")), wanted());
    let code = cards(|place, (day, title, _)| {
        format!(
            "{day} Lars Tarn {place}733bac9fd31e0048278da0dad73b70d 99+ fast 0.1 k\n\n{title}\n\n{summary}\n\nRead more>>\n\n"
        )
    });
    assert_eq!(listed(&format!("Tarn Lab\n\nNotes\n\n{code}")), wanted());
    let labels = cards(|_, (day, title, topic)| {
        format!("{day}发表{day}更新 林晓岚 {topic}2 分钟读完 (大约232个字)\n\n{title}\n\n{summary}\n\n")
    });
    assert_eq!(listed(&format!("Tarn Lab\n\nNotes\n\n{labels}")), wanted());
}

#[test]
fn numbers_that_count_titles_are_taken_off() {
    let counted = cards(|place, (day, title, topic)| format!("{title}{}\n{topic}\n{day}\n\n", place + 1));
    assert_eq!(listed(&format!("Archives | Tarn Lab\n\nTarn Lab\n\nPosts\n\n{counted}")), wanted());
    let named = cards(|place, (day, title, topic)| format!("{title} {}\n{topic}\n{day}\n\n", place + 1));
    assert!(listed(&format!("Archives | Tarn Lab\n\nTarn Lab\n\nPosts\n\n{named}"))[1].ends_with("memory 2"));
}

#[test]
fn what_stands_below_a_day_is_no_title_where_titles_have_lines_of_their_own() {
    let lines = [
        "We went to see what it means to us",
        "Nobody had asked the lake before",
        "It took us two years",
        "A third of it is new",
    ];
    let below = cards(|place, (day, title, _)| format!("{title}\n\n{day}\n{}\n\n", lines[place]));
    assert_eq!(listed(&format!("Notes | Tarn Lab\n\nTarn Lab\n\n{below}")), wanted());
    let serial = |place: usize| if place < 2 { " in our series on rivers" } else { "" };
    let others = [
        "Wells of the old town again",
        "Why the gauge froze at noon",
        "Storms that nobody wrote down",
        "The last ferry to the island",
    ];
    let more = |place: usize| format!("{}\n2023-0{}-01{}\n\n", others[place], 9 - place, serial(place));
    let posts = cards(|_, (day, title, _)| format!("{title}\n{day} in our series on rivers\n\n"));
    let found = listed(&format!(
        "Notes | Tarn Lab\n\nTarn Lab\n\n{posts}{}",
        (0..4).map(more).collect::<Vec<_>>().concat()
    ));
    assert_eq!(found.get(..4), Some(&*wanted()), "{found:?}");
    assert_eq!(found.len(), 8, "{found:?}");
}

#[test]
fn numbers_that_belong_to_titles_stay() {
    let days = ["2025-09-01", "2025-06-01", "2025-03-01", "2025-01-01"];
    for title in [
        "Results of the lake in Q",
        "Announcing the tarn model v",
        "Weekly notes of the lab #",
        "Notes of the lab, vol.",
    ] {
        let posts: Vec<String> =
            (0..4).map(|place| format!("{title}{}\n{}\n\n", place + 1, days[place])).collect();
        let found = listed(&format!("Notes | Tarn Lab\n\nTarn Lab\n\n{}", posts.concat()));
        assert_eq!(found.first(), Some(&format!("2025-09-01 {title}1")), "{found:?}");
    }
}
