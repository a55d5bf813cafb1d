//! Routes: the internal electronic process of a procedure, as steps.

use super::{AskFlaw, StepConsultation};
use crate::codes::AgencyCode;
use crate::people::Role;
use serde::{Deserialize, Serialize};

/// The steps by which a dossier is settled (*quy trình nội bộ, quy trình điện tử*), after reception and up to the hand-over.
///
/// Invariant (checked by [`Route::new`]): at least one step processes; steps are in the order of their tasks; the
/// last returns; the shares add up to 100.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Step>", into = "Vec<Step>")]
pub struct Route(Vec<Step>);

/// One step of a route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What it is called: "Thẩm định hồ sơ".
    pub name: String,
    /// What is done in it.
    pub task: StepTask,
    /// In which capacity.
    pub role: Role,
    /// Where.
    #[serde(default)]
    pub place: StepPlace,
    /// Its share of the time limit in percent.
    pub share: u8,
    /// The agencies whose opinions are asked for, side by side, when a dossier comes to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consultations: Vec<StepConsultation>,
}

/// What is done in a step, in the order in which it can come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepTask {
    /// Somebody decides who processes it.
    Assign,
    /// It is verified, and a result is proposed in the last of these.
    Process,
    /// The proposal is approved.
    Approve,
    /// The result is signed.
    Sign,
    /// The result gets its number and seal.
    Issue,
    /// The result is handed over.
    Return,
}

impl StepTask {
    /// The task's name in the database and in the message catalogues.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Process => "process",
            Self::Approve => "approve",
            Self::Sign => "sign",
            Self::Issue => "issue",
            Self::Return => "return",
        }
    }
}

/// Where a step is done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepPlace {
    /// At the agency that settles the dossier.
    #[default]
    Competent,
    /// At the counter that received it.
    Counter,
    /// At another agency.
    Agency(AgencyCode),
}

/// A route that can't be walked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    /// No step processes.
    #[error("no step of the route processes the dossier")]
    NobodyProcesses,
    /// A task comes before one that it needs.
    #[error("step {0} of the route comes too late or twice")]
    OutOfOrder(usize),
    /// The last step hands nothing over, or nobody signs.
    #[error("the route must sign, issue and return the result")]
    Incomplete,
    /// The shares don't add up.
    #[error("the shares of the route add up to {0}, not 100")]
    Shares(u32),
    /// An opinion is asked for that can't be, or not so.
    #[error("opinion {} of step {} of the route: {flaw}", .at + 1, .step + 1)]
    Consultation {
        /// The step, counted from 0.
        step: usize,
        /// Which of its opinions, counted from 0.
        at: usize,
        /// What is wrong.
        flaw: AskFlaw,
    },
}

impl Route {
    /// Checks the steps.
    ///
    /// # Errors
    /// Says which rule of a route is broken.
    pub fn new(steps: Vec<Step>) -> Result<Self, RouteError> {
        for (position, pair) in steps.windows(2).enumerate() {
            let repeats = pair[0].task == StepTask::Process && pair[1].task == StepTask::Process;
            if pair[0].task >= pair[1].task && !repeats {
                return Err(RouteError::OutOfOrder(position + 1));
            }
        }
        if !steps.iter().any(|step| step.task == StepTask::Process) {
            return Err(RouteError::NobodyProcesses);
        }
        for task in [StepTask::Sign, StepTask::Issue, StepTask::Return] {
            if !steps.iter().any(|step| step.task == task) {
                return Err(RouteError::Incomplete);
            }
        }
        for (at, step) in steps.iter().enumerate() {
            if let Some((ask, flaw)) = super::opinion::flaw(step) {
                return Err(RouteError::Consultation { step: at, at: ask, flaw });
            }
        }
        match steps.iter().map(|step| u32::from(step.share)).sum() {
            100 => Ok(Self(steps)),
            sum => Err(RouteError::Shares(sum)),
        }
    }

    /// The route that most procedures take: assign, process, approve, sign, issue, return.
    #[must_use]
    pub fn usual() -> Self {
        let step = |name: &str, task, role, place, share| Step {
            name: name.into(),
            task,
            role,
            place,
            share,
            consultations: Vec::new(),
        };
        Self(vec![
            step("Phân công thụ lý", StepTask::Assign, Role::Approver, StepPlace::Competent, 5),
            step("Thẩm định hồ sơ", StepTask::Process, Role::CaseOfficer, StepPlace::Competent, 60),
            step("Duyệt kết quả", StepTask::Approve, Role::Approver, StepPlace::Competent, 15),
            step("Ký kết quả", StepTask::Sign, Role::Approver, StepPlace::Competent, 10),
            step("Vào sổ, đóng dấu, phát hành", StepTask::Issue, Role::Clerk, StepPlace::Competent, 10),
            step("Trả kết quả", StepTask::Return, Role::CounterOfficer, StepPlace::Counter, 0),
        ])
    }

    /// The route of same-day procedures: process, sign, issue, return.
    #[must_use]
    pub fn same_day() -> Self {
        let mut steps = Self::usual().0;
        steps.retain(|step| !matches!(step.task, StepTask::Assign | StepTask::Approve));
        for (step, share) in steps.iter_mut().zip([60, 30, 10, 0]) {
            step.share = share;
        }
        Self(steps)
    }

    /// The steps in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl TryFrom<Vec<Step>> for Route {
    type Error = RouteError;
    fn try_from(steps: Vec<Step>) -> Result<Self, RouteError> {
        Self::new(steps)
    }
}

impl From<Route> for Vec<Step> {
    fn from(route: Route) -> Self {
        route.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_routes_can_be_walked() {
        for route in [Route::usual(), Route::same_day()] {
            assert_eq!(Route::new(route.steps().to_vec()), Ok(route));
        }
    }

    #[test]
    fn a_route_says_what_is_wrong_with_it() {
        let steps = Route::usual().steps().to_vec();
        let without = |task| steps.iter().filter(|step| step.task != task).cloned().collect::<Vec<_>>();
        assert_eq!(Route::new(without(StepTask::Process)), Err(RouteError::NobodyProcesses));
        assert_eq!(Route::new(without(StepTask::Sign)), Err(RouteError::Incomplete));
        assert_eq!(Route::new(without(StepTask::Approve)), Err(RouteError::Shares(85)));
        assert_eq!(Route::new(steps.iter().rev().cloned().collect()), Err(RouteError::OutOfOrder(1)));
    }
}
