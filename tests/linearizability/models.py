"""What each service does when one request comes after the other: the sequential models that histories are checked against.

A model has an initial state and `step(state, operation)`, the states that can follow when the operation's output is right; no state
when it is not. An operation without an answer (UNKNOWN) may have had its effect: then all states that it can lead to. States are
plain tuples and texts. `is_read(operation)`: with this output it leaves every state as it is.
"""

from history import UNKNOWN


class UinModel:
    """One number (ids sheet 2): in the pool, issued, or assigned for ever.

    issue -> the number, from the pool alone; put(status) -> what the status is afterwards, or the error's code; valid -> whether it is
    assigned. A status that does not exist changes nothing, and its error tells the state.
    """
    initial = "pool"
    NOT_ISSUED, UNKNOWN_STATUS = "KER-UIG-004", "KER-UIG-003"

    def step(self, state, operation):
        after, output = getattr(self, operation.action)(state, operation.input)
        return [after] if operation.output in (UNKNOWN, output) else []

    def is_read(self, operation):
        return operation.output not in (UNKNOWN, "issued", "ASSIGNED", "UNUSED")

    def issue(self, state, _):
        return ("issued", "issued") if state == "pool" else (state, None)

    def put(self, state, status):
        if state != "issued":
            return state, self.NOT_ISSUED
        return {"ASSIGNED": ("assigned", "ASSIGNED"), "UNASSIGNED": ("pool", "UNUSED")}.get(status, (state, self.UNKNOWN_STATUS))

    def valid(self, state, _):
        return state, "Valid" if state == "assigned" else "Invalid"


class RidModel:
    """One machine's sequence (ids sheet 3): each number is the one before and 1, and its second is never an earlier one.

    next -> (number, second as text). A request without an answer may have used up a number at a second that nobody was told.
    """
    initial = (0, "")

    def step(self, state, operation):
        number, second = state
        if operation.output == UNKNOWN:
            return [(number + 1, second)]
        told_number, told_second = operation.output
        return [(told_number, told_second)] if told_number == number + 1 and told_second >= second else []

    def is_read(self, _):
        return False


class OtpModel:
    """The codes of one key (DECISIONS 11), within the times of expiry, freeze and budget.

    generate -> the code, or "blocked"; validate(code) -> "success", "wrong", "blocked" or "none". The state is the code (None: there
    is none; "?": one that nobody was told), the wrong guesses since the last right one, whether the key is frozen, and how many codes
    were made.
    """
    initial = (None, 0, False, 0)

    def __init__(self, threshold=10, generations_max=5):
        self.threshold, self.generations_max = threshold, generations_max

    def step(self, state, operation):
        if operation.action == "generate":
            return self.generate(state, operation.output)
        return [after for after, output in self.validate(state, operation.input) if operation.output in (UNKNOWN, output)]

    def is_read(self, operation):
        """Not so a guess that is blocked: it may be the one that freezes the key."""
        return (operation.action, operation.output) in (("validate", "none"), ("generate", "blocked"))

    def generate(self, state, output):
        _, wrong, frozen, made = state
        if frozen or made >= self.generations_max:
            return [state] if output in ("blocked", UNKNOWN) else []
        if output == "blocked":
            return []
        return [("?" if output == UNKNOWN else output, wrong, False, made + 1)]

    def validate(self, state, guess):
        """All (state, output) that a guess can have: two for a code that nobody was told."""
        code, wrong, frozen, made = state
        if frozen:
            return [(state, "blocked")]
        if code is None:
            return [(state, "none")]
        right = ((None, 0, False, made), "success")
        is_last = wrong + 1 == self.threshold
        counted = ((code, wrong + 1, is_last, made), "blocked" if is_last else "wrong")
        if code == "?":
            return [right, counted]
        return [right if guess == code else counted]


class LicenseModel:
    """One licence key (keys sheet 7): its permissions, the newest first, told only while it is ACTIVE.

    status(name) and map(permissions) -> "ok"; look -> the permissions, or the error's code.
    """
    initial = ("ACTIVE", ())
    NOT_FOUND, NOTHING_MAPPED = "KER-LKM-004", "KER-LKM-009"

    def step(self, state, operation):
        after, output = getattr(self, operation.action)(state, operation.input)
        return [after] if operation.output in (UNKNOWN, output) else []

    def is_read(self, operation):
        return operation.action == "look" and operation.output != UNKNOWN

    def status(self, state, name):
        return (name, state[1]), "ok"

    def map(self, state, permissions):
        return (state[0], tuple(dict.fromkeys((*permissions, *state[1])))), "ok"

    def look(self, state, _):
        status, permissions = state
        if status != "ACTIVE":
            return state, self.NOT_FOUND
        return state, permissions or self.NOTHING_MAPPED


def models(threshold=10, generations_max=5):
    """{service: its model}, services as they are named in the keys of histories."""
    return {"uin": UinModel(), "rid": RidModel(), "otp": OtpModel(threshold, generations_max), "license": LicenseModel()}
