//! The tables of conferences: who holds which when, who is invited. They follow event by event.

use crate::engine::Row;
use crate::journal::Recorded;
use crate::{Fault, Tx, Value, values};
use jiff::Timestamp;
use rules::codes::{AgencyCode, CommitteeCode, ConferenceCode};
use rules::conferences::{Conference, ConferenceKind, Details, Event, Stage};
use rules::text::fold;

/// Takes in one entry.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event, recorded: &Recorded) -> Result<(), Fault> {
    let code = event.conference().as_str();
    match event {
        Event::Called(details) | Event::Changed(details) => write(tx, details)?,
        Event::Invited(invited) => {
            for point in &invited.points {
                tx.execute(
                    "INSERT INTO conference_points (conference, agency) VALUES ($1, $2)
                     ON CONFLICT (conference, agency) DO NOTHING",
                    values![code, point.agency.as_str()],
                )?;
            }
            let more = i64::try_from(invited.points.len()).unwrap_or_default();
            tx.execute("UPDATE conferences SET points = points + $2 WHERE code = $1", values![code, more])?;
        }
        Event::Opened(_) => stage(tx, code, Stage::Open)?,
        Event::Closed(_) => stage(tx, code, Stage::Closed)?,
        // Conclusions are numbered from 1 without gaps; one that is worded anew keeps its number.
        Event::Concluded(concluded) => tx.execute(
            "UPDATE conferences SET conclusions = CASE WHEN conclusions < $2 THEN $2 ELSE conclusions END WHERE code = $1",
            values![code, concluded.number],
        )?,
        _ => {}
    }
    tx.execute("UPDATE conferences SET version = $2 WHERE code = $1", values![code, recorded.version])
}

fn stage(tx: &mut Tx, code: &str, stage: Stage) -> Result<(), Fault> {
    tx.execute("UPDATE conferences SET stage = $2 WHERE code = $1", values![code, stage.key()])
}

fn write(tx: &mut Tx, details: &Details) -> Result<(), Fault> {
    let (year, number) = details.conference.parts();
    tx.execute(
        "INSERT INTO conference_numbers (year, last) VALUES ($1, $2) ON CONFLICT (year) DO UPDATE SET last =
             CASE WHEN excluded.last > conference_numbers.last THEN excluded.last ELSE conference_numbers.last END",
        values![i64::from(year), number],
    )?;
    let words = fold(&format!("{} {} {}", details.conference, details.name, details.place));
    tx.execute(
        "INSERT INTO conferences (code, host, series, name, words, kind, place, starts_at, stage, points, conclusions, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'planned', 0, 0, 1)
         ON CONFLICT (code) DO UPDATE SET series = excluded.series, name = excluded.name, words = excluded.words,
             kind = excluded.kind, place = excluded.place, starts_at = excluded.starts_at",
        values![
            details.conference.as_str(),
            details.host.as_str(),
            details.series.as_ref().map_or("", CommitteeCode::as_str),
            details.name.as_str(),
            words,
            details.kind.key(),
            details.place.as_str(),
            details.starts_at,
        ],
    )
}

/// The next number of a conference, taken in this transaction.
pub(crate) fn next_number(tx: &mut Tx, year: i16) -> Result<u32, Fault> {
    let row = tx.query_one(
        "INSERT INTO conference_numbers (year, last) VALUES ($1, 1)
         ON CONFLICT (year) DO UPDATE SET last = conference_numbers.last + 1 RETURNING last",
        values![i64::from(year)],
    )?;
    u32::try_from(row.int(0)?).map_err(|error| Fault::because("a conference's number", error))
}

/// A conference in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its code.
    pub code: ConferenceCode,
    /// Who called it.
    pub host: AgencyCode,
    /// Its name.
    pub name: String,
    /// What kind it is.
    pub kind: ConferenceKind,
    /// Where the main bridge point is.
    pub place: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How far it is.
    pub stage: Stage,
    /// How many bridge points it has.
    pub points: i64,
    /// How much was concluded.
    pub conclusions: i64,
}

/// Which conferences are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// At this stage.
    pub stage: Option<Stage>,
    /// With all these words.
    pub words: String,
}

const COLUMNS: &str = "c.code, c.host, c.name, c.kind, c.place, c.starts_at, c.stage, c.points, c.conclusions";

/// Conferences, the latest first, those behind `after`; one more than `limit`. `seen` are the agencies as whose host or guest somebody
/// sees them; nothing when every one.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx,
    seen: Option<&[AgencyCode]>,
    filter: &Filter,
    after: Option<&(Timestamp, ConferenceCode)>,
    limit: u32,
) -> Result<Vec<Listed>, Fault> {
    let (mut sql, mut values) = (String::from("1 = 1"), Vec::<Value>::new());
    let mut value = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    if let Some(agencies) = seen {
        let places: Vec<String> = agencies.iter().map(|agency| value(agency.as_str().into())).collect();
        let one_of = if places.is_empty() { "('')".to_owned() } else { format!("({})", places.join(", ")) };
        sql.push_str(&format!(
            " AND (c.host IN {one_of} OR EXISTS
                 (SELECT 1 FROM conference_points p WHERE p.conference = c.code AND p.agency IN {one_of}))"
        ));
    }
    if let Some(stage) = filter.stage {
        sql.push_str(&format!(" AND c.stage = {}", value(stage.key().into())));
    }
    for word in fold(&filter.words).split_whitespace() {
        sql.push_str(&format!(" AND c.words LIKE {}", value(format!("%{word}%").into())));
    }
    if let Some((at, code)) = after {
        let (at, code) = (value((*at).into()), value(code.as_str().into()));
        sql.push_str(&format!(" AND (c.starts_at < {at} OR c.starts_at = {at} AND c.code < {code})"));
    }
    let limit = value((i64::from(limit) + 1).into());
    let sql =
        format!("SELECT {COLUMNS} FROM conferences c WHERE {sql} ORDER BY c.starts_at DESC, c.code DESC LIMIT {limit}");
    tx.query(&sql, values)?.iter().map(listed).collect()
}

/// The one before it in its series that is over: of the same host and committee, the latest that began earlier.
///
/// # Errors
/// When the database fails.
pub fn previous(tx: &mut Tx, conference: &Conference) -> Result<Option<ConferenceCode>, Fault> {
    let details = &conference.details;
    let row = tx.query_opt(
        "SELECT code FROM conferences WHERE host = $1 AND series = $2 AND starts_at < $3 AND stage = 'closed' AND code <> $4
         ORDER BY starts_at DESC, code DESC LIMIT 1",
        values![
            details.host.as_str(),
            details.series.as_ref().map_or("", CommitteeCode::as_str),
            details.starts_at,
            details.conference.as_str()
        ],
    )?;
    row.map(|row| row.parsed(0)).transpose()
}

/// How many entries the stream of a conference has; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn version(tx: &mut Tx, code: &ConferenceCode) -> Result<Option<u64>, Fault> {
    tx.query_opt("SELECT version FROM conferences WHERE code = $1", values![code.as_str()])?
        .map(|row| row.count(0))
        .transpose()
}

fn listed(row: &Row) -> Result<Listed, Fault> {
    let unknown = || Fault::new("a conference of an unknown kind or stage");
    Ok(Listed {
        code: row.parsed(0)?,
        host: row.parsed(1)?,
        name: row.string(2)?,
        kind: ConferenceKind::from_key(row.text(3)?).ok_or_else(unknown)?,
        place: row.string(4)?,
        starts_at: row.time(5)?,
        stage: Stage::from_key(row.text(6)?).ok_or_else(unknown)?,
        points: row.int(7)?,
        conclusions: row.int(8)?,
    })
}
