//! Signals of the system: noted when they arrive, handled by Python functions at the next safepoint of the main thread.
#![expect(unsafe_code, reason = "installs handlers of the system")]

use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};

use super::threads::{poll, request};
use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::{List, Value};

/// One more than the greatest signal number.
pub const NSIG: usize = 65;

static TRIPPED: [AtomicBool; NSIG] = [const { AtomicBool::new(false) }; NSIG];
static ANY_TRIPPED: AtomicBool = AtomicBool::new(false);
/// The thread that runs handlers.
static MAIN_THREAD: AtomicU64 = AtomicU64::new(0);
/// Where the numbers of arriving signals are written; -1: nowhere.
static WAKEUP_FD: AtomicI32 = AtomicI32::new(-1);

/// Under which key of the VM's state the list of handlers is kept.
const HANDLERS: &str = "signal.handlers";

/// What the system does at a signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disposition {
    /// The system's own action.
    Default,
    /// Nothing.
    Ignore,
    /// Notes the signal for the Python handler.
    Note,
    /// Something that neither this VM nor Python set.
    Foreign,
}

/// Notes the signal. Only does what is allowed inside a signal handler: atomics, `write`, `pthread_kill`.
extern "C" fn note(signal: libc::c_int) {
    let main = MAIN_THREAD.load(Ordering::Relaxed);
    // SAFETY: both calls are async-signal-safe; the main thread lives as long as the VM.
    unsafe {
        if main != 0 && libc::pthread_self() as u64 != main {
            // the main thread must come back from the system call it may wait in
            libc::pthread_kill(main as libc::pthread_t, signal);
            return;
        }
    }
    if let Some(flag) = usize::try_from(signal).ok().and_then(|i| TRIPPED.get(i)) {
        flag.store(true, Ordering::Release);
    }
    ANY_TRIPPED.store(true, Ordering::Release);
    request(poll::SIGNAL);
    let fd = WAKEUP_FD.load(Ordering::Relaxed);
    if fd >= 0 {
        let byte = signal as u8;
        // SAFETY: writes one byte of this frame; a closed descriptor only gives an error.
        unsafe { libc::write(fd, (&raw const byte).cast(), 1) };
    }
}

#[expect(
    clippy::fn_to_numeric_cast_any,
    reason = "sigaction keeps handlers as numbers"
)]
fn address_of_note() -> libc::sighandler_t {
    (note as *const ()).expose_provenance()
}

/// Tells the system what to do at a signal; `Err`: its error number.
pub fn set_disposition(signal: i32, what: Disposition) -> Result<(), i32> {
    let handler = match what {
        Disposition::Default | Disposition::Foreign => libc::SIG_DFL,
        Disposition::Ignore => libc::SIG_IGN,
        Disposition::Note => address_of_note(),
    };
    // SAFETY: all fields of the structure are plain data for which zero is valid, and it lives through the call.
    let status = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler;
        libc::sigemptyset(&raw mut action.sa_mask);
        libc::sigaction(signal, &raw const action, std::ptr::null_mut())
    };
    if status == 0 {
        Ok(())
    } else {
        Err(last_error())
    }
}

/// What the system does now at a signal.
#[must_use]
pub fn disposition(signal: i32) -> Disposition {
    // SAFETY: as in `set_disposition`; a null action only asks.
    let handler = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        if libc::sigaction(signal, std::ptr::null(), &raw mut action) != 0 {
            return Disposition::Foreign;
        }
        action.sa_sigaction
    };
    match handler {
        libc::SIG_DFL => Disposition::Default,
        libc::SIG_IGN => Disposition::Ignore,
        h if h == address_of_note() => Disposition::Note,
        _ => Disposition::Foreign,
    }
}

/// The number of the last error of a system call.
#[must_use]
pub fn last_error() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

/// Sets the descriptor to which signal numbers are written; gives the old one.
pub fn set_wakeup_fd(fd: i32) -> i32 {
    WAKEUP_FD.swap(fd, Ordering::Relaxed)
}

impl Vm {
    /// Makes the running thread the one that handles signals.
    pub fn handle_signals_here(&mut self) {
        MAIN_THREAD.store(self.threads.main, Ordering::Relaxed);
        self.threads.on_signal = Some(Vm::run_signal_handlers);
    }

    /// The list of handlers: item `i` for signal `i`.
    pub fn signal_handlers(&mut self) -> PyResult<List> {
        if let Some(list) = self.state_get(HANDLERS)?.and_then(List::from_value) {
            return Ok(list);
        }
        let list = List::repeated(&mut self.heap, Value::NONE, NSIG).or_memory_error(self)?;
        self.state_set(HANDLERS, list.value())?;
        Ok(list)
    }

    /// Runs the Python handlers of the signals that arrived. Does nothing outside the main thread.
    pub fn run_signal_handlers(&mut self) -> PyResult<()> {
        if !self.is_main_thread() || !ANY_TRIPPED.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        for (signal, flag) in TRIPPED.iter().enumerate().skip(1) {
            if flag.swap(false, Ordering::AcqRel) {
                self.run_handler(signal).inspect_err(|_| {
                    // the others wait for the next safepoint
                    ANY_TRIPPED.store(true, Ordering::Release);
                    request(poll::SIGNAL);
                })?;
            }
        }
        Ok(())
    }

    fn run_handler(&mut self, signal: usize) -> PyResult<()> {
        let Some(handler) = self.signal_handlers()?.get(signal) else {
            return Ok(());
        };
        if handler.is_none() || handler.is_int() {
            return Ok(());
        }
        let frame = match self.visible_frame(self.thread.depth) {
            Some(i) => self.frame_object(i)?,
            None => Value::NONE,
        };
        self.call_positional(handler, &[Value::from_len(signal), frame])
            .map(|_| ())
    }

    /// Raises OSError for an error number of the system.
    #[cold]
    pub fn system_call_failed(&mut self, errno: i32) -> Raised {
        self.os_error(errno, Value::EMPTY, Value::EMPTY)
    }
}
