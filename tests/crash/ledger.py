"""What clients were told, and what a server that came back must still know."""

import threading


class Ledger:
    """Every acknowledged answer of all cycles. Methods may be called from any thread."""

    def __init__(self):
        self.lock = threading.Lock()
        self.numbers = {"uin": set(), "prid": set(), "vid": set(), "rid": set()}
        self.issued = []       # UINs of this cycle that were drawn and not yet confirmed
        self.assigned = []     # UINs of this cycle whose confirmation was acknowledged
        self.in_doubt = set()  # UINs whose confirmation was sent and never answered
        self.codes = {}           # one-time codes of this cycle by key
        self.used_codes = {}      # those whose use was acknowledged
        self.doubtful_codes = {}  # those whose use was sent and never answered
        self.last_sequence = {}
        self.violations = []

    def acknowledge(self, kind, number):
        with self.lock:
            if number in self.numbers[kind]:
                self.violations.append(f"{kind} {number} was given out twice")
            self.numbers[kind].add(number)
            if kind == "uin":
                self.issued.append(number)

    def acknowledge_rid(self, rid):
        self.acknowledge("rid", rid)
        machine, sequence = rid[:10], int(rid[10:15])
        with self.lock:
            self.last_sequence[machine] = max(sequence, self.last_sequence.get(machine, 0))

    def will_assign(self):
        """A drawn UIN to confirm, which is in doubt until `acknowledge_assigned`."""
        with self.lock:
            if not self.issued:
                return None
            uin = self.issued.pop()
            self.in_doubt.add(uin)
            return uin

    def acknowledge_assigned(self, uin):
        with self.lock:
            self.in_doubt.discard(uin)
            self.assigned.append(uin)

    def acknowledge_code(self, key, code):
        with self.lock:
            self.codes[key] = code

    def will_use_code(self):
        """A key and its code, whose use is in doubt until `acknowledge_used`; (None, None) when there is none."""
        with self.lock:
            if not self.codes:
                return None, None
            key, code = self.codes.popitem()
            self.doubtful_codes[key] = code
            return key, code

    def acknowledge_used(self, key, code):
        with self.lock:
            del self.doubtful_codes[key]
            self.used_codes[key] = code

    def violation(self, text):
        with self.lock:
            self.violations.append(text)

    def drawn(self):
        """What the store must hold a record of: (kind, number)."""
        with self.lock:
            return [(kind, number) for kind in ("uin", "prid", "vid") for number in sorted(self.numbers[kind])]

    def acknowledged(self):
        return sum(len(numbers) for numbers in self.numbers.values()) + len(self.assigned) + len(self.used_codes)
