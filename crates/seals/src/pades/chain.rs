//! From a certificate to one that is trusted here, by the rules of RFC 5280 §6: names, signatures, validity, authority.

use super::algorithm::Unusable;
use super::certificate::Certificate;
use jiff::Timestamp;

/// No path is longer than this.
const LONGEST: usize = 8;

/// The certificates that are trusted: of the State's authority for its own signatures and of licensed public providers.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    roots: Vec<Certificate>,
    known: Vec<Certificate>,
}

/// Why a certificate is not trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untrusted {
    /// It vouches for itself.
    SelfSigned,
    /// Its issuer's certificate is not there.
    IssuerMissing(String),
    /// It leads to an authority that is not trusted here.
    UnknownAuthority(String),
    /// One on the way was over at that time.
    Expired(String, Timestamp),
    /// One on the way was not valid yet.
    NotYetValid(String, Timestamp),
    /// One on the way may not issue certificates.
    NoAuthority(String),
    /// One on the way was not signed by who is said to have issued it.
    Forged(String),
    /// One on the way is signed too weakly, or in a way not known here.
    Weak(String),
    /// One on the way demands what is not understood here.
    Unsupported(String),
}

impl Anchors {
    /// Trusts these.
    #[must_use]
    pub fn new(roots: Vec<Certificate>) -> Self {
        Self { roots, known: Vec::new() }
    }

    /// Knows these as links between, without trusting them.
    #[must_use]
    pub fn with_known(mut self, known: Vec<Certificate>) -> Self {
        self.known = known;
        self
    }

    /// The trusted certificates.
    #[must_use]
    pub fn roots(&self) -> &[Certificate] {
        &self.roots
    }

    /// The way from a certificate to an anchor, both included, at this time.
    pub(super) fn path(
        &self,
        leaf: &Certificate,
        others: &[Certificate],
        at: Timestamp,
    ) -> Result<Vec<Certificate>, Untrusted> {
        let mut path = vec![leaf.clone()];
        loop {
            let last = &path[path.len() - 1];
            valid(last, at)?;
            if self.roots.contains(last) {
                return Ok(path);
            }
            let issuers = self.roots.iter().chain(&self.known).chain(others);
            let named: Vec<_> = issuers.filter(|issuer| last.issued_by(issuer) && !path.contains(issuer)).collect();
            let Some(issuer) = named.iter().find(|issuer| last.signed_by(issuer).is_ok()) else {
                return Err(stuck(last, named.first().copied(), path.len()));
            };
            // An authority of itself does not count against what it allows below it.
            let below = path[1..].iter().filter(|between| !between.is_self_issued()).count();
            match issuer.authority() {
                None => return Err(Untrusted::NoAuthority(issuer.name())),
                Some(Some(most)) if below > usize::from(most) => return Err(Untrusted::NoAuthority(issuer.name())),
                Some(_) => {}
            }
            let issuer = (*issuer).clone();
            path.push(issuer);
            if path.len() > LONGEST {
                return Err(Untrusted::UnknownAuthority(leaf.issuer()));
            }
        }
    }
}

fn valid(certificate: &Certificate, at: Timestamp) -> Result<(), Untrusted> {
    if certificate.unknown_critical() {
        return Err(Untrusted::Unsupported(certificate.name()));
    }
    if at < certificate.not_before() {
        return Err(Untrusted::NotYetValid(certificate.name(), certificate.not_before()));
    }
    if at > certificate.not_after() {
        return Err(Untrusted::Expired(certificate.name(), certificate.not_after()));
    }
    Ok(())
}

/// Why there is no way on from this certificate.
fn stuck(last: &Certificate, named: Option<&Certificate>, length: usize) -> Untrusted {
    if last.is_self_issued() && last.signed_by(last).is_ok() {
        return if length == 1 { Untrusted::SelfSigned } else { Untrusted::UnknownAuthority(last.name()) };
    }
    match named.map(|issuer| last.signed_by(issuer)) {
        None => Untrusted::IssuerMissing(last.issuer()),
        Some(Err(Unusable::Weak | Unusable::Unknown)) => Untrusted::Weak(last.name()),
        Some(_) => Untrusted::Forged(last.name()),
    }
}
