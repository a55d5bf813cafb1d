//! Checkpoints: the heads of all ledgers at one moment under one Merkle root (RFC 6962), signed, each naming the one before.
//!
//! Whoever keeps a checkpoint elsewhere can later prove that a ledger was longer, or different, than it is shown to be.

use crate::{EventHash, SigningKey, VerifyingKey};
use ct_merkle::{RootHash, digest::Output, mem_backed_tree::MemoryBackedTree};
use sha2::{Digest, Sha256};

/// The head of one ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// The ledger.
    pub ledger: String,
    /// The number of its last entry.
    pub number: u64,
    /// The hash of its last entry.
    pub hash: EventHash,
}

impl Leaf {
    fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(48 + self.ledger.len());
        bytes.extend((self.ledger.len() as u64).to_be_bytes());
        bytes.extend(self.ledger.as_bytes());
        bytes.extend(self.number.to_be_bytes());
        bytes.extend(self.hash.as_bytes());
        bytes
    }
}

/// The heads of all ledgers, sorted by ledger.
#[derive(Debug, Clone)]
pub struct Heads {
    leaves: Vec<Leaf>,
    tree: MemoryBackedTree<Sha256, Vec<u8>>,
}

impl Heads {
    /// Takes the heads in any order.
    #[must_use]
    pub fn new(mut leaves: Vec<Leaf>) -> Self {
        leaves.sort_by(|a, b| a.ledger.cmp(&b.ledger));
        let mut tree = MemoryBackedTree::new();
        for leaf in &leaves {
            tree.push(leaf.encode());
        }
        Self { leaves, tree }
    }

    /// The heads, sorted by ledger.
    #[must_use]
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// The Merkle root; zeros when there is no ledger.
    #[must_use]
    pub fn root(&self) -> [u8; 32] {
        if self.leaves.is_empty() { [0; 32] } else { (*self.tree.root().as_bytes()).into() }
    }

    /// A proof that a ledger's head is among these; `None` when it isn't.
    #[must_use]
    pub fn prove(&self, ledger: &str) -> Option<InclusionProof> {
        let index = self.leaves.binary_search_by(|leaf| leaf.ledger.as_str().cmp(ledger)).ok()?;
        let path = self.tree.prove_inclusion(index).as_bytes().to_vec();
        Some(InclusionProof { index: index as u64, path })
    }
}

/// The way from one leaf to the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InclusionProof {
    /// The leaf's place, from 0.
    pub index: u64,
    /// The hashes beside the way, 32 bytes each.
    pub path: Vec<u8>,
}

/// The leaf is not under this root, or the proof is of something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the proof does not lead from this head to the checkpoint's root")]
pub struct NotIncluded;

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// When it was taken, in microseconds since 1970 UTC.
    pub taken_at: i64,
    /// How many ledgers there were.
    pub leaves: u64,
    /// The Merkle root over their heads.
    pub root: [u8; 32],
    /// The hash of the checkpoint before; zeros for the first.
    pub previous: [u8; 32],
}

impl Checkpoint {
    /// The checkpoint of these heads, following the one with the hash `previous` (zeros for the first).
    #[must_use]
    pub fn of(heads: &Heads, taken_at: i64, previous: [u8; 32]) -> Self {
        Self { taken_at, leaves: heads.leaves.len() as u64, root: heads.root(), previous }
    }

    fn encode(&self) -> [u8; 99] {
        let mut bytes = [0; 99];
        bytes[..19].copy_from_slice(b"motcua.checkpoint.1");
        bytes[19..27].copy_from_slice(&self.taken_at.to_be_bytes());
        bytes[27..59].copy_from_slice(&self.root);
        bytes[59..67].copy_from_slice(&self.leaves.to_be_bytes());
        bytes[67..].copy_from_slice(&self.previous);
        bytes
    }

    /// The hash by which the next checkpoint names this one.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.encode()).into()
    }

    /// Signs it.
    #[must_use]
    pub fn sign(self, key: &SigningKey) -> SignedCheckpoint {
        let signature = key.sign(&self.encode());
        SignedCheckpoint { checkpoint: self, key: key.verifying_key(), signature }
    }

    /// Checks that a ledger's head was among those of this checkpoint.
    ///
    /// # Errors
    /// When the proof does not lead from the leaf to the root.
    pub fn includes(&self, leaf: &Leaf, proof: &InclusionProof) -> Result<(), NotIncluded> {
        let path = ct_merkle::InclusionProof::<Sha256>::try_from_bytes(proof.path.clone()).map_err(|_| NotIncluded)?;
        RootHash::<Sha256>::new(Output::<Sha256>::from(self.root), self.leaves)
            .verify_inclusion(&leaf.encode(), proof.index, &path)
            .map_err(|_| NotIncluded)
    }
}

/// A checkpoint with its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// What was signed.
    pub checkpoint: Checkpoint,
    /// By which key.
    pub key: VerifyingKey,
    /// The Ed25519 signature.
    pub signature: [u8; 64],
}

impl SignedCheckpoint {
    /// Whether the signature is that of its key over its contents. Whether the key is the right one, the caller must know.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.key.verifies(&self.checkpoint.encode(), &self.signature)
    }
}
