//! The life of a dossier, told as given, when, then.

mod filing;
mod life;
mod random;
mod routes;
pub(crate) mod sample;
