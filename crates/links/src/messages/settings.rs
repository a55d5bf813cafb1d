//! The settings file of messages (`docs/guides/messages.md`): which channels are connected, and to what.

use super::mail::Secrecy;
use super::{Gateway, Mail, Senders};
use rules::messages::Channel;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The file as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    mail: Option<MailSettings>,
    sms: Option<GatewaySettings>,
    zalo: Option<GatewaySettings>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MailSettings {
    host: String,
    port: u16,
    from: String,
    #[serde(default)]
    tls: Secrecy,
    user: Option<String>,
    password_file: Option<PathBuf>,
    #[serde(default = "ten")]
    timeout_seconds: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct GatewaySettings {
    url: String,
    sender: String,
    token_file: PathBuf,
    #[serde(default = "ten")]
    timeout_seconds: u64,
}

fn ten() -> u64 {
    10
}

/// What is wrong with the file, in a line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadSettings(String);

impl Settings {
    /// Reads the file's text.
    ///
    /// # Errors
    /// When it is no TOML, or names something unknown.
    pub fn parse(text: &str) -> Result<Self, BadSettings> {
        toml::from_str(text).map_err(|error| BadSettings(error.to_string()))
    }

    /// Whether everything that it names is on this machine.
    #[must_use]
    pub fn stays_here(&self) -> bool {
        let local = |url: &str| ["http://127.0.0.1:", "http://localhost:"].iter().any(|start| url.starts_with(start));
        self.mail.iter().all(|mail| ["127.0.0.1", "localhost"].contains(&mail.host.as_str()))
            && self.sms.iter().chain(&self.zalo).all(|gateway| local(&gateway.url))
    }

    /// Connects what it names; files with secrets are found from `folder`.
    ///
    /// # Errors
    /// When a secret can't be read or an address is none.
    pub fn connect(&self, folder: &Path) -> Result<Senders, BadSettings> {
        let secret = |file: &Path| {
            let read = std::fs::read_to_string(folder.join(file));
            read.map(|text| text.trim().to_owned()).map_err(|error| BadSettings(format!("{}: {error}", file.display())))
        };
        let mut senders = Senders::default();
        if let Some(mail) = &self.mail {
            let password = mail.password_file.as_deref().map(secret).transpose()?;
            let credentials = mail.user.clone().zip(password);
            let timeout = Duration::from_secs(mail.timeout_seconds);
            let mail = Mail::new((&mail.host, mail.port), mail.tls, credentials, &mail.from, timeout);
            senders =
                senders.with(Channel::Mail, Arc::new(mail.map_err(|error| BadSettings(format!("[mail] {error}")))?));
        }
        for (channel, gateway) in [(Channel::Sms, &self.sms), (Channel::Zalo, &self.zalo)] {
            let Some(gateway) = gateway else { continue };
            let (token, timeout) = (secret(&gateway.token_file)?, Duration::from_secs(gateway.timeout_seconds));
            let connected = Gateway::new(&gateway.url, token, gateway.sender.clone(), timeout);
            let connected = connected.map_err(|error| BadSettings(format!("[{}] {error}", channel.key())))?;
            senders = senders.with(channel, Arc::new(connected));
        }
        Ok(senders)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_nobody_knows_is_told() {
        let error = Settings::parse("[mail]\nhots = \"localhost\"").expect_err("a slip");
        assert!(error.to_string().contains("hots"), "{error}");
    }

    #[test]
    fn only_what_is_named_is_connected() {
        let text = "[mail]\nhost = \"127.0.0.1\"\nport = 25\nfrom = \"Một cửa <motcua@example.vn>\"\ntls = \"none\"";
        let senders = Settings::parse(text).expect("settings").connect(Path::new(".")).expect("a mail server");
        assert_eq!(senders.channels(), [Channel::Mail]);
    }
}
