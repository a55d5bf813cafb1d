//! One village: what counts, every report and where it stands; the forms of whoever reports and whoever verifies.

use super::{measure_name, month, percent};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Moment, Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::commune_named;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, VillageCode};
use rules::digital_citizens::{Counts, Event, Measure, ReportState, Reporter, VillageCitizens, last_by};
use rules::people::permissions::{Deed, is_of_village, may, may_at, may_report_citizens};
use rules::people::{Actor, KnownVillage};
use rules::quality::Share;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::desk;
use store::journal::Recorded;
use store::province::Province;

#[derive(Template)]
#[template(path = "digital_citizens/show.html")]
pub(super) struct VillagePage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    code: String,
    name: String,
    commune: String,
    counts: Vec<(String, String)>,
    columns: Columns,
    reports: Vec<Row>,
    version: String,
    reports_here: bool,
    verifies: bool,
    measures: Vec<(&'static str, String)>,
    reporters: Vec<Choice>,
    refused: String,
    timeline: Timeline,
    /// Whether the reader reports for the village's group.
    member: bool,
    back: &'static str,
}

/// A report.
struct Row {
    number: u32,
    month: String,
    by: String,
    state: Tag,
    residents: String,
    counts: Vec<(String, String)>,
    note: String,
    /// Whether this person may verify it or set it aside.
    open: bool,
}

/// A village with what was reported of it.
pub(super) struct Found {
    province: Arc<Province>,
    pub(super) village: KnownVillage,
    pub(super) agency: AgencyCode,
    pub(super) citizens: VillageCitizens,
    history: Vec<Recorded>,
}

/// The village of this code.
pub(super) async fn find(app: &App, code: &str) -> Result<Found, Failure> {
    let code: VillageCode = code.parse().map_err(|_| Refusal::not_found("village-unknown").with("code", code))?;
    let province = app.province().await?;
    let known = province.clone();
    let (village, agency, citizens, history) = app
        .read(move |tx| {
            let (village, agency) = desk::coverage::village(tx, &known, &code)?;
            let (citizens, history) = desk::digital_citizens::load_with_history(tx, &code)?;
            Ok((village, agency, citizens, history))
        })
        .await?;
    Ok(Found { province, village, agency, citizens, history })
}

/// Lets whoever works for the state see the counts of a village, and the members of its group.
pub(super) fn may_see(actor: &Actor, code: &str) -> Result<(), Refusal> {
    let own = code.parse::<VillageCode>().is_ok_and(|code| is_of_village(actor, &code));
    if own { Ok(()) } else { may(actor, Deed::WorkOnTasks).map(drop) }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<View<VillagePage>, Failure> {
    may_see(&actor, &code)?;
    let found = find(&app, &code).await?;
    Ok(View(page(f, found, FormErrors::none(), Typed::default(), "")))
}

pub(super) fn page(f: Frame, found: Found, errors: FormErrors, typed: Typed, refused: &str) -> VillagePage {
    let Found { province, village: known, agency, citizens, history } = found;
    let village = &known.village;
    let can = |deed| f.actor.as_ref().is_some_and(|actor: &Actor| may_at(actor, deed, &agency).is_ok());
    let verifies = can(Deed::VerifyDigitalCitizens);
    let reports_here = f.actor.as_ref().is_some_and(|actor| may_report_citizens(actor, &agency, &village.code).is_ok());
    let member = f.actor.as_ref().is_some_and(|actor| is_of_village(actor, &village.code));
    let login = f.actor.as_ref().map(|actor| actor.login.clone()).unwrap_or_default();
    let now = last_by(citizens.verified(), day_of(f.now));
    let mut counts = Vec::new();
    if let Some(report) = now {
        counts.push((f.t("citizens-col-month"), month(report.month)));
        counts.push((f.t("citizens-residents"), f.count(&i64::from(report.counts.residents))));
        counts.extend(Measure::ALL.map(|measure| (measure_name(&f, measure), said(&f, &report.counts, measure))));
    }
    let names = reporters(&history);
    // A member of the group sees what they reported themselves.
    let reports = citizens.reports.iter().rev().filter(|kept| !member || kept.by == login);
    let reports = reports.map(|kept| {
        let (report, tone) = (
            &kept.report,
            match kept.state {
                ReportState::Waiting => Tone::Waiting,
                ReportState::Verified(_) => Tone::Good,
                ReportState::SetAside => Tone::Neutral,
            },
        );
        let who = names.get(&report.number).cloned().unwrap_or_default();
        Row {
            number: report.number,
            month: month(report.month),
            by: format!("{who} ({})", f.t(&format!("citizens-reporter-{}", report.reporter.key()))),
            state: Tag::new(tone, f.t(&format!("citizens-report-{}", kept.state.key()))),
            residents: f.count(&i64::from(report.counts.residents)),
            counts: Measure::ALL.map(|measure| (measure_name(&f, measure), said(&f, &report.counts, measure))).into(),
            note: report.note.clone(),
            open: verifies && kept.state == ReportState::Waiting && kept.by != login,
        }
    });
    let mut columns: Columns = vec![Column::text(f.t("citizens-col-month")), Column::number(f.t("citizens-residents"))];
    columns.extend(Measure::ALL.map(|measure| Column::number(measure_name(&f, measure))));
    columns.extend(["by", "state"].map(|key| Column::text(f.t(&format!("citizens-col-{key}")))));
    VillagePage {
        name: village.name.clone(),
        commune: commune_named(f.lang(), &province.directory, village.commune.as_str()),
        code: village.code.to_string(),
        counts,
        columns,
        reports: reports.collect(),
        version: citizens.version.to_string(),
        reports_here,
        back: if member { "/my/groups" } else { "/digital-citizens/villages" },
        member,
        verifies,
        measures: Measure::ALL.map(|measure| (measure.key(), measure_name(&f, measure))).into(),
        reporters: Reporter::ALL
            .map(|one| Choice::new(one.key(), f.t(&format!("citizens-reporter-{}", one.key()))))
            .into(),
        timeline: if member { Timeline::new() } else { timeline(&f, &history) },
        refused: refused.to_owned(),
        errors,
        typed,
        f,
    }
}

/// A count with its share: "150 (75,0 %)".
fn said(f: &Frame, counts: &Counts, measure: Measure) -> String {
    let count = i64::from(counts.of(measure));
    let share = Share::new(count, i64::from(counts.residents));
    format!("{} ({})", f.count(&count), percent(f, share))
}

/// Who made each report, by its number.
fn reporters(history: &[Recorded]) -> BTreeMap<u32, String> {
    let made = history.iter().filter_map(|recorded| match &recorded.event {
        rules::Event::DigitalCitizens(Event::Reported(report)) => {
            Some((report.number, desk::dossiers::who(recorded).map(|by| by.name).unwrap_or_default()))
        }
        _ => None,
    });
    made.collect()
}

fn timeline(f: &Frame, history: &[Recorded]) -> Timeline {
    let number = |number: u32| f.t1("citizens-report-number", "number", number);
    let moments = history.iter().rev().filter_map(|recorded| {
        let rules::Event::DigitalCitizens(event) = &recorded.event else { return None };
        let who = desk::dossiers::who(recorded).map(|by| by.name).unwrap_or_default();
        let (tone, note) = match event {
            Event::Reported(report) => (Tone::New, format!("{}: {}", number(report.number), month(report.month))),
            Event::Verified(event) => (Tone::Good, number(event.number)),
            Event::SetAside(event) => (Tone::Neutral, format!("{}: {}", number(event.number), event.reason)),
            Event::Aimed(_) => return None,
        };
        let kind = event.kind().trim_start_matches("digital_citizens.").replace('_', "-");
        Some(Moment { note, ..Moment::new(recorded.at, tone, f.t(&format!("citizens-event-{kind}")), who) })
    });
    moments.collect()
}
