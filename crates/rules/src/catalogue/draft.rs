//! A procedure that an administrator is writing: part by part, looked over by a second person, published by that person.
//!
//! A draft is no fact and so no event; what is published is. Each part is a key of the procedure's JSON (`route`, `form`,
//! `documents`, …) and may be wrong while it is written: [`Draft::procedure`] says what is wrong, all at once.

use super::{Author, Event, Procedure, Published, State, forms, problems, withdraw};
use crate::codes::ProcedureCode;
use crate::people::Capacity;
use crate::{Problem, Refusal};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What is being written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Which procedure.
    pub code: ProcedureCode,
    /// The state of the procedure that it was begun from: its number of events. Zero for a new procedure.
    pub based_on: u64,
    /// Who wrote last; whoever began it, while nobody wrote.
    pub author: Author,
    /// The logins of everybody who wrote.
    #[serde(default)]
    pub writers: BTreeSet<String>,
    /// From when it shall count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_on: Option<Date>,
    /// What is changed and why: the decision that announces it.
    #[serde(default)]
    pub note: String,
    /// Whether it waits for the second person.
    #[serde(default)]
    pub in_review: bool,
    /// What the second person said when it was given back.
    #[serde(default)]
    pub remark: String,
    /// Whether it announces that the procedure is withdrawn (*bãi bỏ*) from that day on; its parts say nothing then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdraws: bool,
    /// The parts of the procedure.
    pub parts: Map<String, Value>,
}

impl Draft {
    /// A draft that begins with the procedure as it was published last.
    ///
    /// # Errors
    /// When the procedure was never published.
    pub fn begin(state: &State, author: Author) -> Result<Self, Refusal> {
        let procedure = state.newest().ok_or_else(|| Refusal::not_found("procedure-unknown"))?;
        let parts = match serde_json::to_value(procedure) {
            Ok(Value::Object(parts)) => parts,
            _ => Map::new(),
        };
        Ok(Self {
            code: procedure.code.clone(),
            based_on: state.version,
            author,
            writers: BTreeSet::new(),
            effective_on: None,
            note: String::new(),
            in_review: false,
            remark: String::new(),
            withdraws: false,
            parts,
        })
    }

    /// A draft that announces that the procedure is withdrawn; from when and by which decision is still to be said.
    ///
    /// # Errors
    /// When it was never published, or is withdrawn already.
    pub fn withdrawal(state: &State, author: Author) -> Result<Self, Refusal> {
        let mut draft = Self { withdraws: true, ..Self::begin(state, author.clone())? };
        draft.written_by(author);
        if state.withdrawn_on.is_some() {
            return Err(
                Refusal::rule("procedure-withdrawn").with("name", draft.part::<String>("name").unwrap_or_default())
            );
        }
        Ok(draft)
    }

    /// A draft of a procedure that is not there yet, begun from the parts of one that is: with another code, and without the form,
    /// the announcement and the place in lists that are the other's own.
    ///
    /// # Errors
    /// When the other was never published.
    pub fn copied(from: &State, code: ProcedureCode, author: Author) -> Result<Self, Refusal> {
        let mut draft = Self { based_on: 0, ..Self::begin(from, author)? };
        for own in ["form", "variants", "announcement", "essential", "keywords", "name_en"] {
            draft.parts.remove(own);
        }
        draft.parts.insert("code".to_owned(), code.as_str().into());
        draft.code = code;
        Ok(draft)
    }

    /// Notes who wrote, so that they do not publish it too.
    pub fn written_by(&mut self, author: Author) {
        self.writers.insert(author.login.clone());
        self.author = author;
    }

    /// Whether whoever has these logins wrote any of it, or began what nobody wrote yet.
    #[must_use]
    pub fn is_of<'a>(&self, logins: impl IntoIterator<Item = &'a str>) -> bool {
        logins.into_iter().any(|login| self.author.login == login || self.writers.contains(login))
    }

    /// A part as it is, if it can be read.
    ///
    /// # Errors
    /// The reader's words.
    pub fn part<T: DeserializeOwned>(&self, key: &str) -> Result<T, String> {
        let value = self.parts.get(key).cloned().unwrap_or_default();
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    /// Writes a part anew; `null` takes it away. Whoever changes a draft that waits for review takes it back.
    pub fn put(&mut self, key: &str, value: Value) {
        self.in_review = false;
        if value.is_null() {
            self.parts.remove(key);
        } else {
            self.parts.insert(key.to_owned(), value);
        }
    }

    /// The procedure that it would become.
    ///
    /// # Errors
    /// Everything that is wrong, each with a pointer to its part.
    pub fn procedure(&self) -> Result<Procedure, Vec<Problem>> {
        let mut parts = self.parts.clone();
        let mut wrong = Vec::new();
        if let Some(form) = parts.remove("form").filter(|form| !form.is_null()) {
            // While it is written a form is text: what can't be read is kept as it was typed.
            let read = match &form {
                Value::String(text) => forms::Definition::read(text),
                _ => forms::Definition::of(form),
            };
            match read {
                Ok(form) => drop(parts.insert("form".to_owned(), form.into())),
                Err(flaws) => wrong.extend(flaws.iter().map(|flaw| flaw.problem("/form"))),
            }
        }
        if let Err(error) = self.part::<super::Route>("route") {
            wrong.push(Problem::new("/route", "draft-part").with("detail", error));
        } else {
            match serde_json::from_value::<Procedure>(Value::Object(parts)) {
                Ok(procedure) if procedure.code != self.code => {
                    wrong.push(Problem::new("/code", "draft-part").with("detail", procedure.code));
                }
                Ok(procedure) => {
                    wrong.extend(problems(&procedure));
                    if wrong.is_empty() {
                        return Ok(procedure);
                    }
                }
                Err(error) => wrong.push(Problem::new("/parts", "draft-part").with("detail", error)),
            }
        }
        Err(wrong)
    }

    /// Hands it to the second person.
    ///
    /// # Errors
    /// When it could not be published as it is, or does not say from when it counts; a withdrawal also when it does not say by
    /// which decision.
    pub fn submit(&mut self, today: Date) -> Result<(), Refusal> {
        let mut wrong = if self.withdraws { Vec::new() } else { self.procedure().err().unwrap_or_default() };
        wrong.extend(self.day_problem(today));
        if self.withdraws && self.note.trim().is_empty() {
            wrong.push(Problem::new("/note", "missing"));
        }
        if !wrong.is_empty() {
            return Err(Refusal::input(wrong));
        }
        self.in_review = true;
        self.remark.clear();
        Ok(())
    }

    /// Gives it back to whoever wrote it, with a remark.
    ///
    /// # Errors
    /// When it does not wait for review, or nothing is said.
    pub fn send_back(&mut self, remark: &str) -> Result<(), Refusal> {
        if !self.in_review {
            return Err(Refusal::rule("draft-not-in-review"));
        }
        let remark = crate::text::tidy(remark);
        if remark.is_empty() {
            return Err(Refusal::input(vec![Problem::new("/remark", "missing")]));
        }
        self.in_review = false;
        self.remark = remark;
        Ok(())
    }

    /// Publishes it: the second person's word.
    ///
    /// # Errors
    /// When it does not wait for review, one of its writers would publish it, the procedure was changed since it was begun, or something
    /// is wrong with it.
    pub fn publish(&self, state: &State, by: &Capacity, today: Date) -> Result<Vec<Event>, Refusal> {
        if !self.in_review {
            return Err(Refusal::rule("draft-not-in-review"));
        }
        if self.is_of(by.logins()) {
            return Err(Refusal::rule("draft-own").citing("Nghị định 63/2010/NĐ-CP, Điều 10"));
        }
        if state.version != self.based_on {
            return Err(Refusal::conflict("draft-outdated"));
        }
        let effective_on = match (self.effective_on, self.day_problem(today)) {
            (Some(day), None) => day,
            (_, problem) => return Err(Refusal::input(problem.into_iter().collect())),
        };
        if self.withdraws {
            return withdraw(state, effective_on, self.note.clone(), Some(self.author.clone()));
        }
        let procedure = self.procedure().map_err(Refusal::input)?;
        if state.withdrawn_on.is_none() && state.newest() == Some(&procedure) {
            return Err(Refusal::rule("draft-same"));
        }
        Ok(vec![Event::Published(Published { effective_on, procedure, prepared_by: Some(self.author.clone()) })])
    }

    /// A version counts from a day to come, or from today: what was filed before is judged by what was in force then.
    fn day_problem(&self, today: Date) -> Option<Problem> {
        match self.effective_on {
            None => Some(Problem::new("/effective_on", "missing")),
            Some(day) if day < today => Some(Problem::new("/effective_on", "form-date-past")),
            Some(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossiers::tests::sample;
    use jiff::civil::date;

    const TODAY: Date = date(2025, 12, 23);

    fn draft() -> (State, Draft) {
        let state = State::published(sample::procedure());
        let author = Author { login: "an".into(), name: "Lò Thị An".into() };
        let mut draft = Draft::begin(&state, author).expect("a draft");
        draft.effective_on = Some(TODAY);
        draft.put("name", "Đăng ký khai sinh (mới)".into());
        (state, draft)
    }

    fn person(login: &str) -> Capacity {
        Capacity { login: login.into(), ..Capacity::system("test") }
    }

    #[test]
    fn another_account_of_the_first_person_is_no_second_person() {
        let (state, mut draft) = draft();
        draft.submit(TODAY).expect("submitted");
        let other = Capacity { accounts: vec!["an".into()], ..person("an.2") };
        let told = draft.publish(&state, &other, TODAY).map_err(|refusal| refusal.code);
        assert_eq!(told, Err("draft-own"));
    }

    #[test]
    fn a_second_person_publishes_what_the_first_wrote() {
        let (state, mut draft) = draft();
        let told = |result: Result<Vec<Event>, Refusal>| result.map_err(|refusal| refusal.code);
        assert_eq!(told(draft.publish(&state, &person("binh"), TODAY)), Err("draft-not-in-review"));
        draft.submit(TODAY).expect("submitted");
        assert_eq!(told(draft.publish(&state, &person("an"), TODAY)), Err("draft-own"));
        let events = draft.publish(&state, &person("binh"), TODAY).expect("published");
        let [Event::Published(published)] = &events[..] else { panic!("one event: {events:?}") };
        assert_eq!(published.procedure.name, "Đăng ký khai sinh (mới)");
        assert_eq!(published.prepared_by.as_ref().map(|author| author.login.as_str()), Some("an"));
        let meanwhile = State { version: 2, ..state };
        assert_eq!(told(draft.publish(&meanwhile, &person("binh"), TODAY)), Err("draft-outdated"));
    }

    #[test]
    fn nobody_publishes_a_word_that_is_theirs() {
        let (state, mut draft) = draft();
        draft.written_by(Author { login: "binh".into(), name: "Vàng Văn Bình".into() });
        draft.submit(TODAY).expect("submitted");
        let told = |login| draft.publish(&state, &person(login), TODAY).map_err(|refusal| refusal.code);
        assert_eq!(told("binh").map(|_| ()), Err("draft-own"));
        // Who only began it wrote nothing.
        assert!(told("an").is_ok());
    }

    #[test]
    fn a_withdrawal_names_its_day_and_decision_and_a_second_person_announces_it() {
        let (state, _) = draft();
        let author = Author { login: "an".into(), name: "Lò Thị An".into() };
        let mut draft = Draft::withdrawal(&state, author.clone()).expect("a draft");
        let lacking = draft.submit(TODAY).expect_err("neither");
        assert_eq!(
            lacking.problems.iter().map(|one| one.pointer.as_str()).collect::<Vec<_>>(),
            ["/effective_on", "/note"]
        );
        draft.effective_on = Some(date(2026, 1, 1));
        draft.note = "Quyết định 12/QĐ-UBND".into();
        draft.submit(TODAY).expect("submitted");
        assert_eq!(draft.publish(&state, &person("an"), TODAY).map_err(|refusal| refusal.code), Err("draft-own"));
        let late = draft.publish(&state, &person("binh"), date(2026, 1, 2)).expect_err("its day is over");
        assert_eq!(late.problems[0].code, "form-date-past");
        let events = draft.publish(&state, &person("binh"), TODAY).expect("announced");
        let [Event::Withdrawn(withdrawn)] = &events[..] else { panic!("one event: {events:?}") };
        assert_eq!((withdrawn.effective_on, withdrawn.prepared_by.as_ref()), (date(2026, 1, 1), Some(&author)));
        let gone = State { withdrawn_on: Some(withdrawn.effective_on), ..state };
        assert!(gone.is_withdrawn(None) && gone.is_withdrawn(Some(date(2026, 1, 1))));
        assert!(!gone.is_withdrawn(Some(date(2025, 12, 31))));
        assert_eq!(Draft::withdrawal(&gone, author).map_err(|refusal| refusal.code), Err("procedure-withdrawn"));
    }

    #[test]
    fn a_new_procedure_begins_from_another_one() {
        let state = State::published(sample::procedure());
        let author = Author { login: "an".into(), name: "Lò Thị An".into() };
        let mut draft = Draft::copied(&state, "9.000001".parse().expect("a code"), author).expect("a draft");
        draft.effective_on = Some(TODAY);
        draft.submit(TODAY).expect("submitted");
        let events = draft.publish(&State::default(), &person("binh"), TODAY).expect("published");
        let [Event::Published(published)] = &events[..] else { panic!("one event: {events:?}") };
        assert_eq!(published.procedure.code.as_str(), "9.000001");
        let there = draft.publish(&state, &person("binh"), TODAY).map_err(|refusal| refusal.code);
        assert_eq!(there, Err("draft-outdated"), "somebody published one of this code meanwhile");
    }

    #[test]
    fn what_is_wrong_can_be_kept_but_not_handed_on() {
        let (_, mut draft) = draft();
        draft.put("form", "{\"title\": 1".into());
        draft.put("authority", "".into());
        draft.effective_on = Some(date(2025, 12, 22));
        let refusal = draft.submit(TODAY).expect_err("wrong");
        let found: Vec<_> = refusal.problems.iter().map(|problem| (problem.pointer.as_str(), problem.code)).collect();
        assert_eq!(found, [("/form", "form-syntax"), ("/authority", "missing"), ("/effective_on", "form-date-past")]);
    }

    #[test]
    fn a_change_takes_it_back_from_review() {
        let (_, mut draft) = draft();
        draft.submit(TODAY).expect("submitted");
        draft.put("name", "Khác".into());
        assert!(!draft.in_review);
        assert_eq!(draft.send_back("Sai").map_err(|refusal| refusal.code), Err("draft-not-in-review"));
        draft.submit(TODAY).expect("submitted");
        draft.send_back("Thiếu căn cứ").expect("sent back");
        assert_eq!((draft.in_review, draft.remark.as_str()), (false, "Thiếu căn cứ"));
    }
}
