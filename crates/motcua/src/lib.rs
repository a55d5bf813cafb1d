//! The program's parts that can be used without starting it: what ships with it, and what it reads.
//!
//! Knows files and the data that ships. The commands that use these are in `main.rs`.

pub mod catalogue;
pub mod commands;
pub mod demo;
pub mod identity;
pub mod import;
pub mod province;
