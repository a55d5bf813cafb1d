//! A receipt from the entry that numbered it.

use super::facts::WORDS;
use super::letter;
use crate::format;
use crate::pages::payments::cost;
use crate::texts::Lang;
use documents::forms::{Applicant, Receipt as Paper, Signer};
use rules::calendar::day_of;
use rules::catalogue::FeeKind;
use rules::dossiers::{ApplicantKind, Dossier};
use rules::money::Dong;
use rules::payments::{Item, in_words};
use rules::people::Capacity;
use store::Fault;
use store::desk::dossiers::who;
use store::desk::payments::Receipt;
use store::province::Province;

pub(super) fn form(
    province: &Province,
    dossier: &Dossier,
    receipt: &Receipt,
    public_url: &str,
) -> Result<Paper, Fault> {
    let (issued, entry) = (&receipt.issued, &receipt.entry);
    let directory = province.directory.on(day_of(entry.at));
    let by = who(entry)?;
    let id = receipt.id.to_string();
    let url = format!("{}/verify/{id}", public_url.trim_end_matches('/'));
    let written = issued.written().to_string();
    let (series, running) = written.rsplit_once('-').unwrap_or((written.as_str(), ""));
    let applicant = &dossier.filed.applicant;
    let source = receipt.payment.paid_by().map_or("cash", rules::payments::Source::key);
    let money = |amount: Dong| format::money(Lang::Vi, amount.0);
    let refunded = receipt.payment.refunded();
    Ok(Paper {
        series: series.to_owned(),
        running: running.to_owned(),
        kind: kind(issued.kind),
        payer: Applicant {
            name: applicant.name.clone(),
            organisation: applicant.kind == ApplicantKind::Organisation,
            id_number: applicant.id_number.clone(),
            address: applicant.address.clone().unwrap_or_default(),
            ..Applicant::default()
        },
        code: dossier.filed.code.to_string(),
        procedure: dossier.filed.procedure_name.clone(),
        items: issued.items.iter().map(|item| (named(item), money(item.amount))).collect(),
        amount: money(issued.amount),
        words: in_words(issued.amount),
        how: WORDS.t(&format!("payment-source-{source}")),
        reference: issued.reference.to_string(),
        paid_at: receipt.payment.paid_at.unwrap_or(entry.at),
        refunded: if receipt.holds() { String::new() } else { money(refunded) },
        officer: taker(&by),
        letter: letter::head(&directory, &issued.agency, written, entry.at, url, id),
    })
}

/// What it was for, and how often.
fn named(item: &Item) -> String {
    match cost::counted(WORDS, &item.counted) {
        how if how.is_empty() => item.name.clone(),
        how => format!("{} ({how})", item.name),
    }
}

/// "lệ phí" or "phí".
fn kind(kind: FeeKind) -> String {
    WORDS.t(if kind == FeeKind::Fee { "payment-kind-fee" } else { "payment-kind-charge" }).to_lowercase()
}

/// Who took it: an officer by name, a gateway by what it is.
fn taker(by: &Capacity) -> Signer {
    Signer { titles: vec![WORDS.t("receipt-sign-taker")], name: by.name.clone() }
}

/// Which paper it is, by the name that pages and the API give it.
pub(super) fn key(kind: FeeKind) -> &'static str {
    match kind {
        FeeKind::Fee => "receipt-fee",
        FeeKind::Charge => "receipt-charge",
    }
}
