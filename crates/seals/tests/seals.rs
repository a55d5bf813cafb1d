//! Any changed bit is found; what was there can be proved.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use seals::{BrokenChain, Chain, Checkpoint, Entry, EventHash, Heads, Leaf, SigningKey, VerifyingKey};

#[derive(Debug, Clone)]
struct Owned {
    stream: String,
    version: u64,
    kind: String,
    recorded_at: i64,
    by: String,
    body: String,
}

impl Owned {
    fn entry(&self, number: u64) -> Entry<'_> {
        Entry {
            ledger: "H35.1",
            number,
            stream: &self.stream,
            version: self.version,
            kind: &self.kind,
            recorded_at: self.recorded_at,
            by: &self.by,
            body: &self.body,
        }
    }
}

prop_compose! {
    fn owned()(stream in ".{0,12}", version in 1u64..50, kind in "[a-z.]{1,9}", recorded_at: i64, by in ".{0,12}", body in ".{1,40}") -> Owned {
        Owned { stream, version, kind, recorded_at, by, body }
    }
}

fn chain(entries: &[Owned]) -> Vec<EventHash> {
    let mut hash = EventHash::GENESIS;
    (1..)
        .zip(entries)
        .map(|(number, entry)| {
            hash = EventHash::of(hash, &entry.entry(number));
            hash
        })
        .collect()
}

fn follow(entries: &[Owned], hashes: &[EventHash]) -> Result<u64, BrokenChain> {
    let mut chain = Chain::default();
    for (number, (entry, hash)) in (1..).zip(entries.iter().zip(hashes)) {
        chain.follow(&entry.entry(number), *hash)?;
    }
    Ok(chain.number())
}

/// Changes one character (or appends one) so that the text differs.
fn change(text: &mut String, place: usize) {
    let mut chars: Vec<char> = text.chars().collect();
    if chars.is_empty() {
        chars.push('x');
    } else {
        let place = place % chars.len();
        chars[place] = if chars[place] == 'x' { 'y' } else { 'x' };
    }
    *text = chars.into_iter().collect();
}

proptest! {
    #[test]
    fn a_chain_that_nobody_touched_holds(entries in prop::collection::vec(owned(), 0..12)) {
        prop_assert_eq!(follow(&entries, &chain(&entries)), Ok(entries.len() as u64));
    }

    #[test]
    fn any_changed_field_is_found_at_its_number(entries in prop::collection::vec(owned(), 1..12), at: usize, field in 0..7, place: usize) {
        let hashes = chain(&entries);
        let mut entries = entries;
        let at = at % entries.len();
        let victim = &mut entries[at];
        match field {
            0 => change(&mut victim.stream, place),
            1 => victim.version ^= 1 << (place % 64),
            2 => change(&mut victim.kind, place),
            3 => victim.recorded_at ^= 1 << (place % 64),
            4 => change(&mut victim.by, place),
            5 => change(&mut victim.body, place),
            // A character that wanders from one field to the next.
            _ => { let moved = victim.body.remove(0); victim.by.push(moved); }
        }
        prop_assert_eq!(follow(&entries, &hashes), Err(BrokenChain::Changed { number: at as u64 + 1 }));
    }

    #[test]
    fn any_changed_bit_of_a_hash_is_found(entries in prop::collection::vec(owned(), 1..6), at: usize, bit in 0usize..256) {
        let mut hashes = chain(&entries);
        let at = at % entries.len();
        let mut bytes = *hashes[at].as_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        hashes[at] = EventHash::from_bytes(&bytes).unwrap();
        prop_assert_eq!(follow(&entries, &hashes), Err(BrokenChain::Changed { number: at as u64 + 1 }));
    }

    #[test]
    fn every_head_can_be_proved_and_no_other(count in 1usize..40, which: usize) {
        let heads = heads(count);
        let checkpoint = Checkpoint::of(&heads, 7, [0; 32]);
        let leaf = &heads.leaves()[which % count];
        let proof = heads.prove(&leaf.ledger).unwrap();
        prop_assert!(checkpoint.includes(leaf, &proof).is_ok());
        let shorter = Leaf { number: leaf.number - 1, ..leaf.clone() };
        prop_assert!(checkpoint.includes(&shorter, &proof).is_err());
    }
}

fn heads(count: usize) -> Heads {
    let leaf = |i: usize| Leaf {
        ledger: format!("H35.{i}"),
        number: i as u64 + 1,
        hash: EventHash::from_bytes(&[u8::try_from(i).unwrap(); 32]).unwrap(),
    };
    Heads::new((0..count).rev().map(leaf).collect())
}

#[test]
fn a_missing_entry_is_a_gap() {
    let entry =
        Owned { stream: "s".into(), version: 1, kind: "k".into(), recorded_at: 1, by: "1".into(), body: "2".into() };
    let broken = Chain::default().follow(&entry.entry(2), EventHash::GENESIS);
    assert_eq!(broken, Err(BrokenChain::Gap { expected: 1, found: 2 }));
}

#[test]
fn the_order_of_the_heads_does_not_matter() {
    let forward = Heads::new(heads(9).leaves().to_vec());
    assert_eq!(forward.root(), heads(9).root());
    assert!(forward.prove("nowhere").is_none());
}

#[test]
fn a_signature_holds_only_for_what_was_signed() {
    let key = SigningKey::generate().unwrap();
    let signed = Checkpoint::of(&heads(3), 7, [0; 32]).sign(&key);
    assert!(signed.is_signed());
    for change in [
        |signed: &mut seals::SignedCheckpoint| signed.checkpoint.taken_at += 1,
        |signed: &mut seals::SignedCheckpoint| signed.checkpoint.leaves += 1,
        |signed: &mut seals::SignedCheckpoint| signed.checkpoint.root[0] ^= 1,
        |signed: &mut seals::SignedCheckpoint| signed.checkpoint.previous[31] ^= 1,
        |signed: &mut seals::SignedCheckpoint| signed.signature[0] ^= 1,
        |signed: &mut seals::SignedCheckpoint| signed.key = SigningKey::from_bytes(&[9; 32]).verifying_key(),
    ] {
        let mut forged = signed.clone();
        change(&mut forged);
        assert!(!forged.is_signed());
    }
}

#[test]
fn keys_survive_being_written_down_and_keep_their_secret() {
    let key = SigningKey::generate().unwrap();
    let again: SigningKey = key.to_secret_text().parse().unwrap();
    assert_eq!(again.verifying_key(), key.verifying_key());
    let public: VerifyingKey = key.verifying_key().to_string().parse().unwrap();
    assert_eq!(public, key.verifying_key());
    assert!(!format!("{key:?}").contains(&key.to_secret_text()));
}
