//! Renaming, merging and dissolving an agency: the day and the decision are typed, what follows is shown, then it is confirmed.

use super::changes::Change;
use super::edit::hidden;
use super::form::{PreviewPage, agencies, read};
use super::show::known;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, Administrator};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::codes::AgencyCode;
use rules::people::{Agency, Directory, Event, Ordered};
use rules::{Problem, Refusal};
use store::desk::agencies::{Reorganisation, open_dossiers, plan, reorganise};
use store::tables::positions;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "people/directory/reorganise.html")]
pub(super) struct ReorganisePage {
    f: Frame,
    what: What,
    title: String,
    explained: String,
    action: String,
    back: String,
    typed: Typed,
    errors: FormErrors,
    successors: Vec<Choice>,
}

/// What is to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Rename,
    Merge,
    Dissolve,
}

impl What {
    fn of(text: &str) -> Result<Self, Failure> {
        match text {
            "rename" => Ok(Self::Rename),
            "merge" => Ok(Self::Merge),
            "dissolve" => Ok(Self::Dissolve),
            _ => Err(Failure::Status(StatusCode::NOT_FOUND)),
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Rename => "rename",
            Self::Merge => "merge",
            Self::Dissolve => "dissolve",
        }
    }
}

impl ReorganisePage {
    fn new(f: Frame, directory: &Directory, what: What, agency: &Agency, typed: Typed, errors: FormErrors) -> Self {
        let fits = |other: &Agency| other.code != agency.code && other.kind == agency.kind;
        let back = format!("/admin/agencies/{}", agency.code);
        Self {
            what,
            title: f.t1(&format!("agency-{}", what.key()), "name", said::agency_name(f.lang(), agency)),
            explained: f.t(&format!("agency-{}.lead", what.key())),
            action: format!("{back}/{}", what.key()),
            back,
            successors: if what == What::Merge { agencies(&f, directory, fits) } else { Vec::new() },
            typed,
            errors,
            f,
        }
    }
}

pub(super) async fn ask(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Path((code, what)): Path<(String, String)>,
) -> Result<View<ReorganisePage>, Failure> {
    let (what, province) = (What::of(&what)?, app.province().await?);
    let agency = known(&province.directory, &code)?;
    let mut typed = Typed::default();
    if what == What::Rename {
        typed.set("name", agency.name.as_str());
        typed.set("name_en", agency.name_en.as_deref().unwrap_or_default());
    }
    Ok(View(ReorganisePage::new(f, &province.directory, what, agency, typed, FormErrors::none())))
}

pub(super) async fn act(
    State(app): State<App>,
    Administrator(by): Administrator,
    f: Frame,
    session: Session,
    Path((code, what)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let (what, province) = (What::of(&what)?, app.province().await?);
    let directory = &province.directory;
    let agency = known(directory, &code)?;
    let again = |f, typed, errors: FormErrors| {
        let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        View(ReorganisePage::new(f, directory, what, agency, typed, errors)).status(status)
    };
    if typed.get("go") == "edit" {
        return Ok(again(f, typed, FormErrors::none()));
    }
    let asked = match asked(what, agency, &typed) {
        Ok(asked) => asked,
        Err(refusal) => {
            let errors = FormErrors::of(f.words, &refusal);
            return Ok(again(f, typed, errors));
        }
    };
    let (cache, now, confirmed) = (app.province.clone(), f.now, typed.get("go") == "confirm");
    let done = app
        .write(move |tx| {
            let (province, (reorganisation, ordered)) = (cache.get(tx)?, &asked);
            let mut events = Vec::new();
            for event in plan(tx, &province, reorganisation, ordered)? {
                let Some(code) = ending(&event) else {
                    events.push((event, 0, 0));
                    continue;
                };
                let officers = positions::officers_of(tx, code.as_str(), now)?;
                let officers = officers.iter().filter(|(_, _, position)| position.agency == *code).count();
                let open = open_dossiers(tx, code)?;
                events.push((event, open, officers));
            }
            if confirmed {
                reorganise(tx, &province, reorganisation, ordered, &by, now)?;
            }
            Ok(events)
        })
        .await;
    match done {
        Ok(_) if confirmed => {
            sessions::say(&session, Tone::Good, "agency-kept", &code).await?;
            Ok(Redirect::to(&format!("/admin/agencies/{code}")).into_response())
        }
        Ok(events) => {
            let (changes, notes) = shown(&f, directory, &events);
            let page = PreviewPage {
                title: f.t1(&format!("agency-{}", what.key()), "name", said::agency_name(f.lang(), agency)),
                action: format!("/admin/agencies/{code}/{}", what.key()),
                changes,
                notes,
                typed: hidden(&typed),
                f,
            };
            Ok(View(page).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(again(f, typed, errors))
        }
        Err(failure) => Err(failure),
    }
}

/// What was typed.
fn asked(what: What, agency: &Agency, typed: &Typed) -> Result<(Reorganisation, Ordered), Refusal> {
    let mut problems = Vec::new();
    let on = read(typed, "on", "day-wrong", &mut problems);
    if on.is_none() && problems.is_empty() {
        problems.push(Problem::new("/on", "day-wrong"));
    }
    let code = agency.code.clone();
    let reorganisation = match what {
        What::Rename => {
            let name_en = typed.some("name_en").map(|name| rules::text::tidy(&name));
            Reorganisation::Rename { code, name: typed.text("name"), name_en }
        }
        What::Dissolve => Reorganisation::Dissolve { code },
        What::Merge => {
            let into: Vec<AgencyCode> =
                ["into", "also"].iter().filter_map(|field| read(typed, field, "choose", &mut problems)).collect();
            let mut codes = vec![code];
            for other in typed.get("others").split([',', ' ', '\n', '\r', ';']).filter(|code| !code.is_empty()) {
                match other.trim().parse() {
                    Ok(code) if codes.contains(&code) => {}
                    Ok(code) => codes.push(code),
                    Err(_) => problems.push(Problem::new("/others", "agency-unknown").with("code", other)),
                }
            }
            Reorganisation::Merge { codes, into }
        }
    };
    match on {
        Some(on) if problems.is_empty() => Ok((reorganisation, Ordered { on, decision: typed.text("decision") })),
        _ => Err(Refusal::input(problems)),
    }
}

fn ending(event: &Event) -> Option<&AgencyCode> {
    match event {
        Event::AgencyMerged(merged) => Some(&merged.code),
        Event::AgencyDissolved(gone) => Some(&gone.code),
        _ => None,
    }
}

/// What these events change, and what else follows: dossiers that change hands, officers whose positions end.
fn shown(f: &Frame, directory: &Directory, events: &[(Event, i64, usize)]) -> (Vec<Change>, Vec<String>) {
    let name = |code: &AgencyCode| said::agency_named(f.lang(), directory, code);
    let until = |day: &jiff::civil::Date| f.t1("change-until", "day", f.day(day));
    let (mut changes, mut notes) = (Vec::new(), Vec::new());
    for (event, open, officers) in events {
        let change = match event {
            Event::AgencyRenamed(renamed) => Change {
                of: f.t1("agency-since", "day", f.day(&renamed.effective_on)),
                field: f.t("agency-field-name"),
                before: name(&renamed.code),
                after: renamed.name.clone(),
            },
            Event::AgencyMerged(merged) => Change {
                of: name(&merged.code),
                field: f.t("agency-field-state"),
                before: f.t("agency-state-in-force"),
                after: {
                    let into: Vec<_> = merged.into.iter().map(name).collect();
                    format!("{}; {}", until(&merged.effective_on), f.t1("history-into", "names", into.join(", ")))
                },
            },
            Event::AgencyDissolved(gone) => Change {
                of: name(&gone.code),
                field: f.t("agency-field-state"),
                before: f.t("agency-state-in-force"),
                after: until(&gone.effective_on),
            },
            _ => continue,
        };
        changes.push(change);
        let of = ending(event).map(name).unwrap_or_default();
        if *open > 0 {
            notes.push(f.t2("change-dossiers", "name", &of, "count", *open));
        }
        if *officers > 0 {
            notes.push(f.t2("change-officers", "name", &of, "count", *officers));
        }
    }
    (changes, notes)
}
