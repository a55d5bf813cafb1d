//! One directive: its entry in the register, who has it and when somebody there opened it, the tasks that it asked for.

use super::act::{WHOLE, others};
use super::words;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::said::{self, urlencoded};
use crate::pages::tasks::words as task_words;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::DirectiveCode;
use rules::directives::{Direction, Directive, Holder};
use rules::people::Actor;
use rules::people::permissions::{assigns_for, may_assign};
use rules::tasks::LinkKind;
use std::sync::Arc;
use store::desk;
use store::province::Province;
use store::tables::tasks::lists;

/// A form on the page that may come back refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// To more agencies.
    Assign,
    /// To a task.
    Link,
    /// To other systems.
    Export,
}

#[derive(Template)]
#[template(path = "directives/show.html")]
pub(super) struct ShowPage {
    f: Frame,
    errors: FormErrors,
    refused: Option<Form>,
    typed: Typed,
    code: String,
    subject: String,
    named: String,
    urgency: Option<Tag>,
    rows: Vec<(String, String)>,
    files: Vec<(String, String)>,
    /// Whether its files are found by what stands in them.
    searchable: String,
    content: Vec<String>,
    notes: Vec<String>,
    task_columns: Columns,
    tasks: Vec<TaskRow>,
    columns: Columns,
    receipts: Vec<Received>,
    opened: usize,
    agencies: Vec<Choice>,
    chosen: Vec<String>,
    exports: bool,
    make_task: String,
}

/// A task that came of it.
struct TaskRow {
    code: String,
    name: String,
    lead: String,
    due: String,
    light: Tag,
}

/// An agency that has it.
struct Received {
    agency: String,
    due: String,
    /// Who opened it and when, the first first; empty while nobody did.
    opened: Vec<(String, String)>,
}

/// A directive that the actor may see, with the tasks that belong to it.
struct Found {
    province: Arc<Province>,
    directive: Directive,
    tasks: Vec<lists::Listed>,
}

async fn find(app: &App, f: &Frame, actor: &Actor, code: &DirectiveCode) -> Result<Found, Failure> {
    let (province, actor, code, now) = (app.province().await?, actor.clone(), code.clone(), f.now);
    let (directive, tasks) = app
        .read(move |tx| {
            let directive = desk::directives::find(tx, &actor, &code)?;
            let tasks = desk::directives::tasks(tx, &actor, &directive, now)?;
            Ok((directive, tasks))
        })
        .await?;
    Ok(Found { province, directive, tasks })
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let code: DirectiveCode = code.parse().map_err(|_| Refusal::not_found("directive-unknown"))?;
    let (who, of) = (actor.clone(), code.clone());
    // Nothing is written for somebody who opens it again.
    if app.read(move |tx| desk::directives::is_first(tx, &who, &of)).await? {
        let (who, of, now) = (actor.clone(), code.clone(), f.now);
        app.write(move |tx| desk::directives::open(tx, &who, &of, now)).await?;
    }
    let found = find(&app, &f, &actor, &code).await?;
    Ok(View(page(f, &actor, found, FormErrors::none(), None, Typed::default())).into_response())
}

/// The page with a form that was refused, filled as it was sent.
pub(super) async fn refused(
    app: &App,
    f: Frame,
    actor: &Actor,
    code: &DirectiveCode,
    form: Form,
    refusal: &Refusal,
    typed: Typed,
) -> Result<Response, Failure> {
    let found = find(app, &f, actor, code).await?;
    let status = Failure::Refused(refusal.clone()).status();
    let errors = FormErrors::of(f.words, refusal);
    Ok((status, View(page(f, actor, found, errors, Some(form), typed))).into_response())
}

fn page(f: Frame, actor: &Actor, found: Found, errors: FormErrors, refused: Option<Form>, typed: Typed) -> ShowPage {
    let Found { province, directive, tasks } = found;
    let (registered, today) = (&directive.registered, day_of(f.now));
    let assigns = may_assign(actor, &registered.agency).is_ok();
    let agencies = if assigns { choices(&f, &province, &directive) } else { Vec::new() };
    let mut notes: Vec<String> = Vec::new();
    for holder in directive.assigned.iter().filter(|holder| !holder.note.is_empty()) {
        if !notes.contains(&holder.note) {
            notes.push(holder.note.clone());
        }
    }
    let tasks = tasks.iter().map(|task| TaskRow {
        code: task.code.to_string(),
        name: task.name.clone(),
        lead: words::agency(&f, &province, &task.lead),
        due: f.day(&task.due_on),
        light: task_words::light(&f, task.light(today)),
    });
    let files = registered.files.iter();
    ShowPage {
        code: directive.code().to_string(),
        subject: registered.subject.clone(),
        named: words::named(&f, registered),
        urgency: words::urgency(&f, registered.urgency),
        rows: rows(&f, &province, &directive),
        files: files
            .map(|file| (file.name.clone(), format!("/directives/{}/files/{}", directive.code(), file.file)))
            .collect(),
        searchable: match (registered.files.is_empty(), registered.file_text.is_empty()) {
            (true, _) => String::new(),
            (false, false) => f.t("directive-files-read"),
            (false, true) => f.t("directive-files-unread"),
        },
        content: registered.content.lines().map(str::to_owned).collect(),
        notes,
        tasks: tasks.collect(),
        task_columns: ["name", "lead", "due", "light"]
            .map(|key| Column::text(f.t(&format!("directive-task-{key}"))))
            .into(),
        columns: ["agency", "due", "opened"].map(|key| Column::text(f.t(&format!("directive-receipt-{key}")))).into(),
        receipts: directive.assigned.iter().map(|holder| received(&f, &province, &directive, holder, today)).collect(),
        opened: directive.assigned.iter().filter(|holder| directive.opened_by(&holder.agency).is_some()).count(),
        agencies,
        chosen: typed.get("to").lines().map(str::to_owned).collect(),
        exports: assigns && registered.direction == Direction::Out,
        make_task: if assigns_for(actor).is_empty() { String::new() } else { make_task(&f, &directive) },
        errors,
        refused,
        typed,
        f,
    }
}

/// What stands in the register.
fn rows(f: &Frame, province: &Province, directive: &Directive) -> Vec<(String, String)> {
    let registered = &directive.registered;
    let number = format!("{} {}", words::direction(f, registered.direction), registered.number);
    let signer = registered.signer.as_ref().map(|signer| match signer.position.as_str() {
        "" => signer.name.clone(),
        position => format!("{}, {position}", signer.name),
    });
    let rows = [
        ("directive-number", Some(format!("{number}, {}", words::agency(f, province, &registered.agency)))),
        ("directive-issuer", Some(registered.issuer.clone())),
        ("directive-issued-on", Some(f.day(&registered.issued_on))),
        ("directive-signer", signer),
        ("directive-due-on", registered.due_on.map(|day| f.day(&day))),
        ("directive-registered-at", Some(f.moment(&directive.registered_at))),
        ("directive-received-as", Some(registered.received_as.clone()).filter(|received| !received.is_empty())),
    ];
    rows.into_iter().filter_map(|(key, value)| Some((f.t(key), value?))).collect()
}

fn received(f: &Frame, province: &Province, directive: &Directive, holder: &Holder, today: Date) -> Received {
    let receipts = directive.receipts.iter().filter(|receipt| receipt.agency == holder.agency);
    let opened: Vec<_> = receipts.map(|receipt| (receipt.name.clone(), f.moment(&receipt.at))).collect();
    let due = holder.due_on.map(|day| {
        let over = opened.is_empty() && day < today;
        if over { f.t1("directive-due-past", "day", f.day(&day)) } else { f.day(&day) }
    });
    Received { agency: words::agency(f, province, &holder.agency), due: due.unwrap_or_default(), opened }
}

/// The agencies that it can still be assigned to, whole levels first.
fn choices(f: &Frame, province: &Province, directive: &Directive) -> Vec<Choice> {
    let mut agencies: Vec<_> = others(province, directive)
        .map(|agency| Choice::new(agency.code.as_str(), said::agency_name(f.lang(), agency)))
        .collect();
    agencies.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    let several = |level| others(province, directive).filter(|agency| agency.level == level).count() > 1;
    let whole = WHOLE.iter().filter(|(_, level)| several(*level));
    whole.map(|(key, _)| Choice::new(*key, f.t(&format!("directive-to-{key}")))).chain(agencies).collect()
}

/// Where a task is made of it, with its authority filled in.
fn make_task(f: &Frame, directive: &Directive) -> String {
    let registered = &directive.registered;
    let day = f.day(&registered.issued_on);
    let authority = f.t2("directive-as-authority", "named", words::named(f, registered), "day", day);
    let (authority, kind) = (urlencoded(&authority), LinkKind::Directive.key());
    let due = registered.due_on.map(|day| format!("&due_on={day}")).unwrap_or_default();
    format!("/tasks/new?authority={authority}&link_kind={kind}&link={}{due}", directive.code())
}

/// A file of a directive that the actor may see.
pub(super) async fn file(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((code, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let code: DirectiveCode = code.parse().map_err(|_| Refusal::not_found("directive-unknown"))?;
    let found = find(&app, &f, &actor, &code).await?;
    if !found.directive.registered.files.iter().any(|kept| kept.file == file) {
        return Err(Refusal::not_found("file-unknown").into());
    }
    files::send(&app, &file).await
}
