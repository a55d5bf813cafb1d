//! What an officer must see to, bundled into one message a day: each thing by name, before, on and after its last day. What a person answers
//! for goes to them, what their agency owes to its leaders and secretariat, what is late to who leads it, what is very late to the assigner.

use super::{conferences, messages};
use crate::province::Province;
use crate::tables::agenda::{reports_open, values_owed};
use crate::tables::messages::{Args, find};
use crate::tables::positions::leaders_and_clerks;
use crate::{Fault, Tx, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::{day_of, instant};
use rules::codes::{AgencyCode, ConferenceCode};
use rules::messages::{Bundle, Notice, Reminder, Subject};
use rules::tasks::rungs;
use std::collections::{BTreeMap, HashMap};

/// The argument of the message that says what is bundled in it.
pub const BUNDLE: &str = "bundle";

/// What everybody is reminded of on a day.
struct Day {
    day: Date,
    /// The day until which something is near.
    near: Date,
    of: BTreeMap<String, Vec<Reminder>>,
    /// Who leads an agency or is of its secretariat.
    desks: HashMap<AgencyCode, Vec<String>>,
}

/// Tells everybody of what they must see to, once a day however often it is asked; answers how many were told.
///
/// # Errors
/// When the database refuses.
pub fn remind(tx: &mut Tx, now: Timestamp) -> Result<u64, Fault> {
    let day = day_of(now);
    let mut all = Day { day, near: rungs(day).near, of: BTreeMap::new(), desks: HashMap::new() };
    all.tasks(tx)?;
    all.deliveries(tx)?;
    all.obstacles(tx)?;
    all.monthly_reports(tx)?;
    all.indicator_values(tx)?;
    all.directives(tx)?;
    all.invitations(tx, now)?;
    let mut told = 0;
    for (login, reminders) in all.of {
        let id = format!("reminders/{}/{login}/{day}", Notice::TasksOfTheDay.key());
        if find(tx, &id)?.is_some() {
            continue;
        }
        let bundle = serde_json::to_string(&Bundle::of(day, reminders));
        let bundle = bundle.map_err(|error| Fault::because("the reminders of a day", error))?;
        let args = Args::from([(BUNDLE.to_owned(), bundle)]);
        messages::officer(tx, id, &login, Notice::TasksOfTheDay, args, now)?;
        told += 1;
    }
    Ok(told)
}

impl Day {
    fn tell(&mut self, login: String, reminder: Reminder) {
        let told = self.of.entry(login).or_default();
        // Who leads several agencies is told once of what concerns them all.
        if !told.contains(&reminder) {
            told.push(reminder);
        }
    }

    /// Tells the leaders and the secretariat of an agency, but for one person who is told in other words.
    fn tell_agency(
        &mut self,
        tx: &mut Tx,
        agency: &AgencyCode,
        reminder: &Reminder,
        but: Option<&str>,
    ) -> Result<(), Fault> {
        if !self.desks.contains_key(agency) {
            self.desks.insert(agency.clone(), leaders_and_clerks(tx, agency, self.day)?);
        }
        let desk = self.desks.get(agency).cloned().unwrap_or_default();
        for login in desk.into_iter().filter(|login| but != Some(login.as_str())) {
            self.tell(login, reminder.clone());
        }
        Ok(())
    }

    /// Tasks: near or late of whoever answers for them, late of their leaders, very late of the assigner's.
    fn tasks(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        // What waits for the assigner, and what stands still, is nobody's to hurry.
        let waits = "t.open = 1 AND t.status NOT IN ('suspended', 'submitted')";
        let leads = "p.role = 'approver' AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2)";
        let own =
            format!("SELECT t.responsible, t.code, t.name, t.due_on, '' FROM tasks t WHERE {waits} AND t.due_on <= $1");
        let above = |at: &str, besides: &str| {
            format!(
                "SELECT p.login, t.code, t.name, t.due_on, t.responsible_name
                 FROM tasks t JOIN positions p ON p.agency = {at} AND {leads} WHERE {waits} AND t.due_on < $1 AND {besides}"
            )
        };
        let (rungs, today) = (rungs(self.day), self.day.to_string());
        let all = [
            (Subject::Task, own, values![rungs.near.to_string()]),
            (
                Subject::LedTask,
                above("t.lead", "t.responsible <> p.login"),
                values![rungs.late.to_string(), today.as_str()],
            ),
            (
                Subject::GivenTask,
                above("t.assigner", "t.assigner <> t.lead"),
                values![rungs.very_late.to_string(), today.as_str()],
            ),
        ];
        for (about, sql, values) in all {
            for row in tx.query(&sql, values)? {
                let reminder = Reminder {
                    about,
                    code: row.string(1)?,
                    name: row.string(2)?,
                    due_on: Some(row.parsed(3)?),
                    who: row.string(4)?,
                };
                self.tell(row.string(0)?, reminder);
            }
        }
        Ok(())
    }

    /// Reports of periodic tasks: near or missing of whoever answers for the task, missing of their leaders and secretariat, long missing of
    /// the assigner's leaders.
    fn deliveries(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        let sql = "SELECT responsible, code, name, report_due_on, responsible_name, lead, assigner FROM tasks
            WHERE open = 1 AND report_due_on <= $1 AND due_on >= $2";
        let rungs = rungs(self.day);
        for row in tx.query(sql, values![self.near.to_string(), self.day.to_string()])? {
            let (responsible, due_on): (String, Date) = (row.string(0)?, row.parsed(3)?);
            let (lead, assigner): (AgencyCode, AgencyCode) = (row.parsed(5)?, row.parsed(6)?);
            let (code, name) = (row.string(1)?, row.string(2)?);
            let reminder = Reminder { about: Subject::Delivery, code, name, due_on: Some(due_on), who: String::new() };
            let of = |about| Reminder { about, who: row.string(4).unwrap_or_default(), ..reminder.clone() };
            if due_on < rungs.late {
                self.tell_agency(tx, &lead, &of(Subject::LedDelivery), Some(responsible.as_str()))?;
            }
            if due_on < rungs.very_late && assigner != lead {
                self.tell_agency(tx, &assigner, &of(Subject::GivenDelivery), Some(responsible.as_str()))?;
            }
            self.tell(responsible, reminder);
        }
        Ok(())
    }

    /// Obstacles whose last day is near or over, and those that came up because nobody below answered them.
    fn obstacles(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        let after = instant(self.near.tomorrow().unwrap_or(self.near).at(0, 0, 0, 0));
        let sql =
            "SELECT holder, code, title, due_at FROM obstacles WHERE status = 'open' AND (due_at < $1 OR missed = 1)";
        for row in tx.query(sql, values![after])? {
            let reminder = Reminder {
                about: Subject::Obstacle,
                code: row.string(1)?,
                name: row.string(2)?,
                due_on: Some(day_of(row.time(3)?)),
                who: String::new(),
            };
            self.tell_agency(tx, &row.parsed(0)?, &reminder, None)?;
        }
        Ok(())
    }

    fn monthly_reports(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        let leads = tx.query("SELECT DISTINCT lead FROM tasks WHERE open = 1", values![])?;
        for row in leads {
            let agency: AgencyCode = row.parsed(0)?;
            for (month, cut_off) in reports_open(tx, &agency, self.day, self.near)? {
                let reminder = Reminder {
                    about: Subject::MonthlyReport,
                    code: month.to_string(),
                    name: String::new(),
                    due_on: Some(cut_off),
                    who: String::new(),
                };
                self.tell_agency(tx, &agency, &reminder, None)?;
            }
        }
        Ok(())
    }

    /// Values of indicators that nobody reported, from the day on which they can be.
    fn indicator_values(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        let province = Province::within(tx)?;
        let agencies: Vec<AgencyCode> = province.directory.iter().map(|agency| agency.code.clone()).collect();
        for owed in values_owed(tx, &province.directory, &agencies, self.day)? {
            let reminder = Reminder {
                about: Subject::IndicatorValue,
                code: format!("{} ({})", owed.indicator.code, owed.period),
                name: owed.indicator.name.clone(),
                due_on: Some(owed.period.ends_on()),
                who: String::new(),
            };
            self.tell_agency(tx, &owed.agency, &reminder, None)?;
        }
        Ok(())
    }

    /// Directives that nobody of the agency opened, and those whose last day is near.
    fn directives(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        let sql = "SELECT a.agency, d.code, d.subject, COALESCE(a.due_on, d.due_on)
            FROM directive_agencies a JOIN directives d ON d.code = a.directive
            WHERE a.assigned = 1 AND (a.opened_at IS NULL
                OR (COALESCE(a.due_on, d.due_on) >= $1 AND COALESCE(a.due_on, d.due_on) <= $2))";
        for row in tx.query(sql, values![self.day.to_string(), self.near.to_string()])? {
            let reminder = Reminder {
                about: Subject::Directive,
                code: row.string(1)?,
                name: row.string(2)?,
                due_on: row.opt_text(3)?.and_then(|day| day.parse().ok()),
                who: String::new(),
            };
            self.tell_agency(tx, &row.parsed(0)?, &reminder, None)?;
        }
        Ok(())
    }

    /// Conferences to come for which a bridge point registered nobody.
    fn invitations(&mut self, tx: &mut Tx, now: Timestamp) -> Result<(), Fault> {
        let sql = "SELECT code FROM conferences WHERE stage = 'planned' AND starts_at > $1 ORDER BY starts_at";
        for row in tx.query(sql, values![now])? {
            let code: ConferenceCode = row.parsed(0)?;
            let Some(conference) = conferences::load(tx, &code)? else { continue };
            let reminder = Reminder {
                about: Subject::Invitation,
                code: code.to_string(),
                name: conference.details.name.clone(),
                due_on: Some(day_of(conference.details.starts_at)),
                who: String::new(),
            };
            let registered =
                |agency: &AgencyCode| conference.delegates.iter().any(|delegate| delegate.registered.point == *agency);
            let silent = conference.points.iter().filter(|point| !registered(&point.agency));
            for point in silent.filter(|point| point.agency != conference.details.host) {
                self.tell_agency(tx, &point.agency, &reminder, None)?;
            }
        }
        Ok(())
    }
}
