//! The accounts to which fees are paid.

use crate::{Fault, Tx, values};
use rules::codes::AgencyCode;
use rules::payments::AccountNamed;
use rules::payments::vietqr::Account;
use rules::people::is_within;

pub(super) fn apply(tx: &mut Tx, named: &AccountNamed) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO fee_accounts (agency, bin, number, bank, owner) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (agency) DO UPDATE SET bin = excluded.bin, number = excluded.number, bank = excluded.bank,
             owner = excluded.owner",
        values![
            named.agency.as_str(),
            named.account.bin.as_str(),
            named.account.number.as_str(),
            named.bank.as_str(),
            named.owner.as_str(),
        ],
    )
}

/// Every account, by agency.
///
/// # Errors
/// When the database fails.
pub fn all(tx: &mut Tx) -> Result<Vec<AccountNamed>, Fault> {
    let rows = tx.query("SELECT agency, bin, number, bank, owner FROM fee_accounts ORDER BY agency", values![])?;
    rows.iter()
        .map(|row| {
            let account = Account { bin: row.string(1)?, number: row.string(2)? };
            Ok(AccountNamed { agency: row.parsed(0)?, account, bank: row.string(3)?, owner: row.string(4)? })
        })
        .collect()
}

/// The account to which an agency's fees are paid: its own, or that of the nearest agency above it.
///
/// # Errors
/// When the database fails.
pub fn of(tx: &mut Tx, agency: &AgencyCode) -> Result<Option<AccountNamed>, Fault> {
    Ok(nearest(all(tx)?, agency))
}

/// The account of the nearest agency at or above this one.
#[must_use]
pub fn nearest(accounts: Vec<AccountNamed>, agency: &AgencyCode) -> Option<AccountNamed> {
    let above = accounts.into_iter().filter(|named| is_within(agency, &named.agency));
    above.max_by_key(|named| named.agency.as_str().len())
}
