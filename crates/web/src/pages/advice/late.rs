//! Open dossiers by how likely they are to be late, each with the past that speaks for it.

use super::tabs;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::desk::list::procedures;
use crate::pages::said;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::permissions::scope;
use serde::Deserialize;
use store::province::Province;
use store::tables::dossier_lists::Filter;
use store::tables::lateness::{Likely, likely, open};

/// So many are shown: whoever has settled these asks again.
const SHOWN: usize = 100;
/// From this chance on a dossier is counted as in danger.
const DANGER: f64 = 0.2;

#[derive(Template)]
#[template(path = "advice/late.html")]
pub(super) struct LatePage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    summary: String,
    agencies: Vec<Choice>,
    procedures: Vec<Choice>,
    asked: Asked,
    columns: Columns,
    rows: Vec<Row>,
    learnt: String,
}

/// An open dossier.
struct Row {
    code: String,
    href: String,
    procedure: String,
    agency: String,
    step: String,
    officer: String,
    due: String,
    chance: String,
    why: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    agency: String,
    procedure: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Query(asked): Query<Asked>,
) -> Result<View<LatePage>, Failure> {
    let province = app.province().await?;
    let (whole, kept, now) = (province.clone(), app.forecasts.clone(), f.now);
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let agency: Option<AgencyCode> = asked.agency.parse().ok();
    let filter = Filter { agency, procedure: some(&asked.procedure), ..open() };
    let seen = scope(&actor);
    let (found, learnt) = app
        .read(move |tx| {
            let model = kept.get(tx, &whole, day_of(now))?;
            Ok((likely(tx, &whole, &model, (&seen, &filter), now)?, model.size()))
        })
        .await?;
    let danger = found.iter().filter(|one| one.chance.late >= DANGER).count();
    let expected: f64 = found.iter().map(|one| one.chance.late).sum();
    let mut agencies: Vec<Choice> = province
        .directory
        .iter()
        .filter(|agency| agency.settles() && province.directory.is_in_force(&agency.code))
        .map(|agency| Choice::new(agency.code.as_str(), said::agency_name(f.lang(), agency)))
        .collect();
    agencies.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    let heads = ["dossier", "step", "due", "chance", "why"];
    Ok(View(LatePage {
        tabs: tabs(&f, "late"),
        summary: f.words.with(
            "advice-late-summary",
            &[
                ("open", &f.count(&i64::try_from(found.len()).unwrap_or(i64::MAX))),
                ("danger", &f.count(&i64::try_from(danger).unwrap_or(i64::MAX))),
                ("expected", &crate::format::decimal(f.lang(), expected, 1)),
            ],
        ),
        agencies,
        procedures: procedures(&f, &province),
        columns: heads.map(|key| Column::text(f.t(&format!("advice-late-col-{key}")))).into(),
        rows: found.iter().take(SHOWN).map(|one| row(&f, &province, one)).collect(),
        learnt: f.t1("advice-late-learnt", "count", f.count(&i64::try_from(learnt).unwrap_or(i64::MAX))),
        asked,
        f,
    }))
}

fn row(f: &Frame, province: &Province, one: &Likely) -> Row {
    let listed = &one.dossier;
    let procedure = listed.procedure.parse().ok().and_then(|code| province.procedure(&code)?.procedure.as_ref());
    let count = |number: usize| f.count(&i64::try_from(number).unwrap_or(i64::MAX));
    let chance = &one.chance;
    // The office's own past where it has one; else that of the step anywhere.
    let (key, all, late) = match (chance.like_it, chance.elsewhere) {
        (0, 0) => ("advice-late-why-none", 0, 0),
        (0, _) => ("advice-late-why-elsewhere", chance.elsewhere, chance.elsewhere_late),
        _ => ("advice-late-why-office", chance.like_it, chance.like_it_late),
    };
    let percent = |share: f64| format!("{} %", crate::format::decimal(f.lang(), share * 100.0, 0));
    Row {
        code: listed.code.clone(),
        href: format!("/dossiers/{}", listed.code),
        procedure: procedure
            .map_or_else(|| listed.procedure.clone(), |procedure| said::procedure_name(f.lang(), procedure)),
        agency: said::agency_named(f.lang(), &province.directory, &one.place.office),
        step: f.t(&format!("task-{}", one.place.task)),
        officer: listed.officer_name.clone().unwrap_or_default(),
        due: listed.due_at.map(|due| f.moment(&due)).unwrap_or_default(),
        chance: percent(chance.late),
        why: f.words.with(key, &[("all", &count(all)), ("late", &count(late)), ("used", &percent(one.used.max(0.0)))]),
    }
}
