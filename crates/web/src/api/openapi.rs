//! The API's description (OpenAPI 3.1), made from the handlers and their types.

use crate::errors::ProblemJson;
use axum::http::Method;
use axum::response::Response;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder, ResponsesBuilder};
use utoipa::{IntoResponses, Modify, OpenApi};

/// What every call may answer instead of what was asked for.
pub struct Refusals;

/// The statuses of refusals, with what they mean.
const REFUSALS: [(&str, &str); 10] = [
    (
        "400",
        "It can't be read: malformed JSON (with line and column), a field of the wrong type or one that there is not (with its pointer and the fields that there are), a malformed query",
    ),
    ("401", "No token, or one that is not valid"),
    ("403", "The caller may not do it"),
    ("404", "There is no such thing, or not for this caller"),
    (
        "409",
        "Somebody else was faster (`current_version`, `changed_by`), or the idempotency key came with another request",
    ),
    ("413", "Larger than allowed: `detail` says what, and how large it may be"),
    ("415", "Of a type that is not taken: `next_step` names the one that is"),
    (
        "422",
        "It is refused: by a rule of law or procedure (`legal_basis` cites it), or because input is missing or wrong (`errors` names each field; without `legal_basis` where only its form is at fault)",
    ),
    ("429", "Too many requests; `Retry-After` says how long to wait"),
    ("500", "Our fault: the number in `detail` finds it in the log"),
];

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let problem = || ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemJson"))).build();
        let answer =
            |means: &str| ResponseBuilder::new().description(means).content("application/problem+json", problem());
        let all = REFUSALS.iter().map(|(status, means)| ((*status).to_owned(), answer(means).build()));
        ResponsesBuilder::new().responses_from_iter(all).build().responses
    }
}

/// How a caller shows who they are.
struct Security;

impl Modify for Security {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let components = api.components.get_or_insert_default();
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token of `motcua people token --login NAME`"))
            .build();
        components.add_security_scheme("token", SecurityScheme::Http(token));
        let session = ApiKeyValue::with_description("session", "The session of the web pages; for reading only");
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    }
}

/// The frame of the description; the paths come from the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Motcua",
        version = "1",
        description = "One-stop administrative procedures: catalogue, dossiers, tracking, the service index. Times are RFC 3339 \
            with the offset +07:00, dates ISO 8601, money whole đồng. Lists take `limit` and `after` and answer `items` and \
            `next`. A POST with an `Idempotency-Key` may be sent again. Texts are Vietnamese, or English with `Accept-Language: en`.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later")
    ),
    servers((url = "/")),
    tags(
        (name = "catalogue", description = "Procedures and agencies; open to everybody"),
        (name = "dossiers", description = "From filing to the result"),
        (name = "payments", description = "What is owed, and how it is paid"),
        (name = "results", description = "Copies and corrections of results that were issued"),
        (name = "petitions", description = "Petitions about rules and conduct, with their clocks and answers"),
        (name = "archives", description = "Closed dossiers: handed over, kept for their time, listed for disposal"),
        (name = "files", description = "Papers"),
        (name = "steering", description = "Tasks: who does what by when, and what came of it"),
        (name = "resources", description = "Essential services, money, coverage of villages, digital citizens, digital work, training"),
        (name = "quality", description = "The service index and the figures, each with its records"),
        (name = "operation", description = "For whoever runs the server")
    ),
    components(schemas(ProblemJson)),
    modifiers(&Security)
)]
pub struct Frame;

static WRITTEN: OnceLock<String> = OnceLock::new();

/// The whole description as JSON, ending in a line break.
#[must_use]
pub fn text() -> &'static str {
    WRITTEN.get_or_init(|| {
        let api = super::described();
        api.to_pretty_json().map(|text| text + "\n").unwrap_or_default()
    })
}

/// The description, to look things up in.
fn described() -> &'static serde_json::Value {
    static CALLS: OnceLock<serde_json::Value> = OnceLock::new();
    CALLS.get_or_init(|| serde_json::from_str(text()).unwrap_or_default())
}

/// The parameters of a query that a call takes; nothing for what is not described.
pub fn parameters(method: &Method, path: &str) -> Option<&'static BTreeSet<String>> {
    type Parameters = BTreeMap<(String, String), BTreeSet<String>>;
    static PARAMETERS: OnceLock<Parameters> = OnceLock::new();
    let of = |call: &serde_json::Value| {
        let all = call["parameters"].as_array().into_iter().flatten();
        let queries = all.filter(|parameter| parameter["in"] == "query");
        queries.filter_map(|parameter| parameter["name"].as_str().map(str::to_owned)).collect()
    };
    let all = PARAMETERS.get_or_init(|| {
        let paths = described()["paths"].as_object().into_iter().flatten();
        let calls = paths.flat_map(|(path, calls)| {
            let calls = calls.as_object().into_iter().flatten();
            calls.map(move |(method, call)| ((method.to_uppercase(), path.clone()), of(call)))
        });
        calls.collect()
    });
    // HEAD is answered by what answers GET.
    let method = if method == Method::HEAD { "GET" } else { method.as_str() };
    all.get(&(method.to_owned(), path.to_owned()))
}

/// The methods that an address takes, as they are described: `GET, POST`.
#[must_use]
pub fn methods(path: &str) -> String {
    let fits = |described: &str| {
        let parts = || described.split('/').zip(path.split('/'));
        described.split('/').count() == path.split('/').count()
            && parts().all(|(described, asked)| described.starts_with('{') || described == asked)
    };
    let paths = described()["paths"].as_object().into_iter().flatten();
    let methods = paths.filter(|(described, _)| fits(described)).filter_map(|(_, calls)| calls.as_object());
    methods.flat_map(|calls| calls.keys().map(|method| method.to_uppercase())).collect::<Vec<_>>().join(", ")
}

/// This description.
#[utoipa::path(
    get, path = "/api/openapi.json", tag = "operation", summary = "This description",
    responses((status = 200, description = "OpenAPI 3.1", body = Object))
)]
pub async fn show_description() -> Response {
    super::wire::json(text())
}
