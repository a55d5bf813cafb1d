//! Whom a signature is of, and whether they are trusted.

use crate::samples::*;
use rcgen::{BasicConstraints, IsCa, KeyPair, KeyUsagePurpose};
use seals::pades::{Anchors, Integrity, SoftwareKey, TimeSource, Trust, Untrusted, Verdict, sign, verify};

#[test]
fn a_signature_tells_who_when_and_what_for() {
    let root = Authority::new("Gốc");
    let file = signed(&root.issue(&officer(), &[]));
    let one = found(&file, &root.anchors());
    assert_eq!(one.verdict(), Verdict::Valid);
    assert_eq!(one.integrity, Integrity::Intact);
    assert!(one.covers_all);
    assert_eq!(one.signer.as_deref(), Some("Lò Văn Ký"));
    assert_eq!(one.organisation.as_deref(), Some("UBND xã Bum Tở"));
    assert_eq!(one.issuer.as_deref(), Some("Gốc"));
    assert_eq!(one.reason.as_deref(), Some("Ký ban hành kết quả"));
    assert_eq!(one.signed_at, Some(now()));
    assert_eq!(one.time_source, TimeSource::Claimed);
    assert_eq!(one.trust, Trust::Trusted("Gốc".to_owned()));
}

#[test]
fn a_chain_is_followed_over_authorities_between() {
    let root = Authority::new("Gốc");
    let middle = root.below("Trung gian");
    let whole = signed(&middle.issue(&officer(), &[&middle]));
    assert_eq!(found(&whole, &root.anchors()).verdict(), Verdict::Valid);

    let missing = signed(&middle.issue(&officer(), &[]));
    let one = found(&missing, &root.anchors());
    assert_eq!(one.trust, Trust::Untrusted(Untrusted::IssuerMissing("Trung gian".to_owned())));
    assert_eq!(one.verdict(), Verdict::Unproven);

    let known = root.anchors().with_known(vec![middle.certificate]);
    assert_eq!(found(&missing, &known).verdict(), Verdict::Valid);
}

#[test]
fn who_vouches_for_themselves_is_not_trusted() {
    let key = KeyPair::generate().expect("as made");
    let own = read(&officer().self_signed(&key).expect("as made"));
    let alone = SoftwareKey::new(&key.serialize_der(), vec![own]).expect("as made");
    let one = found(&signed(&alone), &Authority::new("Gốc").anchors());
    assert_eq!(one.trust, Trust::Untrusted(Untrusted::SelfSigned));
    assert_eq!(one.verdict(), Verdict::Unproven);
}

#[test]
fn another_authority_is_told_by_its_name() {
    let other = Authority::new("Gốc lạ");
    let one = found(&signed(&other.issue(&officer(), &[&other])), &Authority::new("Gốc").anchors());
    assert_eq!(one.trust, Trust::Untrusted(Untrusted::UnknownAuthority("Gốc lạ".to_owned())));
    // An authority of the same name with another key is not the same.
    let one = found(&signed(&other.issue(&officer(), &[])), &Authority::new("Gốc lạ").anchors());
    assert_eq!(one.trust, Trust::Untrusted(Untrusted::Forged("Lò Văn Ký".to_owned())));
    assert_eq!(one.verdict(), Verdict::Invalid);
    assert!(
        !verify(&pdf(), &Anchors::default(), now()).expect("as made").iter().any(|_| true),
        "no signature, nothing found"
    );
}

#[test]
fn a_certificate_counts_only_while_it_is_valid() {
    let root = Authority::new("Gốc");
    let old = root.issue(&names("Hết hạn", 2020, 2024), &[]);
    let one = found(&signed(&old), &root.anchors());
    assert!(matches!(one.trust, Trust::Untrusted(Untrusted::Expired(..))), "{:?}", one.trust);
    assert_eq!(one.verdict(), Verdict::Invalid);

    // Whoever claims an earlier time proves nothing by it.
    let earlier = wish_at("2023-05-05T00:00:00Z", &old);
    let one = found(&earlier, &root.anchors());
    assert!(matches!(one.trust, Trust::ExpiredSince(_)), "{:?}", one.trust);
    assert_eq!(one.verdict(), Verdict::Invalid);

    let early = root.issue(&names("Chưa đến", 2030, 2035), &[]);
    let one = found(&signed(&early), &root.anchors());
    assert!(matches!(one.trust, Trust::Untrusted(Untrusted::NotYetValid(..))), "{:?}", one.trust);
}

fn wish_at(at: &str, key: &SoftwareKey) -> Vec<u8> {
    let wish = seals::pades::Wish { at: at.parse().expect("as made"), ..wish() };
    sign(&pdf(), &wish, key, None).expect("as made")
}

#[test]
fn only_authorities_issue_certificates() {
    let root = Authority::new("Gốc");
    let citizen = root.issue_authority(officer());
    let one = found(&signed(&citizen.issue(&names("Giả mạo", 2025, 2028), &[&citizen])), &root.anchors());
    assert_eq!(one.trust, Trust::Untrusted(Untrusted::NoAuthority("Lò Văn Ký".to_owned())));

    let mut last = names("Cuối", 2020, 2040);
    last.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    last.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let last = root.issue_authority(last);
    let beyond = last.below("Quá sâu");
    let one = found(&signed(&beyond.issue(&officer(), &[&beyond, &last])), &root.anchors());
    assert_eq!(one.trust, Trust::Untrusted(Untrusted::NoAuthority("Cuối".to_owned())));
}

#[test]
fn a_key_for_something_else_does_not_sign_documents() {
    let root = Authority::new("Gốc");
    let mut params = officer();
    params.key_usages = vec![KeyUsagePurpose::KeyEncipherment];
    let one = found(&signed(&root.issue(&params, &[])), &root.anchors());
    assert_eq!(one.trust, Trust::NotForSigning);
    assert_eq!(one.verdict(), Verdict::Invalid);
}

#[test]
fn a_key_and_its_certificate_belong_together() {
    let root = Authority::new("Gốc");
    let (one, other) = (KeyPair::generate().expect("as made"), KeyPair::generate().expect("as made"));
    let certificate = read(&officer().signed_by(&one, &root.issuer).expect("as made"));
    let mixed = SoftwareKey::new(&other.serialize_der(), vec![certificate]);
    assert_eq!(mixed.unwrap_err().to_string(), "the certificate is not the key's");
    let garbage = SoftwareKey::from_pkcs12(b"not a PKCS#12 file", "x");
    assert!(garbage.unwrap_err().to_string().contains("can't be opened"));
}
