//! "Did you mean": the known names nearest to one that is not known.

/// Longer names are not mistyped ones.
const LONGEST: usize = 80;

/// At most three of `candidates`, nearest first, that can be mistaken for `name`.
pub fn suggest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let length = name.chars().count();
    if length > LONGEST {
        return Vec::new();
    }
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            // A character has at most four bytes and a distance of at most half the length is near;
            // most candidates are told apart without looking at them.
            if candidate.len() > 8 * (name.len() + 8) {
                return None;
            }
            let distance = distance(name, candidate);
            (distance <= allowed(length, candidate)).then_some((distance, candidate))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.truncate(3);
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The only candidates, three at most, that hold `name` or are held by it: 个人 for 个人备案.
pub fn suggest_longer<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    if name.chars().count() < 2 {
        return Vec::new();
    }
    let is_part =
        |candidate: &&str| candidate.chars().count() > 1 && (candidate.contains(name) || name.contains(*candidate));
    let mut found: Vec<&str> = candidates.into_iter().filter(is_part).collect();
    found.sort_unstable();
    found.dedup();
    if found.len() > 3 { Vec::new() } else { found }
}

/// Chinese names are short, and one wrong character of two (山西, 陕西) is the usual mistake.
fn allowed(length: usize, candidate: &str) -> usize {
    let is_wide = !candidate.is_ascii();
    match length.max(candidate.chars().count()) {
        0..=1 => 0,
        2..=4 => 1,
        5..=8 => 2,
        _ if is_wide => length / 2,
        _ => length / 3,
    }
}

/// Optimal string alignment: insertions, deletions, replacements, swapped neighbours.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    if left.len().abs_diff(right.len()) > 8 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut current = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let mut best = (previous[j] + usize::from(a != b)).min(previous[j + 1] + 1).min(current[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shanxi_and_shaanxi_are_confused() {
        assert_eq!(suggest("山西省", ["陕西省", "山东", "广东"]), ["陕西省"]);
        assert_eq!(suggest("shaanxi", ["shanxi", "shandong"]), ["shanxi"]);
    }

    #[test]
    fn swapped_letters_are_one_mistake() {
        assert_eq!(suggest("guagndong", ["guangdong", "guangxi"]), ["guangdong"]);
    }

    #[test]
    fn parts_of_names_are_found() {
        assert_eq!(suggest_longer("个人", ["个人备案", "单位备案"]), ["个人备案"]);
        assert_eq!(suggest_longer("湖南省", ["湖南", "湖北"]), ["湖南"]);
        assert!(suggest_longer("年", ["年龄"]).is_empty());
    }

    #[test]
    fn far_names_are_not_offered() {
        assert!(suggest("domain", ["sponsor", "filing"]).is_empty());
    }
}
