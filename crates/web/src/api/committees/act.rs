//! What is recorded of a committee or working group, over the API.

use super::{MemberToName, members};
use crate::api::wire::Complaints;
use jiff::civil::Date;
use rules::Refusal;
use rules::committees::{Command, CommitteeKind, Conclusion};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an action says; each takes the fields that it needs.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CommitteeActed {
    /// The version of the committee that the caller saw.
    pub(super) version: u64,
    /// The number of a decision: for `reorganise`, `regulate`, `dissolve`. A regulation without one is a draft.
    decision: String,
    /// Its day.
    #[schema(value_type = Option<String>, format = Date)]
    decided_on: Option<Date>,
    /// Who is in it from then on: for `reorganise`.
    members: Vec<MemberToName>,
    /// What it steers besides from then on: for `reorganise`.
    also: Vec<String>,
    /// The day of a meeting or review: for `plan`, `meet`, `review`.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
    /// What a meeting is about: for `plan`.
    agenda: String,
    /// How many members were there: for `meet`.
    present: u32,
    /// What came of it: for `meet`.
    outcome: String,
    /// The first day: for `activity`.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// The last day: for `activity`.
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// What was done: for `activity`.
    what: String,
    /// How many people it helped: for `activity`.
    helped: u32,
    /// What is difficult: for `activity`.
    difficulties: String,
    /// What was found: for `review`.
    found: String,
    /// What follows, `keep`, `reorganise` or `dissolve`: for `review`.
    conclusion: Option<String>,
    /// Where members are reached; what was kept before is forgotten: for `phones`.
    phones: Vec<PhoneToKeep>,
}

/// Where somebody in a committee is reached.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PhoneToKeep {
    /// The name, as it stands among the members.
    name: String,
    /// The number.
    #[schema(example = "0912345678")]
    phone: String,
}

/// What somebody wants of a committee.
pub(super) enum Todo {
    /// Record something.
    Record(Command),
    /// Keep where its members are reached, which is no event: a line for each.
    KeepPhones(String),
}

impl CommitteeActed {
    /// What this action means.
    ///
    /// # Errors
    /// When there is no such action, or a field can't be read.
    pub(super) fn todo(self, action: &str) -> Result<Todo, Refusal> {
        let (decision, on) = (self.decision, self.on);
        Ok(Todo::Record(match action {
            "meet" => Command::HoldMeeting { on, present: self.present, outcome: self.outcome },
            "plan" => Command::PlanMeeting { on, agenda: self.agenda },
            "activity" => Command::ReportActivity {
                from: self.from,
                to: self.to,
                what: self.what,
                helped: self.helped.to_string(),
                difficulties: self.difficulties,
            },
            "regulate" => Command::WriteRegulation { decision, on: self.decided_on },
            "reorganise" => {
                let mut complaints = Complaints::default();
                let members = members(&mut complaints, &self.members);
                let also = subjects(&mut complaints, &self.also);
                complaints.settle()?;
                Command::Reorganise { decision, on: self.decided_on, members, also }
            }
            "review" => {
                let mut complaints = Complaints::default();
                let conclusions = Conclusion::ALL.map(|one| (one.key(), one));
                let conclusion = complaints.choice("/conclusion", self.conclusion.as_deref(), &conclusions);
                complaints.settle()?;
                Command::Review { on, found: self.found, conclusion }
            }
            "dissolve" => Command::Dissolve { decision, on: self.decided_on },
            "phones" => {
                let line = |one: &PhoneToKeep| format!("{}; {}", one.name, one.phone);
                let lines: Vec<_> = self.phones.iter().map(line).collect();
                return Ok(Todo::KeepPhones(lines.join("\n")));
            }
            _ => return Err(Refusal::not_found("committee-action-unknown").with("action", action)),
        }))
    }
}

/// What is steered, by these names.
pub(super) fn subjects(complaints: &mut Complaints, keys: &[String]) -> Vec<CommitteeKind> {
    let kinds = CommitteeKind::STEERING.map(|kind| (kind.key(), kind));
    let read = |(at, key): (usize, &String)| complaints.choice(&format!("/also/{at}"), Some(key), &kinds);
    keys.iter().enumerate().filter_map(read).collect()
}
