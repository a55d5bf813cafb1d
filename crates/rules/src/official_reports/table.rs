//! A filled form. It is made from what is counted, sums are computed, and one in which they don't hold can't be made or read.

use super::{Check, Form};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// At which level something is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// By a department of the province.
    Province,
    /// By a commune or ward.
    Commune,
}

impl Tier {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Province, Self::Commune];

    /// Its name in addresses and texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Commune => "commune",
        }
    }
}

/// A line of a form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Line {
    /// Everything.
    All,
    /// All of a level.
    Tier(Tier),
    /// A field (*lĩnh vực*) at a level, or an agency of it, by name or code; empty where none is known.
    One(Tier, String),
}

impl Line {
    /// The line of this name in addresses: `all`, `commune`, `commune:Hộ tịch`.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        let tier = |key: &str| Tier::ALL.into_iter().find(|tier| tier.key() == key);
        match key.split_once(':') {
            None if key == "all" => Some(Self::All),
            None => tier(key).map(Self::Tier),
            Some((level, name)) => tier(level).map(|level| Self::One(level, name.to_owned())),
        }
    }

    /// Its name in addresses.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Tier(tier) => tier.key().to_owned(),
            Self::One(tier, name) => format!("{}:{name}", tier.key()),
        }
    }

    /// Whether what is counted at a level under a name counts in this line.
    #[must_use]
    pub fn holds(&self, tier: Tier, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Tier(own) => *own == tier,
            Self::One(own, own_name) => *own == tier && own_name == name,
        }
    }
}

impl From<Line> for String {
    fn from(line: Line) -> Self {
        line.key()
    }
}

impl TryFrom<String> for Line {
    type Error = TableError;

    fn try_from(key: String) -> Result<Self, TableError> {
        Self::from_key(&key).ok_or(TableError::Line(key))
    }
}

/// What is counted: by level and name, the numbers of the columns that are counted themselves, by number of the column.
pub type Base = BTreeMap<(Tier, String), BTreeMap<u8, i64>>;

/// A line with its numbers, a column each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Which line.
    pub line: Line,
    /// Its numbers, in the order of the form's columns.
    pub cells: Vec<i64>,
}

/// A filled form: the total first, each level with its lines where there are two, the lines alone where there is one.
///
/// Invariant (checked whenever one is made or read): the columns are the sums and agree as the form says, and totals are the sums of
/// their lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Raw")]
pub struct Table {
    form: Form,
    rows: Vec<Row>,
}

/// A table that nobody has checked.
#[derive(Deserialize)]
struct Raw {
    form: Form,
    rows: Vec<Row>,
}

/// Why numbers make no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// There is no such line.
    #[error("there is no line {0}")]
    Line(String),
    /// A line has a number below zero, or not one for each column.
    #[error("line {0} has not one number for each column")]
    Cells(String),
    /// A column is not the sum that the form says.
    #[error("line {line}: column {column} is not the sum of {sum:?}")]
    Sum {
        /// Which line.
        line: String,
        /// Which column.
        column: u8,
        /// Of which columns it should be the sum.
        sum: &'static [u8],
    },
    /// Columns don't agree as the form says.
    #[error("line {line}: columns {check:?} don't agree")]
    Check {
        /// Which line.
        line: String,
        /// What should hold.
        check: Check,
    },
    /// A total is not the sum of its lines.
    #[error("line {0} is not the sum of its lines")]
    Total(String),
}

impl Table {
    /// Fills the form.
    ///
    /// # Errors
    /// When the numbers don't agree as the form says.
    pub fn new(form: Form, base: &Base) -> Result<Self, TableError> {
        let columns = form.columns();
        let row = |line: Line| {
            let mut counted = BTreeMap::<u8, i64>::new();
            for ((tier, name), cells) in base {
                if line.holds(*tier, name) {
                    cells.iter().for_each(|(number, count)| *counted.entry(*number).or_default() += count);
                }
            }
            let of = |number: u8| counted.get(&number).copied().unwrap_or(0);
            let cell = |column: &super::Column| match column.sum {
                [] => of(column.number),
                sum => sum.iter().map(|number| of(*number)).sum(),
            };
            Row { cells: columns.iter().map(cell).collect(), line }
        };
        let mut rows = vec![row(Line::All)];
        let several = Tier::ALL.iter().filter(|tier| base.keys().any(|(own, _)| own == *tier)).count() > 1;
        for tier in Tier::ALL {
            let mut names: Vec<_> = base.keys().filter(|(own, _)| *own == tier).map(|(_, name)| name).collect();
            if several {
                rows.push(row(Line::Tier(tier)));
            }
            names.sort_by_cached_key(|name| (name.is_empty(), crate::text::fold(name)));
            rows.extend(names.into_iter().map(|name| row(Line::One(tier, name.clone()))));
        }
        Self::checked(form, rows)
    }

    fn checked(form: Form, rows: Vec<Row>) -> Result<Self, TableError> {
        let columns = form.columns();
        for row in &rows {
            let line = || row.line.key();
            if row.cells.len() != columns.len() || row.cells.iter().any(|count| *count < 0) {
                return Err(TableError::Cells(line()));
            }
            let sum = |numbers: &[u8]| -> i64 {
                let of = columns.iter().zip(&row.cells).filter(|(column, _)| numbers.contains(&column.number));
                of.map(|(_, count)| *count).sum()
            };
            for (column, count) in columns.iter().zip(&row.cells) {
                if !column.sum.is_empty() && *count != sum(column.sum) {
                    return Err(TableError::Sum { line: line(), column: column.number, sum: column.sum });
                }
            }
            for check in form.checks() {
                let holds = match check {
                    Check::Equal(one, other) => sum(one) == sum(other),
                    Check::AtMost(one, other) => sum(one) <= sum(other),
                };
                if !holds {
                    return Err(TableError::Check { line: line(), check: *check });
                }
            }
        }
        let table = Self { form, rows };
        for row in table.rows.iter().filter(|row| !matches!(row.line, Line::One(..))) {
            let below = table.rows.iter().filter(|below| match &below.line {
                Line::One(tier, name) => row.line.holds(*tier, name),
                _ => false,
            });
            let mut sums = vec![0; columns.len()];
            below.for_each(|below| sums.iter_mut().zip(&below.cells).for_each(|(sum, count)| *sum += count));
            if sums != row.cells {
                return Err(TableError::Total(row.line.key()));
            }
        }
        Ok(table)
    }

    /// Which form.
    #[must_use]
    pub fn form(&self) -> Form {
        self.form
    }

    /// Its lines, the total first.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The number in a line and column.
    #[must_use]
    pub fn cell(&self, line: &Line, number: u8) -> Option<i64> {
        let row = self.rows.iter().find(|row| row.line == *line)?;
        let at = self.form.columns().iter().position(|column| column.number == number)?;
        row.cells.get(at).copied()
    }
}

impl TryFrom<Raw> for Table {
    type Error = TableError;

    fn try_from(raw: Raw) -> Result<Self, TableError> {
        Self::checked(raw.form, raw.rows)
    }
}
