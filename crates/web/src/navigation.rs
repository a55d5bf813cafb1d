//! What stands in the header, for whom. One table; a new room adds its line here.

use rules::people::Actor;
use rules::people::permissions::{Deed, may, memberships};

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

/// What stands side by side in the header: an entry, or several under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NavPart {
    /// An entry by itself.
    Item(NavItem),
    /// Entries that belong together.
    Group {
        /// Key of the heading.
        key: &'static str,
        /// The entries, two or more.
        items: Vec<NavItem>,
    },
}

impl NavPart {
    /// Its entries.
    #[must_use]
    pub fn items(&self) -> &[NavItem] {
        match self {
            Self::Item(item) => std::slice::from_ref(item),
            Self::Group { items, .. } => items,
        }
    }

    /// Whether the visitor is in one of its rooms.
    #[must_use]
    pub fn here(&self) -> bool {
        self.items().iter().any(|item| item.here)
    }
}

/// Who sees an entry.
#[derive(Clone, Copy)]
enum For {
    /// Everybody who is not an officer.
    Public,
    /// Somebody signed in who holds no position.
    Citizen,
    /// Somebody signed in who is in a committee or group and holds no position.
    Member,
    /// Everybody.
    Everybody,
    /// Whoever may do this by a position of theirs.
    Deed(Deed),
    /// Whoever may do one of these.
    Either(Deed, Deed),
}

/// The headings under which officers, who have many rooms, find them.
const DOSSIERS: &str = "nav-group-dossiers";
const STEERING: &str = "nav-group-steering";
const RESOURCES: &str = "nav-group-resources";
const RESULTS: &str = "nav-group-results";
/// Under no heading.
const ALONE: &str = "";

const ENTRIES: &[(&str, &str, For, &str)] = &[
    ("/queue", "nav-queue", For::Deed(Deed::WorkTheQueue), ALONE),
    ("/intake", "nav-counter", For::Deed(Deed::TakeIn), DOSSIERS),
    ("/dossiers", "nav-dossiers", For::Deed(Deed::WorkTheQueue), DOSSIERS),
    ("/procedures", "nav-procedures", For::Everybody, DOSSIERS),
    ("/petitions", "nav-petitions", For::Deed(Deed::HandlePetitions), DOSSIERS),
    ("/results", "nav-results", For::Deed(Deed::HandleResults), DOSSIERS),
    ("/archive", "nav-archive", For::Either(Deed::KeepArchive, Deed::ApproveDisposal), DOSSIERS),
    ("/payments", "nav-payments", For::Deed(Deed::KeepMoney), DOSSIERS),
    ("/agenda", "nav-agenda", For::Deed(Deed::WorkOnTasks), STEERING),
    ("/calendar", "nav-calendar", For::Deed(Deed::WorkOnTasks), STEERING),
    ("/tasks", "nav-tasks", For::Deed(Deed::WorkOnTasks), STEERING),
    ("/directives", "nav-directives", For::Deed(Deed::WorkOnTasks), STEERING),
    ("/obstacles", "nav-obstacles", For::Deed(Deed::RaiseObstacles), STEERING),
    ("/conferences", "nav-conferences", For::Deed(Deed::WorkOnTasks), STEERING),
    ("/committees", "nav-committees", For::Deed(Deed::WorkOnTasks), STEERING),
    ("/essential-services", "nav-services", For::Deed(Deed::WorkOnTasks), RESOURCES),
    ("/budget", "nav-budget", For::Deed(Deed::WorkOnTasks), RESOURCES),
    ("/coverage", "nav-coverage", For::Deed(Deed::WorkOnTasks), RESOURCES),
    ("/digital-citizens", "nav-citizens", For::Deed(Deed::WorkOnTasks), RESOURCES),
    ("/digital-work", "nav-digital-work", For::Deed(Deed::WorkOnTasks), RESOURCES),
    ("/training", "nav-training", For::Deed(Deed::TakeTraining), RESOURCES),
    ("/my/groups", "nav-my-groups", For::Member, ALONE),
    ("/my/dossiers", "nav-my-dossiers", For::Citizen, ALONE),
    ("/my/documents", "nav-my-documents", For::Citizen, ALONE),
    ("/my/petitions", "nav-my-petitions", For::Citizen, ALONE),
    ("/track", "nav-track", For::Public, ALONE),
    ("/dashboard", "nav-dashboard", For::Deed(Deed::SeeFigures), RESULTS),
    ("/index", "nav-index", For::Everybody, RESULTS),
    ("/advice/late", "nav-advice", For::Deed(Deed::AssignTasks), RESULTS),
    ("/indicators", "nav-indicators", For::Deed(Deed::WorkOnTasks), RESULTS),
    ("/official-reports", "nav-official-reports", For::Deed(Deed::PrepareReports), RESULTS),
    ("/figures", "nav-figures", For::Deed(Deed::SeeFigures), RESULTS),
    ("/summaries", "nav-summaries", For::Deed(Deed::WorkOnTasks), RESULTS),
    ("/admin", "nav-administration", For::Deed(Deed::AdministerPeople), ALONE),
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

/// The parts for this visitor; the entry that `path` is in is marked. Headings are for officers: others have few rooms.
#[must_use]
pub fn parts(actor: Option<&Actor>, path: &str) -> Vec<NavPart> {
    let officer = actor.is_some_and(Actor::is_officer);
    let does = |deed| actor.is_some_and(|actor| may(actor, deed).is_ok());
    let seen = |audience: For| match audience {
        For::Everybody => true,
        For::Public => !officer,
        For::Member => actor.is_some_and(|actor| !memberships(actor).is_empty()),
        For::Citizen => actor.is_some() && !officer,
        For::Deed(deed) => does(deed),
        For::Either(one, other) => does(one) || does(other),
    };
    let here = |href: &str| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let mut parts: Vec<NavPart> = Vec::new();
    for (href, key, _, heading) in ENTRIES.iter().filter(|(_, _, audience, _)| seen(*audience)) {
        let item = NavItem { href, key, here: here(href) };
        match parts.last_mut() {
            _ if !officer || *heading == ALONE => parts.push(NavPart::Item(item)),
            Some(NavPart::Group { key, items }) if key == heading => items.push(item),
            _ => parts.push(NavPart::Group { key: heading, items: vec![item] }),
        }
    }
    // A heading over one entry only hides it.
    let alone = |part: NavPart| match part {
        NavPart::Group { items, .. } if items.len() == 1 => items.into_iter().map(NavPart::Item).collect(),
        part => vec![part],
    };
    parts.into_iter().flat_map(alone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::people::{Membership, Position, Role};

    fn keys(parts: &[NavPart]) -> Vec<&'static str> {
        let key = |part: &NavPart| match part {
            NavPart::Item(item) => item.key,
            NavPart::Group { key, .. } => *key,
        };
        parts.iter().map(key).collect()
    }

    #[test]
    fn a_visitor_sees_the_public_rooms_and_where_they_are() {
        let parts = parts(None, "/procedures/1.001193");
        assert_eq!(keys(&parts), ["nav-procedures", "nav-track", "nav-index"]);
        assert!(parts[0].here() && !parts[2].here());
    }

    #[test]
    fn a_member_of_a_group_who_holds_no_position_finds_it_first() {
        let group = Membership {
            committee: "TCT06-03549.001".parse().expect("a code"),
            agency: "H35.27".parse().expect("a code"),
            village: None,
        };
        let nobody = Actor::new("lan".into(), "Lò Thị Lan".into(), None, Vec::new());
        let member = Actor { groups: vec![group], ..nobody.clone() };
        let rooms = |actor: &Actor| keys(&parts(Some(actor), "/my/groups"));
        assert!(rooms(&member).contains(&"nav-my-groups") && !rooms(&nobody).contains(&"nav-my-groups"));
    }

    #[test]
    fn a_leader_finds_many_rooms_under_few_headings() {
        let position = Position::own("H35".parse().expect("a code"), Role::Approver, "Chủ tịch");
        let actor = Actor::new("chutich".into(), "Hà Văn Chủ".into(), None, vec![position]);
        let parts = parts(Some(&actor), "/tasks/overview");
        assert!(parts.len() <= 6, "{parts:?}");
        let steering = parts.iter().find(|part| part.here()).expect("somewhere");
        assert_eq!(keys(std::slice::from_ref(steering)), [STEERING]);
        let rooms: Vec<_> = steering.items().iter().map(|item| item.href).collect();
        assert!(
            ["/agenda", "/calendar", "/tasks", "/conferences"].iter().all(|room| rooms.contains(room)),
            "{rooms:?}"
        );
        assert_eq!(steering.items().iter().filter(|item| item.here).count(), 1);
    }

    #[test]
    fn whoever_keeps_the_archive_and_whoever_approves_what_leaves_it_find_it_once() {
        let of = |roles: &[Role]| {
            let position = |role: &Role| Position::own("H35.38".parse().expect("a code"), *role, "Vị trí");
            let actor = Actor::new("canbo".into(), "Lò Văn Bộ".into(), None, roles.iter().map(position).collect());
            let parts = parts(Some(&actor), "/archive/lists/TH251223-0001");
            parts.iter().flat_map(NavPart::items).filter(|item| item.href == "/archive" && item.here).count()
        };
        for roles in [&[Role::Clerk][..], &[Role::Approver], &[Role::Clerk, Role::Approver]] {
            assert_eq!(of(roles), 1, "{roles:?}");
        }
        assert_eq!(of(&[Role::CaseOfficer]), 0);
    }
}
