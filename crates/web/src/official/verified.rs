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
use rules::personal::Standing;
use store::desk::documents::{DocumentId, find};
use store::desk::dossiers::who;
use store::desk::payments::{ReceiptId, find_receipt};
use store::desk::results::{self, ResultId};
use store::desk::training::{CertificateId, find_certificate};

/// A paper that was issued. What it does not have is empty.
#[derive(Debug, Clone)]
pub struct Verified {
    /// Its whole code.
    pub id: String,
    /// Which form: the name of an [`OfficialForm`], `tracking-book`, `receipt-fee`, `receipt-charge`, `training-certificate` or
    /// `result`.
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
    /// What a result tells besides.
    pub result: Option<VerifiedResult>,
    /// What the certificate of a course tells besides.
    pub course: Option<VerifiedCourse>,
}

/// What the code of a certificate of a course tells besides.
#[derive(Debug, Clone)]
pub struct VerifiedCourse {
    /// The title of the course.
    pub title: String,
    /// The last day on which it counts; nothing where it has none.
    pub valid_until: Option<Date>,
    /// Whether that day is over.
    pub expired: bool,
}

/// What the code of a result tells besides.
#[derive(Debug, Clone)]
pub struct VerifiedResult {
    /// What it is: "Giấy khai sinh".
    pub kind: String,
    /// Whether it stands: a correction takes its place, its agency takes it back, its time ends.
    pub standing: Standing,
    /// The number of the version that took its place, and when.
    pub replaced_by: Option<(String, Timestamp)>,
    /// Why it was taken back.
    pub withdrawn: String,
    /// The last day of its validity.
    pub valid_until: Option<Date>,
    /// Whose certificate signed or sealed it; nothing where nobody's did.
    pub certificate: Option<String>,
    /// The SHA-256 of its file, in hexadecimal; empty where there is none.
    pub sha256: String,
}

/// The paper of this code.
///
/// # Errors
/// The same refusal whether there is no such dossier, form or code.
pub async fn verified(app: &App, code: &str) -> Result<Verified, Failure> {
    if let Some(sealed) = Sealed::opened(code, &app.settings.secret) {
        return book(app, code, sealed).await;
    }
    if let Ok(id) = code.parse::<CertificateId>() {
        return certificate(app, id).await;
    }
    if let Ok(id) = code.parse::<ResultId>() {
        return result(app, id).await;
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
            result: None,
            course: None,
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
            result: None,
            course: None,
        })
    })
    .await
}

/// The version of a result that has this code.
async fn result(app: &App, id: ResultId) -> Result<Verified, Failure> {
    let (cache, today) = (app.province.clone(), day_of(app.clock.now()));
    app.read(move |tx| {
        let found = results::find(tx, &id)?;
        let province = cache.get(tx)?;
        let (dossier, entry) = (&found.loaded.dossier, &found.loaded.history[found.at]);
        let filed = &dossier.filed;
        let signed = found.loaded.history[..=found.at].iter().rev().find(|recorded| {
            use rules::dossiers::Event::{ResultCorrected, Signed};
            matches!(recorded.event, rules::Event::Dossiers(Signed(_) | ResultCorrected(_)))
        });
        let signer = signed.map(who).transpose()?.map(|by| by.name);
        let replaced_by = dossier.results.get(found.version).map(|next| (next.number.clone(), next.at));
        let valid_until = found.document.as_ref().and_then(|document| document.valid_until);
        let valid_until = valid_until.or(found.result.paper.as_ref().and_then(|paper| paper.valid_until));
        let standing = match &found.document {
            Some(document) => document.standing(today),
            None if replaced_by.is_some() => Standing::Superseded,
            None if valid_until.is_some_and(|until| until < today) => Standing::Expired,
            None => Standing::InForce,
        };
        let procedure = province.procedure(&filed.procedure).and_then(|state| state.procedure.as_ref());
        let kind = match (&found.result.paper, procedure) {
            (Some(paper), _) => paper.kind.clone(),
            (None, Some(procedure)) => procedure.result.name.clone(),
            (None, None) => String::new(),
        };
        let agency = &filed.competent_agency;
        let named = said::agency_named(Lang::Vi, &province.directory.on(day_of(entry.at)), agency);
        Ok(Verified {
            id: id.to_string(),
            form: "result",
            round: 1,
            number: found.result.number.clone(),
            agency: (agency.to_string(), named),
            issued_at: entry.at,
            signer: signer.unwrap_or_default(),
            standing: if standing == Standing::InForce { FormStanding::InForce } else { FormStanding::Replaced },
            dossier: filed.code.to_string(),
            procedure: filed.procedure_name.clone(),
            initials: initials(&filed.applicant.name),
            due_at: None,
            entry: Some((entry.ledger.clone(), entry.number, entry.hash.to_string())),
            book: None,
            amount: None,
            result: Some(VerifiedResult {
                kind,
                standing,
                replaced_by,
                withdrawn: found
                    .document
                    .and_then(|document| document.withdrawn)
                    .map(|(_, why)| why)
                    .unwrap_or_default(),
                valid_until,
                certificate: found.result.certificate,
                sha256: found.result.sha256.unwrap_or_default(),
            }),
            course: None,
        })
    })
    .await
}

/// A certificate of a course.
async fn certificate(app: &App, id: CertificateId) -> Result<Verified, Failure> {
    let (cache, today) = (app.province.clone(), day_of(app.clock.now()));
    app.read(move |tx| {
        let issued = find_certificate(tx, &id)?;
        let province = cache.get(tx)?;
        let (entry, opened) = (&issued.entry, &issued.course.opened);
        let on = day_of(entry.at);
        let valid_until = super::certificate::valid_until(opened, on);
        Ok(Verified {
            id: issued.id.to_string(),
            form: "training-certificate",
            round: 1,
            number: issued.number.clone(),
            agency: (
                opened.agency.to_string(),
                said::agency_named(Lang::Vi, &province.directory.on(on), &opened.agency),
            ),
            issued_at: entry.at,
            signer: who(entry)?.name,
            standing: FormStanding::InForce,
            dossier: String::new(),
            procedure: String::new(),
            initials: initials(&issued.learner.name),
            due_at: None,
            entry: Some((entry.ledger.clone(), entry.number, entry.hash.to_string())),
            book: None,
            amount: None,
            result: None,
            course: Some(VerifiedCourse {
                title: opened.title.clone(),
                valid_until,
                expired: valid_until.is_some_and(|last| last < today),
            }),
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
        result: None,
        course: None,
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
