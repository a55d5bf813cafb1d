//! Budget lines with their amounts, from the treasury's spreadsheets: a row an amount; the line that it is of is found by year, agency and
//! name.

use super::agencies::{day, optional};
use super::rows::{Cells, Content};
use super::{Collector, ImportReport, Notes, rows};
use rules::budget::{Draft, Entry, Field, MovementKind, Source};
use rules::money::Dong;
use rules::text::{fold, tidy};

const COLUMNS: &[&str] =
    &["budget_year", "name", "field", "budget_source", "budget_agency", "budget_kind", "date", "amount", "document"];

/// A row of such a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadEntry {
    /// The line.
    pub line: Draft,
    /// The amount; nothing where a row only tells of a line.
    pub entry: Option<Entry>,
}

/// Reads budget lines and amounts from a file's content.
#[must_use]
pub fn parse_budget(bytes: &[u8], name: &str) -> ImportReport<ReadEntry> {
    let rows = match rows::read(bytes, name) {
        Ok(rows) => rows,
        Err(error) => return ImportReport::unreadable(&error),
    };
    let mut collector = Collector::new(COLUMNS);
    for row in rows {
        let mut notes = Notes::new(row.number);
        let entry = match row.content {
            Content::Cells(cells) => Some(from_cells(&cells, &mut notes)),
            Content::Own(value) => {
                notes.reject("row", "not-a-budget-entry", &value.to_string());
                None
            }
            Content::Broken(error) => {
                notes.reject("row", "not-json", &error);
                None
            }
        };
        collector.row(entry, notes);
    }
    collector.report
}

fn from_cells(cells: &Cells, notes: &mut Notes) -> ReadEntry {
    let name = tidy(cells.get("name"));
    notes.of = Some(name.clone());
    if name.is_empty() {
        notes.reject("name", "name-missing", "");
    }
    let year = cells.get("budget_year").trim();
    let read_year = year.parse().ok();
    if read_year.is_none() {
        notes.reject("budget_year", "date-malformed", year);
    }
    let field = known(cells.get("field"), &FIELDS);
    if field.is_none() {
        notes.reject("field", "budget-field", cells.get("field"));
    }
    let source = known(cells.get("budget_source"), &SOURCES);
    if source.is_none() {
        notes.reject("budget_source", "budget-source", cells.get("budget_source"));
    }
    let agency = optional(cells, "budget_agency", notes);
    let plan = cells.get("budget_plan").to_owned();
    let line = Draft { year: read_year, name, source, field, agency, task: None, plan };
    let kind = cells.get("budget_kind");
    if kind.trim().is_empty() && cells.get("amount").trim().is_empty() {
        return ReadEntry { line, entry: None };
    }
    let read_kind = known(kind, &KINDS);
    if read_kind.is_none() {
        notes.reject("budget_kind", "budget-kind", kind);
    }
    let on = day(cells, "date", notes);
    let amount = amount(cells.get("amount"));
    if amount.is_none() {
        notes.reject("amount", "budget-amount", cells.get("amount"));
    }
    let document = tidy(cells.get("document"));
    ReadEntry { line, entry: Some(Entry { kind: read_kind, on, amount, document, files: Vec::new() }) }
}

const FIELDS: [(Field, &[&str]); 3] = [
    (Field::Science, &["science", "khoa hoc cong nghe", "khoa hoc va cong nghe", "khcn"]),
    (Field::Innovation, &["innovation", "doi moi sang tao", "dmst"]),
    (Field::Digital, &["digital", "chuyen doi so", "cds"]),
];

const SOURCES: [(Source, &[&str]); 4] = [
    (Source::Central, &["central", "ngan sach trung uong", "nstw"]),
    (Source::Provincial, &["provincial", "ngan sach tinh", "ngan sach dia phuong", "nst"]),
    (Source::Commune, &["commune", "ngan sach xa", "nsx"]),
    (Source::Other, &["other", "nguon khac", "khac"]),
];

const KINDS: [(MovementKind, &[&str]); 4] = [
    (MovementKind::Allocation, &["allocation", "bo tri", "giao du toan", "phan bo"]),
    (MovementKind::Adjustment, &["adjustment", "dieu chinh"]),
    (MovementKind::Commitment, &["commitment", "cam ket chi", "hop dong"]),
    (MovementKind::Disbursement, &["disbursement", "giai ngan", "thanh toan"]),
];

fn known<T: Copy>(text: &str, all: &[(T, &[&str])]) -> Option<T> {
    let folded = fold(text).replace(',', "");
    all.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(one, _)| *one)
}

/// An amount as spreadsheets and people write it: `1500000000`, `1.500.000.000`, `-25,000,000`.
fn amount(text: &str) -> Option<Dong> {
    let text = text.trim();
    if let Ok(whole) = text.parse() {
        return Some(Dong(whole));
    }
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let groups: Vec<_> = digits.split(['.', ',', ' ', '\u{a0}']).collect();
    let first = groups.first().is_some_and(|group| (1..=3).contains(&group.len()));
    let grouped = first && groups.iter().skip(1).all(|group| group.len() == 3);
    let whole: i64 = groups.concat().parse().ok().filter(|_| grouped)?;
    Some(Dong(sign * whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADINGS: &str =
        "Năm ngân sách;Nội dung chi;Lĩnh vực;Nguồn vốn;Mã đơn vị sử dụng;Loại nghiệp vụ;Ngày;Số tiền;Chứng từ\n";

    #[test]
    fn an_amount_is_read_with_its_line() {
        let text = format!(
            "{HEADINGS}2025;Nâng cấp;Chuyển đổi số;Ngân sách tỉnh;H35.07;Bố trí;15/1/2025;12.000.000.000;QĐ 1\n\
             2025;Nâng cấp;CĐS;NST;H35.07;Điều chỉnh;1/6/2025;-500,000,000;QĐ 9\n"
        );
        let report = parse_budget(text.as_bytes(), "budget.csv");
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        let entries: Vec<_> = report.rows.iter().filter_map(|row| row.value.entry.as_ref()).collect();
        assert_eq!(entries[0].kind, Some(MovementKind::Allocation));
        assert_eq!((entries[0].amount, entries[1].amount), (Some(Dong(12_000_000_000)), Some(Dong(-500_000_000))));
        assert_eq!(report.rows[0].value.line.field, Some(Field::Digital));
    }

    #[test]
    fn rows_that_can_not_be_are_named() {
        let text = format!(
            "{HEADINGS};A;CĐS;NST;H35;Bố trí;1/1/2025;1;x\n2025;;CĐS;NST;H35;Bố trí;1/1/2025;1;x\n\
             2025;A;Thể thao;NST;H35;Bố trí;1/1/2025;1;x\n2025;A;CĐS;NST;H35;Tặng;1/1/2025;1;x\n\
             2025;A;CĐS;NST;H35;Bố trí;31/2/2025;1;x\n2025;A;CĐS;NST;H35;Bố trí;1/1/2025;1.50;x\n"
        );
        let found = parse_budget(text.as_bytes(), "budget.csv").problems;
        let found: Vec<_> = found.iter().map(|problem| (problem.row, problem.code)).collect();
        let expected = [
            (2, "date-malformed"),
            (3, "name-missing"),
            (4, "budget-field"),
            (5, "budget-kind"),
            (6, "date-malformed"),
            (7, "budget-amount"),
        ];
        assert_eq!(found, expected);
    }
}
