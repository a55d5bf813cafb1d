//! Handing over to the archive, and what leaves it.

use super::{Closed, DisposalProposed, Held, approve, archive, keep_until, propose, refuse};
use crate::Refusal;
use crate::dossiers::Status;
use crate::dossiers::tests::sample::{clerk, leader, somebody, stand_in};
use crate::people::Role;
use jiff::civil::{Date, date};

const TODAY: Date = date(2025, 12, 23);

fn closed(status: Status) -> Closed {
    let dossier = "H35.A-251201-0001".parse().unwrap();
    Closed { dossier, status, finished_on: Some(date(2025, 12, 2)), years: Some(5), archived: false, close: false }
}

fn held(keep_until: Option<Date>) -> Held {
    Held { dossier: "H35.A-191201-0001".parse().unwrap(), keep_until, listed: false, close: false }
}

fn codes(refusal: &Refusal) -> Vec<&'static str> {
    refusal.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn what_is_closed_is_handed_over_and_kept_to_the_end_of_its_last_year() {
    assert_eq!(keep_until(date(2025, 12, 2), Some(5)), Some(date(2030, 12, 31)));
    assert_eq!(keep_until(date(2025, 12, 2), None), None, "for ever");
    let agency = "H35.A".parse().unwrap();
    let (archived, _) = archive(&clerk(), "L1".into(), &agency, " Kho 1 ", &[closed(Status::Returned)]).unwrap();
    assert_eq!(archived.place, "Kho 1");
    assert_eq!(archived.dossiers[0].keep_until, Some(date(2030, 12, 31)));
    for wrong in
        [closed(Status::InProcess), closed(Status::Processed), Closed { archived: true, ..closed(Status::Returned) }]
    {
        let refused = archive(&clerk(), "L1".into(), &agency, "Kho 1", &[wrong]).unwrap_err();
        assert_eq!(codes(&refused), ["archive-not-closed"]);
    }
    let nothing = archive(&clerk(), "L1".into(), &agency, "", &[]).unwrap_err();
    assert_eq!(codes(&nothing), ["missing", "choose"]);
    let own = Closed { close: true, ..closed(Status::Returned) };
    assert_eq!(archive(&clerk(), "L1".into(), &agency, "K", &[own]).unwrap_err().code, "dossier-of-interest");
    let elsewhere = somebody("else", &[(Role::Clerk, "H35.B")]);
    assert_eq!(
        archive(&elsewhere, "L1".into(), &agency, "K", &[closed(Status::Returned)]).unwrap_err().code,
        "officers-only"
    );
}

#[test]
fn only_what_need_not_be_kept_is_listed_and_somebody_else_approves() {
    let agency = "H35.A".parse().unwrap();
    let both = somebody("both", &[(Role::Clerk, "H35.A"), (Role::Approver, "H35.A")]);
    let over = held(Some(date(2024, 12, 31)));
    let (list, _) = propose(&both, "H1".into(), &agency, "Hết thời hạn", std::slice::from_ref(&over), TODAY).unwrap();
    for wrong in [held(None), held(Some(TODAY)), Held { listed: true, ..over.clone() }] {
        let refused = propose(&both, "H1".into(), &agency, "Hết thời hạn", &[wrong], TODAY).unwrap_err();
        assert_eq!(codes(&refused), ["archive-still-kept"]);
    }
    let own = Held { close: true, ..over };
    let refused = propose(&both, "H1".into(), &agency, "Hết thời hạn", &[own], TODAY).unwrap_err();
    assert_eq!(refused.code, "dossier-of-interest");
    assert_eq!(approve(&both, &list).unwrap_err().code, "archive-second-pair-of-eyes");
    assert_eq!(approve(&stand_in("x", &both), &list).unwrap_err().code, "archive-second-pair-of-eyes");
    let in_place = DisposalProposed { by: "x".into(), in_place_of: Some("both".into()), ..list.clone() };
    assert_eq!(approve(&both, &in_place).unwrap_err().code, "archive-second-pair-of-eyes");
    assert_eq!(approve(&clerk(), &list).unwrap_err().code, "leaders-only");
    assert_eq!(codes(&refuse(&leader(), &list, " ").unwrap_err()), ["missing"]);
    assert!(approve(&leader(), &list).is_ok());
    let elsewhere = DisposalProposed { agency: "H35.B".parse().unwrap(), ..list };
    assert_eq!(approve(&leader(), &elsewhere).unwrap_err().code, "leaders-only");
}
