"""What clients asked and heard, with the times between which each operation happened."""

import dataclasses
import json
import typing

UNKNOWN = "no answer"


@dataclasses.dataclass(frozen=True)
class Operation:
    """One request. Times are nanoseconds of the monotonic clock; the operation took effect somewhere in called..ended.

    An operation without an answer has the output UNKNOWN: it took effect before `ended`, or never did. `ended` is then the moment
    from which the killed process was known to be gone, or infinity (None) when nothing is known.
    """
    key: tuple          # (service, what the service keeps apart from everything else)
    action: str
    input: typing.Any
    output: typing.Any
    called: int
    ended: typing.Optional[int]
    client: int = 0

    def answered(self):
        return self.output != UNKNOWN

    def __str__(self):
        ended = "..." if self.ended is None else f"{self.ended / 1e6:.3f}"
        return f"[{self.called / 1e6:.3f} {ended}] client {self.client}: {self.action}({self.input}) -> {self.output}"


def by_key(operations):
    """{key: its operations}: what the checker looks at one by one, since no operation reaches two keys.

    A request that draws a key and got no answer has (service, None): it may have drawn any. It counts for each key that was given
    back, since that alone can be drawn once more and be known already; elsewhere it could not change what is right.
    """
    parts, nameless = {}, []
    for operation in operations:
        (parts.setdefault(operation.key, []) if operation.key[1] else nameless).append(operation)
    for key, part in parts.items():
        if any(one.action == "put" and one.input == "UNASSIGNED" for one in part):
            part += [one for one in nameless if one.key[0] == key[0] and one.action == "issue"]
    return parts


def write(path, operations):
    """One operation a line, as JSON."""
    with open(path, "w", encoding="utf-8") as file:
        for operation in operations:
            file.write(json.dumps(dataclasses.asdict(operation)) + "\n")


def read(path):
    def hashable(value):
        return tuple(hashable(one) for one in value) if isinstance(value, list) else value

    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Operation(**{name: hashable(value) for name, value in row.items()}) for row in rows]
