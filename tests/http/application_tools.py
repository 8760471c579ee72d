"""Applications for registration: what a citizen files, and the calls about it."""

import json
import random
from pathlib import Path

from prereg_tools import frame

BASE = "/preregistration/v1/applications"
ALIAS = BASE + "/prereg"
DOCUMENTS = "/preregistration/v1/documents"
ID = "mosip.pre-registration.demographic."
KINDS = {"POA": "DOC004", "POI": "DOC002", "POR": "DOC007", "POE": "DOC008"}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
SYLLABLES = ["ka", "mo", "ri", "sha", "ten", "lu", "bra", "ni", "go", "ve", "zor", "ala", "qui", "dun", "pel", "wix"]
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def both(english, arabic):
    return [{"language": "eng", "value": english}, {"language": "ara", "value": arabic}]


def identity(seed=0, **changes):
    """What one person of many says; a change to None leaves the attribute out."""
    chance = random.Random(seed)
    name = " ".join("".join(chance.choice(SYLLABLES) for _ in range(4)).capitalize() for _ in range(2))
    arabic = "".join(chance.choice(ARABIC) for _ in range(12))
    # No number that the server draws holds 666: whoever looks for these in its files finds no other.
    person = {
        "IDSchemaVersion": 1, "fullName": both(name, arabic),
        "dateOfBirth": f"{chance.randrange(1930, 2015)}/{chance.randrange(1, 13):02d}/{chance.randrange(1, 29):02d}",
        "gender": both("MLE", "MLE"), "addressLine1": both(f"{chance.randrange(10**7, 10**8)} {name[:8]} Road", arabic[::-1]),
        "residenceStatus": both("FR", "FR"), "addressLine2": both("", ""), "addressLine3": both("", ""), "region": both("RSK", "RSK"),
        "province": both("KTA", "KTA"), "city": both("KNT", "KNT"), "zone": both("BNMR", "BNMR"), "postalCode": "14022",
        "phone": f"9666{chance.randrange(10**6):06d}", "email": f"{name.replace(' ', '').lower()}{seed}@example.org",
        "referenceIdentityNumber": f"666{chance.randrange(10**11):011d}", **changes}
    return {key: value for key, value in person.items() if value is not None}


def filing(details, operation="create", language="eng", **changes):
    return frame({"langCode": language, "demographicDetails": details}, ID + operation, **changes)


def create(server, token, person=None, base=BASE, **changes):
    return server.call("POST", base, filing({"identity": person or identity()}, **changes), token)


def created(server, token, person=None):
    """The id of a new application."""
    answer = create(server, token, person)
    assert answer.json()["errors"] is None, answer.body
    return answer.response()["preRegistrationId"]


def upload_body(request, file=PDF, name="passport.pdf", boundary="----b7MA4YWxk"):
    """(body, headers) of an upload; what is None is left out."""
    parts = []
    if request is not None:
        text = request if isinstance(request, str) else json.dumps(request)
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="Document request"\r\n'
                     f'Content-Type: application/json\r\n\r\n{text}\r\n'.encode())
    if file is not None:
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                     'Content-Type: application/octet-stream\r\n\r\n'.encode() + file + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def upload(server, token, application, file=PDF, name="passport.pdf", category="POA", kind=None, language="eng", **changes):
    """`kind` is one that the category takes, unless told."""
    kind = KINDS.get(category, "DOC001") if kind is None else kind
    request = frame({"docCatCode": category, "docTypCode": kind, "langCode": language}, "mosip.pre-registration.document.upload", **changes)
    body, headers = upload_body(request, file, name)
    return server.call("POST", f"{DOCUMENTS}/{application}", body, token, headers)


def with_officer():
    """The sample users and clients, a client with the roles of officers and none that a citizen holds, and one without any."""
    sample = json.loads((Path(__file__).resolve().parents[2] / "deploy" / "config" / "dev-bootstrap.json").read_text())
    roles = ["REGISTRATION_OFFICER", "REGISTRATION_SUPERVISOR", "REGISTRATION_ADMIN", "PRE_REGISTRATION_ADMIN", "REGISTRATION_PROCESSOR"]
    sample["clients"] += [{"clientId": "officer", "secret": "officer-secret-1", "roles": roles},
                          {"clientId": "nobody", "secret": "nobody-secret-1", "roles": ["default"]}]
    return sample


def officer_token(server):
    if "officer" not in server.token_cache:
        server.token_cache["officer"] = server.sign_in("officer", "officer-secret-1").cookie()
    return server.token_cache["officer"]
