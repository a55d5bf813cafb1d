//! The paper of a result as it begins: what the procedure says about it, with the answers of the dossier's form.

use crate::eforms;
use crate::pages::said;
use crate::texts::{Lang, Words};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::catalogue::forms::{Block, Definition};
use rules::catalogue::{Procedure, ResultLayout, ResultLine, ResultTemplate};
use rules::dossiers::{Dossier, ResultPaper, TO_WRITE};
use store::province::Province;

/// The paper as the officer first sees it, always in Vietnamese.
#[must_use]
pub fn paper(province: &Province, dossier: &Dossier, form: Option<&Definition>, today: Date) -> ResultPaper {
    let procedure = province.procedure(&dossier.filed.procedure).and_then(|state| state.procedure.as_ref());
    let result = procedure.map(|procedure| &procedure.result);
    let template = result.and_then(|result| result.template.clone()).unwrap_or_default();
    let name = result.map(|result| result.name.as_str()).filter(|name| !name.is_empty());
    let months = result.and_then(|result| result.valid_months);
    ResultPaper {
        kind: match template.kind.as_str() {
            "" => name.unwrap_or(&dossier.filed.procedure_name).to_owned(),
            kind => kind.to_owned(),
        },
        sign: template.sign.clone(),
        subject: template.subject.clone(),
        grounds: grounds(&template, procedure, dossier),
        opening: told(&template.opening, province, dossier),
        particulars: particulars(&template, province, dossier, form),
        text: told(&template.text, province, dossier),
        layout: template.layout,
        valid_until: months.and_then(|months| today.checked_add(i32::from(months).months()).ok()),
    }
}

/// The template's grounds, or the procedure's legal basis; a decision names what was asked for besides.
fn grounds(template: &ResultTemplate, procedure: Option<&Procedure>, dossier: &Dossier) -> Vec<String> {
    let words = Words::new(Lang::Vi);
    let basis = procedure.into_iter().flat_map(|procedure| procedure.legal_basis.iter());
    let basis = basis.map(|basis| format!("{} {}", basis.name, basis.number).trim().to_owned());
    let basis = basis.map(|basis| words.t1("result-ground", "basis", basis));
    let mut grounds: Vec<String> = if template.grounds.is_empty() { basis.collect() } else { template.grounds.clone() };
    if template.layout == ResultLayout::Decision {
        let filed = &dossier.filed;
        grounds.push(words.t2("result-considered", "name", &filed.applicant.name, "code", filed.code.as_str()));
    }
    grounds
}

/// A text with what it names: `{agency}`, `{applicant}`, `{code}`.
fn told(text: &str, province: &Province, dossier: &Dossier) -> String {
    let filed = &dossier.filed;
    text.replace("{agency}", &said::agency_named(Lang::Vi, &province.directory, &filed.competent_agency))
        .replace("{applicant}", &filed.applicant.name)
        .replace("{code}", filed.code.as_str())
}

/// The chosen answers in their order; all of them where none are chosen, after who asks.
fn particulars(
    template: &ResultTemplate,
    province: &Province,
    dossier: &Dossier,
    form: Option<&Definition>,
) -> Vec<(String, String)> {
    let mut known: Vec<(String, String, String)> = applicant(province, dossier);
    if let Some(form) = form {
        let sections =
            eforms::said(Words::new(Lang::Vi), Lang::Vi, &province.directory, form, &dossier.filed.form).into_iter();
        known.extend(sections.flat_map(|section| section.blocks).map(|block| match block {
            Block::Line(line) => (line.name, line.title, line.answer),
            Block::Rows { name, title, rows, .. } => (name, title, eforms::lines(&rows)),
        }));
    }
    let given = |(_, label, value): &(String, String, String)| {
        (!value.is_empty()).then(|| (label.clone(), value.replace('\n', "; ")))
    };
    // What came in on paper has no answers to choose from.
    if template.fields.is_empty() || form.is_none() {
        return known.iter().filter_map(given).collect();
    }
    let found = |line: &ResultLine| match line {
        ResultLine::Field(field) => known.iter().find(|(name, ..)| name == field).and_then(given),
        ResultLine::Heading { heading } => Some((heading.clone(), String::new())),
        ResultLine::Officer { officer } => Some((officer.clone(), TO_WRITE.to_owned())),
    };
    template.fields.iter().filter_map(found).collect()
}

/// Who asks, by the names that a layout may choose.
fn applicant(province: &Province, dossier: &Dossier) -> Vec<(String, String, String)> {
    let words = Words::new(Lang::Vi);
    let who = &dossier.filed.applicant;
    let birth = who.birth_date.as_deref().unwrap_or_default();
    let birth = birth.parse().map_or_else(|_| birth.to_owned(), |day| crate::format::day(Lang::Vi, day));
    let commune = who.commune.as_ref().map(|code| said::commune_named(Lang::Vi, &province.directory, code.as_str()));
    let address = [who.address.clone(), commune].into_iter().flatten().filter(|part| !part.is_empty());
    [
        ("applicant", who.name.clone()),
        ("applicant_birth", birth),
        ("applicant_id", who.id_number.clone()),
        ("applicant_address", address.collect::<Vec<_>>().join(", ")),
    ]
    .map(|(name, value)| (name.to_owned(), words.t(&format!("result-{}", name.replace('_', "-"))), value))
    .into()
}
