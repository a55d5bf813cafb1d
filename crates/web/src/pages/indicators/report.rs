//! The value of an agency in a period: reported, explained, approved by another, locked.

use super::{amount, period, state};
use crate::app::App;
use crate::components::{FormErrors, Moment, Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::codes::{AgencyCode, IndicatorCode};
use rules::indicators::{Amount, Command, Event, Indicator, IndicatorReport, ReportPeriod, State as Stands};
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_approve_value, may_report_value, sees_value_of};
use rules::{Refusal, RefusalKind};
use std::sync::Arc;
use store::desk;
use store::journal::Recorded;
use store::province::Province;
use store::tables::indicators::{find as find_indicator, history};
use tower_sessions::Session;

/// What can be done, by its name in addresses.
const ACTIONS: [&str; 3] = ["report", "approve", "return"];

#[derive(Template)]
#[template(path = "indicators/report.html")]
pub(super) struct ReportPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    back: String,
    name: String,
    over: String,
    state: Tag,
    locked: bool,
    reason: String,
    rows: Vec<(String, String)>,
    rule: String,
    unit: String,
    address: String,
    version: String,
    reports: bool,
    approves: bool,
    refused: &'static str,
    timeline: Timeline,
}

/// A report that the actor may read.
struct Found {
    province: Arc<Province>,
    indicator: Indicator,
    agency: AgencyCode,
    period: ReportPeriod,
    report: IndicatorReport,
    entries: Vec<Recorded>,
    earlier: Vec<(ReportPeriod, Amount)>,
}

/// The report: the same answer for none and for somebody else's.
async fn find(app: &App, actor: &Actor, code: &str, agency: &str, period: &str) -> Result<Found, Failure> {
    may(actor, Deed::WorkOnTasks)?;
    let unknown = || Refusal::not_found("indicator-report-unknown");
    let code: IndicatorCode = code.parse().map_err(|_| unknown())?;
    let agency: AgencyCode = agency.parse().map_err(|_| unknown())?;
    let period: ReportPeriod = period.parse().map_err(|_| unknown())?;
    let province = app.province().await?;
    let of = agency.clone();
    let (indicator, report, entries, earlier) = app
        .read(move |tx| {
            let indicator = find_indicator(tx, &code)?.ok_or_else(unknown)?;
            let (report, entries) = desk::indicators::load_report(tx, &code, &of, period)?;
            Ok((indicator, report, entries, history(tx, &code, &of, period)?))
        })
        .await?;
    let has = rules::indicators::has_value(&indicator, &province.directory, &agency);
    if !has || indicator.computation.is_some() || !sees_value_of(actor, &agency, &indicator.agency) {
        return Err(unknown().into());
    }
    Ok(Found { province, indicator, agency, period, report, entries, earlier })
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((code, agency, period)): Path<(String, String, String)>,
) -> Result<View<ReportPage>, Failure> {
    let found = find(&app, &actor, &code, &agency, &period).await?;
    Ok(View(page(f, &actor, found, FormErrors::none(), Typed::default(), "")))
}

fn page(f: Frame, actor: &Actor, found: Found, errors: FormErrors, typed: Typed, refused: &'static str) -> ReportPage {
    let Found { province, indicator, agency, period: when, report, entries, earlier } = found;
    let approves = may_approve_value(actor, &agency, &indicator.agency);
    let own = approves.as_ref().is_ok_and(|by| report.was_reported_by(by));
    let approves = approves.is_ok();
    let (reported, by) = (report.reported.as_ref(), |by: &Option<(jiff::Timestamp, String, String)>| {
        by.as_ref().map_or_else(String::new, |(at, _, name)| format!("{name}, {}", f.moment(at)))
    });
    let before: Vec<_> = earlier
        .iter()
        .rev()
        .take(6)
        .map(|(when, value)| format!("{}: {}", period(&f, *when), amount(&f, *value, &indicator)))
        .collect();
    let target = indicator.target(when.year());
    let rows = [
        ("agency", said::agency_named(f.lang(), &province.directory, &agency)),
        ("value", reported.map_or_else(String::new, |told| amount(&f, told.value, &indicator))),
        ("basis", reported.map_or_else(String::new, |told| told.basis.clone())),
        ("explanation", reported.map_or_else(String::new, |told| told.explanation.clone())),
        (
            "outlier",
            reported.and_then(|told| told.outlier).map_or_else(String::new, |outlier| {
                let compared = amount(&f, outlier.compared(), &indicator);
                f.t1(&format!("indicator-outlier-{}", outlier.key()), "compared", compared)
            }),
        ),
        ("targets", target.map_or_else(String::new, |target| amount(&f, target.value, &indicator))),
        ("earlier", before.join("; ")),
        ("reported-by", by(&report.reported_by)),
        ("approved-by", by(&report.approved_by)),
    ];
    ReportPage {
        back: format!("/indicators/{}", indicator.code),
        name: indicator.name.clone(),
        over: format!("{} · {}", indicator.code, period(&f, when)),
        state: state(&f, report.state),
        locked: report.state == Stands::Locked,
        reason: report.reason.clone(),
        rows: rows
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (f.t(&format!("indicator-field-{key}")), value))
            .collect(),
        rule: f.t2(
            "indicator-outlier-rule",
            "deviations",
            rules::indicators::MANY_DEVIATIONS,
            "change",
            rules::indicators::LARGE_CHANGE,
        ),
        unit: indicator.unit.clone(),
        address: format!("/indicators/{}/reports/{agency}/{when}", indicator.code),
        version: report.version.to_string(),
        reports: report.state != Stands::Locked && may_report_value(actor, &agency).is_ok(),
        approves: report.state == Stands::Awaiting && approves && !own,
        refused,
        timeline: timeline(&f, &indicator, &entries),
        errors,
        typed,
        f,
    }
}

fn timeline(f: &Frame, indicator: &Indicator, entries: &[Recorded]) -> Timeline {
    let moments = entries.iter().rev().filter_map(|recorded| {
        let rules::Event::Indicators(event) = &recorded.event else { return None };
        let who = desk::dossiers::who(recorded).map(|by| by.name).unwrap_or_default();
        let (tone, note) = match event {
            Event::Reported(told) => {
                let said = format!("{} {}", amount(f, told.value, indicator), told.explanation);
                (Tone::Waiting, said.trim().to_owned())
            }
            Event::Approved(_) => (Tone::Good, String::new()),
            Event::Returned(returned) => (Tone::Warning, returned.reason.clone()),
            Event::Registered(_) | Event::Revised(_) => return None,
        };
        let kind = event.kind().trim_start_matches("indicators.");
        Some(Moment { note, ..Moment::new(recorded.at, tone, f.t(&format!("indicator-event-{kind}")), who) })
    });
    moments.collect()
}

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((code, agency, period, action)): Path<(String, String, String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let action = ACTIONS.into_iter().find(|known| *known == action).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let found = find(&app, &actor, &code, &agency, &period).await?;
    let command = match action {
        "report" => Command::Report {
            value: typed.text("value"),
            basis: typed.text("basis"),
            explanation: typed.text("explanation"),
        },
        "approve" => Command::Approve,
        _ => Command::Return { reason: typed.text("reason") },
    };
    // A form without a version was not ours; the largest is never the present one.
    let seen: u64 = typed.get("version").parse().unwrap_or(u64::MAX);
    let (cache, who, now) = (app.province.clone(), actor.clone(), f.now);
    let (of, whose, when) = (found.indicator.code.clone(), found.agency.clone(), found.period);
    let done = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            desk::indicators::act(tx, &province, &who, (&of, &whose, when), seen, command.clone(), now)
        })
        .await;
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, &format!("indicator-done-{action}"), "").await?;
            Ok(Redirect::to(&format!("/indicators/{code}/reports/{agency}/{period}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            let found = find(&app, &actor, &code, &agency, &period).await?;
            Ok((status, View(page(f, &actor, found, errors, typed, action))).into_response())
        }
        Err(failure) => Err(failure),
    }
}
