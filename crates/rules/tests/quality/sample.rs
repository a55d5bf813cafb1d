//! Random lives of dossiers, through the real rules: dice decide what happens, the rules decide whether it may.

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use rules::calendar::{Calendar, StartRule, TimeLimit, day_of, instant};
use rules::catalogue::Route;
use rules::codes::{AgencyCode, DossierCode};
use rules::dossiers::{
    Action, AnswerConsultation, Apologise, Applicant, ApplicantKind, Approve, Assign, Channel, Command, Complete,
    Consult, Context, Demanded, Digitise, Dossier, Event, Filed, Form, Forward, Outcome, PaymentEnd, Propose, Rate,
    Rating, Receive, Refuse, Reject, RequestPayment, RequestSupplement, ResultDelivery, Resume, ReturnResult, Scan,
    SendBack, Sign, SubmittedDocument, SupplementDossier, Suspend, Transfer, Withdraw, decide, settle_payment,
};
use rules::money::Dong;
use rules::payments::Reference;
use rules::people::{Capacity, Role};

/// The procedures that dossiers ask for; the first one certifies copies.
pub const PROCEDURES: [&str; 3] = ["2.000815", "1.001193", "1.004616"];

/// Who does everything but approve and sign.
const OFFICER: &str = "officer";

/// Dice that never run out: a linear congruence, seeded.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 57)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides as u64) as usize
    }

    fn yes(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
}

/// The agencies that settle.
pub fn agencies() -> [AgencyCode; 3] {
    ["H35.20", "H35.21", "H35.08"].map(|code| code.parse().expect("a code"))
}

/// Something that happened to a dossier, when, and the state after it.
#[derive(Debug, Clone)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
    /// The state after it.
    pub after: Dossier,
}

/// The life of the `number`-th dossier, filed in 2025: what happened to it, and its state after each thing.
pub fn steps(dice: &mut Dice, number: u32) -> Vec<Step> {
    let mut now = instant(date(2025, 1, 2).at(7, 0, 0, 0)) + SignedDuration::from_mins(dice.roll(340 * 1440) as i64);
    let first = filed(dice, number, now);
    let mut steps = vec![Step { at: now, event: Event::Filed(first.clone()), after: Dossier::filed(first, now) }];
    let pace = [90, 600, 2880, 14_400][dice.roll(4)];
    for _ in 0..dice.roll(40) {
        // Now and then in the very second in which it is due.
        let due = steps[steps.len() - 1].after.due_at.filter(|due| *due > now && dice.yes(5));
        now = due.unwrap_or(now + SignedDuration::from_mins(1 + dice.roll(pace) as i64));
        now += SignedDuration::from_micros(dice.roll(1_999_999) as i64);
        let before = &steps[steps.len() - 1].after;
        let Some(event) = next(dice, before, now) else { continue };
        let mut after = before.clone();
        after.apply(&event, now, OFFICER);
        steps.push(Step { at: now, event, after });
    }
    steps
}

fn next(dice: &mut Dice, dossier: &Dossier, now: Timestamp) -> Option<Event> {
    // Most of the time things go on; now and then they turn aside.
    let aside = [
        Action::Refuse,
        Action::RequestSupplement,
        Action::RequestPayment,
        Action::Reject,
        Action::SendBack,
        Action::Apologise,
        Action::Withdraw,
        Action::Suspend,
        Action::Transfer,
    ];
    let turns = dice.yes(12);
    if let Some(demand) = dossier.demand.as_ref().filter(|_| !turns) {
        let calendar = Calendar::national();
        let by = Capacity::system("payments");
        return settle_payment(
            dossier,
            &demand.payment,
            PaymentEnd::Paid,
            &Context { now, calendar: &calendar, by: &by, alone: false },
        );
    }
    let open: Vec<_> = Action::ALL
        .into_iter()
        .filter(|action| dossier.allows(*action).is_ok() && aside.contains(action) == turns)
        .collect();
    let action = *open.get(dice.roll(open.len().max(1)))?;
    let calendar = Calendar::national();
    // Nobody approves what they proposed themselves.
    let login = if matches!(action, Action::Approve | Action::Sign) { "leader" } else { OFFICER }.to_owned();
    let by = Capacity { login, role: Role::Approver, ..Capacity::system("T") };
    decide(dossier, &command(dice, action, now), &Context { now, calendar: &calendar, by: &by, alone: false }).ok()
}

fn command(dice: &mut Dice, action: Action, now: Timestamp) -> Command {
    let text = || "x".to_owned();
    match action {
        Action::Receive => Command::Receive(Receive::default()),
        Action::Refuse => Command::Refuse(Refuse { reason: text() }),
        Action::RequestSupplement => Command::RequestSupplement(RequestSupplement {
            content: text(),
            documents: Vec::new(),
            reason: Some(text()),
        }),
        Action::RequestPayment => {
            let payment = Reference::of_random([1; 9]);
            let demanded = Demanded { payment, amount: Dong(8_000), stops_clock: dice.yes(80), expires_at: None };
            Command::RequestPayment(RequestPayment { demanded: Some(demanded), ..RequestPayment::default() })
        }
        Action::Supplement => Command::Supplement(SupplementDossier { documents: vec![document(dice)], note: None }),
        Action::Assign => Command::Assign(Assign { officer: text(), officer_name: text(), note: None }),
        Action::Forward => Command::Forward(Forward::default()),
        Action::SendBack => Command::SendBack(SendBack { reason: text(), step: None }),
        Action::Consult => Command::Consult(Consult {
            agency: "H35.01".into(),
            agency_name: text(),
            question: text(),
            due_on: Some(day_of(now)),
            required: false,
        }),
        Action::AnswerConsultation => Command::AnswerConsultation(AnswerConsultation { content: text(), file: None }),
        Action::Transfer => {
            let to = &agencies()[dice.roll(3)];
            Command::Transfer(Transfer { agency: to.to_string(), agency_name: text(), reason: text() })
        }
        Action::Digitise => {
            let scan = Some(Scan { pages: 1, name: text() });
            let file = Some(text());
            Command::Digitise(Digitise { document: "01".into(), file, pages: 1, scan, ..Digitise::default() })
        }
        Action::Propose => {
            let outcome = if dice.yes(85) { Outcome::Granted } else { Outcome::Rejected };
            Command::Propose(Propose {
                outcome,
                content: text(),
                file: None,
                paper: None,
                without_opinions: Some(text()),
            })
        }
        Action::Approve => Command::Approve(Approve::default()),
        Action::Reject => Command::Reject(Reject { reason: text() }),
        Action::Sign => Command::Sign(Sign::default()),
        Action::Complete => Command::Complete(Complete { number: text(), file: dice.yes(70).then(text), signed: None }),
        Action::ReturnResult => Command::ReturnResult(ReturnResult::default()),
        Action::Apologise => {
            let new_due_at = now + SignedDuration::from_hours(24 * (1 + dice.roll(30) as i64));
            Command::Apologise(Apologise { reason: text(), new_due_at })
        }
        Action::Withdraw => Command::Withdraw(Withdraw::default()),
        Action::Suspend => {
            Command::Suspend(Suspend { reason: text(), request_date: Some(day_of(now)), request_file: Some(text()) })
        }
        Action::Resume => Command::Resume(Resume { reason: text() }),
        Action::Rate => {
            let rating = if dice.yes(40) { Rating::Dissatisfied } else { Rating::Satisfied };
            Command::Rate(Rate { rating, criteria: std::collections::BTreeMap::new(), comment: None })
        }
    }
}

fn document(dice: &mut Dice) -> SubmittedDocument {
    SubmittedDocument {
        code: "01".into(),
        file_id: dice.yes(60).then(|| "f".into()),
        name: None,
        reuse_of: dice.yes(30).then(|| "r".into()),
        ..SubmittedDocument::default()
    }
}

fn filed(dice: &mut Dice, number: u32, now: Timestamp) -> Filed {
    let agency = agencies()[dice.roll(3)].clone();
    let limits = [
        None,
        Some(TimeLimit::WorkingHours(4)),
        Some(TimeLimit::WorkingDays(1)),
        Some(TimeLimit::WorkingDays(5)),
        Some(TimeLimit::Days(10)),
    ];
    Filed {
        code: DossierCode::new(&agency, day_of(now), number),
        procedure: PROCEDURES[dice.roll(PROCEDURES.len())].parse().expect("a code"),
        procedure_name: "P".into(),
        procedure_version: 1,
        joined: None,
        variant: None,
        sources: rules::dossiers::Sources::new(),
        competent_agency: agency.clone(),
        counter: agency,
        channel: Channel::ALL[dice.roll(4)],
        owner: None,
        on_behalf_of: None,
        applicant: Applicant {
            kind: ApplicantKind::Citizen,
            id_number: "012085001234".into(),
            name: "A".into(),
            phone: "0912345678".parse().expect("a phone"),
            email: None,
            birth_date: None,
            commune: None,
            address: None,
        },
        form: Form::new(),
        documents: if dice.yes(80) { vec![document(dice)] } else { Vec::new() },
        delivery: ResultDelivery::default(),
        time_limit: limits[dice.roll(limits.len())],
        start: StartRule::AtOnce,
        fees: Vec::new(),
        paper_result: dice.yes(70),
        route: if dice.yes(50) { Route::usual() } else { Route::same_day() },
    }
}
