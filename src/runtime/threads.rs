//! Threads: real ones of the system under one global lock. Exactly one runs Python code at a time; its state is `vm.thread`, the others' states wait here.
//!
//! The running thread gives the lock away at safepoints, when [`POLL`] asks for it, and around blocking system calls
//! ([`Vm::allow_threads`]). As long as no second thread was started, the lock costs nothing.
#![expect(unsafe_code, reason = "hands the VM from thread to thread")]

use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::frame::Thread;
use super::{PyResult, Vm};
use crate::gc::{self, Marker};
use crate::object::{Value, trace};

/// What the interpreter looks at on every back-edge: when it is not 0, it calls [`Vm::safepoint`]. Bits of [`poll`].
pub use crate::gc::POLL;

/// Bits of [`POLL`].
pub mod poll {
    /// A signal arrived.
    pub const SIGNAL: u32 = 1;
    /// Another thread wants the lock.
    pub const LOCK: u32 = 2;
    /// A collection left callbacks or finalizers to run, or there is too little memory.
    pub const HEAP: u32 = crate::gc::POLL_HEAP;
    /// An exception was sent to a thread.
    pub const ASYNC: u32 = 8;
    /// The program asked for a collection.
    pub const COLLECT: u32 = 16;
}

/// Asks the running thread to come to a safepoint.
pub fn request(bit: u32) {
    POLL.fetch_or(bit, Ordering::Release);
}

/// After how long a waiting thread asks for the lock.
pub const SWITCH_INTERVAL: Duration = Duration::from_millis(5);

/// The global lock.
#[derive(Default)]
pub struct GlobalLock {
    state: Mutex<LockState>,
    changed: Condvar,
}

#[derive(Default)]
struct LockState {
    held: bool,
    waiting: usize,
    /// Times it was taken.
    taken: u64,
}

impl GlobalLock {
    fn state(&self) -> MutexGuard<'_, LockState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn acquire(&self, interval: Duration) {
        let mut state = self.state();
        state.waiting += 1;
        while state.held {
            let before = state.taken;
            let (next, timeout) = self
                .changed
                .wait_timeout(state, interval)
                .unwrap_or_else(PoisonError::into_inner);
            state = next;
            if timeout.timed_out() && state.held && state.taken == before {
                request(poll::LOCK);
            }
        }
        state.waiting -= 1;
        state.held = true;
        state.taken += 1;
        drop(state);
        self.changed.notify_all();
    }

    fn release(&self) {
        self.state().held = false;
        self.changed.notify_all();
    }

    /// Lets a waiting thread run before the caller asks for the lock again.
    fn release_to_another(&self) {
        let mut state = self.state();
        state.held = false;
        let before = state.taken;
        self.changed.notify_all();
        while state.waiting > 0 && state.taken == before {
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// The threads that wait for the lock, and what all threads share.
pub struct Threads {
    /// States of the threads that do not run now.
    pub parked: Vec<Box<Thread>>,
    /// The global lock; held by the running thread once a second one was started.
    pub lock: Arc<GlobalLock>,
    /// Was a second thread ever started?
    pub several: bool,
    /// The identity of the main thread.
    pub main: u64,
    /// Threads started and not ended.
    pub count: usize,
    /// `sys.getswitchinterval()`
    pub interval: Duration,
    /// Runs the handlers of signals that arrived; set by the module `signal`.
    pub on_signal: Option<fn(&mut Vm) -> PyResult<()>>,
    /// Exceptions to raise in threads: identity, exception or class.
    pub sent: Vec<(u64, Value)>,
}

impl Default for Threads {
    fn default() -> Threads {
        Threads {
            parked: Vec::new(),
            lock: Arc::default(),
            several: false,
            main: current_ident(),
            count: 0,
            interval: SWITCH_INTERVAL,
            on_signal: None,
            sent: Vec::new(),
        }
    }
}

impl Threads {
    /// The states of the threads that wait.
    pub fn parked_mut(&mut self) -> impl Iterator<Item = &mut Thread> {
        self.parked.iter_mut().map(|t| &mut **t)
    }

    /// Reports everything parked threads refer to.
    ///
    /// # Safety
    /// Called during a collection.
    pub unsafe fn trace(&self, m: &mut Marker) {
        for t in &self.parked {
            // SAFETY: the caller's promise.
            unsafe { t.trace(m) };
        }
        for (_, v) in &self.sent {
            m.value(v.0);
        }
    }
}

/// The identity of the calling thread, as `threading.get_ident()` shows it.
#[must_use]
pub fn current_ident() -> u64 {
    // SAFETY: takes no arguments and cannot fail.
    unsafe { libc::pthread_self() as u64 }
}

/// The part of a thread's native stack kept free for Rust code that does not check.
const STACK_MARGIN: usize = 1 << 20;
/// The least native stack of a thread: Python code may recurse deeply.
pub const LEAST_STACK: usize = 64 << 20;

/// The VM, on its way to another thread.
struct Handle(*mut Vm);
// SAFETY: the VM is touched only by the thread that holds the global lock.
unsafe impl Send for Handle {}

impl Handle {
    /// Takes `self` whole, so that closures capture it and not the pointer in it.
    fn vm(self) -> *mut Vm {
        self.0
    }
}

impl Vm {
    /// What the interpreter calls when [`POLL`] is not 0: runs signal handlers, finalizers and callbacks, and lets other threads run.
    ///
    /// The stack below is wiped first: a collection finds what calls that are over left in the gaps of the frames between here and the collector.
    #[cold]
    #[inline(never)]
    pub fn safepoint(&mut self) -> PyResult<()> {
        gc::wipe_dead_stack();
        self.poll()
    }

    #[inline(never)]
    fn poll(&mut self) -> PyResult<()> {
        let bits = POLL.swap(0, Ordering::AcqRel);
        if bits & poll::COLLECT != 0 {
            self.make_requested_collection()?;
        }
        if bits & poll::LOCK != 0 {
            self.hand_over();
        }
        let on_main = self.thread.ident == self.threads.main;
        if bits & poll::SIGNAL != 0 {
            if !on_main {
                request(poll::SIGNAL);
                self.hand_over();
            } else if let Some(handle) = self.threads.on_signal {
                handle(self)?;
            }
        }
        if self.heap.over_limit() {
            self.heap.collect();
            if self.heap.over_limit() {
                return Err(self.memory_error());
            }
        }
        if self.heap.has_pending() {
            self.run_pending();
        }
        self.raise_sent(bits)
    }

    /// Raises what another thread sent to this one.
    fn raise_sent(&mut self, bits: u32) -> PyResult<()> {
        if bits & poll::ASYNC == 0 {
            return Ok(());
        }
        let ident = self.thread.ident;
        let Some(i) = self.threads.sent.iter().position(|(to, _)| *to == ident) else {
            if !self.threads.sent.is_empty() {
                request(poll::ASYNC);
            }
            return Ok(());
        };
        let (_, exc) = self.threads.sent.remove(i);
        let e = self.exception_to_throw(exc, Value::EMPTY, Value::EMPTY)?;
        Err(self.raise(e))
    }

    /// Lets another thread run, if one waits.
    #[inline(never)]
    pub fn hand_over(&mut self) {
        if !self.threads.several {
            return;
        }
        let (lock, ident, interval) = (
            Arc::clone(&self.threads.lock),
            self.thread.ident,
            self.threads.interval,
        );
        if let Some(id) = self.thread.gc_id {
            self.heap.park_current(id);
        }
        lock.release_to_another();
        lock.acquire(interval);
        self.take_up(ident);
    }

    /// Runs `body`, which touches neither the VM nor any object, while other threads may run. For blocking system calls.
    #[inline(never)]
    pub fn allow_threads<R>(&mut self, body: impl FnOnce() -> R) -> R {
        if !self.threads.several {
            return body();
        }
        let (lock, ident, interval) = (
            Arc::clone(&self.threads.lock),
            self.thread.ident,
            self.threads.interval,
        );
        if let Some(id) = self.thread.gc_id {
            self.heap.park_current(id);
        }
        lock.release();
        let result = body();
        lock.acquire(interval);
        self.take_up(ident);
        result
    }

    /// Makes the calling thread the running one again; it holds the lock.
    fn take_up(&mut self, ident: u64) {
        if self.thread.ident != ident
            && let Some(i) = self.threads.parked.iter().position(|t| t.ident == ident)
        {
            let mut mine = self.threads.parked.swap_remove(i);
            std::mem::swap(&mut self.thread, &mut *mine);
            if mine.gc_id.is_some() {
                self.threads.parked.push(mine);
            }
        }
        if let Some(id) = self.thread.gc_id {
            self.heap.unpark(id);
        }
    }

    /// Starts a thread that runs `body` as soon as it gets the lock, and then `end` without it; gives its identity. `Err`: the system refused.
    ///
    /// What `body` refers to must be kept alive by the VM until it runs.
    pub fn spawn(
        &mut self,
        stack: usize,
        body: impl FnOnce(&mut Vm) + Send + 'static,
        end: impl FnOnce() + Send + 'static,
    ) -> Result<u64, std::io::Error> {
        if !self.threads.several {
            self.threads.several = true;
            let mut state = self.threads.lock.state();
            state.held = true;
            state.taken += 1;
        }
        let lock = Arc::clone(&self.threads.lock);
        let interval = self.threads.interval;
        let handle = Handle(std::ptr::from_mut(self));
        let (tell, told) = std::sync::mpsc::sync_channel(1);
        self.threads.count += 1;
        let started = std::thread::Builder::new()
            .stack_size(stack.max(LEAST_STACK))
            .spawn(move || {
                let vm = handle.vm();
                let ident = current_ident();
                let _ = tell.send(ident);
                lock.acquire(interval);
                // SAFETY: this thread holds the lock now, so nobody else uses the VM, which outlives all threads that run.
                unsafe { (*vm).run_thread(ident, stack.max(LEAST_STACK), body) };
                lock.release();
                end();
            });
        if let Err(e) = started {
            self.threads.count -= 1;
            return Err(e);
        }
        told.recv().map_err(std::io::Error::other)
    }

    /// The life of a thread, from taking the lock to the end.
    fn run_thread(&mut self, ident: u64, stack: usize, body: impl FnOnce(&mut Vm)) {
        trace::set_shapes(&raw const *self.shapes);
        let base = gc::current_stack_base();
        if let Some(mut state) = Thread::new(ident, base.saturating_sub(stack) + STACK_MARGIN) {
            state.gc_id = Some(self.heap.attach_current_thread(base));
            let old = std::mem::replace(&mut self.thread, state);
            if old.gc_id.is_some() {
                self.threads.parked.push(Box::new(old));
            }
            body(self);
            if let Some(id) = self.thread.gc_id.take() {
                self.heap.detach(id);
            }
        }
        self.threads.count -= 1;
    }

    /// Is the calling thread the main one?
    #[must_use]
    pub fn is_main_thread(&self) -> bool {
        self.thread.ident == self.threads.main
    }
}
