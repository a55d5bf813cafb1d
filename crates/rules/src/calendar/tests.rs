//! Golden examples, and the whole against a reference that counts minute by minute.

mod calendar_days;
mod examples;
mod properties;
mod reference;
