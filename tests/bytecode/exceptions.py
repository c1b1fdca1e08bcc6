def handled(f):
    try:
        return f()
    except (ValueError, KeyError) as e:
        print(e)
    except Exception:
        raise RuntimeError("bad") from None
    finally:
        f.close()
    return 0


def loop(items):
    for item in items:
        try:
            if item:
                continue
            break
        finally:
            item()


def managed(path):
    with open(path) as f, f.lock:
        for line in f:
            if line:
                return line
    assert path, "empty"


def nested():
    try:
        try:
            pass
        except KeyError:
            raise
        else:
            work()
    except OSError:
        work()
