//! The list of people as CSV: a line a position, past ones too, within what the administrator keeps.

use super::list::Asked;
use super::within;
use crate::app::App;
use crate::download;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{self, harmless};
use crate::sessions::SignedIn;
use axum::extract::{Query, State};
use axum::response::Response;
use rules::calendar::day_of;
use store::tables::staff;

/// People read at once.
const CHUNK: u32 = 500;
const COLUMNS: [&str; 9] = ["login", "name", "agency-code", "agency", "role", "title", "from", "until", "decision"];

pub(super) async fn download(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let filter = asked.filter(within(&actor)?);
    app.limits.try_export(&actor.login)?;
    let (today, province) = (day_of(f.now), app.province().await?);
    tracing::info!(target: "access", login = actor.login, "exports people");
    let all = app
        .read(move |tx| {
            let (mut all, mut after) = (Vec::new(), None);
            loop {
                let mut page = staff::page(tx, &filter, today, after.as_ref(), CHUNK)?;
                let more = page.len() > CHUNK as usize;
                page.truncate(CHUNK as usize);
                after = page.last().map(staff::Listed::key);
                all.append(&mut page);
                if !more {
                    return Ok(all);
                }
            }
        })
        .await?;
    download::short_csv("attachment; filename=\"people.csv\"", |sheet| {
        let mut write = |row: [String; 9]| sheet.write_record(row);
        write(COLUMNS.map(|column| f.t(&format!("staff-export-{column}"))))?;
        for person in &all {
            let who = |rest: [String; 7]| {
                let [code, agency, role, title, from, until, decision] = rest;
                [harmless(&person.login), harmless(&person.name), code, agency, role, title, from, until, decision]
            };
            if person.positions.is_empty() {
                write(who(Default::default()))?;
            }
            for held in &person.positions {
                write(who([
                    held.agency.to_string(),
                    harmless(&said::agency_named(f.lang(), &province.directory, &held.agency)),
                    f.role(&held.role),
                    harmless(&held.title),
                    held.from.to_string(),
                    held.until.map(|day| day.to_string()).unwrap_or_default(),
                    harmless(held.decision.as_deref().unwrap_or_default()),
                ]))?;
            }
        }
        Ok(())
    })
}
