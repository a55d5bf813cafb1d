//! What is found about a signature, in words: the same keys in pages and in the API.

use crate::components::{Tag, Tone};
use crate::frame::Frame;
use seals::pades::{Integrity, Revocation, Signature, TimeSource, Trust, Untrusted, Verdict};

/// A signature in words.
#[derive(Debug, Clone)]
pub struct Said {
    /// The sum.
    pub tag: Tag,
    /// Who signed.
    pub signer: String,
    /// What was found, as names and values.
    pub rows: Vec<(String, String)>,
}

/// The name of a verdict.
#[must_use]
pub fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "valid",
        Verdict::Unproven => "unproven",
        Verdict::Invalid => "invalid",
    }
}

/// The name of what was found about the bytes.
#[must_use]
pub fn integrity_key(signature: &Signature) -> &'static str {
    match signature.integrity {
        Integrity::Intact if signature.covers_all => "intact",
        Integrity::Intact => "intact-followed",
        Integrity::Changed => "changed",
        Integrity::ChangedAfterwards => "changed-afterwards",
        Integrity::Malformed => "malformed",
        Integrity::Forged => "forged",
        Integrity::Weak => "weak",
        Integrity::Unsupported => "unsupported",
    }
}

/// The name of what was found about the certificate.
#[must_use]
pub fn trust_key(trust: &Trust) -> &'static str {
    match trust {
        Trust::Trusted(_) => "trusted",
        Trust::ExpiredSince(_) => "expired-since",
        Trust::NotForSigning => "not-for-signing",
        Trust::NoCertificate => "no-certificate",
        Trust::Untrusted(untrusted) => match untrusted {
            Untrusted::SelfSigned => "self-signed",
            Untrusted::IssuerMissing(_) => "issuer-missing",
            Untrusted::UnknownAuthority(_) => "unknown-authority",
            Untrusted::Expired(..) => "expired",
            Untrusted::NotYetValid(..) => "not-yet-valid",
            Untrusted::NoAuthority(_) => "no-authority",
            Untrusted::Forged(_) => "certificate-forged",
            Untrusted::Weak(_) => "certificate-weak",
            Untrusted::Unsupported(_) => "certificate-unsupported",
        },
    }
}

/// The name of what was found about revocation.
#[must_use]
pub fn revocation_key(revocation: Revocation) -> &'static str {
    match revocation {
        Revocation::NotAsked => "not-asked",
        Revocation::NobodyToAsk => "nobody-to-ask",
        Revocation::Unreachable => "unreachable",
        Revocation::Good(_) => "good",
        Revocation::Revoked(_) => "revoked",
    }
}

/// The name of where the time is known from.
#[must_use]
pub fn time_key(source: &TimeSource) -> &'static str {
    match source {
        TimeSource::Stamped(_) => "stamped",
        TimeSource::BadStamp => "bad-stamp",
        TimeSource::Claimed => "claimed",
        TimeSource::Unknown => "unknown",
    }
}

/// The tag of a verdict.
#[must_use]
pub fn tag(f: &Frame, verdict: Verdict) -> Tag {
    let tone = match verdict {
        Verdict::Valid => Tone::Good,
        Verdict::Unproven => Tone::Warning,
        Verdict::Invalid => Tone::Bad,
    };
    Tag::new(tone, f.t(&format!("signature-{}", verdict_key(verdict))))
}

/// A signature in words.
#[must_use]
pub fn said(f: &Frame, one: &Signature) -> Said {
    let time = match (&one.time_source, &one.signed_at) {
        (TimeSource::Stamped(authority), Some(at)) => {
            f.t2("signature-time-stamped", "at", f.moment(at), "authority", authority)
        }
        (TimeSource::Unknown, _) | (_, None) => f.t("signature-time-unknown"),
        (source, Some(at)) => f.t1(&format!("signature-time-{}", time_key(source)), "at", f.moment(at)),
    };
    let key = format!("signature-trust-{}", trust_key(&one.trust));
    let trust = match &one.trust {
        Trust::Trusted(name)
        | Trust::Untrusted(
            Untrusted::IssuerMissing(name)
            | Untrusted::UnknownAuthority(name)
            | Untrusted::NoAuthority(name)
            | Untrusted::Forged(name)
            | Untrusted::Weak(name)
            | Untrusted::Unsupported(name),
        ) => f.t1(&key, "name", name),
        Trust::Untrusted(Untrusted::Expired(name, at) | Untrusted::NotYetValid(name, at)) => {
            f.t2(&key, "name", name, "at", f.moment(at))
        }
        Trust::ExpiredSince(at) => f.t1(&key, "at", f.moment(at)),
        _ => f.t(&key),
    };
    let key = format!("signature-revocation-{}", revocation_key(one.revocation));
    let revocation = match &one.revocation {
        Revocation::Good(at) | Revocation::Revoked(at) => f.t1(&key, "at", f.moment(at)),
        _ => f.t(&key),
    };
    let validity = one
        .validity
        .as_ref()
        .map(|(from, until)| f.t2("signature-validity", "from", f.moment(from), "until", f.moment(until)));
    let rows = [
        ("integrity", f.t(&format!("signature-integrity-{}", integrity_key(one)))),
        ("time", time),
        ("trust", trust),
        ("revocation", revocation),
        ("organisation", one.organisation.clone().unwrap_or_default()),
        ("reason", one.reason.clone().unwrap_or_default()),
        ("issuer", one.issuer.clone().unwrap_or_default()),
        ("serial", one.serial.clone().unwrap_or_default()),
        ("valid", validity.unwrap_or_default()),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    Said {
        tag: tag(f, one.verdict()),
        signer: one.signer.clone().unwrap_or_else(|| f.t("signature-nobody")),
        rows: rows.map(|(key, value)| (f.t(&format!("signature-row-{key}")), value)).collect(),
    }
}
