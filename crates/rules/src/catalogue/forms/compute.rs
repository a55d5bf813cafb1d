//! Computed fields: numbers that follow from other answers.

use super::condition::{is_filled, numeric};
use super::{Answers, Decimal, Definition, Kind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How a computed field follows from others. `group.column` names a column of a repeated group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Formula {
    /// The numbers together; of a column, of all rows.
    Sum(Vec<String>),
    /// The numbers multiplied.
    Product(Vec<String>),
    /// The first less the second.
    Difference(String, String),
    /// How many rows a group has.
    Count(String),
    /// The full years from a day to the day of filing: an age. `person.birth_date` names the birth of a person.
    YearsSince(String),
}

impl Formula {
    /// The fields that it looks at; of `group.column` both.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Sum(names) | Self::Product(names) => names.iter().map(String::as_str).collect(),
            Self::Difference(from, less) => vec![from, less],
            Self::Count(name) | Self::YearsSince(name) => vec![name],
        }
    }
}

impl Definition {
    /// The number, exact and not yet rounded to the decimals of its field; nothing while an answer that it needs is missing or too
    /// large. Without a day, years can't be told.
    #[must_use]
    pub fn compute(&self, formula: &Formula, answers: &Answers, today: Option<Date>) -> Option<Decimal> {
        let value = |name: &str| self.number(name, answers, today);
        match formula {
            Formula::Sum(names) => {
                let known: Vec<Decimal> = names.iter().flat_map(|name| self.column(name, answers, today)).collect();
                if known.is_empty() {
                    None
                } else {
                    known.iter().try_fold(Decimal::whole(0), |sum, each| sum.plus(*each))
                }
            }
            Formula::Product(names) => {
                names.iter().try_fold(Decimal::whole(1), |product, name| product.times(value(name)?))
            }
            Formula::Difference(from, less) => value(from)?.minus(value(less)?),
            Formula::Count(name) => match answers.get(name) {
                Some(Value::Array(rows)) => {
                    let filled = rows.iter().filter(|row| is_filled(Some(row)));
                    i64::try_from(filled.count()).ok().map(Decimal::whole)
                }
                _ => Some(Decimal::whole(0)),
            },
            Formula::YearsSince(name) => {
                let typed = match name.split_once('.') {
                    Some((person, part)) => answers.get(person)?.get(part)?,
                    None => answers.get(name)?,
                };
                let (today, born) = (today?, super::validate::day(typed.as_str()?)?);
                let years = i64::from(today.year()) - i64::from(born.year());
                let had = (today.month(), today.day()) >= (born.month(), born.day());
                Some(years - i64::from(!had)).filter(|years| *years >= 0).map(Decimal::whole)
            }
        }
    }

    fn column(&self, name: &str, answers: &Answers, today: Option<Date>) -> Vec<Decimal> {
        match name.split_once('.') {
            None => self.number(name, answers, today).into_iter().collect(),
            Some((group, column)) => {
                let Some(Kind::Group { fields, .. }) = self.field(group).map(|group| &group.kind) else {
                    return Vec::new();
                };
                let Some(field) = fields.iter().find(|field| field.name == column) else { return Vec::new() };
                let rows = answers.get(group).and_then(Value::as_array);
                rows.into_iter().flatten().filter_map(|row| numeric(field, row.get(column))).collect()
            }
        }
    }

    fn number(&self, name: &str, answers: &Answers, today: Option<Date>) -> Option<Decimal> {
        let field = self.field(name).filter(|field| self.asks(field, None, answers))?;
        match &field.kind {
            Kind::Computed { formula, decimals, .. } => {
                self.compute(formula, answers, today).map(|number| number.rounded(*decimals))
            }
            _ => numeric(field, answers.get(name)),
        }
    }
}
