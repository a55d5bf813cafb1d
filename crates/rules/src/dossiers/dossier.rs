//! The state of a dossier: the fold of its events.

use super::{
    Apology, Completed, Consultation, Criterion, Demand, DigitalCopy, Digitised, Entered, Event, Filed, IssuedResult,
    LateStep, Outcome, Passage, Proposal, Rating, Status, Stop, SubmittedDocument, Supplement,
};
use crate::calendar::Pause;
use crate::catalogue::{Step, StepPlace, StepTask};
use crate::codes::AgencyCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A dossier as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// What was filed, and the rules that it is judged by.
    pub filed: Filed,
    /// Number of events so far.
    pub version: u64,
    /// Where it stands.
    pub status: Status,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// When it was received: the clock's start.
    pub received_at: Option<Timestamp>,
    /// The legal due date; pauses move it, apologies don't.
    pub due_at: Option<Timestamp>,
    /// The due date printed on the acknowledgement.
    pub first_due_at: Option<Timestamp>,
    /// The current step of the route, counted from 0, once received.
    pub step: Option<u8>,
    /// When the current step began.
    pub step_since: Option<Timestamp>,
    /// When the current step is due.
    pub step_due_at: Option<Timestamp>,
    /// Who is in charge of the current step, by login and name.
    pub officer: Option<(String, String)>,
    /// The case officer who was last in charge, to whom it goes back.
    pub case_officer: Option<(String, String)>,
    /// Where they were in charge.
    pub case_agency: Option<AgencyCode>,
    /// Every step that it came to, in order.
    #[serde(default)]
    pub entered: Vec<Entered>,
    /// When the clock stood.
    pub pauses: Vec<Pause>,
    /// The supplement rounds.
    pub supplements: Vec<Supplement>,
    /// What the applicant has to pay before it goes on.
    pub demand: Option<Demand>,
    /// The apology, if there was one.
    pub apology: Option<Apology>,
    /// The stop at the applicant's request, if there was one; it stays when settling goes on.
    pub stop: Option<Stop>,
    /// The agencies that were asked for their opinion, in the order of asking.
    pub consultations: Vec<Consultation>,
    /// The transfers from one agency to another, in order.
    pub passages: Vec<Passage>,
    /// The proposal.
    pub proposal: Option<Proposal>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// The number of the result.
    pub result_number: Option<String>,
    /// The electronic result.
    pub result_file: Option<String>,
    /// The SHA-256 of that file, where the journal has it.
    pub result_sha256: Option<String>,
    /// Every version of the result that was issued, the one that stands last.
    #[serde(default)]
    pub results: Vec<IssuedResult>,
    /// The steps that ended after their own due time, in order.
    pub late_steps: Vec<LateStep>,
    /// The papers that were digitised here, in order.
    pub digitised: Vec<DigitalCopy>,
    /// Files whose place another one took when the dossier was supplemented, or digitised.
    pub replaced: Vec<String>,
    /// When settling ended.
    pub finished_at: Option<Timestamp>,
    /// When the result was handed over.
    pub returned_at: Option<Timestamp>,
    /// How content the applicant was.
    pub rating: Option<Rating>,
    /// When they said so, and what they judged on its own.
    #[serde(default)]
    pub rated: Option<(Timestamp, BTreeMap<Criterion, Rating>)>,
}

impl Dossier {
    /// The files that the applicant may know of: papers as they are and were, requests to stop, every version of the result.
    pub fn files_of_applicant(&self) -> impl Iterator<Item = &str> {
        let papers = self.filed.documents.iter().flat_map(|paper| [&paper.file_id, &paper.reuse_of]).flatten();
        let results = self.results.iter().filter_map(|result| result.file.as_ref()).chain(&self.result_file);
        let stop = self.stop.iter().filter_map(|stop| stop.request_file.as_ref());
        papers.chain(&self.replaced).chain(results).chain(stop).map(String::as_str)
    }

    /// All files that it names: those of the applicant, drafts of the result, opinions of other agencies.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let opinions =
            self.consultations.iter().flat_map(|asked| &asked.answer).filter_map(|answer| answer.file.as_ref());
        let drafts = self.proposal.iter().filter_map(|proposal| proposal.file.as_ref());
        self.files_of_applicant().chain(opinions.chain(drafts).map(String::as_str))
    }

    /// The dossier as it was filed.
    #[must_use]
    pub fn filed(filed: Filed, at: Timestamp) -> Self {
        Self {
            filed,
            version: 1,
            status: Status::Filed,
            filed_at: at,
            received_at: None,
            due_at: None,
            first_due_at: None,
            step: None,
            step_since: None,
            step_due_at: None,
            officer: None,
            case_officer: None,
            case_agency: None,
            entered: Vec::new(),
            pauses: Vec::new(),
            supplements: Vec::new(),
            demand: None,
            apology: None,
            stop: None,
            consultations: Vec::new(),
            passages: Vec::new(),
            proposal: None,
            outcome: None,
            result_number: None,
            result_file: None,
            result_sha256: None,
            results: Vec::new(),
            late_steps: Vec::new(),
            digitised: Vec::new(),
            replaced: Vec::new(),
            finished_at: None,
            returned_at: None,
            rating: None,
            rated: None,
        }
    }

    /// One step of the fold of a stream: the dossier before an event, if there was one, and the event with its time and the
    /// login of who did it. A stream begins with its filing; anything before that makes nothing.
    #[must_use]
    pub fn next(before: Option<Self>, event: &Event, at: Timestamp, by: &str) -> Option<Self> {
        match (before, event) {
            (None, Event::Filed(filed)) => Some(Self::filed(filed.clone(), at)),
            (None, _) => None,
            (Some(mut dossier), event) => {
                dossier.apply(event, at, by);
                Some(dossier)
            }
        }
    }

    /// Takes in one more event.
    pub fn apply(&mut self, event: &Event, at: Timestamp, by: &str) {
        let (since, finished) = (self.step_since, self.finished_at);
        let late = self.late_step(at, by);
        self.take_in(event, at, by);
        if self.step_since != since || self.finished_at != finished && self.status != Status::Stopped {
            self.late_steps.extend(late);
        }
    }

    /// The current step as one that is late, if it ends now.
    fn late_step(&self, at: Timestamp, by: &str) -> Option<LateStep> {
        let (step, due_at) = (self.step?, self.step_due_at.filter(|_| self.status.is_open())?);
        let ended_at = self.stopped_at().unwrap_or(at);
        let officer = self.officer.as_ref().map_or(by, |(login, _)| login).to_owned();
        (ended_at.as_second() > due_at.as_second()).then(|| LateStep {
            step,
            agency: self.holder().clone(),
            officer,
            due_at,
            ended_at,
            consultation: false,
        })
    }

    fn take_in(&mut self, event: &Event, at: Timestamp, by: &str) {
        self.version += 1;
        match event {
            Event::Filed(_) => {}
            Event::Received(received) => {
                self.status = Status::Received;
                self.received_at = Some(at);
                self.due_at = received.due_at;
                self.first_due_at = received.due_at;
                self.enter(0, received.step_due_at, at);
            }
            Event::Refused(_) => self.finish(Status::Refused, at),
            Event::SupplementRequested(request) => {
                self.status = Status::AwaitingSupplement;
                self.supplements.push(Supplement {
                    content: request.content.clone(),
                    documents: request.documents.clone(),
                    requested_at: at,
                    supplied_at: None,
                });
                self.pause(at);
            }
            Event::Supplemented(supplemented) => {
                if let Some(supplement) = self.supplements.last_mut() {
                    supplement.supplied_at = Some(at);
                }
                self.replace(&supplemented.documents);
                self.filed.documents.extend(supplemented.documents.iter().cloned());
                self.status = self.running_status();
                self.resume(supplemented.due_at, supplemented.step_due_at, at);
            }
            Event::PaymentRequested(request) => {
                self.status = Status::AwaitingPayment;
                self.demand = Some(Demand {
                    payment: request.payment.clone(),
                    amount: request.amount,
                    requested_at: at,
                    expires_at: request.expires_at,
                });
                if request.stops_clock {
                    self.pause(at);
                }
            }
            Event::PaymentSettled(settled) => {
                self.demand = None;
                self.status = self.running_status();
                self.resume(settled.due_at, settled.step_due_at, at);
            }
            Event::Assigned(assigned) => {
                self.status = Status::InProcess;
                if self.step != Some(assigned.step) {
                    self.enter(assigned.step, assigned.step_due_at, at);
                }
                let officer = Some((assigned.officer.clone(), assigned.officer_name.clone()));
                self.case_officer.clone_from(&officer);
                self.case_agency = Some(self.holder().clone());
                self.officer = officer;
            }
            Event::Forwarded(forwarded) => {
                self.go_on_without(&forwarded.unanswered, forwarded.without_opinions.as_ref(), self.step, at);
                self.advance(forwarded.step, forwarded.step_due_at, at);
            }
            Event::SentBack(back) => {
                self.advance(back.step, back.step_due_at, at);
                // An approval is only given again; what was proposed stands.
                if self.current_step().is_some_and(|step| step.task == StepTask::Process) {
                    // Elsewhere they could do nothing: the step's own agency finds it in its queue.
                    let here = self.case_agency.as_ref() == Some(self.holder());
                    self.officer = self.case_officer.clone().filter(|_| here);
                    self.proposal = None;
                }
            }
            Event::Consulted(asked) => self.consultations.push(Consultation {
                agency: asked.agency.clone(),
                agency_name: asked.agency_name.clone(),
                asked_by: asked.asked_by.clone(),
                question: asked.question.clone(),
                due_at: asked.due_at,
                required: asked.required,
                step: asked.step,
                asked_at: at,
                answer: None,
                unanswered_at: None,
                unanswered_why: None,
            }),
            Event::ConsultationAnswered(answer) => self.hear(answer, at, by),
            Event::Transferred(passed) => {
                self.passages.push(Passage {
                    from: passed.from.clone(),
                    to: passed.to.clone(),
                    reason: passed.reason.clone(),
                    at,
                });
                self.filed.competent_agency = passed.to.clone();
                self.case_officer = None;
                self.case_agency = None;
                if self.received_at.is_some() {
                    self.status = Status::Received;
                    self.enter(0, passed.step_due_at, at);
                }
            }
            Event::Digitised(digitised) => self.keep_copy(digitised, at),
            Event::Proposed(proposed) => {
                self.go_on_without(&proposed.unanswered, proposed.without_opinions.as_ref(), None, at);
                self.proposal = Some(Proposal {
                    outcome: proposed.outcome,
                    content: proposed.content.clone(),
                    file: proposed.file.clone(),
                    paper: proposed.paper.clone(),
                    certificate: None,
                    by: by.to_owned(),
                    in_place_of: proposed.in_place_of.clone(),
                });
                self.advance(proposed.step, proposed.step_due_at, at);
            }
            Event::Approved(approved) => self.advance(approved.step, approved.step_due_at, at),
            Event::Rejected(rejected) => {
                self.proposal = Some(Proposal {
                    outcome: Outcome::Rejected,
                    content: rejected.reason.clone(),
                    file: None,
                    paper: None,
                    certificate: None,
                    by: self.proposal.as_ref().map_or_else(|| by.to_owned(), |proposal| proposal.by.clone()),
                    in_place_of: self.proposal.as_ref().and_then(|proposal| proposal.in_place_of.clone()),
                });
                self.advance(rejected.step, rejected.step_due_at, at);
            }
            Event::Signed(signed) => {
                if let (Some(signed), Some(proposal)) = (&signed.signed, &mut self.proposal) {
                    proposal.file = Some(signed.file.clone());
                    proposal.certificate = Some(signed.certificate.clone());
                }
                self.advance(signed.step, signed.step_due_at, at);
            }
            Event::Completed(completed) => {
                self.advance(completed.step, None, at);
                self.outcome = Some(completed.outcome);
                self.result_number = Some(completed.number.clone());
                self.result_file.clone_from(&completed.file);
                self.result_sha256.clone_from(&completed.sha256);
                self.results.push(self.issued(completed, at));
                self.finish(Status::Processed, at);
            }
            Event::ResultReturned(_) => {
                self.status = Status::Returned;
                self.returned_at = Some(at);
            }
            Event::ResultCorrected(corrected) => {
                self.replaced.extend(self.result_file.take());
                self.result_number = Some(corrected.number.clone());
                self.result_file = Some(corrected.file.clone());
                self.result_sha256.clone_from(&corrected.sha256);
                self.results.push(IssuedResult {
                    number: corrected.number.clone(),
                    file: Some(corrected.file.clone()),
                    sha256: corrected.sha256.clone(),
                    certificate: corrected.certificate.clone(),
                    paper: Some(corrected.paper.clone()),
                    at,
                    corrects: Some(corrected.reason.clone()),
                });
            }
            Event::Apologised(apologised) => {
                self.apology =
                    Some(Apology { reason: apologised.reason.clone(), new_due_at: apologised.new_due_at, at });
            }
            Event::Withdrawn(_) => self.finish(Status::Withdrawn, at),
            Event::Suspended(suspended) => {
                self.stop = Some(Stop {
                    request_date: suspended.request_date,
                    request_file: suspended.request_file.clone(),
                    at,
                });
                self.pause(at);
                self.finish(Status::Stopped, at);
            }
            Event::Resumed(resumed) => {
                self.finished_at = None;
                self.status = self.running_status();
                self.resume(resumed.due_at, resumed.step_due_at, at);
            }
            Event::Rated(rated) => {
                self.rating = Some(rated.rating);
                self.rated = Some((at, rated.criteria.clone()));
            }
        }
    }

    /// The current step, once the dossier is received.
    #[must_use]
    pub fn current_step(&self) -> Option<&Step> {
        self.filed.route.steps().get(usize::from(self.step?))
    }

    /// The agency where the dossier is now: the counter before reception, then the current step's.
    #[must_use]
    pub fn holder(&self) -> &AgencyCode {
        self.current_step().map_or_else(|| self.return_counter(), |step| self.agency_of(step))
    }

    /// The agency that does a step of the route.
    #[must_use]
    pub fn agency_of<'a>(&'a self, step: &'a Step) -> &'a AgencyCode {
        match &step.place {
            StepPlace::Counter => self.return_counter(),
            StepPlace::Competent => &self.filed.competent_agency,
            StepPlace::Agency(agency) => agency,
        }
    }

    /// The agencies that see it besides those where it is and was received: where it was before, and those that were asked for
    /// their opinion; each once, by code.
    #[must_use]
    pub fn shared_with(&self) -> Vec<&AgencyCode> {
        let before = self.passages.iter().map(|passage| &passage.from);
        let mut agencies: Vec<_> = before.chain(self.consultations.iter().map(|asked| &asked.agency)).collect();
        agencies.sort();
        agencies.dedup();
        agencies
    }

    /// The counter that hands over the result.
    #[must_use]
    pub fn return_counter(&self) -> &AgencyCode {
        match (&self.filed.delivery.counter, self.step) {
            (Some(counter), Some(_)) => counter,
            _ => &self.filed.counter,
        }
    }

    /// The date that the applicant may count on: the new appointment after an apology, else the legal due date.
    #[must_use]
    pub fn appointment(&self) -> Option<Timestamp> {
        self.apology.as_ref().map(|apology| apology.new_due_at).or(self.due_at)
    }

    /// When the clock stopped that stands now, or that stood until the dossier was finished; nothing while it runs.
    #[must_use]
    pub fn stopped_at(&self) -> Option<Timestamp> {
        self.pauses.last().filter(|pause| pause.to.is_none()).map(|pause| pause.from)
    }

    /// Whether at least one paper was used again instead of asked for (766, 4.3).
    #[must_use]
    pub fn reuses_documents(&self) -> bool {
        self.filed.documents.iter().any(|document| document.reuse_of.is_some())
    }

    /// Whether papers and result are there as files (766, 4.2).
    #[must_use]
    pub fn is_digitised(&self) -> bool {
        let paper = |document: &SubmittedDocument| document.file_id.is_some() || document.reuse_of.is_some();
        self.result_file.is_some() && self.filed.documents.iter().any(paper)
    }

    /// The result as it was issued: signed when it was decided, or sealed when it was numbered. A file that took the draft's place
    /// is not what was written here.
    fn issued(&self, completed: &Completed, at: Timestamp) -> IssuedResult {
        let drafted = self.proposal.as_ref().filter(|_| !completed.other_file);
        IssuedResult {
            number: completed.number.clone(),
            file: completed.file.clone(),
            sha256: completed.sha256.clone(),
            certificate: completed
                .certificate
                .clone()
                .or_else(|| drafted.and_then(|drafted| drafted.certificate.clone())),
            paper: drafted.and_then(|drafted| drafted.paper.clone()),
            at,
            corrects: None,
        }
    }

    /// The file of a digitised paper stands in the place of the paper, or of an earlier file of it.
    fn keep_copy(&mut self, digitised: &Digitised, at: Timestamp) {
        let paper = SubmittedDocument {
            code: digitised.document.clone(),
            file_id: Some(digitised.file.clone()),
            name: Some(digitised.name.clone()),
            sha256: digitised.sha256.clone(),
            ..SubmittedDocument::default()
        };
        self.replace(std::slice::from_ref(&paper));
        let mut shown = self.filed.documents.iter_mut();
        match shown.find(|known| known.code == paper.code && known.file_id.is_none() && known.reuse_of.is_none()) {
            Some(shown) => *shown = paper,
            None => self.filed.documents.push(paper),
        }
        self.digitised.push(DigitalCopy {
            document: digitised.document.clone(),
            file: digitised.file.clone(),
            pages: digitised.pages,
            certificate: digitised.certificate.clone(),
            at,
        });
    }

    /// Notes which files give way to those that come now.
    fn replace(&mut self, coming: &[SubmittedDocument]) {
        let answered = |paper: &&SubmittedDocument| {
            coming.iter().any(|new| new.code == paper.code && new.file_id != paper.file_id && new.file_id.is_some())
        };
        let gone = self.filed.documents.iter().filter(answered).filter_map(|paper| paper.file_id.clone());
        self.replaced.extend(gone);
    }

    fn running_status(&self) -> Status {
        match (self.received_at, self.case_officer.is_some() || self.step.is_some_and(|step| step > 0)) {
            (None, _) => Status::Filed,
            (Some(_), false) => Status::Received,
            (Some(_), true) => Status::InProcess,
        }
    }

    fn enter(&mut self, step: u8, due_at: Option<Timestamp>, at: Timestamp) {
        self.step = Some(step);
        self.step_since = Some(at);
        self.step_due_at = due_at;
        self.officer = None;
        self.entered.push(Entered { step, agency: self.holder().clone(), at, due_at: self.due_at });
    }

    fn advance(&mut self, step: u8, due_at: Option<Timestamp>, at: Timestamp) {
        self.status = Status::InProcess;
        self.enter(step, due_at, at);
    }

    fn finish(&mut self, status: Status, at: Timestamp) {
        self.status = status;
        self.finished_at = Some(at);
        self.demand = None;
        if status != Status::Stopped {
            self.step_due_at = None;
        }
    }

    fn pause(&mut self, at: Timestamp) {
        if self.received_at.is_some() && self.pauses.last().is_none_or(|pause| pause.to.is_some()) {
            self.pauses.push(Pause { from: at, to: None });
        }
    }

    fn resume(&mut self, due_at: Option<Timestamp>, step_due_at: Option<Timestamp>, at: Timestamp) {
        if let Some(pause) = self.pauses.last_mut().filter(|pause| pause.to.is_none()) {
            pause.to = Some(at);
        }
        if self.received_at.is_some() {
            self.due_at = due_at;
            self.step_due_at = step_due_at;
        }
    }
}
