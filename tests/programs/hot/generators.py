# Hot loops in generators and coroutines: before, behind and between yields, with values sent in, exceptions, delegation and closing.
def primes(n):
    found=[]
    for i in range(2,n):
        for p in found:
            if p*p>i:
                found.append(i); yield i; break
            if i%p==0: break
        else:
            found.append(i)
            yield i
def sums(n):
    for i in range(n):
        s=0
        for k in range(2000): s+=k*i
        x = yield s
        if x:
            t=0
            while t<x: t+=1
            yield t
            return "done"
print(sum(primes(20000)))
print(sum(sums(300)))
g=sums(10); print(next(g), next(g)); print(g.send(5000))
try: next(g)
except StopIteration as e: print(e.value)
def deleg(n):
    s=0
    for i in range(3000): s+=i
    r=yield from sums(n)
    for i in range(3000): s+=i
    yield s
print(list(deleg(4)))
async def co():
    s=0
    for i in range(5000): s+=i
    return s
try: co().send(None)
except StopIteration as e: print(e.value)
def thrower():
    try:
        s=0
        for i in range(5000):
            s+=1//(4000-i)
        yield s
    except ZeroDivisionError:
        yield "zero"
    finally:
        for i in range(3000): s+=1
        print("fin",s)
print(list(thrower()))
g=thrower(); print(next(g)); g.close()
