//! What stands in the header, for whom. One table; a new room adds its line here.

use rules::people::{Actor, Role};

/// One entry of the header's navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// Key of its text.
    pub key: &'static str,
    /// Whether the visitor is there now.
    pub here: bool,
}

/// Who sees an entry.
#[derive(Clone, Copy)]
enum For {
    /// Everybody who is not an officer.
    Public,
    /// Somebody signed in who holds no position.
    Citizen,
    /// Everybody.
    Everybody,
    /// Whoever holds one of these roles.
    Roles(&'static [Role]),
}

const WORKERS: &[Role] = &[Role::CounterOfficer, Role::CaseOfficer, Role::Approver, Role::Clerk];

const ENTRIES: &[(&str, &str, For)] = &[
    ("/queue", "nav-queue", For::Roles(WORKERS)),
    ("/intake", "nav-counter", For::Roles(&[Role::CounterOfficer])),
    ("/dossiers", "nav-dossiers", For::Roles(WORKERS)),
    ("/procedures", "nav-procedures", For::Everybody),
    ("/my/dossiers", "nav-my-dossiers", For::Citizen),
    ("/my/documents", "nav-my-documents", For::Citizen),
    ("/track", "nav-track", For::Public),
    ("/index", "nav-index", For::Everybody),
    ("/figures", "nav-figures", For::Roles(&[Role::Approver, Role::Administrator])),
    ("/admin", "nav-administration", For::Roles(&[Role::Administrator])),
];

/// The entries for this visitor; the one that `path` is in is marked.
#[must_use]
pub fn items(actor: Option<&Actor>, path: &str) -> Vec<NavItem> {
    let officer = actor.is_some_and(Actor::is_officer);
    let seen = |audience: For| match audience {
        For::Everybody => true,
        For::Public => !officer,
        For::Citizen => actor.is_some() && !officer,
        For::Roles(roles) => {
            actor.is_some_and(|actor| actor.positions.iter().any(|position| roles.contains(&position.role)))
        }
    };
    let here = |href: &str| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    ENTRIES
        .iter()
        .filter(|(_, _, audience)| seen(*audience))
        .map(|(href, key, _)| NavItem { href, key, here: here(href) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_sees_the_public_rooms_and_where_they_are() {
        let items = items(None, "/procedures/1.001193");
        let keys: Vec<_> = items.iter().map(|item| item.key).collect();
        assert_eq!(keys, ["nav-procedures", "nav-track", "nav-index"]);
        assert!(items[0].here && !items[2].here);
    }
}
