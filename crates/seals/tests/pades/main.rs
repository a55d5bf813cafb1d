//! Signatures of PDFs: made, checked, and refused.

mod chains;
mod refusals;
mod samples;
mod stamps;
