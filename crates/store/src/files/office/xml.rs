//! One way through the XML of an office document's part.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Nothing, or the code of what is wrong.
pub(super) type Verdict = Result<(), &'static str>;

/// The attributes of an element: their names without prefix, their values in small letters.
pub(super) type Attributes = Vec<(String, String)>;

/// What stands in a part, in its order.
#[derive(Clone, Copy)]
pub(super) enum Piece<'a> {
    /// An element begins: its name without prefix.
    Open(&'a str, &'a Attributes),
    /// Text, a reference to a character resolved.
    Text(&'a str),
    /// An element ends.
    Close(&'a str),
}

/// An attribute by its name; empty when there is none.
pub(super) fn of<'a>(attributes: &'a Attributes, name: &str) -> &'a str {
    attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// Goes through a part; ends with the first verdict that is against it, or when it is no whole XML.
pub(super) fn walk(xml: &str, mut judge: impl FnMut(Piece<'_>) -> Verdict) -> Verdict {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut open = 0_usize;
    loop {
        match reader.read_event().map_err(|_| "file-damaged")? {
            Event::Start(element) => {
                open += 1;
                judge(Piece::Open(element.local_name().as_ref(), &attributes(&element)?))?;
            }
            Event::Empty(element) => {
                judge(Piece::Open(element.local_name().as_ref(), &attributes(&element)?))?;
                judge(Piece::Close(element.local_name().as_ref()))?;
            }
            Event::End(element) => {
                open = open.saturating_sub(1);
                judge(Piece::Close(element.local_name().as_ref()))?;
            }
            Event::Text(text) => judge(Piece::Text(&text.xml10_content()))?,
            Event::CData(text) => judge(Piece::Text(&text.xml10_content()))?,
            Event::GeneralRef(reference) => judge(Piece::Text(&resolved(&reference)))?,
            Event::DocType(_) => return Err("file-damaged"),
            // What breaks off says less than another reader may make of it.
            Event::Eof => return if open == 0 { Ok(()) } else { Err("file-damaged") },
            _ => {}
        }
    }
}

/// What a reference stands for; nothing when it is of an entity that XML does not know.
pub(in super::super) fn resolved(reference: &BytesRef<'_>) -> String {
    let character = reference.resolve_char_ref().ok().flatten().map(String::from);
    let named = || quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned);
    character.or_else(named).unwrap_or_default()
}

fn attributes(element: &BytesStart<'_>) -> Result<Attributes, &'static str> {
    let read = element.attributes().map(|attribute| {
        let attribute = attribute.map_err(|_| "file-damaged")?;
        let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).map_err(|_| "file-damaged")?;
        Ok((attribute.key.local_name().as_ref().to_owned(), value.trim().to_lowercase()))
    });
    read.collect()
}
