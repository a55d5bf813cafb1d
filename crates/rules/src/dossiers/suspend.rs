//! Stopping at the applicant's request while there is no result (Mẫu 05; Nghị định 118/2025/NĐ-CP, Điều 21). The request is
//! there in writing: nobody stops the clock for reasons of their own.

use super::{
    Context, Dossier, Suspended,
    command::{optional, required},
};
use crate::{Problem, Refusal, calendar};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Stop settling the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Suspend {
    /// Why.
    pub reason: String,
    /// The day of the applicant's written request.
    pub request_date: Option<Date>,
    /// That request, as an uploaded file.
    pub request_file: Option<String>,
}

impl Suspend {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Suspended, Refusal> {
        let mut problems = Vec::new();
        let reason = required(&self.reason, "/reason").map_err(|refusal| problems.extend(refusal.problems));
        match self.request_date {
            None => problems.push(Problem::new("/request_date", "stop-request-date-missing")),
            Some(day) if day < calendar::day_of(dossier.filed_at) => {
                problems.push(Problem::new("/request_date", "stop-request-before-filing"));
            }
            Some(day) if day > calendar::day_of(context.now) => {
                problems.push(Problem::new("/request_date", "date-in-future"));
            }
            Some(_) => {}
        }
        let request_file = optional(self.request_file.as_ref());
        if request_file.is_none() {
            problems.push(Problem::new("/request_file", "stop-request-file-missing"));
        }
        match reason {
            Ok(reason) if problems.is_empty() => {
                Ok(Suspended { reason, request_date: self.request_date, request_file, request_sha256: None })
            }
            _ => Err(Refusal::input(problems)),
        }
    }
}
