//! A stream of server-sent events: everything behind a version, then everything that comes, until it is time to ask anew who is watching.

use super::hall::{Hall, Present, side};
use super::keeper;
use crate::app::App;
use crate::errors::Failure;
use crate::texts::Lang;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures::stream;
use rules::codes::AgencyCode;
use rules::conferences::Conference;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use store::province::Province;
use tokio::sync::watch as channel;
use tokio::time::{Instant, sleep_until, timeout};

/// A word is sent at least so often, so that nobody between takes a silent line for a dead one.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);
/// A stream ends after so long; the browser comes back at once and its right to watch is asked again. That also keeps its session alive.
const LONGEST: Duration = Duration::from_mins(10);
/// What the stream begins with: after how many milliseconds a browser comes back, and that the line stands.
const GREETING: &[u8] = b"retry: 1000\n: motcua\n\n";
const COMMENT: &[u8] = b":\n\n";

struct Watching {
    app: App,
    present: Present,
    news: channel::Receiver<u64>,
    closing: channel::Receiver<bool>,
    side: usize,
    version: u64,
    presence: u64,
    waiting: VecDeque<Bytes>,
    ends: Instant,
}

/// Streams a conference from behind this version on. `point` is the bridge point for which somebody watches.
pub fn watch(
    app: App,
    conference: Arc<Conference>,
    province: Arc<Province>,
    lang: Lang,
    after: u64,
    point: Option<AgencyCode>,
) -> Response {
    let code = conference.code().clone();
    let halls = Arc::clone(&app.halls);
    let present = halls.enter(&app, &code, || Hall::new(conference, province), point);
    // What was recorded before this hall was opened, or a moment ago.
    present.hall().nudge();
    let watching = Watching {
        news: present.hall().news(),
        closing: halls.closing(),
        side: side(lang),
        version: after,
        presence: 0,
        waiting: VecDeque::from([Bytes::from_static(GREETING)]),
        ends: Instant::now() + LONGEST,
        present,
        app,
    };
    let events = stream::unfold(watching, |mut watching| async move {
        let next = watching.next().await?;
        Some((Ok::<_, Infallible>(next), watching))
    });
    let mut response = Body::from_stream(events).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    // Proxies that gather answers before they pass them on leave this one alone.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

impl Watching {
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(next) = self.waiting.pop_front() {
                return Some(next);
            }
            if *self.closing.borrow() {
                return None;
            }
            self.news.mark_unchanged();
            if let Err(failure) = self.gather() {
                tracing::warn!(?failure, "a stream of a conference ended");
                return None;
            }
            if !self.waiting.is_empty() {
                continue;
            }
            let news = timeout(SIGN_OF_LIFE, self.news.changed());
            tokio::select! {
                changed = news => match changed {
                    Ok(Ok(())) => {}
                    Ok(Err(_)) => return None,
                    Err(_) => return Some(Bytes::from_static(COMMENT)),
                },
                _ = self.closing.changed() => return None,
                () = sleep_until(self.ends) => return None,
            }
        }
    }

    /// What this stream has not sent yet.
    fn gather(&mut self) -> Result<(), Failure> {
        let hall = self.present.hall();
        match hall.behind(self.version) {
            Some(changes) => {
                for change in changes {
                    self.version = change.version;
                    self.waiting.extend(change.text.get(self.side).cloned());
                }
            }
            None => {
                let (version, text) = keeper::whole(&self.app, hall)?;
                self.version = version;
                self.waiting.extend(text.get(self.side).cloned());
            }
        }
        let kept = hall.kept();
        if let Some((number, text)) = kept.presence.as_ref().filter(|(number, _)| *number != self.presence) {
            self.presence = *number;
            self.waiting.extend(text.get(self.side).cloned());
        }
        Ok(())
    }
}
