//! Chance without a generator: each draw depends on nothing but what it is for, so every policy meets the same world.

/// One in a million.
pub(crate) const PPM: u32 = 1_000_000;

/// The source of all draws of one simulation.
#[derive(Clone, Copy)]
pub(crate) struct Chance {
    seed: u64,
}

/// What a draw is for.
#[derive(Clone, Copy)]
pub(crate) enum For {
    Trait(u64),
    Income(u64),
    Living,
    Wake,
    Open,
    Sees,
    Acts(u64),
    Presses(u64),
    AsksForHelp(u64),
    Remembers(u64),
    Mutes,
}

impl For {
    const fn number(self) -> u64 {
        let (kind, detail) = match self {
            Self::Trait(which) => (0, which),
            Self::Income(which) => (1, which),
            Self::Living => (2, 0),
            Self::Wake => (3, 0),
            Self::Open => (4, 0),
            Self::Sees => (5, 0),
            Self::Acts(due) => (6, due),
            Self::Presses(due) => (7, due),
            Self::AsksForHelp(due) => (8, due),
            Self::Remembers(due) => (9, due),
            Self::Mutes => (10, 0),
        };
        kind << 32 | detail
    }
}

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// A number below one million.
    pub(crate) fn ppm(self, person: usize, day: usize, what: For) -> u32 {
        let mut state = self.seed;
        for part in [person as u64, day as u64, what.number()] {
            state = mixed(state ^ part.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        }
        (state % u64::from(PPM)) as u32
    }

    /// Whether what happens with this chance happens.
    pub(crate) fn happens(self, person: usize, day: usize, what: For, chance_ppm: u32) -> bool {
        self.ppm(person, day, what) < chance_ppm
    }

    /// A whole number from `from` to `to`, both included.
    pub(crate) fn between(self, person: usize, day: usize, what: For, from: i64, to: i64) -> i64 {
        from + i64::from(self.ppm(person, day, what)) * (to - from + 1) / i64::from(PPM)
    }
}

/// The finaliser of `SplitMix64`.
const fn mixed(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}
