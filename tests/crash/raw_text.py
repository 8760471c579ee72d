"""JSON texts as clients may write them, and members of an answer as they stand there: for what is promised byte for byte."""

import json

GAPS = ["", "", " ", "\t", "\r\n  ", " \n\n"]
ARABIC_LETTERS = range(0x600, 0x700)


def odd(value, chance):
    """JSON of `value` with odd whitespace, and letters that are escaped or not as they come."""
    def gap():
        return chance.choice(GAPS)

    if isinstance(value, dict):
        return "{" + (",".join(f"{gap()}{json.dumps(key)}{gap()}:{gap()}{odd(one, chance)}{gap()}" for key, one in value.items()) or gap()) + "}"
    if isinstance(value, list):
        return "[" + (",".join(f"{gap()}{odd(one, chance)}{gap()}" for one in value) or gap()) + "]"
    if isinstance(value, str):
        return '"' + "".join(letter(one, chance) for one in value) + '"'
    return json.dumps(value)


def letter(one, chance):
    """One character within a string."""
    plain = json.dumps(one, ensure_ascii=False)[1:-1]
    if one == "/":
        return chance.choice(["/", "\\/", "\\u002f", "\\u002F"])
    if ord(one) not in ARABIC_LETTERS and chance.random() < 0.95 or ord(one) > 0xFFFF:
        return plain
    return chance.choice([plain, f"\\u{ord(one):04x}", f"\\u{ord(one):04X}"])


def text_of(value, chance):
    """Half of them as most clients write: all escaped, or nothing."""
    return chance.choice([json.dumps, lambda told: json.dumps(told, ensure_ascii=False, indent=1), *[lambda told: odd(told, chance)] * 2])(value)


def member(text, name):
    """The value of the one member `name` of an object somewhere in a JSON text, as it is written there."""
    front = json.dumps(name) + ":"
    if text.count(front) != 1:
        raise ValueError(f"{name} is there {text.count(front)} times")
    start = text.index(front) + len(front)
    start += len(text[start:]) - len(text[start:].lstrip(" \t\r\n"))
    return text[start:json.JSONDecoder().raw_decode(text, start)[1]]
