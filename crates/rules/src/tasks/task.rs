//! A task as it stands: the fold of its events.

use super::{Assigned, Event, Light, Link, Report, Responsible, Standing, Status, cut_off};
use crate::calendar::day_of;
use crate::codes::TaskCode;
use crate::indicators::Amount;
use jiff::Timestamp;
use jiff::civil::Date;

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its six clears, as assigned.
    pub assigned: Assigned,
    /// When it was assigned.
    pub assigned_at: Timestamp,
    /// Who answers for it now.
    pub responsible: Responsible,
    /// Who answered for it before, the first first.
    pub before: Vec<Responsible>,
    /// Where it stands.
    pub status: Status,
    /// The last day, after extensions.
    pub due_on: Date,
    /// The task of which it is a part now.
    pub parent: Option<TaskCode>,
    /// How much of it is done, in per cent, as reported.
    pub progress: u8,
    /// What was reached of what is counted, as reported last.
    pub value: Option<Amount>,
    /// What it has to do with: as assigned, and as noted since.
    pub links: Vec<Link>,
    /// What was reported, oldest first.
    pub reports: Vec<Written>,
    /// The extension that waits for a decision.
    pub extension: Option<Extension>,
    /// How many extensions were granted.
    pub extended: u32,
    /// By which day the lead agency last promised to be done: in a report, or as it asked for more time, granted or not.
    pub promised_on: Option<Date>,
    /// When what came of it was handed in, the last time.
    pub submitted_at: Option<Timestamp>,
    /// When it was accepted as done, or taken back.
    pub ended_at: Option<Timestamp>,
    /// Why it was returned, suspended or cancelled, the last time.
    pub reason: String,
    /// How many times it was returned.
    pub returned: u32,
    /// Where it stood before it was stopped.
    before_stop: Status,
    /// Since when it goes on, where it was stopped.
    resumed_on: Option<Date>,
    /// How many events it has.
    pub version: u64,
}

/// A report, and who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What was written.
    pub report: Report,
    /// When.
    pub at: Timestamp,
    /// By whom: login and name.
    pub by: (String, String),
}

/// An extension that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Until when.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// When it was asked for.
    pub at: Timestamp,
    /// By whom: their login, and that of whoever in whose place they did.
    pub by: Vec<String>,
}

impl Task {
    /// The task after one more event; `by` is login and name of whoever did it. Nothing before it was assigned.
    #[must_use]
    pub fn next(before: Option<Self>, event: &Event, at: Timestamp, by: (&str, &str)) -> Option<Self> {
        let Some(mut task) = before else {
            let Event::Assigned(assigned) = event else { return None };
            return Some(Self::assigned(assigned, at));
        };
        task.version += 1;
        match event {
            Event::Assigned(_) => {}
            Event::Accepted(_) => task.status = Status::Accepted,
            Event::Reassigned(reassigned) => {
                task.before.push(reassigned.from.clone());
                task.responsible = reassigned.to.clone();
            }
            Event::Reported(reported) => {
                task.status = Status::InProgress;
                task.write(&reported.report, at, by);
            }
            Event::Submitted(submitted) => {
                task.status = Status::Submitted;
                task.submitted_at = Some(at);
                task.write(&submitted.report, at, by);
            }
            Event::Returned(returned) => {
                task.status = Status::Returned;
                // What was handed in was said to be done, and is not: what was reported before counts again.
                let mut reported = task.reports.iter().rev().map(|written| written.report.progress);
                task.progress = reported.find(|progress| *progress < 100).unwrap_or(0);
                task.reason.clone_from(&returned.reason);
                task.returned += 1;
            }
            Event::Completed(_) => {
                task.status = Status::Completed;
                task.progress = 100;
                task.extension = None;
                task.ended_at = Some(at);
            }
            Event::ExtensionAsked(asked) => {
                task.promised_on = Some(asked.until);
                task.extension = Some(Extension {
                    until: asked.until,
                    reason: asked.reason.clone(),
                    at,
                    by: [by.0.to_owned()].into_iter().chain(asked.in_place_of.clone()).collect(),
                });
            }
            Event::ExtensionDecided(decided) => {
                task.extension = None;
                if let Some(until) = decided.until {
                    task.due_on = until;
                    task.extended += 1;
                }
            }
            Event::Suspended(suspended) => {
                task.before_stop = task.status;
                task.status = Status::Suspended;
                task.reason.clone_from(&suspended.reason);
            }
            Event::Resumed(_) => {
                task.status = task.before_stop;
                task.resumed_on = Some(day_of(at));
            }
            Event::Cancelled(cancelled) => {
                task.status = Status::Cancelled;
                task.reason.clone_from(&cancelled.reason);
                task.extension = None;
                task.ended_at = Some(at);
            }
            Event::Attached(attached) => task.parent = Some(attached.parent.clone()),
            Event::Linked(linked) => task.links.push(linked.link.clone()),
        }
        Some(task)
    }

    fn assigned(assigned: &Assigned, at: Timestamp) -> Self {
        Self {
            assigned_at: at,
            responsible: assigned.responsible.clone(),
            before: Vec::new(),
            status: Status::Assigned,
            due_on: assigned.due.on,
            parent: assigned.parent.clone(),
            progress: 0,
            value: None,
            links: assigned.links.clone(),
            reports: Vec::new(),
            extension: None,
            extended: 0,
            promised_on: None,
            submitted_at: None,
            ended_at: None,
            reason: String::new(),
            returned: 0,
            before_stop: Status::Assigned,
            resumed_on: None,
            version: 1,
            assigned: assigned.clone(),
        }
    }

    fn write(&mut self, report: &Report, at: Timestamp, by: (&str, &str)) {
        self.progress = report.progress;
        self.value = report.value.or(self.value);
        self.promised_on = report.promised_on.or(self.promised_on);
        let by = (by.0.to_owned(), by.1.to_owned());
        self.reports.push(Written { report: report.clone(), at, by });
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &TaskCode {
        &self.assigned.task
    }

    /// The day on which what was accepted had been handed in: it decides whether a task was done in time, not the day on which the
    /// assigner came to look at it.
    #[must_use]
    pub fn done_on(&self) -> Option<Date> {
        let done = self.status == Status::Completed;
        self.submitted_at.filter(|_| done).map(day_of)
    }

    /// Whether it is late on this day: done after its last day, or that day is over and nothing is handed in that waits for the
    /// assigner.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        match self.status {
            Status::Completed | Status::Submitted => self.submitted_at.map(day_of).is_some_and(|day| day > self.due_on),
            Status::Cancelled | Status::Suspended => false,
            _ => today > self.due_on,
        }
    }

    /// Where it stands on this day.
    #[must_use]
    pub fn standing(&self, today: Date) -> Standing {
        let waits = self.status == Status::Submitted;
        if self.status.runs() && !waits && self.is_late(today) { Standing::Overdue } else { Standing::In(self.status) }
    }

    /// Its light on this day.
    #[must_use]
    pub fn light(&self, today: Date) -> Light {
        Light::of(self.status, self.is_late(today))
    }

    /// Whether it is this person's own work: they answer for it, or did, or reported on it, or
    /// somebody did in their place.
    #[must_use]
    pub fn is_work_of(&self, login: &str) -> bool {
        let mut answered = self.before.iter().chain([&self.responsible]);
        let wrote = |one: &Written| one.by.0 == login || one.report.in_place_of.as_deref() == Some(login);
        answered.any(|person| person.login == login) || self.reports.iter().any(wrote)
    }

    /// Whether anything that was reported is proved.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        self.reports.iter().any(|written| written.report.is_proved())
    }

    /// The day until which it must be reported on next; nothing for what is reported on once, on its last day, or by nobody now. A
    /// report of the month of such a day is the report of that day.
    #[must_use]
    pub fn report_due_on(&self) -> Option<Date> {
        let due = super::Due { on: self.due_on, every: self.assigned.due.every };
        let waits = self.status.runs() && self.status != Status::Submitted;
        let eve = |day: Date| day.yesterday().unwrap_or(day);
        let reported = self.reports.last().map(|written| cut_off(day_of(written.at)).max(day_of(written.at)));
        // While it stood still nothing was due.
        let since = reported.max(self.resumed_on.map(eve)).unwrap_or_else(|| eve(self.assigned.assigned_on));
        // The last one is the result itself, due as the task is.
        Some(due.next_report(since)).filter(|next| waits && due.every.is_some() && *next < due.on)
    }

    /// The report that is missing on this day: a task may be in time and its report be late. The lights of the national tracker tell of
    /// the task's own last day (*trễ hạn*), so that a missing report leaves them as they are and is told beside them. Once that day is
    /// over, the task itself is late.
    #[must_use]
    pub fn missed_report(&self, today: Date) -> Option<Date> {
        self.report_due_on().filter(|due| *due < today && today <= self.due_on)
    }

    /// The day of the next report on this day.
    #[must_use]
    pub fn next_report(&self, today: Date) -> Date {
        super::Due { on: self.due_on, every: self.assigned.due.every }.next_report(today.yesterday().unwrap_or(today))
    }
}

/// How much of a task with parts is done: the mean of its parts, each by its own progress; nothing without parts.
#[must_use]
pub fn rolled_up(parts: &[u8]) -> Option<u8> {
    let sum: u32 = parts.iter().map(|part| u32::from(*part)).sum();
    let count = u32::try_from(parts.len()).ok().filter(|count| *count > 0)?;
    u8::try_from(sum / count).ok()
}
