//! Which keys there are and whom we trust. One TOML file; `docs/guides/signing.md` explains it.

use super::{Holder, Keys, Revocations, Signing, TimestampServer, Token};
use seals::pades::{Anchors, Certificate, Signer, SigningFailed, SoftwareKey};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;

/// A settings file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// PEM files with the certificates of authorities that are trusted.
    #[serde(default)]
    trust: Vec<PathBuf>,
    /// PEM files with certificates between, for signatures that leave them out.
    #[serde(default)]
    known: Vec<PathBuf>,
    /// The address of a timestamp authority (RFC 3161).
    #[serde(default)]
    timestamps: Option<String>,
    /// Whether to ask about revocation.
    #[serde(default = "yes")]
    revocation: bool,
    /// How long others may take to answer, in milliseconds.
    #[serde(default = "usual_timeout")]
    timeout_ms: u64,
    /// The keys.
    #[serde(default, rename = "key")]
    keys: Vec<KeySettings>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeySettings {
    /// The login of the officer whose it is; or else `agency`.
    officer: Option<String>,
    /// The code of the agency whose it is.
    agency: Option<String>,
    /// A PKCS#12 file with key and certificates; or else `pkcs11`.
    pkcs12: Option<PathBuf>,
    /// The file that holds its passphrase, or the device's number.
    secret_file: PathBuf,
    /// The library of a device.
    pkcs11: Option<PathBuf>,
    /// The label of the token in the device.
    token: Option<String>,
    /// The label of the key in the token.
    label: Option<String>,
    /// A PEM file with the key's certificate and those above it.
    certificates: Option<PathBuf>,
}

fn yes() -> bool {
    true
}

fn usual_timeout() -> u64 {
    5_000
}

/// What is wrong with a settings file.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// It is no TOML, or not of these fields.
    #[error(transparent)]
    Toml(#[from] toml::de::Error),
    /// A file that it names can't be used.
    #[error("{0}: {1}")]
    File(PathBuf, String),
    /// A key's settings can't work.
    #[error("key of {0}: {1}")]
    Key(String, String),
    /// The network can't be set up.
    #[error(transparent)]
    Http(#[from] crate::http::HttpError),
}

impl Settings {
    /// Reads a settings file.
    ///
    /// # Errors
    /// When it can't be understood.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        Ok(toml::from_str(text)?)
    }

    /// Opens the keys; paths are relative to `folder`. Every key signs once, so that what is wrong shows now.
    ///
    /// # Errors
    /// When a file can't be read, a passphrase is wrong, or a device does not answer.
    pub fn open(&self, folder: &Path, runtime: Handle) -> Result<Signing, SettingsError> {
        let timeout = Duration::from_millis(self.timeout_ms);
        let mut keys: HashMap<(bool, String), Arc<dyn Signer>> = HashMap::new();
        let mut tokens: HashMap<PathBuf, Token> = HashMap::new();
        for settings in &self.keys {
            let holder = settings.holder()?;
            let refused = |error: String| SettingsError::Key(holder.1.clone(), error);
            let key = settings.open(folder, &mut tokens).map_err(|error| refused(error.to_string()))?;
            if keys.insert(holder.clone(), key).is_some() {
                return Err(refused("named twice".to_owned()));
            }
        }
        let stamp = match &self.timestamps {
            Some(url) => Some(Arc::new(TimestampServer::new(url, timeout, runtime)?) as _),
            None => None,
        };
        Ok(Signing {
            keys: Arc::new(Configured { keys }),
            anchors: Anchors::new(certificates(folder, &self.trust)?).with_known(certificates(folder, &self.known)?),
            stamp,
            revocations: self.revocation.then(|| Revocations::new(timeout)).transpose()?,
        })
    }
}

impl KeySettings {
    fn holder(&self) -> Result<(bool, String), SettingsError> {
        match (&self.officer, &self.agency) {
            (Some(officer), None) => Ok((true, officer.clone())),
            (None, Some(agency)) => Ok((false, agency.clone())),
            _ => Err(SettingsError::Key("?".to_owned(), "needs officer or agency".to_owned())),
        }
    }

    fn open(
        &self,
        folder: &Path,
        tokens: &mut HashMap<PathBuf, Token>,
    ) -> Result<Arc<dyn Signer>, Box<dyn std::error::Error>> {
        let secret = String::from_utf8(read(folder, &self.secret_file)?)?;
        let secret = secret.trim_end_matches(['\r', '\n']);
        match (&self.pkcs12, &self.pkcs11) {
            (Some(file), None) => Ok(Arc::new(SoftwareKey::from_pkcs12(&read(folder, file)?, secret)?)),
            (None, Some(library)) => {
                let token = match tokens.get(library) {
                    Some(token) => token.clone(),
                    None => tokens.entry(library.clone()).or_insert(Token::open(library)?).clone(),
                };
                let files = self.certificates.iter().cloned().collect::<Vec<_>>();
                let (named, label) = (self.token.as_deref(), self.label.as_deref());
                let (named, label) = named.zip(label).ok_or("pkcs11 needs token and label")?;
                Ok(Arc::new(token.key(named, secret, label, certificates(folder, &files)?)?))
            }
            _ => Err("needs pkcs12 or pkcs11".into()),
        }
    }
}

fn read(folder: &Path, file: &Path) -> Result<Vec<u8>, SettingsError> {
    let path = folder.join(file);
    std::fs::read(&path).map_err(|error| SettingsError::File(path, error.to_string()))
}

fn certificates(folder: &Path, files: &[PathBuf]) -> Result<Vec<Certificate>, SettingsError> {
    let mut all = Vec::new();
    for file in files {
        let read = Certificate::all_from_pem(&read(folder, file)?);
        all.extend(read.map_err(|error| SettingsError::File(file.clone(), error.to_string()))?);
    }
    Ok(all)
}

#[derive(Debug)]
struct Configured {
    /// By whether it is an officer's, and login or code.
    keys: HashMap<(bool, String), Arc<dyn Signer>>,
}

impl Keys for Configured {
    fn key(&self, holder: &Holder) -> Result<Option<Arc<dyn Signer>>, SigningFailed> {
        let wanted = match holder {
            Holder::Officer { login, .. } => (true, login.clone()),
            Holder::Agency { code, .. } => (false, code.clone()),
        };
        Ok(self.keys.get(&wanted).cloned())
    }
}
