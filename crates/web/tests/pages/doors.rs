//! Every door of the pages, tried by everybody: a route that is missing from the table fails the test.

use crate::site::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Who tries the doors, in the order of the columns: nobody; the citizen whose dossier it is; another citizen; a counter
/// officer and a case officer of another commune; the own commune's case officer, leader and clerk; an administrator; an officer
/// whose account was closed while they were signed in.
const WHO: [&str; 10] = ["", LAN, MINH, PATAN_COUNTER, PATAN, CASE, LEADER, CLERK, ADMIN, CLOSED];

/// An officer whose account is closed after they signed in.
const CLOSED: &str = COUNTER;

/// A door: method, route, and what each is answered. 303 leads on: to the sign-in page, or from a form to what follows.
type Door = (&'static str, &'static str, [u16; 10]);

const DOORS: &[Door] = &[
    ("get", "/", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/accessibility", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/account", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/account/delegations", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("post", "/account/delegations", [401, 403, 403, 422, 422, 422, 422, 422, 403, 401]),
    ("get", "/account/delegations/{number}/end", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("post", "/account/delegations/{number}/end", [401, 403, 403, 422, 422, 422, 422, 422, 403, 401]),
    ("get", "/admin", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/delegations", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/people", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/people.csv", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/people/new", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/people/new", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("get", "/admin/people/{login}", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/people/{login}/{form}", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/people/{login}/{form}", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("get", "/admin/roles", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/separation", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/separation", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("get", "/admin/procedures", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/procedures/{code}", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/procedures/{code}", [401, 403, 403, 403, 403, 403, 403, 403, 303, 401]),
    ("post", "/admin/procedures", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("get", "/admin/procedures/{code}/cases/{case}", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/procedures/{code}/cases/{case}", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("get", "/admin/procedures/{code}/{tab}", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/procedures/{code}/withdraw", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("post", "/admin/procedures/{code}/{tab}", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("get", "/design", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("post", "/design", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/dossiers", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/dossiers.csv", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/dossiers/{code}", [303, 200, 404, 404, 404, 200, 200, 200, 404, 303]),
    ("get", "/dossiers/{code}/acknowledgement", [303, 200, 404, 404, 404, 200, 200, 200, 404, 303]),
    ("post", "/dossiers/{code}/actions/{action}", [401, 403, 403, 404, 404, 422, 422, 422, 403, 401]),
    ("get", "/dossiers/{code}/documents/{file}", [303, 200, 404, 404, 404, 200, 200, 200, 404, 303]),
    ("get", "/tracking-book", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/tracking-book.pdf", [303, 403, 403, 422, 422, 422, 422, 422, 403, 303]),
    ("get", "/verify", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("post", "/uploads", [401, 412, 412, 412, 412, 412, 412, 412, 412, 401]),
    ("delete", "/uploads/{id}", [401, 404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("patch", "/uploads/{id}", [401, 412, 412, 412, 412, 412, 412, 412, 412, 401]),
    ("get", "/verify/signatures", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("post", "/verify/signatures", [400, 400, 400, 400, 400, 400, 400, 400, 400, 400]),
    ("get", "/dossiers/{code}/files/{file}/signatures", [303, 200, 404, 404, 404, 200, 200, 200, 404, 303]),
    ("get", "/verify/{id}", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("get", "/dossiers/{code}/files/{file}", [303, 200, 404, 404, 404, 200, 200, 200, 404, 303]),
    ("get", "/dossiers/{code}/needed-result", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/dossiers/{code}/process-control", [303, 403, 403, 404, 404, 200, 200, 200, 403, 303]),
    ("get", "/dossiers/{code}/proof", [303, 403, 403, 404, 404, 200, 200, 200, 403, 303]),
    ("get", "/dossiers/{code}/scan", [303, 403, 403, 404, 404, 200, 403, 403, 403, 303]),
    ("post", "/dossiers/{code}/scan", [401, 403, 403, 400, 400, 400, 400, 400, 403, 401]),
    ("get", "/dossiers/{code}/scan/page", [303, 403, 403, 400, 400, 400, 400, 400, 403, 303]),
    ("post", "/dossiers/{code}/rate", [401, 422, 404, 404, 404, 422, 422, 422, 404, 401]),
    ("post", "/dossiers/{code}/supplement", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("post", "/dossiers/{code}/withdraw", [401, 409, 404, 404, 404, 409, 409, 409, 404, 401]),
    ("get", "/drafts/{id}", [303, 303, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/dossiers/{code}/form.pdf", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/drafts/{id}/form.pdf", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/drafts/{id}/documents", [303, 200, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("post", "/drafts/{id}/documents", [400, 400, 400, 400, 400, 400, 400, 400, 400, 400]),
    ("get", "/drafts/{id}/files/{document}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/drafts/{id}/review", [303, 200, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("post", "/drafts/{id}/review", [303, 422, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/drafts/{id}/{step}", [303, 200, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("post", "/drafts/{id}/{step}", [303, 303, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("post", "/drafts/{id}/{step}/save", [401, 204, 404, 404, 404, 404, 404, 404, 404, 401]),
    // The streams of this test have ended before they begin.
    ("get", "/dashboard", [303, 403, 403, 403, 403, 403, 200, 403, 200, 303]),
    ("get", "/dashboard/events", [303, 403, 403, 403, 403, 403, 200, 403, 200, 303]),
    ("get", "/figures", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/file/{procedure}", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/file/{procedure}", [303, 303, 303, 303, 303, 303, 303, 303, 303, 303]),
    ("get", "/help", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/index", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/index/compare", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/index/history", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/index/provinces", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("post", "/index/provinces", [401, 403, 403, 403, 403, 403, 403, 403, 400, 401]),
    ("get", "/index/{key}", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/index/{key}/records.csv", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/intake", [303, 403, 403, 200, 403, 403, 403, 403, 403, 303]),
    ("get", "/intake/done/{code}", [303, 403, 403, 404, 404, 200, 200, 200, 403, 303]),
    ("get", "/intake/{procedure}", [303, 403, 403, 200, 403, 403, 403, 403, 403, 303]),
    ("post", "/intake/{procedure}", [401, 403, 403, 400, 400, 400, 400, 400, 403, 401]),
    ("post", "/intake/{procedure}/save", [401, 403, 403, 400, 403, 403, 403, 403, 403, 401]),
    ("post", "/intake/{procedure}/discard", [401, 403, 403, 303, 303, 303, 303, 303, 403, 401]),
    ("get", "/my/dossiers", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/open-data", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/open-data/charts/{file}", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("get", "/open-data/{file}", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("get", "/privacy", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/procedures", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/procedures/{code}", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/admin/routes", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/routes/{code}", [303, 403, 403, 403, 403, 403, 403, 403, 404, 303]),
    ("post", "/admin/routes/{code}", [401, 403, 403, 403, 403, 403, 403, 403, 404, 401]),
    ("post", "/queue/bulk", [401, 403, 403, 422, 422, 422, 422, 422, 403, 401]),
    ("get", "/late-steps", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/admin/gaps", [303, 403, 403, 403, 403, 403, 200, 403, 200, 303]),
    ("get", "/intake/elsewhere", [303, 403, 403, 200, 403, 403, 403, 403, 403, 303]),
    ("get", "/consultations", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/queue", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/sign-in", [200, 303, 303, 303, 303, 303, 303, 303, 303, 200]),
    ("post", "/sign-in", [422, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("post", "/sign-in/sample", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("get", "/track", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("post", "/track", [422, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("get", "/admin/break-glass", [303, 403, 403, 403, 403, 403, 200, 403, 200, 303]),
    ("get", "/admin/data-requests", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/data-requests/{id}", [303, 403, 403, 403, 403, 403, 403, 403, 404, 303]),
    ("post", "/admin/data-requests/{id}", [401, 403, 403, 403, 403, 403, 403, 403, 404, 401]),
    ("get", "/admin/reads", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/break-glass", [401, 403, 403, 403, 403, 403, 422, 403, 422, 401]),
    ("get", "/break-glass", [303, 403, 403, 403, 403, 403, 200, 403, 200, 303]),
    ("get", "/dossiers/{code}/documents", [303, 403, 403, 404, 404, 200, 200, 200, 404, 303]),
    ("post", "/dossiers/{code}/documents/{file}/verify", [401, 403, 403, 404, 404, 303, 403, 403, 404, 401]),
    ("post", "/dossiers/{code}/documents/{file}/withdraw", [401, 403, 403, 404, 404, 403, 422, 403, 404, 401]),
    ("get", "/my/data", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/my/data/ask", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/my/data/ask", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("get", "/my/data/consents", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/my/data/consents", [401, 422, 422, 422, 422, 422, 422, 422, 422, 401]),
    ("get", "/my/data/export", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/my/data/reads", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/my/data/requests", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/my/data/requests/{id}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/my/data/requests/{id}/evidence", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/my/documents", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/my/documents/{dossier}/{file}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/committees", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/committees.csv", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/committees/coverage", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("get", "/committees/new", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("post", "/committees/new", [401, 403, 403, 403, 403, 403, 422, 422, 403, 401]),
    ("get", "/committees/of/{code}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("get", "/committees/{code}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("post", "/committees/{code}/actions/{action}", [401, 403, 403, 404, 404, 404, 404, 404, 403, 401]),
    ("get", "/my/groups", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/conferences", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/conferences/new", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("post", "/conferences/new", [401, 403, 403, 403, 403, 403, 422, 422, 403, 401]),
    ("get", "/conferences/{code}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("get", "/conferences/{code}/edit", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("post", "/conferences/{code}/edit", [401, 403, 403, 404, 404, 404, 404, 404, 403, 401]),
    ("get", "/conferences/{code}/register", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    // Whoever holds the code of a registration needs no account; this is none.
    ("get", "/conferences/{code}/check-in/{seat}", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("post", "/conferences/{code}/check-in/{seat}", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("get", "/conferences/{code}/live", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("get", "/conferences/{code}/live/events", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("get", "/conferences/{code}/live/mine", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("post", "/conferences/{code}/actions/{action}", [401, 403, 403, 404, 404, 404, 404, 404, 403, 401]),
    ("post", "/conferences/{code}/documents", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("get", "/conferences/{code}/files/{file}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("get", "/conferences/{code}/notice.pdf", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("get", "/conferences/{code}/notice.docx", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("get", "/directives", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/directives/new", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("post", "/directives/new", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("get", "/directives/import", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("post", "/directives/import", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("get", "/directives/{code}/edxml", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/directives/{code}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("post", "/directives/{code}/assign", [401, 404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("post", "/directives/{code}/tasks", [401, 404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("get", "/directives/{code}/files/{file}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/obstacles", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/obstacles/figures", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/obstacles/new", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("post", "/obstacles/new", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("get", "/obstacles/{code}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("post", "/obstacles/{code}/actions/{action}", [401, 404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("get", "/obstacles/{code}/files/{file}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/agenda", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/calendar", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    // Its secret opens it, which nobody guesses; who is signed in does not matter.
    ("get", "/calendar.ics", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("post", "/calendar/feed", [401, 403, 403, 200, 200, 200, 200, 200, 403, 401]),
    ("post", "/calendar/feed/revoke", [401, 303, 303, 303, 303, 303, 303, 303, 303, 401]),
    ("get", "/summaries", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/summaries/report.docx", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/summaries/report.pdf", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/tasks", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/tasks.xlsx", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/tasks.csv", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/tasks/new", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("post", "/tasks/new", [401, 403, 403, 403, 403, 403, 422, 422, 403, 401]),
    ("get", "/tasks/overview", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("get", "/tasks/plan", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("post", "/tasks/plan", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("get", "/advice/index", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/advice/process", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/advice/late", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/official-reports", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("post", "/official-reports", [401, 403, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("get", "/official-reports/{form}/{agency}/{period}", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("get", "/official-reports/{form}/{agency}/{period}/records", [303, 403, 403, 403, 403, 403, 404, 404, 403, 303]),
    (
        "get",
        "/official-reports/{form}/{agency}/{period}/records.csv",
        [303, 403, 403, 403, 403, 403, 404, 404, 403, 303],
    ),
    (
        "get",
        "/official-reports/{form}/{agency}/{period}/report.xlsx",
        [303, 403, 403, 403, 403, 403, 200, 200, 403, 303],
    ),
    (
        "get",
        "/official-reports/{form}/{agency}/{period}/report.pdf",
        [303, 403, 403, 403, 403, 403, 200, 200, 403, 303],
    ),
    (
        "post",
        "/official-reports/{form}/{agency}/{period}/actions/{action}",
        [401, 404, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    ("get", "/tasks/reports", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("post", "/tasks/reports", [401, 403, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("get", "/tasks/reports/{agency}/{month}", [303, 403, 403, 404, 404, 200, 200, 200, 403, 303]),
    ("get", "/tasks/reports/{agency}/{month}/report.xlsx", [303, 403, 403, 404, 404, 200, 200, 200, 403, 303]),
    ("post", "/tasks/reports/{agency}/{month}/actions/{action}", [401, 404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("get", "/tasks/scores", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("get", "/indicators", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/indicators/map", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/indicators/new", [303, 403, 403, 403, 403, 403, 403, 403, 403, 303]),
    ("post", "/indicators/new", [401, 403, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("get", "/indicators/{code}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("get", "/indicators/{code}/edit", [303, 403, 403, 403, 403, 403, 403, 403, 403, 303]),
    ("post", "/indicators/{code}/edit", [401, 403, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("get", "/indicators/{code}/reports/{agency}/{period}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    (
        "post",
        "/indicators/{code}/reports/{agency}/{period}/actions/{action}",
        [401, 404, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    ("get", "/budget", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/budget/new", [303, 403, 403, 403, 403, 403, 403, 403, 403, 303]),
    ("post", "/budget/new", [401, 403, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("get", "/budget/{code}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("get", "/budget/{code}/files/{file}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("post", "/budget/{code}/actions/{action}", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("get", "/coverage", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/coverage/villages", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/coverage/{code}", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("get", "/coverage/{code}/files/{file}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("post", "/coverage/{code}/actions/{action}", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("get", "/training", [303, 403, 403, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/training.csv", [303, 403, 403, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/training/new", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("post", "/training/new", [401, 403, 403, 403, 403, 403, 422, 422, 403, 401]),
    ("get", "/training/mine", [303, 403, 403, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/training/skills", [303, 403, 403, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/training/gaps", [303, 403, 403, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/training/gaps.csv", [303, 403, 403, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/training/gaps/{agency}", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("get", "/training/certificates/{number}", [303, 403, 403, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/training/certificates/{number}/paper.pdf", [303, 403, 403, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/training/{code}", [303, 403, 403, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/training/{code}/sessions/{number}", [303, 403, 403, 403, 403, 403, 404, 404, 403, 303]),
    ("get", "/training/{code}/scores", [303, 403, 403, 403, 403, 403, 404, 404, 403, 303]),
    ("post", "/training/{code}/actions/{action}", [401, 404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("get", "/digital-work", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/digital-work.csv", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/digital-work/{code}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("get", "/digital-citizens", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("post", "/digital-citizens/targets", [401, 403, 403, 403, 403, 403, 422, 422, 403, 401]),
    ("get", "/digital-citizens/villages", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/digital-citizens/villages.csv", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/digital-citizens/{code}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("post", "/digital-citizens/{code}/actions/{action}", [401, 404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("get", "/essential-services", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/essential-services/new", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("post", "/essential-services/new", [401, 403, 403, 403, 403, 403, 422, 422, 403, 401]),
    ("get", "/essential-services/{code}", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("get", "/essential-services/{code}/change", [303, 403, 403, 403, 403, 403, 404, 404, 403, 303]),
    ("post", "/essential-services/{code}/change", [401, 403, 403, 403, 403, 403, 404, 404, 403, 401]),
    ("get", "/essential-services/{code}/files/{file}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("post", "/essential-services/{code}/actions/{action}", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("get", "/inspections", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/inspections/new", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("post", "/inspections/new", [401, 403, 403, 403, 403, 403, 422, 422, 403, 401]),
    ("get", "/inspections/{code}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("get", "/inspections/{code}/files/{file}", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("post", "/inspections/{code}/actions/{action}", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("post", "/inspections/{code}/findings/{number}/task", [401, 403, 403, 404, 404, 404, 404, 404, 403, 401]),
    ("get", "/tasks/{code}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("post", "/tasks/{code}/actions/{action}", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("get", "/tasks/{code}/files/{file}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/account/security", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/account/security/codes", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/account/security/codes", [401, 200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("post", "/account/security/confirm", [401, 422, 422, 422, 422, 422, 422, 422, 422, 401]),
    ("get", "/account/security/confirm", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/account/security/confirm/passkey", [401, 422, 422, 422, 422, 422, 422, 422, 422, 401]),
    ("post", "/account/security/confirm/passkey/start", [401, 200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("get", "/account/security/enrol", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/account/security/log", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/account/security/passkeys", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/account/security/passkeys", [401, 422, 422, 422, 422, 422, 422, 422, 422, 401]),
    ("post", "/account/security/passkeys/remove", [401, 404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("post", "/account/security/passkeys/start", [401, 200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("get", "/account/security/password", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/account/security/password", [401, 422, 422, 422, 422, 422, 422, 422, 422, 401]),
    ("get", "/account/security/sessions", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/account/security/sessions", [401, 303, 303, 303, 303, 303, 303, 303, 303, 401]),
    ("get", "/account/security/tokens", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/account/security/tokens", [401, 422, 422, 422, 422, 422, 422, 422, 422, 401]),
    ("post", "/account/security/tokens/revoke", [401, 404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("get", "/account/security/totp", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/account/security/totp", [401, 422, 422, 422, 422, 422, 422, 422, 422, 401]),
    ("post", "/account/security/totp/remove", [401, 303, 303, 303, 303, 303, 303, 303, 303, 401]),
    ("get", "/admin/credentials", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/credentials/{login}", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/credentials/{login}/recovery", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/credentials/{login}/recovery", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("post", "/admin/credentials/{login}/sessions/end", [401, 403, 403, 403, 403, 403, 403, 403, 303, 401]),
    ("get", "/admin/look-ups", [303, 403, 403, 403, 403, 403, 200, 403, 200, 303]),
    ("get", "/admin/look-ups.csv", [303, 403, 403, 403, 403, 403, 200, 403, 200, 303]),
    ("get", "/admin/sessions", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/tokens", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/tokens/revoke", [401, 403, 403, 403, 403, 403, 403, 403, 404, 401]),
    ("get", "/sign-in/code", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("post", "/sign-in/code", [422, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("post", "/sign-in/passkey", [422, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("post", "/sign-in/passkey/start", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("post", "/sign-in/second", [303, 303, 303, 303, 303, 303, 303, 303, 303, 303]),
    ("get", "/sign-in/second", [303, 303, 303, 303, 303, 303, 303, 303, 303, 303]),
    ("post", "/sign-in/second/passkey", [303, 303, 303, 303, 303, 303, 303, 303, 303, 303]),
    ("post", "/sign-in/second/passkey/start", [401, 401, 401, 401, 401, 401, 401, 401, 401, 401]),
    ("get", "/account/authorisations/new", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/account/authorisations/new", [401, 422, 422, 422, 422, 422, 422, 422, 422, 401]),
    ("post", "/account/authorisations/{id}/accept", [401, 404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("post", "/account/authorisations/{id}/revoke", [401, 404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("get", "/admin/agencies", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/agencies/export", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/agencies/new", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/agencies/new", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("get", "/admin/agencies/{code}", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/agencies/{code}/edit", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/agencies/{code}/edit", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("get", "/admin/agencies/{code}/{what}", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/agencies/{code}/{what}", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("get", "/admin/calendars", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/calendars/announce", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("post", "/admin/calendars/withdraw", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("get", "/admin/villages", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("get", "/admin/villages/new", [303, 403, 403, 403, 403, 403, 403, 403, 200, 303]),
    ("post", "/admin/villages/new", [401, 403, 403, 403, 403, 403, 403, 403, 422, 401]),
    ("get", "/admin/villages/{code}", [303, 403, 403, 403, 403, 403, 403, 403, 404, 303]),
    ("post", "/admin/villages/{code}/dissolve", [401, 403, 403, 403, 403, 403, 403, 403, 404, 401]),
    ("post", "/admin/villages/{code}/rename", [401, 403, 403, 403, 403, 403, 403, 403, 404, 401]),
    ("get", "/sign-in/with/{provider}", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("get", "/sign-in/with/{provider}/return", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("get", "/account/authorisations", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/dossiers/{code}/payment", [303, 200, 404, 404, 404, 200, 200, 200, 404, 303]),
    ("post", "/dossiers/{code}/payment/{what}", [401, 422, 404, 404, 404, 403, 403, 403, 404, 401]),
    ("get", "/dossiers/{code}/receipts/{receipt}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/payments", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("get", "/payments/return", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("post", "/payments/statements", [401, 400, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("get", "/payments/statements/{statement}", [303, 403, 403, 403, 403, 403, 404, 404, 403, 303]),
    ("post", "/payments/statements/{statement}/attach", [401, 403, 403, 403, 403, 403, 404, 404, 403, 401]),
    // The dossier of this test waits for its result to be written and has none yet to ask about.
    ("get", "/dossiers/{code}/result", [303, 403, 403, 404, 404, 200, 403, 403, 403, 303]),
    ("post", "/dossiers/{code}/result", [401, 403, 403, 404, 404, 422, 403, 403, 403, 401]),
    ("get", "/dossiers/{code}/result/ask", [303, 422, 404, 404, 404, 422, 422, 422, 404, 303]),
    ("post", "/dossiers/{code}/result/ask", [401, 422, 404, 404, 404, 403, 403, 403, 404, 401]),
    ("get", "/my/results", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/results", [303, 403, 403, 403, 200, 200, 200, 200, 403, 303]),
    ("get", "/results/{id}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("post", "/results/{id}", [401, 403, 403, 404, 404, 404, 404, 404, 403, 401]),
    ("get", "/results/{id}/paper", [303, 403, 403, 404, 404, 404, 404, 404, 403, 303]),
    ("post", "/results/{id}/paper", [401, 403, 403, 404, 404, 404, 404, 404, 403, 401]),
    ("get", "/results/{id}/files/{file}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 303]),
    ("get", "/archive", [303, 403, 403, 403, 403, 403, 200, 200, 403, 303]),
    ("post", "/archive", [401, 403, 403, 403, 403, 403, 403, 422, 403, 401]),
    ("get", "/archive/lists/{id}", [303, 403, 403, 403, 403, 403, 404, 404, 403, 303]),
    ("post", "/archive/lists/{id}", [401, 403, 403, 403, 403, 403, 404, 404, 403, 401]),
    ("get", "/satisfaction", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/satisfaction/dossiers", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/my/petitions", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("get", "/petitions", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/petitions/new", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/petitions/new", [401, 422, 422, 422, 422, 422, 422, 422, 422, 401]),
    ("get", "/petitions/published", [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("get", "/petitions/{id}", [404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("post", "/petitions/{id}", [401, 404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("get", "/messages", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/messages/read", [401, 303, 303, 303, 303, 303, 303, 303, 303, 401]),
    ("get", "/dossiers/{code}/messages", [303, 200, 404, 404, 404, 200, 200, 200, 404, 303]),
    ("get", "/account/contact", [303, 200, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("post", "/account/contact", [401, 303, 303, 303, 303, 303, 303, 303, 303, 401]),
    ("get", "/supplements", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    ("get", "/supplements/dossiers", [303, 403, 403, 200, 200, 200, 200, 200, 403, 303]),
    // At the end: one takes the own draft away (others' stay, and are not told of), the other whoever is signed in.
    ("post", "/drafts/{id}/discard", [401, 303, 303, 303, 303, 303, 303, 303, 303, 401]),
    ("post", "/sign-out", [303, 303, 303, 303, 303, 303, 303, 303, 303, 303]),
];

/// The routes that stand in the sources: method and path.
fn routes() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages")];
    let mut files: Vec<PathBuf> = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/gallery.rs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    for file in files {
        let text = fs::read_to_string(file).expect("a source");
        for call in text.split(".route(").skip(1) {
            let first = call.split(',').next().expect("a path").trim();
            // A path that several files write is a constant.
            let path = match first.strip_prefix('"') {
                Some(path) => path.trim_end_matches('"'),
                None => {
                    let named =
                        text.split(&format!("const {first}: &str = \"")).nth(1).expect("a constant of the file");
                    named.split('"').next().expect("a path")
                }
            };
            let mut depth = 1;
            let end = call.find(|letter| {
                depth += i32::from(letter == '(') - i32::from(letter == ')');
                depth == 0
            });
            let handlers = &call[first.len()..end.expect("the end of the call")];
            for method in ["get", "post", "put", "delete", "patch", "any"] {
                if handlers.contains(&format!("{method}(")) {
                    found.insert((method.to_owned(), path.to_owned()));
                }
            }
        }
    }
    found
}

#[test]
fn every_route_is_a_door_here() {
    let tried: BTreeSet<_> = DOORS.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    let routes = routes();
    let missing: Vec<_> = routes.difference(&tried).collect();
    let gone: Vec<_> = tried.difference(&routes).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not tried: {missing:?}; no longer there: {gone:?}");
    assert_eq!(tried.len(), DOORS.len(), "each once");
}

#[test]
fn each_door_opens_only_for_those_who_may() {
    let mut wrong = Vec::new();
    for (at, who) in WHO.into_iter().enumerate() {
        let site = Site::open();
        let owner = site.signed_in(LAN);
        let code = owner.file();
        site.act(COUNTER, &code, rules::dossiers::Command::Receive(rules::dossiers::Receive {}));
        let draft = owner.begin(BIRTH);
        owner.fill_in(&draft);
        let file = owner.get(&format!("/dossiers/{code}"));
        let file = file.text.split(&format!("/dossiers/{code}/files/")).nth(1).and_then(|rest| rest.split('"').next());
        let file = file.expect("a paper").to_owned();
        let browser = if who.is_empty() { site.browser() } else { site.signed_in(who) };
        browser.get("/sign-in");
        site.stop_streams();
        if who == CLOSED {
            site.close_account(CLOSED);
        }
        for &(method, route, expected) in DOORS {
            let subject = match route {
                route if route.starts_with("/procedures") || route.starts_with("/admin/procedures") => BIRTH,
                route if route.starts_with("/admin/agencies") => "H35.38",
                _ => code.as_str(),
            };
            let path = route.replace("{code}", subject).replace("{procedure}", BIRTH).replace("{login}", CASE);
            let path = path
                .replace("{id}", draft.trim_start_matches("/drafts/"))
                .replace("{step}", "applicant")
                .replace("{tab}", "general")
                .replace("{case}", "0");
            let path =
                if route.ends_with("/documents/{file}") { path.replace("{file}", "acknowledgement.pdf") } else { path };
            let path = path
                .replace("{document}", "documents-0")
                .replace("{file}", &file)
                .replace("{key}", "2.1")
                .replace("{what}", if route.ends_with("payment/{what}") { "begin" } else { "rename" });
            let path = path
                .replace("/official-reports/{form}", "/official-reports/06a")
                .replace("{form}", "move")
                .replace("{number}", "1")
                .replace("{agency}", SIN_HO_AGENCY)
                .replace("{month}", "2025-11")
                .replace("{period}", "2025-11")
                .replace("{action}", "propose")
                .replace("{provider}", "vneid");
            let answer = match method {
                "get" => browser.get(&path),
                "post" => browser.post(&path, &[]),
                other => browser.speak(&other.to_uppercase(), &path, &[], b""),
            };
            let status = answer.status.as_u16();
            if status != expected[at] {
                wrong.push(format!("{method} {route} as {who:?}: {status} instead of {}", expected[at]));
            }
            let strangers = [MINH, PATAN_COUNTER, PATAN, ADMIN, ""];
            if strangers.contains(&who) && answer.text.contains("012185001234") {
                wrong.push(format!("{method} {route} as {who:?} shows the applicant's number"));
            }
        }
        let kept = site.signed_in(LAN).get(&draft).status.is_redirection();
        if kept == (who == LAN) {
            wrong.push(format!("the draft is there: {kept}, after {who:?} tried to take it away"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
