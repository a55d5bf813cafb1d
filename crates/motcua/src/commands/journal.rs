//! `motcua journal`: proof of integrity, rebuilding, checkpoints, export.

use super::settings::Place;
use super::{CommandError, Texts};
use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use std::io::{BufWriter, ErrorKind, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::journal::{self, Difference, DifferenceKind};
use store::{DatabaseUrl, Fault, Options, Store};

/// What to do with the journal.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum Journal {
    /// Recompute every hash and every signature; name what does not hold
    Verify {
        /// Make the tables anew beside those that there are, and name the first row that differs; needs room for a copy
        #[arg(long)]
        tables: bool,
    },
    /// Make the tables anew from the journal
    Rebuild,
    /// Sign where every ledger stands now
    Checkpoint,
    /// Write every entry as JSON Lines
    Export,
    /// Count entries, streams and ledgers
    Stats,
}

impl Journal {
    /// Does it, and says what came of it.
    ///
    /// # Errors
    /// When the journal does not hold, or the database fails.
    pub fn run(self, place: &Place, texts: Texts, now: Timestamp) -> Result<String, CommandError> {
        let store = place.open_existing(&Options { readers: 1, ..Options::default() }, texts)?;
        match self {
            Self::Verify { tables } => {
                let bar = spinner();
                let key = place.signing_key()?.verifying_key();
                let seen = bar.clone();
                let verification = store
                    .read_blocking(move |tx| journal::verify(tx, Some(key), |entries| seen.set_position(entries)))?;
                let seals = store.read_blocking(store::tables::personal::reads::verify)?;
                bar.finish_and_clear();
                if verification.holds() && seals.is_empty() {
                    let holds = texts.with(
                        "cli-journal-holds",
                        &[
                            ("entries", &verification.entries),
                            ("ledgers", &verification.ledgers),
                            ("checkpoints", &verification.checkpoints),
                        ],
                    );
                    return if tables { Ok(format!("{holds}\n{}", compare(&store, place, texts)?)) } else { Ok(holds) };
                }
                let mut findings: Vec<_> = verification.findings.iter().map(ToString::to_string).collect();
                findings.extend(seals.iter().map(|seal| {
                    let counts: [(_, &dyn web::texts::Arg); 3] =
                        [("number", &seal.number), ("sealed", &seal.sealed), ("found", &seal.found)];
                    texts.with("cli-reads-broken", &counts)
                }));
                Err(CommandError::Refused(findings.join("\n")))
            }
            Self::Rebuild => {
                let bar = spinner();
                let entries = journal::rebuild(&store, |entries| bar.set_position(entries))?;
                bar.finish_and_clear();
                Ok(texts.t1("cli-journal-rebuilt", "entries", entries))
            }
            Self::Checkpoint => {
                let key = place.signing_key()?;
                let now = crate::demo::now(&store)?.unwrap_or(now);
                let signed = store.write_blocking(move |tx| journal::checkpoint(tx, &key, now))?;
                Ok(hex::encode(signed.checkpoint.root))
            }
            Self::Export => {
                export(&store, std::io::stdout())?;
                Ok(String::new())
            }
            Self::Stats => {
                let stats = store.read_blocking(journal::stats)?;
                Ok(serde_json::to_string_pretty(&stats).map_err(anyhow::Error::from)?)
            }
        }
    }
}

/// Compares the tables with a rebuild in a scratch database beside the records, which is thrown away.
fn compare(store: &Store, place: &Place, texts: Texts) -> Result<String, CommandError> {
    clear_scratches(&place.data);
    let folder = Scratch(place.data.join(format!("scratch-{}", std::process::id())));
    let url = DatabaseUrl::Sqlite(folder.0.join("scratch.db"));
    let scratch = Store::open(&url, &folder.0, &Options { readers: 1, durable: false })?;
    let (bar, beside) = (spinner(), scratch.clone());
    let seen = bar.clone();
    let compared =
        store.read_blocking(move |tx| journal::compare_tables(tx, &beside, |entries| seen.set_position(entries)))?;
    bar.finish_and_clear();
    drop(scratch);
    let Some(Difference { table, row, kind }) = compared.difference else {
        return Ok(texts.t2("cli-tables-hold", "tables", compared.tables, "rows", compared.rows));
    };
    let key = match kind {
        DifferenceKind::Changed => "cli-tables-changed",
        DifferenceKind::Surplus => "cli-tables-surplus",
        DifferenceKind::Missing => "cli-tables-missing",
    };
    let told = texts.t2(key, "table", table, "row", row);
    Err(CommandError::Refused(format!("{told} {}", texts.t("cli-tables-next"))))
}

/// Removes what a comparison that was killed left behind: a scratch of a process that is no more.
fn clear_scratches(data: &Path) {
    let entries = std::fs::read_dir(data).into_iter().flatten().filter_map(Result::ok);
    for entry in entries {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix("scratch-"));
        if process.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            drop(Scratch(entry.path()));
        }
    }
}

/// A folder that goes when nobody needs it any more.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Writes every entry as a line, for as long as somebody reads.
fn export(store: &Store, out: impl Write + Send + 'static) -> Result<(), Fault> {
    let mut out = BufWriter::new(out);
    store.read_blocking(move |tx| {
        journal::export(tx, |line| {
            Ok::<_, Fault>(if read(writeln!(out, "{line}"))? {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })?;
        read(out.flush()).map(|_| ())
    })
}

/// Whether what was written will be read: who reads our output may have had enough, and that is no fault.
fn read(written: std::io::Result<()>) -> Result<bool, Fault> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Fault::because("the export can't be written", error)),
    }
}

fn spinner() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos}  {per_sec}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

#[cfg(test)]
mod tests {
    use super::{Journal, export};
    use crate::commands::settings::Place;
    use crate::commands::{CommandError, Texts};
    use crate::demo;
    use std::io::{Error, ErrorKind, Write};
    use store::{Options, Store, values};
    use web::Lang;

    /// A reader that has had enough after so many bytes, or whose disk is full.
    struct Reader(usize, ErrorKind);

    impl Write for Reader {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or_else(|| Error::from(self.1))?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn verify_compares_the_tables_when_asked_and_names_what_differs() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place { database: None, data: folder.path().to_owned() };
        let store = place.open(&Options::default()).expect("a store");
        let options = demo::Options { dossiers: 60, ..demo::Options::default() };
        demo::create(&store, &options, |_, _| {}).expect("a province");
        let (texts, now) = (Texts::new(Lang::Vi), options.starts_at());
        let verify = |tables| Journal::Verify { tables }.run(&place, texts, now);
        let told = verify(true).expect("it holds");
        assert!(told.contains("Sổ toàn vẹn") && told.contains("Các bảng khớp với sổ"), "{told}");
        store
            .write_blocking(|tx| tx.execute_now("UPDATE people SET name = 'Ai đó' WHERE login = 'quantri'", values![]))
            .expect("tampered");
        verify(false).expect("the journal itself holds");
        let Err(CommandError::Refused(told)) = verify(true) else { panic!("not found") };
        assert!(told.contains("Bảng people, dòng quantri") && told.contains("motcua journal rebuild"), "{told}");
        let left = std::fs::read_dir(folder.path()).expect("the folder").flatten();
        assert!(left.into_iter().all(|entry| !entry.file_name().to_string_lossy().starts_with("scratch")));
    }

    #[test]
    fn who_stops_reading_an_export_is_no_fault_but_a_full_disk_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("motcua.db").display()).parse().expect("an address");
        let store = Store::open(&url, folder.path(), &Options::default()).expect("a store");
        demo::create(&store, &demo::Options { dossiers: 20, ..demo::Options::default() }, |_, _| {})
            .expect("a province");
        export(&store, Reader(usize::MAX, ErrorKind::BrokenPipe)).expect("read to the end");
        for bytes in [0, 10_000, 100_000] {
            export(&store, Reader(bytes, ErrorKind::BrokenPipe)).expect("silent");
            export(&store, Reader(bytes, ErrorKind::StorageFull)).expect_err("told");
        }
    }
}
