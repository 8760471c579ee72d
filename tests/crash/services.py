"""What clients do with each service under load, and what must be so after a crash.

`step` does one thing and notes what was sent before and what was told after it; it raises when the server is gone. `check` asks the
server that came back, about what was touched since the last time. `touch_all`, in front of the last `check` of a store, adds what was
looked at before: of that which there may be much, a sample. `check_store` looks at the store that it left, after an orderly end.
`acknowledged` counts what was told.
"""

import base64
import collections
import json
import re
import subprocess
import uuid

import device_tools
from caller import Refused
from ledger import LAST_LOOK, Numbers, Sample, Sightings, States, some_of

FAR = "2099-01-01T00:00:00.000Z"
TIME = "2024-01-01T00:00:00.000Z"


class Drawn:
    """UIN, PRID, VID, RID."""

    NAME = "numbers"
    UIN = "/v1/uingenerator/uin"
    PATHS = {"uin": UIN, "prid": "/v1/pridgenerator/prid", "vid": "/v1/idgenerator/vid"}
    # The second is also told of one that lies in the pool: `check_store` tells those apart.
    STATES = {"KER-UIG-003": "ISSUED", "KER-UIG-004": "ASSIGNED"}

    def __init__(self, faults, stored_numbers):
        self.faults, self.program = faults, stored_numbers
        self.ledger = Numbers(faults)
        self.looked_up = 0

    def step(self, caller, chance):
        kind = chance.choices(["uin", "assign", "rid", "prid", "vid"], [40, 20, 20, 5, 5])[0]
        if kind == "assign":
            uin = self.ledger.will_assign()
            if uin:
                caller.good("PUT", self.UIN, {"uin": uin, "status": "ASSIGNED"})
                self.ledger.assigned_now(uin)
        elif kind == "rid":
            self.ledger.drawn_rid(self.rid(caller, f"10001{chance.randrange(10001, 10009)}"))
        else:
            self.ledger.drawn(kind, caller.good("GET", self.PATHS[kind])[kind])

    def rid(self, caller, machine):
        return caller.good("GET", f"/v1/ridgenerator/generate/rid/{machine[:5]}/{machine[5:]}")["rid"]

    def check(self, caller):
        for uin in self.ledger.look():
            # A status that does not exist changes nothing, and the answer tells the stored one.
            codes = caller.ask("PUT", self.UIN, {"uin": uin, "status": "CHECK"}).codes
            self.ledger.found(uin, self.STATES.get(codes[0], str(codes)) if len(codes) == 1 else str(codes))
        for machine in list(self.ledger.last_sequence):
            self.ledger.next_rid(self.rid(caller, machine))

    def touch_all(self):
        self.ledger.touch_all()

    def check_store(self, data_dir, _run):
        stored = self.ledger.stored()
        fronts = [f"{kind} {number} " for kind, number in stored]
        answer = subprocess.run([self.program, data_dir], input="\n".join(fronts), capture_output=True, text=True)
        found = answer.stdout.splitlines()
        if answer.returncode != 0 or found[-1:] != [f"checked {len(stored)}"] or not all(map(str.startswith, found, fronts)):
            self.faults.add(f"not every number was looked up: {found[-1:]} {answer.stderr}")
            return
        for (kind, number), front, line in zip(stored, fronts, found):
            self.ledger.found_stored(kind, number, line.removeprefix(front))
        self.looked_up = len(stored)

    def acknowledged(self):
        return self.ledger.acknowledged()


class Codes:
    """One-time codes: good once; one whose use was acknowledged is used up."""

    NAME = "codes"

    def __init__(self, faults):
        self.states = States("code of", faults)
        self.codes = {}

    def step(self, caller, chance):
        key = self.states.take(chance)[0] if chance.random() < 0.4 else None
        if key is None:
            key = f"key-{chance.getrandbits(64):x}"
            self.codes[key] = caller.good("POST", "/v1/otpmanager/otp/generate", {"key": key})["otp"]
            self.states.made(key, "open")
            return
        self.states.will(key, "used")
        caller.good("GET", self.path(key))
        self.states.done(key, "used", is_last=True)

    def path(self, key):
        return f"/v1/otpmanager/validate?key={key}&otp={self.codes[key]}"

    def check(self, caller):
        for key, _ in self.states.look():
            codes = caller.ask("GET", self.path(key)).codes
            found = {(): "open", ("KER-OTV-005",): "used"}.get(tuple(codes), str(codes))
            self.states.found(key, found, "used", is_last=True)

    def touch_all(self):
        self.states.touch_all()

    def check_store(self, _data_dir, _run):
        pass

    def acknowledged(self):
        return self.states.acknowledged


class Licences:
    """Licence keys: status and permissions."""

    NAME = "licences"
    FRONT = "/v1/licensekeymanager/license/"
    PERMISSIONS = ["OTP Trigger", "OTP Authentication", "Static Pin Authentication", "eKYC - limited", "eKYC - Full", "eKYC - No"]

    def __init__(self, faults):
        self.faults = faults
        self.states = States("licence key", faults)

    def step(self, caller, chance):
        key, state = self.states.take(chance) if chance.random() < 0.7 else (None, None)
        if key is None:
            made = caller.good("POST", self.FRONT + "generate", {"MISPId": "4411", "licenseExpiryTime": FAR})
            self.states.made(made["licenseKey"], ("ACTIVE", ()))
            return
        status, permissions = state
        if status == "ACTIVE" and chance.random() < 0.6:
            more = chance.sample(self.PERMISSIONS, 2)
            state = (status, tuple(sorted({*permissions, *more})))
            self.states.will(key, state)
            caller.good("POST", self.FRONT + "permission", {"MISPId": "4411", "licenseKey": key, "permissions": more})
        else:
            state = ("SUSPENDED" if status == "ACTIVE" else "ACTIVE", permissions)
            self.states.will(key, state)
            self.set_status(caller, key, state[0])
        self.states.done(key, state)

    def set_status(self, caller, key, status):
        caller.good("PUT", self.FRONT + "status", {"licenseKey": key, "status": status})

    def look_up(self, caller, key):
        """Permissions of an active key; None of one that is not active."""
        answer = caller.ask("GET", f"{self.FRONT}permission?MISPId=4411&licenseKey={key}")
        if answer.codes == ["KER-LKM-004"]:
            return None
        return () if answer.codes == ["KER-LKM-009"] else tuple(sorted(answer.response["permissions"]))

    def check(self, caller):
        for key, _ in self.states.look():
            status, permissions = "ACTIVE", self.look_up(caller, key)
            if permissions is None:  # A key that is lost is refused here.
                self.set_status(caller, key, "ACTIVE")
                status, permissions = "SUSPENDED", self.look_up(caller, key)
            self.states.found(key, (status, permissions), ("ACTIVE", permissions))

    def touch_all(self):
        self.states.touch_all()

    def check_store(self, _data_dir, _run):
        pass

    def acknowledged(self):
        return self.states.acknowledged


class Users:
    """Accounts from registration to password, passwords that change, sessions that end."""

    NAME = "users"
    ADMIN = "/v1/admin/"
    RID = "41355315155"
    TAKEN = ["KER-ATH-013"]
    WRONG_PASSWORD = ["ADMN_AUTH_ERR_INVALIDCREDENTIALS"]
    LAST_LOOK = 50  # A password's hash takes long.

    def __init__(self, faults):
        self.faults = faults
        self.states = States("user", faults, self.LAST_LOOK)
        self.ended, self.ends = [], 0
        self.some_ended = Sample(LAST_LOOK)
        self.contacts = {}

    def step(self, caller, chance):
        name, state = self.states.take(chance) if chance.random() < 0.6 else (None, None)
        if name is None:
            name, state = f"user-{uuid.uuid4().hex[:12]}", "registered"
            self.contacts[name] = f"9{chance.randrange(10 ** 9):09d}"
            self.states.begin(name, "absent", state)
            codes = self.register(caller, name)
            if codes:
                raise Refused(f"registration: {codes}")
        elif state == "registered":
            state = self.will(name, "named")
            self.name_rid(caller, name)
        elif state == "named":
            state = self.will(name, "password-" + uuid.uuid4().hex[:8])
            self.set_password(caller, name, state)
        elif chance.random() < 0.4:
            self.sign_in_and_out(caller, name, state)
        else:
            old, state = state, self.will(name, "password-" + uuid.uuid4().hex[:8])
            self.post(caller, "changepassword", {"username": name, "oldpassword": old, "newpassword": state})
        self.states.done(name, state)

    def will(self, name, state):
        self.states.will(name, state)
        return state

    def post(self, caller, path, request):
        return caller.good("POST", self.ADMIN + path, {**request, "appid": "ADMIN"}, token="")

    def register(self, caller, name):
        """The codes of its errors."""
        answer = caller.ask("POST", self.ADMIN + "usermgmt/register", {
            "username": name, "firstName": "crash", "lastName": "test", "contactNo": self.contacts[name], "emailID": name + "@example.org",
            "dateOfBirth": "1975-11-05", "gender": "male", "role": "ADMIN", "appid": "ADMIN"}, token="")
        return answer.codes

    def name_rid(self, caller, name):
        self.post(caller, "usermgmt/rid", {"username": name, "rid": self.RID})

    def set_password(self, caller, name, password):
        self.post(caller, "usermgmt/password", {"username": name, "rid": self.RID, "password": password})

    def sign_in(self, caller, name, password):
        """A token; None when the password is another. Raises Refused when the server says something else, such as that its disk is full."""
        answer = caller.ask("POST", self.ADMIN + "login", {"username": name, "password": password, "appid": "ADMIN"}, token="")
        if answer.cookie is None and answer.codes != self.WRONG_PASSWORD:
            raise Refused(f"login: {answer.status} {answer.codes}")
        return answer.cookie

    def sign_in_and_out(self, caller, name, password):
        token = self.sign_in(caller, name, password)
        if token is None:
            self.faults.breach(f"user {name}: the acknowledged password is refused")
            return
        caller.good("DELETE", "/v1/authmanager/logout/user", token=token)
        self.ended.append(token)
        self.some_ended.add(token)
        self.ends += 1

    def check(self, caller):
        for name, possible in self.states.look():
            found, now = self.state_of(caller, name, possible)
            self.states.found(name, found, now)
        for token in self.ended:
            status = caller.ask("GET", "/v1/authmanager/authorize/admin/validateToken", token=token).status
            if status != 401:
                self.faults.breach(f"a session whose end was acknowledged is answered {status}")
        self.ended = []

    def touch_all(self):
        self.states.touch_all()
        self.ended += self.some_ended.kept

    def state_of(self, caller, name, possible):
        """(the state that is found, what looking makes of it): the next step shows which one was the last."""
        passwords = [state for state in possible if state.startswith("password-")]
        good = [password for password in passwords if self.sign_in(caller, name, password)]
        if len(good) > 1:
            self.faults.breach(f"user {name} has two passwords")
        if good:
            return good[0], good[0]
        if "named" in possible:
            if "registered" in possible:
                self.name_rid(caller, name)
            password = (passwords or ["password-found"])[0]
            self.set_password(caller, name, password)
            return "named", password
        codes = self.register(caller, name)
        if codes == self.TAKEN:
            return "registered", "registered"
        return ("absent", "registered") if not codes else (str(codes), None)

    def check_store(self, _data_dir, _run):
        pass

    def acknowledged(self):
        return self.states.acknowledged + self.ends


class Devices:
    """Device providers, device services, devices and their status."""

    NAME = "devices"
    VALIDATE = "deviceprovidermanagement/validate"
    LAST_LOOK = 300  # Each is signed anew.

    def __init__(self, faults):
        self.faults = faults
        self.states = States("device", faults, self.LAST_LOOK)
        self.makers = []   # (what was sent for the provider, provider, what was sent for the service, service)
        self.said = {}     # digital id and version of the service by code
        self.new_makers = []

    def send(self, caller, path, request, method="POST"):
        return caller.good(method, device_tools.MASTER + path, request)

    def step(self, caller, chance):
        if not self.makers or chance.random() < 0.05:
            self.new_maker(caller)
            return
        code, status = self.states.take(chance) if chance.random() < 0.6 else (None, None)
        if code is None:
            self.register(caller, chance)
            return
        status = "REVOKED" if chance.random() < 0.1 else {"REGISTERED": "RETIRED", "RETIRED": "REGISTERED"}[status]
        self.states.will(code, status)
        caller.good("PUT", self.status_path(code, status))
        self.states.done(code, status, is_last=status == "REVOKED")

    def new_maker(self, caller):
        sent = device_tools.provider()
        provider = self.send(caller, "deviceprovider", sent)
        service_sent = device_tools.mds(provider["id"])
        maker = (sent, provider, service_sent, self.send(caller, "mosipdeviceservice", service_sent))
        self.makers.append(maker)
        self.new_makers.append(maker)

    def register(self, caller, chance):
        _, provider, _, service = chance.choice(self.makers)
        identity = device_tools.digital_id(provider)
        answer = self.send(caller, "registereddevices", device_tools.registration(device_tools.device_data(identity)))
        code = device_tools.read_answer(answer)[1]["deviceCode"]
        self.said[code] = (identity, service["swVersion"])
        self.states.made(code, "REGISTERED")

    def status_path(self, code, status):
        return f"{device_tools.MASTER}registereddevices/status?deviceCode={code}&status={status}"

    def check(self, caller):
        for code, _ in self.states.look():
            found = self.status_of(caller, code)
            self.states.found(code, found, is_last=found == "REVOKED")
            identity = self.said[code][0]
            again = device_tools.registration(device_tools.device_data(identity))
            self.expect(caller, "registereddevices", again, "ADM-DPM-043")
        for sent, _, service_sent, _ in self.new_makers:
            self.expect(caller, "deviceprovider", sent, "ADM-DPM-011")
            self.expect(caller, "mosipdeviceservice", service_sent, "ADM-DPM-021")
        self.new_makers = []

    def touch_all(self):
        self.states.touch_all()
        self.new_makers = self.makers[:LAST_LOOK] + self.new_makers

    def expect(self, caller, path, request, code):
        """What was acknowledged is refused a second time."""
        codes = caller.ask("POST", device_tools.MASTER + path, request).codes
        if codes != [code]:
            self.faults.breach(f"{path} again: expected {code}, the server says {codes}")

    def status_of(self, caller, code):
        identity, version = self.said[code]
        codes = caller.ask("POST", device_tools.MASTER + self.VALIDATE, device_tools.validation(code, version, identity)).codes
        if codes == ["ADM-DPM-002"]:
            # Which of the two, a change that is refused tells.
            codes = caller.ask("PUT", self.status_path(code, "RETIRED")).codes
            return {("KER-DPM-039",): "RETIRED", ("ADM-DPM-059",): "REVOKED"}.get(tuple(codes), str(codes))
        return str(codes) if codes else "REGISTERED"

    def check_store(self, _data_dir, _run):
        pass

    def acknowledged(self):
        return self.states.acknowledged + len(self.makers)


class Keys:
    """The key manager: keys by order and by use, rotations, and what was encrypted for them."""

    NAME = "keys"
    FRONT = "/v1/keymanager/"
    APPLICATIONS = ("REGISTRATION", "PMS")

    def __init__(self, faults):
        self.faults = faults
        self.certificates = collections.defaultdict(set)  # by (application, reference)
        self.references = []
        self.sealed = []  # (reference, text, envelope) of this cycle
        self.some_sealed = Sample(LAST_LOOK)
        self.touched = set()
        self.count = 0

    def step(self, caller, chance):
        kind = chance.choices(["rotate", "new", "encrypt"], [30, 15, 55])[0]
        if kind == "rotate":
            name = (chance.choice(self.APPLICATIONS), "")
            made = caller.good("POST", self.FRONT + "generateMasterKey/CERTIFICATE",
                               {"applicationId": name[0], "referenceId": "", "force": True})
            self.note(name, made["certificate"])
        elif kind == "new" or not self.references:
            name = ("REGISTRATION", f"NEW_{chance.getrandbits(60)}")
            self.note(name, caller.good("GET", self.FRONT + "getCertificate?applicationId=%s&referenceId=%s" % name)["certificate"])
            self.references.append(name[1])
        else:
            reference = chance.choice(self.references)
            text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
            sealed = (reference, text, self.cipher(caller, "encrypt", reference, text))
            self.sealed.append(sealed)
            self.some_sealed.add(sealed)
            self.count += 1

    def note(self, name, certificate):
        self.certificates[name].add(certificate)
        self.touched.add(name)
        self.count += 1

    def cipher(self, caller, what, reference, data):
        return caller.good("POST", self.FRONT + what, {"applicationId": "REGISTRATION", "referenceId": reference, "data": data,
                                                       "timeStamp": TIME})["data"]

    def check(self, caller):
        for name in self.touched:
            told = caller.good("GET", self.FRONT + "getAllCertificates?applicationId=%s&referenceId=%s" % name)
            found = [one["certificateData"] for one in told["allCertificates"]]
            lost = self.certificates[name] - set(found)
            if lost:
                self.faults.breach(f"{len(lost)} acknowledged keys of {name} are lost")
            if len(found) != len(set(found)):
                self.faults.breach(f"a key of {name} is there twice")
        for reference, text, envelope in self.sealed:
            if self.cipher(caller, "decrypt", reference, envelope) != text:
                self.faults.breach(f"what was encrypted for {reference} is another text")
        self.touched, self.sealed = set(), []

    def touch_all(self):
        self.touched.update(some_of(self.certificates, LAST_LOOK))
        self.sealed += self.some_sealed.kept

    def check_store(self, _data_dir, run):
        code, text = run("keys", "verify")
        if code != 0 or not re.search(r"(?m)^\d+ keys, all whole$", text.strip()):
            self.faults.breach("keys verify: " + text)

    def acknowledged(self):
        return self.count


class Audit:
    """Records that callers report, and all chains."""

    NAME = "audit"
    RECORD = {
        "eventId": "CRASH_1", "eventName": "KEEP", "eventType": "CRASH", "actionTimeStamp": "2026-03-01T08:15:29.929Z", "hostName": "node-1",
        "hostIp": "10.0.0.7", "applicationId": "TEST", "applicationName": "Test", "sessionUserId": "u-17", "sessionUserName": "asha",
        "idType": "NUMBER", "createdBy": "u-17"}

    def __init__(self, faults):
        self.faults = faults
        self.records = Sightings("audit record", faults)

    def step(self, caller, chance):
        name = f"record-{chance.getrandbits(64):016x}"
        self.records.will(name)
        caller.good("POST", "/v1/auditmanager/audits", {**self.RECORD, "id": name})
        self.records.done(name)

    def check(self, _caller):
        pass

    def touch_all(self):
        """The store is asked for all of them, each time."""

    def check_store(self, _data_dir, run):
        code, text = run("audit", "verify")
        if code != 0 or " 0 chains broken" not in text:
            self.faults.breach("audit verify: " + text[-2000:])
        code, text = run("audit", "export", "--filter", "eventType=CRASH")
        if code != 0:
            self.faults.add("audit export: " + text[-2000:])
        lines = (line for line in text.splitlines() if line.startswith("{"))
        self.records.found(collections.Counter(json.loads(line)["record"]["id"] for line in lines))

    def acknowledged(self):
        return len(self.records.acknowledged)


class Messages:
    """The outbox: what was accepted to be sent is there after the restart, once."""

    NAME = "messages"
    # The page of what was captured shows the newest of each partition, a thousand.
    CYCLE_MAX = 4000

    def __init__(self, faults):
        self.messages = Sightings("message", faults)
        self.cycle = []
        self.newest = collections.deque(maxlen=2 * self.CYCLE_MAX)

    def step(self, caller, chance):
        if len(self.cycle) >= self.CYCLE_MAX:
            return
        text = f"message {chance.getrandbits(64):016x}"
        self.messages.will(text)
        caller.good("POST", "/v1/smsnotifier/sms/send", {"number": f"9{chance.randrange(10 ** 9):09d}", "message": text})
        self.messages.done(text)
        self.cycle.append(text)
        self.newest.append(text)

    def check(self, caller):
        rows = caller.server.manage("/dev/messages").json()
        counts = collections.Counter(row["text"] for row in rows if row["text"].startswith("message "))
        self.messages.found(counts, self.cycle)
        self.cycle = []

    def touch_all(self):
        self.cycle = list(self.newest)

    def check_store(self, _data_dir, _run):
        pass

    def acknowledged(self):
        return len(self.messages.acknowledged)


# How many of a hundred steps of a quick client are of which service.
QUICK = {"numbers": 60, "codes": 10, "licences": 10, "devices": 6, "audit": 8, "messages": 6}
# Slow ones have clients of their own: a password's hash and a key take as long as hundreds of the others.
SLOW = ("users", "keys")
SLOW_SHARE = 3 / 16
NAMES = (*QUICK, *SLOW)


def all_services(faults, stored_numbers, names):
    """By name, those of `names`."""
    made = {"numbers": lambda: Drawn(faults, stored_numbers), "codes": lambda: Codes(faults), "licences": lambda: Licences(faults),
            "devices": lambda: Devices(faults), "audit": lambda: Audit(faults), "messages": lambda: Messages(faults),
            "users": lambda: Users(faults), "keys": lambda: Keys(faults)}
    return {name: made[name]() for name in NAMES if name in names}
