//! Courses and who takes part, certificates, and what agencies lack in skills on a day.

use super::numbers;
use crate::desk::training::load_with_history;
use crate::journal::Recorded;
use crate::province::Province;
use crate::{Fault, Row, Tx, values};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::calendar::{day_of, instant};
use rules::codes::{AgencyCode, CourseCode};
use rules::people::{Agency, AgencyKind, Role};
use rules::text::fold;
use rules::training::{Event, Need, Opened, Proof, Skill, Stage, edition, needs};
use std::collections::{BTreeMap, HashMap};

/// The sequence of the codes of courses.
pub(crate) const SEQUENCE: &str = "courses";

/// The sequence of an organiser's certificates.
pub(crate) fn register(agency: &AgencyCode) -> String {
    format!("certificates/{agency}")
}

/// The number of a certificate in its organiser's register.
pub(crate) fn certificate_number(agency: &AgencyCode, year: i16, number: u32) -> String {
    format!("{number:04}-{year}-CN-{agency}")
}

/// Takes in one entry.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event, recorded: &Recorded) -> Result<(), Fault> {
    let code = event.course();
    match event {
        Event::Opened(opened) => {
            let (year, number) = code.parts();
            numbers::note(tx, SEQUENCE, year, number)?;
            return tx.execute(
                "INSERT INTO courses (code, agency, skill, words, first_on, called_off, body, version)
                 VALUES ($1, $2, $3, $4, $5, 0, $6, $7)",
                values![
                    code.as_str(),
                    opened.agency.as_str(),
                    opened.skill.as_str(),
                    fold(&format!("{code} {}", opened.title)),
                    opened.sessions.first().map_or_else(String::new, ToString::to_string),
                    super::json(opened)?,
                    recorded.version,
                ],
            );
        }
        Event::Enrolled(enrolled) => tx.execute(
            "INSERT INTO course_learners (course, login, skill, name, agency, role, attended)
             SELECT code, $2, skill, $3, $4, $5, 0 FROM courses WHERE code = $1",
            values![
                code.as_str(),
                enrolled.login.as_str(),
                enrolled.name.as_str(),
                enrolled.agency.as_str(),
                enrolled.role.key()
            ],
        )?,
        Event::Left(left) => tx.execute(
            "DELETE FROM course_learners WHERE course = $1 AND login = $2",
            values![code.as_str(), left.login.as_str()],
        )?,
        Event::Attended(_) => {
            let Some((course, _)) = load_with_history(tx, code)? else { return Ok(()) };
            for (login, learner) in &course.learners {
                tx.execute(
                    "UPDATE course_learners SET attended = $3 WHERE course = $1 AND login = $2",
                    values![code.as_str(), login.as_str(), learner.attended.len()],
                )?;
            }
        }
        Event::Tested(tested) => tx.execute(
            "UPDATE course_learners SET score = $3 WHERE course = $1 AND login = $2",
            values![code.as_str(), tested.login.as_str(), i64::from(tested.score)],
        )?,
        Event::Certified(certified) => {
            note_certificate(tx, &certified.number)?;
            tx.execute(
                "UPDATE course_learners SET certificate = $3, certified_on = $4 WHERE course = $1 AND login = $2",
                values![
                    code.as_str(),
                    certified.login.as_str(),
                    certified.number.as_str(),
                    day_of(recorded.at).to_string()
                ],
            )?;
        }
        Event::CalledOff(_) => {
            tx.execute("UPDATE courses SET called_off = 1 WHERE code = $1", values![code.as_str()])?;
        }
    }
    tx.execute("UPDATE courses SET version = $2 WHERE code = $1", values![code.as_str(), recorded.version])
}

/// Notes the number of a certificate, so that numbering goes on after a rebuild.
fn note_certificate(tx: &mut Tx, number: &str) -> Result<(), Fault> {
    let mut parts = number.splitn(4, '-');
    let read = (parts.next().and_then(|text| text.parse().ok()), parts.next().and_then(|text| text.parse().ok()));
    let agency = parts.nth(1).and_then(|text| text.parse().ok());
    let ((Some(number), Some(year)), Some(agency)) = (read, agency) else { return Ok(()) };
    numbers::note(tx, &register(&agency), year, number)
}

/// A course in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// As it was announced.
    pub opened: Opened,
    /// Whether it does not take place.
    pub called_off: bool,
    /// How many take part.
    pub learners: i64,
    /// How many of them have their certificate.
    pub certified: i64,
}

impl Listed {
    /// In which year it begins.
    #[must_use]
    pub fn year(&self) -> i16 {
        self.opened.sessions.first().map_or(0, |first| first.year())
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn stage(&self, day: Date) -> Stage {
        Stage::on(&self.opened, self.called_off, day)
    }
}

/// Every course, the newest first.
///
/// # Errors
/// When the database fails.
pub fn courses(tx: &mut Tx) -> Result<Vec<Listed>, Fault> {
    let sql = "SELECT c.body, c.called_off, COUNT(l.login), COUNT(l.certificate)
        FROM courses c LEFT JOIN course_learners l ON l.course = c.code
        GROUP BY c.code, c.body, c.called_off, c.first_on ORDER BY c.first_on DESC, c.code DESC";
    let listed = |row: &Row| {
        let (learners, certified) = (row.int(2)?, row.int(3)?);
        Ok(Listed { opened: row.json(0)?, called_off: row.int(1)? > 0, learners, certified })
    };
    tx.query(sql, values![])?.iter().map(listed).collect()
}

/// Somebody's part in a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The course as it was announced.
    pub opened: Opened,
    /// Whether it does not take place.
    pub called_off: bool,
    /// Whose.
    pub login: String,
    /// Their name then.
    pub name: String,
    /// For which agency.
    pub agency: AgencyCode,
    /// At how many sessions they were.
    pub attended: i64,
    /// Points of 100 in the test.
    pub score: Option<i64>,
    /// The number of their certificate and its day.
    pub certificate: Option<(String, Date)>,
}

const PART: &str =
    "SELECT c.body, c.called_off, l.login, l.name, l.agency, l.attended, l.score, l.certificate, l.certified_on
    FROM course_learners l JOIN courses c ON c.code = l.course";

fn part(row: &Row) -> Result<Part, Fault> {
    let certificate = match (row.opt_text(7)?, row.opt_text(8)?.and_then(|day| day.parse().ok())) {
        (Some(number), Some(day)) => Some((number.to_owned(), day)),
        _ => None,
    };
    Ok(Part {
        opened: row.json(0)?,
        called_off: row.int(1)? > 0,
        login: row.string(2)?,
        name: row.string(3)?,
        agency: row.parsed(4)?,
        attended: row.int(5)?,
        score: row.opt_int(6)?,
        certificate,
    })
}

/// The courses that somebody takes or took part in, the newest first.
///
/// # Errors
/// When the database fails.
pub fn parts_of(tx: &mut Tx, login: &str) -> Result<Vec<Part>, Fault> {
    let sql = format!("{PART} WHERE l.login = $1 ORDER BY c.first_on DESC, c.code DESC");
    tx.query(&sql, values![login])?.iter().map(part).collect()
}

/// The course in which the certificate of this number was issued.
///
/// # Errors
/// When the database fails.
pub(crate) fn course_of_certificate(tx: &mut Tx, number: &str) -> Result<Option<CourseCode>, Fault> {
    let sql = "SELECT course FROM course_learners WHERE certificate = $1";
    tx.query_opt(sql, values![number])?.map(|row| row.parsed(0)).transpose()
}

/// A position that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Whose: their login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Where.
    pub agency: AgencyCode,
    /// As what.
    pub role: Role,
}

/// The positions that are held on a day, the first value, by whose accounts are not disabled at its end, the second.
const HELD: &str = "SELECT p.login, p.name, o.agency, o.role FROM positions o JOIN people p ON p.login = o.login
    WHERE o.from_on <= $1 AND (o.until_on IS NULL OR o.until_on >= $1) AND NOT EXISTS (SELECT 1 FROM account_pauses a
        WHERE a.login = o.login AND a.from_at < $2 AND (a.until_at IS NULL OR a.until_at >= $2))";

/// The first instant after a day.
fn end_of(day: Date) -> i64 {
    instant(day.saturating_add(1.days()).at(0, 0, 0, 0)).as_microsecond()
}

fn held(row: &Row) -> Result<Held, Fault> {
    let role = Role::from_key(row.text(3)?).ok_or_else(|| Fault::new("a position of an unknown role"))?;
    Ok(Held { login: row.string(0)?, name: row.string(1)?, agency: row.parsed(2)?, role })
}

/// The positions that somebody holds on a day in their own right.
///
/// # Errors
/// When the database fails.
pub fn positions_of(tx: &mut Tx, login: &str, day: Date) -> Result<Vec<Held>, Fault> {
    let sql = format!("{HELD} AND o.login = $3 ORDER BY o.agency, o.role");
    tx.query(&sql, values![day.to_string(), end_of(day), login])?.iter().map(held).collect()
}

/// Somebody who works in an agency, with the skills that are required of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Their login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// As what they work there.
    pub roles: Vec<Role>,
    /// What is required of them, with the certificates that count.
    pub needs: Vec<Need>,
}

impl Officer {
    /// The skills that they lack.
    pub fn lacking(&self) -> impl Iterator<Item = &'static Skill> {
        self.needs.iter().filter(|need| need.proof.is_none()).map(|need| need.skill)
    }
}

/// An agency with everybody who works in it or in its service centre.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// The agency.
    pub agency: Agency,
    /// Who works there, by name.
    pub officers: Vec<Officer>,
}

impl Gap {
    /// How many skills are required of all together.
    #[must_use]
    pub fn required(&self) -> usize {
        self.officers.iter().map(|officer| officer.needs.len()).sum()
    }

    /// How many of these are lacking.
    #[must_use]
    pub fn lacking(&self) -> usize {
        self.officers.iter().map(|officer| officer.lacking().count()).sum()
    }

    /// How many lack a skill.
    #[must_use]
    pub fn lack(&self, skill: &Skill) -> usize {
        self.officers.iter().filter(|officer| officer.lacking().any(|one| one.key == skill.key)).count()
    }
}

/// The agencies in force on a day in which anybody works, with what their people lack in skills then; of one agency, where one is given.
///
/// # Errors
/// When the database fails.
pub fn gaps(tx: &mut Tx, province: &Province, day: Date, of: Option<&AgencyCode>) -> Result<Vec<Gap>, Fault> {
    let directory = province.directory.on(day);
    let mut proofs: HashMap<String, Vec<Proof>> = HashMap::new();
    let sql = "SELECT login, skill, certificate, certified_on FROM course_learners
        WHERE certificate IS NOT NULL AND certified_on <= $1";
    for row in tx.query(sql, values![day.to_string()])? {
        let proof = Proof { skill: row.string(1)?, number: row.string(2)?, on: row.parsed(3)? };
        proofs.entry(row.string(0)?).or_default().push(proof);
    }
    let mut people: BTreeMap<AgencyCode, BTreeMap<String, (String, Vec<Role>)>> = BTreeMap::new();
    let rows = tx.query(&format!("{HELD} ORDER BY p.folded, p.login"), values![day.to_string(), end_of(day)])?;
    for row in rows {
        let held = held(&row)?;
        let Some(agency) = directory.get(&held.agency) else { continue };
        // Whoever works in a service centre belongs to the authority that it serves.
        let whose = match (&agency.kind, &agency.parent) {
            (AgencyKind::Counter, Some(parent)) => parent,
            _ => &agency.code,
        };
        if of.is_some_and(|of| of != whose) {
            continue;
        }
        let known = people.entry(whose.clone()).or_default().entry(held.login).or_insert((held.name, Vec::new()));
        known.1.push(held.role);
    }
    let none = Vec::new();
    let gaps = people.into_iter().filter_map(|(code, people)| {
        let agency = directory.get(&code).filter(|_| directory.is_in_force(&code))?.clone();
        let officer = |(login, (name, roles)): (String, (String, Vec<Role>))| {
            let needs = needs(&roles, proofs.get(&login).unwrap_or(&none), day);
            Officer { login, name, roles, needs }
        };
        let mut officers: Vec<Officer> = people.into_iter().map(officer).collect();
        officers.sort_by_cached_key(|officer| (fold(&officer.name), officer.login.clone()));
        Some(Gap { agency, officers })
    });
    Ok(gaps.collect())
}

/// The skills of the list in force on a day.
#[must_use]
pub fn skills(day: Date) -> &'static [Skill] {
    edition(day).map_or(&[], |edition| &edition.skills)
}

/// The positions of everybody who works in one of these agencies on a day, by name.
///
/// # Errors
/// When the database fails.
pub fn staff_of(tx: &mut Tx, agencies: &[AgencyCode], day: Date) -> Result<Vec<Held>, Fault> {
    let sql = format!("{HELD} AND o.agency = $3 ORDER BY p.folded, p.login, o.role");
    let mut staff: Vec<Held> = Vec::new();
    for agency in agencies {
        for row in tx.query(&sql, values![day.to_string(), end_of(day), agency.as_str()])? {
            staff.push(held(&row)?);
        }
    }
    Ok(staff)
}
