//! How to reach the payment gateway; off unless an address is given.

use super::CommandError;
use anyhow::Context as _;
use clap::Args;
use jiff::SignedDuration;
use links::payment::{Client, Seal, Settings};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use web::Clock;
use web::payments::{GatewayBox, Payments};

/// The connection to the national online-payment platform.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
pub struct Payment {
    /// The address of the payment platform; nobody is sent there without it
    #[arg(long, env = "MOTCUA_PAYMENT_URL", value_name = "URL")]
    pub payment_url: Option<String>,
    /// The partner's code (MaDoiTac) that the platform gave this system
    #[arg(long, env = "MOTCUA_PAYMENT_PARTNER", value_name = "CODE", default_value = "MOTCUA")]
    pub payment_partner: String,
    /// The file that holds the secret shared with the platform
    #[arg(long, env = "MOTCUA_PAYMENT_SECRET_FILE", value_name = "FILE")]
    pub payment_secret_file: Option<PathBuf>,
    /// That secret itself, where it is not in a file
    #[arg(long, env = "MOTCUA_PAYMENT_SECRET", value_name = "KEY", hide_env_values = true)]
    pub payment_secret: Option<String>,
    /// The address by which the platform reaches this system to notify it; the public address when not given
    #[arg(long, env = "MOTCUA_PAYMENT_OWN_URL", value_name = "URL")]
    pub payment_own_url: Option<String>,
    /// After so many seconds without a notification the platform is asked
    #[arg(long, env = "MOTCUA_PAYMENT_ASK_AFTER", value_name = "SECONDS", default_value_t = 60)]
    pub payment_ask_after: u32,
    /// So many working days a request to pay waits before it expires; 0 for ever. Kept until it is said anew; 10 at first
    #[arg(long, env = "MOTCUA_PAYMENT_DAYS", value_name = "DAYS")]
    pub payment_days: Option<u16>,
}

impl Payment {
    /// The gateway; nothing where no address is given.
    ///
    /// # Errors
    /// When there is an address but no secret, or what is given can't be used.
    pub fn gateway(&self) -> Result<GatewayBox, CommandError> {
        let Some(url) = &self.payment_url else { return Ok(None) };
        let settings = Settings {
            timeout: Duration::from_secs(8),
            ..Settings::new(url, Seal::new(&self.payment_partner, self.secret()?))
        };
        let clock = Clock::system();
        let client = Client::new(settings, Arc::new(move || clock.now())).context("--payment-url")?;
        let mut payments = Payments::new(Arc::new(client), "Cổng thanh toán");
        payments.own_url = self.payment_own_url.as_ref().map(|url| url.trim_end_matches('/').to_owned());
        payments.ask_after = SignedDuration::from_secs(self.payment_ask_after.into());
        Ok(Some(Arc::new(payments)))
    }

    fn secret(&self) -> Result<String, CommandError> {
        if let Some(secret) = &self.payment_secret {
            return Ok(secret.clone());
        }
        let file = self.payment_secret_file.as_ref();
        let file = file.context("--payment-url needs --payment-secret-file or MOTCUA_PAYMENT_SECRET")?;
        let secret = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        Ok(secret.trim().to_owned())
    }
}
