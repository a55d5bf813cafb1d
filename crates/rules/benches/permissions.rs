//! What a decision of the policy costs: `cargo bench -p rules --bench permissions`. Prints nanoseconds a decision.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use jiff::Timestamp;
use rules::catalogue::Route;
use rules::dossiers::{Action, Assigned, Dossier, Event, Filed, Received};
use rules::people::permissions::{Deed, capacity, may, may_see, open_actions, scope};
use rules::people::{Actor, Position, Role};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: u32 = 200_000;

fn main() {
    let dossier = dossier();
    let agency = dossier.filed.competent_agency.clone();
    // Somebody with several positions, the one that counts at the end.
    let positions = ["H35.21", "H35.22", "H35.23", "H35.24"].map(|code| code.parse().expect("a code"));
    let mut positions: Vec<_> = positions.map(|agency| Position::own(agency, Role::Clerk, "Văn thư")).into();
    positions.push(Position::own(agency, Role::CaseOfficer, "Công chức"));
    let actor = Actor::new("thuly".into(), "Hoàng Thụ Lý".into(), None, positions);
    measure("capacity", || capacity(&actor, Action::Propose, &dossier).is_ok());
    measure("refused capacity", || capacity(&actor, Action::Sign, &dossier).is_ok());
    measure("may_see", || may_see(&actor, &dossier));
    measure("open_actions", || open_actions(&actor, &dossier).len());
    measure("scope", || scope(&actor));
    measure("may", || may(&actor, Deed::LookUpPopulation).is_ok());
}

/// A dossier that a case officer works on.
fn dossier() -> Dossier {
    let now: Timestamp = "2025-12-23T09:00:00+07:00".parse().expect("an instant");
    let filed: Filed = serde_json::from_value(serde_json::json!({
        "code": "H35.38-251223-0001", "procedure": "1.001193", "procedure_name": "Đăng ký khai sinh",
        "procedure_version": 1, "competent_agency": "H35.38", "counter": "H35.38.01", "channel": "online",
        "applicant": {"kind": "citizen", "id_number": "012085001234", "name": "Lò Thị Lan", "phone": "0912345678"},
        "time_limit": null, "paper_result": true, "route": Route::usual(),
    }))
    .expect("a filing");
    let mut dossier = Dossier::filed(filed, now);
    dossier.apply(&Event::Received(Received { due_at: None, step_due_at: None }), now, "quay");
    let (officer, officer_name) = ("thuly".to_owned(), "Hoàng Thụ Lý".to_owned());
    dossier.apply(
        &Event::Assigned(Assigned { officer, officer_name, step: 1, step_due_at: None, note: None }),
        now,
        "x",
    );
    dossier
}

fn measure<T>(name: &str, mut decide: impl FnMut() -> T) {
    for _ in 0..ROUNDS / 10 {
        black_box(decide());
    }
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        black_box(decide());
    }
    println!("{name:>18}: {:>6.0} ns", begun.elapsed().as_nanos() as f64 / f64::from(ROUNDS));
}
