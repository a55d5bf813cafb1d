//! Joint filings (*liên thông*): sample parents hand in one form, and a dossier of each procedure opens with its own route. The
//! older ones have gone on to residence and insurance, the newest waits at the counter.

use super::super::samples::PAPER;
use super::super::samples::RESULT;
use super::super::staff::Citizen;
use super::{Scene, later, write};
use jiff::{Span, Timestamp};
use rules::calendar::day_of;
use rules::catalogue::StepTask;
use rules::codes::{AgencyCode, ProcedureCode};
use rules::dossiers::{
    Approve, Assign, Channel, Command, Complete, Delivery, Dossier, File, Forward, Outcome, Propose, Receive,
    ResultDelivery, Sign, Sources, Status, SubmittedDocument,
};
use rules::people::{Actor, Role};
use serde_json::json;
use std::sync::Arc;
use store::desk;
use store::province::ProvinceCache;
use store::tables::joined::together;
use store::{Failure, Store};

/// Birth, residence and health insurance of a child under six.
const JOINT: &str = "2.000986";
/// When they were filed, in working days before the demonstration begins, and how many of the opened dossiers are settled.
const FILED: [(usize, usize); 3] = [(8, 3), (3, 1), (1, 0)];
const NAMES: [&str; 3] = ["Bảo An", "Minh Khôi", "Thùy Linh"];

/// Files them, and takes the older ones on.
pub(super) fn enter(store: &Store, scene: &Scene) -> Result<(), Failure> {
    for (number, (days, settled)) in FILED.into_iter().enumerate() {
        let at = scene.before(days, 9, 5 + i8::try_from(number).unwrap_or(0));
        let Some(citizen) = scene.staff.citizens.iter().rev().nth(number).filter(|_| scene.has(at)) else { continue };
        let (filing, by) = (filing(scene, citizen, number, at), citizen.actor.as_citizen());
        let lead = write(store, move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let code: ProcedureCode =
                JOINT.parse().map_err(|error| store::Fault::because("the code of a procedure", error))?;
            desk::dossiers::file(tx, &province, &code, filing.clone(), &by, at, false)
        })?;
        let wanted = lead.filed.code.clone();
        let opened = store.read_blocking(move |tx| together(tx, &wanted))?;
        let mut now = later(at, 50);
        for one in opened.iter().take(settled) {
            now = settle(store, scene, &one.code.to_string(), now)?;
        }
    }
    Ok(())
}

fn filing(scene: &Scene, citizen: &Citizen, number: usize, at: Timestamp) -> File {
    let place = &scene.world.places[citizen.place];
    let born = day_of(at).saturating_sub(Span::new().days(9));
    let family = citizen.draft.name.split(' ').next().unwrap_or_default();
    let mother = json!({"id_number": citizen.draft.id_number, "name": citizen.draft.name});
    let home = json!({"commune": place.code.to_string()});
    let answers = json!({
        "relation": "mother", "newborn_name": format!("{family} {}", NAMES[number % NAMES.len()]),
        "newborn_birth": born, "newborn_sex": if number.is_multiple_of(2) { "female" } else { "male" }, "newborn_ethnic": "Thái",
        "newborn_nationality": "Việt Nam", "birth_place_kind": "facility", "birth_facility": "Bệnh viện đa khoa tỉnh (mô phỏng)",
        "birth_place": home, "hometown": home, "proof": "certificate", "mother": mother, "mother_ethnic": "Thái",
        "mother_nationality": "Việt Nam", "mother_home": home, "father_unknown": true, "new_home": home,
        "head_is_parent": true, "head": mother, "head_relation": "con", "clinic": "Trạm Y tế (mô phỏng)", "copies": 1
    });
    let paper = SubmittedDocument {
        code: "02".into(),
        file_id: Some(PAPER.id.into()),
        name: Some(PAPER.name.into()),
        ..SubmittedDocument::default()
    };
    File {
        applicant: citizen.draft.clone(),
        sources: Sources::new(),
        channel: Some(Channel::Online),
        counter: Some(place.counter.clone()),
        competent_agency: None,
        variant: String::new(),
        form: serde_json::from_value(answers).unwrap_or_default(),
        documents: vec![paper],
        delivery: ResultDelivery { method: Delivery::Counter, ..ResultDelivery::default() },
        owner: Some(citizen.actor.login.clone()),
        on_behalf_of: None,
    }
}

/// Takes a dossier to its result, step by step along its route, and answers when that was.
fn settle(store: &Store, scene: &Scene, code: &str, mut now: Timestamp) -> Result<Timestamp, Failure> {
    loop {
        let wanted = code.to_owned();
        let loaded = store.read_blocking(move |tx| desk::dossiers::load(tx, &wanted))?;
        let Some(dossier) = loaded.map(|loaded| loaded.dossier) else { return Ok(now) };
        let calendar = scene.world.calendar(&dossier.filed.competent_agency);
        now = calendar.next_opening(later(now, 35));
        let Some((actor, command)) = next(scene, &dossier).filter(|_| scene.has(now)) else { return Ok(now) };
        let (code, seen) = (code.to_owned(), dossier.version);
        write(store, move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            desk::dossiers::act(tx, &province, &actor, &code, seen, &command, now).map(drop)
        })?;
    }
}

/// What is done next, and by whom; nothing once there is a result.
fn next(scene: &Scene, dossier: &Dossier) -> Option<(Arc<Actor>, Command)> {
    let holder = |agency: &AgencyCode, role| scene.staff.holder(agency, role, 0).cloned();
    if dossier.status == Status::Filed {
        return Some((holder(dossier.return_counter(), Role::CounterOfficer)?, Command::Receive(Receive {})));
    }
    let (agency, step) = (dossier.holder(), dossier.current_step()?);
    let officer = holder(agency, Role::CaseOfficer)?;
    let take =
        Command::Assign(Assign { officer: officer.login.clone(), officer_name: officer.name.clone(), note: None });
    let steps = dossier.filed.route.steps();
    let following = dossier.step.and_then(|at| steps.get(usize::from(at) + 1)).map(|step| step.task);
    Some(match (step.task, following) {
        (StepTask::Assign, _) => (holder(agency, Role::Approver)?, take),
        (StepTask::Process, _) if dossier.officer.is_none() => (officer, take),
        (StepTask::Process, Some(StepTask::Process)) => (officer, Command::Forward(Forward::default())),
        (StepTask::Process, _) => {
            let content = "Hồ sơ đủ điều kiện; đề nghị giải quyết.".to_owned();
            (
                officer,
                Command::Propose(Propose {
                    outcome: Outcome::Granted,
                    content,
                    file: None,
                    paper: None,
                    without_opinions: None,
                }),
            )
        }
        (StepTask::Approve, _) => (holder(agency, Role::Approver)?, Command::Approve(Approve { note: None })),
        (StepTask::Sign, _) => (holder(agency, Role::Approver)?, Command::Sign(Sign::default())),
        (StepTask::Issue, _) => {
            let (number, file) = (format!("LT-{}", dossier.filed.code), Some(RESULT.id.to_owned()));
            (holder(agency, Role::Clerk)?, Command::Complete(Complete { number, file, signed: None }))
        }
        (StepTask::Return, _) => return None,
    })
}
