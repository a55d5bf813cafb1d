//! `motcua journal`: proof of integrity, rebuilding, checkpoints, export.

use super::settings::Place;
use super::{CommandError, Texts};
use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::time::Duration;
use store::{Fault, Options, journal};

/// What to do with the journal.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum Journal {
    /// Recompute every hash and every signature; name what does not hold
    Verify,
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
            Self::Verify => {
                let bar = spinner();
                let key = place.signing_key()?.verifying_key();
                let seen = bar.clone();
                let verification = store
                    .read_blocking(move |tx| journal::verify(tx, Some(key), |entries| seen.set_position(entries)))?;
                bar.finish_and_clear();
                if verification.holds() {
                    return Ok(texts.with(
                        "cli-journal-holds",
                        &[
                            ("entries", &verification.entries),
                            ("ledgers", &verification.ledgers),
                            ("checkpoints", &verification.checkpoints),
                        ],
                    ));
                }
                let findings: Vec<_> = verification.findings.iter().map(ToString::to_string).collect();
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
                let signed = store.write_blocking(move |tx| journal::checkpoint(tx, &key, now))?;
                Ok(hex::encode(signed.checkpoint.root))
            }
            Self::Export => {
                store.read_blocking(|tx| {
                    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
                    journal::export(tx, |line| {
                        match writeln!(out, "{line}") {
                            Ok(()) => Ok(ControlFlow::Continue(())),
                            // Whoever reads has had enough.
                            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
                            Err(error) => Err(Fault::because("the export can't be written", error)),
                        }
                    })?;
                    out.flush().map_err(|error| Fault::because("the export can't be written", error))
                })?;
                Ok(String::new())
            }
            Self::Stats => {
                let stats = store.read_blocking(journal::stats)?;
                Ok(serde_json::to_string_pretty(&stats).map_err(anyhow::Error::from)?)
            }
        }
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
