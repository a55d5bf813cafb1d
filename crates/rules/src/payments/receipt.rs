//! Receipts: fees and charges apart, numbered in the order of issue, without gaps, in each agency and year.

use super::{Item, Payment, ReceiptIssued};
use crate::catalogue::FeeKind;
use crate::codes::AgencyCode;
use crate::money::Dong;
use std::fmt;

/// A receipt that has no number yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Fee or charge.
    pub kind: FeeKind,
    /// What for.
    pub items: Vec<Item>,
    /// How much.
    pub amount: Dong,
}

/// The number of a receipt as people write it: `LP-2025-0000012`, of the agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptNumber {
    /// Fee or charge.
    pub kind: FeeKind,
    /// The year.
    pub year: i16,
    /// The number.
    pub number: u32,
}

impl fmt::Display for ReceiptNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            FeeKind::Fee => "LP",
            FeeKind::Charge => "P",
        };
        write!(out, "{kind}-{}-{:07}", self.year, self.number)
    }
}

impl ReceiptIssued {
    /// Its number as people write it.
    #[must_use]
    pub fn written(&self) -> ReceiptNumber {
        ReceiptNumber { kind: self.kind, year: self.year, number: self.number }
    }
}

impl Payment {
    /// The receipts that are due now that it is paid; none while it is not, or when they were issued.
    #[must_use]
    pub fn receipts_due(&self) -> Vec<Draft> {
        if self.paid_at.is_none() || !self.receipts.is_empty() {
            return Vec::new();
        }
        [FeeKind::Fee, FeeKind::Charge]
            .into_iter()
            .filter_map(|kind| {
                let items: Vec<Item> = self.items_of(kind).cloned().collect();
                let amount = Dong(items.iter().map(|item| item.amount.0).sum());
                (amount.0 > 0).then_some(Draft { kind, items, amount })
            })
            .collect()
    }

    /// The receipt that this draft becomes under a number.
    #[must_use]
    pub fn receipt(&self, draft: Draft, agency: AgencyCode, year: i16, number: u32) -> ReceiptIssued {
        ReceiptIssued {
            reference: self.requested.reference.clone(),
            dossier: self.requested.dossier.clone(),
            agency,
            year,
            kind: draft.kind,
            number,
            items: draft.items,
            amount: draft.amount,
        }
    }
}
