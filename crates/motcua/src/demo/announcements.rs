//! How the province announced its procedures in the simulated year: a few decisions, most of them signed and made public in
//! time (766, 1.1 and 1.2). Each makes a new version of its procedures.

use super::chance::{Chance, Quota};
use super::world::World;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use rules::calendar::Calendar;
use rules::catalogue::Announcement;
use std::collections::BTreeMap;

/// Signed in time.
const SIGNED_IN_TIME: f64 = 0.82;
/// Made public in time.
const PUBLIC_IN_TIME: f64 = 0.87;
/// Month and day on which decisions were signed; the number of each is made up and says so.
const DECISIONS: [(i8, i8, u32); 6] =
    [(2, 18, 214), (4, 22, 655), (6, 18, 1102), (8, 12, 1498), (9, 23, 1811), (11, 4, 2207)];

/// The announcements by the day on which they were made public: the procedure's place in the world's list and its words.
pub fn announcements(seed: u64, as_of: Date, world: &World) -> BTreeMap<Date, Vec<(usize, Announcement)>> {
    let mut chance = Chance::new(seed, b"announce", 0);
    let (mut signed, mut public) = (Quota::new(SIGNED_IN_TIME), Quota::new(PUBLIC_IN_TIME));
    let calendar = world.usual_calendar();
    let mut fields: Vec<&str> = world.procedures().iter().map(|procedure| procedure.field.as_str()).collect();
    fields.sort_unstable();
    fields.dedup();
    let mut days: BTreeMap<Date, Vec<(usize, Announcement)>> = BTreeMap::new();
    for (at, procedure) in world.procedures().iter().enumerate() {
        let field = fields.iter().position(|field| *field == procedure.field).unwrap_or(0);
        let (month, day, number) = DECISIONS[field % DECISIONS.len()];
        let signed_on = calendar.next_working_day(date(as_of.year(), month, day));
        let ahead = if signed.take(&mut chance) { 6 + chance.below(12) } else { chance.below(4) };
        let after = if public.take(&mut chance) { 1 + chance.below(4) } else { 7 + chance.below(8) };
        let made_public_on = working_days_after(calendar, signed_on, after);
        let announcement = Announcement {
            decision: format!("{number}-MP/QĐ-UBND"),
            signed_on,
            basis_effective_on: working_days_after(calendar, signed_on, ahead),
            made_public_on: Some(made_public_on),
        };
        if made_public_on < as_of && procedure.announcement.is_none() {
            days.entry(made_public_on).or_default().push((at, announcement));
        }
    }
    days
}

fn working_days_after(calendar: &Calendar, from: Date, count: usize) -> Date {
    (0..count).fold(from, |day, _| calendar.next_working_day(day.saturating_add(1.day())))
}
