//! The page of the simulated gateway: whoever comes pays or does not. Says that it is simulated.

use crate::clock::Clock;
use crate::components::Tone;
use crate::frame::Frame;
use crate::texts::Lang;
use askama::Template;
use links::payment::{Checkout, Page};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "payments/simulated_gateway.html")]
struct GatewayPage {
    f: Frame,
    about: String,
    amount: String,
    action: String,
    over: bool,
}

/// Draws it in the visitor's language.
#[must_use]
pub fn page(clock: Clock) -> Page {
    Arc::new(move |checkout: &Checkout, headers| {
        let lang = Lang::of_request(None, headers);
        let f = Frame { path: "/payments".to_owned(), ..Frame::sample(lang, clock.now()) };
        let page = GatewayPage {
            about: checkout.about.clone(),
            amount: f.money(&checkout.amount),
            action: checkout.action.clone(),
            over: checkout.over,
            f,
        };
        page.render().unwrap_or_else(|error| {
            tracing::error!(%error, "the page of the simulated gateway");
            String::new()
        })
    })
}
