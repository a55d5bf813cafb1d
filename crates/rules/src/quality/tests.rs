//! Golden numbers of the definition, and contributions against naive recounts of random dossiers.

mod golden;
mod recount;
mod sample;
