//! What can happen to a payment. These are kept for ever: fields may be added, never renamed. Nobody's name is in them: whose
//! dossier it is stands in the dossier.

use super::vietqr::Account;
use super::{AttemptCode, Line, Reference};
use crate::catalogue::{Counted, FeeKind};
use crate::codes::{AgencyCode, DossierCode, ProcedureCode};
use crate::money::Dong;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a payment, to an agency's account or to its statements.
    "payments" {
        /// Somebody owes something for a dossier, or nothing and why.
        Requested(Requested) = "requested",
        /// Money came in.
        MoneyReceived(MoneyReceived) = "money_received",
        /// A receipt was numbered.
        ReceiptIssued(ReceiptIssued) = "receipt_issued",
        /// Nothing is owed any more.
        Cancelled(Cancelled) = "cancelled",
        /// Money that came after the request had expired was kept for what was owed.
        Accepted(Accepted) = "accepted",
        /// Somebody asked that money be paid back.
        RefundAsked(RefundAsked) = "refund_asked",
        /// A leader decided about it.
        RefundDecided(RefundDecided) = "refund_decided",
        /// The money was paid back.
        Refunded(Refunded) = "refunded",
        /// An agency's account for fees.
        AccountNamed(AccountNamed) = "account_named",
        /// Lines of a bank's statement.
        StatementImported(StatementImported) = "statement_imported",
    }
}

/// Somebody owes something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requested {
    /// The payment's number.
    pub reference: Reference,
    /// For which dossier.
    pub dossier: DossierCode,
    /// Of which procedure.
    pub procedure: ProcedureCode,
    /// The agency whose fee it is.
    pub agency: AgencyCode,
    /// What for.
    pub items: Vec<Item>,
    /// How much in all; zero is an exemption.
    pub amount: Dong,
    /// Whether the dossier was filed online.
    #[serde(default)]
    pub online: bool,
    /// What the officer said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Until when it waits; for ever when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// One fee or charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What for.
    pub name: String,
    /// Fee or charge.
    pub kind: FeeKind,
    /// How much before reductions.
    pub full: Dong,
    /// How that was counted, row by row, where it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counted: Vec<Counted>,
    /// How much.
    pub amount: Dong,
    /// Why less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduction: Option<Reduction>,
}

/// Why somebody pays less.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reduction {
    /// The group that they belong to.
    pub group: String,
    /// What was taken off, in percent.
    pub percent: u8,
    /// The rule of law.
    pub basis: String,
}

/// Where money comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The payment gateway.
    Gateway,
    /// A transfer to the agency's account.
    Bank,
    /// Cash at a counter.
    Cash,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 3] = [Self::Gateway, Self::Bank, Self::Cash];

    /// Its name in the database and in message catalogues.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Bank => "bank",
            Self::Cash => "cash",
        }
    }

    /// The source of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.key() == key)
    }
}

/// Money came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyReceived {
    /// For which payment.
    pub reference: Reference,
    /// Where from.
    pub source: Source,
    /// Its number there: with the source it names this money, once and for all.
    pub transaction: String,
    /// The try at the gateway that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<AttemptCode>,
    /// How much.
    pub amount: Dong,
    /// When it was paid, by the clock of who took it.
    pub paid_at: Timestamp,
    /// The counter that took it in cash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter: Option<AgencyCode>,
    /// Whether it was what was owed.
    pub fit: Fit,
}

/// How money that came in fits what was owed at that moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// Exactly what was left to pay.
    Exact,
    /// Too little: the rest is still owed.
    Short,
    /// Too much: the surplus is owed back.
    Surplus,
    /// It had been paid already: all of it is owed back.
    Again,
    /// Nothing was owed any more: all of it is owed back.
    Closed,
}

impl Fit {
    /// Its name in message catalogues.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Short => "short",
            Self::Surplus => "surplus",
            Self::Again => "again",
            Self::Closed => "closed",
        }
    }
}

/// A receipt was numbered; fees and charges have receipts of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptIssued {
    /// For which payment.
    pub reference: Reference,
    /// For which dossier.
    pub dossier: DossierCode,
    /// The agency that issues it.
    pub agency: AgencyCode,
    /// The year of its number.
    pub year: i16,
    /// Fee or charge.
    pub kind: FeeKind,
    /// Its number in the agency's year: no gaps.
    pub number: u32,
    /// What for, and how much.
    pub items: Vec<Item>,
    /// How much in all.
    pub amount: Dong,
}

/// Why nothing is owed any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The dossier was withdrawn.
    Withdrawn,
    /// The dossier was stopped.
    Stopped,
    /// The dossier was refused.
    Refused,
    /// Another amount took its place.
    Replaced,
    /// The payer was found to be exempt.
    Exempted,
    /// An officer took it back.
    Mistaken,
    /// It was not paid in its time.
    Expired,
}

impl Cause {
    /// Its name in message catalogues.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Stopped => "stopped",
            Self::Refused => "refused",
            Self::Replaced => "replaced",
            Self::Exempted => "exempted",
            Self::Mistaken => "mistaken",
            Self::Expired => "expired",
        }
    }
}

/// Nothing is owed any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// Which payment.
    pub reference: Reference,
    /// Why.
    pub cause: Cause,
    /// What the officer said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Money that came after the request had expired was kept for what was owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// Which payment.
    pub reference: Reference,
}

/// Somebody asked that money be paid back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundAsked {
    /// Of which payment.
    pub reference: Reference,
    /// The number of the refund within the payment, from 1.
    pub number: u32,
    /// How much.
    pub amount: Dong,
    /// Why.
    pub reason: String,
    /// To which account; nothing when it is handed out at the counter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Account>,
    /// In whose place it was done, by login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
}

/// A leader decided about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundDecided {
    /// Of which payment.
    pub reference: Reference,
    /// Which refund.
    pub number: u32,
    /// Whether it is to be paid back.
    pub approved: bool,
    /// Why not, or what to mind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The money was paid back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refunded {
    /// Of which payment.
    pub reference: Reference,
    /// Which refund.
    pub number: u32,
    /// The bank's number of the transfer, or the number of the paper that was signed for cash.
    pub transaction: String,
}

/// An agency's account for fees; those below it use it where they have none of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountNamed {
    /// Whose.
    pub agency: AgencyCode,
    /// The account.
    pub account: Account,
    /// The bank's name.
    pub bank: String,
    /// The name of its owner, as banks write it.
    pub owner: String,
}

/// Lines of a bank's statement; a long one comes in several of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementImported {
    /// The statement: the hash of its file.
    pub statement: String,
    /// Whose account.
    pub agency: AgencyCode,
    /// The file's name.
    pub name: String,
    /// The first day in it.
    pub from: Date,
    /// The last day in it.
    pub to: Date,
    /// Its lines.
    pub lines: Vec<Line>,
}
