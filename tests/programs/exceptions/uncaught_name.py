#! exit: 1
# An uncaught NameError at module level, after output without a newline.
import sys

sys.stdout.write("no newline at the end")
value = 5
print(zzz_not_defined_anywhere)
