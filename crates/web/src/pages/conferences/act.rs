//! What is done before, in and after a conference: one way in for every action, back to the page that it came from.

use super::{live, read, register, show};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::said::urlencoded;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::codes::{AgencyCode, ConferenceCode};
use rules::conferences::{AgendaItem, Command, Means, Point, VoteKind, Voters, suggest};
use rules::people::{Actor, AgencyKind, AgencyLevel, Directory};
use rules::tasks::Evidence;
use rules::tasks::dates::read_day;
use rules::text::fold;
use rules::{Problem, Refusal, RefusalKind};
use store::desk::conferences;
use store::province::Province;
use tower_sessions::Session;

/// Where an action was taken, and where it leads back to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Back {
    Live,
    Show,
    Register,
}

/// Every action, where it is taken, and the key of what is said when it is done; nothing is said where the page shows it anyway.
const ACTIONS: [(&str, Back, &str); 23] = [
    ("open", Back::Live, "conference-done-open"),
    ("close", Back::Live, "conference-done-close"),
    ("item", Back::Live, ""),
    ("speak", Back::Live, "conference-done-speak"),
    ("call-speaker", Back::Live, ""),
    ("finish-speaker", Back::Live, ""),
    ("ask", Back::Live, "conference-done-ask"),
    ("answer", Back::Live, ""),
    ("line", Back::Live, ""),
    ("open-vote", Back::Live, ""),
    ("vote", Back::Live, "conference-done-vote"),
    ("close-vote", Back::Live, ""),
    ("conclude", Back::Live, ""),
    ("reword", Back::Live, "conference-done-reword"),
    ("task", Back::Live, "conference-done-task"),
    ("agenda", Back::Show, "conference-done-agenda"),
    ("invite", Back::Show, "conference-done-invite"),
    ("issue-notice", Back::Show, "conference-done-notice"),
    ("document", Back::Show, "conference-done-document"),
    ("register", Back::Register, "conference-done-register"),
    ("withdraw", Back::Register, "conference-done-withdraw"),
    ("entitle", Back::Register, "conference-done-entitle"),
    ("check-in", Back::Register, "conference-checked-in"),
];

/// What is to be done.
#[derive(Clone)]
enum Todo {
    Act(Command),
    /// A conclusion becomes tasks, worded anew before that where something was missing.
    Task(u32, Option<Command>),
}

/// So often something is tried again when another process recorded something in the same moment.
const TRIES: usize = 5;

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((code, action)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let conference = read::find(&app, &actor, &code).await?;
    let known = ACTIONS.into_iter().find(|(key, ..)| *key == action && *key != "document");
    let (action, ..) = known.ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let todo = match todo(action, &typed, &*app.province().await?) {
        Ok(todo) => todo,
        Err(refusal) => return again(&app, f, &actor, conference.code(), action, refusal, typed).await,
    };
    done(&app, f, session, &actor, conference.code(), action, todo, typed).await
}

pub(super) async fn document(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    // Who may not see it uploads nothing to it.
    let conference = read::find(&app, &actor, &code).await?;
    let received = files::receive(&app, form, &actor.login).await?;
    let (typed, code) = (received.typed, conference.code().clone());
    let missing = || Refusal::input(vec![Problem::new("/file", "missing")]);
    let wrong: Vec<Problem> =
        received.problems.into_iter().map(|problem| Problem { pointer: "/file".into(), ..problem }).collect();
    let refused = if wrong.is_empty() { missing() } else { Refusal::input(wrong) };
    let Some((_, file)) = received.files.into_iter().next() else {
        return again(&app, f, &actor, &code, "document", refused, typed).await;
    };
    let file = Evidence { file: file.id, name: file.name, sha256: file.sha256 };
    done(&app, f, session, &actor, &code, "document", Todo::Act(Command::AddDocument(file)), typed).await
}

#[expect(clippy::too_many_arguments, reason = "what a form that comes back is made of")]
async fn done(
    app: &App,
    f: Frame,
    session: Session,
    actor: &Actor,
    code: &ConferenceCode,
    action: &'static str,
    todo: Todo,
    typed: Typed,
) -> Result<Response, Failure> {
    let mut tries = 1;
    let said = loop {
        match give(app, &f, actor, code, todo.clone()).await {
            // Another process was a moment faster; what is asked for is judged anew.
            Err(Failure::Refused(refusal)) if refusal.code == "version-stale" && tries < TRIES => tries += 1,
            done => break done,
        }
    };
    match said {
        Ok(value) => {
            app.halls.nudge(code);
            let (_, back, key) = ACTIONS.into_iter().find(|(key, ..)| *key == action).unwrap_or(("", Back::Live, ""));
            if !key.is_empty() {
                sessions::say(&session, Tone::Good, key, value).await?;
            }
            Ok(Redirect::to(&address(code, back, &typed)).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            again(app, f, actor, code, action, refusal, typed).await
        }
        Err(failure) => Err(failure),
    }
}

fn address(code: &ConferenceCode, back: Back, typed: &Typed) -> String {
    match back {
        Back::Live => format!("/conferences/{code}/live"),
        Back::Show => format!("/conferences/{code}"),
        Back::Register => format!("/conferences/{code}/register?point={}", urlencoded(typed.get("point"))),
    }
}

async fn give(app: &App, f: &Frame, actor: &Actor, code: &ConferenceCode, todo: Todo) -> Result<String, Failure> {
    let (actor, code, cache, now) = (actor.clone(), code.clone(), app.province.clone(), f.now);
    app.write(move |tx| {
        let province = cache.get(tx)?;
        match todo.clone() {
            Todo::Act(command) => conferences::act(tx, &province, &actor, &code, command, now).map(|_| String::new()),
            Todo::Task(number, first) => {
                let (_, tasks) = conferences::assign(tx, &province, &actor, &code, number, first, now)?;
                Ok(tasks.len().to_string())
            }
        }
    })
    .await
}

/// The page on which it was tried, with what was wrong and what was typed.
async fn again(
    app: &App,
    f: Frame,
    actor: &Actor,
    code: &ConferenceCode,
    action: &str,
    mut refusal: Refusal,
    typed: Typed,
) -> Result<Response, Failure> {
    let prefix = prefix(action, &typed);
    for problem in &mut refusal.problems {
        problem.pointer = format!("/{prefix}-{}", problem.pointer.trim_start_matches('/'));
    }
    let conference = read::find(app, actor, code.as_str()).await?;
    let errors = FormErrors::of(f.words, &refusal);
    let status = Failure::Refused(refusal).status();
    let back = ACTIONS.into_iter().find(|(key, ..)| *key == action).map_or(Back::Live, |(_, back, _)| back);
    Ok(match back {
        Back::Live => (status, live::page(app, f, actor, &conference, errors, typed).await?).into_response(),
        Back::Show => (status, show::page(app, f, actor, &conference, errors, typed).await?).into_response(),
        Back::Register => {
            let point = typed.text("point");
            let page = register::page(app, f, actor, &conference, &point, errors, typed).await?;
            (status, page).into_response()
        }
    })
}

/// How the fields of an action's form begin; several forms of one action stand on a page under their numbers.
fn prefix(action: &str, typed: &Typed) -> String {
    match action {
        "reword" | "answer" | "task" => {
            let action = if action == "task" { "reword" } else { action };
            format!("{action}-{}", typed.get("number"))
        }
        _ => action.to_owned(),
    }
}

fn todo(action: &str, typed: &Typed, province: &Province) -> Result<Todo, Refusal> {
    let prefix = prefix(action, typed);
    let text = |name: &str| typed.text(&format!("{prefix}-{name}"));
    let number = |name: &str| typed.get(name).parse::<u32>().unwrap_or_default();
    let directory = &province.directory;
    Ok(Todo::Act(match action {
        "open" => Command::Open,
        "close" => Command::Close,
        "item" => Command::BeginItem(number("item")),
        "speak" => Command::AskToSpeak { topic: text("topic") },
        "call-speaker" => Command::CallSpeaker(number("number")),
        "finish-speaker" => Command::FinishSpeaker(number("number")),
        "ask" => Command::Ask { text: text("text") },
        "answer" => Command::Answer { number: number("number"), answer: text("answer") },
        "line" => Command::WriteLine { text: text("text") },
        "open-vote" => {
            let (kind, voters) = match text("voters").as_str() {
                "straw" => (VoteKind::Straw, Voters::Points),
                "delegates" => (VoteKind::Formal, Voters::Delegates),
                _ => (VoteKind::Formal, Voters::Points),
            };
            let options = text("options").lines().map(str::to_owned).collect();
            Command::OpenVote { kind, voters, question: text("question"), options }
        }
        "vote" => {
            let option = text("option")
                .parse()
                .map_err(|_| Refusal::input(vec![Problem::new("/option", "vote-without-choice")]))?;
            Command::Vote { vote: number("vote"), option }
        }
        "close-vote" => Command::CloseVote(number("vote")),
        "conclude" => conclude(None, &text, directory)?,
        "reword" => {
            let of = number("number");
            let command = conclude(Some(of), &text, directory)?;
            if typed.get("then") == "task" {
                return Ok(Todo::Task(of, Some(command)));
            }
            command
        }
        "task" => return Ok(Todo::Task(number("number"), None)),
        "agenda" => Command::SetAgenda(agenda(&text("agenda"))?),
        "invite" => Command::Invite(points(typed, &text("points"), directory)?),
        "issue-notice" => Command::IssueNotice {
            number: text("number"),
            titles: text("titles").lines().map(str::to_owned).collect(),
            signer: text("signer"),
        },
        "withdraw" => Command::Withdraw(number("seat")),
        "entitle" => Command::Entitle(number("seat"), text("votes") == "yes"),
        "check-in" => Command::CheckIn(number("seat"), Means::Hand),
        _ => {
            let point = typed.get("point").parse::<AgencyCode>();
            let point =
                point.map_err(|_| Refusal::rule("conference-point-unknown").with("point", typed.get("point")))?;
            let login = Some(text("login")).filter(|login| !login.is_empty());
            let votes = text("votes") == "yes";
            Command::Register { point, name: text("name"), title: text("title"), login, votes }
        }
    }))
}

/// A conclusion as typed; where neither who nor until when was typed, as far as its words say.
fn conclude(number: Option<u32>, text: &dyn Fn(&str) -> String, directory: &Directory) -> Result<Command, Refusal> {
    let (said, typed_leads, typed_due) = (text("text"), text("leads"), text("due_on"));
    let leads = agencies(&typed_leads, "/leads", directory)?;
    let supporting = agencies(&text("supporting"), "/supporting", directory)?;
    let suggested = suggest(&said, directory);
    // Whoever types who leads says who supports, too.
    let (leads, supporting) = match (typed_leads.is_empty(), text("supporting").is_empty()) {
        (true, true) => (suggested.leads, suggested.supporting),
        (true, false) => (suggested.leads, supporting),
        (false, _) => (leads, supporting),
    };
    let due_on = if typed_due.is_empty() { suggested.due_on } else { read_day(&typed_due) };
    if !typed_due.is_empty() && due_on.is_none() {
        return Err(Refusal::input(vec![Problem::new("/due_on", "date-unreadable").with("typed", typed_due)]));
    }
    Ok(Command::Conclude { number, text: said, leads, supporting, due_on })
}

/// The agencies of these lines: by code, by name, or all communes or departments at once.
fn agencies(lines: &str, pointer: &str, directory: &Directory) -> Result<Vec<AgencyCode>, Refusal> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for line in lines.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty()) {
        let folded = fold(line);
        let same = directory.iter().find(|agency| {
            agency.kind == AgencyKind::Authority && (agency.code.as_str() == line || fold(&agency.name) == folded)
        });
        match same {
            Some(agency) => found.push(agency.code.clone()),
            None => match suggest(line, directory).leads {
                leads if leads.is_empty() => {
                    problems.push(Problem::new(pointer, "agency-unreadable").with("typed", line));
                }
                leads => found.extend(leads),
            },
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|code: &AgencyCode| seen.insert(code.clone()));
    if problems.is_empty() { Ok(found) } else { Err(Refusal::input(problems)) }
}

/// An agenda: a line an item, its length in minutes and who presents it behind bars.
fn agenda(lines: &str) -> Result<Vec<AgendaItem>, Refusal> {
    let mut problems = Vec::new();
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty()).zip(1..);
    let items = lines.map(|(line, number)| {
        let mut cells = line.split('|').map(str::trim);
        let title = cells.next().unwrap_or_default().to_owned();
        let minutes = cells.next().unwrap_or_default();
        let digits: String = minutes.chars().take_while(char::is_ascii_digit).collect();
        let length = digits.parse().unwrap_or_else(|_| {
            problems.push(Problem::new("/agenda", "agenda-item-without-length").with("line", number));
            0
        });
        AgendaItem { title, minutes: length, presenter: cells.next().unwrap_or_default().to_owned() }
    });
    let items: Vec<AgendaItem> = items.collect();
    if problems.is_empty() { Ok(items) } else { Err(Refusal::input(problems)) }
}

/// The points of an invitation: groups that were ticked, and those that were named.
fn points(typed: &Typed, named: &str, directory: &Directory) -> Result<Vec<Point>, Refusal> {
    let levels = [
        ("province", AgencyLevel::Province),
        ("departments", AgencyLevel::Department),
        ("communes", AgencyLevel::Commune),
    ];
    let mut agencies_invited = Vec::new();
    for (_, level) in levels.into_iter().filter(|(key, _)| typed.get(&format!("invite-{key}")) == "yes") {
        let of_level = directory
            .iter()
            .filter(|agency| agency.level == level && agency.settles() && directory.is_in_force(&agency.code));
        agencies_invited.extend(of_level.map(|agency| agency.code.clone()));
    }
    agencies_invited.extend(agencies(named, "/points", directory)?);
    let votes = typed.get("invite-votes") == "yes";
    Ok(agencies_invited.into_iter().map(|agency| Point { agency, votes }).collect())
}
