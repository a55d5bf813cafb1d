//! How many letters apart two words are, up to a bound.
//!
//! Knows letters only.

/// The letters that occur in a word, one bit each: a quick way to see that two words can't be near.
pub(super) fn letter_set(word: &str) -> u64 {
    word.bytes().fold(0, |set, byte| set | 1 << (byte & 63))
}

/// How many letters may be wrong in a word of this length.
pub(super) fn allowed(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// Insertions, deletions, replacements and swaps of neighbours between two words, if not more than `most`.
pub(super) fn distance(left: &str, right: &str, most: usize) -> Option<usize> {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len().abs_diff(right.len()) > most || left.len() > 24 || right.len() > 24 {
        return None;
    }
    let mut above = [0_usize; 25];
    let mut row: [usize; 25] = std::array::from_fn(|column| column);
    for (at, letter) in left.iter().enumerate() {
        let further = above;
        above = row;
        row[0] = at + 1;
        let mut least = row[0];
        for (column, other) in right.iter().enumerate() {
            let mut steps =
                (above[column + 1] + 1).min(row[column] + 1).min(above[column] + usize::from(letter != other));
            if at > 0 && column > 0 && *letter == right[column - 1] && left[at - 1] == *other {
                steps = steps.min(further[column - 1] + 1);
            }
            row[column + 1] = steps;
            least = least.min(steps);
        }
        if least > most {
            return None;
        }
    }
    Some(row[right.len()]).filter(|steps| *steps <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_wrong_missing_and_swapped_letters() {
        assert_eq!(distance("sinh", "sinh", 1), Some(0));
        assert_eq!(distance("snih", "sinh", 1), Some(1));
        assert_eq!(distance("snh", "sinh", 1), Some(1));
        assert_eq!(distance("thoung", "thuong", 2), Some(1));
        assert_eq!(distance("tru", "khai", 2), None);
    }
}
