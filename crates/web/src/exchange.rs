//! Directives as edXML files, for the page and for `motcua import directives`: what came becomes an entry in a register once, wholly or
//! not at all; what goes is written for the agencies that have it.

use crate::official::letter::place;
use crate::texts::{Lang, Words};
use bytes::Bytes;
use jiff::Timestamp;
use links::edxml::{File, LARGEST_FILE, Message, Party};
use rules::codes::{AgencyCode, DirectiveCode};
use rules::directives::{Direction, Directive, Draft, Kind, Urgency, receiver};
use rules::people::permissions::may_assign;
use rules::people::{Actor, Agency};
use rules::tasks::Evidence;
use rules::text::fold;
use rules::{Problem, Refusal};
use std::sync::Arc;
use store::files::{Files, Upload};
use store::province::{Province, ProvinceCache};
use store::{Failure, Store, desk};

/// The words that documents are written in.
const WORDS: Words = Words { lang: Lang::Vi };

/// What became of a document that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It was entered in a register.
    Registered(DirectiveCode),
    /// It is there already; nothing was changed.
    There(DirectiveCode),
    /// It would be entered.
    Could,
}

/// Whose document it is, and where it goes.
#[derive(Debug, Clone)]
pub struct Taking {
    /// Who takes it in.
    pub actor: Actor,
    /// In whose register, where several would do.
    pub register: Option<AgencyCode>,
    /// Whether it is only tried.
    pub dry_run: bool,
    /// When.
    pub now: Timestamp,
}

/// Takes a document in: everything is judged first, its files by the checks of every upload, then it is entered in one transaction.
///
/// # Errors
/// When no agency of ours gets it, the actor does not keep its register, or something in it is refused: all of that by element.
pub async fn take(
    store: &Store,
    files: &Files,
    provinces: &ProvinceCache,
    taking: &Taking,
    message: Message,
) -> Result<Taken, Failure> {
    let (cache, taking_of, now) = (provinces.clone(), taking.clone(), taking.now);
    // A read may be tried again.
    let message = Arc::new(message);
    let shared = Arc::clone(&message);
    let (mut draft, there) = store
        .read(move |tx| {
            let province = cache.get(tx)?;
            let draft = draft(&province, &taking_of, &shared)?;
            let there = desk::directives::judge(tx, &province, &taking_of.actor, &draft, now).map_err(by_element)?;
            Ok::<_, Failure>((draft, there))
        })
        .await?;
    if let Some(code) = there {
        return Ok(Taken::There(code));
    }
    let uploads: Vec<Upload> =
        Arc::unwrap_or_clone(message).files.into_iter().map(|file| upload(file, &taking.actor)).collect();
    for one in &uploads {
        files.look_through(one.clone()).await.map_err(|failure| of_file(failure, &one.name))?;
    }
    if taking.dry_run {
        return Ok(Taken::Could);
    }
    for one in uploads {
        let kept = files.keep(store, one, now).await?;
        draft.file_text.push_str(&files.words(&kept).await?);
        draft.file_text.push('\n');
        draft.files.push(Evidence { file: kept.id, name: kept.name, sha256: kept.sha256 });
    }
    let (cache, actor) = (provinces.clone(), taking.actor.clone());
    store
        .write(move |tx| {
            let province = cache.get(tx)?;
            // Somebody may have taken the same in meanwhile.
            if let Some(code) = desk::directives::judge(tx, &province, &actor, &draft, now)? {
                return Ok(Taken::There(code));
            }
            let entered = desk::directives::register(tx, &province, &actor, &draft, now)?;
            Ok(Taken::Registered(entered.code().clone()))
        })
        .await
}

fn upload(file: File, actor: &Actor) -> Upload {
    let contents = Bytes::from(file.contents);
    let (name, owner) = (file.name, actor.login.clone());
    Upload { name, owner, contents, pointer: "/edxml".into(), largest: LARGEST_FILE }
}

/// The refusal of a file, which names it.
fn of_file(failure: Failure, name: &str) -> Failure {
    match failure {
        Failure::Refused(mut refusal) if !refusal.problems.is_empty() => {
            refusal.problems.insert(0, Problem::new("/edxml", "edxml-file-refused").with("name", name));
            refusal.into()
        }
        other => other,
    }
}

/// The refusal of an entry, its problems at the elements that they come from.
fn by_element(failure: Failure) -> Failure {
    let Failure::Refused(mut refusal) = failure else { return failure };
    refusal.problems = refusal
        .problems
        .into_iter()
        .flat_map(|mut problem| {
            let element = match problem.pointer.as_str() {
                "/notation" => "MessageHeader/Code",
                "/issued_on" => "MessageHeader/PromulgationInfo/PromulgationDate",
                "/issuer" => "MessageHeader/From/OrganName",
                "/subject" => "MessageHeader/Subject",
                "/content" => "MessageHeader/Content",
                "/due_on" => "MessageHeader/DueDate",
                "/signer" | "/signer_position" => "MessageHeader/SignerInfo",
                "/received_as" => "MessageHeader/DocumentId",
                _ => "MessageHeader",
            };
            problem.pointer = "/edxml".into();
            [Problem::new("/edxml", "edxml-element").with("element", element), problem]
        })
        .collect();
    refusal.into()
}

/// The entry that follows from a document.
fn draft(province: &Province, taking: &Taking, message: &Message) -> Result<Draft, Refusal> {
    let codes: Vec<String> = message.to.iter().map(|to| to.code.clone()).collect();
    let agency = receiver(&taking.actor, &province.directory, &codes, taking.register.as_ref())?;
    Ok(Draft {
        agency: agency.to_string(),
        direction: Some(Direction::In),
        notation: message.notation.clone(),
        issued_on: Some(message.issued_on),
        issuer: message.from.name.clone(),
        kind: Some(kind(&message.kind)),
        subject: message.subject.clone(),
        content: message.content.clone(),
        urgency: Urgency::from_priority(message.priority),
        due_on: message.due_on,
        signer: message.signer.clone(),
        // A position without a name says nothing.
        signer_position: if message.signer.is_empty() { String::new() } else { message.signer_position.clone() },
        files: Vec::new(),
        file_text: String::new(),
        received_as: message.document_id.clone(),
    })
}

fn kind_name(kind: Kind) -> String {
    WORDS.t(&format!("directive-kind-{}", kind.key()))
}

/// The type of this name; another one when it has a name of its own.
fn kind(name: &str) -> Kind {
    let folded = fold(name);
    Kind::ALL.iter().copied().find(|kind| fold(&kind_name(*kind)) == folded).unwrap_or(Kind::Other)
}

/// A directive that goes, as a document for the agencies that have it; without its files.
///
/// # Errors
/// When it came, nobody has it, an agency has no identification code, or the actor does not keep its register.
pub fn outgoing(
    actor: &Actor,
    province: &Province,
    directive: &Directive,
    sent_at: Timestamp,
) -> Result<Message, Refusal> {
    let registered = &directive.registered;
    may_assign(actor, &registered.agency)?;
    if registered.direction != Direction::Out {
        return Err(Refusal::rule("directive-export-incoming"));
    }
    if directive.assigned.is_empty() {
        return Err(Refusal::rule("directive-export-to-nobody"));
    }
    let mut nameless = Vec::new();
    let mut party = |code: &AgencyCode| {
        let agency = province.directory.get(code);
        let Some((agency, eid)) = agency.and_then(|agency| Some((agency, agency.eid.as_ref()?))) else {
            nameless.push(agency.map_or_else(|| code.to_string(), |agency| agency.name.clone()));
            return Party::default();
        };
        Party { code: eid.to_string(), name: agency.name.clone(), superior: superior(province, agency) }
    };
    let from = party(&registered.agency);
    let to: Vec<_> = directive.assigned.iter().map(|holder| party(&holder.agency)).collect();
    if !nameless.is_empty() {
        return Err(Refusal::rule("directive-export-without-eid").with("names", nameless.join(", ")));
    }
    let signer = registered.signer.clone();
    let (signer, signer_position) = signer.map(|signer| (signer.name, signer.position)).unwrap_or_default();
    Ok(Message {
        document_id: format!("{},{},{}", from.code, registered.issued_on.strftime("%Y/%m/%d"), registered.notation),
        notation: registered.notation.clone(),
        place: place(&province.directory, &registered.agency),
        issued_on: registered.issued_on,
        kind: kind_name(registered.kind),
        subject: registered.subject.clone(),
        content: registered.content.clone(),
        signer,
        signer_position,
        // What the agencies were told when it was assigned goes before what the document says.
        due_on: directive.assigned.iter().filter_map(|holder| holder.due_on).min().or(registered.due_on),
        priority: registered.urgency.priority(),
        sent_at: Some(sent_at),
        files: Vec::new(),
        from,
        to,
    })
}

fn superior(province: &Province, agency: &Agency) -> String {
    let parent = agency.parent.as_ref().and_then(|parent| province.directory.get(parent));
    parent.map_or_else(|| agency.name.clone(), |parent| parent.name.clone())
}
