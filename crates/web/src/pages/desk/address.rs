//! Addresses with a query.

use crate::pages::said::urlencoded;

/// The pairs that hold something, as a query: `view=mine&q=lo`.
#[must_use]
pub(crate) fn query(pairs: &[(&str, &str)]) -> String {
    let filled = pairs.iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(name, value)| format!("{name}={}", urlencoded(value))).collect::<Vec<_>>().join("&")
}
