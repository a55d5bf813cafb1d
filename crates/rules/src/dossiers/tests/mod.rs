//! The life of a dossier, told as given, when, then.

mod by_route;
mod digitise;
mod filing;
mod life;
mod random;
mod routes;
pub(crate) mod sample;
