//! Two days side by side: which dossiers stand on another side of an indicator on the later day, each day as it was known at its end.

use super::known::{dossier_before, moved_between};
use super::totals::agencies_of;
use crate::province::Province;
use crate::{Failure, Tx, values};
use jiff::civil::Date;
use rules::quality::{Period, Scope, Side, side_of};
use std::collections::BTreeSet;

/// A dossier that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its code.
    pub code: String,
    /// Where it stood at the end of the earlier day; nothing where it did not count.
    pub from: Option<Side>,
    /// Where it stood at the end of the later day.
    pub to: Option<Side>,
}

/// The dossiers of the scope that stand on another side of an indicator at the end of the later day than at that of the earlier one,
/// both over the days since `from`; by code. Empty for indicators that count other things than dossiers.
///
/// # Errors
/// When the database fails.
pub fn moved(
    tx: &mut Tx,
    province: &Province,
    key: &str,
    scope: &Scope,
    from: Date,
    (earlier, later): (Date, Date),
) -> Result<Vec<Moved>, Failure> {
    let agencies = agencies_of(tx, province, scope)?;
    let (before, after) = (Period { from, to: earlier }, Period { from, to: later });
    // Whatever was entered since the earlier day, and what became due between the two without anybody doing anything.
    let mut candidates: BTreeSet<String> = moved_between(tx, before.end(), None)?.into_iter().collect();
    let due = tx.query(
        "SELECT code FROM dossiers WHERE received_at < $1 AND due_at >= $2 AND due_at < $3",
        values![before.end(), before.last_day(), after.last_day()],
    )?;
    for row in due {
        candidates.insert(row.string(0)?);
    }
    let mut moved = Vec::new();
    for code in candidates {
        let mut stood = |period: Period| {
            let dossier = dossier_before(tx, &code, period.end())?;
            let within = |dossier: &rules::dossiers::Dossier| {
                agencies.is_empty() || agencies.contains(&dossier.filed.competent_agency)
            };
            Ok::<_, Failure>(dossier.filter(within).and_then(|dossier| side_of(key, &dossier, period)))
        };
        let (from, to) = (stood(before)?, stood(after)?);
        if from != to {
            moved.push(Moved { code, from, to });
        }
    }
    Ok(moved)
}
