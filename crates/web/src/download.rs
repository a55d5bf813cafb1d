//! Files that go out while they are made: memory stays flat however long they get.

use crate::errors::Failure;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use csv::Writer;
use futures::stream::{Stream, StreamExt as _, unfold};
use std::error::Error;
use store::Rows;

/// A table of comma-separated values to write to. It begins with the mark without which spreadsheets don't read Vietnamese letters.
pub fn table() -> Writer<Vec<u8>> {
    Writer::from_writer("\u{feff}".as_bytes().to_vec())
}

/// A table of comma-separated values that is written at once, since it can't get long.
///
/// # Errors
/// When it can't be written, which is a fault of ours.
pub fn short_csv(
    disposition: &'static str,
    write: impl FnOnce(&mut Writer<Vec<u8>>) -> csv::Result<()>,
) -> Result<Response, Failure> {
    let mut table = table();
    write(&mut table).map_err(|error| Failure::fault(&error))?;
    let whole = table.into_inner().map_err(|error| Failure::fault(error.error()))?;
    Ok((headers(CSV, disposition), whole).into_response())
}

/// A table of comma-separated values, its pieces as the store hands them over. `kept` is let go after the last one.
pub fn csv(disposition: &'static str, rows: Rows<Bytes>, kept: impl Send + 'static) -> Response {
    let pieces = unfold((rows, kept), |(mut rows, kept)| async move { Some((rows.recv().await?, (rows, kept))) });
    file(CSV, disposition, pieces)
}

/// A file of this type, as these pieces come. One that failed breaks it off, and whoever takes it sees that it did.
pub fn file(
    content_type: &'static str,
    disposition: &'static str,
    pieces: impl Stream<Item = Result<Bytes, impl Into<Box<dyn Error + Send + Sync>> + 'static>> + Send + 'static,
) -> Response {
    // Fused, since compression asks once more after the end.
    let body = Body::from_stream(pieces.fuse());
    (headers(content_type, disposition), body).into_response()
}

/// A workbook of these sheets, packed beside the threads that answer others.
///
/// # Errors
/// When it can't be packed, which is a fault of ours.
pub async fn workbook(disposition: &'static str, sheets: Vec<documents::workbook::Sheet>) -> Result<Response, Failure> {
    let made = tokio::task::spawn_blocking(move || documents::workbook::workbook(&sheets)).await;
    let made = made.map_err(|error| Failure::fault(&error))?.map_err(|error| Failure::fault(&error))?;
    Ok((headers(WORKBOOK, disposition), made).into_response())
}

fn headers(content_type: &'static str, disposition: &'static str) -> [(HeaderName, HeaderValue); 2] {
    [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
    ]
}

const CSV: &str = "text/csv; charset=utf-8; header=present";

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
