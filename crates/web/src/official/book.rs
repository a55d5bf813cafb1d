//! Mẫu 07: the tracking book of a counter over a period, from the records. Its code is a seal of this installation over what stands
//! at its head: a book documents no single entry.

use super::facts::WORDS;
use super::letter;
use crate::app::App;
use crate::credentials::keyed;
use crate::errors::Failure;
use crate::pages::said;
use crate::texts::Lang;
use documents::forms::{Entry, Form as _, Signer, TrackingBook};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use rules::Refusal;
use rules::calendar::{instant, local};
use rules::codes::AgencyCode;
use rules::dossiers::Dossier;
use rules::people::permissions::{Deed, may_at, scope};
use rules::people::{Actor, AgencyKind, Directory};
use seals::{DocumentCode, EventHash};
use store::desk::dossiers::load;
use store::province::Province;
use store::tables::dossier_lists::{Condition, Filter, export};

/// Lines of a book at most: more are hard to hold in the hand.
pub const LONGEST: usize = 1000;

/// Which book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Whose.
    pub counter: AgencyCode,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// How the minute of its making stands in a book's code.
const MINUTE: &str = "%y%m%d%H%M";
/// How days stand there.
const DAY: &str = "%y%m%d";

/// What the code of a book says: whose, over which days, how many dossiers, made when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Whose, over which days.
    pub period: Period,
    /// How many dossiers stand in it.
    pub count: usize,
    at: String,
}

impl Sealed {
    /// What stands on the book.
    fn id(&self, secret: &[u8; 32]) -> String {
        let Period { counter, from, to } = &self.period;
        let head = format!("{counter}-{}-{}-{}-{}", from.strftime(DAY), to.strftime(DAY), self.count, self.at);
        let seal = EventHash::from_bytes(&keyed::mac(secret, "tracking book", &[&head])).unwrap_or(EventHash::GENESIS);
        format!("{head}.{NUMBER}.{}", DocumentCode::of(seal, 7))
    }

    /// What a code says, if this installation sealed it.
    #[must_use]
    pub fn opened(id: &str, secret: &[u8; 32]) -> Option<Self> {
        let mut parts = id.trim().rsplitn(3, '.');
        let (code, number, head) = (parts.next()?, parts.next()?, parts.next()?);
        let code: DocumentCode = code.parse().ok()?;
        let mut head = head.split('-');
        let counter = head.next()?.to_uppercase().parse().ok()?;
        let mut day = || Date::strptime(DAY, head.next()?).ok();
        let (from, to) = (day()?, day()?);
        let (count, at) = (head.next()?.parse().ok()?, head.next()?.to_owned());
        let sealed = Self { period: Period { counter, from, to }, count, at };
        let again = sealed.id(secret);
        (number == NUMBER && again.ends_with(&format!(".{code}"))).then_some(sealed)
    }

    /// When it was made.
    #[must_use]
    pub fn made_at(&self) -> Option<Timestamp> {
        jiff::civil::DateTime::strptime(MINUTE, &self.at).ok().map(instant)
    }
}

/// The form's number in codes.
const NUMBER: &str = "07";

/// The counters whose book this person may take: where they work, and those of the agency where they do.
#[must_use]
pub fn counters(actor: &Actor, directory: &Directory) -> Vec<AgencyCode> {
    let counters = directory.iter().filter(|agency| agency.kind == AgencyKind::Counter);
    let theirs = counters.filter(|agency| may_at(actor, Deed::ExportLists, &agency.code).is_ok());
    theirs.map(|agency| agency.code.clone()).collect()
}

/// The book as PDF, and how many dossiers stand in it.
///
/// # Errors
/// When it is not theirs, or too long.
pub async fn book(app: &App, actor: &Actor, period: Period, now: Timestamp) -> Result<Vec<u8>, Failure> {
    let (cache, who, asked) = (app.province.clone(), actor.clone(), period.clone());
    let (province, dossiers) = app
        .read(move |tx| {
            let province = cache.get(tx)?;
            may_at(&who, Deed::ExportLists, &asked.counter)?;
            let mut condition = Condition::default();
            condition.and("d.counter =", asked.counter.as_str());
            let midnight = |day: Date| instant(day.to_datetime(Time::midnight()));
            let filter = Filter {
                received_from: Some(midnight(asked.from)),
                received_to: asked.to.tomorrow().ok().map(midnight),
                condition: Some(condition),
                ..Filter::default()
            };
            let mut codes = Vec::new();
            export(tx, &scope(&who), &filter, |listed| {
                codes.push(listed.code);
                Ok(())
            })?;
            if codes.len() > LONGEST {
                return Err(Refusal::rule("official-book-too-long").with("count", codes.len() as u64).into());
            }
            let mut dossiers = Vec::new();
            for code in codes.iter().rev() {
                dossiers.extend(load(tx, code)?.map(|loaded| loaded.dossier));
            }
            Ok((province, dossiers))
        })
        .await?;
    let sealed = Sealed { period: period.clone(), count: dossiers.len(), at: local(now).strftime(MINUTE).to_string() };
    let id = sealed.id(&app.settings.secret);
    let url = format!("{}/verify/{id}", app.settings.public_url.trim_end_matches('/'));
    let directory = province.directory.clone();
    let number = format!("{}/STD", local(now).strftime("%y%m%d"));
    let book = TrackingBook {
        letter: letter::head(&directory, &period.counter, number, now, url, id),
        from: crate::format::day(Lang::Vi, period.from),
        to: crate::format::day(Lang::Vi, period.to),
        entries: dossiers.iter().map(|dossier| entry(&province, dossier)).collect(),
        signer: Signer { titles: vec![WORDS.t("official-book-keeper")], name: actor.name.clone() },
    };
    super::press(move || Ok(book.pdf()?)).await
}

fn entry(province: &Province, dossier: &Dossier) -> Entry {
    let filed = &dossier.filed;
    let who = &filed.applicant;
    let commune = who.commune.as_ref();
    let commune = commune.map(|code| said::commune_named(Lang::Vi, &province.directory, code.as_str()));
    let contact = [who.address.clone(), commune, Some(who.phone.to_string())];
    let contact: Vec<_> = contact.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    Entry {
        code: filed.code.to_string(),
        procedure: filed.procedure_name.clone(),
        applicant: who.name.clone(),
        contact: contact.join(", "),
        competent: said::agency_named(Lang::Vi, &province.directory, &filed.competent_agency),
        received_at: dossier.received_at,
        due_at: dossier.appointment(),
        returned_at: dossier.returned_at,
        delivery: WORDS.t(&format!("official-delivery-{}", delivery(dossier))),
        note: WORDS.t(&format!("status-{}", dossier.status.key().replace('_', "-"))),
    }
}

fn delivery(dossier: &Dossier) -> &'static str {
    use rules::dossiers::Delivery;
    match dossier.filed.delivery.method {
        Delivery::Online => "online",
        Delivery::Counter => "counter",
        Delivery::Postal => "postal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_book_s_code_says_what_was_sealed_and_no_more() {
        let period =
            Period { counter: "H35.38.01".parse().expect("a code"), from: date(2025, 12, 1), to: date(2025, 12, 23) };
        let sealed = Sealed { period, count: 12, at: "2512231015".into() };
        let id = sealed.id(&[7; 32]);
        assert_eq!(Sealed::opened(&id, &[7; 32]), Some(sealed.clone()));
        assert_eq!(sealed.made_at(), "2025-12-23T10:15:00+07:00".parse().ok());
        assert_eq!(Sealed::opened(&id, &[8; 32]), None, "another installation");
        assert_eq!(Sealed::opened(&id.replacen("-12-", "-13-", 1), &[7; 32]), None, "another count");
        assert_eq!(Sealed::opened(&id.replacen("H35.38.01", "H35.40.01", 1), &[7; 32]), None, "another counter");
    }
}
