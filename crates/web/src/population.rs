//! Asking the population registry: who may, how often, then the question, then the log, and only then the answer.
//!
//! A look-up that is under way is finished and written down even when whoever asked went away. Must not know pages.

use crate::app::App;
use crate::errors::Failure;
use jiff::Timestamp;
use links::population::{Answer, PopulationRegistry, Query};
use rules::codes::{AgencyCode, PersonalId, ProcedureCode};
use rules::people::Actor;
use rules::people::permissions::may_look_up;
use rules::registry::{Birth, LookedUp, Purpose, Reference, Unavailable};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// The registry that answers; nothing where none is configured.
pub type Registry = Option<Arc<dyn PopulationRegistry>>;

/// A registry that does not keep its own deadline is not waited for.
const LONGEST: Duration = Duration::from_secs(2);

/// Whom to look up, and for what.
#[derive(Clone)]
pub struct Question {
    /// Whose record is wanted.
    pub subject: PersonalId,
    /// Their name, as far as it is known.
    pub name: Option<String>,
    /// Their birth, as far as it is known.
    pub birth: Option<Birth>,
    /// The counter at which they stand; nothing for somebody who asks about themselves.
    pub counter: Option<AgencyCode>,
    /// The draft or form that it is for.
    pub reference: Reference,
    /// The procedure that it is for.
    pub procedure: ProcedureCode,
}

/// What came of it.
pub struct Asked {
    /// The answer, or that there were too many questions: the seconds to wait.
    pub answer: Result<Answer, u64>,
    /// The number under which the look-up is written down; nothing when nobody was asked.
    pub request: String,
    /// When.
    pub at: Timestamp,
}

/// Looks somebody up; nothing where no registry is configured.
///
/// # Errors
/// When the actor may not look this person up.
pub async fn ask(app: &App, actor: &Actor, question: Question) -> Result<Option<Asked>, Failure> {
    let Some(registry) = app.registry.clone() else { return Ok(None) };
    let by = may_look_up(actor, &question.subject, question.counter.as_ref())?;
    let at = app.clock.now();
    if let Err(Failure::TooMany(seconds)) = app.limits.try_look_up(&actor.login, question.counter.is_some()) {
        return Ok(Some(Asked { answer: Err(seconds), request: String::new(), at }));
    }
    let request = uuid::Uuid::new_v4().to_string();
    let query = Query {
        personal_id: question.subject.clone(),
        name: question.name,
        birth: question.birth,
        reference: question.reference.number().to_owned(),
        asker: actor.login.clone(),
        request: request.clone(),
    };
    let purpose = if question.counter.is_some() { Purpose::Intake } else { Purpose::Filing };
    let mut looked_up = LookedUp {
        request: request.clone(),
        subject: question.subject,
        purpose,
        reference: question.reference,
        procedure: question.procedure,
        result: rules::registry::LookUpResult::Unavailable,
        reason: None,
        milliseconds: 0,
    };
    let app = app.clone();
    // A task of its own: a browser that hangs up drops this handler, not the question and its entry in the log.
    let written = tokio::spawn(async move {
        let answer = answer(registry, query, &mut looked_up).await;
        let recorded = app.write(move |tx| store::desk::registry::record(tx, looked_up.clone(), &by, at)).await;
        if recorded.is_ok() { answer } else { Answer::Unavailable(Unavailable::Unrecorded) }
    });
    let answer = written.await.unwrap_or(Answer::Unavailable(Unavailable::Unrecorded));
    Ok(Some(Asked { answer: Ok(answer), request, at }))
}

/// The answer within the deadline, with what the log needs to know of it.
async fn answer(registry: Arc<dyn PopulationRegistry>, query: Query, looked_up: &mut LookedUp) -> Answer {
    let begun = Instant::now();
    let asking = tokio::spawn(async move { timeout(LONGEST, registry.look_up(&query)).await });
    let answer = match asking.await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Answer::Unavailable(Unavailable::TooSlow),
        // It panicked over what came: written down like any other nonsense.
        Err(_) => Answer::Unavailable(Unavailable::Nonsense),
    };
    looked_up.result = answer.result();
    looked_up.reason = answer.reason();
    looked_up.milliseconds = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
    answer
}
