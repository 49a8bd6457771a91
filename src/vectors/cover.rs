//! A small set of applications that together show everything.

/// Something that shows some goals.
pub trait Shows {
    fn goals(&self) -> &[usize];
    /// Among those that show as much, the one with the smallest cost is taken.
    fn cost(&self) -> usize;
}

/// The chosen ones by their numbers, each with the goals that it is the first to show.
pub fn cover<T: Shows>(all: &[T], goals: usize) -> Vec<(usize, Vec<usize>)> {
    let mut is_open = vec![false; goals];
    all.iter().flat_map(Shows::goals).for_each(|goal| is_open[*goal] = true);
    let mut chosen = Vec::new();
    loop {
        let gain = |index: &usize| all[*index].goals().iter().filter(|goal| is_open[**goal]).count();
        let best = (0..all.len())
            .max_by_key(|index| (gain(index), std::cmp::Reverse(all[*index].cost()), std::cmp::Reverse(*index)));
        let Some(best) = best.filter(|index| gain(index) > 0) else { return without_needless(all, chosen) };
        let new: Vec<usize> = all[best].goals().iter().copied().filter(|goal| is_open[*goal]).collect();
        new.iter().for_each(|goal| is_open[*goal] = false);
        chosen.push((best, new));
    }
}

/// Leaves out those whose goals the others show as well, the last first.
fn without_needless<T: Shows>(all: &[T], chosen: Vec<(usize, Vec<usize>)>) -> Vec<(usize, Vec<usize>)> {
    let mut chosen = chosen;
    let mut index = chosen.len();
    while index > 0 {
        index -= 1;
        let others = || chosen.iter().enumerate().filter(move |(other, _)| *other != index);
        let shown_by =
            |goal: usize| others().find(|(_, (other, _))| all[*other].goals().contains(&goal)).map(|(other, _)| other);
        let moved: Option<Vec<(usize, usize)>> =
            chosen[index].1.iter().map(|goal| shown_by(*goal).map(|other| (other, *goal))).collect();
        if let Some(moved) = moved {
            moved.into_iter().for_each(|(other, goal)| chosen[other].1.push(goal));
            chosen.remove(index);
        }
    }
    chosen.iter_mut().for_each(|(_, goals)| goals.sort_unstable());
    chosen.sort_by_key(|(_, goals)| goals.first().copied());
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Set(Vec<usize>);

    impl Shows for Set {
        fn goals(&self) -> &[usize] {
            &self.0
        }

        fn cost(&self) -> usize {
            0
        }
    }

    fn chosen(sets: &[&[usize]]) -> Vec<usize> {
        let sets: Vec<Set> = sets.iter().map(|set| Set(set.to_vec())).collect();
        cover(&sets, 10).into_iter().map(|(index, _)| index).collect()
    }

    #[test]
    fn few_show_everything() {
        assert_eq!(chosen(&[&[0], &[1], &[0, 1, 2], &[3]]), [2, 3]);
        assert_eq!(chosen(&[]), [] as [usize; 0]);
    }

    #[test]
    fn what_others_show_is_left_out() {
        // The largest is taken first and is needless in the end.
        assert_eq!(chosen(&[&[1, 2, 3, 4], &[0, 1, 2], &[3, 4, 5]]), [1, 2]);
    }
}
