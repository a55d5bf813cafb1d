//! Transferring: a dossier that came to the wrong agency goes to the one that can settle it, without a new filing. Its papers
//! go along, the counter that took it in sees it through, and the legal clock runs on from its reception: the applicant filed
//! once, and where it is settled is the agencies' own affair.

use super::{Context, Dossier, Transferred, command::required};
use crate::catalogue::{Level, Procedure};
use crate::codes::AgencyCode;
use crate::people::{Agency, AgencyKind, AgencyLevel, Bloc, Directory};
use crate::{Problem, Refusal};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Transfer the dossier to another agency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transfer {
    /// To whom, by code.
    pub agency: String,
    /// Its name; looked up by [`Transfer::find`].
    pub agency_name: String,
    /// Why.
    pub reason: String,
}

/// A transfer that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// From whom.
    pub from: AgencyCode,
    /// To whom.
    pub to: AgencyCode,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// Whether an agency can settle a procedure: an authority of the state, in force, of the procedure's level, and the very one where
/// the catalogue names one.
#[must_use]
pub fn can_settle(procedure: &Procedure, agency: &Agency, directory: &Directory) -> bool {
    let level = match procedure.level {
        Level::Commune => AgencyLevel::Commune,
        Level::Province | Level::Ministry => AgencyLevel::Department,
    };
    let named = procedure.agency.as_ref();
    agency.kind == AgencyKind::Authority
        && agency.level == level
        && agency.bloc == Bloc::Government
        && directory.is_in_force(&agency.code)
        && named.is_none_or(|settles| *directory.successor(settles) == agency.code)
}

impl Transfer {
    /// The same with the name of the agency, if it can settle the procedure.
    ///
    /// # Errors
    /// When there is no such agency, or it can't settle it.
    pub fn find(mut self, procedure: Option<&Procedure>, directory: &Directory) -> Result<Self, Refusal> {
        let typed = self.agency.trim().to_owned();
        let problem = |code: &'static str| Problem::new("/agency", code).with("code", &typed);
        if typed.is_empty() {
            return Err(Refusal::input(vec![problem("choose")]));
        }
        let agency = typed.parse().ok().and_then(|code| directory.get(&code));
        let agency = agency.ok_or_else(|| Refusal::input(vec![problem("agency-unknown")]))?;
        if !procedure.is_some_and(|procedure| can_settle(procedure, agency, directory)) {
            let refusal =
                Refusal::input(vec![Problem::new("/agency", "agency-not-competent").with("code", &agency.name)]);
            return Err(refusal.citing("Nghị định 63/2010/NĐ-CP, Điều 8"));
        }
        self.agency_name.clone_from(&agency.name);
        Ok(self)
    }

    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Transferred, Refusal> {
        let unknown = || Refusal::input(vec![Problem::new("/agency", "agency-unknown").with("code", &self.agency)]);
        let to: AgencyCode = self.agency.trim().parse().map_err(|_| unknown())?;
        if to == dossier.filed.competent_agency {
            return Err(Refusal::input(vec![Problem::new("/agency", "transfer-to-itself")]));
        }
        let reason = required(&self.reason, "/reason")?;
        let received = dossier.received_at.is_some();
        let step_due_at = received
            .then(|| dossier.step_due(0, context.now, context.calendar, dossier.received_at, dossier.due_at))
            .flatten();
        Ok(Transferred { from: dossier.filed.competent_agency.clone(), to, reason, step_due_at })
    }
}
