//! Writing a document as an edXML file, element by element in the order of the standard.

use super::{Message, NAMESPACE, Party, files};
use jiff::civil::Date;
use quick_xml::escape::escape;
use rules::calendar::VIETNAM;
use std::fmt::Write as _;
use std::io::Error;

/// Writes a file; the same document makes the same bytes.
///
/// # Errors
/// When a file can't be packed.
pub fn write(message: &Message) -> Result<Vec<u8>, Error> {
    let mut out = Out::default();
    out.line("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    out.line(&format!("<edXML xmlns=\"{NAMESPACE}\">"));
    out.line(&format!("<edXML:edXMLEnvelope xmlns:edXML=\"{NAMESPACE}\">"));
    out.within("edXMLHeader", |out| {
        out.within("MessageHeader", |out| header(out, message));
        trace(out, message);
    });
    out.within("edXMLBody", |out| manifest(out, message));
    out.line("</edXML:edXMLEnvelope>");
    // Outside the envelope, without the prefix: so the gateway writes it.
    if !message.files.is_empty() {
        out.line("<AttachmentEncoded>");
        for (at, file) in message.files.iter().enumerate() {
            out.line("<Attachment>");
            out.plain("ContentType", &file.media_type);
            out.plain("ContentId", &id(message, at));
            out.plain("Description", &file.name);
            out.plain("ContentTransferEncoded", &files::pack(file)?);
            out.plain("AttachmentName", &file.name);
            out.line("</Attachment>");
        }
        out.line("</AttachmentEncoded>");
    }
    out.line("</edXML>");
    Ok(out.0.into_bytes())
}

fn header(out: &mut Out, message: &Message) {
    out.within("From", |out| party(out, &message.from));
    for to in &message.to {
        out.within("To", |out| party(out, to));
    }
    let (number, notation) = message.notation.split_once('/').unwrap_or((&message.notation, ""));
    out.within("Code", |out| {
        out.text("CodeNumber", number);
        out.text("CodeNotation", notation);
    });
    out.within("PromulgationInfo", |out| {
        out.text("Place", &message.place);
        out.text("PromulgationDate", &day(message.issued_on));
    });
    out.within("DocumentType", |out| {
        // 2: an administrative document; what is one of law is published elsewhere.
        out.text("Type", "2");
        out.text("TypeName", &message.kind);
        out.text("TypeDetail", "0");
    });
    out.text("Subject", &message.subject);
    out.text("Content", if message.content.is_empty() { &message.subject } else { &message.content });
    if !message.signer.is_empty() {
        out.within("SignerInfo", |out| {
            out.text("Competence", "");
            out.text("Position", &message.signer_position);
            out.text("FullName", &message.signer);
        });
    }
    if let Some(due) = message.due_on {
        out.text("DueDate", &day(due));
    }
    out.within("ToPlaces", |out| {
        for to in &message.to {
            out.text("Place", &to.name);
        }
    });
    out.within("OtherInfo", |out| {
        out.text("Priority", &message.priority.to_string());
        out.text("PromulgationAmount", &message.to.len().to_string());
        out.text("PageAmount", "1");
    });
    out.text("SteeringType", "0");
    out.text("DocumentId", &message.document_id);
}

fn party(out: &mut Out, party: &Party) {
    out.text("OrganId", &party.code);
    out.text("OrganizationInCharge", if party.superior.is_empty() { &party.name } else { &party.superior });
    out.text("OrganName", &party.name);
}

fn trace(out: &mut Out, message: &Message) {
    out.line("<edXML:TraceHeaderList version=\"1.0\">");
    if let Some(at) = message.sent_at {
        let at = VIETNAM.to_datetime(at).strftime("%Y/%m/%d %H:%M:%S").to_string();
        out.within("TraceHeader", |out| {
            out.text("OrganId", &message.from.code);
            out.text("Timestamp", &at);
        });
    }
    // 0: a new document; the letters are the standard's.
    out.within("Bussiness", |out| {
        out.text("BussinessDocType", "0");
        out.text("BussinessDocReason", "Văn bản điện tử mới");
        out.text("Paper", "0");
    });
    out.line("</edXML:TraceHeaderList>");
}

fn manifest(out: &mut Out, message: &Message) {
    out.line("<edXML:edXMLManifest version=\"1.0\">");
    for (at, file) in message.files.iter().enumerate() {
        out.within("Reference", |out| {
            out.text("ContentId", &format!("cid:{}", id(message, at)));
            out.text("ContentType", &file.media_type);
            out.text("Description", &file.name);
            out.text("AttachmentName", &file.name);
        });
    }
    out.line("</edXML:edXMLManifest>");
}

/// The identity of an enclosure in its file.
fn id(message: &Message, at: usize) -> String {
    let plain: String = message.document_id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{plain}-{}", at + 1)
}

fn day(day: Date) -> String {
    day.strftime("%Y/%m/%d").to_string()
}

/// The text that grows.
#[derive(Default)]
struct Out(String);

impl Out {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn within(&mut self, name: &str, inner: impl FnOnce(&mut Self)) {
        self.line(&format!("<edXML:{name}>"));
        inner(self);
        self.line(&format!("</edXML:{name}>"));
    }

    fn text(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.0, "<edXML:{name}>{}</edXML:{name}>", escape(text));
    }

    fn plain(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.0, "<{name}>{}</{name}>", escape(text));
    }
}
