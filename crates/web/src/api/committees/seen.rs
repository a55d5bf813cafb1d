//! How committees and working groups look in JSON.

use jiff::civil::Date;
use rules::codes::VillageCode;
use rules::committees::{Committee, CommitteeKind, Decision, Member};
use serde::Serialize;
use std::collections::HashMap;
use store::tables::committees::Listed;
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
    /// By which decision it ended.
    dissolved: Option<CommitteeDecision>,
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
    pub(super) fn of(committee: &Committee, phones: &HashMap<String, String>) -> Self {
        let founded = &committee.founded;
        let member = |member: &Member| CommitteeMember {
            name: member.name.clone(),
            title: member.title.clone(),
            post: member.post.key(),
            phone: phones.get(&member.name).cloned(),
        };
        let held = committee.held.iter();
        let activities = committee.activities.iter();
        Self {
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
            dissolved: committee.dissolved.as_ref().map(CommitteeDecision::from),
        }
    }
}
