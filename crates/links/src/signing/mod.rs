//! Keys that sign papers, and who attests what they sign: PKCS#12 files, devices behind PKCS#11, timestamp authorities (RFC 3161),
//! and who tells of revocation (OCSP, CRL). How a signature is made and judged is `seals::pades`.

mod revocation;
mod settings;
mod timestamps;
mod token;

pub use revocation::Revocations;
pub use settings::{Settings, SettingsError};
pub use timestamps::TimestampServer;
pub use token::{Token, TokenKey};

use seals::pades::{Anchors, Signer, SigningFailed, Stamp};
use std::fmt;
use std::sync::Arc;

/// Whose key is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Holder {
    /// An officer's, by login; with their name and their agency's, for keys that are made on demand.
    Officer {
        /// The login.
        login: String,
        /// The name.
        name: String,
        /// The name of the agency where they act.
        agency: String,
    },
    /// An agency's, by code; with its name.
    Agency {
        /// The code.
        code: String,
        /// The name.
        name: String,
    },
}

/// The keys that there are.
pub trait Keys: Send + Sync + fmt::Debug {
    /// The key of this holder; nothing when they have none.
    ///
    /// # Errors
    /// When there is one that can't be used.
    fn key(&self, holder: &Holder) -> Result<Option<Arc<dyn Signer>>, SigningFailed>;
}

/// Everything that signing and checking needs.
#[derive(Clone)]
pub struct Signing {
    /// Who signs.
    pub keys: Arc<dyn Keys>,
    /// Whom we trust.
    pub anchors: Anchors,
    /// Who attests the time.
    pub stamp: Option<Arc<dyn Stamp + Send + Sync>>,
    /// Who is asked about revocation.
    pub revocations: Option<Revocations>,
}

impl Signing {
    /// Nobody signs, and nobody is trusted.
    #[must_use]
    pub fn none() -> Self {
        Self { keys: Arc::new(NoKeys), anchors: Anchors::default(), stamp: None, revocations: None }
    }
}

impl fmt::Debug for Signing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signing({:?}, {} anchors)", self.keys, self.anchors.roots().len())
    }
}

#[derive(Debug)]
struct NoKeys;

impl Keys for NoKeys {
    fn key(&self, _: &Holder) -> Result<Option<Arc<dyn Signer>>, SigningFailed> {
        Ok(None)
    }
}
