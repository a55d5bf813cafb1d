//! Tables as XLSX: what is known and no more, so that the same rows make the same bytes. Text stands in cells as text: nothing that
//! somebody typed is ever read as a formula.

use jiff::civil::{Date, date};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

/// A sheet: lines above, headings, rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Its name on the tab: at most 31 letters.
    pub name: String,
    /// Lines above the table, the first one in bold; each goes across the table.
    pub above: Vec<String>,
    /// Headings over several columns, and over how many each stands; none for a table with one row of headings. An empty one stands over
    /// a column that needs none.
    pub groups: Vec<(String, usize)>,
    /// The headings, and how wide each column is, in letters.
    pub columns: Vec<(String, u8)>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with decimals.
    Decimal(f64),
    /// A day.
    Day(Date),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

/// The styles of `styles.xml`, by their place there.
const TITLE: u8 = 1;
const HEADING: u8 = 2;
const TEXT: u8 = 3;
const WHOLE: u8 = 4;
const DECIMAL: u8 = 5;
const DAY: u8 = 6;

/// A workbook of these sheets.
///
/// # Errors
/// When it can't be packed, which would be a fault of ours.
pub fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, std::io::Error> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, options).map_err(std::io::Error::other)?;
        zip.write_all(text.as_bytes())
    };
    let numbers = || 1..=sheets.len();
    let of_all = |each: &dyn Fn(usize) -> String| numbers().map(each).collect::<String>();
    let overrides = of_all(&|number| {
        format!(
            r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#
        )
    });
    part(
        "[Content_Types].xml",
        &format!(
            r#"{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>{overrides}</Types>"#
        ),
    )?;
    part(
        "_rels/.rels",
        &format!(
            r#"{XML}<Relationships xmlns="{PACKAGED}"><Relationship Id="r1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
    )?;
    let tabs = of_all(&|number| {
        let name = sheets.get(number - 1).map_or("", |sheet| sheet.name.as_str());
        let name: String = name.chars().filter(|letter| !"[]:*?/\\".contains(*letter)).take(31).collect();
        format!(r#"<sheet name="{}" sheetId="{number}" r:id="r{number}"/>"#, escaped(&name))
    });
    part(
        "xl/workbook.xml",
        &format!(r#"{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{tabs}</sheets></workbook>"#),
    )?;
    let relations = of_all(&|number| {
        format!(r#"<Relationship Id="r{number}" Type="{RELATED}/worksheet" Target="worksheets/sheet{number}.xml"/>"#)
    });
    let styles = sheets.len() + 1;
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            r#"{XML}<Relationships xmlns="{PACKAGED}">{relations}<Relationship Id="r{styles}" Type="{RELATED}/styles" Target="styles.xml"/></Relationships>"#
        ),
    )?;
    part("xl/styles.xml", &format!("{XML}{STYLES}"))?;
    for (at, sheet) in sheets.iter().enumerate() {
        part(&format!("xl/worksheets/sheet{}.xml", at + 1), &written(sheet))?;
    }
    Ok(zip.finish().map_err(std::io::Error::other)?.into_inner())
}

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGED: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
/// Times New Roman as official papers have it; thin lines around the cells of a table; days as dd/mm/yyyy.
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><fonts count="2"><font><sz val="12"/><name val="Times New Roman"/></font><font><b/><sz val="12"/><name val="Times New Roman"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf fontId="0"/><xf fontId="1" applyFont="1" applyAlignment="1"><alignment horizontal="center" wrapText="1"/></xf><xf fontId="1" borderId="1" applyFont="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf><xf fontId="0" borderId="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="3" fontId="0" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="2" fontId="0" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="164" fontId="0" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs></styleSheet>"#;

fn written(sheet: &Sheet) -> String {
    let mut out = format!(r#"{XML}<worksheet xmlns="{MAIN}"><cols>"#);
    for (at, (_, width)) in (1..).zip(&sheet.columns) {
        let _ = write!(out, r#"<col min="{at}" max="{at}" width="{width}" customWidth="1"/>"#);
    }
    out.push_str("</cols><sheetData>");
    let mut number = 0;
    let mut row = |out: &mut String, cells: &mut dyn Iterator<Item = (u8, Cell)>| {
        number += 1;
        let _ = write!(out, r#"<row r="{number}">"#);
        for (at, (style, cell)) in cells.enumerate() {
            enter(out, &format!("{}{number}", column(at)), style, &cell);
        }
        out.push_str("</row>");
    };
    for line in &sheet.above {
        row(&mut out, &mut std::iter::once((TITLE, Cell::from(line.as_str()))));
    }
    if !sheet.groups.is_empty() {
        // The first cell of a merged stretch says what stands in it.
        let cells = sheet.groups.iter().flat_map(|(heading, over)| {
            let rest = std::iter::repeat_n("", over.saturating_sub(1));
            std::iter::once(heading.as_str()).chain(rest).map(|text| (HEADING, Cell::from(text)))
        });
        row(&mut out, &mut cells.into_iter());
    }
    row(&mut out, &mut sheet.columns.iter().map(|(heading, _)| (HEADING, Cell::from(heading.as_str()))));
    for cells in &sheet.rows {
        row(&mut out, &mut cells.iter().map(|cell| (style(cell), cell.clone())));
    }
    out.push_str("</sheetData>");
    let last = column(sheet.columns.len().saturating_sub(1));
    let mut merged: Vec<String> = Vec::new();
    if sheet.columns.len() > 1 {
        merged.extend((1..=sheet.above.len()).map(|number| format!("A{number}:{last}{number}")));
    }
    let (mut at, line) = (0, sheet.above.len() + 1);
    for (_, over) in sheet.groups.iter().filter(|(_, over)| *over > 0) {
        if *over > 1 {
            merged.push(format!("{}{line}:{}{line}", column(at), column(at + over - 1)));
        }
        at += over;
    }
    if !merged.is_empty() {
        let _ = write!(out, r#"<mergeCells count="{}">"#, merged.len());
        for cells in merged {
            let _ = write!(out, r#"<mergeCell ref="{cells}"/>"#);
        }
        out.push_str("</mergeCells>");
    }
    out.push_str("</worksheet>");
    out
}

fn style(cell: &Cell) -> u8 {
    match cell {
        Cell::Text(_) => TEXT,
        Cell::Whole(_) => WHOLE,
        Cell::Decimal(_) => DECIMAL,
        Cell::Day(_) => DAY,
    }
}

fn enter(out: &mut String, at: &str, style: u8, cell: &Cell) {
    let _ = match cell {
        Cell::Text(text) => write!(
            out,
            r#"<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
            escaped(text)
        ),
        Cell::Whole(number) => write!(out, r#"<c r="{at}" s="{style}"><v>{number}</v></c>"#),
        Cell::Decimal(number) => write!(out, r#"<c r="{at}" s="{style}"><v>{number}</v></c>"#),
        // Days are counted since 30 December 1899.
        Cell::Day(day) => {
            write!(out, r#"<c r="{at}" s="{style}"><v>{}</v></c>"#, (*day - date(1899, 12, 30)).get_days())
        }
    };
}

/// The letters of a column: 0 is `A`, 26 is `AA`.
fn column(at: usize) -> String {
    rules::tasks::plan::letters(at)
}

/// Text as XML may have it: without the control characters that it has no words for.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            name: "Phụ lục: I/II".into(),
            above: vec!["NHIỆM VỤ QUÁ HẠN".into()],
            groups: vec![(String::new(), 1), ("Việc".into(), 2)],
            columns: vec![("STT".into(), 6), ("Nhiệm vụ".into(), 60), ("Thời hạn".into(), 14)],
            rows: vec![vec![1.into(), "=HYPERLINK(\"x\") & <b>\u{0}".into(), date(2025, 12, 31).into()]],
        }
    }

    #[test]
    fn the_same_rows_make_the_same_bytes() {
        let made = workbook(&[sheet()]).expect("packed");
        assert_eq!(made, workbook(&[sheet()]).expect("packed"));
        assert!(made.starts_with(b"PK"));
    }

    #[test]
    fn what_somebody_typed_is_text_and_days_are_days() {
        let xml = written(&sheet());
        assert!(xml.contains("=HYPERLINK(&quot;x&quot;) &amp; &lt;b&gt;</t>"), "{xml}");
        assert!(xml.contains("<v>46022</v>") && xml.contains(r#"<mergeCell ref="A1:C1"/><mergeCell ref="B2:C2"/>"#));
        assert!(!xml.contains("<f>") && !xml.contains('\u{0}'));
    }
}
