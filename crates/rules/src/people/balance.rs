//! Balancing the work: who is proposed when somebody is to be put in charge.

/// What an officer has in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// The name that they sign in with.
    pub login: String,
    /// Their full name.
    pub name: String,
    /// Dossiers in their charge that are not finished.
    pub open: u32,
    /// Of these, those whose step or whole is late: they need the officer first.
    pub late: u32,
}

/// Who takes the next dossier: whoever has the fewest open; of these whoever has the fewest late; of these the first by login, so
/// that the same loads always propose the same officer. Nobody where there is nobody.
#[must_use]
pub fn least_loaded(loads: &[Load]) -> Option<&Load> {
    loads.iter().min_by_key(|load| (load.open, load.late, &load.login))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(login: &str, open: u32, late: u32) -> Load {
        Load { login: login.into(), name: login.into(), open, late }
    }

    #[test]
    fn the_next_dossier_goes_to_who_has_the_fewest() {
        let next = |loads: &[Load]| least_loaded(loads).map(|load| load.login.clone());
        assert_eq!(next(&[]), None);
        assert_eq!(next(&[load("a", 3, 0), load("b", 2, 2)]).as_deref(), Some("b"));
        assert_eq!(next(&[load("a", 2, 1), load("b", 2, 0)]).as_deref(), Some("b"));
        assert_eq!(next(&[load("b", 2, 1), load("a", 2, 1)]).as_deref(), Some("a"), "the order says nothing");
    }

    #[test]
    fn dossiers_given_out_one_by_one_are_shared_evenly() {
        let mut loads = [load("a", 5, 0), load("b", 0, 0), load("c", 1, 0)];
        for _ in 0..12 {
            let login = least_loaded(&loads).expect("somebody").login.clone();
            loads.iter_mut().filter(|load| load.login == login).for_each(|load| load.open += 1);
        }
        assert_eq!(loads.map(|load| load.open), [6, 6, 6]);
    }
}
