//! Each page as it was last looked at. `UPDATE=1` rewrites the images; a page that differs is written beside them, with what differs.

use crate::pages::{Page, drawn};
use crate::samples;
use documents::forms::Form;
use std::fs;
use std::path::Path;

/// Pixels a point: letters can be told, images stay small.
const SCALE: f32 = 0.75;
/// So many pixels may differ: edges are drawn a little differently on other processors.
const PIXELS: usize = 12;

/// Compares the pages with those that are kept; says what differs.
fn compare(name: &str, form: &impl Form, count: usize) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/golden");
    fs::create_dir_all(&folder).expect("the folder");
    let pages = drawn(form, SCALE);
    let mut wrong = Vec::new();
    if pages.len() != count {
        wrong.push(format!("{name} has {} pages instead of {count}", pages.len()));
    }
    for (page, number) in pages.iter().zip(1..) {
        let path = |end: &str| folder.join(format!("{name}-{number}{end}.png"));
        if std::env::var_os("UPDATE").is_some() {
            page.write(&path(""));
            continue;
        }
        let Some(kept) = Page::read(&path("")) else {
            page.write(&path(".new"));
            wrong.push(format!("{name}, page {number}: never looked at"));
            continue;
        };
        let difference = page.difference(&kept);
        let differing = difference.shades.iter().filter(|shade| **shade == 0).count();
        if (page.width, page.height) != (kept.width, kept.height) || differing > PIXELS {
            page.write(&path(".new"));
            difference.write(&path(".diff"));
            wrong.push(format!("{name}, page {number}: {differing} pixels differ"));
        }
    }
    wrong
}

#[test]
fn every_page_looks_as_it_was_approved() {
    let wrong = [
        compare("01", &samples::acknowledgement(), 1),
        compare("01-long", &samples::long_acknowledgement(), 4),
        compare("02", &samples::supplement_request(), 1),
        compare("03", &samples::refusal(), 1),
        compare("03-long", &samples::long_refusal(), 3),
        compare("04", &samples::apology(), 1),
        compare("05", &samples::stop_notice(), 1),
        compare("06", &samples::control_slip(7), 1),
        compare("06-long", &samples::control_slip(40), 4),
        compare("07", &samples::tracking_book(4), 1),
        compare("07-long", &samples::tracking_book(40), 5),
        compare("06a", &samples::report_table(6), 1),
        compare("06a-long", &samples::report_table(60), 4),
        compare("result", &samples::result(), 1),
        compare("decision", &samples::decision(), 1),
        compare("marriage", &samples::marriage(), 1),
        compare("certificate", &samples::certificate(), 1),
        compare("receipt", &samples::receipt(), 1),
        compare("notice", &samples::notice(4), 1),
        compare("notice-long", &samples::notice(30), 3),
        compare("summary", &samples::summary(), 1),
    ];
    let wrong = wrong.concat();
    assert!(wrong.is_empty(), "{}; look at the images and run with UPDATE=1 if they are right", wrong.join("; "));
}
