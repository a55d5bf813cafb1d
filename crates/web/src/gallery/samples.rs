//! Sample values of the gallery, worded by the catalogues (`messages/*/gallery.ftl`).

use super::Gallery;
use crate::components::{
    Bar, Bars, Choice, Column, Deadline, Dot, Figure, FormErrors, Meter, Moment, Pages, RouteProgress, RouteStep,
    Sparkline, StepState, Tag, Tone, Trend,
};
use crate::format::WORKING_DAY;
use crate::frame::Frame;
use jiff::{SignedDuration, Timestamp};
use rules::dossiers::Status;
use rules::{Problem, Refusal};

/// A row of the sample queue.
pub(super) struct Row {
    pub(super) code: &'static str,
    pub(super) procedure: String,
    pub(super) applicant: String,
    pub(super) status: Tag,
    pub(super) deadline: Deadline,
    pub(super) fee: rules::money::Dong,
}

pub(super) fn gallery(f: Frame) -> Gallery {
    let refusal = Refusal::input(vec![
        Problem::new("/applicant/id_number", "id-length").with("count", 9),
        Problem::new("/applicant/phone", "phone"),
    ]);
    let say = |key: &str| f.t(key);
    let choices = ["counter", "post", "online"].map(|key| {
        let label = say(&format!("gallery-deliver-{key}"));
        Choice::new(key, label).explained(say(&format!("gallery-deliver-{key}.hint")))
    });
    Gallery {
        errors: FormErrors::of(f.words, &refusal),
        choices: choices.to_vec(),
        chosen: vec!["post".into()],
        tags: Status::ALL.iter().map(|status| f.status(status)).collect(),
        deadlines: deadlines(f.now),
        progress: progress(&f),
        timeline: timeline(&f),
        figures: figures(&f),
        meters: meters(&f),
        bars: bars(&f),
        line: line(&f),
        columns: vec![
            Column::text(say("gallery-col-dossier")),
            Column::text(say("gallery-col-status")),
            Column::text(say("gallery-col-due")).sorting("/design?sort=due", "ascending"),
            Column::number(say("gallery-col-fee")),
        ],
        rows: rows(&f),
        pages: Pages { first: "/design".into(), next: "/design?after=x".into(), export: "/design?format=csv".into() },
        crumbs: vec![(say("gallery-home"), "/".into()), (say("nav-procedures"), "/procedures".into())],
        tabs: vec![
            (say("gallery-tab-mine"), "/design".into(), true),
            (say("gallery-tab-agency"), "/design?tab=agency".into(), false),
        ],
        steps: ["procedure", "applicant", "documents", "review"]
            .map(|key| say(&format!("gallery-step-{key}")))
            .to_vec(),
        f,
    }
}

fn later(now: Timestamp, hours: i64) -> Timestamp {
    now + SignedDuration::from_hours(hours)
}

fn deadlines(now: Timestamp) -> Vec<Deadline> {
    vec![
        Deadline::running(later(now, 75), 3 * WORKING_DAY + 2 * 3600),
        Deadline::running(later(now, 5), 4 * 3600 + 20 * 60),
        Deadline::running(later(now, -30), -WORKING_DAY - 3 * 3600),
        Deadline::paused(later(now, 40), 2 * WORKING_DAY),
        Deadline::done(later(now, -8), 3600),
        Deadline::done(later(now, -8), -3600),
    ]
}

fn progress(f: &Frame) -> RouteProgress {
    let step = |key: &str, note: String, state| RouteStep { name: f.t(&format!("gallery-route-{key}")), note, state };
    RouteProgress {
        status: f.status(&Status::InProcess),
        place: f.t("gallery-place"),
        who: f.t("gallery-officer"),
        deadline: Some(Deadline::running(later(f.now, 29), WORKING_DAY + 3 * 3600)),
        no_deadline: String::new(),
        legal: String::new(),
        next: f.t("gallery-next"),
        steps: vec![
            step("receive", f.moment(&later(f.now, -50)), StepState::Done),
            step("verify", f.t("gallery-officer"), StepState::Current),
            step("approve", f.t("gallery-leader"), StepState::Ahead),
            step("return", String::new(), StepState::Ahead),
        ],
    }
}

fn timeline(f: &Frame) -> Vec<Moment> {
    let mut asked =
        Moment::new(later(f.now, -26), Tone::Waiting, f.t("gallery-event-supplement"), f.t("gallery-officer"));
    asked.note = f.t("gallery-event-supplement.note");
    asked.links = vec![(f.t("gallery-event-supplement.link"), "/design".into())];
    let mut received =
        Moment::new(later(f.now, -50), Tone::Progress, f.t("gallery-event-received"), f.t("gallery-counter"));
    received.hash = "9f2c51a0d6be4f7790a1c3e85d2b6470e1f9a8c7b6d5e4f30211223344556677".into();
    vec![
        Moment::new(later(f.now, -2), Tone::Good, f.t("gallery-event-supplied"), f.t("gallery-applicant")),
        asked,
        received,
        Moment::new(later(f.now, -52), Tone::New, f.t("gallery-event-filed"), f.t("gallery-applicant")),
    ]
}

fn figures(f: &Frame) -> Vec<Figure> {
    let figure = |key: &str, value: String, unit: &str, trend| Figure {
        label: f.t(&format!("gallery-figure-{key}")),
        value,
        unit: unit.into(),
        note: f.t(&format!("gallery-figure-{key}.note")),
        href: "/design".into(),
        trend,
    };
    vec![
        figure("on-time", f.percent(&0.99), "", Trend::Good),
        figure("index", f.score(&90.4), "/100", Trend::Good),
        figure("dossiers", f.count(&20_000), "", Trend::None),
        figure("late", f.count(&204), "", Trend::Bad),
    ]
}

fn meters(f: &Frame) -> Vec<Meter> {
    let meter = |key: &str, share, score: String| Meter {
        label: f.t(&format!("gallery-meter-{key}")),
        share,
        numbers: f.t(&format!("gallery-meter-{key}.numbers")),
        score,
        href: "/design".into(),
    };
    vec![
        meter("progress", Some(0.989), f.t1("gallery-points", "points", f.score(&19.8))),
        meter("online", Some(0.724), f.t1("gallery-points", "points", f.score(&8.7))),
        meter("satisfied", None, String::new()),
    ]
}

fn bars(f: &Frame) -> Bars {
    let bar = |key: &str, value: i32, marked| Bar {
        label: f.t(&format!("gallery-commune-{key}")),
        value: f64::from(value),
        text: f.count(&i64::from(value)),
        href: "/design".into(),
        marked,
    };
    Bars {
        caption: f.t("gallery-bars"),
        label_heading: f.t("gallery-bars-label"),
        value_heading: f.t("gallery-bars-value"),
        bars: vec![bar("tan-phong", 1204, false), bar("phong-tho", 640, true), bar("muong-te", 212, false)],
        full: None,
    }
}

fn line(f: &Frame) -> Sparkline {
    let dot = |label: &str, value: Option<f64>| Dot {
        label: label.to_owned(),
        value,
        text: value.map_or_else(|| f.t("no-data-yet"), |value| f.score(&value)),
    };
    Sparkline {
        caption: f.t("gallery-figures"),
        label_heading: f.t("dashboard-day"),
        value_heading: f.t("gallery-bars-value"),
        dots: vec![
            dot("09/2025", None),
            dot("10/2025", Some(87.2)),
            dot("11/2025", Some(89.5)),
            dot("12/2025", Some(90.4)),
        ],
    }
}

fn rows(f: &Frame) -> Vec<Row> {
    let due = deadlines(f.now);
    let row = |code, key: &str, status, deadline, fee| Row {
        code,
        procedure: f.t(&format!("gallery-procedure-{key}")),
        applicant: f.t(&format!("gallery-procedure-{key}.applicant")),
        status: f.status(&status),
        deadline,
        fee: rules::money::Dong(fee),
    };
    vec![
        row("H35.12-251222-0007", "birth", Status::InProcess, due[2], 0),
        row("H35.12-251223-0012", "marriage", Status::Received, due[1], 30_000),
        row("H35.12-251223-0015", "land", Status::AwaitingSupplement, due[3], 1_500_000),
    ]
}
