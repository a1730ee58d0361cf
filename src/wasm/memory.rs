//! Where the memory of the module comes from: a region that only grows within a call, and is given back as a whole between
//! calls. Nothing is freed one by one, so that no function carries the code that would do it: it was a twentieth of the module.

#![expect(clippy::as_conversions, reason = "an allocator deals in addresses")]

use std::alloc::{GlobalAlloc, Layout};
use std::arch::wasm32::{memory_grow, memory_size};
use std::cell::Cell;
use std::ptr::{copy_nonoverlapping, null_mut};
use wasm_bindgen::prelude::wasm_bindgen;

#[global_allocator]
static REGION: Region = Region {
    kept: Cell::new(0),
    top: Cell::new(0),
    end: Cell::new(0),
};

/// The pages of memory, which is what it grows by.
const PAGE_BYTES: usize = 65_536;
/// As many as are asked for at least, since asking takes long: a mebibyte.
const PAGES_MIN: usize = 16;

unsafe extern "C" {
    /// Behind the stack and all constants; the linker knows where.
    static __heap_base: u8;
}

/// All the memory from the end of the constants on: up to `top` in use, up to `kept` for good, up to `end` there.
struct Region {
    kept: Cell<usize>,
    top: Cell<usize>,
    end: Cell<usize>,
}

impl Region {
    fn top(&self) -> usize {
        self.top.get().max(&raw const __heap_base as usize)
    }

    /// Takes all that is below `top`, if there is so much.
    fn take(&self, top: usize) -> Option<()> {
        if top > self.end.get() {
            let there = memory_size(0).saturating_mul(PAGE_BYTES);
            let missing = top.saturating_sub(there).div_ceil(PAGE_BYTES);
            if missing > 0 && memory_grow(0, missing.max(PAGES_MIN)) == usize::MAX {
                return None;
            }
            self.end.set(memory_size(0).saturating_mul(PAGE_BYTES));
        }
        self.top.set(top);
        Some(())
    }

    fn allocate(&self, size: usize, align: usize) -> Option<usize> {
        let start = self.top().checked_next_multiple_of(align)?;
        self.take(start.checked_add(size)?)?;
        Some(start)
    }
}

// SAFETY: the module has one thread.
unsafe impl Sync for Region {}

// SAFETY: what is handed out is aligned, lies below `end`, and `top` has moved past it; it is handed out again only after
// `rewind`, when nothing is left of it.
unsafe impl GlobalAlloc for Region {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.allocate(layout.size(), layout.align())
            .map_or_else(null_mut, |start| start as *mut u8)
    }

    #[inline(always)]
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    #[inline(never)]
    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // A list that is being filled is most often the last thing in the region, and grows where it is.
        let end = (old as usize).checked_add(size);
        if (old as usize).checked_add(layout.size()) == Some(self.top.get()) {
            return end.and_then(|end| self.take(end)).map_or_else(null_mut, |()| old);
        }
        let Some(new) = self.allocate(size, layout.align()) else {
            return null_mut();
        };
        // SAFETY: the new place is as large as `size`, and behind the old one.
        unsafe { copy_nonoverlapping(old, new as *mut u8, layout.size().min(size)) };
        new as *mut u8
    }
}

/// Lets all that there is now outlive the call.
pub(super) fn keep() {
    REGION.kept.set(REGION.top.get());
}

/// Gives back what the calls so far have used, but for what is kept. To be called between calls, when their answers were read:
/// then nothing is left of them.
#[wasm_bindgen]
pub fn rewind() {
    REGION.top.set(REGION.kept.get());
}
