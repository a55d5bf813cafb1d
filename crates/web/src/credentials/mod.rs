//! How people prove who they are: passwords, authenticator apps, passkeys, codes; and what follows when they did.
//!
//! Knows cryptography and the browser's part of it. Must not know pages, nor rules (`rules::accounts`).

pub mod codes;
pub mod entry;
pub(crate) mod keyed;
pub mod passkeys;
pub mod password;
pub mod second;
pub mod totp;
pub mod trier;

pub use keyed::{mac, open, seal};
