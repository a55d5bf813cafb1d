//! Reading a document out of an edXML file. Everything that is wrong is said at once, each with its element; nothing is guessed but the
//! order of elements, their case and prefix, and how a day is written.

use super::{File, LARGEST, LARGEST_FILE, MOST_FILES, Message, Party, files};
use crate::xml::{self, Element, Unreadable};
use jiff::civil::Date;
use rules::Problem;
use rules::text::{tidy, tidy_lines};

/// Where problems of the file are said: the field that it comes in.
const POINTER: &str = "/edxml";

/// Reads a file.
///
/// # Errors
/// Everything that is wrong, each with the element that it is in.
pub fn read(bytes: &[u8]) -> Result<Message, Vec<Problem>> {
    let problem = |code| vec![Problem::new(POINTER, code)];
    if bytes.is_empty() {
        return Err(problem("missing"));
    }
    if bytes.len() > LARGEST {
        return Err(vec![Problem::new(POINTER, "edxml-too-large").with("megabytes", LARGEST / 1024 / 1024)]);
    }
    let root = xml::read(bytes).map_err(|unreadable| {
        problem(match unreadable {
            Unreadable::NotXml => "edxml-not-xml",
            Unreadable::Entities => "edxml-entities",
            Unreadable::TooMuch => "edxml-too-much",
        })
    })?;
    if !is(&root, "edXML") && !is(&root, "edXMLEnvelope") {
        return Err(vec![Problem::new(POINTER, "edxml-root").with("element", &root.name)]);
    }
    let mut wrong = Wrong::default();
    let header = find(&root, "MessageHeader");
    if header.is_none() {
        wrong.add("edxml-missing", "MessageHeader", "");
    }
    let Some(header) = header else { return Err(wrong.0) };
    let message = message(&root, header, &mut wrong);
    if wrong.0.is_empty() { Ok(message) } else { Err(wrong.0) }
}

/// What is wrong, as it is found.
#[derive(Default)]
struct Wrong(Vec<Problem>);

impl Wrong {
    /// Something about an element, with what stands in it where that matters.
    fn add(&mut self, code: &'static str, element: &str, value: &str) {
        let mut problem = Problem::new(POINTER, code).with("element", element);
        if !value.is_empty() {
            problem = problem.with("value", value.chars().take(100).collect::<String>());
        }
        self.0.push(problem);
    }
}

fn message(root: &Element, header: &Element, wrong: &mut Wrong) -> Message {
    let from = child(header, "From");
    let from = from.map(|from| party(from, "From", wrong)).unwrap_or_else(|| {
        wrong.add("edxml-missing", "MessageHeader/From", "");
        Party::default()
    });
    let to: Vec<_> = children(header, "To").map(|to| party(to, "To", wrong)).collect();
    if to.is_empty() {
        wrong.add("edxml-missing", "MessageHeader/To", "");
    }
    let number = required(header, &["Code", "CodeNumber"], wrong);
    let notation = text(header, &["Code", "CodeNotation"]);
    let notation = match (number.is_empty(), notation.is_empty()) {
        (false, false) => format!("{number}/{notation}"),
        _ => number,
    };
    let issued = required(header, &["PromulgationInfo", "PromulgationDate"], wrong);
    let issued_on = day(&issued, "MessageHeader/PromulgationInfo/PromulgationDate", wrong).unwrap_or_default();
    let due_on = day(&text(header, &["DueDate"]), "MessageHeader/DueDate", wrong);
    let priority = text(header, &["OtherInfo", "Priority"]);
    let priority = match priority.parse() {
        Ok(priority @ 0..=4) => priority,
        _ if priority.is_empty() => 0,
        _ => {
            wrong.add("edxml-priority", "MessageHeader/OtherInfo/Priority", &priority);
            0
        }
    };
    let business = find(root, "Bussiness").map(|business| text(business, &["BussinessDocType"])).unwrap_or_default();
    if !matches!(business.as_str(), "" | "0") {
        wrong.add("edxml-business", "TraceHeaderList/Bussiness/BussinessDocType", &business);
    }
    let subject = required(header, &["Subject"], wrong);
    let content = child(header, "Content").map(|content| tidy_lines(&content.text)).unwrap_or_default();
    Message {
        document_id: match text(header, &["DocumentId"]) {
            // The standard makes it of these three when the sender gives none.
            none if none.is_empty() => format!("{},{},{notation}", from.code, issued_on.strftime("%Y/%m/%d")),
            given => given,
        },
        place: text(header, &["PromulgationInfo", "Place"]),
        kind: required(header, &["DocumentType", "TypeName"], wrong),
        // Senders that have no text repeat the excerpt.
        content: if tidy(&content) == subject { String::new() } else { content },
        signer: text(header, &["SignerInfo", "FullName"]),
        signer_position: text(header, &["SignerInfo", "Position"]),
        sent_at: None,
        files: enclosures(root, wrong),
        from,
        to,
        notation,
        issued_on,
        subject,
        due_on,
        priority,
    }
}

fn party(element: &Element, name: &str, wrong: &mut Wrong) -> Party {
    let code = text(element, &["OrganId"]);
    if code.is_empty() {
        wrong.add("edxml-missing", &format!("MessageHeader/{name}/OrganId"), "");
    }
    let superior = text(element, &["OrganizationInCharge"]);
    let mut named = text(element, &["OrganName"]);
    if named.is_empty() {
        named.clone_from(&superior);
    }
    if named.is_empty() && name == "From" {
        wrong.add("edxml-missing", "MessageHeader/From/OrganName", "");
    }
    Party { code, name: named, superior }
}

/// The files: what stands in `AttachmentEncoded`; everything that the manifest names must be there.
fn enclosures(root: &Element, wrong: &mut Wrong) -> Vec<File> {
    let encoded = find(root, "AttachmentEncoded");
    let attachments: Vec<&Element> = encoded.map(|all| children(all, "Attachment").collect()).unwrap_or_default();
    if attachments.len() > MOST_FILES {
        let problem = Problem::new(POINTER, "directive-too-many-files").with("max", MOST_FILES);
        wrong.0.push(problem);
        return Vec::new();
    }
    let id = |element: &Element| text(element, &["ContentId"]).trim_start_matches("cid:").to_owned();
    let there: Vec<String> = attachments.iter().map(|one| id(one)).collect();
    let manifest = find(root, "edXMLManifest").or_else(|| find(root, "Manifest"));
    for reference in manifest.into_iter().flat_map(|manifest| children(manifest, "Reference")) {
        let wanted = id(reference);
        if !wanted.is_empty() && !there.contains(&wanted) {
            let name = text(reference, &["AttachmentName"]);
            let problem =
                Problem::new(POINTER, "edxml-file-missing").with("name", if name.is_empty() { wanted } else { name });
            wrong.0.push(problem);
        }
    }
    let mut read = Vec::new();
    for (at, one) in attachments.into_iter().enumerate() {
        let name = match text(one, &["AttachmentName"]) {
            none if none.is_empty() => format!("tep-{}", at + 1),
            name => name,
        };
        let contents = child(one, "ContentTransferEncoded").map_or("", |contents| contents.text.as_str());
        match files::unpack(contents) {
            Ok(contents) => read.push(File { name, media_type: text(one, &["ContentType"]), contents }),
            Err(code) => {
                let problem = Problem::new(POINTER, code).with("name", name);
                wrong.0.push(problem.with("megabytes", LARGEST_FILE / 1024 / 1024));
            }
        }
    }
    read
}

/// A day as senders write it; nothing where there is none.
fn day(typed: &str, element: &str, wrong: &mut Wrong) -> Option<Date> {
    // Some put the hour behind it.
    let only = typed.split([' ', 'T']).next().filter(|day| !day.is_empty())?;
    let read = ["%Y/%m/%d", "%Y-%m-%d", "%d/%m/%Y"].iter().find_map(|format| Date::strptime(format, only).ok());
    if read.is_none() {
        wrong.add("edxml-day", element, typed);
    }
    read
}

fn is(element: &Element, name: &str) -> bool {
    element.name.eq_ignore_ascii_case(name)
}

fn children<'a>(element: &'a Element, name: &'a str) -> impl Iterator<Item = &'a Element> {
    element.children.iter().filter(move |child| is(child, name))
}

fn child<'a>(element: &'a Element, name: &str) -> Option<&'a Element> {
    element.children.iter().find(|child| is(child, name))
}

/// The first element of this name, however deep: forms differ in what stands around the parts.
fn find<'a>(element: &'a Element, name: &str) -> Option<&'a Element> {
    child(element, name).or_else(|| element.children.iter().find_map(|inner| find(inner, name)))
}

/// The text at the end of a path; empty when it is not there.
fn text(element: &Element, path: &[&str]) -> String {
    let end = path.iter().try_fold(element, |at, name| child(at, name));
    end.map(|end| tidy(&end.text)).unwrap_or_default()
}

/// The same where there must be one.
fn required(header: &Element, path: &[&str], wrong: &mut Wrong) -> String {
    let said = text(header, path);
    if said.is_empty() {
        wrong.add("edxml-missing", &format!("MessageHeader/{}", path.join("/")), "");
    }
    said
}
