//! What is done before, in and after a conference, over the API.

use super::{ConferenceSeen, ConferenceToCall};
use crate::api::body::Body;
use crate::api::caller::Caller;
use crate::api::files::own_one;
use crate::api::once::{Done, Key, once};
use crate::api::openapi::Refusals;
use crate::api::wire::Complaints;
use crate::app::App;
use crate::errors::Failure;
use crate::pages::conferences::read;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::conferences::{AgendaItem, Command, Conference, Means, Point, VoteKind, Voters, suggest};
use rules::people::permissions::{Deed, may};
use rules::people::{Actor, Directory};
use rules::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use store::province::Province;
use store::{Tx, desk};
use utoipa::ToSchema;

/// So often something is tried again when somebody else recorded something in the same moment.
const TRIES: usize = 5;

/// What an action says; each takes the fields that it needs.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ConferenceActed {
    /// The version of the conference that the caller saw. For `change` it is looked at always, for the others where it is sent: in a
    /// conference dozens of people act at once, and each action says by numbers what it is about.
    version: Option<u64>,
    /// What it is to be, as a whole: for `change`. Its `host` stays and may be left out.
    details: ConferenceToCall,
    /// The agenda as a whole: for `agenda`.
    agenda: Vec<AgendaItemToSet>,
    /// The agencies that become bridge points, by code: for `invite`.
    points: Vec<String>,
    /// Whether what is registered or invited has a vote: for `invite`, `entitle` and `register`; a delegate's is the host's to give.
    votes: bool,
    /// The identifier of a file that the caller uploaded: for `document`.
    file: String,
    /// Of which bridge point, by agency code: for `register`.
    point: String,
    /// The full name; that of the account where it is left out: for `register`.
    name: String,
    /// The title: for `register`.
    title: String,
    /// The account of the delegate: for `register`.
    login: Option<String>,
    /// The number of a registration: for `withdraw`, `entitle`, `check-in`.
    seat: u32,
    /// The number of an item of the agenda, from 1: for `item`.
    item: u32,
    /// The number of a request to speak, a question or a conclusion: for `call-speaker`, `finish-speaker`, `answer`, `reword`, `task`.
    /// Of a notice, its number and sign: for `issue-notice`.
    #[schema(value_type = String, example = "3")]
    number: Numbered,
    /// About what: for `speak`.
    topic: String,
    /// A question, a line of the minutes, a conclusion: for `ask`, `line`, `conclude`, `reword`.
    text: String,
    /// The answer; empty when it was given aloud: for `answer`.
    answer: String,
    /// `straw` or `formal`: for `open-vote`.
    kind: String,
    /// Who has a vote, `points` or `delegates`: for `open-vote`.
    voters: String,
    /// What is asked: for `open-vote`.
    question: String,
    /// The answers; for, against and abstaining where none are given: for `open-vote`.
    options: Vec<String>,
    /// The number of a vote: for `vote`, `close-vote`.
    vote: u32,
    /// The place of the answer, from 0: for `vote`.
    option: Option<u32>,
    /// Who leads what follows, by agency code; as the words say where it is left out: for `conclude`, `reword`.
    leads: Option<Vec<String>>,
    /// Who supports them, by agency code; as the words say where both are left out: for `conclude`, `reword`.
    supporting: Option<Vec<String>>,
    /// Until when; as the words say where it is left out: for `conclude`, `reword`.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// In whose name and as what it is signed, a line each: for `issue-notice`.
    titles: Vec<String>,
    /// Who signs: for `issue-notice`.
    signer: String,
}

/// An item of an agenda.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AgendaItemToSet {
    /// What it is about.
    title: String,
    /// How long it takes, in minutes.
    minutes: u16,
    /// Who presents it; may be left out.
    presenter: String,
}

/// A number as a caller writes it: a number, or a text (`"12/TB-UBND"`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Numbered {
    /// A number.
    Number(u32),
    /// A text.
    Text(String),
}

impl Default for Numbered {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Numbered {
    /// The number; 0, which nothing has, where it is none.
    fn number(&self) -> u32 {
        match self {
            Self::Number(number) => *number,
            Self::Text(text) => text.trim().parse().unwrap_or_default(),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl ConferenceActed {
    /// What this action commands.
    fn command(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        action: &str,
        directory: &Directory,
    ) -> Result<Command, store::Failure> {
        Ok(match action {
            "agenda" => Command::SetAgenda(self.agenda.iter().map(AgendaItem::from).collect()),
            "invite" => Command::Invite(self.invited()?),
            "document" => {
                let unknown = || Refusal::input(vec![Problem::new("/file", "file-unknown").with("id", &self.file)]);
                Command::AddDocument(own_one(tx, actor, &self.file)?.ok_or_else(unknown)?)
            }
            "register" => {
                let unknown = || Refusal::rule("conference-point-unknown").with("point", &self.point);
                Command::Register {
                    point: self.point.parse().map_err(|_| unknown())?,
                    name: self.name.clone(),
                    title: self.title.clone(),
                    login: self.login.clone().filter(|login| !login.is_empty()),
                    votes: self.votes,
                }
            }
            "withdraw" => Command::Withdraw(self.seat),
            "entitle" => Command::Entitle(self.seat, self.votes),
            "check-in" => Command::CheckIn(self.seat, Means::Hand),
            "open" => Command::Open,
            "item" => Command::BeginItem(self.item),
            "speak" => Command::AskToSpeak { topic: self.topic.clone() },
            "call-speaker" => Command::CallSpeaker(self.number.number()),
            "finish-speaker" => Command::FinishSpeaker(self.number.number()),
            "ask" => Command::Ask { text: self.text.clone() },
            "answer" => Command::Answer { number: self.number.number(), answer: self.answer.clone() },
            "line" => Command::WriteLine { text: self.text.clone() },
            "open-vote" => self.vote()?,
            "vote" => {
                let missing = || Refusal::input(vec![Problem::new("/option", "vote-without-choice")]);
                Command::Vote { vote: self.vote, option: self.option.ok_or_else(missing)? }
            }
            "close-vote" => Command::CloseVote(self.vote),
            "conclude" => self.conclusion(None, directory)?,
            "reword" => self.conclusion(Some(self.number.number()), directory)?,
            "close" => Command::Close,
            "issue-notice" => Command::IssueNotice {
                number: self.number.text(),
                titles: self.titles.clone(),
                signer: self.signer.clone(),
            },
            _ => return Err(Refusal::not_found("conference-action-unknown").with("action", action).into()),
        })
    }

    fn invited(&self) -> Result<Vec<Point>, Refusal> {
        let mut complaints = Complaints::default();
        let points = agencies(&mut complaints, "/points", &self.points);
        complaints.settle()?;
        Ok(points.into_iter().map(|agency| Point { agency, votes: self.votes }).collect())
    }

    fn vote(&self) -> Result<Command, Refusal> {
        let mut complaints = Complaints::default();
        let kinds = [("straw", VoteKind::Straw), ("formal", VoteKind::Formal)];
        let voters = [("points", Voters::Points), ("delegates", Voters::Delegates)];
        let kind = complaints.choice("/kind", Some(&self.kind), &kinds);
        if self.kind.is_empty() {
            complaints.add(Problem::new("/kind", "missing"));
        }
        let voters = complaints.choice("/voters", Some(&self.voters), &voters).unwrap_or(Voters::Points);
        complaints.settle()?;
        Ok(Command::OpenVote {
            kind: kind.unwrap_or(VoteKind::Straw),
            voters,
            question: self.question.clone(),
            options: self.options.clone(),
        })
    }

    fn conclusion(&self, number: Option<u32>, directory: &Directory) -> Result<Command, Refusal> {
        let said = suggest(&self.text, directory);
        let mut complaints = Complaints::default();
        let leads = self.leads.as_ref().map(|leads| agencies(&mut complaints, "/leads", leads));
        let supporting = self.supporting.as_ref().map(|others| agencies(&mut complaints, "/supporting", others));
        complaints.settle()?;
        // Whoever says who leads says who supports, too.
        let supporting = supporting.unwrap_or(if leads.is_some() { Vec::new() } else { said.supporting });
        let (leads, due_on) = (leads.unwrap_or(said.leads), self.due_on.or(said.due_on));
        Ok(Command::Conclude { number, text: self.text.clone(), leads, supporting, due_on })
    }
}

/// The agencies of these codes, each once.
fn agencies(complaints: &mut Complaints, pointer: &str, codes: &[String]) -> Vec<AgencyCode> {
    let mut found: Vec<AgencyCode> = Vec::new();
    for (at, code) in codes.iter().enumerate() {
        let code = complaints.code(&format!("{pointer}/{at}"), Some(code), "agency-unknown");
        found.extend(code.filter(|code| !found.contains(code)));
    }
    found
}

impl From<&AgendaItemToSet> for AgendaItem {
    fn from(item: &AgendaItemToSet) -> Self {
        Self { title: item.title.clone(), minutes: item.minutes, presenter: item.presenter.clone() }
    }
}

fn act(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    conference: &Conference,
    action: &str,
    sent: &ConferenceActed,
    now: Timestamp,
) -> Result<Conference, store::Failure> {
    let code = conference.code();
    if sent.version.is_some_and(|seen| seen != conference.version) {
        return Err(Refusal::conflict("conference-changed-meanwhile").with("current", conference.version).into());
    }
    match action {
        "change" => {
            let mut complaints = Complaints::default();
            let draft = sent.details.draft("/details", &mut complaints);
            complaints.settle()?;
            let changed = desk::conferences::change(tx, actor, code, sent.version.unwrap_or(0), &draft, now);
            changed.map_err(|failure| under("/details", failure))
        }
        "task" => {
            let number = sent.number.number();
            let (conference, _) = desk::conferences::assign(tx, province, actor, code, number, None, now)?;
            Ok(conference)
        }
        _ => {
            let command = sent.command(tx, actor, action, &province.directory)?;
            desk::conferences::act(tx, province, actor, code, command, now)
        }
    }
}

/// The same failure, its fields under this part of the body.
fn under(part: &str, failure: store::Failure) -> store::Failure {
    let store::Failure::Refused(mut refusal) = failure else { return failure };
    for problem in &mut refusal.problems {
        problem.pointer = format!("{part}{}", problem.pointer);
    }
    refusal.into()
}

/// Acts in a conference.
#[utoipa::path(
    post, path = "/conferences/{code}/actions/{action}", tag = "steering", summary = "Act before, in or after a conference",
    description = "For who runs it: `change`, `agenda`, `invite`, `document`, `open`, `item`, `call-speaker`, `answer`, `line`, `open-vote`, `close-vote`, `conclude`, `reword`, `task` (a conclusion becomes a task of each agency that leads it), `close`, `issue-notice`. For the bridge points: `register`, `withdraw`, `check-in`. For whoever attends: `speak`, `finish-speaker`, `ask`, `vote`.",
    params(
        ("code" = String, Path, description = "The conference's code", example = "HN-2025-00001"),
        ("action" = String, Path, description = "What is done", example = "conclude"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = ConferenceActed,
    responses((status = 200, description = "The conference as it stands then", body = ConferenceSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_conference(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<ConferenceActed>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST /api/v1/conferences/{code}/actions/{action}"), &body.bytes)?;
    let (now, provinces, sent, of) = (app.clock.now(), app.province.clone(), body.value, code.clone());
    let work = move |tx: &mut Tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::WorkOnTasks)?;
        let conference = read::find_in(tx, &actor, &of)?;
        let conference = act(tx, &province, &actor, &conference, &action, &sent, now)?;
        Ok(Done::new(StatusCode::OK, &ConferenceSeen::of(&actor, &conference))?)
    };
    let mut tries = 1;
    let done = loop {
        match once(&app, request.clone(), now, work.clone()).await {
            // Somebody else was a moment faster; what is asked for is judged anew.
            Err(store::Failure::Refused(refusal)) if refusal.code == "version-stale" && tries < TRIES => tries += 1,
            done => break done?,
        }
    };
    if let Ok(code) = code.parse() {
        app.halls.nudge(&code);
    }
    Ok(done.into_response(|_| String::new()))
}
