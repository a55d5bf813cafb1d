//! What forms need to know: choices, and what was wrong with what was typed.
//!
//! One rule joins fields and problems: a field's name is the problem's JSON pointer without the first slash, other
//! slashes written as `-`: `/applicant/id_number` is the field `applicant-id_number`, whose element has that id.

use crate::texts::Words;
use rules::Refusal;

/// One of the values to choose from.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A line below; may be empty.
    pub hint: String,
}

impl Choice {
    /// A value with its label.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// Whether this is the value.
    #[must_use]
    pub fn is(&self, value: impl AsRef<str>) -> bool {
        self.value == value.as_ref()
    }

    /// The same, explained.
    #[must_use]
    pub fn explained(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name and id; empty for the form as a whole.
    pub field: String,
    /// What is wrong and what to type instead.
    pub text: String,
}

/// What was wrong with what was typed: empty for a fresh form.
#[derive(Debug, Clone, Default)]
pub struct FormErrors {
    /// In the order of the fields.
    pub items: Vec<FieldError>,
    /// What to do about a refusal that is not about one field; may be empty.
    pub next: String,
    /// The rule of law that it rests on; may be empty.
    pub basis: String,
}

impl FormErrors {
    /// Nothing is wrong.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The refusal in words: each problem at its field, anything else for the form as a whole.
    #[must_use]
    pub fn of(words: Words, refusal: &Refusal) -> Self {
        let mut items: Vec<FieldError> = refusal
            .problems
            .iter()
            .map(|problem| FieldError {
                field: problem.pointer.trim_start_matches('/').replace('/', "-"),
                text: crate::errors::problem_text(words, problem),
            })
            .collect();
        let mut next = String::new();
        if items.is_empty() {
            let told = crate::errors::refusal_text(words, refusal);
            items.push(FieldError { field: String::new(), text: told.text });
            next = told.next;
        }
        Self { items, next, basis: refusal.basis.unwrap_or_default().to_owned() }
    }

    /// What is wrong with this field; empty when nothing is.
    #[must_use]
    pub fn at(&self, field: &str) -> &str {
        self.items.iter().find(|error| error.field == field).map_or("", |error| error.text.as_str())
    }

    /// Whether anything is wrong.
    #[must_use]
    pub fn any(&self) -> bool {
        !self.items.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Lang;
    use rules::Problem;

    #[test]
    fn a_problem_finds_its_field_by_the_pointer() {
        let refusal = Refusal::input(vec![Problem::new("/applicant/id_number", "id-missing")]);
        let errors = FormErrors::of(Words::new(Lang::Vi), &refusal);
        assert!(!errors.at("applicant-id_number").is_empty());
        assert_eq!(errors.at("applicant-name"), "");
    }
}
