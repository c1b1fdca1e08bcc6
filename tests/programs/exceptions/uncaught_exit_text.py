#! exit: 1
# sys.exit with a text: printed on the error output, status 1.
import sys

print("out")
sys.exit("goodbye: \u00e9")
