//! Fees and charges: what somebody owes for a dossier and why not more, the money that came in, receipts, refunds, and the
//! daily comparison with the bank (Luật Phí và lệ phí 97/2015/QH13).
//!
//! [`Payment`] is the fold of a payment's [`Event`]s. Money is counted once: by where it came from and its number there.
//! Every đồng that came in is either kept for what was owed, owed back, or paid back; nothing is rounded but the reductions.

mod assess;
mod codes;
mod events;
mod expiry;
mod owed;
mod payment;
mod receipt;
mod receive;
mod reconcile;
mod reductions;
mod refund;
mod request;
mod statement;
pub mod vietqr;
mod words;

#[cfg(test)]
mod tests;

pub use assess::{Assessment, Payer, assess};
pub use codes::{AttemptCode, Reference};
pub use events::*;
pub use expiry::{REMINDED_BEFORE, WORKING_DAYS, accept, expire, expires_at, reminds_at};
pub use owed::{Owed, WAIVED, may_be_asked, need_paid, owed, waive};
pub use payment::{Money, Payment, Refund, RefundState, State};
pub use receipt::{Draft as ReceiptDraft, ReceiptNumber};
pub use receive::{MoneyIn, Received, receive};
pub use reconcile::{Compared, Difference, Known, compare};
pub use reductions::{Group, Rule, groups, rules};
pub use refund::{AskRefund, DecideRefund, PayOut, ask_refund, decide_refund, pay_out};
pub use request::{Asked, Cancel, Exempt, Order, cancel, exempt, request};
pub use statement::{LARGEST, Line, RowProblem, Statement, read as read_statement};
pub use words::in_words;
