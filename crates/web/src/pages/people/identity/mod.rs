//! Signing in at an identity provider: there, back, and out.

mod back;
mod begin;
mod out;
mod simulated;
mod trouble;

pub(super) use back::back;
pub(super) use begin::begin;
pub(super) use out::leave;
pub use simulated::page as simulated_page;

/// The path to which a provider sends people back.
fn way_back(provider: &str) -> String {
    format!("/sign-in/with/{provider}/return")
}
