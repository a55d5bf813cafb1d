//! Essential services (*dịch vụ công thiết yếu*, Quyết định 06/QĐ-TTg, 422/QĐ-TTg, 206/QĐ-TTg): the register, and how far each is on its way
//! from review to the national portal.
//!
//! How many there are is data: provinces count 53, 75 or 76 by the decisions that they go by. How often a service is used follows from the
//! dossiers of its procedures, and is no part of the register.

mod events;
mod keep;
mod service;
#[cfg(test)]
mod tests;

pub use events::{Event, Registered, Revised, Service, Stage, StageReached, StageWithdrawn};
pub use keep::{Draft, StageDraft, keep, reach, withdraw};
pub use service::EssentialService;
