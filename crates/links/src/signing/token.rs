//! Keys in a device (a smart card, a hardware security module) behind its PKCS#11 library. The key never leaves it.

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, ObjectClass};
use cryptoki::session::UserType;
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use seals::pades::{Certificate, Hash, Scheme, Signer, SigningFailed, ecdsa_in_der};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// A device with its library, opened once a process.
#[derive(Clone)]
pub struct Token {
    library: Arc<Pkcs11>,
}

impl Token {
    /// Opens the library of a device.
    ///
    /// # Errors
    /// When it can't be opened.
    pub fn open(library: &Path) -> Result<Self, SigningFailed> {
        let library = Pkcs11::new(library).map_err(|error| failed(&error))?;
        match library.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(error) => return Err(failed(&error)),
        }
        Ok(Self { library: Arc::new(library) })
    }

    /// The key of this label in the token of this label, with its certificate and those above it.
    ///
    /// # Errors
    /// When there is no such token or key, the number is wrong, or the certificate's key is of a kind that does not sign here.
    pub fn key(
        &self,
        token: &str,
        pin: &str,
        label: &str,
        mut certificates: Vec<Certificate>,
    ) -> Result<TokenKey, SigningFailed> {
        let slots = self.library.get_slots_with_initialized_token().map_err(|error| failed(&error))?;
        let named = |slot: &Slot| self.library.get_token_info(*slot).is_ok_and(|info| info.label().trim() == token);
        let slot = slots.into_iter().find(named).ok_or_else(|| SigningFailed(format!("no token {token}")))?;
        if certificates.is_empty() {
            return Err(SigningFailed("no certificate for the key".to_owned()));
        }
        let certificate = certificates.remove(0);
        let scheme = certificate.scheme().ok_or_else(|| SigningFailed("a key of another kind".to_owned()))?;
        let (token, pin, label) = (self.clone(), AuthPin::new(pin.into()), label.to_owned());
        let key = TokenKey { token, slot, pin, label, certificate, issuers: certificates, scheme };
        // Now rather than when somebody wants to sign.
        key.sign(b"motcua")?;
        Ok(key)
    }
}

/// A key in a device.
pub struct TokenKey {
    token: Token,
    slot: Slot,
    pin: AuthPin,
    label: String,
    certificate: Certificate,
    issuers: Vec<Certificate>,
    scheme: Scheme,
}

impl TokenKey {
    fn raw(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let session = self.token.library.open_ro_session(self.slot)?;
        match session.login(UserType::User, Some(&self.pin)) {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
            Err(error) => return Err(error),
        }
        let wanted = [Attribute::Class(ObjectClass::PRIVATE_KEY), Attribute::Label(self.label.clone().into_bytes())];
        let key = *session.find_objects(&wanted)?.first().ok_or(Error::InvalidValue)?;
        match self.scheme {
            Scheme::RsaSha256 => session.sign(&Mechanism::Sha256RsaPkcs, key, message),
            // Not every device hashes for ECDSA.
            Scheme::EcdsaP256 => session.sign(&Mechanism::Ecdsa, key, &Hash::Sha256.digest(&[message])),
            Scheme::EcdsaP384 => session.sign(&Mechanism::Ecdsa, key, &Hash::Sha384.digest(&[message])),
        }
    }
}

impl Signer for TokenKey {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn issuers(&self) -> &[Certificate] {
        &self.issuers
    }

    fn scheme(&self) -> Scheme {
        self.scheme
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        let raw = self.raw(message).map_err(|error| match error {
            Error::InvalidValue => SigningFailed(format!("no private key {} in the token", self.label)),
            error => failed(&error),
        })?;
        if self.scheme == Scheme::RsaSha256 { Ok(raw) } else { ecdsa_in_der(&raw) }
    }
}

impl fmt::Debug for TokenKey {
    /// Without the number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenKey({} of {:?})", self.label, self.certificate)
    }
}

fn failed(error: &Error) -> SigningFailed {
    SigningFailed(error.to_string())
}
