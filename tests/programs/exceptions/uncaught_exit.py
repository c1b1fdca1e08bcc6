#! exit: 3
# sys.exit with a number out of nested finally blocks.
import sys


def leave():
    try:
        sys.exit(3)
    finally:
        print("finally ran")


try:
    leave()
except Exception:
    print("never")
