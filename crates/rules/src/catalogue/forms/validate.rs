//! Answers are checked once, by the definition, whichever door they came through: pages send texts, programs may send numbers
//! and truth values. What is not asked is left out; what is computed is computed here.

use super::condition::{is_filled, whole_number};
use super::field::{ADDRESS, PERSON};
use super::{Answers, Decimal, Definition, Field, Kind, Marks, RESERVED, Unread};
use crate::Problem;
use crate::codes::{CommuneCode, PersonalId};
use crate::dossiers::read_birth_date;
use crate::people::Directory;
use crate::text::tidy;
use jiff::civil::Date;
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization as _;

/// What the check of answers needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The day of filing.
    pub today: Date,
    /// The communes of the province.
    pub directory: &'a Directory,
    /// How decimals are marked where it was typed.
    pub marks: Marks,
}

impl Definition {
    /// The answers as they are kept: only what is asked, each value in its one form, computed fields filled in. What every
    /// filing says beside its form ([`RESERVED`]) is left as it is.
    ///
    /// # Errors
    /// One problem for each answer at fault, under `/form`.
    pub fn validate(&self, sent: &Answers, known: &Known<'_>) -> Result<Answers, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut kept = Answers::new();
        for (name, value) in sent {
            if RESERVED.contains(&name.as_str()) {
                kept.insert(name.clone(), value.clone());
            } else if self.field(name).is_none() {
                problems.push(Problem::new(format!("/form/{}", pointed(name)), "form-unknown").with("field", name));
            }
        }
        for field in self.fields().filter(|field| self.asks(field, None, sent)) {
            let pointer = format!("/form/{}", field.name);
            if let Kind::Computed { .. } | Kind::Paper(_) = field.kind {
                continue;
            }
            if let Some(value) = self.answer(field, &pointer, sent.get(&field.name), sent, known, &mut problems) {
                kept.insert(field.name.clone(), value);
            }
        }
        for field in self.fields().filter(|field| self.asks(field, None, sent)) {
            if let Kind::Computed { formula, decimals, .. } = &field.kind
                && let Some(number) = self.compute(formula, &kept, Some(known.today))
                && let Some(value) = number.rounded(*decimals).value()
            {
                kept.insert(field.name.clone(), value);
            }
        }
        if problems.is_empty() { Ok(kept) } else { Err(problems) }
    }

    fn answer(
        &self,
        field: &Field,
        pointer: &str,
        sent: Option<&Value>,
        all: &Answers,
        known: &Known<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Value> {
        if !is_filled(sent) {
            if field.required {
                problems.push(missing(field, pointer));
            }
            return (field.kind == Kind::Tick).then_some(Value::Bool(false));
        }
        let sent = sent?;
        let read = match &field.kind {
            Kind::Text { longest, lines } => text(sent, *longest, *lines > 1, pointer),
            Kind::Number { least, most, .. } => count(sent, *least, *most, pointer),
            Kind::Decimal { least, most, step, decimals } => {
                decimal(sent, (*least, *most, *step, *decimals), pointer, known.marks)
            }
            Kind::Date { past, future } => date(sent, *past, *future, pointer, known.today),
            Kind::Choice(choices) => match sent.as_str().map(str::trim) {
                Some(value) if choices.iter().any(|(choice, _)| choice == value) => Ok(Value::from(value)),
                _ => Err(Problem::new(pointer, "choose")),
            },
            Kind::Tick | Kind::Declaration => match sent {
                Value::Bool(true) => Ok(Value::Bool(true)),
                Value::String(text) if matches!(text.trim(), "yes" | "true") => Ok(Value::Bool(true)),
                _ => Err(Problem::new(pointer, "form-tick")),
            },
            Kind::Person { without_id } => return person(sent, *without_id, pointer, known.today, problems),
            Kind::Address => return address(sent, pointer, known.directory, problems),
            Kind::Group { least, most, fields } => {
                let bounds = (*least, *most);
                return self.group(field, sent, bounds, fields, pointer, all, known, problems);
            }
            Kind::Paper(_) | Kind::Computed { .. } => return None,
        };
        read.map_err(|problem| problems.push(problem)).ok()
    }

    #[expect(clippy::too_many_arguments, reason = "a row is judged by its group, its place and everything around it")]
    fn group(
        &self,
        group: &Field,
        sent: &Value,
        (least, most): (usize, usize),
        fields: &[Field],
        pointer: &str,
        all: &Answers,
        known: &Known<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Value> {
        let Some(rows) = sent.as_array() else {
            problems.push(Problem::new(pointer, "form-rows"));
            return None;
        };
        if rows.len() > most {
            problems.push(Problem::new(pointer, "form-rows-most").with("name", &group.title).with("max", most));
            return None;
        }
        let before = problems.len();
        let mut kept = Vec::new();
        // Rows that were added and left empty are no answers; their numbers stay those that people see.
        for (position, row) in rows.iter().enumerate().filter(|(_, row)| is_filled(Some(row))) {
            let at = format!("{pointer}/{position}");
            let Some(row) = row.as_object() else {
                problems.push(Problem::new(at, "form-rows"));
                continue;
            };
            for name in row.keys().filter(|name| !fields.iter().any(|field| field.name == **name)) {
                problems.push(Problem::new(format!("{at}/{}", pointed(name)), "form-unknown").with("field", name));
            }
            let mut answers = Map::new();
            for field in fields.iter().filter(|field| self.asks(field, Some((fields, row)), all)) {
                let at = format!("{at}/{}", field.name);
                if let Some(value) = self.answer(field, &at, row.get(&field.name), all, known, problems) {
                    answers.insert(field.name.clone(), value);
                }
            }
            kept.push(Value::Object(answers));
        }
        if problems.len() == before && kept.len() < least {
            problems.push(Problem::new(pointer, "form-rows-least").with("name", &group.title).with("min", least));
        }
        (!kept.is_empty()).then_some(Value::Array(kept))
    }
}

fn missing(field: &Field, pointer: &str) -> Problem {
    let (pointer, code) = match &field.kind {
        Kind::Declaration => (pointer.to_owned(), "form-declare"),
        Kind::Choice(_) => (pointer.to_owned(), "form-choose"),
        Kind::Person { without_id: false } => (format!("{pointer}/id_number"), "form-answer"),
        Kind::Person { without_id: true } => (format!("{pointer}/name"), "form-answer"),
        Kind::Address => (format!("{pointer}/commune"), "form-answer"),
        _ => (pointer.to_owned(), "form-answer"),
    };
    Problem::new(pointer, code).with("name", &field.title)
}

/// A name within a JSON pointer (RFC 6901).
fn pointed(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn text(sent: &Value, longest: usize, lines: bool, pointer: &str) -> Result<Value, Problem> {
    let text = match sent {
        Value::String(text) if lines => text.trim().nfc().collect(),
        Value::String(text) => tidy(text),
        Value::Number(number) => number.to_string(),
        _ => return Err(Problem::new(pointer, "form-text")),
    };
    if text.chars().count() > longest {
        return Err(Problem::new(pointer, "too-long").with("max", longest));
    }
    if text.chars().any(|letter| letter.is_control() && letter != '\n' && letter != '\r' && letter != '\t') {
        return Err(Problem::new(pointer, "form-text"));
    }
    Ok(text.into())
}

fn count(sent: &Value, least: Option<i64>, most: Option<i64>, pointer: &str) -> Result<Value, Problem> {
    let value = whole_number(Some(sent)).ok_or_else(|| Problem::new(pointer, "form-number"))?;
    if let Some(least) = least.filter(|least| value < *least) {
        return Err(Problem::new(pointer, "form-number-least").with("min", least));
    }
    if let Some(most) = most.filter(|most| value > *most) {
        return Err(Problem::new(pointer, "form-number-most").with("max", most));
    }
    Ok(value.into())
}

/// A decimal within its bounds, with no more decimals than it may have: `120,500` has three.
fn decimal(
    sent: &Value,
    (least, most, step, decimals): (Option<Decimal>, Option<Decimal>, Option<Decimal>, u32),
    pointer: &str,
    marks: Marks,
) -> Result<Value, Problem> {
    let typed = Decimal::answered(sent, marks).map_err(|unread| match unread {
        Unread::NoNumber => Problem::new(pointer, "form-decimal"),
        Unread::Ambiguous => {
            Problem::new(pointer, "form-decimal-ambiguous").with("typed", sent.as_str().unwrap_or_default())
        }
    })?;
    let number = typed.number;
    if typed.decimals > decimals {
        return Err(Problem::new(pointer, "form-decimals").with("max", decimals));
    }
    if let Some(least) = least.filter(|least| number < *least) {
        return Err(Problem::new(pointer, "form-number-least").with("min", least.vietnamese()));
    }
    if let Some(most) = most.filter(|most| number > *most) {
        return Err(Problem::new(pointer, "form-number-most").with("max", most.vietnamese()));
    }
    if let Some(step) = step.filter(|step| !number.is_multiple_of(*step)) {
        return Err(Problem::new(pointer, "form-step").with("step", step.vietnamese()));
    }
    number.value().ok_or_else(|| Problem::new(pointer, "form-decimal"))
}

/// A day as people write it, `5/3/1985`, or as programs do, `1985-03-05`.
pub(super) fn day(typed: &str) -> Option<Date> {
    let parts: Vec<&str> = typed.trim().split(['/', '-', '.']).map(str::trim).collect();
    let (year, month, day) = match parts[..] {
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] if year.len() == 4 => (year, month, day),
        _ => return None,
    };
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1850..2200).contains(&date.year()).then_some(date)
}

fn date(sent: &Value, past: bool, future: bool, pointer: &str, today: Date) -> Result<Value, Problem> {
    let date = sent.as_str().and_then(day).ok_or_else(|| Problem::new(pointer, "date"))?;
    if past && date > today {
        return Err(Problem::new(pointer, "date-in-future"));
    }
    if future && date < today {
        return Err(Problem::new(pointer, "form-date-past"));
    }
    Ok(date.to_string().into())
}

/// The parts of a composite answer as text, and a problem for each that is none.
fn parts(sent: &Value, names: &[&str], pointer: &str, problems: &mut Vec<Problem>) -> Option<Map<String, Value>> {
    let Some(parts) = sent.as_object() else {
        problems.push(Problem::new(pointer, "form-parts"));
        return None;
    };
    let mut kept = Map::new();
    for (name, value) in parts {
        let at = format!("{pointer}/{}", pointed(name));
        if !names.contains(&name.as_str()) {
            problems.push(Problem::new(at, "form-unknown").with("field", name));
            continue;
        }
        match text(value, 200, false, &at) {
            Ok(text) if is_filled(Some(&text)) => drop(kept.insert(name.clone(), text)),
            Ok(_) => {}
            Err(problem) => problems.push(problem),
        }
    }
    Some(kept)
}

fn said<'a>(parts: &'a Map<String, Value>, name: &str) -> &'a str {
    parts.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn person(sent: &Value, without_id: bool, pointer: &str, today: Date, problems: &mut Vec<Problem>) -> Option<Value> {
    let mut parts = parts(sent, &PERSON, pointer, problems)?;
    let at = |name: &str| format!("{pointer}/{name}");
    if !said(&parts, "id_number").is_empty() || !without_id {
        match PersonalId::read(said(&parts, "id_number"), &at("id_number")) {
            Ok(number) => drop(parts.insert("id_number".to_owned(), String::from(number).into())),
            Err(problem) => problems.push(problem),
        }
    }
    let name = said(&parts, "name");
    if name.is_empty() {
        problems.push(Problem::new(at("name"), "name-missing"));
    } else if name.chars().any(char::is_numeric) {
        problems.push(Problem::new(at("name"), "name"));
    }
    match read_birth_date(said(&parts, "birth_date"), today, &at("birth_date")) {
        Ok(Some(born)) => drop(parts.insert("birth_date".to_owned(), born.into())),
        Ok(None) => {}
        Err(problem) => problems.push(problem),
    }
    Some(Value::Object(parts))
}

fn address(sent: &Value, pointer: &str, directory: &Directory, problems: &mut Vec<Problem>) -> Option<Value> {
    let parts = parts(sent, &ADDRESS, pointer, problems)?;
    match said(&parts, "commune") {
        "" if said(&parts, "detail").is_empty() => {
            problems.push(Problem::new(format!("{pointer}/detail"), "form-elsewhere"));
        }
        "" => {}
        code => {
            let known = code.parse().ok().filter(|code: &CommuneCode| directory.authority_of(code).is_some());
            if known.is_none() {
                problems.push(Problem::new(format!("{pointer}/commune"), "commune"));
            }
        }
    }
    Some(Value::Object(parts))
}
