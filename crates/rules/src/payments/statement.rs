//! A bank's statement as a CSV file: every bank writes its own, so columns are found by their names, amounts and days are read as
//! people write them, and each row at fault is named. A file with one such row is not taken at all.

use crate::money::Dong;
use crate::text::{fold, tidy};
use crate::{Problem, Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The largest file, in bytes.
pub const LARGEST: usize = 5 * 1024 * 1024;
/// Banks put their address and the account above the table: its heading is looked for in so many rows.
const HEADING_WITHIN: usize = 30;
/// So many rows at fault are named; the rest is counted.
const NAMED: usize = 50;

/// One line of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The row in the file, from 1.
    pub row: u32,
    /// The day on which the bank booked it.
    pub day: Date,
    /// The bank's number.
    pub transaction: String,
    /// What came in; zero for what went out.
    pub credit: Dong,
    /// What went out; zero for what came in.
    pub debit: Dong,
    /// What the bank says about it.
    pub content: String,
}

/// A statement that was read without a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its lines, in the order of the file.
    pub lines: Vec<Line>,
    /// The first day in it.
    pub from: Date,
    /// The last day in it.
    pub to: Date,
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The row in the file, from 1.
    pub row: u32,
    /// Stable code; the text is `problem-CODE` in the message catalogues.
    pub code: &'static str,
    /// What stands there.
    pub value: String,
}

/// Where each column is.
#[derive(Debug, Clone, Copy)]
struct Columns {
    day: usize,
    transaction: usize,
    content: usize,
    amount: Amounts,
}

#[derive(Debug, Clone, Copy)]
enum Amounts {
    /// One column, with a sign.
    Signed(usize),
    /// What came in, and what went out where it is said.
    Sides { credit: usize, debit: Option<usize> },
}

/// Reads a statement: all of it or nothing.
///
/// # Errors
/// One problem a row at fault, each with its row; or one of the file as a whole.
pub fn read(bytes: &[u8]) -> Result<Statement, Refusal> {
    let whole = |code| Refusal::input(vec![Problem::new("/statement", code)]);
    if bytes.len() > LARGEST {
        return Err(whole("statement-too-large"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| whole("statement-not-utf8"))?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(whole("statement-empty"));
    }
    let rows = rows(text).ok_or_else(|| whole("statement-not-csv"))?;
    let heading = rows.iter().take(HEADING_WITHIN).enumerate();
    let heading = heading.filter_map(|(at, (_, cells))| Some((at, columns(cells)?))).next();
    let (at, columns) = heading.ok_or_else(|| whole("statement-without-heading"))?;
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    for (row, cells) in rows.iter().skip(at + 1).filter(|(_, cells)| !is_beside(cells, &columns)) {
        match line(*row, cells, &columns) {
            Ok(line) => lines.push(line),
            Err(problem) => problems.push(problem),
        }
    }
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for line in &lines {
        if seen.insert(&line.transaction, line.row).is_some() {
            let value = line.transaction.clone();
            problems.push(RowProblem { row: line.row, code: "statement-transaction-twice", value });
        }
    }
    if !problems.is_empty() {
        return Err(refused(problems));
    }
    let from = lines.iter().map(|line| line.day).min().ok_or_else(|| whole("statement-empty"))?;
    let to = lines.iter().map(|line| line.day).max().unwrap_or(from);
    Ok(Statement { lines, from, to })
}

fn refused(mut problems: Vec<RowProblem>) -> Refusal {
    problems.sort_by_key(|problem| problem.row);
    let more = problems.len().saturating_sub(NAMED);
    let mut named: Vec<Problem> = problems
        .into_iter()
        .take(NAMED)
        .map(|problem| {
            let pointer = format!("/statement/{}", problem.row);
            Problem::new(pointer, problem.code).with("row", problem.row).with("value", problem.value)
        })
        .collect();
    if more > 0 {
        named.push(Problem::new("/statement", "statement-more-problems").with("count", more));
    }
    Refusal::input(named)
}

/// The rows with their numbers; blank ones are left out. Nothing when it can't be taken apart.
fn rows(text: &str) -> Option<Vec<(u32, Vec<String>)>> {
    let separator = [b';', b'\t', b','].into_iter().max_by_key(|sign| {
        let counts = text.lines().take(HEADING_WITHIN).map(|line| line.bytes().filter(|byte| byte == sign).count());
        counts.max().unwrap_or(0)
    })?;
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.into_records() {
        let record = record.ok()?;
        let row = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().map(tidy).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push((u32::try_from(row).ok()?, cells));
        }
    }
    Some(rows)
}

fn columns(cells: &[String]) -> Option<Columns> {
    let folded: Vec<String> = cells.iter().map(|cell| fold(cell)).collect();
    let find = |names: &[&str]| {
        let exact = folded.iter().position(|cell| names.contains(&cell.as_str()));
        exact.or_else(|| folded.iter().position(|cell| names.iter().any(|name| name.len() > 3 && cell.contains(name))))
    };
    let credit = find(&["ghi co", "phat sinh co", "co", "credit"]);
    let debit = find(&["ghi no", "phat sinh no", "no", "debit"]);
    let amount = match (credit, find(&["so tien", "amount"])) {
        (Some(credit), _) => Amounts::Sides { credit, debit },
        (None, Some(signed)) => Amounts::Signed(signed),
        (None, None) => return None,
    };
    Some(Columns {
        day: find(&["ngay", "ngay giao dich", "date"])?,
        transaction: find(&[
            "so but toan",
            "ma giao dich",
            "so giao dich",
            "so chung tu",
            "so ct",
            "transaction",
            "reference",
        ])?,
        content: find(&["noi dung", "dien giai", "mo ta", "description", "content"])?,
        amount,
    })
}

/// Sums and balances below the table, and headings that a bank repeats on each page.
fn is_beside(cells: &[String], at: &Columns) -> bool {
    let first = cells.iter().find(|cell| !cell.is_empty()).map(|cell| fold(cell)).unwrap_or_default();
    let no_line = cell(cells, at.transaction).is_empty();
    (no_line && ["tong", "so du", "cong", "total", "balance"].iter().any(|word| first.starts_with(word)))
        || columns(cells).is_some()
}

fn cell(cells: &[String], at: usize) -> &str {
    cells.get(at).map_or("", String::as_str)
}

fn line(row: u32, cells: &[String], at: &Columns) -> Result<Line, RowProblem> {
    let problem = |code, value: &str| RowProblem { row, code, value: value.to_owned() };
    let text = |column| cell(cells, column);
    let day = day(text(at.day)).ok_or_else(|| problem("statement-day", text(at.day)))?;
    let transaction = text(at.transaction);
    if transaction.is_empty() {
        return Err(problem("statement-no-transaction", text(at.content)));
    }
    let money = |column| amount(text(column)).ok_or_else(|| problem("statement-amount", text(column)));
    let (credit, debit) = match at.amount {
        Amounts::Signed(column) => {
            let amount = money(column)?;
            (amount.max(0), (-amount).max(0))
        }
        // Some banks write what went out below zero.
        Amounts::Sides { credit, debit } => (money(credit)?, debit.map_or(Ok(0), money)?.abs()),
    };
    if credit < 0 || (credit > 0) == (debit > 0) {
        return Err(problem("statement-one-side", transaction));
    }
    Ok(Line {
        row,
        day,
        transaction: transaction.to_owned(),
        credit: Dong(credit),
        debit: Dong(debit),
        content: text(at.content).to_owned(),
    })
}

/// A day as banks write it: `23/12/2025`, `2025-12-23`, either with an hour behind it.
fn day(text: &str) -> Option<Date> {
    let day = text.split([' ', 'T']).next()?;
    let parts: Vec<i16> = day.split(['/', '-', '.']).map(str::parse).collect::<Result<_, _>>().ok()?;
    let [first, month, last] = parts[..] else { return None };
    let (year, day) = if first > 31 { (first, last) } else { (last, first) };
    if !(2000..=2200).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Whole đồng as banks write them: `1.234.567`, `1,234,567.00`, `79000 VND`, `-5 000`; nothing is zero.
fn amount(text: &str) -> Option<i64> {
    let upper = text.to_uppercase().replace('Đ', "").replace("VND", "");
    let (sign, digits) = match upper.trim().strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, upper.trim().trim_start_matches('+')),
    };
    let digits: String = digits.chars().filter(|sign| !sign.is_whitespace()).collect();
    if digits.is_empty() {
        return Some(0);
    }
    // After the last point or comma stand either three digits of a thousand, or one or two zeros of no đồng.
    let whole = match digits.rfind(['.', ',']) {
        Some(at) if digits.len() - at <= 3 => {
            let (whole, fraction) = digits.split_at(at);
            (fraction.bytes().skip(1).all(|digit| digit == b'0')).then_some(whole)?
        }
        _ => &digits,
    };
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let numeric = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|digit| digit.is_ascii_digit()));
    let grouped = groups.len() == 1 || groups[0].len() <= 3 && groups.iter().skip(1).all(|group| group.len() == 3);
    if !numeric || !grouped {
        return None;
    }
    groups.concat().parse::<i64>().ok().map(|amount| amount * sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const VIETNAMESE: &str = "\u{feff}NGÂN HÀNG MÔ PHỎNG;;;;\nSố tài khoản;113366668888;;;\n\n\
        Ngày giao dịch;Số bút toán;Ghi nợ;Ghi có;Nội dung\n\
        23/12/2025 08:15;FT253571;;79.000;\"CT DEN MC0123456789ABCD; nop le phi\"\n\
        23/12/2025;FT253572;50.000;;HOAN PHI\n\
        Tổng cộng;;50.000;79.000;\n";

    #[test]
    fn a_statement_is_read_as_a_vietnamese_bank_writes_it() {
        let statement = read(VIETNAMESE.as_bytes()).expect("a statement");
        assert_eq!((statement.from, statement.to), (date(2025, 12, 23), date(2025, 12, 23)));
        let [came, went] = &statement.lines[..] else { panic!("{statement:?}") };
        assert_eq!((came.row, came.credit, came.debit), (5, Dong(79_000), Dong(0)));
        assert_eq!(came.content, "CT DEN MC0123456789ABCD; nop le phi");
        assert_eq!((went.transaction.as_str(), went.debit), ("FT253572", Dong(50_000)));
    }

    #[test]
    fn one_column_with_a_sign_is_read_too() {
        let text = "Date,Transaction ID,Amount,Description\n2025-12-23,T1,\"79,000.00\",a\n2025-12-23,T2,-5000,b\n";
        let lines = read(text.as_bytes()).expect("a statement").lines;
        assert_eq!((lines[0].credit, lines[1].debit), (Dong(79_000), Dong(5_000)));
    }

    #[test]
    fn every_row_at_fault_is_named_and_nothing_is_taken() {
        let text = "Ngày,Mã giao dịch,Ghi có,Ghi nợ,Nội dung\n31/02/2025,A,1000,,x\n23/12/2025,,1000,,x\n\
            23/12/2025,B,mười,,x\n23/12/2025,C,1000,1000,x\n23/12/2025,D,,,x\n23/12/2025,E,1000,,x\n23/12/2025,E,1000,,x\n\
            23/12/2025,F,12.50,,x\n";
        let refusal = read(text.as_bytes()).expect_err("refused");
        let said: Vec<_> = refusal.problems.iter().map(|problem| (problem.pointer.as_str(), problem.code)).collect();
        assert_eq!(
            said,
            [
                ("/statement/2", "statement-day"),
                ("/statement/3", "statement-no-transaction"),
                ("/statement/4", "statement-amount"),
                ("/statement/5", "statement-one-side"),
                ("/statement/6", "statement-one-side"),
                ("/statement/8", "statement-transaction-twice"),
                ("/statement/9", "statement-amount"),
            ]
        );
    }

    #[test]
    fn what_is_no_statement_says_so() {
        let code = |bytes: &[u8]| read(bytes).expect_err("refused").problems[0].code;
        assert_eq!(code(b""), "statement-empty");
        assert_eq!(code(b"%PDF-1.4 nothing here"), "statement-without-heading");
        assert_eq!(code(&[0xff, 0xfe, 0x41]), "statement-not-utf8");
        assert_eq!(code(&vec![b'a'; LARGEST + 1]), "statement-too-large");
        assert_eq!(code("Ngày,Mã giao dịch,Ghi có,Nội dung\n".as_bytes()), "statement-empty");
    }

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes);
        }

        #[test]
        fn amounts_read_back_in_every_spelling(number in 0_i64..9_999_999_999) {
            let grouped = |sign: &str| {
                let digits = number.to_string();
                let mut parts = Vec::new();
                let mut rest = digits.as_str();
                while rest.len() > 3 {
                    let (front, back) = rest.split_at(rest.len() - 3);
                    parts.insert(0, back.to_owned());
                    rest = front;
                }
                parts.insert(0, rest.to_owned());
                parts.join(sign)
            };
            for text in [number.to_string(), grouped("."), grouped(","), format!("{},00", grouped(".")), format!("{} VND", grouped("."))] {
                prop_assert_eq!(amount(&text), Some(number), "{}", text);
            }
        }
    }
}
