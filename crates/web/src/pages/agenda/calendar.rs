//! The calendar: a month as weeks of days (on a phone as a list), or a week with all that is in it; days off by the agency's calendar.

use super::{feed, words};
use crate::app::App;
use crate::components::{Choice, FormErrors};
use crate::errors::Failure;
use crate::format;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::agenda::{Happening, HappeningKind, When};
use rules::calendar::{Calendar, day_of, monday_of};
use rules::people::Actor;
use rules::people::permissions::{Deed, may};
use serde::Deserialize;
use store::province::Province;
use store::tables::accounts::tokens::Token;
use store::tables::agenda::calendar::{Whose, Window, happenings};
use store::tables::agenda::own;

/// So many of a day are named in a month; the week has more.
const NAMED_IN_MONTH: usize = 4;
/// So many of a day are named in a week.
const NAMED_IN_WEEK: usize = 60;
/// So many of each kind are read for a page.
const MOST: u32 = 2000;

#[derive(Template)]
#[template(path = "agenda/calendar.html")]
pub(super) struct CalendarPage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    title: String,
    /// Whether it is a month, which is drawn as weeks.
    is_month: bool,
    on: String,
    view: &'static str,
    whose: &'static str,
    choices: Vec<Choice>,
    earlier: String,
    now: String,
    later: String,
    weekdays: Vec<String>,
    days: Vec<Day>,
    empty: bool,
    feed: Option<Token>,
    /// The address of the feed, where it was made just now.
    secret: String,
}

/// A day of the page.
struct Day {
    iso: String,
    number: i8,
    name: String,
    /// Whether it is of the month that is shown.
    inside: bool,
    today: bool,
    /// Why nobody works; empty for a working day.
    off: String,
    entries: Vec<Entry>,
    /// How many more there are, and where.
    more: usize,
    more_href: String,
}

/// Something on a day.
struct Entry {
    kind: &'static str,
    kind_name: String,
    name: String,
    href: String,
    hour: String,
    agency: String,
    /// What to know of a deadline on a day off.
    note: String,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    view: String,
    on: String,
    whose: String,
}

/// What is shown.
struct Shown {
    month: bool,
    on: Date,
    whose: Whose,
    first: Date,
    last: Date,
}

impl Shown {
    fn of(asked: &Asked, actor: &Actor, today: Date) -> Self {
        let month = asked.view != "week";
        // Years that nobody plans for are no days of this calendar.
        let on = asked.on.parse().ok().filter(|day: &Date| (2000..2100).contains(&day.year())).unwrap_or(today);
        let whose = Whose::from_key(&asked.whose).unwrap_or_else(|| Whose::usual(actor));
        let (first, last) = if month { (on.first_of_month(), on.last_of_month()) } else { (on, on) };
        Self { month, on, whose, first: monday_of(first), last: sunday(last) }
    }

    fn href(&self, on: Date) -> String {
        address(if self.month { "month" } else { "week" }, on, self.whose)
    }
}

fn address(view: &str, on: Date, whose: Whose) -> String {
    said::address("/calendar", &[("view", view), ("on", &on.to_string()), ("whose", whose.key())])
}

fn sunday(day: Date) -> Date {
    day.saturating_add(i64::from(6 - day.weekday().to_monday_zero_offset()).days())
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<CalendarPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    page(&app, f, &actor, &asked, String::new()).await
}

/// The page; `secret` is the address of a feed that was made just now.
pub(super) async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    asked: &Asked,
    secret: String,
) -> Result<View<CalendarPage>, Failure> {
    let (province, today) = (app.province().await?, day_of(f.now));
    let shown = Shown::of(asked, actor, today);
    let (who, window) = (actor.clone(), Window { from: shown.first, to: shown.last, most: MOST });
    let (whose, login, now) = (shown.whose, actor.login.clone(), f.now);
    let (found, feed) =
        app.read(move |tx| Ok((happenings(tx, &who, whose, window)?, feed::kept(tx, &login, now)?))).await?;
    let own = own(actor);
    let calendar = own.first().map_or(province.calendar_of_the_province(), |agency| province.calendar(agency));
    let listed = Listing { f: &f, province: &province, calendar, shown: &shown, today };
    let days = std::iter::successors(Some(shown.first), |day| day.tomorrow().ok().filter(|day| *day <= shown.last));
    let days: Vec<Day> = days.map(|day| listed.day(day, &found)).collect();
    let step = |back: bool| match (shown.month, back) {
        (true, true) => shown.on.first_of_month().yesterday().unwrap_or(shown.on).first_of_month(),
        (true, false) => shown.on.last_of_month().tomorrow().unwrap_or(shown.on),
        (false, true) => shown.on.saturating_sub(7.days()),
        (false, false) => shown.on.saturating_add(7.days()),
    };
    let tabs = [("month", shown.month), ("week", !shown.month)];
    let title = if shown.month {
        f.t2("calendar-month", "month", format!("{:02}", shown.on.month()), "year", shown.on.year().to_string())
    } else {
        f.t2("calendar-week", "from", f.day(&shown.first), "to", f.day(&shown.last))
    };
    Ok(View(CalendarPage {
        tabs: tabs
            .map(|(view, here)| (f.t(&format!("calendar-view-{view}")), address(view, shown.on, shown.whose), here))
            .into(),
        title,
        is_month: shown.month,
        on: shown.on.to_string(),
        view: if shown.month { "month" } else { "week" },
        whose: shown.whose.key(),
        choices: Whose::ALL
            .map(|whose| Choice::new(whose.key(), f.t(&format!("calendar-whose-{}", whose.key()))))
            .into(),
        earlier: shown.href(step(true)),
        now: shown.href(today),
        later: shown.href(step(false)),
        weekdays: (1..=7).map(|day| f.t(&format!("calendar-weekday-{day}"))).collect(),
        empty: days.iter().all(|day| day.entries.is_empty()),
        days,
        feed,
        secret,
        f,
    }))
}

/// How days are put in words.
struct Listing<'a> {
    f: &'a Frame,
    province: &'a Province,
    calendar: &'a Calendar,
    shown: &'a Shown,
    today: Date,
}

impl Listing<'_> {
    fn day(&self, day: Date, found: &[Happening]) -> Day {
        let f = self.f;
        let all: Vec<&Happening> =
            found.iter().filter(|one| one.when.first() <= day && day <= one.when.last()).collect();
        let named = if self.shown.month { NAMED_IN_MONTH } else { NAMED_IN_WEEK };
        let weekday = f.t(&format!("calendar-weekday-{}", day.weekday().to_monday_one_offset()));
        let more_href = if self.shown.month {
            address("week", day, self.shown.whose)
        } else {
            let day = day.to_string();
            said::address("/tasks", &[("side", "all"), ("due_from", &day), ("due_to", &day)])
        };
        Day {
            iso: day.to_string(),
            number: day.day(),
            name: f.t2("calendar-day", "weekday", weekday, "day", f.day(&day)),
            inside: !self.shown.month || day.month() == self.shown.on.month(),
            today: day == self.today,
            off: self.off(day),
            entries: all.iter().take(named).map(|one| self.entry(one)).collect(),
            more: all.len().saturating_sub(named),
            more_href,
        }
    }

    /// Why nobody works on a day: the holiday's name, or that it is a day off.
    fn off(&self, day: Date) -> String {
        if self.calendar.is_working_day(day) {
            return String::new();
        }
        self.calendar.special(day).map_or_else(|| self.f.t("calendar-off"), |special| special.name.clone())
    }

    fn entry(&self, one: &Happening) -> Entry {
        let f = self.f;
        let note = words::before_off(self.calendar, one);
        let name = match one.kind {
            HappeningKind::MonthlyReport => words::summary(f.words, one),
            _ => one.name.clone(),
        };
        Entry {
            kind: one.kind.key(),
            kind_name: f.t(&format!("calendar-kind-{}", one.kind.key())),
            name,
            href: words::page_of(one),
            hour: match one.when {
                When::At(at) => format::hour(at),
                When::Days(..) => String::new(),
            },
            agency: said::agency_named(f.lang(), &self.province.directory, &one.agency),
            note: note.map_or_else(String::new, |day| f.t1("calendar-before-off", "day", f.day(&day))),
        }
    }
}
