# Operations that complex numbers lack; up to 3.9 they had them, and they failed.
for f in (lambda: 1 % 2j, lambda: 1 // 2j, lambda: divmod(1, 2j), lambda: 2j % 1.5, lambda: 2j // 'a', lambda: 2j % 'a', lambda: divmod(2j, 'a'), lambda: divmod([], 2j), lambda: 2j < 1):
    try:
        print(f())
    except TypeError as e:
        print(e)
