//! Words to look for in a text.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Vocabulary, WordSet, WordsId};

/// The words of these lists, the keys of these tables and these texts, without the excepted ones.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Words<'a> {
    /// Word lists of the vocabulary.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<&'a str>,
    /// Text-keyed tables of the vocabulary, of which the keys count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<&'a str>,
    /// Further words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<&'a str>,
    /// Word lists whose words do not count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except_words: Vec<&'a str>,
    /// Further words that do not count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except_texts: Vec<&'a str>,
}

pub fn words<'a>(vocabulary: &'a Vocabulary, set: &'a WordSet) -> Words<'a> {
    Words {
        words: list_names(vocabulary, &set.lists),
        tables: set.tables.iter().map(|id| &*vocabulary.tables[id.index()].name).collect(),
        texts: set.literals.iter().map(|text| &**text).collect(),
        except_words: list_names(vocabulary, &set.except),
        except_texts: set.except_literals.iter().map(|text| &**text).collect(),
    }
}

fn list_names<'a>(vocabulary: &'a Vocabulary, lists: &[WordsId]) -> Vec<&'a str> {
    lists.iter().map(|id| &*vocabulary.words[id.index()].name).collect()
}
