//! The tables of payments. A payment's row is a function of its state; money, receipts and lines of the bank follow event by event.

pub mod accounts;
pub mod attempts;
pub mod figures;
pub mod lists;
pub mod moneys;
pub mod statements;

use crate::desk::payments::load_at;
use crate::journal::Recorded;
use crate::{Fault, Tx, values};
use rules::calendar::day_of;
use rules::catalogue::FeeKind;
use rules::payments::{Event, MoneyReceived, Payment, ReceiptIssued, Reference, Requested};

/// Takes in one entry.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event, recorded: &Recorded) -> Result<(), Fault> {
    let reference = match event {
        Event::AccountNamed(named) => return accounts::apply(tx, named),
        Event::StatementImported(imported) => return statements::apply(tx, imported, recorded),
        Event::MoneyReceived(money) => {
            insert_money(tx, money, recorded)?;
            &money.reference
        }
        Event::ReceiptIssued(receipt) => {
            insert_receipt(tx, receipt, recorded)?;
            &receipt.reference
        }
        Event::Requested(requested) => &requested.reference,
        Event::Cancelled(cancelled) => &cancelled.reference,
        Event::Accepted(accepted) => &accepted.reference,
        Event::RefundAsked(asked) => &asked.reference,
        Event::RefundDecided(decided) => &decided.reference,
        Event::Refunded(refunded) => &refunded.reference,
    };
    // As it stood after this entry, also when it is taken in again from a journal that goes on.
    let payment = load_at(tx, reference, recorded.version)?;
    let payment = payment.ok_or_else(|| Fault::new("the stream of a payment is empty"))?;
    write(tx, &payment)?;
    // Receipts and refunds change nothing of what was owed and how it was paid.
    if matches!(event, Event::Requested(_) | Event::MoneyReceived(_) | Event::Cancelled(_) | Event::Accepted(_)) {
        let Requested { dossier, procedure, .. } = &payment.requested;
        super::quality::fees::of_payments(tx, dossier.as_str(), procedure.as_str(), day_of(recorded.at))?;
    }
    Ok(())
}

/// The key of a kind of money in the database.
pub(crate) fn kind_key(kind: FeeKind) -> &'static str {
    match kind {
        FeeKind::Fee => "fee",
        FeeKind::Charge => "charge",
    }
}

fn write(tx: &mut Tx, payment: &Payment) -> Result<(), Fault> {
    let requested = &payment.requested;
    tx.execute(
        "INSERT INTO payments (reference, dossier, procedure, agency, online, amount, state, requested_at, paid_at, paid_day,
             paid_by, received, surplus, refunded, promised, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         ON CONFLICT (reference) DO UPDATE SET state = excluded.state, paid_at = excluded.paid_at,
             paid_day = excluded.paid_day, paid_by = excluded.paid_by, received = excluded.received,
             surplus = excluded.surplus, refunded = excluded.refunded, promised = excluded.promised,
             version = excluded.version",
        values![
            requested.reference.as_str(),
            requested.dossier.as_str(),
            requested.procedure.as_str(),
            requested.agency.as_str(),
            requested.online,
            requested.amount.0,
            payment.state().key(),
            payment.requested_at,
            payment.paid_at,
            payment.paid_at.map(day_of),
            payment.paid_by().map(rules::payments::Source::key),
            payment.received().0,
            payment.surplus().0,
            payment.refunded().0,
            payment.promised().0,
            payment.version,
        ],
    )?;
    for refund in &payment.refunds {
        tx.execute(
            "INSERT INTO refunds (reference, number, dossier, agency, amount, state, reason, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (reference, number) DO UPDATE SET state = excluded.state",
            values![
                requested.reference.as_str(),
                refund.asked.number,
                requested.dossier.as_str(),
                requested.agency.as_str(),
                refund.asked.amount.0,
                refund.state.key(),
                refund.asked.reason.as_str(),
                refund.asked_at,
            ],
        )?;
    }
    Ok(())
}

fn insert_money(tx: &mut Tx, money: &MoneyReceived, recorded: &Recorded) -> Result<(), Fault> {
    let dossier = dossier_of(tx, &money.reference)?;
    tx.execute(
        "INSERT INTO payment_moneys (source, number, reference, dossier, agency, attempt, amount, paid_at, day, heard_at, fit,
             counter)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        values![
            money.source.key(),
            money.transaction.as_str(),
            money.reference.as_str(),
            dossier,
            recorded.ledger.as_str(),
            money.attempt.as_ref().map(rules::payments::AttemptCode::as_str),
            money.amount.0,
            money.paid_at,
            day_of(money.paid_at),
            recorded.at,
            money.fit.key(),
            money.counter.as_ref().map(rules::codes::AgencyCode::as_str),
        ],
    )
}

fn dossier_of(tx: &mut Tx, reference: &Reference) -> Result<String, Fault> {
    let row = tx.query_one("SELECT dossier FROM payments WHERE reference = $1", values![reference.as_str()])?;
    row.string(0)
}

fn insert_receipt(tx: &mut Tx, receipt: &ReceiptIssued, recorded: &Recorded) -> Result<(), Fault> {
    let (agency, year, kind) = (receipt.agency.as_str(), i64::from(receipt.year), kind_key(receipt.kind));
    tx.execute(
        "INSERT INTO receipts (agency, year, kind, number, reference, dossier, amount, issued_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        values![
            agency,
            year,
            kind,
            receipt.number,
            receipt.reference.as_str(),
            receipt.dossier.as_str(),
            receipt.amount.0,
            recorded.at,
        ],
    )?;
    // So that numbering goes on after a rebuild.
    tx.execute(
        "INSERT INTO receipt_numbers (agency, year, kind, last) VALUES ($1, $2, $3, $4)
         ON CONFLICT (agency, year, kind) DO UPDATE SET last =
             CASE WHEN excluded.last > receipt_numbers.last THEN excluded.last ELSE receipt_numbers.last END",
        values![agency, year, kind, receipt.number],
    )
}

/// The next number of a receipt, taken in this transaction: whoever holds the agency's ledger takes it, and gives it back with
/// everything else when the transaction fails.
pub(crate) fn next_receipt(tx: &mut Tx, agency: &str, year: i16, kind: FeeKind) -> Result<u32, Fault> {
    let row = tx.query_one(
        "INSERT INTO receipt_numbers (agency, year, kind, last) VALUES ($1, $2, $3, 1)
         ON CONFLICT (agency, year, kind) DO UPDATE SET last = receipt_numbers.last + 1
         RETURNING last",
        values![agency, i64::from(year), kind_key(kind)],
    )?;
    u32::try_from(row.int(0)?).map_err(|error| Fault::because("a receipt's number", error))
}
