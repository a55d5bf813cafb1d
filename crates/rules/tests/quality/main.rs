//! The service index: golden numbers of its definition, and contributions against a naive recount of random dossiers.

mod golden;
mod recount;
mod sample;
