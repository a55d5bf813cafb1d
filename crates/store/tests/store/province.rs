//! A small province in a store: two communes, one department, three procedures, a handful of people.

use jiff::Timestamp;
use jiff::civil::date;
use rules::calendar::{DayKind, SpecialDay, instant};
use rules::catalogue::{Level, OnlineLevel, Procedure, ProcedureResult, RequiredDocument, Route, Subject};
use rules::codes::ProcedureCode;
use rules::dossiers::{ApplicantDraft, Channel, Command, Dossier, File, SubmittedDocument};
use rules::people::{
    Actor, Agency, AgencyKind, AgencyLevel, AgencyRegistered, Capacity, DelegationGranted, DelegationKind, Event,
    PersonRegistered, Position, PositionGranted, Role, SeparationSet,
};
use store::province::ProvinceCache;
use store::{Failure, Store, desk};

pub const FIRST: &str = "H35.A";
pub const SECOND: &str = "H35.B";

/// An hour of a day of December 2025.
pub fn at(day: i8, hour: i8) -> Timestamp {
    instant(date(2025, 12, day).at(hour, 0, 0, 0))
}

fn agency(code: &str, level: AgencyLevel, kind: AgencyKind, commune: Option<&str>) -> Agency {
    let parent = code.rsplit_once('.').map(|(parent, _)| parent.parse().expect("a code"));
    Agency {
        parent,
        commune: commune.map(|code| code.parse().expect("a code")),
        ..Agency::new(code.parse().expect("a code"), format!("Cơ quan {code}"), level, kind)
    }
}

pub fn procedure(code: &str, name: &str) -> Procedure {
    Procedure {
        code: code.parse().expect("a code"),
        name: name.into(),
        name_en: None,
        field: "Hộ tịch".into(),
        level: Level::Commune,
        subjects: vec![Subject::Citizen],
        agency: None,
        authority: "Ủy ban nhân dân cấp xã".into(),
        sequence: vec!["Nộp hồ sơ".into()],
        documents: vec![RequiredDocument {
            code: "01".into(),
            name: "Giấy tờ".into(),
            required: false,
            originals: 1,
            copies: 0,
            note: None,
        }],
        time_limit: Some(rules::calendar::TimeLimit::WorkingDays(3)),
        start: rules::calendar::StartRule::AtOnce,
        fees: Vec::new(),
        online: OnlineLevel::Full,
        result: ProcedureResult {
            name: "Kết quả".into(),
            paper: true,
            retention_years: Some(5),
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

/// Enters the province into an empty store.
pub fn found(store: &Store) {
    let by = Capacity::system("test");
    let now = at(1, 7);
    store
        .write_blocking(move |tx| {
            use AgencyKind::{Authority, Counter};
            use AgencyLevel::{Commune, Province};
            for agency in [
                agency("H35", Province, Authority, None),
                agency(FIRST, Commune, Authority, Some("03549")),
                agency("H35.A.1", Commune, Counter, Some("03549")),
                agency(SECOND, Commune, Authority, Some("03388")),
                agency("H35.B.1", Commune, Counter, Some("03388")),
            ] {
                desk::people::record(tx, Event::AgencyRegistered(AgencyRegistered::of(agency)), &by, now)?;
            }
            for actor in [officer(FIRST), officer(SECOND), citizen()] {
                let person = PersonRegistered {
                    login: actor.login.clone(),
                    name: actor.name.clone(),
                    personal_id: None,
                    phone: None,
                    address: None,
                    commune: None,
                };
                desk::people::record(tx, Event::PersonRegistered(person), &by, now)?;
                for Position { agency, role, title, .. } in actor.positions {
                    let granted = PositionGranted::at_once(&actor.login, agency, role, title);
                    desk::people::record(tx, Event::PositionGranted(granted), &by, now)?;
                }
            }
            for event in exceptions().into_iter().chain(crate::reorganisation::past()) {
                desk::people::record(tx, event, &by, now)?;
            }
            let province = ProvinceCache::default().get(tx)?;
            for (code, name) in [("1.000001", "Đăng ký khai sinh"), ("1.000002", "Đăng ký kết hôn")] {
                desk::catalogue::publish(tx, &province, procedure(code, name), date(2025, 1, 1), &by, now)?;
            }
            let storm = SpecialDay {
                date: date(2025, 10, 1),
                kind: DayKind::LocalClosure,
                name: "Bão".into(),
                source: "Công văn 1".into(),
                computed: false,
            };
            desk::catalogue::announce_days(tx, None, vec![storm], &by, now)
        })
        .expect("founded");
}

/// A delegation that nobody can use, since the delegate works elsewhere, and an exception that is over: rows in every table.
fn exceptions() -> [Event; 2] {
    let (day, reason) = (date(2025, 12, 1), "vắng mặt".to_owned());
    [
        Event::DelegationGranted(DelegationGranted {
            login: officer(FIRST).login,
            number: 1,
            delegate: officer(SECOND).login,
            delegation: DelegationKind::Substitute,
            positions: vec![(FIRST.parse().expect("a code"), Role::Clerk)],
            fields: vec!["Hộ tịch".into()],
            from: day,
            until: date(2026, 12, 1),
            reason: reason.clone(),
            decision: None,
        }),
        Event::SeparationSet(SeparationSet {
            agency: SECOND.parse().expect("a code"),
            joined_until: Some(day),
            reason,
        }),
    ]
}

/// Somebody who does everything in one commune, so that stories stay short.
pub fn officer(agency: &str) -> Actor {
    let position = |agency: &str, role| Position::own(agency.parse().expect("a code"), role, "Cán bộ");
    Actor {
        login: format!("officer.{agency}"),
        name: format!("Cán bộ {agency}"),
        personal_id: None,
        positions: vec![
            position(&format!("{agency}.1"), Role::CounterOfficer),
            position(agency, Role::CaseOfficer),
            position(agency, Role::Clerk),
        ],
        ..citizen()
    }
}

pub fn leader(agency: &str) -> Actor {
    Actor {
        login: format!("leader.{agency}"),
        name: format!("Lãnh đạo {agency}"),
        personal_id: None,
        positions: vec![Position::own(agency.parse().expect("a code"), Role::Approver, "Chủ tịch")],
        ..citizen()
    }
}

pub fn citizen() -> Actor {
    Actor::new("mai".into(), "Lò Thị Mai".into(), None, Vec::new())
}

pub fn filing(name: &str, commune: &str) -> File {
    File {
        applicant: ApplicantDraft {
            id_number: "012085001234".into(),
            name: name.into(),
            phone: "0912345678".into(),
            commune: commune.into(),
            ..Default::default()
        },
        channel: Some(Channel::Online),
        documents: vec![SubmittedDocument {
            code: "01".into(),
            file_id: Some("f".into()),
            name: None,
            ..SubmittedDocument::default()
        }],
        owner: Some("mai".into()),
        on_behalf_of: None,
        ..Default::default()
    }
}

/// Files the first procedure for a commune.
pub fn file(store: &Store, name: &str, commune: &str, now: Timestamp) -> Result<Dossier, Failure> {
    let filing = filing(name, commune);
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let code: ProcedureCode = "1.000001".parse().expect("a code");
        desk::dossiers::file(tx, &province, &code, filing.clone(), &citizen().as_citizen(), now, false)
    })
}

/// Lets an actor do something to the dossier as they saw it.
pub fn act(store: &Store, actor: &Actor, seen: &Dossier, command: Command, now: Timestamp) -> Result<Dossier, Failure> {
    let (actor, code, version) = (actor.clone(), seen.filed.code.to_string(), seen.version);
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        desk::dossiers::act(tx, &province, &actor, &code, version, &command, now)
    })
}
