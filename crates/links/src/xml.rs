//! Just enough XML to read an answer or a document, and no more than that: no document types, so no entities to blow up; a largest size, a
//! deepest nesting, a largest number of elements. Names are read without their prefix, attributes not at all.

use quick_xml::Reader;
use quick_xml::events::Event;

/// No element stands deeper than this; the deepest of an honest text is the ninth.
const DEEPEST: usize = 12;
/// No more elements than this; an honest text has about a hundred, and one for each receiver.
const MOST: usize = 1_000;

/// Why a text can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("not XML")]
    NotXml,
    #[error("it declares a document type or uses an entity")]
    Entities,
    #[error("it is too deep or too long")]
    TooMuch,
}

/// An element with what it holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

impl Element {
    /// The first element of this name in it.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first element of this name in it, without white space around it; nothing when it is empty.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
    }
}

/// Reads one whole document.
pub(crate) fn read(bytes: &[u8]) -> Result<Element, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::NotXml)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut seen = 0;
    loop {
        let event = reader.read_event().map_err(|_| Unreadable::NotXml)?;
        let opened = |name: &str| Element { name: name.to_owned(), ..Element::default() };
        match event {
            Event::Start(start) | Event::Empty(start) if root.is_some() && open.is_empty() => {
                let _ = start;
                return Err(Unreadable::NotXml);
            }
            Event::Start(start) => {
                seen += 1;
                if open.len() == DEEPEST || seen > MOST {
                    return Err(Unreadable::TooMuch);
                }
                open.push(opened(start.local_name().as_ref()));
            }
            Event::Empty(start) => {
                seen += 1;
                if seen > MOST {
                    return Err(Unreadable::TooMuch);
                }
                close(&mut open, &mut root, opened(start.local_name().as_ref()));
            }
            Event::End(_) => {
                let element = open.pop().ok_or(Unreadable::NotXml)?;
                close(&mut open, &mut root, element);
            }
            Event::Text(text) => add(&mut open, &text.xml10_content())?,
            Event::CData(text) => add(&mut open, &text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref().map_err(|_| Unreadable::NotXml)? {
                    Some(letter) => letter,
                    None => match &*reference.xml10_content() {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        _ => return Err(Unreadable::Entities),
                    },
                };
                add(&mut open, letter.encode_utf8(&mut [0; 4]))?;
            }
            Event::DocType(_) => return Err(Unreadable::Entities),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if open.is_empty() { root.ok_or(Unreadable::NotXml) } else { Err(Unreadable::NotXml) }
}

fn close(open: &mut [Element], root: &mut Option<Element>, element: Element) {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => *root = Some(element),
    }
}

/// Text outside the root is no XML, unless it is only space.
fn add(open: &mut [Element], text: &str) -> Result<(), Unreadable> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(Unreadable::NotXml),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn elements_are_read_with_their_text() {
        let read = read(
            "<?xml version=\"1.0\"?><!-- a --><a xmlns:n=\"x\"><n:b> L&#242; &amp; <![CDATA[<i>]]></n:b><c/></a>"
                .as_bytes(),
        );
        let read = read.expect("XML");
        assert_eq!(read.text_of("b"), Some("Lò & <i>"));
        assert_eq!(read.text_of("c"), None);
        assert_eq!(read.text_of("d"), None);
    }

    #[test]
    fn a_billion_laughs_are_not_laughed() {
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><a>&b;</a>";
        assert_eq!(read(bomb.as_bytes()), Err(Unreadable::Entities));
        // The same without declaring anything.
        assert_eq!(read(b"<a>&b;</a>"), Err(Unreadable::Entities));
        let file = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        assert_eq!(read(file.as_bytes()), Err(Unreadable::Entities));
    }

    #[test]
    fn what_is_too_deep_or_too_long_is_given_up() {
        let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert_eq!(read(deep.as_bytes()), Err(Unreadable::TooMuch));
        let long = format!("<a>{}</a>", "<b/>".repeat(100_000));
        assert_eq!(read(long.as_bytes()), Err(Unreadable::TooMuch));
    }

    #[test]
    fn what_is_cut_off_or_broken_is_no_xml() {
        for broken in
            ["", "   ", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "x<a/>", "{\"a\": 1}", "<a", "</a>", "<a>&#xD800;</a>"]
        {
            assert!(read(broken.as_bytes()).is_err(), "{broken}");
        }
        assert_eq!(read(&[b'<', b'a', b'>', 0xff, b'<', b'/', b'a', b'>']), Err(Unreadable::NotXml));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes);
        }

        #[test]
        fn nothing_like_xml_makes_it_panic(text in "[<>/a&;!\\[\\]\"=? ]{0,80}") {
            let _ = read(text.as_bytes());
        }
    }
}
