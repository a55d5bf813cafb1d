//! Agencies, from our own shape or from spreadsheets.

use super::rows::{Cells, Content};
use super::{Collector, ImportReport, Notes, cells, rows};
use jiff::civil::Date;
use rules::codes::{AgencyCode, CommuneCode, Eid};
use rules::people::{Agency, AgencyKind, AgencyLevel, Bloc, Ended};
use std::collections::BTreeMap;

const COLUMNS: &[&str] =
    &["code", "name", "level", "kind", "bloc", "eid", "parent", "commune", "founded_on", "ended_on", "merged_into"];

/// An agency as a file tells it: its particulars, and its end where it has one.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadAgency {
    /// Its particulars.
    pub agency: Agency,
    /// How it ended.
    pub end: Option<Ended>,
}

/// Reads agencies from a file's content. Parents and successors stand in the file or among the agencies known already.
#[must_use]
pub fn parse_agencies(bytes: &[u8], name: &str, known: &[Agency]) -> ImportReport<ReadAgency> {
    let rows = match rows::read(bytes, name) {
        Ok(rows) => rows,
        Err(error) => return ImportReport::unreadable(&error),
    };
    let mut read: Vec<(Option<ReadAgency>, Notes)> = Vec::new();
    let mut places: BTreeMap<AgencyCode, usize> = BTreeMap::new();
    let mut eids: BTreeMap<Eid, usize> = BTreeMap::new();
    for row in rows {
        let mut notes = Notes::new(row.number);
        let agency = match row.content {
            Content::Own(value) => own(value, &mut notes),
            Content::Cells(cells) => from_cells(&cells, &mut notes),
            Content::Broken(error) => {
                notes.reject("row", "not-json", &error);
                None
            }
        };
        if let Some(ReadAgency { agency, .. }) = &agency {
            if let Some(first) = places.insert(agency.code.clone(), row.number) {
                notes.reject("code", "code-twice", &first.to_string());
            }
            if let Some(first) = agency.eid.as_ref().and_then(|eid| eids.insert(eid.clone(), row.number)) {
                notes.reject("eid", "eid-twice", &first.to_string());
            }
        }
        read.push((agency, notes));
    }
    let mut collector = Collector::new(COLUMNS);
    for (agency, mut notes) in read {
        let unknown =
            |code: &&AgencyCode| !places.contains_key(*code) && !known.iter().any(|known| known.code == **code);
        if let Some(ReadAgency { agency, end }) = &agency {
            if let Some(parent) = agency.parent.as_ref().filter(unknown) {
                notes.reject("parent", "agency-unknown", parent.as_str());
            }
            for into in end.iter().flat_map(|end| &end.into).filter(unknown) {
                notes.reject("merged_into", "agency-unknown", into.as_str());
            }
            let taken = |other: &&Agency| agency.eid.is_some() && other.eid == agency.eid && other.code != agency.code;
            if let Some(other) = known.iter().filter(taken).find(|other| !places.contains_key(&other.code)) {
                notes.reject("eid", "eid-taken", other.name.as_str());
            }
        }
        collector.row(agency, notes);
    }
    collector.report
}

/// An agency in our own shape.
fn own(value: serde_json::Value, notes: &mut Notes) -> Option<ReadAgency> {
    notes.of = value["code"].as_str().map(str::to_owned);
    let mut end = Cells::default();
    for column in ["ended_on", "merged_into", "decision"] {
        end.insert(column, value[column].as_str().unwrap_or_default());
    }
    let end = read_end(&end, notes);
    let agency =
        serde_json::from_value(value).map_err(|error| notes.reject("row", "not-an-agency", &error.to_string()));
    Some(ReadAgency { agency: agency.ok()?, end })
}

/// How an agency ended, from the columns that say so.
fn read_end(cells: &Cells, notes: &mut Notes) -> Option<Ended> {
    let into: Vec<AgencyCode> = cells
        .get("merged_into")
        .split([' ', ',', ';', '\n'])
        .filter(|code| !code.trim().is_empty())
        .filter_map(|code| code.trim().parse().map_err(|_| notes.reject("merged_into", "code-malformed", code)).ok())
        .collect();
    let on = day(cells, "ended_on", notes);
    let decision = rules::text::tidy(cells.get("decision"));
    match on {
        None if into.is_empty() => None,
        None => {
            notes.reject("ended_on", "end-without-day", cells.get("merged_into"));
            None
        }
        Some(_) if decision.is_empty() => {
            notes.reject("decision", "decision-missing", "");
            None
        }
        Some(on) => Some(Ended { on, into, decision }),
    }
}

/// A day that may be left out, but not be wrong.
pub(super) fn day(cells: &Cells, column: &'static str, notes: &mut Notes) -> Option<Date> {
    let text = cells.get(column).trim();
    if text.is_empty() {
        return None;
    }
    let day = super::holidays::date(text);
    if day.is_none() {
        notes.reject(column, "date-malformed", text);
    }
    day
}

fn from_cells(cells: &Cells, notes: &mut Notes) -> Option<ReadAgency> {
    let written = cells.get("code").trim();
    notes.of = Some(written.to_owned());
    let code = written.parse::<AgencyCode>().ok();
    if code.is_none() {
        notes.reject("code", if written.is_empty() { "code-missing" } else { "code-malformed" }, written);
    }
    let name = rules::text::tidy(cells.get("name"));
    if name.is_empty() {
        notes.reject("name", "name-missing", "");
    }
    let commune = optional::<CommuneCode>(cells, "commune", notes);
    let level = level(cells.get("level"), &name, commune.is_some(), notes);
    if level == AgencyLevel::Commune && commune.is_none() {
        notes.reject("commune", "commune-missing", "");
    }
    let kind = kind(cells.get("kind"), &name);
    let bloc = bloc(cells.get("bloc"), &name, notes);
    let end = read_end(cells, notes);
    let agency = Agency {
        name_en: Some(rules::text::tidy(cells.get("name_en"))).filter(|name| !name.is_empty()),
        bloc,
        eid: optional(cells, "eid", notes),
        parent: optional(cells, "parent", notes),
        commune,
        address: Some(rules::text::tidy(cells.get("address"))).filter(|text| !text.is_empty()),
        phone: Some(rules::text::tidy(cells.get("phone"))).filter(|text| !text.is_empty()),
        saturday_morning: cells::truth(cells.get("saturday_morning")).unwrap_or(false),
        founded_on: day(cells, "founded_on", notes),
        founded_by: Some(rules::text::tidy(cells.get("founded_by"))).filter(|text| !text.is_empty()),
        ..Agency::new(code?, name, level, kind)
    };
    Some(ReadAgency { agency, end })
}

/// The bloc, as it is said, or as the name tells.
fn bloc(text: &str, name: &str, notes: &mut Notes) -> Bloc {
    let folded = rules::text::fold(text);
    match folded.replace(' ', "_").as_str() {
        "" => {}
        "party" | "dang" | "khoi_dang" => return Bloc::Party,
        "government" | "chinh_quyen" | "khoi_chinh_quyen" => return Bloc::Government,
        "front" | "mat_tran" | "mat_tran_to_quoc" => return Bloc::Front,
        "mass_organisation" | "mass_organization" | "doan_the" => return Bloc::MassOrganisation,
        _ => notes.reject("bloc", "bloc-unknown", text),
    }
    let name = rules::text::fold(name);
    let begins = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    if begins(&["dang uy", "tinh uy", "huyen uy", "thanh uy"]) || name.ends_with(" tinh uy") {
        Bloc::Party
    } else if name.contains("mat tran to quoc") {
        Bloc::Front
    } else if begins(&["hoi ", "lien doan lao dong", "tinh doan", "doan thanh nien"]) {
        Bloc::MassOrganisation
    } else {
        Bloc::Government
    }
}

/// A code that may be left out, but not be wrong. Spreadsheets take the zeros from the front of commune codes.
pub(super) fn optional<T: std::str::FromStr>(cells: &Cells, column: &'static str, notes: &mut Notes) -> Option<T> {
    let text = cells.get(column).trim();
    if text.is_empty() {
        return None;
    }
    // Only of numbers a spreadsheet takes zeros away.
    let numeric = text.bytes().all(|byte| byte.is_ascii_digit());
    let padded = if numeric { format!("{text:0>5}") } else { String::new() };
    let read = text.parse().or_else(|_| padded.parse()).ok();
    if read.is_none() {
        notes.reject(column, "code-malformed", text);
    }
    read
}

/// The level, as it is said, or as the name and the territory tell.
fn level(text: &str, name: &str, commune: bool, notes: &mut Notes) -> AgencyLevel {
    let folded = rules::text::fold(text);
    match folded.strip_prefix("cap ").unwrap_or(&folded) {
        "" => {}
        "province" | "tinh" => return AgencyLevel::Province,
        "department" | "so" | "so ban nganh" | "so nganh" => return AgencyLevel::Department,
        "district" | "huyen" => return AgencyLevel::District,
        "commune" | "xa" | "phuong" | "xa phuong" => return AgencyLevel::Commune,
        _ => notes.reject("level", "agency-level-unknown", text),
    }
    let name = rules::text::fold(name);
    let is_of = |words: &[&str]| words.iter().any(|word| name.starts_with(&format!("uy ban nhan dan {word} ")));
    if commune || name.split(' ').any(|part| matches!(part, "xa" | "phuong")) {
        AgencyLevel::Commune
    } else if is_of(&["tinh"]) {
        AgencyLevel::Province
    } else if is_of(&["huyen", "thi xa", "thanh pho"]) {
        AgencyLevel::District
    } else {
        AgencyLevel::Department
    }
}

fn kind(text: &str, name: &str) -> AgencyKind {
    let folded = rules::text::fold(if text.is_empty() { name } else { text });
    let counter = ["phuc vu hanh chinh cong", "mot cua", "counter"].iter().any(|word| folded.contains(word));
    if counter { AgencyKind::Counter } else { AgencyKind::Authority }
}
