//! Conferences from their call to the notice; votes once and by right.

use super::*;
use crate::Refusal;
use crate::codes::{AgencyCode, ConferenceCode};
use crate::people::{Actor, Agency, AgencyKind, AgencyLevel, Directory, Entry, Position, Role};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

const NOW: &str = "2025-12-23T08:30:00+07:00";

fn now() -> Timestamp {
    NOW.parse().expect("an instant")
}

fn agency(code: &str) -> AgencyCode {
    code.parse().expect("a code")
}

fn officer(agency: &str, role: Role) -> Actor {
    let position = Position::own(agency.parse().expect("a code"), role, "");
    Actor::new(format!("{}.{agency}", role.key()), format!("Cán bộ {agency}"), None, vec![position])
}

fn chair() -> Actor {
    officer("H35", Role::Approver)
}

fn commune(number: usize) -> String {
    format!("H35.{number}")
}

fn directory() -> Directory {
    let mut agencies =
        vec![Agency::new(agency("H35"), "Ủy ban nhân dân tỉnh Lai Châu", AgencyLevel::Province, AgencyKind::Authority)];
    agencies.push(Agency::new(
        agency("H35.07"),
        "Sở Khoa học và Công nghệ",
        AgencyLevel::Department,
        AgencyKind::Authority,
    ));
    let names = ["Phong Thổ", "Sìn Hồ"];
    for number in 27..30 {
        let name = names.get(number - 27).map_or_else(|| format!("số {number}"), |name| (*name).to_owned());
        let name = format!("Ủy ban nhân dân xã {name}");
        agencies.push(Agency::new(agency(&commune(number)), name, AgencyLevel::Commune, AgencyKind::Authority));
    }
    let entries: Vec<Entry> = agencies.into_iter().map(Entry::from).collect();
    Directory::new(entries, Some(date(2025, 12, 23)))
}

fn draft() -> Draft {
    Draft {
        name: "Hội nghị tổng kết Ban Chỉ đạo năm 2025".into(),
        kind: Some(ConferenceKind::Review),
        starts_at: Some(now()),
        place: "Hội trường UBND tỉnh".into(),
        video: "https://meet.example.vn/tong-ket".into(),
        ..Draft::default()
    }
}

fn called() -> Conference {
    let (details, _) = call(&chair(), &agency("H35"), ConferenceCode::new(2025, 1), &draft(), now()).expect("called");
    Conference::next(None, &Event::Called(details), now(), "chair").expect("a conference")
}

fn attempt(conference: &Conference, actor: &Actor, command: Command) -> Result<Conference, Refusal> {
    let directory = directory();
    let (event, by) = decide(actor, conference, command, Context { directory: &directory })?;
    Ok(Conference::next(Some(conference.clone()), &event, now(), &by.login).expect("a conference"))
}

fn done(conference: &Conference, actor: &Actor, command: Command) -> Conference {
    attempt(conference, actor, command).expect("done")
}

fn register(agency_code: &str, login: &str, votes: bool) -> Command {
    let (name, login) = (login.to_owned(), Some(login.to_owned()));
    Command::Register { point: agency(agency_code), name, title: String::new(), login, votes }
}

/// Open, with the province and communes 27 and 28 as points; 28 has no vote; one of 27 has checked in.
fn open() -> Conference {
    let points = [("H35", true), ("H35.27", true), ("H35.28", false)];
    let points = points.map(|(code, votes)| Point { agency: agency(code), votes }).to_vec();
    let items = vec![AgendaItem { title: "Báo cáo".into(), minutes: 30, presenter: String::new() }];
    let conference = done(&called(), &chair(), Command::SetAgenda(items));
    let conference = done(&conference, &chair(), Command::Invite(points));
    let conference = done(&conference, &officer("H35.27", Role::Clerk), register("H35.27", "approver.H35.27", false));
    let conference = done(&conference, &chair(), Command::Entitle(1, true));
    let conference = done(&conference, &officer("H35.27", Role::Clerk), Command::CheckIn(1, Means::Hand));
    let conference = done(&conference, &chair(), Command::Open);
    done(&conference, &chair(), Command::BeginItem(1))
}

fn voting(voters: Voters, kind: VoteKind) -> Conference {
    let question = "Thông qua kết luận".to_owned();
    done(&open(), &chair(), Command::OpenVote { kind, voters, question, options: Vec::new() })
}

fn code(refused: Result<Conference, Refusal>) -> &'static str {
    let refusal = refused.expect_err("refused");
    refusal.problems.first().map_or(refusal.code, |problem| problem.code)
}

const YES: Command = Command::Vote { vote: 1, option: 0 };

#[test]
fn a_conference_needs_a_time_to_come_a_place_and_a_safe_address() {
    let past = Draft { starts_at: "2025-12-01T08:00:00+07:00".parse().ok(), ..draft() };
    let bare = Draft { place: String::new(), video: "javascript:alert(1)".into(), ..past };
    let refusal = call(&chair(), &agency("H35"), ConferenceCode::new(2025, 1), &bare, now()).expect_err("refused");
    let codes: Vec<_> = refusal.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["missing", "video-address", "conference-in-the-past"]);
    for unsafe_one in ["http://meet.vn/a", "https://gov.vn@evil.vn/", "https://localhost/", "https://a.vn/\"onclick="] {
        let draft = Draft { video: unsafe_one.into(), ..draft() };
        assert!(call(&chair(), &agency("H35"), ConferenceCode::new(2025, 1), &draft, now()).is_err(), "{unsafe_one}");
    }
    let case_officer = officer("H35", Role::CaseOfficer);
    assert!(call(&case_officer, &agency("H35"), ConferenceCode::new(2025, 1), &draft(), now()).is_err());
}

#[test]
fn only_the_host_runs_it_and_only_a_point_registers_its_own_delegates() {
    let conference = open();
    let commune = officer("H35.27", Role::Approver);
    assert_eq!(code(attempt(&conference, &commune, Command::WriteLine { text: "A".into() })), "conference-hosts-only");
    assert_eq!(code(attempt(&conference, &commune, register("H35.28", "x", false))), "conference-point-not-yours");
    assert_eq!(code(attempt(&conference, &commune, register("H35.29", "x", false))), "conference-point-unknown");
    let again = register("H35.27", "approver.H35.27", false);
    assert_eq!(code(attempt(&conference, &commune, again)), "conference-registered-already");
    assert_eq!(code(attempt(&conference, &commune, Command::CheckIn(1, Means::Code))), "conference-checked-in-already");
    let stranger = officer("H35.29", Role::Approver);
    assert_eq!(
        code(attempt(&conference, &stranger, Command::AskToSpeak { topic: String::new() })),
        "conference-not-invited"
    );
}

#[test]
fn a_vote_of_ones_own_is_the_hosts_to_give_and_stays_while_a_formal_vote_is_open() {
    let (open, point) = (open(), officer("H35.28", Role::Clerk));
    assert_eq!(code(attempt(&open, &point, register("H35.28", "x", true))), "conference-vote-of-host");
    let registered = done(&open, &point, register("H35.28", "x", false));
    assert_eq!(code(attempt(&registered, &point, Command::Entitle(2, true))), "conference-hosts-only");
    assert_eq!(code(attempt(&registered, &chair(), Command::Entitle(1, true))), "conference-vote-so-already");
    let voting = |kind| {
        let (voters, question) = (Voters::Delegates, "Thông qua".to_owned());
        done(&registered, &chair(), Command::OpenVote { kind, voters, question, options: Vec::new() })
    };
    let formal = voting(VoteKind::Formal);
    let invited = Command::Invite(vec![Point { agency: agency("H35.29"), votes: true }]);
    for command in [Command::Entitle(2, true), register("H35.28", "y", true), invited] {
        assert_eq!(code(attempt(&formal, &chair(), command)), "conference-vote-under-way");
    }
    let tally = |conference: &Conference| conference.votes[0].tally(conference).entitled;
    assert_eq!(tally(&done(&formal, &point, register("H35.28", "y", false))), Some(1));
    let given = done(&voting(VoteKind::Straw), &chair(), Command::Entitle(2, true));
    assert!(given.delegate(2).is_some_and(|delegate| delegate.registered.votes));
}

#[test]
fn a_bridge_point_votes_once_however_often_it_drops_and_comes_back() {
    let conference = voting(Voters::Points, VoteKind::Formal);
    let commune = officer("H35.27", Role::Approver);
    let conference = done(&conference, &commune, YES);
    // The connection drops, another officer of the point comes in and votes again.
    assert_eq!(code(attempt(&conference, &commune, Command::Vote { vote: 1, option: 1 })), "vote-twice");
    assert_eq!(code(attempt(&conference, &officer("H35.27", Role::Clerk), YES)), "vote-twice");
    let vote = conference.vote(1).expect("a vote");
    assert_eq!(vote.tally(&conference), Tally { votes: vec![1, 0, 0], cast: 1, entitled: Some(2) });
}

#[test]
fn who_has_no_right_does_not_vote() {
    let conference = voting(Voters::Points, VoteKind::Formal);
    let refused = |actor: &Actor, command: Command| code(attempt(&conference, actor, command));
    assert_eq!(refused(&officer("H35.28", Role::Approver), YES), "vote-without-right");
    assert_eq!(refused(&officer("H35.27", Role::CaseOfficer), YES), "vote-without-right");
    assert_eq!(refused(&officer("H35.29", Role::Approver), YES), "vote-without-right");
    assert_eq!(refused(&chair(), YES), "vote-not-checked-in");
    assert_eq!(
        refused(&officer("H35.27", Role::Approver), Command::Vote { vote: 1, option: 9 }),
        "vote-without-choice"
    );
    let closed = done(&conference, &chair(), Command::CloseVote(1));
    assert_eq!(code(attempt(&closed, &officer("H35.27", Role::Approver), YES)), "vote-closed");
}

#[test]
fn delegates_vote_in_person_and_in_a_straw_poll_everybody_may_change_their_mind() {
    let conference = voting(Voters::Delegates, VoteKind::Formal);
    let delegate = officer("H35.27", Role::Approver);
    assert_eq!(code(attempt(&conference, &officer("H35.27", Role::Clerk), YES)), "vote-without-right");
    let conference = done(&conference, &delegate, YES);
    assert_eq!(code(attempt(&conference, &delegate, YES)), "vote-twice");

    // Whoever is registered at two points has one vote.
    let twice = done(&open(), &chair(), register("H35.28", "approver.H35.27", true));
    let twice = done(&twice, &officer("H35.28", Role::Clerk), Command::CheckIn(2, Means::Hand));
    let question = "Thông qua kết luận".to_owned();
    let ask = Command::OpenVote { kind: VoteKind::Formal, voters: Voters::Delegates, question, options: Vec::new() };
    let asked = done(&twice, &chair(), ask);
    let tally = |conference: &Conference| conference.vote(1).expect("a vote").tally(conference);
    assert_eq!(tally(&asked).entitled, Some(1), "two seats are one vote");
    let voted = done(&asked, &delegate, YES);
    assert_eq!(code(attempt(&voted, &delegate, YES)), "vote-twice");
    assert_eq!(tally(&voted), Tally { votes: vec![1, 0, 0], cast: 1, entitled: Some(1) });
    assert_eq!((voted.delegates.len(), voted.people_present()), (2, 1));
    // Whoever has no account is one person a registration: nobody can tell them apart otherwise.
    let unknown = || Command::Register {
        point: agency("H35.28"),
        name: "Giàng A Páo".into(),
        title: String::new(),
        login: None,
        votes: true,
    };
    let three = done(&twice, &chair(), unknown());
    let question = "Thông qua kết luận".to_owned();
    let ask = Command::OpenVote { kind: VoteKind::Formal, voters: Voters::Delegates, question, options: Vec::new() };
    assert_eq!(tally(&done(&three, &chair(), ask)).entitled, Some(2));

    let conference = voting(Voters::Points, VoteKind::Straw);
    let watcher = officer("H35.28", Role::CaseOfficer);
    let conference = done(&conference, &watcher, YES);
    let conference = done(&conference, &watcher, Command::Vote { vote: 1, option: 2 });
    let tally = conference.vote(1).expect("a vote").tally(&conference);
    assert_eq!(tally, Tally { votes: vec![0, 0, 1], cast: 1, entitled: None });
}

#[test]
fn the_queue_calls_one_speaker_after_the_other() {
    let (first, second) = (officer("H35.27", Role::CaseOfficer), officer("H35.28", Role::CaseOfficer));
    let ask = || Command::AskToSpeak { topic: "Hạ tầng".into() };
    let conference = done(&open(), &first, ask());
    assert_eq!(code(attempt(&conference, &first, ask())), "speaker-waits-already");
    let conference = done(&conference, &second, ask());
    let conference = done(&conference, &chair(), Command::CallSpeaker(1));
    let conference = done(&conference, &chair(), Command::CallSpeaker(2));
    assert_eq!(conference.speaking().map(|speaker| speaker.number), Some(2));
    assert!(conference.speakers[0].done && conference.waiting().next().is_none());
    assert_eq!(code(attempt(&conference, &first, Command::FinishSpeaker(2))), "conference-hosts-only");
    let conference = done(&conference, &second, Command::FinishSpeaker(2));
    assert_eq!(conference.speaking(), None);
}

#[test]
fn what_is_concluded_names_who_and_until_when() {
    let directory = directory();
    let said = "UBND xã Phong Thổ và Sở Khoa học và Công nghệ hoàn thành trước ngày 31/01/2026; báo cáo Ban Chỉ đạo.";
    let suggested = suggest(said, &directory);
    assert_eq!(suggested.leads, [agency("H35.27"), agency("H35.07")]);
    assert_eq!(suggested.due_on, Some(date(2026, 1, 31)));
    let everywhere = suggest("Các xã, phường rà soát lại Ban Chỉ đạo trong quý I/2026.", &directory);
    assert_eq!((everywhere.leads.len(), everywhere.due_on), (3, Some(date(2026, 3, 31))));
    let said = "Giao Sở Khoa học và Công nghệ chủ trì, phối hợp với UBND các xã, phường triển khai; UBND xã Phong Thổ báo cáo.";
    let shared = suggest(said, &directory);
    assert_eq!(shared.leads, [agency("H35.07"), agency("H35.27")]);
    assert_eq!(shared.supporting.len(), 2, "the other communes support: {shared:?}");
    assert_eq!(suggest("Thủ trưởng 57 cơ quan nâng cao trách nhiệm", &directory), Suggested::default());
}

#[test]
fn a_conclusion_becomes_tasks_once_and_the_notice_ends_the_wording() {
    let conclude = |number, text: &str| Command::Conclude {
        number,
        text: text.into(),
        leads: vec![agency("H35.27")],
        supporting: vec![agency("H35.07"), agency("H35.27")],
        due_on: Some(date(2026, 1, 31)),
    };
    assert_eq!(code(attempt(&called(), &chair(), conclude(None, "A"))), "conference-not-open");
    let conference = done(&open(), &chair(), conclude(None, "Rà soát lại Ban Chỉ đạo"));
    let conference = done(&conference, &chair(), conclude(Some(1), "Rà soát, kiện toàn Ban Chỉ đạo"));
    assert_eq!(conference.conclusions.len(), 1);
    let task = || Command::NoteTasks { number: 1, tasks: vec!["NV-2025-00146".parse().expect("a code")] };
    let conference = done(&conference, &chair(), task());
    assert_eq!(code(attempt(&conference, &chair(), task())), "conclusion-tasked-already");
    assert_eq!(code(attempt(&conference, &chair(), conclude(Some(1), "Khác"))), "conclusion-tasked-already");
    let notice = || Command::IssueNotice {
        number: "12/TB-BCĐ".into(),
        titles: vec!["TM. BAN CHỈ ĐẠO".into()],
        signer: "Hà Văn A".into(),
    };
    assert_eq!(code(attempt(&conference, &chair(), notice())), "conference-not-closed");
    let conference = done(&conference, &chair(), Command::Close);
    assert_eq!(code(attempt(&conference, &chair(), Command::WriteLine { text: "A".into() })), "conference-closed");
    let conference = done(&conference, &chair(), notice());
    assert_eq!(code(attempt(&conference, &chair(), conclude(None, "B"))), "notice-issued-already");
}

proptest! {
    /// However points vote, drop, come back and try again: each counts once, and never more than have the right.
    #[test]
    fn no_vote_is_counted_twice(tries in proptest::collection::vec((0usize..3, 0u32..4, any::<bool>()), 0..60)) {
        let mut conference = voting(Voters::Points, VoteKind::Formal);
        let mut first = std::collections::BTreeMap::new();
        for (who, option, leader) in tries {
            let at = ["H35.27", "H35.28", "H35.29"][who];
            let actor = officer(at, if leader { Role::Approver } else { Role::CaseOfficer });
            if let Ok(next) = attempt(&conference, &actor, Command::Vote { vote: 1, option }) {
                prop_assert!(first.insert(who, option).is_none(), "counted twice");
                conference = next;
            }
        }
        let tally = conference.vote(1).expect("a vote").tally(&conference);
        prop_assert_eq!(tally.votes.iter().sum::<u64>(), tally.cast);
        prop_assert!(tally.cast <= tally.entitled.unwrap_or_default());
        prop_assert_eq!(tally.cast, first.len() as u64);
    }
}
