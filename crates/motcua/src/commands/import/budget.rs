//! Entering the treasury's list: every row or none, and every refused row named.

use super::{CommandError, Import, Texts, rows, system_clerk, unknown, whole};
use crate::import::parse_budget;
use jiff::Timestamp;
use rules::Refusal;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use store::desk::catalogue::Change;
use store::province::Province;
use store::{Failure, Store, desk};

impl Import {
    /// Budget lines with their amounts.
    pub(super) fn budget(
        &self,
        store: &Store,
        province: &Province,
        bytes: &[u8],
        texts: Texts,
        now: Timestamp,
    ) -> Result<String, CommandError> {
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let read = rows(parse_budget(bytes, &name), texts)?;
        let whole = whole(province).ok_or_else(|| CommandError::of(unknown().into(), texts))?;
        let actor = system_clerk(whole);
        let refused: Arc<Mutex<Vec<(usize, Refusal)>>> = Arc::default();
        let noted = Arc::clone(&refused);
        let entered = self.enter(store, texts, move |tx, province, tally| {
            let mut wrong = Vec::new();
            for row in &read {
                let (line, entry) = (&row.value.line, row.value.entry.as_ref());
                match desk::budget::take_in(tx, province, &actor, line, entry, now) {
                    Ok(true) => tally.count(Change::Added),
                    Ok(false) => tally.count(Change::Left),
                    Err(Failure::Refused(refusal)) => wrong.push((row.row, refusal)),
                    Err(fault) => return Err(fault),
                }
            }
            let Some((_, first)) = wrong.first() else { return Ok(()) };
            let first = first.clone();
            *noted.lock().unwrap_or_else(PoisonError::into_inner) = wrong;
            Err(first.into())
        });
        let refused = refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.is_empty() {
            return entered;
        }
        let mut out = std::io::stderr().lock();
        for (row, refusal) in refused.iter() {
            let what = CommandError::of(refusal.clone().into(), texts).to_string();
            let args: [(&str, &dyn web::texts::Arg); 2] = [("row", row), ("what", &what)];
            let _ = writeln!(out, "{}", texts.with("cli-import-budget-row", &args));
        }
        Err(CommandError::Refused(texts.t1("cli-import-rejected", "count", refused.len())))
    }
}
