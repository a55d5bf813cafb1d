//! In which cells one dossier or one procedure counts.

use super::{Cause, Column, Form, Tier, cause_of_delay};
use crate::calendar::day_of;
use crate::catalogue::Procedure;
use crate::dossiers::{Dossier, Verdict, national_verdict};
use crate::quality::{Period, counted_overdue_from};

/// How a dossier came into the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Intake {
    /// Received in it, filed online.
    Online,
    /// Received in it, filed at a counter or by post.
    Direct,
    /// Received before, and not settled by its first day.
    Carried,
}

/// How it stands at the period's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Settled early.
    Early,
    /// Settled on the day it was due.
    OnTime,
    /// Settled late.
    Late,
    /// In hand, in time.
    InTime,
    /// In hand, overdue.
    Overdue,
}

impl Intake {
    /// Its name in SQL.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Direct => "direct",
            Self::Carried => "carried",
        }
    }
}

impl Standing {
    /// Its name in SQL.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::OnTime => "on-time",
            Self::Late => "late",
            Self::InTime => "in-time",
            Self::Overdue => "overdue",
        }
    }

    /// Whether it belongs to II.06b.
    #[must_use]
    pub fn is_late(self) -> bool {
        matches!(self, Self::Late | Self::Overdue)
    }
}

/// Where one dossier counts over a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// How it came.
    pub intake: Intake,
    /// How it stands.
    pub standing: Standing,
    /// Why it is late; nothing for one that is not.
    pub cause: Option<Cause>,
}

/// Where a dossier counts over a period: by the verdict of the national index, which the other figures rest on too. Nothing for one
/// that was not received by its end, or was settled before it began.
#[must_use]
pub fn place(dossier: &Dossier, period: Period) -> Option<Placed> {
    let received = day_of(dossier.received_at?);
    let finished = dossier.finished_at.map(day_of);
    if received > period.to || finished.is_some_and(|day| day < period.from) {
        return None;
    }
    let intake = match dossier.filed.channel.is_online() {
        _ if received < period.from => Intake::Carried,
        true => Intake::Online,
        false => Intake::Direct,
    };
    let standing = match dossier.finished_at.filter(|at| day_of(*at) <= period.to) {
        Some(at) => match national_verdict(dossier, at) {
            Some(Verdict::Early) => Standing::Early,
            Some(Verdict::OnTime) => Standing::OnTime,
            _ => Standing::Late,
        },
        None if counted_overdue_from(dossier).is_some_and(|day| day <= period.to) => Standing::Overdue,
        None => Standing::InTime,
    };
    let cause = standing.is_late().then(|| cause_of_delay(dossier, period));
    Some(Placed { intake, standing, cause })
}

/// What is counted of one procedure (II.07).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Whether a one-stop counter takes it in (*một cửa, một cửa liên thông*).
    pub one_stop: bool,
    /// Whether an internal electronic process is in force by which it is settled.
    pub process: bool,
}

impl Counted {
    /// The columns in which a procedure settled at a level counts.
    #[must_use]
    pub fn cells(self, tier: Tier) -> Vec<u8> {
        let at = if tier == Tier::Province { 0 } else { 1 };
        let mut cells = vec![4 + at];
        cells.extend(self.one_stop.then_some(7 + at));
        cells.extend(self.process.then_some(10 + at));
        cells
    }

    /// What is counted of a procedure of the province or its communes. Whatever is filed here comes to a counter; what only joins
    /// others has no process of its own, those that it opens have.
    #[must_use]
    pub fn of(procedure: &Procedure) -> Self {
        Self { one_stop: true, process: procedure.joint.is_none() }
    }
}

impl Placed {
    /// The columns in which it counts itself; none on a form that it does not belong to.
    #[must_use]
    pub fn cells(&self, form: Form) -> Vec<u8> {
        let standing = match self.standing {
            Standing::Early => 8,
            Standing::OnTime => 9,
            Standing::Late => 10,
            Standing::InTime => 12,
            Standing::Overdue => 13,
        };
        match (form, self.cause) {
            (Form::Settling, _) => {
                let intake = match self.intake {
                    Intake::Online => 4,
                    Intake::Direct => 5,
                    Intake::Carried => 6,
                };
                vec![intake, standing]
            }
            (Form::Delays, Some(cause)) => {
                let standing = if self.standing == Standing::Late { 4 } else { 5 };
                let at = Cause::ALL.iter().position(|one| *one == cause).unwrap_or(Cause::ALL.len() - 1);
                vec![standing, u8::try_from(6 + at).unwrap_or(u8::MAX)]
            }
            _ => Vec::new(),
        }
    }

    /// Whether it counts in a column, itself or as a part of its sum.
    #[must_use]
    pub fn counts_in(&self, form: Form, column: &Column) -> bool {
        let cells = self.cells(form);
        form.parts(column).iter().any(|part| cells.contains(&part.number))
    }
}
