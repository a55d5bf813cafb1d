//! One service: what the register says of it, its stages with what proves them, and what it is used for.

use super::list::share;
use super::{period, stage_name, tag};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Moment, Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::said::{agency_named, procedure_named};
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use rules::Refusal;
use rules::codes::ServiceCode;
use rules::essential_services::{EssentialService, Event, Stage};
use rules::people::permissions::{Deed, may, may_at};
use std::sync::Arc;
use store::desk;
use store::journal::Recorded;
use store::province::Province;
use store::tables::essential_services::{Usage, usage};

#[derive(Template)]
#[template(path = "essential_services/show.html")]
pub(super) struct ServicePage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    code: String,
    name: String,
    stage: Tag,
    rows: Vec<(String, String)>,
    columns: Columns,
    stages: Vec<Row>,
    use_columns: Columns,
    uses: Vec<Use>,
    use_title: String,
    version: String,
    keeps: bool,
    next: Vec<Choice>,
    withdraws: bool,
    refused: &'static str,
    timeline: Timeline,
}

/// A stage, reached or not.
struct Row {
    name: String,
    day: String,
    document: String,
    files: Vec<(String, String)>,
}

/// What one procedure was used for.
struct Use {
    name: String,
    href: String,
    received: i64,
    online: String,
}

/// A service with what belongs to it.
pub(super) struct Found {
    province: Arc<Province>,
    pub(super) service: EssentialService,
    history: Vec<Recorded>,
    used: std::collections::BTreeMap<String, Usage>,
}

/// The service of this code.
pub(super) async fn find(app: &App, f: &Frame, code: &str) -> Result<Found, Failure> {
    let unknown = || Refusal::not_found("service-unknown");
    let code: ServiceCode = code.parse().map_err(|_| unknown())?;
    let (province, period) = (app.province().await?, period(f));
    let (service, history, used) = app
        .read(move |tx| {
            let (service, history) = desk::essential_services::load_with_history(tx, &code)?.ok_or_else(unknown)?;
            let used = usage(tx, &service.service.procedures, period)?;
            Ok((service, history, used))
        })
        .await?;
    Ok(Found { province, service, history, used })
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Path(code): Path<String>,
) -> Result<View<ServicePage>, Failure> {
    let found = find(&app, &f, &code).await?;
    Ok(View(page(f, found, FormErrors::none(), Typed::default(), "")))
}

pub(super) fn page(f: Frame, found: Found, errors: FormErrors, typed: Typed, refused: &'static str) -> ServicePage {
    let Found { province, service, history, used } = found;
    let known = &service.service;
    let code = known.code.to_string();
    let officer = f.actor.as_ref().is_some_and(|actor| may(actor, Deed::WorkOnTasks).is_ok());
    let keeps = f.actor.as_ref().is_some_and(|actor| may_at(actor, Deed::KeepServices, &known.agency).is_ok());
    let rows =
        [("agency", agency_named(f.lang(), &province.directory, &known.agency)), ("source", known.source.clone())];
    let stages = Stage::ALL.iter().map(|stage| {
        let reached = service.reached.iter().find(|reached| reached.stage == *stage);
        // Whoever works for the state opens the file; everybody reads what it is.
        let file = |file: &rules::tasks::Evidence| {
            let href = if officer { format!("/essential-services/{code}/files/{}", file.file) } else { String::new() };
            (file.name.clone(), href)
        };
        Row {
            name: format!("{}. {}", stage.number(), stage_name(&f, *stage)),
            day: reached.map(|reached| f.day(&reached.on)).unwrap_or_default(),
            document: reached.map(|reached| reached.document.clone()).unwrap_or_default(),
            files: reached.map_or_else(Vec::new, |reached| reached.files.iter().map(file).collect()),
        }
    });
    let uses = known.procedures.iter().map(|procedure| {
        let used = used.get(procedure.as_str()).copied().unwrap_or_default();
        Use {
            name: procedure_named(f.lang(), &province, procedure, province_name(&province, procedure).as_str()),
            href: format!("/procedures/{procedure}"),
            received: used.received,
            online: share(&f, used.online, used.received),
        }
    });
    let days = period(&f);
    ServicePage {
        name: known.name.clone(),
        stage: tag(&f, service.stage()),
        rows: rows.into_iter().map(|(key, value)| (f.t(&format!("service-field-{key}")), value)).collect(),
        columns: ["stage", "on", "document"].map(|key| Column::text(f.t(&format!("service-field-{key}")))).into(),
        stages: stages.collect(),
        use_columns: vec![
            Column::text(f.t("service-field-procedure")),
            Column::number(f.t("service-col-received")),
            Column::number(f.t("service-col-online")),
        ],
        uses: uses.collect(),
        use_title: f.t2("service-use", "from", f.day(&days.from), "to", f.day(&days.to)),
        version: service.version.to_string(),
        next: service.next_stage().map(|stage| Choice::new(stage.key(), stage_name(&f, stage))).into_iter().collect(),
        withdraws: keeps && service.stage().is_some(),
        timeline: timeline(&f, &history),
        keeps,
        code,
        refused,
        errors,
        typed,
        f,
    }
}

fn province_name(province: &Province, code: &rules::codes::ProcedureCode) -> String {
    let known = province.procedure(code).and_then(|state| state.newest());
    known.map_or_else(|| code.to_string(), |procedure| procedure.name.clone())
}

fn timeline(f: &Frame, history: &[Recorded]) -> Timeline {
    let moments = history.iter().rev().filter_map(|recorded| {
        let rules::Event::EssentialServices(event) = &recorded.event else { return None };
        let who = desk::dossiers::who(recorded).map(|by| by.name).unwrap_or_default();
        let (tone, note) = match event {
            Event::Registered(event) => (Tone::New, event.service.source.clone()),
            Event::Revised(event) => (Tone::Neutral, event.service.source.clone()),
            Event::StageReached(event) => {
                (Tone::Good, format!("{} – {}, {}", stage_name(f, event.stage), f.day(&event.on), event.document))
            }
            Event::StageWithdrawn(event) => (Tone::Bad, format!("{} – {}", stage_name(f, event.stage), event.reason)),
        };
        let kind = event.kind().trim_start_matches("essential_services.").replace('_', "-");
        Some(Moment { note, ..Moment::new(recorded.at, tone, f.t(&format!("service-event-{kind}")), who) })
    });
    moments.collect()
}

/// A file that proves a stage, for whoever works for the state.
pub(super) async fn file(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((code, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let found = find(&app, &f, &code).await?;
    let mut kept = found.service.reached.iter().flat_map(|reached| &reached.files);
    if !kept.any(|kept| kept.file == file) {
        return Err(Refusal::not_found("file-unknown").into());
    }
    files::send(&app, &file).await
}
