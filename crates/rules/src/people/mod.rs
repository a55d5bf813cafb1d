//! Agencies, people, their positions, and what they may do.
//!
//! Must not know how somebody proved who they are.

mod agency;
mod directory;
mod events;
pub mod permissions;
mod person;

pub use agency::{Agency, AgencyKind, AgencyLevel};
pub use directory::Directory;
pub use events::{AgencyRegistered, Event, PersonRegistered, PositionGranted, PositionRevoked};
pub use person::{Actor, Capacity, Position, Role};
