//! Entering the treasury's list: every row or none, and every refused row named.

use super::{CommandError, Import, Tally, Texts, rows, system_clerk, unknown, whole};
use crate::import::{Parsed, ReadEntry, parse_budget};
use jiff::Timestamp;
use rules::Refusal;
use rules::people::Actor;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use store::desk::catalogue::Change;
use store::province::Province;
use store::{Failure, Store, Tx, desk};

impl Import {
    /// Budget lines with their amounts.
    pub(super) fn budget(
        &self,
        store: &Store,
        province: &Province,
        bytes: &[u8],
        texts: Texts,
        now: Timestamp,
    ) -> Result<String, CommandError> {
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let read = rows(parse_budget(bytes, &name), texts)?;
        let whole = whole(province).ok_or_else(|| CommandError::of(unknown().into(), texts))?;
        let actor = system_clerk(whole);
        let refused: Arc<Mutex<Vec<(usize, Refusal)>>> = Arc::default();
        let noted = Arc::clone(&refused);
        let entered = self.enter(store, texts, move |tx, province, tally| {
            let wrong = enter(tx, province, &actor, &read, tally, now)?;
            let Some((_, first)) = wrong.first() else { return Ok(()) };
            let first = first.clone();
            *noted.lock().unwrap_or_else(PoisonError::into_inner) = wrong;
            Err(first.into())
        });
        let refused = refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.is_empty() {
            return entered;
        }
        let mut out = std::io::stderr().lock();
        for (row, refusal) in refused.iter() {
            let what = CommandError::of(refusal.clone().into(), texts).to_string();
            let args: [(&str, &dyn web::texts::Arg); 2] = [("row", row), ("what", &what)];
            let _ = writeln!(out, "{}", texts.with("cli-import-budget-row", &args));
        }
        Err(CommandError::Refused(texts.t1("cli-import-rejected", "count", refused.len())))
    }
}

/// Enters row after row; what is refused, by row.
fn enter(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    read: &[Parsed<ReadEntry>],
    tally: &mut Tally,
    now: Timestamp,
) -> Result<Vec<(usize, Refusal)>, Failure> {
    let mut wrong = Vec::new();
    for row in read {
        let (line, entry) = (&row.value.line, row.value.entry.as_ref());
        match desk::budget::take_in(tx, province, actor, line, entry, now) {
            Ok(true) => tally.count(Change::Added),
            Ok(false) => tally.count(Change::Left),
            Err(Failure::Refused(refusal)) => wrong.push((row.row, refusal)),
            Err(fault) => return Err(fault),
        }
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::parse_agencies;
    use rules::people::Capacity;
    use store::province::ProvinceCache;

    const HEADINGS: &str =
        "năm ngân sách;nội dung chi;lĩnh vực;nguồn vốn;mã đơn vị sử dụng;loại nghiệp vụ;ngày;số tiền;chứng từ\n";

    #[test]
    fn the_treasurys_list_is_taken_in_once_and_every_row_that_can_not_be_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("motcua.db").display()).parse().expect("an address");
        let how = store::Options { durable: false, ..store::Options::default() };
        let store = Store::open(&url, folder.path(), &how).expect("a store");
        let now = rules::calendar::instant(jiff::civil::date(2025, 12, 20).at(8, 0, 0, 0));
        let agencies =
            parse_agencies(include_bytes!("../../../data/lai-chau/agencies.json"), "agencies.json", &[]).rows;
        let founded: Result<(), Failure> = store.write_blocking(move |tx| {
            let (by, province) = (Capacity::system("test"), Province::within(tx)?);
            super::super::directory::enter_agencies(tx, &province, &agencies, &mut Tally::default(), &by, now)
        });
        founded.expect("agencies");
        let take_in = |rows: &str| {
            let read = parse_budget(format!("{HEADINGS}{rows}").as_bytes(), "kho-bac.csv");
            assert!(read.accepted(), "{:?}", read.problems);
            let entered: Result<_, Failure> = store.write_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                let actor = system_clerk(whole(&province).ok_or_else(unknown)?);
                let mut tally = Tally::default();
                let wrong = enter(tx, &province, &actor, &read.rows, &mut tally, now)?;
                let wrong: Vec<_> = wrong
                    .into_iter()
                    .map(|(row, refusal)| (row, refusal.problems.first().map_or(refusal.code, |problem| problem.code)))
                    .collect();
                Ok((tally.added, tally.left, wrong))
            });
            entered.expect("read")
        };
        let good = "2025;Nâng cấp;CĐS;NST;H35.07;Bố trí;15/1/2025;1.000.000.000;QĐ 1\n\
                    2025;Nâng cấp;CĐS;NST;H35.07;Giải ngân;1/6/2025;300.000.000;LC 1\n";
        assert_eq!(take_in(good), (2, 0, vec![]));
        assert_eq!(take_in(good), (0, 2, vec![]), "a second time nothing");
        let wrong = "2025;Nâng cấp;CĐS;NST;H35.07;Giải ngân;1/7/2025;-5;LC 2\n\
                     2025;Nâng cấp;CĐS;NST;H35.07;Giải ngân;1/7/2025;700.000.001;LC 3\n\
                     2025;Nâng cấp;CĐS;NST;H35.07;Giải ngân;1/1/2026;1;LC 4\n\
                     2025;Nâng cấp;CĐS;NST;H35.99;Bố trí;1/7/2025;1;QĐ 5\n";
        let (added, left, refused) = take_in(wrong);
        assert_eq!((added, left), (0, 0));
        let expected = [
            (2, "budget-amount-not-positive"),
            (3, "budget-above-allocation"),
            (4, "date-in-future"),
            (5, "agency-unknown"),
        ];
        assert_eq!(refused, expected);
    }
}
