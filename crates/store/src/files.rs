//! Uploaded files: kept under the SHA-256 of their contents, described in a table. The type is read from the contents, never
//! believed from the name; what can carry programs is refused.

use crate::{Failure, Fault, Row, Store, Tx, values};
use bytes::Bytes;
use jiff::Timestamp;
use object_store::{ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path};
use rules::{Problem, Refusal};
use sha2::{Digest, Sha256};

/// The largest file taken, unless configured otherwise: 20 MB.
pub const LARGEST: usize = 20 * 1024 * 1024;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What is taken.
const TAKEN: &[&str] = &[
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    DOCX,
    XLSX,
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.text",
];

/// A file that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its identifier.
    pub id: String,
    /// The hash of its contents, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its type, as read from its contents.
    pub media_type: String,
    /// The name that it was uploaded with, cleaned: for people only.
    pub name: String,
    /// Who uploaded it.
    pub owner: String,
    /// When.
    pub uploaded_at: Timestamp,
}

/// A file on its way in.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The name that it has with its sender.
    pub name: String,
    /// Who sends it.
    pub owner: String,
    /// Its contents.
    pub contents: Bytes,
    /// The JSON pointer of the field that it came in: `/documents/0`.
    pub pointer: String,
    /// The largest size taken: [`LARGEST`], or as configured.
    pub largest: usize,
}

/// Where the contents of files are: the folder `files` of the data folder.
#[derive(Debug)]
pub struct Files {
    folder: LocalFileSystem,
}

impl Files {
    /// The files of a store.
    ///
    /// # Errors
    /// When the folder can't be made.
    pub fn of(store: &Store) -> Result<Self, Fault> {
        let path = store.data_dir().join("files");
        std::fs::create_dir_all(&path).map_err(|error| Fault::because("no folder for files", error))?;
        let folder =
            LocalFileSystem::new_with_prefix(&path).map_err(|error| Fault::because("no folder for files", error))?;
        Ok(Self { folder: folder.with_fsync(true) })
    }

    /// Keeps a file: its contents are on the disk and its row is committed when this returns.
    ///
    /// # Errors
    /// A refusal with `file-empty`, `file-too-large` or `file-type`; a fault when disk or database refuse.
    pub async fn keep(&self, store: &Store, upload: Upload, now: Timestamp) -> Result<File, Failure> {
        self.keep_as(store, &sortable_id(now), upload, now).await
    }

    /// Keeps a file under an identifier of the caller's choice: for the samples of a demonstration, which must be the same
    /// each time.
    ///
    /// # Errors
    /// As [`Files::keep`]; a fault when the identifier is taken.
    pub async fn keep_as(&self, store: &Store, id: &str, upload: Upload, now: Timestamp) -> Result<File, Failure> {
        let media_type = media_type(&upload)?;
        let sha256 = hex::encode(Sha256::digest(&upload.contents));
        let place = place(&sha256);
        // The same contents again: they are there.
        if self.folder.head(&place).await.is_err() {
            let payload = PutPayload::from_bytes(upload.contents.clone());
            self.folder.put(&place, payload).await.map_err(|error| Fault::because("a file was not kept", error))?;
        }
        let file = File {
            id: id.to_owned(),
            sha256,
            size: upload.contents.len() as u64,
            media_type: media_type.to_owned(),
            name: clean(&upload.name),
            owner: upload.owner,
            uploaded_at: now,
        };
        let row = file.clone();
        store
            .write(move |tx| {
                tx.execute(
                    "INSERT INTO files (id, sha256, size, media_type, name, owner, uploaded_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    values![
                        row.id.as_str(),
                        row.sha256.as_str(),
                        row.size,
                        row.media_type.as_str(),
                        row.name.as_str(),
                        row.owner.as_str(),
                        row.uploaded_at
                    ],
                )
            })
            .await?;
        Ok(file)
    }

    /// The contents of a file.
    ///
    /// # Errors
    /// When they can't be read, or are not what was kept.
    pub async fn contents(&self, file: &File) -> Result<Bytes, Fault> {
        let broken = |error| Fault::because(format!("the contents of file {}", file.id), error);
        let bytes = self.folder.get(&place(&file.sha256)).await.map_err(broken)?.bytes().await.map_err(broken)?;
        if hex::encode(Sha256::digest(&bytes)) == file.sha256 {
            Ok(bytes)
        } else {
            Err(Fault::new(format!("the contents of file {} were changed", file.id)))
        }
    }
}

/// The description of a file; `None` when there is none of this identifier. Whether the asker may see it is not asked here.
///
/// # Errors
/// When the database refuses.
pub fn find(tx: &mut Tx, id: &str) -> Result<Option<File>, Fault> {
    let sql = "SELECT id, sha256, size, media_type, name, owner, uploaded_at FROM files WHERE id = $1";
    tx.query_opt(sql, values![id])?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<File, Fault> {
    Ok(File {
        id: row.string(0)?,
        sha256: row.string(1)?,
        size: row.count(2)?,
        media_type: row.string(3)?,
        name: row.string(4)?,
        owner: row.string(5)?,
        uploaded_at: row.time(6)?,
    })
}

fn media_type(upload: &Upload) -> Result<&'static str, Refusal> {
    let refuse = |problem: Problem| Err(Refusal::input(vec![problem]));
    let problem = |code| Problem::new(upload.pointer.as_str(), code);
    if upload.contents.is_empty() {
        return refuse(problem("file-empty"));
    }
    if upload.contents.len() > upload.largest {
        return refuse(problem("file-too-large").with("megabytes", upload.largest / 1024 / 1024));
    }
    let parts = zip_parts(&upload.contents);
    let has = |name: &str| parts.contains(&name.as_bytes());
    // Office documents are told by their parts, wherever in the file these stand; everything else by how it begins.
    let found = if has("[Content_Types].xml") {
        let kinds = [("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)];
        kinds.into_iter().find(|(part, _)| has(part)).map(|(_, kind)| kind)
    } else {
        infer::get(&upload.contents).map(|kind| kind.mime_type())
    };
    match TAKEN.iter().find(|taken| found == Some(**taken)) {
        Some(taken) if !has_macros(&upload.contents, &parts) => Ok(taken),
        _ => refuse(problem("file-type")),
    }
}

/// Whether an office document carries macros.
fn has_macros(contents: &[u8], parts: &[&[u8]]) -> bool {
    // DOCX and XLSX keep them in a part of this name (or, the oldest kind, in sheets of their own), ODT in folders of its own.
    let zipped = parts.iter().any(|part| {
        part.ends_with(b"vbaProject.bin")
            || part.starts_with(b"xl/macrosheets/")
            || part.starts_with(b"Basic/")
            || part.starts_with(b"Scripts/")
    });
    // DOC and XLS name a stream so, in UTF-16.
    const STREAM: &str = "_VBA_PROJECT";
    let is_ole = contents.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    let name: Vec<u8> = STREAM.encode_utf16().flat_map(u16::to_le_bytes).collect();
    zipped || (is_ole && contents.windows(name.len()).any(|part| part == name))
}

/// The names of a ZIP file's parts, from its directory; none when it is no ZIP file.
fn zip_parts(contents: &[u8]) -> Vec<&[u8]> {
    let number = |at: usize, bytes: usize| -> Option<usize> {
        let raw = contents.get(at..at + bytes)?;
        Some(raw.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    };
    let mut names = Vec::new();
    let mut walk = || -> Option<()> {
        // The end of the directory is the last thing in the file, but for a comment of at most 64 KB.
        let tail = contents.len().saturating_sub(66_000);
        let end = tail + contents[tail..].windows(4).rposition(|part| part == b"PK\x05\x06")?;
        let (count, mut at) = (number(end + 10, 2)?, number(end + 16, 4)?);
        for _ in 0..count {
            let lengths = (number(at + 28, 2)?, number(at + 30, 2)?, number(at + 32, 2)?);
            names.push(contents.get(at + 46..at + 46 + lengths.0)?);
            at += 46 + lengths.0 + lengths.1 + lengths.2;
        }
        Some(())
    };
    // A directory that breaks off names what it names.
    let _whole = walk();
    names
}

/// A name without folders and control characters, at most 200 characters.
fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let kept: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    if kept.trim().is_empty() { "file".to_owned() } else { kept }
}

fn place(sha256: &str) -> Path {
    Path::from(format!("{}/{}/{sha256}", &sha256[..2], &sha256[2..4]))
}

/// An identifier that sorts by time and can't be guessed (UUIDv7).
pub(crate) fn sortable_id(now: Timestamp) -> String {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanoseconds)).to_string()
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, Upload, clean, media_type};
    use bytes::Bytes;

    fn upload(contents: &[u8]) -> Upload {
        let (name, owner) = ("a.pdf".to_owned(), "somebody".to_owned());
        let contents = Bytes::copy_from_slice(contents);
        Upload { name, owner, contents, pointer: "/documents/0".to_owned(), largest: LARGEST }
    }

    fn refused(contents: &[u8]) -> &'static str {
        media_type(&upload(contents)).expect_err("refused").problems[0].code
    }

    #[test]
    fn the_contents_decide_and_not_the_name() {
        assert_eq!(media_type(&upload(b"%PDF-1.7 ...")), Ok("application/pdf"));
        assert_eq!(media_type(&upload(&[0x89, b'P', b'N', b'G', 13, 10, 26, 10])), Ok("image/png"));
        assert_eq!(refused(b"MZ an executable called a.pdf"), "file-type");
        assert_eq!(refused(b"#!/bin/sh\n"), "file-type");
        assert_eq!(refused(b"<html><script>"), "file-type");
        assert_eq!(refused(b"just text"), "file-type");
    }

    #[test]
    fn empty_and_oversize_files_are_refused_with_their_own_words() {
        assert_eq!(refused(b""), "file-empty");
        let small = Upload { largest: 3, ..upload(b"%PDF-1.7") };
        assert_eq!(media_type(&small).expect_err("refused").problems[0].code, "file-too-large");
    }

    #[test]
    fn office_documents_are_taken_unless_they_carry_macros() {
        assert_eq!(
            media_type(&upload(&docx("word/styles.xml"))),
            Ok("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        );
        assert_eq!(refused(&docx("word/vbaProject.bin")), "file-type");
    }

    /// A DOCX with one more part: a local header a part, the directory, its end.
    fn docx(part: &str) -> Vec<u8> {
        let (mut zip, mut directory) = (Vec::new(), Vec::new());
        let names = ["[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "word/document.xml", part];
        for name in names {
            let length = u16::try_from(name.len()).expect("short").to_le_bytes();
            let offset = u32::try_from(zip.len()).expect("short").to_le_bytes();
            let header = [&[0; 22][..], &length, &[0, 0], name.as_bytes()].concat();
            zip.extend([b"PK\x03\x04", &header[..]].concat());
            directory.extend([b"PK\x01\x02", &[0; 24][..], &length, &[0; 12], &offset, name.as_bytes()].concat());
        }
        let (offset, size) = (zip.len(), directory.len());
        zip.extend(directory);
        let four = |number: usize| u32::try_from(number).expect("short").to_le_bytes();
        zip.extend([b"PK\x05\x06", &[0, 0, 0, 0, 5, 0, 5, 0][..], &four(size), &four(offset), &[0, 0]].concat());
        zip
    }

    #[test]
    fn names_are_cleaned() {
        assert_eq!(clean("..\\..\\C:\\đơn.pdf"), "đơn.pdf");
        assert_eq!(clean("/etc/\u{7}passwd"), "passwd");
        assert_eq!(clean("///"), "file");
    }
}
