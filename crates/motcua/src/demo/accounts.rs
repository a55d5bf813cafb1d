//! Accounts of the demonstration that people may try: one password for all.

use super::PASSWORD;
use super::staff::Staff;
use super::world::World;
use rules::people::{Actor, Role};
use serde::Serialize;

/// An account to try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SampleSignIn {
    /// The name to sign in with.
    pub login: String,
    /// Who that is.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// Where; nothing for a citizen.
    pub agency: Option<String>,
    /// Their title; nothing for a citizen.
    pub title: Option<String>,
    /// The password.
    pub password: &'static str,
}

/// The accounts that a visitor is told: a commune's and a department's whole way of a dossier, the leaders, some citizens.
#[must_use]
pub fn sign_ins() -> Vec<SampleSignIn> {
    const TOLD: [&str; 15] = [
        "congdan1",
        "congdan2",
        "congdan3",
        "tiepnhan.03549",
        "thuly.03549",
        "thuly2.03549",
        "lanhdao.03549",
        "vanthu.03549",
        "tiepnhan.tinh",
        "thuly.nongnghiep",
        "lanhdao.nongnghiep",
        "vanthu.nongnghiep",
        "chutich",
        "quantri",
        "quantri2",
    ];
    let all = accounts();
    TOLD.iter().filter_map(|login| all.iter().find(|account| account.login == *login).cloned()).collect()
}

/// Every account of the demonstration.
#[must_use]
pub fn accounts() -> Vec<SampleSignIn> {
    let Ok(world) = World::new() else { return Vec::new() };
    let staff = Staff::new(&world);
    let blocs = crate::province::blocs();
    let sample = |actor: &Actor| {
        let position = actor.positions.first();
        SampleSignIn {
            login: actor.login.clone(),
            name: actor.name.clone(),
            role: position.map_or(Role::Citizen, |position| position.role),
            agency: position.and_then(|position| {
                let other = || blocs.iter().find(|agency| agency.code == position.agency);
                world.directory.get(&position.agency).or_else(other).map(|agency| agency.name.clone())
            }),
            title: position.map(|position| position.title.clone()),
            password: PASSWORD,
        }
    };
    let citizens = staff.citizens.iter().map(|citizen| sample(&citizen.actor));
    citizens.chain(staff.officers().iter().map(|actor| sample(actor))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visitors_are_told_one_of_each_role() {
        let told = sign_ins();
        assert_eq!(told.len(), 15);
        for role in Role::ALL {
            assert!(told.iter().any(|account| account.role == role), "{role:?}");
        }
        assert!(accounts().len() > 300);
    }
}
