//! A dossier and the list of dossiers as officers see them: the rooms of [`crate::pages::desk`] behind the same addresses.

pub use crate::pages::desk::{list, show};
