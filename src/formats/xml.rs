//! The little that formats need of XML: a tree, and the texts of elements by their local names.
//!
//! In: a text. Out: texts. Knows no names.

use roxmltree::{Document, Node, ParsingOptions};

/// Nodes of a tree at most: the lists of books and packets of metadata have some thousands.
const MAX_NODES: u32 = 200_000;

/// Parses a text; none where it is not XML.
pub(crate) fn parse(text: &str) -> Option<Document<'_>> {
    let text =
        text.trim_matches(|letter: char| letter == '\u{feff}' || letter == '\0' || letter.is_whitespace());
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).ok()
}

/// The texts of the elements (or attributes) of a local name: of lists, one an item.
pub(crate) fn texts(tree: &Document<'_>, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for node in tree.descendants().filter(Node::is_element) {
        if node.tag_name().name() == name {
            let items: Vec<Node<'_, '_>> =
                node.descendants().filter(|node| node.tag_name().name() == "li").collect();
            if items.is_empty() {
                push(&mut found, &text_of(node));
            }
            for item in items {
                push(&mut found, &text_of(item));
            }
        }
        for attribute in
            node.attributes().filter(|attribute| attribute.name() == name && attribute.namespace().is_some())
        {
            push(&mut found, attribute.value());
        }
    }
    found
}

/// All text within an element.
pub(crate) fn text_of(node: Node<'_, '_>) -> String {
    node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect()
}

fn push(found: &mut Vec<String>, text: &str) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.is_empty() && !found.contains(&text) {
        found.push(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_local_name_in_elements_lists_and_attributes() {
        let text = "<x xmlns:dc='d' xmlns:r='r'><dc:title><r:Alt><r:li>T</r:li></r:Alt></dc:title>\
                    <dc:creator><r:li>A</r:li><r:li>B</r:li></dc:creator><y dc:date='2024'/></x>";
        let tree = parse(text).unwrap();
        assert_eq!(texts(&tree, "title"), ["T"]);
        assert_eq!(texts(&tree, "creator"), ["A", "B"]);
        assert_eq!(texts(&tree, "date"), ["2024"]);
        assert!(parse("<x>").is_none());
    }
}
