//! What stands in the header, for whom. One table; a new room adds its line here.

use rules::people::Actor;
use rules::people::permissions::{Deed, may};

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
    /// Whoever may do this by a position of theirs.
    Deed(Deed),
}

const ENTRIES: &[(&str, &str, For)] = &[
    ("/queue", "nav-queue", For::Deed(Deed::WorkTheQueue)),
    ("/intake", "nav-counter", For::Deed(Deed::TakeIn)),
    ("/dossiers", "nav-dossiers", For::Deed(Deed::WorkTheQueue)),
    ("/tasks", "nav-tasks", For::Deed(Deed::WorkOnTasks)),
    ("/indicators", "nav-indicators", For::Deed(Deed::WorkOnTasks)),
    ("/directives", "nav-directives", For::Deed(Deed::WorkOnTasks)),
    ("/obstacles", "nav-obstacles", For::Deed(Deed::RaiseObstacles)),
    ("/committees", "nav-committees", For::Deed(Deed::WorkOnTasks)),
    ("/conferences", "nav-conferences", For::Deed(Deed::WorkOnTasks)),
    ("/procedures", "nav-procedures", For::Everybody),
    ("/my/dossiers", "nav-my-dossiers", For::Citizen),
    ("/my/documents", "nav-my-documents", For::Citizen),
    ("/my/petitions", "nav-my-petitions", For::Citizen),
    ("/track", "nav-track", For::Public),
    ("/index", "nav-index", For::Everybody),
    ("/petitions", "nav-petitions", For::Deed(Deed::HandlePetitions)),
    ("/payments", "nav-payments", For::Deed(Deed::KeepMoney)),
    ("/figures", "nav-figures", For::Deed(Deed::SeeFigures)),
    ("/admin", "nav-administration", For::Deed(Deed::AdministerPeople)),
];

/// Where this person's work is: address and key of its name.
#[must_use]
pub fn home(actor: &Actor) -> (&'static str, &'static str) {
    if may(actor, Deed::WorkTheQueue).is_ok() {
        ("/queue", "nav-queue")
    } else if may(actor, Deed::AdministerPeople).is_ok() {
        ("/admin", "nav-administration")
    } else if actor.is_officer() {
        ("/account", "account")
    } else {
        ("/my/dossiers", "nav-my-dossiers")
    }
}

/// The entries for this visitor; the one that `path` is in is marked.
#[must_use]
pub fn items(actor: Option<&Actor>, path: &str) -> Vec<NavItem> {
    let officer = actor.is_some_and(Actor::is_officer);
    let seen = |audience: For| match audience {
        For::Everybody => true,
        For::Public => !officer,
        For::Citizen => actor.is_some() && !officer,
        For::Deed(deed) => actor.is_some_and(|actor| may(actor, deed).is_ok()),
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
