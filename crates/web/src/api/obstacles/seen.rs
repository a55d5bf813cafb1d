//! How obstacles look in JSON.

use crate::api::wire::At;
use rules::obstacles::Obstacle;
use serde::Serialize;
use store::tables::obstacles::Listed;
use utoipa::ToSchema;

/// An obstacle in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObstacleItem {
    /// Its code.
    #[schema(example = "VM-2025-00012")]
    code: String,
    /// What kind.
    kind: &'static str,
    /// The beginning of its text.
    title: String,
    /// Who raised it, by agency code.
    #[schema(example = "H35.33")]
    raiser: String,
    /// In which village; empty for the agency as a whole.
    place: String,
    /// Who answers it, by agency code.
    #[schema(example = "H35.07")]
    holder: String,
    /// `open`, `answered` or `merged`.
    status: &'static str,
    /// When it was raised.
    raised_at: At,
    /// Until when it is answered.
    due_at: Option<At>,
    /// When it was answered.
    answered_at: Option<At>,
    /// Whether a deadline was missed.
    missed: bool,
    /// How many times it went to the level above.
    escalated: u64,
    /// How many raised the same, itself included.
    raisers: u64,
}

impl From<&Listed> for ObstacleItem {
    fn from(one: &Listed) -> Self {
        Self {
            code: one.code.to_string(),
            kind: one.kind.key(),
            title: one.title.clone(),
            raiser: one.raiser.to_string(),
            place: one.place.clone(),
            holder: one.holder.to_string(),
            status: one.status.key(),
            raised_at: At(one.raised_at),
            due_at: one.due_at.map(At),
            answered_at: one.answered_at.map(At),
            missed: one.missed,
            escalated: one.escalated,
            raisers: one.raisers,
        }
    }
}

/// An obstacle.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObstacleSeen {
    /// Its code.
    #[schema(example = "VM-2025-00012")]
    code: String,
    /// To be sent along with the next action.
    version: u64,
    /// What kind.
    kind: &'static str,
    /// What stands in the way.
    text: String,
    /// Who raised it, by agency code.
    raiser: String,
    /// In which village; empty for the agency as a whole.
    place: String,
    /// Who answers it, by agency code.
    holder: String,
    /// `open`, `answered` or `merged`.
    status: &'static str,
    /// When it was raised.
    raised_at: At,
    /// Until when it is answered.
    due_at: Option<At>,
    /// Whether a deadline was missed.
    missed: bool,
    /// How many times it went to the level above.
    escalated: u32,
    /// The answer.
    answer: Option<ObstacleAnswer>,
    /// The task that it holds up.
    task: Option<String>,
    /// The names of files that show it.
    evidence: Vec<String>,
    /// The one into which it was merged.
    merged_into: Option<String>,
    /// Those that were merged into it.
    joined: Vec<String>,
}

/// The answer to an obstacle.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObstacleAnswer {
    /// What is done about it.
    text: String,
    /// A document that says so; may be empty.
    document: String,
    /// When.
    at: At,
}

impl From<&Obstacle> for ObstacleSeen {
    fn from(one: &Obstacle) -> Self {
        let raised = &one.raised;
        let answer = one.answer.as_ref();
        Self {
            code: one.code().to_string(),
            version: one.version,
            kind: raised.kind.key(),
            text: raised.text.clone(),
            raiser: raised.raiser.agency.to_string(),
            place: raised.place.as_ref().map(|place| place.name.clone()).unwrap_or_default(),
            holder: one.holder().to_string(),
            status: one.status.key(),
            raised_at: At(one.raised_at),
            due_at: one.due_at.map(At),
            missed: one.missed.is_some(),
            escalated: one.escalated,
            answer: answer.map(|answer| ObstacleAnswer {
                text: answer.text.clone(),
                document: answer.document.clone(),
                at: At(answer.at),
            }),
            task: raised.task.as_ref().map(ToString::to_string),
            evidence: raised.evidence.iter().map(|file| file.name.clone()).collect(),
            merged_into: one.merged_into.as_ref().map(ToString::to_string),
            joined: one.joined.iter().map(|(code, _)| code.to_string()).collect(),
        }
    }
}
