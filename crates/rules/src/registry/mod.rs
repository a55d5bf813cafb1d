//! Looking somebody up in the national population database (*Cơ sở dữ liệu quốc gia về dân cư*): why, with which result, and
//! what a personal identification number says by itself (Luật Căn cước 26/2023/QH15).
//!
//! Must not know how the database is reached.

mod compare;
mod events;
mod number;

pub use compare::{Birth, Mismatch, mismatches, name_fits};
pub use events::{BecameDossier, Event, LookUpResult, LookedUp, Purpose, Reference, Unavailable};
pub use number::{Doubt, Sex, doubts, doubts_of_typed, masked, said_by_number};
