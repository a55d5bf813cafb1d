//! Scores of agencies and heads over a period: the formula with its weights on the page, the tasks behind every number.

use super::words;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors};
use crate::errors::Failure;
use crate::format;
use crate::frame::Frame;
use crate::pages::said::urlencoded;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may, tasks_seen};
use rules::tasks::scores::{Weights, Work};
use serde::Deserialize;
use store::province::Province;
use store::tables::tasks::scores::{Whose, scores};

#[derive(Template)]
#[template(path = "tasks/scores.html")]
pub(super) struct ScoresPage {
    f: Frame,
    asked: Asked,
    by: Vec<Choice>,
    period: String,
    weights: Vec<(String, String)>,
    formula: String,
    source: String,
    columns: Columns,
    rows: Vec<Row>,
}

/// The work of an agency or a person, in words.
struct Row {
    name: String,
    under: String,
    done: i64,
    done_href: String,
    on_time: String,
    late: i64,
    late_href: String,
    mean: String,
    returned: i64,
    returned_href: String,
    score: String,
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    from: String,
    to: String,
    by: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(mut asked): Query<Asked>,
) -> Result<View<ScoresPage>, Failure> {
    may(&actor, Deed::AssignTasks)?;
    let today = day_of(f.now);
    // A period that is not over, or backwards, is cut to what there is.
    let to = asked.to.parse().map_or(today, |day: Date| day.min(today));
    let from = asked.from.parse().map_or_else(|_| to.first_of_year(), |day: Date| day.min(to));
    let by_person = asked.by == "person";
    (asked.from, asked.to) = (from.to_string(), to.to_string());
    let (scope, province) = (tasks_seen(&actor), app.province().await?);
    let counted = app.read(move |tx| Ok(scores(tx, &scope, (from, to), by_person)?)).await?;
    let weights = Weights::in_force(to);
    let score = |work: &Work| weights.and_then(|weights| work.score(weights));
    let mut counted = counted;
    counted.sort_by(|(one, a), (other, b)| {
        let (a, b) = (score(a).unwrap_or(-1.0), score(b).unwrap_or(-1.0));
        b.total_cmp(&a).then_with(|| one.cmp(other))
    });
    let rows = counted.iter().map(|(whose, work)| row(&f, &province, whose, work, score(work), (from, to)));
    let part = |key: &str, value: u32| (f.t(&format!("scores-part-{key}")), value.to_string());
    Ok(View(ScoresPage {
        by: ["agency", "person"].map(|key| Choice::new(key, f.t(&format!("scores-by-{key}")))).into(),
        period: f.t2("quality-days", "from", f.day(&from), "to", f.day(&to)),
        weights: weights.map_or_else(Vec::new, |weights| {
            vec![
                part("on-time", weights.on_time),
                part("lateness", weights.lateness),
                part("accepted", weights.accepted),
                part("days", weights.days),
            ]
        }),
        formula: f.t("scores-formula"),
        source: weights.map(|weights| weights.source.clone()).unwrap_or_default(),
        columns: std::iter::once(Column::text(f.t("scores-col-who")))
            .chain(
                ["done", "on-time", "late", "mean", "returned", "score"]
                    .map(|key| Column::number(f.t(&format!("scores-col-{key}")))),
            )
            .collect(),
        rows: rows.collect(),
        asked,
        f,
    }))
}

fn row(
    f: &Frame,
    province: &Province,
    whose: &Whose,
    work: &Work,
    score: Option<f64>,
    (from, to): (Date, Date),
) -> Row {
    let agency = words::agency(f, province, &whose.lead);
    let person = whose.person.as_ref();
    let own = person.map_or_else(String::new, |(login, _)| format!("&responsible={}", urlencoded(login)));
    let href = |rest: &str| format!("/tasks?side=all&lead={}{own}{rest}", whose.lead);
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let done = format!("&from={from}&to={to}");
    let (name, under) = match person {
        Some((_, name)) => (name.clone(), agency),
        None => (agency, String::new()),
    };
    Row {
        name,
        under,
        done: number(work.done),
        done_href: href(&done),
        on_time: work.on_time().map_or_else(|| f.t("none"), |share| f.percent(&share)),
        late: number(work.open_late),
        late_href: href("&late=yes"),
        mean: work.mean_lateness().map_or_else(|| f.t("none"), |days| format::decimal(f.lang(), days, 1)),
        returned: number(work.returned),
        returned_href: href(&format!("{done}&returned=yes")),
        score: score.map_or_else(|| f.t("none"), |score| format::decimal(f.lang(), score, 1)),
    }
}
