//! What somebody may do besides acting on a dossier: the rooms of the house and what is kept in them.

use super::scope::is_of_the_province;
use crate::Refusal;
use crate::codes::AgencyCode;
use crate::people::{Actor, Position, Role, is_within};

/// Something that a person may do in the house, besides the actions on a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// File and follow dossiers of one's own.
    FileForOneself,
    /// Work the queue of one's positions and look for dossiers of one's agencies.
    WorkTheQueue,
    /// Take in dossiers at a counter, for people who stand there.
    TakeIn,
    /// Enter what the national portal sends.
    FileForThePortal,
    /// Take a list out as a file.
    ExportLists,
    /// Read a dossier's entries in the journal, with their proof.
    ReadProof,
    /// Read what the province keeps about a person.
    ReadPersonalData,
    /// Ask the population registry.
    LookUpPopulation,
    /// In an emergency see what the policy keeps closed, with a reason, recorded.
    BreakGlass,
    /// Handle what people ask about their data, and inspect who read what.
    HandleDataRequests,
    /// Keep an agency's money: its payments of the day, refunds, the bank's statements.
    KeepMoney,
    /// Handle petitions about an agency: ask for more, pass on, draft.
    HandlePetitions,
    /// Issue and publish the answers to petitions that somebody else drafted.
    IssuePetitions,
    /// Give copies of an agency's results, write their corrections, refuse what is asked about them.
    HandleResults,
    /// Sign corrections of results that somebody else wrote.
    SignResults,
    /// Hand closed dossiers over to an agency's archive, and list those whose time is over.
    KeepArchive,
    /// Decide a list for disposal that somebody else drew.
    ApproveDisposal,
    /// Let somebody act in one's place.
    Delegate,
    /// See the tasks of one's agencies and work on them.
    WorkOnTasks,
    /// Assign tasks in an agency's name, and see what is late and whose it is.
    AssignTasks,
    /// Raise obstacles for one's agency.
    RaiseObstacles,
    /// Answer obstacles that one's agency has, pass them on, merge them.
    AnswerObstacles,
    /// Keep the register of an agency's essential services and note the stages that they reach.
    KeepServices,
    /// Enter what an agency binds and pays out of its budget lines; for the whole province, what may be spent too.
    KeepBudget,
    /// Report what reaches a village of one's commune.
    ReportCoverage,
    /// Verify what somebody else reported of a village, and note what is to come.
    VerifyCoverage,
    /// Report the digital citizens of a village of one's commune.
    ReportDigitalCitizens,
    /// Verify what somebody else reported of them, and say what a year is to reach.
    VerifyDigitalCitizens,
    /// See courses, enrol oneself in them, see one's own certificates.
    TakeTraining,
    /// Send people of one's agency to courses, and see what they lack in skills.
    SendToTraining,
    /// Announce an agency's courses, note who was there, mark tests.
    OrganiseTraining,
    /// Issue the certificates of an agency's courses.
    CertifyTraining,
    /// Draw the official reports of an agency, and read those of agencies below it.
    PrepareReports,
    /// Find the province's figures among one's rooms; the published figures are open to everybody.
    SeeFigures,
    /// Keep agencies, their history and calendars.
    AdministerDirectory,
    /// Keep people, positions, delegations, accounts.
    AdministerPeople,
    /// Keep procedures and forms.
    AdministerCatalogue,
}

/// Every deed, in the order of the printed matrix.
pub const DEEDS: [Deed; 37] = [
    Deed::FileForOneself,
    Deed::WorkTheQueue,
    Deed::TakeIn,
    Deed::FileForThePortal,
    Deed::ExportLists,
    Deed::ReadProof,
    Deed::ReadPersonalData,
    Deed::LookUpPopulation,
    Deed::BreakGlass,
    Deed::HandleDataRequests,
    Deed::KeepMoney,
    Deed::HandlePetitions,
    Deed::IssuePetitions,
    Deed::HandleResults,
    Deed::SignResults,
    Deed::KeepArchive,
    Deed::ApproveDisposal,
    Deed::Delegate,
    Deed::WorkOnTasks,
    Deed::AssignTasks,
    Deed::RaiseObstacles,
    Deed::AnswerObstacles,
    Deed::KeepServices,
    Deed::KeepBudget,
    Deed::ReportCoverage,
    Deed::VerifyCoverage,
    Deed::ReportDigitalCitizens,
    Deed::VerifyDigitalCitizens,
    Deed::TakeTraining,
    Deed::SendToTraining,
    Deed::OrganiseTraining,
    Deed::CertifyTraining,
    Deed::PrepareReports,
    Deed::SeeFigures,
    Deed::AdministerDirectory,
    Deed::AdministerPeople,
    Deed::AdministerCatalogue,
];

impl Deed {
    /// The deed's name in the printed matrix and in refusals.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::FileForOneself => "file-for-oneself",
            Self::WorkTheQueue => "work-the-queue",
            Self::TakeIn => "take-in",
            Self::FileForThePortal => "file-for-the-portal",
            Self::ExportLists => "export-lists",
            Self::ReadProof => "read-proof",
            Self::ReadPersonalData => "read-personal-data",
            Self::LookUpPopulation => "look-up-population",
            Self::BreakGlass => "break-glass",
            Self::HandleDataRequests => "handle-data-requests",
            Self::KeepMoney => "keep-money",
            Self::HandlePetitions => "handle-petitions",
            Self::IssuePetitions => "issue-petitions",
            Self::HandleResults => "handle-results",
            Self::SignResults => "sign-results",
            Self::KeepArchive => "keep-archive",
            Self::ApproveDisposal => "approve-disposal",
            Self::Delegate => "delegate",
            Self::WorkOnTasks => "work-on-tasks",
            Self::AssignTasks => "assign-tasks",
            Self::RaiseObstacles => "raise-obstacles",
            Self::AnswerObstacles => "answer-obstacles",
            Self::KeepServices => "keep-services",
            Self::KeepBudget => "keep-budget",
            Self::ReportCoverage => "report-coverage",
            Self::VerifyCoverage => "verify-coverage",
            Self::ReportDigitalCitizens => "report-digital-citizens",
            Self::VerifyDigitalCitizens => "verify-digital-citizens",
            Self::TakeTraining => "take-training",
            Self::SendToTraining => "send-to-training",
            Self::OrganiseTraining => "organise-training",
            Self::CertifyTraining => "certify-training",
            Self::PrepareReports => "prepare-reports",
            Self::SeeFigures => "see-figures",
            Self::AdministerDirectory => "administer-directory",
            Self::AdministerPeople => "administer-people",
            Self::AdministerCatalogue => "administer-catalogue",
        }
    }

    /// Whether it is done in one's own name only, never in another's place.
    #[must_use]
    pub fn is_personal(self) -> bool {
        self == Self::Delegate || who_may_do(self) == [Role::Administrator]
    }

    /// Whether it is done to dossiers alone, which lists and pages narrow to the procedures that somebody stands in for.
    #[must_use]
    pub fn is_about_dossiers(self) -> bool {
        matches!(self, Self::WorkTheQueue | Self::ExportLists | Self::ReadProof | Self::ReadPersonalData)
    }

    /// Whether it is done with what single people filed, paid or were given.
    #[must_use]
    pub fn concerns_people(self) -> bool {
        matches!(self, Self::KeepMoney | Self::HandlePetitions | Self::HandleResults | Self::KeepArchive)
    }

    /// How a person without the right is told.
    fn refusal(self) -> Refusal {
        match who_may_do(self) {
            [Role::CounterOfficer] => Refusal::forbidden("counter-officers-only"),
            [Role::Administrator] => Refusal::forbidden("administrators-only"),
            [Role::Approver] => Refusal::forbidden("leaders-only"),
            _ => Refusal::forbidden("officers-only"),
        }
    }
}

/// The roles that may do a deed.
#[must_use]
pub fn who_may_do(deed: Deed) -> &'static [Role] {
    use Role::{Administrator, Approver, CaseOfficer, Citizen, Clerk, CounterOfficer};
    match deed {
        Deed::FileForOneself => &[Citizen, CounterOfficer, CaseOfficer, Approver, Clerk, Administrator],
        Deed::WorkTheQueue
        | Deed::ExportLists
        | Deed::ReadProof
        | Deed::HandlePetitions
        | Deed::Delegate
        | Deed::WorkOnTasks
        | Deed::RaiseObstacles
        | Deed::ReportCoverage
        | Deed::ReportDigitalCitizens => &[CounterOfficer, CaseOfficer, Approver, Clerk],
        Deed::TakeIn | Deed::LookUpPopulation => &[CounterOfficer],
        Deed::ReadPersonalData => &[CounterOfficer, CaseOfficer, Approver],
        Deed::HandleResults => &[CaseOfficer, Approver, Clerk],
        Deed::KeepArchive => &[Clerk],
        Deed::IssuePetitions | Deed::SignResults | Deed::ApproveDisposal | Deed::CertifyTraining => &[Approver],
        Deed::TakeTraining => &[CounterOfficer, CaseOfficer, Approver, Clerk, Administrator],
        Deed::KeepMoney
        | Deed::AssignTasks
        | Deed::AnswerObstacles
        | Deed::KeepServices
        | Deed::KeepBudget
        | Deed::VerifyCoverage
        | Deed::VerifyDigitalCitizens
        | Deed::SendToTraining
        | Deed::OrganiseTraining
        | Deed::PrepareReports => &[Approver, Clerk],
        Deed::BreakGlass => &[Approver, Administrator],
        Deed::SeeFigures => &[Approver, Administrator],
        Deed::FileForThePortal
        | Deed::HandleDataRequests
        | Deed::AdministerDirectory
        | Deed::AdministerPeople
        | Deed::AdministerCatalogue => &[Administrator],
    }
}

/// Whether the actor may do this anywhere; the position by which they may, nothing when they may without one.
///
/// # Errors
/// When none of their positions allows it.
pub fn may(actor: &Actor, deed: Deed) -> Result<Option<&Position>, Refusal> {
    match holding(actor, deed).next() {
        Some(position) => Ok(Some(position)),
        None if who_may_do(deed).contains(&Role::Citizen) => Ok(None),
        None => Err(deed.refusal()),
    }
}

/// Whether the actor may do this in an agency: by a position there or in an agency above it. What concerns single people reaches
/// below only for those whose work is to lead or to administer: a clerk keeps the books of their own agency.
///
/// # Errors
/// When none of their positions allows it there.
pub fn may_at<'a>(actor: &'a Actor, deed: Deed, agency: &AgencyCode) -> Result<&'a Position, Refusal> {
    let there = |position: &&Position| {
        position.agency == *agency || reaches_below(position, deed) && is_within(agency, &position.agency)
    };
    holding(actor, deed).find(there).ok_or_else(|| deed.refusal())
}

fn reaches_below(position: &Position, deed: Deed) -> bool {
    matches!(position.role, Role::Approver | Role::Administrator) || !deed.concerns_people()
}

/// The agencies in which the actor may do this, each with whether those below it are among them.
#[must_use]
pub fn reach(actor: &Actor, deed: Deed) -> Vec<(AgencyCode, bool)> {
    holding(actor, deed).map(|position| (position.agency.clone(), reaches_below(position, deed))).collect()
}

/// The position of the province itself by which the actor may do this in every agency.
#[must_use]
pub fn may_everywhere(actor: &Actor, deed: Deed) -> Option<&Position> {
    holding(actor, deed).find(|position| is_of_the_province(&position.agency))
}

/// The position by which the actor may enter somebody new: whoever has no position yet is in the province's keeping.
///
/// # Errors
/// When they do not administer the people of the whole province.
pub fn may_register_people(actor: &Actor) -> Result<&Position, Refusal> {
    may(actor, Deed::AdministerPeople)?;
    may_everywhere(actor, Deed::AdministerPeople).ok_or_else(|| Refusal::forbidden("registering-is-the-provinces"))
}

fn holding(actor: &Actor, deed: Deed) -> impl Iterator<Item = &Position> {
    let roles = who_may_do(deed);
    let held = actor.positions.iter().filter(move |position| roles.contains(&position.role));
    let held = held.filter(move |position| position.in_place_of.is_none() || !deed.is_personal());
    // Who stands in for somebody in some procedures only does nothing that concerns others too.
    held.filter(move |position| position.limits().is_none() || deed.is_about_dossiers())
}
