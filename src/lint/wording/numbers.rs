//! Numbers in Chinese text, with what they count: `31个`, `１８岁`, `三个月`, `十八周岁`.
//!
//! Days of the calendar, ordinals and numbers in codes (`2020年8月17日`, `第3`, `e-07`) are none.

use std::ops::Range;

use crate::model::Unit;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Age,
    /// Years that are no age are months too.
    Months,
    Days,
    Workdays,
    Hours,
    Characters,
    /// Anything that is counted one by one.
    Items,
}

impl Measure {
    /// What a constant of the rules counts that has this unit.
    pub fn of_unit(unit: Unit) -> Measure {
        match unit {
            Unit::Years => Measure::Age,
            Unit::Months => Measure::Months,
            Unit::Days => Measure::Days,
            Unit::Workdays => Measure::Workdays,
            Unit::Hours => Measure::Hours,
        }
    }
}

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Bytes, with the measure word.
    pub range: Range<usize>,
    /// In months where the text says years.
    pub value: i64,
    /// `None` when no known measure word follows.
    pub measure: Option<Measure>,
}

/// Measure words, longer ones before those that begin them; months in a year as the factor.
const MEASURES: &[(&str, Measure, i64)] = &[
    ("个工作日", Measure::Workdays, 1),
    ("工作日", Measure::Workdays, 1),
    ("个自然日", Measure::Days, 1),
    ("个月", Measure::Months, 1),
    ("周岁", Measure::Age, 1),
    ("岁", Measure::Age, 1),
    ("周年", Measure::Months, 12),
    ("年", Measure::Months, 12),
    ("天", Measure::Days, 1),
    ("日", Measure::Days, 1),
    ("个小时", Measure::Hours, 1),
    ("小时", Measure::Hours, 1),
    ("个汉字", Measure::Characters, 1),
    ("个字", Measure::Characters, 1),
    ("汉字", Measure::Characters, 1),
    ("字", Measure::Characters, 1),
    ("个", Measure::Items, 1),
    ("家", Measure::Items, 1),
    ("条", Measure::Items, 1),
    ("张", Measure::Items, 1),
    ("位", Measure::Items, 1),
    ("部", Measure::Items, 1),
    ("台", Measure::Items, 1),
    ("名", Measure::Items, 1),
    ("项", Measure::Items, 1),
    ("次", Measure::Items, 1),
    ("处", Measure::Items, 1),
    ("份", Measure::Items, 1),
];

/// Behind a year as high as this stands a date.
const FIRST_CALENDAR_YEAR: i64 = 1000;

/// The numbers of a text, in their order.
pub fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(letter) = text[place..].chars().next() {
        if !is_numeral(letter) {
            place += letter.len_utf8();
            continue;
        }
        let end = text[place..].find(|letter| !is_numeral(letter)).map_or(text.len(), |length| place + length);
        if let Some(value) = value(&text[place..end]).filter(|_| stands_alone(&text[..place], &text[end..])) {
            found.extend(measured(text, place..end, value));
        }
        place = end;
    }
    found
}

/// The number with its measure word, unless both are part of a date.
fn measured(text: &str, digits: Range<usize>, value: i64) -> Option<Number> {
    let after = &text[digits.end..];
    let gap = after.len() - after.trim_start().len();
    let known = MEASURES.iter().find(|(word, ..)| after[gap..].starts_with(word));
    let Some((word, measure, factor)) = known else {
        let is_month = after[gap..].starts_with('月');
        return (!is_month).then_some(Number { range: digits, value, measure: None });
    };
    let is_year = *factor > 1 && value >= FIRST_CALENDAR_YEAR;
    let is_day = *measure == Measure::Days && text[..digits.start].ends_with('月');
    let range = digits.start..digits.end + gap + word.len();
    (!is_year && !is_day).then(|| Number { range, value: value.saturating_mul(*factor), measure: Some(*measure) })
}

/// No part of an ordinal, a code, a decimal or a version.
fn stands_alone(before: &str, after: &str) -> bool {
    let is_glue = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '/' | ':' | '%' | '_');
    !before.ends_with('第') && !before.ends_with(is_glue) && !after.starts_with(is_glue) && !after.starts_with('％')
}

fn is_numeral(letter: char) -> bool {
    digit(letter).is_some() || chinese(letter).is_some()
}

fn digit(letter: char) -> Option<i64> {
    match letter {
        '0'..='9' => Some(i64::from(letter as u32 - '0' as u32)),
        '０'..='９' => Some(i64::from(letter as u32 - '０' as u32)),
        _ => None,
    }
}

fn chinese(letter: char) -> Option<i64> {
    let value = match letter {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    };
    Some(value)
}

/// The value of digits, or of Chinese numerals below ten thousand; `None` for a mixture.
fn value(numeral: &str) -> Option<i64> {
    if let Some(digits) = numeral.chars().map(digit).collect::<Option<Vec<i64>>>() {
        // A telephone number counts nothing.
        return (digits.len() <= 6).then(|| digits.iter().fold(0, |value, digit| value * 10 + digit));
    }
    let (mut total, mut last) = (0, None);
    for numeral in numeral.chars() {
        let value = chinese(numeral)?;
        if value < 10 {
            // 三四个 is some number or other.
            if last.is_some_and(|last| last != 0) {
                return None;
            }
            last = Some(value);
        } else {
            total += last.take().unwrap_or(1) * value;
        }
    }
    Some(total + last.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        let found = numbers(text).into_iter().map(|number| match number.measure {
            Some(measure) => format!("{} {measure:?}", number.value),
            None => number.value.to_string(),
        });
        found.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn digits_and_chinese_numerals_are_the_same() {
        assert_eq!(
            check("超过31个，至少１８岁，三个月，十八周岁，两个"),
            "31 Items, 18 Age, 3 Months, 18 Age, 2 Items"
        );
        assert_eq!(check("一百零五家、二十条、十五天"), "105 Items, 20 Items, 15 Days");
    }

    #[test]
    fn a_year_has_twelve_months() {
        assert_eq!(check("1年以上，10个工作日"), "12 Months, 10 Workdays");
    }

    #[test]
    fn dates_ordinals_and_codes_are_no_numbers() {
        assert_eq!(check("2020年8月17日起，第3条，e-07，P2P，1.5倍，联系方式13900000000，三四个"), "");
    }

    #[test]
    fn a_number_may_lack_its_measure() {
        assert_eq!(check("满16未满18周岁"), "16, 18 Age");
    }
}
