//! The index of a counter, a procedure or an officer: of the indicators that count dossiers, from the very lists behind them. The national
//! evaluation is shown down to procedures; of a single officer it is internal.

use super::records::{Records, records};
use super::reports::Asked;
use crate::province::Province;
use crate::tables::dossier_lists::Condition;
use crate::{Failure, Tx};
use jiff::Timestamp;
use rules::codes::{AgencyCode, ProcedureCode};
use rules::quality::{Counts, Definition, IndexReport, Rank, Share, Side, compute, keys};

/// The indicators that single dossiers decide.
const KEYS: [&str; 8] = [
    keys::ON_TIME,
    keys::FILED_ONLINE,
    keys::PAID_ONLINE,
    keys::ELECTRONIC_RESULT,
    keys::DIGITISED,
    keys::REUSED,
    keys::PERSONAL_STORE,
    keys::SATISFIED,
];

/// What the index is narrowed to, besides an agency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// The counter that received them.
    pub counter: Option<AgencyCode>,
    /// Their procedure.
    pub procedure: Option<ProcedureCode>,
    /// The officer in charge, by login.
    pub officer: Option<String>,
}

impl Narrow {
    /// Whether it narrows anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Narrows a list in the same way.
    pub fn join(&self, condition: &mut Condition) {
        let parts = [
            ("d.counter =", self.counter.as_ref().map(AgencyCode::as_str)),
            ("d.procedure =", self.procedure.as_ref().map(ProcedureCode::as_str)),
            ("d.officer =", self.officer.as_deref()),
        ];
        for (left, value) in parts {
            if let Some(value) = value {
                condition.and(left, value);
            }
        }
    }

    /// The same in an address: `&procedure=1.001193`; empty for none.
    #[must_use]
    pub fn query(&self) -> String {
        let parts = [
            ("counter", self.counter.as_ref().map(AgencyCode::as_str)),
            ("procedure", self.procedure.as_ref().map(ProcedureCode::as_str)),
            ("officer", self.officer.as_deref()),
        ];
        parts.into_iter().filter_map(|(name, value)| Some(format!("&{name}={}", value?))).collect()
    }
}

/// The index of what is left of a scope over a period, as of a day. Indicators that count procedures, communes or petitions have no number
/// of it.
///
/// # Errors
/// When so many dossiers moved since that day that they can't be listed, or the database fails.
pub fn narrow_index(
    tx: &mut Tx,
    province: &Province,
    asked: &Asked,
    narrow: &Narrow,
    now: Timestamp,
) -> Result<IndexReport, Failure> {
    let Asked { scope, period, as_of } = asked;
    let definition = Definition::in_force(period.to);
    let mut counts = Counts::default();
    for key in KEYS {
        let mut count = |side| {
            let found = records(tx, province, key, side, scope, *period, *as_of)?;
            let Some(Records::Dossiers(mut condition)) = found else { return Ok::<_, Failure>(0) };
            narrow.join(&mut condition);
            let sql = format!("SELECT COUNT(*) FROM dossiers d WHERE {}", condition.sql);
            Ok(tx.query_one(&sql, condition.values)?.int(0)?)
        };
        let (numerator, rest) = (count(Side::Numerator)?, count(Side::Rest)?);
        counts.set(key, Share::new(numerator, numerator + rest));
    }
    let index = compute(definition, scope.level(), &counts);
    let report = IndexReport::new(&index, definition, scope, *period, *as_of, Rank::UNKNOWN, now);
    Ok(report.narrowed(&narrow.query()))
}

/// Whether dossiers of this counter, procedure or officer were ever entered: a mistyped one has no index.
///
/// # Errors
/// When the database fails.
pub fn is_known(tx: &mut Tx, narrow: &Narrow) -> Result<bool, Failure> {
    let mut condition = Condition::default();
    narrow.join(&mut condition);
    if condition.sql.is_empty() {
        return Ok(true);
    }
    let sql = format!("SELECT 1 FROM dossiers d WHERE {} LIMIT 1", condition.sql);
    Ok(tx.query_opt(&sql, condition.values)?.is_some())
}
