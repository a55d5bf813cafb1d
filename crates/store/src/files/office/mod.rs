//! What an office document says of its own parts, and what stands in them: programs under another name, objects of other programs,
//! commands to other programs, contents that are fetched from elsewhere when it is opened (ECMA-376; ODF 1.3).

mod fields;
mod formulas;
mod xml;

use fields::Fields;
use std::collections::HashSet;
use std::io::{Cursor, Read as _};
pub(super) use xml::resolved;
use xml::{Attributes, Piece, Verdict, of, walk};

/// A part that is read is no longer than this, in bytes.
const LONGEST: u64 = 64 * 1024 * 1024;

/// The code of what is wrong; nothing for a harmless document.
pub(super) fn danger(contents: &[u8]) -> Option<&'static str> {
    look(contents).err()
}

fn look(contents: &[u8]) -> Verdict {
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
    let is_open_document = !names.iter().any(|name| name == "[content_types].xml");
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.to_lowercase();
        let Some(xml) = text(part)? else { continue };
        match name.as_str() {
            "[content_types].xml" => walk(&xml, opened(kind))?,
            _ if name.ends_with(".rels") => walk(&xml, opened(relation))?,
            _ => {
                let mut part = Part { is_open_document, fields: Fields::default(), reading: None };
                walk(&xml, |piece| part.judge(piece))?;
            }
        }
    }
    Ok(())
}

/// The text of a part that is XML, whatever its name; nothing for pictures and fonts.
fn text(mut part: impl std::io::Read) -> Result<Option<String>, &'static str> {
    let damaged = |_| "file-damaged";
    let mut start = Vec::new();
    part.by_ref().take(64).read_to_end(&mut start).map_err(damaged)?;
    let mark = start.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&start);
    let wide: Option<fn([u8; 2]) -> u16> = match start.get(..2) {
        Some([0xff, 0xfe] | [b'<', 0]) => Some(u16::from_le_bytes),
        Some([0xfe, 0xff] | [0, b'<']) => Some(u16::from_be_bytes),
        _ => None,
    };
    if wide.is_none() && mark.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'<') {
        return Ok(None);
    }
    let mut all = start;
    part.take(LONGEST).read_to_end(&mut all).map_err(damaged)?;
    if all.len() as u64 > LONGEST {
        return Err("file-bomb");
    }
    let Some(wide) = wide else { return String::from_utf8(all).map(Some).map_err(|_| "file-damaged") };
    let units = all.chunks_exact(2).map(|pair| wide([pair[0], pair[1]]));
    char::decode_utf16(units).collect::<Result<_, _>>().map(Some).map_err(|_| "file-damaged")
}

/// Judges the attributes of each element.
fn opened(judge: fn(&Attributes) -> Verdict) -> impl FnMut(Piece<'_>) -> Verdict {
    move |piece| if let Piece::Open(_, attributes) = piece { judge(attributes) } else { Ok(()) }
}

/// What is known of a part while it is read.
struct Part {
    is_open_document: bool,
    fields: Fields,
    /// The text that is being read, of an instruction or a formula.
    reading: Option<String>,
}

impl Part {
    fn judge(&mut self, piece: Piece<'_>) -> Verdict {
        match piece {
            Piece::Open(name, attributes) => {
                self.reading = (is_instruction(name) || is_formula(name)).then(String::new);
                self.open(name, attributes)
            }
            Piece::Text(text) => {
                self.reading.iter_mut().for_each(|read| read.push_str(text));
                Ok(())
            }
            Piece::Close(name) => match self.reading.take() {
                Some(read) if is_instruction(name) => {
                    self.fields.instruct(&read);
                    Ok(())
                }
                Some(read) => formulas::formula(&read),
                None => Ok(()),
            },
        }
    }

    fn open(&mut self, name: &str, attributes: &Attributes) -> Verdict {
        match name {
            "fldChar" => self.fields.mark(of(attributes, "fldCharType")),
            "fldSimple" => fields::instruction(of(attributes, "instr"), false),
            "ddeLink" | "dde-source" | "dde-connection" | "dde-connection-decl" => Err("file-commands"),
            "oleLink" | "object-ole" | "applet" => Err("file-objects"),
            "connection" => Err("file-fetches"),
            "event-listener" | "execute-macro" | "script" => Err("file-macros"),
            // Some password opens it, and nobody here has it.
            "encryption-data" => Err("file-encrypted"),
            _ if self.is_open_document => {
                formulas::formula(of(attributes, "formula"))?;
                let target = of(attributes, "href");
                match name {
                    "a" if ["vnd.sun.star.", "macro:", "service:"].iter().any(|does| target.starts_with(does)) => {
                        Err("file-macros")
                    }
                    // A link is followed by a click, and a form is sent by one.
                    "a" | "form" => Ok(()),
                    _ if is_elsewhere(target) => Err("file-fetches"),
                    _ => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }
}

fn is_instruction(name: &str) -> bool {
    matches!(name, "instrText" | "delInstrText")
}

fn is_formula(name: &str) -> bool {
    let formulas = ["f", "formula", "formula1", "formula2", "oldFormula", "definedName"];
    formulas.contains(&name) || matches!(name, "calculatedColumnFormula" | "totalsRowFormula")
}

/// Judges the type of a part.
fn kind(attributes: &Attributes) -> Verdict {
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
fn relation(attributes: &Attributes) -> Verdict {
    let kind = of(attributes, "Type").rsplit('/').next().unwrap_or_default().to_owned();
    match kind.as_str() {
        "vbaproject" | "wordvbadata" | "xlmacrosheet" | "xlintlmacrosheet" | "attachedtoolbars" => Err("file-macros"),
        "oleobject" | "control" | "activexcontrolbinary" => Err("file-objects"),
        "webextension" | "webextensiontaskpanes" => Err("file-commands"),
        // A page of the web inside fetches its pictures.
        "afchunk" => Err("file-fetches"),
        // A link is followed by a click.
        "hyperlink" => Ok(()),
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

    /// A DOCX or XLSX with one more part.
    fn with(name: &str, xml: &str) -> Option<&'static str> {
        danger(&zipped(&[("[Content_Types].xml", "<Types/>"), (name, xml)]))
    }

    /// An ODT whose part says this.
    fn odt(xml: &str) -> Option<&'static str> {
        danger(&zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", xml)]))
    }

    #[test]
    fn fields_that_call_programs_are_found_in_any_part_and_any_writing() {
        let field = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> DD</w:instrText></w:r><w:r>\
            <w:instrText>E&#65;UTO cmd</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
        for part in ["word/document.xml", "word/footnotes.xml", "word/anything.dat"] {
            assert_eq!(with(part, field), Some("file-commands"), "{part}");
        }
        let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(field.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in [("[Content_Types].xml", &b"<Types/>"[..]), ("word/document.xml", &wide[..])] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
            zip.write_all(bytes).expect("written");
        }
        assert_eq!(danger(&zip.finish().expect("a file").into_inner()), Some("file-commands"));
        let simple = |instruction: &str| with("word/header1.xml", &format!("<w:fldSimple w:instr=\"{instruction}\"/>"));
        assert_eq!(simple("DDE cmd"), Some("file-commands"));
        assert_eq!(simple("PAGE"), None);
    }

    #[test]
    fn a_sheet_calls_nothing_and_fetches_nothing() {
        let cell = |formula: &str| with("xl/worksheets/sheet1.xml", &format!("<sheet><c><f>{formula}</f></c></sheet>"));
        assert_eq!(cell("cmd|'/c calc'!A0"), Some("file-commands"));
        assert_eq!(cell("_xlfn.WEBSERV<![CDATA[ICE(]]>A1)"), Some("file-fetches"));
        assert_eq!(cell("SUM(A1:A9)&amp;\" đồng\""), None);
        assert_eq!(with("xl/workbook.xml", "<a><definedName>WEBSERVICE(1)</definedName></a>"), Some("file-fetches"));
        assert_eq!(with("xl/externalLinks/a.xml", "<a><ddeLink ddeService=\"cmd\"/></a>"), Some("file-commands"));
        assert_eq!(
            with("xl/connections.xml", "<connections><connection id=\"1\"/></connections>"),
            Some("file-fetches")
        );
        let other = |target: &str| {
            related(&format!("Type=\"{TYPES}/externalLinkPath\" Target=\"{target}\" TargetMode=\"External\""))
        };
        assert_eq!(other("https://evil.example/a.xlsx"), Some("file-fetches"));
        assert_eq!(other("Nam%202025.xlsx"), None);
        assert_eq!(
            related("Type=\"http://schemas.microsoft.com/office/2011/relationships/webextension\""),
            Some("file-commands")
        );
        // A fraction is no formula of a sheet.
        assert_eq!(with("word/document.xml", "<m:f><m:num><m:r><m:t>|x|</m:t></m:r></m:num></m:f>"), None);
    }

    #[test]
    fn an_open_document_does_nothing_by_itself() {
        let found = [
            ("<script:event-listener script:event-name=\"dom:load\"/>", "file-macros"),
            ("<text:execute-macro text:name=\"a\"/>", "file-macros"),
            ("<text:a xlink:href=\"vnd.sun.star.script:a\"/>", "file-macros"),
            ("<office:dde-source office:dde-application=\"soffice\"/>", "file-commands"),
            ("<table:table-cell table:formula=\"of:=DDE(&quot;a&quot;)\"/>", "file-commands"),
            ("<text:section-source xlink:href=\"file://evil/a.odt\"/>", "file-fetches"),
            ("<draw:image xlink:href=\"https://evil.example/a.png\"/>", "file-fetches"),
            ("<meta:auto-reload xlink:href=\"http://evil.example/\"/>", "file-fetches"),
            ("<draw:object-ole xlink:href=\"./Object 1\"/>", "file-objects"),
            ("<manifest:encryption-data/>", "file-encrypted"),
        ];
        for (xml, code) in found {
            assert_eq!(odt(xml), Some(code), "{xml}");
        }
        let usual = "<office:text><text:a xlink:href=\"https://laichau.gov.vn\">x</text:a>\
            <draw:image xlink:href=\"Pictures/1.png\"/><draw:object xlink:href=\"./Object 1\"/></office:text>";
        assert_eq!(odt(usual), None);
    }
}
