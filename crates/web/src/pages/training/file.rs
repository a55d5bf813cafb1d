//! The courses, and what agencies lack, as files.

use super::named;
use super::{gaps, list};
use crate::app::App;
use crate::download;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{agency_name, agency_named, harmless};
use crate::sessions::SignedIn;
use axum::extract::{Query, State};
use axum::response::Response;
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may};
use store::tables::training as table;

/// All courses that the list shows for the same address, as comma-separated values.
pub(super) async fn courses(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<list::Asked>,
) -> Result<Response, Failure> {
    may(&actor, Deed::TakeTraining)?;
    app.limits.try_export(&actor.login)?;
    let (province, today) = (app.province().await?, day_of(f.now));
    let all = app.read(|tx| Ok(table::courses(tx)?)).await?;
    download::short_csv("attachment; filename=\"courses.csv\"", |writer| {
        let heads = ["code", "course", "skill", "organiser", "first-day", "last-day", "stage"];
        let numbers = ["hours", "enrolled", "seats", "certified"];
        writer.write_record(heads.iter().chain(&numbers).map(|key| f.t(&format!("training-file-{key}"))))?;
        for one in all.iter().filter(|one| asked.wants(one, one.stage(today))) {
            let opened = &one.opened;
            let day = |day: Option<&jiff::civil::Date>| day.map(ToString::to_string).unwrap_or_default();
            writer.write_record([
                opened.course.to_string(),
                harmless(&opened.title),
                super::skill_named(&f, &opened.skill, today),
                harmless(&agency_named(f.lang(), &province.directory, &opened.agency)),
                day(opened.sessions.first()),
                day(opened.sessions.last()),
                f.t(&format!("training-stage-{}", one.stage(today).key())),
                opened.hours.to_string(),
                one.learners.to_string(),
                opened.seats.to_string(),
                one.certified.to_string(),
            ])?;
        }
        Ok(())
    })
}

/// What all agencies lack that the list shows for the same address, as comma-separated values.
pub(super) async fn gaps(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<gaps::Asked>,
) -> Result<Response, Failure> {
    may(&actor, Deed::TakeTraining)?;
    app.limits.try_export(&actor.login)?;
    let (province, day) = (app.province().await?, asked.day(&f));
    let found = asked.choose(app.read(move |tx| Ok(table::gaps(tx, &province, day, None)?)).await?);
    download::short_csv("attachment; filename=\"skill-gaps.csv\"", |writer| {
        let mut heads: Vec<String> =
            ["code", "agency", "officers", "required", "lacking"].map(|key| f.t(&format!("training-col-{key}"))).into();
        heads.extend(table::skills(day).iter().map(|skill| named(f.lang(), skill)));
        writer.write_record(heads)?;
        for gap in &found {
            let mut line = vec![
                gap.agency.code.to_string(),
                harmless(&agency_name(f.lang(), &gap.agency)),
                gap.officers.len().to_string(),
                gap.required().to_string(),
                gap.lacking().to_string(),
            ];
            line.extend(table::skills(day).iter().map(|skill| gap.lack(skill).to_string()));
            writer.write_record(line)?;
        }
        Ok(())
    })
}
