//! The forms: their columns, the formulas between them, and what must agree.

use serde::{Deserialize, Serialize};

/// A form of official report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Form {
    /// II.06a: how dossiers were received and settled, by field.
    #[serde(rename = "06a")]
    Settling,
    /// II.06b: why dossiers are late, by field.
    #[serde(rename = "06b")]
    Delays,
    /// II.07a: procedures and internal processes, by field.
    #[serde(rename = "07a")]
    ProceduresByField,
    /// II.07b: procedures and internal processes, by agency.
    #[serde(rename = "07b")]
    ProceduresByAgency,
}

/// What a form counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Dossiers.
    Dossiers,
    /// Procedures, and the processes by which they are settled.
    Procedures,
}

/// A column of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its number on the form; 1 and 2 are the number of the line and its name.
    pub number: u8,
    /// Its name in texts and addresses.
    pub key: &'static str,
    /// The group of columns under whose heading it stands.
    pub group: &'static str,
    /// The columns whose sum it is; none for what is counted itself.
    pub sum: &'static [u8],
}

/// What must agree besides the sums: two sums of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Both are the same.
    Equal(&'static [u8], &'static [u8]),
    /// The first is at most the second.
    AtMost(&'static [u8], &'static [u8]),
}

const fn column(number: u8, group: &'static str, key: &'static str, sum: &'static [u8]) -> Column {
    Column { number, key, group, sum }
}

const SETTLING: &[Column] = &[
    column(3, "intake", "intake-all", &[4, 5, 6]),
    column(4, "intake", "intake-online", &[]),
    column(5, "intake", "intake-direct", &[]),
    column(6, "intake", "intake-carried", &[]),
    column(7, "settled", "settled-all", &[8, 9, 10]),
    column(8, "settled", "settled-early", &[]),
    column(9, "settled", "settled-on-time", &[]),
    column(10, "settled", "settled-late", &[]),
    column(11, "in-hand", "in-hand-all", &[12, 13]),
    column(12, "in-hand", "in-hand-in-time", &[]),
    column(13, "in-hand", "in-hand-overdue", &[]),
];

const DELAYS: &[Column] = &[
    column(3, "late", "late-all", &[4, 5]),
    column(4, "late", "settled-late", &[]),
    column(5, "late", "in-hand-overdue", &[]),
    column(6, "cause", "cause-supplement", &[]),
    column(7, "cause", "cause-consultation", &[]),
    column(8, "cause", "cause-assign", &[]),
    column(9, "cause", "cause-process", &[]),
    column(10, "cause", "cause-decide", &[]),
    column(11, "cause", "cause-issue", &[]),
    column(12, "cause", "cause-other", &[]),
];

const PROCEDURES: &[Column] = &[
    column(3, "competence", "competence-all", &[4, 5]),
    column(4, "competence", "competence-province", &[]),
    column(5, "competence", "competence-commune", &[]),
    column(6, "one-stop", "one-stop-all", &[7, 8]),
    column(7, "one-stop", "one-stop-province", &[]),
    column(8, "one-stop", "one-stop-commune", &[]),
    column(9, "process", "process-all", &[10, 11]),
    column(10, "process", "process-province", &[]),
    column(11, "process", "process-commune", &[]),
];

impl Form {
    /// Every form, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Settling, Self::Delays, Self::ProceduresByField, Self::ProceduresByAgency];

    /// Its name in addresses, texts and the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Settling => "06a",
            Self::Delays => "06b",
            Self::ProceduresByField => "07a",
            Self::ProceduresByAgency => "07b",
        }
    }

    /// The form of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.key() == key)
    }

    /// Its sign: `II.06a/VPCP/KSTT`.
    #[must_use]
    pub fn sign(self) -> String {
        format!("II.{}/VPCP/KSTT", self.key())
    }

    /// What it counts.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Settling | Self::Delays => Kind::Dossiers,
            Self::ProceduresByField | Self::ProceduresByAgency => Kind::Procedures,
        }
    }

    /// Its columns of numbers, in order.
    #[must_use]
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Settling => SETTLING,
            Self::Delays => DELAYS,
            Self::ProceduresByField | Self::ProceduresByAgency => PROCEDURES,
        }
    }

    /// What must agree in every line.
    #[must_use]
    pub fn checks(self) -> &'static [Check] {
        match self {
            // Whatever was received or carried over is settled or in hand.
            Self::Settling => &[Check::Equal(&[3], &[7, 11])],
            // Every late dossier has one cause.
            Self::Delays => &[Check::Equal(&[3], &[6, 7, 8, 9, 10, 11, 12])],
            Self::ProceduresByField | Self::ProceduresByAgency => &[Check::AtMost(&[6], &[3])],
        }
    }

    /// The column of this number.
    #[must_use]
    pub fn column(self, number: u8) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.number == number)
    }

    /// The columns that are counted themselves, of which this one is the sum; the column itself where it is counted.
    #[must_use]
    pub fn parts(self, column: &Column) -> Vec<&'static Column> {
        let numbers = if column.sum.is_empty() { std::slice::from_ref(&column.number) } else { column.sum };
        numbers.iter().filter_map(|number| self.column(*number)).collect()
    }
}
