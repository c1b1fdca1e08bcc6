early = "early"
import cycle_b

late = "late"


def result():
    return cycle_b.use()
