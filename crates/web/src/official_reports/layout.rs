//! A report as a workbook and as a document, in the layout of its form.

use super::Found;
use super::words::{column_name, days, form_name, formula, line_name, numbers, period_name};
use crate::frame::Frame;
use crate::official;
use crate::pages::said;
use documents::Unmade;
use documents::forms::{Check, ColumnGroup, Form as _, Letter, ReportRow, ReportTable, Signer};
use documents::workbook::{Cell, Sheet, workbook};
use rules::codes::AgencyCode;
use rules::official_reports::{Column, Form, Kind, Line};

/// The columns of a form, group by group.
fn groups(form: Form) -> Vec<(&'static str, Vec<&'static Column>)> {
    let mut groups: Vec<(&str, Vec<&Column>)> = Vec::new();
    for column in form.columns() {
        match groups.last_mut().filter(|(group, _)| *group == column.group) {
            Some((_, columns)) => columns.push(column),
            None => groups.push((column.group, vec![column])),
        }
    }
    groups
}

fn unit(f: &Frame, form: Form) -> String {
    f.t(match form.kind() {
        Kind::Dossiers => "official-report-unit-dossiers",
        Kind::Procedures => "official-report-unit-procedures",
    })
}

/// To whom it goes: the province, or from there the Government's office.
fn receiver(f: &Frame, found: &Found) -> String {
    let above: Option<AgencyCode> =
        found.agency.as_str().split_once('.').and_then(|(province, _)| province.parse().ok());
    above.map_or_else(
        || f.t("official-report-receiver-government"),
        |code| said::agency_named(f.lang(), &found.province.directory, &code),
    )
}

/// As a sheet of a workbook.
pub(crate) fn sheet(f: &Frame, found: &Found) -> Sheet {
    let form = found.asked.form;
    let group = |key: &str| f.t(&format!("official-report-group-{key}"));
    let mut over = vec![(String::new(), 1), (String::new(), 1)];
    over.extend(groups(form).into_iter().map(|(key, columns)| (group(key), columns.len())));
    let mut columns = vec![("TT".to_owned(), 6), (f.t(&format!("official-report-subject-{}", form.key())), 44)];
    columns.extend(form.columns().iter().map(|column| (column_name(f, column), 14)));
    let mut numbered: Vec<Cell> = vec!["(1)".into(), "(2)".into()];
    numbered.extend(form.columns().iter().map(|column| Cell::from(formula(column))));
    let lines: Vec<Line> = found.table.rows().iter().map(|row| row.line.clone()).collect();
    let rows = found.table.rows().iter().zip(numbers(&lines)).map(|(row, number)| {
        let mut cells: Vec<Cell> = vec![number.into(), line_name(f, &found.province, form, &row.line).into()];
        cells.extend(row.cells.iter().map(|count| Cell::Whole(*count)));
        cells
    });
    let agency = said::agency_named(f.lang(), &found.province.directory, &found.agency);
    Sheet {
        name: form.key().to_owned(),
        above: vec![
            format!("{} – {}", form.sign(), form_name(f, form)),
            f.t1("official-report-of-period", "period", period_name(f, found.asked.period))
                + " ("
                + &days(f, found.asked.period)
                + ")",
            f.t2("official-report-between", "from", agency, "to", receiver(f, found)),
            f.t1("official-report-unit", "unit", unit(f, form)),
            found.standing(f),
        ],
        groups: over,
        columns,
        rows: std::iter::once(numbered).chain(rows).collect(),
    }
}

/// As a document whose QR code opens the report at the address where people reach the records.
pub(crate) fn document(f: &Frame, found: &Found, public_url: &str) -> ReportTable {
    let form = found.asked.form;
    let directory = &found.province.directory;
    let name = said::agency_named(f.lang(), directory, &found.agency);
    let group = |(key, columns): (&str, Vec<&Column>)| ColumnGroup {
        heading: f.t(&format!("official-report-group-{key}")),
        columns: columns.into_iter().map(|column| (column_name(f, column), formula(column))).collect(),
    };
    let lines: Vec<Line> = found.table.rows().iter().map(|row| row.line.clone()).collect();
    let row = |(row, number): (&rules::official_reports::Row, String)| ReportRow {
        number,
        name: line_name(f, &found.province, form, &row.line),
        sum: !matches!(row.line, Line::One(..)),
        cells: row.cells.iter().map(|count| f.count(count)).collect(),
    };
    let signer = |key: &str, name: Option<&(jiff::Timestamp, String, String)>| Signer {
        titles: vec![f.t(&format!("official-report-signer-{key}"))],
        name: name.map(|(_, _, name)| name.clone()).unwrap_or_default(),
    };
    let frozen = found.report.frozen().is_some();
    ReportTable {
        letter: Letter {
            superior: None,
            agency: name,
            number: form.sign(),
            place: official::letter::place(directory, &found.agency),
            issued_at: found.asked.known_at.unwrap_or(f.now),
            check: Check {
                url: format!("{}{}", public_url.trim_end_matches('/'), found.address()),
                code: found.code(),
            },
        },
        title: form_name(f, form),
        period: f.t1("official-report-of-period", "period", period_name(f, found.asked.period)),
        days: days(f, found.asked.period),
        receiver: receiver(f, found),
        unit: unit(f, form),
        subject: f.t(&format!("official-report-subject-{}", form.key())),
        groups: groups(form).into_iter().map(group).collect(),
        rows: found.table.rows().iter().zip(numbers(&lines)).map(row).collect(),
        standing: found.standing(f),
        signers: vec![signer("maker", found.report.sent_by.as_ref().filter(|_| frozen)), signer("head", None)],
    }
}

/// That document as a file.
///
/// # Errors
/// When it can't be laid out: a fault of the program.
pub fn pdf(f: &Frame, found: &Found, public_url: &str) -> Result<Vec<u8>, Unmade> {
    document(f, found, public_url).pdf()
}

/// That sheet as a file.
///
/// # Errors
/// When it can't be written: a fault of the program.
pub fn xlsx(f: &Frame, found: &Found) -> Result<Vec<u8>, std::io::Error> {
    workbook(&[sheet(f, found)])
}
