import cycle_a

seen = hasattr(cycle_a, "early"), hasattr(cycle_a, "late")


def use():
    return cycle_a.early, cycle_a.late
