//! Which providers there are, and how each calls what we need. One TOML file; `docs/guides/identity.md` explains it.

use rules::people::identities::{Assurance, Particular};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// Whom a provider vouches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Citizens and organisations.
    #[default]
    Citizens,
    /// Officers: an identity is linked to one whom the directory knows already.
    Officers,
}

/// The providers of a settings file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Providers {
    /// The address at which people reach this site, to which providers send them back: `https://dichvucong.laichau.gov.vn`.
    pub public_url: String,
    /// The providers, in the order in which the sign-in page offers them.
    #[serde(default, rename = "provider")]
    pub providers: Vec<ProviderSettings>,
}

/// How to talk to one provider.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// Its name in addresses: small letters, digits and dashes.
    pub key: String,
    /// How the sign-in page calls it.
    pub name: String,
    /// Its address; its tokens carry exactly this.
    pub issuer: String,
    /// How it knows us.
    pub client_id: String,
    /// The secret that it shares with us; or else `private_key`.
    #[serde(default)]
    pub client_secret: Option<String>,
    /// Our private key on the curve P-256 as PKCS #8 PEM, when it knows us by a key (`private_key_jwt`).
    #[serde(default)]
    pub private_key: Option<String>,
    /// Whom it vouches for.
    #[serde(default, rename = "for")]
    pub audience: Audience,
    /// What we ask for besides `openid`.
    #[serde(default = "usual_scopes")]
    pub scopes: Vec<String>,
    /// How long we wait for an answer, in milliseconds.
    #[serde(default = "usual_timeout")]
    pub timeout_ms: u64,
    /// Lets an issuer be reached without TLS. Only for trying out on one machine.
    #[serde(default)]
    pub allow_http: bool,
    /// How it calls what we need.
    #[serde(default)]
    pub claims: ClaimMap,
    /// What it says of how sure it is, and which level that is by law; without a line nothing is known about the level.
    #[serde(default = "usual_levels")]
    pub levels: BTreeMap<String, Assurance>,
    /// The demonstration's own: people's browsers reach it under the address by which they reach us.
    #[serde(skip)]
    pub beside_us: bool,
}

impl std::fmt::Debug for ProviderSettings {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Without the secrets.
        write!(out, "ProviderSettings({} at {})", self.key, self.issuer)
    }
}

/// How a provider calls what we need: for each thing the names to look for, in this order. A name with `/` goes into an object:
/// `ThuongTru/MaPhuongXa`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClaimMap {
    /// Where each particular stands.
    pub particulars: BTreeMap<Particular, Vec<String>>,
    /// Where it says whether it is an organisation's account.
    pub kind: Vec<String>,
    /// The values that mean an organisation.
    pub organisation: Vec<String>,
    /// Where it says the level of identification.
    pub level: Vec<String>,
    /// For officers: where the login stands by which the directory knows them.
    pub officer: Vec<String>,
}

impl Default for ClaimMap {
    /// As the sign-in of the national portal names them, then as OpenID Connect does.
    fn default() -> Self {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        Self {
            particulars: [
                (Particular::Name, names(&["HoVaTen", "name"])),
                (Particular::PersonalId, names(&["SoDinhDanh"])),
                (
                    Particular::BirthDate,
                    names(&["NgayThangNamSinh/NgayThangNam", "NgayThangNamSinh/Nam", "NgayThangNamSinh", "birthdate"]),
                ),
                (Particular::Phone, names(&["SoDienThoai", "phone_number"])),
                (Particular::Email, names(&["ThuDienTu", "email"])),
                (
                    Particular::Address,
                    names(&["ThuongTru/ChiTiet", "ThuongTru", "DiaChi", "address/street_address", "address/formatted"]),
                ),
                (Particular::Commune, names(&["ThuongTru/MaPhuongXa", "ThuongTru/TenPhuongXa", "address/locality"])),
                (Particular::OrganisationCode, names(&["MaSoDoanhNghiep", "MaSoThue"])),
                (Particular::TechnicalId, names(&["TechID"])),
            ]
            .into(),
            kind: names(&["LoaiTaiKhoan"]),
            organisation: names(&["2", "DN", "TC", "DOANHNGHIEP", "TOCHUC", "organisation"]),
            level: names(&["loAs", "acr"]),
            officer: names(&["email", "preferred_username"]),
        }
    }
}

fn usual_scopes() -> Vec<String> {
    vec!["profile".into(), "email".into(), "phone".into(), "address".into()]
}

fn usual_timeout() -> u64 {
    5_000
}

fn usual_levels() -> BTreeMap<String, Assurance> {
    let levels = [("1", Assurance::One), ("2", Assurance::Two), ("loa1", Assurance::One), ("loa2", Assurance::Two)];
    levels.map(|(said, level)| (said.to_owned(), level)).into()
}

/// What is wrong with a settings file.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// It is no TOML, or not of these fields.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// A provider's settings can't work.
    #[error("provider {0}: {1}")]
    Provider(String, String),
}

impl Providers {
    /// Reads a settings file.
    ///
    /// # Errors
    /// When it can't be read or can't work.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let mut read: Self = toml::from_str(text)?;
        read.public_url = read.public_url.trim_end_matches('/').to_owned();
        for provider in &read.providers {
            provider.check()?;
        }
        Ok(read)
    }
}

impl ProviderSettings {
    /// The usual settings for this issuer.
    #[must_use]
    pub fn new(key: &str, name: &str, issuer: &str, client_id: &str) -> Self {
        Self {
            key: key.to_owned(),
            name: name.to_owned(),
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: None,
            private_key: None,
            audience: Audience::Citizens,
            scopes: usual_scopes(),
            timeout_ms: usual_timeout(),
            allow_http: issuer.starts_with("http://"),
            claims: ClaimMap::default(),
            levels: usual_levels(),
            beside_us: false,
        }
    }

    /// How long to wait for an answer.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        Duration::from_millis(self.timeout_ms)
    }

    pub(super) fn check(&self) -> Result<(), SettingsError> {
        let wrong = |what: &str| Err(SettingsError::Provider(self.key.clone(), what.to_owned()));
        let plain =
            |key: &str| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if self.key.is_empty() || !plain(&self.key) {
            return wrong("the key has small letters, digits and dashes");
        }
        if !self.issuer.starts_with("https://") && !self.allow_http {
            return wrong("the issuer begins with https://");
        }
        if self.client_secret.is_some() && self.private_key.is_some() {
            return wrong("either a secret or a private key, not both");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_settings_file_says_little_and_the_rest_is_as_usual() {
        let read = Providers::parse(
            r#"
            public_url = "https://mot-cua.example/"
            [[provider]]
            key = "vneid"
            name = "VNeID"
            issuer = "https://dinhdanh.example"
            client_id = "motcua"
            client_secret = "s"
            levels = { muc2 = 2 }
            [provider.claims]
            level = ["muc"]
            "#,
        )
        .expect("settings");
        assert_eq!(read.public_url, "https://mot-cua.example");
        let vneid = &read.providers[0];
        assert_eq!((vneid.audience, vneid.levels["muc2"]), (Audience::Citizens, Assurance::Two));
        assert_eq!(vneid.claims.level, ["muc"]);
        assert_eq!(vneid.claims.particulars[&Particular::Name], ["HoVaTen", "name"]);
        assert!(!format!("{vneid:?}").contains("\"s\""));
    }

    #[test]
    fn an_issuer_without_tls_and_a_misspelt_line_are_refused() {
        let with = |line: &str| {
            Providers::parse(&format!(
                "public_url = \"x\"\n[[provider]]\nkey = \"a\"\nname = \"A\"\nclient_id = \"m\"\n{line}"
            ))
        };
        assert!(with("issuer = \"http://dinhdanh.example\"").is_err());
        assert!(with("issuer = \"https://dinhdanh.example\"\nisuer = \"\"").is_err());
        assert!(with("issuer = \"https://dinhdanh.example\"").is_ok());
    }
}
