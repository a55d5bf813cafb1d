//! Who works where: counter officers, case officers, leaders and clerks of every agency, and the sample citizens.

use super::data::{places, texts};
use super::persons::Persons;
use super::world::World;
use crate::province;
use rules::codes::AgencyCode;
use rules::dossiers::ApplicantDraft;
use rules::people::{Actor, Agency, AgencyKind, AgencyLevel, Bloc, Position, Role};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many citizens have an account.
pub const CITIZENS: usize = 20;

/// Officers have the same names whatever the seed of the year, so that sample sign-ins can be told before there is one.
pub const SEED: u64 = 57;
/// The number of the first sample citizen among the people who are made up.
pub const SAMPLES: u64 = 1_000_000;

/// Everybody with an account.
#[derive(Debug)]
pub struct Staff {
    officers: Vec<Arc<Actor>>,
    holders: BTreeMap<(AgencyCode, Role), Vec<usize>>,
    /// The sample citizens: where they live and what is known of them.
    pub citizens: Vec<Citizen>,
}

/// A citizen with an account.
#[derive(Debug, Clone)]
pub struct Citizen {
    /// Who they are, to the policy.
    pub actor: Arc<Actor>,
    /// Their particulars.
    pub draft: ApplicantDraft,
    /// The place of their commune in the world's list.
    pub place: usize,
}

impl Staff {
    /// The staff of the province.
    pub fn new(world: &World) -> Self {
        let mut staff = Self { officers: Vec::new(), holders: BTreeMap::new(), citizens: Vec::new() };
        let persons = Persons::new(SEED);
        for agency in world.directory.iter() {
            for post in posts(agency, world) {
                let name = persons.officer(staff.officers.len() as u64);
                let position = Position::own(agency.code.clone(), post.role, post.title);
                staff.holders.entry((agency.code.clone(), post.role)).or_default().push(staff.officers.len());
                let actor = Actor::new(post.login, name, None, vec![position]);
                staff.officers.push(Arc::new(actor));
            }
        }
        staff.secretary(world, &persons);
        staff.other_blocs(&persons);
        for number in 0..CITIZENS {
            let place = place_of_sample(number, world);
            let draft = persons.citizen(SAMPLES + number as u64, &world.places[place].code);
            let login = format!("congdan{}", number + 1);
            let personal_id = draft.id_number.parse().ok();
            let actor = Actor::new(login, draft.name.clone(), personal_id, Vec::new());
            staff.citizens.push(Citizen { actor: Arc::new(actor), draft, place });
        }
        staff
    }

    /// The secretary of the province itself, after everybody else, who so keep their names: whoever drew a report does not approve it.
    fn secretary(&mut self, world: &World, persons: &Persons) {
        let whole = |agency: &&Agency| agency.level == AgencyLevel::Province && agency.kind == AgencyKind::Authority;
        let Some(agency) = world.directory.iter().find(whole) else { return };
        let title = texts().titles.get("secretary").cloned().unwrap_or_default();
        let position = Position::own(agency.code.clone(), Role::Clerk, title);
        let name = persons.officer(self.officers.len() as u64);
        self.holders.entry((agency.code.clone(), Role::Clerk)).or_default().push(self.officers.len());
        self.officers.push(Arc::new(Actor::new("vanthu.ubnd".into(), name, None, vec![position])));
    }

    /// A leader and a clerk of every agency of the Party, the Front and the mass organisations: `lanhdao.tu`, `vanthu.mt.03549`.
    fn other_blocs(&mut self, persons: &Persons) {
        for agency in province::blocs() {
            let short = agency.code.as_str().trim_start_matches("H35.").to_lowercase();
            let head = match (agency.bloc, agency.level) {
                (Bloc::Party, AgencyLevel::Province) => "party_leader",
                (Bloc::Party, AgencyLevel::Commune) => "party_commune_leader",
                (Bloc::Party, _) => "party_board_leader",
                _ => "front_leader",
            };
            for (role, prefix, title) in
                [(Role::Approver, "lanhdao", text(head)), (Role::Clerk, "vanthu", text("bloc_clerk"))]
            {
                let name = persons.officer(self.officers.len() as u64);
                self.holders.entry((agency.code.clone(), role)).or_default().push(self.officers.len());
                let position = Position::own(agency.code.clone(), role, title);
                self.officers.push(Arc::new(Actor::new(format!("{prefix}.{short}"), name, None, vec![position])));
            }
        }
    }

    /// Every officer, agency by agency.
    pub fn officers(&self) -> &[Arc<Actor>] {
        &self.officers
    }

    /// The `number`-th of those who hold this role in this agency, beginning again after the last.
    pub fn holder(&self, agency: &AgencyCode, role: Role, number: usize) -> Option<&Arc<Actor>> {
        let holders = self.holders.get(&(agency.clone(), role))?;
        self.officers.get(*holders.get(number % holders.len())?)
    }

    /// The officer of this login.
    pub fn officer(&self, agency: &AgencyCode, role: Role, login: &str) -> Option<&Arc<Actor>> {
        let holders = self.holders.get(&(agency.clone(), role))?;
        holders.iter().filter_map(|at| self.officers.get(*at)).find(|actor| actor.login == login)
    }
}

/// The place of a sample citizen's commune in the world's list: far apart enough to see differences.
pub fn place_of_sample(number: usize, world: &World) -> usize {
    (number * 7 + 31) % world.places.len()
}

struct Post {
    login: String,
    role: Role,
    title: String,
}

/// The posts of an agency, and the names to sign in with: what they do, then where.
fn posts(agency: &Agency, world: &World) -> Vec<Post> {
    let place = world.places.iter().find(|place| agency.commune.as_ref() == Some(&place.code));
    let large = place.is_some_and(|place| place.inhabitants >= 20_000);
    match (agency.level, agency.kind, place) {
        (AgencyLevel::Commune, AgencyKind::Counter, Some(place)) => {
            crew(agency, place.code.as_str(), &[(Role::CounterOfficer, if large { 3 } else { 2 })])
        }
        (AgencyLevel::Commune, AgencyKind::Authority, Some(place)) => {
            let case_officers = if large { 4 } else { 2 };
            crew(
                agency,
                place.code.as_str(),
                &[(Role::CaseOfficer, case_officers), (Role::Approver, 2), (Role::Clerk, 1)],
            )
        }
        (AgencyLevel::Department, _, _) => {
            let short = places().departments.get(&agency.code).map_or(agency.code.as_str(), String::as_str);
            let busy = world.busy_departments().contains(&agency.code);
            let case_officers = if busy { 5 } else { 2 };
            crew(agency, short, &[(Role::CaseOfficer, case_officers), (Role::Approver, 2), (Role::Clerk, 1)])
        }
        (AgencyLevel::Province, AgencyKind::Counter, _) => {
            let mut posts = crew(agency, "tinh", &[(Role::CounterOfficer, 6)]);
            posts.push(Post { login: "lanhdao.tinh".into(), role: Role::Approver, title: text("centre_leader") });
            posts.push(Post { login: "vanthu.tinh".into(), role: Role::Clerk, title: text("centre_clerk") });
            posts
        }
        (AgencyLevel::Province, AgencyKind::Authority, _) => {
            let title = titles(agency, Role::Administrator).first().cloned().unwrap_or_default();
            vec![
                Post { login: "chutich".into(), role: Role::Approver, title: text("chairman") },
                Post { login: "quantri".into(), role: Role::Administrator, title: title.clone() },
                // Whoever writes a version of a procedure does not publish it: there are two.
                Post { login: "quantri2".into(), role: Role::Administrator, title },
            ]
        }
        _ => Vec::new(),
    }
}

fn crew(agency: &Agency, place: &str, roles: &[(Role, usize)]) -> Vec<Post> {
    let ward = agency.name.contains("phường");
    let mut posts = Vec::new();
    for (role, count) in roles {
        let titles = titles(agency, *role);
        for number in 0..*count {
            let prefix = match role {
                Role::CounterOfficer => "tiepnhan",
                Role::CaseOfficer => "thuly",
                Role::Approver => "lanhdao",
                _ => "vanthu",
            };
            let again = if number == 0 { String::new() } else { (number + 1).to_string() };
            let title = titles.get(number % titles.len().max(1)).cloned().unwrap_or_default();
            let title = if ward { title.replace(" xã", " phường") } else { title };
            posts.push(Post { login: format!("{prefix}{again}.{place}"), role: *role, title });
        }
    }
    posts
}

fn titles(agency: &Agency, role: Role) -> &'static [String] {
    let level = match agency.level {
        AgencyLevel::Province => "province",
        AgencyLevel::Department | AgencyLevel::District => "department",
        AgencyLevel::Commune => "commune",
    };
    province::people().titles.get(level).and_then(|roles| roles.get(&role)).map_or(&[], Vec::as_slice)
}

fn text(key: &str) -> String {
    texts().titles.get(key).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_agency_that_settles_has_everybody_whom_a_route_needs() {
        let world = World::new().expect("a world");
        let staff = Staff::new(&world);
        let authorities = world.places.iter().map(|place| &place.authority).cloned().chain(world.busy_departments());
        for authority in authorities {
            let logins =
                [0, 1].map(|number| staff.holder(&authority, Role::CaseOfficer, number).map(|actor| &actor.login));
            assert!(logins[0].is_some() && logins[0] != logins[1], "{authority}");
            assert!(staff.holder(&authority, Role::Approver, 0).is_some(), "{authority}");
            assert!(staff.holder(&authority, Role::Clerk, 0).is_some(), "{authority}");
            assert!(staff.holder(world.counter_of(&authority), Role::CounterOfficer, 0).is_some(), "{authority}");
        }
    }

    #[test]
    fn logins_are_unique_and_follow_the_rule() {
        let world = World::new().expect("a world");
        let staff = Staff::new(&world);
        let logins: BTreeSet<_> = staff.officers().iter().map(|actor| actor.login.as_str()).collect();
        assert_eq!(logins.len(), staff.officers().len());
        let named = [
            "tiepnhan.03549",
            "thuly.03549",
            "thuly2.03549",
            "lanhdao.03549",
            "vanthu.03549",
            "thuly.nongnghiep",
            "tiepnhan.tinh",
            "chutich",
            "quantri",
            "vanthu.ubnd",
            "lanhdao.tu",
            "vanthu.mt.03549",
        ];
        for login in named {
            assert!(logins.contains(login), "{login}");
        }
        assert!(staff.officers().iter().all(|actor| !actor.positions[0].title.is_empty()));
    }

    #[test]
    fn sample_citizens_live_in_different_communes() {
        let world = World::new().expect("a world");
        let staff = Staff::new(&world);
        let places: BTreeSet<_> = staff.citizens.iter().map(|citizen| citizen.place).collect();
        assert_eq!(places.len(), CITIZENS);
    }
}
