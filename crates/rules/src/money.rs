//! Money is whole đồng.

use serde::{Deserialize, Serialize};

/// An amount in Vietnamese đồng (VND); there are no smaller units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dong(pub i64);
