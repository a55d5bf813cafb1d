//! A paper becomes a file: counted, compared, named, and never a second time what is in the store already.

use super::sample::{Story, at, counter, officer};
use crate::RefusalKind;
use crate::dossiers::{Command, Digitise, Scan, scan_name};
use jiff::civil::date;

fn scan(document: &str, counted: u32, pages: u32) -> Digitise {
    Digitise {
        document: document.into(),
        file: Some("scan".into()),
        pages: counted,
        scan: Some(Scan {
            pages,
            name: scan_name(&"H35.A-251215-0001".parse().expect("a code"), document, "Giấy chứng sinh"),
        }),
        ..Digitise::default()
    }
}

#[test]
fn a_scan_stands_in_the_place_of_its_paper_and_a_better_one_in_its_place() {
    let story = Story::received_at(at(15, 8));
    let papers = story.dossier.filed.documents.len();
    let code = story.dossier.filed.documents[0].code.clone();
    let story = story.then(at(15, 9), &counter(), Command::Digitise(scan(&code, 2, 2)));
    let again = Digitise { file: Some("better".into()), ..scan(&code, 2, 2) };
    let dossier = story.then(at(15, 10), &officer(), Command::Digitise(again)).dossier;
    let named: Vec<_> = dossier.filed.documents.iter().filter_map(|paper| paper.file_id.as_deref()).collect();
    assert!(named.contains(&"better"), "{named:?}");
    assert!(dossier.replaced.contains(&"scan".to_owned()), "the first scan gave way");
    assert_eq!(dossier.digitised.len(), 2);
    assert!(dossier.filed.documents.len() > papers);
}

#[test]
fn a_scan_that_is_not_the_paper_is_refused_with_what_to_do() {
    let story = Story::received_at(at(15, 8));
    let code = story.dossier.filed.documents[0].code.clone();
    let problems = |command: Digitise| {
        let refusal = story.attempt(at(15, 9), &counter(), &Command::Digitise(command)).expect_err("a refusal");
        assert!(refusal.basis.is_some_and(|basis| basis.contains("01/2023/TT-VPCP")));
        refusal.problems.iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(problems(scan(&code, 3, 2)), ["scan-pages-differ"]);
    assert_eq!(problems(scan("99", 2, 2)), ["scan-unknown-paper"]);
    assert_eq!(problems(Digitise { scan: None, ..scan(&code, 2, 2) }), ["scan-no-pdf"]);
    assert_eq!(problems(Digitise { file: None, ..scan(&code, 2, 2) }), ["missing"]);
    assert_eq!(problems(Digitise { valid_until: Some(date(2025, 12, 1)), ..scan(&code, 2, 2) }), ["validity-over"]);
    let filed = Story::filed_at(at(15, 8));
    assert_eq!(filed.refuses(&counter(), &Command::Digitise(scan(&code, 2, 2))).1, RefusalKind::Rule);
}

#[test]
fn a_scan_is_named_by_rule() {
    let code = "H35.38-251223-0001".parse().expect("a code");
    assert_eq!(
        scan_name(&code, "KQ.01", "Giấy chứng sinh (bản chính)"),
        "H35.38-251223-0001_KQ.01_giay-chung-sinh-ban-chinh.pdf"
    );
    let long = "Văn bản ".repeat(20);
    assert!(scan_name(&code, "01", &long).len() < 100);
}
