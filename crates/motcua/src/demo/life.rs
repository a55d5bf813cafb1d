//! What happens next to a dossier, and who does it: one step at a time, as officers and applicants would.

use super::chance::Chance;
use super::data::texts;
use super::hitches::{Hitches, ask};
use super::pace::{Case, Pace};
use super::plan::{End, Halt, Plan};
use super::samples;
use super::staff::Staff;
use super::texts::pick;
use super::world::World;
use super::year::scaled;
use jiff::{SignedDuration, Timestamp};
use rules::calendar::{Calendar, WorkingTime};
use rules::catalogue::StepTask;
use rules::dossiers::{
    AnswerConsultation, Approve, Assign, Command, Consultation, Delivery, Dossier, Forward, Outcome, Propose, Rate,
    Receive, Refuse, Reject, Resume, ReturnResult, Sign, Status, SubmittedDocument, SupplementDossier,
};
use rules::people::{Actor, Role};
use std::sync::Arc;

/// A dossier that is under way.
pub struct Life {
    /// What was planned.
    pub plan: Plan,
    /// As it stands, once it was filed.
    pub dossier: Arc<Dossier>,
    /// Who filed it, where somebody did so themselves.
    pub owner: Option<Arc<Actor>>,
    /// Its own stream of chance.
    pub chance: Chance,
    /// When it is to be finished.
    pub finish: Timestamp,
    /// Whether it is to be late.
    pub late: bool,
    /// What is still to happen to it out of the ordinary.
    pub hitches: Hitches,
    /// What happens next, or happened last.
    pub turn: Option<Turn>,
}

/// What happens next.
#[derive(Debug, Clone)]
pub struct Turn {
    /// When.
    pub at: Timestamp,
    /// What; nothing for the clerk's turn, whose number and file are known only then.
    pub command: Option<Command>,
    /// Who.
    pub actor: Arc<Actor>,
}

/// What lives need to know.
pub struct Around<'a> {
    /// The province.
    pub world: &'a World,
    /// Its staff.
    pub staff: &'a Staff,
    /// The end of the simulated year.
    pub end: Timestamp,
}

impl Life {
    /// Sets the target after reception or after the clock went on.
    pub fn aim(&mut self, around: &Around<'_>, pace: &mut Pace, first: bool) {
        let calendar = around.world.calendar(&self.dossier.filed.competent_agency);
        let now = self.now();
        if self.plan.halt.is_some() {
            return;
        }
        let target = if first {
            let case = self.case(around);
            pace.target(&self.dossier, case, now, calendar, &mut self.chance)
        } else {
            pace.target_again(self.dossier.due_at, self.late, now, calendar, &mut self.chance)
        };
        (self.finish, self.late) = (target.at, target.late);
        if first && self.late {
            self.hitches.apologise = self.chance.likely(0.2);
            // A second supplement makes it late by itself: some of those that are late are so for that reason.
            let twice = self.finish + SignedDuration::from_hours(8 * 24) < around.end && self.chance.likely(0.06);
            self.hitches.ask |= twice;
            self.hitches.ask_again = twice || self.hitches.ask && self.chance.likely(0.5);
        }
    }

    /// What speaks for its being late; nothing for what ends before its time.
    fn case(&self, around: &Around<'_>) -> Option<Case> {
        let land = around.world.procedure(self.plan.procedure).field == "Đất đai";
        let delay = SignedDuration::from_hours(if self.hitches.ask { 8 * 24 } else { 0 });
        let ordinary = !matches!(self.plan.fate.end, End::Withdrawn | End::Stopped | End::Resumed);
        ordinary.then_some(Case { land, delay })
    }

    /// When the last thing happened to it.
    pub(super) fn now(&self) -> Timestamp {
        self.turn.as_ref().map_or(self.dossier.filed_at, |turn| turn.at)
    }

    /// What happens next; nothing when it waits for the demonstration or all is done.
    pub fn next(&mut self, around: &Around<'_>) -> Option<Turn> {
        match self.dossier.status {
            Status::Filed => self.at_the_counter(around),
            Status::AwaitingSupplement => self.supplement(around),
            Status::Received | Status::InProcess => self.in_process(around),
            Status::Stopped => self.resume(around),
            Status::Processed => self.hand_out(around),
            Status::Returned => self.rate(around),
            Status::Refused | Status::Withdrawn | Status::AwaitingPayment => None,
        }
    }

    fn at_the_counter(&mut self, around: &Around<'_>) -> Option<Turn> {
        if self.plan.halt == Some(Halt::Filed) {
            return None;
        }
        let officer = self.counter_officer(around)?;
        let calendar = around.world.calendar(self.dossier.return_counter());
        // Who looks at what came online does so within a few hours, and sooner towards the end of what is planned to wait.
        let most = if self.plan.halt.is_some() { 40.0 * 60.0 } else { 4.5 * 3600.0 };
        let wait = 300 + scaled(1, most * self.chance.unit().powi(2));
        let at = calendar.add(calendar.next_opening(self.now()), WorkingTime(wait));
        let chance = &mut self.chance;
        let command = if std::mem::take(&mut self.hitches.ask_at_counter) {
            ask(chance, None)
        } else if self.plan.fate.end == End::Refused {
            Command::Refuse(Refuse { reason: pick(chance, |texts| &texts.refuse) })
        } else if self.hitches.withdraw && chance.likely(0.4) {
            return self.withdraw(self.now() + SignedDuration::from_mins(20), around);
        } else {
            Command::Receive(Receive {})
        };
        Some(Turn { at, command: Some(command), actor: officer })
    }

    fn in_process(&mut self, around: &Around<'_>) -> Option<Turn> {
        if let Some(turn) = self.opinion(around) {
            return Some(turn);
        }
        let step = self.dossier.current_step()?.clone();
        let agency = self.dossier.holder().clone();
        let calendar = around.world.calendar(&agency).clone();
        let at = self.step_ends_at(around, &calendar);
        if self.halts_at(step.task) {
            return None;
        }
        if let Some(turn) = self.hitch(step.task, at, around, &calendar) {
            return Some(turn);
        }
        let number = usize::try_from(self.plan.number).unwrap_or(0);
        let chance = &mut self.chance;
        let holder = |role| around.staff.holder(&agency, role, number).cloned();
        let turn = |command, actor| Some(Turn { at, command: Some(command), actor });
        match step.task {
            StepTask::Assign => {
                let officer = holder(Role::CaseOfficer)?;
                let command = Assign { officer: officer.login.clone(), officer_name: officer.name.clone(), note: None };
                turn(Command::Assign(command), around.staff.holder(&agency, Role::Approver, number % 3 / 2)?.clone())
            }
            StepTask::Process => match &self.dossier.officer {
                None => {
                    let officer = holder(Role::CaseOfficer)?;
                    let command =
                        Assign { officer: officer.login.clone(), officer_name: officer.name.clone(), note: None };
                    // Whoever is free takes it soon.
                    let at =
                        calendar.add(self.now(), WorkingTime(scaled(calendar.working_between(self.now(), at).0, 0.2)));
                    Some(Turn { at, command: Some(Command::Assign(command)), actor: officer })
                }
                Some((login, _)) => {
                    let officer = around.staff.officer(&agency, Role::CaseOfficer, login)?.clone();
                    turn(self.verified(), officer)
                }
            },
            StepTask::Approve => {
                let command = match self.plan.fate.end {
                    End::RejectedByLeader => Command::Reject(Reject { reason: pick(chance, |texts| &texts.reject) }),
                    _ => Command::Approve(Approve { note: None }),
                };
                turn(command, around.staff.holder(&agency, Role::Approver, 1)?.clone())
            }
            StepTask::Sign => turn(
                Command::Sign(Sign::default()),
                around.staff.holder(&agency, Role::Approver, number % 4 / 3)?.clone(),
            ),
            StepTask::Issue => Some(Turn { at, command: None, actor: holder(Role::Clerk)? }),
            StepTask::Return => None,
        }
    }

    /// An agency that was asked answers, well before the step is to end. Nothing of this is drawn: what happens to the dossier
    /// otherwise is the same whether anybody was asked. Of what waits in the step for the demonstration the last opinion is still
    /// awaited.
    fn opinion(&self, around: &Around<'_>) -> Option<Turn> {
        let open: Vec<_> = self.dossier.consultations.iter().filter(|asked| asked.is_open()).collect();
        let asked: &Consultation = open.first()?;
        let waits = matches!(self.plan.halt, Some(Halt::Process | Halt::Overdue));
        if waits && open.len() == 1 {
            return None;
        }
        let number = usize::try_from(self.plan.number).unwrap_or(0);
        let (calendar, now) = (around.world.calendar(&asked.agency), self.now());
        let until = if self.plan.halt.is_some() { around.end } else { asked.due_at.min(self.finish) };
        let left = calendar.working_between(now, until).0;
        let at = calendar.add(now, WorkingTime((left * (12 + self.plan.number % 9).cast_signed() / 100).max(60)));
        let lines = &texts().opinions;
        let answer = AnswerConsultation { content: lines[number % lines.len()].clone(), file: None };
        let actor = around.staff.holder(&asked.agency, Role::CaseOfficer, number)?.clone();
        Some(Turn { at, command: Some(Command::AnswerConsultation(answer)), actor })
    }

    /// What the case officer writes when the step's work is done.
    fn verified(&mut self) -> Command {
        let steps = self.dossier.filed.route.steps();
        let next = self.dossier.step.and_then(|step| steps.get(usize::from(step) + 1)).map(|step| step.task);
        let chance = &mut self.chance;
        if next == Some(StepTask::Process) {
            return Command::Forward(Forward {
                note: Some(pick(chance, |texts| &texts.forward)),
                ..Forward::default()
            });
        }
        let against = self.plan.fate.end == End::Rejected;
        let outcome = if against { Outcome::Rejected } else { Outcome::Granted };
        let content = pick(chance, |texts| if against { &texts.against } else { &texts.findings });
        Command::Propose(Propose { outcome, content, file: None, paper: None, without_opinions: None })
    }

    /// When the current step ends: its share of what is left until the end, a little more or less.
    fn step_ends_at(&mut self, around: &Around<'_>, calendar: &Calendar) -> Timestamp {
        let now = self.now();
        if self.plan.halt.is_some() {
            let left = calendar.working_between(now, around.end).0;
            return calendar.add(now, WorkingTime(scaled(left, self.chance.between(0.08, 0.3)).max(1)));
        }
        let left = calendar.working_between(now, self.finish).0;
        let steps = self.dossier.filed.route.steps().iter().skip(usize::from(self.dossier.step.unwrap_or(0)));
        let shares: Vec<f64> = steps.map(|step| f64::from(step.share)).collect();
        let share = shares.first().copied().unwrap_or(1.0) / shares.iter().sum::<f64>().max(1.0);
        if self.dossier.current_step().is_some_and(|step| step.task == StepTask::Issue) {
            return calendar.add(now, WorkingTime(left.max(1)));
        }
        let wanted = scaled(left, (share * self.chance.between(0.75, 1.15)).min(0.92));
        calendar.add(now, WorkingTime(wanted.clamp(1, left.max(2) - 1)))
    }

    fn halts_at(&self, task: StepTask) -> bool {
        match self.plan.halt {
            Some(Halt::Assign) => task == StepTask::Assign,
            Some(Halt::Process | Halt::Overdue) => task == StepTask::Process && self.dossier.officer.is_some(),
            Some(Halt::Approve) => task == StepTask::Approve,
            Some(Halt::Sign) => task == StepTask::Sign,
            Some(Halt::Issue) => task == StepTask::Issue,
            _ => false,
        }
    }

    fn supplement(&mut self, around: &Around<'_>) -> Option<Turn> {
        if self.plan.halt == Some(Halt::Supplement) {
            return None;
        }
        let days = if self.late { 1.0 } else { 5.0 };
        let after = self.chance.between(2.0, 24.0 * days) * 3600.0;
        let (at, actor) =
            self.applicant_or_counter(self.now() + SignedDuration::from_secs(scaled(1, after)), around)?;
        let code =
            self.dossier.filed.documents.first().map_or_else(|| "01".to_owned(), |document| document.code.clone());
        let paper = SubmittedDocument {
            code,
            file_id: Some(samples::PAPER.id.into()),
            name: Some(samples::PAPER.name.into()),
            ..SubmittedDocument::default()
        };
        let note = Some(pick(&mut self.chance, |texts| &texts.supplied));
        let command = Command::Supplement(SupplementDossier { documents: vec![paper], note });
        Some(Turn { at, command: Some(command), actor })
    }

    fn resume(&mut self, around: &Around<'_>) -> Option<Turn> {
        if !std::mem::take(&mut self.hitches.resume) {
            return None;
        }
        let agency = &self.dossier.filed.competent_agency;
        let calendar = around.world.calendar(agency);
        let at =
            calendar.add(self.now(), WorkingTime::from_hours(16 + i64::try_from(self.chance.below(40)).unwrap_or(0)));
        let reason = pick(&mut self.chance, |texts| &texts.resume);
        let actor = around.staff.holder(agency, Role::Approver, 0)?.clone();
        Some(Turn { at, command: Some(Command::Resume(Resume { reason })), actor })
    }

    fn hand_out(&mut self, around: &Around<'_>) -> Option<Turn> {
        if self.plan.halt == Some(Halt::HandOut) {
            return None;
        }
        let officer = self.counter_officer(around)?;
        let calendar = around.world.calendar(self.dossier.return_counter());
        let hours = match self.dossier.filed.delivery.method {
            Delivery::Online => self.chance.between(0.03, 0.6),
            Delivery::Counter => 0.2 + 20.0 * self.chance.unit().powi(3),
            Delivery::Postal => self.chance.between(4.0, 20.0),
        };
        let at = calendar.add(self.now(), WorkingTime(scaled(3600, hours)));
        Some(Turn { at, command: Some(Command::ReturnResult(ReturnResult { received_by: None })), actor: officer })
    }

    fn rate(&mut self, around: &Around<'_>) -> Option<Turn> {
        let rating = self.hitches.rate.take()?;
        let later = scaled(3600, self.chance.between(0.05, 40.0));
        let (at, actor) = if self.owner.is_some() {
            self.applicant_or_counter(self.now() + SignedDuration::from_secs(later), around)?
        } else {
            (self.now() + SignedDuration::from_secs(40), self.counter_officer(around)?)
        };
        let chance = &mut self.chance;
        let satisfied = rating != rules::dossiers::Rating::Dissatisfied;
        let comment = chance
            .likely(if satisfied { 0.1 } else { 0.8 })
            .then(|| pick(chance, |texts| if satisfied { &texts.content } else { &texts.discontent }));
        Some(Turn {
            at,
            command: Some(Command::Rate(Rate { rating, criteria: std::collections::BTreeMap::new(), comment })),
            actor,
        })
    }

    /// The owner between six in the morning and ten at night, or the counter in its hours for whoever has no account.
    pub(super) fn applicant_or_counter(
        &mut self,
        at: Timestamp,
        around: &Around<'_>,
    ) -> Option<(Timestamp, Arc<Actor>)> {
        match &self.owner {
            Some(owner) => {
                let hour = rules::calendar::local(at).hour();
                let shift = if hour < 6 { 6 - hour } else { 0 };
                Some((at + SignedDuration::from_hours(i64::from(shift)), owner.clone()))
            }
            None => {
                let calendar = around.world.calendar(self.dossier.return_counter());
                Some((calendar.next_opening(at), self.counter_officer(around)?))
            }
        }
    }

    fn counter_officer(&self, around: &Around<'_>) -> Option<Arc<Actor>> {
        let number = usize::try_from(self.plan.number).unwrap_or(0);
        around.staff.holder(self.dossier.return_counter(), Role::CounterOfficer, number).cloned()
    }
}
