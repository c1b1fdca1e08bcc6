#! heavy
# Graph algorithms: Dijkstra, Floyd-Warshall, Bellman-Ford, topological sort, components, MST, max flow, A* on a grid.
class PriorityQueue:
    def __init__(self):
        self.items, self.n = [], 0

    def push(self, priority, value):
        lo, hi, key = 0, len(self.items), (-priority, -self.n)
        self.n += 1
        while lo < hi:
            mid = (lo + hi) // 2
            if self.items[mid][0] < key:
                lo = mid + 1
            else:
                hi = mid
        self.items.insert(lo, (key, value))

    def pop(self):
        key, value = self.items.pop()
        return -key[0], value

    def __bool__(self):
        return bool(self.items)


def rng(seed):
    while True:
        seed = (seed * 1103515245 + 12345) & 0x7fffffff
        yield seed >> 8


def random_graph(n, m, seed):
    r = rng(seed)
    g = {i: {} for i in range(n)}
    for i in range(m):
        a, b = next(r) % n, next(r) % n
        if a != b:
            g[a][b] = next(r) % 20 + 1
    return g


def dijkstra(g, start):
    dist, prev, q = {start: 0}, {}, PriorityQueue()
    q.push(0, start)
    done = set()
    while q:
        d, u = q.pop()
        if u in done:
            continue
        done.add(u)
        for v, w in g[u].items():
            if d + w < dist.get(v, float("inf")):
                dist[v] = d + w
                prev[v] = u
                q.push(d + w, v)
    return dist, prev


def floyd(g):
    n = len(g)
    d = [[0 if i == j else g[i].get(j, float("inf")) for j in range(n)] for i in range(n)]
    for k in range(n):
        for i in range(n):
            if d[i][k] < float("inf"):
                for j in range(n):
                    if d[i][k] + d[k][j] < d[i][j]:
                        d[i][j] = d[i][k] + d[k][j]
    return d


def bellman(g, s):
    d = {v: float("inf") for v in g}
    d[s] = 0
    for _ in g:
        for u in g:
            for v, w in g[u].items():
                d[v] = min(d[v], d[u] + w)
    return d


def topo(g):
    seen, order = {}, []

    def visit(v):
        if seen.get(v) == 1:
            raise ValueError("cycle at %s" % v)
        if v not in seen:
            seen[v] = 1
            for w in sorted(g.get(v, ())):
                visit(w)
            seen[v] = 2
            order.append(v)
    for v in sorted(g):
        visit(v)
    return order[::-1]


def tarjan(g):
    index, low, stack, on, out, counter = {}, {}, [], set(), [], [0]

    def go(v):
        index[v] = low[v] = counter[0]
        counter[0] += 1
        stack.append(v)
        on.add(v)
        for w in g[v]:
            if w not in index:
                go(w)
                low[v] = min(low[v], low[w])
            elif w in on:
                low[v] = min(low[v], index[w])
        if low[v] == index[v]:
            comp = []
            while True:
                w = stack.pop()
                on.discard(w)
                comp.append(w)
                if w == v:
                    break
            out.append(sorted(comp))
    for v in g:
        if v not in index:
            go(v)
    return sorted(out, key=lambda c: (-len(c), c))


def kruskal(g):
    parent = {v: v for v in g}

    def find(v):
        while parent[v] != v:
            parent[v] = parent[parent[v]]
            v = parent[v]
        return v
    total, used = 0, 0
    for w, a, b in sorted((w, a, b) for a in g for b, w in g[a].items()):
        ra, rb = find(a), find(b)
        if ra != rb:
            parent[ra] = rb
            total += w
            used += 1
    return total, used


def max_flow(g, s, t):
    cap = {u: dict(vs) for u, vs in g.items()}
    flow = 0
    while True:
        prev, queue = {s: None}, [s]
        while queue and t not in prev:
            u = queue.pop(0)
            for v, c in cap[u].items():
                if c > 0 and v not in prev:
                    prev[v] = u
                    queue.append(v)
        if t not in prev:
            return flow
        path, v = [], t
        while prev[v] is not None:
            path.append((prev[v], v))
            v = prev[v]
        add = min(cap[u][v] for u, v in path)
        for u, v in path:
            cap[u][v] -= add
            cap[v][u] = cap[v].get(u, 0) + add
        flow += add


def astar(grid):
    h, w = len(grid), len(grid[0])
    start = next((y, x) for y in range(h) for x in range(w) if grid[y][x] == "S")
    goal = next((y, x) for y in range(h) for x in range(w) if grid[y][x] == "G")
    q, best, came = PriorityQueue(), {start: 0}, {}
    q.push(0, start)
    while q:
        _, cur = q.pop()
        if cur == goal:
            break
        for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            y, x = cur[0] + dy, cur[1] + dx
            if 0 <= y < h and 0 <= x < w and grid[y][x] != "#" and best[cur] + 1 < best.get((y, x), 10 ** 9):
                best[y, x] = best[cur] + 1
                came[y, x] = cur
                q.push(best[y, x] + abs(y - goal[0]) + abs(x - goal[1]), (y, x))
    path = set()
    while cur != start:
        cur = came[cur]
        path.add(cur)
    return best[goal], ["".join("*" if (y, x) in path and grid[y][x] == "." else grid[y][x] for x in range(w)) for y in range(h)]


g = random_graph(40, 160, 7)
dist, prev = dijkstra(g, 0)
d = floyd(g)
b = bellman(g, 0)
print(sorted(dist.items())[:12], all(d[0][v] == dist.get(v, float("inf")) == b[v] for v in g), sum(x for row in d for x in row if x < float("inf")))
print(kruskal(g), [len(c) for c in tarjan(g)], tarjan(random_graph(12, 16, 3)), max_flow(g, 0, 39), max_flow(random_graph(10, 40, 5), 0, 9))
deps = {"app": ["lib", "net"], "net": ["core", "ssl"], "lib": ["core"], "ssl": ["core"], "core": []}
print(topo(deps))
deps["core"] = ["app"]
try:
    topo(deps)
except ValueError as e:
    print(e)
steps, rows = astar(["S..#......", ".#.#.####.", ".#...#..#.", ".#####.##.", "......#...", ".####.#.##", "....#...#G", "###.#.###.", "....#....."])
print(steps)
print("\n".join(rows))
