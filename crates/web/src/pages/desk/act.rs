//! What an officer does to a dossier: the form becomes a command; a refusal shows the form again with everything typed.

use super::dossier::{self, Came};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::dossiers::rate::criteria;
use crate::pages::payments;
use crate::pages::typed::Typed;
use crate::sessions::{self, Worker};
use crate::signing;
use axum::extract::{Form, FromRequest as _, Multipart, Path, Request, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use rules::calendar;
use rules::dossiers::{
    Action, AnswerConsultation, Apologise, Approve, Assign, Command, Complete, Consult, Forward, Outcome, Propose,
    Rate, Rating, Receive, Refuse, Reject, RequestPayment, RequestSupplement, Resume, ReturnResult, SendBack, Sign,
    SubmittedDocument, SupplementDossier, Suspend, Transfer, Withdraw,
};
use rules::people::{Actor, Role};
use rules::{Problem, Refusal, RefusalKind};
use store::desk::dossiers::load_for;
use store::desk::personal::{Sight, look_at};
use store::province::ProvinceCache;
use store::{Tx, desk, tables};
use tower_sessions::Session;

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Worker(actor): Worker,
    Path((code, action)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Failure> {
    let unknown = || Refusal::not_found("action-unknown").with("action", &action);
    let action = Action::from_key(&action).ok_or_else(unknown)?;
    // Nobody hands in files for a dossier that they may not see, nor reads as an officer what they see as anybody does.
    let (asker, asked, now) = (actor.clone(), code.clone(), f.now);
    match app.read(move |tx| look_at(tx, &asker, &asked, now)).await?.1 {
        Sight::Scope => {}
        Sight::Glass(_) => return Err(Refusal::not_found("dossier-unknown").with("code", &code).into()),
        Sight::Own | Sight::Authorised => {
            return Err(Refusal::forbidden("not-your-action").with("action", action.key()).into());
        }
    }
    let sent = Sent::read(&app, action, request, &actor.login).await?;
    let done = match sent.command(action) {
        Ok(mut command) => match signing::seal(&app, &actor, &code, sent.version, &mut command, f.now).await {
            Ok(()) => give(&app, &actor, &code, sent.version, command, f.now).await,
            Err(failure) => Err(failure),
        },
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, &format!("desk-done-{}", action.key()), &code).await?;
            let back =
                if sent.typed.get("back") == "queue" { "/queue".to_owned() } else { format!("/dossiers/{code}") };
            Ok(Redirect::to(&back).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let came = Came {
                action,
                seen: sent.version,
                errors: at_fields(&f, action, &refusal),
                typed: sent.typed,
                refusal,
            };
            dossier::again(&app, f, &actor, &code, came).await
        }
        Err(failure) => Err(failure),
    }
}

/// The refusal with the names that the fields have on the page.
fn at_fields(f: &Frame, action: Action, refusal: &Refusal) -> FormErrors {
    let mut errors = FormErrors::of(f.words, refusal);
    for item in errors.items.iter_mut().filter(|item| !item.field.is_empty()) {
        // Papers as a whole are asked for by the list of those that were shown.
        let field = if item.field == "documents" && action == Action::Supplement { "shown" } else { &item.field };
        item.field = format!("{}-{field}", action.key());
    }
    errors
}

pub(crate) async fn give(
    app: &App,
    actor: &Actor,
    code: &str,
    seen: u64,
    command: Command,
    now: Timestamp,
) -> Result<(), Failure> {
    let (cache, actor, code): (ProvinceCache, _, _) = (app.province.clone(), actor.clone(), code.to_owned());
    app.write(move |tx| {
        let province = cache.get(tx)?;
        let mut command = command.clone();
        look_up(tx, &actor, &code, &mut command, now)?;
        desk::dossiers::act(tx, &province, &actor, &code, seen, &command, now)?;
        Ok(())
    })
    .await
}

/// Completes a command with what only the database knows: the name of who is put in charge, and whose files they are.
fn look_up(
    tx: &mut Tx,
    actor: &Actor,
    code: &str,
    command: &mut Command,
    now: Timestamp,
) -> Result<(), store::Failure> {
    let mut files: Vec<Named> = Vec::new();
    match command {
        Command::Assign(assign) => {
            let dossier = load_for(tx, actor, code)?.dossier;
            let found = tables::people::actor(tx, &assign.officer, now)?;
            let agencies = [&dossier.filed.competent_agency, dossier.holder()];
            let fits = |found: &Actor| agencies.iter().any(|at| found.position(Role::CaseOfficer, at).is_some());
            match found.filter(fits) {
                Some(found) => assign.officer_name = found.name,
                None => return Err(Refusal::input(vec![Problem::new("/officer", "choose")]).into()),
            }
        }
        Command::Propose(propose) => files.push(Named { pointer: "/file", id: &mut propose.file, name: None }),
        Command::AnswerConsultation(answer) => files.push(Named { pointer: "/file", id: &mut answer.file, name: None }),
        Command::Complete(complete) => files.push(Named { pointer: "/file", id: &mut complete.file, name: None }),
        Command::Suspend(suspend) => {
            files.push(Named { pointer: "/request_file", id: &mut suspend.request_file, name: None });
        }
        Command::Supplement(supplement) => files.extend(supplement.documents.iter_mut().map(|paper| Named {
            pointer: "/documents",
            id: &mut paper.file_id,
            name: Some(&mut paper.name),
        })),
        _ => {}
    }
    for Named { pointer, id, name } in files {
        let Some(wanted) = id.as_deref() else { continue };
        // A number that somebody typed into a hidden field opens no file of others.
        let found = store::files::find(tx, wanted)?.filter(|file| file.owner == actor.login);
        let Some(found) = found else { return Err(Refusal::input(vec![Problem::new(pointer, "file-unknown")]).into()) };
        if let Some(name) = name {
            *name = Some(found.name);
        }
    }
    Ok(())
}

/// A file that a command names, and where its own name goes.
struct Named<'a> {
    pointer: &'static str,
    id: &'a mut Option<String>,
    name: Option<&'a mut Option<String>>,
}

/// A form as it was sent.
struct Sent {
    action: Action,
    typed: Typed,
    version: u64,
    problems: Vec<Problem>,
}

impl Sent {
    async fn read(app: &App, action: Action, request: Request, login: &str) -> Result<Self, Failure> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let (typed, problems) = if kind.starts_with("multipart/") {
            let form = Multipart::from_request(request, app).await.map_err(|error| Failure::Status(error.status()))?;
            let mut received = files::receive(app, form, login).await?;
            // Files that came with a refused sending need not be chosen again.
            for (field, file) in received.files {
                received.typed.set(format!("{field}-kept"), file.id);
                received.typed.set(format!("{field}-kept-name"), file.name);
            }
            let problems = received.problems.into_iter().map(|problem| without_action(action, problem)).collect();
            (received.typed, problems)
        } else {
            let form = Form::<Vec<(String, String)>>::from_request(request, app).await;
            let Form(pairs) = form.map_err(|error| Failure::Status(error.status()))?;
            (Typed::several(pairs)?, Vec::new())
        };
        let version = typed.get("version").parse().unwrap_or(0);
        Ok(Self { action, typed, version, problems })
    }

    fn get(&self, field: &str) -> &str {
        self.typed.get(&format!("{}-{field}", self.action.key()))
    }

    fn text(&self, field: &str) -> String {
        self.get(field).to_owned()
    }

    fn some(&self, field: &str) -> Option<String> {
        Some(self.text(field)).filter(|typed| !typed.is_empty())
    }

    fn chosen(&self, field: &str) -> Vec<String> {
        self.get(field).lines().map(str::to_owned).collect()
    }

    /// The command that the form stands for.
    fn command(&self, action: Action) -> Result<Command, Refusal> {
        let mut problems = self.problems.clone();
        let reason = self.text("reason");
        let note = self.some("note");
        let command = match action {
            Action::Receive => Command::Receive(Receive {}),
            Action::Refuse => Command::Refuse(Refuse { reason }),
            Action::RequestPayment => {
                let items = payments::asked(self.get("amount"), "/amount", &mut problems);
                Command::RequestPayment(RequestPayment { items, group: self.some("group"), note, demanded: None })
            }
            Action::RequestSupplement => Command::RequestSupplement(RequestSupplement {
                content: self.text("content"),
                documents: self.chosen("documents"),
                reason: self.some("reason"),
            }),
            Action::Supplement => Command::Supplement(SupplementDossier { documents: self.papers(), note }),
            Action::Assign => {
                Command::Assign(Assign { officer: self.text("officer"), officer_name: String::new(), note })
            }
            Action::Forward => Command::Forward(Forward { note, without_opinions: self.some("without_opinions") }),
            Action::SendBack => Command::SendBack(SendBack { reason, step: self.get("step").parse().ok() }),
            Action::Consult => {
                let due_on = self.day("due_on").map_err(|problem| problems.push(problem)).unwrap_or_default();
                Command::Consult(Consult {
                    agency: self.text("agency"),
                    question: self.text("question"),
                    due_on,
                    required: self.get("required") != "no",
                    ..Consult::default()
                })
            }
            Action::AnswerConsultation => Command::AnswerConsultation(AnswerConsultation {
                content: self.text("content"),
                file: self.some("file-kept"),
            }),
            Action::Transfer => {
                Command::Transfer(Transfer { agency: self.text("agency"), reason, ..Transfer::default() })
            }
            // It has a page of its own, where pages are put in order first.
            Action::Digitise => return Err(Refusal::not_found("action-unknown").with("action", action.key())),
            Action::Propose => {
                let outcome = match self.get("outcome") {
                    "rejected" => Outcome::Rejected,
                    "granted" => Outcome::Granted,
                    _ => {
                        problems.push(Problem::new("/outcome", "choose"));
                        Outcome::Granted
                    }
                };
                Command::Propose(Propose {
                    outcome,
                    content: self.text("content"),
                    file: self.some("file-kept"),
                    paper: None,
                    without_opinions: self.some("without_opinions"),
                })
            }
            Action::Approve => Command::Approve(Approve { note }),
            Action::Reject => Command::Reject(Reject { reason }),
            Action::Sign => Command::Sign(Sign::default()),
            Action::Complete => {
                Command::Complete(Complete { number: self.text("number"), file: self.some("file-kept"), signed: None })
            }
            Action::ReturnResult => Command::ReturnResult(ReturnResult { received_by: self.some("received_by") }),
            Action::Apologise => {
                let new_due_at = self.appointment().map_err(|problem| problems.push(problem)).unwrap_or_default();
                Command::Apologise(Apologise { reason, new_due_at })
            }
            Action::Withdraw => Command::Withdraw(Withdraw { reason: self.some("reason") }),
            Action::Suspend => {
                let day = self.day("request_date").map_err(|problem| problems.push(problem)).unwrap_or_default();
                Command::Suspend(Suspend { reason, request_date: day, request_file: self.some("request_file-kept") })
            }
            Action::Resume => Command::Resume(Resume { reason }),
            Action::Rate => {
                let rating = Rating::from_key(self.get("rating"));
                if rating.is_none() {
                    problems.push(Problem::new("/rating", "choose"));
                }
                let rating = rating.unwrap_or(Rating::Satisfied);
                let criteria = criteria(|field| self.text(field));
                Command::Rate(Rate { rating, criteria, comment: self.some("comment") })
            }
        };
        if problems.is_empty() { Ok(command) } else { Err(Refusal::input(problems)) }
    }

    /// A day that may have been left out.
    fn day(&self, field: &str) -> Result<Option<Date>, Problem> {
        let typed = self.some(field);
        typed.map(|typed| typed.parse().map_err(|_| Problem::new(format!("/{field}"), "date"))).transpose()
    }

    /// A new appointment: a day and an hour of the wall clock.
    fn appointment(&self) -> Result<Timestamp, Problem> {
        let day: Date = match self.get("new_due_at") {
            "" => return Err(Problem::new("/new_due_at", "missing")),
            typed => typed.parse().map_err(|_| Problem::new("/new_due_at", "date"))?,
        };
        let hour: Time = match self.get("hour") {
            "" => Time::constant(17, 0, 0, 0),
            typed => Time::strptime("%H:%M", typed).map_err(|_| Problem::new("/hour", "hour"))?,
        };
        Ok(calendar::instant(day.to_datetime(hour)))
    }

    /// The papers of a supplement: files first, then what was shown as paper.
    fn papers(&self) -> Vec<SubmittedDocument> {
        let shown = self.chosen("shown");
        let of = |code: &str, file_id| SubmittedDocument {
            code: code.to_owned(),
            file_id,
            name: None,
            ..SubmittedDocument::default()
        };
        let mut papers: Vec<SubmittedDocument> = Vec::new();
        for (field, file) in self.typed.beginning_with("supplement-documents-") {
            let Some(code) = field.strip_suffix("-kept").filter(|_| !file.is_empty()) else { continue };
            papers.push(of(code, Some(file.to_owned())));
        }
        for code in shown {
            if !papers.iter().any(|paper| paper.code == code) {
                papers.push(of(&code, None));
            }
        }
        papers
    }
}

/// A file's problem is at its field, whose name begins with the action: the action is added to all pointers later.
fn without_action(action: Action, mut problem: Problem) -> Problem {
    let begins = format!("/{}/", action.key().replace('-', "/"));
    if let Some(rest) = problem.pointer.strip_prefix(&begins) {
        problem.pointer = format!("/{rest}");
    }
    problem
}
