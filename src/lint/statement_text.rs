//! When two statements say the same: their texts without what differs by hand and by place.

use std::hash::{BuildHasher, Hasher};

use rustc_hash::FxBuildHasher;

/// Letters that say no more than how strictly or politely it is put.
const FILLERS: &[char] = &['的', '须', '需', '应', '当', '必', '要', '请', '均', '都', '省', '市', '本', '了', '则'];

/// With fewer letters a text says too little to be compared.
const LEAST: usize = 5;

/// A hash of what a statement of this province says; `None` for a text that says too little.
/// Punctuation, spaces, fillers and the province's own name do not count; digits do, as a limit of
/// five is not one of ten.
pub(super) fn said(text: &str, province: &str) -> Option<u64> {
    let mut hasher = FxBuildHasher.build_hasher();
    let mut count = 0;
    let parts = if province.is_empty() { vec![text] } else { text.split(province).collect() };
    for letter in parts.into_iter().flat_map(str::chars) {
        if letter.is_alphanumeric() && !FILLERS.contains(&letter) {
            hasher.write_u32(u32::from(letter));
            count += 1;
        }
    }
    (count >= LEAST).then(|| hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn manner_and_place_do_not_count() {
        let one = said("主体负责人必须是湖北省户籍的人。", "湖北");
        assert!(one.is_some());
        assert_eq!(one, said("主体负责人须是 湖南户籍的人", "湖南"));
    }

    #[test]
    fn numbers_and_subjects_count() {
        assert_ne!(said("网站负责人须满18岁", ""), said("网站负责人须满16岁", ""));
        assert_ne!(said("网站负责人须满18岁", ""), said("主体负责人须满18岁", ""));
    }

    #[test]
    fn a_word_alone_says_too_little() {
        assert_eq!(said("须盖公章", ""), None);
    }
}
