//! Graphs made by hand, compiled and run on a machine. The functions come from `testdata/functions.py`, compiled by CPython 3.12:
//! `py_compile.compile("functions.py", cfile="functions.pyc", dfile="functions.py", invalidation_mode=UNCHECKED_HASH)`; what their register code is, `pycrane info --bytecode` shows.

use super::compile::Stress;
use super::{CONTINUE, Kind, Options, RAISED, Unit, compile};
use crate::interp::run::{run, run_raised};
use crate::ir::{
    Block, Cond, FrameState, Graph, Op, Operand, Rep, State, Target, Terminator, Then, V,
};
use crate::object::list::{SHAPE_FLOATS, SHAPE_INTS};
use crate::object::{Class, Dict, Function, Instance, List, T, Tuple, Value};
use crate::runtime::frame::{Frame, Return};
use crate::runtime::generator::Resumed;
use crate::runtime::helpers::Helper;
use crate::runtime::{Args, Vm};
use crate::{machine, pyc};

const STACK: usize = 64 << 20;

/// A machine on which the module of the test functions has run.
struct World {
    vm: Box<Vm>,
    dict: Dict,
}

impl World {
    fn new(gc_stress: u32) -> World {
        let options = crate::runtime::Options {
            gc_stress,
            hash_seed: Some(0),
            ..crate::runtime::Options::default()
        };
        let mut vm = machine::start(options, STACK / 2).unwrap();
        let (_, raw) = pyc::read_pyc(include_bytes!("testdata/functions.pyc")).unwrap();
        let code = vm.new_code(raw).unwrap();
        let dict = Dict::new_namespace(&mut vm.heap);
        vm.held.push(dict.value());
        let name = vm.new_str("functions").unwrap();
        vm.set_item_str(dict, "__name__", name.value()).unwrap();
        let function = Function::new(&mut vm.heap, code, dict);
        function.set_name(code.name());
        (vm.hooks.run_code)(&mut vm, code, dict, dict.value(), function).unwrap();
        World { vm, dict }
    }

    fn get(&mut self, name: &str) -> Value {
        let name = self.vm.intern(name).unwrap();
        self.dict.get_str(name).unwrap()
    }

    /// A function of the module, prepared.
    fn function(&mut self, name: &str) -> Function {
        let f = Function::from_value(self.get(name)).unwrap();
        if !f.code().is_prepared() {
            self.vm.prepare(f.code()).unwrap();
        }
        f
    }

    fn call(&mut self, f: Function, args: &[Value]) -> Value {
        (self.vm.hooks.call_function)(&mut self.vm, f, &Args::positional(args))
            .unwrap_or(Value::EMPTY)
    }

    /// Enters a unit of a function as its callers do.
    #[expect(unsafe_code, reason = "lays out a window")]
    fn enter(&mut self, unit: &Unit, f: Function, args: &[Value]) -> Value {
        let (top, depth) = (self.vm.thread.top(), self.vm.thread.depth);
        for (i, &v) in args.iter().enumerate() {
            // SAFETY: above the top there is room for any window.
            unsafe { *top.add(i) = v };
        }
        let result = (unit.entry())(&raw mut *self.vm, top, f.value());
        assert_eq!(
            (self.vm.thread.top(), self.vm.thread.depth),
            (top, depth),
            "the unit leaves the stacks as they were"
        );
        result
    }

    fn taken(&mut self) -> String {
        let e = self.vm.take_pending();
        self.vm.type_name(e)
    }
}

/// Runs a test on a thread with a deep stack.
fn on_machine(gc_stress: u32, test: impl FnOnce(&mut World) + Send + 'static) {
    let thread = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || test(&mut World::new(gc_stress)))
        .unwrap();
    if let Err(e) = thread.join() {
        std::panic::resume_unwind(e);
    }
}

fn int(i: i64) -> Value {
    Value::from_int_unchecked(i)
}

fn float(f: f64) -> Value {
    Value::from_float(f)
}

/// A graph for a function under construction.
struct Make {
    g: Graph,
    f: Function,
    this: V,
    at: Block,
    entered: bool,
}

impl Make {
    fn new(f: Function) -> Make {
        let mut g = Graph::new();
        let this = g.push(Graph::ENTRY, Op::ThisFunction {});
        Make {
            g,
            f,
            this,
            at: Graph::ENTRY,
            entered: false,
        }
    }

    fn push(&mut self, op: Op) -> V {
        self.g.push(self.at, op)
    }

    fn arg(&mut self, reg: u16) -> V {
        self.push(Op::ReadReg { base: 0, reg })
    }

    fn int(&mut self, value: i64) -> V {
        self.push(Op::ConstI64 { value })
    }

    fn state(&mut self, pc: u32, regs: &[(u16, V)]) -> State {
        let regs = regs.iter().map(|&(r, v)| (r, Operand::Value(v))).collect();
        self.g.add_state(FrameState {
            parent: None,
            code: self.f.code().value().0,
            function: self.this,
            base: 0,
            pc,
            regs,
            kept: false,
            entered: self.entered,
            then: Then::Unit,
        })
    }

    fn ret(&mut self, v: V) {
        self.g.block_mut(self.at).end = Terminator::Return(v);
    }

    fn jump(&mut self, block: Block, args: &[V]) {
        self.g.block_mut(self.at).end = Terminator::Jump(Target {
            block,
            args: args.to_vec(),
        });
    }

    fn branch(&mut self, cond: V, yes: Block, no: Block) {
        let target = |block| Target {
            block,
            args: Vec::new(),
        };
        self.g.block_mut(self.at).end = Terminator::Branch {
            cond,
            yes: target(yes),
            no: target(no),
        };
    }

    fn compile(&self, kind: Kind) -> Unit {
        let options = Options {
            clif: true,
            ..Options::default()
        };
        compile(&self.g, kind, "test", &options).unwrap()
    }
}

/// `a + b` of ints.
fn add_graph(w: &mut World) -> Make {
    let mut m = Make::new(w.function("add"));
    let (a, b) = (m.arg(0), m.arg(1));
    let state = m.state(0, &[(0, a), (1, b)]);
    let lhs = m.push(Op::UnboxInt { value: a, state });
    let rhs = m.push(Op::UnboxInt { value: b, state });
    let sum = m.push(Op::AddOvf { lhs, rhs, state });
    let sum = m.push(Op::BoxInt { value: sum });
    m.ret(sum);
    m
}

#[test]
fn a_guard_that_fails_goes_on_in_the_interpreter() {
    on_machine(0, |w| {
        let m = add_graph(w);
        let unit = m.compile(Kind::Function);
        assert_eq!(w.enter(&unit, m.f, &[int(3), int(4)]), int(7));
        assert_eq!(unit.exits[0].count.get(), 0);
        assert_eq!(w.enter(&unit, m.f, &[float(3.0), int(4)]), float(7.0));
        assert_eq!(unit.exits[0].count.get(), 1);
        // beyond the ints of a word
        let big = w.enter(&unit, m.f, &[int((1 << 49) - 1), int(1)]);
        assert_eq!(w.vm.int_as_i64(big), Some(1 << 49));
        assert_eq!(unit.exits[0].count.get(), 1);
        assert_eq!(w.enter(&unit, m.f, &[int(1), Value::NONE]), Value::EMPTY);
        assert_eq!(w.taken(), "TypeError");
    });
}

/// The loop of `total`, with `i` and `s` starting from the registers' ints.
fn total_loop(m: &mut Make, n: V, i0: V, s0: V, finish: impl FnOnce(&mut Make, V)) {
    let head = m.g.add_block();
    let (body, done) = (m.g.add_block(), m.g.add_block());
    let (i, s) = (m.g.add_param(head, Rep::I64), m.g.add_param(head, Rep::I64));
    m.jump(head, &[i0, s0]);
    m.at = head;
    let more = m.push(Op::Cmp {
        cond: Cond::Lt,
        lhs: i,
        rhs: n,
    });
    m.branch(more, body, done);
    m.at = body;
    let state = m.state(3, &[(0, n), (1, s), (2, i)]);
    let s1 = m.push(Op::AddOvf {
        lhs: s,
        rhs: i,
        state,
    });
    let one = m.int(1);
    let i1 = m.push(Op::Add { lhs: i, rhs: one });
    let state = m.state(5, &[(0, n), (1, s1), (2, i1)]);
    m.push(Op::Poll { state });
    m.jump(head, &[i1, s1]);
    m.at = done;
    finish(m, s);
}

#[test]
fn a_loop_sums_ints() {
    on_machine(0, |w| {
        let mut m = Make::new(w.function("total"));
        let n = m.arg(0);
        let state = m.state(0, &[(0, n)]);
        let n = m.push(Op::UnboxInt { value: n, state });
        let zero = m.int(0);
        total_loop(&mut m, n, zero, zero, |m, s| {
            let s = m.push(Op::BoxInt { value: s });
            m.ret(s);
        });
        let countdown = std::cell::Cell::new(1_u32);
        for every in [0, 1, 3] {
            let options = Options {
                stress: (every > 0).then(|| Stress {
                    countdown: countdown.as_ptr().addr(),
                    every,
                }),
                ..Options::default()
            };
            let unit = compile(&m.g, Kind::Function, "test", &options).unwrap();
            assert_eq!(w.enter(&unit, m.f, &[int(1000)]), int(499_500));
            assert_eq!(w.enter(&unit, m.f, &[int(-5)]), int(0));
            assert_eq!(w.enter(&unit, m.f, &[float(4.5)]), int(10));
            let left: u32 = unit.exits.iter().map(|e| e.count.get()).sum();
            assert!(if every == 0 { left == 1 } else { left > 1 });
        }
    });
}

#[test]
fn overflow_leaves_in_the_middle_of_a_loop() {
    on_machine(0, |w| {
        let mut m = Make::new(w.function("total"));
        let n = m.arg(0);
        let state = m.state(0, &[(0, n)]);
        let n = m.push(Op::UnboxInt { value: n, state });
        let (start, near) = (m.int(0), m.int(i64::MAX - 10));
        total_loop(&mut m, n, start, near, |m, s| {
            let s = m.push(Op::BoxInt { value: s });
            m.ret(s);
        });
        let unit = m.compile(Kind::Function);
        let result = w.enter(&unit, m.f, &[int(100)]);
        let text = w.vm.repr(result).unwrap().to_text();
        assert_eq!(text, (i128::from(i64::MAX) - 10 + 4950).to_string());
    });
}

/// Makes the interpreter's frame of `total` as it is at the head of the loop.
#[expect(unsafe_code, reason = "lays out a window")]
fn push_total(w: &mut World, f: Function, regs: [Value; 3]) -> *mut Value {
    let (base, code) = (w.vm.thread.top(), f.code());
    // SAFETY: above the top there is room for any window.
    unsafe {
        crate::interp::enter::fill_registers(code, base, 0);
        for (i, v) in regs.into_iter().enumerate() {
            *base.add(i) = v;
        }
    }
    let mut frame = Frame::new(f, code, base, 0, Return::ToRust, Value::EMPTY);
    frame.pc = code.instrs().wrapping_add(6);
    w.vm.thread.push(frame);
    base
}

#[test]
fn a_loop_is_entered_in_the_middle() {
    on_machine(0, |w| {
        let f = w.function("total");
        let mut m = Make::new(f);
        m.entered = true;
        let (n, s, i) = (m.arg(0), m.arg(1), m.arg(2));
        let state = m.state(3, &[(0, n), (1, s), (2, i)]);
        let [n, s, i] = [n, s, i].map(|value| m.push(Op::UnboxInt { value, state }));
        // it knows nothing of what comes after 50
        let fifty = m.int(50);
        let limit = m.push(Op::Min { lhs: n, rhs: fifty });
        total_loop(&mut m, limit, i, s, |m, s| {
            let state = m.state(3, &[(0, n), (1, s), (2, limit)]);
            m.g.block_mut(m.at).end = Terminator::Exit(state);
        });
        let unit = m.compile(Kind::Loop);
        for start in [int(0), float(0.0)] {
            let base = push_total(w, f, [int(100), start, int(0)]);
            let result = (unit.entry())(&raw mut *w.vm, base, f.value());
            assert_eq!(result, CONTINUE);
            let expected = if start.is_int() {
                int(4950)
            } else {
                float(4950.0)
            };
            match run(&mut w.vm) {
                Ok(Resumed::Returned(v)) => assert_eq!(v, expected),
                _ => panic!("it returns"),
            }
        }
    });
}

#[test]
fn a_loop_raises_in_the_interpreters_frame() {
    on_machine(0, |w| {
        let f = w.function("total");
        let mut m = Make::new(f);
        m.entered = true;
        let (n, s, i) = (m.arg(0), m.arg(1), m.arg(2));
        let state = m.state(3, &[(0, n), (1, s), (2, i)]);
        let op = m.int(0);
        let r = m.push(Op::CallVal {
            helper: Helper::binary,
            args: [op, s, n].into(),
            state,
        });
        m.ret(r);
        let unit = m.compile(Kind::Loop);
        let base = push_total(w, f, [int(100), Value::NONE, int(0)]);
        assert_eq!((unit.entry())(&raw mut *w.vm, base, f.value()), RAISED);
        assert!(run_raised(&mut w.vm).is_err());
        assert_eq!(w.taken(), "TypeError");
        assert_eq!(w.vm.thread.depth, 0);
    });
}

/// Compiles `fib`, calling itself through the entry cell.
fn fib_unit(w: &mut World) -> (Function, Unit) {
    let f = w.function("fib");
    let mut m = Make::new(f);
    let (rest, small) = (m.g.add_block(), m.g.add_block());
    let n = m.arg(0);
    let state = m.state(0, &[(0, n)]);
    let i = m.push(Op::UnboxInt { value: n, state });
    let two = m.int(2);
    let less = m.push(Op::Cmp {
        cond: Cond::Lt,
        lhs: i,
        rhs: two,
    });
    m.branch(less, small, rest);
    m.at = small;
    m.ret(n);
    m.at = rest;
    let state = m.state(2, &[(0, n)]);
    m.push(Op::EnterFrame { state });
    m.entered = true;
    let mut parts = Vec::new();
    for (by, pc) in [(1, 4), (2, 7)] {
        let by = m.int(by);
        let less = m.push(Op::Sub { lhs: i, rhs: by });
        let arg = m.push(Op::BoxSmall { value: less });
        let mut regs = vec![(0, n)];
        regs.extend(parts.last().map(|&v| (3, v)));
        let state = m.state(pc, &regs);
        let this = m.this;
        let r = m.push(Op::CallPython {
            code: f.code().value().0,
            function: this,
            args: [arg].into(),
            state,
        });
        parts.push(r);
    }
    let state = m.state(8, &[(0, n), (3, parts[0]), (4, parts[1])]);
    let lhs = m.push(Op::UnboxInt {
        value: parts[0],
        state,
    });
    let rhs = m.push(Op::UnboxInt {
        value: parts[1],
        state,
    });
    let sum = m.push(Op::AddOvf { lhs, rhs, state });
    let sum = m.push(Op::BoxInt { value: sum });
    m.push(Op::LeaveFrame { state });
    m.ret(sum);
    (f, m.compile(Kind::Function))
}

#[test]
fn compiled_code_calls_itself() {
    on_machine(0, |w| {
        let (f, unit) = fib_unit(w);
        // the entry cell is empty: the callees are interpreted
        assert_eq!(w.enter(&unit, f, &[int(15)]), int(610));
        f.code().set_entry(unit.address());
        assert_eq!(w.enter(&unit, f, &[int(25)]), int(75_025));
        assert_eq!(w.enter(&unit, f, &[int(30)]), int(832_040));
        // floats take the exits everywhere
        assert_eq!(w.enter(&unit, f, &[float(10.0)]), float(55.0));
        assert_eq!(w.enter(&unit, f, &[Value::NONE]), Value::EMPTY);
        assert_eq!(w.taken(), "TypeError");
    });
}

#[test]
fn recursion_ends() {
    on_machine(0, |w| {
        let f = w.function("endless");
        let mut m = Make::new(f);
        let n = m.arg(0);
        let state = m.state(0, &[(0, n)]);
        m.push(Op::EnterFrame { state });
        m.entered = true;
        let state = m.state(2, &[(0, n)]);
        let this = m.this;
        let r = m.push(Op::CallPython {
            code: f.code().value().0,
            function: this,
            args: [n].into(),
            state,
        });
        m.push(Op::LeaveFrame { state });
        m.ret(r);
        let unit = m.compile(Kind::Function);
        for limit in [1000, 100_000_000] {
            w.vm.set_recursion_limit(limit);
            for compiled in [0, unit.address()] {
                f.code().set_entry(compiled);
                if compiled == 0 && limit > 1000 {
                    // the interpreter calls without native stack, but the traceback would be long
                    continue;
                }
                assert_eq!(w.enter(&unit, f, &[int(1)]), Value::EMPTY);
                assert_eq!(w.taken(), "RecursionError");
            }
        }
        w.vm.set_recursion_limit(1000);
    });
}

/// `outer` with `add` inlined.
fn outer_graph(w: &mut World, enter: bool) -> Make {
    let add = w.function("add");
    let mut m = Make::new(w.function("outer"));
    let x = m.arg(0);
    if enter {
        let state = m.state(0, &[(0, x)]);
        m.push(Op::EnterFrame { state });
        m.entered = true;
    }
    let parent = m.state(3, &[(0, x)]);
    let callee = m.push(Op::ConstVal {
        bits: add.value().0,
    });
    let one = m.push(Op::ConstVal { bits: int(1).0 });
    let inner = |m: &mut Make, entered, pc, regs: &[(u16, V)]| {
        let regs = regs.iter().map(|&(r, v)| (r, Operand::Value(v))).collect();
        m.g.add_state(FrameState {
            parent: Some(parent),
            code: add.code().value().0,
            function: callee,
            base: 5,
            pc,
            regs,
            kept: false,
            entered,
            then: Then::ToFrame { dst: 2 },
        })
    };
    let state = inner(&mut m, false, 0, &[(0, x), (1, one)]);
    let sum = if enter {
        m.push(Op::EnterFrame { state });
        let state = inner(&mut m, true, 0, &[(0, x), (1, one)]);
        let op = m.int(0);
        let sum = m.push(Op::CallVal {
            helper: Helper::binary,
            args: [op, x, one].into(),
            state,
        });
        m.push(Op::LeaveFrame { state });
        let state = m.state(4, &[(0, x), (2, sum)]);
        m.push(Op::UnboxInt { value: sum, state })
    } else {
        let i = m.push(Op::UnboxInt { value: x, state });
        let one = m.int(1);
        let state = inner(&mut m, false, 0, &[(0, x), (1, one)]);
        m.push(Op::AddOvf {
            lhs: i,
            rhs: one,
            state,
        })
    };
    let boxed = m.push(Op::BoxInt { value: sum });
    let state = m.state(4, &[(0, x), (2, boxed)]);
    let two = m.int(2);
    let r = m.push(Op::MulOvf {
        lhs: sum,
        rhs: two,
        state,
    });
    let r = m.push(Op::BoxInt { value: r });
    if enter {
        m.push(Op::LeaveFrame { state });
    }
    m.ret(r);
    m
}

#[test]
fn inlined_frames_are_rebuilt() {
    for enter in [false, true] {
        on_machine(0, move |w| {
            let m = outer_graph(w, enter);
            let unit = m.compile(Kind::Function);
            assert_eq!(w.enter(&unit, m.f, &[int(20)]), int(42));
            assert_eq!(w.enter(&unit, m.f, &[float(0.5)]), float(3.0));
            assert_eq!(w.enter(&unit, m.f, &[Value::NONE]), Value::EMPTY);
            let lines: Vec<i32> = traceback_lines(w);
            assert_eq!(lines, [24, 5]);
            // too deep for the inner frame only: RecursionError in the outer one
            w.vm.set_recursion_limit(1);
            let r = w.enter(&unit, m.f, &[int(1)]);
            w.vm.set_recursion_limit(1000);
            if enter {
                assert_eq!(r, Value::EMPTY);
                assert_eq!(traceback_lines(w), [24]);
            } else {
                assert_eq!(r, int(4));
            }
        });
    }
}

/// The lines of the pending exception's traceback.
fn traceback_lines(w: &mut World) -> Vec<i32> {
    let e = w.vm.take_pending();
    let mut lines = Vec::new();
    let [first, next, line] = ["__traceback__", "tb_next", "tb_lineno"].map(|n| w.vm.intern(n));
    let mut tb = w.vm.get_attr(e, first.unwrap()).unwrap();
    while !tb.is_none() {
        let n = w.vm.get_attr(tb, line.unwrap()).unwrap();
        lines.push(n.as_int().unwrap() as i32);
        tb = w.vm.get_attr(tb, next.unwrap()).unwrap();
    }
    lines
}

#[test]
fn an_exception_finds_its_handler() {
    on_machine(0, |w| {
        let mut m = Make::new(w.function("get"));
        let (d, k) = (m.arg(0), m.arg(1));
        let state = m.state(0, &[(0, d), (1, k)]);
        m.push(Op::EnterFrame { state });
        m.entered = true;
        let state = m.state(0, &[(0, d), (1, k)]);
        let v = m.push(Op::CallVal {
            helper: Helper::get_item,
            args: [d, k].into(),
            state,
        });
        m.push(Op::LeaveFrame { state });
        m.ret(v);
        let unit = m.compile(Kind::Function);
        let dict = Dict::new(&mut w.vm.heap);
        w.vm.dict_set(dict, int(1), int(10)).unwrap();
        assert_eq!(w.enter(&unit, m.f, &[dict.value(), int(1)]), int(10));
        assert_eq!(w.enter(&unit, m.f, &[dict.value(), int(2)]), int(-1));
        assert_eq!(w.enter(&unit, m.f, &[int(1), int(2)]), Value::EMPTY);
        assert_eq!(traceback_lines(w), [29]);
    });
}

#[test]
fn iterators_that_were_never_made_are_made_at_exits() {
    on_machine(1, |w| {
        for (r, expected) in [
            (
                Operand::RangeIter {
                    next: V(0),
                    stop: V(0),
                    step: V(0),
                    past: false,
                },
                3 + 5 + 7 + 9,
            ),
            (
                Operand::SeqIter {
                    seq: V(0),
                    at: V(0),
                },
                30,
            ),
        ] {
            let mut m = Make::new(w.function("over"));
            let (seq, zero, one, two) = (m.arg(0), m.int(0), m.int(1), m.int(2));
            let (three, ten) = (m.int(3), m.int(10));
            let operand = match r {
                Operand::RangeIter { .. } => Operand::RangeIter {
                    next: three,
                    stop: ten,
                    step: two,
                    past: false,
                },
                _ => Operand::SeqIter { seq, at: one },
            };
            let state = m.state(2, &[(0, seq), (1, zero)]);
            let mut regs = m.g.states[state.0 as usize].regs.to_vec();
            regs.push((3, operand));
            m.g.states[state.0 as usize].regs = regs.into();
            m.g.block_mut(m.at).end = Terminator::Exit(state);
            let unit = m.compile(Kind::Function);
            let list = List::from_slice(&mut w.vm.heap, &[int(5), int(10), int(20)]).unwrap();
            assert_eq!(w.enter(&unit, m.f, &[list.value()]), int(expected));
        }
        // a range object, and a big int, both made at the exit
        let mut m = Make::new(w.function("sub"));
        let (zero, nine, big) = (m.int(0), m.int(9), m.int(1 << 60));
        let state = m.state(0, &[(1, nine)]);
        let mut regs = m.g.states[state.0 as usize].regs.to_vec();
        regs.push((
            0,
            Operand::Range {
                start: zero,
                stop: big,
                step: nine,
            },
        ));
        m.g.states[state.0 as usize].regs = regs.into();
        m.g.block_mut(m.at).end = Terminator::Exit(state);
        let unit = m.compile(Kind::Function);
        assert_eq!(w.enter(&unit, m.f, &[]), int(81));
    });
}

#[test]
fn lists_are_read_and_written() {
    on_machine(0, |w| {
        let mut m = Make::new(w.function("sub"));
        let (list, index) = (m.arg(0), m.arg(1));
        let state = m.state(0, &[(0, list), (1, index)]);
        let l = m.push(Op::GuardShape {
            value: list,
            shape: SHAPE_INTS,
            state,
        });
        let i = m.push(Op::UnboxInt {
            value: index,
            state,
        });
        let len = m.push(Op::ListLen { list: l });
        let i = m.push(Op::WrapIndex { index: i, len });
        let i = m.push(Op::CheckBounds {
            index: i,
            len,
            state,
        });
        let data = m.push(Op::ListData { list: l });
        let x = m.push(Op::LoadItemI { data, index: i });
        let one = m.int(1);
        let more = m.push(Op::Add { lhs: x, rhs: one });
        m.push(Op::StoreItemI {
            data,
            index: i,
            value: more,
        });
        let x = m.push(Op::BoxSmall { value: x });
        m.ret(x);
        let unit = m.compile(Kind::Function);
        let list = List::from_slice(&mut w.vm.heap, &[int(5), int(7)]).unwrap();
        for (i, expected) in [(0, 5), (0, 6), (-1, 7), (1, 8), (0, 7)] {
            assert_eq!(w.enter(&unit, m.f, &[list.value(), int(i)]), int(expected));
        }
        assert_eq!(w.enter(&unit, m.f, &[list.value(), int(2)]), Value::EMPTY);
        assert_eq!(w.taken(), "IndexError");
        let tuple = Tuple::small(&mut w.vm.heap, [int(9)]);
        assert_eq!(w.enter(&unit, m.f, &[tuple.value(), int(0)]), int(9));
        for other in [Value::NONE, Value::EMPTY, float(1.0), int(1), Value::TRUE] {
            assert_eq!(w.enter(&unit, m.f, &[other, int(0)]), Value::EMPTY);
            w.vm.take_pending();
        }
        let floats = List::from_slice(&mut w.vm.heap, &[float(1.5)]).unwrap();
        assert_eq!(floats.shape_id(), SHAPE_FLOATS);
        assert_eq!(w.enter(&unit, m.f, &[floats.value(), int(0)]), float(1.5));
    });
}

#[test]
fn instances_are_made_inline() {
    for stress in [0, 1] {
        on_machine(stress, move |w| {
            let class = Class::from_value(w.get("Point")).unwrap();
            let f = w.function("make");
            // the first object knows the shapes
            let first = w.call(f, &[int(3)]);
            let first = Instance::from_value(first).unwrap();
            let root = class.instance_shape(&mut w.vm.shapes);
            let (inline, fixed) = {
                let s = w.vm.shapes.get(root);
                (s.inline, s.fixed)
            };
            let mut m = Make::new(f);
            let x = m.arg(0);
            let o = m.push(Op::NewInstance {
                shape: root,
                inline,
                fixed,
            });
            m.push(Op::SetShape {
                object: o,
                shape: first.shape_id(),
            });
            let state = m.state(0, &[(0, x)]);
            let i = m.push(Op::UnboxInt { value: x, state });
            m.push(Op::StoreSlotI {
                object: o,
                slot: fixed,
                value: i,
            });
            m.ret(o);
            let unit = m.compile(Kind::Function);
            let name = w.vm.intern("x").unwrap();
            for i in 0..5000 {
                let o = w.enter(&unit, m.f, &[int(i)]);
                assert_eq!(w.vm.get_attr(o, name).unwrap(), int(i));
                assert!(w.vm.type_of(o) == class);
                if stress != 0 && i > 50 {
                    break;
                }
            }
        });
    }
}

#[test]
fn the_interpreter_executes_single_instructions() {
    on_machine(0, |w| {
        let mut m = Make::new(w.function("add"));
        let (a, b) = (m.arg(0), m.arg(1));
        let state = m.state(0, &[(0, a), (1, b)]);
        m.push(Op::EnterFrame { state });
        m.entered = true;
        let state = m.state(0, &[(0, a), (1, b)]);
        m.push(Op::Step {
            regs: [0, 1].into(),
            args: [a, b].into(),
            state,
        });
        let r = m.push(Op::ReadReg { base: 0, reg: 2 });
        m.push(Op::LeaveFrame { state });
        m.ret(r);
        let unit = m.compile(Kind::Function);
        assert_eq!(w.enter(&unit, m.f, &[int(3), float(4.0)]), float(7.0));
        assert_eq!(w.enter(&unit, m.f, &[int(3), Value::NONE]), Value::EMPTY);
        assert_eq!(traceback_lines(w), [5]);
    });
}

#[test]
fn anything_is_called() {
    on_machine(0, |w| {
        let mut m = Make::new(w.function("add"));
        let (a, b) = (m.arg(0), m.arg(1));
        let state = m.state(0, &[(0, a), (1, b)]);
        m.push(Op::EnterFrame { state });
        m.entered = true;
        let state = m.state(0, &[(0, a), (1, b)]);
        let r = m.push(Op::CallAny {
            callee: a,
            args: [b, b].into(),
            state,
        });
        m.push(Op::LeaveFrame { state });
        m.ret(r);
        let unit = m.compile(Kind::Function);
        let add = w.function("add").value();
        assert_eq!(w.enter(&unit, m.f, &[add, int(4)]), int(8));
        let complex = w.vm.class(T::Complex).value();
        let c = w.enter(&unit, m.f, &[complex, int(4)]);
        assert_eq!(w.vm.type_name(c), "complex");
        assert_eq!(w.enter(&unit, m.f, &[Value::NONE, int(1)]), Value::EMPTY);
        assert_eq!(w.taken(), "TypeError");
    });
}

/// Compiles a function of two machine ints; where it leaves, the result is what the interpreter's `a + b` gives.
fn int_unit(w: &mut World, op: impl FnOnce(&mut Make, V, V, State) -> V) -> (Function, Unit) {
    let mut m = Make::new(w.function("add"));
    let (a, b) = (m.arg(0), m.arg(1));
    let state = m.state(0, &[(0, a), (1, b)]);
    let lhs = m.push(Op::UnboxInt { value: a, state });
    let rhs = m.push(Op::UnboxInt { value: b, state });
    let r = op(&mut m, lhs, rhs, state);
    let r = match m.g.rep(r) {
        Rep::Bool => m.push(Op::BoxBool { value: r }),
        Rep::F64 => m.push(Op::BoxFloat { value: r }),
        _ => m.push(Op::BoxInt { value: r }),
    };
    m.ret(r);
    (m.f, m.compile(Kind::Function))
}

const SOME: [i64; 14] = [
    0,
    1,
    -1,
    2,
    -2,
    3,
    7,
    -7,
    10,
    63,
    64,
    -1000,
    (1 << 49) - 1,
    -(1 << 49),
];

#[test]
fn division_rounds_down() {
    on_machine(0, |w| {
        let (f, div) = int_unit(w, |m, lhs, rhs, state| {
            m.push(Op::FloorDivOvf { lhs, rhs, state })
        });
        let (_, rem) = int_unit(w, |m, lhs, rhs, state| {
            m.push(Op::ModuloOvf { lhs, rhs, state })
        });
        for x in SOME {
            for y in SOME.into_iter().filter(|&y| y != 0 && y != -1) {
                let (q, r) = (x.div_euclid(y), x.rem_euclid(y));
                let (q, r) = if r != 0 && y < 0 {
                    (q - 1, r + y)
                } else {
                    (q, r)
                };
                assert_eq!(w.enter(&div, f, &[int(x), int(y)]), int(q), "{x} // {y}");
                assert_eq!(w.enter(&rem, f, &[int(x), int(y)]), int(r), "{x} % {y}");
            }
            assert_eq!(w.enter(&div, f, &[int(x), int(0)]), int(x));
        }
        for y in [1, 2, 3, 7, 10, 64, 1000, 641, -3, (1 << 49) - 1] {
            let (_, div) = int_unit(w, |m, lhs, _, _| {
                let rhs = m.int(y);
                m.push(Op::FloorDiv { lhs, rhs })
            });
            let (_, rem) = int_unit(w, |m, lhs, _, _| {
                let rhs = m.int(y);
                m.push(Op::Modulo { lhs, rhs })
            });
            for x in SOME {
                let (q, r) = (x.div_euclid(y), x.rem_euclid(y));
                let (q, r) = if r != 0 && y < 0 {
                    (q - 1, r + y)
                } else {
                    (q, r)
                };
                assert_eq!(w.enter(&div, f, &[int(x), int(0)]), int(q), "{x} // {y}");
                assert_eq!(w.enter(&rem, f, &[int(x), int(0)]), int(r), "{x} % {y}");
            }
        }
    });
}

#[test]
fn shifts_bits_and_bounds() {
    on_machine(0, |w| {
        let (f, shl) = int_unit(w, |m, lhs, rhs, state| {
            m.push(Op::ShlOvf { lhs, rhs, state })
        });
        let (_, shr) = int_unit(w, |m, lhs, rhs, state| {
            m.push(Op::ShrOvf { lhs, rhs, state })
        });
        let (_, max) = int_unit(w, |m, lhs, rhs, _| m.push(Op::Max { lhs, rhs }));
        let (_, xor) = int_unit(w, |m, lhs, rhs, _| m.push(Op::Xor { lhs, rhs }));
        let (_, ge) = int_unit(w, |m, lhs, rhs, _| {
            let cond = Cond::Ge;
            m.push(Op::Cmp { cond, lhs, rhs })
        });
        for x in SOME {
            for y in SOME {
                let args = [int(x), int(y)];
                // where it leaves, the interpreter adds
                let sum = w.vm.new_int(x + y);
                let left = u32::try_from(y)
                    .ok()
                    .filter(|&n| n < 64)
                    .map(|n| i128::from(x) << n);
                let left = left.and_then(|i| i64::try_from(i).ok());
                let got = w.enter(&shl, f, &args);
                assert_eq!(
                    w.vm.int_as_i64(got),
                    left.or(w.vm.int_as_i64(sum)),
                    "{x} << {y}"
                );
                let right = if y < 0 { x + y } else { x >> y.min(63) };
                let got = w.enter(&shr, f, &args);
                assert_eq!(w.vm.int_as_i64(got), Some(right), "{x} >> {y}");
                assert_eq!(w.enter(&max, f, &args), int(x.max(y)));
                assert_eq!(w.enter(&xor, f, &args), int(x ^ y));
                assert_eq!(w.enter(&ge, f, &args), Value::from_bool(x >= y));
            }
        }
    });
}

#[test]
fn floats() {
    on_machine(0, |w| {
        let mut m = Make::new(w.function("add"));
        let (a, b) = (m.arg(0), m.arg(1));
        let state = m.state(0, &[(0, a), (1, b)]);
        let x = m.push(Op::UnboxNumber { value: a, state });
        let root = m.push(Op::PowHalf { value: x, state });
        let r = m.push(Op::BoxFloat { value: root });
        m.ret(r);
        let unit = m.compile(Kind::Function);
        let mut x = 1e-3_f64;
        for i in 0..20_000 {
            let r = w.enter(&unit, m.f, &[float(x), int(0)]);
            let expected = x.powf(std::hint::black_box(0.5));
            assert_eq!(
                r.as_float().map(f64::to_bits),
                Some(expected.to_bits()),
                "{x}"
            );
            x *= if i % 1000 == 999 { 1e-9 } else { 1.0101 };
        }
        assert_eq!(w.enter(&unit, m.f, &[int(16), int(0)]), float(4.0));
        assert_eq!(w.enter(&unit, m.f, &[float(0.0), int(0)]), float(0.0));
        assert_eq!(
            w.enter(&unit, m.f, &[float(f64::INFINITY), int(0)]),
            float(f64::INFINITY)
        );
        assert_eq!(w.enter(&unit, m.f, &[float(-4.0), int(0)]), float(-4.0));

        let mut m = Make::new(w.function("add"));
        let (a, b) = (m.arg(0), m.arg(1));
        let state = m.state(0, &[(0, a), (1, b)]);
        let x = m.push(Op::UnboxNumber { value: a, state });
        let square = m.push(Op::PowTwo { value: x, state });
        let r = m.push(Op::BoxFloat { value: square });
        m.ret(r);
        let unit = m.compile(Kind::Function);
        let mut x = 1e-35_f64;
        for i in 0..100_000 {
            let r = w.enter(&unit, m.f, &[float(x), int(0)]);
            let expected = x.powf(std::hint::black_box(2.0));
            assert_eq!(
                r.as_float().map(f64::to_bits),
                Some(expected.to_bits()),
                "{x}"
            );
            x *= if i % 2 == 0 {
                -1.002_345_678
            } else {
                1.000_123_456_7
            };
        }

        let mut m = Make::new(w.function("add"));
        let (a, b) = (m.arg(0), m.arg(1));
        let state = m.state(0, &[(0, a), (1, b)]);
        let x = m.push(Op::UnboxFloat { value: a, state });
        let i = m.push(Op::F64ToI64 { value: x, state });
        let r = m.push(Op::BoxInt { value: i });
        m.ret(r);
        let unit = m.compile(Kind::Function);
        for (x, expected) in [(1.9, int(1)), (-1.9, int(-1)), (1e300, float(1e300))] {
            assert_eq!(w.enter(&unit, m.f, &[float(x), int(0)]), expected);
        }
        let nan = w.enter(&unit, m.f, &[float(f64::NAN), int(0)]);
        assert!(nan.as_float().is_some_and(f64::is_nan));
    });
}
