//! Enclosures: Base64 of a ZIP that holds one file, as the national gateway wants it; some senders leave the ZIP out.

use super::{File, LARGEST_FILE};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::{Cursor, Error, Read as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Room for Base64 around the largest file.
const ENCODED: usize = LARGEST_FILE / 3 * 4 + 1024 * 1024;
/// What an office document has inside: it is a ZIP by itself, and none around another file.
const OFFICE: [&str; 2] = ["[Content_Types].xml", "mimetype"];

/// What is wrong with an enclosure: the code of a problem.
pub(super) type Wrong = &'static str;

/// The contents of an enclosure.
pub(super) fn unpack(encoded: &str) -> Result<Vec<u8>, Wrong> {
    if encoded.len() > ENCODED * 2 {
        return Err("edxml-file-too-large");
    }
    let tight: String = encoded.split_ascii_whitespace().collect();
    if tight.len() > ENCODED {
        return Err("edxml-file-too-large");
    }
    let packed = STANDARD.decode(tight).map_err(|_| "edxml-file-not-base64")?;
    let contents = if packed.starts_with(b"PK\x03\x04") { unzip(&packed)?.unwrap_or(packed) } else { packed };
    match contents.len() {
        0 => Err("edxml-file-empty"),
        long if long > LARGEST_FILE => Err("edxml-file-too-large"),
        _ => Ok(contents),
    }
}

/// The one file in a ZIP; nothing when it is an office document itself.
fn unzip(packed: &[u8]) -> Result<Option<Vec<u8>>, Wrong> {
    let mut zip = ZipArchive::new(Cursor::new(packed)).map_err(|_| "edxml-file-broken-zip")?;
    if OFFICE.iter().any(|part| zip.index_for_name(part).is_some()) {
        return Ok(None);
    }
    if zip.len() != 1 {
        return Err("edxml-file-zip-of-many");
    }
    let file = zip.by_index(0).map_err(|_| "edxml-file-broken-zip")?;
    // What the directory says of the size is not believed: one that unpacks to more than that is cut off.
    let mut contents = Vec::new();
    let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX) + 1;
    file.take(most).read_to_end(&mut contents).map_err(|_| "edxml-file-broken-zip")?;
    Ok(Some(contents))
}

/// A file as it goes along.
pub(super) fn pack(file: &File) -> Result<String, Error> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The same file makes the same bytes: no time of packing. Documents are packed already.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    zip.start_file(file.name.as_str(), options).map_err(Error::other)?;
    zip.write_all(&file.contents)?;
    Ok(STANDARD.encode(zip.finish().map_err(Error::other)?.into_inner()))
}
