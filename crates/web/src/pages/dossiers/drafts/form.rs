//! The step of the declaration: the procedure's form, kept at every press of a button. Conditions are evaluated here at each submit,
//! so that it works without a script; what an answer newly leads to is asked before one goes on.

use super::steps::{self, Then};
use super::view::{Around, Shown};
use super::{Found, Step, Writing};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::eforms::{self, Asker, FormView};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::catalogue::forms::{Answers, Definition};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "dossiers/drafts/form.html")]
struct FormPage {
    f: Frame,
    d: Around,
    errors: FormErrors,
    title: String,
    view: FormView,
    /// Whether answers led to more questions.
    more: bool,
    pdf: String,
    /// Whether the paper can be handed in instead.
    may_paper: bool,
}

/// What the page has to say besides errors.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Said {
    /// What was typed before a sign-in was put back.
    pub(super) restored: bool,
    /// Answers led to more questions.
    pub(super) more: bool,
}

fn form_of(writing: &Writing) -> Result<Definition, Failure> {
    writing.procedure.form.clone().ok_or(Failure::Status(StatusCode::NOT_FOUND))
}

/// Shows the form; a new one begins with what is known of the applicant.
pub(super) async fn show(
    app: &App,
    f: Frame,
    mut writing: Writing,
    then: Then,
    restored: bool,
) -> Result<Response, Failure> {
    let form = form_of(&writing)?;
    if writing.body.answered < Step::Form.number() {
        writing.body.form = eforms::seeded(&form, &writing.body.form, &writing.body.applicant);
    }
    let wrong = writing.problems(Step::Form, &f).filter(|_| then.check);
    let errors = wrong.map_or_else(FormErrors::none, |refusal| FormErrors::of(f.words, &refusal));
    page(app, f, writing, errors, then.then, Said { restored, more: false }).await
}

/// Takes in answers: kept in any case. A button may add a row, take one away, fill in the applicant or ask what follows.
pub(super) async fn answer(
    app: &App,
    f: Frame,
    session: &Session,
    mut writing: Box<Writing>,
    typed: &Typed,
) -> Result<Response, Failure> {
    let form = form_of(&writing)?;
    writing.take(Step::Form, typed);
    let (go, then) = (typed.get("go"), typed.text("then"));
    writing.body.on_paper = go == "paper" && form.stands_for().is_some();
    let applicant = writing.body.applicant.clone();
    if let Some(element) = eforms::press(&form, &mut writing.body.form, &applicant, go) {
        writing.answered(Step::Form);
        writing.save(app).await?;
        let then = if then == "review" { "?then=review" } else { "" };
        let anchor = if element.is_empty() { String::new() } else { format!("#{element}") };
        return Ok(Redirect::to(&format!("{}{then}{anchor}", Step::Form.href(&writing.id))).into_response());
    }
    let asked = asked(&form, &writing.body.form);
    let told: Vec<&str> = typed.get("form-asked").split(',').collect();
    let wrong = writing.problems(Step::Form, &f).filter(|_| go != "later");
    // Nobody is blamed for not answering what they were not asked.
    let fresh = asked.iter().any(|name| !told.contains(&name.as_str()));
    let blamed = wrong.as_ref().is_some_and(|refusal| {
        let mut names = refusal.problems.iter().filter_map(|problem| problem.pointer.split('/').nth(2));
        names.any(|name| told.contains(&name))
    });
    if fresh && !blamed && go == "on" && !writing.body.on_paper {
        writing.save(app).await?;
        return page(app, f, *writing, FormErrors::none(), then, Said { restored: false, more: true }).await;
    }
    match wrong {
        Some(refusal) => {
            writing.save(app).await?;
            let errors = FormErrors::of(f.words, &refusal);
            page(app, f, *writing, errors, then, Said::default()).await
        }
        None => steps::next(app, f, session, writing, Step::Form, typed).await,
    }
}

/// The names of what is asked now.
fn asked(form: &Definition, answers: &Answers) -> Vec<String> {
    form.fields().filter(|field| form.asks(field, None, answers)).map(|field| field.name.clone()).collect()
}

/// The page of the form.
pub(super) async fn page(
    app: &App,
    f: Frame,
    writing: Writing,
    errors: FormErrors,
    then: String,
    said: Said,
) -> Result<Response, Failure> {
    let form = form_of(&writing)?;
    let communes = said::communes(f.lang(), &writing.province.directory);
    let villages = eforms::villages(app, &writing.body.form).await?;
    let view = FormView::new(&Asker { f: &f, communes: &communes, villages: &villages }, &form, &writing.body.form);
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = Shown { errors: FormErrors::none(), then, restored: said.restored };
    Ok(View(FormPage {
        d: Around::new(&f, &writing, Step::Form, &shown),
        title: form.title().to_owned(),
        view,
        more: said.more,
        pdf: format!("/drafts/{}/form.pdf", writing.id),
        may_paper: form.stands_for().is_some(),
        errors,
        f,
    })
    .status(status))
}

/// The declaration of the draft as it would be printed now.
pub(super) async fn download(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let unknown = || Refusal::not_found("draft-unknown");
    let Found::Writing(writing) = Writing::find(&app, &actor, &id).await? else { return Err(unknown().into()) };
    let form = form_of(&writing)?;
    let directory = &writing.province.directory;
    let competent = writing.body.competent(&writing.procedure, directory);
    let asked = (&writing.body.form, &writing.body.applicant);
    let declaration = eforms::drafted(directory, &writing.procedure, competent.as_ref(), &form, asked, f.now);
    official::declaration(declaration, "form.pdf").await
}
