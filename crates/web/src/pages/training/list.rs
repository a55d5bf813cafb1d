//! The courses, and the figures of training.

use super::{many, named, skill_named, stage_tag};
use crate::app::App;
use crate::components::{Choice, Column, Columns, Figure, FormErrors, Pages, Tag, Trend};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{address, agency_named};
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may};
use rules::text::fold;
use rules::training::Stage;
use serde::Deserialize;
use std::collections::BTreeSet;
use store::tables::training::{Listed, courses, gaps, skills};

/// Courses on a page.
const PAGE: usize = 40;

#[derive(Template)]
#[template(path = "training/list.html")]
pub(super) struct ListPage {
    f: Frame,
    asked: Asked,
    figures: Vec<Figure>,
    organises: bool,
    skills: Vec<Choice>,
    stages: Vec<Choice>,
    years: Vec<Choice>,
    columns: Columns,
    rows: Vec<Row>,
    total: i64,
    pages: Pages,
}

/// A course in the list.
struct Row {
    code: String,
    title: String,
    skill: String,
    agency: String,
    days: String,
    stage: Tag,
    seats: String,
    certified: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    skill: String,
    stage: String,
    year: String,
    page: usize,
}

impl Asked {
    fn href(&self, path: &str, page: usize) -> String {
        let page = if page == 0 { String::new() } else { page.to_string() };
        let pairs =
            [("q", &self.q), ("skill", &self.skill), ("stage", &self.stage), ("year", &self.year), ("page", &page)];
        address(path, &pairs.map(|(key, value)| (key, value.as_str())))
    }

    /// Whether a course at this stage is asked for.
    pub(super) fn wants(&self, one: &Listed, stage: Stage) -> bool {
        let name = fold(&format!("{} {}", one.opened.course, one.opened.title));
        (self.skill.is_empty() || one.opened.skill == self.skill)
            && (self.stage.is_empty() || stage.key() == self.stage)
            && (self.year.is_empty() || one.year().to_string() == self.year)
            && fold(&self.q).split(' ').all(|word| name.contains(word))
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::TakeTraining)?;
    let (province, today) = (app.province().await?, day_of(f.now));
    let known = province.clone();
    let (all, lacking) = app.read(move |tx| Ok((courses(tx)?, gaps(tx, &known, today, None)?))).await?;
    let year = today.year();
    let of_year: Vec<&Listed> = all.iter().filter(|one| one.year() == year).collect();
    let years: BTreeSet<i16> = all.iter().map(Listed::year).collect();
    let (required, lack) = lacking.iter().fold((0, 0), |(all, lack), gap| (all + gap.required(), lack + gap.lacking()));
    let certified: i64 = of_year.iter().map(|one| one.certified).sum();
    let figure = |key: &str, value: String, note: String, href: &str| Figure {
        label: f.t1(&format!("training-figure-{key}"), "year", year.to_string()),
        value,
        unit: String::new(),
        note,
        href: href.into(),
        trend: Trend::None,
    };
    let behind = format!("/training?year={year}#courses");
    let figures = vec![
        figure("courses", many(&f, of_year.len()), String::new(), &behind),
        figure("certified", f.count(&certified), String::new(), &behind),
        figure("gaps", many(&f, lack), f.t1("training-of-required", "count", many(&f, required)), "/training/gaps"),
    ];
    let chosen: Vec<&Listed> = all.iter().filter(|one| asked.wants(one, one.stage(today))).collect();
    let first = asked.page * PAGE;
    let rows = chosen.iter().skip(first).take(PAGE).map(|one| Row {
        code: one.opened.course.to_string(),
        title: one.opened.title.clone(),
        skill: skill_named(&f, &one.opened.skill, today),
        agency: agency_named(f.lang(), &province.directory, &one.opened.agency),
        days: days(&f, one),
        stage: stage_tag(&f, one.stage(today)),
        seats: format!("{}/{}", one.learners, one.opened.seats),
        certified: f.count(&one.certified),
    });
    let rows: Vec<Row> = rows.collect();
    let mut columns: Columns = ["course", "skill", "organiser", "days", "stage"]
        .map(|key| Column::text(f.t(&format!("training-col-{key}"))))
        .into();
    columns.extend(["seats", "certified"].map(|key| Column::number(f.t(&format!("training-col-{key}")))));
    Ok(View(ListPage {
        figures,
        organises: may(&actor, Deed::OrganiseTraining).is_ok(),
        skills: skills(today).iter().map(|skill| Choice::new(skill.key.as_str(), named(f.lang(), skill))).collect(),
        stages: Stage::ALL
            .map(|stage| Choice::new(stage.key(), f.t(&format!("training-stage-{}", stage.key()))))
            .into(),
        years: years.iter().rev().map(|year| Choice::new(year.to_string(), year.to_string())).collect(),
        columns,
        rows,
        total: i64::try_from(chosen.len()).unwrap_or(i64::MAX),
        pages: Pages {
            first: if asked.page > 0 { asked.href("/training", 0) } else { String::new() },
            next: if chosen.len() > first + PAGE { asked.href("/training", asked.page + 1) } else { String::new() },
            export: asked.href("/training.csv", 0),
        },
        asked,
        f,
    }))
}

/// From its first day to its last.
fn days(f: &Frame, one: &Listed) -> String {
    match (one.opened.sessions.first(), one.opened.sessions.last()) {
        (Some(first), Some(last)) if first != last => format!("{} – {}", f.day(first), f.day(last)),
        (Some(first), _) => f.day(first),
        _ => f.t("none"),
    }
}
