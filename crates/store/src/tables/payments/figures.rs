//! How much is paid without cash, and whether every đồng is somewhere.

use crate::{Fault, Tx, values};
use rules::money::Dong;
use rules::quality::{Period, Share};
use std::collections::BTreeMap;

/// What was paid in a period, agency by agency: without cash, out of all.
///
/// # Errors
/// When the database fails.
pub fn cashless(tx: &mut Tx, period: Period) -> Result<BTreeMap<String, Share>, Fault> {
    let sql = "SELECT agency, SUM(CASE WHEN paid_by <> 'cash' THEN 1 ELSE 0 END), COUNT(*) FROM payments
         WHERE paid_day >= $1 AND paid_day <= $2 GROUP BY agency";
    tx.query(sql, values![period.from, period.to])?
        .iter()
        .map(|row| Ok((row.string(0)?, Share::new(row.int(1)?, row.int(2)?))))
        .collect()
}

/// The sums by which the books must balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Books {
    /// All that came in.
    pub received: Dong,
    /// In cash.
    pub cash: Dong,
    /// What was owed and is paid.
    pub kept: Dong,
    /// What came in part, while the rest is awaited.
    pub partial: Dong,
    /// What is owed back.
    pub surplus: Dong,
    /// What was paid back.
    pub refunded: Dong,
    /// What the receipts say.
    pub receipts: Dong,
}

impl Books {
    /// Whether every đồng that came in is kept, awaits its rest, is owed back or went back, and the receipts say what was kept.
    #[must_use]
    pub fn balance(&self) -> bool {
        self.received.0 == self.kept.0 + self.partial.0 + self.surplus.0 + self.refunded.0
    }
}

/// The books of the whole province.
///
/// # Errors
/// When the database fails.
pub fn books(tx: &mut Tx) -> Result<Books, Fault> {
    let sum = |tx: &mut Tx, sql: &str| Ok::<_, Fault>(Dong(tx.query_one(sql, values![])?.int(0)?));
    Ok(Books {
        received: sum(tx, "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payment_moneys")?,
        cash: sum(tx, "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payment_moneys WHERE source = 'cash'")?,
        // Of what was paid, some may have gone back beyond the surplus: after a withdrawal.
        kept: sum(
            tx,
            "SELECT CAST(COALESCE(SUM(received - refunded - surplus), 0) AS BIGINT) FROM payments WHERE state = 'paid'",
        )?,
        partial: sum(
            tx,
            "SELECT CAST(COALESCE(SUM(received - refunded), 0) AS BIGINT) FROM payments WHERE state IN ('waiting', 'short')",
        )?,
        surplus: sum(tx, "SELECT CAST(COALESCE(SUM(surplus), 0) AS BIGINT) FROM payments")?,
        refunded: sum(tx, "SELECT CAST(COALESCE(SUM(refunded), 0) AS BIGINT) FROM payments")?,
        receipts: sum(tx, "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM receipts")?,
    })
}
