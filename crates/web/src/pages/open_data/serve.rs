//! A table of open data as a file: CSV for spreadsheets, JSON with what its columns mean; and the dictionary of all.

use super::sets::{Row, Set};
use crate::app::App;
use crate::errors::Failure;
use crate::pages::said::harmless;
use crate::texts::{Lang, Words};
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use rules::calendar::day_of;
use serde_json::{Map, Value, json};

/// Whoever names the source may use it for anything.
const LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";
/// The same as a header of the answer (RFC 8288).
const LICENSED: &str = "<https://creativecommons.org/licenses/by/4.0/>; rel=\"license\"";
/// The file that says what the columns mean.
pub(super) const DICTIONARY: &str = "dictionary.csv";

pub(super) async fn serve(State(app): State<App>, Path(file): Path<String>) -> Result<Response, Failure> {
    let unknown = || Failure::Status(StatusCode::NOT_FOUND);
    if file == DICTIONARY {
        return Ok(answer("text/csv; charset=utf-8; header=present", &file, dictionary()?));
    }
    let (key, format) = file.split_once('.').ok_or_else(unknown)?;
    let set = Set::from_key(key).ok_or_else(unknown)?;
    if !matches!(format, "csv" | "json") {
        return Err(unknown());
    }
    let (cache, boards, now) = (app.province.clone(), app.boards.clone(), app.clock.now());
    let day = day_of(now);
    let rows = app
        .read(move |tx| {
            let province = cache.get(tx)?;
            Ok(set.rows(tx, &boards, &province, day, now)?)
        })
        .await?;
    Ok(match format {
        "csv" => answer("text/csv; charset=utf-8; header=present", &file, csv(set.columns(), &rows)?),
        _ => answer("application/json", &file, json_of(&app, set, day, rows)?),
    })
}

/// A file for everybody, also for programs in pages of others.
fn answer(content_type: &'static str, file: &str, text: Vec<u8>) -> Response {
    let mut response = (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
            (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
            (HeaderName::from_static("link"), HeaderValue::from_static(LICENSED)),
        ],
        text,
    )
        .into_response();
    if let Ok(named) = HeaderValue::from_str(&format!("attachment; filename=\"motcua-{file}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, named);
    }
    response
}

/// With a mark at the beginning, by which spreadsheets know Vietnamese.
fn csv<'a>(columns: &[&str], rows: impl IntoIterator<Item = &'a Row>) -> Result<Vec<u8>, Failure> {
    let mut sheet = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    sheet.write_record(columns).map_err(|error| Failure::fault(&error))?;
    for row in rows {
        let told = row.iter().map(|value| match value {
            Value::Null => String::new(),
            Value::String(text) => harmless(text),
            other => other.to_string(),
        });
        sheet.write_record(told).map_err(|error| Failure::fault(&error))?;
    }
    sheet.into_inner().map_err(|error| Failure::fault(&error))
}

fn json_of(app: &App, set: Set, day: Date, rows: Vec<Row>) -> Result<Vec<u8>, Failure> {
    let [vi, en] = [Lang::Vi, Lang::En].map(Words::new);
    let columns = set.columns();
    let meanings = columns.iter().map(|column| {
        let key = format!("open-column-{}", column.replace('_', "-"));
        json!({"name": column, "meaning": vi.t(&key), "meaning_en": en.t(&key)})
    });
    let items = rows.into_iter().map(|row| {
        let members = columns.iter().map(|column| (*column).to_owned()).zip(row);
        Value::Object(members.collect::<Map<_, _>>())
    });
    let key = format!("open-set-{}", set.key());
    let whole = json!({
        "key": set.key(),
        "title": vi.t(&key),
        "title_en": en.t(&key),
        "as_of": day,
        "licence": LICENCE,
        "source": vi.t("footer-owner"),
        "simulated": app.settings.simulated,
        "columns": meanings.collect::<Vec<_>>(),
        "items": items.collect::<Vec<_>>(),
    });
    serde_json::to_vec(&whole).map_err(|error| Failure::fault(&error))
}

/// Every column of every table, with its meaning in both languages.
fn dictionary() -> Result<Vec<u8>, Failure> {
    let [vi, en] = [Lang::Vi, Lang::En].map(Words::new);
    let rows = Set::ALL.iter().flat_map(|set| {
        set.columns().iter().map(|column| {
            let key = format!("open-column-{}", column.replace('_', "-"));
            vec![json!(set.key()), json!(column), json!(vi.t(&key)), json!(en.t(&key))]
        })
    });
    csv(&["dataset", "column", "meaning", "meaning_en"], &rows.collect::<Vec<_>>())
}
