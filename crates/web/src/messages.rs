//! Sending what people are to be told: the words in their language, the jobs that wait, and what became of each.
//!
//! A delivery is noted as "being sent" before it is, in a transaction of its own. Who finds it so after a crash sends a short
//! message again (the gateway knows it by its key) and a mail not (docs/guides/messages.md).

mod bundle;

use crate::app::App;
use crate::errors::Failure;
use crate::format;
use crate::pages::said;
use crate::texts::{Lang, Words};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use links::messages::{Letter, Sent};
use rules::calendar::{StartRule, TimeLimit};
use rules::messages::{Channel, Fate, Notice, after, leaves_at};
use store::jobs::{self, Job};
use store::tables::messages::{self, Args, Delivery, Message, PLAN, SEND};
use store::{Tx, desk};

/// Jobs taken at once.
pub const BATCH: usize = 16;
/// Whoever takes a job has so long for it.
const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// After so many attempts a message is given up.
const ATTEMPTS: u32 = 8;

/// A message in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// In a line.
    pub title: String,
    /// In full.
    pub text: String,
    /// Where it leads in the application; may be empty.
    pub href: String,
}

/// The message in the words of a language.
#[must_use]
pub fn told(words: Words, directory: &rules::people::Directory, message: &Message) -> Told {
    let key = format!("notice-{}", message.notice.key());
    let args: Vec<(&'static str, String)> = ["code", "procedure", "agency", "due", "title", "day", "late", "near"]
        .into_iter()
        .map(|name| (name, value(words, directory, &message.args, name)))
        .collect();
    let say = |key: &str| words.maybe(key, &args).unwrap_or_default();
    if let Some(bundle) = bundle::read(message) {
        return bundle::told(words, &bundle);
    }
    let href = match (&message.dossier, &message.petition) {
        (Some(_), _) if message.args.contains_key("request") => {
            format!("/results/{}", message.args.get("request").map_or("", String::as_str))
        }
        (Some(code), _) => format!("/dossiers/{code}"),
        (None, Some(id)) => format!("/petitions/{id}"),
        (None, None) => match (message.notice, message.args.get("code")) {
            (Notice::ObstacleAnswered | Notice::ObstacleEscalated, Some(code)) => format!("/obstacles/{code}"),
            (Notice::TaskGiven, Some(code)) => format!("/tasks/{code}"),
            (Notice::DirectiveAssigned, Some(code)) => format!("/directives/{code}"),
            _ => "/queue".to_owned(),
        },
    };
    Told { title: say(&key), text: say(&format!("{key}.text")), href }
}

fn value(words: Words, directory: &rules::people::Directory, args: &Args, name: &str) -> String {
    let Some(value) = args.get(name) else { return words.t("none") };
    match name {
        "agency" => {
            value.parse().map_or_else(|_| value.clone(), |code| said::agency_named(words.lang, directory, &code))
        }
        "day" => value.parse().map_or_else(|_| value.clone(), |day: Date| format::day(words.lang, day)),
        "due" => value.parse().map_or_else(|_| value.clone(), |due: Timestamp| format::moment(words.lang, due)),
        _ => value.clone(),
    }
}

/// Does what is due; answers how many jobs there were.
///
/// # Errors
/// When the database fails.
pub async fn run_due(app: &App) -> Result<usize, Failure> {
    let now = app.clock.now();
    let jobs = app.write(move |tx| Ok(jobs::claim_kinds(tx, &[PLAN, SEND], now, LEASE, BATCH)?)).await?;
    for job in &jobs {
        match job.kind.as_str() {
            PLAN => plan(app, job).await?,
            _ => send(app, job).await?,
        }
    }
    Ok(jobs.len())
}

async fn plan(app: &App, job: &Job) -> Result<(), Failure> {
    let (job, now, connected) = (job.clone(), app.clock.now(), app.senders.channels());
    app.write(move |tx| {
        // A job whose payload can't be read is nobody's.
        if let Ok(id) = serde_json::from_str::<String>(&job.payload) {
            desk::messages::plan(tx, &id, &connected, now)?;
        }
        Ok(jobs::done(tx, &job)?)
    })
    .await
}

async fn send(app: &App, job: &Job) -> Result<(), Failure> {
    let (begun, now) = (job.clone(), app.clock.now());
    let Some((message, delivery, lang)) = app.write(move |tx| Ok(begin(tx, &begun, now)?)).await? else {
        return Ok(());
    };
    let Some(sender) = app.senders.get(delivery.channel) else {
        return end(app, job, delivery, Fate::NotSent, String::new()).await;
    };
    let province = app.province().await?;
    let words = Words::new(lang);
    let told = told(words, &province.directory, &message);
    let link = format!("{}{}", app.settings.public_url, told.href);
    let letter = Letter {
        key: format!("{}/{}", delivery.message, delivery.channel.key()),
        to: delivery.address.clone(),
        text: match delivery.channel {
            Channel::Mail => format!("{}\n\n{link}\n\n{}", told.text, words.t("notice-footer")),
            // What has many lines is no short message.
            Channel::Sms | Channel::Zalo if told.text.contains('\n') => format!("{} {link}", told.title),
            Channel::Sms | Channel::Zalo => format!("{} {link}", told.text),
        },
        subject: told.title,
    };
    let Sent { outcome, detail } = sender.send(&letter).await;
    let fate = after(delivery.channel, outcome, delivery.attempts >= ATTEMPTS);
    end(app, job, delivery, fate, detail).await
}

/// Notes that a delivery is being sent; nothing when it may not be, or not yet.
fn begin(tx: &mut Tx, job: &Job, now: Timestamp) -> Result<Option<(Message, Delivery, Lang)>, store::Fault> {
    let named: Option<(String, String)> = serde_json::from_str(&job.payload).ok();
    let Some((id, channel)) = named else { return jobs::done(tx, job).map(|()| None) };
    let deliveries = messages::deliveries(tx, &id)?;
    let delivery = deliveries.into_iter().find(|delivery| delivery.channel.key() == channel);
    let (Some(message), Some(mut delivery)) = (messages::find(tx, &id)?, delivery) else {
        return jobs::done(tx, job).map(|()| None);
    };
    if !delivery.fate.may_send(delivery.channel) {
        if delivery.fate == Fate::Sending {
            (delivery.fate, delivery.changed_at) = (Fate::Uncertain, now);
            messages::keep(tx, &delivery)?;
        }
        return jobs::done(tx, job).map(|()| None);
    }
    let leaves_at = leaves_at(message.notice, now);
    if leaves_at > now {
        delivery.leaves_at = leaves_at;
        messages::keep(tx, &delivery)?;
        return jobs::postpone(tx, job, leaves_at).map(|()| None);
    }
    delivery.attempts += 1;
    (delivery.fate, delivery.changed_at) = (Fate::Sending, now);
    messages::keep(tx, &delivery)?;
    let lang = match &message.login {
        Some(login) => messages::contact(tx, login)?.and_then(|(_, lang)| Lang::from_code(&lang)),
        None => None,
    };
    Ok(Some((message, delivery, lang.unwrap_or_default())))
}

async fn end(app: &App, job: &Job, delivery: Delivery, fate: Fate, detail: String) -> Result<(), Failure> {
    let (job, now) = (job.clone(), app.clock.now());
    app.write(move |tx| {
        let detail = Some(detail.clone()).filter(|detail| !detail.is_empty());
        let mut delivery = Delivery { fate, changed_at: now, detail, ..delivery.clone() };
        if fate.is_final() {
            messages::keep(tx, &delivery)?;
            return Ok(jobs::done(tx, &job)?);
        }
        delivery.leaves_at = jobs::failed(tx, &job, delivery.detail.as_deref().unwrap_or_default(), now)?;
        Ok(messages::keep(tx, &delivery)?)
    })
    .await
}

/// Tells officers and leaders of the deadlines of the day, once a day; answers how many were told, nothing by night.
///
/// # Errors
/// When the database fails.
pub async fn remind(app: &App) -> Result<Option<u64>, Failure> {
    let now = app.clock.now();
    // At night nobody works, and those of the day would be told before it begins.
    if leaves_at(Notice::DeadlinesNear, now) > now {
        return Ok(None);
    }
    let province = app.province().await?;
    let until = province.calendar_of_the_province().due(now, TimeLimit::WorkingDays(1), StartRule::AtOnce);
    app.write(move |tx| Ok(Some(desk::messages::remind(tx, now, until)? + desk::reminders::remind(tx, now)?))).await
}
