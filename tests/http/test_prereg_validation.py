"""Every KER-IOV row of the seed's tables of POST and PUT /applications, through the real server; sheet B.5."""

import datetime
import json
import unittest

from application_tools import BASE, both, create, created, filing, identity
from device_tools import after
from prereg_tools import sign_in
from server_case import ServerCase

MISSING = ["fullName", "gender", "residenceStatus", "addressLine1", "region", "zone", "province", "city", "postalCode",
           "referenceIdentityNumber"]
TEXTS = {"phone": ["", "12", "90000000031", "5000000003"], "email": ["", "x", "a@b", "a@b.C", "a@b.io,c@d.io"],
         "dateOfBirth": ["", "1990-05-17", "1990/13/01", "1990/02/30"], "postalCode": ["", "1402", "56059"],
         "referenceIdentityNumber": ["", "123456789", "1" * 31, "12x"]}
IN_LANGUAGES = ["fullName", "gender", "addressLine1", "addressLine2", "addressLine3", "residenceStatus", "region", "province",
                "city", "zone"]
OF_TABLES = ["gender", "region", "province", "city", "zone"]


def invalid(path):
    return ("KER-IOV-004", "Invalid input parameter - identity/" + path)


def missing(path):
    return ("KER-IOV-005", "Missing input parameter - identity/" + path)


class Validation(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.token = sign_in(cls.server, "9800000001")
        cls.id = created(cls.server, cls.token)

    def faults(self, answer, operation):
        body = answer.json()
        self.assertEqual((answer.status, body["id"], body["response"]), (200, "mosip.pre-registration.demographic." + operation, None), answer.body)
        return [(error["errorCode"], error["message"]) for error in body["errors"]]

    def assert_faults(self, person, *expected):
        """By POST and by PUT."""
        self.assertEqual(self.faults(create(self.server, self.token, person), "create"), list(expected))
        answer = self.server.call("PUT", f"{BASE}/{self.id}", filing({"identity": person}, "update"), self.token)
        self.assertEqual(self.faults(answer, "update"), list(expected))

    def test_missing_attributes(self):
        for name in MISSING:
            with self.subTest(name):
                self.assert_faults(identity(**{name: None}), missing(name))
        self.assert_faults(identity(dateOfBirth=None), missing("dateOfBirth|identity/age"))
        self.assertIsNone(create(self.server, self.token, identity(dateOfBirth=None, age=30)).json()["errors"])

    def test_empty_or_invalid_texts(self):
        for name, values in TEXTS.items():
            for value in values:
                with self.subTest(name=name, value=value):
                    self.assert_faults(identity(**{name: value}), invalid(name))

    def test_a_birth_in_the_future(self):
        today = datetime.datetime.now(datetime.timezone.utc).date()
        later = (today + datetime.timedelta(days=2)).strftime("%Y/%m/%d")
        self.assert_faults(identity(dateOfBirth=later), invalid("dateOfBirth"))

    def test_empty_or_invalid_languages(self):
        for name in IN_LANGUAGES:
            for position in (0, 1):
                for language in ("", "xyz"):
                    with self.subTest(name=name, position=position, language=language):
                        person = identity()
                        person[name][position]["language"] = language
                        # Two entries of one kind would be the same.
                        person[name][position]["value"] += "" if name in OF_TABLES + ["residenceStatus"] else "x"
                        self.assert_faults(person, invalid(f"{name}/{position}/language"))

    def test_empty_or_invalid_values(self):
        for name in OF_TABLES:
            for position in (0, 1):
                for value in ("", "nothing of the kind"):
                    with self.subTest(name=name, position=position, value=value):
                        person = identity()
                        person[name][position]["value"] = value
                        self.assert_faults(person, invalid(f"{name}/{position}/value"))

    def test_all_of_a_stage_at_once(self):
        person = identity(fullName=None, city=None, zone=None, phone="1")
        self.assert_faults(person, missing("fullName"), missing("city"), missing("zone"))
        person = identity(phone="1", email="x", postalCode="", gender=both("XXX", "MLE"))
        self.assert_faults(person, invalid("email"), invalid("phone"), invalid("postalCode"))
        person = identity(gender=both("XXX", "MLE"), region=both("RSK", "XXX"), postalCode="99999")
        self.assert_faults(person, invalid("gender/0/value"), invalid("region/1/value"), invalid("postalCode"))

    def test_shapes(self):
        self.assert_faults(identity(fullName="Amina"), invalid("fullName"))
        self.assert_faults(identity(phone=9000000003), invalid("phone"))
        self.assert_faults(identity(fullName=[{"value": "Amina"}]), missing("fullName/0/language"))
        self.assert_faults(identity(fullName=both("A", "B") + both("A", "C")[:1]), invalid("fullName"))
        self.assert_faults(identity(gender=[]), invalid("gender"))

    def test_what_stands_beside_the_identity(self):
        answer = self.server.call("POST", BASE, filing({"identity": identity(), "other": 1}), self.token)
        self.assertEqual(self.faults(answer, "create"), [("KER-IOV-004", "Invalid input parameter - other")])

    def test_a_key_that_is_there_twice(self):
        text = json.dumps(filing({"identity": identity(1)})).replace('"phone"', '"phone": "9000000003", "phone"')
        answer = self.server.call("POST", BASE, text.encode(), self.token, {"Content-Type": "application/json"})
        self.assertEqual(self.faults(answer, "create"), [invalid("phone")])

    def test_names_may_be_written_with_escapes(self):
        """The frame's checks and what is cut out of the body mean the same members."""
        def post(*pairs):
            text = json.dumps(filing({"identity": identity(3)}))
            for old, new in pairs:
                self.assertIn(old, text)
                text = text.replace(old, new)
            return self.server.call("POST", BASE, text.encode(), self.token, {"Content-Type": "application/json"})
        escaped = (('"request"', '"requ\\u0065st"'), ('"demographicDetails"', '"demographic\\u0044etails"'), ('"identity"', '"identit\\u0079"'))
        for pairs in ([pair] for pair in escaped):
            with self.subTest(pairs):
                self.assertIsNone(post(*pairs).json()["errors"])
        answer = post(*escaped)
        self.assertEqual(answer.response()["demographicDetails"], {"identity": identity(3)}, answer.body)
        found = self.server.call("GET", f"{BASE}/{answer.response()['preRegistrationId']}", token=self.token)
        self.assertEqual(found.response()["demographicDetails"], {"identity": identity(3)}, found.body)
        for (old, new), code in ((('"request"', '"Request"'), "PRG_PAM_CORE_004"), (('"demographicDetails"', '"demographicdetails"'), "PRG_PAM_APP_007"),
                                 (('"identity"', '"Identity"'), "PRG_PAM_APP_007"), (('"request":', '"request": 1, "requ\\u0065st":'), "PRG_PAM_CORE_004"),
                                 (('"demographicDetails":', '"demographicDetail\\u0073": 1, "demographicDetails":'), "PRG_PAM_APP_007")):
            with self.subTest(new):
                self.assertEqual(post((old, new)).error_codes(), [code])

    def test_attributes_of_ones_own_are_kept(self):
        person = identity(2, nationality=[{"language": "xyz", "value": ""}], shoe=42.5)
        answer = create(self.server, self.token, person, requesttime=after())
        self.assertIsNone(answer.json()["errors"], answer.body)
        self.assertEqual(answer.response()["demographicDetails"]["identity"], person)


if __name__ == "__main__":
    unittest.main()
