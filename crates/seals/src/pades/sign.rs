//! Signing a PDF: an incremental update behind bytes that stay as they are, so that what was an archive (PDF/A) remains one, and
//! earlier signatures stay good.

use super::cms::{self, Content};
use super::document::{array, load};
use super::oids;
use super::signer::{Signer, SigningFailed};
use super::timestamp::{BadTimestamp, TimestampRequest, TimestampToken};
use super::verify::Unreadable;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use lopdf::{Dictionary, IncrementalDocument, Object, StringFormat, dictionary, text_string};

/// Room for a signature with its certificates and its timestamp, in bytes.
const ROOM: usize = 16 * 1024;
/// A number as wide as any in a byte range can be.
const WIDE: i64 = 9_999_999_999;

/// What stands beside the signature.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// Who signs, as they are called where they work.
    pub name: &'a str,
    /// What for: "Ký ban hành kết quả", "Sao y bản chính".
    pub reason: &'a str,
    /// Where.
    pub location: &'a str,
    /// When, by the signer's clock.
    pub at: Timestamp,
}

/// Who stamps the time.
pub trait Stamp {
    /// Asks for a timestamp.
    ///
    /// # Errors
    /// When the authority does not give one.
    fn stamp(&self, request: &TimestampRequest) -> Result<TimestampToken, BadTimestamp>;
}

/// It was not signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsigned {
    /// The PDF can't be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The key did not sign.
    #[error(transparent)]
    Failed(#[from] SigningFailed),
    /// The authority gave no timestamp.
    #[error(transparent)]
    Unstamped(#[from] BadTimestamp),
}

/// Signs a PDF: baseline B-B, or B-T with a timestamp authority.
///
/// # Errors
/// When the PDF can't be read, the key does not sign, or the authority does not stamp.
pub fn sign(
    pdf: &[u8],
    wish: &Wish<'_>,
    signer: &dyn Signer,
    authority: Option<&dyn Stamp>,
) -> Result<Vec<u8>, Unsigned> {
    let mut bytes = prepare(pdf, wish)?;
    let hole = hole(&bytes, pdf.len()).ok_or(Unreadable::Damaged)?;
    let range = format!("/ByteRange[0 {} {} {}", hole.start, hole.end, bytes.len() - hole.end);
    let at = pdf.len() + find(&bytes[pdf.len()..], b"/ByteRange").ok_or(Unreadable::Damaged)?;
    let end = at + find(&bytes[at..], b"]").ok_or(Unreadable::Damaged)?;
    bytes[at..end].fill(b' ');
    bytes[at..at + range.len()].copy_from_slice(range.as_bytes());

    let mut unstamped = None;
    let stamp = |signature: &[u8]| {
        let authority = authority?;
        let mut nonce = [0; 8];
        let asked = getrandom::fill(&mut nonce).map_err(|error| BadTimestamp::Unreachable(error.to_string()));
        match asked.and_then(|()| authority.stamp(&TimestampRequest::new(signature, nonce))) {
            Ok(token) => Some(token.as_der().to_vec()),
            Err(error) => {
                unstamped = Some(error);
                None
            }
        }
    };
    let parts = [&bytes[..hole.start], &bytes[hole.end..]];
    let signature = cms::build(signer, &Content { kind: oids::DATA, bytes: &parts, enclosed: false }, stamp)?;
    if let Some(error) = unstamped {
        return Err(error.into());
    }
    let digits = hex::encode(signature);
    if digits.len() > hole.len() - 2 {
        return Err(SigningFailed("the signature with its certificates is too large".to_owned()).into());
    }
    bytes[hole.start + 1..hole.start + 1 + digits.len()].copy_from_slice(digits.as_bytes());
    Ok(bytes)
}

/// Where the signature goes: from its `<` to behind its `>`.
fn hole(bytes: &[u8], from: usize) -> Option<std::ops::Range<usize>> {
    let zeros = [b"<".as_slice(), &[b'0'; ROOM]].concat();
    let start = from + find(&bytes[from..], &zeros)?;
    Some(start..start + ROOM * 2 + 2)
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// The file with an empty signature behind it.
fn prepare(pdf: &[u8], wish: &Wish<'_>) -> Result<Vec<u8>, Unreadable> {
    let old = load(pdf)?;
    // Where the table of contents had to be guessed, nothing can be put behind it.
    if old.xref_start == 0 || old.xref_recovery.is_some() {
        return Err(Unreadable::Damaged);
    }
    let damaged = |_: lopdf::Error| Unreadable::Damaged;
    let root = old.trailer.get(b"Root").and_then(Object::as_reference).map_err(damaged)?;
    let page = *old.get_pages().values().next().ok_or(Unreadable::Damaged)?;
    let count = super::document::signed_fields(&old).len();
    let mut file = IncrementalDocument::create_from(pdf.to_vec(), old);

    let value = file.new_document.add_object(dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![0.into(), WIDE.into(), WIDE.into(), WIDE.into()],
        "Contents" => Object::String(vec![0; ROOM], StringFormat::Hexadecimal),
        "Name" => text_string(wish.name),
        "Reason" => text_string(wish.reason),
        "Location" => text_string(wish.location),
        "M" => Object::string_literal(written(wish.at)),
    });
    let field = file.new_document.add_object(dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => text_string(&format!("Signature{}", count + 1)),
        "V" => value,
        "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
        // Printed and locked.
        "F" => 132,
        "P" => page,
    });
    add_mark(&mut file, page, field).map_err(damaged)?;
    add_field(&mut file, root, field).map_err(damaged)?;
    let mut bytes = Vec::with_capacity(pdf.len() + ROOM * 2 + 4096);
    file.save_to(&mut bytes).map_err(|_| Unreadable::Damaged)?;
    Ok(bytes)
}

fn add_mark(file: &mut IncrementalDocument, page: (u32, u16), field: (u32, u16)) -> lopdf::Result<()> {
    let old = file.get_prev_documents();
    let marks = old.get_object(page)?.as_dict()?.get(b"Annots").ok().cloned();
    let list = marks.as_ref().and_then(|marks| array(old, marks)).cloned().unwrap_or_default();
    let list: Vec<Object> = list.into_iter().chain([field.into()]).collect();
    if let Some(Object::Reference(id)) = marks {
        file.new_document.set_object(id, list);
        return Ok(());
    }
    file.opt_clone_object_to_new_document(page)?;
    file.new_document.get_object_mut(page)?.as_dict_mut()?.set("Annots", list);
    Ok(())
}

fn add_field(file: &mut IncrementalDocument, root: (u32, u16), field: (u32, u16)) -> lopdf::Result<()> {
    let old = file.get_prev_documents();
    let form = old.get_object(root)?.as_dict()?.get(b"AcroForm").ok().cloned();
    let mut inner =
        form.as_ref().and_then(|form| super::document::dictionary(old, form)).cloned().unwrap_or_else(Dictionary::new);
    let fields = inner.get(b"Fields").ok().cloned();
    let list = fields.as_ref().and_then(|fields| array(old, fields)).cloned().unwrap_or_default();
    let list: Vec<Object> = list.into_iter().chain([field.into()]).collect();
    if let Some(Object::Reference(id)) = fields {
        file.new_document.set_object(id, list);
    } else {
        inner.set("Fields", list);
    }
    // There are signatures, and only additions are allowed.
    inner.set("SigFlags", 3);
    if let Some(Object::Reference(id)) = form {
        file.new_document.set_object(id, inner);
        return Ok(());
    }
    file.opt_clone_object_to_new_document(root)?;
    file.new_document.get_object_mut(root)?.as_dict_mut()?.set("AcroForm", inner);
    Ok(())
}

/// `D:20261126123000+07'00'`: the time in Vietnam.
fn written(at: Timestamp) -> String {
    let there = at.to_zoned_datetime(TimeZone::fixed(Offset::constant(7)));
    format!("{}+07'00'", there.strftime("D:%Y%m%d%H%M%S"))
}
