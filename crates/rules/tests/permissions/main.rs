//! The permission matrix, printed for people: `docs/permissions.md` fails to match when it changes unnoticed.

use rules::dossiers::Action;
use rules::people::permissions::{
    DEEDS, Deed, Place, may_answer_obstacle, may_at, may_keep_committee, may_raise_obstacle, may_report_citizens,
    may_report_coverage, may_see_committee, who_may, who_may_act_on_tasks, who_may_do,
};
use rules::people::{Actor, Membership, Role};
use rules::tasks::{self, Side};
use std::fmt::Write as _;
use std::path::Path;

fn place(place: Place) -> &'static str {
    match place {
        Place::Counter => "its counter",
        Place::Reception => "the counter that received it",
        Place::Competent => "the competent agency",
        Place::Step => "the current step's agency",
        Place::Consulted => "an agency asked for its opinion",
        Place::Owner => "own dossier",
    }
}

fn matrix() -> String {
    let mut out = String::from(
        "# Who may do what\n\n## To a dossier\n\nPrinted by a test from `crates/rules/src/people/permissions.rs`; \
         write it anew with `UPDATE=1 cargo test -p rules --test permissions`.\n\n\
         Each cell says where the role must be held. The state of the dossier allows or forbids an action besides.\n\n| action |",
    );
    for role in Role::ALL {
        let _ = write!(out, " {} |", role.key());
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(Role::ALL.len()));
    for action in Action::ALL {
        let _ = write!(out, "\n| {} |", action.key());
        for role in Role::ALL {
            let held: Vec<_> =
                who_may(action).iter().filter(|(may, _)| *may == role).map(|(_, held)| place(*held)).collect();
            let _ = write!(out, " {} |", held.join(", "));
        }
    }
    out.push_str(
        "\n\n## To a task\n\nEach cell says at which agency the role must be held. The responsible person may do whatever is the \
         lead agency's, but let another person answer for it. Nobody completes a task that is their own work, or grants more time \
         for which they asked, unless the assigner is excepted from the separation of duties.\n\n| action |",
    );
    for role in Role::ALL {
        let _ = write!(out, " {} |", role.key());
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(Role::ALL.len()));
    for action in tasks::Action::ALL {
        let _ = write!(out, "\n| {} |", action.key());
        let side = match action.side() {
            Side::Lead | Side::LeadOnly => "the lead agency",
            Side::Assigner => "the assigner",
            Side::Either => "the lead agency, the assigner",
        };
        for role in Role::ALL {
            let _ = write!(out, " {} |", if who_may_act_on_tasks(action).contains(&role) { side } else { "" });
        }
    }
    out.push_str(
        "\n\n## Besides\n\nEach cell says what else a role may do. What an administrator may do reaches as far as the \
         agency of the position and those below it; it is never done in another's place.\n\n| deed |",
    );
    for role in Role::ALL {
        let _ = write!(out, " {} |", role.key());
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(Role::ALL.len()));
    for deed in DEEDS {
        let _ = write!(out, "\n| {} |", deed.key());
        for role in Role::ALL {
            let _ = write!(out, " {} |", if who_may_do(deed).contains(&role) { "yes" } else { "" });
        }
    }
    out.push_str(
        "\n\n## As a member of a committee or group\n\nWho is named in a committee or working group by their account and holds no position. \
         An officer's rights follow from their positions alone.\n\n| right | the own group's | another group's |\n|---|---|---|",
    );
    for (right, own, other) in of_members() {
        let said = |may: bool| if may { "yes" } else { "" };
        let _ = write!(out, "\n| {right} | {} | {} |", said(own), said(other));
    }
    out.push('\n');
    out
}

/// What a member of a village's group may do to what is of their own group, and to what is of another one.
fn of_members() -> Vec<(&'static str, bool, bool)> {
    fn code<T: std::str::FromStr>(text: &str) -> T {
        text.parse().ok().expect("a code")
    }
    let group =
        Membership { committee: code("TCT06-03549.001"), agency: code("H35.27"), village: Some(code("03549.001")) };
    let member = Actor { groups: vec![group], ..Actor::new("member".into(), "member".into(), None, Vec::new()) };
    let (own, other) = (("TCT06-03549.001", "H35.27", "03549.001"), ("TCT06-03388.001", "H35.28", "03388.001"));
    type Right = fn(&Actor, (&str, &str, &str)) -> bool;
    let rights: [(&'static str, Right); 6] = [
        ("see it and report its activity", |actor, (group, ..)| may_see_committee(actor, &code(group)).is_ok()),
        ("keep its members, meetings, regulation", |actor, (_, agency, _)| {
            may_keep_committee(actor, &code(agency)).is_ok()
        }),
        ("raise an obstacle for its agency, and see those raised oneself", |actor, (_, agency, _)| {
            may_raise_obstacle(actor, &code(agency)).is_ok()
        }),
        ("answer obstacles of its agency", |actor, (_, agency, _)| may_answer_obstacle(actor, &code(agency)).is_ok()),
        ("report what reaches its village, and its digital citizens", |actor, (_, agency, village)| {
            let (agency, village) = (code(agency), code(village));
            may_report_coverage(actor, &agency, &village).is_ok()
                && may_report_citizens(actor, &agency, &village).is_ok()
        }),
        ("verify such reports", |actor, (_, agency, _)| may_at(actor, Deed::VerifyCoverage, &code(agency)).is_ok()),
    ];
    rights.map(|(right, may)| (right, may(&member, own), may(&member, other))).into()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the one switch of tests that write what they compare")]
fn the_printed_matrix_is_the_one_that_holds() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/permissions.md");
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(&path, matrix()).expect("written");
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), matrix(), "see docs/permissions.md");
}
