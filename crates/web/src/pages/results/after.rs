//! What stands beside a result on the page of its dossier.

use crate::frame::Frame;
use rules::dossiers::Outcome;
use store::desk::dossiers::Loaded;
use store::desk::results::ResultId;

/// How a result is checked, its versions, and what may be asked about it.
#[derive(Debug, Clone, Default)]
pub(crate) struct After {
    /// The code by which it is checked; empty where it has none.
    pub(crate) check: String,
    /// Its validity in words; empty where it does not end.
    pub(crate) until: String,
    /// That nobody signed it digitally; empty where somebody did, and where there is no file.
    pub(crate) unsigned: String,
    /// Earlier versions in words.
    pub(crate) earlier: Vec<String>,
    /// Where a copy or a correction is asked for; empty where there is nothing to ask for.
    pub(crate) ask: String,
}

impl After {
    pub(crate) fn of(f: &Frame, loaded: &Loaded) -> Self {
        let dossier = &loaded.dossier;
        let Some((standing, earlier)) = dossier.results.split_last() else { return Self::default() };
        let granted = dossier.outcome == Some(Outcome::Granted);
        let id = ResultId::of(loaded, dossier.results.len());
        let until = standing.paper.as_ref().and_then(|paper| paper.valid_until);
        let unsigned = standing.file.is_some() && standing.certificate.is_none();
        Self {
            check: id.map(|id| id.to_string()).unwrap_or_default(),
            until: until.map(|day| f.t1("result-until", "day", f.day(&day))).unwrap_or_default(),
            unsigned: if unsigned { f.t("result-unsigned") } else { String::new() },
            earlier: earlier
                .iter()
                .map(|old| f.t2("result-earlier", "number", &old.number, "at", f.moment(&old.at)))
                .collect(),
            ask: if granted { format!("/dossiers/{}/result/ask", dossier.filed.code) } else { String::new() },
        }
    }
}
