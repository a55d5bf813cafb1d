//! Who and until when, as far as the words of a conclusion say it: what is prefilled, never what is decided.

use crate::codes::AgencyCode;
use crate::people::{AgencyLevel, Directory};
use crate::tasks::dates::read_day;
use crate::text::fold;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What the words say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggested {
    /// The agencies that they charge with it, in their order.
    pub leads: Vec<AgencyCode>,
    /// The agencies with which those are to work (*phối hợp với*), in their order.
    pub supporting: Vec<AgencyCode>,
    /// The last day that they name.
    pub due_on: Option<Date>,
}

/// How conclusions name all communes at once, and all departments.
const EVERY_COMMUNE: [&str; 4] = ["cac xa phuong", "ubnd cac xa", "uy ban nhan dan cac xa", "cac xa va phuong"];
const EVERY_DEPARTMENT: [&str; 2] = ["cac so ban nganh", "cac so nganh"];
/// What stands before the agencies that support, and what ends their list.
const SUPPORTS: &str = "phoi hop";
const OTHERS: [&str; 3] = [" giao ", " chu tri", " yeu cau "];
/// The most words of which a day is made: "ngày 31 tháng 12 năm 2025".
const WORDS_OF_A_DAY: usize = 6;

/// Reads a conclusion.
#[must_use]
pub fn suggest(text: &str, directory: &Directory) -> Suggested {
    let (mut leads, mut supporting) = (Vec::new(), Vec::new());
    for clause in text.split([';', '.', '\n']) {
        let folded = format!(" {} ", fold(clause));
        for (at, code) in named(&folded, directory) {
            if supports(&folded, at) { supporting.push(code) } else { leads.push(code) }
        }
    }
    let mut seen = BTreeSet::new();
    leads.retain(|code: &AgencyCode| seen.insert(code.clone()));
    supporting.retain(|code: &AgencyCode| seen.insert(code.clone()));
    Suggested { leads, supporting, due_on: day(text) }
}

/// The agencies that a clause names, in their order, each with its place.
fn named(folded: &str, directory: &Directory) -> Vec<(usize, AgencyCode)> {
    let mut found = Vec::new();
    for agency in directory.iter().filter(|agency| agency.settles() && agency.level != AgencyLevel::Province) {
        if !directory.is_in_force(&agency.code) {
            continue;
        }
        let all = match agency.level {
            AgencyLevel::Commune => EVERY_COMMUNE.iter().find_map(|words| folded.find(words)),
            AgencyLevel::Department => EVERY_DEPARTMENT.iter().find_map(|words| folded.find(words)),
            _ => None,
        };
        let own = names(&fold(&agency.name)).into_iter().find_map(|name| folded.find(&format!(" {name} ")));
        found.extend(own.or(all).map(|at| (at, agency.code.clone())));
    }
    found.sort();
    found
}

/// Whether who is named at this place of a clause only supports: the last word about it says so.
fn supports(folded: &str, at: usize) -> bool {
    let before = folded.get(..at + 1).unwrap_or_default();
    let ends = OTHERS.iter().filter_map(|words| before.rfind(words)).max();
    before.rfind(SUPPORTS).is_some_and(|from| ends.is_none_or(|end| end < from))
}

/// How an agency is named in speech: whole, with "UBND", and a commune by its kind and name.
fn names(folded: &str) -> Vec<String> {
    let short = folded.strip_prefix("uy ban nhan dan ");
    let mut names = vec![folded.to_owned()];
    names.extend(short.map(|short| format!("ubnd {short}")));
    names.extend(short.map(str::to_owned));
    names
}

/// The first run of words that is a day.
fn day(text: &str) -> Option<Date> {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches([',', ';', '.', '(', ')'])).collect();
    (0..words.len()).find_map(|from| {
        let longest = WORDS_OF_A_DAY.min(words.len() - from);
        // A lone number is no day, though a spreadsheet would say so.
        let run = |length: &usize| {
            let run = words.get(from..from + length)?;
            (run.len() > 1 || run.iter().any(|word| word.contains('/'))).then(|| read_day(&run.join(" ")))?
        };
        (1..=longest).rev().find_map(|length| run(&length))
    })
}
