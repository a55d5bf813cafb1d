//! Lists of dossiers as CSV, however long: rows go out as they are read, memory stays flat.

use super::list::{DossierQuery, check};
use crate::api::caller::Caller;
use crate::api::openapi::Refusals;
use crate::api::room::Room;
use crate::api::wire::{Asked, Complaints};
use crate::app::App;
use crate::download;
use crate::errors::Failure;
use crate::pages::said::harmless;
use crate::reads::{self, Looked};
use axum::Extension;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use bytes::Bytes;
use csv::Writer;
use jiff::Timestamp;
use rules::people::permissions::scope;
use rules::personal::access::Purpose;
use std::sync::Arc;
use store::Fault;
use store::tables::dossier_lists::export;
use store::tables::dossiers::Listed;

/// So many bytes go out at once.
const CHUNK: usize = 64 * 1024;

const HEADER: [&str; 21] = [
    "code",
    "status",
    "status_name",
    "version",
    "procedure",
    "competent_agency",
    "counter",
    "channel",
    "applicant_name",
    "holder",
    "task",
    "officer",
    "officer_name",
    "filed_at",
    "received_at",
    "due_at",
    "appointment_at",
    "step_due_at",
    "paused",
    "finished_at",
    "rating",
];

/// Dossiers as CSV.
#[utoipa::path(
    get, path = "/dossiers.csv", tag = "dossiers", summary = "Dossiers within what the caller may see, as CSV",
    description = "UTF-8 with a header line; the same filters as the list, all rows, newest first.",
    params(DossierQuery),
    responses((status = 200, description = "All of them", body = String, content_type = "text/csv"), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn export_dossiers(
    State(app): State<App>,
    Extension(room): Extension<Arc<Room>>,
    caller: Caller,
    OriginalUri(uri): OriginalUri,
    Asked(query): Asked<DossierQuery>,
) -> Result<Response, Failure> {
    let filter = query.read(Complaints::default())?;
    let Ok(permit) = Arc::clone(&room.exports).try_acquire_owned() else { return Err(Failure::TooMany(30)) };
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let asked = filter.clone();
    let actor = app
        .store
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            check(tx, &province, &actor, &asked)?;
            Ok::<_, store::Failure>(actor)
        })
        .await?;
    if actor.is_officer() {
        reads::elsewhere(&app, &actor, "export", Purpose::Follow, Looked { item: uri.query(), ..Looked::default() })
            .await?;
    }
    let rows = app.store.stream(move |tx, hand_over| {
        let mut sheet = Sheet::new()?;
        export(tx, &scope(&actor), &filter, |mut listed| {
            listed.officer = listed.officer.filter(|_| actor.is_officer());
            sheet.row(&listed)?;
            if sheet.is_full() && !hand_over(sheet.take()?) {
                return Err(Fault::new("the taker of an export went away"));
            }
            Ok(())
        })?;
        hand_over(sheet.take()?);
        Ok(())
    })?;
    Ok(download::csv("attachment; filename=\"dossiers.csv\"", rows, permit))
}

/// Rows of CSV that have not gone out yet.
struct Sheet(Writer<Vec<u8>>);

impl Sheet {
    fn new() -> Result<Self, Fault> {
        let mut writer = Self::empty();
        writer.write_record(HEADER).map_err(unwritten)?;
        Ok(Self(writer))
    }

    fn empty() -> Writer<Vec<u8>> {
        Writer::from_writer(Vec::with_capacity(CHUNK + 4096))
    }

    fn row(&mut self, listed: &Listed) -> Result<(), Fault> {
        let at = |at: Option<Timestamp>| at.map(rules::calendar::rfc3339).unwrap_or_default();
        self.0
            .write_record([
                listed.code.as_str(),
                &listed.status.number().to_string(),
                listed.status.key(),
                &listed.version.to_string(),
                &listed.procedure,
                &listed.competent_agency,
                &listed.counter,
                &listed.channel,
                &harmless(&listed.applicant_name),
                &listed.holder,
                listed.task.as_deref().unwrap_or_default(),
                listed.officer.as_deref().unwrap_or_default(),
                &harmless(listed.officer_name.as_deref().unwrap_or_default()),
                &at(Some(listed.filed_at)),
                &at(listed.received_at),
                &at(listed.due_at),
                &at(listed.appointment_at),
                &at(listed.step_due_at),
                if listed.paused { "true" } else { "false" },
                &at(listed.finished_at),
                listed.rating.as_deref().unwrap_or_default(),
            ])
            .map_err(unwritten)
    }

    fn is_full(&self) -> bool {
        self.0.get_ref().len() >= CHUNK
    }

    fn take(&mut self) -> Result<Bytes, Fault> {
        let written = std::mem::replace(&mut self.0, Self::empty());
        let rows = written.into_inner().map_err(|error| Fault::new(error.to_string()))?;
        Ok(Bytes::from(rows))
    }
}

fn unwritten(error: csv::Error) -> Fault {
    Fault::because("a row of CSV was not written", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_becomes_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("Giàng A Páo"), "Giàng A Páo");
    }
}
