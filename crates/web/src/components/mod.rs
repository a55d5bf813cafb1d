//! The look: everything that a page may show, each in one way.
//!
//! A page composes macros from `templates/components/*.html` and writes no CSS. Values that need thought (a deadline, a
//! timeline) are small structs of this module, made in the handler; macros only draw them.
//!
//! ```html
//! {% extends "layout/page.html" %}
//! {% import "components/form.html" as form %}
//! {% import "components/show.html" as show %}
//! {% import "components/list.html" as list %}
//! {% import "components/nav.html" as nav %}
//! {% block title %}{{ f.t("queue-title") }}{% endblock %}
//! {% block main %} … {% endblock %}
//! ```
//!
//! | file | macros |
//! |---|---|
//! | `form.html` | `post` and `get` (wrap a form), `text`, `textarea`, `date`, `select`, `radios`, `checkboxes`, `file`, `hidden`, `submit`, `errors` (the summary on top), `fieldset`; a prefilled field says where its value comes from with `source=` |
//! | `show.html` | `icon`, `tag`, `deadline`, `summary` with `row` and `row_of`, `timeline`, `progress` (where is it, who has it, until when, what next), `figure`, `figures`, `meter`, `bars`, `sparkline` with `course` (its table), `notice`, `empty`, `hash`, `document` (an official paper to print) |
//! | `list.html` | `filters`, `table` with `head` and `cell`, `count`, `pages` |
//! | `nav.html` | `back`, `breadcrumbs`, `title`, `button`, `act` (one button that posts), `actions` (the panel of what one may do), `unfold`, `columns`, `steps`, `tabs`, `cards`, `card` |
//!
//! Macros that wrap others are used with `{% call form::post("/sign-in") %} … {% endcall %}`, the rest with
//! `{{ form::text(errors, "login", f.t("sign-in-login"), form.login, autocomplete="username") }}`.
//!
//! Two habits of askama to know: a macro's parameters hide the page's fields of the same name, in later arguments and in
//! wrapped blocks. Required parameters here begin with `_` so that they never do; for the named ones (`value`, `hint`,
//! `text`, …) write `self.value` when a page has such a field. And a macro is drawn into each page that uses it, so it
//! must not hold more than markup.
//!
//! The gallery at `/design` (in demonstrations) shows each one with its samples.

mod chart;
mod deadline;
mod figure;
mod form;
mod list;
mod qr;
mod route;
mod tag;
mod timeline;

pub use chart::{Bar, Bars, Dot, Sparkline};
pub use deadline::{Deadline, Urgency};
pub use figure::{Figure, Meter, Trend};
pub use form::{Choice, FieldError, FormErrors};
pub use list::{Column, Columns, Pages};
pub use qr::Qr;
pub use route::{RouteProgress, RouteStep, StepState};
pub use tag::{Tag, Tone};
pub use timeline::{Moment, Timeline};
