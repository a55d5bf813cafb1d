//! What is to be handed over, what the archive has, whose time is over, and the lists by which it leaves.

use super::number;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, may, reach};
use rules::{Problem, Refusal, RefusalKind};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::desk;
use store::province::Province;
use store::tables::archives;
use tower_sessions::Session;

/// Dossiers on the page.
const PAGE: u32 = 200;

#[derive(Template)]
#[template(path = "archive/shelves.html")]
struct ShelvesPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    view: String,
    tabs: Vec<(String, String, bool)>,
    /// Whether this officer hands over and lists.
    keeps: bool,
    /// Dossiers that can be chosen, by the agency whose they are: its code, its name, and they.
    groups: Vec<(String, String, Vec<Choice>)>,
    chosen: Vec<String>,
    rows: Vec<(String, String, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    view: String,
}

const VIEWS: [&str; 4] = ["closed", "held", "over", "lists"];

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    // Clerks come to hand over, leaders to decide the lists.
    let usual = if may(&actor, Deed::KeepArchive).is_ok() { "closed" } else { "lists" };
    let view = VIEWS.into_iter().find(|view| *view == asked.view).unwrap_or(usual);
    let page = page(&app, f, &actor, view, (FormErrors::none(), Typed::default())).await?;
    Ok(page.into_response())
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    view: &str,
    (errors, typed): (FormErrors, Typed),
) -> Result<View<ShelvesPage>, Failure> {
    let keeps = may(actor, Deed::KeepArchive).is_ok();
    if !keeps {
        may(actor, Deed::ApproveDisposal)?;
    }
    let mine = [Deed::KeepArchive, Deed::ApproveDisposal].into_iter().flat_map(|deed| reach(actor, deed));
    let mine: Vec<_> = mine.collect();
    let (wanted, today) = (view.to_owned(), day_of(f.now));
    let found = app
        .read(move |tx| {
            Ok(match wanted.as_str() {
                "closed" => (archives::closed(tx, &mine, PAGE)?, Vec::new(), Vec::new()),
                "held" => (Vec::new(), archives::at(tx, &mine, None, PAGE)?, Vec::new()),
                "over" => (Vec::new(), archives::at(tx, &mine, Some(today), PAGE)?, Vec::new()),
                _ => (Vec::new(), Vec::new(), archives::lists(tx, &mine, PAGE)?),
            })
        })
        .await?;
    let province = app.province().await?;
    let (closed, held, lists) = found;
    let until = |day: Option<jiff::civil::Date>| match day {
        Some(day) => f.t1("archive-until", "day", f.day(&day)),
        None => f.t("archive-for-ever"),
    };
    let mut groups: BTreeMap<AgencyCode, Vec<Choice>> = BTreeMap::new();
    for closed in closed {
        let years = years(&province, &closed.procedure);
        let kept = rules::archives::keep_until(day_of(closed.finished_at), years);
        let label = format!("{} – {}", closed.dossier, procedure(&f, &province, &closed.procedure));
        let hint = format!("{} · {}", f.t1("archive-finished", "at", f.day_of(&closed.finished_at)), until(kept));
        groups.entry(closed.agency).or_default().push(Choice::new(closed.dossier, label).explained(hint));
    }
    let mut rows: Vec<_> = Vec::new();
    for shelved in held {
        let told = f.t2("archive-where", "place", &shelved.place, "record", &shelved.record);
        if view == "over" {
            let hint = format!("{told} · {}", until(shelved.keep_until));
            groups
                .entry(shelved.agency)
                .or_default()
                .push(Choice::new(&shelved.dossier, &shelved.dossier).explained(hint));
        } else {
            let told = format!("{told} · {} · {}", f.day_of(&shelved.archived_at), until(shelved.keep_until));
            rows.push((shelved.dossier.clone(), format!("/dossiers/{}", shelved.dossier), told));
        }
    }
    rows.extend(lists.into_iter().map(|list| {
        let status = f.t(&format!("archive-list-{}", list.status));
        let told = format!("{status} · {} · {}", f.t1("archive-dossiers", "count", list.dossiers), list.reason);
        (list.id.clone(), format!("/archive/lists/{}", list.id), told)
    }));
    let named = |code: &AgencyCode| said::agency_named(f.lang(), &province.directory, code);
    let tabs = VIEWS.map(|of| (f.t(&format!("archive-{of}")), format!("/archive?view={of}"), of == view));
    Ok(View(ShelvesPage {
        view: view.to_owned(),
        tabs: tabs.into(),
        keeps,
        groups: groups.into_iter().map(|(code, choices)| (code.to_string(), named(&code), choices)).collect(),
        chosen: typed.get("dossiers").lines().map(str::to_owned).collect(),
        rows,
        errors,
        typed,
        f,
    }))
}

fn years(province: &Province, procedure: &str) -> Option<u16> {
    let code = procedure.parse().ok()?;
    province.procedure(&code)?.procedure.as_ref()?.result.retention_years
}

fn procedure(f: &Frame, province: &Province, code: &str) -> String {
    let known = code.parse().ok().and_then(|code| province.procedure(&code)?.procedure.as_ref());
    known.map_or_else(|| code.to_owned(), |procedure| said::procedure_name(f.lang(), procedure))
}

pub(super) async fn send(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let typed = Typed::several(pairs)?;
    may(&actor, Deed::KeepArchive)?;
    let lists = typed.get("do") == "list";
    let codes: Vec<_> = typed.get("dossiers").lines().map(str::to_owned).collect();
    let done = match typed.get("agency").parse::<AgencyCode>() {
        Ok(agency) => {
            let (cache, now, doing) = (app.province.clone(), f.now, actor.clone());
            let id = number(if lists { "TH" } else { "BB" }, now);
            let said = if lists { typed.text("reason") } else { typed.text("place") };
            let done = app.write(move |tx| {
                if lists {
                    return desk::archives::propose(tx, &doing, (&id, &agency, &said), &codes, now);
                }
                let province = cache.get(tx)?;
                desk::archives::archive(tx, &province, &doing, (&id, &agency, &said), &codes, now)
            });
            done.await
        }
        Err(_) => Err(Refusal::input(vec![Problem::new("/agency", "choose")]).into()),
    };
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, if lists { "archive-listed" } else { "archive-done" }, "").await?;
            Ok(Redirect::to(if lists { "/archive?view=lists" } else { "/archive?view=held" }).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind == RefusalKind::Input => {
            let errors = FormErrors::of(f.words, &refusal);
            let view = if lists { "over" } else { "closed" };
            Ok(page(&app, f, &actor, view, (errors, typed)).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}
