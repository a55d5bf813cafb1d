//! Agencies, people, their positions, and what they may do.
//!
//! Must not know how somebody proved who they are.

mod agency;
mod directory;
mod events;
pub mod permissions;
mod person;
mod position;

pub use agency::{Agency, AgencyKind, AgencyLevel};
pub use directory::Directory;
pub use events::{
    AgencyRegistered, DelegationGranted, DelegationRevoked, Event, PersonDisabled, PersonEnabled, PersonRegistered,
    PositionGranted, PositionRevoked, SeparationSet,
};
pub use person::{Actor, Capacity, Role};
pub use position::{DelegationKind, InPlaceOf, Position, Principal, is_within, may_stand_in};
