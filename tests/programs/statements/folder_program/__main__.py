#! args: one two
# A folder with __main__ run as a program; its neighbours are importable; arguments arrive.
import sys
import helper

print(__name__, sys.argv[1:], helper.answer(), __package__ in (None, ""), sys.path[0] != "", len(sys.argv))
