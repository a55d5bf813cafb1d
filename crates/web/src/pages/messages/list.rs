//! What I was told, the newest first, with what became of it elsewhere.

use crate::app::App;
use crate::components::Tag;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::messages::{Told, told};
use crate::pages::said::fate;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::response::Redirect;
use jiff::Timestamp;
use store::tables::messages;

/// Messages on the page.
const PAGE: u32 = 100;

#[derive(Template)]
#[template(path = "messages/list.html")]
pub(super) struct ListPage {
    f: Frame,
    messages: Vec<Shown>,
    unread: usize,
}

struct Shown {
    told: Told,
    at: Timestamp,
    new: bool,
    fates: Vec<Tag>,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
) -> Result<View<ListPage>, Failure> {
    let listed = app
        .read(move |tx| {
            let mut all = Vec::new();
            for message in messages::of(tx, &actor.login, PAGE)? {
                all.push((messages::deliveries(tx, &message.id)?, message));
            }
            Ok(all)
        })
        .await?;
    let province = app.province().await?;
    let messages: Vec<_> = listed
        .into_iter()
        .map(|(deliveries, message)| Shown {
            told: told(f.words, &province.directory, &message),
            at: message.created_at,
            new: message.read_at.is_none(),
            fates: deliveries.iter().map(|delivery| fate(&f, delivery)).collect(),
        })
        .collect();
    Ok(View(ListPage { unread: messages.iter().filter(|message| message.new).count(), messages, f }))
}

pub(super) async fn read(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Redirect, Failure> {
    let now = f.now;
    app.write(move |tx| Ok(messages::mark_read(tx, &actor.login, now)?)).await?;
    Ok(Redirect::to("/messages"))
}
