//! Agencies, people, their positions, and what they may do.
//!
//! Must not know how somebody proved who they are.

mod account;
mod agency;
pub mod authorisations;
mod balance;
mod delegate;
mod directory;
mod events;
mod file;
mod grant;
pub mod identities;
pub mod permissions;
mod person;
mod position;
mod register;
mod reorganisation;
mod reorganise;
mod revoke;
mod separation;
mod transfer;
mod village;

pub use account::{correct_person, disable, enable, is_login, register_person};
pub use agency::{Agency, AgencyKind, AgencyLevel, Bloc};
pub use balance::{Load, least_loaded};
pub use delegate::{Delegate, end_delegation};
pub use directory::Directory;
pub use events::{
    AgencyRegistered, DelegationGranted, DelegationRevoked, Event, PersonDisabled, PersonEnabled, PersonRegistered,
    PositionGranted, PositionRevoked, SeparationSet,
};
pub use file::{Delegation, PersonFile, Term};
pub use grant::Grant;
pub use person::{Actor, Capacity, Membership, Role};
pub use position::{DelegationKind, InPlaceOf, Position, Principal, is_within, may_stand_in};
pub use register::{Ended, Entry, Named};
pub use reorganisation::{
    AgencyDissolved, AgencyMerged, AgencyRenamed, VillageDissolved, VillageRegistered, VillageRenamed,
};
pub use reorganise::{Ordered, dissolve, merge, register, rename};
pub use revoke::Revoke;
pub use separation::set_separation;
pub use transfer::Transfer;
pub use village::{KnownVillage, Village, VillageKind, dissolve_village, register_village, rename_village};

#[cfg(test)]
mod tests;
