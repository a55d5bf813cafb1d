//! II.07: procedures and internal processes, as they stood on the last day of the period.

use super::Asked;
use crate::province::Province;
use crate::{Fault, Tx};
use jiff::Timestamp;
use rules::catalogue::{Level, Procedure};
use rules::official_reports::{Base, Column, Counted, Form, Line, Tier};
use rules::quality::Scope;

/// What is counted of the procedures within the scope's competence.
pub(super) fn count(tx: &mut Tx, province: &Province, asked: &Asked) -> Result<Base, Fault> {
    let mut base = Base::new();
    for procedure in competent(tx, province, asked)? {
        let line = line(&procedure, asked);
        let row = base.entry(line.clone()).or_default();
        Counted::of(&procedure).cells(line.0).into_iter().for_each(|number| *row.entry(number).or_default() += 1);
    }
    Ok(base)
}

/// The procedures behind one cell, by code and name.
pub(super) fn behind(
    tx: &mut Tx,
    province: &Province,
    asked: &Asked,
    wanted: &Line,
    column: &Column,
) -> Result<Vec<(String, String)>, Fault> {
    let parts: Vec<u8> = asked.form.parts(column).iter().map(|part| part.number).collect();
    let counts = |procedure: &Procedure| {
        let (tier, name) = line(procedure, asked);
        let cells = Counted::of(procedure).cells(tier);
        wanted.holds(tier, &name) && cells.iter().any(|number| parts.contains(number))
    };
    let found = competent(tx, province, asked)?.into_iter().filter(counts);
    Ok(found.map(|procedure| (procedure.code.to_string(), procedure.name)).collect())
}

fn competent(tx: &mut Tx, province: &Province, asked: &Asked) -> Result<Vec<Procedure>, Fault> {
    let known = province.known(tx, asked.period.days().to, asked.end().unwrap_or(Timestamp::MAX))?;
    let all = known.procedures().filter(|procedure| asked.scope.is_competent(procedure));
    Ok(all.cloned().collect())
}

/// The level at which a procedure is settled, and its field or the agency that settles it: of the communes, which all settle the same
/// ones, the one that reports, or none.
fn line(procedure: &Procedure, asked: &Asked) -> (Tier, String) {
    let tier = if procedure.level == Level::Commune { Tier::Commune } else { Tier::Province };
    let agency = || match (&asked.scope, tier) {
        (Scope::Commune(code), Tier::Commune) => code.to_string(),
        (_, Tier::Commune) => String::new(),
        (_, Tier::Province) => procedure.agency.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    let name = if asked.form == Form::ProceduresByAgency { agency() } else { procedure.field.clone() };
    (tier, name)
}
