//! `motcua payments`: accounts for fees, statements, and whether the books balance.

use super::settings::Place;
use super::{CommandError, Texts, said};
use anyhow::Context as _;
use clap::Subcommand;
use jiff::Timestamp;
use rules::codes::AgencyCode;
use rules::payments::vietqr::Account;
use rules::payments::{AccountNamed, Difference, read_statement};
use rules::people::Capacity;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::path::PathBuf;
use store::desk::payments as desk;
use store::province::ProvinceCache;
use store::tables::payments::{attempts, figures, statements};
use store::{Options, Store};

/// What to do with payments.
#[derive(Debug, Subcommand)]
pub enum Payments {
    /// Name the account to which an agency's fees are paid
    Account {
        /// Whose
        #[arg(long, value_name = "CODE")]
        agency: AgencyCode,
        /// The bank's six digits (BIN)
        #[arg(long)]
        bin: String,
        /// The account's number
        #[arg(long)]
        number: String,
        /// The bank's name
        #[arg(long)]
        bank: String,
        /// The account's owner, as the bank writes it
        #[arg(long)]
        owner: String,
    },
    /// Take in a bank's statement (CSV) and print how it compares, as JSON
    Statement {
        /// Whose account
        #[arg(long, value_name = "CODE")]
        agency: AgencyCode,
        /// The file
        file: PathBuf,
    },
    /// Print the books as JSON; exit status 1 when a đồng is missing or counted twice
    Audit,
}

impl Payments {
    /// Runs it.
    ///
    /// # Errors
    /// When the rules refuse, or the books do not balance.
    pub fn run(&self, place: &Place, texts: Texts, now: Timestamp) -> Result<String, CommandError> {
        let store = place.open_existing(&Options::default(), texts)?;
        // In a simulated province it is later than its own last entry, whatever the day is here.
        let last = store.read_blocking(store::journal::last_recorded)?;
        let now = if crate::demo::is_simulated(&store)? { last.unwrap_or(now) } else { now };
        match self {
            Self::Account { agency, bin, number, bank, owner } => {
                let account = Account::new(bin, number).map_err(|error| CommandError::Refused(error.to_string()))?;
                let (agency, bank, owner) = (agency.clone(), bank.clone(), owner.clone());
                let named = AccountNamed { agency, account, bank, owner };
                let done = store.write_blocking(move |tx| {
                    let province = ProvinceCache::default().get(tx)?;
                    desk::name_account(tx, &province, named.clone(), &Capacity::system("motcua payments"), now)
                });
                done.map_err(|failure| CommandError::of(failure, texts)).map(|()| String::new())
            }
            Self::Statement { agency, file } => {
                let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
                let statement =
                    read_statement(&bytes).map_err(|refusal| CommandError::Refused(said(&refusal, texts)))?;
                let hash = hex::encode(Sha256::digest(&bytes));
                let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let agency = agency.clone();
                let done = store.write_blocking(move |tx| {
                    let province = ProvinceCache::default().get(tx)?;
                    let by = Capacity::system("motcua payments");
                    let imported =
                        desk::import(tx, &province, &agency, (&name, &hash), &statement, (&by, |_| false), now)?;
                    Ok::<_, store::Failure>((imported, desk::reconcile(tx, &hash)?))
                });
                let (imported, compared) = done.map_err(|failure| CommandError::of(failure, texts))?;
                let count = |wanted| compared.rows.iter().filter(|row| row.difference == wanted).count();
                let lost = compared.rows.iter().filter(|row| row.difference == Difference::MissingHere);
                let lost: i64 = lost.filter_map(|row| row.line.as_ref()).map(|line| line.credit.0).sum();
                let rows = Difference::ALL.map(|difference| (difference.key(), count(difference)));
                Ok(json!({
                    "new": imported.new,
                    "transfers": imported.transfers,
                    "rows": rows.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
                    "unidentified": lost,
                })
                .to_string())
            }
            Self::Audit => audit(&store),
        }
    }
}

fn audit(store: &Store) -> Result<String, CommandError> {
    let read = store.read_blocking(|tx| {
        let number = |tx: &mut store::Tx, sql: &str| tx.query_one(sql, Vec::new())?.int(0);
        // As many receipts as the last number says, each payment's only once, and of what was owed.
        let gaps = number(
            tx,
            "SELECT COUNT(*) FROM (SELECT agency, year, kind, COUNT(*) AS held, MAX(number) AS top FROM receipts
             GROUP BY agency, year, kind) AS books WHERE held <> top",
        )?;
        let receipts = number(
            tx,
            "SELECT COUNT(*) FROM payments p WHERE p.paid_at IS NOT NULL AND p.amount <>
             (SELECT CAST(COALESCE(SUM(r.amount), 0) AS BIGINT) FROM receipts r WHERE r.reference = p.reference)",
        )?;
        let states = tx.query("SELECT state, COUNT(*) FROM payments GROUP BY state ORDER BY state", Vec::new())?;
        let states =
            states.iter().map(|row| Ok((row.string(0)?, row.int(1)?))).collect::<Result<Vec<_>, store::Fault>>()?;
        Ok::<_, store::Fault>((
            figures::books(tx)?,
            statements::credits(tx)?,
            attempts::unknown(tx)?,
            gaps,
            receipts,
            states,
        ))
    });
    let (books, credits, unknown, gaps, receipts, states) = read?;
    let said = json!({
        "received": books.received.0, "cash": books.cash.0, "kept": books.kept.0, "partial": books.partial.0,
        "surplus": books.surplus.0, "refunded": books.refunded.0, "receipts": books.receipts.0,
        "at_bank": credits.0, "tries_open": unknown.0, "tries_silent": unknown.1,
        "receipts_with_gaps": gaps, "payments_with_wrong_receipts": receipts,
        "states": states.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        "balance": books.balance(),
    })
    .to_string();
    if books.balance() && gaps == 0 && receipts == 0 { Ok(said) } else { Err(CommandError::Refused(said)) }
}
