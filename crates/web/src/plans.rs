//! Plans as workbooks: the cells of their sheets, for the page of plans and for `motcua import tasks`.

use calamine::{Data, Reader as _, Xlsx};
use rules::tasks::plan::{Merged, Sheet};
use rules::{Problem, Refusal};
use std::io::Cursor;

/// The largest file, in bytes: a plan of a thousand rows has a tenth of it.
pub const LARGEST: usize = 5_000_000;
/// The most rows and columns that a sheet may have; all sheets together have no more cells than these.
const MOST: (usize, usize) = (5_000, 60);

/// The sheets of a workbook with anything in them, each from its first row and column on.
///
/// # Errors
/// When all are empty, one is too large, or it is no workbook.
pub fn sheets(contents: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    let wrong = |code| Refusal::input(vec![Problem::new("/plan", code)]);
    if contents.is_empty() {
        return Err(wrong("missing"));
    }
    if contents.len() > LARGEST {
        return Err(wrong("plan-too-large"));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(contents)).map_err(|_| wrong("plan-no-workbook"))?;
    let (mut sheets, mut cells) = (Vec::new(), 0);
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|_| wrong("plan-no-workbook"))?;
        let Some(end) = range.end() else { continue };
        let (bottom, right) = (end.0 as usize, end.1 as usize);
        cells += (bottom + 1) * (right + 1);
        if bottom >= MOST.0 || right >= MOST.1 || cells > MOST.0 * MOST.1 {
            return Err(wrong("plan-too-large"));
        }
        let cell = |row: usize, column: usize| {
            let at = (u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX));
            range.get_value(at).map(text).unwrap_or_default()
        };
        let rows = (0..=bottom).map(|row| (0..=right).map(|column| cell(row, column)).collect()).collect();
        let merged = book.merge_cells_by_sheet_name(&name).map_err(|_| wrong("plan-no-workbook"))?;
        let merged = merged.into_iter().map(|area| Merged {
            top: area.start.0 as usize,
            left: area.start.1 as usize,
            bottom: area.end.0 as usize,
            right: area.end.1 as usize,
        });
        sheets.push(Sheet { name, rows, merged: merged.collect() });
    }
    if sheets.is_empty() { Err(wrong("plan-no-workbook")) } else { Ok(sheets) }
}

/// The first of them.
///
/// # Errors
/// See [`sheets`].
pub fn sheet(contents: &[u8]) -> Result<Sheet, Refusal> {
    Ok(sheets(contents)?.into_iter().next().unwrap_or_default())
}

/// A cell as text; days as ISO dates.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.chars().take(10).collect(),
        other => other.to_string(),
    }
}
