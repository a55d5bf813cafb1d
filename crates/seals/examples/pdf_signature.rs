//! Signs a PDF with a PKCS#12 file, or tells what is found about a PDF's signatures; for comparing with other implementations.
//!
//!     pdf_signature sign IN.pdf KEY.p12 PASSPHRASE OUT.pdf SECONDS
//!     pdf_signature verify IN.pdf ANCHORS.pem SECONDS

use jiff::Timestamp;
use seals::pades::{Anchors, Certificate, SoftwareKey, Wish, sign, verify};
use std::error::Error;
use std::fs;
use std::io::Write as _;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["sign", input, key, passphrase, output, seconds] => {
            let key = SoftwareKey::from_pkcs12(&fs::read(key)?, passphrase)?;
            let at = Timestamp::from_second(seconds.parse()?)?;
            let wish =
                Wish { name: "Nguyễn Văn Ký", reason: "Ký ban hành kết quả", location: "Lai Châu", at };
            fs::write(output, sign(&fs::read(input)?, &wish, &key, None)?)?;
        }
        ["verify", input, anchors, seconds] => {
            let anchors = Anchors::new(Certificate::all_from_pem(&fs::read(anchors)?)?);
            let now = Timestamp::from_second(seconds.parse()?)?;
            let mut out = std::io::stdout();
            for found in verify(&fs::read(input)?, &anchors, now)? {
                let (verdict, signer) = (found.verdict(), found.signer.unwrap_or_default());
                let (integrity, trust, source) = (found.integrity, found.trust, found.time_source);
                writeln!(out, "{verdict:?}\t{integrity:?}\t{trust:?}\t{source:?}\t{signer}")?;
            }
        }
        _ => return Err("sign IN KEY PASSPHRASE OUT SECONDS | verify IN ANCHORS SECONDS".into()),
    }
    Ok(())
}
