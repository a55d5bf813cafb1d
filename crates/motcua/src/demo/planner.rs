//! Draws the year: day by day the dossiers that are filed, from the tables, by quotas that hold for any seed and size.

use super::chance::{Chance, Quota, Weights};
use super::data::{Demand, demand, within};
use super::plan::{Applicant, Ask, End, Fate, Plan};
use super::queues;
use super::staff::Staff;
use super::world::World;
use super::year::Year;
use jiff::civil::Date;
use rules::catalogue::{Level, OnlineLevel, Procedure, Subject};
use rules::codes::AgencyCode;
use rules::dossiers::{Channel, Delivery};
use std::collections::BTreeMap;

/// The shares that the planner keeps.
#[derive(Debug, Clone)]
pub struct Shares {
    /// Filed online.
    pub online: f64,
    /// Of those not filed online, sent by post.
    pub postal: f64,
    /// Of those at counters, taken in at another than the agency's own.
    pub elsewhere: f64,
    /// Of those at counters and by post, scanned.
    pub scanned: f64,
    /// With a paper used again.
    pub reused: f64,
}

/// Draws the year.
pub struct Planner {
    seed: u64,
    total: u64,
    drawn: u64,
    shifts: [f64; 2],
    quotas: Quotas,
    weights: Vec<f64>,
    today: (Vec<bool>, Weights),
    places: Weights,
    hosts: Vec<Option<usize>>,
    samples: Quota,
    /// What is planned beside the stream of the year: what every procedure and every queue needs, by day.
    extra: BTreeMap<Date, Vec<Plan>>,
}

struct Quotas {
    online: Quota,
    postal: Quota,
    elsewhere: Quota,
    scanned: Quota,
    reused: Quota,
    supplement: Quota,
    at_counter: Quota,
    sent_back: Quota,
    reassigned: Quota,
    ends: [(Quota, End); 6],
}

impl Quotas {
    fn new(shares: &Shares) -> Self {
        Self {
            online: Quota::new(shares.online),
            postal: Quota::new(shares.postal),
            elsewhere: Quota::new(shares.elsewhere),
            scanned: Quota::new(shares.scanned),
            reused: Quota::new(shares.reused),
            supplement: Quota::new(0.04),
            at_counter: Quota::new(0.4),
            sent_back: Quota::new(0.02),
            reassigned: Quota::new(0.025),
            ends: [
                (Quota::new(0.008), End::Refused),
                (Quota::new(0.005), End::Withdrawn),
                (Quota::new(0.0015), End::Stopped),
                (Quota::new(0.0005), End::Resumed),
                (Quota::new(0.012), End::Rejected),
                (Quota::new(0.003), End::RejectedByLeader),
            ],
        }
    }
}

/// The golden ratio's and its cousin's parts behind the point: multiples of them fill a line (and a plane) evenly.
const EVEN: [f64; 2] = [0.754_877_666_246_692_7, 0.569_840_290_998_053_3];

impl Planner {
    /// A planner of `total` dossiers; what fills the queues and makes every procedure occur is planned now, and the returned
    /// year spreads the rest.
    pub fn new(
        seed: u64,
        total: u64,
        as_of: Date,
        days_back: u16,
        shares: &Shares,
        world: &World,
        staff: &Staff,
    ) -> (Self, Year) {
        let demand = demand();
        let empty = Year::new(as_of, days_back, 0, demand, world.usual_calendar());
        let mut chance = Chance::new(seed, b"planner.", 0);
        let weight = |procedure: &Procedure| demand.weights.get(&procedure.code).copied().unwrap_or(demand.others);
        let mut hosts = vec![None; world.places.len()];
        for (number, citizen) in staff.citizens.iter().enumerate() {
            hosts[citizen.place] = Some(number);
        }
        let mut planner = Self {
            seed,
            total,
            drawn: 0,
            shifts: [chance.unit(), chance.unit()],
            quotas: Quotas::new(shares),
            weights: world.procedures().iter().map(weight).collect(),
            today: (Vec::new(), Weights::default()),
            places: Weights::new(world.places.iter().map(|place| f64::from(place.inhabitants))),
            hosts,
            samples: Quota::new(0.012_f64.min(160.0 / precise(total.max(1)))),
            extra: BTreeMap::new(),
        };
        let mut count = 0;
        for (day, plan) in queues::plans(seed, total, &empty, world, staff) {
            count += 1;
            planner.extra.entry(day).or_default().push(plan);
        }
        let year = Year::new(as_of, days_back, total.saturating_sub(count), demand, world.usual_calendar());
        (planner, year)
    }

    /// The dossiers filed on this day, in the order of the clock.
    pub fn day(&mut self, day: Date, count: u64, year: &Year, world: &World) -> Vec<Plan> {
        self.weigh(day, world);
        let mut plans = self.extra.remove(&day).unwrap_or_default();
        for plan in &mut plans {
            plan.number = self.drawn;
            self.drawn += 1;
            self.papers(plan);
        }
        for _ in 0..count {
            let number = self.drawn;
            self.drawn += 1;
            let plan = self.draw(number, day, year, world);
            plans.push(plan);
        }
        plans.sort_by_key(|plan| (plan.at, plan.number));
        plans
    }

    /// Draws one; what can't be filed on such a day or hour is drawn again.
    fn draw(&mut self, number: u64, day: Date, year: &Year, world: &World) -> Plan {
        let mut chance = Chance::new(self.seed, b"dossier.", number);
        let even = |shift: f64, step: f64| (shift + step * precise(number)).fract();
        let place = self.places.at(even(self.shifts[1], EVEN[1]));
        let mut share = even(self.shifts[0], EVEN[0]);
        loop {
            let procedure = self.today.1.at(share);
            share = chance.unit();
            let definition = world.procedure(procedure);
            let Some((channel, counter)) = self.channel(procedure, place, day, world, &mut chance) else { continue };
            let at = match channel {
                Channel::Online | Channel::NationalPortal => Some(year.online(day, &mut chance)),
                _ => year.at_counter(day, world.calendar(&counter), &mut chance),
            };
            let Some(at) = at else { continue };
            let applicant = self.applicant(definition, place, channel, &mut chance);
            let channel = if matches!(applicant, Applicant::Sample(_)) { Channel::Online } else { channel };
            let fate = self.fate(channel, definition, &mut chance);
            let delivery = delivery(channel, definition, &mut chance);
            let mut plan = Plan {
                number,
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
            self.papers(&mut plan);
            return plan;
        }
    }

    /// Weighs the procedures anew when a surge begins or ends.
    fn weigh(&mut self, day: Date, world: &World) {
        let demand: &Demand = demand();
        let active: Vec<bool> = demand.surges.iter().map(|surge| within(day, surge.from, surge.to)).collect();
        if self.today.0 == active && !active.is_empty() {
            return;
        }
        let factor = |procedure: &Procedure| -> f64 {
            let surges = demand
                .surges
                .iter()
                .zip(&active)
                .filter(|(surge, active)| **active && surge.codes.contains(&procedure.code));
            surges.map(|(surge, _)| surge.factor).product()
        };
        let weights =
            world.procedures().iter().zip(&self.weights).map(|(procedure, weight)| weight * factor(procedure));
        let weights = Weights::new(weights);
        self.today = (active, weights);
    }

    /// How and where it comes in; nothing when it can't on this day.
    fn channel(
        &mut self,
        procedure: usize,
        place: usize,
        day: Date,
        world: &World,
        chance: &mut Chance,
    ) -> Option<(Channel, AgencyCode)> {
        let definition = world.procedure(procedure);
        let own = world.counter_of(world.competent(procedure, place)).clone();
        let working = world.usual_calendar().is_working_day(day);
        let remote = [1.06, 0.93, 0.78][usize::from(world.places[place].remote.min(2))];
        let leaning = match definition.online {
            OnlineLevel::None => 0.0,
            _ if !working && !world.calendar(&own).is_working_day(day) => 1.5,
            OnlineLevel::Full => 0.86 * remote,
            OnlineLevel::Partial => 0.60 * remote,
        };
        if leaning <= 0.0 && !world.calendar(&own).is_working_day(day) {
            return None;
        }
        if self.quotas.online.lean(leaning, chance) || leaning >= 1.5 {
            let channel = if chance.likely(0.85) { Channel::NationalPortal } else { Channel::Online };
            return Some((channel, own));
        }
        if working && self.quotas.postal.lean(0.107, chance) {
            return Some((Channel::Postal, own));
        }
        let counter = self.intake(definition, place, own, world, chance);
        world.calendar(&counter).is_working_day(day).then_some((Channel::Counter, counter))
    }

    /// The counter that somebody goes to: mostly the agency's own, sometimes a nearer one.
    fn intake(
        &mut self,
        procedure: &Procedure,
        place: usize,
        own: AgencyCode,
        world: &World,
        chance: &mut Chance,
    ) -> AgencyCode {
        let leaning = if procedure.location_independent { 0.1 } else { 0.0 };
        if !self.quotas.elsewhere.lean(leaning, chance) {
            return own;
        }
        if procedure.level == Level::Province {
            return world.places[place].counter.clone();
        }
        if chance.likely(0.3) {
            return world.centre.clone();
        }
        let away = 1 + chance.below(3);
        world.places[(place + away) % world.places.len()].counter.clone()
    }

    fn applicant(&mut self, procedure: &Procedure, place: usize, channel: Channel, chance: &mut Chance) -> Applicant {
        let sample =
            self.hosts[place].filter(|_| channel.is_online() && procedure.subjects.contains(&Subject::Citizen));
        if let Some(sample) = sample
            && self.samples.lean(0.03, chance)
        {
            return Applicant::Sample(sample);
        }
        applicant(procedure, place, self.places_count(), self.total, chance)
    }

    fn places_count(&self) -> usize {
        self.hosts.len()
    }

    fn fate(&mut self, channel: Channel, procedure: &Procedure, chance: &mut Chance) -> Fate {
        let mut end = End::Granted;
        for (quota, kind) in &mut self.quotas.ends {
            // Counters refuse what comes from afar; whoever stands there is told before filing.
            let fits = *kind != End::Refused || channel != Channel::Counter;
            if quota.lean(if fits { 0.01 } else { 0.0 }, chance) && end == End::Granted {
                end = *kind;
            }
        }
        let supplement = self.quotas.supplement.take(chance).then(|| {
            let at_counter = channel != Channel::Counter && self.quotas.at_counter.take(chance);
            if at_counter { Ask::AtCounter } else { Ask::InProcess }
        });
        // Where another agency verifies last, the draft does not go back to the first.
        let simple = queues::is_simple(procedure);
        let sent_back = self.quotas.sent_back.lean(if simple { 0.02 } else { 0.0 }, chance);
        Fate { end, supplement, sent_back, reassigned: self.quotas.reassigned.take(chance) }
    }

    /// Which papers are there as files, and whether one is used again.
    fn papers(&mut self, plan: &mut Plan) {
        let mut chance = Chance::new(self.seed, b"papers..", plan.number);
        plan.files = plan.channel.is_online() || self.quotas.scanned.take(&mut chance);
        let received = plan.fate.end != End::Refused && plan.halt.is_none_or(super::plan::Halt::is_received);
        plan.reuse = received && self.quotas.reused.lean(if plan.files { 0.6 } else { 0.0 }, &mut chance);
    }
}

/// Somebody who may ask for it and lives there. The same people come again: there are fewer of them than dossiers.
pub fn applicant(procedure: &Procedure, place: usize, places: usize, total: u64, chance: &mut Chance) -> Applicant {
    let citizens = procedure.subjects.is_empty() || procedure.subjects.contains(&Subject::Citizen);
    let others = procedure.subjects.iter().any(|subject| *subject != Subject::Citizen);
    let organisation =
        others && (!citizens || chance.likely(if procedure.level == Level::Province { 0.12 } else { 0.04 }));
    let crowd = usize::try_from(total).unwrap_or(usize::MAX) * 7 / 10 / places;
    let number = (chance.below(crowd.max(5)) * places + place) as u64;
    if organisation { Applicant::Organisation(number % 997) } else { Applicant::Citizen(number) }
}

/// How the result reaches the applicant.
pub fn delivery(channel: Channel, procedure: &Procedure, chance: &mut Chance) -> Delivery {
    let online = match (procedure.result.paper, channel) {
        (false, _) => 1.0,
        (true, Channel::Online | Channel::NationalPortal) => 0.45,
        (true, Channel::Counter) => 0.05,
        (true, Channel::Postal) => 0.0,
    };
    let by_post = if channel == Channel::Postal { 0.9 } else { 0.08 };
    if chance.likely(online) {
        Delivery::Online
    } else if chance.likely(by_post) {
        Delivery::Postal
    } else {
        Delivery::Counter
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of dossiers, far below 2^52")]
fn precise(number: u64) -> f64 {
    number as f64
}
