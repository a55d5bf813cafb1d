//! What can be done to a dossier, and in which state.

use super::{Consultation, Dossier, Status, apologise, consult, digitise};
use crate::Refusal;
use crate::catalogue::StepTask;
use serde::{Deserialize, Serialize};

/// What can be done to a dossier after it was filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is the command of the same name")]
pub enum Action {
    Receive,
    Refuse,
    RequestSupplement,
    Supplement,
    RequestPayment,
    Assign,
    Forward,
    SendBack,
    Consult,
    AnswerConsultation,
    Transfer,
    Digitise,
    Propose,
    Approve,
    Reject,
    Sign,
    Complete,
    ReturnResult,
    Apologise,
    Withdraw,
    Suspend,
    Resume,
    Rate,
}

impl Action {
    /// Every action, in the order of a dossier's life.
    pub const ALL: [Self; 23] = [
        Self::Receive,
        Self::Refuse,
        Self::RequestSupplement,
        Self::Supplement,
        Self::RequestPayment,
        Self::Assign,
        Self::Forward,
        Self::Consult,
        Self::AnswerConsultation,
        Self::Transfer,
        Self::Digitise,
        Self::Propose,
        Self::Approve,
        Self::Sign,
        Self::Reject,
        Self::SendBack,
        Self::Complete,
        Self::ReturnResult,
        Self::Apologise,
        Self::Withdraw,
        Self::Suspend,
        Self::Resume,
        Self::Rate,
    ];

    /// The action's name in addresses, in the API and in the message catalogues.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Refuse => "refuse",
            Self::RequestSupplement => "request-supplement",
            Self::Supplement => "supplement",
            Self::RequestPayment => "request-payment",
            Self::Assign => "assign",
            Self::Forward => "forward",
            Self::SendBack => "send-back",
            Self::Consult => "consult",
            Self::AnswerConsultation => "answer-consultation",
            Self::Transfer => "transfer",
            Self::Digitise => "digitise",
            Self::Propose => "propose",
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Sign => "sign",
            Self::Complete => "complete",
            Self::ReturnResult => "return-result",
            Self::Apologise => "apologise",
            Self::Withdraw => "withdraw",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Rate => "rate",
        }
    }

    /// The rule that says when it may be done. Steps of settling follow the procedure's internal process, whose hand-overs
    /// stand in Mẫu 06.
    #[must_use]
    pub const fn basis(self) -> &'static str {
        match self {
            Self::Receive => "Nghị định 118/2025/NĐ-CP; Thông tư 03/2025/TT-VPCP, Mẫu 01",
            Self::Refuse => "Nghị định 118/2025/NĐ-CP; Thông tư 03/2025/TT-VPCP, Mẫu 03",
            Self::RequestSupplement | Self::Supplement => "Nghị định 118/2025/NĐ-CP; Thông tư 03/2025/TT-VPCP, Mẫu 02",
            Self::RequestPayment => "Luật Phí và lệ phí 97/2015/QH13; Nghị định 118/2025/NĐ-CP",
            Self::Assign
            | Self::Forward
            | Self::SendBack
            | Self::Propose
            | Self::Approve
            | Self::Reject
            | Self::Sign
            | Self::Complete => "Nghị định 118/2025/NĐ-CP; Thông tư 03/2025/TT-VPCP, Mẫu 06",
            Self::ReturnResult | Self::Withdraw | Self::Transfer => "Nghị định 118/2025/NĐ-CP",
            Self::Consult | Self::AnswerConsultation => consult::BASIS,
            Self::Apologise => apologise::BASIS,
            Self::Digitise => digitise::BASIS,
            Self::Suspend | Self::Resume => {
                "Nghị định 118/2025/NĐ-CP, Điều 21; Thông tư 03/2025/TT-VPCP, Điều 7, Mẫu 05"
            }
            Self::Rate => "Quyết định 766/QĐ-TTg",
        }
    }

    /// The rule by which what is written in it is required: that of its form. Nothing for actions without one.
    pub(super) const fn form_basis(self) -> Option<&'static str> {
        match self {
            Self::Refuse | Self::RequestSupplement | Self::Apologise | Self::Suspend => Some(self.basis()),
            _ => None,
        }
    }

    /// The action of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.key() == key)
    }
}

impl Dossier {
    /// Whether the state allows the action, whoever does it.
    ///
    /// # Errors
    /// Says in which state the dossier is and, through the text's next step, what can be done in it.
    pub fn allows(&self, action: Action) -> Result<(), Refusal> {
        use Status::{AwaitingSupplement, Filed, InProcess, Processed, Received, Returned, Stopped};
        let task = self.current_step().map(|step| step.task);
        let next = self.step.and_then(|step| self.filed.route.steps().get(usize::from(step) + 1)).map(|step| step.task);
        let running = matches!(self.status, Received | InProcess);
        let allowed = match action {
            Action::Receive | Action::Refuse => self.status == Filed,
            Action::RequestSupplement | Action::RequestPayment => {
                self.status == Filed || running && matches!(task, Some(StepTask::Assign | StepTask::Process))
            }
            Action::Supplement => self.status == AwaitingSupplement,
            Action::Assign => running && matches!(task, Some(StepTask::Assign | StepTask::Process)),
            Action::Forward => running && task == Some(StepTask::Process) && next == Some(StepTask::Process),
            Action::Propose => running && task == Some(StepTask::Process) && next != Some(StepTask::Process),
            Action::Approve => running && task == Some(StepTask::Approve),
            Action::Reject => running && matches!(task, Some(StepTask::Approve | StepTask::Sign)),
            Action::Sign => running && task == Some(StepTask::Sign),
            Action::SendBack => running && !self.steps_back().is_empty(),
            Action::Consult => running && task == Some(StepTask::Process),
            Action::AnswerConsultation => self.status.is_open() && self.consultations.iter().any(Consultation::is_open),
            Action::Transfer => {
                self.status == Filed || running && matches!(task, Some(StepTask::Assign | StepTask::Process))
            }
            Action::Digitise => self.received_at.is_some() && (self.status.is_open() || self.status == Processed),
            Action::Complete => running && task == Some(StepTask::Issue),
            Action::ReturnResult => self.status == Processed,
            Action::Apologise => running && self.due_at.is_some(),
            Action::Withdraw => matches!(self.status, Filed | Stopped) || self.status.is_open(),
            // What is signed is a result that only awaits its number.
            Action::Suspend => self.status.is_open() && task != Some(StepTask::Issue),
            Action::Resume => self.status == Stopped && self.received_at.is_some(),
            Action::Rate => self.status == Returned,
        };
        match action {
            Action::Rate if self.rating.is_some() => return Err(Refusal::rule("rated-already").citing(action.basis())),
            Action::Apologise if allowed && self.apology.is_some() => {
                return Err(Refusal::rule("apologised-already").citing(apologise::BASIS));
            }
            Action::Apologise if self.received_at.is_some() && self.status == AwaitingSupplement => {
                return Err(Refusal::rule("apology-while-waiting").citing(apologise::BASIS));
            }
            // A second stop would let the clock be stopped and started at will.
            Action::Suspend if self.status.is_open() && self.stop.is_some() => {
                return Err(Refusal::rule("stopped-already").citing(action.basis()));
            }
            Action::Suspend if self.status.is_open() && !allowed || self.outcome.is_some() => {
                return Err(Refusal::rule("stop-after-result").citing(action.basis()));
            }
            _ if allowed => return Ok(()),
            _ => {}
        }
        let refusal = Refusal::rule("action-not-in-this-state").citing(action.basis());
        Err(refusal.with("action", action.key()).with("status", self.status.key()))
    }
}
