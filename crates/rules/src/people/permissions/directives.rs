//! Who sees a directive, and for whom somebody opens it. Registers are kept by whoever may assign in the agency's name.

use super::{Deed, Scope, tasks_seen, who_may_do};
use crate::directives::Directive;
use crate::people::{Actor, Position, is_within};

/// Whether the actor sees a directive: in the register of an agency of theirs or below it, or assigned to one; the province's leaders
/// and secretariat every one.
#[must_use]
pub fn may_see_directive(actor: &Actor, directive: &Directive) -> bool {
    match tasks_seen(actor) {
        Scope::All => true,
        Scope::Agencies(seen) => {
            let assigned = directive.assigned.iter().map(|holder| &holder.agency);
            let mut concerned = assigned.chain([&directive.registered.agency]);
            concerned.any(|agency| seen.iter().any(|seen| is_within(agency, &seen.agency)))
        }
        Scope::Owner(_) => false,
    }
}

/// The positions of the actor by which they open what an agency was assigned: their own, at that agency.
pub fn receives_for(actor: &Actor) -> impl Iterator<Item = &Position> {
    let roles = who_may_do(Deed::WorkOnTasks);
    actor.positions.iter().filter(move |held| roles.contains(&held.role) && held.limits().is_none())
}
