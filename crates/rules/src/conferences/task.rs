//! What a conclusion becomes: a task for each agency that leads it.

use super::{Conclusion, Conference, Stage};
use crate::Refusal;
use crate::calendar::day_of;
use crate::codes::AgencyCode;
use crate::tasks::{Draft, Link, LinkKind};
use crate::{Problem, tasks};

/// What is delivered where the conclusion names nothing else.
const DELIVERABLE: &str = "Báo cáo kết quả thực hiện kết luận";

impl Conference {
    /// The tasks that a conclusion becomes, a draft for each lead agency, still without the person in it.
    ///
    /// # Errors
    /// When it has become tasks already, or says not who or until when.
    pub fn tasks_of(&self, number: u32) -> Result<Vec<(AgencyCode, Draft)>, Refusal> {
        let conclusion = self.conclusion(number).ok_or_else(|| Refusal::not_found("conclusion-unknown"))?;
        if self.stage() == Stage::Planned {
            return Err(Refusal::rule("conference-not-open"));
        }
        if !conclusion.tasks.is_empty() {
            return Err(Refusal::rule("conclusion-tasked-already"));
        }
        let mut problems = Vec::new();
        if conclusion.leads.is_empty() {
            problems.push(Problem::new("/leads", "task-without-lead"));
        }
        if conclusion.due_on.is_none() {
            problems.push(Problem::new("/due_on", "task-without-date"));
        }
        if !problems.is_empty() {
            return Err(Refusal::input(problems).citing(tasks::SIX_CLEARS));
        }
        Ok(conclusion.leads.iter().map(|lead| (lead.clone(), self.draft(conclusion, lead))).collect())
    }

    fn draft(&self, conclusion: &Conclusion, lead: &AgencyCode) -> Draft {
        Draft {
            lead: Some(lead.clone()),
            supporting: conclusion.supporting.iter().filter(|agency| *agency != lead).cloned().collect(),
            name: conclusion.text.clone(),
            due_on: conclusion.due_on,
            deliverable: DELIVERABLE.to_owned(),
            authority: self.authority(),
            links: vec![Link { kind: LinkKind::Conclusion, reference: conclusion.reference(self.code()) }],
            ..Draft::default()
        }
    }

    /// By what authority its conclusions are: its notice once it has a number, else what was said in it.
    #[must_use]
    pub fn authority(&self) -> String {
        let held = day_of(self.opened_at.unwrap_or(self.details.starts_at)).strftime("%d/%m/%Y");
        match &self.notice {
            Some((notice, _)) => format!("Thông báo số {} kết luận {}", notice.number, self.details.name),
            None => format!("Kết luận tại {} ngày {held} ({})", self.details.name, self.code()),
        }
    }
}
