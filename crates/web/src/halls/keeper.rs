//! What one task does for all who watch a conference: reads what was recorded, puts it in words once, tells everybody.

use super::hall::{Both, Change, Hall};
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::conferences::parts::{self, Part};
use crate::texts::{Lang, Words};
use bytes::Bytes;
use rules::codes::AgencyCode;
use rules::conferences::{Conference, Event};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use store::journal;
use store::province::Province;
use store::tables::conferences::version;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

/// How often what other processes recorded is looked for, and who came or went is told.
const TICK: Duration = Duration::from_secs(1);
/// After so many looks at an empty hall it is given up.
const PATIENCE: u32 = 30;

/// What a stream sends of a change.
#[derive(Serialize, Default)]
struct Sent {
    /// Parts of the page that are replaced: name and markup.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<(&'static str, String)>,
    /// Lines that the minutes grow by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<String>,
    /// Whether everybody's own part has to be fetched anew.
    mine: bool,
    /// Whether that of whoever runs the conference has.
    desk: bool,
}

impl Sent {
    fn bytes(&self, id: Option<u64>) -> Result<Bytes, Failure> {
        let data = serde_json::to_string(self).map_err(|error| Failure::fault(&error))?;
        let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
        Ok(Bytes::from(format!("{id}data: {data}\n\n")))
    }
}

/// Looks after a hall until nobody is in it or the server stops.
pub(super) async fn keep(app: App, hall: Arc<Hall>, mut closing: watch::Receiver<bool>) {
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut idle, mut told) = (0, None);
    loop {
        let ticked = tokio::select! {
            () = hall.nudged() => false,
            _ = tick.tick() => true,
            _ = closing.wait_for(|closing| *closing) => return,
        };
        if let Err(failure) = catch_up(&app, &hall).await {
            tracing::warn!(?failure, "a watched conference was not read");
        }
        if !ticked {
            continue;
        }
        let present = hall.present();
        idle = if present.1 == 0 { idle + 1 } else { 0 };
        if idle > PATIENCE && app.halls.leave(&hall) {
            return;
        }
        if told.as_ref() != Some(&present) {
            match presence(&app, &hall, &present.0, present.1) {
                Ok(()) => told = Some(present),
                Err(failure) => tracing::warn!(?failure, "who is connected was not told"),
            }
        }
    }
}

/// The frame of a part that everybody gets.
pub(super) fn frame(app: &App, lang: Lang) -> Frame {
    Frame { words: Words::new(lang), simulated: false, ..Frame::sample(lang, app.clock.now()) }
}

/// The same in both languages.
fn both(make: impl Fn(Lang) -> Result<Bytes, Failure>) -> Result<Both, Failure> {
    Ok([make(Lang::Vi)?, make(Lang::En)?])
}

async fn catch_up(app: &App, hall: &Arc<Hall>) -> Result<(), Failure> {
    let (before, code) = (Arc::clone(&hall.kept().conference), hall.code().clone());
    let (seen, stream) = (before.version, store::desk::conferences::stream(&code));
    let cache = app.province.clone();
    let read = app.read(move |tx| {
        let now = version(tx, &code)?.unwrap_or(seen);
        let entries = if now > seen { journal::read_stream_after(tx, &stream, seen)? } else { Vec::new() };
        Ok((entries, cache.get(tx)?))
    });
    let (entries, province) = read.await?;
    let Some(last) = entries.last() else { return Ok(()) };
    let version = last.version;
    let conference = store::desk::conferences::fold(Some((*before).clone()), &entries).map_err(store::Failure::from)?;
    let Some(conference) = conference else { return Ok(()) };
    let events: Vec<&Event> = entries
        .iter()
        .filter_map(|entry| match &entry.event {
            rules::Event::Conferences(event) => Some(event),
            _ => None,
        })
        .collect();
    let present = hall.present().0;
    let text = both(|lang| {
        change(app, lang, &province, &conference, &events, before.minutes.len(), &present)?.bytes(Some(version))
    })?;
    hall.push(Change { after: seen, version, text }, conference, province);
    hall.tell();
    Ok(())
}

fn change(
    app: &App,
    lang: Lang,
    province: &Province,
    conference: &Conference,
    events: &[&Event],
    lines: usize,
    present: &BTreeSet<AgencyCode>,
) -> Result<Sent, Failure> {
    let f = frame(app, lang);
    let wanted: BTreeSet<Part> = events.iter().flat_map(|event| changed(event)).copied().collect();
    let drawn = |part: &Part| Ok((part.id(), parts::draw(&f, province, conference, *part, present)?));
    Ok(Sent {
        parts: wanted.iter().map(drawn).collect::<Result<_, Failure>>()?,
        lines: conference
            .minutes
            .iter()
            .skip(lines)
            .map(|line| parts::line(&f, conference, line))
            .collect::<Result<_, _>>()?,
        mine: events.iter().any(|event| concerns_everybody(event)),
        desk: events.iter().any(|event| !matches!(event, Event::LineWritten(_) | Event::Voted(_))),
    })
}

/// Whether an event changes what each person may do now.
fn concerns_everybody(event: &Event) -> bool {
    let speaker = matches!(event, Event::SpeakerCalled(_) | Event::SpeakerDone(_));
    speaker || matches!(event, Event::VoteOpened(_) | Event::VoteClosed(_) | Event::Opened(_) | Event::Closed(_))
}

/// The parts of the page that an event changes; the minutes grow by lines.
fn changed(event: &Event) -> &'static [Part] {
    match event {
        Event::Called(_) | Event::Changed(_) | Event::Opened(_) | Event::AgendaSet(_) | Event::ItemBegun(_) => {
            &[Part::Now]
        }
        Event::Closed(_) => &[Part::Now, Part::Votes],
        Event::Invited(_) | Event::Registered(_) | Event::Withdrawn(_) | Event::Entitled(_) | Event::CheckedIn(_) => {
            &[Part::Points, Part::Votes]
        }
        Event::SpeakingAsked(_) | Event::SpeakerCalled(_) | Event::SpeakerDone(_) => &[Part::Queue],
        Event::Asked(_) | Event::Answered(_) => &[Part::Questions],
        Event::VoteOpened(_) | Event::Voted(_) | Event::VoteClosed(_) => &[Part::Votes],
        Event::Concluded(_) | Event::Tasked(_) => &[Part::Conclusions],
        Event::LineWritten(_) | Event::DocumentAdded(_) | Event::NoticeIssued(_) => &[],
    }
}

fn presence(app: &App, hall: &Hall, present: &BTreeSet<AgencyCode>, viewers: usize) -> Result<(), Failure> {
    let (conference, province) = {
        let kept = hall.kept();
        (Arc::clone(&kept.conference), Arc::clone(&kept.province))
    };
    let text = both(|lang| {
        let f = frame(app, lang);
        let points = parts::draw(&f, &province, &conference, Part::Points, present)?;
        let watching = f.t1("conference-watching", "count", i64::try_from(viewers).unwrap_or(i64::MAX));
        Sent { parts: vec![(Part::Points.id(), points), ("watching", watching)], ..Sent::default() }.bytes(None)
    })?;
    let mut kept = hall.kept();
    let number = kept.presence.as_ref().map_or(0, |(number, _)| *number) + 1;
    kept.presence = Some((number, text));
    drop(kept);
    hall.tell();
    Ok(())
}

/// Everything as it stands now, for whoever was away too long.
pub(super) fn whole(app: &App, hall: &Hall) -> Result<(u64, Both), Failure> {
    let (conference, province) = {
        let kept = hall.kept();
        if let Some(whole) = &kept.whole {
            return Ok(whole.clone());
        }
        (Arc::clone(&kept.conference), Arc::clone(&kept.province))
    };
    let present = hall.present().0;
    let text = both(|lang| {
        let f = frame(app, lang);
        let drawn = |part: Part| Ok((part.id(), parts::draw(&f, &province, &conference, part, &present)?));
        let parts = Part::ALL.into_iter().map(drawn).collect::<Result<_, Failure>>()?;
        Sent { parts, lines: Vec::new(), mine: true, desk: true }.bytes(Some(conference.version))
    })?;
    let whole = (conference.version, text);
    let mut kept = hall.kept();
    if kept.conference.version == whole.0 {
        kept.whole = Some(whole.clone());
    }
    Ok(whole)
}
