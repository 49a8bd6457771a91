//! A short text that changes when the meaning of a rule changes, and only then.
//!
//! A change of an inherited rule is pinned to it, so that a changed base is noticed.

use crate::model::{Rule, Vocabulary};

/// Eight hexadecimal digits over what a rule means; its label, citations and place do not count.
pub fn fingerprint(_vocabulary: &Vocabulary, rule: &Rule) -> String {
    let meaning = format!("{:?}{:?}{:?}{:?}", rule.for_each, rule.when, rule.effect, rule.effective);
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in meaning.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{:08x}", hash >> 32)
}
