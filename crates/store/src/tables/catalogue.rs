//! The table of procedures: the newest version of each.

use crate::engine::Tx;
use crate::{Fault, values};
use rules::catalogue::{Event, State};

/// Takes in one event, the `version`-th of its procedure.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx<'_>, event: &Event, version: u64) -> Result<(), Fault> {
    let version = i64::try_from(version).unwrap_or(i64::MAX);
    match event {
        Event::Published(published) => {
            let procedure = &published.procedure;
            let body = serde_json::to_string(procedure).map_err(Fault::encoding)?;
            tx.execute(
                "INSERT INTO procedures (code, version, effective_on, withdrawn_on, body) VALUES ($1, $2, $3, NULL, $4)
                 ON CONFLICT (code) DO UPDATE SET version = excluded.version, effective_on = excluded.effective_on,
                     withdrawn_on = NULL, body = excluded.body",
                &values![procedure.code.as_str(), version, published.effective_on.to_string(), body],
            )
        }
        Event::Withdrawn(withdrawn) => tx.execute(
            "UPDATE procedures SET version = $1, withdrawn_on = $2 WHERE code = $3",
            &values![version, withdrawn.effective_on.to_string(), withdrawn.code.as_str()],
        ),
    }
}

/// Every procedure as it stands, withdrawn ones too, by code.
///
/// # Errors
/// When the database fails.
pub fn procedures(tx: &mut Tx<'_>) -> Result<Vec<State>, Fault> {
    tx.query("SELECT version, withdrawn_on, body FROM procedures ORDER BY code", &[], |row| {
        let withdrawn_on = row.optional_text(1)?.map(|day| day.parse()).transpose();
        Ok(State {
            procedure: Some(serde_json::from_str(&row.text(2)?).map_err(Fault::encoding)?),
            withdrawn_on: withdrawn_on.map_err(|_| Fault::broken("a procedure has a malformed day"))?,
            version: row.int(0)?.unsigned_abs(),
        })
    })
}
