//! What somebody raised themselves, for the page of their groups.

use super::words;
use crate::app::App;
use crate::components::Tag;
use crate::errors::Failure;
use crate::frame::Frame;
use rules::people::Actor;
use rules::people::permissions::{memberships, obstacles_seen, raises_for};
use store::tables::obstacles::{Filter, Side, list};

/// So many are shown, the latest ones.
const SHOWN: u32 = 100;

/// An obstacle that somebody raised.
pub(crate) struct Own {
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) place: String,
    pub(crate) raised: String,
    pub(crate) holder: String,
    pub(crate) status: Tag,
    /// Until when it is answered; empty once it is.
    pub(crate) due: String,
}

/// What a member of a group raised for its agency, the latest first.
pub(crate) async fn own(app: &App, f: &Frame, actor: &Actor) -> Result<Vec<Own>, Failure> {
    if memberships(actor).is_empty() {
        return Ok(Vec::new());
    }
    let (scope, now) = (obstacles_seen(actor), f.now);
    let filter = Filter { side: Side::Raised, agencies: raises_for(actor), ..Filter::default() };
    let mut found = app.read(move |tx| Ok(list(tx, &scope, &filter, now, None, SHOWN)?)).await?;
    found.truncate(SHOWN as usize);
    let province = app.province().await?;
    let shown = found.into_iter().map(|one| Own {
        code: one.code.to_string(),
        title: one.title,
        place: one.place,
        raised: f.moment(&one.raised_at),
        holder: words::agency(f, &province, &one.holder),
        status: words::status(f, one.status, one.due_at.is_some_and(|due| due < f.now)),
        due: one.due_at.map(|due| f.t1("obstacle-due", "due", f.moment(&due))).unwrap_or_default(),
    });
    Ok(shown.collect())
}
