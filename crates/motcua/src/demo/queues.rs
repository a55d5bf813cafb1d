//! What is planned beside the stream of the year: dossiers that wait for each role when the demonstration begins, and at
//! least one of each procedure, online where it is offered.

use super::chance::{Chance, Weights};
use super::data::{demand, places};
use super::plan::{Applicant, Ask, End, Fate, Halt, Plan};
use super::planner::{applicant, delivery};
use super::staff::Staff;
use super::world::World;
use super::year::{Year, scaled};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rules::calendar::{TimeLimit, WorkingTime, day_of};
use rules::catalogue::{Level, OnlineLevel, Procedure, StepPlace, StepTask, Subject};
use rules::codes::AgencyCode;
use rules::dossiers::Channel;

/// Below this many dossiers there is no room for full queues.
const ENOUGH: u64 = 2_000;
/// Below this many there are no queues at all.
const LEAST: u64 = 900;
/// The certification of copies, of which every commune that offers electronic ones issued at least one.
pub const CERTIFIED_COPIES: &str = "2.000815";

/// Everything that is planned beside the stream, with the day of filing.
pub fn plans(seed: u64, total: u64, year: &Year, world: &World, staff: &Staff) -> Vec<(Date, Plan)> {
    if total < LEAST {
        return Vec::new();
    }
    let mut queues = Queues { chance: Chance::new(seed, b"queues..", 0), total, year, world, staff, plans: Vec::new() };
    queues.fill();
    queues.every_procedure();
    queues.plans
}

struct Queues<'a> {
    chance: Chance,
    total: u64,
    year: &'a Year,
    world: &'a World,
    staff: &'a Staff,
    plans: Vec<(Date, Plan)>,
}

impl Queues<'_> {
    fn fill(&mut self) {
        let enough = self.total >= ENOUGH;
        let count = |wanted: usize| if enough { wanted } else { 1 };
        for place in 0..self.world.places.len() {
            let authority = self.world.places[place].authority.clone();
            let candidates = self.candidates(&authority, Level::Commune);
            for (halt, wanted) in Halt::IN_COMMUNES {
                for number in 0..count(wanted) {
                    self.wait(&candidates, Some(place), halt, number == 0);
                }
            }
        }
        for department in self.world.busy_departments() {
            let candidates = self.candidates(&department, Level::Province);
            for (halt, wanted) in Halt::IN_DEPARTMENTS {
                for _ in 0..count(wanted) {
                    self.wait(&candidates, None, halt, false);
                }
            }
        }
        // One in a hundred of what waits is overdue, like the rest of the year, in the slow offices first.
        let received = self.plans.iter().filter(|(_, plan)| plan.halt.is_some_and(Halt::is_received)).count() as u64;
        let slow: Vec<AgencyCode> = places().slow.keys().cloned().collect();
        for number in 0..(received / 100 + self.total / 20_000) {
            let agency = &slow[usize::try_from(number).unwrap_or(0) % slow.len()];
            let place = self.world.places.iter().position(|place| place.authority == *agency);
            let level = if place.is_some() { Level::Commune } else { Level::Province };
            let candidates = self.candidates(agency, level);
            self.wait(&candidates, place, Halt::Overdue, false);
        }
    }

    /// The procedures that this agency settles step by step within itself, with time enough to wait.
    fn candidates(&self, agency: &AgencyCode, level: Level) -> Vec<usize> {
        let fits = |procedure: &Procedure| {
            procedure.level == level
                && procedure.agency.as_ref().is_none_or(|settles| settles == agency)
                && procedure.subjects.contains(&Subject::Citizen)
                && is_simple(procedure)
                && procedure.route.steps().first().is_some_and(|step| step.task == StepTask::Assign)
                && procedure.route.steps().iter().any(|step| step.task == StepTask::Approve)
        };
        let procedures = self.world.procedures().iter().enumerate();
        procedures.filter(|(_, procedure)| fits(procedure)).map(|(at, _)| at).collect()
    }

    /// Plans one that waits.
    fn wait(&mut self, candidates: &[usize], place: Option<usize>, halt: Halt, own: bool) {
        let (chance, world) = (&mut self.chance, self.world);
        let lasts = |at: &usize| {
            working_days(world.procedure(*at)) >= 2
                && (halt != Halt::Overdue || working_days(world.procedure(*at)) <= 12)
        };
        let fitting: Vec<usize> = candidates.iter().copied().filter(lasts).collect();
        if fitting.is_empty() {
            return;
        }
        let weight = |at: &usize| demand().weights.get(&world.procedure(*at).code).copied().unwrap_or(demand().others);
        let procedure = fitting[Weights::new(fitting.iter().map(weight)).at(chance.unit())];
        let definition = world.procedure(procedure);
        let place = place.unwrap_or_else(|| chance.below(world.places.len()));
        let online = definition.online != OnlineLevel::None && chance.likely(0.7);
        let at = self.filed_before_the_end(definition, halt, online);
        let sample = self.staff.citizens.iter().position(|citizen| citizen.place == place);
        let sampled = matches!(halt, Halt::Filed | Halt::Process | Halt::HandOut | Halt::Supplement);
        let chance = &mut self.chance;
        let signed_in = own && sampled && definition.level == Level::Commune && definition.online != OnlineLevel::None;
        let applicant = match sample.filter(|_| signed_in) {
            Some(sample) => Applicant::Sample(sample),
            None => applicant(definition, place, world.places.len(), self.total, chance),
        };
        let channel = match applicant {
            Applicant::Sample(_) => Channel::Online,
            _ if online => Channel::NationalPortal,
            // A counter receives what is handed to it at once: what waits there unread came by post.
            _ if halt == Halt::Filed => Channel::Postal,
            _ => Channel::Counter,
        };
        let supplement = (halt == Halt::Supplement).then_some(Ask::InProcess);
        let delivery = delivery(channel, definition, chance);
        let counter = world.counter_of(world.competent(procedure, place)).clone();
        let fate = Fate { supplement, ..Fate::default() };
        let plan = Plan {
            number: 0,
            at,
            procedure,
            place,
            applicant,
            channel,
            counter,
            files: true,
            reuse: false,
            delivery,
            fate,
            halt: Some(halt),
        };
        self.plans.push((day_of(at), plan));
    }

    /// When something was filed that waits there at the end and is not overdue (or is).
    fn filed_before_the_end(&mut self, procedure: &Procedure, halt: Halt, online: bool) -> Timestamp {
        let (chance, calendar) = (&mut self.chance, self.world.usual_calendar());
        let days = working_days(procedure);
        let limit = days * 8 * 3600;
        let back = match halt {
            Halt::Filed => scaled(6 * 3600, chance.between(0.05, 1.0)),
            Halt::Overdue => scaled(limit, chance.between(1.15, 1.9)) + 17 * 3600,
            // Some are due today or tomorrow.
            _ if chance.likely(0.15) => scaled(limit, 1.0) - 3600,
            _ => scaled(limit.min(10 * 8 * 3600), chance.between(0.3, 0.85)),
        };
        let at = calendar.subtract(self.year.end, WorkingTime(back.max(1800)));
        // Online filings come at any minute, most of them still within the working day.
        let shift = if online { i64::try_from(chance.below(40)).unwrap_or(0) } else { 0 };
        at - SignedDuration::from_mins(shift)
    }

    /// One of each procedure on some working day of the first ten months, and one certified copy in each commune.
    fn every_procedure(&mut self) {
        let days: Vec<Date> = self.year.days().iter().map(|(day, _)| *day).collect();
        let early = days.len() * 10 / 12;
        let copies = self.world.procedures().iter().position(|procedure| procedure.code.as_str() == CERTIFIED_COPIES);
        let everything = (0..self.world.procedures().len()).map(|procedure| (procedure, None));
        let in_communes =
            copies.into_iter().flat_map(|copies| (0..self.world.places.len()).map(move |place| (copies, Some(place))));
        for (procedure, place) in everything.chain(in_communes) {
            let definition = self.world.procedure(procedure);
            let chance = &mut self.chance;
            let place = place.unwrap_or_else(|| chance.below(self.world.places.len()));
            let day = self.world.usual_calendar().next_working_day(days[chance.below(early)]);
            let channel = match definition.online {
                OnlineLevel::None => Channel::Counter,
                _ => Channel::NationalPortal,
            };
            let counter = self.world.counter_of(self.world.competent(procedure, place)).clone();
            let at = match channel {
                Channel::Counter => self.year.at_counter(day, self.world.calendar(&counter), chance),
                _ => Some(self.year.online(day, chance)),
            };
            let Some(at) = at else { continue };
            let applicant = applicant(definition, place, self.world.places.len(), self.total, chance);
            let delivery = delivery(channel, definition, chance);
            let fate = Fate { end: End::Granted, ..Fate::default() };
            let plan = Plan {
                number: 0,
                at,
                procedure,
                place,
                applicant,
                channel,
                counter,
                files: true,
                reuse: false,
                delivery,
                fate,
                halt: None,
            };
            self.plans.push((day, plan));
        }
    }
}

/// Whether every step is done by the agency that settles it.
pub fn is_simple(procedure: &Procedure) -> bool {
    let elsewhere = |place: &StepPlace| matches!(place, StepPlace::Agency(_));
    !procedure.route.steps().iter().any(|step| elsewhere(&step.place))
}

/// The time limit in whole working days, cut; 5 where there is none.
fn working_days(procedure: &Procedure) -> i64 {
    match procedure.time_limit {
        None => 5,
        Some(TimeLimit::SameDay) => 1,
        Some(TimeLimit::WorkingHours(hours)) => i64::from(hours / 8),
        Some(TimeLimit::HalfDays(halves)) => i64::from(halves / 2),
        Some(TimeLimit::WorkingDays(days)) => i64::from(days),
        Some(TimeLimit::Days(days)) => i64::from(days) * 5 / 7,
        Some(TimeLimit::Months(months)) => i64::from(months) * 21,
    }
}
