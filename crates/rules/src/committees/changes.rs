//! Who came, who went and whose post changed, when the members of a committee were named anew.

use super::{Member, Post};

/// What a naming of members changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Who came in.
    pub joined: Vec<Member>,
    /// Who is in it no more.
    pub left: Vec<Member>,
    /// Who stayed in another post: as they are now, and what they were.
    pub moved: Vec<(Member, Post)>,
}

/// What changed from one naming of members to the next, in the order of the lists.
#[must_use]
pub fn changes(before: &[Member], after: &[Member]) -> Changes {
    let known = |all: &[Member], one: &Member| all.iter().find(|other| is_same(other, one)).cloned();
    let moved = after.iter().filter_map(|now| {
        let then = known(before, now).filter(|then| then.post != now.post)?;
        Some((now.clone(), then.post))
    });
    Changes {
        joined: after.iter().filter(|now| known(before, now).is_none()).cloned().collect(),
        left: before.iter().filter(|then| known(after, then).is_none()).cloned().collect(),
        moved: moved.collect(),
    }
}

/// Whether two entries are of one person: of one account where both have one, else of one name.
fn is_same(one: &Member, other: &Member) -> bool {
    match (&one.login, &other.login) {
        (Some(one), Some(other)) => one == other,
        _ => one.name == other.name,
    }
}
