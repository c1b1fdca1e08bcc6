//! The neutral instruction set: one table, from which everything about an operation is derived.
//!
//! Every code object of every CPython version becomes this register code, and it is the only code that the interpreter runs,
//! the feedback describes and the compiler reads. A frame is one run of registers:
//!
//! ```text
//! r0 ..            arguments, locals, cells (CPython's "localsplus" numbering)
//! r(nlocals) ..    resident constants: copied in when the frame is made, never written
//! r(ntemps0) ..    what CPython keeps on its value stack: slot k of the stack is register ntemps0 + k
//! ```
//!
//! so an operand is just a register number, whether it names a local, a constant or a temporary. An instruction is eight bytes:
//! the operation and the operands `a`, `b`, `c`. Kinds written with `32` take `b` and `c` together (`b` low, `c` high).
//! Jump distances count instructions from the jump itself.
//!
//! Promises of the translator, on which interpreter and compiler rely after `bytecode::check`: every register is below
//! `Code::nregs`, every constant, name and jump target exists, no instruction falls off the end, a local read by an operation is
//! bound or preceded by `check_local`, and the empty value reaches only operations whose operand kind says `MaybeEmpty`.

/// What one operand field of an instruction means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Not used.
    None,
    /// A register that is written.
    Dst,
    /// A register that is read.
    Reg,
    /// A register that is read and may hold the empty value.
    MaybeEmpty,
    /// The first of several consecutive registers that are read (how many: another operand or the operation's doc).
    Base,
    /// The first of several consecutive registers that are written.
    DstBase,
    /// A register that is read, or `NO_REG`.
    OptReg,
    /// A register that holds a cell.
    Cell,
    /// A small number whose meaning the operation gives.
    Imm,
    /// An index into `Code::names`.
    Name,
    /// An index into `Code::names`, 32 bits.
    Name32,
    /// An index into the constants, 32 bits.
    Const32,
    /// A signed 16-bit jump distance.
    To,
    /// A signed 32-bit jump distance.
    To32,
}

/// "No register" in an operand of kind [`Kind::OptReg`].
pub const NO_REG: u16 = u16::MAX;

/// What the interpreter records while it executes an operation; the layout of each is `feedback/`'s business.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feedback {
    /// Nothing.
    Nothing,
    /// Kind bits of both operands and of the result.
    Types,
    /// How often the branch was taken.
    Branch,
    /// Receiver shapes and where the attribute was found.
    Attribute,
    /// The cells of a global or builtin name.
    Global,
    /// The callee.
    Callee,
    /// Container and index kinds.
    Item,
    /// Iterator kind.
    Iter,
    /// What kind of storage objects made here ended up with.
    Site,
    /// Turns of a loop.
    Loop,
}

macro_rules! define_ops {
    (
        neutral { $( $(#[doc = $doc:literal])* $snake:ident = $Name:ident [$($f:ident : $k:ident),*], $fb:ident; )* }
        quick {
    /// `add` of two small ints
    add_ii = AddII of Add;
    /// `add` of two floats
    add_ff = AddFF of Add;
    /// `sub` of two small ints
    sub_ii = SubII of Sub;
    /// `sub` of two floats
    sub_ff = SubFF of Sub;
    /// `mul` of two small ints
    mul_ii = MulII of Mul;
    /// `mul` of two floats
    mul_ff = MulFF of Mul;
    /// `iadd` of two small ints
    iadd_ii = IaddII of Iadd;
    /// `iadd` of two floats
    iadd_ff = IaddFF of Iadd;
    /// `isub` of two small ints
    isub_ii = IsubII of Isub;
    /// `isub` of two floats
    isub_ff = IsubFF of Isub;
    /// `imul` of two small ints
    imul_ii = ImulII of Imul;
    /// `imul` of two floats
    imul_ff = ImulFF of Imul;
    /// `true_div` of two floats
    true_div_ff = TrueDivFF of TrueDiv;
    /// `itrue_div` of two floats
    itrue_div_ff = ItrueDivFF of ItrueDiv;
    /// `floor_div` of two small ints
    floor_div_ii = FloorDivII of FloorDiv;
    /// `modulo` of two small ints
    modulo_ii = ModuloII of Modulo;
    /// `bit_and` of two small ints
    bit_and_ii = BitAndII of BitAnd;
    /// `bit_or` of two small ints
    bit_or_ii = BitOrII of BitOr;
    /// `bit_xor` of two small ints
    bit_xor_ii = BitXorII of BitXor;
    /// `lshift` of two small ints
    lshift_ii = LshiftII of Lshift;
    /// `rshift` of two small ints
    rshift_ii = RshiftII of Rshift;
    /// `ifloor_div` of two small ints
    ifloor_div_ii = IfloorDivII of IfloorDiv;
    /// `imodulo` of two small ints
    imodulo_ii = ImoduloII of Imodulo;
    /// `ibit_and` of two small ints
    ibit_and_ii = IbitAndII of IbitAnd;
    /// `ibit_or` of two small ints
    ibit_or_ii = IbitOrII of IbitOr;
    /// `ibit_xor` of two small ints
    ibit_xor_ii = IbitXorII of IbitXor;
    /// `ilshift` of two small ints
    ilshift_ii = IlshiftII of Ilshift;
    /// `irshift` of two small ints
    irshift_ii = IrshiftII of Irshift;
    /// `jump_if_lt` of two small ints
    jump_if_lt_ii = JumpIfLtII of JumpIfLt;
    /// `jump_if_lt` of two floats
    jump_if_lt_ff = JumpIfLtFF of JumpIfLt;
    /// `jump_if_le` of two small ints
    jump_if_le_ii = JumpIfLeII of JumpIfLe;
    /// `jump_if_le` of two floats
    jump_if_le_ff = JumpIfLeFF of JumpIfLe;
    /// `jump_if_eq` of two small ints
    jump_if_eq_ii = JumpIfEqII of JumpIfEq;
    /// `jump_if_eq` of two floats
    jump_if_eq_ff = JumpIfEqFF of JumpIfEq;
    /// `jump_if_ne` of two small ints
    jump_if_ne_ii = JumpIfNeII of JumpIfNe;
    /// `jump_if_ne` of two floats
    jump_if_ne_ff = JumpIfNeFF of JumpIfNe;
    /// `jump_if_gt` of two small ints
    jump_if_gt_ii = JumpIfGtII of JumpIfGt;
    /// `jump_if_gt` of two floats
    jump_if_gt_ff = JumpIfGtFF of JumpIfGt;
    /// `jump_if_ge` of two small ints
    jump_if_ge_ii = JumpIfGeII of JumpIfGe;
    /// `jump_if_ge` of two floats
    jump_if_ge_ff = JumpIfGeFF of JumpIfGe;
    /// `jump_unless_lt` of two small ints
    jump_unless_lt_ii = JumpUnlessLtII of JumpUnlessLt;
    /// `jump_unless_lt` of two floats
    jump_unless_lt_ff = JumpUnlessLtFF of JumpUnlessLt;
    /// `jump_unless_le` of two small ints
    jump_unless_le_ii = JumpUnlessLeII of JumpUnlessLe;
    /// `jump_unless_le` of two floats
    jump_unless_le_ff = JumpUnlessLeFF of JumpUnlessLe;
    /// `jump_unless_eq` of two small ints
    jump_unless_eq_ii = JumpUnlessEqII of JumpUnlessEq;
    /// `jump_unless_eq` of two floats
    jump_unless_eq_ff = JumpUnlessEqFF of JumpUnlessEq;
    /// `jump_unless_ne` of two small ints
    jump_unless_ne_ii = JumpUnlessNeII of JumpUnlessNe;
    /// `jump_unless_ne` of two floats
    jump_unless_ne_ff = JumpUnlessNeFF of JumpUnlessNe;
    /// `jump_unless_gt` of two small ints
    jump_unless_gt_ii = JumpUnlessGtII of JumpUnlessGt;
    /// `jump_unless_gt` of two floats
    jump_unless_gt_ff = JumpUnlessGtFF of JumpUnlessGt;
    /// `jump_unless_ge` of two small ints
    jump_unless_ge_ii = JumpUnlessGeII of JumpUnlessGe;
    /// `jump_unless_ge` of two floats
    jump_unless_ge_ff = JumpUnlessGeFF of JumpUnlessGe;
    /// `get_item` of a list of any values by a small int
    get_item_values = GetItemValues of GetItem;
    /// `set_item` of a list of any values by a small int
    set_item_values = SetItemValues of SetItem;
    /// `get_item` of a list of ints by a small int
    get_item_ints = GetItemInts of GetItem;
    /// `set_item` of a list of ints by a small int
    set_item_ints = SetItemInts of SetItem;
    /// `get_item` of a list of floats by a small int
    get_item_floats = GetItemFloats of GetItem;
    /// `set_item` of a list of floats by a small int
    set_item_floats = SetItemFloats of SetItem;
    /// `get_item` of a list of bools by a small int
    get_item_bools = GetItemBools of GetItem;
    /// `set_item` of a list of bools by a small int
    set_item_bools = SetItemBools of SetItem;
    /// `get_item` of a tuple by a small int
    get_item_tuple = GetItemTuple of GetItem;
    /// `get_item` of a dict
    get_item_dict = GetItemDict of GetItem;
    /// `set_item` of a dict
    set_item_dict = SetItemDict of SetItem;
    /// `load_attr` of a slot that holds values
    load_attr_slot = LoadAttrSlot of LoadAttr;
    /// `load_attr` of a slot that holds raw floats or ints
    load_attr_raw = LoadAttrRaw of LoadAttr;
    /// `load_method` of a function found on the class
    load_method_cached = LoadMethodCached of LoadMethod;
    /// `store_attr` to a slot that holds values
    store_attr_slot = StoreAttrSlot of StoreAttr;
    /// `store_attr` to a slot that holds raw floats or ints
    store_attr_raw = StoreAttrRaw of StoreAttr;
    /// `store_attr` that adds an attribute with room inside the object
    store_attr_add = StoreAttrAdd of StoreAttr;
    /// `load_global` of a name bound in the module
    load_global_cell = LoadGlobalCell of LoadGlobal;
    /// `load_global` of a builtin that the module does not shadow
    load_global_builtin = LoadGlobalBuiltin of LoadGlobal;
    /// `for_iter` over a range of machine ints
    for_iter_range = ForIterRange of ForIter;
    /// `for_loop` over a range of machine ints
    for_loop_range = ForLoopRange of ForLoop;
    /// `for_iter` over a list
    for_iter_list = ForIterList of ForIter;
    /// `for_loop` over a list
    for_loop_list = ForLoopList of ForLoop;
}
}

/// One instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C)]
pub struct Instr {
    /// The operation.
    pub op: Op,
    /// First operand.
    pub a: u16,
    /// Second operand.
    pub b: u16,
    /// Third operand.
    pub c: u16,
}

impl Instr {
    /// An instruction with three 16-bit operands.
    pub const fn new(op: Op, a: u16, b: u16, c: u16) -> Instr {
        Instr { op, a, b, c }
    }

    /// An instruction whose second operand takes 32 bits.
    pub const fn wide(op: Op, a: u16, bc: u32) -> Instr {
        Instr {
            op,
            a,
            b: bc as u16,
            c: (bc >> 16) as u16,
        }
    }

    /// Operands `b` and `c` as one number.
    #[inline(always)]
    pub const fn bc(self) -> u32 {
        self.b as u32 | (self.c as u32) << 16
    }

    /// Operand of kind [`Kind::To`]: the distance in instructions.
    #[inline(always)]
    pub const fn to(self) -> isize {
        self.c as i16 as isize
    }

    /// Operand of kind [`Kind::To32`]: the distance in instructions.
    #[inline(always)]
    pub const fn to32(self) -> isize {
        self.bc() as i32 as isize
    }
}
