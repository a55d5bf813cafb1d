//! How a dossier looks in a list of the API.

use crate::api::wire::At;
use serde::Serialize;
use store::tables::dossiers::Listed;
use utoipa::ToSchema;

/// A dossier in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierItem {
    #[schema(example = "H35.38-251223-0001")]
    code: String,
    #[schema(minimum = 1, maximum = 10)]
    status: u8,
    status_name: &'static str,
    version: u64,
    #[schema(example = "1.001193")]
    procedure: String,
    competent_agency: String,
    counter: String,
    #[schema(example = "online")]
    channel: String,
    applicant_name: String,
    holder: String,
    task: Option<String>,
    officer: Option<String>,
    officer_name: Option<String>,
    filed_at: At,
    received_at: Option<At>,
    due_at: Option<At>,
    appointment_at: Option<At>,
    step_due_at: Option<At>,
    /// Whether the clock stands.
    paused: bool,
    finished_at: Option<At>,
    /// When it was asked for supplements a second time: from then on the index counts it as late, whatever its due date
    /// (Quyết định 766/QĐ-TTg).
    second_supplement_at: Option<At>,
    rating: Option<String>,
}

impl From<Listed> for DossierItem {
    fn from(listed: Listed) -> Self {
        Self {
            code: listed.code,
            status: listed.status.number(),
            status_name: listed.status.key(),
            version: listed.version,
            procedure: listed.procedure,
            competent_agency: listed.competent_agency,
            counter: listed.counter,
            channel: listed.channel,
            applicant_name: listed.applicant_name,
            holder: listed.holder,
            task: listed.task,
            officer: listed.officer,
            officer_name: listed.officer_name,
            filed_at: At(listed.filed_at),
            received_at: listed.received_at.map(At),
            due_at: listed.due_at.map(At),
            appointment_at: listed.appointment_at.map(At),
            step_due_at: listed.step_due_at.map(At),
            paused: listed.paused,
            finished_at: listed.finished_at.map(At),
            second_supplement_at: listed.second_supplement_at.map(At),
            rating: listed.rating,
        }
    }
}
