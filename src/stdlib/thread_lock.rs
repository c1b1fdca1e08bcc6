//! `_thread.lock` and `_thread.RLock`.
//!
//! A lock's state is outside the collected heap and guarded by a mutex of its own, so that a thread can wait for it without the global lock.

use std::cell::Cell;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::native_functions;
use crate::object::{Native, Obj, T, Tuple, Value};
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::threads::{POLL, poll};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::trace_fields;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&LOCK, &RLOCK];

/// `_thread.TIMEOUT_MAX`: what nanoseconds in 63 bits can hold, in seconds.
pub const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// Something that is done or free at some time, and threads that wait for it.
#[derive(Default)]
pub struct Gate {
    closed: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, bool> {
        self.closed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Is it closed?
    #[must_use]
    pub fn is_closed(&self) -> bool {
        *self.state()
    }

    /// Opens or closes it. Whoever waits goes on when it is open.
    pub fn set(&self, closed: bool) {
        *self.state() = closed;
        self.opened.notify_all();
    }

    /// Waits until it is open, at most so long; `take`: closes it again at once. `true`: it was open.
    fn wait(&self, timeout: Option<Duration>, take: bool) -> bool {
        let end = timeout.and_then(|t| Instant::now().checked_add(t));
        let mut state = self.state();
        while *state {
            state = match end {
                None => self.opened.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return false;
                    }
                    self.opened.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        *state = take;
        true
    }
}

/// How often the main thread looks for signals while it waits.
const SIGNAL_INTERVAL: Duration = Duration::from_millis(20);

/// Waits for a gate while other threads run; signals are handled meanwhile. `None`: for ever.
pub(super) fn wait_for(vm: &mut Vm, gate: &Arc<Gate>, timeout: Option<Duration>, take: bool) -> PyResult<bool> {
    if gate.wait(Some(Duration::ZERO), take) {
        return Ok(true);
    }
    let end = timeout.and_then(|t| Instant::now().checked_add(t));
    loop {
        let left = end.map(|e| e.saturating_duration_since(Instant::now()));
        if left.is_some_and(|l| l.is_zero()) {
            return Ok(false);
        }
        let slice = if vm.is_main_thread() { Some(left.unwrap_or(SIGNAL_INTERVAL).min(SIGNAL_INTERVAL)) } else { left };
        let gate = Arc::clone(gate);
        if vm.allow_threads(move || gate.wait(slice, take)) {
            return Ok(true);
        }
        if vm.is_main_thread() && POLL.load(Ordering::Relaxed) & poll::SIGNAL != 0 {
            vm.safepoint()?;
        }
    }
}

/// The arguments of `acquire(blocking=True, timeout=-1)`: how long to wait, `None` for ever.
fn acquire_arguments(vm: &mut Vm, args: &Args<'_>) -> PyResult<Option<Duration>> {
    if args.values.len() > 2 {
        let n = args.values.len();
        return Err(vm.type_error(format_args!("acquire() takes at most 2 arguments ({n} given)")));
    }
    for (name, _) in args.named() {
        if !name.is("blocking") && !name.is("timeout") {
            let name = name.to_text();
            return Err(vm.type_error(format_args!("acquire() got an unexpected keyword argument '{name}'")));
        }
    }
    let blocking = match args.find(0, true, "blocking") {
        Some(v) => vm.truth(v)?,
        None => true,
    };
    let Some(timeout) = args.find(1, true, "timeout") else { return Ok(if blocking { None } else { Some(Duration::ZERO) }) };
    let seconds = vm.to_f64(timeout)?;
    if !blocking && seconds != -1.0 {
        return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
    }
    if seconds < 0.0 && seconds != -1.0 {
        return Err(vm.value_error("timeout value must be a non-negative number"));
    }
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds > TIMEOUT_MAX {
        return Err(vm.overflow_error("timeout value is too large"));
    }
    Ok(match (blocking, seconds < 0.0) {
        (false, _) => Some(Duration::ZERO),
        (true, true) => None,
        (true, false) => Some(Duration::from_secs_f64(seconds)),
    })
}

// ---- lock

static LOCK: TypeDef = TypeDef {
    new: Some(&LOCK_NEW[0]),
    methods: LOCK_METHODS,
    ..TypeDef::new(T::Lock, "A lock object is a synchronization primitive.")
};

/// A lock.
pub struct Lock {
    gate: Arc<Gate>,
}

impl Native for Lock {
    const TYPE: T = T::Lock;
    trace_fields!();
}

native_functions! { LOCK_NEW = [ "__new__" as lock_new(*); ]}

native_functions! { LOCK_METHODS = [
    /// Lock the lock.
    "acquire" as lock_acquire(*);
    /// An obsolete synonym of acquire().
    "acquire_lock" as lock_acquire(*);
    /// Release the lock, allowing another thread that is blocked waiting for
    /// the lock to acquire the lock.
    "release" as lock_release(this);
    /// An obsolete synonym of release().
    "release_lock" as lock_release(this);
    /// Return whether the lock is in the locked state.
    "locked" as lock_locked(this);
    /// An obsolete synonym of locked().
    "locked_lock" as lock_locked(this);
    /// Lock the lock.
    "__enter__" as lock_enter(this);
    /// Release the lock.
    "__exit__" as lock_exit(*);
    "_at_fork_reinit" as lock_reinit(this);
    "__repr__" as lock_repr(this);
]}

/// A new lock.
pub(super) fn new_lock(vm: &mut Vm) -> PyResult<Obj<Lock>> {
    Obj::new(&mut vm.heap, Lock { gate: Arc::default() }).or_memory_error(vm)
}

fn lock_new(vm: &mut Vm, args: &Args<'_>) -> PyResult<Obj<Lock>> {
    let args = args.rest();
    args.no_names(vm, "lock")?;
    match args.plain().len() {
        0 => new_lock(vm),
        n => Err(vm.type_error(format_args!("lock expected 0 arguments, got {n}"))),
    }
}

fn lock_of(vm: &mut Vm, v: Value) -> PyResult<Obj<Lock>> {
    match vm.as_native::<Lock>(v) {
        Some(l) => Ok(l),
        None => Err(vm.expected("lock", v)),
    }
}

fn lock_acquire(vm: &mut Vm, args: &Args<'_>) -> PyResult<bool> {
    let this = lock_of(vm, args.first())?;
    let timeout = acquire_arguments(vm, &args.rest())?;
    wait_for(vm, &this.gate, timeout, true)
}

fn lock_enter(vm: &mut Vm, this: Obj<Lock>) -> PyResult<bool> {
    wait_for(vm, &this.gate, None, true)
}

fn lock_release(vm: &mut Vm, this: Obj<Lock>) -> PyResult<()> {
    if !this.gate.is_closed() {
        return Err(vm.runtime_error("release unlocked lock"));
    }
    this.gate.set(false);
    Ok(())
}

fn lock_exit(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let this = lock_of(vm, args.first())?;
    lock_release(vm, this)
}

fn lock_locked(_vm: &mut Vm, this: Obj<Lock>) -> bool {
    this.gate.is_closed()
}

fn lock_reinit(_vm: &mut Vm, this: Obj<Lock>) {
    this.gate.set(false);
}

fn lock_repr(_vm: &mut Vm, this: Obj<Lock>) -> String {
    let state = if this.gate.is_closed() { "locked" } else { "unlocked" };
    format!("<{state} _thread.lock object at {:#x}>", this.value().0)
}

// ---- RLock

static RLOCK: TypeDef = TypeDef { new: Some(&RLOCK_NEW[0]), methods: RLOCK_METHODS, ..TypeDef::new(T::RLock, "") };

/// A lock that its owner may take again.
pub struct RLock {
    gate: Arc<Gate>,
    owner: Cell<u64>,
    count: Cell<usize>,
}

impl Native for RLock {
    const TYPE: T = T::RLock;
    trace_fields!();
}

native_functions! { RLOCK_NEW = [ "__new__" as rlock_new(*); ]}

native_functions! { RLOCK_METHODS = [
    /// Lock the lock.
    "acquire" as rlock_acquire(*);
    /// Release the lock.
    "release" as rlock_release(this);
    /// Return a boolean indicating whether this object is locked right now.
    "locked" as rlock_locked(this);
    /// Lock the lock.
    "__enter__" as rlock_enter(this);
    /// Release the lock.
    "__exit__" as rlock_exit(*);
    /// For internal use by `threading.Condition`.
    "_is_owned" as rlock_is_owned(this);
    /// For internal use by reentrant lock tests.
    "_recursion_count" as rlock_recursion_count(this);
    /// For internal use by `threading.Condition`.
    "_release_save" as rlock_release_save(this);
    /// For internal use by `threading.Condition`.
    "_acquire_restore" as rlock_acquire_restore(this, state);
    "_at_fork_reinit" as rlock_reinit(this);
    "__repr__" as rlock_repr(this);
]}

fn rlock_new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = args.first();
    let lock = RLock { gate: Arc::default(), owner: Cell::new(0), count: Cell::new(0) };
    let lock = Obj::new(&mut vm.heap, lock).or_memory_error(vm)?.value();
    let class = crate::object::Class::from_value(class).unwrap_or(vm.class(T::RLock));
    Ok(vm.wrap_payload(class, T::RLock, lock))
}

fn rlock_of(vm: &mut Vm, v: Value) -> PyResult<Obj<RLock>> {
    match vm.as_native::<RLock>(v) {
        Some(l) => Ok(l),
        None => Err(vm.expected("RLock", v)),
    }
}

fn take(vm: &mut Vm, this: Obj<RLock>, timeout: Option<Duration>) -> PyResult<bool> {
    let me = vm.thread.ident;
    if this.owner.get() == me {
        this.count.set(this.count.get() + 1);
        return Ok(true);
    }
    if !wait_for(vm, &this.gate, timeout, true)? {
        return Ok(false);
    }
    this.owner.set(me);
    this.count.set(1);
    Ok(true)
}

fn rlock_acquire(vm: &mut Vm, args: &Args<'_>) -> PyResult<bool> {
    let this = rlock_of(vm, args.first())?;
    let timeout = acquire_arguments(vm, &args.rest())?;
    take(vm, this, timeout)
}

fn rlock_enter(vm: &mut Vm, this: Obj<RLock>) -> PyResult<bool> {
    take(vm, this, None)
}

fn rlock_release(vm: &mut Vm, this: Obj<RLock>) -> PyResult<()> {
    if this.owner.get() != vm.thread.ident || this.count.get() == 0 {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    this.count.set(this.count.get() - 1);
    if this.count.get() == 0 {
        this.owner.set(0);
        this.gate.set(false);
    }
    Ok(())
}

fn rlock_exit(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let this = rlock_of(vm, args.first())?;
    rlock_release(vm, this)
}

fn rlock_locked(_vm: &mut Vm, this: Obj<RLock>) -> bool {
    this.count.get() > 0
}

fn rlock_is_owned(vm: &mut Vm, this: Obj<RLock>) -> bool {
    this.count.get() > 0 && this.owner.get() == vm.thread.ident
}

fn rlock_recursion_count(vm: &mut Vm, this: Obj<RLock>) -> usize {
    if this.owner.get() == vm.thread.ident { this.count.get() } else { 0 }
}

fn rlock_release_save(vm: &mut Vm, this: Obj<RLock>) -> PyResult {
    if this.count.get() == 0 {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    let (count, owner) = (Value::from_len(this.count.replace(0)), this.owner.replace(0));
    this.gate.set(false);
    let owner = vm.new_int_u64(owner)?;
    Ok(Tuple::small(&mut vm.heap, [count, owner]).value())
}

fn rlock_acquire_restore(vm: &mut Vm, this: Obj<RLock>, state: Value) -> PyResult<()> {
    let saved = vm.as_tuple(state).and_then(|t| match *t.items() {
        [count, owner] => Some((vm.int_as_i64(count)?, vm.int_as_i64(owner)?)),
        _ => None,
    });
    let Some((count, owner)) = saved else { return Err(vm.type_error("_acquire_restore() argument 1 must be a 2-item tuple")) };
    wait_for(vm, &this.gate, None, true)?;
    this.count.set(usize::try_from(count).unwrap_or(0));
    this.owner.set(owner as u64);
    Ok(())
}

fn rlock_reinit(_vm: &mut Vm, this: Obj<RLock>) {
    this.owner.set(0);
    this.count.set(0);
    this.gate.set(false);
}

fn rlock_repr(vm: &mut Vm, this: Value) -> PyResult<String> {
    let lock = rlock_of(vm, this)?;
    let state = if lock.count.get() > 0 { "locked" } else { "unlocked" };
    let name = vm.type_name(this);
    Ok(format!("<{state} _thread.{name} object owner={} count={} at {:#x}>", lock.owner.get(), lock.count.get(), this.0))
}
