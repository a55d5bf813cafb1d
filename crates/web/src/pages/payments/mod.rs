//! Fees and charges: the page of a dossier on which they are paid, taken in cash, waived or paid back, receipts, and the room in which
//! an agency keeps its money.

mod act;
mod back;
pub mod cost;
mod receipt;
mod room;
pub(in crate::pages) mod show;
mod simulated;
mod statements;

pub use simulated::page as simulated_gateway_page;

use crate::app::App;
use crate::components::Choice;
use crate::frame::Frame;
use axum::Router;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::routing::{get, post};
use rules::Problem;
use rules::calendar::day_of;
use rules::catalogue::{FeeKind, Procedure};
use rules::dossiers::Dossier;
use rules::money::Dong;
use rules::payments::Asked;

/// The rooms of payments.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/dossiers/{code}/payment", get(show::show))
        .route("/dossiers/{code}/payment/{what}", post(act::act))
        .route("/dossiers/{code}/receipts/{receipt}", get(receipt::show))
        .route("/payments", get(room::show))
        .route("/payments/return", get(back::back))
        .route("/payments/statements", post(statements::import))
        .route("/payments/statements/{statement}", get(statements::show))
        .route("/payments/statements/{statement}/attach", post(statements::attach))
}

/// The groups that pay less for a procedure, to choose from.
#[must_use]
pub fn groups(f: &Frame, dossier: &Dossier, procedure: Option<&Procedure>) -> Vec<Choice> {
    let field = procedure.map_or("", |procedure| procedure.field.as_str());
    let rules = rules::payments::groups(field, dossier.filed.procedure.as_str(), day_of(dossier.filed_at));
    let kinds = |kind: &FeeKind| dossier.filed.fees.iter().any(|fee| fee.kind == *kind);
    let rules = rules.into_iter().filter(|rule| rule.kinds.iter().any(kinds));
    rules.map(|rule| Choice::new(&rule.group, f.t(&format!("group-{}", rule.group))).explained(&rule.basis)).collect()
}

/// An amount that an officer typed, as the one thing that is asked for; nothing when none was typed.
pub fn asked(typed: &str, pointer: &str, problems: &mut Vec<Problem>) -> Vec<Asked> {
    if typed.trim().is_empty() {
        return Vec::new();
    }
    match amount(typed) {
        Some(amount) => vec![Asked { name: "Phí, lệ phí theo hồ sơ".to_owned(), kind: FeeKind::Charge, amount }],
        None => {
            problems.push(Problem::new(pointer, "amount"));
            Vec::new()
        }
    }
}

/// Whole đồng as people type them: `350.000`, `350 000 đ`.
#[must_use]
pub fn amount(typed: &str) -> Option<Dong> {
    let typed = typed.trim().trim_end_matches(['đ', 'Đ', '₫']).trim();
    let digits: String = typed.chars().filter(|sign| !matches!(sign, '.' | ',' | ' ' | '\u{a0}')).collect();
    digits.parse().ok().filter(|amount: &i64| *amount >= 0).map(Dong)
}

/// The address by which this browser reaches us. In a demonstration it may be any name of the machine; else the settings say it, and
/// no header changes it.
fn site(app: &App, headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).filter(|_| app.settings.simulated);
    match host {
        Some(host) => format!("{}://{host}", if app.settings.https { "https" } else { "http" }),
        None => app.settings.public_url.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        let read = |typed| amount(typed).map(|amount| amount.0);
        assert_eq!(read("350.000"), Some(350_000));
        assert_eq!(read(" 350 000 đ "), Some(350_000));
        assert_eq!(read("0"), Some(0));
        assert_eq!(read("-5"), None);
        assert_eq!(read("ba trăm"), None);
    }
}
