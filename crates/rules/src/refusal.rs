//! How the rules say no.

use serde::Serialize;

/// Why something was not done: what is wrong, what rule it rests on, and what to do next.
///
/// The texts are in the message catalogues under `refusal-CODE` (its text) and `refusal-CODE.next` (what to do).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("refused: {code}")]
pub struct Refusal {
    /// Stable code, also the key of the text.
    pub code: &'static str,
    /// What kind of "no" it is; decides the HTTP status.
    pub kind: RefusalKind,
    /// Values that the text names.
    pub args: Vec<(&'static str, String)>,
    /// The rule of law that it rests on, as cited: "Nghị định 118/2025/NĐ-CP, Điều 21".
    pub basis: Option<&'static str>,
    /// What is wrong with each field, where the input is at fault.
    pub problems: Vec<Problem>,
}

/// One thing wrong with one field of the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// JSON pointer to the field: `/applicant/id_number`.
    pub pointer: String,
    /// Stable code; the text is `problem-CODE` in the message catalogues.
    pub code: &'static str,
    /// Values that the text names.
    pub args: Vec<(&'static str, String)>,
}

/// The kinds of "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// The input can't be right: see the problems.
    Input,
    /// A rule forbids it in this state.
    Rule,
    /// This person may not do it.
    Forbidden,
    /// Somebody else changed it meanwhile.
    Conflict,
    /// It does not exist, or not for this person.
    NotFound,
}

impl Refusal {
    /// A rule forbids it.
    #[must_use]
    pub fn rule(code: &'static str) -> Self {
        Self { code, kind: RefusalKind::Rule, args: Vec::new(), basis: None, problems: Vec::new() }
    }

    /// This person may not do it.
    #[must_use]
    pub fn forbidden(code: &'static str) -> Self {
        Self { kind: RefusalKind::Forbidden, ..Self::rule(code) }
    }

    /// Somebody else was faster.
    #[must_use]
    pub fn conflict(code: &'static str) -> Self {
        Self { kind: RefusalKind::Conflict, ..Self::rule(code) }
    }

    /// There is no such thing, or not for this person.
    #[must_use]
    pub fn not_found(code: &'static str) -> Self {
        Self { kind: RefusalKind::NotFound, ..Self::rule(code) }
    }

    /// The input is wrong in these places.
    #[must_use]
    pub fn input(problems: Vec<Problem>) -> Self {
        Self { kind: RefusalKind::Input, problems, ..Self::rule("input") }
    }

    /// Names a value for the text.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "a value reads better than a reference at every call")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Cites the rule of law.
    #[must_use]
    pub fn citing(mut self, basis: &'static str) -> Self {
        self.basis = Some(basis);
        self
    }
}

impl Problem {
    /// A problem of the field at this JSON pointer.
    #[must_use]
    pub fn new(pointer: impl Into<String>, code: &'static str) -> Self {
        Self { pointer: pointer.into(), code, args: Vec::new() }
    }

    /// Names a value for the text.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "a value reads better than a reference at every call")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}
