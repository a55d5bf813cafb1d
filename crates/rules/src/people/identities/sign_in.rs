//! Signing in with an electronic identity: which account it opens, and what the journal learns from it.

use super::{
    AccountKind, AccountOpened, Assurance, IdentityLinked, Particular, ParticularChange, Particulars,
    ParticularsChanged,
};
use crate::Refusal;
use crate::people::Event;

/// What an issuer vouches for, after everything about its word was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The issuer's address.
    pub issuer: String,
    /// How the issuer calls them; the same for ever.
    pub subject: String,
    /// How sure it is; nothing when it does not say.
    pub level: Option<Assurance>,
    /// Whose identity it is.
    pub kind: AccountKind,
    /// What it says about them.
    pub particulars: Particulars,
    /// For officers' issuers: the login by which the directory knows them.
    pub officer: Option<String>,
}

/// What is known here about whoever signs in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// The account to which this identity is linked already, with what it knows about its owner.
    pub linked: Option<(String, Particulars)>,
    /// Whether the owner of that account holds a position, or is going to.
    pub holds_office: bool,
    /// How surely the issuer knew them when that was entered last.
    pub level: Option<Assurance>,
    /// The one account without a position whose owner an issuer surely knew by the same personal identification number.
    pub same_person: Option<String>,
    /// The officer whom the issuer means, when the directory has that officer.
    pub officer: Option<String>,
}

/// Which account it is, and what happened to it.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedIn {
    /// The account's name.
    pub login: String,
    /// What is to be recorded; nothing for somebody known of whom nothing changed.
    pub events: Vec<Event>,
}

/// Finds or opens the account; `fresh` is the opaque name that a new one gets.
///
/// An identity of level 1 is never linked to an account that holds the same number: it was declared, not verified.
///
/// # Errors
/// When an officers' issuer vouches for somebody whom the directory does not know: it makes nobody an officer; when a citizens'
/// issuer vouches for somebody who became one since: offices are opened by the ways of officers only.
pub fn sign_in(proven: &Proven, known: Known, fresh: &str) -> Result<SignedIn, Refusal> {
    if known.holds_office && proven.officer.is_none() {
        return Err(Refusal::forbidden("identity-of-an-officer"));
    }
    if let Some((login, particulars)) = known.linked {
        let surer = (proven.level > known.level).then(|| linked(&login, proven));
        // What was surely known is not written over by what was only declared.
        let less_sure = proven.level < known.level;
        let mut changes = if less_sure { Vec::new() } else { differences(proven, &particulars) };
        if surer.is_some() {
            changes.extend(unproven(proven, &particulars));
        }
        let changes = changed(&login, proven, changes).map(Event::ParticularsChanged);
        let events = surer.into_iter().chain(changes).collect();
        return Ok(SignedIn { login, events });
    }
    if proven.officer.is_some() {
        let login = known.officer.ok_or_else(|| Refusal::forbidden("officer-not-in-directory"))?;
        return Ok(SignedIn { events: vec![linked(&login, proven)], login });
    }
    if let Some(login) = known.same_person.filter(|_| proven.level == Some(Assurance::Two)) {
        let changes = changed(&login, proven, differences(proven, &Particulars::new())).map(Event::ParticularsChanged);
        let events = std::iter::once(linked(&login, proven)).chain(changes).collect();
        return Ok(SignedIn { login, events });
    }
    let opened = AccountOpened {
        login: fresh.to_owned(),
        kind: proven.kind,
        issuer: proven.issuer.clone(),
        subject: proven.subject.clone(),
        level: proven.level,
        particulars: proven.particulars.clone(),
    };
    Ok(SignedIn { login: fresh.to_owned(), events: vec![Event::AccountOpened(opened)] })
}

fn linked(login: &str, proven: &Proven) -> Event {
    Event::IdentityLinked(IdentityLinked {
        login: login.to_owned(),
        issuer: proven.issuer.clone(),
        subject: proven.subject.clone(),
        level: proven.level,
    })
}

/// What the issuer says otherwise than the account has it. What it is silent about stays.
fn differences(proven: &Proven, before: &Particulars) -> Vec<ParticularChange> {
    let said = proven.particulars.iter().filter(|(what, after)| before.get(what) != Some(after));
    said.map(|(what, after)| ParticularChange { what: *what, before: before.get(what).cloned(), after: after.clone() })
        .collect()
}

/// Numbers that the account holds from a time when the issuer knew its owner less surely, and that it does not vouch for now: they
/// are forgotten, or else a declared number would count as a proven one.
fn unproven(proven: &Proven, before: &Particulars) -> Vec<ParticularChange> {
    let numbers = [Particular::PersonalId, Particular::RepresentativeId, Particular::OrganisationCode];
    let kept = numbers.into_iter().filter(|what| !proven.particulars.contains_key(what));
    kept.filter_map(|what| {
        let before = before.get(&what)?.clone();
        Some(ParticularChange { what, before: Some(before), after: String::new() })
    })
    .collect()
}

fn changed(login: &str, proven: &Proven, changes: Vec<ParticularChange>) -> Option<ParticularsChanged> {
    (proven.officer.is_none() && !changes.is_empty()).then(|| ParticularsChanged {
        login: login.to_owned(),
        issuer: proven.issuer.clone(),
        changes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lan(level: Assurance) -> Proven {
        Proven {
            issuer: "https://dinhdanh.example".into(),
            subject: "a1".into(),
            level: Some(level),
            kind: AccountKind::Person,
            particulars: [(Particular::Name, "Lò Thị Lan".into()), (Particular::Address, "Bản Nậm Lúc".into())].into(),
            officer: None,
        }
    }

    #[test]
    fn the_first_sign_in_opens_an_account_under_an_opaque_name() {
        let signed_in = sign_in(&lan(Assurance::One), Known::default(), "c-x1").expect("an account");
        assert_eq!(signed_in.login, "c-x1");
        assert!(matches!(&signed_in.events[..], [Event::AccountOpened(opened)] if opened.subject == "a1"));
    }

    #[test]
    fn a_later_sign_in_records_only_what_is_different() {
        let known = |address: &str| Known {
            linked: Some((
                "c-x1".into(),
                [(Particular::Name, "Lò Thị Lan".into()), (Particular::Address, address.into())].into(),
            )),
            level: Some(Assurance::Two),
            ..Known::default()
        };
        assert_eq!(sign_in(&lan(Assurance::Two), known("Bản Nậm Lúc"), "-").expect("an account").events, []);
        let moved = sign_in(&lan(Assurance::Two), known("Bản Hua Cuổi"), "-").expect("an account");
        let Event::ParticularsChanged(changed) = &moved.events[0] else { panic!("{:?}", moved.events) };
        assert_eq!(changed.changes.len(), 1);
        assert_eq!(changed.changes[0].before.as_deref(), Some("Bản Hua Cuổi"));
    }

    #[test]
    fn a_surer_identity_is_entered_and_a_less_sure_one_takes_nothing_away() {
        let known = |level| Known {
            linked: Some(("c-x1".into(), lan(level).particulars)),
            level: Some(level),
            ..Known::default()
        };
        let surer = sign_in(&lan(Assurance::Two), known(Assurance::One), "-").expect("an account");
        assert!(matches!(&surer.events[..], [Event::IdentityLinked(linked)] if linked.level == Some(Assurance::Two)));
        assert_eq!(sign_in(&lan(Assurance::One), known(Assurance::Two), "-").expect("an account").events, []);
    }

    #[test]
    fn a_number_that_was_only_declared_never_counts_as_a_proven_one() {
        let with = |level, number: Option<&str>| {
            let mut proven = lan(level);
            proven.particulars.extend(number.map(|number| (Particular::PersonalId, number.to_owned())));
            proven
        };
        let known = |level, number| Known {
            linked: Some(("c-x1".into(), with(level, Some(number)).particulars)),
            level: Some(level),
            ..Known::default()
        };
        let changes = |proven: &Proven, known| {
            let events = sign_in(proven, known, "-").expect("an account").events;
            let changed = events.into_iter().find_map(|event| match event {
                Event::ParticularsChanged(changed) => Some(changed.changes),
                _ => None,
            });
            changed.unwrap_or_default().into_iter().map(|change| (change.what, change.after)).collect::<Vec<_>>()
        };
        // Another's number, declared by somebody who was surely known before.
        let declared = with(Assurance::One, Some("012085009999"));
        assert_eq!(changes(&declared, known(Assurance::Two, "012085001234")), []);
        // The number of the less sure time goes when its owner is surely known and nobody vouches for it.
        let silent = with(Assurance::Two, None);
        let forgotten = [(Particular::PersonalId, String::new())];
        assert_eq!(changes(&silent, known(Assurance::One, "012085009999")), forgotten);
        let proven = with(Assurance::Two, Some("012085001234"));
        let corrected = [(Particular::PersonalId, "012085001234".to_owned())];
        assert_eq!(changes(&proven, known(Assurance::One, "012085009999")), corrected);
    }

    #[test]
    fn an_account_with_the_same_number_is_taken_over_at_level_two_only() {
        let known = || Known { same_person: Some("lan".into()), ..Known::default() };
        assert_eq!(sign_in(&lan(Assurance::One), known(), "c-x1").expect("an account").login, "c-x1");
        assert_eq!(sign_in(&lan(Assurance::Two), known(), "c-x1").expect("an account").login, "lan");
    }

    #[test]
    fn an_officers_issuer_makes_nobody_an_officer() {
        let officer = Proven { officer: Some("nobody".into()), ..lan(Assurance::Two) };
        let refused = sign_in(&officer, Known { same_person: Some("lan".into()), ..Known::default() }, "c-x1");
        assert_eq!(refused.expect_err("a refusal").code, "officer-not-in-directory");
        let known = Known { officer: Some("thuly".into()), ..Known::default() };
        assert_eq!(sign_in(&officer, known, "c-x1").expect("the officer").login, "thuly");
    }
}
