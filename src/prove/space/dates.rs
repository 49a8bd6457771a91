//! Dates moved by a duration, and the days that are moved to a given one.

use crate::prove::space::place::CALENDAR;
use crate::prove::space::value::DateUnit;
use crate::text::Date;

/// A day moved; outside the calendar it is before or after all others.
pub fn moved(day: i64, amount: i64, unit: DateUnit) -> i64 {
    let beyond = if amount < 0 { i64::from(i32::MIN) } else { i64::from(i32::MAX) };
    let day_of = |day: i64| i32::try_from(day).ok().and_then(Date::from_day_number);
    match unit {
        DateUnit::Months => {
            let moved = day_of(day).and_then(|day| day.plus_months(amount));
            moved.map_or(beyond, |day| i64::from(day.day_number()))
        }
        DateUnit::Workdays => {
            let moved = workdays(day, amount);
            if (CALENDAR.0..=CALENDAR.1).contains(&moved) { moved } else { beyond }
        }
    }
}

/// A day moved as a table says; `None` outside the calendar, and for a unit that is not known.
pub fn shifted(day: Date, amount: i64, unit: &str) -> Option<Date> {
    let number = i64::from(day.day_number());
    let moved = match unit {
        "days" => number.saturating_add(amount),
        "hours" => number.saturating_add(amount.div_euclid(24) + i64::from(amount.rem_euclid(24) > 0)),
        "months" => moved(number, amount, DateUnit::Months),
        "years" => moved(number, amount.saturating_mul(12), DateUnit::Months),
        "workdays" => moved(number, amount, DateUnit::Workdays),
        _ => return None,
    };
    Date::from_day_number(i32::try_from(moved).ok()?)
}

/// Monday is 0; day 0 was a Thursday.
fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

fn workdays(day: i64, amount: i64) -> i64 {
    if amount == 0 {
        return day;
    }
    let direction = amount.signum();
    let mut day = day;
    while weekday(day) > 4 {
        day -= direction;
    }
    // Seven days for every five workdays, then the rest one by one.
    day = day.saturating_add((amount / 5).saturating_mul(7)).clamp(i64::from(i32::MIN), i64::from(i32::MAX));
    let mut left = (amount % 5).abs();
    while left > 0 {
        day += direction;
        if weekday(day) <= 4 {
            left -= 1;
        }
    }
    day
}

/// The latest day that is moved to this day at the latest; one before the calendar if there is none.
pub fn latest_moved_to(limit: i64, amount: i64, unit: DateUnit) -> i64 {
    // Moving keeps the order of days.
    let (mut fits, mut too_late) = (CALENDAR.0 - 1, CALENDAR.1 + 1);
    while too_late - fits > 1 {
        let middle = fits + (too_late - fits) / 2;
        if moved(middle, amount, unit) <= limit {
            fits = middle;
        } else {
            too_late = middle;
        }
    }
    fits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: u16, month: u8, day: u8) -> i64 {
        Date::new(year, month, day).expect("a date").day_number().into()
    }

    #[test]
    fn months_end_with_the_month() {
        assert_eq!(moved(day(2026, 11, 30), 3, DateUnit::Months), day(2027, 2, 28));
        // 28 to 30 November and the 28th of February: the latest of them.
        assert_eq!(latest_moved_to(day(2027, 2, 28), 3, DateUnit::Months), day(2026, 11, 30));
        assert_eq!(latest_moved_to(day(2027, 2, 27), 3, DateUnit::Months), day(2026, 11, 27));
    }

    #[test]
    fn workdays_leave_out_weekends() {
        // A Friday.
        assert_eq!(moved(day(2026, 11, 27), 1, DateUnit::Workdays), day(2026, 11, 30));
        assert_eq!(moved(day(2026, 11, 28), 3, DateUnit::Workdays), day(2026, 12, 2));
        assert_eq!(moved(day(2026, 11, 29), -1, DateUnit::Workdays), day(2026, 11, 27));
        assert_eq!(latest_moved_to(day(2026, 11, 30), 1, DateUnit::Workdays), day(2026, 11, 29));
    }
}
