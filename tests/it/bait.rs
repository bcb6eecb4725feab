//! Pages made to take long: none takes more than a time that grows with its size.
//!
//! Each bait is read at two sizes by the real program. What is linear takes twice as long for twice the size; what is quadratic
//! four times. Times on a busy machine vary, so only a page that takes long and far more than its share fails. Unoptimised, the
//! pages are a tenth as large; `cargo test --release bait` reads them in full.

use std::time::{Duration, Instant};

use crate::support::TestEnv;

/// Bytes of the smaller page; the other has four times as many.
const BYTES: usize = if cfg!(debug_assertions) { 40_000 } else { 400_000 };

/// Bytes of the large table.
const TABLE_BYTES: usize = if cfg!(debug_assertions) { 2 << 20 } else { 20 << 20 };

/// Times as long as the smaller that the larger may take: between the 4 of a linear reader and the 16 of a quadratic one.
const AT_MOST: u32 = 9;

/// No page that takes less than this is worth a failure, however the two compare.
const SHORT: Duration = Duration::from_secs(3);

/// What is repeated.
const UNITS: &[&str] = &[
    "<div>",
    "<div>May 3, 2024 a ",
    "<b><i>x</b>",
    "<div><i></div>x",
    "<p><b><i><u>x",
    "<a href=x>",
    "<table><tr><td>",
    "<tr><td>3 May 2024<td><a href=/x>Row of the table</a></tr>",
    "<li>",
    "<h1>Title of it</h1>",
    "<h2>Related</h2><a href=/q>One two three four</a>",
    "<h2>3 May 2020</h2><ul><li><a href=/x>A title here</a></ul>",
    "<time datetime=2020-01-01>x</time>",
    "<div class=card><h3><a href=/a>A fine title of it</a></h3><span class=date>3 May 2020</span><p>Words that say it.</p></div>",
    "<dt>3 May 2020<dd><a href=/x>A title here it is</a>",
    "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"A\",\"datePublished\":\"2020-01-01\"}</script>",
    "<meta name=author content='Ann Lee'><meta name=date content=2020-01-01>",
    "<link rel=alternate type=application/rss+xml href=/x>",
    "<span>By </span>",
    "<a rel=author>Ann Lee</a>",
    "<nav class=breadcrumb><a href=/>x</a></nav>",
    "<select><option>",
    "<svg><title>",
    "<template>",
    "<form><table>",
    "<p title='&amp;lt;'>a &amp;amp; b</p>",
    "3/4/2020 ",
    "<p>Сегодня 3 мая 2020 года. ",
    "<p>2020年5月3日。",
    "10.1000/x arXiv:2401.00001 ",
    "a. ",
    "a | ",
    "&amp",
    "<",
    "<!--",
    "x",
];

#[test]
fn bait_takes_no_square_of_time() {
    let env = TestEnv::empty();
    for (number, unit) in UNITS.iter().enumerate() {
        let read = |bytes: usize| {
            let name = format!("captures/{number}.html");
            let title = "<!DOCTYPE html><html><title>Bait</title>";
            env.write(&name, format!("{title}<h1>Bait</h1>{}", unit.repeat(bytes / unit.len())));
            let start = Instant::now();
            env.run(&["inspect", &name, "--format", "json"]).expect_code(0);
            start.elapsed()
        };
        let (small, large) = (read(BYTES), read(4 * BYTES));
        assert!(large < SHORT || large < small * AT_MOST, "{unit:?}: {small:?}, four times: {large:?}");
    }
}

#[test]
fn a_table_of_very_many_rows_is_read() {
    let env = TestEnv::empty();
    let row = "<tr><td>The depth of the tarn in metres</td><td>41</td><td>measured by hand</td></tr>\n";
    let rows = row.repeat(TABLE_BYTES / row.len());
    env.write(
        "captures/table.html",
        format!("<!DOCTYPE html><html><title>Depths</title><h1>Depths of tarns</h1><table>{rows}<tr><td>The last zeppelin</td></tr></table>"),
    );
    env.run(&["index", "captures"]).expect_code(0);
    let found = env.run(&["query", "zeppelin", "--format", "json"]).json();
    assert_eq!(found["total"], 1, "{found}");
}
