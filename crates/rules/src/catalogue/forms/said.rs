//! Answers as they are read: section by section, for the page of a dossier and for the paper.

use super::field::ADDRESS;
use super::{Answers, Decimal, Definition, Field, Kind};
use serde_json::Value;

/// Words that answers are said with, in the reader's language.
pub struct Saying<'a> {
    /// "Có".
    pub yes: &'a str,
    /// "Không".
    pub no: &'a str,
    /// The name of a commune by its code.
    pub commune: &'a dyn Fn(&str) -> String,
}

/// A section with what was answered in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its heading.
    pub title: String,
    /// What was answered.
    pub blocks: Vec<Block>,
}

/// Something answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// One answer.
    Line(Said),
    /// The rows of a repeated group.
    Rows {
        /// The group.
        name: String,
        /// What it is called.
        title: String,
        /// What its columns are called.
        columns: Vec<String>,
        /// Its rows.
        rows: Vec<Vec<String>>,
    },
}

/// One answer with its question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The field.
    pub name: String,
    /// The question.
    pub title: String,
    /// The answer; empty when there is none.
    pub answer: String,
}

impl Definition {
    /// What was answered, in the order of the form; what was not asked is left out, what was asked and left empty is there.
    #[must_use]
    pub fn said(&self, answers: &Answers, saying: &Saying<'_>) -> Vec<Shown> {
        let shown = self.sections().iter().map(|section| {
            let asked = section.fields.iter().filter(|field| self.asks(field, None, answers));
            let blocks = asked.filter_map(|field| self.block(field, answers, saying)).collect();
            Shown { title: section.title.clone(), blocks }
        });
        shown.filter(|section| !section.blocks.is_empty()).collect()
    }

    fn block(&self, field: &Field, answers: &Answers, saying: &Saying<'_>) -> Option<Block> {
        let value = answers.get(&field.name);
        Some(match &field.kind {
            // A file stands among the papers.
            Kind::Paper(_) => return None,
            Kind::Group { fields, .. } => Block::Rows {
                name: field.name.clone(),
                title: field.title.clone(),
                columns: fields.iter().map(|column| column.title.clone()).collect(),
                rows: value
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .map(|row| fields.iter().map(|column| answer(column, row.get(&column.name), saying)).collect())
                    .collect(),
            },
            Kind::Computed { formula, money, decimals } if value.is_none() => {
                let computed = self.compute(formula, answers, None);
                let answer =
                    computed.map_or_else(String::new, |number| amount(number.rounded(*decimals), *money, *decimals));
                Block::Line(Said { name: field.name.clone(), title: field.title.clone(), answer })
            }
            _ => Block::Line(Said {
                name: field.name.clone(),
                title: field.title.clone(),
                answer: answer(field, value, saying),
            }),
        })
    }
}

fn answer(field: &Field, value: Option<&Value>, saying: &Saying<'_>) -> String {
    let text = || value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let part = |name: &str| value.and_then(|parts| parts.get(name)).and_then(Value::as_str).unwrap_or_default();
    match &field.kind {
        Kind::Number { money, .. } => {
            super::condition::number(value).map_or_else(text, |number| amount(number, *money, 0))
        }
        Kind::Computed { money, decimals, .. } => {
            super::condition::number(value).map_or_else(text, |number| amount(number, *money, *decimals))
        }
        Kind::Decimal { .. } => super::condition::numeric(field, value).map_or_else(text, Decimal::vietnamese),
        Kind::Date { .. } => written_day(&text()),
        Kind::Choice(choices) => {
            let chosen = text();
            choices.iter().find(|(value, _)| *value == chosen).map_or(chosen, |(_, called)| called.clone())
        }
        Kind::Tick | Kind::Declaration => {
            let yes = super::condition::is_filled(value);
            if yes { saying.yes } else { saying.no }.to_owned()
        }
        Kind::Person { .. } => {
            let parts = [part("name").to_owned(), written_day(part("birth_date")), part("id_number").to_owned()];
            joined(&parts)
        }
        Kind::Address => {
            let [commune, village, detail] = ADDRESS.map(part);
            let commune = if commune.is_empty() { String::new() } else { (saying.commune)(commune) };
            joined(&[detail.to_owned(), village.to_owned(), commune])
        }
        Kind::Text { .. } | Kind::Paper(_) | Kind::Group { .. } => text(),
    }
}

fn joined(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// A day as people read it: 05/03/1985; a year stays a year.
fn written_day(kept: &str) -> String {
    super::validate::day(kept)
        .map_or_else(|| kept.to_owned(), |day| format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()))
}

/// A number with its groups of three parted by dots, as money with its unit; short whole numbers stay together, as years do.
fn amount(number: Decimal, money: bool, decimals: u32) -> String {
    match number.to_whole() {
        Some(whole) if !money && decimals == 0 && whole.unsigned_abs() < 10_000 => whole.to_string(),
        _ => format!("{}{}", number.vietnamese(), if money { " đồng" } else { "" }),
    }
}
