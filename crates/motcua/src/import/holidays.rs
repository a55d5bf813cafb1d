//! Holidays and swapped days, from our own shape or from spreadsheets.

use super::rows::{Cells, Content};
use super::{Collector, ImportReport, Notes, rows};
use jiff::civil::Date;
use rules::calendar::{DayKind, SpecialDay};
use std::collections::BTreeMap;

const COLUMNS: &[&str] = &["date", "kind", "name", "source"];

/// Reads special days from a file's content.
#[must_use]
pub fn parse_holidays(bytes: &[u8], name: &str) -> ImportReport<SpecialDay> {
    let rows = match rows::read(bytes, name) {
        Ok(rows) => rows,
        Err(error) => return ImportReport::unreadable(&error),
    };
    let mut collector = Collector::new(COLUMNS);
    let mut seen: BTreeMap<Date, usize> = BTreeMap::new();
    for row in rows {
        let mut notes = Notes::new(row.number);
        let day = match row.content {
            Content::Cells(cells) => from_cells(&cells, &mut notes),
            Content::Own(value) => {
                notes.reject("row", "not-a-day", &value.to_string());
                None
            }
            Content::Broken(error) => {
                notes.reject("row", "not-json", &error);
                None
            }
        };
        if let Some(day) = &day
            && let Some(first) = seen.insert(day.date, row.number)
        {
            notes.reject("date", "day-twice", &first.to_string());
        }
        collector.row(day, notes);
    }
    collector.report
}

fn from_cells(cells: &Cells, notes: &mut Notes) -> Option<SpecialDay> {
    let written = cells.get("date").trim();
    notes.of = Some(written.to_owned());
    let date = date(written);
    if date.is_none() {
        notes.reject("date", "date-malformed", written);
    }
    let kind = kind(cells.get("kind"));
    if kind.is_none() {
        notes.reject("kind", "day-kind-unknown", cells.get("kind"));
    }
    let name = rules::text::tidy(cells.get("name"));
    if name.is_empty() {
        notes.reject("name", "name-missing", "");
    }
    let source = rules::text::tidy(cells.get("source"));
    if source.is_empty() {
        notes.reject("source", "source-missing", "");
    }
    Some(SpecialDay { date: date?, kind: kind?, name, source, computed: false })
}

/// A date as ISO writes it, or as Vietnam does: 30/4/2025.
pub(super) fn date(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let mut parts = text.split(['/', '-', '.']).map(|part| part.trim().parse::<i16>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn kind(text: &str) -> Option<DayKind> {
    match rules::text::fold(text).as_str() {
        "holiday" | "nghi le" | "le" | "nghi le tet" | "tet" | "" => Some(DayKind::Holiday),
        "compensatory" | "nghi bu" => Some(DayKind::Compensatory),
        "swapped" | "nghi hoan doi" | "hoan doi" => Some(DayKind::Swapped),
        "make up" | "lam bu" => Some(DayKind::MakeUp),
        "local closure" | "nghi tai dia phuong" | "dia phuong" => Some(DayKind::LocalClosure),
        _ => None,
    }
}
