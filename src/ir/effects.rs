//! What operations read, write and do besides computing their result.

/// A set of memory regions that are read, a set that is written, and flags.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Effects(pub u64);

macro_rules! regions {
    ($( $(#[$doc:meta])* $NAME:ident $WRITE:ident = $bit:literal; )*) => { impl Effects { $(
        $(#[$doc])*
        pub const $NAME: Effects = Effects(1 << $bit);
        /// Writes the region of the same name.
        pub const $WRITE: Effects = Effects(1 << ($bit + 24));
    )* } };
}

regions! {
    /// Reads the shape of a list or instance.
    SHAPE W_SHAPE = 0;
    /// Reads length or data address of a list.
    LIST W_LIST = 1;
    /// Reads items of lists of any values.
    ITEMS_VAL W_ITEMS_VAL = 2;
    /// Reads items of lists of ints.
    ITEMS_I64 W_ITEMS_I64 = 3;
    /// Reads items of lists of floats.
    ITEMS_F64 W_ITEMS_F64 = 4;
    /// Reads items of lists of bools.
    ITEMS_BOOL W_ITEMS_BOOL = 5;
    /// Reads slots of instances (which one: the operation's `slot`).
    SLOT W_SLOT = 6;
    /// Reads the content of cells of closures and names.
    CELL W_CELL = 7;
    /// Reads the epoch of what is taken for granted: classes, names, functions.
    EPOCH W_EPOCH = 8;
    /// Reads registers of the frame's window.
    FRAME W_FRAME = 9;
    /// Reads the state of iterators.
    ITER W_ITER = 10;
    /// Reads bytes of bytearrays, and their length and address.
    BYTES W_BYTES = 11;
    /// Reads what only helpers know (dicts, sets, ...).
    OTHER W_OTHER = 12;
}

impl Effects {
    /// Nothing: the result depends on the operands alone.
    pub const PURE: Effects = Effects(0);
    /// May leave to its frame state; without it the operation could be removed when unused.
    pub const EXITS: Effects = Effects(1 << 56);
    /// Allocates (and may collect); not observable.
    pub const ALLOC: Effects = Effects(1 << 57);
    /// May run any Python code or look at frames: the frames of its frame state must have been entered.
    pub const OBSERVES: Effects = Effects(1 << 58);
    /// Stays where it is though its result is unused.
    pub const PINNED: Effects = Effects(1 << 59);
    /// Every region that is read.
    pub const ALL_READS: Effects = Effects((1 << 24) - 1);
    /// Every region that is written.
    pub const ALL_WRITES: Effects = Effects(((1 << 24) - 1) << 24);
    /// Anything may happen: what a call does.
    pub const ANY: Effects = Effects(
        Effects::ALL_READS.0
            | Effects::ALL_WRITES.0
            | Effects::EXITS.0
            | Effects::ALLOC.0
            | Effects::OBSERVES.0
            | Effects::PINNED.0,
    );

    /// Both.
    #[must_use]
    pub const fn and(self, other: Effects) -> Effects {
        Effects(self.0 | other.0)
    }

    /// Has it all of `other`?
    #[must_use]
    pub const fn has(self, other: Effects) -> bool {
        self.0 & other.0 == other.0
    }

    /// The regions read, one bit each.
    #[must_use]
    pub const fn reads(self) -> u64 {
        self.0 & Effects::ALL_READS.0
    }

    /// The regions written, one bit each (the same bits as those of `reads`).
    #[must_use]
    pub const fn writes(self) -> u64 {
        self.0 >> 24 & Effects::ALL_READS.0
    }

    /// May the operation be dropped when nothing uses its result? Not when it can leave: the interpreter may then raise an exception
    /// (`"a" + 1`, a list index out of range) though nobody wants the result.
    #[must_use]
    pub const fn removable(self) -> bool {
        self.writes() == 0 && !self.has(Effects::PINNED) && !self.has(Effects::EXITS)
    }
}

impl super::Op {
    /// May the operation be dropped when nothing uses its result? What its effects say, and where it leaves only for a result that does not fit its representation.
    #[must_use]
    pub fn removable(&self) -> bool {
        use super::Op;
        match self {
            Op::AddOvf { .. } | Op::SubOvf { .. } | Op::MulOvf { .. } | Op::PowHalf { .. } => true, // `PowTwo` leaves for an error
            op => op.effects().removable(),
        }
    }
}

impl crate::runtime::helpers::Helper {
    /// What a call of the helper does.
    #[must_use]
    pub fn effects(self) -> Effects {
        use crate::runtime::helpers::{Answer, can};
        if self.can() & can::OBSERVES != 0 {
            return Effects::ANY;
        }
        if self.can() & can::CHANGES_LIST != 0 {
            return Effects::ALLOC
                .and(Effects::EXITS)
                .and(Effects::PINNED)
                .and(Effects::W_LIST)
                .and(Effects::W_SHAPE)
                .and(Effects::W_ITEMS_VAL)
                .and(Effects::W_ITEMS_I64)
                .and(Effects::W_ITEMS_F64)
                .and(Effects::W_ITEMS_BOOL);
        }
        if self.answer() == Answer::Float {
            Effects::PURE
        } else {
            Effects::PURE.and(Effects::EXITS)
        }
    }
}
