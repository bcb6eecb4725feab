//! Replaces what differs from run to run and machine to machine by placeholders.
//!
//! In: text of the program. Out: text for a snapshot.

/// Filters a text, line by line.
pub(crate) fn filtered(text: &str, root: &str) -> String {
    let text = text.replace(root, "[DIR]").replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    text.split_inclusive('\n').map(line).collect()
}

fn line(line: &str) -> String {
    if line.starts_with("done in ") {
        let rest = line.find(';').map_or("\n", |end| &line[end..]);
        return format!("done in [TIME]{rest}");
    }
    if line.starts_with("size  ") {
        return "size [SIZE]\n".to_owned();
    }
    let line = number_after(line, "\"score\":", "[SCORE]");
    let line = number_after(&line, "\"bytes\":", "[BYTES]");
    digests(&line)
}

/// Replaces the number that follows a key.
fn number_after(line: &str, key: &str, placeholder: &str) -> String {
    let mut parts = line.split(key);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|letter: char| letter.is_ascii_digit() || ".e-+".contains(letter));
        out.push_str(key);
        out.push_str(if rest.len() < part.len() { placeholder } else { "" });
        out.push_str(rest);
    }
    out
}

/// Replaces SHA-256 digests, whole or, after their name, cut short.
fn digests(line: &str) -> String {
    const WHOLE: usize = 64;
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_alphanumeric()) {
        let (before, word) = rest.split_at(start);
        let end = word.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        let hexadecimal = word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let named = out.ends_with("sha256") && before == " ";
        out.push_str(before);
        out.push_str(if hexadecimal && (word.len() == WHOLE || named) { "[SHA256]" } else { word });
        rest = after;
    }
    out + rest
}

#[test]
fn what_differs_from_run_to_run_becomes_a_placeholder() {
    let digest = "0123456789abcdef".repeat(4);
    for (text, expected) in [
        ("/tmp/x/index\n", "[DIR]/index\n"),
        ("done in 3 seconds\n", "done in [TIME]\n"),
        ("size  1.2 KiB\n", "size [SIZE]\n"),
        ("{\"score\":1.5e-3,\"a\":1}", "{\"score\":[SCORE],\"a\":1}"),
        ("{\"bytes\":null,\"bytes\":12}", "{\"bytes\":null,\"bytes\":[BYTES]}"),
        ("plain · sha256 0123abcd", "plain · sha256 [SHA256]"),
        (&format!("\"{digest}\""), "\"[SHA256]\""),
    ] {
        assert_eq!(filtered(text, "/tmp/x"), expected);
    }
}
