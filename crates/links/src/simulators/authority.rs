//! A simulated authority: gives everybody who asks a certificate that says that it is simulated, and attests times. Its root is kept in a
//! folder, so that what it signed stays good when the demonstration starts again.

use crate::signing::{Holder, Keys};
use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use seals::pades::{
    Anchors, BadTimestamp, Certificate, Signer, SigningFailed, SoftwareKey, Stamp, TimestampRequest, TimestampToken,
    answer_timestamp,
};
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Its name.
pub const NAME: &str = "Cơ quan chứng thực MÔ PHỎNG (Motcua)";
/// The file in which its root is kept.
const FILE: &str = "simulated-authority.pem";

/// A clock.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The authority.
pub struct SimulatedAuthority {
    root: Certificate,
    issuer: Issuer<'static, KeyPair>,
    made: Mutex<HashMap<Holder, Arc<dyn Signer>>>,
    stamper: SoftwareKey,
    clock: Clock,
}

impl SimulatedAuthority {
    /// The authority whose root is in this folder; a new one where there is none.
    ///
    /// # Errors
    /// When the root can be neither read nor written.
    pub fn open(folder: &Path, clock: Clock) -> Result<Self, SigningFailed> {
        let path = folder.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(_) => {
                let key = KeyPair::generate().map_err(|error| failed(&error))?;
                let certificate = params(NAME, None, true).self_signed(&key).map_err(|error| failed(&error))?;
                let text = key.serialize_pem() + &certificate.pem();
                write_secret(&path, &text).map_err(|error| failed(&error))?;
                text
            }
        };
        let start = text.find("-----BEGIN CERTIFICATE").unwrap_or(text.len());
        let key = KeyPair::from_pem(&text[..start]).map_err(|error| failed(&error))?;
        let root = Certificate::all_from_pem(&text.as_bytes()[start..]).map_err(|error| failed(&error))?;
        let root = root.into_iter().next().ok_or_else(|| SigningFailed("no root".to_owned()))?;
        let issuer = Issuer::new(params(NAME, None, true), key);
        let mut stamps = params("Dấu thời gian MÔ PHỎNG", None, false);
        stamps.extended_key_usages = vec![ExtendedKeyUsagePurpose::TimeStamping];
        let stamper = issue(&issuer, &stamps)?;
        Ok(Self { root, issuer, made: Mutex::default(), stamper, clock })
    }

    /// What trusts it.
    #[must_use]
    pub fn anchors(&self) -> Anchors {
        Anchors::new(vec![self.root.clone()])
    }
}

impl Keys for SimulatedAuthority {
    fn key(&self, holder: &Holder) -> Result<Option<Arc<dyn Signer>>, SigningFailed> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = made.get(holder) {
            return Ok(Some(Arc::clone(key)));
        }
        let params = match holder {
            Holder::Officer { name, agency, .. } => params(&format!("{name} (mô phỏng)"), Some(agency), false),
            Holder::Agency { name, .. } => params(&format!("{name} (mô phỏng)"), Some(name), false),
        };
        let key: Arc<dyn Signer> = Arc::new(issue(&self.issuer, &params)?);
        made.insert(holder.clone(), Arc::clone(&key));
        Ok(Some(key))
    }
}

impl Stamp for SimulatedAuthority {
    fn stamp(&self, request: &TimestampRequest) -> Result<TimestampToken, BadTimestamp> {
        let mut serial = [0; 8];
        getrandom::fill(&mut serial).map_err(|error| BadTimestamp::Unreachable(error.to_string()))?;
        let serial = u64::from_be_bytes(serial) >> 1;
        request.read_answer(&answer_timestamp(&request.to_der()?, &self.stamper, (self.clock)(), serial)?)
    }
}

impl fmt::Debug for SimulatedAuthority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SimulatedAuthority({:?})", self.root)
    }
}

fn params(name: &str, organisation: Option<&str>, authority: bool) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CountryName, "VN");
    if let Some(organisation) = organisation {
        params.distinguished_name.push(DnType::OrganizationName, organisation);
    }
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = rcgen::date_time_ymd(2024, 1, 1);
    params.not_after = rcgen::date_time_ymd(2044, 1, 1);
    params.use_authority_key_identifier_extension = !authority;
    params.key_usages = if authority {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign]
    } else {
        vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment]
    };
    params
}

fn issue(issuer: &Issuer<'static, KeyPair>, params: &CertificateParams) -> Result<SoftwareKey, SigningFailed> {
    let key = KeyPair::generate().map_err(|error| failed(&error))?;
    let certificate = params.signed_by(&key, issuer).map_err(|error| failed(&error))?;
    let certificate = Certificate::from_der(certificate.der()).map_err(|error| failed(&error))?;
    SoftwareKey::new(&key.serialize_der(), vec![certificate]).map_err(|error| failed(&error))
}

fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())
}

fn failed(error: &dyn fmt::Display) -> SigningFailed {
    SigningFailed(error.to_string())
}
