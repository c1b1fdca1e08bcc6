# _thread: start, locks, re-entrant locks, exit, counters under a lock, thread-local data, errors.
import _thread
import time

lock = _thread.allocate_lock()
print(type(lock).__name__, lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.release(), lock.locked())
with lock:
    print("held", lock.locked())
print(lock.locked())
for f in (lambda: lock.release(), lambda: _thread.start_new_thread(5, ()), lambda: _thread.start_new_thread(print, 5), lambda: _thread.start_new_thread(print), lambda: _thread.allocate_lock(1)):
    try:
        print(f())
    except (RuntimeError, TypeError) as e:
        print(type(e).__name__)
done = _thread.allocate_lock()
state = {"count": 0, "finished": 0}
results = []


def worker(n, step=1):
    for i in range(n):
        with lock:
            state["count"] += step
    with lock:
        state["finished"] += 1
        results.append((n, step))


idents = set()
for i in range(5):
    t = _thread.start_new_thread(worker, (200, i)) if i else _thread.start_new_thread(worker, (200,), {"step": 10})
    assert isinstance(t, int)
for _ in range(5000):
    with lock:
        if state["finished"] == 5:
            break
    time.sleep(0.001)
print(state, sorted(results))
rlock = _thread.RLock()
print(rlock.acquire(), rlock.acquire(), rlock.release(), rlock.release())
try:
    rlock.release()
except RuntimeError as e:
    print("RuntimeError")
with rlock:
    with rlock:
        print("twice")
print(_thread.get_ident() == _thread.get_ident(), isinstance(_thread.get_ident(), int), _thread.TIMEOUT_MAX > 0, _thread.error is RuntimeError, _thread.LockType is type(lock))
local = _thread._local()
local.x = "main"
seen = []
gate = _thread.allocate_lock()
gate.acquire()


def uses_local():
    seen.append(hasattr(local, "x"))
    local.x = "thread"
    seen.append(local.x)
    gate.release()


_thread.start_new_thread(uses_local, ())
gate.acquire()
print(seen, local.x)


def exits():
    try:
        results.append("before exit")
        _thread.exit()
        results.append("never")
    finally:
        gate2.release()


gate2 = _thread.allocate_lock()
gate2.acquire()
results.clear()
_thread.start_new_thread(exits, ())
gate2.acquire()
print(results)
box, items = [], []
empty, full = _thread.allocate_lock(), _thread.allocate_lock()
full.acquire()
end = _thread.allocate_lock()
end.acquire()


def producer():
    for i in range(20):
        empty.acquire()
        box.append(i * i)
        full.release()
    end.release()


def consumer():
    for i in range(20):
        full.acquire()
        items.append(box.pop())
        empty.release()
    end2.release()


end2 = _thread.allocate_lock()
end2.acquire()
_thread.start_new_thread(consumer, ())
_thread.start_new_thread(producer, ())
end.acquire()
end2.acquire()
print(items)
t0 = time.time()
print(lock.acquire(), lock.acquire(True, 0.01), lock.acquire(timeout=0.01), lock.acquire(blocking=False), time.time() - t0 < 5, lock.release())
for args in ((False, 1), (True, -5)):
    try:
        lock.acquire(*args)
    except ValueError:
        print("ValueError")
try:
    try:
        raise KeyError("main thread state")
    except KeyError:
        g3 = _thread.allocate_lock()
        g3.acquire()
        infos = []

        def check():
            import sys
            infos.append(sys.exc_info())
            try:
                raise ValueError("in thread")
            except ValueError as e:
                infos.append((str(e), e.__context__))
            g3.release()
        _thread.start_new_thread(check, ())
        g3.acquire()
        print(infos)
        raise
except KeyError as e:
    print(e)
