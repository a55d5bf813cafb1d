//! How messages leave; they stay in the application unless a settings file says otherwise.

use super::CommandError;
use clap::Args;
use links::messages::{Senders, Settings};
use std::path::{Path, PathBuf};

/// The connections to mail servers and message gateways.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
pub struct Messages {
    /// The settings file of mail, SMS and Zalo (docs/guides/messages.md); nothing leaves without it
    #[arg(long, env = "MOTCUA_MESSAGES", value_name = "FILE")]
    pub messages: Option<PathBuf>,
}

impl Messages {
    /// What is connected. A demonstration tells nobody outside this machine.
    ///
    /// # Errors
    /// When the file is wrong, or a demonstration would reach real people.
    pub fn senders(&self, simulated: bool) -> Result<Senders, CommandError> {
        let Some(file) = &self.messages else { return Ok(Senders::default()) };
        let refused = |error: &dyn std::fmt::Display| CommandError::Refused(format!("{}: {error}", file.display()));
        let text = std::fs::read_to_string(file).map_err(|error| refused(&error))?;
        let settings = Settings::parse(&text).map_err(|error| refused(&error))?;
        if simulated && !settings.stays_here() {
            return Err(refused(&"a demonstration sends to servers on this machine only (127.0.0.1)"));
        }
        settings.connect(file.parent().unwrap_or(Path::new("."))).map_err(|error| refused(&error))
    }
}
