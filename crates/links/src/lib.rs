//! Neighbours over the network, one file each: the identity provider, the population registry, payment, mail and message
//! gateways, keys that sign and who attests their signatures, the document systems of other agencies (`edxml`); and their simulators.
//!
//! A neighbour may be down, slow, or answer nonsense: every call has a time-out and a largest answer, and says in one of a few
//! words what went wrong. Time is an argument. Must not know pages, nor decide what a person may do.

pub mod breaker;
pub mod edxml;
pub mod http;
pub mod identity;
pub mod jwt;
pub mod messages;
pub mod payment;
pub mod population;
pub mod signing;
pub mod simulators;
mod xml;
