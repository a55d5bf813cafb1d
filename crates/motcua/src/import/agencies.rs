//! Agencies, from our own shape or from spreadsheets.

use super::rows::{Cells, Content};
use super::{Collector, ImportReport, Notes, cells, rows};
use rules::codes::{AgencyCode, CommuneCode};
use rules::people::{Agency, AgencyKind, AgencyLevel};
use std::collections::BTreeMap;

const COLUMNS: &[&str] = &["code", "name", "level", "kind", "parent", "commune"];

/// Reads agencies from a file's content. A parent stands in the file or among the agencies known already.
#[must_use]
pub fn parse_agencies(bytes: &[u8], name: &str, known: &[Agency]) -> ImportReport<Agency> {
    let rows = match rows::read(bytes, name) {
        Ok(rows) => rows,
        Err(error) => return ImportReport::unreadable(&error),
    };
    let mut read: Vec<(Option<Agency>, Notes)> = Vec::new();
    let mut places: BTreeMap<AgencyCode, usize> = BTreeMap::new();
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
        if let Some(agency) = &agency
            && let Some(first) = places.insert(agency.code.clone(), row.number)
        {
            notes.reject("code", "code-twice", &first.to_string());
        }
        read.push((agency, notes));
    }
    let mut collector = Collector::new(COLUMNS);
    for (agency, mut notes) in read {
        if let Some(parent) = agency.as_ref().and_then(|agency| agency.parent.as_ref())
            && !places.contains_key(parent)
            && !known.iter().any(|known| known.code == *parent)
        {
            notes.reject("parent", "agency-unknown", parent.as_str());
        }
        collector.row(agency, notes);
    }
    collector.report
}

/// An agency in our own shape.
fn own(value: serde_json::Value, notes: &mut Notes) -> Option<Agency> {
    notes.of = value["code"].as_str().map(str::to_owned);
    serde_json::from_value(value).map_err(|error| notes.reject("row", "not-an-agency", &error.to_string())).ok()
}

fn from_cells(cells: &Cells, notes: &mut Notes) -> Option<Agency> {
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
    let level = level(cells.get("level"), &name, commune.is_some());
    if level == AgencyLevel::Commune && commune.is_none() {
        notes.reject("commune", "commune-missing", "");
    }
    Some(Agency {
        code: code?,
        name_en: Some(rules::text::tidy(cells.get("name_en"))).filter(|name| !name.is_empty()),
        level,
        kind: kind(cells.get("kind"), &name),
        parent: optional(cells, "parent", notes),
        commune,
        address: Some(rules::text::tidy(cells.get("address"))).filter(|text| !text.is_empty()),
        phone: Some(rules::text::tidy(cells.get("phone"))).filter(|text| !text.is_empty()),
        saturday_morning: cells::truth(cells.get("saturday_morning")).unwrap_or(false),
        name,
    })
}

/// A code that may be left out, but not be wrong. Spreadsheets take the zeros from the front of commune codes.
fn optional<T: std::str::FromStr>(cells: &Cells, column: &'static str, notes: &mut Notes) -> Option<T> {
    let text = cells.get(column).trim();
    if text.is_empty() {
        return None;
    }
    let padded = format!("{text:0>5}");
    let read = text.parse().or_else(|_| padded.parse()).ok();
    if read.is_none() {
        notes.reject(column, "code-malformed", text);
    }
    read
}

fn level(text: &str, name: &str, commune: bool) -> AgencyLevel {
    let folded = rules::text::fold(if text.is_empty() { name } else { text });
    if commune || ["xa", "phuong", "commune"].iter().any(|word| folded.split(' ').any(|part| part == *word)) {
        AgencyLevel::Commune
    } else if folded == "province" || folded == "tinh" || folded.starts_with("uy ban nhan dan tinh") {
        AgencyLevel::Province
    } else {
        AgencyLevel::Department
    }
}

fn kind(text: &str, name: &str) -> AgencyKind {
    let folded = rules::text::fold(if text.is_empty() { name } else { text });
    let counter = ["phuc vu hanh chinh cong", "mot cua", "counter"].iter().any(|word| folded.contains(word));
    if counter { AgencyKind::Counter } else { AgencyKind::Authority }
}
