//! A service as it stands: the fold of its events.

use super::{Event, Service, Stage, StageReached};
use jiff::civil::Date;

/// An essential service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EssentialService {
    /// What the register says of it.
    pub service: Service,
    /// The stages that it reached, in order.
    pub reached: Vec<StageReached>,
    /// How many events it has.
    pub version: u64,
}

impl EssentialService {
    /// The service after one more event; nothing before it was registered.
    #[must_use]
    pub fn next(before: Option<Self>, event: &Event) -> Option<Self> {
        let Some(mut service) = before else {
            let Event::Registered(registered) = event else { return None };
            return Some(Self { service: registered.service.clone(), reached: Vec::new(), version: 1 });
        };
        service.version += 1;
        match event {
            Event::Registered(_) => {}
            Event::Revised(revised) => service.service = revised.service.clone(),
            Event::StageReached(reached) => service.reached.push(reached.clone()),
            Event::StageWithdrawn(_) => {
                service.reached.pop();
            }
        }
        Some(service)
    }

    /// The stage that it is at.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        self.reached.last().map(|reached| reached.stage)
    }

    /// The stage that comes next.
    #[must_use]
    pub fn next_stage(&self) -> Option<Stage> {
        Stage::ALL.get(self.reached.len()).copied()
    }

    /// When it reached a stage.
    #[must_use]
    pub fn since(&self, stage: Stage) -> Option<Date> {
        self.reached.iter().find(|reached| reached.stage == stage).map(|reached| reached.on)
    }
}
