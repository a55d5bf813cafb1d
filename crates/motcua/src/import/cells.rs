//! Short cells with a fixed set of meanings: level, subjects, how far online, yes and no.

use super::Notes;
use rules::catalogue::{Level, OnlineLevel, Subject};
use rules::text::fold;

/// The level that settles, from "cấp thực hiện" and from who does it. Several levels, or none, are listed for review: the
/// lowest that the names of the agencies speak for is taken.
pub(super) fn level(text: &str, agencies: &str, notes: &mut Notes) -> Level {
    let folded = fold(text);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    let commune = has(&["cap xa", "commune", "phuong", "cap huyen"]) || folded == "xa";
    let province = has(&["cap tinh", "province"]) || folded == "tinh";
    let ministry = has(&["cap bo", "ministry", "trung uong"]) || folded == "bo";
    if folded.contains("cap huyen") {
        notes.review("level", "level-district");
    }
    match (commune, province, ministry) {
        (true, false, false) => return Level::Commune,
        (false, true, false) => return Level::Province,
        (false, false, true) => return Level::Ministry,
        (false, false, false) => notes.review_value("level", "level-unknown", text),
        _ => notes.review_value("level", "level-several", text),
    }
    let agencies = fold(agencies);
    let named = |words: &[&str]| words.iter().any(|word| agencies.contains(word));
    let of_commune = named(&["cap xa", "xa phuong", "nhan dan xa", "cong an xa"]);
    let of_province = named(&["so ", "cap tinh", "tinh", "phong "]);
    match (of_commune, of_province) {
        (true, false) if commune || !province => Level::Commune,
        (false, true) if province || !commune => Level::Province,
        _ if commune => Level::Commune,
        _ if province => Level::Province,
        (true, _) => Level::Commune,
        (false, true) => Level::Province,
        (false, false) => Level::Ministry,
    }
}

/// Who may ask.
pub(super) fn subjects(text: &str, notes: &mut Notes) -> Vec<Subject> {
    let folded = fold(text).replace("khong bao gom doanh nghiep htx", "");
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    let all = [
        (
            Subject::Citizen,
            has(&[
                "cong dan",
                "ca nhan",
                "nguoi nuoc ngoai",
                "nguoi viet nam",
                "can bo",
                "dang vien",
                "ho gia dinh",
                "citizen",
            ]),
        ),
        (Subject::Business, has(&["doanh nghiep", "hop tac xa", "ho kinh doanh", "business"])),
        (Subject::Organisation, has(&["to chuc", "co quan", "don vi", "organisation", "organization"])),
    ];
    let subjects: Vec<_> = all.iter().filter(|(_, has)| *has).map(|(subject, _)| *subject).collect();
    if subjects.is_empty() {
        notes.review_value("subjects", "subjects-unknown", text);
        return vec![Subject::Citizen];
    }
    subjects
}

/// How far online, where a cell or a name says so.
pub(super) fn online(text: &str) -> Option<OnlineLevel> {
    let folded = fold(text);
    if folded.contains("toan trinh") || folded == "full" || folded == "4" {
        Some(OnlineLevel::Full)
    } else if folded.contains("mot phan") || folded == "partial" || folded == "3" {
        Some(OnlineLevel::Partial)
    } else if folded.contains("thong tin") || folded == "none" {
        Some(OnlineLevel::None)
    } else {
        None
    }
}

/// Yes or no.
pub(super) fn truth(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "co" | "x" | "yes" | "true" | "1" | "dung" => Some(true),
        "khong" | "no" | "false" | "0" | "sai" => Some(false),
        _ => None,
    }
}
