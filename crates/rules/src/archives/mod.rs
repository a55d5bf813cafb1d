//! Closed dossiers in the archive (*lưu trữ hồ sơ*): handed over with a record, kept for the period that their procedure says, and
//! listed for disposal once it is over. A list is approved by somebody else than who drew it; nothing here deletes anything.
//! For how many years is said with the procedure ([`ProcedureResult`](crate::catalogue::ProcedureResult)); the years that
//! ship are from memory, unconfirmed, and an administrator changes them there.
//!
//! Law: Luật Lưu trữ 33/2024/QH15; Thông tư 13/2023/TT-BNV. Must not know where files are.

mod decide;
mod events;
#[cfg(test)]
mod tests;

pub use decide::{Closed, Held, approve, archive, keep_until, propose, refuse};
pub use events::*;

/// The law that the archive rests on.
pub const BASIS: &str = "Luật Lưu trữ 33/2024/QH15; Thông tư 13/2023/TT-BNV";
/// So many dossiers go into one record or list.
pub const MOST: usize = 200;
