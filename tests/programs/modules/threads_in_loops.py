# Several threads begin the same loops of new code at the same time.
import _thread
import marshal
import sys
import time

sys.setswitchinterval(1e-6)
lock = _thread.allocate_lock()
done = []


def over_range(n, out):
    for i in range(n):
        with lock:
            out.append(i)
    with lock:
        done.append(len(out))


def over_list(items, out):
    for x in items:
        with lock:
            out.append(x)
    with lock:
        done.append(len(out))


def nested(n, out):
    for i in range(n):
        for j in [1, 2, 3]:
            for k in range(2):
                out.append((i, j, k))
                if k > 5:
                    break
        with lock:
            pass
    with lock:
        done.append(len(out))


def rounds(f, arg, expected):
    wrong = []
    for _ in range(40):
        del done[:]
        # a copy of the code, of which nothing has run
        fresh = type(f)(marshal.loads(marshal.dumps(f.__code__)), globals())
        for _ in range(6):
            _thread.start_new_thread(fresh, (arg, []))
        while len(done) < 6:
            time.sleep(0.0001)
        wrong.extend(n for n in done if n != expected)
    return wrong


print(rounds(over_range, 30, 30))
print(rounds(over_list, list(range(30)), 30))
print(rounds(nested, 10, 60))
