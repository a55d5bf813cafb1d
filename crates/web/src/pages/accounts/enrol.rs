//! Where those are led who must have a second factor and have none.

use super::origin;
use crate::app::App;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "accounts/enrol.html")]
pub(super) struct EnrolPage {
    f: Frame,
    passkeys: bool,
}

pub(super) async fn show(State(app): State<App>, f: Frame, _: SignedIn) -> View<EnrolPage> {
    View(EnrolPage { f, passkeys: origin(&app).is_some() })
}
