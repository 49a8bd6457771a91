//! Variants of what is asked of texts: a word that is left out, another place in the text, a template
//! without one of its parts.

use crate::document::{Condition, Template, Vocabulary, WordSet};
use crate::vectors::variants::{Against, Variant, Variants, boxed, without_each};

impl Variants<'_> {
    pub(super) fn words(&self, condition: &Condition, of: &Condition, words: &WordSet) -> Vec<Variant<Condition>> {
        use Condition as C;
        let (is_word, mentions) = (|of, words| C::IsWord { of, words }, |of, words| C::Mentions { of, words });
        let (starts, ends) = (|of, words| C::StartsWith { of, words }, |of, words| C::EndsWith { of, words });
        let tests: [fn(Box<C>, WordSet) -> C; 4] = [is_word, mentions, starts, ends];
        let same: fn(Box<C>, WordSet) -> C = match condition {
            C::IsWord { .. } => is_word,
            C::Mentions { .. } => mentions,
            C::StartsWith { .. } => starts,
            _ => ends,
        };
        let others = tests.iter().map(|test| test(boxed(of), words.clone())).filter(|other| other != condition);
        let mut all: Vec<Variant<C>> = others.map(|other| Variant::new(Against::Operation, other)).collect();
        for word in self.written_out(words) {
            let mut fewer = words.clone();
            fewer.except_texts.push(word);
            all.push(Variant::new(Against::Word, same(boxed(of), fewer)));
        }
        all.extend(self.empty(condition, of));
        all
    }

    /// The words of a set, sorted, each once.
    fn written_out(&self, set: &WordSet) -> Vec<String> {
        let vocabulary = &self.document.vocabulary;
        let of_lists = |names: &[String]| -> Vec<String> {
            let lists = vocabulary.words.iter().filter(|list| names.contains(&list.id));
            lists.flat_map(|list| list.words.clone()).collect()
        };
        let tables = vocabulary.tables.iter().filter(|table| set.tables.contains(&table.id));
        let mut words = of_lists(&set.words);
        words.extend(tables.flat_map(|table| table.rows.iter().map(|row| row.key.clone())));
        words.extend(set.texts.iter().cloned());
        let except = of_lists(&set.except_words);
        words.retain(|word| !except.contains(word) && !set.except_texts.contains(word));
        words.sort_unstable();
        words.dedup();
        words
    }

    /// The empty text taken for one of these letters, and the other kind of letters.
    pub(super) fn letters(&self, condition: &Condition, of: &Condition) -> Vec<Variant<Condition>> {
        let is_empty = Condition::Eq { left: boxed(of), right: Box::new(Condition::Text { value: String::new() }) };
        let other = match condition {
            Condition::OnlyLatin { .. } => Condition::OnlyDigits { of: boxed(of) },
            _ => Condition::OnlyLatin { of: boxed(of) },
        };
        let mut all = vec![
            Variant::new(Against::Empty, Condition::Or { of: vec![condition.clone(), is_empty] }),
            Variant::new(Against::Operation, other),
        ];
        all.extend(self.empty(condition, of));
        all
    }

    /// The ids of a template without one of its parts.
    pub(super) fn lesser_templates(&self, id: &str) -> Vec<String> {
        let template = self.document.vocabulary.templates.iter().find(|template| template.id == id);
        let parts = template.map_or(0, |template| template.parts.len());
        if parts < 2 { Vec::new() } else { (0..parts).map(|part| lesser(id, part)).collect() }
    }
}

fn lesser(id: &str, part: usize) -> String {
    format!("{id}#{part}")
}

/// Adds every template without one of its parts.
pub fn with_lesser_templates(vocabulary: &mut Vocabulary) {
    let mut all = Vec::new();
    for template in vocabulary.templates.iter().filter(|template| template.parts.len() > 1) {
        for (index, parts) in without_each(&template.parts).enumerate() {
            all.push(Template { id: lesser(&template.id, index), label: template.label.clone(), parts });
        }
    }
    vocabulary.templates.extend(all);
}
