//! Which keys sign, and whom we trust; nobody signs unless a settings file is given.

use super::CommandError;
use anyhow::Context as _;
use clap::Args;
use links::signing::{Settings, Signing};
use links::simulators::authority::SimulatedAuthority;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::runtime::Handle;
use web::Clock;

/// Digital signatures.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
pub struct SigningSettings {
    /// The settings file of the keys that sign and of the authorities that are trusted (docs/guides/signing.md)
    #[arg(long, env = "MOTCUA_SIGNING", value_name = "FILE")]
    pub signing: Option<PathBuf>,
}

impl SigningSettings {
    /// The keys of the settings file; in a simulated province without one, a simulated authority that gives everybody a key.
    ///
    /// # Errors
    /// When a key can't be used.
    pub fn open(&self, folder: &Path, clock: &Clock, simulated: bool) -> Result<Signing, CommandError> {
        let Some(file) = &self.signing else {
            return if simulated { simulation(folder, clock) } else { Ok(Signing::none()) };
        };
        let refused = |error: &dyn std::fmt::Display| CommandError::Refused(format!("{}: {error}", file.display()));
        let text = std::fs::read_to_string(file).map_err(|error| refused(&error))?;
        let beside = file.parent().unwrap_or(Path::new("."));
        let settings = Settings::parse(&text).map_err(|error| refused(&error))?;
        settings.open(beside, Handle::current()).map_err(|error| refused(&error))
    }
}

fn simulation(folder: &Path, clock: &Clock) -> Result<Signing, CommandError> {
    let clock = clock.clone();
    let authority = SimulatedAuthority::open(folder, Arc::new(move || clock.now())).context("simulated authority")?;
    let authority = Arc::new(authority);
    let anchors = authority.anchors();
    Ok(Signing { keys: Arc::clone(&authority) as _, anchors, stamp: Some(authority), revocations: None })
}
