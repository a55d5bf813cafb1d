//! Where the signatures of a PDF are, and which bytes they are over.

use super::verify::Unreadable;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, decode_text_string};
use std::collections::HashSet;

/// No stream of a PDF's own bookkeeping is larger than this, unpacked.
const LARGEST: usize = 64 * 1024 * 1024;
/// Fields are not nested deeper than this.
const DEEPEST: usize = 16;

/// A signature as it stands in the file.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) value: Dictionary,
}

pub(super) fn load(pdf: &[u8]) -> Result<Document, Unreadable> {
    let head = &pdf[..pdf.len().min(1024)];
    if !head.windows(5).any(|bytes| bytes == b"%PDF-") {
        return Err(Unreadable::NoPdf);
    }
    let options = LoadOptions { max_decompressed_size: Some(LARGEST), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(pdf, options).map_err(|error| match error {
        lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword => Unreadable::Encrypted,
        _ => Unreadable::Damaged,
    })?;
    if document.is_encrypted() || document.trailer.has(b"Encrypt") {
        return Err(Unreadable::Encrypted);
    }
    Ok(document)
}

/// The signed fields of the document's form, in their order.
pub(super) fn signed_fields(document: &Document) -> Vec<Field> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    if let Some(fields) = form(document).and_then(|form| array(document, form.get(b"Fields").ok()?)) {
        for field in fields {
            walk(document, field, None, 0, &mut seen, &mut found);
        }
    }
    found
}

fn walk(
    document: &Document,
    field: &Object,
    inherited: Option<&[u8]>,
    depth: usize,
    seen: &mut HashSet<ObjectId>,
    found: &mut Vec<Field>,
) {
    if depth > DEEPEST || field.as_reference().is_ok_and(|id| !seen.insert(id)) {
        return;
    }
    let Some(dictionary) = dictionary(document, field) else { return };
    let kind = dictionary.get(b"FT").ok().and_then(|kind| kind.as_name().ok()).or(inherited);
    if kind == Some(b"Sig")
        && let Some(value) = dictionary.get(b"V").ok().and_then(|value| self::dictionary(document, value))
    {
        let name = dictionary.get(b"T").ok().and_then(|name| decode_text_string(name).ok()).unwrap_or_default();
        found.push(Field { name, value: value.clone() });
    }
    for kid in dictionary.get(b"Kids").ok().and_then(|kids| array(document, kids)).into_iter().flatten() {
        walk(document, kid, kind, depth + 1, seen, found);
    }
}

pub(super) fn form(document: &Document) -> Option<&Dictionary> {
    dictionary(document, document.catalog().ok()?.get(b"AcroForm").ok()?)
}

pub(super) fn dictionary<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    document.dereference(object).ok()?.1.as_dict().ok()
}

pub(super) fn array<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Vec<Object>> {
    document.dereference(object).ok()?.1.as_array().ok()
}

/// Which bytes a signature is over: all of the file's beginning, but for the signature itself.
pub(super) struct Range {
    before: usize,
    after: usize,
    pub(super) end: usize,
}

impl Range {
    /// Reads the range; nothing when it leaves out more than the signature.
    pub(super) fn of(value: &Dictionary, pdf: &[u8]) -> Option<Self> {
        let numbers = value.get(b"ByteRange").ok()?.as_array().ok()?;
        let numbers: Vec<usize> =
            numbers.iter().map(|one| usize::try_from(one.as_i64().ok()?).ok()).collect::<Option<_>>()?;
        let [0, before, after, length] = numbers[..] else { return None };
        let end = after.checked_add(length)?;
        if before >= after || end > pdf.len() {
            return None;
        }
        // Between the two parts stands the signature in hexadecimal digits, and nothing else.
        let digits = pdf[before..after].strip_prefix(b"<")?.strip_suffix(b">")?;
        let contents = value.get(b"Contents").ok()?.as_str().ok()?;
        let written = hex::decode(digits).ok()?;
        (written == contents).then_some(Self { before, after, end })
    }

    pub(super) fn parts<'a>(&self, pdf: &'a [u8]) -> [&'a [u8]; 2] {
        [&pdf[..self.before], &pdf[self.after..self.end]]
    }

    /// Whether nothing but the end of a line follows.
    pub(super) fn covers_all(&self, pdf: &[u8]) -> bool {
        pdf.len() - self.end <= 2 && pdf[self.end..].iter().all(|byte| matches!(byte, b'\r' | b'\n'))
    }
}
