//! What this person may do to a task now, as forms: a field's name is the action's and its own (`return-reason`), so that forms on one
//! page never share one.

use crate::frame::Frame;
use crate::pages::typed::Typed;
use rules::Refusal;
use rules::people::Actor;
use rules::people::permissions::task_capacity;
use rules::tasks::{Action, Task, is_own};

/// Something that this person may do now.
pub(super) struct Offered {
    pub(super) key: &'static str,
    pub(super) label: String,
    /// What to know before; may be empty.
    pub(super) lead: String,
    pub(super) fields: Vec<Field>,
    pub(super) tone: &'static str,
    pub(super) opened: bool,
}

/// A field of such a form.
pub(super) struct Field {
    /// `text`, `lines`, `number`, `amount`, `day`, `check`, `link-kind`, `person`, or `file`.
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) value: String,
    /// The number of a file that came with an earlier sending.
    pub(super) kept: String,
    pub(super) optional: bool,
}

/// The name of a field of an action.
pub(super) fn field(action: Action, name: &str) -> String {
    format!("{}-{name}", action.key())
}

/// The refusal, its problems placed at the fields of this action.
pub(super) fn placed(action: Action, refusal: &Refusal) -> Refusal {
    let mut refusal = refusal.clone();
    for problem in &mut refusal.problems {
        let pointer = problem.pointer.trim_start_matches('/');
        // What was wrong with a file names the field already.
        if !pointer.starts_with(&format!("{}/", action.key().replace('-', "/"))) {
            problem.pointer = format!("/{}", field(action, pointer));
        }
    }
    refusal
}

/// Whether this person may accept tasks of the assigner, but not this one, since it is their own work; `alone` says whether the assigner
/// is excepted from the separation of duties.
pub(super) fn is_kept_from(actor: &Actor, task: &Task, alone: bool) -> bool {
    let by = task_capacity(actor, Action::Complete, task);
    !alone && task.allows(Action::Complete).is_ok() && by.is_ok_and(|by| is_own(task, &by))
}

/// What this person may do now, in order; the one that was refused is open.
pub(super) fn offered(
    f: &Frame,
    actor: &Actor,
    task: &Task,
    alone: bool,
    typed: &Typed,
    refused: Option<Action>,
) -> Vec<Offered> {
    let may = |action: &Action| {
        task.allows(*action).is_ok()
            && task_capacity(actor, *action, task).is_ok()
            && (*action != Action::Complete || !is_kept_from(actor, task, alone))
    };
    let open = Action::ALL.into_iter().filter(may);
    open.map(|action| {
        let asked = task.extension.as_ref().filter(|_| action == Action::DecideExtension);
        let first = matches!(
            action,
            Action::Accept | Action::Report | Action::Submit | Action::Complete | Action::DecideExtension
        );
        Offered {
            key: action.key(),
            label: f.t(&format!("task-do-{}", action.key())),
            lead: asked.map_or_else(String::new, |asked| {
                f.t2("task-extension-asked", "until", f.day(&asked.until), "reason", asked.reason.clone())
            }),
            fields: fields(f, task, typed, action),
            tone: if first { "primary" } else { "secondary" },
            opened: refused == Some(action),
        }
    })
    .collect()
}

fn fields(f: &Frame, task: &Task, typed: &Typed, action: Action) -> Vec<Field> {
    let deliverable = &task.assigned.deliverable;
    let make = |kind, name: &str, optional| Field {
        kind,
        label: f.t(&format!("task-field-{name}")),
        hint: String::new(),
        value: typed.text(&field(action, name)),
        kept: String::new(),
        name: field(action, name),
        optional,
    };
    let counted = || {
        let target = deliverable.target.map(|target| f.amount(&target));
        target.map(|target| Field {
            hint: f.t2("task-field-value.hint", "target", target, "unit", deliverable.unit.clone()),
            ..make("amount", "value", action == Action::Report)
        })
    };
    let proof = |optional| {
        let name = field(action, "evidence-kept-name");
        [
            Field { hint: f.t("task-field-document.hint"), ..make("text", "document", true) },
            Field {
                hint: f.t("task-field-evidence.hint"),
                value: typed.text(&name),
                kept: typed.text(&field(action, "evidence-kept")),
                ..make("file", "evidence", optional)
            },
        ]
    };
    match action {
        Action::Accept | Action::Resume => Vec::new(),
        Action::Report => {
            let progress = Field { hint: f.t("task-field-progress.hint"), ..make("number", "progress", true) };
            let promised = Field { hint: f.t("task-field-promised_on.hint"), ..make("day", "promised_on", true) };
            let before = f.t1("task-field-less_because.hint", "before", i64::from(task.progress));
            let less = Field { hint: before, ..make("lines", "less_because", true) };
            // Nothing is less than nothing.
            let less = Some(less).filter(|_| task.progress > 0);
            let said = [make("lines", "note", false), progress].into_iter().chain(less).chain([promised]);
            said.chain(counted()).chain(proof(true)).collect()
        }
        Action::Submit => {
            [make("lines", "note", false)].into_iter().chain(counted()).chain(proof(task.is_proved())).collect()
        }
        Action::Reassign => vec![make("person", "to", false), make("lines", "reason", false)],
        Action::AskExtension => vec![make("day", "until", false), make("lines", "reason", false)],
        Action::Complete => vec![make("lines", "note", true)],
        Action::DecideExtension => vec![make("check", "granted", true), make("lines", "reason", true)],
        Action::Attach => vec![make("text", "parent", false)],
        Action::Link => vec![make("link-kind", "kind", false), make("text", "link", false)],
        Action::Return | Action::Suspend | Action::Cancel => vec![make("lines", "reason", false)],
    }
}
