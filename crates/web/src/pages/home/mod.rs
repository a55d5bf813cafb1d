//! The first page: what can I do here, the search, the services people need most, and tracking.

mod life_events;

use crate::app::App;
use crate::components::{Figure, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::quality::tile;
use crate::pages::said;
use crate::view::View;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use life_events::LIFE_EVENTS;
use rules::calendar::day_of;
use rules::catalogue::OnlineLevel;
use rules::quality::FigureItem;
use store::province::Province;

/// The figures that are shown to everybody at once.
const FIGURES: [&str; 2] = ["dossiers_on_time", "service_index"];

/// The room of the first page.
pub fn routes() -> Router<App> {
    Router::new().route("/", get(show))
}

#[derive(Template)]
#[template(path = "home/show.html")]
struct HomePage {
    f: Frame,
    events: Vec<LifeEvent>,
    procedures: i64,
    online: i64,
    counters: i64,
    /// What is computed of the figures that matter to people; none before there are records.
    figures: Vec<Figure>,
}

/// A life event with the services that people ask for in it.
struct LifeEvent {
    title: String,
    procedures: Vec<(String, String)>,
}

async fn show(State(app): State<App>, f: Frame) -> Result<View<HomePage>, Failure> {
    let (cache, boards, now) = (app.province.clone(), app.boards.clone(), f.now);
    let (province, report) = app
        .read(move |tx| {
            let province = cache.get(tx)?;
            let report = boards.figures(tx, &province, day_of(now), now)?;
            Ok((province, report))
        })
        .await?;
    let shown = report.items.iter().filter(|item| FIGURES.contains(&item.key) && item.value.is_some());
    let online = province.procedures().filter(|procedure| procedure.online != OnlineLevel::None);
    let counters = province.directory.iter().filter(|agency| agency.kind == rules::people::AgencyKind::Counter);
    Ok(View(HomePage {
        events: events(&f, &province),
        procedures: count(province.procedures().count()),
        online: count(online.count()),
        counters: count(counters.count()),
        figures: shown.map(|item| figure(&f, item)).collect(),
        f,
    }))
}

/// A figure that leads to its passport and from there to its records.
fn figure(f: &Frame, item: &FigureItem) -> Figure {
    Figure { href: format!("/figures#figure-{}", item.key), note: String::new(), ..tile(f, item) }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The life events whose services the catalogue has.
fn events(f: &Frame, province: &Province) -> Vec<LifeEvent> {
    let found = LIFE_EVENTS.iter().map(|(key, codes)| LifeEvent {
        title: f.t(&format!("life-{key}")),
        procedures: codes
            .iter()
            .filter_map(|code| {
                let state = province.procedure(&code.parse().ok()?)?;
                let procedure = state.procedure.as_ref().filter(|_| !state.is_withdrawn(province.directory.day()))?;
                Some((said::procedure_name(f.lang(), procedure), format!("/procedures/{code}")))
            })
            .collect(),
    });
    found.filter(|event| !event.procedures.is_empty()).collect()
}
