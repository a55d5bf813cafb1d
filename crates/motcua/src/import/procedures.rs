//! Procedures: from our own shape, from the national catalogue's, from spreadsheets.

use super::rows::{Cells, Content};
use super::{Collector, ImportReport, Notes, basis, cells, codes, documents, forms, legal_time, rows};
use rules::calendar::{StartRule, TimeLimit};
use rules::catalogue::{Fee, FeeKind, Level, OnlineLevel, Procedure, ProcedureResult, Route};
use rules::codes::{AgencyCode, ProcedureCode};
use rules::people::{Agency, AgencyLevel};
use std::collections::BTreeMap;

/// The columns that a report counts.
pub(super) const COLUMNS: &[&str] = &[
    "code",
    "name",
    "field",
    "level",
    "subjects",
    "agency",
    "authority",
    "sequence",
    "documents",
    "time_limit",
    "fees",
    "online",
    "result",
    "legal_basis",
    "conditions",
];

/// The field of a procedure that names none.
const NO_FIELD: &str = "Lĩnh vực khác";

/// Reads procedures from a file's content; its name only helps to say what is wrong. The agencies are those of the
/// province: who settles a procedure is found among them by name.
#[must_use]
pub fn parse_procedures(bytes: &[u8], name: &str, agencies: &[Agency]) -> ImportReport<Procedure> {
    let rows = match rows::read(bytes, name) {
        Ok(rows) => rows,
        Err(error) => return ImportReport::unreadable(&error),
    };
    let mut collector = Collector::new(COLUMNS);
    let mut seen: BTreeMap<ProcedureCode, usize> = BTreeMap::new();
    for row in rows {
        let mut notes = Notes::new(row.number);
        let procedure = match row.content {
            Content::Own(value) => own(value, agencies, &mut notes),
            Content::Cells(cells) => from_cells(&cells, agencies, &mut notes),
            Content::Broken(error) => {
                notes.reject("row", "not-json", &error);
                None
            }
        };
        if let Some(procedure) = &procedure
            && let Some(first) = seen.insert(procedure.code.clone(), row.number)
        {
            notes.reject("code", "code-twice", &first.to_string());
        }
        collector.row(procedure, notes);
    }
    collector.report
}

/// A procedure in our own shape: taken as it stands, or not at all.
fn own(value: serde_json::Value, agencies: &[Agency], notes: &mut Notes) -> Option<Procedure> {
    notes.of = value["code"].as_str().map(str::to_owned);
    match serde_json::from_value::<Procedure>(value) {
        Ok(procedure) => {
            if let Some(agency) = &procedure.agency
                && !agencies.iter().any(|known| known.code == *agency)
            {
                notes.reject("agency", "agency-unknown", agency.as_str());
            }
            Some(procedure)
        }
        Err(error) => {
            notes.reject("row", "not-a-procedure", &error.to_string());
            None
        }
    }
}

fn from_cells(cells: &Cells, agencies: &[Agency], notes: &mut Notes) -> Option<Procedure> {
    let written = cells.get("code");
    let code = codes::procedure(written);
    notes.of = Some(code.as_ref().map_or_else(|| written.trim().to_owned(), |(code, _)| code.to_string()));
    match &code {
        None if written.is_empty() => notes.reject("code", "code-missing", ""),
        None => notes.reject("code", "code-malformed", written),
        Some((_, true)) => notes.review_value("code", "code-mended", written),
        Some((_, false)) => {}
    }
    let name = name(cells.get("name"));
    if name.is_empty() {
        notes.reject("name", "name-missing", "");
    }
    let who = format!("{}, {}", cells.get("authority"), cells.get("performer"));
    let level = cells::level(cells.get("level"), &who, notes);
    let told = told(cells, &name, notes);
    let (time_limit, start) = limit(&told, cells.get("sequence"), notes);
    let (result, mut keywords) = basis::result(cells.get("result"), notes);
    let result = result.map(|result| match cells.get("result_code") {
        "" => result,
        code => ProcedureResult { code: Some(code.trim().to_owned()), ..result },
    });
    if result.is_none() {
        notes.review("result", "result-missing");
    }
    let result =
        result.unwrap_or_else(|| ProcedureResult { name: name.clone(), paper: true, ..ProcedureResult::default() });
    keywords
        .extend(cells.get("keywords").split([',', ';', '\n']).map(rules::text::tidy).filter(|word| !word.is_empty()));
    let field = rules::text::tidy(cells.get("field"));
    if field.is_empty() {
        notes.review("field", "field-missing");
    }
    let same_day = time_limit.is_some_and(TimeLimit::is_same_day);
    Some(Procedure {
        code: code?.0,
        name_en: Some(rules::text::tidy(cells.get("name_en"))).filter(|name| !name.is_empty()),
        field: if field.is_empty() { NO_FIELD.to_owned() } else { field },
        level,
        subjects: cells::subjects(cells.get("subjects"), notes),
        agency: agency(level, cells, agencies, notes),
        authority: authority(level, cells, notes),
        sequence: lines(cells.get("sequence")),
        documents: documents::read(cells.get("documents"), notes),
        time_limit,
        start,
        fees: told.fees,
        online: told.online,
        result,
        legal_basis: basis::laws(cells.get("legal_basis"), notes),
        conditions: Some(lines(cells.get("conditions")).join("\n")).filter(|text| !text.is_empty()),
        location_independent: cells::truth(cells.get("location_independent")).unwrap_or(level != Level::Ministry),
        location_eligible: true,
        essential: cells.get("essential").trim().parse().ok(),
        keywords,
        announcement: None,
        route: if same_day { Route::same_day() } else { Route::usual() },
        variants: Vec::new(),
        form: None,
        joint: None,
        name,
    })
}

/// The name without line breaks and without "Thủ tục" before it, which most of the catalogue leaves out.
fn name(text: &str) -> String {
    let tidy = rules::text::tidy(text);
    let tidy = tidy.trim_end_matches(['.', ' ']);
    let Some(rest) = tidy.strip_prefix("Thủ tục ").map(str::trim_start).filter(|rest| !rest.is_empty()) else {
        return tidy.to_owned();
    };
    let mut letters = rest.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| rules::text::tidy(line.trim_start_matches(['-', '+', '*', '•', ' ', '\t'])));
    lines.filter(|line| !line.is_empty()).collect()
}

/// What is said of time, money and filing: by the glued table, or by columns of their own, which go before.
fn told(cells: &Cells, name: &str, notes: &mut Notes) -> forms::Told {
    let nothing = forms::Told { limit: None, bare: false, fees: Vec::new(), online: OnlineLevel::None };
    let table = cells.get("forms");
    let mut told = if table.is_empty() { nothing } else { forms::read(table, notes) };
    match cells.get("time_limit") {
        "" if table.is_empty() => notes.review("time_limit", "time-not-stated"),
        "" => {}
        text => match legal_time::in_text(text) {
            Some(limit) => (told.limit, told.bare) = (Some(limit), false),
            None => notes.review_value("time_limit", "time-not-understood", text),
        },
    }
    match cells.get("fees") {
        "" if table.is_empty() => notes.review("fees", "fee-not-stated"),
        "" => {}
        text => told.fees = fee_of_cell(text, notes).into_iter().collect(),
    }
    match cells::online(cells.get("online")).or_else(|| cells::online(name).filter(|level| *level != OnlineLevel::None))
    {
        Some(level) => told.online = level,
        None if table.is_empty() => notes.review("online", "online-not-stated"),
        None if told.online == OnlineLevel::Partial => notes.review("online", "online-guessed"),
        None => {}
    }
    told
}

/// A fee in a cell of its own: "8.000 đồng", "Miễn phí", or a number.
fn fee_of_cell(text: &str, notes: &mut Notes) -> Option<Fee> {
    let folded = rules::text::fold(text);
    if folded == "mien phi" || folded == "0" || folded.starts_with("khong thu") {
        return None;
    }
    let start = text.find(|letter: char| letter.is_ascii_digit());
    let digits: String = text[start.unwrap_or(text.len())..]
        .chars()
        .take_while(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','))
        .filter(char::is_ascii_digit)
        .collect();
    let amount = digits.parse().ok().filter(|amount| *amount >= 1000).map(rules::money::Dong);
    if amount.is_none() {
        notes.review_value("fees", "fee-not-understood", text);
    }
    let kind = if folded.contains("phi") && !folded.contains("le phi") { FeeKind::Charge } else { FeeKind::Fee };
    let name = if kind == FeeKind::Fee { "Lệ phí" } else { "Phí" };
    Some(Fee {
        name: name.to_owned(),
        kind,
        amount,
        amount_online: None,
        count: None,
        note: Some(rules::text::tidy(text)),
        clock_runs: false,
    })
}

/// The limit, and when it starts. A bare number is of working days; where the procedure speaks of what comes after 15:00,
/// a bare 1 is the same day.
fn limit(told: &forms::Told, sequence: &str, notes: &mut Notes) -> (Option<TimeLimit>, StartRule) {
    let limit = match told.limit {
        Some(TimeLimit::WorkingDays(1)) if told.bare => {
            let folded = rules::text::fold(sequence);
            let same_day = folded.contains("sau 15 gio") || folded.contains("trong ngay");
            notes.review("time_limit", if same_day { "time-same-day" } else { "time-without-unit" });
            Some(if same_day { TimeLimit::SameDay } else { TimeLimit::WorkingDays(1) })
        }
        limit => {
            if told.bare {
                notes.review("time_limit", "time-without-unit");
            }
            limit
        }
    };
    (limit, limit.map_or(StartRule::AtOnce, TimeLimit::start_rule))
}

fn authority(level: Level, cells: &Cells, notes: &mut Notes) -> String {
    let written = [cells.get("authority"), cells.get("performer")].into_iter().find(|text| !text.trim().is_empty());
    written.map(|text| rules::text::tidy(text).trim_end_matches('.').to_owned()).unwrap_or_else(|| {
        notes.review("authority", "authority-missing");
        let by_level = match level {
            Level::Commune => "Ủy ban nhân dân cấp xã",
            Level::Province => "Ủy ban nhân dân cấp tỉnh",
            Level::Ministry => "Bộ, cơ quan ngang bộ",
        };
        by_level.to_owned()
    })
}

/// The department that settles a procedure of the province: by code, by name, or by the ministry that published it.
fn agency(level: Level, cells: &Cells, agencies: &[Agency], notes: &mut Notes) -> Option<AgencyCode> {
    if level != Level::Province {
        return None;
    }
    let settles = |agency: &&Agency| agency.settles() && agency.level == AgencyLevel::Department;
    let written = cells.get("agency").trim();
    if let Some(found) = agencies.iter().find(|agency| agency.code.as_str() == written) {
        return Some(found.code.clone());
    }
    let named = rules::text::fold(&format!("{written}, {}, {}", cells.get("performer"), cells.get("authority")));
    let by_name = agencies.iter().filter(settles).find(|agency| named.contains(&rules::text::fold(&agency.name)));
    let police = named.contains("cong an") || named.contains("canh sat") || named.contains("xuat nhap canh");
    // "bo-tu-phap" is Sở Tư pháp in the province, "bo-cong-an" Công an tỉnh.
    let ministry = rules::text::fold(cells.get("ministry"));
    let sector = ministry.strip_prefix("bo ").unwrap_or(&ministry);
    let sector = if police { "cong an" } else { sector };
    let by_sector = || {
        let fits = |agency: &&Agency| {
            let name = rules::text::fold(&agency.name);
            !sector.is_empty() && (name == format!("so {sector}") || name == format!("{sector} tinh"))
        };
        agencies.iter().filter(settles).find(fits)
    };
    let found = by_name.or_else(by_sector);
    if found.is_none() {
        notes.review_value("agency", "agency-not-found", &named);
    }
    found.map(|agency| agency.code.clone())
}
