//! Finding dossiers by words: the applicant's name with or without diacritics, number, telephone.
//!
//! Each dossier has one line of folded words; the agencies concerned are words too (`a.h35.12` folded to one token), so that
//! an officer's search never leaves their agencies and stays fast. SQLite keeps the words in FTS5, PostgreSQL in a `tsvector`.

use crate::engine::{Engine, Tx, Value};
use crate::{Fault, values};
use rules::catalogue::StepPlace;
use rules::codes::AgencyCode;
use rules::dossiers::Dossier;
use rules::text::fold;

/// Makes the dossier whose row was inserted last findable by these words; PostgreSQL does so with the row.
pub(crate) const INSERT_LAST: &str = "INSERT INTO dossier_words (rowid, words) VALUES (last_insert_rowid(), $1)";

/// Forgets every dossier's words.
pub(crate) fn clear(tx: &mut Tx) -> Result<(), Fault> {
    tx.execute(
        match tx.engine() {
            Engine::Sqlite => "INSERT INTO dossier_words (dossier_words) VALUES ('delete-all')",
            Engine::Postgres => "DELETE FROM dossier_words",
        },
        values![],
    )
}

/// Writes the words of a dossier anew where other agencies see it now: they may find it too.
pub(crate) fn replace(tx: &mut Tx, before: &Dossier, after: &Dossier) -> Result<(), Fault> {
    let competent = before.filed.competent_agency != after.filed.competent_agency;
    if !competent && before.consultations.len() == after.consultations.len() {
        return Ok(());
    }
    let (old, new, code) = (words(before), words(after), after.filed.code.as_str());
    if old == new {
        return Ok(());
    }
    match tx.engine() {
        Engine::Sqlite => {
            // The table keeps no text: what is taken out must be said.
            tx.execute(
                "INSERT INTO dossier_words (dossier_words, rowid, words) SELECT 'delete', id, $1 FROM dossiers WHERE code = $2",
                values![old, code],
            )?;
            tx.execute(
                "INSERT INTO dossier_words (rowid, words) SELECT id, $1 FROM dossiers WHERE code = $2",
                values![new, code],
            )
        }
        Engine::Postgres => tx.execute(
            "UPDATE dossier_words SET words = to_tsvector('simple', $1) WHERE id = (SELECT id FROM dossiers WHERE code = $2)",
            values![new, code],
        ),
    }
}

/// The line of words of a dossier.
pub(crate) fn words(dossier: &Dossier) -> String {
    let filed = &dossier.filed;
    let mut agencies: Vec<_> = [&filed.competent_agency, &filed.counter]
        .into_iter()
        .chain(filed.delivery.counter.as_ref())
        .chain(dossier.shared_with())
        .chain(filed.route.steps().iter().filter_map(|step| match &step.place {
            StepPlace::Agency(agency) => Some(agency),
            StepPlace::Competent | StepPlace::Counter => None,
        }))
        .map(agency_word)
        .collect();
    agencies.sort();
    agencies.dedup();
    let applicant = &filed.applicant;
    format!("{} {} {} {}", fold(&applicant.name), applicant.id_number, applicant.phone, agencies.join(" "))
}

fn agency_word(agency: &AgencyCode) -> String {
    format!("ag{}", agency.as_str().replace('.', "x").to_lowercase())
}

/// How a search for words reads in SQL: over which tables, by which condition on `$1`, in which order newest first.
pub(crate) struct Words {
    pub(crate) from: &'static str,
    pub(crate) sql: &'static str,
    pub(crate) order: &'static str,
    pub(crate) value: Value,
}

/// The search for what was typed, the last word as a beginning; nothing when nothing was typed.
pub(crate) fn condition(dialect: Engine, typed: &str, agencies: Option<&[AgencyCode]>) -> Option<Words> {
    let folded = fold(typed);
    let mut words: Vec<String> = folded.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let (and, or, beginning) = match dialect {
        Engine::Sqlite => (" AND ", " OR ", "*"),
        Engine::Postgres => (" & ", " | ", ":*"),
    };
    // One letter begins too many words to help; somebody who types on will narrow it.
    if words.len() > 1 && words.last().is_some_and(|last| last.len() == 1) {
        words.pop();
    }
    let last = words.last_mut()?;
    if last.len() > 1 {
        last.push_str(beginning);
    }
    if let Some(agencies) = agencies {
        words.push(format!("({})", agencies.iter().map(agency_word).collect::<Vec<_>>().join(or)));
    }
    let value = words.join(and).into();
    Some(match dialect {
        Engine::Sqlite => Words {
            from: "dossier_words w JOIN dossiers d ON d.id = w.rowid",
            sql: "w.dossier_words MATCH $1",
            order: "w.rowid DESC",
            value,
        },
        Engine::Postgres => Words {
            from: "dossier_words w JOIN dossiers d ON d.id = w.id",
            sql: "w.words @@ to_tsquery('simple', $1)",
            order: "w.id DESC",
            value,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_a_beginning_and_agencies_narrow() {
        let agencies = ["H35.12".parse().expect("a code")];
        let words = condition(Engine::Sqlite, "Nguyễn Văn", Some(&agencies)).expect("words");
        assert_eq!(words.value, Value::from("nguyen AND van* AND (agh35x12)"));
        let words = condition(Engine::Postgres, "Lò", None).expect("words");
        assert_eq!(words.value, Value::from("lo:*"));
        assert!(condition(Engine::Sqlite, " – ", None).is_none());
    }

    #[test]
    fn what_people_type_never_becomes_syntax() {
        let words = condition(Engine::Sqlite, "a\" OR b* -NEAR(", None).expect("words");
        assert_eq!(words.value, Value::from("a AND or AND b AND near*"));
    }
}
