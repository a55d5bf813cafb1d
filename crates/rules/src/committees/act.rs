//! Founding a committee, and what is recorded of it afterwards.

use super::{
    ActivityReported, Committee, CommitteeKind, Conclusion, Decision, Dissolved, Event, Founded, MeetingHeld,
    MeetingPlanned, Member, Post, RegulationWritten, Reorganised, Reviewed,
};
use crate::codes::{AgencyCode, VillageCode};
use crate::people::permissions::{may_keep_committee, may_report_activity};
use crate::people::{Actor, Capacity};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// A committee as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founding {
    /// What it is for.
    pub kind: CommitteeKind,
    /// What it steers besides.
    pub also: Vec<CommitteeKind>,
    /// Whose it is.
    pub agency: AgencyCode,
    /// In which village it works.
    pub village: Option<VillageCode>,
    /// Its name.
    pub name: String,
    /// The number of the founding decision.
    pub decision: String,
    /// Its day.
    pub decided_on: Option<Date>,
    /// Who is in it.
    pub members: Vec<Member>,
}

/// What is recorded of a committee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Its members are named anew.
    Reorganise {
        /// The number of the decision.
        decision: String,
        /// Its day.
        on: Option<Date>,
        /// Who is in it from then on.
        members: Vec<Member>,
        /// What it steers besides from then on.
        also: Vec<CommitteeKind>,
    },
    /// Its regulation is drafted, or issued by this decision.
    WriteRegulation {
        /// The number of the decision; empty for a draft.
        decision: String,
        /// Its day.
        on: Option<Date>,
    },
    /// It is going to meet.
    PlanMeeting {
        /// On which day.
        on: Option<Date>,
        /// What about.
        agenda: String,
    },
    /// It met.
    HoldMeeting {
        /// On which day.
        on: Option<Date>,
        /// How many members were there.
        present: u32,
        /// What came of it.
        outcome: String,
    },
    /// It says what it did.
    ReportActivity {
        /// The first day.
        from: Option<Date>,
        /// The last day.
        to: Option<Date>,
        /// What was done.
        what: String,
        /// How many people it helped, as typed.
        helped: String,
        /// What is difficult.
        difficulties: String,
    },
    /// Somebody looked at how it works.
    Review {
        /// On which day.
        on: Option<Date>,
        /// What was found.
        found: String,
        /// What follows.
        conclusion: Option<Conclusion>,
    },
    /// It ends.
    Dissolve {
        /// The number of the decision.
        decision: String,
        /// Its day.
        on: Option<Date>,
    },
}

/// What is missing of a founding whose kind or agency is not known, all of it at once.
#[must_use]
pub fn missing(
    kind: Option<CommitteeKind>,
    agency: Option<&AgencyCode>,
    (name, number, on): (&str, &str, Option<Date>),
    members: &[Member],
) -> Vec<Problem> {
    let absent = [
        (kind.is_none(), Problem::new("/kind", "missing")),
        (agency.is_none(), Problem::new("/agency", "missing")),
        (tidy(name).is_empty(), Problem::new("/name", "missing")),
        (tidy(number).is_empty(), Problem::new("/decision", "missing")),
        (on.is_none(), Problem::new("/decided_on", "decision-day")),
        (members.is_empty(), Problem::new("/members", "committee-without-head")),
    ];
    absent.into_iter().filter(|(absent, _)| *absent).map(|(_, problem)| problem).collect()
}

/// Founds a committee; `before` is the one of the same code, if there is or was one. One that was dissolved is founded again by a decision
/// that is not older than the one that dissolved it: an agency, or a village, has one of a kind at a time.
///
/// # Errors
/// When the policy does not let them, there is one already, or the decision or the head is missing.
pub fn found(
    actor: &Actor,
    before: Option<&Committee>,
    founding: &Founding,
    today: Date,
) -> Result<(Founded, Capacity), Refusal> {
    let by = may_keep_committee(actor, &founding.agency)?;
    let ended = before.and_then(|before| before.dissolved.as_ref());
    if before.is_some() && ended.is_none() {
        return Err(Refusal::rule("committee-there-already"));
    }
    let code = founding.kind.code(&founding.agency, founding.village.as_ref());
    let committee = code.ok_or_else(|| Refusal::input(vec![Problem::new("/agency", "agency-unknown")]))?;
    let mut problems = Vec::new();
    let name = tidy(&founding.name);
    if name.is_empty() {
        problems.push(Problem::new("/name", "missing"));
    }
    let decision = decision(&founding.decision, founding.decided_on, today, &mut problems);
    if let Some((decision, ended)) = decision.as_ref().zip(ended).filter(|(decision, ended)| decision.on < ended.on) {
        let early = Problem::new("/decided_on", "committee-founded-before-end").with("number", &ended.number);
        problems.push(early.with("day", ended.on).with("founded", decision.on));
    }
    let members = tidied(&founding.members, &mut problems);
    if founding.village.is_some() && founding.kind != CommitteeKind::WorkingGroup {
        problems.push(Problem::new("/village", "committee-village-groups-only"));
    }
    let also = besides(founding.kind, &founding.also, &mut problems);
    let (Some(decision), true) = (decision, problems.is_empty()) else { return Err(Refusal::input(problems)) };
    let founded = Founded {
        committee,
        kind: founding.kind,
        also,
        agency: founding.agency.clone(),
        village: founding.village.clone(),
        name,
        decision,
        members,
    };
    Ok((founded, by))
}

/// Decides about a command.
///
/// # Errors
/// When the policy does not let them, the committee is no more, or something is missing.
pub fn decide(
    actor: &Actor,
    committee: &Committee,
    command: Command,
    today: Date,
) -> Result<(Event, Capacity), Refusal> {
    let by = match command {
        Command::ReportActivity { .. } => may_report_activity(actor, committee)?,
        _ => may_keep_committee(actor, &committee.founded.agency)?,
    };
    if committee.dissolved.is_some() {
        return Err(Refusal::rule("committee-no-more"));
    }
    let code = committee.founded.committee.clone();
    let mut problems = Vec::new();
    let event = match command {
        Command::Reorganise { decision: number, on, members, also } => {
            let decision = later(&number, on, committee, today, &mut problems);
            let members = tidied(&members, &mut problems);
            let also = Some(besides(committee.founded.kind, &also, &mut problems));
            decision.map(|decision| Event::Reorganised(Reorganised { committee: code, decision, members, also }))
        }
        Command::WriteRegulation { decision: number, on } => {
            let decision = match number.trim() {
                "" => None,
                number => not_before(number, on, &committee.founded.decision, today, &mut problems),
            };
            Some(Event::RegulationWritten(RegulationWritten { committee: code, decision }))
        }
        Command::PlanMeeting { on, agenda } => {
            let on = on.filter(|on| *on >= today);
            if on.is_none() {
                problems.push(Problem::new("/on", "meeting-day-to-come"));
            }
            on.map(|on| Event::MeetingPlanned(MeetingPlanned { committee: code, on, agenda: tidy(&agenda) }))
        }
        Command::HoldMeeting { on, present, outcome } => {
            let on = on.filter(|on| *on <= today);
            if on.is_none() {
                problems.push(Problem::new("/on", "meeting-day-past"));
            }
            // Before its last decision it had other members.
            let members = committee.members.len();
            if on.is_some_and(|on| on >= committee.decision.on)
                && usize::try_from(present).unwrap_or(usize::MAX) > members
            {
                problems.push(Problem::new("/present", "meeting-present").with("members", members));
            }
            on.map(|on| Event::MeetingHeld(MeetingHeld { committee: code, on, present, outcome: tidy(&outcome) }))
        }
        Command::ReportActivity { from, to, what, helped, difficulties } => {
            let to = to.filter(|to| *to <= today);
            if to.is_none() {
                problems.push(Problem::new("/to", "activity-day"));
            }
            let from = from.filter(|from| to.is_none_or(|to| *from <= to));
            if from.is_none() {
                problems.push(Problem::new("/from", "activity-first-day"));
            }
            let what = tidy(&what);
            if what.is_empty() {
                problems.push(Problem::new("/what", "missing"));
            }
            let typed = tidy(&helped);
            let helped = if typed.is_empty() { Some(0) } else { typed.replace('.', "").parse().ok() };
            if helped.is_none() {
                problems.push(Problem::new("/helped", "number-unreadable").with("typed", typed));
            }
            let (difficulties, committee) = (tidy(&difficulties), code);
            from.zip(to).zip(helped).map(|((from, to), helped)| {
                Event::ActivityReported(ActivityReported { committee, from, to, what, helped, difficulties })
            })
        }
        Command::Review { on, found, conclusion } => {
            let on = on.filter(|on| *on <= today);
            if on.is_none() {
                problems.push(Problem::new("/on", "review-day"));
            }
            let found = tidy(&found);
            if found.is_empty() {
                problems.push(Problem::new("/found", "missing"));
            }
            if conclusion.is_none() {
                problems.push(Problem::new("/conclusion", "choose"));
            }
            let reviewed = on.zip(conclusion);
            reviewed.map(|(on, conclusion)| Event::Reviewed(Reviewed { committee: code, on, found, conclusion }))
        }
        Command::Dissolve { decision: number, on } => later(&number, on, committee, today, &mut problems)
            .map(|decision| Event::Dissolved(Dissolved { committee: code, decision })),
    };
    match event {
        Some(event) if problems.is_empty() => Ok((event, by)),
        _ => Err(Refusal::input(problems)),
    }
}

/// A decision that changes a committee or ends it: none before the one by which it is as it is, or what was counted of past days would
/// change.
fn later(
    number: &str,
    on: Option<Date>,
    committee: &Committee,
    today: Date,
    problems: &mut Vec<Problem>,
) -> Option<Decision> {
    not_before(number, on, &committee.decision, today, problems)
}

fn not_before(
    number: &str,
    on: Option<Date>,
    last: &Decision,
    today: Date,
    problems: &mut Vec<Problem>,
) -> Option<Decision> {
    let decision = decision(number, on, today, problems)?;
    if decision.on < last.on {
        let early = Problem::new("/decided_on", "decision-before").with("number", &last.number).with("day", last.on);
        problems.push(early);
        return None;
    }
    Some(decision)
}

fn decision(number: &str, on: Option<Date>, today: Date, problems: &mut Vec<Problem>) -> Option<Decision> {
    let number = tidy(number);
    if number.is_empty() {
        problems.push(Problem::new("/decision", "missing"));
    }
    let on = on.filter(|on| *on <= today);
    if on.is_none() {
        problems.push(Problem::new("/decided_on", "decision-day"));
    }
    on.filter(|_| !number.is_empty()).map(|on| Decision { number, on })
}

/// What a committee of this kind steers besides, each once. A working group steers nothing, and nobody takes over its work.
fn besides(kind: CommitteeKind, typed: &[CommitteeKind], problems: &mut Vec<Problem>) -> Vec<CommitteeKind> {
    let steering = |kind: &CommitteeKind| CommitteeKind::STEERING.contains(kind);
    let fits = typed.is_empty() || steering(&kind) && typed.iter().all(steering);
    if !fits {
        problems.push(Problem::new("/also", "committee-steers-not"));
    }
    CommitteeKind::STEERING.into_iter().filter(|other| *other != kind && typed.contains(other)).collect()
}

/// The members as they are kept: each with a name, without the signs that part the lines of a form, and one of them leads.
fn tidied(members: &[Member], problems: &mut Vec<Problem>) -> Vec<Member> {
    let members: Vec<Member> = members
        .iter()
        .map(|member| Member { name: tidy(&member.name), title: tidy(&member.title), ..member.clone() })
        .collect();
    let parts = |text: &str| text.contains(';');
    for (member, line) in members.iter().zip(1..) {
        if member.name.is_empty() || parts(&member.name) || parts(&member.title) {
            problems.push(Problem::new("/members", "committee-member-name").with("line", line));
        }
    }
    match members.iter().filter(|member| member.post == Post::Head).count() {
        0 => problems.push(Problem::new("/members", "committee-without-head")),
        1 => {}
        _ => problems.push(Problem::new("/members", "committee-two-heads")),
    }
    members
}
