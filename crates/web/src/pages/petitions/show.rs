//! One petition: whole for whoever filed it and the agencies that have or had it; once published, for everybody, without names.

use super::{kind, status};
use crate::app::App;
use crate::components::{Choice, FormErrors, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::reads::{self, Looked};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::people::Actor;
use rules::people::permissions::{Deed, may_at};
use rules::personal::access::Purpose;
use rules::petitions::{Petition, Status};
use store::desk;
use store::province::Province;

#[derive(Template)]
#[template(path = "petitions/show.html")]
pub(super) struct ShowPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    id: String,
    version: u64,
    title: String,
    status: Tag,
    late: bool,
    particulars: Vec<(String, String)>,
    text: String,
    asked: Vec<(String, String)>,
    /// The words of a draft, for officers.
    draft: String,
    answer: String,
    /// What whoever looks may do now, by name.
    may: Vec<&'static str>,
    agencies: Vec<Choice>,
    contents: Vec<Choice>,
    dossier: String,
}

impl ShowPage {
    fn may(&self, what: &str) -> bool {
        self.may.contains(&what)
    }
}

pub(super) async fn show(State(app): State<App>, f: Frame, Path(id): Path<String>) -> Result<Response, Failure> {
    let found = app.read(move |tx| Ok(desk::petitions::load(tx, &id)?)).await?;
    let unknown = || Failure::from(Refusal::not_found("petition-unknown"));
    let petition = found.ok_or_else(unknown)?;
    let seer = f.actor.clone().filter(|actor| desk::petitions::sees(actor, &petition));
    match &seer {
        Some(actor) => noted(&app, actor, &petition).await?,
        None if petition.status != Status::Published && f.actor.is_none() => return Err(Failure::SignInFirst),
        None if petition.status != Status::Published => return Err(unknown()),
        None => {}
    }
    let province = app.province().await?;
    Ok(page(f, &province, seer.as_ref(), petition, FormErrors::none(), Typed::default()).into_response())
}

pub(super) fn page(
    f: Frame,
    province: &Province,
    seer: Option<&Actor>,
    petition: Petition,
    errors: FormErrors,
    typed: Typed,
) -> View<ShowPage> {
    let may = open(seer, &petition);
    let officer = seer.is_some_and(|actor| actor.login != petition.filed.login);
    let agencies = if may.contains(&"forward") {
        let authorities = province.directory.iter().filter(|agency| agency.settles());
        authorities.map(|agency| Choice::new(agency.code.as_str(), said::agency_name(f.lang(), agency))).collect()
    } else {
        Vec::new()
    };
    let contents = ["yes", "no"].map(|value| Choice::new(value, f.t(&format!("petition-content-{value}"))));
    let particulars = particulars(&f, province, &petition, seer.is_some());
    let due = petition.leg().and_then(|leg| leg.due_at);
    let draft = petition.draft.filter(|_| officer);
    let draft = draft.map(|draft| format!("{}: {}", f.t(&format!("petition-way-{}", draft.way.key())), draft.text));
    View(ShowPage {
        late: due.is_some_and(|due| day_of(f.now) > day_of(due)),
        status: status(&f, petition.status),
        particulars,
        id: petition.filed.id,
        version: petition.version,
        title: petition.filed.title,
        text: petition.filed.text,
        asked: petition.asked.into_iter().map(|(asked, told)| (asked, told.unwrap_or_default())).collect(),
        draft: draft.unwrap_or_default(),
        answer: petition.answer.unwrap_or_default(),
        dossier: petition.filed.dossier.filter(|_| seer.is_some()).unwrap_or_default(),
        may,
        agencies,
        contents: contents.into(),
        errors,
        typed,
        f,
    })
}

/// Notes that somebody looks at what another filed.
pub(crate) async fn noted(app: &App, actor: &Actor, petition: &Petition) -> Result<(), Failure> {
    if actor.login == petition.filed.login {
        return Ok(());
    }
    let (filed, agency) = (&petition.filed, petition.leg().map(|leg| &leg.agency));
    let look = Looked { agency, owner: Some(&filed.login), item: Some(&filed.id), ..Looked::default() };
    reads::elsewhere(app, actor, "petition", Purpose::Petition, look).await
}

/// What somebody may do to the petition now.
fn open(seer: Option<&Actor>, petition: &Petition) -> Vec<&'static str> {
    let Some(actor) = seer else { return Vec::new() };
    let status = petition.status;
    if actor.login == petition.filed.login {
        let answered = matches!(status, Status::Answered | Status::Published);
        return [
            ("supplement", status == Status::AwaitingSupplement),
            ("rate", answered && petition.rated.is_none()),
            ("repeat", status.is_closed() && petition.repeated.is_none()),
        ]
        .into_iter()
        .filter_map(|(what, open)| open.then_some(what))
        .collect();
    }
    let agency = petition.leg().map_or(&petition.filed.agency, |leg| &leg.agency);
    let handles = may_at(actor, Deed::HandlePetitions, agency).is_ok();
    let leads = may_at(actor, Deed::IssuePetitions, agency).map(|position| actor.as_officer(position));
    let drafted_by_another = leads.as_ref().is_ok_and(|by| !petition.was_drafted_by(by));
    let leads = leads.is_ok();
    let waits = matches!(status, Status::Open | Status::Drafted);
    [
        ("issue", status == Status::Drafted && drafted_by_another),
        ("send-back", leads && status == Status::Drafted),
        ("publish", leads && status == Status::Answered),
        ("draft", handles && waits),
        ("ask", handles && status == Status::Open && petition.asked.is_empty()),
        ("forward", handles && waits),
    ]
    .into_iter()
    .filter_map(|(what, open)| open.then_some(what))
    .collect()
}

fn particulars(f: &Frame, province: &Province, petition: &Petition, whole: bool) -> Vec<(String, String)> {
    let (filed, leg) = (&petition.filed, petition.leg());
    let agency = leg.map_or(&filed.agency, |leg| &leg.agency);
    let moment = |at: Option<Timestamp>| at.map(|at| f.moment(&at)).unwrap_or_default();
    let day = |at: Option<Timestamp>| at.map(|at| f.day_of(&at)).unwrap_or_default();
    let mut all = vec![
        ("petition-number", filed.id.clone()),
        ("petition-kind", kind(f, filed.kind)),
        ("petition-agency", said::agency_named(f.lang(), &province.directory, agency)),
        ("petition-filed-at", f.moment(&petition.filed_at)),
    ];
    if whole {
        let running = leg.filter(|leg| leg.ended.is_none());
        all.extend([
            ("petition-name", filed.name.clone()),
            ("petition-decide-due", day(running.map(|leg| leg.decide_due_at))),
            ("petition-ask-due", day(running.filter(|_| petition.asked.is_empty()).map(|leg| leg.ask_due_at))),
            ("petition-answer-due", day(running.and_then(|leg| leg.due_at))),
            ("petition-publish-due", day(leg.filter(|leg| leg.ended.is_some()).and_then(|leg| leg.due_at))),
            ("petition-repeats", filed.repeats.clone().unwrap_or_default()),
            ("petition-repeated", petition.repeated.as_ref().map(|(by, _)| by.clone()).unwrap_or_default()),
        ]);
        if let Some((rated, _)) = &petition.rated {
            let said = f.t(if rated.content { "petition-content-yes" } else { "petition-content-no" });
            all.push(("petition-rated", [said, rated.comment.clone().unwrap_or_default()].join(" ").trim().to_owned()));
        }
    }
    all.push(("petition-closed-at", moment(petition.closed_at)));
    all.push(("petition-published-at", moment(petition.published_at)));
    all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (f.t(key), value)).collect()
}
