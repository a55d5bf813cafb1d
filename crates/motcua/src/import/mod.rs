//! Reading what others hand over: procedures, agencies, holidays, from JSON, JSON Lines (also compressed), CSV and XLSX.
//!
//! Knows the shapes of files. Does not touch a database: the caller publishes the rows, all or none of them, and prints the
//! problems, whose texts are `import-CODE` and `import-column-COLUMN` in the message catalogues.

mod agencies;
mod basis;
mod budget;
mod cells;
mod codes;
mod documents;
mod forms;
mod headers;
mod holidays;
mod legal_time;
mod people;
mod procedures;
mod rows;
mod services;
#[cfg(test)]
mod tests;
mod villages;

pub use agencies::{ReadAgency, parse_agencies};
pub use budget::{ReadEntry, parse_budget};
pub use holidays::parse_holidays;
pub use people::{ReadOfficer, parse_people};
pub use procedures::parse_procedures;
pub use services::{ReadService, parse_services};
pub use villages::{ReadVillage, parse_villages};

use std::collections::BTreeMap;

/// What was read from a file: the rows that can be taken over, and what is wrong with rows.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportReport<T> {
    /// The rows that can be taken over, in the order of the file.
    pub rows: Vec<Parsed<T>>,
    /// What is wrong, or was guessed and must be looked at, in the order of the file.
    pub problems: Vec<RowProblem>,
    /// Rows in the file, headings not counted: those taken over and those rejected.
    pub read: usize,
    /// By column: how many rows were understood, and how many are listed for review or rejected.
    pub columns: BTreeMap<&'static str, Counts>,
}

/// One row that can be taken over.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<T> {
    /// Its number in the file, from 1, as editors and spreadsheets count: lines or rows with the headings, elements of an array.
    pub row: usize,
    /// What it says.
    pub value: T,
}

/// How well one column was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows where nothing was left to look at.
    pub understood: usize,
    /// Rows with something to look at.
    pub review: usize,
}

/// Something about one row that a person must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The row's number in the file; 0 for the file as a whole.
    pub row: usize,
    /// What names the row for a person: the code of a procedure or agency, where it has one.
    pub of: Option<String>,
    /// The column; its name for people is `import-column-COLUMN`.
    pub column: &'static str,
    /// Stable code; the text is `import-CODE`.
    pub code: &'static str,
    /// Values that the text names.
    pub args: Vec<(&'static str, String)>,
    /// Whether the row could be taken over.
    pub severity: Severity,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The row can be taken over; somebody should look at what was guessed or left out.
    Review,
    /// The row can't be taken over, and so the file can't.
    Rejected,
}

impl<T> ImportReport<T> {
    /// Whether every row can be taken over: only then may the caller publish them.
    #[must_use]
    pub fn accepted(&self) -> bool {
        !self.problems.iter().any(|problem| problem.severity == Severity::Rejected)
    }

    /// How many problems are this bad.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }

    /// One line a problem, the rejected rows first; `say` finds the text of a key with its values.
    pub fn lines<'a>(
        &'a self,
        say: impl Fn(&str, &[(&'static str, String)]) -> String + 'a,
    ) -> impl Iterator<Item = String> + 'a {
        let of = |severity| self.problems.iter().filter(move |problem| problem.severity == severity);
        of(Severity::Rejected).chain(of(Severity::Review)).map(move |problem| {
            let column = say(&format!("import-column-{}", problem.column), &[]);
            let what = say(&format!("import-{}", problem.code), &problem.args);
            let name = problem.of.clone().unwrap_or_default();
            let key = match (problem.row, problem.severity) {
                (0, _) => "import-line-file",
                (_, Severity::Rejected) => "import-line-rejected",
                (_, Severity::Review) => "import-line-review",
            };
            say(key, &[("row", problem.row.to_string()), ("name", name), ("column", column), ("what", what)])
        })
    }

    /// A report of a file that could not be read at all.
    fn unreadable(error: &rows::Unreadable) -> Self {
        let problem = RowProblem {
            row: 0,
            of: None,
            column: "file",
            code: error.code,
            args: vec![("value", short(&error.detail))],
            severity: Severity::Rejected,
        };
        Self { rows: Vec::new(), problems: vec![problem], read: 0, columns: BTreeMap::new() }
    }
}

/// What is noticed while one row is read.
#[derive(Debug, Default)]
struct Notes {
    row: usize,
    of: Option<String>,
    found: Vec<RowProblem>,
}

impl Notes {
    fn new(row: usize) -> Self {
        Self { row, ..Self::default() }
    }

    fn add(&mut self, severity: Severity, column: &'static str, code: &'static str, args: Vec<(&'static str, String)>) {
        let of = self.of.clone();
        self.found.push(RowProblem { row: self.row, of, column, code, args, severity });
    }

    /// Somebody should look at this.
    fn review(&mut self, column: &'static str, code: &'static str) {
        self.add(Severity::Review, column, code, Vec::new());
    }

    /// Somebody should look at this, which says so.
    fn review_value(&mut self, column: &'static str, code: &'static str, value: &str) {
        self.add(Severity::Review, column, code, vec![("value", short(value))]);
    }

    /// The row can't be taken over.
    fn reject(&mut self, column: &'static str, code: &'static str, value: &str) {
        self.add(Severity::Rejected, column, code, vec![("value", short(value))]);
    }
}

/// Collects rows into a report.
struct Collector<T> {
    report: ImportReport<T>,
    columns: &'static [&'static str],
}

impl<T> Collector<T> {
    fn new(columns: &'static [&'static str]) -> Self {
        let report = ImportReport { rows: Vec::new(), problems: Vec::new(), read: 0, columns: BTreeMap::new() };
        Self { report, columns }
    }

    /// One more row of the file.
    fn row(&mut self, value: Option<T>, notes: Notes) {
        self.report.read += 1;
        for column in self.columns {
            let counts = self.report.columns.entry(column).or_default();
            if notes.found.iter().any(|problem| problem.column == *column) {
                counts.review += 1;
            } else {
                counts.understood += 1;
            }
        }
        let row = notes.row;
        let rejected = notes.found.iter().any(|problem| problem.severity == Severity::Rejected);
        self.report.problems.extend(notes.found);
        if let Some(value) = value.filter(|_| !rejected) {
            self.report.rows.push(Parsed { row, value });
        }
    }
}

/// The beginning of a value, enough to recognise it in a line.
fn short(value: &str) -> String {
    const LENGTH: usize = 80;
    let tidy = rules::text::tidy(value);
    if tidy.chars().count() <= LENGTH { tidy } else { tidy.chars().take(LENGTH - 1).chain(['…']).collect() }
}
