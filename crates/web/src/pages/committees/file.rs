//! The register of committees and groups as a file.

use super::list::{Asked, asked_for, besides, kind_name};
use crate::app::App;
use crate::download;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{self, harmless};
use crate::sessions::SignedIn;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use rules::people::permissions::{Deed, may};
use store::tables::committees::Listed;

const COLUMNS: [&str; 14] = [
    "code",
    "name",
    "kind",
    "also",
    "agency",
    "village",
    "head",
    "members",
    "decision",
    "decided",
    "regulation",
    "met",
    "meets",
    "reviewed",
];

/// All that the register shows for the same address, as comma-separated values.
pub(super) async fn download(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    app.limits.try_export(&actor.login)?;
    let province = app.province().await?;
    let found = asked_for(&app, &f, &province, &actor, &asked).await?;
    download::short_csv("attachment; filename=\"committees.csv\"", |writer| {
        writer.write_record(COLUMNS.map(|key| f.t(&format!("committees-file-{key}"))))?;
        for one in &found {
            writer.write_record(line(&f, one, &said::agency_named(f.lang(), &province.directory, &one.agency)))?;
        }
        Ok(())
    })
}

fn line(f: &Frame, one: &Listed, agency: &str) -> [String; 14] {
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| f.day(&day));
    [
        one.code.to_string(),
        harmless(&one.name),
        kind_name(f, one.kind),
        besides(f, one.also.iter().copied()),
        agency.to_owned(),
        one.village.as_ref().map(ToString::to_string).unwrap_or_default(),
        harmless(&one.head),
        one.members.to_string(),
        harmless(&one.decision),
        f.day(&one.decided_on),
        f.t(&format!("committee-regulation-{}", one.regulation.key())),
        day(one.last_met),
        day(one.next_meeting),
        day(one.last_reviewed),
    ]
}
