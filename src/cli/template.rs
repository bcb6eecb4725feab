//! Templates: how a hit is printed, in the person's own form.
//!
//! In: a text such as `{title} ({published}) {url}`. Out: its pieces, filled in with the cells of a hit. `{{` and `}}` are
//! braces, `\n` and `\t` a line break and a tab.

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// A field of a hit.
    Field(String),
}

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
}

impl Template {
    /// Reads a template. `known` says whether a field exists, and gives its proper name.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn read(text: &str, known: impl Fn(&str) -> Option<String>) -> Result<Template, String> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '{' | '}' if letters.peek() == Some(&letter) => {
                    letters.next();
                    plain.push(letter);
                }
                '{' => {
                    let mut name = String::new();
                    loop {
                        match letters.next() {
                            Some('}') => break,
                            Some(letter) => name.push(letter),
                            None => {
                                return Err("a `{` is not closed; write `{{` for the brace itself".to_owned());
                            }
                        }
                    }
                    let field =
                        known(name.trim()).ok_or_else(|| format!("hits have no field `{}`", name.trim()))?;
                    if !plain.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    }
                    pieces.push(Piece::Field(field));
                }
                '}' => return Err("a `}` closes nothing; write `}}` for the brace itself".to_owned()),
                '\\' => match letters.next() {
                    Some('n') => plain.push('\n'),
                    Some('t') => plain.push('\t'),
                    Some(other) => plain.push(other),
                    None => plain.push('\\'),
                },
                letter => plain.push(letter),
            }
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Template { pieces })
    }

    /// The text for one hit, with the cell of each field.
    pub(crate) fn fill(&self, cell: impl Fn(&str) -> String) -> String {
        let fill = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Field(name) => cell(name),
        };
        self.pieces.iter().map(fill).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_filled_in_and_marks_escaped() {
        let known = |name: &str| (name == "title" || name == "n").then(|| name.to_owned());
        let filled = |text: &str| {
            Template::read(text, known).map(|template| template.fill(|name| format!("<{name}>")))
        };
        assert_eq!(filled("{n}. { title }\\n"), Ok("<n>. <title>\n".to_owned()));
        assert_eq!(filled("{{n}} \\t{n}"), Ok("{n} \t<n>".to_owned()));
        assert_eq!(filled("{titel}"), Err("hits have no field `titel`".to_owned()));
        let open = Err("a `{` is not closed; write `{{` for the brace itself".to_owned());
        assert!(filled("}").is_err() && filled("{") == open && filled("{n} {title") == open);
    }
}
