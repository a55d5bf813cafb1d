//! The board while one looks at it: as soon as something on it changed, it is sent anew. A tab that is left or hidden keeps no line.

use super::draw::draw;
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures::stream;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::people::Actor;
use rules::people::permissions::{Deed, may};
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::time::Duration;
use store::tables::quality::Boards;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

/// How often it is looked whether anything was entered; that costs one row a ledger.
const TICK: Duration = Duration::from_secs(2);
/// A word is sent at least so often, so that nobody between takes a silent line for a dead one.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);
/// A stream ends after so long; the browser comes back at once and its right to look is asked again. That also keeps its session alive.
const LONGEST: Duration = Duration::from_mins(10);
/// What the stream begins with: after how many milliseconds a browser comes back, and that the line stands.
const GREETING: &[u8] = b"retry: 2000\n: motcua\n\n";
const COMMENT: &[u8] = b":\n\n";

/// What the address tells.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The mark of the board on the page.
    after: u64,
}

/// What is sent of a change: parts of the page that are replaced, name and markup.
#[derive(Serialize)]
struct Sent {
    parts: [(&'static str, String); 2],
}

struct Watching {
    app: App,
    f: Frame,
    actor: Actor,
    closing: watch::Receiver<bool>,
    /// The mark of what the page shows.
    mark: u64,
    /// How much had been entered when it was looked at last, and on which day.
    seen: Option<(u64, Date)>,
    greeted: bool,
    ends: Instant,
    spoke: Instant,
}

pub(super) async fn events(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    may(&actor, Deed::SeeFigures)?;
    // A browser that comes back says by itself what it heard last.
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let now = Instant::now();
    let watching = Watching {
        closing: app.halls.closing(),
        mark: last.unwrap_or(asked.after),
        seen: None,
        greeted: false,
        ends: now + LONGEST,
        spoke: now,
        app,
        f,
        actor,
    };
    let events = stream::unfold(watching, |mut watching| async move {
        let next = watching.next().await?;
        watching.spoke = Instant::now();
        Some((Ok::<_, Infallible>(next), watching))
    });
    let mut response = Body::from_stream(events).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    // Proxies that gather answers before they pass them on leave this one alone.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

impl Watching {
    async fn next(&mut self) -> Option<Bytes> {
        if !self.greeted {
            self.greeted = true;
            return Some(Bytes::from_static(GREETING));
        }
        loop {
            if *self.closing.borrow() || Instant::now() >= self.ends {
                return None;
            }
            match self.look().await {
                Ok(Some(news)) => return Some(news),
                Ok(None) if self.spoke.elapsed() >= SIGN_OF_LIFE => return Some(Bytes::from_static(COMMENT)),
                Ok(None) => {}
                Err(failure) => {
                    tracing::warn!(?failure, "a stream of the board ended");
                    return None;
                }
            }
            tokio::select! {
                () = sleep(TICK) => {}
                _ = self.closing.changed() => return None,
            }
        }
    }

    /// The board, where something on it changed since it was sent.
    async fn look(&mut self) -> Result<Option<Bytes>, Failure> {
        self.f.now = self.app.clock.now();
        let today = day_of(self.f.now);
        let version = self.app.read(|tx| Ok(Boards::version(tx)?)).await?;
        if self.seen == Some((version, today)) {
            return Ok(None);
        }
        let drawn = draw(&self.app, &self.f, &self.actor, today).await?;
        self.seen = Some((version, today));
        if drawn.mark == self.mark {
            return Ok(None);
        }
        self.mark = drawn.mark;
        let at = self.f.t1("dashboard-at", "at", self.f.moment(&self.f.now));
        let sent = Sent { parts: [("board", drawn.html), ("at", at)] };
        let data = serde_json::to_string(&sent).map_err(|error| Failure::fault(&error))?;
        Ok(Some(Bytes::from(format!("id: {}\ndata: {data}\n\n", drawn.mark))))
    }
}
