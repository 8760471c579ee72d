"""What clients ask: each service's requests on a few hot keys, and what its answers mean in a model's words.

A player chooses the next request by chance and what others were told; it is called by one thread.
"""

import collections
import dataclasses
import json
import typing

PERMISSIONS = ("OTP Trigger", "OTP Authentication", "eKYC - limited", "eKYC - Full", "eKYC - No")
MISP = "4411"
FAR = "2099-01-01T00:00:00.000Z"
NO_NUMBER = "KER-UIG-001"
WRONG_GUESS = "1234567"  # one digit more than any code has


@dataclasses.dataclass
class Request:
    """A request to send; `told(answer)` reads the answer and answers the operation's (key, output), None: it is in no history."""
    method: str
    path: str
    body: typing.Optional[dict]
    key: tuple
    action: str
    input: typing.Any
    told: typing.Callable


def errors_of(answer):
    return [error["errorCode"] for error in answer["errors"] or []]


class HotKeys:
    """Some keys that are used together, the first the most; one that has been used `uses_max` times makes room for another."""

    def __init__(self, make, count, uses_max):
        self.make, self.uses_max = make, uses_max
        self.used = {make(): 0 for _ in range(count)}

    def take(self, chance):
        names = list(self.used)
        name = chance.choices(names, [4 ** (len(names) - index) for index in range(len(names))])[0]
        self.used[name] += 1
        if self.used[name] >= self.uses_max:
            del self.used[name]
            self.used[self.make()] = 0
        return name


class UinPlayer:
    """Draws numbers, and confirms, gives back and asks about the last that were drawn."""

    def __init__(self, chance):
        self.chance = chance
        self.recent = collections.deque(maxlen=12)

    def request(self):
        action = self.chance.choices(["issue", "ASSIGNED", "UNASSIGNED", "CHECK", "valid"], [20, 15, 15, 30, 20])[0]
        if action == "issue" or not self.recent:
            return Request("GET", "/v1/uingenerator/uin", None, ("uin", None), "issue", None, self.drawn)
        uin = self.chance.choice(self.recent)
        if action == "valid":
            return Request("GET", "/v1/admin/uinmgmt/status/" + uin, None, ("uin", uin), "valid", None,
                           lambda answer: (("uin", uin), answer["response"]["status"]))
        return Request("PUT", "/v1/uingenerator/uin", {"uin": uin, "status": action}, ("uin", uin), "put", action,
                       lambda answer: (("uin", uin), (errors_of(answer) or [(answer["response"] or {}).get("status")])[0]))

    def drawn(self, answer):
        if errors_of(answer) == [NO_NUMBER]:
            return None  # The pool is being filled.
        uin = answer["response"]["uin"]
        self.recent.append(uin)
        return ("uin", uin), "issued"


class RidPlayer:
    """Next numbers of some machines. A machine is left long before its five digits are used up."""

    def __init__(self, chance):
        self.chance = chance
        self.machines = 10_000
        self.hot = HotKeys(self.new_machine, 2, 20_000)

    def new_machine(self):
        self.machines += 1
        return str(self.machines)

    def request(self):
        machine = self.hot.take(self.chance)

        def told(answer):
            rid = answer["response"]["rid"]
            return ("rid", machine), (int(rid[10:15]), rid[15:])

        return Request("GET", "/v1/ridgenerator/generate/rid/10001/" + machine, None, ("rid", machine), "next", None, told)


class OtpPlayer:
    """Has codes made, and guesses at them: with the last code that anybody was told, with one of before, and with none."""
    MEANINGS = {"VALIDATION SUCCESSFUL": "success", "VALIDATION_UNSUCCESSFUL": "wrong", "USER_BLOCKED": "blocked", "KER-OTV-005": "none"}

    def __init__(self, chance):
        self.chance = chance
        self.codes = {}
        self.hot = HotKeys(self.new_key, 3, 100)

    def new_key(self):
        key = f"key-{self.chance.getrandbits(64):016x}"
        self.codes[key] = []
        return key

    def request(self):
        key = self.hot.take(self.chance)
        codes = self.codes[key]
        if self.chance.random() < (0.1 if codes else 0.3):
            return Request("POST", "/v1/otpmanager/otp/generate", {"key": key}, ("otp", key), "generate", None,
                           lambda answer: self.made(key, answer))
        which = self.chance.choices(["last", "any", "wrong"], [25, 10, 65])[0] if codes else "wrong"
        guess = {"last": lambda: codes[-1], "any": lambda: self.chance.choice(codes), "wrong": lambda: WRONG_GUESS}[which]()

        def told(answer):
            said = answer["response"]["message"] if answer["response"] else errors_of(answer)[0]
            return ("otp", key), self.MEANINGS.get(said, said)

        return Request("GET", f"/v1/otpmanager/validate?key={key}&otp={guess}", None, ("otp", key), "validate", guess, told)

    def made(self, key, answer):
        response = answer["response"]
        if response["status"] == "USER_BLOCKED":
            return ("otp", key), "blocked"
        self.codes[key].append(response["otp"])
        return ("otp", key), response["otp"]


class LicensePlayer:
    """Changes the status and the permissions of licence keys, and looks. Making a key is in no history: nobody knows it before."""
    FRONT = "/v1/licensekeymanager/license/"

    def __init__(self, chance):
        self.chance = chance
        self.known = collections.deque(maxlen=2)
        self.uses = 0

    def request(self):
        self.uses += 1
        if len(self.known) < 2 or self.uses % 250 == 0:
            return Request("POST", self.FRONT + "generate", {"MISPId": MISP, "licenseExpiryTime": FAR}, ("license", None), "make", None, self.made)
        license_key = self.known[0 if self.chance.random() < 0.8 else 1]
        action = self.chance.choices(["look", "status", "map"], [65, 25, 10])[0]
        key = ("license", license_key)
        if action == "look":
            path = f"{self.FRONT}permission?MISPId={MISP}&licenseKey={license_key}"
            return Request("GET", path, None, key, "look", None,
                           lambda answer: (key, (errors_of(answer) or [tuple((answer["response"] or {}).get("permissions", ()))])[0]))
        if action == "status":
            name = self.chance.choices(["ACTIVE", "SUSPENDED", "BLOCKED"], [60, 30, 10])[0]
            return Request("PUT", self.FRONT + "status", {"licenseKey": license_key, "status": name}, key, "status", name,
                           lambda answer: (key, (errors_of(answer) or ["ok"])[0]))
        permissions = tuple(self.chance.sample(PERMISSIONS, self.chance.choice([1, 1, 2])))
        body = {"licenseKey": license_key, "MISPId": MISP, "permissions": list(permissions)}
        return Request("POST", self.FRONT + "permission", body, key, "map", permissions,
                       lambda answer: (key, (errors_of(answer) or ["ok"])[0]))

    def made(self, answer):
        self.known.append(answer["response"]["licenseKey"])


class Players:
    """All four services by turns of chance."""

    def __init__(self, chance):
        self.chance = chance
        self.players = [UinPlayer(chance), RidPlayer(chance), OtpPlayer(chance), LicensePlayer(chance)]

    def request(self):
        return self.chance.choices(self.players, [35, 15, 30, 20])[0].request()


def bytes_of(request, token):
    """The request as it goes over the wire."""
    body = json.dumps({"request": request.body}) if request.body is not None else ""
    kind = "Content-Type: application/json\r\n" if body else ""
    return (f"{request.method} {request.path} HTTP/1.1\r\nHost: x\r\nCookie: Authorization={token}\r\n{kind}"
            f"Content-Length: {len(body)}\r\n\r\n{body}").encode()
