//! The operations of the SSA: one table, from which everything mechanical is derived.
//!
//! A line is `Name { kind field, … } -> Rep, [effects];`. Kinds of fields: `val` a value, `vals` several values, `state` the frame state to which the operation can leave,
//! `imm T` data that is printed, parsed and compared, but never followed. "Leaves" means: control goes to the interpreter with
//! the frame state (`Resume::At`); "raises" means: an exception is pending and control leaves with `Resume::Raise`.
//!
//! By hand stand only: the lowering of each operation (`jit/lower`), its folding rules (`opt/fold`) and interval (`opt/ranges`).

use super::{Cond, Effects, Rep, State, V};
use crate::runtime::helpers::Helper;
use crate::runtime::iter::IterField;

macro_rules! define_ops {
    ($( $(#[doc = $doc:literal])* $Name:ident { $($kind:ident $field:ident $(: $imm:ty)?),* } -> $rep:ident, [$($eff:ident),*]; )*) => {
        /// An operation.
        #[derive(Clone, PartialEq, Debug)]
        pub enum Op { $(
            $(#[doc = $doc])*
            $Name {
                $(
                    #[doc = concat!("Operand `", stringify!($field), "`.")]
                    $field: define_ops!(@ty $kind $($imm)?),
                )*
            },
        )* }

        impl Op {
            /// The names of all operations.
            pub const NAMES: &'static [&'static str] = &[ $( stringify!($Name), )* ];

            /// The name in dumps.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $( Op::$Name { .. } => stringify!($Name), )* }
            }

            /// The representation of the result.
            #[must_use]
            pub fn rep(&self) -> Rep {
                match self { $( Op::$Name { .. } => Rep::$rep, )* }
            }

            /// What it does besides computing its result.
            #[must_use]
            #[expect(unreachable_patterns, reason = "what calls do depends on the helper")]
            pub fn effects(&self) -> Effects {
                match self {
                    Op::CallVal { helper, .. } | Op::CallTruth { helper, .. } | Op::CallDo { helper, .. } => helper.effects(),
                    $( Op::$Name { .. } => Effects::PURE$(.and(Effects::$eff))*, )*
                }
            }

            /// Visits every value used, but those of the frame state.
            #[expect(unused_variables, reason = "operations without values")]
            pub fn for_each_use(&self, f: &mut impl FnMut(V)) {
                match self { $( Op::$Name { $($field),* } => { $( define_ops!(@use $kind $field f); )* } )* }
            }

            /// Visits every value used, to change it.
            #[expect(unused_variables, reason = "operations without values")]
            pub fn for_each_use_mut(&mut self, f: &mut impl FnMut(&mut V)) {
                match self { $( Op::$Name { $($field),* } => { $( define_ops!(@usemut $kind $field f); )* } )* }
            }

            /// The frame state to which it can leave.
            #[must_use]
            #[expect(unused_variables, unused_mut, unused_assignments, reason = "operations without a state")]
            pub fn state(&self) -> Option<State> {
                match self { $( Op::$Name { $($field),* } => { let mut s = None; $( define_ops!(@state $kind $field s); )* s } )* }
            }

            /// The frame state to which it can leave, to change it.
            #[expect(unused_variables, unused_mut, unused_assignments, reason = "operations without a state")]
            pub fn state_mut(&mut self) -> Option<&mut State> {
                match self { $( Op::$Name { $($field),* } => { let mut s = None; $( define_ops!(@statemut $kind $field s); )* s } )* }
            }

            /// Gives the operands in the order of the table to a printer.
            pub fn show_operands(&self, w: &mut impl super::show::OperandWriter) {
                match self { $( Op::$Name { $($field),* } => { let _ = &w; $( define_ops!(@show $kind $field w); )* } )* }
            }

            /// Reads the operands of the operation called `name` in the order of the table; `None` when there is no such operation.
            pub fn parse_operands<P: super::parse::OperandReader>(name: &str, p: &mut P) -> Option<Result<Op, P::Error>> {
                let _ = &p;
                $( if name == stringify!($Name) {
                    return Some(super::parse::attempt(|| {
                        $( let $field = define_ops!(@read $kind p $($imm)?); )*
                        Ok(Op::$Name { $($field),* })
                    }));
                } )*
                None
            }
        }
    };
    (@ty val) => { V }; (@ty vals) => { Box<[V]> }; (@ty state) => { State }; (@ty imm $t:ty) => { $t };
    (@use val $f:ident $g:ident) => { $g(*$f) };
    (@use vals $f:ident $g:ident) => { $f.iter().for_each(|&v| $g(v)) };
    (@use $k:ident $f:ident $g:ident) => {};
    (@usemut val $f:ident $g:ident) => { $g($f) };
    (@usemut vals $f:ident $g:ident) => { $f.iter_mut().for_each(|v| $g(v)) };
    (@usemut $k:ident $f:ident $g:ident) => {};
    (@state state $f:ident $s:ident) => { $s = Some(*$f) };
    (@state $k:ident $f:ident $s:ident) => {};
    (@statemut state $f:ident $s:ident) => { $s = Some($f) };
    (@statemut $k:ident $f:ident $s:ident) => {};
    (@show val $f:ident $w:ident) => { $w.value(*$f) };
    (@show vals $f:ident $w:ident) => { $w.values($f) };
    (@show state $f:ident $w:ident) => { $w.state(*$f) };
    (@show imm $f:ident $w:ident) => { $w.imm($f) };
    (@read val $p:ident) => { $p.value()? };
    (@read vals $p:ident) => { $p.values()? };
    (@read state $p:ident) => { $p.state()? };
    (@read imm $p:ident $t:ty) => { $p.imm::<$t>()? };
}

define_ops! {
    // ---- constants and what a unit is entered with
    /// A constant word: an immediate, a float, an int, or an object kept alive by the unit.
    ConstVal { imm bits: u64 } -> Val, [];
    /// A machine integer.
    ConstI64 { imm value: i64 } -> I64, [];
    /// A double, by its bits.
    ConstF64 { imm bits: u64 } -> F64, [];
    /// 0 or 1.
    ConstBool { imm value: bool } -> Bool, [];
    /// Register `reg` of the frame whose registers begin `base` words above the unit's. Of an entered unit: the arguments, or what the interpreter had there.
    ReadReg { imm base: u32, imm reg: u16 } -> Val, [FRAME];
    /// The function object that runs (of the unit's own frame).
    ThisFunction { } -> Val, [];

    // ---- guards: leave unless the operand is what they say; the result is the operand, known to be so
    /// The small int in a word.
    UnboxInt { val value, state state } -> I64, [EXITS];
    /// The float in a word.
    UnboxFloat { val value, state state } -> F64, [EXITS];
    /// The bool in a word.
    UnboxBool { val value, state state } -> Bool, [EXITS];
    /// The float in a word, or the small int in it as a float.
    UnboxNumber { val value, state state } -> F64, [EXITS];
    /// A heap object whose shape is `shape`, for shapes that objects can change (lists, instances).
    GuardShape { val value, imm shape: u32, state state } -> Val, [EXITS, SHAPE];
    /// A heap object whose shape is `shape`, for shapes that objects keep for life.
    GuardType { val value, imm shape: u32, state state } -> Val, [EXITS];
    /// A list of any storage.
    GuardList { val value, state state } -> Val, [EXITS];
    /// The word `bits`.
    GuardIs { val value, imm bits: u64, state state } -> Val, [EXITS];
    /// Any value but the empty one.
    GuardBound { val value, state state } -> Val, [EXITS];
    /// Leaves unless the condition is 1.
    GuardTrue { val cond, state state } -> Void, [EXITS, PINNED];
    /// Leaves unless no class, no watched name and no watched function changed since the code was made.
    GuardEpoch { imm epoch: u32, state state } -> Void, [EXITS, EPOCH, PINNED];
    /// Leaves unless the attributes of a class and its bases are what they were at this version.
    GuardVersion { imm class: u64, imm version: u32, state state } -> Void, [EXITS, EPOCH, PINNED];
    /// Leaves unless a function's `__code__` is the object `code`.
    GuardCode { val function, imm code: u64, state state } -> Void, [EXITS, OTHER, PINNED];

    /// Leaves unless a function's `__defaults__` and `__kwdefaults__` are these objects.
    GuardDefaults { val function, imm defaults: u64, imm named: u64, state state } -> Void, [EXITS, OTHER, PINNED];

    // ---- representations
    /// The int as a word; allocates when it does not fit.
    BoxInt { val value } -> Val, [ALLOC];
    /// The int, known to fit, as a word.
    BoxSmall { val value } -> Val, [];
    /// The float as a word.
    BoxFloat { val value } -> Val, [];
    /// The bool as a word.
    BoxBool { val value } -> Val, [];
    /// The int nearest to which the float is: `float(i)`, exact below 2^53.
    I64ToF64 { val value } -> F64, [];
    /// 0 or 1 as an int.
    BoolToI64 { val value } -> I64, [];
    /// The float without its fraction; leaves when that does not fit 64 bits.
    F64ToI64 { val value, state state } -> I64, [EXITS];

    // ---- integers. Without state: known not to overflow.
    /// `lhs + rhs`
    Add { val lhs, val rhs } -> I64, [];
    /// `lhs - rhs`
    Sub { val lhs, val rhs } -> I64, [];
    /// `lhs * rhs`
    Mul { val lhs, val rhs } -> I64, [];
    /// `lhs + rhs`; leaves on overflow.
    AddOvf { val lhs, val rhs, state state } -> I64, [EXITS];
    /// `lhs - rhs`; leaves on overflow.
    SubOvf { val lhs, val rhs, state state } -> I64, [EXITS];
    /// `lhs * rhs`; leaves on overflow.
    MulOvf { val lhs, val rhs, state state } -> I64, [EXITS];
    /// `lhs // rhs`, rounded down; `rhs` is neither 0 nor -1.
    FloorDiv { val lhs, val rhs } -> I64, [];
    /// `lhs % rhs` with the sign of `rhs`; `rhs` is neither 0 nor -1.
    Modulo { val lhs, val rhs } -> I64, [];
    /// `lhs // rhs`, rounded down; leaves when `rhs` is 0 or -1.
    FloorDivOvf { val lhs, val rhs, state state } -> I64, [EXITS];
    /// `lhs % rhs` with the sign of `rhs`; leaves when `rhs` is 0 or -1.
    ModuloOvf { val lhs, val rhs, state state } -> I64, [EXITS];
    /// `lhs & rhs`
    And { val lhs, val rhs } -> I64, [];
    /// `lhs | rhs`
    Or { val lhs, val rhs } -> I64, [];
    /// `lhs ^ rhs`
    Xor { val lhs, val rhs } -> I64, [];
    /// `lhs << rhs`; leaves unless `0 <= rhs < 64` and the result fits.
    ShlOvf { val lhs, val rhs, state state } -> I64, [EXITS];
    /// `lhs >> rhs`; leaves unless `0 <= rhs`.
    ShrOvf { val lhs, val rhs, state state } -> I64, [EXITS];
    /// `lhs >> rhs`, known that `0 <= rhs < 64`.
    Shr { val lhs, val rhs } -> I64, [];
    /// The lesser one.
    Min { val lhs, val rhs } -> I64, [];
    /// The greater one.
    Max { val lhs, val rhs } -> I64, [];
    /// `index`, or `index + len` when it is negative.
    WrapIndex { val index, val len } -> I64, [];
    /// `index`; leaves unless `0 <= index < len`.
    CheckBounds { val index, val len, state state } -> I64, [EXITS];

    // ---- floats
    /// `lhs + rhs`
    AddF { val lhs, val rhs } -> F64, [];
    /// `lhs - rhs`
    SubF { val lhs, val rhs } -> F64, [];
    /// `lhs * rhs`
    MulF { val lhs, val rhs } -> F64, [];
    /// `lhs / rhs`, as the processor divides.
    DivF { val lhs, val rhs } -> F64, [];
    /// `-value`
    NegF { val value } -> F64, [];
    /// `abs(value)`
    AbsF { val value } -> F64, [];
    /// The square root, as the processor computes it (NaN of negative numbers).
    SqrtF { val value } -> F64, [];
    /// `pow(value, 0.5)` exactly as C computes it; leaves when `value` is negative.
    PowHalf { val value, state state } -> F64, [EXITS];

    /// `pow(value, 2.0)` exactly as C computes it; leaves when that may overflow.
    PowTwo { val value, state state } -> F64, [EXITS];

    // ---- comparison and bools
    /// Compares integers.
    Cmp { imm cond: Cond, val lhs, val rhs } -> Bool, [];
    /// Compares floats.
    CmpF { imm cond: Cond, val lhs, val rhs } -> Bool, [];
    /// Are both words the same? (`is`)
    Same { val lhs, val rhs } -> Bool, [];
    /// `1 - value`
    Not { val value } -> Bool, [];
    /// Is the word that of a small int?
    IsInt { val value } -> Bool, [];
    /// Is the word that of a heap object whose shape is `shape`?
    IsShape { val value, imm shape: u32 } -> Bool, [SHAPE];

    // ---- lists and tuples
    /// The length of a list.
    ListLen { val list } -> I64, [LIST];
    /// Where the items of a list begin.
    ListData { val list } -> Ptr, [LIST];
    /// An item of a list of any values; the index is in bounds.
    LoadItem { val data, val index } -> Val, [ITEMS_VAL];
    /// An item of a list of ints.
    LoadItemI { val data, val index } -> I64, [ITEMS_I64];
    /// An item of a list of floats.
    LoadItemF { val data, val index } -> F64, [ITEMS_F64];
    /// An item of a list of bools.
    LoadItemB { val data, val index } -> Bool, [ITEMS_BOOL];
    /// Stores an item of a list of any values; the index is in bounds.
    StoreItem { val list, val data, val index, val value } -> Void, [W_ITEMS_VAL];
    /// Stores an item of a list of ints; the value fits a word.
    StoreItemI { val data, val index, val value } -> Void, [W_ITEMS_I64];
    /// Stores an item of a list of floats.
    StoreItemF { val data, val index, val value } -> Void, [W_ITEMS_F64];
    /// Stores an item of a list of bools.
    StoreItemB { val data, val index, val value } -> Void, [W_ITEMS_BOOL];
    /// Appends to a list of any values; raises when there is no memory.
    Append { val list, val value, state state } -> Void, [EXITS, PINNED, ALLOC, LIST, W_LIST, W_ITEMS_VAL];
    /// Appends to a list of ints; the value fits a word.
    AppendI { val list, val value, state state } -> Void, [EXITS, PINNED, ALLOC, LIST, W_LIST, W_ITEMS_I64];
    /// Appends to a list of floats.
    AppendF { val list, val value, state state } -> Void, [EXITS, PINNED, ALLOC, LIST, W_LIST, W_ITEMS_F64];
    /// Appends to a list of bools.
    AppendB { val list, val value, state state } -> Void, [EXITS, PINNED, ALLOC, LIST, W_LIST, W_ITEMS_BOOL];
    /// A new tuple.
    NewTuple { vals items } -> Val, [ALLOC];
    /// The length of a tuple.
    TupleLen { val tuple } -> I64, [];
    /// An item of a tuple; the index is in bounds.
    LoadTuple { val tuple, val index } -> Val, [];

    // ---- strings and dicts
    /// The length of a string.
    StrLen { val text } -> I64, [];
    /// The value that a dict has for the key which was looked up in it last, if `key` is that object; else empty.
    DictLast { val dict, val key } -> Val, [OTHER];
    /// Replaces that value; 0 where `DictLast` would be empty.
    SetDictLast { val dict, val key, val value } -> Bool, [PINNED, OTHER, W_OTHER];
    /// The number of items of a dict.
    DictLen { val dict } -> I64, [OTHER];
    /// How many entries of a dict are in use, holes included; 0 of a namespace, whose values are not in the entries.
    DictUsed { val dict } -> I64, [OTHER];
    /// The key of an entry in use; empty in a hole.
    EntryKey { val dict, val index } -> Val, [OTHER];
    /// The value of an entry in use.
    EntryValue { val dict, val index } -> Val, [OTHER];
    /// The value of entry `index` of a dict that is no namespace, if its key is the object `key`; else empty.
    DictEntry { val dict, imm index: u32, val key } -> Val, [OTHER];

    // ---- bytes and bytearrays
    /// The length of a bytearray.
    ByteArrayLen { val array } -> I64, [BYTES];
    /// Where the bytes of a bytearray are.
    ByteArrayData { val array } -> Ptr, [BYTES];
    /// The length of a bytes object.
    BytesLen { val bytes } -> I64, [];
    /// Where the bytes of a bytes object are.
    BytesData { val bytes } -> Ptr, [];
    /// A byte; the index is in bounds.
    LoadByte { val data, val index } -> I64, [BYTES];
    /// Stores a byte; the index is in bounds and `0 <= value < 256`.
    StoreByte { val data, val index, val value } -> Void, [W_BYTES];

    // ---- instances. Slots inside the object are numbered from 0, those in its overflow buffer too, with `object::instance::FAR` added.
    /// The word in slot `slot` of an instance: a value or empty.
    LoadSlot { val object, imm slot: u16 } -> Val, [SLOT];
    /// The raw int in slot `slot`; it fits a word.
    LoadSlotI { val object, imm slot: u16 } -> I64, [SLOT];
    /// The raw float in slot `slot`.
    LoadSlotF { val object, imm slot: u16 } -> F64, [SLOT];
    /// Stores a value in slot `slot`.
    StoreSlot { val object, imm slot: u16, val value } -> Void, [W_SLOT];
    /// Stores a raw int that fits a word in slot `slot`.
    StoreSlotI { val object, imm slot: u16, val value } -> Void, [W_SLOT];
    /// Stores a raw float in slot `slot`.
    StoreSlotF { val object, imm slot: u16, val value } -> Void, [W_SLOT];
    /// Gives an instance another shape of the same layout. (What the new slot holds is stored next, before anything can look.)
    SetShape { val object, imm shape: u32 } -> Void, [W_SHAPE];
    /// A new instance of root shape `shape`, of a class without finalizer, with `inline` inline slots, of which the first `fixed` are emptied.
    NewInstance { imm shape: u32, imm inline: u16, imm fixed: u16 } -> Val, [ALLOC];

    // ---- names and closures
    /// The content of a cell, perhaps empty.
    LoadCell { val cell } -> Val, [CELL];
    /// Stores the content of a cell.
    StoreCell { val cell, val value } -> Void, [W_CELL];
    /// `__closure__` of a function: a tuple of cells.
    Closure { val function } -> Val, [];

    // ---- iterators that the interpreter made
    /// The next item of a range iterator.
    RangeNext { val iter } -> I64, [ITER];
    /// The distance of a range iterator's items.
    RangeStep { val iter } -> I64, [ITER];
    /// How many items of a range iterator are left.
    RangeLeft { val iter } -> I64, [ITER];
    /// The list or tuple of a list or tuple iterator; empty when it is exhausted.
    SeqOf { val iter } -> Val, [ITER];
    /// The next index of a list or tuple iterator.
    SeqAt { val iter } -> I64, [ITER];

    /// A field of an iterator that is a value.
    IterValue { val iter, imm field: IterField } -> Val, [ITER];
    /// A field of an iterator that is a number.
    IterInt { val iter, imm field: IterField } -> I64, [ITER];
    /// Stores a value in a field of an iterator.
    SetIterValue { val iter, imm field: IterField, val value } -> Void, [W_ITER];
    /// Stores a number in a field of an iterator.
    SetIterInt { val iter, imm field: IterField, val value } -> Void, [W_ITER];

    // ---- frames and calls
    /// Pushes the records of all frames of `state` that are not entered (and notes in their callers' records that the call is under way). Near the
    /// recursion limit or a stack's end: RecursionError in the caller of the innermost frame. From here on the frame states of these frames say `entered`.
    EnterFrame { state state } -> Void, [EXITS, PINNED];
    /// Leaves unless `frames` more records may be pushed before the recursion limit: what comes next assumes it.
    CheckDepth { imm frames: u32, state state } -> Void, [EXITS, PINNED];
    /// Pops the record of the innermost frame of `state`, which is entered.
    LeaveFrame { state state } -> Void, [PINNED];
    /// Leaves when something waits: signals, finalizers, other threads.
    Poll { state state } -> Void, [EXITS, PINNED];
    /// Calls a helper that gives a value; raises when that is empty.
    CallVal { imm helper: Helper, vals args, state state } -> Val, [];
    /// Calls a helper that answers yes or no; raises when it does neither.
    CallTruth { imm helper: Helper, vals args, state state } -> Bool, [];
    /// Calls a helper for its effect; raises when it fails.
    CallDo { imm helper: Helper, vals args, state state } -> Void, [];
    /// Calls a math function on floats that cannot fail.
    CallF { imm helper: Helper, vals args } -> F64, [];
    /// Calls a Python function with bound arguments, one for each register that its parameters take (code known, prepared). Raises.
    CallPython { imm code: u64, val function, vals args, state state } -> Val, [ANY];
    /// Calls anything with positional arguments. Raises.
    CallAny { val callee, vals args, state state } -> Val, [ANY];
    /// Calls a native function with positional arguments, which suit its receiver. Raises.
    CallNative { val callee, vals args, state state } -> Val, [ANY];
    /// Lets the interpreter execute the instruction at the state's `pc` in the innermost frame, whose registers `regs` were filled from `args`; its results are then
    /// read by `ReadReg`. Raises.
    Step { imm regs: Box<[u16]>, vals args, state state } -> Void, [ANY];
    /// Writes register `reg` of the frame whose registers begin `base` words above the unit's, where `locals()` looks.
    WriteReg { imm base: u32, imm reg: u16, val value } -> Void, [W_FRAME];
}
