//! What a paper's code tells anybody: what it is, who issued it when, whether it holds, and what to compare with the paper. Of the
//! applicant only initials.

use super::book::{Period, Sealed};
use super::facts::Facts;
use crate::app::App;
use crate::errors::Failure;
use crate::pages::said;
use crate::texts::Lang;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::dossiers::{Event, FormStanding, OfficialForm};
use rules::money::Dong;
use store::desk::documents::{DocumentId, find};
use store::desk::dossiers::who;
use store::desk::payments::{ReceiptId, find_receipt};

/// A paper that was issued. What it does not have is empty.
#[derive(Debug, Clone)]
pub struct Verified {
    /// Its whole code.
    pub id: String,
    /// Which form: the name of an [`OfficialForm`], `tracking-book`, `receipt-fee` or `receipt-charge`.
    pub form: &'static str,
    /// Which time.
    pub round: usize,
    /// Its number.
    pub number: String,
    /// Who issued it, by code and name.
    pub agency: (String, String),
    /// When.
    pub issued_at: Timestamp,
    /// Who signed; empty for the slip, which nobody signs, and where the applicant acted.
    pub signer: String,
    /// Whether it holds.
    pub standing: FormStanding,
    /// The dossier's code.
    pub dossier: String,
    /// What is asked for.
    pub procedure: String,
    /// The applicant's initials.
    pub initials: String,
    /// The appointment that stands on it.
    pub due_at: Option<Timestamp>,
    /// Where the entry stands that it documents: ledger, number, hash.
    pub entry: Option<(String, u64, String)>,
    /// Over which days a book goes, and how many dossiers stand in it.
    pub book: Option<(Date, Date, usize)>,
    /// How much a receipt says.
    pub amount: Option<Dong>,
}

/// The paper of this code.
///
/// # Errors
/// The same refusal whether there is no such dossier, form or code.
pub async fn verified(app: &App, code: &str) -> Result<Verified, Failure> {
    if let Some(sealed) = Sealed::opened(code, &app.settings.secret) {
        return book(app, code, sealed).await;
    }
    if let Ok(id) = code.parse::<ReceiptId>() {
        return receipt(app, id).await;
    }
    let id: DocumentId = code.parse()?;
    let (cache, url) = (app.province.clone(), app.settings.public_url.clone());
    app.read(move |tx| {
        let (loaded, issued) = find(tx, &id)?;
        let province = cache.get(tx)?;
        let facts = Facts::new(&province, &loaded, &issued, &url)?;
        let entry = &loaded.history[issued.at];
        let due_at = match facts.event() {
            Some(Event::Received(received)) => received.due_at,
            Some(Event::Apologised(apologised)) => Some(apologised.new_due_at),
            _ => None,
        };
        let issuer = match issued.form {
            OfficialForm::ControlSlip => &facts.dossier.filed.competent_agency,
            _ => facts.issuer(),
        };
        let unsigned = issued.form.is_internal() || facts.by.agency.is_none();
        Ok(Verified {
            id: issued.id.to_string(),
            form: issued.form.key(),
            round: issued.round,
            number: issued.number(),
            agency: (issuer.to_string(), facts.agency(issuer)),
            issued_at: entry.at,
            signer: if unsigned { String::new() } else { facts.by.name.clone() },
            standing: issued.standing(&loaded),
            dossier: facts.code(),
            procedure: facts.procedure(),
            initials: initials(&facts.dossier.filed.applicant.name),
            due_at: due_at.filter(|_| !issued.form.is_internal()),
            entry: Some((entry.ledger.clone(), entry.number, entry.hash.to_string())),
            book: None,
            amount: None,
        })
    })
    .await
}

/// A receipt: it holds as long as nothing of what it says went back.
async fn receipt(app: &App, id: ReceiptId) -> Result<Verified, Failure> {
    let cache = app.province.clone();
    app.read(move |tx| {
        let (loaded, receipt) = find_receipt(tx, &id)?;
        let province = cache.get(tx)?;
        let (issued, entry) = (&receipt.issued, &receipt.entry);
        let directory = province.directory.on(day_of(entry.at));
        let filed = &loaded.dossier.filed;
        Ok(Verified {
            id: receipt.id.to_string(),
            form: super::receipt::key(issued.kind),
            round: 1,
            number: issued.written().to_string(),
            agency: (issued.agency.to_string(), said::agency_named(Lang::Vi, &directory, &issued.agency)),
            issued_at: entry.at,
            signer: who(entry)?.name,
            standing: if receipt.holds() { FormStanding::InForce } else { FormStanding::Replaced },
            dossier: filed.code.to_string(),
            procedure: filed.procedure_name.clone(),
            initials: initials(&filed.applicant.name),
            due_at: None,
            entry: Some((entry.ledger.clone(), entry.number, entry.hash.to_string())),
            book: None,
            amount: Some(issued.amount),
        })
    })
    .await
}

async fn book(app: &App, code: &str, sealed: Sealed) -> Result<Verified, Failure> {
    let province = app.province().await?;
    let Period { counter, from, to } = &sealed.period;
    Ok(Verified {
        id: code.trim().to_uppercase(),
        form: "tracking-book",
        round: 1,
        number: String::new(),
        agency: (counter.to_string(), said::agency_named(Lang::Vi, &province.directory, counter)),
        issued_at: sealed.made_at().unwrap_or_default(),
        signer: String::new(),
        standing: FormStanding::InForce,
        dossier: String::new(),
        procedure: String::new(),
        initials: String::new(),
        due_at: None,
        entry: None,
        book: Some((*from, *to, sealed.count)),
        amount: None,
    })
}

/// "Lò Thị Lan" is "L. T. L."
fn initials(name: &str) -> String {
    let first = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    first.map(|letter| format!("{}.", letter.to_uppercase())).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_by_its_initials() {
        assert_eq!(initials("Lò Thị Lan"), "L. T. L.");
        assert_eq!(initials("  đặng  (thị) – ấu"), "Đ. T. Ấ.");
    }
}
