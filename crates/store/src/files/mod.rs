//! Uploaded files: kept under the SHA-256 of their contents, described in a table. The type is read from the contents, never
//! believed from the name; what can carry programs is refused.

mod contents;
mod office;
mod partial;
mod pdf;
mod pictures;
mod text;

pub use partial::{LARGEST_IN_PIECES, Partial, Piece};

use crate::{Failure, Fault, Row, Store, Tx, values};
use bytes::Bytes;
use jiff::Timestamp;
use object_store::{ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path};
use sha2::{Digest, Sha256};

/// The largest file taken, unless configured otherwise: 20 MB.
pub const LARGEST: usize = 20 * 1024 * 1024;

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
    path: std::path::PathBuf,
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
        Ok(Self { folder: folder.with_fsync(true), path })
    }

    /// Keeps a file: its contents are on the disk and its row is committed when this returns.
    ///
    /// # Errors
    /// A refusal with `file-empty`, `file-too-large`, `file-type`, `file-damaged`, or what is dangerous in it; a fault when disk or database
    /// refuse.
    pub async fn keep(&self, store: &Store, upload: Upload, now: Timestamp) -> Result<File, Failure> {
        self.keep_as(store, &sortable_id(now), upload, now).await
    }

    /// Keeps a file under an identifier of the caller's choice: for the samples of a demonstration, which must be the same
    /// each time.
    ///
    /// # Errors
    /// As [`Files::keep`]; a fault when the identifier is taken.
    pub async fn keep_as(&self, store: &Store, id: &str, upload: Upload, now: Timestamp) -> Result<File, Failure> {
        let media_type = looked_at(upload.clone()).await?;
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

    /// Looks through a file as [`Files::keep`] does, and keeps nothing.
    ///
    /// # Errors
    /// The refusals of [`Files::keep`].
    pub async fn look_through(&self, upload: Upload) -> Result<(), Failure> {
        looked_at(upload).await.map(|_| ())
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

    /// The words in a file, for searching: of a PDF with a text layer or a DOCX; nothing where none can be read, in a scan for one.
    ///
    /// # Errors
    /// As [`Files::contents`].
    pub async fn words(&self, file: &File) -> Result<String, Fault> {
        let (media_type, contents) = (file.media_type.clone(), self.contents(file).await?);
        // What makes the reader stumble has no words; the file is kept all the same.
        let read = tokio::task::spawn_blocking(move || text::words(&media_type, &contents)).await;
        Ok(read.unwrap_or_default())
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

/// Looks through a file, on a thread where that holds nobody up.
async fn looked_at(upload: Upload) -> Result<&'static str, Failure> {
    let look = move || contents::media_type(&upload);
    let looked = match tokio::runtime::Handle::try_current() {
        Ok(runtime) => {
            runtime.spawn_blocking(look).await.map_err(|error| Fault::because("a file was not read", error))?
        }
        Err(_) => look(),
    };
    Ok(looked?)
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
    use super::clean;

    #[test]
    fn names_are_cleaned() {
        assert_eq!(clean("..\\..\\C:\\đơn.pdf"), "đơn.pdf");
        assert_eq!(clean("/etc/\u{7}passwd"), "passwd");
        assert_eq!(clean("///"), "file");
    }
}
