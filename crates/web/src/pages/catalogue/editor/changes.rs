//! What a draft changes: each part as it was published and as it would be, in words.

use crate::frame::Frame;
use crate::pages::said;
use crate::texts::Arg;
use rules::calendar::StartRule;
use rules::catalogue::forms::Definition;
use rules::catalogue::{Fee, FeeKind, Level, Procedure, RequiredDocument, Subject};
use rules::people::Directory;
use std::collections::BTreeMap;

/// A part that changes.
pub(super) struct Change {
    pub(super) part: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// How a part is said.
type Saying = fn(&Frame, &Directory, &Procedure) -> String;

/// The parts in the order of the tabs.
const PARTS: [(&str, Saying); 24] = [
    ("name", |_, _, procedure| procedure.name.clone()),
    ("name-en", |_, _, procedure| procedure.name_en.clone().unwrap_or_default()),
    ("field", |_, _, procedure| procedure.field.clone()),
    ("level", |f, _, procedure| match procedure.level {
        Level::Commune => f.t("editor-level-commune"),
        Level::Province => f.t("editor-level-province"),
        Level::Ministry => f.t("editor-level-ministry"),
    }),
    ("agency", |f, directory, procedure| {
        procedure.agency.as_ref().map_or_else(String::new, |code| said::agency_named(f.lang(), directory, code))
    }),
    ("authority", |_, _, procedure| procedure.authority.clone()),
    ("subjects", |f, _, procedure| {
        let said = procedure.subjects.iter().map(|subject| match subject {
            Subject::Citizen => f.t("subject-citizen"),
            Subject::Business => f.t("subject-business"),
            Subject::Organisation => f.t("subject-organisation"),
        });
        said.collect::<Vec<_>>().join("; ")
    }),
    ("online", |f, _, procedure| said::online(f.words, procedure.online)),
    ("location-independent", |f, _, procedure| yes(f, procedure.location_independent)),
    ("location-eligible", |f, _, procedure| yes(f, procedure.location_eligible)),
    ("time-limit", |f, _, procedure| said::time_limit(f.words, procedure.time_limit)),
    ("start", |f, _, procedure| match procedure.start {
        StartRule::AtOnce => f.t("editor-start-at-once"),
        StartRule::NextWorkingDayAfter(time) => f.t1("editor-start-after", "time", time.strftime("%H:%M").to_string()),
    }),
    ("sequence", |_, _, procedure| procedure.sequence.join("; ")),
    ("conditions", |_, _, procedure| procedure.conditions.clone().unwrap_or_default()),
    ("result", |f, _, procedure| {
        let result = &procedure.result;
        let name = format!("{} {}", result.name, result.code.as_deref().unwrap_or_default());
        let number = |number: Option<u16>| number.map_or_else(|| "–".to_owned(), |number| number.to_string());
        let (months, years) = (number(result.valid_months), number(result.retention_years));
        let said: [(&str, &dyn Arg); 3] = [("name", &name.trim().to_owned()), ("months", &months), ("years", &years)];
        f.words.with("editor-result-terms", &said)
    }),
    ("legal-basis", |_, _, procedure| {
        procedure.legal_basis.iter().map(|basis| basis.number.as_str()).collect::<Vec<_>>().join("; ")
    }),
    ("announcement", |f, _, procedure| {
        procedure
            .announcement
            .as_ref()
            .map_or_else(String::new, |known| format!("{}, {}", known.decision, f.day(&known.signed_on)))
    }),
    ("keywords", |_, _, procedure| procedure.keywords.join("; ")),
    ("documents", |f, _, procedure| papers(f, &procedure.documents)),
    ("fees", |f, _, procedure| fees(f, &procedure.fees)),
    ("variants", |f, _, procedure| {
        let one = |variant: &rules::catalogue::Variant| {
            let own = [
                variant.time_limit.map(|limit| said::time_limit(f.words, Some(limit))),
                variant.fees.as_ref().map(|own| fees(f, own)),
                variant.documents.as_ref().map(|own| papers(f, own)),
            ];
            let own: Vec<String> = own.into_iter().flatten().collect();
            format!("{} [{}]", variant.name, own.join(" · "))
        };
        procedure.variants.iter().map(one).collect::<Vec<_>>().join("; ")
    }),
    ("joint", |_, _, procedure| {
        let parts = procedure.joint.iter().flat_map(|joint| &joint.parts);
        let one = |part: &rules::catalogue::JointPart| match &part.after {
            Some(after) => format!("{} (← {after})", part.procedure),
            None => part.procedure.to_string(),
        };
        parts.map(one).collect::<Vec<_>>().join("; ")
    }),
    ("route", |f, _, procedure| {
        let steps = procedure.route.steps().iter().map(|step| said::step_name(f.words, &step.name, step.task));
        steps.collect::<Vec<_>>().join(" → ")
    }),
    ("form", |f, _, procedure| procedure.form.as_ref().map_or_else(String::new, |form| form_said(f, form))),
];

fn yes(f: &Frame, is: bool) -> String {
    f.t(if is { "form-yes" } else { "form-no" })
}

fn papers(f: &Frame, documents: &[RequiredDocument]) -> String {
    let one = |asked: &RequiredDocument| {
        let optional = if asked.required { String::new() } else { format!(" ({})", f.t("paper-if-any")) };
        format!("{} {}{optional}", asked.code, asked.name)
    };
    documents.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn fees(f: &Frame, fees: &[Fee]) -> String {
    if fees.is_empty() {
        return f.t("fee-free");
    }
    let one = |fee: &Fee| {
        let kind = f.t(if fee.kind == FeeKind::Fee { "editor-fee-fee" } else { "editor-fee-charge" });
        format!("{kind} {}: {}", fee.name, said::fee_amount(f.words, fee))
    };
    fees.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn form_said(f: &Frame, form: &Definition) -> String {
    f.t2("editor-form-said", "title", form.title(), "count", form.fields().count())
}

/// The parts that differ. Where nothing was published before, every part that says something.
pub(super) fn changes(f: &Frame, directory: &Directory, before: Option<&Procedure>, after: &Procedure) -> Vec<Change> {
    let mut found = Vec::new();
    for (key, saying) in PARTS {
        let was = before.map_or_else(String::new, |procedure| saying(f, directory, procedure));
        let is = saying(f, directory, after);
        let part = || f.t(&format!("editor-part-{key}"));
        let forms = before.filter(|before| key == "form" && before.form.is_some() && after.form.is_some());
        if let Some(before) = forms.filter(|before| before.form != after.form) {
            let said = format!("{is} ({})", fields_changed(f, before, after));
            found.push(Change { part: part(), before: was, after: said });
        } else if was != is {
            found.push(Change { part: part(), before: was, after: is });
        } else if before.is_some_and(|before| hidden(key, before, after)) {
            // Something changed that these words do not say: how many copies, a step's share of the time.
            found.push(Change { part: part(), before: was, after: f.t1("editor-changed-in", "said", &is) });
        }
    }
    found
}

fn hidden(key: &str, before: &Procedure, after: &Procedure) -> bool {
    match key {
        "documents" => before.documents != after.documents,
        "fees" => before.fees != after.fees,
        "variants" => before.variants != after.variants,
        "joint" => before.joint != after.joint,
        "route" => before.route != after.route,
        "legal-basis" => before.legal_basis != after.legal_basis,
        "announcement" => before.announcement != after.announcement,
        "result" => before.result != after.result,
        _ => false,
    }
}

/// Which questions of the form are new, gone or other than before.
fn fields_changed(f: &Frame, before: &Procedure, after: &Procedure) -> String {
    let by_name = |procedure: &Procedure| -> BTreeMap<String, String> {
        let fields = procedure.form.iter().flat_map(Definition::fields);
        fields.map(|field| (field.name.clone(), format!("{field:?}"))).collect()
    };
    let (was, is) = (by_name(before), by_name(after));
    let more: Vec<&str> = is.keys().filter(|name| !was.contains_key(*name)).map(String::as_str).collect();
    let gone: Vec<&str> = was.keys().filter(|name| !is.contains_key(*name)).map(String::as_str).collect();
    let other = is.iter().filter(|(name, said)| was.get(*name).is_some_and(|known| known != *said));
    let other: Vec<&str> = other.map(|(name, _)| name.as_str()).collect();
    let said = [("editor-form-more", more), ("editor-form-gone", gone), ("editor-form-other", other)];
    let said = said.into_iter().filter(|(_, names)| !names.is_empty());
    let said: Vec<String> = said.map(|(key, names)| f.t1(key, "names", names.join(", "))).collect();
    if said.is_empty() { f.t("editor-form-words") } else { said.join("; ") }
}
