//! Joint procedures (*liên thông*): one filing that opens several dossiers, each of its own procedure, with its own code, agency,
//! clock and result (Nghị định 118/2025/NĐ-CP; for a birth Nghị định 63/2024/NĐ-CP).
//!
//! A joint procedure is published like any other, with its papers and its form, which are asked once; what it joins stands in
//! [`Joint`]. It is never settled itself.

use super::{Procedure, forms::Kind};
use crate::Problem;
use crate::codes::ProcedureCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a joint procedure joins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Joint {
    /// The procedures, in the order in which they are opened; the first one leads.
    pub parts: Vec<JointPart>,
}

/// One of the procedures that a joint one opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JointPart {
    /// Which.
    pub procedure: ProcedureCode,
    /// Its case, where it has several.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub variant: String,
    /// The part whose result it needs: it is received when that is settled. Nothing: it goes on beside the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<ProcedureCode>,
    /// Which answers of the joint form its officers need, and so see.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Its own papers that come from the joint filing: its code by the joint procedure's.
    #[serde(default)]
    pub papers: BTreeMap<String, String>,
    /// The address among the answers whose commune settles it; the joint procedure's own agency where not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// What is wrong with what a procedure joins, all at once.
pub(super) fn problems(procedure: &Procedure) -> Vec<Problem> {
    let Some(joint) = &procedure.joint else { return Vec::new() };
    let mut problems = Vec::new();
    if joint.parts.len() < 2 {
        problems.push(Problem::new("/joint", "joint-few"));
    }
    for (place, part) in joint.parts.iter().enumerate() {
        let mut wrong = |code: &'static str, detail: &str| {
            let problem = Problem::new(format!("/joint/parts/{place}"), code);
            problems.push(problem.with("procedure", &part.procedure).with("detail", detail));
        };
        let before = &joint.parts[..place];
        if part.procedure == procedure.code || before.iter().any(|other| other.procedure == part.procedure) {
            wrong("joint-twice", part.procedure.as_str());
        }
        if let Some(after) = part.after.as_ref().filter(|after| !before.iter().any(|other| other.procedure == **after))
        {
            wrong("joint-after", after.as_str());
        }
        let field = |name: &str| procedure.form.as_ref().and_then(|form| form.field(name));
        for name in part.answers.iter().filter(|name| field(name).is_none()) {
            wrong("joint-answer", name);
        }
        for code in part.papers.values().filter(|code| !procedure.every_document().any(|asked| asked.code == **code)) {
            wrong("joint-paper", code);
        }
        if let Some(name) =
            part.place.as_deref().filter(|name| field(name).is_none_or(|field| field.kind != Kind::Address))
        {
            wrong("joint-place", name);
        }
    }
    problems
}
