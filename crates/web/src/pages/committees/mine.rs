//! The groups of somebody who holds no position: what they may do for them, and what they raised.

use super::list::kind_name;
use crate::app::App;
use crate::components::{Column, Columns};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::obstacles::{Own, own};
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::State;
use rules::codes::VillageCode;
use rules::people::Membership;
use rules::people::permissions::memberships;
use store::desk;
use store::province::Province;

#[derive(Template)]
#[template(path = "committees/mine.html")]
pub(super) struct MinePage {
    f: Frame,
    groups: Vec<Group>,
    columns: Columns,
    raised: Vec<Own>,
}

/// A group with what a member does for it.
struct Group {
    name: String,
    /// Its kind and whose it is.
    of: String,
    /// The days of the last report of what it did; empty where there is none.
    reported: String,
    href: String,
    raise: String,
    /// Where its village is reported; empty for a group of no village.
    coverage: String,
    citizens: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
) -> Result<View<MinePage>, Failure> {
    let of = memberships(&actor).to_vec();
    let found = app
        .read(move |tx| {
            let mut found = Vec::new();
            for group in &of {
                if let Some(committee) = desk::committees::load(tx, &group.committee)? {
                    found.push((group.clone(), committee));
                }
            }
            Ok(found)
        })
        .await?;
    let province = app.province().await?;
    let groups = found.iter().map(|(group, committee)| shown(&f, &province, group, committee));
    Ok(View(MinePage {
        groups: groups.collect(),
        columns: ["title", "holder", "status"].map(|key| Column::text(f.t(&format!("obstacle-col-{key}")))).into(),
        raised: own(&app, &f, &actor).await?,
        f,
    }))
}

fn shown(f: &Frame, province: &Province, group: &Membership, committee: &rules::committees::Committee) -> Group {
    let agency = said::agency_named(f.lang(), &province.directory, &group.agency);
    let village = group.village.as_ref().map(VillageCode::as_str);
    let raise = [("agency", group.agency.as_str()), ("village", village.unwrap_or_default())];
    let days = |one: &rules::committees::ActivityReported| {
        f.t2("quality-days", "from", f.day(&one.from), "to", f.day(&one.to))
    };
    let of_village = |room: &str| village.map(|code| format!("/{room}/{code}")).unwrap_or_default();
    Group {
        name: committee.founded.name.clone(),
        of: format!("{} · {agency}", kind_name(f, committee.founded.kind)),
        reported: committee.activities.last().map(days).unwrap_or_default(),
        href: format!("/committees/{}", group.committee),
        raise: said::address("/obstacles/new", &raise),
        coverage: of_village("coverage"),
        citizens: of_village("digital-citizens"),
    }
}
