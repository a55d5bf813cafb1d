//! Whole files: the national extract, spreadsheets, and files that are wrong.

use super::{ImportReport, Severity, parse_agencies, parse_holidays, parse_procedures};
use rules::calendar::{DayKind, TimeLimit};
use rules::catalogue::{Level, OnlineLevel, Procedure, Subject};

fn procedures(text: &str) -> ImportReport<Procedure> {
    parse_procedures(text.as_bytes(), "test", &crate::province::agencies())
}

fn codes<T>(report: &ImportReport<T>, severity: Severity) -> Vec<&'static str> {
    report.problems.iter().filter(|problem| problem.severity == severity).map(|problem| problem.code).collect()
}

#[test]
fn every_row_of_the_national_extract_is_read() {
    let Some(raw) = crate::catalogue::tests::raw_procedures() else { return };
    let report = procedures(&raw);
    assert_eq!(report.read, raw.lines().count());
    assert_eq!(codes(&report, Severity::Rejected), [""; 0]);
    assert_eq!(report.rows.len(), report.read, "none dropped");
    let share = |column: &str| report.columns[column].understood as f64 / report.read as f64;
    for (column, least) in [
        ("code", 1.0),
        ("name", 1.0),
        ("documents", 0.95),
        ("legal_basis", 0.9),
        ("time_limit", 0.7),
        ("subjects", 0.99),
    ] {
        assert!(share(column) >= least, "{column}: {:.3}", share(column));
    }
    let passport = report.rows.iter().find(|row| row.value.code.as_str() == "1.001456").expect("the passport");
    let passport = &passport.value;
    assert_eq!(passport.time_limit, Some(TimeLimit::WorkingDays(8)));
    assert_eq!(passport.agency.as_ref().map(rules::codes::AgencyCode::as_str), Some("H35.16"));
    assert_eq!((passport.level, passport.fees[0].amount.map(|amount| amount.0)), (Level::Province, Some(200_000)));
    assert!(passport.documents.len() >= 4 && passport.legal_basis.len() >= 4);
    for row in &report.rows {
        for law in &row.value.legal_basis {
            assert!(law.number.len() < 40, "{}: {law:?}", row.value.code);
        }
    }
}

#[test]
fn what_we_ship_can_be_imported_as_it_is() {
    let shipped = crate::catalogue::shipped();
    let report = procedures(&serde_json::to_string(&shipped).expect("JSON"));
    assert!(report.accepted() && report.problems.is_empty(), "{:?}", report.problems);
    assert_eq!(report.rows.into_iter().map(|row| row.value).collect::<Vec<_>>(), shipped);
    let agencies = crate::province::agencies();
    let report = parse_agencies(serde_json::to_string(&agencies).expect("JSON").as_bytes(), "agencies.json", &[]);
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    assert_eq!(report.rows.into_iter().map(|row| row.value.agency).collect::<Vec<_>>(), agencies);
}

#[test]
fn agencies_of_all_blocs_are_read_with_their_days_and_ends() {
    let file = "Mã cơ quan,Tên cơ quan,Khối,Mã định danh điện tử,Mã xã,Ngày thành lập,Ngày sáp nhập,Sáp nhập vào,Quyết định\n\
                H35.X1,Ủy ban nhân dân xã Sùng Phài,,H35.1.9,3403,,1/7/2025,H35.21,Nghị quyết 1670/NQ-UBTVQH15\n\
                H35.X2,Hội Nông dân tỉnh,Đoàn thể,,,2025-07-01,,,\nH35.X3,Đảng ủy xã Sìn Hồ,,,03478,,,,\n";
    let report = parse_agencies(file.as_bytes(), "agencies.csv", &crate::province::agencies());
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let [first, second, third] = &report.rows[..] else { panic!("three rows") };
    assert_eq!(first.value.agency.commune.as_ref().map(rules::codes::CommuneCode::as_str), Some("03403"));
    let end = first.value.end.as_ref().expect("an end");
    assert_eq!((end.on, end.into[0].as_str()), (jiff::civil::date(2025, 7, 1), "H35.21"));
    assert_eq!(second.value.agency.bloc, rules::people::Bloc::MassOrganisation);
    assert_eq!(second.value.agency.founded_on, Some(jiff::civil::date(2025, 7, 1)));
    assert_eq!(third.value.agency.bloc, rules::people::Bloc::Party);
    let wrong = "code,name,bloc,eid,merged into,ended on\nH35.X1,A,x,H35.1,,\nH35.X2,B,,H35.1,H35.99,\nH35.X3,C,,,H35.99,1/7/2025\n";
    let report = parse_agencies(wrong.as_bytes(), "agencies.csv", &[]);
    let found: Vec<_> = report.problems.iter().map(|problem| (problem.row, problem.code)).collect();
    let expected = [(2, "bloc-unknown"), (3, "end-without-day"), (3, "eid-twice"), (4, "decision-missing")];
    assert_eq!(found, expected);
}

#[test]
fn a_row_with_missing_keys_odd_units_entities_and_loose_marks_is_read_and_listed() {
    let name: String = unicode_normalization::UnicodeNormalization::nfd("Cấp giấy phép &amp; thẻ").collect();
    let row = serde_json::json!({
        "ma_thu_tuc": "3.000999.000.00.00.H35", "ten_thu_tuc": name, "cap_thuc_hien": "Cấp tỉnh, Cấp xã",
        "doi_tuong_thuc_hien": "Tổ chức (không bao gồm doanh nghiệp, HTX)", "co_quan_thuc_hien": "Sở&nbsp;Y tế",
        "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp90 PhútMiễn phí",
    });
    let report = procedures(&row.to_string());
    assert!(report.accepted(), "{:?}", report.problems);
    let procedure = &report.rows[0].value;
    assert_eq!((procedure.code.as_str(), procedure.name.as_str()), ("3.000999", "Cấp giấy phép & thẻ"));
    assert_eq!(procedure.subjects, [Subject::Organisation]);
    assert_eq!((procedure.level, procedure.online), (Level::Province, OnlineLevel::None));
    assert_eq!(procedure.agency.as_ref().map(rules::codes::AgencyCode::as_str), Some("H35.08"));
    assert_eq!(procedure.time_limit, Some(TimeLimit::WorkingHours(2)));
    let listed = codes(&report, Severity::Review);
    for code in [
        "code-mended",
        "level-several",
        "time-converted",
        "field-missing",
        "documents-none",
        "basis-none",
        "result-missing",
    ] {
        assert!(listed.contains(&code), "{code} in {listed:?}");
    }
}

#[test]
fn a_table_in_vietnamese_or_english_is_read_below_its_title() {
    let vietnamese = "DANH SÁCH THỦ TỤC;;;;\n;;;;\nSTT;Mã TTHC;Tên thủ tục;Lĩnh vực;Cấp thực hiện;Thời hạn giải quyết;Phí, lệ phí;Mức độ;Đối tượng\n1;1.00011;Cấp thẻ;Y tế;Cấp xã;Không quá 05 ngày làm việc;8.000 đồng;Toàn trình;Công dân\n";
    let report = procedures(vietnamese);
    assert!(report.accepted(), "{:?}", report.problems);
    let row = &report.rows[0];
    assert_eq!((row.row, row.value.code.as_str()), (4, "1.000110"));
    assert_eq!((row.value.time_limit, row.value.online), (Some(TimeLimit::WorkingDays(5)), OnlineLevel::Full));
    assert_eq!(row.value.fees[0].amount.map(|amount| amount.0), Some(8000));
    let english = "code,name,field,level,time limit\n1.000110,Card,Health,commune,3 working days\n";
    assert_eq!(procedures(english).rows[0].value.time_limit, Some(TimeLimit::WorkingDays(3)));
}

#[test]
fn a_spreadsheet_is_read_by_its_own_row_numbers_and_codes_get_their_zeros_back() {
    let report = parse_procedures(include_bytes!("fixtures/procedures.xlsx"), "procedures.xlsx", &[]);
    let rows: Vec<_> = report.rows.iter().map(|row| (row.row, row.value.code.as_str())).collect();
    assert_eq!(rows, [(4, "1.000110"), (5, "2.000815")]);
    assert_eq!(report.problems.iter().filter(|problem| problem.code == "code-mended").count(), 1);
}

#[test]
fn rows_that_can_not_be_taken_over_are_named_with_their_reason() {
    let file = "Mã thủ tục,Tên thủ tục\n1.000110,Một\nABC,Hai\n1.000111,\n,Bốn\n1.000110,Năm\n";
    let report = procedures(file);
    assert!(!report.accepted());
    assert_eq!(report.read, 5);
    let rejected: Vec<_> = report
        .problems
        .iter()
        .filter(|problem| problem.severity == Severity::Rejected)
        .map(|problem| (problem.row, problem.code))
        .collect();
    assert_eq!(rejected, [(3, "code-malformed"), (4, "name-missing"), (5, "code-missing"), (6, "code-twice")]);
    let lines: Vec<_> = report.lines(|key, args| format!("{key} {args:?}")).collect();
    assert_eq!(lines.len(), report.problems.len());
    assert!(lines[0].starts_with("import-line-rejected") && lines[0].contains("import-code-malformed"), "{}", lines[0]);
}

#[test]
fn files_that_are_no_tables_are_refused_in_one_line() {
    for (bytes, code) in [
        (&b""[..], "empty-file"),
        (b"hello", "no-headings"),
        (b"[{", "not-json"),
        (b"\x1F\x8Bxx", "broken-archive"),
        (b"PK\x03\x04xx", "broken-sheet"),
        (b"a,\xFF", "not-utf8"),
    ] {
        let report = parse_procedures(bytes, "file", &[]);
        assert_eq!(codes(&report, Severity::Rejected), [code]);
    }
    let broken = procedures("{\"ma_thu_tuc\": \"1.000110\", \"ten_thu_tuc\": \"Một\"}\n{oops\n");
    assert_eq!((broken.read, codes(&broken, Severity::Rejected)), (2, vec!["not-json"]));
}

#[test]
fn holidays_are_read_as_people_write_dates() {
    let report = parse_holidays("Ngày,Loại,Tên ngày nghỉ,Nguồn\n30/4/2026,Nghỉ lễ,Ngày Chiến thắng,Bộ luật Lao động\n2026-05-02,Làm bù,Làm bù,Công văn 1\n".as_bytes(), "days.csv");
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    assert_eq!(report.rows[0].value.date, jiff::civil::date(2026, 4, 30));
    assert_eq!(report.rows[1].value.kind, DayKind::MakeUp);
    let wrong = parse_holidays("Ngày,Loại,Tên ngày nghỉ,Nguồn\n31/2/2026,gì đó,,\n".as_bytes(), "days.csv");
    assert_eq!(
        codes(&wrong, Severity::Rejected),
        ["date-malformed", "day-kind-unknown", "name-missing", "source-missing"]
    );
}

#[test]
fn every_problem_and_column_has_its_text_in_both_languages() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/import");
    let Ok(files) = std::fs::read_dir(folder) else { return };
    let texts = ["vi", "en"].map(|language| {
        let folder = format!("{}/../web/messages/{language}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(folder).expect("the messages").map(|entry| entry.expect("an entry").path());
        files.map(|path| std::fs::read_to_string(path).expect("messages")).collect::<String>()
    });
    let ministries = ["bo-cong-an", "bo-tu-phap"];
    for path in files.map(|entry| entry.expect("an entry").path()) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let code = |part: &&str| {
            part.contains('-') && part.bytes().all(|byte| byte.is_ascii_lowercase() || b"-08".contains(&byte))
        };
        for code in
            product.split('"').filter(code).filter(|code| !path.ends_with("tests.rs") && !ministries.contains(code))
        {
            let key = format!("\nimport-{} = ", code.trim_start_matches("import-"));
            assert!(code == "import-" || texts.iter().all(|text| text.contains(&key)), "{code} in {}", path.display());
        }
    }
    for column in crate::import::procedures::COLUMNS {
        let key = format!("\nimport-column-{column} = ");
        let silent = ["sequence", "conditions"].contains(column);
        assert!(silent || texts.iter().all(|text| text.contains(&key)), "{column}");
    }
}
