//! What happens to a dossier out of the ordinary: supplements asked for, stops, withdrawals, corrections, apologies.

use super::chance::Chance;
use super::life::{Around, Life, Turn};
use super::plan::{Ask, End, Plan};
use super::queues::is_simple;
use super::samples;
use super::texts::pick;
use jiff::Timestamp;
use rules::calendar::{Calendar, WorkingTime, day_of};
use rules::catalogue::StepTask;
use rules::dossiers::{Apologise, Assign, Channel, Command, RequestSupplement, SendBack, Suspend, Withdraw};
use rules::people::{Actor, Role};
use std::sync::Arc;

/// What is still to happen out of the ordinary.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hitches {
    /// Asked for a supplement by the counter.
    pub ask_at_counter: bool,
    /// Asked for a supplement by the case officer.
    pub ask: bool,
    /// Asked a second time, by a leader.
    pub ask_again: bool,
    /// Taken back by the applicant.
    pub withdraw: bool,
    /// Stopped.
    pub suspend: bool,
    /// Goes on after a stop.
    pub resume: bool,
    /// The draft goes back.
    pub send_back: bool,
    /// Somebody else takes over.
    pub reassign: bool,
    /// The agency apologises.
    pub apologise: bool,
    /// To be rated, and how.
    pub rate: Option<rules::dossiers::Rating>,
}

impl Life {
    /// What happens out of the ordinary in this step, if anything.
    pub(super) fn hitch(
        &mut self,
        task: StepTask,
        at: Timestamp,
        around: &Around<'_>,
        calendar: &Calendar,
    ) -> Option<Turn> {
        let agency = self.dossier.filed.competent_agency.clone();
        let leader = around.staff.holder(&agency, Role::Approver, 0)?.clone();
        let now = self.now();
        let midway = calendar.add(now, WorkingTime((calendar.working_between(now, at).0 / 2).max(1)));
        let here = *self.dossier.holder() == agency;
        let chance = &mut self.chance;
        let leaders = |command| Some(Turn { at: midway, command: Some(command), actor: leader.clone() });
        let officer = self
            .dossier
            .officer
            .as_ref()
            .and_then(|(login, _)| around.staff.officer(&agency, Role::CaseOfficer, login));
        match (task, officer) {
            (StepTask::Process, Some(officer)) if here => {
                if std::mem::take(&mut self.hitches.ask) && self.dossier.supplements.is_empty() {
                    return Some(Turn { at: midway, command: Some(ask(chance, None)), actor: officer.clone() });
                }
                if self.hitches.ask_again && self.dossier.supplements.len() == 1 {
                    self.hitches.ask_again = false;
                    let again = pick(chance, |texts| &texts.supplement_again);
                    return leaders(ask(chance, Some(again)));
                }
                if self.hitches.withdraw {
                    return self.withdraw(midway, around);
                }
                if std::mem::take(&mut self.hitches.suspend) {
                    return leaders(Command::Suspend(Suspend {
                        reason: pick(chance, |texts| &texts.suspend),
                        request_date: Some(day_of(midway)),
                        request_file: Some(samples::REQUEST.id.into()),
                    }));
                }
                if std::mem::take(&mut self.hitches.reassign) {
                    let other = (0..).take(4).find_map(|number| {
                        around
                            .staff
                            .holder(&agency, Role::CaseOfficer, number)
                            .filter(|other| other.login != officer.login)
                    })?;
                    let note = Some(pick(chance, |texts| &texts.reassign));
                    let (officer, officer_name) = (other.login.clone(), other.name.clone());
                    return leaders(Command::Assign(Assign { officer, officer_name, note }));
                }
                if std::mem::take(&mut self.hitches.apologise) {
                    return self.apologise(midway, leader, calendar);
                }
                None
            }
            (StepTask::Approve | StepTask::Sign, _)
                if here && self.hitches.send_back && is_simple_here(self, around) =>
            {
                self.hitches.send_back = false;
                let reason = pick(&mut self.chance, |texts| &texts.send_back);
                Some(Turn {
                    at: midway,
                    command: Some(Command::SendBack(SendBack { reason, step: None })),
                    actor: leader,
                })
            }
            _ => None,
        }
    }

    /// An apology while there is time, with a new appointment at the end of the day on which it will be done.
    fn apologise(&mut self, at: Timestamp, leader: Arc<Actor>, calendar: &Calendar) -> Option<Turn> {
        let due = self.dossier.due_at?;
        let day = calendar.next_working_day(day_of(self.finish));
        let new_due_at = calendar.closing_of(day)?;
        let in_time = day_of(at) < day_of(due) && new_due_at > due;
        let reason = pick(&mut self.chance, |texts| &texts.apologise);
        let command = Command::Apologise(Apologise { reason, new_due_at });
        in_time.then_some(Turn { at, command: Some(command), actor: leader })
    }

    pub(super) fn withdraw(&mut self, at: Timestamp, around: &Around<'_>) -> Option<Turn> {
        self.hitches.withdraw = false;
        let reason = Some(pick(&mut self.chance, |texts| &texts.withdraw));
        let (at, actor) = self.applicant_or_counter(at, around)?;
        Some(Turn { at, command: Some(Command::Withdraw(Withdraw { reason })), actor })
    }
}

fn is_simple_here(life: &Life, around: &Around<'_>) -> bool {
    is_simple(around.world.procedure(life.plan.procedure))
}

pub(super) fn ask(chance: &mut Chance, reason: Option<String>) -> Command {
    let content = pick(chance, |texts| &texts.supplement);
    Command::RequestSupplement(RequestSupplement { content, documents: Vec::new(), reason })
}

impl Hitches {
    /// What a plan says.
    pub fn of(plan: &Plan) -> Self {
        let end = plan.fate.end;
        let ordinary = !matches!(end, End::Refused | End::Withdrawn | End::Stopped | End::Resumed);
        let asks = |when| ordinary && plan.fate.supplement == Some(when);
        Self {
            ask_at_counter: asks(Ask::AtCounter) && plan.channel != Channel::Counter,
            ask: asks(Ask::InProcess),
            ask_again: false,
            withdraw: end == End::Withdrawn,
            suspend: matches!(end, End::Stopped | End::Resumed),
            resume: end == End::Resumed,
            send_back: plan.fate.sent_back && plan.halt.is_none(),
            reassign: plan.fate.reassigned,
            apologise: false,
            rate: None,
        }
    }
}
