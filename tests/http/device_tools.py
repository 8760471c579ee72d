"""Requests of the device services, as their clients make them."""

import base64
import datetime
import json
import uuid

MASTER = "/v1/masterdata/"


def after(seconds=0.0):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def next_moment():
    """Now, once the clock shows a later millisecond than at the call, and again before the answer: what came before is older, what
    comes after is younger."""
    def pass_one():
        shown = after()
        while after() == shown:
            pass
    pass_one()
    moment = after()
    pass_one()
    return moment


def new_name(front):
    return f"{front}-{uuid.uuid4().hex[:12]}"


def provider(**changed):
    return {"vendorName": new_name("Vendor"), "address": "1 Harbour Road", "email": "ops@example.org", "contactNumber": "9000000001",
            "certificateAlias": "nwb", "isActive": True, **changed}


def trust_provider(**changed):
    return {"name": new_name("Chips"), "address": "2 Foundry Lane", "email": "trust@example.org", "contactNo": "9000000002",
            "certAlias": "cw", "isActive": True, **changed}


def mds(provider_id, **changed):
    return {"deviceProviderId": provider_id, "regDeviceTypeCode": "Finger", "regDeviceSubCode": "Single", "swVersion": new_name("v"),
            "swBinaryHash": "a1b2c3", "make": "NW10", "model": "F1", "swCreateDateTime": "2020-02-01T00:00:00.000Z",
            "swExpiryDateTime": "2031-02-01T00:00:00.000Z", "isActive": True, **changed}


def digital_id(maker, **changed):
    """What a device of the provider `maker` (a response) says of itself."""
    return {"serialNo": new_name("S"), "deviceProvider": maker["vendorName"], "deviceProviderId": maker["id"], "make": "NW10", "model": "F1",
            "dateTime": after(), "type": "Fingerprint", "deviceSubType": "Single", **changed}


def base64_json(value):
    return base64.b64encode(json.dumps(value).encode()).decode()


def device_data(identity, info=None, encode=base64_json, **changed):
    """deviceData as an object; `identity` is a digital id, or the text to send in its place."""
    inside = {"deviceSubId": "1", "certification": "L0", "digitalId": identity if isinstance(identity, str) else encode(identity),
              "firmware": "1.0", "deviceExpiry": after(10 ** 8), "timeStamp": after(), **(info or {})}
    return {"deviceId": str(uuid.uuid4()), "purpose": "AUTH", "deviceInfo": inside, "foundationalTrustProviderId": "", **changed}


def registration(data):
    return {"deviceData": data if isinstance(data, str) else base64_json(data)}


def read_answer(answer):
    """The parts of a signed registration: header, payload, digital id, signature, and what is signed."""
    head, payload, signature = answer.split(".")
    said = json.loads(base64.b64decode(payload, validate=True))
    identity = said["digitalId"]
    padded = identity + "=" * (-len(identity) % 4)
    return (base64.b64decode(head, validate=True).decode(), said, json.loads(base64.urlsafe_b64decode(padded)),
            base64.b64decode(base64.b64decode(signature, validate=True), validate=True), payload.encode())


def validation(code, version, identity, **changed):
    return {"deviceCode": code, "deviceServiceVersion": version,
            "digitalId": {"serialNo": identity["serialNo"], "make": identity["make"], "model": identity["model"], "type": identity["type"],
                          "deviceSubType": identity["deviceSubType"], "dp": identity["deviceProvider"], "dpId": identity["deviceProviderId"],
                          "dateTime": after()}, **changed}
