#! version >= 3.11
#! exit: 1
# An uncaught exception with notes.
e = ValueError("with notes")
e.add_note("first note")
e.add_note("second\nhas two lines")
raise e
