//! The calendar for other programs: an address with a secret of its own that opens nothing but this, shown once, ended at any time. What
//! it shows is decided as it is read, by the positions that its person holds then.

use super::{calendar, words};
use crate::api::token_hash;
use crate::app::App;
use crate::components::Tone;
use crate::credentials::codes;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::{self, Recent, SignedIn};
use crate::texts::{Lang, Words};
use crate::view::View;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use icalendar::{Calendar as Feed, Component as _, Event, EventLike as _, Property};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use rules::Refusal;
use rules::accounts::{Scope, TOKEN_LONGEST_DAYS};
use rules::agenda::{Happening, HappeningKind, When};
use rules::calendar::{day_of, local};
use rules::people::permissions::{Deed, may};
use rules::people::{Actor, Capacity};
use serde::Deserialize;
use store::province::Province;
use store::tables::accounts::tokens::{self, Token};
use store::tables::agenda::calendar::{Whose, Window, happenings};
use store::tables::agenda::own;
use store::{Fault, Tx, desk, tables};
use tower_sessions::Session;

/// So many tokens of a person are looked through.
const MOST_TOKENS: u32 = 200;
/// So many of each kind are in a feed.
const MOST: u32 = 500;
/// So many days back and ahead.
const BACK: i64 = 31;
const AHEAD: i64 = 366;
/// The use of an address is written down at most this often.
const NOTE_EVERY: SignedDuration = SignedDuration::from_mins(10);
/// How long a conference is in a calendar, since nobody says when it ends.
const HOURS: i64 = 3;
/// The zone of every hour: UTC+7 the whole year since 1975 (RFC 5545, 3.6.5).
const ZONE: &str = "Asia/Ho_Chi_Minh";
const TIMEZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Ho_Chi_Minh\r\nBEGIN:STANDARD\r\nDTSTART:19750613T000000\r\n\
    TZOFFSETFROM:+0700\r\nTZOFFSETTO:+0700\r\nTZNAME:+07\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// The feed of this person, where there is one.
pub(super) fn kept(tx: &mut Tx, login: &str, now: Timestamp) -> Result<Option<Token>, Fault> {
    let all = tokens::list(tx, Some(login), MOST_TOKENS)?;
    Ok(all.into_iter().find(|token| token.scope == Scope::Calendar && token.expires_at > now))
}

/// In the first position.
fn capacity(actor: &Actor) -> Capacity {
    actor.positions.first().map_or_else(|| actor.as_citizen(), |held| actor.as_officer(held))
}

pub(super) async fn renew(State(app): State<App>, f: Frame, Recent(actor): Recent) -> Result<Response, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let secret = codes::new_token()?;
    let (hash, now, by) = (token_hash(&secret), app.clock.now(), capacity(&actor));
    let token = Token {
        id: String::new(),
        login: actor.login.clone(),
        name: f.t("feed-token-name"),
        scope: Scope::Calendar,
        created_at: now,
        used_at: None,
        expires_at: now + SignedDuration::from_hours(24 * i64::from(TOKEN_LONGEST_DAYS)),
        assurance: actor.assurance,
        of_officer: actor.is_officer(),
    };
    app.write(move |tx| {
        end(tx, &token.login, &by, now)?;
        desk::accounts::create_token(tx, &hash, &token, &by)
    })
    .await?;
    let site = &app.settings.public_url;
    let address = format!("{}/calendar.ics?key={secret}", site.trim_end_matches('/'));
    let View(page) = calendar::page(&app, f, &actor, &calendar::Asked::default(), address).await?;
    Ok(View(page).into_response())
}

/// Ends every feed of this person.
fn end(tx: &mut Tx, login: &str, by: &Capacity, now: Timestamp) -> Result<(), store::Failure> {
    let all = tokens::list(tx, Some(login), MOST_TOKENS)?;
    for token in all.into_iter().filter(|token| token.scope == Scope::Calendar) {
        desk::accounts::revoke_token(tx, login, &token.id, by, now)?;
    }
    Ok(())
}

pub(super) async fn revoke(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    session: Session,
) -> Result<Redirect, Failure> {
    let (by, login, now) = (capacity(&actor), actor.login.clone(), app.clock.now());
    app.write(move |tx| end(tx, &login, &by, now)).await?;
    sessions::say(&session, Tone::Good, "feed-revoked", "").await?;
    Ok(Redirect::to("/calendar"))
}

/// The secret stands in the query, which no log of ours has, and not in the path.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    key: String,
    lang: String,
}

pub(super) async fn show(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (hash, now, provinces) = (token_hash(&asked.key), app.clock.now(), app.province.clone());
    let wanted = hash.clone();
    let (token, province, actor, found) = app
        .read(move |tx| {
            let unknown = || Refusal::not_found("token-unknown");
            let token = tokens::valid(tx, &wanted, now)?.filter(|token| token.scope == Scope::Calendar);
            let token = token.ok_or_else(unknown)?;
            let actor = tables::people::actor(tx, &token.login, now)?.ok_or_else(unknown)?;
            let found = if may(&actor, Deed::WorkOnTasks).is_ok() {
                let today = day_of(now);
                let (from, to) = (today.saturating_sub(BACK.days()), today.saturating_add(AHEAD.days()));
                happenings(tx, &actor, Whose::usual(&actor), Window { from, to, most: MOST })?
            } else {
                // Whoever holds no position any more: an empty calendar, so that programs forget what they kept.
                Vec::new()
            };
            Ok((token, provinces.get(tx)?, actor, found))
        })
        .await?;
    if token.used_at.is_none_or(|used| now.duration_since(used) >= NOTE_EVERY) {
        app.store.write(move |tx| tokens::note_use(tx, &hash, now)).await?;
    }
    let words = Words::new(if asked.lang == Lang::En.code() { Lang::En } else { Lang::Vi });
    let site = app.settings.public_url.trim_end_matches('/').to_owned();
    let text =
        written(&Writing { words, province: &province, site, simulated: app.settings.simulated, now }, &actor, &found);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"lich.ics\""),
    ];
    Ok((StatusCode::OK, headers, text).into_response())
}

/// What a feed needs to be written.
struct Writing<'a> {
    words: Words,
    province: &'a Province,
    site: String,
    simulated: bool,
    now: Timestamp,
}

/// The feed as text (RFC 5545).
fn written(writing: &Writing<'_>, actor: &Actor, found: &[Happening]) -> String {
    let words = writing.words;
    let whose = own(actor).first().map_or_else(
        || actor.name.clone(),
        |agency| said::agency_named(words.lang, &writing.province.directory, agency),
    );
    let mut name = words.t1("feed-name", "name", whose);
    if writing.simulated {
        name = format!("{} ({})", name, words.t("simulated-title"));
    }
    let mut feed = Feed::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Motcua//Motcua//VI"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-TIMEZONE", ZONE),
        ("X-PUBLISHED-TTL", "PT1H"),
    ] {
        feed.append_property((key, value));
    }
    feed.append_property(Property::new("REFRESH-INTERVAL", "PT1H").add_parameter("VALUE", "DURATION").done());
    feed.append_property(Property::new("NAME", name.as_str()));
    feed.append_property(Property::new("X-WR-CALNAME", name.as_str()).add_parameter("VALUE", "TEXT").done());
    let own = own(actor);
    for one in found {
        let calendar =
            own.first().map_or(writing.province.calendar_of_the_province(), |own| writing.province.calendar(own));
        feed.push(event(writing, calendar, one));
    }
    // The library would give a zone a stamp and an identifier, which it must not have.
    let text = feed.to_string();
    match text.find("BEGIN:VEVENT") {
        Some(at) => format!("{}{TIMEZONE}{}", &text[..at], &text[at..]),
        None => text,
    }
}

fn event(writing: &Writing<'_>, calendar: &rules::calendar::Calendar, one: &Happening) -> Event {
    let words = writing.words;
    let agency = said::agency_named(words.lang, &writing.province.directory, &one.agency);
    let mut lines = vec![agency];
    if let Some(day) = words::before_off(calendar, one) {
        lines.push(words.t1("calendar-before-off", "day", crate::format::day(words.lang, day)));
    }
    let page = format!("{}{}", writing.site, words::page_of(one));
    lines.push(page.clone());
    let mut event = Event::new();
    event.uid(&one.uid()).summary(&words::summary(words, one)).description(&lines.join("\n")).url(&page);
    event.add_property("DTSTAMP", stamp(writing.now));
    if !one.place.is_empty() {
        event.location(&one.place);
    }
    match one.when {
        When::Days(first, last) => {
            // The end of whole days is the day after.
            event.append_property(whole("DTSTART", first));
            event.append_property(whole("DTEND", last.tomorrow().unwrap_or(last)));
            event.add_property("TRANSP", "TRANSPARENT");
        }
        When::At(at) => {
            event.append_property(hour("DTSTART", at));
            if one.kind == HappeningKind::Conference {
                event.append_property(hour("DTEND", at + SignedDuration::from_hours(HOURS)));
            } else {
                event.add_property("TRANSP", "TRANSPARENT");
            }
        }
    }
    event.done()
}

fn whole(key: &str, day: Date) -> Property {
    Property::new(key, day.strftime("%Y%m%d").to_string()).add_parameter("VALUE", "DATE").done()
}

fn hour(key: &str, at: Timestamp) -> Property {
    Property::new(key, local(at).strftime("%Y%m%dT%H%M%S").to_string()).add_parameter("TZID", ZONE).done()
}

fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
