#! exit: 1
# An uncaught chained exception: cause, context and their separating texts.
class AppError(Exception):
    pass


def load(key):
    return {}[key]


def run():
    try:
        load("k")
    except KeyError as e:
        raise AppError("could not run") from e


def outer():
    try:
        run()
    except AppError:
        raise ValueError("during handling")


outer()
