//! Copies and corrections of results that sample citizens asked for in the last days: some answered, some refused, some open, one
//! written and waiting for a signature.

use super::super::samples::RESULT;
use super::{Scene, dossiers, later, write};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::dossiers::{Dossier, Outcome, ResultPaper, Status};
use rules::people::permissions::Scope as Seen;
use rules::people::{Actor, Role};
use rules::results::{Ask, Command, Kind};
use std::sync::Arc;
use store::desk;
use store::province::ProvinceCache;
use store::{Failure, Store};

/// How a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Story {
    Copied,
    CopyWaits,
    Corrected,
    CorrectionWritten,
    CorrectionRefused,
    CorrectionWaits,
}

const STORIES: [Story; 6] = [
    Story::Copied,
    Story::CorrectionWritten,
    Story::CopyWaits,
    Story::Corrected,
    Story::CorrectionRefused,
    Story::CorrectionWaits,
];

/// Lets citizens ask about their results, one after the other, and the agencies answer.
pub(super) fn enter(store: &Store, scene: &Scene) -> Result<(), Failure> {
    let mut number = 0;
    // The first citizens are those with whom people try everything out: their lists stay as the year left them.
    for citizen in scene.staff.citizens.iter().skip(3) {
        let own = dossiers(store, Seen::Owner(citizen.actor.login.clone()), Status::Returned, 20)?;
        for (dossier, last) in own {
            let story = STORIES[number % STORIES.len()];
            let copy = matches!(story, Story::Copied | Story::CopyWaits);
            // A copy is due on the day, so that one that waits was asked for this morning.
            let at = match story {
                Story::CopyWaits => later(scene.end, -18 - i64::try_from(number).unwrap_or(0) / 6),
                Story::Copied => scene.before(1 + number % 4, 9, 12),
                _ => scene.before(2 + number % 3, 8, 40),
            };
            let issued = dossier.outcome == Some(Outcome::Granted) && dossier.results.last().is_some();
            if !issued || last >= at || !scene.has(at) {
                continue;
            }
            let id = format!("KQ{}-{:08}", day_of(at).strftime("%y%m%d"), number + 1);
            let ask = Ask {
                id: id.clone(),
                kind: Some(if copy { Kind::Copy } else { Kind::Correction }),
                copies: "2".into(),
                wrong: "Chữ đệm trong họ tên bị ghi thiếu dấu".into(),
                right: format!("Ghi đúng là: {}", dossier.filed.applicant.name),
            };
            let (actor, code) = (Arc::clone(&citizen.actor), dossier.filed.code.to_string());
            write(store, move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                desk::results::ask(tx, &province, &actor, &code, &ask, at).map(drop)
            })?;
            answer(store, scene, story, &dossier, (&id, at))?;
            number += 1;
            break;
        }
    }
    Ok(())
}

fn answer(
    store: &Store,
    scene: &Scene,
    story: Story,
    dossier: &Dossier,
    (id, at): (&str, Timestamp),
) -> Result<(), Failure> {
    let agency = &dossier.filed.competent_agency;
    let holder = |role| scene.staff.holder(agency, role, 0).cloned();
    let (Some(officer), Some(leader), Some(clerk)) =
        (holder(Role::CaseOfficer), holder(Role::Approver), holder(Role::Clerk))
    else {
        return Ok(());
    };
    let draft = || Command::Draft { paper: Box::new(paper(dossier)), file: RESULT.id.to_owned() };
    let reason = || Command::Refuse {
        reason: "Kết quả khớp với tờ khai và giấy tờ đã nộp; không có sai sót để đính chính.".into(),
    };
    let copy = Command::Issue { file: dossier.result_file.clone(), signed: None };
    let issue = Command::Issue { file: None, signed: None };
    let steps: Vec<(Arc<Actor>, Command, i64)> = match story {
        Story::Copied => vec![(clerk, copy, 95)],
        Story::CopyWaits | Story::CorrectionWaits => Vec::new(),
        Story::CorrectionWritten => vec![(officer, draft(), 130)],
        Story::Corrected => vec![(officer, draft(), 70), (leader, issue, 190)],
        Story::CorrectionRefused => vec![(officer, reason(), 160)],
    };
    for (actor, command, minutes) in steps {
        let (id, now) = (id.to_owned(), later(at, minutes));
        write(store, move |tx| desk::history::result(tx, &actor, &id, &command, now))?;
    }
    Ok(())
}

/// The corrected version.
fn paper(dossier: &Dossier) -> ResultPaper {
    let applicant = &dossier.filed.applicant;
    ResultPaper {
        kind: "Kết quả giải quyết thủ tục hành chính".into(),
        sign: "KQ".into(),
        subject: dossier.filed.procedure_name.clone(),
        particulars: vec![
            ("Họ, chữ đệm, tên".into(), applicant.name.clone()),
            ("Mã hồ sơ".into(), dossier.filed.code.to_string()),
        ],
        text: "Bản này thay thế bản đã cấp (dữ liệu mô phỏng).".into(),
        ..ResultPaper::default()
    }
}
