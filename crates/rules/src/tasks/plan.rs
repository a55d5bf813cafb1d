//! A plan (*kế hoạch, phụ lục phân công nhiệm vụ*) as the sheets of a workbook: headings in any order and on one or two levels, merged
//! cells, section titles between the rows. What can't be read is named by sheet, row and column; all rows of all sheets are read, so
//! that everything wrong is told at once.

use super::dates::{read_day, read_due};
use super::{Draft, Due, read_target};
use crate::codes::AgencyCode;
use crate::people::Directory;
use crate::text::{fold, tidy};
use crate::{Problem, Refusal};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The cells of a sheet, from its first row and column on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it is called in its workbook.
    pub name: String,
    /// Row by row; what is not there is empty.
    pub rows: Vec<Vec<String>>,
    /// Which cells are one.
    pub merged: Vec<Merged>,
}

/// Cells that are one: rows and columns from 0, the last ones included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The first row.
    pub top: usize,
    /// The first column.
    pub left: usize,
    /// The last row.
    pub bottom: usize,
    /// The last column.
    pub right: usize,
}

/// An officer of a lead agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// The login.
    pub login: String,
    /// The full name.
    pub name: String,
    /// Whether they lead the agency: they answer for it where a plan names nobody.
    pub leads: bool,
}

/// A row that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// The name of its sheet.
    pub sheet: String,
    /// Its number in the sheet, from 1.
    pub number: usize,
    columns: Rc<Headings>,
    /// The task.
    pub draft: Draft,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// The name of the sheet.
    pub sheet: String,
    /// The row in the sheet, from 1.
    pub row: usize,
    /// The letters of the column: `F`; empty when there is no such column.
    pub column: String,
    /// What is wrong; its pointer names the field.
    pub problem: Problem,
}

/// A plan that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The rows that could be read.
    pub rows: Vec<PlanRow>,
    /// What could not.
    pub misread: Vec<Misread>,
    /// The names of the sheets that were read.
    pub read: Vec<String>,
    /// The names of those without the headings of a plan, such as a cover.
    pub passed_over: Vec<String>,
}

/// The columns of a sheet by field.
type Headings = HashMap<&'static str, usize>;

/// The fields of a task by their names in plans, folded.
const HEADINGS: &[(&str, &[&str])] = &[
    (
        "name",
        &["nhiem vu", "noi dung", "noi dung nhiem vu", "ten nhiem vu", "nhiem vu giai phap", "noi dung cong viec"],
    ),
    ("authority", &["van ban giao", "can cu", "van ban giao nhiem vu", "van ban chi dao", "can cu tham quyen"]),
    ("lead", &["co quan chu tri", "don vi chu tri", "chu tri", "co quan don vi chu tri"]),
    ("responsible", &["nguoi phu trach", "nguoi chiu trach nhiem", "ca nhan phu trach", "nguoi thuc hien"]),
    ("responsibility", &["trach nhiem", "ro trach nhiem"]),
    ("supporting", &["co quan phoi hop", "don vi phoi hop", "phoi hop", "co quan don vi phoi hop"]),
    ("assigned_on", &["ngay giao", "ngay giao nhiem vu"]),
    (
        "due_on",
        &[
            "thoi han",
            "thoi gian",
            "thoi han hoan thanh",
            "thoi gian hoan thanh",
            "han hoan thanh",
            "thoi gian thuc hien",
        ],
    ),
    (
        "deliverable",
        &["san pham", "ket qua", "san pham dau ra", "san pham ket qua", "ket qua dau ra", "ket qua san pham"],
    ),
    ("unit", &["don vi tinh", "dvt"]),
    ("target", &["chi tieu", "muc tieu", "so luong"]),
    ("number", &["stt", "tt", "so tt"]),
];
/// Headings stand in one of the first rows, below the plan's own title.
const HIGHEST: usize = 20;
/// A title goes across so many columns.
const TITLE: usize = 3;

/// Reads a plan out of every sheet that has its headings; `year` is the one of its periods, `officers` answers who works in an agency.
///
/// # Errors
/// When no sheet has the headings of a plan (at least task, lead agency and deadline), or none has a row below them.
pub fn read(
    sheets: &[Sheet],
    directory: &Directory,
    year: i16,
    officers: impl Fn(&AgencyCode) -> Vec<Officer>,
) -> Result<Plan, Refusal> {
    let names = AgencyNames::new(directory);
    let mut plan = Plan::default();
    for sheet in sheets {
        let Some((first, columns)) = headings(sheet) else {
            plan.passed_over.push(sheet.name.clone());
            continue;
        };
        plan.read.push(sheet.name.clone());
        let columns = Rc::new(columns);
        for at in first..sheet.rows.len() {
            let row = Row { sheet, at, columns: &columns };
            if row.is_empty() || row.is_title() || at == first && row.counts_columns() {
                continue;
            }
            let mut problems = Vec::new();
            let draft = row.draft(&names, year, &officers, &mut problems);
            plan.take(
                PlanRow { sheet: sheet.name.clone(), number: at + 1, columns: Rc::clone(&columns), draft },
                problems,
            );
        }
    }
    match (plan.read.is_empty(), plan.rows.is_empty() && plan.misread.is_empty()) {
        (true, _) => Err(Refusal::rule("plan-without-headings")),
        (false, true) => Err(Refusal::rule("plan-without-rows")),
        (false, false) => Ok(plan),
    }
}

impl Plan {
    /// Takes in a row. What stands there word for word already was copied once too often.
    fn take(&mut self, row: PlanRow, mut problems: Vec<Problem>) {
        let same = |known: &&PlanRow| known.draft == row.draft;
        if let Some(first) = self.rows.iter().find(same).filter(|_| problems.is_empty()) {
            let twice = Problem::new("/name", "plan-row-twice").with("sheet", &first.sheet).with("row", first.number);
            problems.push(twice);
        }
        if problems.is_empty() {
            self.rows.push(row);
        } else {
            self.misread.extend(problems.into_iter().map(|problem| row.misread(problem)));
        }
    }
}

impl PlanRow {
    /// What is wrong with it, placed in its column.
    #[must_use]
    pub fn misread(&self, problem: Problem) -> Misread {
        let field = problem.pointer.trim_start_matches('/');
        let column = self.columns.get(field).map_or_else(String::new, |column| letters(*column));
        Misread { sheet: self.sheet.clone(), row: self.number, column, problem }
    }
}

/// The letters of a column: 0 is `A`, 26 is `AA`.
#[must_use]
pub fn letters(column: usize) -> String {
    let letter = |number: usize| char::from(b'A' + u8::try_from(number % 26).unwrap_or_default());
    let mut letters = String::from(letter(column));
    let mut rest = column / 26;
    while rest > 0 {
        letters.insert(0, letter(rest - 1));
        rest = (rest - 1) / 26;
    }
    letters
}

/// Where the headings of a sheet stand, and the row below them. A heading may stand on two levels: "Chủ trì" and "Phối hợp" below "Cơ
/// quan thực hiện".
fn headings(sheet: &Sheet) -> Option<(usize, Headings)> {
    (0..sheet.rows.len().min(HIGHEST)).find_map(|at| {
        let alone = named(sheet.rows[at].iter().map(|cell| [fold(cell), String::new()]));
        if let Some(columns) = alone {
            return Some((at + 1, columns));
        }
        let width = sheet.rows.get(at + 1)?.len().max(sheet.rows[at].len());
        let both = (0..width).map(|column| {
            let (upper, lower) = (fold(sheet.cell(at, column)), fold(sheet.cell(at + 1, column)));
            if lower.is_empty() || lower == upper {
                [upper, String::new()]
            } else {
                [format!("{upper} {lower}"), lower]
            }
        });
        named(both).map(|columns| (at + 2, columns))
    })
}

/// The fields that columns are called after, each by the first column of such a name; nothing without those that no plan can lack.
fn named(called: impl Iterator<Item = [String; 2]>) -> Option<Headings> {
    let mut columns = Headings::new();
    for (column, names) in called.enumerate() {
        let known = |name: &String| HEADINGS.iter().find(|(_, known)| known.contains(&name.as_str()));
        if let Some((field, _)) = names.iter().find_map(known) {
            columns.entry(*field).or_insert(column);
        }
    }
    ["name", "lead", "due_on"].iter().all(|field| columns.contains_key(field)).then_some(columns)
}

impl Sheet {
    /// The text of a cell; of one that is merged, of the whole.
    fn cell(&self, row: usize, column: usize) -> &str {
        let within = |merged: &&Merged| {
            (merged.top..=merged.bottom).contains(&row) && (merged.left..=merged.right).contains(&column)
        };
        let (row, column) = self.merged.iter().find(within).map_or((row, column), |whole| (whole.top, whole.left));
        self.rows.get(row).and_then(|row| row.get(column)).map_or("", |cell| cell.trim())
    }
}

/// A row of the sheet.
struct Row<'a> {
    sheet: &'a Sheet,
    at: usize,
    columns: &'a Headings,
}

impl Row<'_> {
    fn cell(&self, column: usize) -> &str {
        self.sheet.cell(self.at, column)
    }

    fn field(&self, field: &str) -> &str {
        self.columns.get(field).map_or("", |column| self.cell(*column))
    }

    fn is_empty(&self) -> bool {
        self.sheet.rows[self.at].iter().all(|cell| cell.trim().is_empty())
    }

    /// Whether it does nothing but number the columns, as the row below the headings often does: (1), (2), (3).
    fn counts_columns(&self) -> bool {
        let told = self.sheet.rows[self.at].iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let number = |cell: &str| cell.trim_start_matches('(').trim_end_matches(')').parse::<u8>().is_ok();
        let mut told = told.peekable();
        told.peek().is_some() && told.all(number)
    }

    /// Whether it is the title of a section: one text across several columns, or nothing but a number such as `II` and a text. A
    /// row that says more is a task, however its cells are merged.
    fn is_title(&self) -> bool {
        let across = |merged: &Merged| {
            merged.top <= self.at && self.at <= merged.bottom && merged.right - merged.left + 1 >= TITLE
        };
        let numbered = matches!(self.field("number"), number if !number.is_empty() && number.chars().all(|letter| letter.is_ascii_uppercase()));
        let told = self.columns.iter().filter(|(field, _)| **field != "number").map(|(_, column)| self.cell(*column));
        let told: HashSet<_> = told.filter(|text| !text.is_empty()).collect();
        told.len() <= 1 && (numbered || self.sheet.merged.iter().any(across))
    }

    fn draft(
        &self,
        names: &AgencyNames,
        year: i16,
        officers: &impl Fn(&AgencyCode) -> Vec<Officer>,
        problems: &mut Vec<Problem>,
    ) -> Draft {
        let text = |field| tidy(self.field(field));
        for (field, missing) in [
            ("name", "task-without-name"),
            ("authority", "task-without-authority"),
            ("deliverable", "task-without-deliverable"),
        ] {
            if text(field).is_empty() {
                problems.push(Problem::new(format!("/{field}"), missing));
            }
        }
        let lead = self.lead(names, problems);
        let responsible = match &lead {
            Some(lead) => self.responsible(&officers(lead), problems),
            None => String::new(),
        };
        let mut supporting = Vec::new();
        for name in self.field("supporting").split([';', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
            match names.find(name) {
                Some(agency) => supporting.push(agency),
                None => problems.push(Problem::new("/supporting", "agency-unreadable").with("typed", name)),
            }
        }
        let assigned_on = match self.field("assigned_on") {
            "" => None,
            typed => {
                let day = read_day(typed);
                if day.is_none() {
                    problems.push(Problem::new("/assigned_on", "date-unreadable").with("typed", typed));
                }
                day
            }
        };
        let due = self.due(year, problems);
        let (target, unit) = match (self.field("target"), text("unit")) {
            ("", unit) => (None, unit),
            (typed, unit) => match read_target(typed, &unit) {
                Some((target, unit)) => (Some(target), unit),
                None => {
                    problems.push(Problem::new("/target", "amount-unreadable").with("typed", typed));
                    (None, unit)
                }
            },
        };
        Draft {
            lead,
            responsible,
            supporting,
            name: text("name"),
            assigned_on,
            due_on: due.map(|due| due.on),
            every: due.and_then(|due| due.every),
            responsibility: text("responsibility"),
            deliverable: text("deliverable"),
            unit,
            target,
            authority: text("authority"),
            links: Vec::new(),
        }
    }

    fn lead(&self, names: &AgencyNames, problems: &mut Vec<Problem>) -> Option<AgencyCode> {
        let typed = self.field("lead");
        if typed.is_empty() {
            problems.push(Problem::new("/lead", "task-without-lead"));
            return None;
        }
        let found = names.find(typed);
        if found.is_none() {
            // Two lead agencies are none: who of them is to blame?
            let several = typed.contains([';', '\n']);
            let code = if several { "task-several-leads" } else { "agency-unreadable" };
            problems.push(Problem::new("/lead", code).with("typed", typed));
        }
        found
    }

    fn responsible(&self, officers: &[Officer], problems: &mut Vec<Problem>) -> String {
        let typed = self.field("responsible");
        let folded = fold(typed);
        let same = |officer: &&Officer| officer.login == typed || fold(&officer.name) == folded;
        let mut named = officers.iter().filter(same);
        match (typed.is_empty(), named.next(), named.next()) {
            (true, ..) => match officers.iter().find(|officer| officer.leads) {
                Some(leader) => return leader.login.clone(),
                None => problems.push(Problem::new("/responsible", "task-without-owner")),
            },
            (false, Some(officer), None) => return officer.login.clone(),
            (false, Some(_), Some(_)) => {
                problems.push(Problem::new("/responsible", "person-twice").with("typed", typed));
            }
            (false, None, _) => problems.push(Problem::new("/responsible", "person-unreadable").with("typed", typed)),
        }
        String::new()
    }

    fn due(&self, year: i16, problems: &mut Vec<Problem>) -> Option<Due> {
        let typed = self.field("due_on");
        if typed.is_empty() {
            problems.push(Problem::new("/due_on", "task-without-date"));
            return None;
        }
        match read_due(typed, year) {
            Ok(due) => Some(due),
            Err(code) => {
                problems.push(Problem::new("/due_on", code).with("typed", typed));
                None
            }
        }
    }
}

/// Agencies by what plans call them.
struct AgencyNames(HashMap<String, AgencyCode>);

impl AgencyNames {
    fn new(directory: &Directory) -> Self {
        let mut names = HashMap::new();
        let mut twice = Vec::new();
        for agency in directory.iter() {
            let mut called = vec![folded_name(&agency.name), agency.code.as_str().to_lowercase().replace('.', " ")];
            called.dedup();
            for name in called {
                if names.insert(name.clone(), agency.code.clone()).is_some() {
                    twice.push(name);
                }
            }
        }
        for name in twice {
            names.remove(&name);
        }
        Self(names)
    }

    fn find(&self, typed: &str) -> Option<AgencyCode> {
        let name = folded_name(typed);
        let alone = name.strip_suffix(" tinh lai chau").or_else(|| name.strip_suffix(" tinh"));
        self.0.get(&name).or_else(|| self.0.get(alone?)).cloned()
    }
}

/// A name without what is written one way or another.
fn folded_name(name: &str) -> String {
    const SHORT: [(&str, &str); 6] = [
        ("ubnd", "uy ban nhan dan"),
        ("kh cn", "khoa hoc va cong nghe"),
        ("gd dt", "giao duc va dao tao"),
        ("nn mt", "nong nghiep va moi truong"),
        ("vhttdl", "van hoa the thao va du lich"),
        ("vh tt dl", "van hoa the thao va du lich"),
    ];
    let mut folded = format!(" {} ", fold(&name.replace('&', " ")));
    for (short, long) in SHORT {
        folded = folded.replace(&format!(" {short} "), &format!(" {long} "));
    }
    folded.trim().to_owned()
}
