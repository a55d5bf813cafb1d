//! The log of look-ups as CSV, within what the officer may read: rows go out as they are read. Numbers stay hidden in part.

use super::look_ups::{Asked, agency, procedure, reason, result_key};
use crate::app::App;
use crate::download;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::harmless;
use crate::sessions::Officer;
use axum::extract::{Query, State};
use axum::response::Response;
use bytes::Bytes;
use csv::Writer;
use rules::people::permissions::look_ups_read;
use rules::registry::masked;
use std::sync::Arc;
use store::Fault;
use store::province::Province;
use store::tables::registry::{LookUp, export};

/// So many bytes go out at once.
const CHUNK: usize = 64 * 1024;
/// The headings, by the end of their keys.
const COLUMNS: [&str; 12] = [
    "at",
    "subject",
    "officer",
    "agency",
    "purpose",
    "procedure",
    "reference",
    "dossier",
    "request",
    "result",
    "reason",
    "milliseconds",
];

pub(super) async fn download(
    State(app): State<App>,
    f: Frame,
    Officer(actor): Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let scope = look_ups_read(&actor)?;
    app.limits.try_export(&actor.login)?;
    let province = app.province().await?;
    let filter = asked.filter(f.now);
    tracing::info!(target: "access", login = actor.login, "exports look-ups");
    let rows = app.store.stream(move |tx, hand_over| {
        let mut writer = download::table();
        write(&mut writer, COLUMNS.map(|column| f.t(&format!("look-ups-{column}"))))?;
        export(tx, &scope, &filter, |look_up| {
            write(&mut writer, row(&f, &province, &look_up))?;
            if writer.get_ref().len() >= CHUNK && !hand_over(take(&mut writer)?) {
                return Err(Fault::new("the taker of an export went away"));
            }
            Ok(())
        })?;
        hand_over(take(&mut writer)?);
        Ok(())
    });
    let rows = rows.map_err(store::Failure::Fault)?;
    Ok(download::csv("attachment; filename=\"look-ups.csv\"", rows, ()))
}

fn row(f: &Frame, province: &Arc<Province>, look_up: &LookUp) -> [String; 12] {
    let citizen = look_up.agency.is_empty();
    let reference = f.t(&format!("look-ups-reference-{}", look_up.reference_kind));
    [
        rules::calendar::local(look_up.at).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        masked(&look_up.subject),
        if citizen { String::new() } else { harmless(&look_up.name) },
        agency(f, province, &look_up.agency),
        f.t(&format!("look-ups-purpose-{}", look_up.purpose.key())),
        procedure(f, province, &look_up.procedure),
        format!("{reference} {}", look_up.reference),
        look_up.dossier.clone(),
        look_up.request.clone(),
        f.t(&result_key(look_up.result)),
        reason(f, look_up),
        look_up.milliseconds.to_string(),
    ]
}

fn write<const N: usize>(writer: &mut Writer<Vec<u8>>, row: [String; N]) -> Result<(), Fault> {
    writer.write_record(row).map_err(|error| Fault::because("a row of CSV was not written", error))
}

fn take(writer: &mut Writer<Vec<u8>>) -> Result<Bytes, Fault> {
    let empty = Writer::from_writer(Vec::with_capacity(CHUNK + 4096));
    let written = std::mem::replace(writer, empty);
    written.into_inner().map(Bytes::from).map_err(|error| Fault::new(error.to_string()))
}
