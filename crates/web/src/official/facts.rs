//! What a form is made from: the dossier as it stood after the entry that the form documents, and the agencies of that day.

use super::letter;
use crate::pages::said;
use crate::texts::{Lang, Words};
use documents::forms::{Applicant, Contact, Letter, Signer};
use jiff::Timestamp;
use rules::calendar::{day_of, local};
use rules::codes::AgencyCode;
use rules::dossiers::{ApplicantKind, Delivery, Dossier, Event, OfficialForm};
use rules::people::{Capacity, Directory};
use store::Fault;
use store::desk::documents::Issued;
use store::desk::dossiers::{Loaded, fold, who};
use store::journal::Recorded;
use store::province::Province;

/// The words of official documents.
pub const WORDS: Words = Words { lang: Lang::Vi };

/// The facts of one form.
pub struct Facts<'a> {
    pub form: OfficialForm,
    pub province: &'a Province,
    /// The agencies as they were called on the day.
    pub directory: Directory,
    /// The dossier as it stood then.
    pub dossier: Dossier,
    /// What had happened until then.
    pub history: &'a [Recorded],
    /// Who did what the form documents.
    pub by: Capacity,
    /// When.
    pub at: Timestamp,
    issued: &'a Issued,
    public_url: &'a str,
}

impl<'a> Facts<'a> {
    /// # Errors
    /// When the history is damaged.
    pub fn new(
        province: &'a Province,
        loaded: &'a Loaded,
        issued: &'a Issued,
        public_url: &'a str,
    ) -> Result<Self, Fault> {
        let history = &loaded.history[..=issued.at];
        let entry = &loaded.history[issued.at];
        Ok(Self {
            form: issued.form,
            province,
            directory: province.directory.on(day_of(entry.at)),
            dossier: fold(history)?.ok_or_else(|| Fault::new("a dossier without its filing"))?,
            history,
            by: who(entry)?,
            at: entry.at,
            issued,
            public_url: public_url.trim_end_matches('/'),
        })
    }

    /// What the entry says.
    pub fn event(&self) -> Option<&Event> {
        match &self.history.last()?.event {
            rules::Event::Dossiers(event) => Some(event),
            _ => None,
        }
    }

    /// The agency that issues the form: that of whoever did it; for what the applicant did, the one that settles.
    pub fn issuer(&self) -> &AgencyCode {
        self.by.agency.as_ref().unwrap_or(&self.dossier.filed.competent_agency)
    }

    /// The head of the form, issued by this agency.
    pub fn letter(&self, issuer: &AgencyCode) -> Letter {
        let id = self.issued.id.to_string();
        letter::head(
            &self.directory,
            issuer,
            self.issued.number(),
            self.at,
            format!("{}/verify/{id}", self.public_url),
            id,
        )
    }

    /// Whoever did it signs.
    pub fn signer(&self) -> Signer {
        letter::signer(&self.directory, &self.by)
    }

    /// The name of an agency.
    pub fn agency(&self, code: &AgencyCode) -> String {
        said::agency_named(Lang::Vi, &self.directory, code)
    }

    /// The counter that received the dossier.
    pub fn counter(&self) -> String {
        self.agency(&self.dossier.filed.counter)
    }

    /// The agency that settles it.
    pub fn competent(&self) -> String {
        self.agency(&self.dossier.filed.competent_agency)
    }

    /// The dossier's code.
    pub fn code(&self) -> String {
        self.dossier.filed.code.to_string()
    }

    /// The dossier's page.
    pub fn page(&self) -> String {
        format!("{}/dossiers/{}", self.public_url, self.dossier.filed.code)
    }

    /// What is asked for.
    pub fn procedure(&self) -> String {
        self.dossier.filed.procedure_name.clone()
    }

    /// Who asks.
    pub fn applicant(&self) -> Applicant {
        let filed = &self.dossier.filed;
        let who = &filed.applicant;
        let birth = who.birth_date.as_deref().unwrap_or_default();
        Applicant {
            name: who.name.clone(),
            organisation: who.kind == ApplicantKind::Organisation,
            id_number: who.id_number.clone(),
            birth: birth.parse().map_or_else(|_| birth.to_owned(), |day| crate::format::day(Lang::Vi, day)),
            phone: who.phone.to_string(),
            email: who.email.clone().unwrap_or_default(),
            address: self.address(),
            agent: filed.on_behalf_of.as_ref().map(|other| other.agent.clone()).unwrap_or_default(),
        }
    }

    /// Where the applicant lives.
    pub fn address(&self) -> String {
        let who = &self.dossier.filed.applicant;
        let commune = who.commune.as_ref();
        let commune = commune.map(|code| said::commune_named(Lang::Vi, &self.directory, code.as_str()));
        let parts = [who.address.clone(), commune].into_iter().flatten().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(", ")
    }

    /// How and where the result is handed over.
    pub fn delivery(&self) -> String {
        let wish = &self.dossier.filed.delivery;
        match wish.method {
            Delivery::Online => WORDS.t("delivery-online"),
            Delivery::Postal => WORDS.t1("delivery-postal-to", "address", wish.address.clone().unwrap_or_default()),
            Delivery::Counter => {
                let counter = wish.counter.as_ref().unwrap_or(&self.dossier.filed.counter);
                WORDS.t1("delivery-counter-at", "counter", self.agency(counter))
            }
        }
    }

    /// The name of a paper that the procedure asks for, by its code.
    pub fn paper(&self, code: &str) -> String {
        let procedure = self.province.procedure(&self.dossier.filed.procedure);
        let procedure = procedure.and_then(|state| state.procedure.as_ref());
        let asked = procedure.and_then(|procedure| procedure.documents.iter().find(|asked| asked.code == code));
        asked.map_or_else(|| code.to_owned(), |asked| asked.name.clone())
    }

    /// Whoever did it explains it, at the telephone of their agency.
    pub fn contact(&self) -> Contact {
        let phone = self.directory.get(self.issuer()).and_then(|agency| agency.phone.clone());
        Contact { name: self.by.name.clone(), phone: phone.unwrap_or_default() }
    }
}

/// A moment as tables write it.
pub fn is_before(left: Timestamp, right: Timestamp) -> std::cmp::Ordering {
    local(left).date().cmp(&local(right).date())
}
