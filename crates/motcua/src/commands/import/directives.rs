//! `motcua import directives FILE.edxml`: a document from another document system, into the register of the agency that it is for.

use super::Import;
use crate::commands::{CommandError, Texts};
use futures::executor::block_on;
use jiff::Timestamp;
use links::edxml;
use rules::people::{Actor, Position, Role};
use rules::{Problem, Refusal};
use std::io::Write as _;
use store::files::Files;
use store::province::{Province, ProvinceCache};
use store::{Failure, Store};
use web::exchange::{Taken, Taking, take};

impl Import {
    /// Takes the document in, or names on standard error everything that is wrong with it by element.
    pub(super) fn directives(
        &self,
        store: &Store,
        province: &Province,
        bytes: &[u8],
        texts: Texts,
        now: Timestamp,
    ) -> Result<String, CommandError> {
        let message = edxml::read(bytes).map_err(|problems| rejected(&problems, texts))?;
        // Whoever runs the command has the machine, and so every register.
        let keep = |code| Position::own(code, Role::Clerk, "motcua import");
        let positions = province.directory.iter().map(|agency| keep(agency.code.clone())).collect();
        let actor = Actor::new("system".into(), "motcua import".into(), None, positions);
        let taking = Taking { actor, register: self.agency.clone(), dry_run: self.dry_run, now };
        let of = |failure: Failure| CommandError::of(failure, texts);
        let files = Files::of(store).map_err(|fault| of(fault.into()))?;
        let taken = block_on(take(store, &files, &ProvinceCache::default(), &taking, message));
        let taken = taken.map_err(|failure| match failure {
            Failure::Refused(Refusal { problems, .. }) if !problems.is_empty() => rejected(&problems, texts),
            other => of(other),
        })?;
        Ok(match taken {
            Taken::Registered(code) => texts.t1("directive-registered", "value", code.as_str()),
            Taken::There(code) => texts.t1("directive-there-already", "value", code.as_str()),
            Taken::Could => texts.t("cli-import-directive-could"),
        })
    }
}

/// Everything that is wrong, a line each.
fn rejected(problems: &[Problem], texts: Texts) -> CommandError {
    let mut out = std::io::stderr().lock();
    for problem in problems {
        let key = format!("problem-{}", problem.code);
        let _ = writeln!(out, "{}", texts.maybe(&key, &problem.args).unwrap_or_else(|| problem.code.to_owned()));
    }
    CommandError::Refused(texts.t("cli-import-directive-rejected"))
}
