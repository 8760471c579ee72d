"""The device registry: makers, who vouches for them, services, devices; what each refuses, what was so in the past, and who is first."""

import base64
import json
import tempfile
import unittest
import uuid
from pathlib import Path
from urllib.parse import quote

import device_tools as tools
from certificates import certificate, openssl
from device_tools import MASTER, after
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, in_parallel, run, sets
from keys_case import KeysCase

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"


def without(fields, *names):
    return {name: value for name, value in fields.items() if name not in names}


def jws(payload, key_file):
    """A compact JWS by RS256 with the openssl program."""
    def url(data):
        return base64.urlsafe_b64encode(data).decode().rstrip("=")
    signed = url(b'{"alg":"RS256"}') + "." + url(json.dumps(payload).encode())
    with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
        text, signature = Path(directory, "text"), Path(directory, "signature")
        text.write_text(signed)
        openssl("dgst", "-sha256", "-sign", key_file, "-out", str(signature), str(text))
        return signed + "." + url(signature.read_bytes())


class DeviceCase(KeysCase):
    def send(self, path, request, method="POST", **more):
        return self.call(method, MASTER + path, envelope(request), **more)

    def good(self, answer, errors=None):
        self.assertEqual((answer.status, answer.json()["errors"]), (200, errors), answer.body)
        return answer.response()

    def assert_fault(self, answer, code, message=None):
        self.assert_error(answer, 200, code)
        if message is not None:
            self.assertEqual(answer.json()["errors"][0]["message"], message)

    def new_provider(self, **changed):
        return self.good(self.send("deviceprovider", tools.provider(**changed)), [])

    def change_provider(self, provider, **changed):
        return self.send("deviceprovider", {**without(provider, "createdBy", "updatedBy", "isDeleted"), **changed}, "PUT")

    def new_trust_provider(self, **changed):
        return self.good(self.send("foundationaltrustprovider", tools.trust_provider(**changed)))

    def new_mds(self, maker, **changed):
        return self.good(self.send("mosipdeviceservice", tools.mds(maker["id"], **changed)))

    def register(self, data):
        return self.send("registereddevices", tools.registration(data))

    def new_device(self, identity, **more):
        """The code of a newly registered device."""
        return tools.read_answer(self.good(self.register(tools.device_data(identity, **more))))[1]["deviceCode"]

    def validate(self, code, version, identity, **changed):
        return self.send("deviceprovidermanagement/validate", tools.validation(code, version, identity, **changed))

    def set_status(self, code, status):
        return self.call("PUT", f"{MASTER}registereddevices/status?deviceCode={quote(code)}&status={status}")

    def deregister(self, code):
        return self.call("DELETE", f"{MASTER}registereddevices/deregister/{quote(code)}")

    def known(self):
        """A provider, its service, a digital id, and the code of the device."""
        maker = self.new_provider()
        service = self.new_mds(maker)
        identity = tools.digital_id(maker)
        return maker, service, identity, self.new_device(identity)

    VALID = [{"status": "Valid", "message": "Device details validated successfully"}]
    DONE = {"status": "success", "message": "Device de-register successfully"}


class Providers(DeviceCase):
    def test_added(self):
        sent = tools.provider(vendorName="  Northwind  ", address=tools.new_name("Road"))
        answer = self.send("deviceprovider", sent)
        made = self.good(answer, [])
        self.assertEqual(list(made), ["id", "vendorName", "address", "email", "contactNumber", "certificateAlias", "isActive", "createdBy",
                                      "updatedBy", "isDeleted"])
        self.assertRegex(made["id"], UUID)
        self.assertEqual({**made, "id": "", "createdBy": ""},
                         {**sent, "vendorName": "Northwind", "id": "", "createdBy": "", "updatedBy": None, "isDeleted": None})
        self.assertTrue(made["createdBy"])
        body = answer.json()
        self.assertEqual((body["id"], body["version"], body["metadata"]), ("io.mosip.masterdata.deviceprovider.create", "1.0", None))

    def test_changed(self):
        made = self.new_provider()
        changed = self.good(self.change_provider(made, address="elsewhere", isActive=False), [])
        self.assertEqual(changed, {**made, "address": "elsewhere", "isActive": False, "updatedBy": made["createdBy"]})
        # A change that keeps name and address does not meet itself.
        self.good(self.change_provider(made, address="elsewhere"), [])
        self.good(self.change_provider(made, address="elsewhere", email="new@example.org"), [])

    def test_isActive_has_another_spelling(self):
        sent = without(tools.provider(), "isActive")
        self.assertIs(self.good(self.send("deviceprovider", {**sent, "active": True}), [])["isActive"], True)
        both = {**tools.provider(), "isActive": False, "active": True}
        self.assertIs(self.good(self.send("deviceprovider", both), [])["isActive"], False)

    def test_missing_fields(self):
        for name in tools.provider():
            for value in ("", "  ", None) if name != "isActive" else (None,):
                self.assert_fault(self.send("deviceprovider", tools.provider(**{name: value})), "ADM-DPM-010", "Mandatory input parameter is missing")
            self.assert_fault(self.send("deviceprovider", {**without(tools.provider(), name), "id": "x"}, "PUT"), "ADM-DPM-013")
        self.assert_fault(self.send("deviceprovider", tools.provider(), "PUT"), "ADM-DPM-013")
        self.assert_fault(self.send("deviceprovider", {}), "ADM-DPM-010")
        self.assert_fault(self.call("POST", MASTER + "deviceprovider", {"id": "x"}), "ADM-DPM-010")

    def test_fields_of_another_form(self):
        text = "Should not be blank or size must be between 1 and 128"
        self.assert_fault(self.send("deviceprovider", tools.provider(vendorName="x" * 129)), "KER-MSD-999", "request.vendorName: " + text)
        self.good(self.send("deviceprovider", tools.provider(vendorName="é" * 64 + tools.new_name("x"))), [])
        self.assert_fault(self.send("deviceprovider", tools.provider(vendorName=7)), "KER-MSD-999", "Invalid Format in field : vendorName")
        self.assert_fault(self.send("deviceprovider", tools.provider(isActive="perhaps")), "KER-MSD-999", "Invalid Format in field : isActive")
        many = self.send("deviceprovider", tools.provider(email="", address="x" * 513, contactNumber="1" * 17, certificateAlias="a" * 37))
        self.assert_error(many, 200, "ADM-DPM-010", "KER-MSD-999", "KER-MSD-999", "KER-MSD-999")
        self.assert_fault(self.call("POST", MASTER + "deviceprovider", b"{"), "KER-MSD-999")

    def test_one_active_provider_of_a_name_and_address(self):
        made = self.new_provider()
        same = tools.provider(vendorName=made["vendorName"], email="other@example.org")
        self.assert_fault(self.send("deviceprovider", same), "ADM-DPM-011", "Device Provider already exist")
        self.assert_fault(self.send("deviceprovider", {**same, "isActive": False}), "ADM-DPM-011")
        other = self.new_provider(vendorName=made["vendorName"], address="elsewhere")
        self.assert_fault(self.change_provider(other, address=made["address"]), "ADM-DPM-011")
        self.good(self.change_provider(made, isActive=False), [])
        self.good(self.send("deviceprovider", same), [])
        self.assert_fault(self.change_provider(made), "ADM-DPM-011")

    def test_an_unknown_one_is_not_changed(self):
        unknown = {**tools.provider(), "id": str(uuid.uuid4())}
        self.assert_fault(self.send("deviceprovider", unknown, "PUT"), "ADM-DPM-003", "Device Provider does not exist")

    def test_of_64_at_once_one_is_first(self):
        sent = tools.provider()
        answers = in_parallel([lambda: self.send("deviceprovider", sent)] * 64)
        self.assertEqual(sorted(answer.error_codes() for answer in answers), [[]] + [["ADM-DPM-011"]] * 63)


class TrustProviders(DeviceCase):
    PATH = "foundationaltrustprovider"

    def test_added_and_changed(self):
        sent = tools.trust_provider()
        made = self.good(self.send(self.PATH, sent))
        self.assertEqual(list(made), ["id", "name", "address", "email", "contactNo", "certAlias", "isActive", "createdBy", "createdDateTime",
                                      "updatedBy", "updatedDateTime", "isDeleted", "deletedDateTime"])
        self.assertEqual({name: made[name] for name in sent}, sent)
        self.assertEqual([made[name] for name in ("updatedBy", "updatedDateTime", "isDeleted", "deletedDateTime")], [None] * 4)
        changed = self.good(self.send(self.PATH, {**sent, "id": made["id"], "email": "new@example.org"}, "PUT"))
        self.assertEqual((changed["createdBy"], changed["createdDateTime"], changed["email"], changed["updatedBy"]),
                         (made["createdBy"], made["createdDateTime"], "new@example.org", made["createdBy"]))
        self.assertGreaterEqual(changed["updatedDateTime"], made["createdDateTime"])

    def test_missing_fields(self):
        for name in tools.trust_provider():
            self.assert_fault(self.send(self.PATH, without(tools.trust_provider(), name)), "ADM-DPM-015")
            self.assert_fault(self.send(self.PATH, {**without(tools.trust_provider(), name), "id": "x"}, "PUT"), "ADM-DPM-018")
        self.assert_fault(self.send(self.PATH, tools.trust_provider(), "PUT"), "ADM-DPM-018")

    def test_the_same_twice(self):
        sent = tools.trust_provider()
        made = self.good(self.send(self.PATH, sent))
        self.assert_fault(self.send(self.PATH, {**sent, "contactNo": "1"}), "ADM-DPM-016", "Foundational Trust Provider already exist")
        self.good(self.send(self.PATH, {**sent, "isActive": False}))
        self.good(self.send(self.PATH, {**sent, "id": made["id"]}, "PUT"))

    def test_an_unknown_one_is_not_changed(self):
        self.assert_fault(self.send(self.PATH, {**tools.trust_provider(), "id": "none"}, "PUT"), "ADM-DPM-054", "FTP is not present for id")


    def test_of_64_at_once_one_is_first(self):
        sent = tools.trust_provider()
        answers = in_parallel([lambda: self.send(self.PATH, sent)] * 64)
        self.assertEqual(sorted(answer.error_codes() if answer.json()["errors"] else [] for answer in answers), [[]] + [["ADM-DPM-016"]] * 63)


class Services(DeviceCase):
    PATH = "mosipdeviceservice"

    def test_added_and_changed(self):
        maker = self.new_provider()
        sent = tools.mds(maker["id"])
        made = self.good(self.send(self.PATH, sent))
        self.assertEqual(list(made), ["isActive", "createdBy", "createdDateTime", "updatedBy", "updatedDateTime", "isDeleted", "deletedDateTime",
                                      "id", "swVersion", "deviceProviderId", "regDeviceTypeCode", "regDeviceSubCode", "make", "model",
                                      "swCreateDateTime", "swExpiryDateTime", "swBinaryHash"])
        self.assertEqual({name: made[name] for name in sent}, sent)
        changed = self.good(self.send(self.PATH, {**without(sent, "isActive"), "id": made["id"], "model": "F2"}, "PUT"))
        self.assertEqual((changed["isActive"], changed["model"], changed["createdDateTime"]), (True, "F2", made["createdDateTime"]))
        changed = self.good(self.send(self.PATH, {**without(sent, "isActive"), "active": False, "id": made["id"]}, "PUT"))
        self.assertIs(changed["isActive"], False)

    def test_other_spellings_of_types(self):
        maker = self.new_provider()
        made = self.new_mds(maker, regDeviceTypeCode="FINGERPRINT", regDeviceSubCode="slab")
        self.assertEqual((made["regDeviceTypeCode"], made["regDeviceSubCode"]), ("Finger", "Slap"))

    def test_missing_fields(self):
        for name in tools.mds("x"):
            self.assert_fault(self.send(self.PATH, without(tools.mds("x"), name)), "ADM-DPM-020")
        self.assert_fault(self.send(self.PATH, tools.mds("x"), "PUT"), "ADM-DPM-020")
        self.assert_fault(self.send(self.PATH, tools.mds("x", swExpiryDateTime="tomorrow")), "KER-MSD-999", "Invalid Format in field : swExpiryDateTime")

    def test_what_it_refers_to(self):
        maker = self.new_provider()
        self.assert_fault(self.send(self.PATH, tools.mds(str(uuid.uuid4()))), "ADM-DPM-039")
        self.assert_fault(self.send(self.PATH, tools.mds(maker["id"], regDeviceTypeCode="Ear")), "ADM-DPM-040")
        self.assert_fault(self.send(self.PATH, tools.mds(maker["id"], regDeviceSubCode="Full face")), "ADM-DPM-041")
        self.good(self.change_provider(maker, isActive=False), [])
        self.assert_fault(self.send(self.PATH, tools.mds(maker["id"])), "ADM-DPM-039",
                          "Device Provider ID not found in the list of Device Providers")

    def test_the_same_twice(self):
        maker = self.new_provider()
        sent = tools.mds(maker["id"])
        made = self.good(self.send(self.PATH, sent))
        self.assert_fault(self.send(self.PATH, {**sent, "isActive": False}), "ADM-DPM-021", "MDS Details already exist")
        other = self.good(self.send(self.PATH, {**sent, "model": "F2"}))
        self.assert_fault(self.send(self.PATH, {**sent, "id": other["id"]}, "PUT"), "ADM-DPM-021")
        self.good(self.send(self.PATH, {**sent, "id": made["id"], "swBinaryHash": "new"}, "PUT"))
        self.assert_fault(self.send(self.PATH, {**sent, "id": "none"}, "PUT"), "ADM-DPM-023", "MDS ID none does not exist")

    def test_of_64_at_once_one_is_first(self):
        sent = tools.mds(self.new_provider()["id"])
        answers = in_parallel([lambda: self.send(self.PATH, sent)] * 64)
        self.assertEqual(sorted(answer.error_codes() if answer.json()["errors"] else [] for answer in answers), [[]] + [["ADM-DPM-021"]] * 63)


class Registration(DeviceCase):
    def test_the_signed_answer(self):
        maker = self.new_provider()
        identity = tools.digital_id(maker)
        answer = self.register(tools.device_data(identity))
        head, said, echoed, signature, signed = tools.read_answer(self.good(answer))
        self.assertEqual(head, '{"alg":"RS256","type":"JWS"}')
        self.assertEqual(list(said), ["status", "digitalId", "deviceCode", "env", "timeStamp"])
        self.assertEqual((said["status"], said["env"]), ("REGISTERED", "local"))
        self.assertRegex(said["deviceCode"], UUID)
        self.assertEqual(list(echoed), ["serialNo", "deviceProvider", "deviceProviderId", "make", "model", "dateTime", "type", "deviceSubType"])
        self.assertEqual(echoed, identity)
        self.assertEqual(answer.json()["id"], "io.mosip.masterdata.device.create")
        self.assertEqual(len(signature), 256)
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            paths = [Path(directory, name) for name in ("key.pem", "signature", "signed")]
            paths[0].write_text(openssl("x509", "-noout", "-pubkey", text=self.pem("KERNEL", "SIGN")))
            paths[1].write_bytes(signature)
            paths[2].write_bytes(signed)
            self.assertIn("OK", openssl("dgst", "-sha256", "-verify", str(paths[0]), "-signature", str(paths[1]), str(paths[2])))

    def test_the_command_verifies_it(self):
        answer = self.good(self.register(tools.device_data(tools.digital_id(self.new_provider()))))
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            ours, other, text = (Path(directory, name) for name in ("ours.pem", "other.pem", "answer"))
            ours.write_text(self.pem("KERNEL", "SIGN"))
            other.write_text(certificate())
            text.write_text(answer + "\n")
            code, said = run("verify-device-response", "--certificate", str(ours), str(text))
            self.assertEqual(code, 0, said)
            self.assertEqual(json.loads(said.splitlines()[0])["status"], "REGISTERED")
            self.assertEqual(json.loads(said.splitlines()[1])["make"], "NW10")
            code, said = run("verify-device-response", "--certificate", str(other), str(text))
            self.assertEqual(code, 1, said)
            self.assertIn("not signed", said)
            text.write_text(answer.replace(".", ".A", 1))
            self.assertEqual(run("verify-device-response", "--certificate", str(ours), str(text))[0], 1)
            self.assertEqual(run("verify-device-response", "--certificate", str(ours), directory + "/missing")[0], 1)

    def test_both_alphabets_and_spellings(self):
        maker = self.new_provider()

        def url(value):
            return base64.urlsafe_b64encode(json.dumps(value, ensure_ascii=False).encode()).decode().rstrip("=")
        for name in ("deviceSubType", "subType", "subtype"):
            identity = tools.digital_id(maker, serialNo="ü?>" + tools.new_name("s"))
            spelled = {**without(identity, "deviceSubType"), name: "single"}
            said = self.good(self.register(url(tools.device_data(spelled, encode=url))))
            self.assertEqual(tools.read_answer(said)[2], {**identity, "deviceSubType": "single"})

    def test_base64_with_and_without_padding(self):
        maker = self.new_provider()
        forms = [(encode, padded) for encode in (base64.b64encode, base64.urlsafe_b64encode) for padded in (True, False)]
        signs = set()
        for encode, padded in forms:
            def form(value, encode=encode, padded=padded):
                text = json.dumps(value).replace("SIGNS", "?>~?>~?~>~?").encode()
                coded = encode(text + b" " * (len(text) % 3 == 0)).decode()
                signs.update(coded)
                return coded if padded else coded.rstrip("=")
            identity = tools.digital_id(maker, serialNo="SIGNS" + tools.new_name("s"))
            data = tools.device_data(identity, encode=form, deviceId="SIGNS")
            said = tools.read_answer(self.good(self.register(form(data))))[2]
            self.assertEqual(said["serialNo"], identity["serialNo"].replace("SIGNS", "?>~?>~?~>~?"))
        self.assertLessEqual(set("+/-_="), signs)

    def test_the_code_of_a_registration_device_is_its_id(self):
        maker = self.new_provider()
        data = tools.device_data(tools.digital_id(maker), purpose="registration")
        self.assertEqual(tools.read_answer(self.good(self.register(data)))[1]["deviceCode"], data["deviceId"])
        again = tools.device_data(tools.digital_id(maker), purpose="REGISTRATION", deviceId=data["deviceId"])
        self.assert_fault(self.register(again), "ADM-DPM-043", "Serial no and DpId already exist")
        # The serial number that was refused with it is free.
        again["deviceId"] = str(uuid.uuid4())
        self.good(self.register(again))

    def test_a_serial_number_once(self):
        maker = self.new_provider()
        identity = tools.digital_id(maker)
        code = self.new_device(identity)
        for purpose in ("AUTH", "REGISTRATION"):
            self.assert_fault(self.register(tools.device_data(identity, purpose=purpose)), "ADM-DPM-043")
        self.good(self.set_status(code, "RETIRED"))
        self.assert_fault(self.register(tools.device_data(identity)), "ADM-DPM-043")
        self.new_device(tools.digital_id(self.new_provider(), serialNo=identity["serialNo"]))

    def test_of_64_at_once_one_is_first(self):
        for purpose in ("AUTH", "REGISTRATION"):
            data = tools.device_data(tools.digital_id(self.new_provider()), purpose=purpose)
            answers = in_parallel([lambda sent=data: self.register(sent)] * 64)
            self.assertEqual(sorted(answer.error_codes() if answer.json()["errors"] else [] for answer in answers),
                             [[]] + [["ADM-DPM-043"]] * 63)
            self.assert_fault(self.register(data), "ADM-DPM-043")

    def test_of_64_ids_for_one_serial_number_one_is_first(self):
        identity = tools.digital_id(self.new_provider())
        calls = [lambda sent=tools.device_data(identity, purpose="REGISTRATION"): self.register(sent) for _ in range(64)]
        answers = in_parallel(calls)
        self.assertEqual(sorted(answer.error_codes() if answer.json()["errors"] else [] for answer in answers), [[]] + [["ADM-DPM-043"]] * 63)

    def test_missing_fields(self):
        identity = tools.digital_id(self.new_provider())
        for name in ("deviceId", "purpose", "deviceInfo"):
            self.assert_fault(self.register(without(tools.device_data(identity), name)), "ADM-DPM-025", "Mandatory input parameter is missing")
        for name in ("deviceSubId", "certification", "digitalId", "firmware", "timeStamp"):
            self.assert_fault(self.register(tools.device_data(identity, {name: None})), "ADM-DPM-025")
        for name in identity:
            self.assert_fault(self.register(tools.device_data(without(identity, name))), "ADM-DPM-025")
        for data in ("", "!!!", "e30", tools.base64_json([]), "AAAA", "a.b.c"):
            self.assert_fault(self.register(data), "ADM-DPM-025")
        self.assert_fault(self.send("registereddevices", {}), "ADM-DPM-025")
        self.new_device(identity, info={"deviceExpiry": None})

    def test_other_refusals(self):
        maker = self.new_provider()
        identity = tools.digital_id(maker)
        self.assert_fault(self.register(tools.device_data(identity, purpose="FUN")), "ADM-DPM-034", "Invalid Purpose received")
        self.assert_fault(self.register(tools.device_data(identity, {"certification": "L2"})), "KER-MSD-999", "Invalid Certification level received")
        self.assert_fault(self.register(tools.device_data({**identity, "type": "Ear"})), "ADM-DPM-026", "Device Type does not exist")
        self.assert_fault(self.register(tools.device_data({**identity, "deviceSubType": "Double"})), "ADM-DPM-027", "Device Sub-Type does not exist")
        for wrong in ({"deviceProvider": "Somebody"}, {"deviceProviderId": str(uuid.uuid4())}):
            self.assert_fault(self.register(tools.device_data({**identity, **wrong})), "ADM-DPM-032")
        self.assert_fault(self.register(tools.device_data({**identity, "make": "x" * 37})), "KER-MSD-999")
        self.assert_fault(self.register(tools.device_data({**identity, "dateTime": "today"})), "KER-MSD-999", "Invalid Format in field : dateTime")
        for not_json in ("bm8ganNvbg==", "a.b.c", "%%"):
            self.assert_fault(self.register(tools.device_data(not_json)), "ADM-DPM-029", "For Device ID, Json value expected for a L0 Device")
        self.good(self.change_provider(maker, isActive=False), [])
        self.assert_fault(self.register(tools.device_data(identity)), "ADM-DPM-032")

    def test_the_window(self):
        identity = tools.digital_id(self.new_provider())
        for seconds, side in ((330, "after"), (-330, "before")):
            self.assert_fault(self.register(tools.device_data(identity, {"timeStamp": after(seconds)})), "MSD-RDS-001",
                              f"Time Stamp input is 5 min {side} the current timestamp")
        self.assert_fault(self.register(tools.device_data(identity, {"timeStamp": "now"})), "KER-MSD-999")
        self.new_device(identity, info={"timeStamp": after(-270)})
        self.new_device(tools.digital_id(self.new_provider()), info={"timeStamp": after(270)})

    def test_level_1(self):
        maker, voucher = self.new_provider(certificateAlias=tools.new_name("p")[:36]), self.new_trust_provider(certAlias=tools.new_name("t")[:36])
        level = {"certification": "L1"}
        self.assert_fault(self.register(tools.device_data(tools.digital_id(maker), level)), "ADM-DPM-025")
        self.assert_fault(self.register(tools.device_data(tools.digital_id(maker), level, foundationalTrustProviderId=str(uuid.uuid4()))), "ADM-DPM-025")
        named = {"foundationalTrustProviderId": voucher["id"]}
        self.new_device(tools.digital_id(maker), info=level, **named)
        # Of level L0 nobody has to vouch for a device.
        self.new_device(tools.digital_id(maker), foundationalTrustProviderId=str(uuid.uuid4()))
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            key, other = directory + "/key.pem", directory + "/other.pem"
            pem = certificate(key_file=key)
            certificate(key_file=other)
            # Nobody's certificate is known: signatures are taken off, not looked at.
            self.new_device(jws(tools.digital_id(maker), other), info=level, **named)
            self.good(self.upload_other("DEVICE", voucher["certAlias"], pem))
            self.new_device(jws(tools.digital_id(maker), key), info=level, **named)
            self.assert_fault(self.register(tools.device_data(jws(tools.digital_id(maker), other), level, **named)), "KER-MSD-999",
                              "Invalid signature received")
            data = tools.device_data(tools.digital_id(maker), level, **named)
            self.assert_fault(self.register(jws(data, other)), "KER-MSD-999", "Invalid signature received")
            head, said, *_ = tools.read_answer(self.good(self.register(jws(data, key))))
            self.assertEqual(said["status"], "REGISTERED")
        self.new_device(tools.digital_id(maker), info=level, **named)


class Life(DeviceCase):
    def test_validated(self):
        maker, service, identity, code = self.known()
        answer = self.validate(code, service["swVersion"], identity)
        self.assertEqual(self.good(answer), self.VALID)
        self.assertEqual((answer.json()["id"], answer.json()["version"]), ("io.mosip.masterdata.device.validate", "1.0"))
        for purpose in ("AUTH", "auth"):
            self.assertEqual(self.good(self.validate(code, service["swVersion"], identity, purpose=purpose)), self.VALID)
        said = {**identity, "type": "finger", "deviceSubType": "SINGLE"}
        for path in (MASTER + "deviceprovidermanagement/validate/history", "/masterdata/deviceprovidermanagement/validate"):
            answer = self.call("POST", path, envelope(tools.validation(code, service["swVersion"], said, timestamp=after())))
            self.assertEqual(self.good(answer), self.VALID)

    def test_validation_step_by_step(self):
        maker, service, identity, code = self.known()
        version = service["swVersion"]
        self.assert_fault(self.validate("none", version, identity), "ADM-DPM-001", "Device does not exist")
        self.assert_fault(self.validate(code, version, identity, purpose="REGISTRATION"), "ADM-DPM-001")
        self.assert_fault(self.validate(code, version, {**identity, "deviceProviderId": "none"}), "ADM-DPM-003", "Device Provider does not exist")
        self.assert_fault(self.validate(code, "none", identity), "ADM-DPM-005", "MDS does not exist")
        idle = self.new_mds(maker, isActive=False)
        self.assert_fault(self.validate(code, idle["swVersion"], identity), "ADM-DPM-006", "MDS is marked Inactive")
        other = self.new_mds(maker, model="F2")
        self.assert_fault(self.validate(code, other["swVersion"], identity), "ADM-DPM-007", "Software version does not match against the Service ID")
        for name, said in (("make", "make"), ("model", "model"), ("serialNo", "serialNo"), ("type", "type"), ("deviceSubType", "subType")):
            self.assert_fault(self.validate(code, version, {**identity, name: "Iris" if name == "type" else "other"}), "ADM-DPM-008",
                              "Device code does not match against - " + said)
        self.assert_fault(self.validate(code, version, {**identity, "deviceProvider": "other"}), "ADM-DPM-008",
                          "Device Provider ID does not match against the Service ID")
        self.assert_error(self.validate(code, version, {**identity, "make": "a", "model": "b"}), 200, "ADM-DPM-008", "ADM-DPM-008")
        self.good(self.change_provider(maker, isActive=False), [])
        self.assert_fault(self.validate(code, version, identity), "ADM-DPM-004", "Device Provider is marked Inactive")

    def test_what_a_validation_must_say(self):
        maker, service, identity, code = self.known()
        good = tools.validation(code, service["swVersion"], identity)
        path = "deviceprovidermanagement/validate"
        size = "Should not be blank or size must be between 1 and "
        for name, most in (("deviceCode", 4096), ("deviceServiceVersion", 4096)):
            self.assert_fault(self.send(path, without(good, name)), "KER-MSD-999", f"request.{name}: must not be null")
            for said, text in ((None, "must not be null"), ("", f"{size}{most}"), (" \t", f"{size}{most}"), ("x" * (most + 1), f"{size}{most}")):
                answer = self.send(path, {**good, name: said})
                self.assert_error(answer, 200, "KER-MSD-999")
                self.assert_fault(answer, "KER-MSD-999", f"request.{name}: {text}")
        for name, most in (("serialNo", 64), ("make", 36), ("model", 36), ("type", 4096), ("deviceSubType", 4096), ("dp", 128),
                           ("dpId", 36)):
            answer = self.send(path, {**good, "digitalId": without(good["digitalId"], name)})
            self.assert_fault(answer, "KER-MSD-999", f"request.digitalId.{name}: must not be null")
            for said, text in ((None, "must not be null"), (" ", f"{size}{most}"), ("x" * (most + 1), f"{size}{most}")):
                answer = self.send(path, {**good, "digitalId": {**good["digitalId"], name: said}})
                self.assert_error(answer, 200, "KER-MSD-999")
                self.assert_fault(answer, "KER-MSD-999", f"request.digitalId.{name}: {text}")
        self.assert_fault(self.send(path, {**good, "deviceCode": 7}), "KER-MSD-999", "Invalid Format in field : deviceCode")
        for wrong, text in ((None, "request.digitalId: must not be null"), ("text", "Invalid Format in field : digitalId"),
                            ([], "Invalid Format in field : digitalId"), (7, "Invalid Format in field : digitalId")):
            answer = self.send(path, {**good, "digitalId": wrong})
            self.assert_error(answer, 200, "KER-MSD-999")
            self.assert_fault(answer, "KER-MSD-999", text)
        self.assert_fault(self.send(path, without(good, "digitalId")), "KER-MSD-999", "request.digitalId: must not be null")
        # What is only long is looked for, and not found; the device's own time is not looked at.
        long = "x" * 65
        self.assert_fault(self.send(path, {**good, "deviceCode": long}), "ADM-DPM-001")
        self.assert_fault(self.send(path, {**good, "deviceServiceVersion": long}), "ADM-DPM-005")
        for name in ("type", "deviceSubType"):
            self.assert_fault(self.send(path, {**good, "digitalId": {**good["digitalId"], name: long}}), "ADM-DPM-008")
        self.assertEqual(self.good(self.send(path, {**good, "digitalId": {**good["digitalId"], "dateTime": long}})), self.VALID)
        self.assert_fault(self.send(path, {**good, "purpose": "FUN"}), "ADM-DPM-034")
        self.assert_fault(self.send(path, {**good, "timeStamp": "2020-02-16"}), "KER-MSD-039",
                          "Text '2020-02-16' could not be parsed. format should be yyyy-mm-ddThh:mm:ss format")

    def test_states(self):
        _, service, identity, code = self.known()
        version = service["swVersion"]
        self.assert_fault(self.set_status(code, "REGISTERED"), "KER-DPM-039", "Device already is in REGISTERED status")
        self.assertEqual(self.good(self.set_status(code, "Retired")), self.DONE)
        self.assert_fault(self.validate(code, version, identity), "ADM-DPM-002", "Device is Revoked/Retired")
        self.assert_fault(self.set_status(code, "RETIRED"), "KER-DPM-039")
        self.assert_fault(self.deregister(code), "KER-DPR-002", "Device already de-registered")
        self.good(self.set_status(code, "registered"))
        self.assertEqual(self.good(self.validate(code, version, identity)), self.VALID)
        self.assertEqual(self.good(self.deregister(code)), self.DONE)
        self.good(self.set_status(code, "REVOKED"))
        self.assert_fault(self.validate(code, version, identity), "ADM-DPM-002")
        for status in ("REGISTERED", "RETIRED"):
            self.assert_fault(self.set_status(code, status), "ADM-DPM-059", "Device has been revoked")
        self.assert_fault(self.set_status(code, "REVOKED"), "KER-DPM-039")
        self.assert_fault(self.deregister(code), "KER-DPR-002")

    def test_spellings_of_a_status_request(self):
        code = self.known()[3]
        for query in (f"devicecode='{code}'&status='REVOKED'",):
            answer = self.call("PUT", MASTER + "registereddevices/status?" + query)
            self.assertEqual(self.good(answer), self.DONE)
            self.assertEqual((answer.json()["id"], answer.json()["version"]), ("io.mosip.masterdata.device.update", "1.0"))
        code = self.known()[3]
        self.good(self.call("PUT", MASTER + f"registereddevices/update/status?DEVICECODE={code}&statuscode=Retired"))

    def test_refusals_of_status_and_deregister(self):
        code = self.known()[3]
        for query in ("", f"?deviceCode={code}", "?status=RETIRED", f"?deviceCode={code}&status=''"):
            answer = self.call("PUT", MASTER + "registereddevices/status" + query)
            self.assert_fault(answer, "ADM-DPM-036", "Mandatory input parameter is missing")
        self.assert_fault(self.set_status(code, "LOST"), "ADM-DPM-037", "Invalid Status received")
        self.assert_fault(self.set_status("none", "RETIRED"), "ADM-DPM-038", "Data not found for provided device code")
        answer = self.deregister("none")
        self.assert_fault(answer, "KER-DPR-001", "No register device found")
        self.assertEqual((answer.json()["id"], answer.json()["version"]), ("io.mosip.masterdata.device.delete", "1.0"))
        self.assert_fault(self.deregister("x" * 37), "KER-DPR-003", "Device code length exceeds the accepted limit")

    def retire(self, **said):
        return self.send("registereddevices/deregister", {"device": tools.base64_json(said)})

    def test_the_newer_form_of_deregister_answers_signed(self):
        code = self.known()[3]
        self.assert_fault(self.retire(deviceCode=code, env="elsewhere"), "KER-DPR-004", "Invalid environment")
        answer = self.good(self.retire(deviceCode=code, env="local"))
        head, payload, _ = answer.split(".")
        said = json.loads(base64.b64decode(payload, validate=True))
        self.assertEqual(list(said), ["status", "deviceCode", "env", "timeStamp"])
        self.assertEqual((said["status"], said["deviceCode"], said["env"]), ("success", code, "local"))
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            certificate_file, text = Path(directory, "ours.pem"), Path(directory, "answer")
            certificate_file.write_text(self.pem("KERNEL", "SIGN"))
            text.write_text(answer)
            code_of_run, output = run("verify-device-response", "--certificate", str(certificate_file), str(text))
            self.assertEqual((code_of_run, json.loads(output.splitlines()[0])["deviceCode"]), (0, code), output)
        self.assert_fault(self.retire(deviceCode=code, env="local"), "KER-DPR-002")
        self.assert_fault(self.retire(deviceCode="none", env="local"), "KER-DPR-001")
        self.assert_fault(self.retire(deviceCode="x" * 37, env="local"), "KER-DPR-003")
        self.assert_fault(self.retire(env="local"), "KER-MSD-999", "request.deviceCode: must not be null")
        self.assert_fault(self.retire(deviceCode=code, env=" "), "KER-MSD-999", "request.env: Should not be blank or size must be between 1 and 65536")
        for device in (None, "!!!", "AAAA"):
            self.assert_fault(self.send("registereddevices/deregister", {"device": device}), "KER-MSD-999")

    def test_as_of_then(self):
        before = after(-1)
        maker, service, identity, code = self.known()
        version = service["swVersion"]
        good = tools.next_moment()
        self.good(self.set_status(code, "RETIRED"))
        retired = tools.next_moment()
        self.good(self.set_status(code, "REGISTERED"))
        self.good(self.send("mosipdeviceservice", {**without(service, "createdBy"), "swVersion": "next-" + version}, "PUT"))
        renamed = tools.next_moment()
        self.good(self.change_provider(maker, isActive=False), [])
        ended = tools.next_moment()

        def then(when, version=version):
            return self.validate(code, version, identity, timeStamp=when)
        self.assert_fault(then(before), "ADM-DPM-001")
        self.assertEqual(self.good(then(good)), self.VALID)
        self.assert_fault(then(retired), "ADM-DPM-002")
        self.assert_fault(then(renamed), "ADM-DPM-005")
        self.assertEqual(self.good(then(renamed, "next-" + version)), self.VALID)
        self.assert_fault(then(ended, "next-" + version), "ADM-DPM-004")
        self.assert_fault(self.validate(code, "next-" + version, identity), "ADM-DPM-004")
        self.assertEqual(self.good(then(good)), self.VALID)
        self.assert_fault(then("1960-01-01T00:00:00.000Z"), "ADM-DPM-001")

    def test_as_of_before_the_provider_and_the_service(self):
        maker, service, identity, code = self.known()
        before = tools.next_moment()
        other, late = self.new_provider(), self.new_mds(maker)
        later = tools.next_moment()

        def then(when, version, identity=identity):
            return self.validate(code, version, identity, timeStamp=when)
        said = {**identity, "deviceProviderId": other["id"]}
        self.assert_fault(then(before, service["swVersion"], said), "ADM-DPM-003")
        self.assert_fault(then(later, service["swVersion"], said), "ADM-DPM-008")
        self.assert_fault(then(later, service["swVersion"], {**identity, "deviceProviderId": "none"}), "ADM-DPM-003")
        self.assertEqual(self.good(then(before, service["swVersion"])), self.VALID)
        self.assert_fault(then(before, late["swVersion"]), "ADM-DPM-005")
        self.assertEqual(self.good(then(later, late["swVersion"])), self.VALID)


class MasterData(DeviceCase):
    def test_types(self):
        page = self.good(self.call("GET", MASTER + "devicetypes/all"))
        self.assertEqual((page["pageNo"], page["totalPages"], page["totalItems"]), (0, 1, 3))
        self.assertEqual([one["code"] for one in page["data"]], ["Finger", "Iris", "Face"])
        self.assertEqual([one["deviceSubTypes"] for one in page["data"]], [["Slap", "Single", "Touchless"], ["Single", "Double"], ["Full face"]])
        page = self.good(self.call("GET", MASTER + "devicetypes/all?pageNumber=1&pageSize=2"))
        self.assertEqual((page["pageNo"], page["totalPages"], [one["code"] for one in page["data"]]), (1, 2, ["Face"]))
        self.assertEqual(self.good(self.call("GET", MASTER + "devicetypes/all?pageNumber=18446744073709551615"))["data"], [])

    def test_specifications(self):
        listed = self.good(self.call("GET", MASTER + "devicespecifications/eng"))["devicespecifications"]
        self.assertEqual(list(listed[0]), ["id", "name", "brand", "model", "deviceTypeCode", "minDriverversion", "description", "langCode", "isActive"])
        listed = self.good(self.call("GET", MASTER + "devicespecifications/eng/Fingerprint"))["devicespecifications"]
        self.assertEqual([one["deviceTypeCode"] for one in listed], ["Finger"])
        listed = self.good(self.call("GET", MASTER + "devicespecifications/devicetypecode/Iris"))["devicespecifications"]
        self.assertEqual([one["deviceTypeCode"] for one in listed], ["Iris"])
        page = self.good(self.call("GET", MASTER + "devicespecifications/all?pageNumber=1&pageSize=2"))
        self.assertEqual((page["pageNo"], page["totalPages"], page["totalItems"], [one["id"] for one in page["data"]]), (1, 2, 3, ["3"]))
        for path in ("xxx", "eng/Ear", "xxx/Iris", "devicetypecode/Ear"):
            self.assert_fault(self.call("GET", MASTER + "devicespecifications/" + path), "KER-MSD-012", "Device Specification not found")


class Access(DeviceCase):
    PATHS = [("POST", "deviceprovider"), ("PUT", "deviceprovider"), ("POST", "foundationaltrustprovider"), ("PUT", "foundationaltrustprovider"),
             ("POST", "mosipdeviceservice"), ("PUT", "mosipdeviceservice"), ("POST", "registereddevices"), ("PUT", "registereddevices/status"),
             ("DELETE", "registereddevices/deregister/x"), ("POST", "deviceprovidermanagement/validate"), ("GET", "devicetypes/all"),
             ("GET", "devicespecifications/eng"), ("GET", "devicespecifications/eng/Iris"), ("GET", "devicespecifications/all"),
             ("GET", "devicespecifications/devicetypecode/Iris"), ("POST", "registereddevices/deregister")]

    def test_a_token_with_a_role(self):
        for method, path in self.PATHS:
            body = envelope({}) if method == "POST" or path.count("/") == 0 else None
            self.assertEqual(self.server.call(method, MASTER + path, body).error_codes(), ["KER-ATH-401"], path)
            token = self.server.token("mosip-abis-client", "abc123")
            self.assertEqual(self.server.call(method, MASTER + path, body, token).error_codes(), ["KER-ATH-403"], path)


class Restarts(unittest.TestCase):
    """What is answered is there after a kill, with its history."""

    ARGUMENTS = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN")

    def test_a_kill(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            with Server(*self.ARGUMENTS, data_dir=directory) as server:
                def send(path, request, method="POST"):
                    return server.call(method, MASTER + path, envelope(request), server.token()).response()
                maker = send("deviceprovider", tools.provider())
                service = send("mosipdeviceservice", tools.mds(maker["id"]))
                identity = tools.digital_id(maker)
                code = tools.read_answer(send("registereddevices", tools.registration(tools.device_data(identity))))[1]["deviceCode"]
                good = tools.next_moment()
                server.call("DELETE", f"{MASTER}registereddevices/deregister/{code}", token=server.token())
                server.kill()
            with Server(*self.ARGUMENTS, data_dir=directory) as server:
                def validate(**more):
                    request = tools.validation(code, service["swVersion"], identity, **more)
                    return server.call("POST", MASTER + "deviceprovidermanagement/validate", envelope(request), server.token())
                self.assertEqual(validate().error_codes(), ["ADM-DPM-002"])
                self.assertIsNone(validate(timeStamp=good).json()["errors"])
                again = tools.registration(tools.device_data(identity))
                self.assertEqual(server.call("POST", MASTER + "registereddevices", envelope(again), server.token()).error_codes(), ["ADM-DPM-043"])
                twice = {**tools.provider(), "vendorName": maker["vendorName"]}
                self.assertEqual(server.call("POST", MASTER + "deviceprovider", envelope(twice), server.token()).error_codes(), ["ADM-DPM-011"])


    def test_a_table_that_drops_a_type(self):
        """What is registered stays as it is; nothing new comes of a type that the table has no more."""
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory, tempfile.NamedTemporaryFile("w", suffix=".table") as file:
            file.write("type|Ear|Ear|\nsub-type|Ear|Left\n")
            file.flush()

            def sender(server):
                return lambda path, request, method="POST": server.call(method, MASTER + path, envelope(request), server.token())
            with Server(*self.ARGUMENTS, data_dir=directory) as server:
                send = sender(server)
                maker = send("deviceprovider", tools.provider()).response()
                service = send("mosipdeviceservice", tools.mds(maker["id"])).response()
                identity = tools.digital_id(maker)
                answer = send("registereddevices", tools.registration(tools.device_data(identity)))
                code = tools.read_answer(answer.response())[1]["deviceCode"]
            with Server(*self.ARGUMENTS, *sets("idkernel.device.types-file=" + file.name), data_dir=directory) as server:
                send = sender(server)
                for more in ({}, {"timeStamp": after()}):
                    for said in (identity, {**identity, "type": "FINGER"}):
                        answer = send("deviceprovidermanagement/validate", tools.validation(code, service["swVersion"], said, **more))
                        self.assertIsNone(answer.json()["errors"], answer.body)
                answer = send("deviceprovidermanagement/validate", tools.validation(code, service["swVersion"], {**identity, "type": "Ear"}))
                self.assertEqual(answer.error_codes(), ["ADM-DPM-008"])
                refused = send("registereddevices", tools.registration(tools.device_data(tools.digital_id(maker))))
                self.assertEqual(refused.error_codes(), ["ADM-DPM-026"])
                self.assertEqual(send("mosipdeviceservice", tools.mds(maker["id"])).error_codes(), ["ADM-DPM-040"])
                ended = send("mosipdeviceservice", {**without(service, "createdBy"), "isActive": False}, "PUT")
                self.assertIs(ended.response()["isActive"], False)


class Settings(unittest.TestCase):
    def refuses(self, *assignments):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            code, said = run("serve", "--dev", "--data-dir", directory, "--listen", "127.0.0.1:0", "--management", "127.0.0.1:0", *sets(*assignments))
            self.assertEqual(code, 78, said)
            return said

    def test_what_the_start_refuses(self):
        self.assertIn("masterdata.registerdevice.timestamp.validate", self.refuses("masterdata.registerdevice.timestamp.validate=soon"))
        with tempfile.NamedTemporaryFile("w", suffix=".table") as file:
            file.write("type|Finger|Finger|\ntype|FINGER|x|y\n")
            file.flush()
            self.assertIn(f"idkernel.device.types-file: {file.name} line 2: FINGER is said twice", self.refuses("idkernel.device.types-file=" + file.name))

    def test_the_white_list(self):
        with tempfile.NamedTemporaryFile("w", suffix=".table") as file:
            file.write("type|Finger|Finger|\nsub-type|Finger|Single\ntype-alias|Fingerprint|Finger\nregistration-device|R-1|LISTED\n")
            file.flush()
            arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN",
                                                            "idkernel.device.white-list=true", "idkernel.device.types-file=" + file.name)
            with Server(*arguments) as server:
                maker = server.call("POST", MASTER + "deviceprovider", envelope(tools.provider()), server.token()).response()

                def register(serial, purpose):
                    data = tools.device_data(tools.digital_id(maker, serialNo=serial), purpose=purpose)
                    return server.call("POST", MASTER + "registereddevices", envelope(tools.registration(data)), server.token())
                refused = register("other", "REGISTRATION")
                self.assertEqual(refused.error_codes(), ["ADM-DPM-042"])
                self.assertEqual(refused.json()["errors"][0]["message"], "other Cannot register device as it is not a white-listed device")
                self.assertEqual(tools.read_answer(register("LISTED", "REGISTRATION").response())[1]["deviceCode"], "R-1")
                self.assertRegex(tools.read_answer(register("other", "AUTH").response())[1]["deviceCode"], UUID)

    def test_the_window_and_the_environment(self):
        arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN",
                                                        "masterdata.registerdevice.timestamp.validate=-1", "mosip.stage.environment=Staging")
        with Server(*arguments) as server:
            maker = server.call("POST", MASTER + "deviceprovider", envelope(tools.provider()), server.token()).response()

            def register(seconds):
                data = tools.device_data(tools.digital_id(maker), {"timeStamp": after(seconds)})
                return server.call("POST", MASTER + "registereddevices", envelope(tools.registration(data)), server.token())
            self.assertEqual(register(30).json()["errors"][0]["message"], "Time Stamp input is 1 min after the current timestamp")
            self.assertEqual(register(-90).json()["errors"][0]["message"], "Time Stamp input is 1 min before the current timestamp")
            self.assertEqual(tools.read_answer(register(-30).response())[1]["env"], "Staging")


if __name__ == "__main__":
    unittest.main()
