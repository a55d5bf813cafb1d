//! The life of a dossier, told as given, when, then.

mod filing;
mod life;
mod random;
pub(crate) mod sample;
