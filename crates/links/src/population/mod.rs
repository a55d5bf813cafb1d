//! The national population database (*Cơ sở dữ liệu quốc gia về dân cư*), as the data-exchange platform (NDXP, LGSP) offers it:
//! a question about one person whose number is known, never a search.
//!
//! [`PopulationRegistry`] is what the pages know of it; [`Client`] asks over HTTP, with signed headers, a deadline, retries
//! and a circuit breaker; [`Simulator`] answers in its place in the demonstration and in tests. Nothing of a person is logged.

mod answer;
mod client;
mod person;
mod signature;
mod simulator;
mod written;

pub use answer::{Answer, PopulationRegistry, Query};
pub use client::{Client, Identity, Settings, SetupError};
pub use person::{Address, Head, Marital, Person};
pub use signature::{Signature, Signer};
pub use simulator::{Misbehaviour, Simulator};
