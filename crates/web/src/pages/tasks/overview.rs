//! The leader's page: how many tasks stand where, who is late with what and for how long, agency by agency.

use super::list::{Row, columns, row};
use super::words;
use crate::app::App;
use crate::components::{Column, Columns, Figure, Trend};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::State;
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may, tasks_seen};
use rules::tasks::Light;
use store::tables::obstacles;
use store::tables::tasks::leads::{Lead, leads};
use store::tables::tasks::lists::{Side, late};

/// So many late tasks are named; the lists have them all.
const NAMED: u32 = 20;

#[derive(Template)]
#[template(path = "tasks/overview.html")]
pub(super) struct OverviewPage {
    f: Frame,
    year: String,
    figures: Vec<Figure>,
    late_columns: Columns,
    late: Vec<Row>,
    all_late: i64,
    columns: Columns,
    agencies: Vec<AgencyRow>,
}

/// The tasks of an agency, counted.
struct AgencyRow {
    name: String,
    href: String,
    open: i64,
    late: i64,
    late_href: String,
    oldest: String,
    done: i64,
    on_time: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
) -> Result<View<OverviewPage>, Failure> {
    may(&actor, Deed::AssignTasks)?;
    let (scope, today, province) = (tasks_seen(&actor), day_of(f.now), app.province().await?);
    let now = f.now;
    let (counted, found, overdue) = app
        .read(move |tx| {
            let overdue = obstacles::Filter { state: Some(obstacles::State::Overdue), ..obstacles::Filter::default() };
            let overdue = obstacles::count(tx, &scope, &overdue, now)?;
            Ok((leads(tx, &scope, today, today.year())?, late(tx, &scope, today, NAMED)?, overdue))
        })
        .await?;
    let sum = |part: fn(&Lead) -> i64| counted.iter().map(part).sum::<i64>();
    let figures = [
        (Light::WaitingInTime, sum(|lead| lead.waiting_in_time)),
        (Light::WaitingLate, sum(|lead| lead.waiting_late)),
        (Light::WorkingInTime, sum(|lead| lead.working_in_time)),
        (Light::WorkingLate, sum(|lead| lead.working_late)),
        (Light::DoneInTime, sum(|lead| lead.done_in_time)),
        (Light::DoneLate, sum(|lead| lead.done_late)),
    ];
    let figures = figures.map(|(light, count)| Figure {
        label: words::light_name(&f, light),
        value: f.count(&count),
        unit: String::new(),
        note: String::new(),
        href: format!("/tasks?side={}&light={}", Side::Any.key(), light.key()),
        trend: match light {
            Light::WaitingLate | Light::WorkingLate if count > 0 => Trend::Bad,
            Light::DoneInTime => Trend::Good,
            _ => Trend::None,
        },
    });
    let obstacles = Figure {
        label: f.t("tasks-obstacles-overdue"),
        value: f.count(&overdue),
        href: "/obstacles?side=all&state=overdue".to_owned(),
        trend: if overdue > 0 { Trend::Bad } else { Trend::None },
        ..Figure::default()
    };
    let mut late_columns = columns(&f);
    late_columns.push(Column::text(f.t("task-col-promise")));
    let mut columns_of_agencies: Columns = vec![Column::text(f.t("task-col-lead"))];
    columns_of_agencies.extend(
        ["open", "late", "oldest", "done", "on-time"].map(|key| Column::number(f.t(&format!("tasks-count-{key}")))),
    );
    Ok(View(OverviewPage {
        year: today.year().to_string(),
        figures: figures.into_iter().chain([obstacles]).collect(),
        late_columns,
        all_late: sum(|lead| lead.overdue),
        late: found.iter().map(|task| row(&f, &province, task, None, today)).collect(),
        columns: columns_of_agencies,
        agencies: counted
            .iter()
            .map(|lead| AgencyRow {
                name: words::agency(&f, &province, &lead.agency),
                href: format!("/tasks?side={}&lead={}", Side::Any.key(), lead.agency),
                open: lead.all() - lead.done(),
                late: lead.overdue,
                late_href: format!("/tasks?side={}&lead={}&late=yes", Side::Any.key(), lead.agency),
                oldest: lead.oldest.map_or_else(String::new, |day| {
                    f.t1("task-days-late", "days", i64::from((today - day).get_days()))
                }),
                done: lead.done(),
                on_time: share(&f, lead),
            })
            .collect(),
        f,
    }))
}

/// The share of what was done in time.
fn share(f: &Frame, lead: &Lead) -> String {
    if lead.done() == 0 {
        return f.t("none");
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of tasks are small")]
    let share = lead.done_in_time as f64 / lead.done() as f64;
    f.percent(&share)
}
