//! Files that come in pieces over a line that breaks: what has come lies on the disk, and sending goes on from there.

use super::{File, Files, Upload, sortable_id};
use crate::{Failure, Fault, Store, Tx, values};
use bytes::Bytes;
use jiff::Timestamp;
use rules::Refusal;
use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

/// The largest file that is taken in pieces: 200 MB.
pub const LARGEST_IN_PIECES: u64 = 200 * 1024 * 1024;
/// So many files may one person have under way.
const AT_ONCE: i64 = 10;

/// A file that is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partial {
    /// Its identifier.
    pub id: String,
    /// Who sends it.
    pub owner: String,
    /// The name that it has with its sender.
    pub name: String,
    /// How large it will be, in bytes.
    pub size: u64,
    /// How much has come.
    pub received: u64,
}

/// A place to write the next piece; nobody else writes while it is held.
#[derive(Debug)]
pub struct Piece {
    file: fs::File,
    /// How much has come.
    pub received: u64,
    size: u64,
}

impl Piece {
    /// Writes what came.
    ///
    /// # Errors
    /// When more comes than was announced, or the disk refuses.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if self.received + bytes.len() as u64 > self.size {
            return Err(Refusal::rule("upload-too-long").into());
        }
        self.file.write_all(bytes).map_err(|error| Fault::because("a piece of a file was not kept", error))?;
        self.received += bytes.len() as u64;
        Ok(())
    }

    /// Makes sure that it lies on the disk.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(self) -> Result<u64, Failure> {
        self.file.sync_data().map_err(|error| Fault::because("a piece of a file was not kept", error))?;
        Ok(self.received)
    }
}

impl Files {
    fn partial_path(&self, id: &str) -> PathBuf {
        self.path.join("partial").join(id)
    }

    /// Announces a file.
    ///
    /// # Errors
    /// When it is empty or too large, or too many are under way.
    pub async fn announce(
        &self,
        store: &Store,
        owner: &str,
        name: &str,
        size: u64,
        now: Timestamp,
    ) -> Result<Partial, Failure> {
        if size == 0 || size > LARGEST_IN_PIECES {
            return Err(Refusal::rule("upload-size").with("megabytes", LARGEST_IN_PIECES / 1024 / 1024).into());
        }
        let partial =
            Partial { id: sortable_id(now), owner: owner.to_owned(), name: super::clean(name), size, received: 0 };
        let path = self.partial_path(&partial.id);
        let begun = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::File::create_new(&path));
        begun.map_err(|error| Fault::because("no place for a file", error))?;
        let row = partial.clone();
        let written = store
            .write(move |tx| {
                let under_way =
                    tx.query_opt("SELECT COUNT(*) FROM uploads WHERE owner = $1", values![row.owner.as_str()])?;
                if under_way.map_or(Ok(0), |row| row.int(0))? >= AT_ONCE {
                    return Err(Refusal::rule("upload-too-many").with("most", AT_ONCE).into());
                }
                tx.execute(
                    "INSERT INTO uploads (id, owner, name, size, begun_at) VALUES ($1, $2, $3, $4, $5)",
                    values![row.id.as_str(), row.owner.as_str(), row.name.as_str(), row.size, now],
                )?;
                Ok(())
            })
            .await;
        if written.is_err() {
            let _ = fs::remove_file(&path);
        }
        written.map(|()| partial)
    }

    /// A file under way; the same refusal whether there is none or it is somebody else's.
    ///
    /// # Errors
    /// When there is none of theirs.
    pub async fn under_way(&self, store: &Store, owner: &str, id: &str) -> Result<Partial, Failure> {
        let (id, owner) = (id.to_owned(), owner.to_owned());
        let mut partial = store.read(move |tx| find(tx, &owner, &id)).await?;
        let length = fs::metadata(self.partial_path(&partial.id)).map(|found| found.len());
        partial.received = length.unwrap_or(0).min(partial.size);
        Ok(partial)
    }

    /// Opens the place for the next piece, which must begin where the last one ended.
    ///
    /// # Errors
    /// `upload-busy` while another request writes, `upload-offset` when the piece begins elsewhere.
    pub fn piece(&self, partial: &Partial, from: u64) -> Result<Piece, Failure> {
        let fault = |error| Fault::because("a file under way", error);
        let mut file = fs::OpenOptions::new().write(true).open(self.partial_path(&partial.id)).map_err(fault)?;
        if file.try_lock().is_err() {
            return Err(Refusal::conflict("upload-busy").into());
        }
        let received = file.metadata().map_err(fault)?.len();
        if received != from {
            return Err(Refusal::conflict("upload-offset").with("received", received).into());
        }
        file.seek(SeekFrom::End(0)).map_err(fault)?;
        Ok(Piece { file, received, size: partial.size })
    }

    /// Keeps a file that has come whole, and forgets that it was under way, whatever it turns out to be.
    ///
    /// # Errors
    /// As [`Files::keep`].
    pub async fn complete(&self, store: &Store, partial: &Partial, now: Timestamp) -> Result<File, Failure> {
        let contents =
            fs::read(self.partial_path(&partial.id)).map_err(|error| Fault::because("a whole file", error))?;
        let upload = Upload {
            name: partial.name.clone(),
            owner: partial.owner.clone(),
            contents: Bytes::from(contents),
            pointer: "/file".to_owned(),
            largest: usize::try_from(LARGEST_IN_PIECES).unwrap_or(usize::MAX),
        };
        let kept = self.keep(store, upload, now).await;
        self.give_up(store, &partial.id).await?;
        kept
    }

    /// Forgets a file that was under way.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn give_up(&self, store: &Store, id: &str) -> Result<(), Failure> {
        let gone = id.to_owned();
        store.write(move |tx| tx.execute("DELETE FROM uploads WHERE id = $1", values![gone.as_str()])).await?;
        // Nothing names it any more.
        let _ = fs::remove_file(self.partial_path(id));
        Ok(())
    }

    /// Forgets files that were begun before this time and never came whole.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_partial(&self, store: &Store, before: Timestamp) -> Result<usize, Failure> {
        let old = store
            .read(move |tx| {
                let rows = tx.query("SELECT id FROM uploads WHERE begun_at < $1", values![before])?;
                Ok::<_, Failure>(rows.iter().map(|row| row.string(0)).collect::<Result<Vec<_>, _>>()?)
            })
            .await?;
        for id in &old {
            self.give_up(store, id).await?;
        }
        Ok(old.len())
    }
}

fn find(tx: &mut Tx, owner: &str, id: &str) -> Result<Partial, Failure> {
    let sql = "SELECT id, owner, name, size FROM uploads WHERE id = $1 AND owner = $2";
    let row = tx.query_opt(sql, values![id, owner])?.ok_or_else(|| Refusal::not_found("upload-unknown"))?;
    Ok(Partial { id: row.string(0)?, owner: row.string(1)?, name: row.string(2)?, size: row.count(3)?, received: 0 })
}
