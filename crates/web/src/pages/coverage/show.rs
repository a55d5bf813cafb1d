//! One village: what there is, what is to come, every report and where it stands; the forms of the field and of whoever verifies.

use super::{signals, tag, village_name};
use crate::app::App;
use crate::components::{Choice, FormErrors, Moment, Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::said::commune_named;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, VillageCode};
use rules::coverage::{Event, Level, Power, ReportState, Status, Technology, VillageCoverage};
use rules::people::permissions::{Deed, is_of_village, may, may_at, may_report_coverage};
use rules::people::{Actor, KnownVillage};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::desk;
use store::journal::Recorded;
use store::province::Province;

/// So many operators have lines in the form.
pub(super) const LINES: usize = 3;

#[derive(Template)]
#[template(path = "coverage/show.html")]
pub(super) struct VillagePage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    code: String,
    name: String,
    commune: String,
    status: Tag,
    conflict: bool,
    rows: Vec<(String, String)>,
    reports: Vec<Row>,
    version: String,
    reports_here: bool,
    verifies: bool,
    lines: Vec<usize>,
    technologies: Vec<Choice>,
    levels: Vec<Choice>,
    powers: Vec<Choice>,
    refused: String,
    timeline: Timeline,
    back: &'static str,
}

/// A report.
struct Row {
    number: u32,
    day: String,
    by: String,
    state: Tag,
    signals: String,
    power: String,
    note: String,
    files: Vec<(String, String)>,
    /// Whether this person may verify it or set it aside.
    open: bool,
}

/// A village with its coverage.
pub(super) struct Found {
    province: Arc<Province>,
    pub(super) village: KnownVillage,
    pub(super) agency: AgencyCode,
    pub(super) coverage: VillageCoverage,
    history: Vec<Recorded>,
}

/// The village of this code.
pub(super) async fn find(app: &App, code: &str) -> Result<Found, Failure> {
    let code: VillageCode = code.parse().map_err(|_| Refusal::not_found("village-unknown").with("code", code))?;
    let province = app.province().await?;
    let known = province.clone();
    let (village, agency, coverage, history) = app
        .read(move |tx| {
            let (village, agency) = desk::coverage::village(tx, &known, &code)?;
            let (coverage, history) = desk::coverage::load_with_history(tx, &code)?;
            Ok((village, agency, coverage, history))
        })
        .await?;
    Ok(Found { province, village, agency, coverage, history })
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Path(code): Path<String>,
) -> Result<View<VillagePage>, Failure> {
    let found = find(&app, &code).await?;
    Ok(View(page(f, found, FormErrors::none(), Typed::default(), "")))
}

pub(super) fn page(f: Frame, found: Found, errors: FormErrors, typed: Typed, refused: &str) -> VillagePage {
    let Found { province, village: known, agency, coverage, history } = found;
    let (village, today) = (&known.village, day_of(f.now));
    let can = |deed| f.actor.as_ref().is_some_and(|actor: &Actor| may_at(actor, deed, &agency).is_ok());
    let (officer, verifies) =
        (f.actor.as_ref().is_some_and(|actor| may(actor, Deed::WorkOnTasks).is_ok()), can(Deed::VerifyCoverage));
    let reports_here = f.actor.as_ref().is_some_and(|actor| may_report_coverage(actor, &agency, &village.code).is_ok());
    let member = f.actor.as_ref().is_some_and(|actor| is_of_village(actor, &village.code));
    let login = f.actor.as_ref().map(|actor| actor.login.clone()).unwrap_or_default();
    let now = coverage.on(today);
    let power = |power: Power| f.t(&format!("coverage-power-{}", power.key()));
    let plan = coverage.plan.as_ref().map_or_else(String::new, |plan| {
        let by = f.t(&format!("coverage-technology-{}", plan.technology.key()));
        format!("{} {by}, {} – {}", plan.operator, f.day(&plan.by), plan.document)
    });
    let people =
        now.and_then(|report| report.population).map_or_else(String::new, |people| f.count(&i64::from(people)));
    let rows = [
        ("signals", now.map(|report| signals(&f, &report.signals)).unwrap_or_default()),
        ("power", now.map(|report| power(report.power)).unwrap_or_default()),
        ("population", people),
        ("seen", now.map(|report| f.day(&report.observed_on)).unwrap_or_default()),
        ("plan", plan),
    ];
    let code = village.code.to_string();
    // What waits or was set aside is between officers and whoever reported it.
    let shown = |state: ReportState, by: &str| officer || state == ReportState::Verified || member && by == login;
    let reports = coverage.reports.iter().rev().filter(|(_, state, by)| shown(*state, by));
    let names = reporters(&history);
    let reports = reports.map(|(report, state, by)| {
        let tone = match state {
            ReportState::Waiting => Tone::Waiting,
            ReportState::Verified => Tone::Good,
            ReportState::SetAside => Tone::Neutral,
        };
        let file = |file: &rules::tasks::Evidence| (file.name.clone(), format!("/coverage/{code}/files/{}", file.file));
        Row {
            number: report.number,
            day: f.day(&report.observed_on),
            by: names.get(&report.number).filter(|_| officer).cloned().unwrap_or_default(),
            state: Tag::new(tone, f.t(&format!("coverage-report-{}", state.key()))),
            signals: signals(&f, &report.signals),
            power: power(report.power),
            note: report.note.clone(),
            files: if officer { report.files.iter().map(file).collect() } else { Vec::new() },
            open: verifies && *state == ReportState::Waiting && *by != login,
        }
    });
    VillagePage {
        name: village_name(&f, village),
        commune: commune_named(f.lang(), &province.directory, village.commune.as_str()),
        status: tag(&f, Status::of(now)),
        conflict: officer && coverage.in_conflict(),
        rows: rows.into_iter().map(|(key, value)| (f.t(&format!("coverage-field-{key}")), value)).collect(),
        reports: reports.collect(),
        version: coverage.version.to_string(),
        reports_here,
        back: if member { "/my/groups" } else { "/coverage/villages" },
        verifies,
        lines: (1..=LINES).collect(),
        technologies: Technology::ALL
            .map(|one| Choice::new(one.key(), f.t(&format!("coverage-technology-{}", one.key()))))
            .into(),
        levels: Level::ALL.map(|one| Choice::new(one.key(), f.t(&format!("coverage-level-{}", one.key())))).into(),
        powers: Power::ALL.map(|one| Choice::new(one.key(), power(one))).into(),
        timeline: if officer { timeline(&f, &history) } else { Timeline::new() },
        refused: refused.to_owned(),
        code,
        errors,
        typed,
        f,
    }
}

/// Who made each report, by its number.
fn reporters(history: &[Recorded]) -> BTreeMap<u32, String> {
    let made = history.iter().filter_map(|recorded| match &recorded.event {
        rules::Event::Coverage(Event::Reported(report)) => {
            Some((report.number, desk::dossiers::who(recorded).map(|by| by.name).unwrap_or_default()))
        }
        _ => None,
    });
    made.collect()
}

fn timeline(f: &Frame, history: &[Recorded]) -> Timeline {
    let number = |number: u32| f.t1("coverage-report-number", "number", number);
    let moments = history.iter().rev().filter_map(|recorded| {
        let rules::Event::Coverage(event) = &recorded.event else { return None };
        let who = desk::dossiers::who(recorded).map(|by| by.name).unwrap_or_default();
        let (tone, note) = match event {
            Event::Reported(report) => {
                (Tone::New, format!("{}: {}", number(report.number), signals(f, &report.signals)))
            }
            Event::Verified(event) => (Tone::Good, number(event.number)),
            Event::SetAside(event) => (Tone::Neutral, format!("{}: {}", number(event.number), event.reason)),
            Event::Planned(plan) => {
                (Tone::Waiting, format!("{}, {} – {}", plan.operator, f.day(&plan.by), plan.document))
            }
        };
        let kind = event.kind().trim_start_matches("coverage.").replace('_', "-");
        Some(Moment { note, ..Moment::new(recorded.at, tone, f.t(&format!("coverage-event-{kind}")), who) })
    });
    moments.collect()
}

/// A file of a report, for whoever works for the state.
pub(super) async fn file(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((code, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let found = find(&app, &code).await?;
    let mut kept = found.coverage.reports.iter().flat_map(|(report, ..)| &report.files);
    if !kept.any(|kept| kept.file == file) {
        return Err(Refusal::not_found("file-unknown").into());
    }
    files::send(&app, &file).await
}
