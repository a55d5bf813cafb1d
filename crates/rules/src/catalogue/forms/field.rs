//! A field of a form, checked.

use super::{Condition, Decimal, Formula};
use serde::{Deserialize, Serialize};

/// Fields that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// A line below; may be empty.
    pub hint: String,
    /// What is asked in it.
    pub fields: Vec<Field>,
}

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name in the answers.
    pub name: String,
    /// What people read.
    pub title: String,
    /// A line below; may be empty.
    pub hint: String,
    /// Whether it must be answered where it is asked.
    pub required: bool,
    /// What an answer is.
    pub kind: Kind,
    /// Only then it is asked; always when not said.
    pub show_when: Option<Condition>,
    /// What a new form begins with.
    pub prefill: Option<Prefill>,
}

/// The kinds of answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Words: at most so many letters, typed in so many lines.
    Text {
        /// The most letters.
        longest: usize,
        /// Lines shown to type in.
        lines: u8,
    },
    /// A whole number within bounds.
    Number {
        /// Not less.
        least: Option<i64>,
        /// Not more.
        most: Option<i64>,
        /// Whether it counts đồng.
        money: bool,
    },
    /// A number with a decimal part, exact, within bounds: an area, a length.
    Decimal {
        /// Not less.
        least: Option<Decimal>,
        /// Not more.
        most: Option<Decimal>,
        /// So many times this: half metres.
        step: Option<Decimal>,
        /// No more decimals than this.
        decimals: u32,
    },
    /// A day.
    Date {
        /// It is over.
        past: bool,
        /// It is to come.
        future: bool,
    },
    /// One of these: value and what it is called.
    Choice(Vec<(String, String)>),
    /// Yes or no.
    Tick,
    /// A declaration: it must be ticked.
    Declaration,
    /// A person: `id_number`, `name`, `birth_date`.
    Person {
        /// Whether they may have no number.
        without_id: bool,
    },
    /// An address: `commune` by code, `village`, `detail`; outside the province `detail` alone.
    Address,
    /// A group that repeats.
    Group {
        /// At least so many.
        least: usize,
        /// At most so many.
        most: usize,
        /// What is asked of each.
        fields: Vec<Field>,
    },
    /// A file: the required document of this code.
    Paper(String),
    /// A number that follows from others.
    Computed {
        /// How.
        formula: Formula,
        /// Whether it counts đồng.
        money: bool,
        /// To how many decimals it is rounded; 0 where it is whole.
        decimals: u32,
    },
}

/// What a new form begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prefill {
    /// The applicant's particulars: the state knows them already.
    Applicant,
}

/// The parts of a person's particulars, in the order in which they are asked.
pub const PERSON: [&str; 3] = ["id_number", "name", "birth_date"];

/// The parts of an address, in the order in which they are asked.
pub const ADDRESS: [&str; 3] = ["commune", "village", "detail"];
