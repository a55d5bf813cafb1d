//! What a public count may say. Open data of state agencies is free of charge, readable by machines and tells nothing about a person
//! (Nghị định 47/2020/NĐ-CP, Điều 17): a handful of cases in one place and month could.

/// Fewer cases than this, but not none, are not told.
pub const LEAST: i64 = 5;

/// Takes back the counts of a group that are too small to be told. Where that is only one, the smallest other that is not zero goes with
/// it: whoever knows their sum would know the first.
pub fn suppress(counts: &mut [Option<i64>]) {
    let mut hidden = 0;
    for count in counts.iter_mut() {
        if count.is_some_and(|cases| (1..LEAST).contains(&cases)) {
            *count = None;
            hidden += 1;
        }
    }
    if hidden == 1
        && let Some(next) = counts.iter_mut().filter(|count| count.is_some_and(|cases| cases > 0)).min()
    {
        *next = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_small_count_takes_the_next_one_with_it() {
        let mut counts = [Some(120), Some(3), Some(0), Some(40)];
        suppress(&mut counts);
        assert_eq!(counts, [Some(120), None, Some(0), None]);
        let mut alone = [Some(2), Some(0)];
        suppress(&mut alone);
        assert_eq!(alone, [None, Some(0)]);
    }

    proptest! {
        #[test]
        fn nothing_small_is_told_and_nothing_told_is_changed(known in prop::collection::vec(0_i64..60, 0..6)) {
            let mut counts: Vec<_> = known.iter().copied().map(Some).collect();
            suppress(&mut counts);
            for (known, told) in known.iter().zip(&counts) {
                prop_assert!(told.is_none_or(|told| told == *known && !(1..LEAST).contains(&told)));
            }
            // From the sum of all, no single hidden count follows while there is another to hide it.
            let hidden = counts.iter().filter(|count| count.is_none()).count();
            let others = counts.iter().flatten().filter(|told| **told > 0).count();
            prop_assert!(hidden != 1 || others == 0);
        }
    }
}
