//! Personal data: the documents of a person's store, who looked at what and why, what somebody asks about their data, and
//! what they agreed to (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Nghị định 356/2025/NĐ-CP).
//!
//! Must not know accounts' secrets, nor how a dossier is settled.

pub mod access;
mod consent;
mod document;
mod events;
mod glass;
mod request;

#[cfg(test)]
mod tests;

pub use consent::{CONSENT_TEXT, Consent};
pub use document::{Claimant, Document, DocumentKind, Fit, Standing, Stored, fit, may_reuse, stored, verify, withdraw};
pub use events::*;
pub use glass::{GLASS, break_glass};
pub use request::{Ask, Command, DataRequest, Field, RequestKind, RequestStatus, ask, decide};
