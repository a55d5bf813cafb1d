//! What is asked to be supplemented again and again: one row a request and paper, a function of the dossier.

use super::dossier_lists::Condition;
use crate::engine::Tx;
use crate::{Fault, values};
use rules::dossiers::Dossier;
use rules::quality::Period;

/// How often a paper of a procedure was asked for again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The procedure.
    pub procedure: String,
    /// The paper's code within the procedure; empty where requests named none.
    pub document: String,
    /// In how many dossiers.
    pub dossiers: i64,
    /// How many dossiers of the procedure were filed in the period.
    pub filed: i64,
}

/// Writes the rounds that a dossier got since `before`.
///
/// # Errors
/// When the database refuses.
pub(super) fn project(tx: &mut Tx, before: Option<&Dossier>, after: &Dossier) -> Result<(), Fault> {
    let known = before.map_or(0, |before| before.supplements.len());
    let filed = &after.filed;
    for (round, supplement) in after.supplements.iter().enumerate().skip(known) {
        let none = [String::new()];
        let documents = if supplement.documents.is_empty() { &none[..] } else { &supplement.documents };
        for document in documents {
            tx.execute(
                "INSERT INTO supplement_requests (dossier, round, document, procedure, agency, at)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (dossier, round, document) DO NOTHING",
                values![
                    filed.code.as_str(),
                    round as u64,
                    document.as_str(),
                    filed.procedure.as_str(),
                    filed.competent_agency.as_str(),
                    supplement.requested_at,
                ],
            )?;
        }
    }
    Ok(())
}

/// What was asked for most in the period, the most frequent first.
///
/// # Errors
/// When the database refuses.
pub fn most_asked(tx: &mut Tx, period: Period, limit: u32) -> Result<Vec<Asked>, Fault> {
    let sql = format!(
        "SELECT s.procedure, s.document, COUNT(DISTINCT s.dossier),
             (SELECT COUNT(*) FROM dossiers d WHERE d.procedure = s.procedure AND d.filed_at >= $1 AND d.filed_at < $2)
         FROM supplement_requests s WHERE s.at >= $1 AND s.at < $2
         GROUP BY s.procedure, s.document ORDER BY 3 DESC, s.procedure, s.document LIMIT {limit}"
    );
    tx.query(&sql, values![period.start(), period.end()])?
        .iter()
        .map(|row| {
            let (procedure, document) = (row.string(0)?, row.string(1)?);
            Ok(Asked { procedure, document, dossiers: row.int(2)?, filed: row.int(3)? })
        })
        .collect()
}

/// The dossiers in which this paper of this procedure was asked for again in the period: a condition on the table `d`.
#[must_use]
pub fn behind(procedure: &str, document: &str, period: Period) -> Condition {
    Condition {
        sql: "EXISTS (SELECT 1 FROM supplement_requests s WHERE s.dossier = d.code AND s.procedure = $1 AND s.document = $2
                  AND s.at >= $3 AND s.at < $4)"
            .to_owned(),
        values: values![procedure, document, period.start(), period.end()],
    }
}
