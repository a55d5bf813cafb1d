//! The bank's statement: taken in, compared, and what found no payment given to one by hand.

use super::room;
use crate::app::App;
use crate::components::{Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::codes::AgencyCode;
use rules::dossiers::Dossier;
use rules::payments::{Difference, LARGEST, Reference, read_statement};
use rules::people::Actor;
use rules::people::permissions::{Deed, may_at, without_interest};
use rules::{Problem, Refusal, RefusalKind};
use sha2::{Digest as _, Sha256};
use store::desk::payments as desk;
use store::tables::payments::statements;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "payments/statement.html")]
struct StatementPage {
    f: Frame,
    id: String,
    name: String,
    back: String,
    lead: String,
    counts: Vec<(String, String)>,
    rows: Vec<Row>,
}

/// Line and money side by side.
struct Row {
    tag: Tag,
    day: String,
    at_bank: String,
    content: String,
    here: String,
    dossier: String,
    /// The bank's number of a line that found no payment.
    number: String,
}

pub(super) async fn import(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    form: Multipart,
) -> Result<Response, Failure> {
    let (agency, name, contents) = read(form).await?;
    let agency: AgencyCode =
        agency.parse().map_err(|_| Refusal::input(vec![Problem::new("/agency", "agency-unknown")]))?;
    let position = may_at(&actor, Deed::KeepMoney, &agency)?.clone();
    let by = actor.as_officer(&position);
    let hash: String = Sha256::digest(&contents).iter().map(|byte| format!("{byte:02x}")).collect();
    let imported = match read_statement(&contents) {
        Err(refusal) => Err(Failure::from(refusal)),
        Ok(statement) => {
            let (cache, of, now, who) = (app.province.clone(), agency.clone(), f.now, actor.clone());
            app.write(move |tx| {
                let province = cache.get(tx)?;
                let interested = |dossier: &Dossier| without_interest(&who, &position, dossier).is_err();
                desk::import(tx, &province, &of, (&name, &hash), &statement, (&by, interested), now)
            })
            .await
        }
    };
    match imported {
        Ok(imported) => {
            sessions::say(&session, Tone::Good, "statement-imported", imported.new).await?;
            Ok(Redirect::to(&format!("/payments/statements/{}", imported.statement)).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind == RefusalKind::Input => {
            room::again(&app, f, &actor, &agency, &refusal).await
        }
        Err(failure) => Err(failure),
    }
}

async fn read(mut form: Multipart) -> Result<(String, String, Vec<u8>), Failure> {
    let (mut agency, mut name, mut contents) = (String::new(), String::new(), Vec::new());
    while let Some(mut field) = form.next_field().await.map_err(|error| Failure::Status(error.status()))? {
        match field.name().unwrap_or_default() {
            "statement" => {
                name = field.file_name().unwrap_or_default().chars().take(200).collect();
                // Of one that is too large, just enough to see that.
                while let Some(chunk) = field.chunk().await.map_err(|error| Failure::Status(error.status()))? {
                    if contents.len() <= LARGEST {
                        contents.extend_from_slice(&chunk);
                    }
                }
            }
            "agency" => agency = field.text().await.map_err(|error| Failure::Status(error.status()))?,
            _ => {}
        }
    }
    Ok((agency, name, contents))
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    kept(&app, &actor, &id).await?;
    let wanted = id.clone();
    let compared = app.read(move |tx| desk::reconcile(tx, &wanted)).await?;
    let counts = Difference::ALL.map(|difference| {
        let count = compared.rows.iter().filter(|row| row.difference == difference).count();
        (f.t(&format!("difference-{}", difference.key())), count.to_string())
    });
    let rows = compared.rows.iter().map(|row| {
        let tone = match row.difference {
            Difference::None => Tone::Good,
            Difference::Amount | Difference::MissingAtBank => Tone::Warning,
            Difference::MissingHere => Tone::Bad,
        };
        let lost = row.money.is_none();
        Row {
            tag: Tag::new(tone, f.t(&format!("difference-{}", row.difference.key()))),
            day: match (&row.line, &row.money) {
                (Some(line), _) => f.day(&line.day),
                (None, Some(money)) => f.moment(&money.paid_at),
                (None, None) => String::new(),
            },
            at_bank: row.line.as_ref().map(|line| f.money(&line.credit)).unwrap_or_default(),
            content: row
                .line
                .as_ref()
                .map(|line| format!("{} · {}", line.transaction, line.content))
                .unwrap_or_default(),
            here: row.money.as_ref().map(|money| f.money(&money.known.amount)).unwrap_or_default(),
            dossier: row.money.as_ref().map(|money| money.dossier.clone()).unwrap_or_default(),
            number: row.line.as_ref().filter(|_| lost).map(|line| line.transaction.clone()).unwrap_or_default(),
        }
    });
    let statement = &compared.statement;
    let days = f.t2("statement-days", "from", f.day(&statement.from), "to", f.day(&statement.to));
    Ok(View(StatementPage {
        back: format!("/payments?agency={}", statement.agency),
        lead: format!(
            "{days} {}",
            f.t2("statement-by", "name", &statement.imported_by, "at", f.moment(&statement.imported_at))
        ),
        name: statement.name.clone(),
        counts: counts.into(),
        rows: rows.collect(),
        id,
        f,
    })
    .into_response())
}

/// The statement, if it is of an agency whose money the actor keeps; who keeps none is told the same whether there is one.
async fn kept(app: &App, actor: &Actor, id: &str) -> Result<statements::Listed, Failure> {
    rules::people::permissions::may(actor, Deed::KeepMoney)?;
    let wanted = id.to_owned();
    let found = app.read(move |tx| Ok(statements::find(tx, &wanted)?)).await?;
    let found = found.filter(|found| may_at(actor, Deed::KeepMoney, &found.agency).is_ok());
    found.ok_or_else(|| Refusal::not_found("statement-unknown").into())
}

pub(super) async fn attach(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let statement = kept(&app, &actor, &id).await?;
    let position = may_at(&actor, Deed::KeepMoney, &statement.agency)?.clone();
    let reference: Reference = typed.get("reference").parse().map_err(|_| Refusal::not_found("payment-unknown"))?;
    let (cache, number, now) = (app.province.clone(), typed.text("number"), f.now);
    app.write(move |tx| {
        let province = cache.get(tx)?;
        desk::attach(tx, &province, &statement.agency, &number, &reference, (&actor, &position), now)
    })
    .await?;
    sessions::say(&session, Tone::Good, "statement-attached", "").await?;
    Ok(Redirect::to(&format!("/payments/statements/{id}")).into_response())
}
