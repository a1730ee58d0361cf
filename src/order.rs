//! Order and uniqueness by one sort of plain numbers: a sort or a set for each kind of item would be a tenth of the module.

use crate::calendar::CivilDate;
use std::mem::replace;

/// `items` by their day, those of one day in the order given.
pub(crate) fn by_day<T>(mut items: Vec<T>, day: fn(&T) -> CivilDate) -> Vec<T> {
    for (here, there) in swaps(items.len(), &|place| items.get(place).map(|item| rank(day(item)))) {
        items.swap(here, there);
    }
    items
}

/// The swaps, one after the other, that bring items into the order of their ranks: none where they are in it.
#[inline(never)]
fn swaps(count: usize, rank: &dyn Fn(usize) -> Option<u32>) -> Vec<(usize, usize)> {
    let mut swaps = Vec::new();
    let keys = keys(count, rank);
    if keys.is_sorted() {
        return swaps;
    }
    let mut places = places_of(sorted(keys));
    for start in 0..count {
        let mut here = start;
        // Each place gets what belongs there, until the circle closes; a place that was in one before has its own.
        while let Some(place) = places.get_mut(here) {
            let there = replace(place, here);
            if there == start || there == here {
                break;
            }
            swaps.push((here, there));
            here = there;
        }
    }
    swaps
}

/// Days before 1970 are still in order: 1900 is some 25,000 days earlier.
pub(crate) fn rank(day: CivilDate) -> u32 {
    day.day_number().saturating_add(1_000_000).unsigned_abs()
}

/// Days in order, each once.
pub(crate) fn distinct(days: Vec<CivilDate>) -> Vec<CivilDate> {
    let mut days = by_day(days, |day| *day);
    days.dedup();
    days
}

/// The place of an id that another one before it has.
#[inline(never)]
pub(crate) fn duplicate(ids: &[&str]) -> Option<usize> {
    let keys = sorted(keys(ids.len(), &|place| ids.get(place).map(|id| hash(id))));
    for (at, key) in keys.iter().enumerate() {
        let id = ids.get(place(*key));
        // Those that share its hash are right before it.
        for before in keys.get(..at).unwrap_or_default().iter().rev() {
            if before >> 32 != key >> 32 {
                break;
            }
            if ids.get(place(*before)) == id {
                return Some(place(*key));
            }
        }
    }
    None
}

/// The places of some ranks in the order of the ranks, those of equal rank in the order given.
#[inline(never)]
pub(crate) fn places(ranks: &mut dyn Iterator<Item = u32>) -> Vec<usize> {
    let mut keys = Vec::new();
    for (place, rank) in ranks.enumerate() {
        if let Some(key) = key(place, rank) {
            keys.push(key);
        }
    }
    places_of(sorted(keys))
}

#[inline(never)]
fn places_of(keys: Vec<u64>) -> Vec<usize> {
    let mut places = Vec::with_capacity(keys.len());
    for key in keys {
        places.push(place(key));
    }
    places
}

/// A rank above the place it stands at, so that equal ranks keep their order.
#[inline(never)]
fn keys(count: usize, rank: &dyn Fn(usize) -> Option<u32>) -> Vec<u64> {
    let mut keys = Vec::with_capacity(count);
    for place in 0..count {
        if let Some(key) = rank(place).and_then(|rank| key(place, rank)) {
            keys.push(key);
        }
    }
    keys
}

fn key(place: usize, rank: u32) -> Option<u64> {
    Some(u64::from(rank) << 32 | u64::try_from(place).ok()?)
}

fn place(key: u64) -> usize {
    usize::try_from(key & u64::from(u32::MAX)).unwrap_or(usize::MAX)
}

/// FNV-1a, thirty-two bits: ids that share it are compared as they are.
pub(crate) fn hash(id: &str) -> u32 {
    id.bytes().fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Shell's sort: mostly the keys are nearly in order, and the library's quicksort is thirty times the code.
#[inline(never)]
fn sorted(mut keys: Vec<u64>) -> Vec<u64> {
    let mut gap = keys.len() / 2;
    while gap > 0 {
        for start in gap..keys.len() {
            let mut place = start;
            while let Some(before) = place
                .checked_sub(gap)
                .filter(|before| keys.get(*before) > keys.get(place))
            {
                keys.swap(before, place);
                place = before;
            }
        }
        gap = if gap == 2 { 1 } else { gap.saturating_mul(5) / 11 };
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::{by_day, duplicate, sorted};
    use crate::calendar::CivilDate;

    #[test]
    fn keys_are_sorted_whatever_their_order() {
        for length in 0..200_u64 {
            let keys: Vec<u64> = (0..length).map(|key| key.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
            let mut expected = keys.clone();
            expected.sort_unstable();
            assert_eq!(sorted(keys), expected);
        }
    }

    #[test]
    fn days_come_in_order_and_equal_days_as_given() {
        let day = |text: &str| text.parse::<CivilDate>().ok();
        let items = vec![
            (day("2026-03-01"), 1),
            (day("1900-01-01"), 2),
            (day("2026-03-01"), 3),
            (day("1969-12-31"), 4),
        ];
        let items: Vec<_> = items.into_iter().filter_map(|(day, mark)| Some((day?, mark))).collect();
        let marks: Vec<i32> = by_day(items, |item| item.0).into_iter().map(|(_, mark)| mark).collect();
        assert_eq!(marks, [2, 4, 1, 3]);
    }

    #[test]
    fn any_number_of_days_comes_in_order() {
        for length in 0..100_i32 {
            let day = |place: i32| CivilDate::EPOCH.plus_days(place.wrapping_mul(37).wrapping_rem(50)).ok();
            let items: Vec<_> = (0..length).filter_map(|place| Some((day(place)?, place))).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            assert_eq!(by_day(items, |item| item.0), expected);
        }
    }

    #[test]
    fn a_second_use_of_an_id_is_found() {
        assert_eq!(duplicate(&["a", "b", "c"]), None);
        assert!(duplicate(&["a", "b", "a", "b"]).is_some_and(|place| [2, 3].contains(&place)));
        assert_eq!(duplicate(&[]), None);
    }
}
