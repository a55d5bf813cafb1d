//! The scores of all provinces, and the place of our own among them.

use crate::journal::Recorded;
use crate::{Fault, Tx, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::quality::{Event, OWN_PROVINCE, ProvinceScore, Published, Rank, ScoreTable, State};

/// Takes in one entry.
///
/// # Errors
/// When the database fails.
pub(in crate::tables) fn apply(tx: &mut Tx, event: &Event, recorded: &Recorded) -> Result<(), Fault> {
    let Event::ScoresImported(table) = event;
    for score in &table.scores {
        tx.execute(
            "INSERT INTO national_scores (published_on, version, province, hundredths, source, recorded_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            values![
                table.on,
                recorded.version,
                score.province.as_str(),
                score.hundredths,
                table.source.as_str(),
                recorded.at
            ],
        )?;
    }
    Ok(())
}

/// The scores published last for a day up to this one, as far as they were entered before an instant.
///
/// # Errors
/// When the database fails.
pub fn scores(tx: &mut Tx, up_to: Date, entered_before: Timestamp) -> Result<Option<ScoreTable>, Fault> {
    let newest = tx.query_opt(
        "SELECT published_on, version FROM national_scores WHERE published_on <= $1 AND recorded_at < $2
         ORDER BY published_on DESC, version DESC LIMIT 1",
        values![up_to, entered_before],
    )?;
    newest.map_or(Ok(None), |row| {
        let (on, version) = (row.parsed(0)?, row.int(1)?);
        read(tx, on, version).map(Some)
    })
}

/// The scores of a day as they were entered last; nothing when there are none.
///
/// # Errors
/// When the database fails.
pub fn scores_of_day(tx: &mut Tx, on: Date) -> Result<Option<ScoreTable>, Fault> {
    let sql = "SELECT MAX(version) FROM national_scores WHERE published_on = $1";
    match tx.query_one(sql, values![on])?.opt_int(0)? {
        Some(version) => read(tx, on, version).map(Some),
        None => Ok(None),
    }
}

fn read(tx: &mut Tx, on: Date, version: i64) -> Result<ScoreTable, Fault> {
    let rows = tx.query(
        "SELECT province, hundredths, source FROM national_scores WHERE published_on = $1 AND version = $2
         ORDER BY province",
        values![on, version],
    )?;
    let source = rows.first().map_or(Ok(String::new()), |row| row.string(2))?;
    let score = |row: &crate::Row| Ok(ProvinceScore { province: row.string(0)?, hundredths: row.int(1)? });
    Ok(ScoreTable { on, source, scores: rows.iter().map(score).collect::<Result<_, Fault>>()? })
}

/// Our own place among all provinces, by the scores published last.
pub(super) fn rank(tx: &mut Tx, up_to: Date, entered_before: Timestamp) -> Result<Rank, Fault> {
    let Some(table) = scores(tx, up_to, entered_before)? else { return Ok(Rank::UNKNOWN) };
    let Some((position, of)) = table.place(OWN_PROVINCE) else { return Ok(Rank::UNKNOWN) };
    let own = table.scores.iter().find(|score| score.province == OWN_PROVINCE);
    let published = own.map(|own| Published { score: own.points(), on: table.on, source: table.source.clone() });
    Ok(Rank { position: Some(position), of: Some(of), state: State::Measured, published })
}
