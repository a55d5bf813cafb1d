//! The process-control slip (Mẫu 06, Thông tư 03/2025/TT-VPCP): every hand-over with its hour, and whether it was in time.

use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::{Audience, story};
use crate::pages::said;
use crate::reads;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use rules::dossiers::{Dossier, Event};
use store::Fault;
use store::desk::dossiers::Loaded;
use store::desk::personal::look_at;
use store::province::Province;

#[derive(Template)]
#[template(path = "desk/slip.html")]
pub(super) struct SlipPage {
    f: Frame,
    code: String,
    procedure: String,
    applicant: String,
    agency: String,
    received: String,
    due: String,
    handovers: Vec<HandOver>,
}

/// From one desk to the next.
struct HandOver {
    step: String,
    what: String,
    who: String,
    to: String,
    at: String,
    due: String,
    result: String,
    note: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Path(code): Path<String>,
) -> Result<View<SlipPage>, Failure> {
    let (cache, asker, now) = (app.province.clone(), actor.clone(), f.now);
    let (province, (loaded, sight)) =
        app.read(move |tx| Ok((cache.get(tx)?, look_at(tx, &asker, &code, now)?))).await?;
    reads::dossier(&app, &actor, &loaded.dossier, &sight, "history", None).await?;
    let handovers = handovers(&f, &province, &loaded).map_err(store::Failure::Fault)?;
    let dossier = &loaded.dossier;
    let filed = &dossier.filed;
    let moment = |at: Option<jiff::Timestamp>| at.map(|at| f.moment(&at)).unwrap_or_default();
    Ok(View(SlipPage {
        code: filed.code.to_string(),
        procedure: said::procedure_named(f.lang(), &province, &filed.procedure, &filed.procedure_name),
        applicant: filed.applicant.name.clone(),
        agency: said::agency_named(f.lang(), &province.directory, &filed.competent_agency),
        received: moment(dossier.received_at),
        due: moment(dossier.due_at),
        handovers,
        f,
    }))
}

/// The events that end a step or stop the clock, each with the state that it found and made.
fn handovers(f: &Frame, province: &Province, loaded: &Loaded) -> Result<Vec<HandOver>, Fault> {
    let told = story::timeline(f, province, &loaded.history, Audience::Officer);
    let mut before: Option<Dossier> = None;
    let mut all = Vec::new();
    for (recorded, moment) in loaded.history.iter().zip(told.into_iter().rev()) {
        let rules::Event::Dossiers(event) = &recorded.event else { continue };
        let by = store::desk::dossiers::who(recorded)?;
        let after = Dossier::next(before.clone(), event, recorded.at, &by.login);
        if let (Some(found), Some(made)) = (&before, &after)
            && !matches!(event, Event::Rated(_))
        {
            let due = found.step_due_at.filter(|_| found.step != made.step);
            let step = found.current_step();
            all.push(HandOver {
                step: step.map_or_else(|| f.t("step-receive"), |step| said::step_name(f.words, &step.name, step.task)),
                what: moment.title,
                who: moment.who,
                to: next_desk(f, province, made),
                at: f.moment(&recorded.at),
                due: due.map(|due| f.moment(&due)).unwrap_or_default(),
                result: due
                    .map(|due| f.t(if recorded.at <= due { "slip-in-time" } else { "slip-late" }))
                    .unwrap_or_default(),
                note: moment.note,
            });
        }
        before = after;
    }
    Ok(all)
}

/// Who has it next.
fn next_desk(f: &Frame, province: &Province, made: &Dossier) -> String {
    if made.status.is_finished() && made.status != rules::dossiers::Status::Processed {
        return String::new();
    }
    match (&made.officer, made.current_step()) {
        (Some((_, name)), _) => name.clone(),
        (None, Some(step)) => {
            format!("{}, {}", f.role(&step.role), said::agency_named(f.lang(), &province.directory, made.holder()))
        }
        (None, None) => String::new(),
    }
}
