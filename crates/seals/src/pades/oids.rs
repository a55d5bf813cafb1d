//! The identifiers that signatures are written with.

use der::asn1::ObjectIdentifier as Oid;

const fn oid(text: &str) -> Oid {
    Oid::new_unwrap(text)
}

pub(super) const DATA: Oid = oid("1.2.840.113549.1.7.1");
pub(super) const SIGNED_DATA: Oid = oid("1.2.840.113549.1.7.2");
pub(super) const TIMESTAMP_INFO: Oid = oid("1.2.840.113549.1.9.16.1.4");
pub(super) const CONTENT_TYPE: Oid = oid("1.2.840.113549.1.9.3");
pub(super) const MESSAGE_DIGEST: Oid = oid("1.2.840.113549.1.9.4");
pub(super) const SIGNING_TIME: Oid = oid("1.2.840.113549.1.9.5");
pub(super) const SIGNING_CERTIFICATE: Oid = oid("1.2.840.113549.1.9.16.2.12");
pub(super) const TIMESTAMP_TOKEN: Oid = oid("1.2.840.113549.1.9.16.2.14");
pub(super) const SIGNING_CERTIFICATE_2: Oid = oid("1.2.840.113549.1.9.16.2.47");

pub(super) const SHA1: Oid = oid("1.3.14.3.2.26");
pub(super) const SHA256: Oid = oid("2.16.840.1.101.3.4.2.1");
pub(super) const SHA384: Oid = oid("2.16.840.1.101.3.4.2.2");
pub(super) const SHA512: Oid = oid("2.16.840.1.101.3.4.2.3");

pub(super) const RSA: Oid = oid("1.2.840.113549.1.1.1");
pub(super) const RSA_SHA1: Oid = oid("1.2.840.113549.1.1.5");
pub(super) const RSA_PSS: Oid = oid("1.2.840.113549.1.1.10");
pub(super) const RSA_SHA256: Oid = oid("1.2.840.113549.1.1.11");
pub(super) const RSA_SHA384: Oid = oid("1.2.840.113549.1.1.12");
pub(super) const RSA_SHA512: Oid = oid("1.2.840.113549.1.1.13");
pub(super) const EC: Oid = oid("1.2.840.10045.2.1");
pub(super) const ECDSA_SHA1: Oid = oid("1.2.840.10045.4.1");
pub(super) const ECDSA_SHA256: Oid = oid("1.2.840.10045.4.3.2");
pub(super) const ECDSA_SHA384: Oid = oid("1.2.840.10045.4.3.3");
pub(super) const P256: Oid = oid("1.2.840.10045.3.1.7");
pub(super) const P384: Oid = oid("1.3.132.0.34");
pub(super) const ED25519: Oid = oid("1.3.101.112");

pub(super) const TIME_STAMPING: Oid = oid("1.3.6.1.5.5.7.3.8");
pub(super) const OCSP_SIGNING: Oid = oid("1.3.6.1.5.5.7.3.9");
pub(super) const OCSP: Oid = oid("1.3.6.1.5.5.7.48.1");
pub(super) const OCSP_BASIC: Oid = oid("1.3.6.1.5.5.7.48.1.1");

pub(super) const BASIC_CONSTRAINTS: Oid = oid("2.5.29.19");
pub(super) const KEY_USAGE: Oid = oid("2.5.29.15");
pub(super) const EXTENDED_KEY_USAGE: Oid = oid("2.5.29.37");
pub(super) const CERTIFICATE_POLICIES: Oid = oid("2.5.29.32");
pub(super) const SUBJECT_ALT_NAME: Oid = oid("2.5.29.17");
