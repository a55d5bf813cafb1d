//! Separation of duties: who proposes does not decide. An agency with too few staff may be excepted for a time; what is then
//! decided alone says so in its event.

use super::account::reason_of;
use super::{Event, SeparationSet};
use crate::codes::AgencyCode;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// Excepts an agency until a day, or ends the exception (`until` is nothing).
///
/// # Errors
/// When the day is over, or no reason is given.
pub fn set_separation(agency: AgencyCode, until: Option<Date>, reason: &str, today: Date) -> Result<Event, Refusal> {
    let reason = reason_of(reason)?;
    if until.is_some_and(|until| until < today) {
        return Err(Refusal::input(vec![Problem::new("/until", "over-already")]));
    }
    Ok(Event::SeparationSet(SeparationSet { agency, joined_until: until, reason }))
}
