//! Who must have a second factor, and who may look after somebody else's account.

use crate::Refusal;
use crate::codes::AgencyCode;
use crate::people::{Actor, Capacity, Role};

/// Whether somebody must have a second factor where these roles must: by any position that they hold, or as a citizen.
#[must_use]
pub fn must_have_second_factor(actor: &Actor, roles: &[Role]) -> bool {
    match actor.positions.as_slice() {
        [] => roles.contains(&Role::Citizen),
        held => held.iter().any(|position| roles.contains(&position.role)),
    }
}

/// The capacity in which an administrator may look after this person's account: see its log, end its sessions, issue a code.
/// The province's administrator looks after everybody; an agency's after those who hold positions only there and below, so
/// that nobody takes over an account that can do more than their own.
///
/// # Errors
/// When they are no administrator, or the person is not theirs to look after.
pub fn may_look_after(actor: &Actor, person: &Actor) -> Result<Capacity, Refusal> {
    let mut administers = actor.positions.iter().filter(|held| held.role == Role::Administrator).peekable();
    if administers.peek().is_none() {
        return Err(Refusal::forbidden("administrators-only"));
    }
    let within =
        |whole: &str, part: &str| part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    // What reaches to agencies that are no more is held here.
    let held: Vec<_> = person.positions.iter().filter(|position| position.is_held_here()).collect();
    let reaches = |whole: &str| {
        !whole.contains('.')
            || (!held.is_empty() && held.iter().all(|position| within(whole, position.agency.as_str())))
    };
    let held = administers.find(|held| reaches(held.agency.as_str()));
    held.map(|held| actor.as_officer(held)).ok_or_else(|| Refusal::forbidden("account-elsewhere"))
}

/// The agencies whose people's accounts this administrator looks after; nothing means everybody's.
#[must_use]
pub fn looks_after(actor: &Actor) -> Option<Vec<AgencyCode>> {
    let held = actor.positions.iter().filter(|held| held.role == Role::Administrator).map(|held| held.agency.clone());
    let agencies: Vec<_> = held.collect();
    if agencies.iter().any(|agency| !agency.as_str().contains('.')) { None } else { Some(agencies) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Position;

    fn person(login: &str, held: &[(&str, Role)]) -> Actor {
        let positions = held.iter().map(|(agency, role)| {
            let agency = agency.parse().expect("a code");
            Position::own(agency, *role, "")
        });
        Actor::new(login.into(), login.into(), None, positions.collect())
    }

    #[test]
    fn who_must_have_a_second_factor_is_said_by_role() {
        let (officer, citizen) = (person("quay", &[("H35.38.01", Role::CounterOfficer)]), person("lan", &[]));
        let officers = [Role::CounterOfficer, Role::Administrator];
        assert!(must_have_second_factor(&officer, &officers));
        assert!(!must_have_second_factor(&officer, &[Role::Approver]));
        assert!(!must_have_second_factor(&citizen, &officers));
        assert!(must_have_second_factor(&citizen, &[Role::Citizen]));
    }

    #[test]
    fn an_administrator_looks_after_their_own_agency_only() {
        let province = person("province", &[("H35", Role::Administrator)]);
        let commune = person("commune", &[("H35.38", Role::Administrator)]);
        let officer = person("officer", &[("H35.38.01", Role::CounterOfficer)]);
        let neighbour = person("neighbour", &[("H35.380", Role::CaseOfficer)]);
        let both = person("both", &[("H35.38", Role::CaseOfficer), ("H35", Role::Approver)]);
        let citizen = person("citizen", &[]);
        for somebody in [&commune, &officer, &neighbour, &both, &citizen] {
            assert!(may_look_after(&province, somebody).is_ok(), "{}", somebody.login);
        }
        assert!(may_look_after(&commune, &officer).is_ok());
        // Of an agency that was merged into theirs, whose dossiers they work on.
        let mut heir = officer.clone();
        let reaching = Position::own("H35.OLD.01".parse().expect("a code"), Role::CounterOfficer, "");
        heir.positions.push(Position { held_at: Some("H35.38.01".parse().expect("a code")), ..reaching });
        assert!(may_look_after(&commune, &heir).is_ok());
        for somebody in [&province, &neighbour, &both, &citizen] {
            let refused = may_look_after(&commune, somebody).map_err(|refusal| refusal.code);
            assert_eq!(refused, Err("account-elsewhere"), "{}", somebody.login);
        }
        assert_eq!(looks_after(&province), None);
        assert_eq!(looks_after(&commune).map(|agencies| agencies.len()), Some(1));
        assert_eq!(may_look_after(&officer, &citizen).map_err(|refusal| refusal.code), Err("administrators-only"));
    }
}
