//! What agencies and responsible persons did in a period, counted for their scores. Only what was late is read row by row.

use crate::{Fault, Tx, values};
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::people::is_within;
use rules::people::permissions::Scope;
use rules::tasks::scores::Work;
use std::collections::BTreeMap;

/// Whose work it is: a lead agency, and the responsible person in it where persons are asked for (login and name).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whose {
    /// The lead agency.
    pub lead: AgencyCode,
    /// The responsible person.
    pub person: Option<(String, String)>,
}

/// The work of a period by agency, or by person; those within the scope. What is open and late is so at the period's end, which must not
/// be later than today.
///
/// # Errors
/// When the database fails.
pub fn scores(
    tx: &mut Tx,
    scope: &Scope,
    (from, to): (Date, Date),
    by_person: bool,
) -> Result<Vec<(Whose, Work)>, Fault> {
    let mut all: BTreeMap<Whose, Work> = BTreeMap::new();
    let person = if by_person { "responsible, responsible_name" } else { "'', ''" };
    let group = if by_person { "lead, responsible, responsible_name" } else { "lead" };
    let whose = |row: &crate::Row| {
        let lead: AgencyCode = row.parsed(0)?;
        let person = by_person.then(|| Ok::<_, Fault>((row.string(1)?, row.string(2)?))).transpose()?;
        Ok::<_, Fault>(Whose { lead, person })
    };
    let days = || values![from.to_string(), to.to_string()];
    let sql = format!(
        "SELECT lead, {person}, COUNT(*), SUM(1 - submitted_late), SUM(CASE WHEN returned > 0 THEN 1 ELSE 0 END)
         FROM tasks WHERE status = 'completed' AND submitted_on >= $1 AND submitted_on <= $2 GROUP BY {group}"
    );
    for row in tx.query(&sql, days())? {
        let work = all.entry(whose(&row)?).or_default();
        (work.done, work.in_time, work.returned) = (row.count(3)?, row.count(4)?, row.count(5)?);
    }
    let sql = format!(
        "SELECT lead, {person}, due_on, submitted_on FROM tasks
         WHERE status = 'completed' AND submitted_on >= $1 AND submitted_on <= $2 AND submitted_late = 1"
    );
    for row in tx.query(&sql, days())? {
        let late = between(row.parsed(3)?, row.parsed(4)?);
        all.entry(whose(&row)?).or_default().days_late += late;
    }
    let sql = format!(
        "SELECT lead, {person}, due_on FROM tasks WHERE open = 1 AND due_on < $1
             AND status IN ('assigned', 'accepted', 'in_progress', 'returned')"
    );
    for row in tx.query(&sql, values![to.to_string()])? {
        let late = between(row.parsed(3)?, to);
        let work = all.entry(whose(&row)?).or_default();
        work.open_late += 1;
        work.days_late += late;
    }
    let seen = |agency: &AgencyCode| match scope {
        Scope::All => true,
        Scope::Agencies(seen) => seen.iter().any(|seen| is_within(agency, &seen.agency)),
        Scope::Owner(_) => false,
    };
    Ok(all.into_iter().filter(|(whose, _)| seen(&whose.lead)).collect())
}

fn between(due: Date, day: Date) -> u64 {
    u64::try_from((day - due).get_days()).unwrap_or_default()
}
