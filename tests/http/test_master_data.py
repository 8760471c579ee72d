"""Master data over HTTP: languages, genders, places by hierarchy, documents; tables of one's own, and bad ones."""

import tempfile
import unittest
from pathlib import Path
from urllib.parse import quote

from application_tools import both, create, identity
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, run, sets
from prereg_tools import sign_in
from server_case import ServerCase

CONFIG = Path(__file__).resolve().parents[2] / "deploy" / "config"
BASE = "/v1/masterdata/"
PROXY = "/preregistration/v1/proxy/masterdata/"
FRAME = ["id", "version", "responsetime", "metadata", "response", "errors"]
LISTS = ["languages", "gendertypes", "gendertypes/eng", "gendertypes/validate/Male", "individualtypes", "locations/eng",
         "locationHierarchyLevels/eng", "locations/RSK/eng", "locations/immediatechildren/RSK/eng",
         "locations/locationhierarchy/Region", "locations/validate/Kenitra", "validdocuments/eng", "documentcategories",
         "documentcategories/eng", "documentcategories/POA/eng", "documenttypes/POA/eng"]


class MasterData(ServerCase):
    def read(self, path):
        answer = self.call("GET", BASE + path)
        body = answer.json()
        self.assertEqual((answer.status, body["errors"], list(body)), (200, None, FRAME), answer.body)
        return answer.response()

    def refused(self, path, code):
        self.assert_error(self.call("GET", BASE + path), 200, code)

    def test_who_may_read(self):
        citizen = sign_in(self.server, "9000000003")
        for path in LISTS:
            with self.subTest(path):
                self.assertEqual(self.server.call("GET", BASE + path).error_codes(), ["KER-ATH-401"])
                answer = self.server.call("GET", BASE + path, token=citizen)
                self.assertIsNone(answer.json()["errors"], answer.body)

    def test_the_portal_reads_the_same_through_pre_registration(self):
        citizen = sign_in(self.server, "9000000004")
        for path in LISTS:
            with self.subTest(path):
                there = PROXY + path
                self.assertEqual(self.server.call("GET", there).error_codes(), ["KER-ATH-401"])
                answer = self.server.call("GET", there, token=citizen)
                self.assertEqual((answer.status, answer.response()), (200, self.read(path)), answer.body)
                self.assertEqual(self.call("POST", there, {}).status, 405)
        self.assertEqual(self.server.call("GET", PROXY + "deviceprovider", token=citizen).status, 404)

    def test_languages(self):
        self.assertEqual(list(self.read("languages")), ["languages"])
        rows = {row["code"]: row for row in self.read("languages")["languages"]}
        self.assertEqual(set(rows), {"eng", "ara", "fra"})
        self.assertEqual(rows["fra"], {"code": "fra", "name": "French", "family": "Indo-European", "nativeName": "Français", "isActive": True})

    def test_genders(self):
        rows = self.read("gendertypes")["genderType"]
        self.assertEqual(len(rows), 9)
        self.assertIn({"code": "FLE", "genderName": "أنثى", "langCode": "ara", "isActive": True}, rows)
        self.assertEqual(self.read("gendertypes/fra")["genderType"], [row for row in rows if row["langCode"] == "fra"])
        self.assertEqual({row["isActive"] for row in rows if row["code"] == "OTH"}, {False})
        self.refused("gendertypes/xxx", "KER-MSD-018")
        for name, status in (("Male", "Valid"), ("Mâle", "Valid"), ("Others", "Invalid"), ("male", "Invalid"), ("MLE", "Invalid")):
            self.assertEqual(self.read("gendertypes/validate/" + quote(name)), {"status": status}, name)

    def test_individual_types(self):
        rows = self.read("individualtypes")["individualTypes"]
        self.assertEqual(len(rows), 6)
        self.assertIn({"code": "NFR", "langCode": "fra", "name": "Non-étranger", "isActive": True}, rows)

    def test_levels(self):
        rows = self.read("locations/fra")["locations"]
        self.assertEqual([row["locationHierarchylevel"] for row in rows], list(range(6)))
        self.assertEqual(rows[3], {"locationHierarchylevel": 3, "locationHierarchyName": "Ville", "isActive": True})
        rows = self.read("locationHierarchyLevels/fra")["locationHierarchyLevels"]
        self.assertEqual(rows[0], {"hierarchyLevel": 0, "hierarchyLevelName": "Pays", "langCode": "fra", "isActive": True})
        self.refused("locations/xxx", "KER-MSD-026")
        self.refused("locationHierarchyLevels/xxx", "KER-MSD-028")

    def test_places_below_and_above(self):
        rows = self.read("locations/KTA/eng")["locations"]
        self.assertEqual(rows[0], {"code": "KTA", "name": "Kenitra", "hierarchyLevel": 2, "hierarchyName": "Province",
                                   "parentLocCode": "RSK", "langCode": "eng", "isActive": True})
        codes = [row["code"] for row in rows]
        self.assertEqual(codes[-2:], ["RSK", "MOR"])
        self.assertEqual(len(codes), 1 + 1 + 8 + 12 + 2)
        self.assertNotIn("RBT", codes)
        self.assertEqual({row["langCode"] for row in rows}, {"eng"})
        self.assertEqual(len(self.read("locations/MOR/ara")["locations"]), 40)
        for path in ("locations/XXX/eng", "locations/KTA/xxx", "locations/Kenitra/eng"):
            self.refused(path, "KER-MSD-026")

    def test_children(self):
        children = lambda path: [row["code"] for row in self.read("locations/immediatechildren/" + path)["locations"]]
        self.assertEqual(children("MOR/eng"), ["RSK"])
        self.assertEqual(children("RSK/fra"), ["KTA", "RBT"])
        self.assertEqual(children("BNMR/ara"), ["14022", "10110", "10111", "10113", "10114"])
        for path in ("14022/eng", "XXX/eng", "RSK/xxx"):
            self.refused("locations/immediatechildren/" + path, "KER-MSD-026")

    def test_places_of_a_level(self):
        for name, rows in (("Postal Code", 19), ("postal code", 19), ("مدينة", 2), ("Province", 4), ("Ville", 2)):
            self.assertEqual(len(self.read("locations/locationhierarchy/" + quote(name))["locations"]), rows, name)
        self.refused("locations/locationhierarchy/Street", "KER-MSD-026")
        for name, status in (("Kenitra", "Valid"), ("القنيطرة", "Valid"), ("KTA", "Invalid"), ("nowhere", "Invalid")):
            self.assertEqual(self.read("locations/validate/" + quote(name)), {"status": status}, name)

    def test_documents(self):
        rows = self.read("validdocuments/eng")["documentcategories"]
        self.assertEqual([row["code"] for row in rows], ["POA", "POI", "POR", "POE"])
        self.assertEqual(list(rows[0]), ["code", "name", "description", "langCode", "isActive", "documenttypes"])
        self.assertEqual([row["code"] for row in rows[1]["documenttypes"]], ["DOC001", "DOC002", "DOC003"])
        self.assertEqual(rows[1]["documenttypes"][0], {"code": "DOC001", "name": "Passport", "description": "Passport", "langCode": "eng", "isActive": True})
        self.assertEqual(len(self.read("documentcategories")["documentcategories"]), 12)
        self.assertEqual(len(self.read("documentcategories/ara")["documentcategories"]), 4)
        self.assertEqual([row["name"] for row in self.read("documentcategories/POI/fra")["documentcategories"]], ["Preuve d'identité"])
        self.assertEqual([row["name"] for row in self.read("documenttypes/POE/fra")["documents"]], ["Photo d'exception"])
        for path in ("validdocuments/xxx", "documentcategories/xxx", "documentcategories/XXX/eng"):
            self.refused(path, "KER-MSD-014")
        for path in ("documenttypes/XXX/eng", "documenttypes/POA/xxx"):
            self.refused(path, "KER-MSD-118")

    def test_other_methods(self):
        for path in LISTS:
            self.assertEqual(self.call("POST", BASE + path, {}).status, 405, path)


class OwnTables(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def test_they_are_used(self):
        genders = self.file("g", "gender|X|eng|Ex|active\n")
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets(f"idkernel.master-data.genders-file={genders}")) as server:
            answer = server.call("GET", BASE + "gendertypes", token=server.token())
            self.assertEqual(answer.response(), {"genderType": [{"code": "X", "genderName": "Ex", "langCode": "eng", "isActive": True}]})

    def test_they_are_read_again(self):
        genders = self.file("g", "gender|MLE|eng|Male|active\n")
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets(f"idkernel.master-data.genders-file={genders}")) as server:
            token = server.token()

            def refreshed(text):
                genders.write_text(text)
                answer = server.call("GET", "/preregistration/v1/login/refreshconfig", token=token).json()
                names = [row["genderName"] for row in server.call("GET", BASE + "gendertypes", token=token).response()["genderType"]]
                return answer["response"], names

            self.assertEqual(refreshed("gender|MLE|eng|Man|active\n"), ("success", ["Man"]))
            # A broken file leaves everything as it was.
            self.assertEqual(refreshed("gender|MLE|eng\n"), (None, ["Man"]))
            citizen = sign_in(server, "9000000003")
            faults = lambda: create(server, citizen, identity(gender=both("FLE", "FLE")[:1])).json()["errors"]
            self.assertEqual([error["message"] for error in faults()], ["Invalid input parameter - identity/gender/0/value"])
            self.assertEqual(refreshed("gender|FLE|eng|Woman|active\n"), ("success", ["Woman"]))
            self.assertIsNone(faults())

    def test_a_bad_one_refuses_the_start(self):
        schema = (CONFIG / "identity-schema.json").read_text()
        for key, text, reason in (
                ("idkernel.master-data.languages-file", "language|eng\n", " line 1: expected 6 fields, there are 2"),
                ("idkernel.master-data.genders-file", "\n# x\ngender|MLE|deu|Mann|active\n", " line 3: deu is no language of the languages' table"),
                ("idkernel.master-data.individual-types-file", "", " line 0: there is no row"),
                ("idkernel.master-data.locations-file", "level|0|eng|Land\nlocation|1|X||eng|X|active\n", " line 2: 1 is no level of the lines above"),
                ("idkernel.master-data.documents-file", "valid|POA|DOC001\n", " line 1: POA is no category of the lines above"),
                ("idkernel.prereg.schema-file", schema.replace('"uniqueItems"', '"contains"'), " line 8: the keyword contains is not supported"),
                ("idkernel.prereg.schema-file", "{", " line 1: ")):
            with self.subTest(key):
                path = self.file("bad", text)
                code, said = run("serve", "--dev", "--data-dir", str(self.folder / "data"), "--listen", "127.0.0.1:0",
                                 "--management", "127.0.0.1:0", *sets(f"{key}={path}"))
                self.assertEqual(code, 78, said)
                self.assertIn(str(path) + reason, said)


if __name__ == "__main__":
    unittest.main()
