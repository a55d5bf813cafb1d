//! How to reach the national population database; off unless an address is given.

use super::CommandError;
use anyhow::Context as _;
use clap::Args;
use links::population::{Client, Identity, PopulationRegistry, Settings, Signer};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use web::Clock;

/// The connection to the population registry on the data-exchange platform.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
pub struct Population {
    /// The address that takes look-ups in the population database; nobody is looked up without it
    #[arg(long, env = "MOTCUA_POPULATION_URL", value_name = "URL")]
    pub population_url: Option<String>,
    /// The name of the key that look-ups are signed with
    #[arg(long, env = "MOTCUA_POPULATION_KEY_ID", value_name = "NAME", default_value = "motcua")]
    pub population_key_id: String,
    /// The file that holds that key
    #[arg(long, env = "MOTCUA_POPULATION_SECRET_FILE", value_name = "FILE")]
    pub population_secret_file: Option<PathBuf>,
    /// That key itself, where it is not in a file
    #[arg(long, env = "MOTCUA_POPULATION_SECRET", value_name = "KEY", hide_env_values = true)]
    pub population_secret: Option<String>,
    /// The integration code (mã tích hợp) that the platform gave this system
    #[arg(long, env = "MOTCUA_POPULATION_INTEGRATION_CODE", value_name = "CODE", default_value = "MOTCUA")]
    pub population_integration_code: String,
    /// The longest that a look-up may take with all its tries, in milliseconds; 2000 at most
    #[arg(long, env = "MOTCUA_POPULATION_TIMEOUT", value_name = "MS", default_value_t = 2_000)]
    pub population_timeout: u64,
    /// How many look-ups may be under way at once
    #[arg(long, env = "MOTCUA_POPULATION_AT_ONCE", value_name = "COUNT", default_value_t = 8)]
    pub population_at_once: usize,
    /// Our certificate and private key for mutual TLS, PEM
    #[arg(long, env = "MOTCUA_POPULATION_CERTIFICATE", value_name = "FILE")]
    pub population_certificate: Option<PathBuf>,
    /// The authority that signed the platform's certificate, PEM; those of the system when not given
    #[arg(long, env = "MOTCUA_POPULATION_AUTHORITY", value_name = "FILE", requires = "population_certificate")]
    pub population_authority: Option<PathBuf>,
}

impl Population {
    /// The client; nothing where no address is given.
    ///
    /// # Errors
    /// When there is an address but no key, or what is given can't be used.
    pub fn client(&self) -> Result<Option<Arc<dyn PopulationRegistry>>, CommandError> {
        let Some(url) = &self.population_url else { return Ok(None) };
        let signer = Signer::new(&self.population_key_id, self.secret()?);
        let identity = match &self.population_certificate {
            None => None,
            Some(certificate) => Some(Identity {
                certificate: read(certificate)?,
                authority: self.population_authority.as_ref().map(read).transpose()?,
            }),
        };
        let settings = Settings {
            timeout: Duration::from_millis(self.population_timeout),
            at_once: self.population_at_once,
            identity,
            ..Settings::new(url, signer, &self.population_integration_code)
        };
        // The other side judges signatures by the real time, whatever day it is in a demonstration.
        let clock = Clock::system();
        let client = Client::new(settings, Arc::new(move || clock.now())).context("--population-url")?;
        Ok(Some(Arc::new(client)))
    }

    fn secret(&self) -> Result<String, CommandError> {
        if let Some(secret) = &self.population_secret {
            return Ok(secret.clone());
        }
        let file = self.population_secret_file.as_ref();
        let file = file.context("--population-url needs --population-secret-file or MOTCUA_POPULATION_SECRET")?;
        let secret = String::from_utf8(read(file)?).with_context(|| file.display().to_string())?;
        Ok(secret.trim().to_owned())
    }
}

fn read(path: &PathBuf) -> Result<Vec<u8>, CommandError> {
    Ok(std::fs::read(path).with_context(|| path.display().to_string())?)
}
