//! One budget line: what may be spent and was, every amount with its document, its curve.

use super::curve::{Curve, drawn, months};
use super::{field_name, kind_name, share, source_name};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Moment, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::said::agency_named;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use rules::Refusal;
use rules::budget::{BudgetLine, Event, MovementKind, closes_on};
use rules::calendar::day_of;
use rules::codes::BudgetCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_at, may_everywhere, sees_work_of};
use std::sync::Arc;
use store::desk;
use store::journal::Recorded;
use store::province::Province;

#[derive(Template)]
#[template(path = "budget/show.html")]
pub(super) struct LinePage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    code: String,
    name: String,
    rows: Vec<(String, String)>,
    task: String,
    columns: Columns,
    entries: Vec<Row>,
    curve: Curve,
    caption: String,
    version: String,
    kinds: Vec<Choice>,
    voids: Vec<Choice>,
    refused: &'static str,
    timeline: Timeline,
}

/// An amount.
struct Row {
    number: u32,
    day: String,
    kind: String,
    amount: String,
    document: String,
    files: Vec<(String, String)>,
}

/// A line that the actor may see.
pub(super) struct Found {
    province: Arc<Province>,
    pub(super) line: BudgetLine,
    history: Vec<Recorded>,
}

/// The line of this code: the same answer for none and for somebody else's.
pub(super) async fn find(app: &App, actor: &Actor, code: &str) -> Result<Found, Failure> {
    may(actor, Deed::WorkOnTasks)?;
    let unknown = || Refusal::not_found("budget-line-unknown");
    let code: BudgetCode = code.parse().map_err(|_| unknown())?;
    let province = app.province().await?;
    let (line, history) =
        app.read(move |tx| Ok(desk::budget::load_with_history(tx, &code)?.ok_or_else(unknown)?)).await?;
    if sees_work_of(actor, &line.line.agency) { Ok(Found { province, line, history }) } else { Err(unknown().into()) }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<View<LinePage>, Failure> {
    let found = find(&app, &actor, &code).await?;
    Ok(View(page(f, &actor, found, FormErrors::none(), Typed::default(), "")))
}

pub(super) fn page(
    f: Frame,
    actor: &Actor,
    found: Found,
    errors: FormErrors,
    typed: Typed,
    refused: &'static str,
) -> LinePage {
    let Found { province, line: known, history } = found;
    let (line, today) = (&known.line, day_of(f.now));
    let sums = known.sums(today);
    let (allocates, spends) =
        (may_everywhere(actor, Deed::KeepBudget).is_some(), may_at(actor, Deed::KeepBudget, &line.agency).is_ok());
    let open = |kind: &MovementKind| if kind.allocates() { allocates } else { spends };
    let amount = |amount, of| format!("{} ({})", f.money(&amount), share(&f, amount, of));
    let plan: Vec<_> = line.plan.iter().map(|share| format!("{share} %")).collect();
    let rows = [
        ("year", line.year.to_string()),
        ("field", field_name(&f, line.field)),
        ("source", source_name(&f, line.source)),
        ("agency", agency_named(f.lang(), &province.directory, &line.agency)),
        ("plan", plan.join(" – ")),
        ("allocated", f.money(&sums.allocated)),
        ("committed", amount(sums.committed, sums.allocated)),
        ("disbursed", amount(sums.disbursed, sums.allocated)),
        ("left", f.money(&rules::money::Dong(sums.allocated.0 - sums.disbursed.0))),
    ];
    let months = months(line.year, today.min(closes_on(line.year)), |last_day| {
        let sums = known.sums(last_day.min(today));
        (sums.allocated, line.planned(sums.allocated, last_day), sums.disbursed)
    });
    let code = line.code.to_string();
    let entries = known.counted().map(|(kind, movement)| Row {
        number: movement.number,
        day: f.day(&movement.on),
        kind: kind_name(&f, kind),
        amount: f.money(&movement.amount),
        document: movement.document.clone(),
        files: movement
            .files
            .iter()
            .map(|file| (file.name.clone(), format!("/budget/{code}/files/{}", file.file)))
            .collect(),
    });
    let mut entries: Vec<_> = entries.collect();
    entries.reverse();
    let voids = known.counted().filter(|(kind, _)| open(kind)).map(|(kind, movement)| {
        let label = format!("{}. {} – {}", movement.number, kind_name(&f, kind), f.money(&movement.amount));
        Choice::new(movement.number.to_string(), label)
    });
    LinePage {
        name: line.name.clone(),
        rows: rows.into_iter().map(|(key, value)| (f.t(&format!("budget-line-{key}")), value)).collect(),
        task: line.task.as_ref().map(ToString::to_string).unwrap_or_default(),
        columns: ["number", "day", "kind", "amount", "document"]
            .map(|key| match key {
                "amount" => Column::number(f.t("budget-entry-amount")),
                _ => Column::text(f.t(&format!("budget-entry-{key}"))),
            })
            .into(),
        entries,
        curve: drawn(&f, &months, None),
        caption: f.t1("budget-curve", "year", line.year.to_string()),
        version: known.version.to_string(),
        kinds: MovementKind::ALL
            .iter()
            .filter(|kind| open(kind))
            .map(|kind| Choice::new(kind.key(), kind_name(&f, *kind)))
            .collect(),
        voids: voids.collect(),
        timeline: timeline(&f, &history),
        code,
        refused,
        errors,
        typed,
        f,
    }
}

fn timeline(f: &Frame, history: &[Recorded]) -> Timeline {
    let moments = history.iter().rev().filter_map(|recorded| {
        let rules::Event::Budget(event) = &recorded.event else { return None };
        let who = desk::dossiers::who(recorded).map(|by| by.name).unwrap_or_default();
        let (tone, note) = match event {
            Event::Opened(event) => (Tone::New, event.line.name.clone()),
            Event::Voided(event) => (Tone::Bad, format!("{}. {}", event.number, event.reason)),
            Event::Allocated(one) | Event::Adjusted(one) | Event::Committed(one) | Event::Disbursed(one) => {
                (Tone::Good, format!("{}, {} – {}", f.day(&one.on), f.money(&one.amount), one.document))
            }
        };
        let kind = event.kind().trim_start_matches("budget.");
        Some(Moment { note, ..Moment::new(recorded.at, tone, f.t(&format!("budget-event-{kind}")), who) })
    });
    moments.collect()
}

/// The file of an amount of a line that the actor may see.
pub(super) async fn file(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((code, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let found = find(&app, &actor, &code).await?;
    let mut kept = found.line.entries.iter().flat_map(|(_, movement, _)| &movement.files);
    if !kept.any(|kept| kept.file == file) {
        return Err(Refusal::not_found("file-unknown").into());
    }
    files::send(&app, &file).await
}
