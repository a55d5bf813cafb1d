//! What a change changes, field by field: from what to what.

use super::hours;
use crate::frame::Frame;
use crate::pages::said;
use rules::people::{Agency, AgencyKind, AgencyLevel, Bloc, Directory};

/// One field that is going to be, or was, changed.
pub(super) struct Change {
    /// Whose field it is; empty where that is plain.
    pub(super) of: String,
    /// The field's name.
    pub(super) field: String,
    /// What stood there.
    pub(super) before: String,
    /// What stands there then.
    pub(super) after: String,
}

impl Change {
    /// The change in one line: "Điện thoại: (trống) → 0213 3876 543".
    pub(super) fn line(&self, f: &Frame) -> String {
        let or_empty = |text: &str| if text.is_empty() { f.t("change-empty") } else { text.to_owned() };
        format!("{}: {} → {}", self.field, or_empty(&self.before), or_empty(&self.after))
    }
}

/// The fields in which two states of an agency differ; all that are filled where there was none before.
pub(super) fn between(f: &Frame, directory: &Directory, before: Option<&Agency>, after: &Agency) -> Vec<Change> {
    let old = before.map(|agency| fields(f, directory, agency));
    let changed = fields(f, directory, after).into_iter().enumerate().filter_map(|(at, (field, now))| {
        let before = old.as_ref().map_or_else(String::new, |old| old[at].1.clone());
        (before != now).then(|| Change { of: String::new(), field: f.t(field), before, after: now })
    });
    changed.collect()
}

/// The particulars of an agency, each under the key of its name.
pub(super) fn fields(f: &Frame, directory: &Directory, agency: &Agency) -> [(&'static str, String); 14] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let parent = agency.parent.as_ref().map(|code| said::agency_named(f.lang(), directory, code));
    [
        ("agency-field-code", agency.code.to_string()),
        ("agency-field-eid", agency.eid.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("agency-field-name", agency.name.clone()),
        ("agency-field-name-en", text(&agency.name_en)),
        ("agency-field-bloc", bloc(f, agency.bloc)),
        ("agency-field-level", level(f, agency.level)),
        ("agency-field-kind", kind(f, agency.kind)),
        ("agency-field-parent", parent.unwrap_or_default()),
        ("agency-field-commune", agency.commune.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("agency-field-address", text(&agency.address)),
        ("agency-field-phone", text(&agency.phone)),
        ("agency-field-hours", hours::said(f, &agency.working_hours())),
        ("agency-field-founded-on", agency.founded_on.map(|day| f.day(&day)).unwrap_or_default()),
        ("agency-field-founded-by", text(&agency.founded_by)),
    ]
}

/// What a bloc is called.
pub(super) fn bloc(f: &Frame, bloc: Bloc) -> String {
    f.t(&format!("bloc-{}", bloc.key().replace('_', "-")))
}

/// What a level is called.
pub(super) fn level(f: &Frame, level: AgencyLevel) -> String {
    f.t(&format!("agency-level-{}", level.key()))
}

/// What a kind is called.
pub(super) fn kind(f: &Frame, kind: AgencyKind) -> String {
    f.t(&format!("agency-kind-{}", kind.key()))
}
