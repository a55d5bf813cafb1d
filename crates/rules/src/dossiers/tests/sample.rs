//! A small province to tell stories in.

use crate::calendar::{Calendar, StartRule, TimeLimit, instant};
use crate::catalogue::{self, Level, OnlineLevel, Procedure, ProcedureResult, RequiredDocument, Route, Subject};
use crate::dossiers::{
    ApplicantDraft, Command, Context, Dossier, Event, File, FilingContext, Receive, SubmittedDocument, decide, file,
};
use crate::people::permissions::capacity;
use crate::people::{
    Actor, Agency, AgencyKind, AgencyLevel, DelegationKind, Directory, InPlaceOf, Position, Principal, Role,
};
use crate::{Refusal, RefusalKind};
use jiff::Timestamp;

pub fn at(day: i8, hour: i8) -> Timestamp {
    instant(jiff::civil::date(2025, 12, day).at(hour, 0, 0, 0))
}

pub fn directory() -> Directory {
    let agency = |code: &str, level, kind, parent: Option<&str>, commune: Option<&str>| Agency {
        parent: parent.map(|code| code.parse().expect("a code")),
        commune: commune.map(|code| code.parse().expect("a code")),
        ..Agency::new(code.parse().expect("a code"), code, level, kind)
    };
    use AgencyKind::{Authority, Counter};
    use AgencyLevel::{Commune, Department, Province};
    [
        agency("H35", Province, Authority, None, None),
        agency("H35.1", Department, Authority, Some("H35"), None),
        agency("H35.90", Province, Counter, Some("H35"), None),
        agency("H35.A", Commune, Authority, Some("H35"), Some("03549")),
        agency("H35.A.1", Commune, Counter, Some("H35.A"), Some("03549")),
        agency("H35.B", Commune, Authority, Some("H35"), Some("03388")),
        agency("H35.B.1", Commune, Counter, Some("H35.B"), Some("03388")),
    ]
    .into_iter()
    .collect()
}

pub fn procedure() -> Procedure {
    Procedure {
        code: "1.001193".parse().expect("a code"),
        name: "Đăng ký khai sinh".into(),
        name_en: None,
        field: "Hộ tịch".into(),
        level: Level::Commune,
        subjects: vec![Subject::Citizen],
        agency: None,
        authority: "Ủy ban nhân dân cấp xã".into(),
        sequence: Vec::new(),
        documents: vec![RequiredDocument {
            code: "01".into(),
            name: "Giấy chứng sinh".into(),
            required: true,
            originals: 1,
            copies: 0,
            note: None,
        }],
        time_limit: Some(TimeLimit::WorkingDays(5)),
        start: StartRule::AtOnce,
        fees: Vec::new(),
        online: OnlineLevel::Full,
        result: ProcedureResult {
            name: "Giấy khai sinh".into(),
            code: None,
            paper: true,
            ..ProcedureResult::default()
        },
        legal_basis: Vec::new(),
        conditions: None,
        location_independent: true,
        location_eligible: true,
        essential: None,
        keywords: Vec::new(),
        announcement: None,
        route: Route::usual(),
        variants: Vec::new(),
        form: None,
        joint: None,
    }
}

pub fn filing() -> File {
    File {
        applicant: ApplicantDraft {
            id_number: "012085001234".into(),
            name: "Lò Thị Mai".into(),
            phone: "0912345678".into(),
            commune: "03549".into(),
            ..Default::default()
        },
        documents: vec![SubmittedDocument {
            code: "01".into(),
            file_id: Some("f1".into()),
            name: Some("giay-chung-sinh.pdf".into()),
            ..SubmittedDocument::default()
        }],
        owner: Some("mai".into()),
        on_behalf_of: None,
        ..Default::default()
    }
}

pub fn file_with(procedure: Procedure, filing: File, now: Timestamp) -> Result<Dossier, Refusal> {
    let catalogue = catalogue::State::published(procedure);
    let context = FilingContext { now, catalogue: &catalogue, directory: &directory() };
    file(filing, &context, |_| Ok::<_, Refusal>(1)).map(|filed| Dossier::filed(filed, now))
}

/// A dossier that was just filed.
pub fn filed_dossier() -> Dossier {
    file_with(procedure(), filing(), at(1, 8)).expect("filed")
}

/// Somebody of the sample province.
pub fn somebody(login: &str, held: &[(Role, &str)]) -> Actor {
    let positions =
        held.iter().map(|(role, agency)| Position::own(agency.parse().expect("a code"), *role, "")).collect();
    Actor::new(login.into(), login.into(), None, positions)
}

/// Somebody who holds every position of `principal` in their place, and none of their own.
pub fn stand_in(login: &str, principal: &Actor) -> Actor {
    let (name, kind) = (principal.name.clone(), DelegationKind::Authorised);
    let whom = Principal { login: principal.login.clone(), name, kind, number: 1 };
    let lent = |held: &Position| {
        let in_place_of =
            Some(InPlaceOf { principal: whom.clone(), procedures: None, close_to: principal.close_to.clone() });
        Position { in_place_of, ..held.clone() }
    };
    Actor::new(login.into(), login.into(), None, principal.positions.iter().map(lent).collect())
}

pub fn citizen() -> Actor {
    somebody("mai", &[])
}

pub fn counter() -> Actor {
    somebody("counter", &[(Role::CounterOfficer, "H35.A.1")])
}

pub fn officer() -> Actor {
    somebody("officer", &[(Role::CaseOfficer, "H35.A")])
}

pub fn leader() -> Actor {
    somebody("leader", &[(Role::Approver, "H35.A")])
}

pub fn clerk() -> Actor {
    somebody("clerk", &[(Role::Clerk, "H35.A")])
}

/// A dossier whose story goes on.
pub struct Story {
    pub dossier: Dossier,
    pub now: Timestamp,
    /// Whether the agency is excepted from the separation of duties.
    pub alone: bool,
}

impl Story {
    pub fn filed_at(now: Timestamp) -> Self {
        Self { dossier: file_with(procedure(), filing(), now).expect("filed"), now, alone: false }
    }

    /// Of this procedure, received at once.
    pub fn of(procedure: Procedure, now: Timestamp) -> Self {
        let filed = Self { dossier: file_with(procedure, filing(), now).expect("filed"), now, alone: false };
        filed.then(now, &counter(), Command::Receive(Receive {}))
    }

    pub fn received_at(now: Timestamp) -> Self {
        Self::filed_at(now).then(now, &counter(), Command::Receive(Receive {}))
    }

    pub fn attempt(&self, now: Timestamp, actor: &Actor, command: &Command) -> Result<Event, Refusal> {
        self.dossier.allows(command.action())?;
        let by = capacity(actor, command.action(), &self.dossier)?;
        decide(&self.dossier, command, &Context { now, calendar: &Calendar::national(), by: &by, alone: self.alone })
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "stories read better so")]
    pub fn then(mut self, now: Timestamp, actor: &Actor, command: Command) -> Self {
        let event = self.attempt(now, actor, &command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"));
        self.dossier.apply(&event, now, &actor.login);
        self.now = now;
        self
    }

    #[track_caller]
    pub fn refuses(&self, actor: &Actor, command: &Command) -> (&'static str, RefusalKind) {
        let refusal = self.attempt(self.now, actor, command).expect_err("a refusal");
        (refusal.code, refusal.kind)
    }
}
