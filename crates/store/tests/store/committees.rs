//! Committees at the desk: founded once, their coverage counted as of a day with the records behind, and a rebuild yields the same.

use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::samples::code;
use crate::{dossiers::dump, on_both_engines, stores::TestStore};
use jiff::civil::date;
use rules::committees::{Command, CommitteeKind, Conclusion, Founding, Member, Post, RegulationState};
use rules::people::AgencyLevel;
use rules::quality::{Period, Scope, Share, Side};
use store::desk::committees;
use store::province::ProvinceCache;
use store::tables::committees::{Coverage, Filter, coverage, covered, dissolved, list};
use store::tables::quality::{Records, figures, records};
use store::{Failure, Store, journal};

fn founding(agency: &str) -> Founding {
    Founding {
        kind: CommitteeKind::Resolution57,
        also: Vec::new(),
        agency: agency.parse().expect("a code"),
        village: None,
        name: format!("Ban Chỉ đạo Nghị quyết 57 {agency}"),
        decision: "215/QĐ-UBND".into(),
        decided_on: Some(date(2025, 12, 1)),
        members: vec![Member {
            name: "Vàng A Sử".into(), title: "Chủ tịch".into(), post: Post::Head, login: None
        }],
    }
}

fn founded(store: &Store, agency: &'static str) -> Result<(), Failure> {
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        committees::found(tx, &province, &officer(agency), &founding(agency), at(2, 8)).map(|_| ())
    })
}

on_both_engines! {
    fn committees_cover_agencies_as_of_a_day_and_a_rebuild_yields_the_same(given: TestStore) {
        let store = &given.store;
        found(store);
        founded(store, FIRST).expect("founded");
        assert_eq!(code(&founded(store, FIRST).expect_err("again")), "committee-there-already");
        let act = |seen, command: Command| {
            store.write_blocking(move |tx| {
                let of = CommitteeKind::Resolution57.code(&FIRST.parse().expect("a code"), None).expect("a code");
                committees::act(tx, &leader(FIRST), &of, seen, command.clone(), at(10, 9))
            })
        };
        let issued = Command::WriteRegulation { decision: "216/QĐ-BCĐ".into(), on: Some(date(2025, 12, 5)) };
        act(1, issued.clone()).expect("issued");
        assert_eq!(code(&act(1, issued).expect_err("seen before")), "committee-changed-meanwhile");
        act(2, Command::HoldMeeting { on: Some(date(2025, 12, 10)), present: 1, outcome: String::new() }).expect("met");

        let activity = Command::ReportActivity { from: Some(date(2025, 12, 1)), to: Some(date(2025, 12, 9)), what: "Đến từng nhà".into(), helped: "12".into(), difficulties: String::new() };
        act(3, activity).expect("reported");
        let phones = |actor: rules::people::Actor, typed: &'static str| store.write_blocking(move |tx| {
            let of = CommitteeKind::Resolution57.code(&FIRST.parse().expect("a code"), None).expect("a code");
            committees::keep_phones(tx, &actor, &of, typed)?;
            Ok::<_, Failure>(store::tables::committees::phones(tx, &of)?)
        });
        assert_eq!(code(&phones(leader(SECOND), "Vàng A Sử; 0912345678").expect_err("not theirs")), "committee-keepers-only");
        assert!(phones(leader(FIRST), "Ai Đó; 0912345678").is_err() && phones(leader(FIRST), "Vàng A Sử; 12").is_err());
        let kept = phones(leader(FIRST), "Vàng A Sử; 0912 345 678").expect("kept");
        assert_eq!(kept.get("Vàng A Sử").map(String::as_str), Some("0912345678"));
        assert!(phones(leader(FIRST), "").expect("forgotten").is_empty());
        assert_eq!(store.read_blocking(|tx| store::tables::committees::activity(tx, date(2025, 12, 1))).expect("read"), (0, 0, 0));

        let (covered, as_of) = store.read_blocking(|tx| {
            let province = ProvinceCache::default().get(tx)?;
            let level = AgencyLevel::Commune;
            let covered = coverage(tx, &province, level, CommitteeKind::Resolution57, date(2025, 12, 20))?;
            let mut as_of = Vec::new();
            for day in [date(2025, 11, 30), date(2025, 12, 20)] {
                let report = figures(tx, &province, day, at(20, 8))?;
                let figure = report.items.iter().find(|item| item.key == "committees_communes").expect("a figure");
                as_of.push(Share::new(figure.numerator.expect("counted"), figure.denominator.expect("counted")));
            }
            Ok::<_, store::Fault>((covered, as_of))
        }).expect("read");
        assert_eq!(covered, Coverage { agencies: 2, founded: 1, regulated: 1, met: 1 });
        assert_eq!(as_of, [Share::new(0, 2), Share::new(1, 2)]);
        let rest = store.read_blocking(|tx| {
            let province = ProvinceCache::default().get(tx)?;
            let period = Period { from: date(2025, 1, 1), to: date(2025, 12, 20) };
            records(tx, &province, "committees_communes", Side::Rest, &Scope::Province, period, period.to)
        });
        let Some(Records::Covered(rest)) = rest.expect("read") else { panic!("agencies by code and name") };
        assert_eq!(rest.first().map(|(code, _)| code.as_str()), Some(SECOND));
        let gaps = Filter { without_regulation: true, ..Filter::default() };
        assert!(store.read_blocking(move |tx| list(tx, &gaps, "", 10)).expect("read").is_empty());

        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }

    fn one_committee_takes_over_what_another_steered_and_counts_for_both(given: TestStore) {
        use CommitteeKind::{Project06, Reform, Resolution57};
        let store = &given.store;
        found(store);
        let enter = |founding: Founding| store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            committees::found(tx, &province, &officer(FIRST), &founding, at(2, 8))
        });
        let old = Founding { kind: Project06, decided_on: Some(date(2025, 11, 3)), ..founding(FIRST) };
        let old = enter(old).expect("founded");
        let merged = Founding { also: vec![Project06], ..founding(FIRST) };
        assert_eq!(code(&enter(merged.clone()).expect_err("steered twice")), "committee-steered-already");
        let act = |of: &rules::codes::CommitteeCode, seen, command: Command| {
            let of = of.clone();
            store.write_blocking(move |tx| committees::act(tx, &leader(FIRST), &of, seen, command.clone(), at(10, 9)))
        };
        act(&old, 1, Command::Dissolve { decision: "300/QĐ-UBND".into(), on: Some(date(2025, 12, 1)) }).expect("dissolved");
        let stranger = Member { login: Some("khongco".into()), ..merged.members[0].clone() };
        let unknown = Founding { members: vec![stranger], ..merged.clone() };
        assert!(enter(unknown).is_err(), "nobody signs in with that name");
        let merged = enter(merged).expect("founded");
        let counted = |kind| store.read_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            coverage(tx, &province, AgencyLevel::Commune, kind, date(2025, 12, 20))
        }).expect("read").founded;
        assert_eq!([Resolution57, Project06, Reform].map(counted), [1, 1, 0]);
        let members = founding(FIRST).members;
        let anew = |also| Command::Reorganise { decision: "301/QĐ-UBND".into(), on: Some(date(2025, 12, 9)), members: members.clone(), also };
        act(&merged, 1, anew(vec![Reform])).expect("reorganised");
        assert_eq!([Resolution57, Project06, Reform].map(counted), [1, 0, 1]);
        let listed = |kind| store.read_blocking(move |tx| list(tx, &Filter { kind: Some(kind), ..Filter::default() }, "", 10)).expect("read");
        assert_eq!(listed(Reform).first().map(|one| one.also.clone()), Some(vec![Reform]));
        assert!(listed(Project06).is_empty());
        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }

    fn what_was_dissolved_is_founded_again_and_past_days_count_as_before(given: TestStore) {
        let store = &given.store;
        found(store);
        let enter = |number: &'static str, day, name: &'static str| store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let founding = Founding { decision: number.into(), decided_on: Some(day), name: name.into(), ..founding(FIRST) };
            committees::found(tx, &province, &officer(FIRST), &founding, at(20, 8))
        });
        let of = enter("1/QĐ", date(2025, 11, 3), "Cũ").expect("founded");
        let act = |seen, command: Command| {
            let of = of.clone();
            store.write_blocking(move |tx| committees::act(tx, &leader(FIRST), &of, seen, command.clone(), at(20, 9)))
        };
        act(1, Command::WriteRegulation { decision: "2/QĐ".into(), on: Some(date(2025, 11, 5)) }).expect("issued");
        act(2, Command::HoldMeeting { on: Some(date(2025, 11, 10)), present: 1, outcome: String::new() }).expect("met");
        let review = Command::Review { on: Some(date(2025, 11, 12)), found: "Trùng nhiệm vụ".into(), conclusion: Some(Conclusion::Dissolve) };
        act(3, review).expect("reviewed");
        let unreviewed = |since| store.read_blocking(move |tx| {
            list(tx, &Filter { not_reviewed_since: Some(since), ..Filter::default() }, "", 10)
        }).expect("read").len();
        assert_eq!((unreviewed(date(2025, 1, 1)), unreviewed(date(2025, 11, 13))), (0, 1));
        act(4, Command::Dissolve { decision: "3/QĐ".into(), on: Some(date(2025, 11, 20)) }).expect("dissolved");
        let counted = || [date(2025, 11, 2), date(2025, 11, 3), date(2025, 11, 19), date(2025, 11, 20), date(2025, 11, 30), date(2025, 12, 1)]
            .map(|day| store.read_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                Ok::<_, store::Fault>(covered(tx, &province, AgencyLevel::Commune, day)?.0.len())
            }).expect("read"));
        assert_eq!(counted(), [0, 1, 1, 0, 0, 0]);
        let ended = || store.read_blocking(|tx| dissolved(tx, &[FIRST.parse().expect("a code")], 10)).expect("read").len();
        assert_eq!(ended(), 1);
        assert!(enter("4/QĐ", date(2025, 11, 19), "Mới").is_err(), "before it ended");
        assert_eq!(enter("4/QĐ", date(2025, 12, 1), "Mới").expect("founded again"), of);
        assert_eq!(counted(), [0, 1, 1, 0, 0, 1], "what was there on past days is what it was");
        assert_eq!(ended(), 0);
        let again = enter("5/QĐ", date(2025, 12, 2), "Mới nữa").expect_err("there is one");
        assert_eq!(code(&again), "committee-there-already");
        let listed = store.read_blocking(|tx| list(tx, &Filter::default(), "", 10)).expect("read");
        let one = listed.first().expect("listed");
        assert_eq!((one.name.as_str(), one.regulation, one.last_met, one.last_reviewed), ("Mới", RegulationState::Missing, None, None));
        let today = store.read_blocking(|tx| {
            let province = ProvinceCache::default().get(tx)?;
            coverage(tx, &province, AgencyLevel::Commune, CommitteeKind::Resolution57, date(2025, 12, 20))
        }).expect("read");
        assert_eq!(today, Coverage { agencies: 2, founded: 1, regulated: 0, met: 0 });
        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }

    fn members_by_account_are_known_as_such_until_they_are_in_it_no_more(given: TestStore) {
        let store = &given.store;
        found(store);
        let named = |login: Option<&str>| Member { login: login.map(str::to_owned), ..founding(FIRST).members[0].clone() };
        let groups = |login: &'static str| store.read_blocking(move |tx| store::tables::people::actor(tx, login, at(20, 8)))
            .expect("read").expect("a person").groups;
        let group = Founding { kind: CommitteeKind::WorkingGroup, members: vec![named(Some("mai"))], ..founding(FIRST) };
        let of = store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            committees::found(tx, &province, &officer(FIRST), &group, at(2, 8))
        }).expect("founded");
        let own = groups("mai");
        assert_eq!(own.iter().map(|one| (one.committee.clone(), one.agency.as_str(), one.village.clone())).collect::<Vec<_>>(), [(of.clone(), FIRST, None)]);
        let act = |seen, command: Command| {
            let of = of.clone();
            store.write_blocking(move |tx| committees::act(tx, &leader(FIRST), &of, seen, command.clone(), at(10, 9)))
        };
        let anew = |decision: &str, login| Command::Reorganise { decision: decision.into(), on: Some(date(2025, 12, 5)), members: vec![named(login)], also: Vec::new() };
        act(1, anew("2/QĐ", Some("officer.H35.A"))).expect("reorganised");
        assert!(groups("mai").is_empty());
        assert!(groups("officer.H35.A").is_empty(), "an officer's rights follow from their positions alone");
        act(2, anew("3/QĐ", Some("mai"))).expect("reorganised");
        assert_eq!(groups("mai"), own);
        // What a member records is written down as theirs, and is no work of the agency's people.
        let member = store.read_blocking(|tx| store::tables::people::actor(tx, "mai", at(20, 8))).expect("read").expect("a person");
        let (by, activity) = (of.clone(), Command::ReportActivity { from: Some(date(2025, 12, 1)), to: Some(date(2025, 12, 9)), what: "Đến từng nhà".into(), helped: "12".into(), difficulties: String::new() });
        let rows = |wanted: &str| dump(store).into_iter().find(|(table, _)| table == wanted).map_or(Vec::new(), |(_, rows)| rows);
        let worked = rows("digital_work");
        store.write_blocking(move |tx| committees::act(tx, &member, &by, 3, activity.clone(), at(30, 9))).expect("reported");
        assert_eq!(rows("digital_work"), worked);
        let before = dump(store);
        assert_eq!(rows("committee_members").len(), 1);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
        act(4, Command::Dissolve { decision: "4/QĐ".into(), on: Some(date(2025, 12, 9)) }).expect("dissolved");
        assert!(groups("mai").is_empty());
    }
}
