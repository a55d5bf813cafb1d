//! Keys, certificates and PDFs to test with.

use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use seals::pades::{Anchors, Certificate, Integrity, Signature, SoftwareKey, Wish, sign, verify};

pub const NOW: &str = "2026-11-26T05:30:00Z";

pub fn now() -> Timestamp {
    NOW.parse().expect("as made")
}

/// An authority.
pub struct Authority {
    pub issuer: Issuer<'static, KeyPair>,
    pub certificate: Certificate,
}

pub fn names(common: &str, from: i32, until: i32) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, "UBND xã Bum Tở");
    params.distinguished_name.push(DnType::CommonName, common);
    params.not_before = rcgen::date_time_ymd(from, 1, 1);
    params.not_after = rcgen::date_time_ymd(until, 1, 1);
    params
}

impl Authority {
    pub fn new(common: &str) -> Self {
        let key = KeyPair::generate().expect("as made");
        let params = authority(common);
        let certificate = params.self_signed(&key).expect("as made");
        Self { certificate: read(&certificate), issuer: Issuer::new(params, key) }
    }

    pub fn below(&self, common: &str) -> Self {
        self.issue_authority(authority(common))
    }

    pub fn issue_authority(&self, params: CertificateParams) -> Self {
        let key = KeyPair::generate().expect("as made");
        let certificate = params.signed_by(&key, &self.issuer).expect("as made");
        Self { certificate: read(&certificate), issuer: Issuer::new(params, key) }
    }

    /// A key with a certificate of this authority's, with those between it and the root.
    pub fn issue(&self, params: &CertificateParams, between: &[&Authority]) -> SoftwareKey {
        let key = KeyPair::generate().expect("as made");
        let own = read(&params.signed_by(&key, &self.issuer).expect("as made"));
        let chain = [own].into_iter().chain(between.iter().map(|one| one.certificate.clone()));
        SoftwareKey::new(&key.serialize_der(), chain.collect()).expect("as made")
    }

    pub fn anchors(&self) -> Anchors {
        Anchors::new(vec![self.certificate.clone()])
    }
}

pub fn read(certificate: &rcgen::Certificate) -> Certificate {
    Certificate::from_der(certificate.der()).expect("as made")
}

fn authority(common: &str) -> CertificateParams {
    let mut params = names(common, 2020, 2040);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

pub fn officer() -> CertificateParams {
    let mut params = names("Lò Văn Ký", 2025, 2028);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    params
}

pub fn timestamper() -> CertificateParams {
    let mut params = names("Dấu thời gian thử", 2025, 2028);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::TimeStamping];
    params
}

/// A PDF of one page.
pub fn pdf() -> Vec<u8> {
    let parts = [
        "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
        "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
        "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>\nendobj\n",
        "4 0 obj\n<</Length 18>>\nstream\n10 10 100 100 re f\nendstream\nendobj\n",
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = "xref\n0 5\n0000000000 65535 f \n".to_owned();
    for part in parts {
        table += &format!("{:010} 00000 n \n", file.len());
        file += part;
    }
    let start = file.len();
    format!("{file}{table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").into_bytes()
}

pub fn wish() -> Wish<'static> {
    Wish { name: "Lò Văn Ký", reason: "Ký ban hành kết quả", location: "Lai Châu", at: now() }
}

pub fn signed(key: &SoftwareKey) -> Vec<u8> {
    sign(&pdf(), &wish(), key, None).expect("as made")
}

/// What is found about the one signature of this file.
pub fn found(pdf: &[u8], anchors: &Anchors) -> Signature {
    let mut all = verify(pdf, anchors, now()).expect("as made");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

pub fn intact(pdf: &[u8], authority: &Authority) -> Integrity {
    found(pdf, &authority.anchors()).integrity
}

/// The file with these bytes put for others, once.
pub fn replaced(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = file.windows(from.len()).position(|part| part == from.as_bytes()).expect("there");
    [&file[..at], to.as_bytes(), &file[at + from.len()..]].concat()
}
