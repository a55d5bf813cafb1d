//! The order in which a request goes through the house: outer doors first.

use crate::app::App;
use crate::texts::Lang;
use crate::{api, assets, csrf, errors, gallery, pages, payments, sessions};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use time::Duration;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

/// Everything but images and styles of our own is forbidden to load; nothing may frame us.
const CONTENT_SECURITY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
    frame-ancestors 'none'; form-action 'self'";
const PERMISSIONS: &str = "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";

/// The whole web server over this application.
pub fn router(app: App) -> Router {
    let mut rooms = pages::routes();
    if app.settings.simulated {
        rooms = rooms.merge(gallery::routes());
    }
    frame(rooms, app)
}

/// Puts rooms into the house: sessions, tokens, limits, errors in words, headers.
pub fn frame(rooms: Router<App>, app: App) -> Router {
    let longest = Duration::try_from(app.settings.session_longest).unwrap_or(Duration::hours(12));
    let session_layer = SessionManagerLayer::new(app.sessions.clone())
        .with_name(if app.settings.https { "__Host-session" } else { "session" })
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(app.settings.https)
        .with_expiry(Expiry::OnInactivity(longest));
    let request_id = HeaderName::from_static("x-request-id");
    let inner = ServiceBuilder::new()
        .layer(session_layer.clone())
        .layer(from_fn_with_state(app.clone(), errors::explain))
        .layer(from_fn_with_state(app.clone(), sessions::keep_or_end))
        .layer(CatchPanicLayer::custom(errors::after_panic))
        .layer(from_fn_with_state(app.clone(), csrf::check));
    let outer = ServiceBuilder::new()
        .layer(SetRequestIdLayer::new(request_id.clone(), MakeRequestUuid))
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request| {
            let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
            // The query may hold what somebody searched for, so only the path is written down.
            tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
        }))
        .layer(PropagateRequestIdLayer::new(request_id))
        .layer(from_fn_with_state(app.clone(), headers))
        .layer(CompressionLayer::new())
        .layer(from_fn(api::observe));
    let house = rooms
        .fallback(errors::not_found)
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(app.settings.body_limit))
        // A file that comes in pieces is limited by what was announced: other programs send the whole of it as one piece.
        .merge(pages::uploads::routes())
        .method_not_allowed_fallback(errors::method_not_allowed)
        .layer(inner)
        .route("/assets/{file}", get(assets::serve))
        // The gateway knows no form token: its own seal is checked.
        .route("/payments/notify", post(payments::notify))
        // Beside the pages' layers: a token needs no form token. Sessions are for reading only.
        .merge(api::routes(&app).layer(from_fn_with_state(app.clone(), sessions::keep_or_end)).layer(session_layer));
    // The demonstration's identity provider is another house: it knows nothing of our sessions and tokens.
    let house = match app.identity.doors() {
        Some((path, doors)) => house.nest_service(path, doors),
        None => house,
    };
    house.layer(outer).with_state(app)
}

/// Headers that protect the visitor, and the cookie that remembers a chosen language.
async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let chosen = Lang::of_query(request.uri().query());
    let gateway = app.payments.as_ref().map(|payments| format!(" {}", payments.gateway.origin()));
    let content_security = format!("{CONTENT_SECURITY}{}{}", app.identity.origins(), gateway.unwrap_or_default());
    let mut response = next.run(request).await;
    let out = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&content_security) {
        out.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        out.insert(name, HeaderValue::from_static(value));
    }
    if app.settings.https {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        out.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    // Pages say who is signed in and carry tokens: no cache may keep them. Files of ours set their own.
    out.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Some(lang) = chosen {
        let secure = if app.settings.https { "; Secure" } else { "" };
        let cookie = format!("{}={}; Path=/; SameSite=Lax; Max-Age=31536000{secure}", Lang::NAME, lang.code());
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            out.append(header::SET_COOKIE, cookie);
        }
    }
    response
}
