//! The room in which an agency keeps its money: what was paid on a day, what is owed back, refunds to do, the bank's statements, and
//! the share that is paid without cash.

use super::cost;
use crate::app::App;
use crate::components::{Choice, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_at};
use rules::quality::{Period, Share};
use rules::{Problem, Refusal};
use serde::Deserialize;
use store::desk::payments::owing;
use store::tables::payments::{attempts, figures, lists, statements};

/// A list shows no more than this.
const LISTED: usize = 200;

#[derive(Template)]
#[template(path = "payments/room.html")]
struct RoomPage {
    f: Frame,
    errors: FormErrors,
    agency: String,
    agency_name: String,
    agencies: Vec<Choice>,
    day: String,
    /// Paid that day: dossier, amount, source, hour, and the sum of it.
    paid: Vec<Line>,
    sum: String,
    cashless: String,
    by_agency: Vec<(String, String)>,
    /// What is still to be paid to it, asked for or not.
    owing: Vec<Line>,
    surplus: Vec<Line>,
    refunds: Vec<Line>,
    statements: Vec<(String, String, String)>,
    unknown: String,
}

/// One line of a list: the dossier, and what to say of it.
struct Line {
    dossier: String,
    amount: String,
    what: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    agency: String,
    day: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    page(&app, f, &actor, &asked, FormErrors::none()).await.map(axum::response::IntoResponse::into_response)
}

/// The room again after a statement was refused.
pub(super) async fn again(
    app: &App,
    f: Frame,
    actor: &Actor,
    agency: &AgencyCode,
    refusal: &Refusal,
) -> Result<Response, Failure> {
    let status = Failure::Refused(refusal.clone()).status();
    let errors = FormErrors::of(f.words, refusal);
    let asked = Asked { agency: agency.to_string(), day: String::new() };
    Ok((status, page(app, f, actor, &asked, errors).await?).into_response())
}

/// The agencies whose money the actor keeps, by their positions.
pub(super) fn kept_by(actor: &Actor) -> Vec<AgencyCode> {
    let kept = actor.positions.iter().filter(|held| may_at(actor, Deed::KeepMoney, &held.agency).is_ok());
    let mut agencies: Vec<AgencyCode> = kept.map(|held| held.agency.clone()).collect();
    agencies.sort();
    agencies.dedup();
    agencies
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    asked: &Asked,
    errors: FormErrors,
) -> Result<View<RoomPage>, Failure> {
    may(actor, Deed::KeepMoney)?;
    let province = app.province().await?;
    let own = kept_by(actor);
    let agency: AgencyCode = match asked.agency.as_str() {
        "" => own.first().cloned().ok_or_else(|| Refusal::forbidden("officers-only"))?,
        code => code.parse().map_err(|_| Refusal::input(vec![Problem::new("/agency", "agency-unknown")]))?,
    };
    may_at(actor, Deed::KeepMoney, &agency)?;
    let today = day_of(f.now);
    let day: Date = asked.day.parse().unwrap_or(today);
    let period = Period { from: day.first_of_year(), to: day };
    let (at, known) = (agency.clone(), province.clone());
    let (paid, owing, surplus, refunds, given, shares, unknown) = app
        .read(move |tx| {
            Ok((
                lists::paid_on(tx, &at, day)?,
                owing(tx, &known, &at, LISTED)?,
                lists::owed_back(tx, &at, LISTED)?,
                lists::refunds_to_do(tx, &at, LISTED)?,
                statements::list(tx, &at, 30)?,
                figures::cashless(tx, period)?,
                attempts::unknown(tx)?,
            ))
        })
        .await?;
    let below = format!("{agency}.");
    let mut whole = Share::new(0, 0);
    let mut by_agency = Vec::new();
    for (code, share) in shares.iter().filter(|(code, _)| **code == agency.as_str() || code.starts_with(&below)) {
        whole = Share::new(whole.numerator + share.numerator, whole.denominator + share.denominator);
        if let Ok(code) = code.parse() {
            by_agency.push((said::agency_named(f.lang(), &province.directory, &code), cashless(&f, *share)));
        }
    }
    let line = |listed: &lists::Listed| Line {
        dossier: listed.dossier.clone(),
        amount: f.money(&listed.amount),
        what: match (&listed.paid_by, listed.paid_at) {
            (Some(source), Some(at)) => format!("{} · {}", f.t(&format!("payment-source-{source}")), f.moment(&at)),
            _ => String::new(),
        },
    };
    let sum: i64 = paid.iter().map(|listed| listed.amount.0).sum();
    Ok(View(RoomPage {
        agency_name: said::agency_named(f.lang(), &province.directory, &agency),
        agencies: own
            .iter()
            .map(|code| Choice::new(code.as_str(), said::agency_named(f.lang(), &province.directory, code)))
            .collect(),
        day: day.to_string(),
        paid: paid.iter().map(line).collect(),
        sum: f.money(&rules::money::Dong(sum)),
        cashless: cashless(&f, whole),
        by_agency,
        owing: owing
            .iter()
            .map(|owing| Line {
                dossier: owing.dossier.clone(),
                amount: f.t(&format!("status-{}", owing.status.key().replace('_', "-"))),
                what: cost::owed(&f, &owing.owed),
            })
            .collect(),
        surplus: surplus.iter().map(|listed| Line { amount: f.money(&listed.surplus), ..line(listed) }).collect(),
        refunds: refunds
            .iter()
            .map(|refund| Line {
                dossier: refund.dossier.clone(),
                amount: f.money(&refund.amount),
                what: format!("{}: {}", f.t(&format!("refund-{}", refund.state)), refund.reason),
            })
            .collect(),
        statements: given
            .iter()
            .map(|given| {
                let days = f.t2("statement-days", "from", f.day(&given.from), "to", f.day(&given.to));
                (format!("/payments/statements/{}", given.id), given.name.clone(), days)
            })
            .collect(),
        unknown: f.t2("payments-unknown", "open", unknown.0, "silent", unknown.1),
        agency: agency.to_string(),
        errors,
        f,
    }))
}

/// The share that was paid without cash, in words.
fn cashless(f: &Frame, share: Share) -> String {
    if share.denominator == 0 {
        return f.t("no-data-yet");
    }
    #[expect(clippy::cast_precision_loss, reason = "for display only")]
    let ratio = share.numerator as f64 / share.denominator as f64;
    format!("{} ({}/{})", f.percent(&ratio), f.count(&share.numerator), f.count(&share.denominator))
}
