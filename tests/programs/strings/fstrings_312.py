#! version >= 3.12
# f-strings by PEP 701: any quotes, backslashes, comments and nesting inside a field.
names = ["a", "b"]
print(f"{", ".join(names)}", f"{'\n'.join(names)!r}", f"{f"{f"{1 + 1}"}"}", f"{
    names[0]  # a comment
}", f'{names['a' == 'b']}', f"{"\t"!r}", f"{"{}"}", f"{"'"}", f"{x:{"0>"}{5}}" if (x := 3) else "", f"{'\u00e9'}", f"{f'{f"deep {x}"}'}")
