//! What a DOCX or XLSX says of its own parts: programs under another name, objects of other programs, contents that are fetched from
//! elsewhere when it is opened (ECMA-376, part 2).

use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashSet;
use std::io::{Cursor, Read as _};

/// The list of parts, or what a part refers to, is no longer than this, in bytes.
const LONGEST: u64 = 4 * 1024 * 1024;

/// The code of what is wrong; nothing for a harmless document.
pub(super) fn danger(contents: &[u8]) -> Option<&'static str> {
    look(contents).err()
}

fn look(contents: &[u8]) -> Result<(), &'static str> {
    let damaged = |_| "file-damaged";
    let mut parts = zip::ZipArchive::new(Cursor::new(contents)).map_err(damaged)?;
    let names = parts.file_names().map(|name| name.map(|name| name.to_lowercase()));
    let names = names.collect::<Result<Vec<_>, _>>().map_err(damaged)?;
    // Which of two parts of one name counts depends on who reads.
    if names.iter().collect::<HashSet<_>>().len() != names.len() {
        return Err("file-damaged");
    }
    if names.iter().any(|name| name.contains("/activex/") || name.contains("/embeddings/") && name.ends_with(".bin")) {
        return Err("file-objects");
    }
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.to_lowercase();
        let is_list = name == "[content_types].xml";
        if !is_list && !name.ends_with(".rels") {
            continue;
        }
        let mut xml = Vec::new();
        part.take(LONGEST + 1).read_to_end(&mut xml).map_err(|_| "file-damaged")?;
        if xml.len() as u64 > LONGEST {
            return Err("file-bomb");
        }
        let xml = String::from_utf8(xml).map_err(|_| "file-damaged")?;
        read(xml.trim_start_matches('\u{feff}'), if is_list { kind } else { relation })?;
    }
    Ok(())
}

/// The attributes of an element, by their names without prefix.
type Attributes = Vec<(String, String)>;

fn read(xml: &str, judge: fn(&Attributes) -> Result<(), &'static str>) -> Result<(), &'static str> {
    let mut reader = Reader::from_str(xml);
    let mut open = 0_usize;
    loop {
        let event = reader.read_event().map_err(|_| "file-damaged")?;
        match event {
            Event::Start(_) => open += 1,
            Event::End(_) => open = open.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Start(element) | Event::Empty(element) => {
                let mut attributes = Attributes::new();
                for attribute in element.attributes() {
                    let attribute = attribute.map_err(|_| "file-damaged")?;
                    let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0);
                    let value = value.map_err(|_| "file-damaged")?.trim().to_lowercase();
                    attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
                }
                judge(&attributes)?;
            }
            Event::DocType(_) => return Err("file-damaged"),
            // What breaks off says less than another reader may make of it.
            Event::Eof => return if open == 0 { Ok(()) } else { Err("file-damaged") },
            _ => {}
        }
    }
}

fn of<'a>(attributes: &'a Attributes, name: &str) -> &'a str {
    attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// Judges the type of a part.
fn kind(attributes: &Attributes) -> Result<(), &'static str> {
    let kind = of(attributes, "ContentType");
    // A type by ending alone may be a left-over: the part itself has a relation.
    let named = attributes.iter().any(|(key, _)| key == "PartName");
    if kind.contains("macroenabled") || kind.contains("vbaproject") || kind.contains("macrosheet") {
        return Err("file-macros");
    }
    if named && (kind.contains("oleobject") || kind.contains("activex")) {
        return Err("file-objects");
    }
    Ok(())
}

/// Judges what a part refers to.
fn relation(attributes: &Attributes) -> Result<(), &'static str> {
    let kind = of(attributes, "Type").rsplit('/').next().unwrap_or_default().to_owned();
    match kind.as_str() {
        "vbaproject" | "wordvbadata" | "xlmacrosheet" | "xlintlmacrosheet" | "attachedtoolbars" => Err("file-macros"),
        "oleobject" | "control" | "activexcontrolbinary" => Err("file-objects"),
        // A link is followed by a click; a sheet asks before it fetches figures of another.
        "hyperlink" | "externallinkpath" => Ok(()),
        _ if of(attributes, "TargetMode") == "external" && is_elsewhere(of(attributes, "Target")) => {
            Err("file-fetches")
        }
        _ => Ok(()),
    }
}

/// Whether an address leads off the computer: a template of one's own is on it.
fn is_elsewhere(target: &str) -> bool {
    let target = target.replace('\\', "/");
    let path = target.strip_prefix("file:").unwrap_or(&target);
    // `file:///C:/…` is here, `file://server/…` and `file://///server/…` are not.
    let here = path.strip_prefix("///").unwrap_or(path);
    let is_drive = here.as_bytes().get(1) == Some(&b':');
    !is_drive && (here.starts_with("//") || here.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
            zip.write_all(text.as_bytes()).expect("written");
        }
        zip.finish().expect("a file").into_inner()
    }

    fn listed(types: &str) -> Option<&'static str> {
        danger(&zipped(&[("[Content_Types].xml", &format!("<Types>{types}</Types>"))]))
    }

    fn related(relation: &str) -> Option<&'static str> {
        let relations = format!("<Relationships><Relationship Id=\"a\" {relation}/></Relationships>");
        danger(&zipped(&[("[Content_Types].xml", "<Types/>"), ("word/_rels/a.xml.rels", &relations)]))
    }

    #[test]
    fn macros_are_known_by_their_type_whatever_their_name() {
        let main = "application/vnd.ms-word.document.macroEnabled.main+xml";
        let part = format!("<Override PartName=\"/word/document.xml\" ContentType=\"{main}\"/>");
        assert_eq!(listed(&part), Some("file-macros"));
        let program = "<Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vba&#80;roject\"/>";
        assert_eq!(listed(program), Some("file-macros"));
        let relation = "Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"data.bin\"";
        assert_eq!(related(relation), Some("file-macros"));
        let printer = "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings";
        assert_eq!(listed(&format!("<Default Extension=\"bin\" ContentType=\"{printer}\"/>")), None);
    }

    #[test]
    fn a_template_or_picture_from_elsewhere_is_not_fetched() {
        let template = |target: &str| {
            related(&format!("Type=\"{TYPES}/attachedTemplate\" Target=\"{target}\" TargetMode=\"External\""))
        };
        for far in ["http://evil.example/t.dotm", r"\\evil\t.dotm", "file://evil/t.dotm", "file://///evil/t.dotm"] {
            assert_eq!(template(far), Some("file-fetches"), "{far}");
        }
        assert_eq!(template("file:///C:\\Users\\lan\\Mau.dotx"), None);
        let picture = format!("Type=\"{TYPES}/image\" Target=\"https://evil.example/a.png\" TargetMode=\"External\"");
        assert_eq!(related(&picture), Some("file-fetches"));
        let link = format!("Type=\"{TYPES}/hyperlink\" Target=\"https://laichau.gov.vn\" TargetMode=\"External\"");
        assert_eq!(related(&link), None);
    }

    #[test]
    fn objects_of_other_programs_are_not_taken() {
        let list = ("[Content_Types].xml", "<Types/>");
        assert_eq!(danger(&zipped(&[list, ("word/embeddings/oleObject1.bin", "MZ")])), Some("file-objects"));
        assert_eq!(related(&format!("Type=\"{TYPES}/oleObject\" Target=\"a.dat\"")), Some("file-objects"));
        // A chart brings its figures.
        assert_eq!(danger(&zipped(&[list, ("word/embeddings/Microsoft_Excel_Sheet1.xlsx", "PK")])), None);
    }

    #[test]
    fn a_document_that_says_nothing_of_its_parts_is_not_taken() {
        assert_eq!(danger(b"PK no more"), Some("file-damaged"));
        assert_eq!(listed("<Override"), Some("file-damaged"));
        assert_eq!(danger(&zipped(&[("[Content_Types].xml", "<!DOCTYPE a><Types/>")])), Some("file-damaged"));
    }
}
