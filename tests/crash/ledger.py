"""What clients were told, and what a server that came back must still know. Methods may be called from any thread."""

import random
import threading

# Of each kind of things, how many a last look at a store takes: it is to cost seconds.
LAST_LOOK = 1000


class Faults:
    """What did not hold, in words. `broken`: those of them that say that something acknowledged is lost, doubled or changed."""

    def __init__(self):
        self.lock = threading.Lock()
        self.texts, self.broken = [], []

    def add(self, text):
        with self.lock:
            self.texts.append(text)

    def breach(self, text):
        """What was told does not hold."""
        with self.lock:
            self.texts.append(text)
            self.broken.append(text)


class Sample:
    """`most` of many things, each as likely as another, in `kept`."""

    def __init__(self, most):
        self.most, self.seen, self.kept = most, 0, []
        self.lock, self.random = threading.Lock(), random.Random(most)

    def add(self, one):
        with self.lock:
            self.seen += 1
            if len(self.kept) < self.most:
                self.kept.append(one)
            elif (at := self.random.randrange(self.seen)) < self.most:
                self.kept[at] = one


def some_of(keys, most):
    """`most` of them, drawn; all when they are fewer."""
    return random.Random(most).sample(sorted(keys), min(most, len(keys)))


class States:
    """Things of one service that have a state. A thing has one possible state while nothing about it is in doubt, and one more for
    each change that was sent and never answered."""

    def __init__(self, what, faults, last_look=LAST_LOOK):
        self.what, self.faults, self.last_look = what, faults, last_look
        self.lock = threading.Lock()
        self.possible = {}
        self.idle = []        # those that nobody changes at the moment
        self.touched = set()  # since the last look
        self.ended = Sample(last_look)  # (key, last state), found so
        self.acknowledged = 0

    def begin(self, key, absent, state):
        """The client names a new thing, which is in doubt until `done`: its state, or `absent`."""
        with self.lock:
            self.possible[key] = [absent, state]
            self.touched.add(key)

    def made(self, key, state):
        """The server was asked for a new thing and named it."""
        with self.lock:
            is_known = key in self.possible
            self.possible[key] = [state]
            self.touched.add(key)
            self.acknowledged += 1
            if not is_known:
                self.idle.append(key)
        if is_known:
            self.faults.breach(f"{self.what} {key} was given out twice")

    def take(self, chance):
        """(key, state) of a thing to change, which is nobody else's until `done`; (None, None) when there is none."""
        with self.lock:
            if not self.idle:
                return None, None
            at = chance.randrange(len(self.idle))
            self.idle[at], self.idle[-1] = self.idle[-1], self.idle[at]
            key = self.idle.pop()
            return key, self.possible[key][0]

    def will(self, key, state):
        """A change is sent."""
        with self.lock:
            self.possible[key].append(state)
            self.touched.add(key)

    def done(self, key, state, is_last=False):
        """It was acknowledged; after its last state nothing changes any more."""
        with self.lock:
            self.possible[key] = [state]
            self.acknowledged += 1
            if not is_last:
                self.idle.append(key)

    def touch_all(self):
        """The next look is also at a sample of what is known, and at one of what has come to its last state."""
        with self.lock:
            self.touched.update(some_of(self.possible, self.last_look))
            for key, state in self.ended.kept:
                self.possible[key] = [state]
                self.touched.add(key)
            self.ended = Sample(self.last_look)

    def look(self):
        """(key, possible states) of whatever was touched since the last look. Nobody changes anything meanwhile."""
        with self.lock:
            looked_at = [(key, list(self.possible[key])) for key in sorted(self.touched)]
            self.touched.clear()
            self.idle = list(self.possible)
            return looked_at

    def count(self):
        with self.lock:
            return len(self.possible)

    def found(self, key, state, now=None, is_last=False):
        """What the server that came back says; `now`: what looking has made of it. After its last state it is left alone until `touch_all`."""
        now = state if now is None else now
        with self.lock:
            possible = self.possible[key]
            self.possible[key] = [now]
            if is_last:
                del self.possible[key]
                self.idle.remove(key)
                self.ended.add((key, now))
        if state not in possible:
            self.faults.breach(f"{self.what} {key}: the server says {state!r}, and clients were told {possible!r}")


class Sightings:
    """Things that are told once and must be found once."""

    def __init__(self, what, faults):
        self.what, self.faults = what, faults
        self.lock = threading.Lock()
        self.asked, self.acknowledged = set(), set()

    def will(self, key):
        with self.lock:
            self.asked.add(key)

    def done(self, key):
        with self.lock:
            self.acknowledged.add(key)

    def found(self, counts, expected=None):
        """`counts`: how often the server has each; `expected`: those to be found, default all that were acknowledged."""
        for key in self.acknowledged if expected is None else expected:
            if counts[key] == 0:
                self.faults.breach(f"acknowledged {self.what} {key} is lost")
        for key, count in counts.items():
            if count > 1:
                self.faults.breach(f"{self.what} {key} is there {count} times")
            if key not in self.asked:
                self.faults.breach(f"{self.what} {key} is there, and nobody asked for it")


class Numbers:
    """Numbers that are drawn, and what UINs have become."""

    def __init__(self, faults):
        self.faults = faults
        self.lock = threading.Lock()
        self.numbers = {"uin": set(), "prid": set(), "vid": set(), "rid": set()}
        self.states = {}      # of each UIN those that it may have: two while its confirmation is in doubt
        self.issued = []      # UINs of this cycle that were drawn and not yet confirmed
        self.touched = set()  # UINs, since the last look
        self.last_sequence = {}
        self.confirmed = 0

    def drawn(self, kind, number):
        with self.lock:
            is_known = number in self.numbers[kind]
            self.numbers[kind].add(number)
            if kind == "uin":
                self.issued.append(number)
                self.may_be(number, ["ISSUED"])
        if is_known:
            self.faults.breach(f"{kind} {number} was given out twice")

    def may_be(self, uin, states):
        self.states[uin] = states
        self.touched.add(uin)

    def drawn_rid(self, rid):
        self.drawn("rid", rid)
        machine, sequence = rid[:10], int(rid[10:15])
        with self.lock:
            self.last_sequence[machine] = max(sequence, self.last_sequence.get(machine, 0))

    def next_rid(self, rid):
        """The first RID of a machine after a restart: beyond all that were told."""
        machine, sequence = rid[:10], int(rid[10:15])
        last = self.last_sequence.get(machine, 0)
        if sequence <= last:
            self.faults.breach(f"machine {machine}: sequence {sequence} after acknowledged {last}")
        self.drawn_rid(rid)

    def will_assign(self):
        """A drawn UIN to confirm, which is in doubt until `assigned_now`."""
        with self.lock:
            if not self.issued:
                return None
            uin = self.issued.pop()
            self.may_be(uin, ["ISSUED", "ASSIGNED"])
            return uin

    def assigned_now(self, uin):
        with self.lock:
            self.may_be(uin, ["ASSIGNED"])
            self.confirmed += 1

    def touch_all(self):
        """The next look is also at a sample of all UINs; the store is asked for them all."""
        with self.lock:
            self.touched.update(some_of(self.states, LAST_LOOK))

    def look(self):
        """UINs that were touched since the last look."""
        with self.lock:
            looked_at = sorted(self.touched)
            self.issued, self.touched = [], set()
            return looked_at

    def found(self, uin, state):
        """What the server that came back says of a UIN, which is then no longer in doubt."""
        possible, self.states[uin] = self.states[uin], [state]
        if state not in possible:
            self.faults.breach(f"UIN {uin}: the server says {state}, and clients were told {possible}")

    def stored(self):
        """What the store must hold a record of: (kind, number)."""
        with self.lock:
            return [(kind, number) for kind in ("uin", "prid", "vid") for number in sorted(self.numbers[kind])]

    def found_stored(self, kind, number, said):
        """What the store says of a number: the state of a UIN, that another is there, or what is wrong."""
        allowed = self.states[number] if kind == "uin" else ["there"]
        if said not in allowed:
            self.faults.breach(f"acknowledged {kind} {number}: the store says {said}, and not {' or '.join(allowed)}")

    def acknowledged(self):
        return sum(len(numbers) for numbers in self.numbers.values()) + self.confirmed
