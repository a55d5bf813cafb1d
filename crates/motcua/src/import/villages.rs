//! Villages, from our own shape or from spreadsheets: by their code, or by commune and name.

use super::agencies::{day, optional};
use super::rows::{Cells, Content};
use super::{Collector, ImportReport, Notes, rows};
use jiff::civil::Date;
use rules::codes::{CommuneCode, VillageCode};
use rules::people::VillageKind;
use rules::text::{fold, tidy};
use std::collections::BTreeMap;

const COLUMNS: &[&str] = &["village_code", "commune", "name", "kind", "founded_on"];

/// A village as a file tells it; without a code it is found by its name, or gets the commune's next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadVillage {
    /// Its code, where the file has it.
    pub code: Option<VillageCode>,
    /// The commune that it lies in.
    pub commune: CommuneCode,
    /// Its name without its kind.
    pub name: String,
    /// What it is called.
    pub kind: VillageKind,
    /// The first day on which it exists.
    pub founded_on: Option<Date>,
    /// The decision that it rests on.
    pub decision: Option<String>,
}

/// Reads villages from a file's content; `communes` are those of the province.
#[must_use]
pub fn parse_villages(bytes: &[u8], name: &str, communes: &[CommuneCode]) -> ImportReport<ReadVillage> {
    let rows = match rows::read(bytes, name) {
        Ok(rows) => rows,
        Err(error) => return ImportReport::unreadable(&error),
    };
    let mut collector = Collector::new(COLUMNS);
    let mut seen: BTreeMap<(CommuneCode, String), usize> = BTreeMap::new();
    for row in rows {
        let mut notes = Notes::new(row.number);
        let village = match row.content {
            Content::Cells(cells) => from_cells(&cells, communes, &mut notes),
            Content::Own(value) => {
                notes.reject("row", "not-a-village", &value.to_string());
                None
            }
            Content::Broken(error) => {
                notes.reject("row", "not-json", &error);
                None
            }
        };
        if let Some(village) = &village
            && let Some(first) = seen.insert((village.commune.clone(), fold(&village.name)), row.number)
        {
            notes.reject("name", "village-twice", &first.to_string());
        }
        collector.row(village, notes);
    }
    collector.report
}

fn from_cells(cells: &Cells, communes: &[CommuneCode], notes: &mut Notes) -> Option<ReadVillage> {
    let written = Some(cells.get("village")).filter(|name| !name.is_empty()).unwrap_or_else(|| cells.get("name"));
    let written = tidy(written);
    notes.of = Some(written.clone());
    let code: Option<VillageCode> = {
        let text = cells.get("village_code").trim();
        let read = text.parse().ok();
        if !text.is_empty() && read.is_none() {
            notes.reject("village_code", "code-malformed", text);
        }
        read
    };
    let commune = optional::<CommuneCode>(cells, "commune", notes)
        .or_else(|| code.as_ref().and_then(|code| code.commune().parse().ok()));
    match &commune {
        None => notes.reject("commune", "commune-missing-village", ""),
        Some(commune) if !communes.contains(commune) => notes.reject("commune", "commune-unknown", commune.as_str()),
        Some(_) => {}
    }
    let (kind, name) = split(&written, cells.get("kind"));
    if name.is_empty() {
        notes.reject("name", "name-missing", "");
    }
    let founded_on = day(cells, "founded_on", notes);
    let decision = Some(tidy(cells.get("decision"))).filter(|text| !text.is_empty());
    Some(ReadVillage { code, commune: commune?, name, kind, founded_on, decision })
}

/// The kind and the name without it: "Bản Nậm Lúc" is a *bản* called "Nậm Lúc".
fn split(written: &str, kind: &str) -> (VillageKind, String) {
    let kinds = [(VillageKind::ToDanPho, "to dan pho"), (VillageKind::Thon, "thon"), (VillageKind::Ban, "ban")];
    let said = kinds.iter().find(|(known, words)| fold(kind) == *words || kind == known.key()).map(|(kind, _)| *kind);
    let folded = fold(written);
    for (kind, words) in kinds {
        if folded.strip_prefix(words).is_some_and(|rest| rest.starts_with(' ')) {
            let name: Vec<_> = written.split(' ').skip(words.split(' ').count()).collect();
            return (said.unwrap_or(kind), name.join(" "));
        }
    }
    (said.unwrap_or(VillageKind::Ban), written.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ImportReport<ReadVillage> {
        let communes = ["03478", "03388"].map(|code| code.parse().expect("a code"));
        parse_villages(text.as_bytes(), "villages.csv", &communes)
    }

    #[test]
    fn villages_are_read_by_commune_and_name_with_or_without_their_kind() {
        let report = read("Mã xã;Tên thôn, bản;Loại\n3478;Bản Nậm Lúc;\n03388;số 3;Tổ dân phố\n");
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        let rows: Vec<_> = report.rows.iter().map(|row| (row.value.name.as_str(), row.value.kind)).collect();
        assert_eq!(rows, [("Nậm Lúc", VillageKind::Ban), ("số 3", VillageKind::ToDanPho)]);
        assert_eq!(report.rows[0].value.commune.as_str(), "03478");
    }

    #[test]
    fn rows_that_can_not_be_are_named() {
        let report = read("commune,village,founded on\n99999,A,\n,B,\n03478,,\n03478,C,31/2/2025\n03478,c,\n");
        let found: Vec<_> = report.problems.iter().map(|problem| (problem.row, problem.code)).collect();
        let expected = [
            (2, "commune-unknown"),
            (3, "commune-missing-village"),
            (4, "name-missing"),
            (5, "date-malformed"),
            (6, "village-twice"),
        ];
        assert_eq!(found, expected);
    }
}
