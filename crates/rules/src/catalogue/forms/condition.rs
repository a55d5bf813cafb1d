//! When a field is asked: conditions on other answers.

use super::{Answers, Decimal, Definition, Field, Kind, Marks};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A condition on other answers. Within a repeated group a name means a field of the same row first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Condition {
    /// Every one holds.
    All {
        /// Which.
        all: Vec<Condition>,
    },
    /// At least one holds.
    Any {
        /// Which.
        any: Vec<Condition>,
    },
    /// It does not hold.
    Not {
        /// What.
        not: Box<Condition>,
    },
    /// The answer is this value.
    Is {
        /// Whose answer.
        field: String,
        /// A text, `true` or `false`.
        is: Value,
    },
    /// The answer is one of these.
    In {
        /// Whose answer.
        field: String,
        /// The values.
        r#in: Vec<Value>,
    },
    /// The answer is a number of at least this.
    AtLeast {
        /// Whose answer.
        field: String,
        /// The bound.
        at_least: Decimal,
    },
    /// The answer is a number greater than this.
    MoreThan {
        /// Whose answer.
        field: String,
        /// What it exceeds.
        more_than: Decimal,
    },
    /// There is an answer, or there is none.
    Filled {
        /// Whose answer.
        field: String,
        /// Which of both.
        filled: bool,
    },
}

impl Condition {
    /// The fields that it looks at.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::All { all: parts } | Self::Any { any: parts } => parts.iter().flat_map(Self::names).collect(),
            Self::Not { not } => not.names(),
            Self::Is { field, .. }
            | Self::In { field, .. }
            | Self::AtLeast { field, .. }
            | Self::MoreThan { field, .. }
            | Self::Filled { field, .. } => vec![field],
        }
    }

    /// The values that it compares a field with.
    pub(super) fn compared(&self) -> Vec<(&str, &Value)> {
        match self {
            Self::All { all: parts } | Self::Any { any: parts } => parts.iter().flat_map(Self::compared).collect(),
            Self::Not { not } => not.compared(),
            Self::Is { field, is } => vec![(field, is)],
            Self::In { field, r#in } => r#in.iter().map(|value| (field.as_str(), value)).collect(),
            Self::AtLeast { .. } | Self::MoreThan { .. } | Self::Filled { .. } => Vec::new(),
        }
    }

    fn holds(&self, answer: &dyn Fn(&str) -> Option<Value>) -> bool {
        match self {
            Self::All { all } => all.iter().all(|part| part.holds(answer)),
            Self::Any { any } => any.iter().any(|part| part.holds(answer)),
            Self::Not { not } => !not.holds(answer),
            Self::Is { field, is } => plain(answer(field).as_ref()) == plain(Some(is)),
            Self::In { field, r#in } => {
                let given = plain(answer(field).as_ref());
                r#in.iter().any(|value| plain(Some(value)) == given)
            }
            Self::AtLeast { field, at_least } => number(answer(field).as_ref()).is_some_and(|given| given >= *at_least),
            Self::MoreThan { field, more_than } => {
                number(answer(field).as_ref()).is_some_and(|given| given > *more_than)
            }
            Self::Filled { field, filled } => is_filled(answer(field).as_ref()) == *filled,
        }
    }
}

impl Definition {
    /// Whether this field is asked, given the answers; `row` is that of a repeated group which the field stands in.
    #[must_use]
    pub fn asks(&self, field: &Field, row: Option<(&[Field], &Answers)>, answers: &Answers) -> bool {
        let Some(condition) = &field.show_when else { return true };
        // What is not asked has no answer, whatever was typed before. No condition depends on itself: that was checked.
        condition.holds(&|name| {
            if let Some((fields, values)) = row
                && let Some(sibling) = fields.iter().find(|sibling| sibling.name == name)
            {
                return if self.asks(sibling, row, answers) { given(sibling, values.get(name)) } else { None };
            }
            let other = self.field(name).filter(|other| self.asks(other, None, answers))?;
            match &other.kind {
                Kind::Computed { formula, decimals, .. } => {
                    self.compute(formula, answers, None).and_then(|number| number.rounded(*decimals).value())
                }
                _ => given(other, answers.get(name)),
            }
        })
    }
}

/// An answer as conditions compare it: a decimal as the number that it is, however it was typed.
fn given(field: &Field, value: Option<&Value>) -> Option<Value> {
    let read = match field.kind {
        Kind::Decimal { .. } => numeric(field, value).and_then(Decimal::value),
        _ => None,
    };
    read.or_else(|| value.cloned())
}

/// The number that an answer to this field says, if it says one.
pub(super) fn numeric(field: &Field, value: Option<&Value>) -> Option<Decimal> {
    match field.kind {
        Kind::Decimal { .. } => Decimal::answered(value?, Marks::Vietnamese).ok().map(|typed| typed.number),
        _ => number(value),
    }
}

/// A value as text: what was typed into a page and what a program sent compare alike.
fn plain(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) if text.trim() == "yes" => "true".to_owned(),
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Null) | None => "false".to_owned(),
        Some(other) => other.to_string(),
    }
}

/// The number that a value says; a text says a whole one: `12`, `"12"`, `"1.500.000"`.
pub(super) fn number(value: Option<&Value>) -> Option<Decimal> {
    match value? {
        Value::Number(number) => Decimal::of(number),
        Value::String(text) => written_number(text).map(Decimal::whole),
        _ => None,
    }
}

/// The whole number that a value says.
pub(super) fn whole_number(value: Option<&Value>) -> Option<i64> {
    number(value).and_then(Decimal::to_whole)
}

/// A whole number as people write it: groups of three may be parted by a dot, a comma or a space.
pub(super) fn written_number(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let groups: Vec<&str> = digits.split(['.', ',', ' ', '\u{a0}']).collect();
    let parted = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let plain = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    if !parted || !plain {
        return None;
    }
    groups.concat().parse::<i64>().ok()?.checked_mul(sign)
}

/// Whether there is an answer.
pub(super) fn is_filled(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Array(rows)) => !rows.is_empty(),
        Some(Value::Object(parts)) => parts.values().any(|part| is_filled(Some(part))),
        Some(_) => true,
    }
}
