//! The tasks of the day, bundled into one message a person: what they must do, what their agency is late with, what it waits for.

use super::messages;
use crate::tables::messages::{Args, find};
use crate::{Fault, Tx};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::messages::Notice;
use rules::tasks::rungs;

/// Tells everybody of the tasks of the day, once a day however often it is asked; answers how many were told.
///
/// # Errors
/// When the database refuses.
pub fn remind(tx: &mut Tx, now: Timestamp) -> Result<u64, Fault> {
    let day = day_of(now);
    let rungs = rungs(day);
    // What waits for the assigner, and what stands still, is nobody's to hurry.
    let sql = "SELECT login, SUM(near), SUM(late), SUM(led), SUM(given) FROM (
            SELECT responsible AS login, CASE WHEN due_on >= $1 THEN 1 ELSE 0 END AS near,
                CASE WHEN due_on < $1 THEN 1 ELSE 0 END AS late, 0 AS led, 0 AS given
            FROM tasks WHERE open = 1 AND status NOT IN ('suspended', 'submitted') AND due_on <= $2
            UNION ALL
            SELECT p.login, 0, 0, 1, 0 FROM tasks t JOIN positions p ON p.agency = t.lead AND p.role = 'approver'
            WHERE t.open = 1 AND t.status NOT IN ('suspended', 'submitted') AND t.due_on < $1 AND t.responsible <> p.login
                AND p.from_on <= $1 AND (p.until_on IS NULL OR p.until_on >= $1)
            UNION ALL
            SELECT p.login, 0, 0, 0, 1 FROM tasks t JOIN positions p ON p.agency = t.assigner AND p.role = 'approver'
            WHERE t.open = 1 AND t.status NOT IN ('suspended', 'submitted') AND t.due_on < $3 AND t.assigner <> t.lead
                AND p.from_on <= $1 AND (p.until_on IS NULL OR p.until_on >= $1)
        ) told GROUP BY login ORDER BY login";
    let mut told = 0;
    let days = [day, rungs.near, rungs.very_late].map(|day| day.to_string().into());
    for row in tx.query(sql, days.into())? {
        let login = row.string(0)?;
        let id = format!("reminders/{}/{login}/{day}", Notice::TasksOfTheDay.key());
        if find(tx, &id)?.is_some() {
            continue;
        }
        let mut args = Args::new();
        for (column, name) in ["near", "late", "led", "given"].into_iter().enumerate() {
            args.insert(name.to_owned(), row.int(column + 1)?.to_string());
        }
        messages::officer(tx, id, &login, Notice::TasksOfTheDay, args, now)?;
        told += 1;
    }
    Ok(told)
}
