//! RFC 9457: problems for programs.

use super::{Failure, problem_text};
use crate::texts::Words;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A problem as programs read it (`application/problem+json`).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ProblemJson {
    /// Stable address of the kind of problem: `/problems/CODE`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong.
    pub detail: String,
    /// What to do next.
    pub next_step: String,
    /// The rule of law that it rests on. Left out where there is none: input of which only the form is at fault (a telephone
    /// without enough digits), an unknown address, a token that has ended.
    #[schema(example = "Nghị định 118/2025/NĐ-CP; Thông tư 03/2025/TT-VPCP, Mẫu 06")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<String>,
    /// The version that there is now, where somebody else was faster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_version: Option<u64>,
    /// Who made that version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<String>,
    /// What is wrong with each field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

/// A value that a conflict names.
fn named(refusal: Option<&rules::Refusal>, name: &str) -> Option<String> {
    let conflict = refusal.filter(|refusal| refusal.kind == rules::RefusalKind::Conflict)?;
    conflict.args.iter().find(|(arg, value)| *arg == name && !value.is_empty()).map(|(_, value)| value.clone())
}

/// One thing wrong with one field.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct FieldProblem {
    /// JSON pointer to the field.
    pub pointer: String,
    /// Stable code.
    pub code: String,
    /// What is wrong, in words.
    pub message: String,
}

impl ProblemJson {
    /// The failure in the words of this language.
    #[must_use]
    pub fn of(words: Words, failure: &Failure) -> Self {
        let told = failure.told(words);
        let refusal = match failure {
            Failure::Refused(refusal) | Failure::Malformed(refusal) => Some(refusal),
            _ => None,
        };
        let errors = refusal.map_or_else(Vec::new, |refusal| {
            let told = |problem: &rules::Problem| FieldProblem {
                pointer: problem.pointer.clone(),
                code: problem.code.to_owned(),
                message: problem_text(words, problem),
            };
            refusal.problems.iter().map(told).collect()
        });
        Self {
            kind: format!("/problems/{}", failure.code()),
            title: failure.status().canonical_reason().unwrap_or_default().to_owned(),
            status: failure.status().as_u16(),
            detail: told.text,
            next_step: if errors.is_empty() { told.next } else { words.t("refusal-input.program") },
            legal_basis: refusal.and_then(|refusal| refusal.basis).map(str::to_owned),
            current_version: named(refusal, "current").and_then(|version| version.parse().ok()),
            changed_by: named(refusal, "by"),
            errors,
        }
    }

    /// The answer to the program.
    #[must_use]
    pub fn answer(&self, failure: &Failure) -> Response {
        let body = serde_json::to_vec(self).unwrap_or_default();
        (failure.status(), [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}
