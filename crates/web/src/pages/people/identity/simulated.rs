//! The page of the demonstration's own provider: sample people to be. Says that it is simulated.

use crate::clock::Clock;
use crate::components::Tone;
use crate::frame::Frame;
use crate::texts::Lang;
use askama::Template;
use links::simulators::identity::{Chooser, Page};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "people/simulated_identity.html")]
struct ChoosePage {
    f: Frame,
    people: Vec<(String, String, String)>,
    decline: String,
}

/// Draws it in the visitor's language.
#[must_use]
pub fn page(clock: Clock) -> Page {
    Arc::new(move |chooser: &Chooser<'_>, headers| {
        let lang = Lang::of_request(None, headers);
        let people = chooser.samples.iter();
        let page = ChoosePage {
            f: Frame { path: "/sign-in".to_owned(), ..Frame::sample(lang, clock.now()) },
            people: people
                .map(|one| (format!("{}{}", chooser.choose, one.subject), one.name.clone(), one.note.clone()))
                .collect(),
            decline: chooser.decline.clone(),
        };
        page.render().unwrap_or_else(|error| {
            tracing::error!(%error, "the page of the simulated provider");
            String::new()
        })
    })
}
