//! A key in a device signs without leaving it. Needs SoftHSM as `scripts/softhsm.sh` sets it up; `./test` does.

use jiff::Timestamp;
use links::signing::{Holder, Settings, Token};
use seals::pades::{Anchors, Certificate, Verdict, Wish, sign, verify};
use std::path::{Path, PathBuf};

const LIBRARY: &str = "/usr/lib/softhsm/libsofthsm2.so";

#[expect(clippy::disallowed_methods, reason = "the test's own surroundings")]
fn folder() -> PathBuf {
    std::env::var("MOTCUA_TEST_SOFTHSM").expect("scripts/softhsm.sh").into()
}

fn pdf() -> Vec<u8> {
    let parts = [
        "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
        "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
        "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>\nendobj\n",
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = "xref\n0 4\n0000000000 65535 f \n".to_owned();
    for part in parts {
        table += &format!("{:010} 00000 n \n", file.len());
        file += part;
    }
    let start = file.len();
    format!("{file}{table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").into_bytes()
}

/// One test, because a process opens a device once.
#[test]
#[ignore = "needs SoftHSM"]
fn a_device_signs_and_says_what_is_wrong() {
    let folder = folder();
    let token = Token::open(Path::new(LIBRARY)).expect("a library");
    let pem = |kind: &str| std::fs::read(folder.join(format!("{kind}.pem"))).expect("a certificate");
    for kind in ["rsa", "ec"] {
        let certificates = Certificate::all_from_pem(&pem(kind)).expect("certificates");
        let anchors = Anchors::new(certificates.clone());
        let at = certificates[0].not_before().saturating_add(jiff::SignedDuration::from_hours(1)).expect("a time");
        let key = token.key("motcua", "1234", kind, certificates).expect("a key");
        let wish = Wish { name: "Thiết bị", reason: "Thử", location: "", at };
        let signed = sign(&pdf(), &wish, &key, None).expect("signed");
        assert_eq!(verify(&signed, &anchors, at).expect("a PDF")[0].verdict(), Verdict::Valid, "{kind}");
        let again = || Certificate::all_from_pem(&pem(kind)).expect("certificates");
        assert!(token.key("motcua", "9999", kind, again()).is_err(), "a wrong number");
        assert!(token.key("motcua", "1234", "nothing", again()).unwrap_err().0.contains("no private key"));
        assert!(token.key("elsewhere", "1234", kind, again()).unwrap_err().0.contains("no token"));
    }
    assert!(Token::open(Path::new("/nowhere.so")).is_err());

    // The same through a settings file.
    std::fs::write(folder.join("pin"), "1234\n").expect("written");
    let text = format!(
        "trust = [\"rsa.pem\"]\n[[key]]\nagency = \"H35.38\"\npkcs11 = \"{LIBRARY}\"\ntoken = \"motcua\"\nlabel = \"rsa\"\n\
         secret_file = \"pin\"\ncertificates = \"rsa.pem\"\n"
    );
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let signing = Settings::parse(&text).expect("settings").open(&folder, runtime.handle().clone()).expect("a key");
    let holder = |code: &str| Holder::Agency { code: code.into(), name: String::new() };
    assert!(signing.keys.key(&holder("H35.38")).expect("works").is_some());
    assert!(signing.keys.key(&holder("H35.40")).expect("works").is_none());
    assert!(Timestamp::UNIX_EPOCH < signing.anchors.roots()[0].not_after());
}
