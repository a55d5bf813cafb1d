//! What dossiers had to pay and how they did (766, 3.5 to 3.6): a row each that costs something, and its counts. A row follows from
//! the dossier and from its payments, whichever of them moves.

use super::enter;
use crate::tables::dossier_lists::Condition;
use crate::{Fault, Tx, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::catalogue::Procedure;
use rules::codes::AgencyCode;
use rules::dossiers::Dossier;
use rules::money::Dong;
use rules::payments::{Source, State};
use rules::quality::{Dues, PaymentSeen, Period, bears_fee, keys};
use std::collections::HashSet;

/// The figure of the conference report that counts what was paid without cash.
pub const CASHLESS: &str = "cashless_payments";

/// The indicators that count procedures with a fee, what must hold of one of their dossiers, and since when it does.
const OF_PROCEDURES: [(&str, &str); 2] =
    [(keys::FEE_ON_RECORD, "f.priced = 1 AND f.priced_on"), (keys::FEE_PAID_ONLINE, "f.online = 1 AND f.online_on")];

/// Which procedures were seen to be what an indicator asks for: the indicator and the procedure's code.
pub(super) type Used = HashSet<(&'static str, String)>;

/// Where a dossier counts, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    agency: String,
    received: Option<Date>,
    bears_fee: bool,
    dues: Dues,
    /// Since when its price is on record, and since when it counts as paid online.
    since: (Option<Date>, Option<Date>),
}

/// Takes in what changed of a dossier, entered on a day: where it is settled, and when it was received.
///
/// # Errors
/// When the database fails.
pub(in crate::tables) fn of_dossier(
    tx: &mut Tx,
    before: Option<&Dossier>,
    after: &Dossier,
    on: Date,
) -> Result<(), Fault> {
    let (code, procedure) = (after.filed.code.as_str(), after.filed.procedure.as_str());
    let Some(before) = before else {
        if !bears_fee(&after.filed) {
            return Ok(());
        }
        let (agency, received) = place(after);
        let row = Row { agency, received, bears_fee: true, dues: Dues::of(true, &[]), since: (None, None) };
        return write(tx, (code, procedure), None, &row, on);
    };
    if place(before) == place(after) {
        return Ok(());
    }
    let Some(row) = read(tx, code)? else { return Ok(()) };
    let (agency, received) = place(after);
    write(tx, (code, procedure), Some(&row), &Row { agency, received, ..row.clone() }, on)
}

fn place(dossier: &Dossier) -> (String, Option<Date>) {
    (dossier.filed.competent_agency.to_string(), dossier.received_at.map(day_of))
}

/// Takes in what changed of the payments of a dossier, entered on a day; their own rows are written already.
///
/// # Errors
/// When the database fails.
pub(in crate::tables) fn of_payments(tx: &mut Tx, dossier: &str, procedure: &str, on: Date) -> Result<(), Fault> {
    let known = read(tx, dossier)?;
    let row = match &known {
        Some(row) => row.clone(),
        // Nothing is owed by the catalogue, and an officer asked for something all the same.
        None => match place_of(tx, dossier)? {
            Some((agency, received)) => {
                Row { agency, received, bears_fee: false, dues: Dues::default(), since: (None, None) }
            }
            None => return Ok(()),
        },
    };
    let dues = Dues::of(row.bears_fee, &seen(tx, dossier)?);
    if known.is_some() && row.dues == dues {
        return Ok(());
    }
    let since = |is: bool, known: Option<Date>| is.then(|| known.unwrap_or(on));
    let since = (since(dues.priced, row.since.0), since(dues.online, row.since.1));
    write(tx, (dossier, procedure), known.as_ref(), &Row { dues, since, ..row }, on)
}

fn place_of(tx: &mut Tx, dossier: &str) -> Result<Option<(String, Option<Date>)>, Fault> {
    let sql = "SELECT competent_agency, received_at FROM dossiers WHERE code = $1";
    let Some(row) = tx.query_opt(sql, values![dossier])? else { return Ok(None) };
    Ok(Some((row.string(0)?, row.opt_time(1)?.map(|at: Timestamp| day_of(at)))))
}

fn seen(tx: &mut Tx, dossier: &str) -> Result<Vec<PaymentSeen>, Fault> {
    let sql = "SELECT state, amount, paid_day, paid_by FROM payments WHERE dossier = $1";
    let seen = |row: &crate::Row| {
        let state = row.string(0)?;
        let source = row.opt_string(3)?.and_then(|key| Source::from_key(&key));
        let day: Option<Date> = row.opt_string(2)?.and_then(|day| day.parse().ok());
        Ok(PaymentSeen {
            state: State::from_key(&state).ok_or_else(|| Fault::new(format!("no state of a payment: {state}")))?,
            amount: Dong(row.int(1)?),
            paid: day.zip(source),
        })
    };
    tx.query(sql, values![dossier])?.iter().map(seen).collect()
}

fn read(tx: &mut Tx, dossier: &str) -> Result<Option<Row>, Fault> {
    let sql = "SELECT agency, received, bears_fee, obliged, priced, online, paid, cashless, priced_on, online_on
         FROM dossier_fees WHERE dossier = $1";
    let Some(row) = tx.query_opt(sql, values![dossier])? else { return Ok(None) };
    let day = |text: Option<String>| text.and_then(|day| day.parse::<Date>().ok());
    let cashless = row.int(7)? == 1;
    Ok(Some(Row {
        agency: row.string(0)?,
        received: day(row.opt_string(1)?),
        bears_fee: row.int(2)? == 1,
        dues: Dues {
            obliged: row.int(3)? == 1,
            priced: row.int(4)? == 1,
            online: row.int(5)? == 1,
            paid: day(row.opt_string(6)?).map(|day| (day, cashless)),
        },
        since: (day(row.opt_string(8)?), day(row.opt_string(9)?)),
    }))
}

fn write(
    tx: &mut Tx,
    (dossier, procedure): (&str, &str),
    before: Option<&Row>,
    after: &Row,
    on: Date,
) -> Result<(), Fault> {
    let Dues { obliged, priced, online, paid } = after.dues;
    tx.execute(
        "INSERT INTO dossier_fees (dossier, procedure, agency, received, bears_fee, obliged, priced, online, paid, cashless,
             priced_on, online_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (dossier) DO UPDATE SET agency = excluded.agency, received = excluded.received,
             obliged = excluded.obliged, priced = excluded.priced, online = excluded.online, paid = excluded.paid,
             cashless = excluded.cashless, priced_on = excluded.priced_on, online_on = excluded.online_on",
        values![
            dossier,
            procedure,
            after.agency.as_str(),
            after.received,
            i64::from(after.bears_fee),
            i64::from(obliged),
            i64::from(priced),
            i64::from(online),
            paid.map(|(day, _)| day),
            i64::from(paid.is_some_and(|(_, cashless)| cashless)),
            after.since.0,
            after.since.1,
        ],
    )?;
    if let Some(before) = before {
        let mut gone = before.dues.contributions(before.received);
        gone.iter_mut().for_each(|(_, _, amount)| *amount = -*amount);
        if before.agency == after.agency {
            gone.extend(after.dues.contributions(after.received));
            return enter(tx, &after.agency, gone, on);
        }
        enter(tx, &before.agency, gone, on)?;
    }
    enter(tx, &after.agency, after.dues.contributions(after.received), on)
}

/// The procedures of which these agencies (all, where none is named) received a dossier in the period that is what an indicator of
/// [`OF_PROCEDURES`] asks for: a few probes of an index each.
pub(super) fn used(tx: &mut Tx, agencies: &[AgencyCode], period: Period, as_of: Date) -> Result<Used, Fault> {
    let mut used = Used::new();
    for (key, holds) in OF_PROCEDURES {
        let one_of = |agency: &str| {
            format!(
                "SELECT p.code FROM procedures p WHERE EXISTS (SELECT 1 FROM dossier_fees f
                     WHERE f.procedure = p.code AND {holds} <= $3{agency} AND f.received >= $1 AND f.received <= $2)"
            )
        };
        if agencies.is_empty() {
            for row in tx.query(&one_of(""), values![period.from, period.to, as_of])? {
                used.insert((key, row.string(0)?));
            }
        }
        for agency in agencies {
            let values = values![period.from, period.to, as_of, agency.as_str()];
            let rows = tx.query(&one_of(" AND f.agency = $4"), values)?;
            for row in rows {
                used.insert((key, row.string(0)?));
            }
        }
    }
    Ok(used)
}

/// The same for each of these agencies: indicator, agency and procedure. Only procedures with a fee are asked for.
pub(super) fn used_by_each(
    tx: &mut Tx,
    agencies: &[&AgencyCode],
    procedures: &[&Procedure],
    period: Period,
    as_of: Date,
) -> Result<Vec<(&'static str, String, String)>, Fault> {
    let mut used = Vec::new();
    if agencies.is_empty() || procedures.is_empty() {
        return Ok(used);
    }
    let mut values = values![period.from, period.to, as_of];
    let mut list = |code: &str| {
        values.push(code.into());
        format!("${}", values.len())
    };
    let agencies = agencies.iter().map(|agency| list(agency.as_str())).collect::<Vec<_>>().join(", ");
    let procedures = procedures.iter().map(|one| list(one.code.as_str())).collect::<Vec<_>>().join(", ");
    for (key, holds) in OF_PROCEDURES {
        let sql = format!(
            "SELECT a.code, p.code FROM agencies a CROSS JOIN procedures p
             WHERE a.code IN ({agencies}) AND p.code IN ({procedures}) AND EXISTS (
                 SELECT 1 FROM dossier_fees f WHERE f.procedure = p.code AND f.agency = a.code AND {holds} <= $3
                     AND f.received >= $1 AND f.received <= $2)"
        );
        for row in tx.query(&sql, values.clone())? {
            used.push((key, row.string(0)?, row.string(1)?));
        }
    }
    Ok(used)
}

/// What holds of dossiers with something to pay.
pub(super) const OBLIGED: &str = "EXISTS (SELECT 1 FROM dossier_fees f WHERE f.dossier = d.code AND f.obliged = 1)";
/// Paid for without cash.
pub(super) const WITHOUT_CASH: &str =
    "EXISTS (SELECT 1 FROM dossier_fees f WHERE f.dossier = d.code AND f.cashless = 1)";

/// Paid for online, as it was known at the end of a day.
pub(super) fn online(as_of: Date) -> Condition {
    Condition {
        sql: "EXISTS (SELECT 1 FROM dossier_fees f WHERE f.dossier = d.code AND f.online = 1 AND f.online_on <= $1)"
            .to_owned(),
        values: values![as_of],
    }
}

/// Paid for in full, the last of it in the period.
pub(super) fn paid(period: Period) -> Condition {
    Condition {
        sql: "EXISTS (SELECT 1 FROM dossier_fees f WHERE f.dossier = d.code AND f.paid >= $1 AND f.paid <= $2)"
            .to_owned(),
        values: values![period.from, period.to],
    }
}
