//! The table of committees and working groups, and how far they cover agencies and villages.

use crate::desk::committees::load;
use crate::engine::Row;
use crate::province::Province;
use crate::tables::condition::Condition;
use crate::tables::quality::Source;
use crate::{Fault, Tx, Value, values};
use jiff::civil::Date;
use rules::codes::{AgencyCode, CommitteeCode, Phone, VillageCode};
use rules::committees::{Committee, CommitteeKind, Event, Post, RegulationState};
use rules::people::{Agency, AgencyLevel, KnownVillage, Membership};
use rules::quality::{Figure, Period, Share, Side};
use rules::text::fold;
use std::collections::{HashMap, HashSet};

/// Takes in one entry: a row is a function of the committee's state.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    let code = event.committee();
    let committee = load(tx, code)?.ok_or_else(|| Fault::new("the stream of a committee is empty"))?;
    let founded = &committee.founded;
    let head = committee.members.iter().find(|member| member.post == Post::Head);
    let regulated_on = committee.regulation.decision.as_ref().map(|decision| decision.on);
    tx.execute(
        "INSERT INTO committees (code, kind, agency, village, name, head, members, founded_on, decision, decided_on,
             regulation, regulated_on, last_met, next_meeting, reviewed_on, dissolved_on, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         ON CONFLICT (code) DO UPDATE SET agency = excluded.agency, name = excluded.name,
             founded_on = excluded.founded_on, head = excluded.head, members = excluded.members,
             decision = excluded.decision, decided_on = excluded.decided_on, regulation = excluded.regulation,
             regulated_on = excluded.regulated_on, last_met = excluded.last_met,
             next_meeting = excluded.next_meeting, reviewed_on = excluded.reviewed_on, dissolved_on = excluded.dissolved_on, version = excluded.version",
        values![
            code.as_str(),
            founded.kind.key(),
            founded.agency.as_str(),
            founded.village.as_ref().map(VillageCode::as_str),
            founded.name.as_str(),
            head.map_or("", |head| head.name.as_str()),
            committee.members.len(),
            founded.decision.on.to_string(),
            committee.decision.number.as_str(),
            committee.decision.on.to_string(),
            committee.regulation.state.key(),
            regulated_on.map(|day| day.to_string()),
            committee.last_met().map(|day| day.to_string()),
            committee.planned.first().map(|planned| planned.on.to_string()),
            committee.last_reviewed().map(|day| day.to_string()),
            committee.dissolved.as_ref().map(|decision| decision.on.to_string()),
            committee.version,
        ],
    )?;
    keep_members(tx, &committee)?;
    if matches!(event, Event::Founded(_) | Event::Reorganised(_) | Event::Dissolved(_)) {
        keep_subjects(tx, &committee)?;
    }
    if let Event::ActivityReported(reported) = event {
        return tx.execute(
            "INSERT INTO committee_activities (committee, to_on, helped) VALUES ($1, $2, $3)
             ON CONFLICT (committee, to_on) DO UPDATE SET helped = excluded.helped",
            values![code.as_str(), reported.to.to_string(), reported.helped],
        );
    }
    let Event::MeetingHeld(held) = event else { return Ok(()) };
    tx.execute(
        "INSERT INTO committee_meetings (committee, held_on) VALUES ($1, $2) ON CONFLICT (committee, held_on) DO NOTHING",
        values![code.as_str(), held.on.to_string()],
    )
}

/// Who is in it by account; nobody is in one that is no more.
fn keep_members(tx: &mut Tx, committee: &Committee) -> Result<(), Fault> {
    let founded = &committee.founded;
    let code = founded.committee.as_str();
    tx.execute("DELETE FROM committee_members WHERE committee = $1", values![code])?;
    if committee.dissolved.is_some() {
        return Ok(());
    }
    for login in committee.members.iter().filter_map(|member| member.login.as_deref()) {
        let village = founded.village.as_ref().map(VillageCode::as_str);
        tx.execute(
            "INSERT INTO committee_members (login, committee, agency, village) VALUES ($1, $2, $3, $4)
             ON CONFLICT (login, committee) DO NOTHING",
            values![login, code, founded.agency.as_str(), village],
        )?;
    }
    Ok(())
}

/// The committees and groups in which somebody is now, by code.
///
/// # Errors
/// When the database fails.
pub(in crate::tables) fn memberships(tx: &mut Tx, login: &str) -> Result<Vec<Membership>, Fault> {
    let sql = "SELECT committee, agency, village FROM committee_members WHERE login = $1 ORDER BY committee";
    let read = |row: &Row| {
        let village = row.opt_text(2)?.map(|_| row.parsed(2)).transpose()?;
        Ok(Membership { committee: row.parsed(0)?, agency: row.parsed(1)?, village })
    };
    tx.query(sql, values![login])?.iter().map(read).collect()
}

fn keep_subjects(tx: &mut Tx, committee: &Committee) -> Result<(), Fault> {
    let code = &committee.founded.committee;
    tx.execute("DELETE FROM committee_subjects WHERE committee = $1", values![code.as_str()])?;
    for subject in &committee.subjects {
        tx.execute(
            "INSERT INTO committee_subjects (committee, kind, from_on, until_on) VALUES ($1, $2, $3, $4)
             ON CONFLICT (committee, kind, from_on) DO UPDATE SET until_on = excluded.until_on",
            values![
                code.as_str(),
                subject.kind.key(),
                subject.from.to_string(),
                subject.until.map(|day| day.to_string())
            ],
        )?;
    }
    Ok(())
}

/// The committee of an agency that steers this now, other than the one of this code; nothing when none does.
///
/// # Errors
/// When the database fails.
pub fn steered_by(
    tx: &mut Tx,
    agency: &AgencyCode,
    kind: CommitteeKind,
    other_than: &CommitteeCode,
) -> Result<Option<CommitteeCode>, Fault> {
    let sql = "SELECT c.code FROM committees c JOIN committee_subjects s ON s.committee = c.code
        WHERE c.agency = $1 AND s.kind = $2 AND c.code <> $3 AND s.until_on IS NULL AND c.dissolved_on IS NULL
            AND c.village IS NULL
        ORDER BY c.code LIMIT 1";
    let row = tx.query_opt(sql, values![agency.as_str(), kind.key(), other_than.as_str()])?;
    row.map(|row| row.parsed(0)).transpose()
}

/// How many working groups there are, how many of them reported on days since this one, and how many people those helped.
///
/// # Errors
/// When the database fails.
pub fn activity(tx: &mut Tx, since: Date) -> Result<(i64, i64, i64), Fault> {
    let kind = CommitteeKind::WorkingGroup.key();
    let sql = "SELECT COUNT(*) FROM committees WHERE kind = $1 AND dissolved_on IS NULL";
    let all = tx.query_one(sql, values![kind])?.int(0)?;
    let sql =
        "SELECT COUNT(DISTINCT a.committee), CAST(COALESCE(SUM(a.helped), 0) AS BIGINT) FROM committee_activities a
        JOIN committees c ON c.code = a.committee WHERE c.kind = $1 AND c.dissolved_on IS NULL AND a.to_on >= $2";
    let row = tx.query_one(sql, values![kind, since.to_string()])?;
    Ok((all, row.int(0)?, row.int(1)?))
}

/// Where the members of a committee are reached, by name.
///
/// # Errors
/// When the database fails.
pub fn phones(tx: &mut Tx, code: &CommitteeCode) -> Result<HashMap<String, String>, Fault> {
    let sql = "SELECT name, phone FROM committee_phones WHERE committee = $1";
    tx.query(sql, values![code.as_str()])?.iter().map(|row| Ok((row.string(0)?, row.string(1)?))).collect()
}

/// Keeps where the members of a committee are reached; what was kept before is forgotten.
///
/// # Errors
/// When the database fails.
pub fn keep_phones(tx: &mut Tx, code: &CommitteeCode, phones: &[(String, Phone)]) -> Result<(), Fault> {
    tx.execute("DELETE FROM committee_phones WHERE committee = $1", values![code.as_str()])?;
    for (name, phone) in phones {
        tx.execute(
            "INSERT INTO committee_phones (committee, name, phone) VALUES ($1, $2, $3)
             ON CONFLICT (committee, name) DO UPDATE SET phone = excluded.phone",
            values![code.as_str(), name.as_str(), phone.as_str()],
        )?;
    }
    Ok(())
}

/// A committee in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its code.
    pub code: CommitteeCode,
    /// What it was founded for.
    pub kind: CommitteeKind,
    /// What it steers besides now.
    pub also: Vec<CommitteeKind>,
    /// Whose it is.
    pub agency: AgencyCode,
    /// In which village it works.
    pub village: Option<VillageCode>,
    /// Its name.
    pub name: String,
    /// Who leads it.
    pub head: String,
    /// How many are in it.
    pub members: i64,
    /// The last decision about who is in it.
    pub decision: String,
    /// Its day.
    pub decided_on: Date,
    /// Its operating regulation.
    pub regulation: RegulationState,
    /// When it met last.
    pub last_met: Option<Date>,
    /// When it will meet.
    pub next_meeting: Option<Date>,
    /// When somebody looked at how it works last.
    pub last_reviewed: Option<Date>,
}

impl Listed {
    /// Whether it has all of these words, in its code, its name, its head, its decision or the name of its agency; marks don't matter.
    #[must_use]
    pub fn has_words(&self, words: &str, agency: &str) -> bool {
        let text = fold(&format!("{} {} {} {} {agency}", self.code, self.name, self.head, self.decision));
        fold(words).split(' ').all(|word| text.contains(word))
    }
}

/// Which committees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// That steer this now, or do this.
    pub kind: Option<CommitteeKind>,
    /// Whether steering committees are meant and no working groups.
    pub steering: bool,
    /// Of this agency or one below it.
    pub agency: Option<AgencyCode>,
    /// Those whose regulation is not issued.
    pub without_regulation: bool,
    /// Those that have not met since this day.
    pub not_met_since: Option<Date>,
    /// Those at which nobody looked since this day.
    pub not_reviewed_since: Option<Date>,
}

/// Committees that are, by code, those behind `after`; one more than `limit`.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut Tx, filter: &Filter, after: &str, limit: u32) -> Result<Vec<Listed>, Fault> {
    let (mut sql, mut values) = (String::from("dissolved_on IS NULL AND code > $1"), vec![Value::from(after)]);
    let mut value = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    if let Some(kind) = filter.kind {
        sql.push_str(&format!(
            " AND EXISTS (SELECT 1 FROM committee_subjects s WHERE s.committee = committees.code AND s.kind = {}
                AND s.until_on IS NULL)",
            value(kind.key().into())
        ));
    }
    if filter.steering {
        sql.push_str(&format!(" AND kind <> {}", value(CommitteeKind::WorkingGroup.key().into())));
    }
    if let Some(agency) = &filter.agency {
        let (whole, below) = (value(agency.as_str().into()), value(format!("{agency}.%").into()));
        sql.push_str(&format!(" AND (agency = {whole} OR agency LIKE {below})"));
    }
    if filter.without_regulation {
        sql.push_str(" AND regulation <> 'issued'");
    }
    if let Some(day) = filter.not_met_since {
        sql.push_str(&format!(" AND (last_met IS NULL OR last_met < {})", value(day.to_string().into())));
    }
    if let Some(day) = filter.not_reviewed_since {
        sql.push_str(&format!(" AND (reviewed_on IS NULL OR reviewed_on < {})", value(day.to_string().into())));
    }
    let limit = value((i64::from(limit) + 1).into());
    let sql = format!(
        "SELECT {COLUMNS}
         FROM committees WHERE {sql} ORDER BY code LIMIT {limit}"
    );
    let mut found: Vec<Listed> = tx.query(&sql, values)?.iter().map(listed).collect::<Result<_, _>>()?;
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return Ok(found) };
    let sql = "SELECT committee, kind FROM committee_subjects
        WHERE committee >= $1 AND committee <= $2 AND until_on IS NULL ORDER BY committee, from_on, kind";
    for row in tx.query(sql, values![first.code.as_str(), last.code.as_str()])? {
        let Some(kind) = CommitteeKind::from_key(row.text(1)?) else { continue };
        let of = row.text(0)?;
        if let Some(one) = found.iter_mut().find(|one| one.code.as_str() == of && one.kind != kind) {
            one.also.push(kind);
        }
    }
    Ok(found)
}

const COLUMNS: &str = "code, kind, agency, village, name, head, members, decision, decided_on, regulation, last_met, next_meeting, \
    reviewed_on";

/// Those of these agencies that were dissolved and not founded again, the last ones first.
///
/// # Errors
/// When the database fails.
pub fn dissolved(tx: &mut Tx, agencies: &[AgencyCode], limit: u32) -> Result<Vec<Listed>, Fault> {
    let mut all = Condition::all();
    let own = all.one_of("agency", agencies);
    all.and(&own);
    let limit = all.value(limit);
    let sql = format!(
        "SELECT {COLUMNS} FROM committees WHERE dissolved_on IS NOT NULL AND {} ORDER BY dissolved_on DESC, code LIMIT {limit}",
        all.sql
    );
    tx.query(&sql, all.values)?.iter().map(listed).collect()
}

fn listed(row: &Row) -> Result<Listed, Fault> {
    let day = |column| row.opt_text(column).map(|text| text.and_then(|text| text.parse().ok()));
    let unknown = || Fault::new("a committee of an unknown kind or state");
    Ok(Listed {
        code: row.parsed(0)?,
        kind: CommitteeKind::from_key(row.text(1)?).ok_or_else(unknown)?,
        also: Vec::new(),
        agency: row.parsed(2)?,
        village: row.opt_text(3)?.and_then(|text| text.parse().ok()),
        name: row.string(4)?,
        head: row.string(5)?,
        members: row.int(6)?,
        decision: row.string(7)?,
        decided_on: row.parsed(8)?,
        regulation: RegulationState::from_key(row.text(9)?).ok_or_else(unknown)?,
        last_met: day(10)?,
        next_meeting: day(11)?,
        last_reviewed: day(12)?,
    })
}

/// Agencies of a level as of a day: those with a committee for Resolution 57, and the others.
///
/// # Errors
/// When the database fails.
pub fn covered<'a>(
    tx: &mut Tx,
    province: &'a Province,
    level: AgencyLevel,
    as_of: Date,
) -> Result<(Vec<&'a Agency>, Vec<&'a Agency>), Fault> {
    let there = there(tx, CommitteeKind::Resolution57, "agency", as_of)?;
    let agencies = province.directory.iter().filter(|agency| agency.level == level && agency.settles());
    Ok(agencies.partition(|agency| there.contains(agency.code.as_str())))
}

/// Villages as of a day: those with a working group, and the others.
///
/// # Errors
/// When the database fails.
pub fn covered_villages(tx: &mut Tx, as_of: Date) -> Result<(Vec<KnownVillage>, Vec<KnownVillage>), Fault> {
    let there = there(tx, CommitteeKind::WorkingGroup, "village", as_of)?;
    let villages = super::villages::on(tx, as_of)?;
    Ok(villages.into_iter().partition(|known| there.contains(known.village.code.as_str())))
}

/// Of any of its lives: what a committee steers ends with it.
fn there(tx: &mut Tx, kind: CommitteeKind, column: &str, as_of: Date) -> Result<HashSet<String>, Fault> {
    let sql = format!(
        "SELECT c.{column} FROM committees c JOIN committee_subjects s ON s.committee = c.code
         WHERE s.kind = $1 AND s.from_on <= $2 AND (s.until_on IS NULL OR s.until_on > $2) AND c.{column} IS NOT NULL"
    );
    tx.query(&sql, values![kind.key(), as_of.to_string()])?.iter().map(|row| row.string(0)).collect()
}

/// How far one thing is steered: agencies of a level, those with a committee for it, with an issued regulation, that met in the quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// How many agencies there are.
    pub agencies: i64,
    /// With a committee.
    pub founded: i64,
    /// With an issued regulation.
    pub regulated: i64,
    /// That met in the quarter.
    pub met: i64,
}

/// An agency, and how the committee stands that steers something there; nothing where none does.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    /// The agency.
    pub agency: &'a Agency,
    /// Its committee for it.
    pub committee: Option<Steering>,
}

/// The committee that steers something in an agency today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steering {
    /// Its code.
    pub code: CommitteeCode,
    /// Whether its regulation is issued.
    pub regulated: bool,
    /// Whether it met in the quarter.
    pub met: bool,
}

/// The agencies of a level, by code, each with the committee that steers this today, alone or among other things.
///
/// # Errors
/// When the database fails.
pub fn standings<'a>(
    tx: &mut Tx,
    province: &'a Province,
    level: AgencyLevel,
    kind: CommitteeKind,
    today: Date,
) -> Result<Vec<Standing<'a>>, Fault> {
    let first = Date::new(today.year(), (today.month() - 1) / 3 * 3 + 1, 1).unwrap_or(today).to_string();
    let sql = "SELECT c.agency, c.code, c.regulation, c.last_met
        FROM committees c JOIN committee_subjects s ON s.committee = c.code
        WHERE s.kind = $1 AND s.until_on IS NULL AND s.from_on <= $2 AND c.dissolved_on IS NULL AND c.village IS NULL";
    let mut found: HashMap<String, Steering> = HashMap::new();
    for row in tx.query(sql, values![kind.key(), today.to_string()])? {
        let regulated = row.text(2)? == RegulationState::Issued.key();
        let met = row.opt_text(3)?.is_some_and(|met| met >= first.as_str());
        found.insert(row.string(0)?, Steering { code: row.parsed(1)?, regulated, met });
    }
    let agencies = province.directory.iter().filter(|agency| agency.level == level && agency.settles());
    Ok(agencies.map(|agency| Standing { agency, committee: found.remove(agency.code.as_str()) }).collect())
}

/// The coverage of a level; see [`standings`].
///
/// # Errors
/// When the database fails.
pub fn coverage(
    tx: &mut Tx,
    province: &Province,
    level: AgencyLevel,
    kind: CommitteeKind,
    today: Date,
) -> Result<Coverage, Fault> {
    let mut coverage = Coverage::default();
    for standing in standings(tx, province, level, kind, today)? {
        coverage.agencies += 1;
        if let Some(committee) = standing.committee {
            coverage.founded += 1;
            coverage.regulated += i64::from(committee.regulated);
            coverage.met += i64::from(committee.met);
        }
    }
    Ok(coverage)
}

/// How many departments and communes have a committee, and which share of the villages a working group.
pub(in crate::tables) const FIGURES: Source =
    Source { keys: &["committees_departments", "committees_communes", WORKING_GROUPS], figure, behind };

/// The figure that counts villages.
const WORKING_GROUPS: &str = "working_groups";

fn figure(tx: &mut Tx, province: &Province, key: &'static str, period: Period) -> Result<Option<Figure>, Fault> {
    // Where nothing was ever registered, there are no records to count.
    if tx.query_opt("SELECT 1 FROM committees LIMIT 1", Vec::new())?.is_none() {
        return Ok(None);
    }
    let mut count = |side| {
        let records = behind(tx, province, key, side, period)?;
        Ok::<_, Fault>(i64::try_from(records.len()).unwrap_or(i64::MAX))
    };
    let (with, without) = (count(Side::Numerator)?, count(Side::Rest)?);
    let share = Share::new(with, with + without);
    Ok(Some(if key == WORKING_GROUPS { Figure::percent(share) } else { Figure::count(share) }))
}

/// What stands behind one side of such a figure: codes and names.
fn behind(
    tx: &mut Tx,
    province: &Province,
    key: &'static str,
    side: Side,
    period: Period,
) -> Result<Vec<(String, String)>, Fault> {
    let level = match key {
        WORKING_GROUPS => {
            let (with, without) = covered_villages(tx, period.to)?;
            let villages = if side == Side::Numerator { with } else { without };
            let named = |known: KnownVillage| (known.village.code.to_string(), known.village.name);
            return Ok(villages.into_iter().map(named).collect());
        }
        "committees_departments" => AgencyLevel::Department,
        _ => AgencyLevel::Commune,
    };
    let (with, without) = covered(tx, province, level, period.to)?;
    let agencies = if side == Side::Numerator { with } else { without };
    Ok(agencies.into_iter().map(|agency| (agency.code.to_string(), agency.name.clone())).collect())
}
