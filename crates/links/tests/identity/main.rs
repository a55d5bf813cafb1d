//! Signing in at a provider that can be made to lie, in every way that we can think of.

mod attacks;
mod fake;
mod honest;
mod trouble;
