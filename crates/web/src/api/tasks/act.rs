//! Acting on a task over the API.

use super::{Counted, TaskLink, TaskSeen, counted, find};
use crate::api::body::Body;
use crate::api::caller::Caller;
use crate::api::files::own;
use crate::api::once::{Done, Key, once};
use crate::api::openapi::Refusals;
use crate::api::wire::Complaints;
use crate::app::App;
use crate::errors::Failure;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::tasks::{Action, Command, Evidence, Link, LinkKind, Progress};
use rules::{Problem, Refusal};
use serde::Deserialize;
use store::desk;
use utoipa::ToSchema;

/// What an action says; each takes the fields that it needs.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TaskActed {
    /// The version of the task that the caller saw.
    version: u64,
    /// What was done, or a word about it: for `report`, `submit`, `complete`.
    note: String,
    /// How much is done, in per cent: for `report`.
    progress: Option<u8>,
    /// What was reached of what is counted, exact to a thousandth, as a text or a number: for `report`, `submit`.
    #[schema(value_type = Option<String>, example = "40.25")]
    value: Option<Counted>,
    /// Why less is done than was reported before: for `report`.
    less_because: String,
    /// The login of who answers for it from now on: for `reassign`.
    to: String,
    /// A document that proves it: for `report`, `submit`.
    document: String,
    /// Identifiers of files that the caller uploaded and that prove it: for `report`, `submit`.
    evidence: Vec<String>,
    /// By which day they promise to be done: for `report`.
    #[schema(value_type = Option<String>, format = Date)]
    promised_on: Option<Date>,
    /// Until when: for `ask-extension`.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    /// Whether more time is granted: for `decide-extension`.
    granted: bool,
    /// Why: for `reassign`, `ask-extension`, `decide-extension`, `return`, `suspend`, `cancel`.
    reason: String,
    /// The other task: for `attach`.
    parent: Option<String>,
    /// What it has to do with: for `link`.
    link: Option<TaskLink>,
}

impl TaskActed {
    fn command(self, action: Action, evidence: Vec<Evidence>) -> Result<Command, Refusal> {
        let Self { note, progress, document, promised_on, until, granted, reason, parent, link, .. } = self;
        let mut complaints = Complaints::default();
        let value = counted(&mut complaints, "/value", self.value.as_ref());
        complaints.settle()?;
        let progress =
            Progress { note, progress, value, document, evidence, promised_on, less_because: self.less_because };
        Ok(match action {
            Action::Accept => Command::Accept,
            Action::Reassign => Command::Reassign { to: self.to, reason },
            Action::Report => Command::Report(progress),
            Action::Submit => Command::Submit(progress),
            Action::AskExtension => Command::AskExtension { until, reason },
            Action::Return => Command::Return { reason },
            Action::Complete => Command::Complete { note: progress.note },
            Action::DecideExtension => Command::DecideExtension { granted, reason },
            Action::Suspend => Command::Suspend { reason },
            Action::Resume => Command::Resume,
            Action::Cancel => Command::Cancel { reason },
            Action::Attach => {
                let parent = parent.and_then(|code| code.parse().ok());
                let parent = parent.ok_or_else(|| Refusal::input(vec![Problem::new("/parent", "task-code")]))?;
                Command::Attach { parent }
            }
            Action::Link => {
                let kind = link.as_ref().and_then(|link| LinkKind::from_key(&link.kind));
                let link = kind.zip(link).map(|(kind, link)| Link { kind, reference: link.reference });
                Command::Link(link.ok_or_else(|| Refusal::input(vec![Problem::new("/link", "missing")]))?)
            }
        })
    }
}

/// Acts on a task.
#[utoipa::path(
    post, path = "/tasks/{code}/actions/{action}", tag = "steering", summary = "Act on a task",
    params(
        ("code" = String, Path, description = "The task's code", example = "NV-2025-00145"),
        ("action" = String, Path, description = "`accept`, `reassign`, `report`, `submit`, `ask-extension`, `complete`, `return`, `decide-extension`, `suspend`, `resume`, `attach`, `link` or `cancel`", example = "report"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")
    ),
    request_body = TaskActed,
    responses((status = 200, description = "The task as it stands then", body = TaskSeen), Refusals),
    security(("token" = []))
)]
pub async fn act_on_task(
    State(app): State<App>,
    Path((code, action)): Path<(String, String)>,
    caller: Caller,
    key: Key,
    body: Body<TaskActed>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, &format!("POST /api/v1/tasks/{code}/actions/{action}"), &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let task = find(tx, &actor, &code)?;
        let unknown = || Refusal::not_found("task-action-unknown").with("action", &action);
        let action = Action::from_key(&action).ok_or_else(unknown)?;
        let evidence = own(tx, &actor, &sent.evidence, "/evidence")?;
        let command = sent.clone().command(action, evidence)?;
        let task = desk::tasks::act(tx, &actor, task.code(), sent.version, command, now)?;
        Ok(Done::new(StatusCode::OK, &TaskSeen::of(tx, &task, day_of(now))?)?)
    });
    Ok(done.await?.into_response(|_| String::new()))
}
