//! What was proved in an earlier run of the same process, so that an edit of one province proves that
//! province alone again.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::diagnostic::Code;
use crate::emit::table::{head, layer_entry, layer_rules, middle};
use crate::lint::proof::Claim;
use crate::model::{Layer, LayerKind, Program};
use crate::prove::question::Asked;

/// What was proved for a question.
#[derive(Debug, Default)]
pub struct Proof {
    /// The ids of the rules that hold, and the derived facts of which they speak.
    pub standing: Vec<String>,
    pub claims: Vec<(Code, Claim)>,
}

pub type Proved = Arc<Proof>;

/// Shared by the runs that may use one another's proofs: it is cloned into their settings.
#[derive(Clone, Debug, Default)]
pub struct KnownProofs(Arc<Mutex<FxHashMap<u64, Proved>>>);

impl KnownProofs {
    pub fn get(&self, key: u64) -> Option<Proved> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    /// Only the answers of the last run are kept.
    pub fn replace(&self, answers: impl Iterator<Item = (u64, Proved)>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = answers.collect();
    }
}

/// Names all that an answer depends on.
pub struct Keys {
    /// Of what all questions have in common.
    common: u64,
    provinces: FxHashMap<String, u64>,
}

impl Keys {
    /// The keys of a program for these checks.
    pub fn new(program: &Program, checks: impl Iterator<Item = Code>) -> Keys {
        let mut common = DefaultHasher::new();
        checks.for_each(|code| code.code.hash(&mut common));
        (head(program), middle(program)).hash(&mut common);
        let mut provinces = FxHashMap::default();
        for layer in &program.layers {
            if layer.kind == LayerKind::Province {
                let mut own = DefaultHasher::new();
                hash_layer(program, layer, &mut own);
                provinces.insert(layer.name.to_string(), own.finish());
            } else {
                hash_layer(program, layer, &mut common);
            }
        }
        Keys { common: common.finish(), provinces }
    }

    pub fn of(&self, asked: &Asked<'_>) -> u64 {
        let mut key = DefaultHasher::new();
        (self.common, self.provinces.get(asked.province)).hash(&mut key);
        (asked.province, asked.provider, asked.day.to_string()).hash(&mut key);
        key.finish()
    }
}

fn hash_layer(program: &Program, layer: &Layer, hasher: &mut DefaultHasher) {
    (layer_rules(program, layer), layer_entry(program, layer)).hash(hasher);
}
