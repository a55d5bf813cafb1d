//! Signatures that do not hold.

use crate::samples::*;
use seals::pades::{Integrity, Signature, Unreadable, Unsigned, Verdict, sign, verify};

#[test]
fn every_byte_under_a_signature_counts() {
    let root = Authority::new("Gốc");
    let file = signed(&root.issue(&officer(), &[]));
    for (from, to) in [("10 10 100", "10 10 900"), ("/Reason", "/Reasom"), ("MediaBox[0", "MediaBox[9")] {
        let spoiled = replaced(&file, from, to);
        let found = verify(&spoiled, &root.anchors(), now()).expect("as made");
        assert_eq!(found[0].integrity, Integrity::Changed, "{from}");
        assert_eq!(found[0].verdict(), Verdict::Invalid);
    }
}

#[test]
fn what_is_added_later_is_found() {
    let root = Authority::new("Gốc");
    let file = signed(&root.issue(&officer(), &[]));
    let start = file.len();
    // A later revision in which the page shows something else.
    let update = "\n4 0 obj\n<</Length 16>>\nstream\n0 0 500 500 re f\nendstream\nendobj\n";
    let text = String::from_utf8_lossy(&file);
    let before = text.rsplit_once("startxref\n").expect("as made").1.lines().next().expect("as made").to_owned();
    let table = format!("xref\n4 1\n{:010} 00000 n \ntrailer\n<</Size 7/Root 1 0 R/Prev {before}>>\n", start + 1);
    let end = format!("startxref\n{}\n%%EOF", start + update.len());
    let longer = [&file, update.as_bytes(), table.as_bytes(), end.as_bytes()].concat();
    let one = found(&longer, &root.anchors());
    assert_eq!(one.integrity, Integrity::ChangedAfterwards);
    assert!(!one.covers_all);
    assert_eq!(one.verdict(), Verdict::Invalid);
    // Bytes that belong to nothing are no less of a change.
    let trailing = [&file[..], b"\n% and more"].concat();
    assert_eq!(intact(&trailing, &root), Integrity::ChangedAfterwards);
}

#[test]
fn a_second_signature_does_not_hurt_the_first() {
    let root = Authority::new("Gốc");
    let first = signed(&root.issue(&officer(), &[]));
    let second = sign(&first, &wish(), &root.issue(&officer(), &[]), None).expect("as made");
    assert!(second.starts_with(&first));
    let all = verify(&second, &root.anchors(), now()).expect("as made");
    assert_eq!(all.iter().map(Signature::verdict).collect::<Vec<_>>(), [Verdict::Valid, Verdict::Valid]);
    assert_eq!(all.iter().map(|one| one.covers_all).collect::<Vec<_>>(), [false, true]);
    // What the first covered is spoiled: neither holds.
    let spoiled = replaced(&second, "10 10 100", "10 10 900");
    let all = verify(&spoiled, &root.anchors(), now()).expect("as made");
    assert!(all.iter().all(|one| one.integrity == Integrity::Changed));
}

#[test]
fn a_signature_that_leaves_out_more_than_itself_is_none() {
    let root = Authority::new("Gốc");
    let file = signed(&root.issue(&officer(), &[]));
    let text = String::from_utf8_lossy(&file).into_owned();
    let range = text.split("/ByteRange[").nth(1).expect("as made").split(']').next().expect("as made").to_owned();
    let numbers: Vec<usize> = range.split_whitespace().map(|one| one.parse().expect("as made")).collect();
    let shorter = format!("0 {} {} {}", numbers[1], numbers[2], numbers[3] - 100);
    for other in [format!("5 {} {} {}", numbers[1], numbers[2], numbers[3]), format!("0 100 {} 5", numbers[2]), shorter]
    {
        let padded = format!("{other:<width$}", width = range.len());
        let spoiled = replaced(&file, &range, &padded);
        assert!(matches!(intact(&spoiled, &root), Integrity::Malformed | Integrity::Changed), "{other}");
    }
    let without = replaced(&file, "/ByteRange", "/BiteRange");
    assert_eq!(intact(&without, &root), Integrity::Malformed);
}

#[test]
fn what_can_not_be_read_is_said() {
    let root = Authority::new("Gốc");
    let ask = |file: &[u8]| verify(file, &root.anchors(), now()).err();
    assert_eq!(ask(b"MZ"), Some(Unreadable::NoPdf));
    assert_eq!(ask(b"%PDF-1.7 and nothing else"), Some(Unreadable::Damaged));
    let key = root.issue(&officer(), &[]);
    assert_eq!(sign(b"MZ", &wish(), &key, None), Err(Unsigned::Unreadable(Unreadable::NoPdf)));
    let locked = replaced(&pdf(), "/Root 1 0 R>>", "/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/O(a)/U(b)/P -4>>>>");
    assert_eq!(ask(&locked), Some(Unreadable::Encrypted));
}
