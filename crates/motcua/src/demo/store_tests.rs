//! The simulated year in a store: the figures that people see, the proof of the journal, and the same bytes for the same seed.

use super::world::World;
use super::{Error, Options, PASSWORD, Summary, as_of, create, is_simulated, sign_ins, starts_at, villages};
use crate::commands::{figures, index, report};
use argon2::{Argon2, PasswordVerifier as _, password_hash::phc::PasswordHash};
use rules::committees::CommitteeKind;
use rules::people::AgencyLevel;
use rules::quality::{FiguresReport, Period, Scope};
use sha2::{Digest as _, Sha256};
use std::ops::ControlFlow;
use store::province::ProvinceCache;
use store::tables::quality::{Asked, Rankings};
use store::{DatabaseUrl, Fault, Store, journal, tables};
use tempfile::TempDir;
use web::summaries::Kind;

fn created(options: &Options) -> (TempDir, Store, Summary) {
    let folder = tempfile::tempdir().expect("a folder");
    let url: DatabaseUrl = format!("sqlite:{}", folder.path().join("motcua.db").display()).parse().expect("an address");
    let how = store::Options { durable: false, ..store::Options::default() };
    let store = Store::open(&url, folder.path(), &how).expect("a store");
    let mut last = (0, 0);
    let summary = create(&store, options, |done, total| last = (done, total)).expect("a province");
    assert_eq!(last, (options.dossiers, options.dossiers), "progress comes to its end");
    (folder, store, summary)
}

/// The hash of every line of the journal's export.
fn export(store: &Store) -> (u64, String) {
    let read = store.read_blocking(|tx| {
        let (mut lines, mut hash) = (0, Sha256::new());
        journal::export(tx, |line| {
            lines += 1;
            hash.update(line.as_bytes());
            Ok::<_, Fault>(ControlFlow::Continue(()))
        })?;
        Ok::<_, Fault>((lines, format!("{:x?}", hash.finalize())))
    });
    read.expect("an export")
}

#[test]
fn the_figures_in_the_store_match_the_article() {
    let options = Options { dossiers: 5_000, ..Options::default() };
    let (_folder, store, summary) = created(&options);
    let (as_of, now) = (options.as_of, options.starts_at());
    let period = Period { from: as_of.first_of_year(), to: as_of };
    let asked = Asked { scope: Scope::Province, period, as_of };
    let (index, figures) = store
        .read_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let index = tables::quality::index(tx, &province, &Rankings::default(), &asked, now)?;
            Ok::<_, Fault>((index, tables::quality::figures(tx, &province, as_of, now)?))
        })
        .expect("figures");
    let score = index.score.expect("a score").to_f64();
    assert!((90.3..=90.5).contains(&score), "{score}");
    let on_time = figures.items.iter().find(|item| item.key == "dossiers_on_time").expect("the figure");
    let value = on_time.value.expect("a value").to_f64();
    assert!((98.95..=99.05).contains(&value), "{value}");
    // Besides those of the year a few joint filings were settled in time.
    let counted =
        on_time.numerator.expect("a numerator") - i64::try_from(summary.early + summary.on_time).expect("few");
    assert!((0..=10).contains(&counted), "{counted}");
    every_agency_and_village_is_steered(&store, as_of, &figures);
    money_and_coverage_are_as_the_article_says(&figures);
    the_report_says_what_the_article_says(&store, as_of, &figures);
}

/// "hơn 160,7 tỷ đồng", "khoảng 72%", "dự kiến hoàn thành 100% cuối năm", "chỉ còn 9 bản chưa có sóng băng rộng".
/// The report of the conference says every figure of the article, each with a note, and none that `motcua figures` does not have.
fn the_report_says_what_the_article_says(store: &Store, as_of: jiff::civil::Date, figures: &FiguresReport) {
    let texts = crate::commands::Texts::new(web::Lang::Vi);
    let written = report::report(store, Kind::Conference, (Some(as_of), None), "http://localhost:8080", texts);
    let (day, written) = written.expect("a report");
    assert_eq!(day, as_of);
    let said: String = written
        .chapters
        .iter()
        .flat_map(|chapter| chapter.paragraphs.iter().flatten())
        .map(|piece| piece.text.as_str())
        .collect();
    for words in [
        "đoàn thể làm việc trên môi trường số đạt 100%",
        "19/19 sở, ban, ngành",
        "38/38 xã, phường",
        "160,7 tỷ đồng",
        "còn 9 thôn, bản",
        "99% hồ sơ",
        "100% thủ tục",
        "/100 điểm",
        "xếp thứ 10 trong 34",
        "tại 100% thôn, bản",
        "55/75 dịch vụ công thiết yếu",
    ] {
        assert!(said.contains(words), "{words:?} is missing in {said}");
    }
    let known: Vec<_> = figures.items.iter().filter(|item| item.value.is_some()).collect();
    assert_eq!(written.notes.len(), known.len(), "a note a figure");
    let table = written.chapters.iter().find_map(|chapter| chapter.comparison.as_ref()).expect("a comparison");
    for item in known {
        let decimals = usize::from(matches!(item.unit, "percent" | "points" | "billion_dong"));
        let value = web::format::decimal(web::Lang::Vi, item.value.expect("a value").to_f64(), decimals);
        let value = value.trim_end_matches(",0");
        let row = table.rows.iter().find(|row| row[0] == item.name).expect("a row a figure");
        assert!(row[1].starts_with(value), "{}: {} is not {value}", item.key, row[1]);
        assert!(said.contains(value), "{}: {value} is not said", item.key);
    }
}

fn money_and_coverage_are_as_the_article_says(figures: &FiguresReport) {
    let value = |key: &str| {
        let item = figures.items.iter().find(|item| item.key == key).expect("the figure");
        item.value.expect("a value").to_f64()
    };
    assert!((160.7..160.8).contains(&value("budget_allocated")), "{}", value("budget_allocated"));
    assert!((71.5..72.5).contains(&value("disbursement_digital")), "{}", value("disbursement_digital"));
    assert!((99.0..=100.0).contains(&value("disbursement_forecast")), "{}", value("disbursement_forecast"));
    let villages = figures.items.iter().find(|item| item.key == "villages_without_broadband").expect("the figure");
    assert_eq!(villages.numerator, Some(9));
    // "100% cơ quan Đảng, chính quyền, Mặt trận Tổ quốc và các tổ chức chính trị - xã hội": by what their people recorded.
    let digital = figures.items.iter().find(|item| item.key == "agencies_digital").expect("the figure");
    assert_eq!((digital.numerator, digital.denominator), (Some(153), Some(153)));
    // The article gives no number of digital citizens: the simulated one is plausible.
    assert!((75.0..95.0).contains(&value("digital_citizens")), "{}", value("digital_citizens"));
}

/// Whom committees and groups cover follows from the villages and agencies that there are, not from a number that is written down.
fn every_agency_and_village_is_steered(store: &Store, as_of: jiff::civil::Date, figures: &FiguresReport) {
    let villages = villages::all(&World::new().expect("a world")).count();
    let groups = figures.items.iter().find(|item| item.key == "working_groups").expect("the figure");
    assert_eq!((groups.numerator, groups.denominator), (i64::try_from(villages).ok(), i64::try_from(villages).ok()));
    let (activity, coverage) = store
        .read_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let mut coverage = Vec::new();
            for level in [AgencyLevel::Province, AgencyLevel::Department, AgencyLevel::Commune] {
                for kind in CommitteeKind::STEERING {
                    coverage.push(tables::committees::coverage(tx, &province, level, kind, as_of)?);
                }
            }
            Ok::<_, Fault>((tables::committees::activity(tx, as_of.first_of_month())?, coverage))
        })
        .expect("committees");
    let (all, reported, helped) = activity;
    assert_eq!(usize::try_from(all).ok(), Some(villages));
    assert!(reported * 2 > all && reported < all && helped > reported, "{activity:?}");
    for one in coverage {
        assert!(one.agencies > 0 && one.founded == one.agencies && one.met > 0, "{one:?}");
    }
}

#[test]
fn what_comes_after_the_result_has_something_to_show() {
    let options = Options { dossiers: 3_000, ..Options::default() };
    let (_folder, store, _) = created(&options);
    let counts = store.read_blocking(|tx| {
        let mut count = |sql: &str| tx.query_one(sql, store::values![])?.int(0);
        Ok::<_, Fault>([
            count("SELECT COUNT(*) FROM dossiers WHERE status = 6")?,
            count("SELECT COUNT(*) FROM result_requests WHERE kind = 'copy' AND status = 'issued'")?,
            count("SELECT COUNT(*) FROM result_requests WHERE kind = 'correction' AND status = 'drafted'")?,
            count("SELECT COUNT(*) FROM result_requests WHERE status = 'open'")?,
            count("SELECT COUNT(*) FROM archived_dossiers")?,
            count("SELECT COUNT(*) FROM joined_dossiers")?,
        ])
    });
    let counts = counts.expect("counts");
    let [awaited, copies, drafts, open, archived, joined] = counts;
    assert!(awaited > 3 && copies > 0 && drafts > 0 && open > 0 && archived > 100, "{counts:?}");
    assert_eq!(joined, 9, "three filings open three dossiers each");
}

#[test]
fn the_same_seed_writes_the_same_journal_and_its_chains_hold() {
    let options = Options { dossiers: 1_500, ..Options::default() };
    let (_first_folder, first, summary) = created(&options);
    let (_second_folder, second, _) = created(&options);
    let (lines, hash) = export(&first);
    assert!(lines > summary.events, "agencies, people and procedures are in it too");
    assert_eq!((lines, hash), export(&second));
    let verified = first.read_blocking(|tx| journal::verify(tx, None, |_| {})).expect("a verdict");
    assert!(verified.findings.is_empty(), "{:?}", verified.findings);
}

#[test]
fn a_simulated_province_says_so_and_everybody_told_can_sign_in() {
    let options = Options { dossiers: 50, ..Options::default() };
    let (_folder, store, _) = created(&options);
    assert!(is_simulated(&store).expect("a setting"));
    assert_eq!(as_of(&store).expect("a setting"), Some(options.as_of));
    assert!(matches!(create(&store, &options, |_, _| {}), Err(Error::InUse)));
    let ahead = Some(options.as_of.tomorrow().expect("a day"));
    let texts = crate::commands::Texts::new(web::Lang::Vi);
    let question = index::Question { as_of: ahead, ..index::Question::default() };
    for refused in [index::report(&store, &question, texts).err(), figures::report(&store, ahead, texts).err()] {
        let error = refused.expect("what has not come yet is not computed");
        assert_eq!(error.exit_status(), 1);
        assert!(error.to_string().contains("Ngày này chưa đến"), "{error}");
    }
    let now = starts_at(options.as_of);
    for account in sign_ins() {
        let login = account.login.clone();
        let (hash, actor) = store
            .read_blocking(move |tx| {
                let hash = store::desk::people::password_hash(tx, &login)?;
                Ok::<_, Fault>((hash, tables::people::actor(tx, &login, now)?))
            })
            .expect("an account");
        let hash = hash.expect("a password");
        let hash = PasswordHash::new(&hash).expect("a hash");
        assert!(Argon2::default().verify_password(PASSWORD.as_bytes(), &hash).is_ok(), "{}", account.login);
        assert_eq!(actor.map(|actor| actor.name), Some(account.name));
    }
}
