//! The declaration at the counter: entered by the officer for whoever stands there, or handed in on paper; the case of the
//! procedure; and which papers follow from both. The form is the citizens' own (`crate::eforms`), and so is what is checked.

use super::take::applicant;
use crate::app::App;
use crate::components::Choice;
use crate::eforms::{self, Asker, FormView};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use rules::Problem;
use rules::calendar::day_of;
use rules::catalogue::Procedure;
use rules::catalogue::forms::{Answers, Definition, Known};
use rules::people::Directory;
use store::province::Province;

/// What is typed into the field `declaration` when the officer enters the form.
pub(super) const ENTERED: &str = "entered";

/// A procedure as it is asked at the counter.
pub(super) struct Asked {
    /// In the case that was chosen; papers stand at the places that filing knows them by.
    pub(super) procedure: Procedure,
    /// The answers of the form, as typed; nothing where it is handed in on paper.
    pub(super) answers: Option<Answers>,
}

impl Asked {
    /// What was asked, from what was typed. A form that is opened begins with what is known of the applicant.
    pub(super) fn of(procedure: &Procedure, typed: &Typed) -> Self {
        let case = procedure.in_case(typed.get("variant"));
        let procedure = case.map_or_else(|_| procedure.clone(), |(procedure, _)| procedure);
        let entered = typed.get("declaration") == ENTERED;
        let answers = procedure.form.as_ref().filter(|_| entered).map(|form| {
            let mut answers = Answers::new();
            eforms::collect(form, &mut answers, typed);
            if eforms::is_asked(typed) { answers } else { eforms::seeded(form, &answers, &applicant(typed)) }
        });
        Self { procedure, answers }
    }

    /// The form, where it is entered here.
    pub(super) fn form(&self) -> Option<(&Definition, &Answers)> {
        self.procedure.form.as_ref().zip(self.answers.as_ref())
    }

    /// Numbers that may be two in the language of the page: the law reads them as Vietnamese does, so they are asked for here.
    pub(super) fn doubtful(&self, f: &Frame, directory: &Directory) -> Vec<Problem> {
        let known = Known { today: day_of(f.now), directory, marks: eforms::marks(f.lang()) };
        let found = self.form().and_then(|(form, answers)| form.validate(answers, &known).err()).unwrap_or_default();
        found.into_iter().filter(|problem| problem.code == "form-decimal-ambiguous").collect()
    }

    /// Does what a button of the form asks: one more row, one less, the applicant's particulars, what an answer leads to. Whether
    /// it was such a button.
    pub(super) fn press(&mut self, typed: &Typed) -> bool {
        let go = typed.get("go");
        match (&self.procedure.form, &mut self.answers) {
            (Some(form), Some(answers)) => eforms::press(form, answers, &applicant(typed), go).is_some(),
            _ => go == "refresh",
        }
    }

    /// The papers that are asked for, with their places: none that the form stands for, those that its answers demand.
    pub(super) fn papers(&self) -> impl Iterator<Item = (usize, rules::catalogue::RequiredDocument)> {
        let stands_for = self.form().and_then(|(form, _)| form.stands_for());
        let demanded: Vec<&str> = self.form().into_iter().flat_map(|(form, answers)| form.demanded(answers)).collect();
        let documents = self.procedure.documents.iter().enumerate();
        let asked = documents.filter(move |(_, asked)| stands_for != Some(asked.code.as_str()));
        asked.map(move |(place, asked)| {
            let mut asked = asked.clone();
            asked.required |= demanded.contains(&asked.code.as_str());
            (place, asked)
        })
    }
}

/// The form and the choice between form and paper, as the page shows them.
pub(super) struct Declared {
    /// What the form is called; empty where the procedure has none.
    pub(super) title: String,
    pub(super) ways: Vec<Choice>,
    pub(super) way: String,
    pub(super) view: Option<FormView>,
    pub(super) pledge: String,
}

impl Declared {
    /// The declaration of what is asked.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn of(
        app: &App,
        f: &Frame,
        province: &Province,
        asked: &Asked,
        typed: &Typed,
    ) -> Result<Self, Failure> {
        let Some(form) = &asked.procedure.form else {
            return Ok(Self {
                title: String::new(),
                ways: Vec::new(),
                way: String::new(),
                view: None,
                pledge: String::new(),
            });
        };
        let view = match &asked.answers {
            None => None,
            Some(answers) => {
                let villages = eforms::villages(app, answers).await?;
                let communes = said::communes(f.lang(), &province.directory);
                Some(FormView::new(&Asker { f, communes: &communes, villages: &villages }, form, answers))
            }
        };
        Ok(Self {
            title: form.title().to_owned(),
            ways: ["paper", ENTERED].map(|key| Choice::new(key, f.t(&format!("counter-declaration-{key}")))).into(),
            way: typed.text("declaration"),
            pledge: form.pledge().to_owned(),
            view,
        })
    }
}

/// Files that were kept under the places of another case, put to the places of this one: by the code of their paper.
pub(super) fn put_in_place(typed: &mut Typed, procedure: &Procedure) {
    let ends = ["-kept", "-kept-name"];
    let mut kept = Vec::new();
    let places: Vec<(String, String)> =
        typed.beginning_with("paper-").map(|(place, code)| (place.to_owned(), code.to_owned())).collect();
    for (place, code) in places {
        let values = ends.map(|end| typed.text(&format!("documents-{place}{end}")));
        ends.iter().for_each(|end| typed.set(format!("documents-{place}{end}"), ""));
        kept.push((code, values));
    }
    for (code, values) in kept {
        if let Some(place) = procedure.documents.iter().position(|asked| asked.code == code) {
            for (end, value) in ends.into_iter().zip(values) {
                typed.set(format!("documents-{place}{end}"), value);
            }
        }
    }
}
