//! The form of an agency's particulars: what was typed becomes an agency, or comes back; and the page that shows what a change
//! would change before it is done.

use super::changes::Change;
use super::{changes, hours};
use crate::components::{Choice, FormErrors, Tone};
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::view::View;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use rules::people::{Agency, AgencyKind, AgencyLevel, Bloc, Directory};
use rules::text::tidy;
use rules::{Problem, Refusal};
use std::str::FromStr;

#[derive(Template)]
#[template(path = "people/directory/edit.html")]
pub(super) struct EditPage {
    pub(super) f: Frame,
    pub(super) title: String,
    pub(super) action: String,
    pub(super) back: String,
    /// Whether it is a new agency, whose code is typed too.
    pub(super) is_new: bool,
    pub(super) typed: Typed,
    pub(super) errors: FormErrors,
    pub(super) blocs: Vec<Choice>,
    pub(super) levels: Vec<Choice>,
    pub(super) kinds: Vec<Choice>,
    pub(super) parents: Vec<Choice>,
    pub(super) plans: Vec<Choice>,
}

/// What is going to be changed, to be confirmed.
#[derive(Template)]
#[template(path = "people/directory/preview.html")]
pub(super) struct PreviewPage {
    pub(super) f: Frame,
    pub(super) title: String,
    pub(super) action: String,
    pub(super) changes: Vec<Change>,
    /// What else follows from it.
    pub(super) notes: Vec<String>,
    pub(super) typed: Vec<(String, String)>,
}

impl EditPage {
    pub(super) fn new(f: Frame, directory: &Directory, code: Option<&str>, typed: Typed, errors: FormErrors) -> Self {
        let (title, action, back) = match code {
            None => (f.t("agency-new"), "/admin/agencies/new".to_owned(), "/admin/agencies".to_owned()),
            Some(code) => {
                let href = format!("/admin/agencies/{code}");
                (f.t("agency-edit"), format!("{href}/edit"), href)
            }
        };
        let kinds = [AgencyKind::Authority, AgencyKind::Counter];
        Self {
            title,
            action,
            back,
            is_new: code.is_none(),
            blocs: Bloc::ALL.map(|bloc| Choice::new(bloc.key(), changes::bloc(&f, bloc))).to_vec(),
            levels: AgencyLevel::ALL.map(|level| Choice::new(level.key(), changes::level(&f, level))).to_vec(),
            kinds: kinds.map(|kind| Choice::new(kind.key(), changes::kind(&f, kind))).to_vec(),
            parents: agencies(&f, directory, |agency| Some(agency.code.as_str()) != code),
            plans: hours::PLANS.map(|plan| Choice::new(plan, f.t(&format!("hours-plan-{plan}")))).to_vec(),
            typed,
            errors,
            f,
        }
    }

    /// The form again, with what is wrong.
    pub(super) fn again(self) -> Response {
        let status = if self.errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        View(self).status(status).into_response()
    }
}

/// The agencies that are not ended and fit, to choose from, by name.
pub(super) fn agencies(f: &Frame, directory: &Directory, fits: impl Fn(&Agency) -> bool) -> Vec<Choice> {
    let there = directory.every().filter(|agency| directory.end(&agency.code).is_none() && fits(agency));
    let name = |agency: &Agency| format!("{} ({})", said::agency_name(f.lang(), agency), agency.code);
    let mut choices: Vec<_> = there.map(|agency| Choice::new(agency.code.as_str(), name(agency))).collect();
    choices.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    choices
}

/// What the form shows of an agency.
pub(super) fn typed_of(agency: &Agency) -> Typed {
    let mut typed = Typed::default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    for (field, value) in [
        ("eid", agency.eid.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("name", agency.name.clone()),
        ("name_en", text(&agency.name_en)),
        ("bloc", agency.bloc.key().to_owned()),
        ("level", agency.level.key().to_owned()),
        ("kind", agency.kind.key().to_owned()),
        ("parent", agency.parent.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("commune", agency.commune.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("address", text(&agency.address)),
        ("phone", text(&agency.phone)),
        ("founded_on", agency.founded_on.map(|day| day.to_string()).unwrap_or_default()),
        ("founded_by", text(&agency.founded_by)),
    ] {
        typed.set(field, value);
    }
    hours::fill(&mut typed, agency);
    typed
}

/// The agency that was typed; its code is `code`, or typed too.
///
/// # Errors
/// The fields that hold something else than they should.
pub(super) fn agency(code: Option<&Agency>, typed: &Typed) -> Result<Agency, Refusal> {
    let mut problems = Vec::new();
    let code = match code {
        Some(known) => Some(known.code.clone()),
        None => read(typed, "code", "agency-code", &mut problems),
    };
    if code.is_none() && typed.get("code").is_empty() {
        problems.push(Problem::new("/code", "agency-code"));
    }
    if tidy(typed.get("name")).is_empty() {
        problems.push(Problem::new("/name", "agency-name-missing"));
    }
    let text = |field: &str| Some(tidy(typed.get(field))).filter(|text| !text.is_empty());
    let mut choice = |field: &'static str| {
        problems.push(Problem::new(format!("/{field}"), "choose"));
    };
    let level = AgencyLevel::from_key(typed.get("level"));
    let kind = AgencyKind::from_key(typed.get("kind"));
    let bloc = Bloc::from_key(typed.get("bloc"));
    for (field, chosen) in [("level", level.is_some()), ("kind", kind.is_some()), ("bloc", bloc.is_some())] {
        if !chosen {
            choice(field);
        }
    }
    let eid = read(typed, "eid", "eid", &mut problems);
    let parent = read(typed, "parent", "choose", &mut problems);
    let commune = read(typed, "commune", "commune", &mut problems);
    let founded_on = read(typed, "founded_on", "day-wrong", &mut problems);
    let (Some(code), Some(level), Some(kind), Some(bloc)) = (code, level, kind, bloc) else {
        return Err(Refusal::input(problems));
    };
    let mut agency = Agency {
        name_en: text("name_en"),
        bloc,
        eid,
        parent,
        commune,
        address: text("address"),
        phone: text("phone"),
        founded_on,
        founded_by: text("founded_by"),
        ..Agency::new(code, tidy(typed.get("name")), level, kind)
    };
    hours::read(typed, &mut agency, &mut problems);
    if problems.is_empty() { Ok(agency) } else { Err(Refusal::input(problems)) }
}

/// What was typed into a field that may be left empty, but not be wrong.
pub(super) fn read<T: FromStr>(
    typed: &Typed,
    field: &str,
    problem: &'static str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let text = typed.get(field);
    if text.is_empty() {
        return None;
    }
    let read = text.parse().ok();
    if read.is_none() {
        problems.push(Problem::new(format!("/{field}"), problem));
    }
    read
}
