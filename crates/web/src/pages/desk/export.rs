//! The list of dossiers as CSV, within what the officer may see: rows go out as they are read.

use super::list::Asked;
use crate::app::App;
use crate::download;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::reads::{self, Looked};
use crate::sessions::Worker;
use axum::extract::{Query, State};
use axum::response::Response;
use bytes::Bytes;
use csv::Writer;
use jiff::Timestamp;
use rules::people::Actor;
use rules::people::permissions::scope;
use rules::personal::access::Purpose;
use std::sync::Arc;
use store::Fault;
use store::province::Province;
use store::tables::dossier_lists::{Filter, export};
use store::tables::dossiers::Listed;

/// So many bytes go out at once.
const CHUNK: usize = 64 * 1024;
/// The headings, by the end of their keys.
const COLUMNS: [&str; 12] = [
    "code",
    "status",
    "procedure",
    "applicant",
    "channel",
    "competent",
    "place",
    "officer",
    "received",
    "due",
    "finished",
    "timeliness",
];

pub(super) async fn download(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let filter = asked.filter(f.now);
    csv(&app, f, actor, filter).await
}

/// What passes the filter within what the officer may see. It is counted among the person's exports and put into the read log.
///
/// # Errors
/// When there were too many exports, or the database fails.
pub(crate) async fn csv(app: &App, f: Frame, actor: Actor, filter: Filter) -> Result<Response, Failure> {
    app.limits.try_export(&actor.login)?;
    let province = app.province().await?;
    let narrowed = f.query.clone();
    reads::elsewhere(app, &actor, "export", Purpose::Follow, Looked { item: Some(&narrowed), ..Looked::default() })
        .await?;
    let rows = app.store.stream(move |tx, hand_over| {
        let mut sheet = Sheet { writer: download::table(), f, province };
        sheet.write(COLUMNS.map(|column| sheet.f.t(&format!("export-{column}"))))?;
        export(tx, &scope(&actor), &filter, |listed| {
            let row = sheet.row(&listed);
            sheet.write(row)?;
            if sheet.is_full() && !hand_over(sheet.take()?) {
                return Err(Fault::new("the taker of an export went away"));
            }
            Ok(())
        })?;
        hand_over(sheet.take()?);
        Ok(())
    });
    let rows = rows.map_err(store::Failure::Fault)?;
    Ok(download::csv("attachment; filename=\"dossiers.csv\"", rows, ()))
}

/// Rows of CSV that have not gone out yet, in the officer's language.
struct Sheet {
    writer: Writer<Vec<u8>>,
    f: Frame,
    province: Arc<Province>,
}

impl Sheet {
    fn row(&self, listed: &Listed) -> [String; 12] {
        let (f, directory) = (&self.f, &self.province.directory);
        let agency = |code: &str| {
            code.parse().map_or_else(|_| code.to_owned(), |code| said::agency_named(f.lang(), directory, &code))
        };
        let procedure =
            listed.procedure.parse().ok().and_then(|code| self.province.procedure(&code)?.procedure.as_ref());
        // Dates as spreadsheets sort them.
        let at = |at: Option<Timestamp>| {
            at.map(|at| rules::calendar::local(at).strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
        };
        let timeliness = match (listed.finished_at, listed.due_at) {
            (Some(finished), Some(due)) if finished.as_second() > due.as_second() => f.t("deadline-missed"),
            (Some(_), Some(_)) => f.t("deadline-met"),
            (None, Some(due)) if f.now > due && !listed.paused => f.t("deadline-overdue"),
            _ => String::new(),
        };
        [
            listed.code.clone(),
            f.t(&format!("status-{}", listed.status.key().replace('_', "-"))),
            procedure.map_or_else(|| listed.procedure.clone(), |procedure| said::procedure_name(f.lang(), procedure)),
            said::harmless(&listed.applicant_name),
            f.t(&format!("channel-{}", listed.channel.replace('_', "-"))),
            agency(&listed.competent_agency),
            agency(&listed.holder),
            said::harmless(listed.officer_name.as_deref().unwrap_or_default()),
            at(listed.received_at),
            at(listed.due_at),
            at(listed.finished_at),
            timeliness,
        ]
    }

    fn write<const N: usize>(&mut self, row: [String; N]) -> Result<(), Fault> {
        self.writer.write_record(row).map_err(|error| Fault::because("a row of CSV was not written", error))
    }

    fn is_full(&self) -> bool {
        self.writer.get_ref().len() >= CHUNK
    }

    fn take(&mut self) -> Result<Bytes, Fault> {
        let empty = Writer::from_writer(Vec::with_capacity(CHUNK + 4096));
        let written = std::mem::replace(&mut self.writer, empty);
        written.into_inner().map(Bytes::from).map_err(|error| Fault::new(error.to_string()))
    }
}
