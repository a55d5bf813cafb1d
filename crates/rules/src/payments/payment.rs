//! The state of a payment: the fold of its events, and where each đồng of it is.

use super::{Cause, Event, Fit, Item, MoneyReceived, ReceiptIssued, RefundAsked, Requested};
use crate::money::Dong;
use jiff::Timestamp;

/// Money that came in.
pub type Money = MoneyReceived;

/// A payment as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// What is owed.
    pub requested: Requested,
    /// Number of events so far.
    pub version: u64,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// What came in, in the order of hearing of it.
    pub moneys: Vec<Money>,
    /// When all of it had come.
    pub paid_at: Option<Timestamp>,
    /// The receipts.
    pub receipts: Vec<ReceiptIssued>,
    /// Why nothing is owed any more, and since when.
    pub cancelled: Option<(Cause, Timestamp)>,
    /// What is to be paid back, or was.
    pub refunds: Vec<Refund>,
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing was owed from the start.
    Exempt,
    /// Nothing came yet.
    Waiting,
    /// Something came, and something is left.
    Short,
    /// All of it came.
    Paid,
    /// Nothing is owed any more.
    Cancelled,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Exempt, Self::Waiting, Self::Short, Self::Paid, Self::Cancelled];

    /// Its name in the database and in message catalogues.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Exempt => "exempt",
            Self::Waiting => "waiting",
            Self::Short => "short",
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Whether money is awaited.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Short)
    }
}

/// Money that is to go back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// What was asked.
    pub asked: RefundAsked,
    /// When.
    pub asked_at: Timestamp,
    /// Who asked, by login: somebody else decides.
    pub asked_by: String,
    /// Where it stands.
    pub state: RefundState,
}

/// Where a refund stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundState {
    /// A leader has to decide.
    Asked,
    /// It is to be paid out.
    Approved,
    /// It is not.
    Refused,
    /// It was paid out, under this number of the bank.
    Done(String),
}

impl RefundState {
    /// Its name in the database and in message catalogues.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Done(_) => "done",
        }
    }
}

impl Payment {
    /// One step of the fold: a stream begins with what is owed; anything before that makes nothing.
    #[must_use]
    pub fn next(before: Option<Self>, event: &Event, at: Timestamp, by: &str) -> Option<Self> {
        match (before, event) {
            (None, Event::Requested(requested)) => Some(Self::requested(requested.clone(), at)),
            (None, _) => None,
            (Some(mut payment), event) => {
                payment.apply(event, at, by);
                Some(payment)
            }
        }
    }

    /// A payment that was just asked for.
    #[must_use]
    pub fn requested(requested: Requested, at: Timestamp) -> Self {
        Self {
            requested,
            version: 1,
            requested_at: at,
            moneys: Vec::new(),
            paid_at: None,
            receipts: Vec::new(),
            cancelled: None,
            refunds: Vec::new(),
        }
    }

    /// Takes in one more event.
    pub fn apply(&mut self, event: &Event, at: Timestamp, by: &str) {
        self.version += 1;
        match event {
            Event::MoneyReceived(money) => {
                self.moneys.push(money.clone());
                if matches!(money.fit, Fit::Exact | Fit::Surplus) {
                    self.paid_at = Some(at);
                }
            }
            Event::ReceiptIssued(receipt) => self.receipts.push(receipt.clone()),
            Event::Cancelled(cancelled) => self.cancelled = Some((cancelled.cause, at)),
            Event::Accepted(_) => {
                self.cancelled = None;
                self.paid_at = Some(at);
            }
            Event::RefundAsked(asked) => self.refunds.push(Refund {
                asked: asked.clone(),
                asked_at: at,
                asked_by: by.to_owned(),
                state: RefundState::Asked,
            }),
            Event::RefundDecided(decided) => {
                let state = if decided.approved { RefundState::Approved } else { RefundState::Refused };
                self.set_refund(decided.number, state);
            }
            Event::Refunded(refunded) => {
                self.set_refund(refunded.number, RefundState::Done(refunded.transaction.clone()));
            }
            Event::Requested(_) | Event::AccountNamed(_) | Event::StatementImported(_) => {}
        }
    }

    fn set_refund(&mut self, number: u32, state: RefundState) {
        if let Some(refund) = self.refunds.iter_mut().find(|refund| refund.asked.number == number) {
            refund.state = state;
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        if self.cancelled.is_some() {
            State::Cancelled
        } else if self.requested.amount.0 == 0 {
            State::Exempt
        } else if self.paid_at.is_some() {
            State::Paid
        } else if self.moneys.is_empty() {
            State::Waiting
        } else {
            State::Short
        }
    }

    /// All that came in.
    #[must_use]
    pub fn received(&self) -> Dong {
        Dong(self.moneys.iter().map(|money| money.amount.0).sum())
    }

    /// All that was paid back.
    #[must_use]
    pub fn refunded(&self) -> Dong {
        self.refunds(|state| matches!(state, RefundState::Done(_)))
    }

    /// What is asked or approved to be paid back and has not gone out.
    #[must_use]
    pub fn promised(&self) -> Dong {
        self.refunds(|state| matches!(state, RefundState::Asked | RefundState::Approved))
    }

    fn refunds(&self, counts: impl Fn(&RefundState) -> bool) -> Dong {
        let refunds = self.refunds.iter().filter(|refund| counts(&refund.state));
        Dong(refunds.map(|refund| refund.asked.amount.0).sum())
    }

    /// What is left to pay.
    #[must_use]
    pub fn outstanding(&self) -> Dong {
        if self.state().is_open() { Dong(self.requested.amount.0 - self.received().0) } else { Dong(0) }
    }

    /// What came beyond what is owed, and has not gone back: it belongs to the payer.
    #[must_use]
    pub fn surplus(&self) -> Dong {
        let here = self.received().0 - self.refunded().0;
        Dong(match self.state() {
            State::Waiting | State::Short => 0,
            State::Paid => (here - self.requested.amount.0).max(0),
            State::Exempt | State::Cancelled => here,
        })
    }

    /// The most that can still be paid back.
    #[must_use]
    pub fn refundable(&self) -> Dong {
        Dong(self.received().0 - self.refunded().0 - self.promised().0)
    }

    /// The source that completed it: how it counts in the share of what is paid without cash.
    #[must_use]
    pub fn paid_by(&self) -> Option<super::Source> {
        self.paid_at?;
        // Of what was kept though it came late, the last.
        let whole = self.moneys.iter().find(|money| matches!(money.fit, Fit::Exact | Fit::Surplus));
        whole.or(self.moneys.last()).map(|money| money.source)
    }

    /// Whether this money was counted already.
    #[must_use]
    pub fn knows(&self, source: super::Source, transaction: &str) -> bool {
        self.moneys.iter().any(|money| money.source == source && money.transaction == transaction)
    }

    /// The items of one kind that cost something.
    pub fn items_of(&self, kind: crate::catalogue::FeeKind) -> impl Iterator<Item = &Item> {
        self.requested.items.iter().filter(move |item| item.kind == kind && item.amount.0 > 0)
    }
}
