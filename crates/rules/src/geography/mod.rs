//! Where communes and villages lie, as a file of theirs said: outlines of communes, a point for each village. Nothing needs it: without any,
//! maps are tiles.

mod draw;
mod events;
#[cfg(test)]
mod tests;

pub use draw::{Drawing, Shape, draw};
pub use events::{Drawn, Event, Place, Ring};
