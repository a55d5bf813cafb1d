//! The rows of a file, whatever its format: as objects of our own shape, or as texts by column.

use super::{headers, legal_time};
use calamine::{Data, Reader as _};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

/// One row of a file.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its number, as editors and spreadsheets count.
    pub number: usize,
    /// What it holds.
    pub content: Content,
}

/// What a row holds.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// An object of JSON with our own keys.
    Own(Value),
    /// Texts by our name of the column.
    Cells(Cells),
    /// A line that is no JSON, and why.
    Broken(String),
}

/// Texts by our name of the column; entities of HTML are letters, white space between lines is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cells(BTreeMap<&'static str, String>);

impl Cells {
    /// The text of a column; empty where there is none, or where it says that there is no information.
    pub(super) fn get(&self, column: &str) -> &str {
        let text = self.0.get(column).map_or("", String::as_str);
        if is_nothing(text) { "" } else { text }
    }

    pub(super) fn insert(&mut self, column: &'static str, text: &str) {
        let text = legal_time::plain(text);
        if !text.trim().is_empty() {
            self.0.entry(column).or_insert(text);
        }
    }
}

/// Whether a text only says that there is nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(
        rules::text::fold(text).as_str(),
        "" | "khong co thong tin" | "khong" | "khong co" | "khong quy dinh" | "null" | "none"
    )
}

/// Why a file can't be read at all.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub code: &'static str,
    pub detail: String,
}

/// The largest file that is read, unpacked: 256 MiB, thirty times the national catalogue.
const LARGEST: u64 = 256 << 20;

/// The rows of a file; its name decides nothing that its content can.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Vec<Row>, Unreadable> {
    if bytes.starts_with(&[0x1F, 0x8B]) {
        let mut unpacked = Vec::new();
        let read = flate2::read::MultiGzDecoder::new(bytes).take(LARGEST).read_to_end(&mut unpacked);
        read.map_err(|error| Unreadable { code: "broken-archive", detail: error.to_string() })?;
        return read_plain(&unpacked, name.strip_suffix(".gz").unwrap_or(name));
    }
    read_plain(bytes, name)
}

fn read_plain(bytes: &[u8], name: &str) -> Result<Vec<Row>, Unreadable> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return sheet(bytes);
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Unreadable { code: "not-utf8", detail: error.valid_up_to().to_string() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().chars().next() {
        None => Err(Unreadable { code: "empty-file", detail: name.to_owned() }),
        Some('[') => array(text),
        Some('{') => Ok(lines(text)),
        Some(_) => table(csv_cells(text)?, name),
    }
}

fn array(text: &str) -> Result<Vec<Row>, Unreadable> {
    let values: Vec<Value> =
        serde_json::from_str(text).map_err(|error| Unreadable { code: "not-json", detail: error.to_string() })?;
    Ok(values.into_iter().enumerate().map(|(at, value)| Row { number: at + 1, content: object(value) }).collect())
}

/// One object a line; a single object over several lines is one row.
fn lines(text: &str) -> Vec<Row> {
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        return vec![Row { number: 1, content: object(value) }];
    }
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            let content = serde_json::from_str(line).map_or_else(|error| Content::Broken(error.to_string()), object);
            Row { number: at + 1, content }
        })
        .collect()
}

fn object(value: Value) -> Content {
    let Value::Object(fields) = &value else { return Content::Broken(value.to_string()) };
    // Only our own procedures have routes, and only our own agencies both a level and a kind.
    let ours = fields.contains_key("route") || (fields.contains_key("level") && fields.contains_key("kind"));
    if ours && fields.contains_key("code") {
        return Content::Own(value);
    }
    let mut cells = Cells::default();
    for (key, value) in fields {
        if let Some(column) = headers::column(key) {
            cells.insert(column, &text_of(value));
        }
    }
    Content::Cells(cells)
}

/// The text of a value; the parts of lists and objects a line each.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(text_of).collect::<Vec<_>>().join("\n"),
        Value::Object(fields) => fields.values().map(text_of).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

fn csv_cells(text: &str) -> Result<Vec<(usize, Vec<String>)>, Unreadable> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter =
        [b';', b'\t', b','].into_iter().max_by_key(|delimiter| first.bytes().filter(|byte| byte == delimiter).count());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let records = reader.records().map(|record| {
        let record = record.map_err(|error| Unreadable { code: "not-csv", detail: error.to_string() })?;
        let line = record.position().map_or(0, csv::Position::line);
        Ok((usize::try_from(line).unwrap_or(usize::MAX), record.iter().map(str::to_owned).collect()))
    });
    records.collect()
}

fn sheet(bytes: &[u8]) -> Result<Vec<Row>, Unreadable> {
    let broken = |error: calamine::Error| Unreadable { code: "broken-sheet", detail: error.to_string() };
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let mut failed = None;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(broken)?;
        let (top, _) = range.start().unwrap_or_default();
        let cells = range.rows().enumerate().map(|(at, row)| {
            let number = usize::try_from(top).unwrap_or_default() + at + 1;
            (number, row.iter().map(cell_text).collect())
        });
        match table(cells.collect(), &name) {
            Ok(rows) => return Ok(rows),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    Err(failed.unwrap_or(Unreadable { code: "no-headings", detail: String::new() }))
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.chars().take(10).collect(),
        other => other.to_string(),
    }
}

/// Rows under their headings; titles above the headings are passed over.
fn table(cells: Vec<(usize, Vec<String>)>, name: &str) -> Result<Vec<Row>, Unreadable> {
    const HIGHEST: usize = 20;
    let heading = cells.iter().take(HIGHEST).position(|(_, row)| headers::is_heading(row.iter().map(String::as_str)));
    let Some(heading) = heading else { return Err(Unreadable { code: "no-headings", detail: name.to_owned() }) };
    let columns: Vec<_> = cells[heading].1.iter().map(|cell| headers::column(cell)).collect();
    let rows = cells.into_iter().skip(heading + 1).filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
    Ok(rows
        .map(|(number, row)| {
            let mut cells = Cells::default();
            for (column, text) in columns.iter().zip(&row) {
                if let Some(column) = column {
                    cells.insert(column, text);
                }
            }
            Row { number, content: Content::Cells(cells) }
        })
        .collect())
}
