//! What applicants said after the result: one row a dossier and criterion, a function of the dossier.

use super::dossier_lists::Condition;
use crate::engine::{Tx, Value};
use crate::{Fault, values};
use rules::dossiers::{Dossier, Rating};
use rules::quality::Period;

/// How often each rating was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The criterion, empty for how it went in all; or the agency.
    pub key: String,
    /// Very satisfied, satisfied, dissatisfied: in the order of [`Rating::ALL`].
    pub counts: [i64; 3],
}

/// Writes what was said since `before`.
///
/// # Errors
/// When the database refuses.
pub(super) fn project(tx: &mut Tx, before: Option<&Dossier>, after: &Dossier) -> Result<(), Fault> {
    let (Some((at, criteria)), Some(overall)) = (&after.rated, after.rating) else { return Ok(()) };
    if before.is_some_and(|before| before.rated.is_some()) {
        return Ok(());
    }
    let judged = criteria.iter().map(|(criterion, rating)| (criterion.key(), *rating));
    for (criterion, rating) in [("", overall)].into_iter().chain(judged) {
        tx.execute(
            "INSERT INTO dossier_ratings (dossier, criterion, rating, agency, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (dossier, criterion) DO NOTHING",
            values![after.filed.code.as_str(), criterion, rating.key(), after.filed.competent_agency.as_str(), *at,],
        )?;
    }
    Ok(())
}

/// By criterion, of one agency with what is below it, or of all.
///
/// # Errors
/// When the database refuses.
pub fn by_criterion(tx: &mut Tx, agency: &str, period: Period) -> Result<Vec<Counted>, Fault> {
    let mut values: Vec<Value> = values![period.start(), period.end()];
    let mut within = "";
    if !agency.is_empty() {
        values.extend(values![agency, format!("{agency}.%")]);
        within = "AND (agency = $3 OR agency LIKE $4)";
    }
    counted(
        tx,
        &format!(
            "SELECT criterion, rating, COUNT(*) FROM dossier_ratings WHERE at >= $1 AND at < $2 {within}
             GROUP BY criterion, rating ORDER BY criterion, rating"
        ),
        values,
    )
}

/// How it went in all, by agency.
///
/// # Errors
/// When the database refuses.
pub fn by_agency(tx: &mut Tx, period: Period) -> Result<Vec<Counted>, Fault> {
    let sql = "SELECT agency, rating, COUNT(*) FROM dossier_ratings WHERE at >= $1 AND at < $2 AND criterion = ''
               GROUP BY agency, rating ORDER BY agency, rating";
    counted(tx, sql, values![period.start(), period.end()])
}

fn counted(tx: &mut Tx, sql: &str, values: Vec<Value>) -> Result<Vec<Counted>, Fault> {
    let mut all: Vec<Counted> = Vec::new();
    for row in tx.query(sql, values)? {
        let (key, rating, count) = (row.string(0)?, Rating::from_key(row.text(1)?), row.int(2)?);
        if all.last().is_none_or(|last| last.key != key) {
            all.push(Counted { key, counts: [0; 3] });
        }
        let place = Rating::ALL.iter().position(|known| Some(*known) == rating);
        if let (Some(last), Some(place)) = (all.last_mut(), place) {
            last.counts[place] = count;
        }
    }
    Ok(all)
}

/// The dossiers that were rated so in the period: a condition on the table `d`.
#[must_use]
pub fn behind(criterion: &str, rating: &str, agency: &str, period: Period) -> Condition {
    Condition {
        sql: "EXISTS (SELECT 1 FROM dossier_ratings r WHERE r.dossier = d.code AND r.criterion = $1 AND r.rating = $2
                  AND r.at >= $3 AND r.at < $4 AND (r.agency = $5 OR r.agency LIKE $6))"
            .to_owned(),
        values: values![
            criterion,
            rating,
            period.start(),
            period.end(),
            agency,
            if agency.is_empty() { "%".to_owned() } else { format!("{agency}.%") },
        ],
    }
}
