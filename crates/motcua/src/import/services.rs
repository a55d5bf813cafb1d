//! Essential services, from spreadsheets: a row a service, a column a stage with the day on which it was reached.

use super::agencies::{day, optional};
use super::rows::{Cells, Content};
use super::{Collector, ImportReport, Notes, rows};
use rules::codes::ServiceCode;
use rules::essential_services::{Draft, Stage, StageDraft};
use rules::text::tidy;
use std::collections::BTreeMap;

const COLUMNS: &[&str] = &["service_code", "name", "service_agency", "decision", "procedures", "document"];

/// A service as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadService {
    /// What the register is to say.
    pub draft: Draft,
    /// The stages that it reached, in order.
    pub stages: Vec<StageDraft>,
}

/// Reads services from a file's content.
#[must_use]
pub fn parse_services(bytes: &[u8], name: &str) -> ImportReport<ReadService> {
    let rows = match rows::read(bytes, name) {
        Ok(rows) => rows,
        Err(error) => return ImportReport::unreadable(&error),
    };
    let mut collector = Collector::new(COLUMNS);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let mut notes = Notes::new(row.number);
        let service = match row.content {
            Content::Cells(cells) => from_cells(&cells, &mut notes),
            Content::Own(value) => {
                notes.reject("row", "not-a-service", &value.to_string());
                None
            }
            Content::Broken(error) => {
                notes.reject("row", "not-json", &error);
                None
            }
        };
        if let Some(service) = &service
            && let Some(first) = seen.insert(service.draft.code.clone(), row.number)
        {
            notes.reject("service_code", "service-twice", &first.to_string());
        }
        collector.row(service, notes);
    }
    collector.report
}

fn from_cells(cells: &Cells, notes: &mut Notes) -> Option<ReadService> {
    let code = cells.get("service_code").trim().to_owned();
    notes.of = Some(code.clone());
    if code.parse::<ServiceCode>().is_err() {
        notes.reject("service_code", "code-malformed", &code);
    }
    let name = tidy(cells.get("name"));
    if name.is_empty() {
        notes.reject("name", "name-missing", "");
    }
    let agency = optional(cells, "service_agency", notes);
    let document = tidy(cells.get("document"));
    let columns = [
        ("reviewed", Stage::Reviewed),
        ("restructured", Stage::Restructured),
        ("electronic", Stage::Electronic),
        ("integrated", Stage::Integrated),
        ("measured", Stage::Measured),
    ];
    let mut stages: Vec<StageDraft> = Vec::new();
    for (column, stage) in columns {
        let Some(on) = day(cells, column, notes) else { continue };
        if usize::from(stage.number()) != stages.len() + 1 {
            notes.reject(column, "service-stage-passed-over", &on.to_string());
        }
        stages.push(StageDraft { stage: Some(stage), on: Some(on), document: document.clone(), files: Vec::new() });
    }
    let draft = Draft {
        code,
        name,
        agency,
        source: tidy(cells.get("decision")),
        procedures: cells.get("procedures").to_owned(),
    };
    Some(ReadService { draft, stages })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_read_with_its_stages() {
        let text = "Mã dịch vụ;Tên dịch vụ;Mã cơ quan phụ trách;Quyết định ban hành;Ngày rà soát;Ngày tái cấu trúc\n\
                    TY-012;Đăng ký khai sinh;H35.04;Quyết định 06/QĐ-TTg;3/6/2022;1/9/2022\n";
        let report = parse_services(text.as_bytes(), "services.csv");
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        let read = &report.rows[0].value;
        assert_eq!((read.draft.code.as_str(), read.draft.source.as_str()), ("TY-012", "Quyết định 06/QĐ-TTg"));
        let stages: Vec<_> = read.stages.iter().map(|stage| stage.stage).collect();
        assert_eq!(stages, [Some(Stage::Reviewed), Some(Stage::Restructured)]);
    }

    #[test]
    fn rows_that_can_not_be_are_named() {
        let text = "service code,name,service agency,decision,reviewed,restructured\n12,A,H35,x,,\nTY-001,,H35,x,,\n\
                    TY-002,B,H35,x,,2022-09-01\nTY-003,C,H35,x,31/2/2022,\nTY-003,C,H35,x,,\n";
        let found = parse_services(text.as_bytes(), "services.csv").problems;
        let found: Vec<_> = found.iter().map(|problem| (problem.row, problem.code)).collect();
        let expected = [
            (2, "code-malformed"),
            (3, "name-missing"),
            (4, "service-stage-passed-over"),
            (5, "date-malformed"),
            (6, "service-twice"),
        ];
        assert_eq!(found, expected);
    }
}
