//! A draft that somebody has open: loaded, changed, saved.

use super::filing::for_whom;
use super::{Body, Step};
use crate::app::App;
use crate::eforms;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::catalogue::Procedure;
use rules::codes::ProcedureCode;
use rules::people::Actor;
use std::sync::Arc;
use store::province::Province;
use store::tables::drafts::{self, Draft};

/// A draft and the procedure that it is for.
#[derive(Debug, Clone)]
pub struct Writing {
    /// Its number in addresses.
    pub id: String,
    /// Whose it is.
    pub owner: String,
    /// The answers.
    pub body: Body,
    /// What is asked for, as the catalogue has it now and the answers so far demand ([`Body::asked`]).
    pub procedure: Procedure,
    /// Whether the procedure can no longer be filed.
    pub withdrawn: bool,
    /// The province.
    pub province: Arc<Province>,
}

/// What stands behind a draft's number.
#[derive(Debug)]
pub enum Found {
    /// A draft that is still being written.
    Writing(Box<Writing>),
    /// It was filed already, as the dossier of this code.
    Filed(String),
}

/// Under whose name the store remembers which dossier a draft of this person became.
#[must_use]
pub fn filed_owner(login: &str) -> String {
    format!("filed:{login}")
}

impl Writing {
    /// The draft of this number, if it is this person's.
    ///
    /// # Errors
    /// The same refusal whether there is none or it is somebody else's; another when it is in the name of somebody for whom they
    /// act no more.
    pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Found, Failure> {
        let (owner, wanted, cache) = (actor.login.clone(), id.to_owned(), app.province.clone());
        let (draft, filed, province) = app
            .read(move |tx| {
                let draft = drafts::load(tx, &owner, &wanted)?;
                let filed = drafts::load(tx, &filed_owner(&owner), &wanted)?;
                Ok((draft, filed, cache.get(tx)?))
            })
            .await?;
        match (draft, filed) {
            (Some(draft), _) => {
                let writing = Self::of(draft, province, app.clock.now())?;
                // It holds the other person's particulars: when their authorisation is over, it is closed.
                for_whom(actor, &writing.body, &writing.procedure.code)?;
                Ok(Found::Writing(Box::new(writing)))
            }
            (None, Some(filed)) => Ok(Found::Filed(filed.body)),
            (None, None) => Err(Refusal::not_found("draft-unknown").into()),
        }
    }

    /// The draft as it was kept.
    ///
    /// # Errors
    /// When the catalogue does not know its procedure, or what was kept can't be read.
    pub fn of(draft: Draft, province: Arc<Province>, now: Timestamp) -> Result<Self, Failure> {
        let body: Body = serde_json::from_str(&draft.body).map_err(|error| Failure::fault(&error))?;
        let code: Option<ProcedureCode> = draft.procedure.parse().ok();
        let state = code.and_then(|code| province.procedure(&code).cloned());
        let state = state.ok_or_else(|| Refusal::not_found("procedure-unknown"))?;
        let withdrawn = state.is_withdrawn(Some(day_of(now)));
        let procedure = state.procedure.ok_or_else(|| Refusal::not_found("procedure-unknown"))?;
        let procedure = body.asked(&procedure);
        Ok(Self { id: draft.id, owner: draft.owner, body, procedure, withdrawn, province })
    }

    /// Keeps the answers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save(&self, app: &App) -> Result<(), Failure> {
        let body = serde_json::to_string(&self.body).map_err(|error| Failure::fault(&error))?;
        let draft = Draft {
            id: self.id.clone(),
            owner: self.owner.clone(),
            procedure: self.procedure.code.to_string(),
            body,
            updated_at: app.clock.now(),
        };
        app.write(move |tx| Ok(drafts::save(tx, &draft)?)).await
    }

    /// Takes in what was typed at a step; fields that the page did not have stay as they are.
    pub fn take(&mut self, step: Step, typed: &Typed) {
        match &self.procedure.form {
            Some(form) if step == Step::Form => eforms::collect(form, &mut self.body.form, typed),
            _ => self.body.take(step, typed),
        }
    }

    /// Notes that this step was answered.
    pub fn answered(&mut self, step: Step) {
        self.body.answered = self.body.answered.max(step.number());
    }

    /// What is wrong with the answers of this step.
    #[must_use]
    pub fn problems(&self, step: Step, f: &Frame) -> Option<Refusal> {
        let typed = (f.now, eforms::marks(f.lang()));
        let problems = super::check::problems(step, &self.body, &self.procedure, &self.province.directory, typed);
        (!problems.is_empty()).then(|| Refusal::input(problems))
    }
}
