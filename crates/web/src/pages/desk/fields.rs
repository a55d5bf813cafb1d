//! The forms of what an officer may do now, as data: one form an action, each with its fields, hints and what was typed.
//!
//! A field's name is the action's name and the field's own (`refuse-reason`), so that forms on one page never share an id.

use super::queue::load_of;
use crate::components::{Choice, FormErrors};
use crate::frame::Frame;
use crate::pages::dossiers::rate;
use crate::pages::payments;
use crate::pages::said;
use crate::pages::typed::Typed;
use rules::calendar::day_of;
use rules::catalogue::{Procedure, RequiredDocument};
use rules::dossiers::{Action, Criterion, Dossier, can_settle};
use rules::payments::{Payer, assess};
use rules::people::{Actor, Agency, AgencyKind, Directory, Load, Role, least_loaded};

/// What a field looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Lines,
    Select,
    Radios,
    Checks,
    File,
    Day,
    Hour,
}

impl Kind {
    /// Whether this is the kind of that name, for templates.
    pub(super) fn is(self, name: &str) -> bool {
        let own = match self {
            Self::Text => "text",
            Self::Lines => "lines",
            Self::Select => "select",
            Self::Radios => "radios",
            Self::Checks => "checks",
            Self::File => "file",
            Self::Day => "day",
            Self::Hour => "hour",
        };
        own == name
    }
}

/// A field of a form.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) value: String,
    pub(super) values: Vec<String>,
    pub(super) choices: Vec<Choice>,
    pub(super) optional: bool,
    /// A file that came with an earlier sending: its number and name.
    pub(super) kept: (String, String),
}

/// The form of one action.
#[derive(Debug, Clone)]
pub(super) struct ActionForm {
    pub(super) key: &'static str,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) submit: String,
    pub(super) tone: &'static str,
    pub(super) opened: bool,
    pub(super) with_files: bool,
    /// Values that go along unseen.
    pub(super) hidden: Vec<(String, String)>,
    pub(super) fields: Vec<Field>,
    pub(super) errors: FormErrors,
}

/// What the forms need to know besides the dossier.
pub(super) struct Around<'a> {
    pub(super) f: &'a Frame,
    pub(super) actor: &'a Actor,
    pub(super) dossier: &'a Dossier,
    pub(super) procedure: Option<&'a Procedure>,
    /// Case officers who can be put in charge, whoever has the fewest dossiers first.
    pub(super) officers: &'a [Load],
    /// The agencies of the province.
    pub(super) directory: &'a Directory,
    /// What was typed into a form that came back, and which one it was.
    pub(super) typed: &'a Typed,
    pub(super) failed: Option<Action>,
}

/// The forms of these actions: the next thing to do first and open, what is rare at the end.
pub(super) fn forms(around: &Around<'_>, open: &[Action], errors: &FormErrors) -> Vec<ActionForm> {
    let mut open: Vec<_> = open.iter().copied().filter(|action| !pointless(around, *action)).collect();
    open.sort_by_key(|action| rank(*action));
    let first = open.first().copied().filter(|action| rank(*action) < RARE);
    open.into_iter()
        .map(|action| {
            let failed = around.failed == Some(action);
            let mut form = form(around, action);
            form.opened = failed || around.failed.is_none() && first == Some(action);
            if failed {
                form.errors = errors.clone();
            }
            form
        })
        .collect()
}

/// Taking charge of what one has already, transferring what nobody else settles, or what has a page of its own.
fn pointless(around: &Around<'_>, action: Action) -> bool {
    if action == Action::Digitise {
        return true;
    }
    // Where the catalogue names who settles it, there is nobody else to transfer it to.
    if action == Action::Transfer && around.procedure.is_none_or(|procedure| procedure.agency.is_some()) {
        return true;
    }
    let mine = around.dossier.officer.as_ref().is_some_and(|(login, _)| *login == around.actor.login);
    action == Action::Assign && mine && !assigns_others(around)
}

fn assigns_others(around: &Around<'_>) -> bool {
    let dossier = around.dossier;
    around.actor.position_for(Role::Approver, dossier.holder(), &dossier.filed.procedure).is_some()
}

/// From this rank on an action is out of the ordinary.
const RARE: u8 = 20;

fn rank(action: Action) -> u8 {
    match action {
        Action::Receive | Action::Approve | Action::Complete | Action::ReturnResult | Action::Supplement => 0,
        Action::Sign | Action::Resume => 1,
        Action::Propose => 2,
        Action::Forward => 3,
        Action::Assign => 4,
        Action::AnswerConsultation => 5,
        Action::Consult => 9,
        Action::RequestSupplement => 10,
        Action::RequestPayment => 14,
        Action::SendBack => 11,
        Action::Refuse => 12,
        Action::Reject => 13,
        Action::Transfer => 15,
        Action::Digitise => 16,
        Action::Rate => RARE,
        Action::Apologise => RARE + 1,
        Action::Suspend => RARE + 2,
        Action::Withdraw => RARE + 3,
    }
}

fn form(around: &Around<'_>, action: Action) -> ActionForm {
    let (f, key) = (around.f, action.key());
    let takes = action == Action::Assign && !assigns_others(around);
    let text = if takes { "take".to_owned() } else { format!("act-{key}") };
    let mut hidden = Vec::new();
    if takes {
        hidden.push(("assign-officer".to_owned(), around.actor.login.clone()));
    }
    let fields = fields(around, action);
    ActionForm {
        key,
        label: f.t(&format!("desk-{text}")),
        hint: f.words.maybe(&format!("desk-{text}.hint"), &[]).unwrap_or_default(),
        submit: f.words.maybe(&format!("desk-{text}.submit"), &[]).unwrap_or_else(|| f.t(&format!("desk-{text}"))),
        tone: match action {
            Action::Refuse | Action::Reject | Action::Suspend | Action::Withdraw => "warning",
            _ if rank(action) < 10 => "primary",
            _ => "secondary",
        },
        opened: false,
        with_files: fields.iter().any(|field| field.kind == Kind::File),
        hidden,
        fields,
        errors: FormErrors::none(),
    }
}

fn fields(around: &Around<'_>, action: Action) -> Vec<Field> {
    let (f, dossier) = (around.f, around.dossier);
    let field = |kind, name| field(around, action, kind, name);
    let optional = |mut field: Field| {
        field.optional = true;
        field
    };
    match action {
        Action::Receive | Action::Sign | Action::Digitise => Vec::new(),
        Action::Refuse | Action::Reject | Action::Resume => vec![field(Kind::Lines, "reason")],
        Action::SendBack => {
            let steps = dossier.steps_back();
            let mut fields = vec![field(Kind::Lines, "reason")];
            if steps.len() > 1 {
                let mut step = field(Kind::Select, "step");
                step.choices = steps.iter().map(|at| step_choice(around, *at)).collect();
                fields.insert(0, step);
            }
            fields
        }
        Action::Consult => {
            let mut agency = field(Kind::Select, "agency");
            agency.choices = agencies(around, |agency| agency.kind == AgencyKind::Authority);
            let mut required = field(Kind::Radios, "required");
            required.choices =
                ["yes", "no"].map(|key| Choice::new(key, f.t(&format!("desk-consult-required-{key}")))).into();
            if required.value.is_empty() {
                required.value = "yes".to_owned();
            }
            vec![agency, field(Kind::Lines, "question"), field(Kind::Day, "due_on"), required]
        }
        Action::AnswerConsultation => vec![field(Kind::Lines, "content"), optional(field(Kind::File, "file"))],
        Action::Transfer => {
            let mut agency = field(Kind::Select, "agency");
            agency.choices = agencies(around, |agency| {
                around.procedure.is_some_and(|procedure| can_settle(procedure, agency, around.directory))
            });
            vec![agency, field(Kind::Lines, "reason")]
        }
        Action::Suspend => {
            vec![field(Kind::Lines, "reason"), field(Kind::Day, "request_date"), field(Kind::File, "request_file")]
        }
        Action::Withdraw => vec![optional(field(Kind::Lines, "reason"))],
        Action::Approve => vec![optional(field(Kind::Lines, "note"))],
        Action::Forward => {
            let mut fields = vec![optional(field(Kind::Lines, "note"))];
            fields.extend(without_opinions(around, action));
            fields
        }
        Action::Assign if !assigns_others(around) => Vec::new(),
        Action::Assign => {
            let mut officer = field(Kind::Select, "officer");
            officer.choices = around.officers.iter().map(|load| Choice::new(&load.login, load_of(f, load))).collect();
            if officer.value.is_empty() {
                officer.value = dossier.case_officer.as_ref().map(|(login, _)| login.clone()).unwrap_or_else(|| {
                    least_loaded(around.officers).map(|load| load.login.clone()).unwrap_or_default()
                });
            }
            vec![officer, optional(field(Kind::Lines, "note"))]
        }
        Action::RequestSupplement => {
            let mut papers = optional(field(Kind::Checks, "documents"));
            papers.choices = papers_of(around).map(|asked| Choice::new(&asked.code, &asked.name)).collect();
            let mut fields = vec![field(Kind::Lines, "content")];
            if !papers.choices.is_empty() {
                fields.push(papers);
            }
            if !dossier.supplements.is_empty() {
                fields.push(field(Kind::Lines, "reason"));
            }
            fields
        }
        Action::RequestPayment => {
            let mut group = optional(field(Kind::Select, "group"));
            group.choices = payments::groups(f, dossier, around.procedure);
            let mut amount = optional(field(Kind::Text, "amount"));
            let field_of = around.procedure.map_or("", |procedure| procedure.field.as_str());
            let payer = Payer::of(&dossier.filed, field_of, day_of(dossier.filed_at), None);
            if let Some(fee) = assess(&dossier.filed.fees, &payer).open.first() {
                amount.optional = false;
                amount.hint = fee.note.clone().unwrap_or_else(|| fee.name.clone());
            }
            let groups = (!group.choices.is_empty()).then_some(group);
            groups.into_iter().chain([amount, optional(field(Kind::Lines, "note"))]).collect()
        }
        Action::Supplement => {
            let mut fields: Vec<_> = papers_asked(around).map(|asked| paper(around, asked)).collect();
            let mut shown = optional(field(Kind::Checks, "shown"));
            shown.choices = papers_asked(around).map(|asked| Choice::new(&asked.code, &asked.name)).collect();
            fields.extend([shown, optional(field(Kind::Lines, "note"))]);
            fields
        }
        Action::Propose => {
            let mut outcome = field(Kind::Radios, "outcome");
            outcome.choices =
                ["granted", "rejected"].map(|key| Choice::new(key, f.t(&format!("outcome-{key}")))).into();
            if outcome.value.is_empty() {
                outcome.value = "granted".to_owned();
            }
            let mut fields = vec![outcome, field(Kind::Lines, "content"), optional(field(Kind::File, "file"))];
            fields.extend(without_opinions(around, action));
            fields
        }
        Action::Complete => {
            let mut file = optional(field(Kind::File, "file"));
            if dossier.proposal.as_ref().is_some_and(|proposal| proposal.file.is_some()) {
                file.hint = f.t("desk-complete-draft");
            }
            let mut number = field(Kind::Text, "number");
            let written = dossier.proposal.as_ref().and_then(|proposal| proposal.paper.as_ref());
            if let Some(paper) = written.filter(|_| number.value.is_empty()) {
                // It stands on the paper already.
                number.value = paper.number(&dossier.filed.code, 1);
            }
            vec![number, file]
        }
        Action::ReturnResult => {
            let mut to = field(Kind::Text, "received_by");
            if to.value.is_empty() {
                to.value.clone_from(&dossier.filed.applicant.name);
            }
            vec![to]
        }
        Action::Apologise => {
            let mut hour = field(Kind::Hour, "hour");
            if hour.value.is_empty() {
                hour.value = "17:00".to_owned();
            }
            vec![field(Kind::Lines, "reason"), field(Kind::Day, "new_due_at"), hour]
        }
        Action::Rate => {
            let mut rating = field(Kind::Radios, "rating");
            rating.choices = ["very_satisfied", "satisfied", "dissatisfied"]
                .map(|key| Choice::new(key, f.t(&format!("rating-{}", key.replace('_', "-")))))
                .into();
            let judged = Criterion::ALL.map(|one| {
                let mut judged = optional(self::field(around, action, Kind::Select, &rate::field(one)));
                judged.label = f.t(&format!("criterion-{}", one.key()));
                judged.choices = rating.choices.clone();
                judged
            });
            let mut fields = vec![rating];
            fields.extend(judged);
            fields.push(optional(field(Kind::Lines, "comment")));
            fields
        }
    }
}

/// Why it goes on without the opinions that did not come, where there are such.
fn without_opinions(around: &Around<'_>, action: Action) -> Option<Field> {
    let missed: Vec<_> = around.dossier.opinions_missed(around.f.now).map(|asked| &asked.agency).collect();
    let named = missed.iter().map(|agency| said::agency_named(around.f.lang(), around.directory, agency));
    let agencies = named.collect::<Vec<_>>().join(", ");
    let mut why = field(around, action, Kind::Lines, "without_opinions");
    why.hint = around.f.t1("desk-missed-opinions", "agencies", agencies);
    (!missed.is_empty()).then_some(why)
}

/// The other agencies in force that pass, by name.
fn agencies(around: &Around<'_>, passes: impl Fn(&Agency) -> bool) -> Vec<Choice> {
    let directory = around.directory;
    let own = [&around.dossier.filed.competent_agency, around.dossier.holder()];
    let others = directory.iter().filter(|agency| !own.contains(&&agency.code) && directory.is_in_force(&agency.code));
    let choice = |agency: &Agency| {
        Choice::new(agency.code.as_str(), said::agency_named(around.f.lang(), directory, &agency.code))
    };
    let mut choices: Vec<_> = others.filter(|agency| passes(agency)).map(choice).collect();
    choices.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    choices
}

/// An earlier step, by its number in the route.
fn step_choice(around: &Around<'_>, at: u8) -> Choice {
    let step = &around.dossier.filed.route.steps()[usize::from(at)];
    Choice::new(at.to_string(), said::step_name(around.f.words, &step.name, step.task))
}

fn field(around: &Around<'_>, action: Action, kind: Kind, own: &str) -> Field {
    let (f, key) = (around.f, action.key());
    let name = format!("{key}-{own}");
    let text = format!("desk-{key}-{}", own.replace('_', "-"));
    let typed = around.typed.text(&name);
    Field {
        kind,
        label: f.words.maybe(&text, &[]).unwrap_or_default(),
        hint: f.words.maybe(&format!("{text}.hint"), &[]).unwrap_or_default(),
        values: typed.lines().map(str::to_owned).collect(),
        value: typed,
        choices: Vec::new(),
        optional: false,
        kept: (around.typed.text(&format!("{name}-kept")), around.typed.text(&format!("{name}-kept-name"))),
        name,
    }
}

/// The file field of a paper that was asked for.
fn paper(around: &Around<'_>, asked: &RequiredDocument) -> Field {
    let name = format!("supplement-documents-{}", asked.code);
    Field {
        kind: Kind::File,
        label: asked.name.clone(),
        hint: String::new(),
        value: String::new(),
        values: Vec::new(),
        choices: Vec::new(),
        optional: true,
        kept: (around.typed.text(&format!("{name}-kept")), around.typed.text(&format!("{name}-kept-name"))),
        name,
    }
}

fn papers_of<'a>(around: &Around<'a>) -> impl Iterator<Item = &'a RequiredDocument> + use<'a> {
    around.procedure.into_iter().flat_map(|procedure| procedure.documents.iter())
}

/// The papers that the open supplement request names; all where it names none.
fn papers_asked<'a>(around: &Around<'a>) -> impl Iterator<Item = &'a RequiredDocument> + use<'a> {
    let named = around.dossier.supplements.last().map_or(&[][..], |supplement| supplement.documents.as_slice());
    papers_of(around).filter(move |asked| named.is_empty() || named.contains(&asked.code))
}
