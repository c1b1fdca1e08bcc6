# A small operating-system simulation: tasks with states, packets in queues, a scheduler (in the spirit of Richards).
IDLE, WORKER, HANDLER_A, HANDLER_B, DEV_A, DEV_B = range(6)


class Packet:
    def __init__(self, link, ident, kind):
        self.link, self.ident, self.kind, self.datum, self.data = link, ident, kind, 0, [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        p = queue
        while p.link is not None:
            p = p.link
        p.link = self
        return queue


class Task:
    def __init__(self, ident, priority, queue, system):
        self.ident, self.priority, self.queue, self.system = ident, priority, queue, system
        self.holding = self.waiting = False
        self.runs = 0

    def ready(self):
        return not self.holding and (not self.waiting or self.queue is not None)

    def take(self):
        p = self.queue
        if p is not None:
            self.queue = p.link
        return p

    def step(self):
        self.runs += 1
        self.waiting = False
        self.run(self.take())

    def wait(self):
        self.waiting = True


class Idle(Task):
    def __init__(self, ident, system, count):
        super().__init__(ident, 0, None, system)
        self.control, self.count = 1, count

    def run(self, packet):
        self.count -= 1
        if self.count == 0:
            self.holding = True
        elif self.control & 1 == 0:
            self.control >>= 1
            self.system.release(DEV_A)
        else:
            self.control = (self.control >> 1) ^ 0xD008
            self.system.release(DEV_B)


class Worker(Task):
    def __init__(self, *args):
        super().__init__(*args)
        self.dest, self.n = HANDLER_A, 0

    def run(self, packet):
        if packet is None:
            self.wait()
            return
        self.dest = HANDLER_B if self.dest == HANDLER_A else HANDLER_A
        packet.ident, packet.datum = self.dest, 0
        for i in range(4):
            self.n = self.n % 26 + 1
            packet.data[i] = 64 + self.n
        self.system.send(packet, self.ident)


class Handler(Task):
    def __init__(self, *args):
        super().__init__(*args)
        self.work, self.devices, self.device = None, None, DEV_A if self.ident == HANDLER_A else DEV_B

    def run(self, packet):
        if packet is not None:
            if packet.kind == "work":
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        w = self.work
        if w is None:
            self.wait()
        elif w.datum >= 4:
            self.work = w.link
            w.ident = WORKER
            self.system.send(w, self.ident)
        elif self.devices is None:
            self.wait()
        else:
            d = self.devices
            self.devices = d.link
            d.datum = w.data[w.datum]
            w.datum += 1
            d.ident = self.device
            self.system.send(d, self.ident)


class Device(Task):
    def __init__(self, *args):
        super().__init__(*args)
        self.pending = None

    def run(self, packet):
        if packet is None:
            if self.pending is None:
                self.wait()
            else:
                p, self.pending = self.pending, None
                p.ident = HANDLER_A if self.ident == DEV_A else HANDLER_B
                self.system.send(p, self.ident)
        else:
            self.pending = packet
            self.system.trace.append(chr(packet.datum))
            self.holding = True


class System:
    def __init__(self, count):
        self.trace, self.queued, self.holds = [], 0, 0
        work = Packet(Packet(None, WORKER, "work"), WORKER, "work")
        devs = [Packet(Packet(Packet(None, d, "dev"), d, "dev"), d, "dev") for d in (DEV_A, DEV_B)]
        self.tasks = [Idle(IDLE, self, count), Worker(WORKER, 1000, work, self), Handler(HANDLER_A, 2000, devs[0], self), Handler(HANDLER_B, 3000, devs[1], self), Device(DEV_A, 4000, None, self), Device(DEV_B, 5000, None, self)]

    def send(self, packet, sender):
        self.queued += 1
        packet.link = None
        t = self.tasks[packet.ident]
        t.queue = packet.append_to(t.queue)

    def release(self, ident):
        if self.tasks[ident].holding:
            self.holds += 1
        self.tasks[ident].holding = False

    def run(self):
        order = sorted(self.tasks, key=lambda t: -t.priority)
        while True:
            for t in order:
                if t.ready():
                    t.step()
                    break
            else:
                return


s = System(400)
s.run()
print(s.queued, s.holds, [t.runs for t in s.tasks], "".join(s.trace)[:80], len(s.trace))
