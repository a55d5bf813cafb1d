//! The register of essential services, and what their procedures are used for.

use crate::desk::essential_services::load_with_history;
use crate::engine::Row;
use crate::tables::quality::Source;
use crate::{Fault, Tx, Value, values};
use jiff::civil::Date;
use rules::codes::{AgencyCode, ProcedureCode};
use rules::essential_services::{Event, Service, Stage, StageReached};
use rules::quality::{Figure, Period, Share, Side};
use rules::text::fold;
use std::collections::BTreeMap;

/// The figure of the conference report that is computed here.
pub const FIGURE: &str = "essential_services";

/// Services restructured and integrated with the national portal, of all in the register.
pub(in crate::tables) const FIGURES: Source = Source {
    keys: &[FIGURE],
    figure: |tx, _, _, period| figure(tx, period.to),
    behind: |tx, _, _, side, period| behind(tx, side, period.to),
};

/// Takes in one entry: a row is a function of the service's state.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    let code = event.service();
    let (known, _) = load_with_history(tx, code)?.ok_or_else(|| Fault::new("the stream of a service is empty"))?;
    let day = |stage| known.since(stage).map(|day: Date| day.to_string());
    tx.execute(
        "INSERT INTO essential_services
             (code, name, words, agency, stage, restructured_on, integrated_on, body, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, words = excluded.words, agency = excluded.agency,
             stage = excluded.stage, restructured_on = excluded.restructured_on,
             integrated_on = excluded.integrated_on, body = excluded.body, version = excluded.version",
        values![
            code.as_str(),
            known.service.name.as_str(),
            fold(&format!("{code} {}", known.service.name)),
            known.service.agency.as_str(),
            known.stage().map_or(0, |stage| i64::from(stage.number())),
            day(Stage::Restructured),
            day(Stage::Integrated),
            super::json(&(&known.service, &known.reached))?,
            known.version,
        ],
    )
}

/// A service in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What the register says of it.
    pub service: Service,
    /// The stages that it reached, in order.
    pub reached: Vec<StageReached>,
}

impl Listed {
    /// The stage that it is at.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        self.reached.last().map(|reached| reached.stage)
    }
}

/// Which services.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those at this stage.
    pub stage: Option<Stage>,
    /// Those for which this agency answers.
    pub agency: Option<AgencyCode>,
    /// Those in whose names or codes these words stand, with or without marks.
    pub words: String,
    /// Those restructured and integrated by a day, or the rest.
    pub integrated: Option<(Date, Side)>,
}

/// Services by code, those behind `after`, so many at most.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut Tx, filter: &Filter, after: &str, limit: u32) -> Result<Vec<Listed>, Fault> {
    let (condition, mut values) = condition(filter);
    values.push(after.into());
    let sql = format!(
        "SELECT body FROM essential_services WHERE {condition} AND code > ${} ORDER BY code LIMIT {limit}",
        values.len()
    );
    tx.query(&sql, values)?.iter().map(listed).collect()
}

/// How many such services there are.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx, filter: &Filter) -> Result<i64, Fault> {
    let (condition, values) = condition(filter);
    tx.query_one(&format!("SELECT COUNT(*) FROM essential_services WHERE {condition}"), values)?.int(0)
}

fn listed(row: &Row) -> Result<Listed, Fault> {
    let (service, reached) = row.json(0)?;
    Ok(Listed { service, reached })
}

fn condition(filter: &Filter) -> (String, Vec<Value>) {
    let (mut sql, mut values) = (String::from("1 = 1"), Vec::new());
    let mut value = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    if let Some(stage) = filter.stage {
        sql.push_str(&format!(" AND stage = {}", value(i64::from(stage.number()).into())));
    }
    if let Some(agency) = &filter.agency {
        sql.push_str(&format!(" AND agency = {}", value(agency.as_str().into())));
    }
    for word in fold(&filter.words).split(' ').filter(|word| !word.is_empty()) {
        sql.push_str(&format!(" AND words LIKE {}", value(format!("%{word}%").into())));
    }
    if let Some((day, side)) = filter.integrated {
        let day = value(day.to_string().into());
        // Stages follow each other: what is integrated was restructured before.
        sql.push_str(&match side {
            Side::Numerator => format!(" AND integrated_on <= {day}"),
            Side::Rest => format!(" AND (integrated_on IS NULL OR integrated_on > {day})"),
        });
    }
    (sql, values)
}

/// Services restructured and integrated with the national portal by a day, of all in the register; nothing when the register is empty.
///
/// # Errors
/// When the database fails.
pub fn figure(tx: &mut Tx, as_of: Date) -> Result<Option<Figure>, Fault> {
    let all = count(tx, &Filter::default())?;
    let done = count(tx, &Filter { integrated: Some((as_of, Side::Numerator)), ..Filter::default() })?;
    Ok((all > 0).then(|| Figure::count(Share::new(done, all))))
}

/// The services behind one side of the figure, by code and name.
///
/// # Errors
/// When the database fails.
pub fn behind(tx: &mut Tx, side: Side, as_of: Date) -> Result<Vec<(String, String)>, Fault> {
    let filter = Filter { integrated: Some((as_of, side)), ..Filter::default() };
    let found = list(tx, &filter, "", u32::from(u16::MAX))?;
    Ok(found.into_iter().map(|one| (one.service.code.to_string(), one.service.name)).collect())
}

/// What a service was used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// How many dossiers were received.
    pub received: i64,
    /// How many of them had been filed online.
    pub online: i64,
}

/// What these procedures were used for in a period, by procedure: counted from their dossiers.
///
/// # Errors
/// When the database fails.
pub fn usage(tx: &mut Tx, procedures: &[ProcedureCode], period: Period) -> Result<BTreeMap<String, Usage>, Fault> {
    let mut used = BTreeMap::new();
    if procedures.is_empty() {
        return Ok(used);
    }
    let mut values: Vec<Value> = vec![period.start().into(), period.end().into()];
    let mut places = Vec::new();
    for procedure in procedures {
        values.push(procedure.as_str().into());
        places.push(format!("${}", values.len()));
    }
    let sql = format!(
        "SELECT procedure, COUNT(*), SUM(CASE WHEN channel IN ('online', 'national_portal') THEN 1 ELSE 0 END)
         FROM dossiers WHERE received_at >= $1 AND received_at < $2 AND procedure IN ({})
         GROUP BY procedure",
        places.join(", ")
    );
    for row in tx.query(&sql, values)? {
        used.insert(row.string(0)?, Usage { received: row.int(1)?, online: row.int(2)? });
    }
    Ok(used)
}

/// What a service was used for, of what its procedures were.
#[must_use]
pub fn usage_of(service: &Service, used: &BTreeMap<String, Usage>) -> Usage {
    service.procedures.iter().filter_map(|code| used.get(code.as_str())).fold(Usage::default(), |sum, one| Usage {
        received: sum.received + one.received,
        online: sum.online + one.online,
    })
}
