//! What was answered, in words: for the pages of a dossier, and as the paper declaration.

use crate::official;
use crate::pages::said;
use crate::texts::{Lang, Words};
use documents::forms::{Applicant, Declaration, Part, Section};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::catalogue::Procedure;
use rules::catalogue::forms::{Answers, Block, Definition, Saying, Shown};
use rules::codes::AgencyCode;
use rules::dossiers::{ApplicantDraft, ApplicantKind, Dossier};
use rules::people::Directory;
use store::province::Province;

/// What was answered, section by section.
#[must_use]
pub fn said(words: Words, lang: Lang, directory: &Directory, form: &Definition, answers: &Answers) -> Vec<Shown> {
    let (yes, no) = (words.t("form-yes"), words.t("form-no"));
    let commune = |code: &str| said::commune_named(lang, directory, code);
    form.said(answers, &Saying { yes: &yes, no: &no, commune: &commune })
}

/// The rows of a group, a line each.
#[must_use]
pub fn lines(rows: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| {
        row.iter().filter(|cell| !cell.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" – ")
    };
    let lines = rows.iter().enumerate().map(|(position, row)| format!("{}. {}", position + 1, line(row)));
    lines.collect::<Vec<_>>().join("; ")
}

/// The declaration of a dossier as it was filed, always in Vietnamese; `seal` is the hash of its first entry.
#[must_use]
pub fn filed(province: &Province, dossier: &Dossier, form: &Definition, seal: String) -> Declaration {
    let filed = &dossier.filed;
    let directory = &province.directory.on(day_of(dossier.filed_at));
    let who = &filed.applicant;
    let applicant = Applicant {
        name: who.name.clone(),
        organisation: who.kind == ApplicantKind::Organisation,
        id_number: who.id_number.clone(),
        birth: written(who.birth_date.as_deref().unwrap_or_default()),
        phone: who.phone.to_string(),
        email: who.email.clone().unwrap_or_default(),
        address: address(
            directory,
            who.commune.as_ref().map_or("", |code| code.as_str()),
            who.address.as_deref().unwrap_or_default(),
        ),
        agent: filed.on_behalf_of.as_ref().map(|other| other.agent.clone()).unwrap_or_default(),
    };
    Declaration {
        applicant,
        at: dossier.filed_at,
        dossier: filed.code.to_string(),
        seal,
        ..common(directory, Some(&filed.competent_agency), "", form, &filed.form, dossier.filed_at)
    }
}

/// The declaration of a draft, as it would be filed now.
#[must_use]
pub fn drafted(
    directory: &Directory,
    procedure: &Procedure,
    competent: Option<&AgencyCode>,
    form: &Definition,
    (answers, who): (&Answers, &ApplicantDraft),
    now: Timestamp,
) -> Declaration {
    let applicant = Applicant {
        name: who.name.clone(),
        organisation: who.kind == ApplicantKind::Organisation,
        id_number: who.id_number.clone(),
        birth: who.birth_date.clone(),
        phone: who.phone.clone(),
        email: who.email.clone(),
        address: address(directory, &who.commune, &who.address),
        agent: String::new(),
    };
    Declaration { applicant, ..common(directory, competent, &procedure.authority, form, answers, now) }
}

fn common(
    directory: &Directory,
    competent: Option<&AgencyCode>,
    authority: &str,
    form: &Definition,
    answers: &Answers,
    at: Timestamp,
) -> Declaration {
    let part = |block: Block| match block {
        Block::Line(line) => Part { title: line.title, answer: line.answer, ..Part::default() },
        Block::Rows { title, columns, rows, .. } => Part { title, columns, rows, answer: String::new() },
    };
    let sections = said(Words::new(Lang::Vi), Lang::Vi, directory, form, answers).into_iter();
    Declaration {
        title: form.title().to_owned(),
        source: form.source().to_owned(),
        addressed_to: competent
            .map_or_else(|| authority.to_owned(), |agency| said::agency_named(Lang::Vi, directory, agency)),
        applicant: Applicant::default(),
        sections: sections
            .map(|section| Section { title: section.title, parts: section.blocks.into_iter().map(part).collect() })
            .collect(),
        pledge: form.pledge().to_owned(),
        place: competent.map_or_else(String::new, |agency| official::letter::place(directory, agency)),
        at,
        dossier: String::new(),
        seal: String::new(),
    }
}

fn address(directory: &Directory, commune: &str, rest: &str) -> String {
    let commune = said::commune_named(Lang::Vi, directory, commune);
    [rest, &commune].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A kept day of birth as people write it; a year stays a year.
fn written(birth: &str) -> String {
    birth.parse().map_or_else(|_| birth.to_owned(), |day| crate::format::day(Lang::Vi, day))
}
