//! Lives the year: whoever's turn comes next by the clock acts, through the policy and the rules. Decides, writes nothing.

use super::Options;
use super::announcements::announcements;
use super::chance::Chance;
use super::dues::{Dues, Owing};
use super::forms;
use super::hitches::Hitches;
use super::levers::{Levers, Ratings, shares};
use super::life::{Around, Life, Turn};
use super::pace::Pace;
use super::persons::Persons;
use super::plan::{Applicant, Plan};
use super::planner::Planner;
use super::reorganisation;
use super::samples::{FORM, PAPER, PHOTO, RESULT};
use super::staff::Staff;
use super::summary::Summary;
use super::world::World;
use super::year::Year;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use rules::Refusal;
use rules::calendar::{day_of, instant};
use rules::catalogue::{Announcement, Procedure};
use rules::codes::AgencyCode;
use rules::dossiers::{
    self, Asking, Channel, Command, Complete, Context, Dossier, Event, File, FilingContext, Outcome, Receive,
    ResultDelivery, SubmittedDocument,
};
use rules::people::permissions::capacity;
use rules::people::{Actor, Role};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;
use store::desk::dossiers::filing_capacity;
use store::desk::history::{Decided, PaymentDecided};

/// What is to be entered, in the order of the clock.
#[derive(Debug)]
pub enum Entry {
    /// A step of a dossier.
    Dossier(Decided),
    /// A step of a payment.
    Payment(PaymentDecided),
    /// New versions of procedures, made public now.
    Published {
        /// Which.
        procedures: Vec<Procedure>,
        /// When.
        at: Timestamp,
    },
    /// The former communes and districts, which end on 1 July 2025.
    Reorganised {
        /// When.
        at: Timestamp,
    },
    /// Something done to a petition.
    Petition(Box<super::petitions::Step>),
}

impl Entry {
    /// When it happens.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Dossier(decided) => decided.at,
            Self::Payment(decided) => decided.at,
            Self::Published { at, .. } | Self::Reorganised { at } => *at,
            Self::Petition(step) => step.at,
        }
    }
}

/// The year under way.
pub struct Simulation {
    seed: u64,
    world: World,
    staff: Staff,
    persons: Persons,
    planner: Planner,
    year: Year,
    pace: Pace,
    levers: Levers,
    ratings: Ratings,
    announcements: BTreeMap<Date, Vec<(usize, Announcement)>>,
    lives: BTreeMap<u64, Slot>,
    turns: BinaryHeap<Reverse<(Timestamp, u64)>>,
    numbers: BTreeMap<AgencyCode, (Date, u32)>,
    books: BTreeMap<AgencyCode, u32>,
    dues: Dues,
    summary: Summary,
}

enum Slot {
    /// To be filed.
    Planned(Box<Plan>),
    /// Under way.
    Living(Box<Life>),
    /// To be paid, or paid back.
    Owing(Box<Owing>),
    /// Procedures to be published.
    Announced(Vec<(usize, Announcement)>),
    /// The reorganisation of the communes, to be entered.
    Reorganisation,
}

/// Numbers of slots that are no dossiers.
const ANNOUNCED: u64 = 1 << 62;
const REORGANISATION: u64 = ANNOUNCED - 1;
/// The number of what a dossier's money does: this and the dossier's number.
const MONEY: u64 = 1 << 61;

impl Simulation {
    /// The year of these options.
    pub fn new(options: &Options, world: World, staff: Staff) -> Self {
        let Options { seed, as_of, dossiers, days_back, tasks: _ } = *options;
        let (planner, year) = Planner::new(seed, dossiers, as_of, days_back, &shares(), &world, &staff);
        Self {
            seed,
            pace: Pace::new(dossiers, year.end),
            levers: Levers::new(seed, as_of, &world),
            ratings: Ratings::new(),
            announcements: announcements(seed, as_of, &world),
            persons: Persons::new(seed),
            lives: BTreeMap::new(),
            turns: BinaryHeap::new(),
            numbers: BTreeMap::new(),
            books: BTreeMap::new(),
            dues: Dues::new(seed),
            summary: Summary::new(year.end),
            world,
            staff,
            planner,
            year,
        }
    }

    /// Lives the whole year, handing over what is to be entered.
    ///
    /// # Errors
    /// When the rules refuse what was planned (a mistake of the plan), or the taker does.
    pub fn run<E: From<Refusal>>(mut self, mut enter: impl FnMut(Entry) -> Result<(), E>) -> Result<Summary, E> {
        let days = self.year.days().to_vec();
        let mut reorganised_on = reorganisation::entered_on(day_of(self.year.end));
        for (day, count) in days {
            let end_of_day = instant(day.to_datetime(Time::constant(23, 59, 59, 0))).min(self.year.end);
            if let Some(announced) = self.announcements.remove(&day) {
                let number = ANNOUNCED + u64::try_from(day.day_of_year()).unwrap_or(0);
                self.turns.push(Reverse((instant(day.to_datetime(Time::constant(9, 0, 0, 0))), number)));
                self.lives.insert(number, Slot::Announced(announced));
            }
            if reorganised_on.take_if(|on| *on <= day).is_some() {
                self.turns.push(Reverse((instant(day.to_datetime(Time::constant(8, 0, 0, 0))), REORGANISATION)));
                self.lives.insert(REORGANISATION, Slot::Reorganisation);
            }
            for plan in self.planner.day(day, count, &self.year, &self.world) {
                self.turns.push(Reverse((plan.at, plan.number)));
                self.lives.insert(plan.number, Slot::Planned(Box::new(plan)));
            }
            while let Some(Reverse((at, number))) =
                self.turns.peek().copied().filter(|Reverse((at, _))| *at <= end_of_day)
            {
                self.turns.pop();
                let entry = match self.lives.remove(&number) {
                    Some(Slot::Planned(plan)) => Some(Entry::Dossier(self.file(*plan)?)),
                    Some(Slot::Living(life)) => Some(Entry::Dossier(self.act(*life)?)),
                    Some(Slot::Owing(owing)) => Some(Entry::Payment(self.pay(number, owing)?)),
                    Some(Slot::Announced(announced)) => Some(self.publish(announced, at)),
                    Some(Slot::Reorganisation) => Some(Entry::Reorganised { at }),
                    None => None,
                };
                entry.map_or(Ok(()), &mut enter)?;
            }
        }
        Ok(self.summary)
    }

    fn publish(&mut self, announced: Vec<(usize, Announcement)>, at: Timestamp) -> Entry {
        let publish = |(procedure, announcement)| self.world.announce(procedure, announcement);
        Entry::Published { procedures: announced.into_iter().map(publish).collect(), at }
    }

    fn file(&mut self, plan: Plan) -> Result<Decided, Refusal> {
        let now = plan.at;
        let place = &self.world.places[plan.place];
        let (applicant, owner) = match plan.applicant {
            Applicant::Citizen(number) => (self.persons.citizen(number, &place.code), None),
            Applicant::Organisation(number) => (self.persons.organisation(number, &place.code), None),
            Applicant::Sample(number) => {
                let citizen = &self.staff.citizens[number];
                (citizen.draft.clone(), Some(citizen.actor.clone()))
            }
        };
        // Whoever files online without an account here has signed in at the national portal.
        let owner = owner.or_else(|| {
            plan.channel.is_online().then(|| {
                let login = format!("vneid.{}", applicant.id_number);
                Arc::new(Actor::new(login, applicant.name.clone(), None, Vec::new()))
            })
        });
        let number = usize::try_from(plan.number).unwrap_or(0);
        let form = forms::form(
            &self.persons,
            self.world.procedure(plan.procedure),
            applicant.kind,
            plan.channel,
            &mut Chance::new(self.seed, b"form....", plan.number),
        );
        let filing = File {
            applicant,
            sources: dossiers::Sources::new(),
            channel: Some(plan.channel),
            counter: Some(plan.counter.clone()),
            competent_agency: None,
            variant: String::new(),
            form,
            documents: documents(
                self.world.procedure(plan.procedure),
                &plan,
                &mut Chance::new(self.seed, b"document", plan.number),
            ),
            delivery: ResultDelivery { method: plan.delivery, ..ResultDelivery::default() },
            owner: owner.as_ref().map(|owner| owner.login.clone()),
            on_behalf_of: None,
        };
        let clerk = || self.staff.holder(&plan.counter, Role::CounterOfficer, number).cloned();
        let actor = owner.clone().or_else(clerk).ok_or_else(|| Refusal::forbidden("counter-officers-only"))?;
        let by = filing_capacity(&actor, &filing)?;
        let numbers = &mut self.numbers;
        let context =
            FilingContext { now, catalogue: self.world.state(plan.procedure), directory: &self.world.directory };
        let filed =
            dossiers::file(filing, &context, |agency| Ok::<_, Refusal>(next_number(numbers, agency, day_of(now))))?;
        let mut dossier = Dossier::filed(filed.clone(), now);
        let mut events = vec![Event::Filed(filed)];
        if matches!(plan.channel, Channel::Counter) || plan.channel == Channel::Postal && plan.halt.is_none() {
            let calendar = self.world.calendar(&dossier.filed.competent_agency);
            let context = Context { now, calendar, by: &by, alone: false };
            let received = dossiers::decide(&dossier, &Command::Receive(Receive {}), &context)?;
            let before = dossier.clone();
            dossier.apply(&received, now, &by.login);
            events.push(received);
            events.extend(self.asked(&before, &mut dossier, plan.procedure, now, &by.login));
        }
        let received = dossier.received_at.is_some();
        let dossier = Arc::new(dossier);
        let hitches = Hitches::of(&plan);
        let chance = Chance::new(self.seed, b"life....", plan.number);
        let (number, finish) = (plan.number, self.year.end);
        let mut life = Life { plan, dossier: dossier.clone(), owner, chance, finish, late: false, hitches, turn: None };
        self.summary.filed();
        if received {
            self.received(&mut life);
        }
        let around = Around { world: &self.world, staff: &self.staff, end: self.year.end };
        if let Some(owing) = self.dues.of(&life.plan, &dossier, life.owner.as_ref(), &around)? {
            self.wait_for_money(MONEY | number, Box::new(owing));
        }
        self.go_on(number, life);
        Ok(Decided { before: None, after: dossier, events, by: Arc::new(by), at: now })
    }

    /// Lets money move that is due.
    fn pay(&mut self, number: u64, mut owing: Box<Owing>) -> Result<PaymentDecided, Refusal> {
        let decided = self.dues.act(&mut owing)?;
        self.wait_for_money(number, owing);
        Ok(decided)
    }

    fn wait_for_money(&mut self, number: u64, owing: Box<Owing>) {
        if let Some(at) = owing.next_at().filter(|at| *at <= self.year.end) {
            self.turns.push(Reverse((at, number)));
            self.lives.insert(number, Slot::Owing(owing));
        }
    }

    /// Lets whoever's turn it is act.
    fn act(&mut self, mut life: Life) -> Result<Decided, Refusal> {
        let turn = life.turn.clone().ok_or_else(|| Refusal::rule("action-not-in-this-state"))?;
        let command = match turn.command {
            Some(command) => command,
            None => self.issue(&mut life),
        };
        let before = life.dossier.clone();
        let action = command.action();
        before.allows(action)?;
        let by = capacity(&turn.actor, action, &before)?;
        let calendar = self.world.calendar(&before.filed.competent_agency);
        let context = Context { now: turn.at, calendar, by: &by, alone: false };
        let event = dossiers::decide(&before, &command, &context)?;
        let mut after = Dossier::clone(&before);
        after.apply(&event, turn.at, &by.login);
        let mut events = vec![event];
        events.extend(self.asked(&before, &mut after, life.plan.procedure, turn.at, &by.login));
        let after = Arc::new(after);
        life.dossier = after.clone();
        match command {
            Command::Receive(_) => self.received(&mut life),
            Command::Supplement(_) | Command::Resume(_) if after.received_at.is_some() => self.aim(&mut life, false),
            Command::ReturnResult(_) => life.hitches.rate = self.ratings.draw(life.late, &mut life.chance),
            _ => {}
        }
        self.go_on(life.plan.number, life);
        Ok(Decided { before: Some(before), after, events, by: Arc::new(by), at: turn.at })
    }

    /// The consultations that the route opens between two states, taken into the later one.
    fn asked(&self, before: &Dossier, after: &mut Dossier, procedure: usize, now: Timestamp, by: &str) -> Vec<Event> {
        let asking = Asking {
            now,
            calendar: self.world.calendar(&after.filed.competent_agency),
            directory: &self.world.directory,
            procedure: Some(self.world.procedure(procedure)),
        };
        let asked: Vec<_> = dossiers::opened_by(before, after, &asking).into_iter().map(Event::Consulted).collect();
        for event in &asked {
            after.apply(event, now, by);
        }
        asked
    }

    fn received(&mut self, life: &mut Life) {
        self.aim(life, true);
    }

    fn aim(&mut self, life: &mut Life, first: bool) {
        let around = Around { world: &self.world, staff: &self.staff, end: self.year.end };
        life.aim(&around, &mut self.pace, first);
    }

    /// The clerk's command: the next number of the agency's book, and the file where there is one.
    fn issue(&mut self, life: &mut Life) -> Command {
        let book = self.books.entry(life.dossier.filed.competent_agency.clone()).or_default();
        *book += 1;
        let rejected = life.dossier.proposal.as_ref().is_some_and(|proposal| proposal.outcome == Outcome::Rejected);
        let number = format!("{book}/{}", if rejected { "TB-TCGQ" } else { "KQ-TTHC" });
        let file = self.levers.electronic(life, &self.world).then(|| RESULT.id.to_owned());
        Command::Complete(Complete { number, file, signed: None })
    }

    /// Finds out what happens next, and keeps the dossier as long as something may.
    fn go_on(&mut self, number: u64, mut life: Life) {
        let around = Around { world: &self.world, staff: &self.staff, end: self.year.end };
        match life.next(&around) {
            Some(Turn { at, command, actor }) => {
                // Two things never happen at the same second.
                let earliest =
                    life.turn.as_ref().map_or(life.plan.at, |turn| turn.at) + jiff::SignedDuration::from_secs(1);
                let at = at.max(earliest);
                life.turn = Some(Turn { at, command, actor });
                if at <= self.year.end {
                    self.turns.push(Reverse((at, number)));
                    self.lives.insert(number, Slot::Living(Box::new(life)));
                    return;
                }
                self.summary.left(&life.dossier);
            }
            None => self.summary.left(&life.dossier),
        }
    }
}

fn next_number(numbers: &mut BTreeMap<AgencyCode, (Date, u32)>, agency: &AgencyCode, day: Date) -> u32 {
    let entry = numbers.entry(agency.clone()).or_insert((day, 0));
    if entry.0 != day {
        *entry = (day, 0);
    }
    entry.1 += 1;
    entry.1
}

/// The papers handed in: all that are required, the first in any case, some of the others.
fn documents(procedure: &Procedure, plan: &Plan, chance: &mut Chance) -> Vec<SubmittedDocument> {
    let mut documents: Vec<SubmittedDocument> = Vec::new();
    for (at, asked) in procedure.documents.iter().enumerate() {
        if at > 0 && !asked.required && !chance.likely(0.25) {
            continue;
        }
        let sample = if at == 0 { FORM } else { *chance.one(&[PAPER, PHOTO]) };
        let file = |there: bool| there.then(|| sample.id.to_owned());
        documents.push(SubmittedDocument {
            code: asked.code.clone(),
            file_id: file(plan.files),
            name: plan.files.then(|| sample.name.to_owned()),
            ..SubmittedDocument::default()
        });
    }
    // What the state already has: the last paper, where there are several.
    if let Some(last) = documents.last_mut().filter(|_| plan.reuse) {
        *last = SubmittedDocument {
            code: std::mem::take(&mut last.code),
            file_id: None,
            name: None,
            reuse_of: Some(PAPER.id.to_owned()),
            ..SubmittedDocument::default()
        };
    }
    documents
}
