//! The permission matrix, printed for people: `docs/permissions.md` fails to match when it changes unnoticed.

use rules::dossiers::Action;
use rules::people::Role;
use rules::people::permissions::{DEEDS, Place, who_may, who_may_act_on_tasks, who_may_do};
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
    out.push('\n');
    out
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
