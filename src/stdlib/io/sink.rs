//! What is still to be written, and the descriptor it goes to.
//!
//! The layers of a file that is open for writing share one [`Sink`]. When the collector finds all of them dead, in whatever order, the last one drops
//! the sink, which writes what is left and closes the descriptor: no data are lost by a forgotten `close()`.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use crate::object::{Native, Obj, T};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::stdlib::posix::fd;
use crate::trace_fields;

/// A descriptor and the data on their way to it.
#[derive(Default)]
pub struct Sink {
    fd: Cell<i32>,
    closes: Cell<bool>,
    /// What a buffered writer holds back.
    pub bytes: RefCell<Vec<u8>>,
    /// What a text layer holds back: goes behind `bytes`.
    pub text: RefCell<Vec<u8>>,
    /// Device and number of the file.
    id: Cell<(u64, u64)>,
}

impl Sink {
    /// A sink for a descriptor (-1: none), which is closed in the end if `closes`.
    #[must_use]
    pub fn new(fd: i32, closes: bool) -> Rc<Sink> {
        let sink = Sink::default();
        sink.set_fd(fd, closes);
        Rc::new(sink)
    }

    /// The descriptor, -1 when closed.
    #[must_use]
    pub fn fd(&self) -> i32 {
        self.fd.get()
    }

    /// Is the descriptor closed with the file?
    #[must_use]
    pub fn closes(&self) -> bool {
        self.closes.get()
    }

    /// Gives it another descriptor.
    pub fn set_fd(&self, fd: i32, closes: bool) {
        self.fd.set(fd);
        self.closes.set(closes);
    }

    /// Notes which file it is.
    pub fn set_id(&self, st: &libc::stat) {
        self.id.set((st.st_dev, st.st_ino));
    }

    fn has_data(&self) -> bool {
        let any = |v: &RefCell<Vec<u8>>| v.try_borrow().is_ok_and(|v| !v.is_empty());
        any(&self.bytes) || any(&self.text)
    }

    /// Writes everything that is left, without reporting errors.
    fn settle(&self) {
        for part in [&self.bytes, &self.text] {
            let Ok(mut data) = part.try_borrow_mut().map(|mut v| std::mem::take(&mut *v)) else {
                continue;
            };
            while self.fd() >= 0 && !data.is_empty() {
                match fd::write(self.fd(), &data) {
                    Ok(0) => break,
                    Ok(n) => {
                        data.drain(..n.min(data.len()));
                    }
                    Err(libc::EINTR) => {}
                    Err(_) => break,
                }
            }
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.settle();
        if self.closes() && self.fd() >= 0 {
            let _ = fd::close(self.fd());
        }
    }
}

/// All sinks that may hold data.
struct OpenFiles(RefCell<Vec<Weak<Sink>>>);

impl Native for OpenFiles {
    const TYPE: T = T::Internal;
    trace_fields!();
}

const KEY: &str = "_io open files";

impl Vm {
    fn open_files(&mut self) -> PyResult<Obj<OpenFiles>> {
        if let Some(all) = self.state_get(KEY)?.and_then(Obj::from_value) {
            return Ok(all);
        }
        let all = OpenFiles(RefCell::default());
        let all = Obj::new(&mut self.heap, all).or_memory_error(self)?;
        self.state_set(KEY, all.value())?;
        Ok(all)
    }

    /// Makes a sink known, so that its data are written at the end of the program.
    pub(super) fn register_sink(&mut self, sink: &Rc<Sink>) -> PyResult<()> {
        let all = self.open_files()?;
        let mut list = all.0.borrow_mut();
        if list.len() == list.capacity() {
            list.retain(|w| w.strong_count() > 0);
        }
        list.push(Rc::downgrade(sink));
        Ok(())
    }

    /// Writes the data of all files that are still open.
    pub(super) fn settle_files(&mut self) {
        let Ok(all) = self.open_files() else {
            return;
        };
        let list: Vec<_> = all.0.borrow().iter().filter_map(Weak::upgrade).collect();
        for sink in list {
            sink.settle();
        }
    }

    /// Before the file `st` is read: when data for it wait in a file object that nobody refers to any more, they are written.
    pub(crate) fn settle_file(&mut self, st: &libc::stat) -> PyResult<()> {
        let all = self.open_files()?;
        let waits = |w: &Weak<Sink>| {
            w.upgrade()
                .is_some_and(|s| s.id.get() == (st.st_dev, st.st_ino) && s.has_data())
        };
        let any = all.0.borrow().iter().any(waits);
        if any {
            self.heap.collect();
        }
        Ok(())
    }
}
