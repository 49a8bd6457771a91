//! Days of the Gregorian calendar, without a clock and without time zones.

use std::fmt;

/// A valid day of the years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// `None` when there is no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let exists =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days_of_month(year, month)).contains(&day);
        exists.then_some(Date { year, month, day })
    }

    /// Reads `2020-08-17` and `2020年8月17日`, full-width digits included.
    pub fn read(text: &str) -> Option<Date> {
        let mut numbers = [0u32; 3];
        let mut index = 0;
        for letter in text.chars() {
            match digit_value(letter) {
                Some(digit) => {
                    let number = numbers.get_mut(index)?;
                    *number = number.checked_mul(10)?.checked_add(digit)?;
                }
                None => index += 1,
            }
        }
        let [year, month, day] = numbers;
        Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Date {
    /// The day after; `None` after the last one there is.
    pub fn next(self) -> Option<Date> {
        let Date { year, month, day } = self;
        Date::new(year, month, day + 1).or_else(|| Date::new(year, month + 1, 1)).or_else(|| Date::new(year + 1, 1, 1))
    }

    /// The day before; `None` before the first one there is.
    pub fn previous(self) -> Option<Date> {
        let Date { year, month, day } = self;
        match (month, day) {
            (1, 1) => Date::new(year - 1, 12, 31),
            (_, 1) => Date::new(year, month - 1, days_of_month(year, month - 1)),
            _ => Date::new(year, month, day - 1),
        }
    }

    /// Whether it is the first day of its month.
    pub fn begins_month(self) -> bool {
        self.day == 1
    }

    /// Days since 1970-01-01, negative before it.
    pub fn day_number(self) -> i32 {
        // Years begin in March here, so that the day that some years have is the last one.
        let month = i32::from(self.month);
        let year = i32::from(self.year) - i32::from(month <= 2);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(self.day) - 1;
        year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468
    }

    /// The day with this number; `None` outside the years 1 to 9999.
    pub fn from_day_number(number: i32) -> Option<Date> {
        let days = number.checked_add(719_468)?;
        let (cycle, of_cycle) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_cycle - of_cycle / 1460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
        let of_year = of_cycle - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = cycle.checked_mul(400)? + year + i32::from(month <= 2);
        Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Moved by so many months: the same day of the month, or the last one of a shorter month.
    pub fn plus_months(self, months: i64) -> Option<Date> {
        let total = (i64::from(self.year) * 12 + i64::from(self.month) - 1).checked_add(months)?;
        let year = u16::try_from(total.div_euclid(12)).ok()?;
        let month = u8::try_from(total.rem_euclid(12) + 1).ok()?;
        Date::new(year, month, self.day.min(days_of_month(year, month)))
    }

    /// As a Chinese text writes it: 2020年8月17日.
    pub fn chinese(&self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }
}

/// The value of an ASCII or full-width digit.
pub fn digit_value(letter: char) -> Option<u32> {
    match letter {
        '0'..='9' => Some(letter as u32 - '0' as u32),
        '０'..='９' => Some(letter as u32 - '０' as u32),
        _ => None,
    }
}

fn days_of_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_one_day() {
        let day = Date::new(2020, 8, 17);
        assert!(day.is_some());
        assert_eq!(Date::read("2020-08-17"), day);
        assert_eq!(Date::read("2020年8月17日"), day);
    }

    #[test]
    fn days_follow_one_another() {
        let days = ["2023-02-28", "2023-03-01", "2023-12-31", "2024-01-01", "2024-02-29", "2024-03-01"];
        for pair in days.chunks(2) {
            let (before, after) = (Date::read(pair[0]).unwrap(), Date::read(pair[1]).unwrap());
            assert_eq!((before.next(), after.previous()), (Some(after), Some(before)));
        }
        assert_eq!(Date::read("9999-12-31").unwrap().next(), None);
        assert_eq!(Date::read("0001-01-01").unwrap().previous(), None);
    }

    #[test]
    fn every_day_has_a_number_of_its_own() {
        assert_eq!(Date::new(1970, 1, 1).map(Date::day_number), Some(0));
        let mut day = Date::new(1, 1, 1);
        let mut number = day.unwrap().day_number();
        while let Some(date) = day {
            assert_eq!((date.day_number(), Date::from_day_number(number)), (number, Some(date)));
            day = date.next();
            number += 1;
        }
        assert_eq!(Date::from_day_number(number), None);
    }

    #[test]
    fn a_shorter_month_ends_earlier() {
        let moved = |text: &str, months| Date::read(text).unwrap().plus_months(months).map(|date| date.to_string());
        assert_eq!(moved("2023-11-30", 3).as_deref(), Some("2024-02-29"));
        assert_eq!(moved("2024-01-31", -2).as_deref(), Some("2023-11-30"));
        assert_eq!(moved("9999-12-01", 1), None);
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert_eq!(Date::read("2023-02-29"), None);
        assert_eq!(Date::read("2024-13-01"), None);
    }
}
