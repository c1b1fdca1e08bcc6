#! stdin: input_stdin.txt
# input and sys.stdin: prompts, end of file, iteration, readline.
import sys

print(repr(input()))
print(repr(input("prompt> ")))
print(repr(sys.stdin.readline()))
print(repr(input(5)))
numbers = [int(x) for x in input().split()]
print(numbers, sum(numbers))
rest = []
for line in sys.stdin:
    rest.append(line)
    if len(rest) == 2:
        break
print(rest)
print(repr(sys.stdin.read(5)), repr(sys.stdin.read()))
print(repr(sys.stdin.readline()), repr(sys.stdin.read()), list(sys.stdin))
try:
    input("at end> ")
except EOFError as e:
    print("EOFError", e)
