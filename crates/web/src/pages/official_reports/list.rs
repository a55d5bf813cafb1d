//! Which report of which period stands where: one's own, and one form of the agencies below; what is due when.

use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official_reports::words::{form_name, period_name, tag};
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::official_reports::{Cadence, Form, ReportPeriod, State as Stands};
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_schedule_official_reports, sees_official_report, who_may_do};
use rules::quality::Scope;
use serde::Deserialize;
use store::desk::official_reports;
use store::province::Province;
use store::tables::official_reports::{Listed, of_period, schedules};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "official_reports/list.html")]
pub(super) struct ListPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    own: String,
    period: String,
    period_name: String,
    periods: Vec<Choice>,
    form: String,
    form_name: String,
    forms: Vec<Choice>,
    columns: Columns,
    mine: Vec<Row>,
    agency_columns: Columns,
    agencies: Vec<Row>,
    locked: String,
    cadences: Vec<Choice>,
    sets: bool,
}

/// A report in a list.
struct Row {
    name: String,
    href: String,
    state: Tag,
    due: String,
    /// Whether it is due and nobody sent it.
    late: bool,
    sent: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    form: String,
    period: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::PrepareReports)?;
    page(&app, f, &actor, asked, FormErrors::none(), Typed::default()).await
}

/// The agency whose reports somebody makes: the first that settles dossiers of those where they may.
fn own(actor: &Actor, province: &Province) -> Option<AgencyCode> {
    let roles = who_may_do(Deed::PrepareReports);
    let held = actor.positions.iter().filter(|held| roles.contains(&held.role) && held.limits().is_none());
    held.map(|held| &held.agency).find(|code| Scope::of(code, &province.directory).is_some()).cloned()
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    asked: Asked,
    errors: FormErrors,
    typed: Typed,
) -> Result<View<ListPage>, Failure> {
    let (province, today) = (app.province().await?, day_of(f.now));
    let own = own(actor, &province).ok_or_else(|| Refusal::forbidden("official-report-preparers-only"))?;
    let form = Form::from_key(&asked.form).unwrap_or(Form::Settling);
    let last = ReportPeriod::of(today, Cadence::Month).before();
    let period: ReportPeriod = asked.period.parse().unwrap_or(last);
    let read = app.read(move |tx| {
        let mut kept = Vec::new();
        for form in Form::ALL {
            kept.push((form, of_period(tx, form, period)?));
        }
        Ok((kept, schedules(tx, period.days().to)?))
    });
    let (kept, schedules) = read.await?;
    let due = |form: Form| schedules.iter().find(|one| one.form == form).and_then(|one| one.due(period));
    let of = |form: Form| kept.iter().find(|(known, _)| *known == form).map_or(&[][..], |(_, listed)| listed);
    let row = |name: String, form: Form, agency: &AgencyCode| {
        let known: Option<&Listed> = of(form).iter().find(|listed| listed.agency == *agency);
        let state = known.map_or(Stands::NotSent, |listed| listed.state);
        let none = || f.t("none");
        Row {
            name,
            href: format!("/official-reports/{}/{agency}/{period}", form.key()),
            state: tag(&f, state),
            late: state == Stands::NotSent && due(form).is_some_and(|due| due < today),
            due: due(form).map_or_else(none, |due| f.day(&due)),
            sent: known.and_then(|listed| listed.sent_at).map_or_else(none, |at| f.moment(&at)),
        }
    };
    let mine = Form::ALL.map(|form| row(format!("II.{} – {}", form.key(), form_name(&f, form)), form, &own));
    let below: Vec<_> = province
        .directory
        .iter()
        .filter(|agency| {
            Scope::of(&agency.code, &province.directory).is_some()
                && province.directory.is_in_force(&agency.code)
                && agency.code != own
                && sees_official_report(actor, &agency.code)
        })
        .collect();
    let mut agencies: Vec<Row> =
        below.iter().map(|agency| row(said::agency_name(f.lang(), agency), form, &agency.code)).collect();
    agencies.sort_by_cached_key(|row| rules::text::fold(&row.name));
    let locked = of(form).iter().filter(|listed| listed.state == Stands::Locked);
    let locked = locked.filter(|listed| below.iter().any(|agency| agency.code == listed.agency)).count();
    let columns = |first: &str| -> Columns {
        let heads = [first, "state", "due", "sent"];
        heads.map(|key| Column::text(f.t(&format!("official-report-col-{key}")))).into()
    };
    let mut periods: Vec<ReportPeriod> = Vec::new();
    for (cadence, count) in [(Cadence::Month, 12), (Cadence::Quarter, 5), (Cadence::Half, 3), (Cadence::Year, 2)] {
        let now = ReportPeriod::of(today, cadence);
        periods.extend(std::iter::successors(Some(now), |period| Some(period.before())).take(count));
    }
    if !periods.contains(&period) {
        periods.push(period);
    }
    Ok(View(ListPage {
        own: said::agency_named(f.lang(), &province.directory, &own),
        period_name: period_name(&f, period),
        period: period.to_string(),
        periods: periods.iter().map(|one| Choice::new(one.to_string(), period_name(&f, *one))).collect(),
        form: form.key().to_owned(),
        form_name: format!("II.{} – {}", form.key(), form_name(&f, form)),
        forms: Form::ALL.map(|one| Choice::new(one.key(), format!("II.{} – {}", one.key(), form_name(&f, one)))).into(),
        columns: columns("form"),
        mine: mine.into(),
        agency_columns: columns("agency"),
        locked: f.t2("official-report-locked-of", "count", locked, "all", agencies.len()),
        agencies,
        cadences: Cadence::ALL
            .map(|cadence| Choice::new(cadence.key(), f.t(&format!("official-report-cadence-{}", cadence.key()))))
            .into(),
        sets: may_schedule_official_reports(actor).is_ok(),
        errors,
        typed,
        f,
    }))
}

pub(super) async fn schedule(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    may(&actor, Deed::PrepareReports)?;
    let (who, now, authority) = (actor.clone(), f.now, typed.text("authority"));
    let set =
        (Form::from_key(typed.get("form")), Cadence::from_key(typed.get("cadence")), typed.get("days").parse().ok());
    match app.write(move |tx| official_reports::schedule(tx, &who, set, &authority, now)).await {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "official-report-schedule-set", "").await?;
            Ok(Redirect::to("/official-reports").into_response())
        }
        Err(Failure::Refused(refusal)) if !refusal.problems.is_empty() => {
            let errors = FormErrors::of(f.words, &refusal);
            let page = page(&app, f, &actor, Asked::default(), errors, typed).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}
