//! What somebody asks about their data: correction, restriction, deletion; with the clocks of Nghị định 356/2025/NĐ-CP.

use super::{
    DataRequestAccepted, DataRequestDone, DataRequestExtended, DataRequestRefused, DataRequested, Event,
    ParticularsCorrected,
};
use crate::calendar::{Calendar, StartRule, TimeLimit};
use crate::codes::{CommuneCode, PersonalId, Phone};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A request is answered within two working days.
const ANSWER: TimeLimit = TimeLimit::WorkingDays(2);
/// The longest text.
const LONGEST: usize = 2000;
/// The rule on the clocks.
const CLOCKS: &str = "Nghị định 356/2025/NĐ-CP";

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// What is held is wrong.
    Correction,
    /// Use it less.
    Restriction,
    /// Delete it, as far as no law bids to keep it.
    Deletion,
}

impl RequestKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Correction, Self::Restriction, Self::Deletion];

    /// Its name in forms and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Restriction => "restriction",
            Self::Deletion => "deletion",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Within how many days of the calendar it is carried out, and the most by which that is extended.
    #[must_use]
    pub fn days(self) -> u32 {
        match self {
            Self::Correction => 10,
            Self::Restriction => 15,
            Self::Deletion => 20,
        }
    }
}

/// A particular of a person that can be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The full name.
    Name,
    /// The personal identification number.
    PersonalId,
    /// The telephone.
    Phone,
    /// The address without the commune.
    Address,
    /// The commune of residence, by code.
    Commune,
}

impl Field {
    /// Every particular.
    pub const ALL: [Self; 5] = [Self::Name, Self::PersonalId, Self::Phone, Self::Address, Self::Commune];

    /// Its name in forms and in the database: the column of the table of people.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::PersonalId => "personal_id",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::Commune => "commune",
        }
    }

    /// The particular of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }

    /// The value as it is kept.
    fn read(self, typed: &str) -> Result<String, Problem> {
        let pointer = "/wanted";
        match self {
            Self::Name => {
                let name = tidy(typed);
                let fits = !name.is_empty() && name.chars().count() <= 120 && !name.chars().any(char::is_numeric);
                if fits { Ok(name) } else { Err(Problem::new(pointer, "name")) }
            }
            Self::PersonalId => PersonalId::read(typed, pointer).map(String::from),
            Self::Phone => Phone::read(typed, pointer).map(String::from),
            Self::Commune => {
                typed.trim().parse::<CommuneCode>().map(String::from).map_err(|_| Problem::new(pointer, "commune"))
            }
            Self::Address => {
                Some(tidy(typed)).filter(|text| !text.is_empty()).ok_or_else(|| Problem::new(pointer, "missing"))
            }
        }
    }
}

/// What somebody types.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    /// The request's number, made by the caller.
    pub id: String,
    /// The account that asks.
    pub login: String,
    /// Their name.
    pub name: String,
    /// What is asked for.
    pub kind: Option<RequestKind>,
    /// Which particular, for a correction.
    pub field: Option<Field>,
    /// What is held.
    pub held: Option<String>,
    /// What is right.
    pub wanted: String,
    /// Why.
    pub reason: String,
    /// The evidence, as an uploaded file.
    pub evidence: Option<String>,
}

/// The request that follows from what was typed, with its clocks running from now.
///
/// # Errors
/// When something is missing, can't be right, or is what is held already.
pub fn ask(ask: Ask, calendar: &Calendar, now: Timestamp) -> Result<DataRequested, Refusal> {
    let mut problems = Vec::new();
    if ask.kind.is_none() {
        problems.push(Problem::new("/kind", "choose"));
    }
    let correction = ask.kind == Some(RequestKind::Correction);
    let field = ask.field.filter(|_| correction);
    if correction && field.is_none() {
        problems.push(Problem::new("/field", "choose"));
    }
    let wanted = field.and_then(|field| field.read(&ask.wanted).map_err(|problem| problems.push(problem)).ok());
    if wanted.is_some() && wanted == ask.held {
        problems.push(Problem::new("/wanted", "held-already"));
    }
    let reason = tidy(&ask.reason);
    match reason.chars().count() {
        0 => problems.push(Problem::new("/reason", "missing")),
        long if long > LONGEST => problems.push(Problem::new("/reason", "too-long").with("max", LONGEST)),
        _ => {}
    }
    let (Some(kind), true) = (ask.kind, problems.is_empty()) else { return Err(Refusal::input(problems)) };
    Ok(DataRequested {
        id: ask.id,
        login: ask.login,
        name: ask.name,
        kind,
        field,
        held: ask.held.filter(|_| correction),
        wanted,
        reason,
        evidence: ask.evidence,
        answer_due_at: calendar.due(now, ANSWER, StartRule::AtOnce),
        due_at: calendar.due(now, TimeLimit::Days(kind.days()), StartRule::AtOnce),
    })
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestStatus {
    /// It waits for an answer.
    Open,
    /// It will be carried out.
    Accepted,
    /// It was carried out.
    Done,
    /// It was refused.
    Refused,
}

impl RequestStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Open, Self::Accepted, Self::Done, Self::Refused];

    /// Its name in texts and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }

    /// The status of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// Whether nothing more happens to it.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Refused)
    }
}

/// A request as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataRequest {
    /// What was asked.
    pub asked: DataRequested,
    /// When.
    pub asked_at: Timestamp,
    /// Where it stands.
    pub status: RequestStatus,
    /// When it was answered first.
    pub answered_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When it must be carried out, as extended.
    pub due_at: Timestamp,
    /// Why it was extended.
    pub extended: Option<String>,
    /// What the person was told last.
    pub answer: Option<String>,
}

impl DataRequest {
    /// The request as it was asked.
    #[must_use]
    pub fn asked(asked: DataRequested, at: Timestamp) -> Self {
        let due_at = asked.due_at;
        let (status, none) = (RequestStatus::Open, None);
        Self { asked, asked_at: at, status, answered_at: none, ended_at: none, due_at, extended: None, answer: None }
    }

    /// Takes in one more event.
    pub fn apply(&mut self, event: &Event, at: Timestamp) {
        match event {
            Event::DataRequestAccepted(accepted) => {
                self.status = RequestStatus::Accepted;
                self.answered_at = Some(at);
                self.answer.clone_from(&accepted.note);
            }
            Event::DataRequestExtended(extended) => {
                self.due_at = extended.due_at;
                self.extended = Some(extended.reason.clone());
            }
            Event::DataRequestDone(done) => self.end(RequestStatus::Done, done.note.clone(), at),
            Event::DataRequestRefused(refused) => self.end(RequestStatus::Refused, Some(refused.reason.clone()), at),
            _ => {}
        }
    }

    fn end(&mut self, status: RequestStatus, said: Option<String>, at: Timestamp) {
        self.status = status;
        self.answered_at = self.answered_at.or(Some(at));
        self.ended_at = Some(at);
        self.answer = said.or_else(|| self.answer.take());
    }
}

/// What an officer does to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Say that it will be carried out.
    Accept {
        /// What the person is told.
        note: String,
    },
    /// Take more time, once.
    Extend {
        /// Why.
        reason: String,
    },
    /// Carry it out; a correction changes what is held.
    CarryOut {
        /// What was done.
        note: String,
    },
    /// Refuse it.
    Refuse {
        /// Why, and on which rule.
        reason: String,
    },
}

/// What follows from a command. `held` is what is held now of the particular in question.
///
/// # Errors
/// When the request ended already or was extended once, a reason is missing, or what was to be corrected is not what it was when
/// the person asked.
pub fn decide(
    request: &DataRequest,
    command: &Command,
    held: Option<&str>,
    calendar: &Calendar,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let asked = &request.asked;
    if request.status.is_final() {
        return Err(Refusal::rule("data-request-ended"));
    }
    let id = asked.id.clone();
    let note = |note: &str| Some(tidy(note)).filter(|note| !note.is_empty());
    let required = |text: &str| {
        let missing = || Refusal::input(vec![Problem::new("/answer", "missing")]);
        Some(tidy(text)).filter(|text| !text.is_empty()).ok_or_else(missing)
    };
    match command {
        Command::Accept { .. } if request.status == RequestStatus::Accepted => {
            Err(Refusal::rule("data-request-accepted-already"))
        }
        Command::Accept { note: said } => {
            Ok(vec![Event::DataRequestAccepted(DataRequestAccepted { id, note: note(said) })])
        }
        Command::Extend { .. } if request.extended.is_some() => {
            Err(Refusal::rule("data-request-extended-already").citing(CLOCKS))
        }
        Command::Extend { reason } => {
            let due_at = calendar.due(request.due_at.max(now), TimeLimit::Days(asked.kind.days()), StartRule::AtOnce);
            Ok(vec![Event::DataRequestExtended(DataRequestExtended { id, reason: required(reason)?, due_at })])
        }
        Command::Refuse { reason } => {
            Ok(vec![Event::DataRequestRefused(DataRequestRefused { id, reason: required(reason)? })])
        }
        Command::CarryOut { note: said } => {
            let mut events = Vec::new();
            if let (Some(field), Some(to)) = (asked.field, &asked.wanted) {
                if held != asked.held.as_deref() {
                    return Err(Refusal::conflict("data-changed-meanwhile"));
                }
                let (from, to) = (asked.held.clone(), to.clone());
                let (login, request) = (asked.login.clone(), id.clone());
                events.push(Event::ParticularsCorrected(ParticularsCorrected { login, field, from, to, request }));
            }
            // Nothing but words tells what was done about a restriction or a deletion.
            let said = if asked.field.is_some() { note(said) } else { Some(required(said)?) };
            events.push(Event::DataRequestDone(DataRequestDone { id, note: said }));
            Ok(events)
        }
    }
}
