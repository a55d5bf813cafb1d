//! Everything that a citizen asks about one procedure, on one page.

use crate::app::App;
use crate::components::{Tag, Tone};
use crate::errors::{Failure, Told, refusal_text};
use crate::frame::Frame;
use crate::pages::dossiers::why_not_online;
use crate::pages::said;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::StartRule;
use rules::catalogue::{Level, Procedure, Subject};
use rules::people::{Agency, AgencyKind, AgencyLevel};
use store::province::Province;

#[derive(Template)]
#[template(path = "catalogue/show.html")]
pub(super) struct ShowPage {
    f: Frame,
    code: String,
    name: String,
    field: String,
    crumbs: Vec<(String, String)>,
    essential: bool,
    /// Where filing begins.
    file_href: String,
    /// Why it can't be filed here; nothing when it can.
    closed: Option<Told>,
    basis: String,
    papers: Vec<Paper>,
    limit: String,
    starts: String,
    /// When it would be due if it were received now.
    due: Option<Timestamp>,
    cost: String,
    cost_note: String,
    fees: Vec<(String, String, String)>,
    online: String,
    /// Where to go in person.
    place: String,
    authority: String,
    result: String,
    subjects: String,
    sequence: Vec<String>,
    conditions: String,
    laws: Vec<(String, String)>,
    steps: Vec<(String, String)>,
    /// What one filing opens, where it joins others: the address and the name of each.
    opens: Vec<(String, String)>,
    contact: Option<Contact>,
}

/// The counter to ask.
struct Contact {
    name: String,
    address: String,
    phone: String,
}

/// A paper that is asked for.
struct Paper {
    name: String,
    note: String,
    count: String,
    required: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Path(code): Path<String>,
) -> Result<View<ShowPage>, Failure> {
    let province = app.province().await?;
    let unknown = || Refusal::not_found("procedure-unknown");
    let state = code.parse().ok().and_then(|code| province.procedure(&code)).ok_or_else(unknown)?;
    let procedure = state.procedure.as_ref().ok_or_else(unknown)?;
    let closed = why_not_online(state, procedure, f.now);
    let basis = closed.as_ref().and_then(|refusal| refusal.basis).unwrap_or_default().to_owned();
    let closed = closed.map(|refusal| refusal_text(f.words, &refusal));
    Ok(View(page(f, &province, procedure, closed, basis)))
}

fn page(f: Frame, province: &Province, procedure: &Procedure, closed: Option<Told>, basis: String) -> ShowPage {
    let name = said::procedure_name(f.lang(), procedure);
    let agency = procedure.agency.as_ref().and_then(|code| province.directory.get(code));
    let calendar = procedure.agency.as_ref().map(|agency| province.calendar(agency));
    let national = rules::calendar::Calendar::national();
    let calendar = calendar.unwrap_or(&national);
    ShowPage {
        code: procedure.code.to_string(),
        field: procedure.field.clone(),
        crumbs: vec![
            (f.t("nav-procedures"), "/procedures".to_owned()),
            (procedure.field.clone(), format!("/procedures?field={}", said::urlencoded(&procedure.field))),
        ],
        essential: procedure.essential.is_some(),
        file_href: format!("/file/{}", procedure.code),
        papers: procedure.documents.iter().map(|asked| paper(&f, asked)).collect(),
        limit: said::time_limit(f.words, procedure.time_limit),
        starts: if procedure.start == StartRule::AtOnce { f.t("limit-starts-at-once") } else { f.t("limit-starts-15") },
        due: procedure.time_limit.map(|limit| calendar.due(f.now, limit, procedure.start)),
        cost: said::cost(f.words, procedure),
        cost_note: procedure
            .fees
            .first()
            .filter(|_| procedure.fees.len() == 1)
            .and_then(|fee| fee.note.clone())
            .unwrap_or_default(),
        fees: procedure
            .fees
            .iter()
            .map(|fee| (fee.name.clone(), said::fee_amount(f.words, fee), fee.note.clone().unwrap_or_default()))
            .collect(),
        online: said::online(f.words, procedure.online),
        place: place(&f, procedure),
        authority: agency.map_or_else(|| procedure.authority.clone(), |agency| said::agency_name(f.lang(), agency)),
        result: procedure.result.name.clone(),
        subjects: subjects(&f, procedure),
        sequence: procedure.sequence.clone(),
        conditions: procedure.conditions.clone().unwrap_or_default(),
        laws: procedure.legal_basis.iter().map(|law| (law.number.clone(), law.name.clone())).collect(),
        steps: steps(&f, procedure),
        opens: opens(&f, province, procedure),
        contact: contact(&f, province, procedure),
        name,
        closed,
        basis,
        f,
    }
}

/// What one filing of it opens, where it joins others.
fn opens(f: &Frame, province: &Province, procedure: &Procedure) -> Vec<(String, String)> {
    let name = |code: &rules::codes::ProcedureCode| said::procedure_of(f.lang(), province, code);
    let parts = procedure.joint.iter().flat_map(|joint| &joint.parts);
    let part = |part: &rules::catalogue::JointPart| {
        let said = match &part.after {
            None => name(&part.procedure),
            Some(after) => f.t2("joint-opens-after", "name", name(&part.procedure), "after", name(after)),
        };
        (format!("/procedures/{}", part.procedure), said)
    };
    parts.map(part).collect()
}

fn paper(f: &Frame, asked: &rules::catalogue::RequiredDocument) -> Paper {
    let originals = (asked.originals > 0).then(|| f.t1("paper-originals", "count", asked.originals));
    let copies = (asked.copies > 0).then(|| f.t1("paper-copies", "count", asked.copies));
    Paper {
        name: asked.name.clone(),
        note: asked.note.clone().unwrap_or_default(),
        count: [originals, copies].into_iter().flatten().collect::<Vec<_>>().join(", "),
        required: asked.required,
    }
}

fn place(f: &Frame, procedure: &Procedure) -> String {
    f.t(match (procedure.location_independent, procedure.level) {
        (true, _) => "place-anywhere",
        (false, Level::Commune) => "place-own-commune",
        (false, Level::Province) => "place-province",
        (false, Level::Ministry) => "place-ministry",
    })
}

fn subjects(f: &Frame, procedure: &Procedure) -> String {
    let key = |subject: &Subject| match subject {
        Subject::Citizen => "subject-citizen",
        Subject::Business => "subject-business",
        Subject::Organisation => "subject-organisation",
    };
    procedure.subjects.iter().map(|subject| f.t(key(subject))).collect::<Vec<_>>().join(", ")
}

/// The steps inside, with the share of the time limit that each may take.
fn steps(f: &Frame, procedure: &Procedure) -> Vec<(String, String)> {
    let steps = procedure.route.steps().iter();
    steps.map(|step| (said::step_name(f.words, &step.name, step.task), f.role(&step.role))).collect()
}

/// The counter to ask: the province's own centre for procedures of departments.
fn contact(f: &Frame, province: &Province, procedure: &Procedure) -> Option<Contact> {
    let counter: &Agency = match &procedure.agency {
        Some(agency) => province.directory.counter_of(agency)?,
        None => province
            .directory
            .iter()
            .find(|agency| agency.kind == AgencyKind::Counter && agency.level == AgencyLevel::Province)?,
    };
    Some(Contact {
        name: said::agency_name(f.lang(), counter),
        address: counter.address.clone().unwrap_or_default(),
        phone: counter.phone.clone().unwrap_or_default(),
    })
}
