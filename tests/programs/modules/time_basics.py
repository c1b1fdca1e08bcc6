# time: clocks move forward, sleep, struct_time of fixed moments, strftime and mktime round trips in UTC-free ways, errors.
import time


def kind(f):
    try:
        print("no error", f())
    except Exception as e:
        print(type(e).__name__, end=" ")


a, b = time.time(), time.time()
m, n = time.monotonic(), time.monotonic()
p, q = time.perf_counter(), time.perf_counter()
c = time.process_time()
print(b >= a, n >= m, q >= p, c >= 0, isinstance(a, float), isinstance(m, float), a > 1.5e9, time.sleep(0), time.sleep(0.001))
t0 = time.monotonic()
time.sleep(0.01)
print(0.005 < time.monotonic() - t0 < 5)
g = time.gmtime(0)
print(tuple(g), g.tm_year, g.tm_mon, g.tm_mday, g.tm_hour, g.tm_min, g.tm_sec, g.tm_wday, g.tm_yday, g.tm_isdst, len(g), g[0], type(g).__name__, g == tuple(g), g[:3], isinstance(g, tuple))
for s in (1, 86399, 86400, 951782400, 1234567890, 4102444800, 1e9, 1582934400.9, -1, -86400):
    print(tuple(time.gmtime(s)))
print(time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1234567890)), time.strftime("%a %b %d %j %y %p %I %%", time.gmtime(951782400)), time.asctime(time.gmtime(1234567890)), time.asctime((2020, 2, 29, 12, 5, 6, 5, 60, 0)), time.strftime("", g), time.strftime("plain"))
print(time.mktime(time.localtime(1234567890)), isinstance(time.timezone, int), isinstance(time.tzname, tuple), len(time.tzname), isinstance(time.altzone, int), time.daylight in (0, 1), len(time.ctime(0)), len(time.ctime()), time.localtime().tm_year >= 2020, time.struct_time(range(9)).tm_min, time.struct_time((2000, 1, 2, 3, 4, 5, 6, 7, -1)).tm_yday)
kind(lambda: time.sleep(-1))
kind(lambda: time.sleep("a"))
kind(lambda: time.sleep())
kind(lambda: time.gmtime("a"))
kind(lambda: time.gmtime(1e30))
kind(lambda: time.asctime((1, 2)))
kind(lambda: time.asctime(5))
kind(lambda: time.strftime(5))
kind(lambda: time.mktime(5))
kind(lambda: time.struct_time(5))
kind(lambda: time.struct_time((1,)))
kind(lambda: setattr(time.gmtime(0), "tm_year", 5))
kind(lambda: time.gmtime(float("nan")))
kind(lambda: time.strftime("%Y", (1, 2)))
print()
if hasattr(time, "time_ns"):
    print(time.time_ns() > 10 ** 18, time.perf_counter_ns() > 0, time.monotonic_ns() > 0)
else:
    print(True, True, True)
