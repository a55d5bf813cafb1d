//! For tests only: stores on both engines, and whatever else tests of several crates share.

pub mod papers;
pub mod postgres;
pub mod stores;

pub use stores::TestStore;
