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
//! bound or preceded by `check_local`, and the empty value reaches only operations whose operand kind says `MaybeEmpty` (and the
//! places that an operation's line names: self of a method call, what `push_exc` saves). Operands of kind `Cell` hold cells: the
//! translator has followed them from `make_cell` and `copy_free` on all paths. The code of `make_function` and the keys of
//! `build_const_key_map` are constants of the right kind; `push_exc` gets what a handler received, `pop_exc` what `push_exc` saved.

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
        quick { $( $(#[doc = $qdoc:literal])* $qsnake:ident = $QName:ident of $Base:ident; )* }
    ) => {
        /// An operation. Those after the neutral ones are *quick* forms that the interpreter writes over a neutral one.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        pub enum Op {
            $( $(#[doc = $doc])* $Name, )*
            $( $(#[doc = $qdoc])* $QName, )*
        }

        impl Op {
            /// Every operation, in numeric order.
            pub const ALL: &'static [Op] = &[ $( Op::$Name, )* $( Op::$QName, )* ];

            /// The operation's name in dumps.
            pub fn name(self) -> &'static str {
                match self { $( Op::$Name => stringify!($snake), )* $( Op::$QName => stringify!($qsnake), )* }
            }

            /// What it does, as the generated documentation shows it.
            pub fn doc(self) -> &'static str {
                match self { $( Op::$Name => concat!($($doc, "\n"),*), )* $( Op::$QName => concat!($($qdoc, "\n"),*), )* }
            }

            /// The neutral operation of which this is a quick form, or itself.
            #[inline]
            pub const fn neutral(self) -> Op {
                match self { $( Op::$Name => Op::$Name, )* $( Op::$QName => Op::$Base, )* }
            }

            /// Names and kinds of the operands in the order `a`, `b`, `c`.
            pub fn operands(self) -> &'static [(&'static str, Kind)] {
                match self.neutral() {
                    $( Op::$Name => &[ $( (stringify!($f), Kind::$k) ),* ], )*
                    _ => &[],
                }
            }

            /// What is recorded when it runs.
            pub fn feedback(self) -> Feedback {
                match self.neutral() { $( Op::$Name => Feedback::$fb, )* _ => Feedback::Nothing }
            }
        }
    };
}

define_ops! {
neutral {
    // ---- moves and constants
    /// Do nothing.
    nop = Nop [], Nothing;
    /// `dst = src`
    mov = Mov [dst: Dst, src: MaybeEmpty], Nothing;
    /// `dst = constants[k]`
    load_const = LoadConst [dst: Dst, k: Const32], Nothing;
    /// `dst = empty`. When `dst` is a temporary, the iterator of a loop that is left early: a generator made for that loop is closed.
    clear = Clear [dst: Dst], Nothing;
    /// Raise UnboundLocalError (or NameError for a free variable) when `src` is empty.
    check_local = CheckLocal [src: MaybeEmpty], Nothing;

    // ---- cells
    /// `cell = new cell holding its present content` (empty or an argument)
    make_cell = MakeCell [cell: Dst], Nothing;
    /// Copy the function's closure into the last `n` locals, which start at `first`.
    copy_free = CopyFree [first: DstBase, n: Imm], Nothing;
    /// `dst = content of cell`; NameError when empty.
    load_cell = LoadCell [dst: Dst, cell: Cell], Nothing;
    /// `content of cell = src`
    store_cell = StoreCell [cell: Cell, src: Reg], Nothing;
    /// Empty the cell; NameError when it is empty already.
    delete_cell = DeleteCell [cell: Cell], Nothing;

    // ---- names
    /// `dst = locals, globals or builtins [name]` (class and module bodies)
    load_name = LoadName [dst: Dst, name: Name32], Global;
    /// `locals[name] = src`
    store_name = StoreName [src: Reg, name: Name32], Global;
    /// `del locals[name]`
    delete_name = DeleteName [name_pad: None, name: Name32], Nothing;
    /// `dst = globals or builtins [name]`
    load_global = LoadGlobal [dst: Dst, name: Name32], Global;
    /// `globals[name] = src`
    store_global = StoreGlobal [src: Reg, name: Name32], Global;
    /// `del globals[name]`
    delete_global = DeleteGlobal [name_pad: None, name: Name32], Nothing;
    /// `dst = the frame's locals mapping`
    load_locals = LoadLocals [dst: Dst], Nothing;
    /// `dst = map[name]`, else the global or builtin.
    load_from_dict_or_global = LoadFromDictOrGlobal [dst: Dst, map: Reg, name: Name], Nothing;
    /// `dst = map[name of cell]`, else the content of the cell.
    load_from_dict_or_cell = LoadFromDictOrCell [dst: Dst, map: Reg, cell: Cell], Nothing;
    /// `dst = builtins.__build_class__`
    load_build_class = LoadBuildClass [dst: Dst], Nothing;
    /// Make `__annotations__` in the locals when there is none.
    setup_annotations = SetupAnnotations [], Nothing;

    // ---- attributes and items
    /// `dst = obj.name`
    load_attr = LoadAttr [dst: Dst, obj: Reg, name: Name], Attribute;
    /// `obj.name = src`
    store_attr = StoreAttr [obj: Reg, src: Reg, name: Name], Attribute;
    /// `del obj.name`
    delete_attr = DeleteAttr [obj: Reg, pad: None, name: Name], Nothing;
    /// `dst, dst+1 = callable, self` for a method found on the type, else `attribute, empty`.
    load_method = LoadMethod [dst: DstBase, obj: Reg, name: Name], Attribute;
    /// `dst = super(base+1, base+2).name`, or `base(base+1, base+2).name` when `base` is not `super`.
    load_super_attr = LoadSuperAttr [dst: Dst, base: Base, name: Name], Attribute;
    /// As `load_super_attr`, with the result of `load_method`.
    load_super_method = LoadSuperMethod [dst: DstBase, base: Base, name: Name], Attribute;
    /// As `load_super_attr` for the call form without arguments: `dst = base().name`, class and instance from `base+1`, `base+2`.
    load_zero_super_attr = LoadZeroSuperAttr [dst: Dst, base: Base, name: Name], Attribute;
    /// As `load_super_method` for the call form without arguments.
    load_zero_super_method = LoadZeroSuperMethod [dst: DstBase, base: Base, name: Name], Attribute;
    /// `dst, dst+1 = type(obj).special, obj`; `which`: 0 `__enter__`, 1 `__exit__`, 2 `__aenter__`, 3 `__aexit__`.
    load_special = LoadSpecial [dst: DstBase, obj: Reg, which: Imm], Attribute;
    /// `dst = obj[index]`
    get_item = GetItem [dst: Dst, obj: Reg, index: Reg], Item;
    /// `obj[index] = src`
    set_item = SetItem [obj: Reg, index: Reg, src: Reg], Item;
    /// `del obj[index]`
    delete_item = DeleteItem [obj: Reg, index: Reg], Nothing;
    /// `dst = obj[base : base+1]`
    get_slice = GetSlice [dst: Dst, obj: Reg, base: Base], Item;
    /// `obj[base : base+1] = src`
    set_slice = SetSlice [obj: Reg, base: Base, src: Reg], Item;
    /// `dst = slice(base, base+1, base+2)`, the step only when `n` is 3.
    build_slice = BuildSlice [dst: Dst, base: Base, n: Imm], Nothing;

    // ---- arithmetic
    /// `dst = lhs + rhs`
    add = Add [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs - rhs`
    sub = Sub [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs * rhs`
    mul = Mul [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs / rhs`
    true_div = TrueDiv [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs // rhs`
    floor_div = FloorDiv [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs % rhs`
    modulo = Modulo [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs ** rhs`
    pow = Pow [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs << rhs`
    lshift = Lshift [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs >> rhs`
    rshift = Rshift [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs & rhs`
    bit_and = BitAnd [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs | rhs`
    bit_or = BitOr [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs ^ rhs`
    bit_xor = BitXor [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs @ rhs`
    matmul = Matmul [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst += rhs`
    iadd = Iadd [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst -= rhs`
    isub = Isub [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst *= rhs`
    imul = Imul [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst /= rhs`
    itrue_div = ItrueDiv [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst //= rhs`
    ifloor_div = IfloorDiv [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst %= rhs`
    imodulo = Imodulo [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst **= rhs`
    ipow = Ipow [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst <<= rhs`
    ilshift = Ilshift [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst >>= rhs`
    irshift = Irshift [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst &= rhs`
    ibit_and = IbitAnd [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst |= rhs`
    ibit_or = IbitOr [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst ^= rhs`
    ibit_xor = IbitXor [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs; dst @= rhs`
    imatmul = Imatmul [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = -src`
    neg = Neg [dst: Dst, src: Reg], Types;
    /// `dst = +src`
    pos = Pos [dst: Dst, src: Reg], Types;
    /// `dst = ~src`
    invert = Invert [dst: Dst, src: Reg], Types;
    /// `dst = not src`
    not = Not [dst: Dst, src: Reg], Types;
    /// `dst = bool(src)`
    to_bool = ToBool [dst: Dst, src: Reg], Types;

    // ---- comparison
    /// `dst = lhs < rhs`
    lt = Lt [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs <= rhs`
    le = Le [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs == rhs`
    eq = Eq [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs != rhs`
    ne = Ne [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs > rhs`
    gt = Gt [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs >= rhs`
    ge = Ge [dst: Dst, lhs: Reg, rhs: Reg], Types;
    /// `dst = lhs is rhs`
    is = Is [dst: Dst, lhs: Reg, rhs: Reg], Nothing;
    /// `dst = lhs is not rhs`
    is_not = IsNot [dst: Dst, lhs: Reg, rhs: Reg], Nothing;
    /// `dst = item in container`
    contains = Contains [dst: Dst, item: Reg, container: Reg], Types;
    /// `dst = item not in container`
    not_contains = NotContains [dst: Dst, item: Reg, container: Reg], Types;

    // ---- jumps. All but `jump_back` and `for_loop` go forward: back-edges are the only places that count and poll.
    /// Go to `to`.
    jump = Jump [pad: None, to: To32], Nothing;
    /// Go back to `to`: counts a loop turn and polls for interrupts.
    jump_back = JumpBack [pad: None, to: To32], Loop;
    /// Go to `to` when `cond` is true.
    jump_if_true = JumpIfTrue [cond: Reg, pad: None, to: To], Branch;
    /// Go to `to` when `cond` is false.
    jump_if_false = JumpIfFalse [cond: Reg, pad: None, to: To], Branch;
    /// Go to `to` when `src` is None.
    jump_if_none = JumpIfNone [src: Reg, pad: None, to: To], Branch;
    /// Go to `to` when `src` is not None.
    jump_if_not_none = JumpIfNotNone [src: Reg, pad: None, to: To], Branch;
    /// Go to `to` when `lhs is rhs`.
    jump_if_is = JumpIfIs [lhs: Reg, rhs: Reg, to: To], Branch;
    /// Go to `to` unless `lhs is rhs`.
    jump_if_is_not = JumpIfIsNot [lhs: Reg, rhs: Reg, to: To], Branch;
    /// Go to `to` when `lhs < rhs`.
    jump_if_lt = JumpIfLt [lhs: Reg, rhs: Reg, to: To], Types;
    /// Go to `to` when `lhs <= rhs`.
    jump_if_le = JumpIfLe [lhs: Reg, rhs: Reg, to: To], Types;
    /// Go to `to` when `lhs == rhs`.
    jump_if_eq = JumpIfEq [lhs: Reg, rhs: Reg, to: To], Types;
    /// Go to `to` when `lhs != rhs`.
    jump_if_ne = JumpIfNe [lhs: Reg, rhs: Reg, to: To], Types;
    /// Go to `to` when `lhs > rhs`.
    jump_if_gt = JumpIfGt [lhs: Reg, rhs: Reg, to: To], Types;
    /// Go to `to` when `lhs >= rhs`.
    jump_if_ge = JumpIfGe [lhs: Reg, rhs: Reg, to: To], Types;
    /// Go to `to` unless `lhs < rhs`.
    jump_unless_lt = JumpUnlessLt [lhs: Reg, rhs: Reg, to: To], Types;
    /// Go to `to` unless `lhs <= rhs`.
    jump_unless_le = JumpUnlessLe [lhs: Reg, rhs: Reg, to: To], Types;
    /// Go to `to` unless `lhs == rhs`.
    jump_unless_eq = JumpUnlessEq [lhs: Reg, rhs: Reg, to: To], Types;
    /// Go to `to` unless `lhs != rhs`.
    jump_unless_ne = JumpUnlessNe [lhs: Reg, rhs: Reg, to: To], Types;
    /// Go to `to` unless `lhs > rhs`.
    jump_unless_gt = JumpUnlessGt [lhs: Reg, rhs: Reg, to: To], Types;
    /// Go to `to` unless `lhs >= rhs`.
    jump_unless_ge = JumpUnlessGe [lhs: Reg, rhs: Reg, to: To], Types;
    /// Go to `to` when `item in container`.
    jump_if_in = JumpIfIn [item: Reg, container: Reg, to: To], Types;
    /// Go to `to` unless `item in container`.
    jump_if_not_in = JumpIfNotIn [item: Reg, container: Reg, to: To], Types;

    // ---- iteration
    /// `dst = iter(src)`
    get_iter = GetIter [dst: Dst, src: Reg], Iter;
    /// `dst = src` when it is a generator or coroutine that `yield from` may drive, else `iter(src)`.
    get_yield_from_iter = GetYieldFromIter [dst: Dst, src: Reg], Nothing;
    /// `dst = next(iter)`; when exhausted go forward to `to`, leaving `dst` as it was.
    for_iter = ForIter [iter: Reg, dst: Dst, to: To], Iter;
    /// The same at the end of a loop: `dst = next(iter)` and go back to `to`; when exhausted go on. Counts and polls.
    for_loop = ForLoop [iter: Reg, dst: Dst, to: To], Loop;
    /// Item `i` of the `n` items of `src` goes to `dst + n-1-i`.
    unpack = Unpack [dst: DstBase, src: Reg, n: Imm], Item;
    /// `first, second = src`: both items are known before either register is written.
    unpack_pair = UnpackPair [first: Dst, second: Dst, src: Reg], Item;
    /// Item `i` of the `n` items of `src` goes to `dst + i`: all items are known before any register is written.
    unpack_forward = UnpackForward [dst: DstBase, src: Reg, n: Imm], Item;
    /// As `unpack` with a starred target: `n` = items before | items after << 8; registers from `dst` upward hold the last item first.
    unpack_star = UnpackStar [dst: DstBase, src: Reg, n: Imm], Nothing;

    // ---- building
    /// `dst = (base, base+1, …)`
    build_tuple = BuildTuple [dst: Dst, base: Base, n: Imm], Nothing;
    /// `dst = [base, base+1, …]`
    build_list = BuildList [dst: Dst, base: Base, n: Imm], Site;
    /// `dst = {base, base+1, …}`
    build_set = BuildSet [dst: Dst, base: Base, n: Imm], Nothing;
    /// `dst = {base: base+1, …}`, `n` pairs.
    build_map = BuildMap [dst: Dst, base: Base, n: Imm], Nothing;
    /// `dst = {keys[i]: base+i}`; the tuple of keys is in `base+n`.
    build_const_key_map = BuildConstKeyMap [dst: Dst, base: Base, n: Imm], Nothing;
    /// `dst = "".join(base …)`
    build_string = BuildString [dst: Dst, base: Base, n: Imm], Nothing;
    /// `list.append(item)`
    list_append = ListAppend [list: Reg, item: Reg], Nothing;
    /// `set.add(item)`
    set_add = SetAdd [set: Reg, item: Reg], Nothing;
    /// `map[key] = value`
    map_add = MapAdd [map: Reg, key: Reg, value: Reg], Nothing;
    /// `list.extend(items)`
    list_extend = ListExtend [list: Reg, items: Reg], Nothing;
    /// `set.update(items)`
    set_update = SetUpdate [set: Reg, items: Reg], Nothing;
    /// `map.update(other)`
    dict_update = DictUpdate [map: Reg, other: Reg], Nothing;
    /// `map.update(other)` for `**other` of a call to `callee`: a repeated key is a TypeError.
    dict_merge = DictMerge [map: Reg, other: Reg, callee: Reg], Nothing;
    /// `dst = tuple(list)`
    list_to_tuple = ListToTuple [dst: Dst, list: Reg], Nothing;

    // ---- text
    /// `dst = str, repr or ascii of src` for `how` 1, 2, 3.
    convert = Convert [dst: Dst, src: Reg, how: Imm], Nothing;
    /// `dst = format(src, spec)`, spec empty when `NO_REG`.
    format = Format [dst: Dst, src: Reg, spec: OptReg], Nothing;
    /// `dst = Interpolation(base, base+1, how, base+2)`; `how`: conversion | 4 when there is a spec.
    build_interpolation = BuildInterpolation [dst: Dst, base: Base, how: Imm], Nothing;
    /// `dst = Template(strings, interpolations)`
    build_template = BuildTemplate [dst: Dst, strings: Reg, interpolations: Reg], Nothing;

    // ---- calls. Of a method call `base` holds the callable, `base+1` self or empty, then come `n` arguments; a *plain* call is known
    // to have no self, so that the arguments follow the callable at once. The registers from `base` upward hold nothing that is
    // needed after the call. The translator promises that the names of a `kw` call are a constant tuple of at most `n` str.
    /// `dst = base(…)`
    call = Call [dst: Dst, base: Base, n: Imm], Callee;
    /// As `call`, the last arguments being named by the tuple in `base+2+n`.
    call_kw = CallKw [dst: Dst, base: Base, n: Imm], Callee;
    /// `dst = base(*(base+2), **(base+3))`; `base+1` is self or empty; `base+3` may be empty.
    call_ex = CallEx [dst: Dst, base: Base], Callee;
    /// `dst = base(…)` with `n` arguments in `base+1 ..`, no self.
    call_plain = CallPlain [dst: Dst, base: Base, n: Imm], Callee;
    /// As `call_plain`, the last arguments being named by the tuple in `base+1+n`.
    call_plain_kw = CallPlainKw [dst: Dst, base: Base, n: Imm], Callee;
    /// `dst = base(*(base+1), **(base+2))`; without `base+2` when `has_map` is 0.
    call_plain_ex = CallPlainEx [dst: Dst, base: Base, has_map: Imm], Callee;
    /// `dst = function(code)`; `qualname` is given by code of 3.6–3.10 only.
    make_function = MakeFunction [dst: Dst, code: Reg, qualname: OptReg], Nothing;
    /// Set on `function`: `which` 1 defaults, 2 kwdefaults, 4 annotations (dict or tuple), 8 closure, 16 annotate function.
    set_function_attr = SetFunctionAttr [function: Reg, value: Reg, which: Imm], Nothing;
    /// Return `value`.
    ret = Ret [value: Reg], Nothing;

    // ---- generators and coroutines
    /// Turn the frame into a generator (coroutine, asynchronous generator) object and return it; resumed with the first value sent in `dst`.
    start_generator = StartGenerator [dst: Dst], Nothing;
    /// Yield `value`; `dst` is what is sent in. `kind`: 0 plain, 1 from a `send` loop of await or yield from, whose receiver is in
    /// the register before `value`.
    yield_value = YieldValue [dst: Dst, value: Reg, kind: Imm], Nothing;
    /// Send `recv+1` into the iterator `recv`: a yielded value goes to `recv+1`; when it ends, its result goes there and control to `to`.
    send = Send [recv: Base, pad: None, to: To], Iter;
    /// `dst = awaitable of src`; `how`: 0 plain, 1 after `__aenter__`, 2 after `__aexit__` (for the error's text).
    get_awaitable = GetAwaitable [dst: Dst, src: Reg, how: Imm], Nothing;
    /// `dst = aiter(src)`
    get_aiter = GetAiter [dst: Dst, src: Reg], Nothing;
    /// `dst = awaitable of anext(src)`
    get_anext = GetAnext [dst: Dst, src: Reg], Nothing;
    /// Reraise `exc` unless it is StopAsyncIteration.
    end_async_for = EndAsyncFor [exc: Reg], Nothing;
    /// A `throw` arrived inside a `send` loop: when `exc` is StopIteration `dst` = its value, else reraise.
    cleanup_throw = CleanupThrow [dst: Dst, exc: Reg], Nothing;

    // ---- exceptions
    /// `dst = exception being handled; exception being handled = exc`
    push_exc = PushExc [dst: Dst, exc: Reg], Nothing;
    /// `exception being handled = previous` (a register filled by `push_exc`)
    pop_exc = PopExc [previous: MaybeEmpty], Nothing;
    /// `dst = exc matches the class or tuple in kind`
    match_exc = MatchExc [dst: Dst, exc: Reg, kind: Reg], Nothing;
    /// `dst, dst+1 = rest, match` of splitting the group `exc` by `kind` (None when nothing matches; else it becomes what is handled).
    match_exc_group = MatchExcGroup [dst: DstBase, exc: Reg, kind: Reg], Nothing;
    /// `dst = what must be raised after the except* clauses` (None: nothing); `base` the original, `base+1` the list of raised.
    prep_reraise_star = PrepReraiseStar [dst: Dst, base: Base], Nothing;
    /// `raise` with `n` of `base`, `base+1`: 0 reraise what is handled, 1 exception, 2 exception from cause.
    raise = Raise [base: Base, n: Imm], Nothing;
    /// Raise `exc` again, its traceback as it is; `lasti` holds the instruction to blame, if any.
    reraise = Reraise [exc: Reg, lasti: OptReg], Nothing;
    /// `dst = AssertionError` (the builtin class, whatever its name is bound to)
    load_assertion_error = LoadAssertionError [dst: Dst], Nothing;

    // ---- with
    /// `dst = bound __exit__ of manager; dst+1 = manager.__enter__()`
    with_enter = WithEnter [dst: DstBase, manager: Reg], Nothing;
    /// `dst = bound __aexit__ of manager; dst+1 = manager.__aenter__()`
    with_aenter = WithAenter [dst: DstBase, manager: Reg], Nothing;
    /// `dst = exit(type(exc), exc, exc.__traceback__)`
    with_exit = WithExit [dst: Dst, exit: Reg, exc: Reg], Nothing;
    /// The same where `exit` holds the function and `exit+1` self or empty.
    with_exit_method = WithExitMethod [dst: Dst, exit: Base, exc: Reg], Nothing;

    // ---- imports
    /// `dst = __import__(name, fromlist = base+1, level = base)`
    import_name = ImportName [dst: Dst, base: Base, name: Name], Nothing;
    /// `dst = from module import name`
    import_from = ImportFrom [dst: Dst, module: Reg, name: Name], Nothing;
    /// `from module import *`
    import_star = ImportStar [module: Reg], Nothing;

    // ---- matching
    /// `dst = len(src)`
    get_len = GetLen [dst: Dst, src: Reg], Nothing;
    /// `dst = src is a mapping`
    match_mapping = MatchMapping [dst: Dst, src: Reg], Nothing;
    /// `dst = src is a sequence`
    match_sequence = MatchSequence [dst: Dst, src: Reg], Nothing;
    /// `dst = tuple of subject's values for the tuple keys`, or None.
    match_keys = MatchKeys [dst: Dst, subject: Reg, keys: Reg], Nothing;
    /// `dst = attributes of base matched as class base+1 (n positional, names in base+2)`, or None.
    match_class = MatchClass [dst: Dst, base: Base, n: Imm], Nothing;
    /// `dst = dict(subject) without keys`
    copy_dict_without_keys = CopyDictWithoutKeys [dst: Dst, subject: Reg, keys: Reg], Nothing;

    // ---- the rest
    /// `dst = intrinsic(src)`, numbered as CPython 3.13's CALL_INTRINSIC_1.
    intrinsic_1 = Intrinsic1 [dst: Dst, src: Reg, which: Imm], Nothing;
    /// `dst = intrinsic(base, base+1)`, numbered as CPython 3.13's CALL_INTRINSIC_2.
    intrinsic_2 = Intrinsic2 [dst: Dst, base: Base, which: Imm], Nothing;
    /// `dst = one of the constants of LOAD_COMMON_CONSTANT that are types or functions`, numbered as CPython 3.15's.
    load_common = LoadCommon [dst: Dst, which: Imm], Nothing;
}
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
    /// `true_div` of two small ints
    true_div_ii = TrueDivII of TrueDiv;
    /// `itrue_div` of two small ints
    itrue_div_ii = ItrueDivII of ItrueDiv;
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
    /// `get_item` of a string by a small int
    get_item_str = GetItemStr of GetItem;
    /// `get_item` of a dict
    get_item_dict = GetItemDict of GetItem;
    /// `set_item` of a dict
    set_item_dict = SetItemDict of SetItem;
    /// `load_attr` of a slot that holds values
    load_attr_slot = LoadAttrSlot of LoadAttr;
    /// `load_attr` of a slot that holds raw floats or ints
    load_attr_raw = LoadAttrRaw of LoadAttr;
    /// `load_attr` of a property whose getter is a Python function
    load_attr_get = LoadAttrGet of LoadAttr;
    /// `load_method` of a static or class method
    load_method_static = LoadMethodStatic of LoadMethod;
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
    /// `store_global` of a name bound in the module
    store_global_cell = StoreGlobalCell of StoreGlobal;
    /// `load_name` in a module's body, of a name bound in the module
    load_name_cell = LoadNameCell of LoadName;
    /// `load_name` in a module's body, of a builtin that the module does not shadow
    load_name_builtin = LoadNameBuiltin of LoadName;
    /// `store_name` in a module's body, of a name bound in the module
    store_name_cell = StoreNameCell of StoreName;
    /// `call_plain` of a class that has a Python `__init__` and makes its instances as `object` does
    call_plain_class = CallPlainClass of CallPlain;
    /// `for_iter` over a range of machine ints
    for_iter_range = ForIterRange of ForIter;
    /// `for_loop` over a range of machine ints
    for_loop_range = ForLoopRange of ForLoop;
    /// `for_iter` over a list
    for_iter_list = ForIterList of ForIter;
    /// `for_loop` over a list
    for_loop_list = ForLoopList of ForLoop;
    /// `for_iter` of a loop that has compiled code
    for_iter_unit = ForIterUnit of ForIter;
}
}

impl Op {
    /// May a generator be suspended at it?
    #[must_use]
    pub fn suspends(self) -> bool {
        matches!(self.neutral(), Op::YieldValue | Op::Send)
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
