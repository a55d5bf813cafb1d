//! What the parts of tasks add up to, worked out anew from the rows of everything below them: nothing of it is kept.

use crate::tables::condition::Condition;
use crate::{Fault, Tx};
use jiff::civil::Date;
use rules::codes::TaskCode;
use rules::indicators::Amount;
use rules::tasks::{Light, Part, Status, Whole, add_up};
use std::collections::{BTreeMap, HashMap};

/// What the parts of each of these tasks add up to on a day, by one query for all of them; those without parts are not in it.
///
/// # Errors
/// When the database fails.
pub fn wholes(tx: &mut Tx, codes: &[TaskCode], today: Date) -> Result<BTreeMap<TaskCode, Whole>, Fault> {
    if codes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut all = Condition::all();
    let places: Vec<String> = codes.iter().map(|code| all.value(code.as_str())).collect();
    // UNION leaves out what was found before, so that nothing goes round for ever.
    let sql = format!(
        "WITH RECURSIVE below (whole, code) AS (
             SELECT t.parent, t.code FROM tasks t WHERE t.parent IN ({})
             UNION
             SELECT b.whole, t.code FROM tasks t JOIN below b ON t.parent = b.code
         )
         SELECT b.whole, w.unit, t.code, t.parent, t.status, t.due_on, t.submitted_late, t.unit, t.target, t.value
         FROM below b JOIN tasks t ON t.code = b.code JOIN tasks w ON w.code = b.whole",
        places.join(", ")
    );
    let mut below: HashMap<TaskCode, (String, Vec<Part>)> = HashMap::new();
    for row in tx.query(&sql, all.values)? {
        let status = Status::from_key(row.text(4)?).ok_or_else(|| Fault::new("a task has an unknown status"))?;
        let due_on: Date = row.parsed(5)?;
        let late = match status {
            Status::Completed | Status::Submitted => row.bool(6)?,
            Status::Cancelled | Status::Suspended => false,
            _ => today > due_on,
        };
        let part = Part {
            code: row.parsed(2)?,
            parent: row.parsed(3)?,
            status,
            light: Light::of(status, late),
            unit: row.string(7)?,
            target: row.opt_int(8)?.map(Amount),
            value: row.opt_int(9)?.map(Amount),
        };
        let whole = below.entry(row.parsed(0)?).or_insert_with(|| (String::new(), Vec::new()));
        whole.0 = row.string(1)?;
        whole.1.push(part);
    }
    let added =
        below.into_iter().filter_map(|(code, (unit, parts))| Some((code.clone(), add_up(&code, &unit, &parts)?)));
    Ok(added.collect())
}
