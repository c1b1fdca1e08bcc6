#! exit: 1
# An uncaught chained exception: cause, context and their separating texts.
def load(key):
    return {}[key]


def run():
    try:
        load("k")
    except KeyError as e:
        raise RuntimeError("could not run") from e


def outer():
    try:
        run()
    except RuntimeError:
        raise ValueError("during handling")


outer()
