//! Where a text draws a line between numbers: 超过5个 between 5 and 6, 不满18周岁 between 17 and 18.
//!
//! On which side the number itself stands is read as in Chinese law: 以上、以下、以内、届满 include it,
//! 不满、超过、以外 do not (Civil Code, article 1259). Whether the text speaks of those above or of those
//! below is another matter and does not move the line: 超过5个 and 不超过5个 draw the same one.

use std::ops::Range;

use crate::lint::wording::numbers::{Measure, Number, numbers};

/// A line between numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// The highest number below the line.
    pub last_low: i64,
    /// The number that is written.
    pub number: Number,
    /// Bytes: the comparing word, the number and what is said of it in brackets.
    pub range: Range<usize>,
}

impl Boundary {
    /// Whether something that is measured so may be meant.
    pub fn fits(&self, measure: Measure) -> bool {
        self.number.measure.is_none_or(|own| own == measure)
    }
}

/// The side of the line on which the number itself stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

/// The numbers of which the text speaks: those above the line or those below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spoken {
    Above,
    Below,
}

/// A word that compares with the number beside it.
type Word = (&'static str, Side, Spoken);

/// Words right in front of the number; those that end in another stand before it.
const BEFORE: &[Word] = &[
    ("不超过", Side::Low, Spoken::Below),
    ("得超过", Side::Low, Spoken::Below),
    ("能超过", Side::Low, Spoken::Below),
    ("未超过", Side::Low, Spoken::Below),
    ("不多于", Side::Low, Spoken::Below),
    ("得多于", Side::Low, Spoken::Below),
    ("不大于", Side::Low, Spoken::Below),
    ("不高于", Side::Low, Spoken::Below),
    ("超过", Side::Low, Spoken::Above),
    ("多于", Side::Low, Spoken::Above),
    ("大于", Side::Low, Spoken::Above),
    ("高于", Side::Low, Spoken::Above),
    ("超出", Side::Low, Spoken::Above),
    ("不少于", Side::High, Spoken::Above),
    ("得少于", Side::High, Spoken::Above),
    ("不低于", Side::High, Spoken::Above),
    ("得低于", Side::High, Spoken::Above),
    ("不小于", Side::High, Spoken::Above),
    ("少于", Side::High, Spoken::Below),
    ("低于", Side::High, Spoken::Below),
    ("小于", Side::High, Spoken::Below),
    ("不足", Side::High, Spoken::Below),
    ("未满", Side::High, Spoken::Below),
    ("不满", Side::High, Spoken::Below),
    ("满", Side::High, Spoken::Above),
];

/// Words in front of the number that may have a verb between: 至少还有3个月.
const SOMEWHERE_BEFORE: &[Word] = &[
    ("至少", Side::High, Spoken::Above),
    ("最少", Side::High, Spoken::Above),
    ("至多", Side::Low, Spoken::Below),
    ("最多", Side::Low, Spoken::Below),
];

/// Words right behind the number.
const BEHIND: &[Word] = &[
    ("以上", Side::High, Spoken::Above),
    ("及以上", Side::High, Spoken::Above),
    ("以下", Side::Low, Spoken::Below),
    ("及以下", Side::Low, Spoken::Below),
    ("以内", Side::Low, Spoken::Below),
    ("之内", Side::Low, Spoken::Below),
    ("以外", Side::Low, Spoken::Above),
];

/// How many letters may stand between 至少 and its number, or between a number and its brackets.
const LETTERS_BETWEEN: usize = 6;

/// The lines that a text draws, in its order.
pub fn boundaries(text: &str) -> Vec<Boundary> {
    numbers(text).into_iter().filter_map(|number| boundary(text, number)).collect()
}

fn boundary(text: &str, number: Number) -> Option<Boundary> {
    let (before, behind) = (text[..number.range.start].trim_end(), &text[number.range.end..]);
    let remark = remark(behind, number.value);
    let (mut start, mut end) = (number.range.start, number.range.end);
    let found = if let Some(word) = BEFORE.iter().find(|(word, ..)| before.ends_with(word)) {
        start = before.len() - word.0.len();
        word
    } else if let Some((word, length)) = word_behind(behind, remark.as_ref()) {
        end += length;
        word
    } else {
        let (word, place) = somewhere_before(before)?;
        start = place;
        word
    };
    // The quotation must not say the opposite of the text.
    let negation = ["不得", "不能", "不可", "不应", "不"].iter().find(|word| text[..start].ends_with(**word));
    start -= negation.map_or(0, |word| word.len());
    let (_, usual, spoken) = *found;
    let side = match remark.as_ref().map(|remark| (remark.is_included, spoken)) {
        None => usual,
        Some((true, Spoken::Above) | (false, Spoken::Below)) => Side::High,
        Some((true, Spoken::Below) | (false, Spoken::Above)) => Side::Low,
    };
    if let Some(remark) = &remark {
        end = end.max(number.range.end + remark.end);
    }
    let last_low = match side {
        Side::Low => number.value,
        Side::High => number.value - 1,
    };
    Some(Boundary { last_low, number, range: start..end })
}

/// The word behind a number, and where it ends. 三个以上（含）, 三个（含）以上: it stands in front of the
/// brackets or behind them.
fn word_behind(behind: &str, remark: Option<&Remark>) -> Option<(&'static Word, usize)> {
    let after_remark = remark.map(|remark| &behind[remark.end..]);
    [Some(behind), after_remark].into_iter().flatten().map(str::trim_start).find_map(|rest| {
        let word = BEHIND.iter().find(|(word, ..)| rest.starts_with(word))?;
        Some((word, behind.len() - rest.len() + word.0.len()))
    })
}

fn somewhere_before(before: &str) -> Option<(&'static Word, usize)> {
    let found = SOMEWHERE_BEFORE.iter().filter_map(|word| before.rfind(word.0).map(|place| (word, place)));
    let (word, place) = found.max_by_key(|(_, place)| *place)?;
    let between = &before[place + word.0.len()..];
    let is_near = between.chars().count() <= LETTERS_BETWEEN && !between.contains(is_break);
    is_near.then_some((word, place))
}

fn is_break(letter: char) -> bool {
    matches!(letter, '，' | '。' | '；' | '、' | '：' | '（' | '）' | '「' | '」' | '(' | ')' | ',')
        || letter.is_numeric()
}

/// What brackets say of the number in front of them.
struct Remark {
    is_included: bool,
    /// Behind the brackets, from the end of the number.
    end: usize,
}

fn remark(behind: &str, value: i64) -> Option<Remark> {
    let open = behind.find(['（', '('])?;
    let between = &behind[..open];
    if between.chars().count() > LETTERS_BETWEEN || between.contains(is_break) {
        return None;
    }
    let inside = behind[open..].trim_start_matches(['（', '(']);
    let length = inside.find(['）', ')'])?;
    let end = behind.len() - inside.len() + length + inside[length..].chars().next().map_or(0, char::len_utf8);
    let inside = &inside[..length];
    let (is_included, what) = if let Some(what) = after(inside, &["不含", "不包括", "不包含"]) {
        (false, what)
    } else if let Some(what) = after(inside, &["含", "包括", "包含"]) {
        (true, what)
    } else if first_is(inside, value) && ["不算", "除外", "不计", "不在内"].iter().any(|word| inside.contains(word))
    {
        return Some(Remark { is_included: false, end });
    } else {
        return None;
    };
    let is_of_number = what.is_empty() || what.starts_with("本数") || first_is(what, value);
    is_of_number.then_some(Remark { is_included, end })
}

fn after<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_prefix(word)).map(str::trim_start)
}

/// Whether a text begins with this number.
fn first_is(text: &str, value: i64) -> bool {
    numbers(text).first().is_some_and(|number| number.range.start == 0 && number.value == value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        let found =
            boundaries(text).into_iter().map(|found| format!("{}|{}", found.last_low, &text[found.range.clone()]));
        found.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_number_stands_on_the_side_that_the_law_gives_it() {
        assert_eq!(check("超过5个"), "5|超过5个");
        assert_eq!(check("网站不超过5个"), "5|不超过5个");
        assert_eq!(check("不满十八周岁"), "17|不满十八周岁");
        assert_eq!(check("满16周岁"), "15|满16周岁");
        assert_eq!(check("三个字以上"), "2|三个字以上");
        assert_eq!(check("22岁以下的"), "22|22岁以下");
        assert_eq!(check("30日以内"), "30|30日以内");
    }

    #[test]
    fn a_verb_may_stand_behind_at_least() {
        assert_eq!(check("身份证至少还有3个月有效期"), "2|至少还有3个月");
        assert_eq!(check("一次最多变更5个域名"), "5|最多变更5个");
        assert_eq!(check("至少写明内容，5个域名"), "");
    }

    #[test]
    fn brackets_overrule_the_law() {
        assert_eq!(check("超过31个（不含31个，已备案的也计入）"), "31|超过31个（不含31个，已备案的也计入）");
        assert_eq!(check("超过5个（含）"), "4|超过5个（含）");
        assert_eq!(check("5个（不含）以下"), "4|5个（不含）以下");
        assert_eq!(check("至少3个汉字（含3个）"), "2|至少3个汉字（含3个）");
        assert_eq!(check("域名超过5个（5个不算）的"), "5|超过5个（5个不算）");
        assert_eq!(check("超过5个（含已备案的）"), "5|超过5个");
    }

    #[test]
    fn brackets_stand_on_either_side_of_the_word() {
        assert_eq!(check("5个以上（不含5个）的"), "5|5个以上（不含5个）");
        assert_eq!(check("5个以上（不含5）"), "5|5个以上（不含5）");
        assert_eq!(check("5个及以上(含5个)"), "4|5个及以上(含5个)");
        assert_eq!(check("18岁以下（不含十八岁）"), "17|18岁以下（不含十八岁）");
        assert_eq!(check("1年以内的（不含1年）"), "11|1年以内的（不含1年）");
        assert_eq!(check("30日以外（含本数）"), "29|30日以外（含本数）");
        assert_eq!(check("5个以上（含已备案的）"), "4|5个以上");
        assert_eq!(check("5个（不含5个）以上"), "5|5个（不含5个）以上");
    }

    #[test]
    fn words_without_a_number_draw_no_line() {
        assert_eq!(check("除此以外，法定代表人以外的人；满足2个条件；第3条以上"), "");
    }

    #[test]
    fn two_lines_may_stand_in_one_text() {
        assert_eq!(check("满16未满18周岁"), "15|满16 17|未满18周岁");
    }
}
