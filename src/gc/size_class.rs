//! The table of cell sizes.
//!
//! Steps of about 12 % above 128 bytes. From 896 bytes up, sizes are chosen so that whole numbers of cells fill a block: the
//! largest two cells of 16352 bytes each. Multiples of 16 are 16-aligned in their block, 24 and 40 are 8-aligned.

use super::SMALL_MAX;
use super::block::{CELLS_MAX, PAYLOAD};

/// Cell sizes in bytes, ascending. Sizes are multiples of 8; 16 is the smallest.
pub(super) const CELL_SIZES: [u16; CLASSES] = [
    16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256, 288, 320, 352, 384,
    448, 512, 576, 640, 704, 768, 896, 1008, 1152, 1296, 1472, 1632, 1808, 2032, 2176, 2336, 2720,
    2960, 3264, 3632, 4080, 4672, 5440, 6528, 8176, 10896, 16352,
];

/// Number of size classes.
pub(super) const CLASSES: usize = 48;

/// The largest size that lives in a cell; anything larger has a run of blocks of its own.
const CELL_MAX: usize = CELL_SIZES[CLASSES - 1] as usize;

/// Class of a size up to [`SMALL_MAX`], by the size in words, rounded up.
const SMALL: [u8; SMALL_MAX / 8 + 1] = {
    let mut table = [0; SMALL_MAX / 8 + 1];
    let (mut words, mut class) = (0, 0);
    while words < table.len() {
        if words * 8 > CELL_SIZES[class] as usize {
            class += 1;
        }
        table[words] = class as u8;
        words += 1;
    }
    table
};

/// Class of a size up to [`SMALL_MAX`]. Folds to a constant for constant sizes; panics above the limit.
#[inline(always)]
pub(super) const fn of_small(size: usize) -> usize {
    SMALL[size.wrapping_add(7) >> 3] as usize
}

/// Class of a size up to [`CELL_MAX`], `None` above.
pub(super) fn of(size: usize) -> Option<usize> {
    if size <= SMALL_MAX {
        return Some(of_small(size));
    }
    (size <= CELL_MAX).then(|| CELL_SIZES.partition_point(|&cell| usize::from(cell) < size))
}

/// Bytes of a cell of this class.
#[inline(always)]
pub(super) const fn cell_size(class: usize) -> usize {
    CELL_SIZES[class] as usize
}

/// Cells in a block of this class.
pub(super) const fn cell_count(class: usize) -> usize {
    let cells = PAYLOAD / cell_size(class);
    if cells < CELLS_MAX { cells } else { CELLS_MAX }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_gets_the_smallest_cell_that_holds_it() {
        for size in 0..=CELL_MAX {
            let class = of(size).unwrap();
            assert!(cell_size(class) >= size);
            assert!(class == 0 || cell_size(class - 1) < size);
        }
        assert_eq!(of(CELL_MAX + 1), None);
        assert_eq!(of(usize::MAX), None);
    }

    #[test]
    fn sizes_ascend_in_small_steps_and_fill_their_blocks() {
        for (class, pair) in CELL_SIZES.windows(2).enumerate() {
            assert!(pair[0] < pair[1] && pair[0] % 8 == 0);
            let tail = PAYLOAD % cell_size(class);
            assert!(
                tail * 50 <= PAYLOAD,
                "{} bytes lost behind cells of {}",
                tail,
                pair[0]
            );
        }
    }
}
