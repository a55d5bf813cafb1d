//! What got worse since the day before, in words, with the records that moved.

use super::draw::signed;
use crate::format;
use crate::frame::Frame;
use crate::pages::quality::figures::{links, name};
use crate::pages::quality::records::{covered_href, row, sees};
use crate::texts::Lang;
use jiff::civil::Date;
use rules::people::Actor;
use rules::quality::{FigureItem, Points};
use store::province::Province;
use store::tables::quality::{Board, Cause, Fallen, FallenIndicator, LOCATION_INDEPENDENT, MovedLine};

/// So many records of a cause are named.
const NAMED: usize = 5;

/// A figure that got worse.
pub(super) struct Worse {
    pub(super) key: &'static str,
    pub(super) name: String,
    /// From what to what.
    pub(super) told: String,
    pub(super) why: String,
    pub(super) records: Vec<Moved>,
    /// Where all of them are: text and address; empty where there is no list.
    pub(super) all: (String, String),
}

/// A record that moved.
pub(super) struct Moved {
    pub(super) text: String,
    /// Empty for who may not open it.
    pub(super) href: String,
    pub(super) note: String,
}

/// Every figure that got worse, as this person may see it.
pub(super) fn worse(f: &Frame, province: &Province, actor: &Actor, board: &Board) -> Vec<Worse> {
    let tell = |fallen: &Fallen| {
        let item = board.now.items.iter().find(|item| item.key == fallen.key)?;
        let before = board.before.items.iter().find(|item| item.key == fallen.key)?;
        Some(one(f, province, actor, (before, item), &fallen.cause))
    };
    board.fallen.iter().filter_map(tell).collect()
}

fn one(
    f: &Frame,
    province: &Province,
    actor: &Actor,
    (before, item): (&FigureItem, &FigureItem),
    cause: &Cause,
) -> Worse {
    let days = (before.as_of, item.as_of);
    let (why, records, all) = match cause {
        Cause::Dossiers { some, more } => {
            let seen = sees(actor);
            let records = some.iter().map(|listed| {
                let row = row(f, province, seen.as_ref(), listed);
                Moved { note: format!("{} · {}", row.procedure, row.agency), text: row.code, href: row.href }
            });
            let from = days.0.tomorrow().unwrap_or(days.1);
            let href = format!("/index/{}?side=rest&from={from}&to={}", item.key, days.1);
            let all = if *more { "dashboard-all-of-them" } else { "dashboard-their-list" };
            (f.t("dashboard-why-dossiers"), records.collect(), (f.t(all), href))
        }
        Cause::Named(named) => {
            let records = named.iter().take(NAMED).map(|(code, name)| Moved {
                text: name.clone(),
                href: if item.key == LOCATION_INDEPENDENT {
                    format!("/procedures/{code}")
                } else {
                    covered_href(item.key, code)
                },
                note: String::new(),
            });
            (f.t1("dashboard-why-named", "count", named.len()), records.collect(), list(f, item))
        }
        Cause::Indicators(found) => {
            let records = found.iter().take(NAMED).map(|one| indicator(f, days, one)).collect();
            let href = format!("/index/compare?earlier={}&later={}", days.0, days.1);
            (f.t("dashboard-why-indicators"), records, (f.t("dashboard-compare"), href))
        }
        Cause::Lines(lines) => {
            let records = lines.iter().take(NAMED).map(|one| line(f, one)).collect();
            (f.t("dashboard-why-lines"), records, list(f, item))
        }
        Cause::Provinces(provinces) => {
            let record = |name: &str| Moved { text: name.to_owned(), href: String::new(), note: String::new() };
            let records = provinces.iter().map(|province| record(&province.name)).collect();
            (f.t("dashboard-why-provinces"), records, list(f, item))
        }
        Cause::Time => (f.t("dashboard-why-time"), Vec::new(), list(f, item)),
    };
    let change = item.change_since(before).unwrap_or_default();
    let (was, is) = (exact(f, before, change), exact(f, item, change));
    Worse {
        key: item.key,
        name: name(f, item),
        told: format!("{} ({})", f.t2("dashboard-from-to", "before", was, "now", is), signed(f, item, change)),
        why,
        records,
        all,
    }
}

/// The value with as many decimals as it takes to see that it changed.
fn exact(f: &Frame, item: &FigureItem, change: Points) -> String {
    let counted = !matches!(item.unit, "points" | "percent" | "billion_dong");
    let decimals = match change.millionths().abs() {
        _ if counted => 0,
        0..10_000 => 4,
        _ => 2,
    };
    format::decimal(f.lang(), item.value.unwrap_or_default().to_f64(), decimals)
}

/// Where the records of a figure are, as its tile has it; of a share the rest, where those are that do not count.
fn list(f: &Frame, item: &FigureItem) -> (String, String) {
    let mut links = links(f, item);
    if item.less_is_better() { links.into_iter().next() } else { links.pop() }.unwrap_or_default()
}

fn indicator(f: &Frame, (earlier, later): (Date, Date), one: &FallenIndicator) -> Moved {
    let points = |points: Points| format::decimal(f.lang(), points.to_f64(), 4);
    let name = if f.lang() == Lang::En { one.name_en } else { one.name };
    let told = f.t2("dashboard-from-to", "before", points(one.before), "now", points(one.now));
    Moved {
        text: format!("{} {name}", one.key),
        href: match one.dossiers {
            Some(_) => format!("/index/compare?earlier={earlier}&later={later}&indicator={}#moved", one.key),
            None => format!("/index/{}?side=rest&as_of={later}&to={later}", one.key),
        },
        note: match one.dossiers {
            Some(count) if count > 0 => format!("{told} · {}", f.t1("dashboard-moved", "count", count)),
            _ => told,
        },
    }
}

fn line(f: &Frame, one: &MovedLine) -> Moved {
    let money = |before: &rules::money::Dong, now: &rules::money::Dong| {
        f.t2("dashboard-from-to", "before", f.money(before), "now", f.money(now))
    };
    let mut notes = Vec::new();
    if one.before.allocated != one.now.allocated {
        notes.push(f.t1("dashboard-line-allocated", "told", money(&one.before.allocated, &one.now.allocated)));
    }
    if one.before.disbursed != one.now.disbursed {
        notes.push(f.t1("dashboard-line-disbursed", "told", money(&one.before.disbursed, &one.now.disbursed)));
    }
    Moved { text: one.name.clone(), href: format!("/budget/{}", one.code), note: notes.join(" · ") }
}
