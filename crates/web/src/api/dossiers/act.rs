//! Acting on a dossier: one call for all actions, which names the version that the caller saw.

use super::documents::{DocumentSent, look_up, own_file};
use super::wire::DossierBrief;
use crate::api::body::{Body, text_or_object, unknown};
use crate::api::caller::Caller;
use crate::api::once::{Done, Key, once};
use crate::api::openapi::Refusals;
use crate::api::wire::Complaints;
use crate::app::App;
use crate::errors::Failure;
use crate::signing;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use rules::catalogue::FeeKind;
use rules::dossiers::{
    Action, AnswerConsultation, Apologise, Approve, Assign, Command, Complete, Consult, Criterion, Digitise, Forward,
    Outcome, Propose, Rate, Rating, Receive, Refuse, Reject, RequestPayment, RequestSupplement, Resume, ReturnResult,
    SendBack, Sign, SubmittedDocument, SupplementDossier, Suspend, Transfer, Withdraw,
};
use rules::money::Dong;
use rules::payments::Asked;
use rules::people::{Actor, Role};
use rules::{Problem, Refusal, RefusalKind, calendar};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Tx, desk, tables};
use utoipa::ToSchema;

/// What is to be done; each action has its own fields besides `version`, and refuses those of others: nothing that was meant is lost.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Acting {
    /// The version that the caller saw: with another one nothing is done.
    #[schema(example = 2, required = true)]
    version: Option<u64>,
    /// `refuse`, `send-back`, `transfer`, `reject`, `suspend`, `resume`, `apologise` (must have it), `withdraw`, `request-supplement` (its second round).
    reason: Option<String>,
    /// `request-supplement`: what is missing; `propose`: the grounds; `answer-consultation`: the opinion.
    content: Option<String>,
    /// `supplement`: papers; `request-supplement`: the codes of those asked for.
    documents: Option<Vec<DocumentOrCode>>,
    /// `supplement`, `request-payment`, `assign`, `forward`, `approve`: what to mind.
    note: Option<String>,
    /// `assign`: who, by login; oneself when not said.
    officer: Option<String>,
    /// `propose`: `granted` (when not said) or `rejected`.
    outcome: Option<String>,
    /// `suspend`: the day of the applicant's written request.
    #[schema(example = "2025-12-24")]
    request_date: Option<String>,
    /// `suspend`: that request as an uploaded file; once, and only while there is no result.
    request_file: Option<String>,
    /// `propose`, `complete`: the result as an uploaded file; `answer-consultation`: a document with the opinion; `digitise`: the
    /// scan, a PDF.
    file: Option<String>,
    /// `consult`: whose opinion is asked for; `transfer`: who can settle it; by code.
    #[schema(example = "H35.06")]
    agency: Option<String>,
    /// `consult`: what is asked.
    question: Option<String>,
    /// `consult`: the last day for the answer, until 17:00.
    #[schema(example = "2025-12-26")]
    due_on: Option<String>,
    /// `consult`: whether the dossier can't be proposed before the answer or that day; it can't when not said.
    required: Option<bool>,
    /// `send-back`: to which earlier step, counted from 0; where it was last processed when not said.
    #[schema(example = 1)]
    step: Option<u8>,
    /// `forward`, `propose`: why it goes on without the opinions that were needed and did not come in their time; must be said then.
    without_opinions: Option<String>,
    /// `complete`: the number of the result.
    #[schema(example = "125/GKS")]
    number: Option<String>,
    /// `return-result`: to whom; the applicant when not said.
    received_by: Option<String>,
    /// `apologise`: the new appointment, an instant or a day (then 17:00).
    #[schema(example = "2025-12-29T17:00:00+07:00")]
    new_due_at: Option<String>,
    /// `digitise`: the paper, by the code of the required document that it answers.
    #[schema(example = "KQ.01")]
    document: Option<String>,
    /// `digitise`: the pages of the paper, counted by hand; must be those of the file.
    #[schema(example = 2)]
    pages: Option<u32>,
    /// `digitise`: the last day on which the paper is valid, where it says so.
    #[schema(example = "2030-12-31")]
    valid_until: Option<String>,
    /// `rate`: `dissatisfied`, `satisfied` or `very_satisfied`.
    rating: Option<String>,
    /// `rate`: what they judge on its own, each `dissatisfied`, `satisfied` or `very_satisfied`: `time`, `attitude`, `clarity`, `visits`,
    /// `fees`.
    #[schema(value_type = Option<BTreeMap<String, String>>)]
    criteria: Option<BTreeMap<String, String>>,
    /// `rate`: what they say.
    comment: Option<String>,
    /// `request-payment`: amounts that depend on the case; those of the procedure when not said.
    items: Option<Vec<AmountAsked>>,
    /// `request-payment`: the group that pays less, whose paper was shown.
    #[schema(example = "poor-household")]
    group: Option<String>,
}

/// An amount that depends on the case.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmountAsked {
    /// What for.
    #[schema(example = "Phí thẩm định hồ sơ")]
    name: String,
    /// `fee` (lệ phí) or `charge` (phí).
    #[schema(example = "charge")]
    kind: String,
    /// How much, in đồng.
    #[schema(example = 350_000)]
    amount: i64,
}

/// A paper, or only its code.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
pub enum DocumentOrCode {
    /// The code of a required document.
    Code(String),
    /// A paper.
    Document(DocumentSent),
}

impl<'de> Deserialize<'de> for DocumentOrCode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        text_or_object(from, Self::Code, Self::Document)
    }
}

/// The fields that an action takes.
fn fields(action: Action) -> &'static [&'static str] {
    match action {
        Action::Receive | Action::Sign => &["version"],
        Action::Refuse | Action::Reject | Action::Withdraw | Action::Resume => &["version", "reason"],
        Action::SendBack => &["version", "reason", "step"],
        Action::Consult => &["version", "agency", "question", "due_on", "required"],
        Action::AnswerConsultation => &["version", "content", "file"],
        Action::Transfer => &["version", "agency", "reason"],
        Action::Digitise => &["version", "document", "file", "pages", "valid_until"],
        Action::Suspend => &["version", "reason", "request_date", "request_file"],
        Action::RequestSupplement => &["version", "content", "documents", "reason"],
        Action::Supplement => &["version", "documents", "note"],
        Action::RequestPayment => &["version", "items", "group", "note"],
        Action::Assign => &["version", "officer", "note"],
        Action::Approve => &["version", "note"],
        Action::Forward => &["version", "note", "without_opinions"],
        Action::Propose => &["version", "outcome", "content", "file", "without_opinions"],
        Action::Complete => &["version", "number", "file"],
        Action::ReturnResult => &["version", "received_by"],
        Action::Apologise => &["version", "reason", "new_due_at"],
        Action::Rate => &["version", "rating", "criteria", "comment"],
    }
}

impl Acting {
    /// The body of this action, with no field that it would not keep: neither one that nobody knows nor one of another action.
    fn of(body: Result<Body<Self>, Failure>, action: Action) -> Result<Body<Self>, Failure> {
        let known = fields(action);
        let own =
            |refusal: &Refusal| refusal.code == "unknown-field" && refusal.problems[0].pointer.rfind('/') == Some(0);
        let body = body.map_err(|failure| match failure {
            // Those of all actions are known there; here those of this one.
            Failure::Malformed(refusal) if own(&refusal) => {
                let name = refusal.args.first().map(|(_, name)| name.clone()).unwrap_or_default();
                Failure::Malformed(unknown(refusal.problems[0].pointer.clone(), &name, known))
            }
            other => other,
        })?;
        let strange = body.value.sent().find(|name| !known.contains(name));
        match strange {
            Some(name) => Err(Failure::Malformed(unknown(format!("/{name}"), name, known))),
            None => Ok(body),
        }
    }

    /// The names of the fields that were sent.
    fn sent(&self) -> impl Iterator<Item = &'static str> {
        let all = [
            ("reason", self.reason.is_some()),
            ("content", self.content.is_some()),
            ("documents", self.documents.is_some()),
            ("note", self.note.is_some()),
            ("officer", self.officer.is_some()),
            ("outcome", self.outcome.is_some()),
            ("file", self.file.is_some()),
            ("number", self.number.is_some()),
            ("received_by", self.received_by.is_some()),
            ("new_due_at", self.new_due_at.is_some()),
            ("rating", self.rating.is_some()),
            ("criteria", self.criteria.is_some()),
            ("comment", self.comment.is_some()),
            ("items", self.items.is_some()),
            ("group", self.group.is_some()),
            ("request_date", self.request_date.is_some()),
            ("request_file", self.request_file.is_some()),
            ("agency", self.agency.is_some()),
            ("question", self.question.is_some()),
            ("due_on", self.due_on.is_some()),
            ("required", self.required.is_some()),
            ("step", self.step.is_some()),
            ("without_opinions", self.without_opinions.is_some()),
            ("document", self.document.is_some()),
            ("pages", self.pages.is_some()),
            ("valid_until", self.valid_until.is_some()),
        ];
        all.into_iter().filter(|(_, sent)| *sent).map(|(name, _)| name)
    }

    /// The command that this is, as far as it can be read without the database.
    fn command(self, action: Action, complaints: &mut Complaints) -> Command {
        let reason = self.reason.clone().unwrap_or_default();
        let (note, text) = (self.note.clone(), self.content.clone().unwrap_or_default());
        match action {
            Action::Receive => Command::Receive(Receive {}),
            Action::Refuse => Command::Refuse(Refuse { reason }),
            Action::RequestSupplement => Command::RequestSupplement(RequestSupplement {
                content: text,
                documents: self.codes(),
                reason: self.reason,
            }),
            Action::RequestPayment => {
                let kinds = [("fee", FeeKind::Fee), ("charge", FeeKind::Charge)];
                let items = self.items.into_iter().flatten().enumerate().map(|(at, item)| {
                    let kind = complaints.choice(&format!("/items/{at}/kind"), Some(&item.kind), &kinds);
                    Asked { name: item.name, kind: kind.unwrap_or(FeeKind::Fee), amount: Dong(item.amount) }
                });
                let items = items.collect();
                Command::RequestPayment(RequestPayment { items, group: self.group, note, demanded: None })
            }
            Action::Supplement => Command::Supplement(SupplementDossier { documents: self.papers(), note }),
            Action::Assign => {
                let officer = self.officer.unwrap_or_default();
                Command::Assign(Assign { officer, officer_name: String::new(), note })
            }
            Action::Forward => Command::Forward(Forward { note, without_opinions: self.without_opinions }),
            Action::SendBack => Command::SendBack(SendBack { reason, step: self.step }),
            Action::Consult => {
                let due_on = complaints.keep(day(self.due_on, "/due_on")).unwrap_or_default();
                Command::Consult(Consult {
                    agency: self.agency.unwrap_or_default(),
                    question: self.question.unwrap_or_default(),
                    due_on,
                    required: self.required.unwrap_or(true),
                    ..Consult::default()
                })
            }
            Action::AnswerConsultation => {
                Command::AnswerConsultation(AnswerConsultation { content: text, file: self.file })
            }
            Action::Transfer => {
                let agency = self.agency.unwrap_or_default();
                Command::Transfer(Transfer { agency, reason, ..Transfer::default() })
            }
            Action::Digitise => {
                let valid_until = complaints.keep(day(self.valid_until, "/valid_until")).unwrap_or_default();
                let (document, pages) = (self.document.unwrap_or_default(), self.pages.unwrap_or_default());
                Command::Digitise(Digitise { document, file: self.file, pages, valid_until, ..Digitise::default() })
            }
            Action::Propose => {
                let outcomes = [("granted", Outcome::Granted), ("rejected", Outcome::Rejected)];
                let outcome = complaints.choice("/outcome", self.outcome.as_deref(), &outcomes);
                Command::Propose(Propose {
                    outcome: outcome.unwrap_or(Outcome::Granted),
                    content: text,
                    file: self.file,
                    paper: None,
                    without_opinions: self.without_opinions,
                })
            }
            Action::Approve => Command::Approve(Approve { note }),
            Action::Reject => Command::Reject(Reject { reason }),
            Action::Sign => Command::Sign(Sign::default()),
            Action::Complete => {
                Command::Complete(Complete { number: self.number.unwrap_or_default(), file: self.file, signed: None })
            }
            Action::ReturnResult => Command::ReturnResult(ReturnResult { received_by: self.received_by }),
            Action::Apologise => {
                let new_due_at = complaints.keep(appointment(self.new_due_at.as_deref())).unwrap_or_default();
                Command::Apologise(Apologise { reason, new_due_at })
            }
            Action::Withdraw => Command::Withdraw(Withdraw { reason: self.reason }),
            Action::Suspend => {
                let request_date = complaints.keep(day(self.request_date, "/request_date")).unwrap_or_default();
                Command::Suspend(Suspend { reason, request_date, request_file: self.request_file })
            }
            Action::Resume => Command::Resume(Resume { reason }),
            Action::Rate => {
                let ratings = Rating::ALL.map(|rating| (rating.key(), rating));
                if self.rating.is_none() {
                    complaints.add(Problem::new("/rating", "missing"));
                }
                let rating =
                    complaints.choice("/rating", self.rating.as_deref(), &ratings).unwrap_or(Rating::Satisfied);
                let judged = self.criteria.unwrap_or_default();
                let known = |name: &String| Criterion::ALL.iter().any(|criterion| criterion.key() == name);
                for name in judged.keys().filter(|name| !known(name)) {
                    let allowed = Criterion::ALL.map(Criterion::key).join(", ");
                    let problem = Problem::new(format!("/criteria/{name}"), "unknown-field");
                    complaints.add(problem.with("name", name).with("allowed", allowed));
                }
                let mut criteria = BTreeMap::new();
                for criterion in Criterion::ALL {
                    if let Some(typed) = judged.get(criterion.key()).map(String::as_str) {
                        let pointer = format!("/criteria/{}", criterion.key());
                        criteria.extend(
                            complaints.choice(&pointer, Some(typed), &ratings).map(|rating| (criterion, rating)),
                        );
                    }
                }
                Command::Rate(Rate { rating, criteria, comment: self.comment })
            }
        }
    }

    fn codes(&self) -> Vec<String> {
        let code = |sent: &DocumentOrCode| match sent {
            DocumentOrCode::Code(code) => code.clone(),
            DocumentOrCode::Document(document) => document.code.clone(),
        };
        self.documents.iter().flatten().map(code).collect()
    }

    fn papers(self) -> Vec<SubmittedDocument> {
        let paper = |sent| match sent {
            DocumentOrCode::Code(code) => DocumentSent { code, ..DocumentSent::default() }.submitted(),
            DocumentOrCode::Document(document) => document.submitted(),
        };
        self.documents.unwrap_or_default().into_iter().map(paper).collect()
    }
}

/// A day that may have been left out.
fn day(typed: Option<String>, pointer: &str) -> Result<Option<Date>, Problem> {
    let typed = typed.filter(|typed| !typed.is_empty());
    typed.map(|typed| typed.parse().map_err(|_| Problem::new(pointer, "date"))).transpose()
}

/// An instant, or the end of work on a day.
fn appointment(typed: Option<&str>) -> Result<Timestamp, Problem> {
    let pointer = "/new_due_at";
    let Some(typed) = typed.filter(|typed| !typed.is_empty()) else { return Err(Problem::new(pointer, "missing")) };
    let day = typed.parse::<Date>().ok().filter(|_| typed.len() == 10);
    let evening = day.map(|day| calendar::instant(day.to_datetime(Time::constant(17, 0, 0, 0))));
    evening.or_else(|| typed.parse().ok()).ok_or_else(|| Problem::new(pointer, "instant"))
}

/// Completes a command with what only the database knows: names, and whose files they are.
fn complete(
    tx: &mut Tx,
    actor: &Actor,
    code: &str,
    command: &mut Command,
    now: Timestamp,
) -> Result<(), store::Failure> {
    let mut complaints = Complaints::default();
    match command {
        Command::Assign(assign) => {
            if assign.officer.trim().is_empty() {
                assign.officer.clone_from(&actor.login);
            }
            let dossier = desk::dossiers::load_for(tx, actor, code)?.dossier;
            let found = tables::people::actor(tx, &assign.officer, now)?;
            let may = |found: &Actor| {
                let at = |agency| found.position(Role::CaseOfficer, agency).is_some();
                at(&dossier.filed.competent_agency) || at(dossier.holder())
            };
            match found.filter(may) {
                Some(found) => assign.officer_name = found.name,
                None => complaints.add(Problem::new("/officer", "officer-unknown").with("login", &assign.officer)),
            }
        }
        Command::Supplement(supplement) => look_up(tx, actor, &mut supplement.documents, &mut complaints)?,
        Command::Propose(Propose { file: Some(file), .. })
        | Command::Complete(Complete { file: Some(file), .. })
        | Command::AnswerConsultation(AnswerConsultation { file: Some(file), .. })
            if own_file(tx, actor, file)?.is_none() =>
        {
            complaints.add(Problem::new("/file", "file-unknown"));
        }
        Command::Suspend(Suspend { request_file: Some(file), .. }) if own_file(tx, actor, file)?.is_none() => {
            complaints.add(Problem::new("/request_file", "file-unknown"));
        }
        _ => {}
    }
    Ok(complaints.settle()?)
}

/// Does something to a dossier.
#[utoipa::path(
    post, path = "/dossiers/{code}/actions/{action}", tag = "dossiers", summary = "Act on a dossier",
    description = "What is open to the caller stands in the dossier's `actions`. A stale `version` is answered with 409, \
        `current_version` and `changed_by`.",
    params(
        ("code" = String, Path, description = "The dossier's code", example = "H35.38-251223-0001"),
        ("action" = String, Path, description = "`receive`, `refuse`, `request-supplement`, `supplement`, `request-payment`, `assign`, `forward`, \
            `send-back`, `consult`, `answer-consultation`, `transfer`, `digitise`, `propose`, `approve`, `reject`, `sign`, `complete`, `return-result`, `apologise`, `withdraw`, \
            `suspend`, `resume` or `rate`", example = "receive"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = Acting,
    responses((status = 200, description = "It was done", body = DossierBrief<'_>), Refusals),
    security(("token" = []))
)]
pub async fn act_on_dossier(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Result<Body<Acting>, Failure>,
) -> Result<Response, Failure> {
    let Some(action) = Action::from_key(&action) else {
        let all = Action::ALL.map(Action::key).join(", ");
        return Err(Refusal::not_found("action-unknown").with("action", action).with("allowed", all).into());
    };
    let body = Acting::of(body, action)?;
    let request =
        key.request(&caller, &format!("POST /api/v1/dossiers/{code}/actions/{}", action.key()), &body.bytes)?;
    let mut complaints = Complaints::default();
    if body.value.version.is_none() {
        complaints.add(Problem::new("/version", "version-missing"));
    }
    let version = body.value.version.unwrap_or_default();
    let mut command = body.value.command(action, &mut complaints);
    complaints.settle()?;
    if matches!(command, Command::Sign(_) | Command::Complete(_) | Command::Digitise(_)) {
        let (provinces, asker, now) = (app.province.clone(), caller.clone(), app.clock.now());
        let actor = app.read(move |tx| {
            let province = provinces.get(tx)?;
            asker.actor(tx, &province, now)
        });
        let actor = actor.await?;
        signing::seal(&app, &actor, &code, version, &mut command, now).await?;
    }
    let command = Arc::new(command);
    let (now, provinces, asker, wanted) = (app.clock.now(), app.province.clone(), caller.clone(), code.clone());
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = asker.actor(tx, &province, now)?;
        let mut command = Command::clone(&command);
        complete(tx, &actor, &wanted, &mut command, now)?;
        let dossier = desk::dossiers::act(tx, &province, &actor, &wanted, version, &command, now)?;
        Ok(Done::new(StatusCode::OK, &DossierBrief::of(&dossier, &province))?)
    })
    .await;
    match done {
        Ok(done) => Ok(done.into_response(|_| String::new())),
        Err(store::Failure::Refused(refusal)) if is_stale(&refusal) => Err(told_who(&app, caller, code, refusal).await),
        Err(other) => Err(other.into()),
    }
}

fn is_stale(refusal: &Refusal) -> bool {
    refusal.kind == RefusalKind::Conflict && refusal.code != "idempotency-key-reused"
}

/// The same refusal with the version that there is now, and who made it.
async fn told_who(app: &App, caller: Caller, code: String, refusal: Refusal) -> Failure {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let last = app
        .store
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            let loaded = desk::dossiers::load_for(tx, &actor, &code)?;
            let by = loaded.history.last().map(desk::dossiers::who).transpose()?;
            Ok::<_, store::Failure>((loaded.dossier.version, by))
        })
        .await;
    match last {
        Ok((version, by)) => {
            let by = by.map(|by| by.name).unwrap_or_default();
            Refusal::conflict(refusal.code).with("current", version).with("by", by).into()
        }
        Err(_) => refusal.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_becomes_the_command_of_its_name() {
        for action in Action::ALL {
            let mut complaints = Complaints::default();
            let sent =
                Acting { rating: Some("satisfied".into()), new_due_at: Some("2025-12-29".into()), ..Acting::default() };
            assert_eq!(sent.command(action, &mut complaints).action(), action);
            assert!(complaints.settle().is_ok());
        }
    }

    #[test]
    fn an_appointment_on_a_day_is_at_the_end_of_work() {
        let shown = |typed| appointment(Some(typed)).map(calendar::rfc3339).map_err(|problem| problem.code);
        assert_eq!(shown("2025-12-29").as_deref(), Ok("2025-12-29T17:00:00+07:00"));
        assert_eq!(shown("2025-12-29T08:00:00+07:00").as_deref(), Ok("2025-12-29T08:00:00+07:00"));
        assert_eq!(shown("29/12/2025"), Err("instant"));
    }
}
