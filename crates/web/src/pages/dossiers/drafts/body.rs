//! What somebody is still writing: the answers of each step as they were typed, and where prefilled ones came from.

use super::Step;
use crate::pages::registry::{Fills, Notice};
use crate::pages::typed::Typed;
use rules::catalogue::forms::Answers;
use rules::catalogue::{Level, Procedure};
use rules::codes::AgencyCode;
use rules::dossiers::{
    ApplicantDraft, ApplicantKind, Channel, Delivery, File, Form, OnBehalf, ResultDelivery, SubmittedDocument,
};
use rules::people::Directory;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The answers so far. Kept as JSON in the draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// Who asks, as typed.
    pub applicant: ApplicantDraft,
    /// The case of the procedure, by key; empty where it has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub variant: String,
    /// For whom: `self`, `family`, `other`.
    pub whom: String,
    /// The name of that person.
    pub whom_name: String,
    /// What is asked for, in the applicant's words.
    pub details: String,
    /// The commune that settles it, by code; only for procedures of communes.
    pub commune: String,
    /// The papers by the code of the required document.
    pub papers: BTreeMap<String, Paper>,
    /// How the result is to arrive: a key of [`DELIVERIES`].
    pub delivery: String,
    /// The counter where it is to be handed over, by code; empty for the one that receives the dossier.
    pub counter: String,
    /// The address for the post; empty for the applicant's.
    pub post_address: String,
    /// The values that were filled in, and where they came from.
    pub(crate) fills: Fills,
    /// What the last look-up in the population registry has to say.
    pub(crate) registry: Option<Notice>,
    /// The account of whom it is filed for, when that is not whoever writes.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub on_behalf_of: String,
    /// The answers of the procedure's form, as typed.
    #[serde(skip_serializing_if = "Answers::is_empty")]
    pub form: Answers,
    /// Whether the declaration is handed in on paper instead.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub on_paper: bool,
    /// The furthest step that was answered, counted from 1.
    pub answered: u8,
}

/// A paper of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The uploaded file; nothing for a paper that will be shown at the counter.
    pub file_id: Option<String>,
    /// The file's name.
    pub name: String,
    /// Its size in bytes.
    #[serde(default)]
    pub size: u64,
    /// The dossier whose file is used again.
    #[serde(default)]
    pub reused_from: Option<String>,
}

/// The ways in which a result can be asked for, with their keys in forms.
pub const DELIVERIES: [(&str, Delivery); 3] =
    [("online", Delivery::Online), ("counter", Delivery::Counter), ("postal", Delivery::Postal)];

impl Body {
    /// Takes in what was typed at a step; fields that the form did not have stay as they are.
    pub fn take(&mut self, step: Step, typed: &Typed) {
        let take = |field: &str, kept: &mut String| {
            if typed.has(field) {
                *kept = typed.text(field);
            }
        };
        match step {
            Step::Applicant => {
                let who = &mut self.applicant;
                take("applicant-id_number", &mut who.id_number);
                take("applicant-name", &mut who.name);
                take("applicant-phone", &mut who.phone);
                take("applicant-email", &mut who.email);
                take("applicant-birth_date", &mut who.birth_date);
                take("applicant-commune", &mut who.commune);
                take("applicant-address", &mut who.address);
                match typed.get("applicant-kind") {
                    "citizen" => who.kind = ApplicantKind::Citizen,
                    "organisation" => who.kind = ApplicantKind::Organisation,
                    _ => {}
                }
            }
            Step::Request => {
                take("variant", &mut self.variant);
                take("whom", &mut self.whom);
                take("whom_name", &mut self.whom_name);
                take("details", &mut self.details);
                take("commune", &mut self.commune);
            }
            Step::Delivery => {
                take("delivery", &mut self.delivery);
                take("result_delivery-counter", &mut self.counter);
                take("result_delivery-address", &mut self.post_address);
            }
            Step::Form | Step::Documents | Step::Review => {}
        }
    }

    /// The procedure as it is asked of whoever writes: in the case that they chose, without the paper that their form stands for,
    /// with the papers that their answers demand.
    #[must_use]
    pub fn asked(&self, procedure: &Procedure) -> Procedure {
        let mut asked = procedure.in_case(&self.variant).map_or_else(|_| procedure.clone(), |(asked, _)| asked);
        let Some(form) = procedure.form.as_ref().filter(|_| !self.on_paper) else { return asked };
        let demanded: Vec<&str> = form.demanded(&self.form).collect();
        asked.documents.retain(|document| form.stands_for() != Some(document.code.as_str()));
        for document in &mut asked.documents {
            document.required |= demanded.contains(&document.code.as_str());
        }
        asked
    }

    /// The commune whose authority settles it: the one chosen, else where the matter is, else the applicant's.
    #[must_use]
    pub fn settling_commune(&self, procedure: &Procedure) -> String {
        if !self.commune.is_empty() {
            return self.commune.clone();
        }
        let form = procedure.form.as_ref().filter(|_| !self.on_paper);
        let matter = form.and_then(|form| form.commune_of_matter(&self.form));
        matter.unwrap_or(&self.applicant.commune).to_owned()
    }

    /// Who settles it, where the draft already says.
    #[must_use]
    pub fn competent(&self, procedure: &Procedure, directory: &Directory) -> Option<AgencyCode> {
        match &procedure.agency {
            Some(agency) => Some(agency.clone()),
            None if procedure.level == Level::Commune => {
                let commune = self.settling_commune(procedure).parse().ok()?;
                directory.authority_of(&commune).map(|agency| agency.code.clone())
            }
            None => None,
        }
    }

    /// What is handed in.
    #[must_use]
    pub fn filing(
        &self,
        procedure: &Procedure,
        directory: &Directory,
        owner: &str,
        on_behalf_of: Option<OnBehalf>,
    ) -> File {
        File {
            applicant: self.applicant.clone(),
            channel: Some(Channel::Online),
            counter: None,
            competent_agency: self.competent(procedure, directory).filter(|_| procedure.agency.is_none()),
            variant: self.variant.clone(),
            form: self.form(),
            sources: self.fills.sources(&self.applicant),
            documents: self.documents(procedure),
            delivery: self.result_delivery(),
            owner: Some(owner.to_owned()),
            on_behalf_of,
        }
    }

    fn form(&self) -> Form {
        let mut form = if self.on_paper { Form::new() } else { self.form.clone() };
        let answers = [("whom", &self.whom), ("whom_name", &self.whom_name), ("details", &self.details)];
        for (field, answer) in answers {
            if !answer.is_empty() && (field != "whom_name" || self.whom != "self") {
                form.insert(field.to_owned(), answer.as_str().into());
            }
        }
        form
    }

    fn documents(&self, procedure: &Procedure) -> Vec<SubmittedDocument> {
        // In the order of the procedure; what it no longer asks for is left out.
        let handed_in = procedure.documents.iter().filter_map(|asked| Some((asked, self.papers.get(&asked.code)?)));
        handed_in
            .map(|(asked, paper)| SubmittedDocument {
                code: asked.code.clone(),
                file_id: paper.file_id.clone(),
                name: paper.file_id.as_ref().map(|_| paper.name.clone()),
                reuse_of: paper.reused_from.as_ref().and(paper.file_id.clone()),
                reused_from: paper.reused_from.clone(),
                sha256: None,
            })
            .collect()
    }

    fn result_delivery(&self) -> ResultDelivery {
        let method = DELIVERIES.iter().find(|(key, _)| *key == self.delivery).map_or(Delivery::Online, |(_, way)| *way);
        let address = if self.post_address.is_empty() { &self.applicant.address } else { &self.post_address };
        ResultDelivery {
            method,
            counter: self.counter.parse().ok().filter(|_| method == Delivery::Counter),
            address: Some(address.clone()).filter(|address| method == Delivery::Postal && !address.is_empty()),
        }
    }

    /// What was typed into a field of the first step.
    #[must_use]
    pub fn value(&self, field: &str) -> &str {
        let who = &self.applicant;
        match field {
            "applicant-name" => &who.name,
            "applicant-id_number" => &who.id_number,
            "applicant-phone" => &who.phone,
            "applicant-email" => &who.email,
            "applicant-birth_date" => &who.birth_date,
            "applicant-commune" => &who.commune,
            "applicant-address" => &who.address,
            _ => "",
        }
    }
}
