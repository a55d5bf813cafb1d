//! The same thing done to many dossiers at once: each answers for itself, and the page says which were done and why the others
//! were not. Sent twice, nothing is done twice: each dossier is named with the version that the officer saw.

use crate::app::App;
use crate::components::{Column, Columns};
use crate::errors::{Failure, problem_text};
use crate::frame::Frame;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Form, State};
use jiff::Timestamp;
use rules::Refusal;
use rules::dossiers::{Action, Approve, Assign, Command, Dossier, Forward, Receive, ReturnResult};
use rules::people::permissions::capacity;
use rules::people::{Actor, Load, Role, least_loaded};
use store::desk::dossiers::{act, load_for, who};
use store::province::ProvinceCache;
use store::tables::workload::loads;
use store::{Tx, tables};

/// What can be done to many at once: what needs no words of its own for each dossier. Results are signed one by one, each with
/// the key of who signs it.
pub(crate) const ACTIONS: [Action; 5] =
    [Action::Receive, Action::Assign, Action::Forward, Action::Approve, Action::ReturnResult];
/// Dossiers in one sending: more than a page of the queue shows.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "routes/bulk.html")]
pub(super) struct BulkPage {
    f: Frame,
    action: String,
    done: Vec<Done>,
    columns: Columns,
    failed: Vec<Failed>,
}

/// A dossier to which it was done.
struct Done {
    code: String,
    /// What became of it, where that is worth saying: who has it now.
    note: String,
}

/// A dossier to which it was not done.
struct Failed {
    code: String,
    why: String,
    next: String,
    basis: String,
}

/// What came of one dossier.
enum Came {
    Done(String),
    /// An earlier sending did it already.
    Before,
    Refused(Refusal),
}

pub(super) async fn send(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<View<BulkPage>, Failure> {
    let get = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim());
    let unknown = || Refusal::rule("bulk-action");
    let action = Action::from_key(get("action")).filter(|action| ACTIONS.contains(action)).ok_or_else(unknown)?;
    let mut chosen: Vec<(String, u64)> = pairs
        .iter()
        .filter(|(key, _)| key == "dossier")
        .filter_map(|(_, value)| value.split_once('@'))
        .filter_map(|(code, version)| Some((code.to_owned(), version.parse().ok()?)))
        .collect();
    chosen.sort();
    chosen.dedup();
    if chosen.is_empty() {
        return Err(Refusal::rule("bulk-nothing").into());
    }
    if chosen.len() > MOST {
        return Err(Refusal::rule("bulk-many").with("most", MOST).into());
    }
    let officer = get("officer").to_owned();
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for (code, version) in chosen {
        match one(&app, &actor, action, &officer, &code, version, f.now).await? {
            Came::Done(note) => done.push(Done { note: told(&f, &note), code }),
            Came::Before => done.push(Done { note: f.t("bulk-before"), code }),
            Came::Refused(refusal) => failed.push(refused(&f, code, &refusal)),
        }
    }
    Ok(View(BulkPage {
        action: f.t(&format!("desk-act-{}", action.key())),
        done,
        columns: ["dossier", "why", "next"].map(|key| Column::text(f.t(&format!("bulk-col-{key}")))).into(),
        failed,
        f,
    }))
}

fn told(f: &Frame, officer: &str) -> String {
    if officer.is_empty() { String::new() } else { f.t1("bulk-assigned", "officer", officer) }
}

fn refused(f: &Frame, code: String, refusal: &Refusal) -> Failed {
    let failure = Failure::from(refusal.clone());
    let told = failure.told(f.words);
    let problems = refusal.problems.iter().map(|problem| problem_text(f.words, problem)).collect::<Vec<_>>();
    Failed {
        code,
        why: if problems.is_empty() { told.text } else { problems.join(" ") },
        next: told.next,
        basis: refusal.basis.unwrap_or_default().to_owned(),
    }
}

/// Does it to one dossier, in a transaction of its own.
async fn one(
    app: &App,
    actor: &Actor,
    action: Action,
    officer: &str,
    code: &str,
    seen: u64,
    now: Timestamp,
) -> Result<Came, Failure> {
    let (cache, actor, officer, code): (ProvinceCache, _, _, _) =
        (app.province.clone(), actor.clone(), officer.to_owned(), code.to_owned());
    let came = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            let loaded = load_for(tx, &actor, &code)?;
            // The entry that this sending would make is there already, by the same person.
            let place = usize::try_from(seen).unwrap_or(usize::MAX);
            if let Some(entry) = loaded.history.get(place)
                && who(entry)?.login == actor.login
                && entry.kind == kind(action)
            {
                return Ok(Came::Before);
            }
            let (command, note) = command(tx, &actor, action, &officer, &loaded.dossier, now)?;
            act(tx, &province, &actor, &code, seen, &command, now)?;
            Ok(Came::Done(note))
        })
        .await;
    match came {
        Ok(came) => Ok(came),
        Err(Failure::Refused(refusal)) => Ok(Came::Refused(refusal)),
        Err(failure) => Err(failure),
    }
}

/// The kind of the entry that an action makes.
fn kind(action: Action) -> &'static str {
    match action {
        Action::Receive => "dossiers.received",
        Action::Assign => "dossiers.assigned",
        Action::Forward => "dossiers.forwarded",
        Action::Approve => "dossiers.approved",
        _ => "dossiers.result_returned",
    }
}

/// The command for one dossier, and what to say when it was done.
fn command(
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    officer: &str,
    dossier: &Dossier,
    now: Timestamp,
) -> Result<(Command, String), store::Failure> {
    Ok(match action {
        Action::Receive => (Command::Receive(Receive {}), String::new()),
        Action::Forward => (Command::Forward(Forward::default()), String::new()),
        Action::Approve => (Command::Approve(Approve::default()), String::new()),
        Action::Assign => {
            // Said before anybody is looked for.
            dossier.allows(action)?;
            capacity(actor, action, dossier)?;
            // Who does not lead takes charge themselves.
            let leads = actor.position_for(Role::Approver, dossier.holder(), &dossier.filed.procedure).is_some();
            let chosen = charge(tx, if leads { officer } else { &actor.login }, dossier, now)?;
            let name = chosen.name.clone();
            (Command::Assign(Assign { officer: chosen.login, officer_name: chosen.name, note: None }), name)
        }
        _ => (Command::ReturnResult(ReturnResult::default()), String::new()),
    })
}

/// Who is put in charge: the officer that was chosen, or whoever has the fewest dossiers now.
fn charge(tx: &mut Tx, officer: &str, dossier: &Dossier, now: Timestamp) -> Result<Load, store::Failure> {
    let agency = &dossier.filed.competent_agency;
    if officer.is_empty() {
        let loads = loads(tx, agency.as_str(), Role::CaseOfficer, now)?;
        let least = least_loaded(&loads).cloned();
        return least.ok_or_else(|| Refusal::rule("nobody-to-assign").with("agency", agency).into());
    }
    let found = tables::people::actor(tx, officer, now)?;
    let found = found.filter(|found| found.position(Role::CaseOfficer, agency).is_some());
    let found = found.ok_or_else(|| Refusal::rule("officer-elsewhere"))?;
    Ok(Load { login: found.login, name: found.name, open: 0, late: 0 })
}
