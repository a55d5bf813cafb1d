//! The levers of the service index, and how far to pull them so that it comes out where the article says.

use super::announcements::announcements;
use super::chance::{Chance, Quota};
use super::dues::ONLINE;
use super::life::Life;
use super::pace::LATE;
use super::planner::Shares;
use super::queues::CERTIFIED_COPIES;
use super::world::World;
use jiff::civil::Date;
use rules::catalogue::Procedure;
use rules::dossiers::SubmittedDocument;
use rules::people::AgencyLevel;
use rules::quality::{self, Counts, Definition, Period, Share, keys};

/// The score of the article: 90.4 of 100.
pub const SCORE: f64 = 90.4;

/// How far electronic results are ahead of digitised dossiers.
const AHEAD: f64 = 0.06;

/// The shares that decide the index.
#[derive(Debug, Clone)]
pub struct Levers {
    electronic: Quota,
    digitised: Quota,
    issued: Vec<bool>,
}

/// The shares of the planner.
pub fn shares() -> Shares {
    Shares { online: 0.72, postal: 0.11, elsewhere: 0.08, scanned: 0.61, reused: 0.53 }
}

/// Whether the commune issues electronic certified copies: those that are very far don't yet.
fn offers_copies(world: &World, place: usize) -> bool {
    world.places[place].remote < 2
}

impl Levers {
    /// Solves for the share of electronic results that brings the index to [`SCORE`], everything else as it is planned.
    pub fn new(seed: u64, as_of: Date, world: &World) -> Self {
        let known = known(seed, as_of, world);
        let score = |electronic: f64| {
            let mut counts = known.clone();
            counts.set(keys::ELECTRONIC_RESULT, share(electronic));
            counts.set(keys::DIGITISED, share(electronic - AHEAD));
            let index = quality::compute(Definition::in_force(as_of), AgencyLevel::Province, &counts);
            index.score.map_or(0.0, quality::Points::to_f64)
        };
        let (mut low, mut high) = (AHEAD, 1.0);
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if score(middle) < SCORE { low = middle } else { high = middle }
        }
        Self {
            electronic: Quota::new(low),
            digitised: Quota::new(low - AHEAD),
            issued: vec![false; world.places.len()],
        }
    }

    /// Whether the result is there as a file, now that the clerk issues it.
    pub fn electronic(&mut self, life: &mut Life, world: &World) -> bool {
        let filed = &life.dossier.filed;
        let paper = filed.paper_result;
        let attached = |document: &SubmittedDocument| document.file_id.is_some() || document.reuse_of.is_some();
        let files = filed.documents.iter().any(attached);
        let place = life.plan.place;
        let forced = (filed.procedure.as_str() == CERTIFIED_COPIES).then(|| offers_copies(world, place));
        let chance = &mut life.chance;
        match forced {
            Some(false) => self.count(false, files, paper),
            Some(true) if !self.issued[place] => {
                self.issued[place] = true;
                self.count(true, files, paper)
            }
            _ if files => {
                let electronic = self.digitised.lean(0.74, chance);
                if paper {
                    self.electronic.count(electronic);
                }
                electronic
            }
            _ => {
                self.digitised.count(false);
                if paper { self.electronic.lean(0.55, chance) } else { chance.likely(0.5) }
            }
        }
    }

    fn count(&mut self, electronic: bool, files: bool, paper: bool) -> bool {
        self.digitised.count(electronic && files);
        if paper {
            self.electronic.count(electronic);
        }
        electronic
    }
}

/// What is known of the index before the year begins: the catalogue's part, and the shares that quotas keep.
fn known(seed: u64, as_of: Date, world: &World) -> Counts {
    let definition = Definition::in_force(as_of);
    let period = Period { from: as_of.first_of_year(), to: as_of };
    let mut procedures: Vec<Procedure> = world.procedures().to_vec();
    for (at, announcement) in announcements(seed, as_of, world).into_values().flatten() {
        procedures[at].announcement = Some(announcement);
    }
    let all: Vec<&Procedure> = procedures.iter().collect();
    let calendar = world.usual_calendar();
    let mut counts = Counts::default();
    let mut set = |key, share: Option<Share>| {
        if let Some(share) = share {
            counts.set(key, share);
        }
    };
    set(keys::ANNOUNCED_IN_TIME, quality::announced(&all, period, definition, calendar).map(|sides| sides.share()));
    set(keys::PUBLIC_IN_TIME, quality::made_public(&all, period, definition, calendar).map(|sides| sides.share()));
    set(keys::COMPLETE, Some(quality::with_every_part(&all).share()));
    set(keys::OFFERED_ONLINE, Some(quality::offered_online(&all).share()));
    set(keys::USED_ONLINE, Some(share(1.0)));
    set(keys::FILED_ONLINE, Some(share(0.55)));
    for key in [keys::FEE_ON_RECORD, keys::FEE_PAID_ONLINE] {
        set(key, Some(share(1.0)));
    }
    set(keys::PAID_ONLINE, Some(share(ONLINE)));
    set(keys::ON_TIME, Some(share(1.0 - LATE)));
    set(keys::SATISFIED, Some(share(0.98)));
    let (in_time, content) = super::petitions::shares();
    set(keys::PETITIONS_IN_TIME, Some(in_time));
    set(keys::PETITIONS_CONTENT, Some(content));
    for key in [keys::REUSED, keys::PERSONAL_STORE] {
        set(key, Some(share(shares().reused)));
    }
    let places = 0..world.places.len();
    let offering = places.clone().filter(|place| offers_copies(world, *place)).count();
    let precise = |count: usize| i64::try_from(count).unwrap_or(0);
    set(keys::CERTIFIED_COPIES, Some(Share::new(precise(offering), precise(places.len()))));
    counts
}

#[expect(clippy::cast_possible_truncation, reason = "a share of a million")]
fn share(share: f64) -> Share {
    Share::new((share * 1e6) as i64, 1_000_000)
}

/// Draws a rating: most are content.
#[derive(Debug, Clone)]
pub struct Ratings {
    rated: Quota,
    dissatisfied: Quota,
}

impl Ratings {
    /// A third of the results are rated, of which four in a thousand badly.
    pub fn new() -> Self {
        Self { rated: Quota::new(0.35), dissatisfied: Quota::new(0.004) }
    }

    /// What the applicant will say, if anything.
    pub fn draw(&mut self, late: bool, chance: &mut Chance) -> Option<rules::dossiers::Rating> {
        use rules::dossiers::Rating::{Dissatisfied, Satisfied, VerySatisfied};
        if !self.rated.take(chance) {
            return None;
        }
        // Whoever waited too long says so.
        if self.dissatisfied.lean(if late { 0.15 } else { 0.003 }, chance) {
            return Some(Dissatisfied);
        }
        Some(if chance.likely(0.62) { VerySatisfied } else { Satisfied })
    }
}
