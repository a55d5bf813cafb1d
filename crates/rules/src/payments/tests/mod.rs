//! The life of a payment, told as stories and in any order.

mod reconciling;
mod stories;
