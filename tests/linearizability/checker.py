"""Whether a history is linearizable: the search of Wing and Gong, which never enters the same place twice (Lowe).

The history of one key is linearizable when its operations can be put one after the other, each at a moment between its call and its
end, so that a sequential model gives every one of them the answer that it got. The search puts operations in order from the left:
next can be any operation that was called before the first end of all that are not placed yet.

Three things keep it small. A place of the search is what is placed and the state of the model, remembered as the first operation
that is not placed and a mask of those behind it. Of operations that are equal in action, input and output only the one that ends
first is tried: an order that takes another of them first stays right when the two change places. And a read that fits is put there
without a look at what else could be: an order that has it later stays right when it moves to the front.
"""

import dataclasses

from history import UNKNOWN

INFINITY = float("inf")


@dataclasses.dataclass
class Verdict:
    """`steps` is how many places were entered. When the history is none that can be ordered: how many operations could be placed
    at most, the states that the model may then have had, and the operations of which none fits."""
    is_linearizable: bool
    steps: int
    placed: int = 0
    states: tuple = ()
    misfits: tuple = ()
    is_undecided: bool = False

    def __str__(self):
        if self.is_linearizable:
            return f"linearizable, {self.steps} steps"
        if self.is_undecided:
            return f"undecided after {self.steps} steps"
        lines = [f"NOT linearizable: {self.placed} operations placed, then none fits. The state is one of:"]
        lines += ["  " + str(state) for state in self.states]
        return "\n".join(lines + ["and next must come one of:"] + ["  " + str(one) for one in self.misfits])


def check(operations, model, steps_max=2_000_000):
    """The Verdict on the history of one key.

    `model.initial` is a hashable state; `model.step(state, operation)` answers the states after an operation whose output agrees,
    none when it does not. The output UNKNOWN agrees with every effect; that it had none is seen to here. `model.is_read(operation)` says
    that with its output it changes no state whatever, wherever it stands.
    """
    ordered = sorted(operations, key=lambda one: one.called)
    search = _Search(ordered, model)
    return search.run(steps_max)


class _Search:
    def __init__(self, ordered, model):
        self.ordered, self.model = ordered, model
        self.called = [one.called for one in ordered]
        self.ended = [INFINITY if one.ended is None else one.ended for one in ordered]
        self.kind = [(one.action, one.input, one.output) for one in ordered]
        self.most_placed, self.stuck = -1, []

    def run(self, steps_max):
        entered = {(0, 0, self.model.initial)}
        stack = [(0, 0, self.model.initial)]
        steps = 0
        while stack:
            place = stack.pop()
            first, mask, state = place
            if first == len(self.ordered):
                return Verdict(True, steps)
            steps += 1
            if steps > steps_max:
                return Verdict(False, steps, is_undecided=True)
            found = self.next_places(first, mask, state)
            if not found:
                self.note_stuck(first, mask, state)
            stack += [place for place in found if place not in entered]
            entered.update(found)
        return self.failure(steps)

    def next_places(self, first, mask, state):
        """The one that is to be tried first stands last: what ends first."""
        found = []
        for index in sorted(self.candidates(first, mask), key=self.ended.__getitem__, reverse=True):
            after = self.states_after(state, self.ordered[index])
            if after and self.model.is_read(self.ordered[index]):
                return [(*self.with_placed(first, mask, index), state)]
            found += [(*self.with_placed(first, mask, index), one) for one in after]
        return found

    def candidates(self, first, mask):
        """The operations that may come next, of equal ones the first to end. `mask` has bit i for the placed one `first` + i."""
        best, earliest_end = {}, INFINITY
        for index in range(first, len(self.ordered)):
            if self.called[index] > earliest_end:
                break
            if mask >> (index - first) & 1:
                continue
            earliest_end = min(earliest_end, self.ended[index])
            kind = self.kind[index]
            if kind not in best or self.ended[index] < self.ended[best[kind]]:
                best[kind] = index
        return list(best.values())

    def states_after(self, state, operation):
        found = self.model.step(state, operation)
        if operation.output == UNKNOWN and state not in found:
            return [state, *found]
        return found

    @staticmethod
    def with_placed(first, mask, index):
        mask |= 1 << (index - first)
        while mask & 1:
            mask >>= 1
            first += 1
        return first, mask

    def note_stuck(self, first, mask, state):
        placed = first + bin(mask).count("1")
        if placed > self.most_placed:
            self.most_placed, self.stuck = placed, []
        if placed == self.most_placed:
            self.stuck.append((first, mask, state))

    def failure(self, steps):
        states = sorted({str(state) for _, _, state in self.stuck})
        misfits = {index for first, mask, _ in self.stuck for index in self.candidates(first, mask)}
        return Verdict(False, steps, self.most_placed, tuple(states[:8]), tuple(self.ordered[index] for index in sorted(misfits)[:12]))
