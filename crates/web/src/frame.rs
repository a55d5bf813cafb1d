//! The frame that every page carries: language, who is signed in, where in the site, now, and how values are written.
//!
//! A page struct has a field `f: Frame`; the layout and the components use it. Must not know any one page.

#[cfg(test)]
mod tests;

use crate::app::App;
use crate::components::{Deadline, Tag};
use crate::csrf::CsrfToken;
use crate::format;
use crate::navigation::{self, NavPart};
use crate::sessions::{Flash, Visit};
use crate::texts::{Arg, Lang, Words};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::people::Actor;
use std::convert::Infallible;

/// What every page needs besides its own content. Extract it in the handler, pass it on as `f`.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The texts of the visitor's language.
    pub words: Words,
    /// Where we are, without the query: `/procedures`.
    pub path: String,
    /// The query as it came, without `lang=`.
    pub query: String,
    /// The token that every form carries.
    pub csrf: String,
    /// Whether this is a demonstration: every page says so.
    pub simulated: bool,
    /// The instant that this page shows.
    pub now: Timestamp,
    /// Who is signed in.
    pub actor: Option<Actor>,
    /// What they may open.
    pub nav: Vec<NavPart>,
    /// What the last action has to say, once.
    pub flash: Option<Flash>,
    /// How many messages they have not read.
    pub unread: i64,
}

impl Frame {
    /// Where rooms of administration lead back to: the hub, for whoever may open it; else one's own account.
    #[must_use]
    pub fn hub(&self) -> &'static str {
        if self.nav.iter().flat_map(NavPart::items).any(|item| item.href == "/admin") { "/admin" } else { "/account" }
    }

    /// Whether rooms stand under headings in the header.
    #[must_use]
    pub fn has_headings(&self) -> bool {
        self.nav.iter().any(|part| matches!(part, NavPart::Group { .. }))
    }

    /// A frame without a request: for samples and tests.
    #[must_use]
    pub fn sample(lang: Lang, now: Timestamp) -> Self {
        Self {
            words: Words::new(lang),
            path: "/".into(),
            query: String::new(),
            csrf: "sample".into(),
            simulated: true,
            now,
            actor: None,
            nav: navigation::parts(None, "/"),
            flash: None,
            unread: 0,
        }
    }

    /// The frame of an official document: in Vietnamese, without a visitor.
    #[must_use]
    pub fn on_paper(now: Timestamp) -> Self {
        Self { simulated: false, nav: Vec::new(), ..Self::sample(Lang::Vi, now) }
    }

    /// The language.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.words.lang
    }

    /// The text of this key.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// The text of this key with one value in it.
    #[must_use]
    pub fn t1(&self, key: &str, name: &'static str, value: impl Arg) -> String {
        self.words.t1(key, name, value)
    }

    /// The text of this key with two values in it.
    #[must_use]
    pub fn t2(&self, key: &str, name: &'static str, value: impl Arg, name2: &'static str, value2: impl Arg) -> String {
        self.words.t2(key, name, value, name2, value2)
    }

    /// A day: 23/12/2025.
    #[must_use]
    pub fn day(&self, day: &Date) -> String {
        format::day(self.lang(), *day)
    }

    /// The day of an instant.
    #[must_use]
    pub fn day_of(&self, at: &Timestamp) -> String {
        format::day_of(self.lang(), *at)
    }

    /// Day and minute of an instant: 23/12/2025 08:30.
    #[must_use]
    pub fn moment(&self, at: &Timestamp) -> String {
        format::moment(self.lang(), *at)
    }

    /// An instant for `datetime=`.
    #[must_use]
    pub fn iso(&self, at: &Timestamp) -> String {
        format::iso(*at)
    }

    /// A whole number: 20.000.
    #[must_use]
    pub fn count(&self, number: &i64) -> String {
        format::count(self.lang(), *number)
    }

    /// A value with as many decimals as it has: 95,5.
    #[must_use]
    pub fn amount(&self, amount: &rules::indicators::Amount) -> String {
        format::amount(self.lang(), *amount)
    }

    /// A number with one decimal: 90,4.
    #[must_use]
    pub fn score(&self, number: &f64) -> String {
        format::decimal(self.lang(), *number, 1)
    }

    /// A ratio as per cent: 99,0 %.
    #[must_use]
    pub fn percent(&self, ratio: &f64) -> String {
        format::percent(self.lang(), *ratio)
    }

    /// An amount in đồng: 1.500.000 đ.
    #[must_use]
    pub fn money(&self, amount: &rules::money::Dong) -> String {
        format::money(self.lang(), amount.0)
    }

    /// A size of a file: 1,5 MB.
    #[must_use]
    pub fn file_size(&self, bytes: &u64) -> String {
        format::file_size(self.lang(), *bytes)
    }

    /// Working time left or overdue, in words.
    #[must_use]
    pub fn working_left(&self, seconds: &i64) -> String {
        format::working_left(self.words, *seconds)
    }

    /// The tag of a dossier's status.
    #[must_use]
    pub fn status(&self, status: &rules::dossiers::Status) -> Tag {
        Tag::of_status(self.words, *status)
    }

    /// How a role is called.
    #[must_use]
    pub fn role(&self, role: &rules::people::Role) -> String {
        self.t(&format!("role-{}", role.key().replace('_', "-")))
    }

    /// The address of a built file of `assets/dist`: `main.css` with its hash.
    #[must_use]
    pub fn asset(&self, name: &str) -> &'static str {
        crate::assets::href(name)
    }

    /// This page in the other language.
    #[must_use]
    pub fn other_language(&self) -> String {
        let other = self.lang().other().code();
        // Two slashes at the front would name another site.
        let path = self.path.trim_start_matches(['/', '\\']);
        if self.query.is_empty() {
            format!("/{path}?lang={other}")
        } else {
            format!("/{path}?{}&lang={other}", self.query)
        }
    }

    /// What the officer's line under the name says: the first position's title.
    #[must_use]
    pub fn title_of_actor(&self) -> String {
        self.actor
            .as_ref()
            .and_then(|actor| actor.positions.first())
            .map_or_else(String::new, |held| held.title.clone())
    }

    /// A deadline as people see it; `left` is working time in seconds, negative when overdue.
    #[must_use]
    pub fn deadline(&self, due: Timestamp, left: i64) -> Deadline {
        Deadline::running(due, left)
    }
}

impl FromRequestParts<App> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let visit = Visit::of_parts(parts).await;
        let path = parts.uri.path().to_owned();
        let unread = unread(app, visit.actor.as_ref()).await;
        let query = parts.uri.query().unwrap_or_default();
        let query: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
        Ok(Self {
            words: Words::new(Lang::of_request(parts.uri.query(), &parts.headers)),
            nav: navigation::parts(visit.actor.as_ref(), &path),
            query: query.join("&"),
            path,
            csrf: parts.extensions.get::<CsrfToken>().map(|token| token.0.clone()).unwrap_or_default(),
            simulated: app.settings.simulated,
            now: app.clock.now(),
            actor: visit.actor,
            flash: visit.flash,
            unread,
        })
    }
}

/// How many messages somebody has not read; none where it can't be found out, since no page fails for that.
async fn unread(app: &App, actor: Option<&Actor>) -> i64 {
    let Some(login) = actor.map(|actor| actor.login.clone()) else { return 0 };
    let counted: Result<i64, store::Failure> =
        app.store.read(move |tx| Ok(store::tables::messages::unread(tx, &login)?)).await;
    counted.unwrap_or_else(|failure| {
        tracing::warn!(%failure, "unread messages were not counted");
        0
    })
}
