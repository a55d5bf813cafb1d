//! What each role may do, as the policy itself says it, and how many hold it: so that nobody gives a role without knowing what it opens.

use super::within;
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::State;
use rules::calendar::day_of;
use rules::dossiers::Action;
use rules::people::Role;
use rules::people::permissions::{DEEDS, Place, who_may, who_may_act_on_tasks, who_may_do};
use rules::tasks::{self, Side};
use store::tables::staff::{self, Filter, Standing};

#[derive(Template)]
#[template(path = "people/staff/roles.html")]
pub(super) struct RolesPage {
    f: Frame,
    roles: Vec<Described>,
}

/// A role in words.
struct Described {
    key: &'static str,
    name: String,
    holders: i64,
    /// Each kind of work: its name, and what the role may do there.
    work: Vec<(String, Vec<String>)>,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
) -> Result<View<RolesPage>, Failure> {
    let (within, today) = (within(&actor)?, day_of(f.now));
    let officers = Role::ALL.into_iter().filter(|role| *role != Role::Citizen);
    let held: Vec<(Role, i64)> = app
        .read(move |tx| {
            let count = |role| {
                let (within, standing) = (within.clone(), Standing::InForce);
                let filter = Filter { within, role: Some(role), standing, ..Filter::default() };
                Ok((role, staff::count(tx, &filter, today)?))
            };
            officers.clone().map(count).collect()
        })
        .await?;
    let described = |(role, holders): (Role, i64)| Described {
        key: role.key(),
        name: f.role(&role),
        holders,
        work: vec![
            (f.t("roles-dossiers"), on_dossiers(&f, role)),
            (f.t("roles-tasks"), on_tasks(&f, role)),
            (f.t("roles-besides"), besides(&f, role)),
        ],
    };
    Ok(View(RolesPage { roles: held.into_iter().map(described).collect(), f }))
}

fn on_dossiers(f: &Frame, role: Role) -> Vec<String> {
    let held =
        |action: Action| who_may(action).iter().filter(move |(may, _)| *may == role).map(move |at| (action, at.1));
    let all = Action::ALL.into_iter().flat_map(held);
    all.map(|(action, place)| {
        let place = match place {
            Place::Counter => "counter",
            Place::Reception => "reception",
            Place::Competent => "competent",
            Place::Step => "step",
            Place::Consulted => "consulted",
            Place::Owner => "owner",
        };
        let (action, place) = (f.t(&format!("desk-act-{}", action.key())), f.t(&format!("roles-at-{place}")));
        f.t2("roles-what-where", "what", action, "where", place)
    })
    .collect()
}

fn on_tasks(f: &Frame, role: Role) -> Vec<String> {
    let all = tasks::Action::ALL.into_iter().filter(|action| who_may_act_on_tasks(*action).contains(&role));
    all.map(|action| {
        let side = match action.side() {
            Side::Lead | Side::LeadOnly => "lead",
            Side::Assigner => "assigner",
            Side::Either => "either",
        };
        let (action, side) = (f.t(&format!("task-do-{}", action.key())), f.t(&format!("roles-side-{side}")));
        f.t2("roles-what-where", "what", action, "where", side)
    })
    .collect()
}

fn besides(f: &Frame, role: Role) -> Vec<String> {
    let all = DEEDS.into_iter().filter(|deed| who_may_do(*deed).contains(&role));
    all.map(|deed| f.t(&format!("deed-{}", deed.key()))).collect()
}
