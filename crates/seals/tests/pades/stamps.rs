//! Timestamps, and certificates that were revoked.

use crate::samples::*;
use jiff::Timestamp;
use rcgen::{CertificateRevocationListParams, CrlDistributionPoint, KeyIdMethod, RevokedCertParams, SerialNumber};
use seals::pades::{
    BadTimestamp, Revocation, RevocationAnswer, SoftwareKey, Stamp, TimeSource, TimestampRequest, TimestampToken,
    Unsigned, Verdict, Wish, answer_timestamp, sign,
};

/// A timestamp authority whose clock stands.
struct Authorised<'a>(&'a SoftwareKey, Timestamp);

impl Stamp for Authorised<'_> {
    fn stamp(&self, request: &TimestampRequest) -> Result<TimestampToken, BadTimestamp> {
        request.read_answer(&answer_timestamp(&request.to_der()?, self.0, self.1, 7)?)
    }
}

/// One that answers what it was asked before.
struct Stale<'a>(&'a SoftwareKey);

impl Stamp for Stale<'_> {
    fn stamp(&self, request: &TimestampRequest) -> Result<TimestampToken, BadTimestamp> {
        let earlier = TimestampRequest::new(b"something else", [1; 8]);
        request.read_answer(&answer_timestamp(&earlier.to_der()?, self.0, now(), 7)?)
    }
}

#[test]
fn a_timestamp_attests_the_time_of_signing() {
    let root = Authority::new("Gốc");
    let clock = root.issue(&timestamper(), &[]);
    let old = root.issue(&names("Hết hạn từ lâu", 2020, 2024), &[]);
    let then: Timestamp = "2025-03-01T00:00:00Z".parse().expect("as made");
    let key = root.issue(&officer(), &[]);
    let file = sign(&pdf(), &Wish { at: then, ..wish() }, &key, Some(&Authorised(&clock, then))).expect("as made");
    let one = found(&file, &root.anchors());
    assert_eq!(one.time_source, TimeSource::Stamped("Dấu thời gian thử".to_owned()));
    assert_eq!(one.signed_at, Some(then));
    assert_eq!(one.verdict(), Verdict::Valid);
    // The authority's own certificate was not valid at the time that it tells: its word does not count.
    let back: Timestamp = "2023-03-01T00:00:00Z".parse().expect("as made");
    let file = sign(&pdf(), &Wish { at: back, ..wish() }, &old, Some(&Authorised(&clock, back))).expect("as made");
    let one = found(&file, &root.anchors());
    assert_eq!(one.time_source, TimeSource::BadStamp);
    assert_eq!(one.verdict(), Verdict::Invalid);
}

#[test]
fn who_is_no_timestamp_authority_attests_nothing() {
    let root = Authority::new("Gốc");
    let key = root.issue(&officer(), &[]);
    let file = sign(&pdf(), &wish(), &key, Some(&Authorised(&key, now()))).expect("as made");
    assert_eq!(found(&file, &root.anchors()).time_source, TimeSource::BadStamp);
    let clock = root.issue(&timestamper(), &[]);
    let unfit = sign(&pdf(), &wish(), &key, Some(&Stale(&clock)));
    assert_eq!(unfit, Err(Unsigned::Unstamped(BadTimestamp::Unfit)));
}

#[test]
fn a_revoked_certificate_is_found_in_the_list() {
    let root = Authority::new("Gốc");
    let mut params = officer();
    params.serial_number = Some(SerialNumber::from(77_u64));
    params.crl_distribution_points = vec![CrlDistributionPoint { uris: vec!["http://ca.example/list.crl".to_owned()] }];
    let file = signed(&root.issue(&params, &[]));
    let mut one = found(&file, &root.anchors());
    assert_eq!((one.revocation, one.verdict()), (Revocation::Unreachable, Verdict::Unproven));
    let question = one.questions()[0].clone();
    assert_eq!(question.lists, ["http://ca.example/list.crl"]);

    let list = |serial: u64, authority: &Authority, until: i32| {
        let revoked = RevokedCertParams {
            serial_number: SerialNumber::from(serial),
            revocation_time: rcgen::date_time_ymd(2026, 2, 3),
            reason_code: None,
            invalidity_date: None,
        };
        let params = CertificateRevocationListParams {
            this_update: rcgen::date_time_ymd(2026, 11, 20),
            next_update: rcgen::date_time_ymd(until, 12, 20),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: vec![revoked],
            key_identifier_method: KeyIdMethod::Sha256,
        };
        params.signed_by(&authority.issuer).expect("as made").der().to_vec()
    };
    let then: Timestamp = "2026-02-03T00:00:00Z".parse().expect("as made");
    assert_eq!(question.read_list(&list(77, &root, 2026), now()), Some(RevocationAnswer::Revoked(then)));
    assert_eq!(question.read_list(&list(78, &root, 2026), now()), Some(RevocationAnswer::Good));
    assert_eq!(question.read_list(&list(78, &Authority::new("Gốc"), 2026), now()), None, "another key's list");
    let later: Timestamp = "2027-02-03T00:00:00Z".parse().expect("as made");
    assert_eq!(question.read_list(&list(78, &root, 2026), later), None, "a list of yesterday tells nothing of today");
    assert_eq!(question.read_list(b"no list", now()), None);

    one.answered(&[Some(RevocationAnswer::Good)], now());
    assert_eq!((one.revocation, one.verdict()), (Revocation::Good(now()), Verdict::Valid));
    one.answered(&[Some(RevocationAnswer::Revoked(then))], now());
    assert_eq!((one.revocation, one.verdict()), (Revocation::Revoked(then), Verdict::Invalid));
    one.answered(&[None], now());
    assert_eq!((one.revocation, one.verdict()), (Revocation::Unreachable, Verdict::Unproven));
}
