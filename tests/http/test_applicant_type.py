"""Applicant types: the truth table over both forms, every refusal, and a table of one's own."""

import datetime
import json
import tempfile
import unittest
from pathlib import Path
from urllib.parse import urlencode

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, run, sets
from server_case import ServerCase

ROOT = Path(__file__).resolve().parents[2]
ROWS = json.loads((ROOT / "tests" / "vectors" / "ids.json").read_text())["applicant_type"]
TABLE = ROOT / "deploy" / "config" / "applicant-type.table"
GET = "/v1/applicanttype/getApplicantType"
POSTS = (GET, "/v1/masterdata/getApplicantType")
YEARS = {"INFANT": 3, "MINOR": 10, "ADULT": 40}


def born(years_ago, form):
    # Not 29 February, which most years do not have.
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return datetime.date(today.year - years_ago, today.month, min(today.day, 28)).strftime(form)


class ApplicantType(ServerCase):
    def get(self, **query):
        asked = {"individualTypeCode": "FR", "genderCode": "MLE", "dateofbirth": "1992-01-01T10:00:00.000Z", "languagecode": "eng", **query}
        return self.call("GET", GET + "?" + urlencode({name: value for name, value in asked.items() if value is not None}))

    def post(self, path=POSTS[0], **attributes):
        listed = [{"attribute": name, "value": value} for name, value in attributes.items()]
        return self.call("POST", path, envelope({"attributes": listed}))

    def code(self, answer):
        self.assertEqual((answer.status, answer.json()["errors"]), (200, None), answer.body)
        self.assertEqual(list(answer.response()), ["applicantType"])
        return answer.response()["applicantType"]["applicantTypeCode"]

    def test_the_truth_table(self):
        for row in ROWS:
            with self.subTest(row):
                residence, gender, years = row["individualTypeCode"], row["genderCode"], YEARS[row["ageGroup"]]
                flag = "true" if row["bioFlag"] else "false"
                birth = born(years, "%Y-%m-%dT00:00:00.000Z")
                answer = self.get(individualTypeCode=residence, genderCode=gender, dateofbirth=birth, biometricAvailable=flag)
                self.assertEqual(self.code(answer), row["code"])
                old = {"individualTypeCode": residence, "genderCode": gender, "dateofbirth": birth, "biometricAvailable": row["bioFlag"]}
                self.assertEqual(self.code(self.post(**old)), row["code"])
                new = {"residenceStatus": [{"language": "eng", "value": residence}], "gender": [{"language": "eng", "value": gender}],
                       "dateOfBirth": born(years, "%Y/%m/%d"), "isBioException": flag}
                for path in POSTS:
                    self.assertEqual(self.code(self.post(path, **new)), row["reference_script_code"])

    def test_the_envelopes(self):
        answer = self.get().json()
        self.assertEqual((answer["id"], answer["version"], answer["metadata"]), (None, None, None))
        body = envelope({"attributes": [{"attribute": "dateofbirth", "value": "2012-03-08T11:46:12.640Z"},
                                        {"attribute": "individualTypeCode", "value": "FR"}, {"attribute": "genderCode", "value": "MLE"}]})
        answer = self.call("POST", GET, {**body, "id": "mosip.applicanttype.fetch", "version": "1.0"}).json()
        self.assertEqual((answer["id"], answer["version"]), ("mosip.applicanttype.fetch", "1.0"))

    def test_the_seeds_sample_codes(self):
        answer = self.get(individualTypeCode="INDTYP_002", genderCode="ML", dateofbirth="1992-10-04T05:00:00.000Z", biometricAvailable="False")
        self.assertEqual(self.code(answer), "004")

    def test_any_token_but_a_token(self):
        self.assertEqual(self.server.call("GET", GET).error_codes(), ["KER-ATH-401"])

    def test_refusals_of_the_first_form(self):
        for changed in ("individualTypeCode", "genderCode", "dateofbirth", "languagecode"):
            for value in (None, "", "  "):
                self.assert_error(self.get(**{changed: value}), 200, "KER-MSD-148")
        for wrong in ({"dateofbirth": "1992-01-01 10:00:00.000Z"}, {"dateofbirth": "2992-01-01T10:00:00.000Z"}, {"biometricAvailable": "yes"}):
            self.assert_error(self.get(**wrong), 200, "KER-MSD-148")
        for unknown in ({"individualTypeCode": "XX"}, {"genderCode": "male"}, {"dateofbirth": "1700-01-01T10:00:00.000Z"}):
            answer = self.get(**unknown)
            self.assert_error(answer, 200, "KER-MSD-147")
            self.assertEqual(answer.json()["errors"][0]["message"], "Applicant Type data does not exist")

    def test_refusals_of_the_second_form(self):
        good = {"residenceStatusCode": "FR", "genderCode": "MLE", "dateOfBirth": "1990/01/01"}
        self.assertEqual(self.code(self.post(**good)), "002")
        self.assert_error(self.post(**{**good, "dateOfBirth": "2990/01/01"}), 200, "KER-MSD-151")
        answer = self.post(**{**good, "genderCode": ""})
        self.assert_error(answer, 200, "KER-MSD-147")
        self.assertEqual(answer.json()["errors"][0]["message"], "Invalid query passed for applicant type")
        self.assertEqual(self.code(self.post(**{**good, "genderCode": "", "_flow": "Update"})), "000")
        self.assertEqual(self.code(self.post(**{**good, "genderCode": "XXX"})), "000")

    def test_bodies_that_say_nothing(self):
        for request in ({}, {"attributes": []}, {"attributes": "FR"}, {"attributes": ["FR"]}, {"attributes": [{"value": "FR"}]},
                        {"attributes": [{"attribute": "genderCode", "value": 1}]}, {"attributes": [{"attribute": "genderCode", "value": []}]}):
            self.assert_error(self.call("POST", GET, envelope(request)), 200, "KER-MSD-148")
        self.assert_error(self.call("POST", GET, b"{"), 200, "KER-MSD-148")


class OwnTable(unittest.TestCase):
    def served_by(self, text):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        file = Path(folder.name) / "own.table"
        file.write_text(text)
        return file, sets(f"idkernel.applicant-type.table-file={file}")

    def test_it_is_used(self):
        _, arguments = self.served_by(TABLE.read_text().replace("type FR MLE ADULT false 002", "type FR MLE ADULT false 7A2"))
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *arguments) as server:
            query = {"individualTypeCode": "FR", "genderCode": "MLE", "dateofbirth": "1992-01-01T10:00:00.000Z", "languagecode": "eng"}
            answer = server.call("GET", GET + "?" + urlencode(query), token=server.token())
            self.assertEqual(answer.response(), {"applicantType": {"applicantTypeCode": "7A2"}})

    def test_a_bad_one_refuses_the_start(self):
        lines = TABLE.read_text().splitlines()
        number = next(i for i, line in enumerate(lines) if line.startswith("type "))
        lines[number] += " 003"
        file, arguments = self.served_by("\n".join(lines) + "\n")
        code, said = run("serve", "--dev", "--data-dir", str(file.parent / "data"), "--listen", "127.0.0.1:0", "--management", "127.0.0.1:0", *arguments)
        self.assertEqual(code, 78, said)
        self.assertIn(f"idkernel.applicant-type.table-file: {file} line {number + 1}: "
                      "expected type RESIDENCE GENDER GROUP FLAG CODE SCRIPT-CODE", said)


if __name__ == "__main__":
    unittest.main()
