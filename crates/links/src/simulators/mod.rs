//! Neighbours that are not real, for the demonstration and for trying out: they speak the real protocols over real HTTP.

pub mod authority;
pub mod identity;
