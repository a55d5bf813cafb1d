//! How committees and working groups look in JSON.

use crate::api::wire::At;
use jiff::civil::Date;
use rules::codes::VillageCode;
use rules::committees::{Committee, CommitteeKind, Decision, Event, Member};
use serde::Serialize;
use std::collections::HashMap;
use store::journal::Recorded;
use store::tables::committees::Listed;
use store::{Fault, desk};
use utoipa::ToSchema;

/// A committee or group in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitteeItem {
    /// Its code.
    #[schema(example = "BCD57-H35.27")]
    code: String,
    /// What it was founded for: `resolution_57`, `project_06`, `reform` or `working_group`.
    kind: &'static str,
    /// What it steers besides now.
    also: Vec<&'static str>,
    /// Whose it is, by agency code.
    #[schema(example = "H35.27")]
    agency: String,
    /// In which village it works, by code.
    village: Option<String>,
    /// Its name.
    name: String,
    /// Who leads it.
    head: String,
    /// How many are in it.
    members: i64,
    /// The last decision about who is in it.
    decision: CommitteeDecision,
    /// Its operating regulation: `missing`, `drafted` or `issued`.
    regulation: &'static str,
    /// When it met last.
    #[schema(value_type = Option<String>, format = Date)]
    last_met: Option<Date>,
    /// When it will meet.
    #[schema(value_type = Option<String>, format = Date)]
    next_meeting: Option<Date>,
    /// When somebody looked at how it works last.
    #[schema(value_type = Option<String>, format = Date)]
    last_reviewed: Option<Date>,
}

impl From<&Listed> for CommitteeItem {
    fn from(one: &Listed) -> Self {
        Self {
            code: one.code.to_string(),
            kind: one.kind.key(),
            also: one.also.iter().map(|kind| kind.key()).collect(),
            agency: one.agency.to_string(),
            village: one.village.as_ref().map(VillageCode::to_string),
            name: one.name.clone(),
            head: one.head.clone(),
            members: one.members,
            decision: CommitteeDecision { number: one.decision.clone(), on: one.decided_on },
            regulation: one.regulation.key(),
            last_met: one.last_met,
            next_meeting: one.next_meeting,
            last_reviewed: one.last_reviewed,
        }
    }
}

/// A decision, by number and day.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitteeDecision {
    /// Its number and symbol.
    #[schema(example = "215/QĐ-UBND")]
    number: String,
    /// The day on which it was signed.
    #[schema(value_type = String, format = Date)]
    on: Date,
}

impl From<&Decision> for CommitteeDecision {
    fn from(decision: &Decision) -> Self {
        Self { number: decision.number.clone(), on: decision.on }
    }
}

/// A committee or working group.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitteeSeen {
    /// Its code.
    #[schema(example = "BCD57-H35.27")]
    code: String,
    /// To be sent along with the next action.
    version: u64,
    /// What it was founded for: `resolution_57`, `project_06`, `reform` or `working_group`.
    kind: &'static str,
    /// What it steers besides now.
    also: Vec<&'static str>,
    /// Whose it is, by agency code.
    agency: String,
    /// In which village it works, by code.
    village: Option<String>,
    /// Its name.
    name: String,
    /// By which decision it was founded.
    founded: CommitteeDecision,
    /// By which decision its members are as they are.
    decision: CommitteeDecision,
    /// Who is in it.
    members: Vec<CommitteeMember>,
    /// Its operating regulation: `missing`, `drafted` or `issued`.
    regulation: &'static str,
    /// The decision that issued the regulation.
    regulated: Option<CommitteeDecision>,
    /// Meetings to come, by day.
    planned: Vec<MeetingToCome>,
    /// Meetings held, by day.
    held: Vec<MeetingHeld>,
    /// What it reported of its work, by last day.
    activities: Vec<CommitteeActivity>,
    /// When somebody looked at how it works, by day.
    reviews: Vec<CommitteeReview>,
    /// When somebody did so last, since it was founded.
    #[schema(value_type = Option<String>, format = Date)]
    last_reviewed: Option<Date>,
    /// By which decision it ended.
    dissolved: Option<CommitteeDecision>,
    /// What happened to it, oldest first.
    history: Vec<CommitteeEntry>,
}

/// A review of a committee.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitteeReview {
    /// On which day.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// What was found.
    found: String,
    /// What it proposes: `keep`, `reorganise` or `dissolve`.
    conclusion: &'static str,
}

/// Something that happened to a committee.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitteeEntry {
    /// What: `founded`, `reorganised`, `regulation_written`, `meeting_planned`, `meeting_held`, `activity_reported`, `reviewed` or `dissolved`.
    kind: String,
    /// When it was recorded.
    at: At,
    /// By whom.
    by: String,
    /// The decision, where there is one.
    decision: Option<CommitteeDecision>,
    /// Who was in it before, where members were named anew.
    members_before: Option<Vec<CommitteeNamed>>,
    /// Who is in it from then on, where members were named.
    members_after: Option<Vec<CommitteeNamed>>,
}

/// Somebody who was named.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CommitteeNamed {
    /// The full name.
    name: String,
    /// What they were besides; may be empty.
    title: String,
    /// What they were in it: `head`, `deputy`, `secretary` or `member`.
    post: &'static str,
}

/// What happened, oldest first, each naming of members with those before and after.
fn entries(history: &[Recorded]) -> Result<Vec<CommitteeEntry>, Fault> {
    let mut known: Option<Vec<CommitteeNamed>> = None;
    let mut entries = Vec::new();
    for recorded in history {
        let rules::Event::Committees(event) = &recorded.event else { continue };
        let (decision, anew) = match event {
            Event::Founded(founded) => (Some(&founded.decision), Some(&founded.members)),
            Event::Reorganised(reorganised) => (Some(&reorganised.decision), Some(&reorganised.members)),
            Event::RegulationWritten(written) => (written.decision.as_ref(), None),
            Event::Dissolved(dissolved) => (Some(&dissolved.decision), None),
            Event::MeetingPlanned(_) | Event::MeetingHeld(_) | Event::ActivityReported(_) | Event::Reviewed(_) => {
                (None, None)
            }
        };
        let named = |member: &Member| CommitteeNamed {
            name: member.name.clone(),
            title: member.title.clone(),
            post: member.post.key(),
        };
        let after: Option<Vec<_>> = anew.map(|members| members.iter().map(named).collect());
        let before = after.as_ref().and_then(|after| known.replace(after.clone()));
        entries.push(CommitteeEntry {
            kind: event.kind().trim_start_matches("committees.").to_owned(),
            at: At(recorded.at),
            by: desk::dossiers::who(recorded)?.name,
            decision: decision.map(CommitteeDecision::from),
            members_before: before,
            members_after: after,
        });
    }
    Ok(entries)
}

/// Somebody in a committee.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitteeMember {
    /// The full name.
    name: String,
    /// What they are besides; may be empty.
    title: String,
    /// What they are in it: `head`, `deputy`, `secretary` or `member`.
    post: &'static str,
    /// Where they are reached: for those who may read it, where somebody wrote it down.
    phone: Option<String>,
}

/// A meeting to come.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeetingToCome {
    /// On which day.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// What about; may be empty.
    agenda: String,
}

/// A meeting that was held.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeetingHeld {
    /// On which day.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// How many members were there.
    present: u32,
    /// What came of it; may be empty.
    outcome: String,
}

/// What a committee did in some days.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitteeActivity {
    /// The first day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// What was done.
    what: String,
    /// How many people it helped.
    helped: u32,
    /// What is difficult; may be empty.
    difficulties: String,
}

impl CommitteeSeen {
    /// The committee; `phones` has by name where members are reached, as far as the caller may know.
    ///
    /// # Errors
    /// When an entry of the journal does not say who made it.
    pub(super) fn of(
        committee: &Committee,
        history: &[Recorded],
        phones: &HashMap<String, String>,
    ) -> Result<Self, Fault> {
        let founded = &committee.founded;
        let member = |member: &Member| CommitteeMember {
            name: member.name.clone(),
            title: member.title.clone(),
            post: member.post.key(),
            phone: phones.get(&member.name).cloned(),
        };
        let held = committee.held.iter();
        let activities = committee.activities.iter();
        let reviews = committee.reviews.iter();
        Ok(Self {
            code: founded.committee.to_string(),
            version: committee.version,
            kind: founded.kind.key(),
            also: committee.steers().filter(|kind| *kind != founded.kind).map(CommitteeKind::key).collect(),
            agency: founded.agency.to_string(),
            village: founded.village.as_ref().map(VillageCode::to_string),
            name: founded.name.clone(),
            founded: (&founded.decision).into(),
            decision: (&committee.decision).into(),
            members: committee.members.iter().map(member).collect(),
            regulation: committee.regulation.state.key(),
            regulated: committee.regulation.decision.as_ref().map(CommitteeDecision::from),
            planned: committee
                .planned
                .iter()
                .map(|planned| MeetingToCome { on: planned.on, agenda: planned.agenda.clone() })
                .collect(),
            held: held
                .map(|held| MeetingHeld { on: held.on, present: held.present, outcome: held.outcome.clone() })
                .collect(),
            activities: activities
                .map(|one| CommitteeActivity {
                    from: one.from,
                    to: one.to,
                    what: one.what.clone(),
                    helped: one.helped,
                    difficulties: one.difficulties.clone(),
                })
                .collect(),
            reviews: reviews
                .map(|one| CommitteeReview { on: one.on, found: one.found.clone(), conclusion: one.conclusion.key() })
                .collect(),
            last_reviewed: committee.last_reviewed(),
            dissolved: committee.dissolved.as_ref().map(CommitteeDecision::from),
            history: entries(history)?,
        })
    }
}
