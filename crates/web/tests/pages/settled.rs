//! The small province that a site begins with: its agencies, two citizens, eight officers, the procedures of civil status.

use crate::site::{
    ADMIN, CASE, CLERK, COUNTER, LAN, LEADER, MINH, PATAN, PATAN_COUNTER, PATAN_LEADER, SIN_HO, SIN_HO_AGENCY,
};
use harness::TestStore;
use jiff::civil::date;
use rules::catalogue::Procedure;
use rules::people::{Agency, AgencyRegistered, Capacity, Event, PersonRegistered, PositionGranted, Role};
use store::desk;
use store::province::ProvinceCache;
use web::Clock;

const OFFICERS: [(&str, &str, Role, &str); 8] = [
    (COUNTER, "Vàng Thị Quầy", Role::CounterOfficer, "H35.38.01"),
    (CASE, "Hoàng Thụ Lý", Role::CaseOfficer, SIN_HO_AGENCY),
    (LEADER, "Tẩn Chủ Tịch", Role::Approver, SIN_HO_AGENCY),
    (CLERK, "Lý Văn Thư", Role::Clerk, SIN_HO_AGENCY),
    (PATAN_COUNTER, "Sùng Thị Pa", Role::CounterOfficer, "H35.40.01"),
    (PATAN, "Sùng Pa Tần", Role::CaseOfficer, "H35.40"),
    (PATAN_LEADER, "Sùng Lãnh Đạo", Role::Approver, "H35.40"),
    (ADMIN, "Lò Quản Trị", Role::Administrator, "H35"),
];

/// Settles it.
pub fn settle(given: &TestStore, clock: &Clock) {
    let agencies: Vec<Agency> =
        serde_json::from_str(include_str!("../../../motcua/data/lai-chau/agencies.json")).expect("agencies");
    let procedures: Vec<Procedure> =
        serde_json::from_str(include_str!("../../../motcua/data/catalogue/ho-tich.json")).expect("procedures");
    let now = clock.now();
    let settled: Result<(), store::Failure> = given.store.write_blocking(move |tx| {
        let by = Capacity::system("test");
        let record = |tx: &mut store::Tx, event| desk::people::record(tx, event, &by, now);
        for agency in &agencies {
            record(tx, Event::AgencyRegistered(AgencyRegistered::of(agency.clone())))?;
        }
        let lan = PersonRegistered {
            login: LAN.into(),
            name: "Lò Thị Lan".into(),
            personal_id: Some("012185001234".parse().expect("a number")),
            phone: Some("0912345678".parse().expect("a number")),
            address: Some("Bản Nậm Lúc".into()),
            commune: Some(SIN_HO.parse().expect("a code")),
        };
        let nobody = |login: &str, name: &str| PersonRegistered {
            login: login.into(),
            name: name.into(),
            personal_id: None,
            phone: None,
            address: None,
            commune: None,
        };
        let number = lan.personal_id.clone().expect("a number");
        record(tx, Event::PersonRegistered(lan))?;
        desk::identities::vouch(tx, LAN, &number, "Định danh mô phỏng", now)?;
        record(tx, Event::PersonRegistered(nobody(MINH, "Giàng A Minh")))?;
        for (login, name, role, agency) in OFFICERS {
            record(tx, Event::PersonRegistered(nobody(login, name)))?;
            let agency = agency.parse().expect("a code");
            let granted = PositionGranted {
                from: Some(date(2025, 7, 1)),
                ..PositionGranted::at_once(login, agency, role, "Công chức")
            };
            record(tx, Event::PositionGranted(granted))?;
        }
        desk::people::set_password(tx, LAN, &password_hash(), now)?;
        let province = ProvinceCache::default().get(tx)?;
        for procedure in &procedures {
            desk::catalogue::publish(tx, &province, procedure.clone(), date(2025, 7, 1), &by, now)?;
        }
        Ok(())
    });
    settled.expect("a province");
}

/// The password of Lan.
pub const PASSWORD: &str = "rừng xanh núi đỏ";

/// A cheap hash of it.
pub fn password_hash() -> String {
    use argon2::PasswordHasher as _;
    // Cheap on purpose: the cost is part of the hash.
    let params = argon2::Params::new(64, 1, 1, None).expect("parameters");
    let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    argon.hash_password_with_salt(PASSWORD.as_bytes(), b"salt of a test").expect("a hash").to_string()
}
