//! Receipts as papers: each documents the journal's entry that numbered it, and is found again by the code that follows from it.

use super::stream;
use crate::desk::dossiers::{self, Loaded};
use crate::journal::{self, Recorded};
use crate::{Failure, Fault, Tx, values};
use rules::Refusal;
use rules::catalogue::FeeKind;
use rules::payments::{Payment, ReceiptIssued, Reference};
use seals::DocumentCode;
use std::fmt;
use std::str::FromStr;

/// What stands on a receipt and in the address that its QR code opens: the dossier, the kind, the code. The numbers of the kinds come
/// after those of the official forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptId {
    dossier: String,
    kind: FeeKind,
    code: DocumentCode,
}

/// The number of a kind of receipt among the papers with a code.
fn number(kind: FeeKind) -> u8 {
    match kind {
        FeeKind::Fee => 8,
        FeeKind::Charge => 9,
    }
}

impl fmt::Display for ReceiptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}.{}", self.dossier, number(self.kind), self.code)
    }
}

impl FromStr for ReceiptId {
    type Err = Refusal;

    /// Reads what people type or scan.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let mut parts = text.trim().rsplitn(3, '.');
        let code = parts.next().and_then(|code| code.parse().ok());
        let wanted = parts.next().and_then(|form| form.parse::<u8>().ok());
        let kind = [FeeKind::Fee, FeeKind::Charge].into_iter().find(|kind| Some(number(*kind)) == wanted);
        match (parts.next(), kind, code) {
            (Some(dossier), Some(kind), Some(code)) => Ok(Self { dossier: dossier.to_uppercase(), kind, code }),
            _ => Err(Refusal::not_found("official-unknown")),
        }
    }
}

/// A receipt with what it documents.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// What stands on it.
    pub issued: ReceiptIssued,
    /// Its code.
    pub id: ReceiptId,
    /// The payment as it stands now.
    pub payment: Payment,
    /// The entry.
    pub entry: Recorded,
}

impl Receipt {
    /// Whether all that it says is still kept: nothing of what was owed went back.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.payment.received().0 - self.payment.refunded().0 >= self.payment.requested.amount.0
    }
}

/// The receipts of a dossier, in the order of their payments and entries.
///
/// # Errors
/// When the database fails.
pub fn receipts(tx: &mut Tx, dossier: &str) -> Result<Vec<Receipt>, Fault> {
    let sql = "SELECT reference FROM payments WHERE dossier = $1 ORDER BY requested_at, reference";
    let references: Vec<Reference> =
        tx.query(sql, values![dossier])?.iter().map(|row| row.parsed(0)).collect::<Result<_, _>>()?;
    let mut receipts = Vec::new();
    for reference in references {
        let history = journal::read_stream(tx, &stream(&reference))?;
        let Some(payment) = super::fold(&history)? else { continue };
        for entry in history {
            let rules::Event::Payments(rules::payments::Event::ReceiptIssued(issued)) = &entry.event else { continue };
            let code = DocumentCode::of(entry.hash, number(issued.kind));
            let id = ReceiptId { dossier: dossier.to_owned(), kind: issued.kind, code };
            receipts.push(Receipt { issued: issued.clone(), id, payment: payment.clone(), entry });
        }
    }
    Ok(receipts)
}

/// The receipt that somebody holds in their hands, with its dossier.
///
/// # Errors
/// The same refusal whether there is no such dossier, no such receipt, or the code is another's.
pub fn find_receipt(tx: &mut Tx, wanted: &ReceiptId) -> Result<(Loaded, Receipt), Failure> {
    let unknown = || Failure::from(Refusal::not_found("official-unknown"));
    let loaded = dossiers::load(tx, &wanted.dossier)?.ok_or_else(unknown)?;
    let found = receipts(tx, &wanted.dossier)?.into_iter().find(|receipt| receipt.id == *wanted);
    Ok((loaded, found.ok_or_else(unknown)?))
}
