//! Officers with their positions, from spreadsheets: a row a position.

use super::agencies::{day, optional};
use super::rows::{Cells, Content};
use super::{Collector, ImportReport, Notes, rows};
use jiff::civil::Date;
use rules::codes::{AgencyCode, PersonalId, Phone};
use rules::people::{PersonRegistered, PositionGranted, Role, is_login};
use rules::text::{fold, tidy};
use std::collections::BTreeMap;

const COLUMNS: &[&str] = &["login", "full_name", "personal_id", "phone", "agency", "role", "title", "from", "to"];

/// A person with a position.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadOfficer {
    /// Who it is.
    pub person: PersonRegistered,
    /// What they hold.
    pub granted: PositionGranted,
}

/// Whether there is an agency of a code, and from which day it is no more.
type Known = Option<Option<Date>>;

/// Reads officers from a file's content; `known` tells whether there is an agency of this code.
#[must_use]
pub fn parse_people(bytes: &[u8], name: &str, known: impl Fn(&AgencyCode) -> Known) -> ImportReport<ReadOfficer> {
    let rows = match rows::read(bytes, name) {
        Ok(rows) => rows,
        Err(error) => return ImportReport::unreadable(&error),
    };
    let mut collector = Collector::new(COLUMNS);
    let mut names: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for row in rows {
        let mut notes = Notes::new(row.number);
        let officer = match row.content {
            Content::Cells(cells) => from_cells(&cells, &known, &mut notes),
            Content::Own(value) => {
                notes.reject("row", "not-a-person", &value.to_string());
                None
            }
            Content::Broken(error) => {
                notes.reject("row", "not-json", &error);
                None
            }
        };
        if let Some(ReadOfficer { person, .. }) = &officer {
            let first = names.entry(person.login.clone()).or_insert_with(|| (person.name.clone(), row.number));
            if first.0 != person.name {
                notes.reject("login", "login-twice", &first.1.to_string());
            }
        }
        collector.row(officer, notes);
    }
    collector.report
}

fn from_cells(cells: &Cells, known: impl Fn(&AgencyCode) -> Known, notes: &mut Notes) -> Option<ReadOfficer> {
    let login = cells.get("login").trim().to_lowercase();
    notes.of = Some(login.clone());
    let fits = is_login(&login);
    if !fits {
        notes.reject("login", if login.is_empty() { "login-missing" } else { "login-malformed" }, &login);
    }
    let name = Some(cells.get("full_name")).filter(|name| !name.is_empty()).unwrap_or_else(|| cells.get("name"));
    let name = tidy(name);
    if name.is_empty() {
        notes.reject("full_name", "name-missing", "");
    }
    let personal_id = number(cells.get("personal_id"), 12);
    let personal_id = read::<PersonalId>(&personal_id, |text| PersonalId::read(text, "").ok(), "personal_id", notes);
    let phone = number(cells.get("phone"), 10);
    let phone = read::<Phone>(&phone, |text| Phone::read(text, "").ok(), "phone", notes);
    let agency = optional::<AgencyCode>(&at(cells), "agency", notes);
    match &agency {
        None => notes.reject("agency", "agency-unknown", cells.get("agency")),
        Some(agency) if known(agency).is_none() => notes.reject("agency", "agency-unknown", agency.as_str()),
        Some(_) => {}
    }
    let role = role(cells.get("role"));
    if role.is_none() {
        notes.reject("role", "role-unknown", cells.get("role"));
    }
    let (from, until) = (day(cells, "from", notes), day(cells, "to", notes));
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        notes.reject("to", "days-backwards", cells.get("to"));
    }
    // What somebody held at an agency before it was merged is their past; nobody holds anything there since.
    if let Some(end) = agency.as_ref().and_then(&known).flatten()
        && from.is_none_or(|from| from >= end)
    {
        notes.reject("agency", "agency-ended", &end.strftime("%d/%m/%Y").to_string());
    }
    if !fits {
        return None;
    }
    let title = tidy(cells.get("title"));
    let decision = Some(tidy(cells.get("decision"))).filter(|text| !text.is_empty());
    let granted = PositionGranted { from, until, decision, ..PositionGranted::at_once(&*login, agency?, role?, title) };
    Some(ReadOfficer {
        person: PersonRegistered { login, name, personal_id, phone, address: None, commune: None },
        granted,
    })
}

/// The agency's code stands under "code" where the heading says "mã cơ quan", and what is under "agency" beside it is a name.
fn at(cells: &Cells) -> Cells {
    let mut at = Cells::default();
    at.insert("agency", cells.get("code"));
    at.insert("agency", cells.get("agency"));
    at
}

/// A number to which a spreadsheet left no zeros at its beginning.
fn number(text: &str, digits: usize) -> String {
    let text = text.trim();
    let numeric = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if numeric { format!("{text:0>digits$}") } else { text.to_owned() }
}

fn read<T>(text: &str, how: impl Fn(&str) -> Option<T>, column: &'static str, notes: &mut Notes) -> Option<T> {
    if text.is_empty() {
        return None;
    }
    let read = how(text);
    if read.is_none() {
        notes.reject(column, "number-malformed", text);
    }
    read
}

/// A role by its key, or as it is called in Vietnamese or English.
fn role(text: &str) -> Option<Role> {
    // Nobody holds at an agency what everybody is.
    Role::from_key(text.trim()).filter(|role| *role != Role::Citizen).or_else(|| match fold(text).as_str() {
        "tiep nhan" | "can bo tiep nhan" | "can bo mot cua" | "can bo bo phan mot cua" | "counter officer" => {
            Some(Role::CounterOfficer)
        }
        "thu ly" | "chuyen vien" | "can bo thu ly" | "case officer" => Some(Role::CaseOfficer),
        "lanh dao" | "phe duyet" | "lanh dao phe duyet" | "approving leader" => Some(Role::Approver),
        "van thu" => Some(Role::Clerk),
        "quan tri" | "quan tri he thong" => Some(Role::Administrator),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ImportReport<ReadOfficer> {
        parse_people(text.as_bytes(), "people.csv", |code| (code.as_str() == "H35.38").then_some(None))
    }

    #[test]
    fn what_our_own_list_of_people_calls_the_last_day_is_read_as_such() {
        let report = read(
            "Tên đăng nhập,Họ và tên,Mã cơ quan,Vai trò,Chức danh,Từ ngày,Đến hết ngày\n\
             thuly.1,Lò Văn A,H35.38,Lãnh đạo phê duyệt,Chủ tịch,1/7/2025,31/12/2026\n",
        );
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        assert_eq!(report.rows[0].value.granted.until, Some(jiff::civil::date(2026, 12, 31)));
    }

    #[test]
    fn our_own_list_of_people_is_read_in_english_too() {
        let report = read(
            "Sign-in name,Name,Agency code,Agency,Role,Title,From,Until,Decision\n\
             an@laichau.gov.vn,Lò Văn A,H35.38,Tân Phong,Approving leader,Chairman,2025-07-01,2026-12-31,12/QĐ-UBND\n",
        );
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        let ReadOfficer { person, granted } = &report.rows[0].value;
        assert_eq!((person.login.as_str(), person.name.as_str()), ("an@laichau.gov.vn", "Lò Văn A"));
        assert_eq!((granted.agency.as_str(), granted.role), ("H35.38", Role::Approver));
        assert_eq!(granted.until, Some(jiff::civil::date(2026, 12, 31)));
        assert_eq!(granted.decision.as_deref(), Some("12/QĐ-UBND"));
    }

    #[test]
    fn officers_are_read_with_their_positions_and_lost_zeros() {
        let report = read(
            "Tên đăng nhập,Họ và tên,Số CCCD,Điện thoại,Mã cơ quan,Vai trò,Chức danh,Từ ngày,Đến ngày\n\
             Thuly.1,Lò Văn A,12085001234,912345678,H35.38,Thụ lý,Công chức,1/7/2025,\n",
        );
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        let ReadOfficer { person, granted } = &report.rows[0].value;
        assert_eq!((person.login.as_str(), granted.role), ("thuly.1", Role::CaseOfficer));
        assert_eq!(person.personal_id.as_ref().map(PersonalId::as_str), Some("012085001234"));
        assert_eq!(person.phone.as_ref().map(Phone::as_str), Some("0912345678"));
        assert_eq!(granted.from, Some(jiff::civil::date(2025, 7, 1)));
    }

    #[test]
    fn nobody_holds_anything_at_an_agency_that_is_no_more() {
        let at = |from: &str| {
            let text = format!("login,full name,agency,role,from\nan,An,H35.H1,clerk,{from}\n");
            parse_people(text.as_bytes(), "people.csv", |_| Some(Some(jiff::civil::date(2025, 7, 1))))
        };
        assert!(at("2025-06-30").problems.is_empty(), "what was held before is the past");
        for from in ["2025-07-01", ""] {
            assert_eq!(at(from).problems[0].code, "agency-ended", "{from}");
        }
    }

    #[test]
    fn rows_that_can_not_be_are_named() {
        let report = read(
            "login,full name,personal id,agency,role,from,to\n,A,,H35.38,clerk,,\na b,B,,H35.38,clerk,,\n\
             c,C,1,H35.99,boss,2025-07-02,2025-07-01\nd,D,,H35.38,clerk,,\nd,Khác,,H35.38,approver,,\n",
        );
        let found: Vec<_> = report.problems.iter().map(|problem| (problem.row, problem.code)).collect();
        let expected = [
            (2, "login-missing"),
            (3, "login-malformed"),
            (4, "number-malformed"),
            (4, "agency-unknown"),
            (4, "role-unknown"),
            (4, "days-backwards"),
            (6, "login-twice"),
        ];
        assert_eq!(found, expected);
    }
}
