"""RID, token id, PRID and VID: forms, order of checks, aliases, and what a restart keeps (ids sheet 3 to 6)."""

import datetime
import json
import unittest
from pathlib import Path
from urllib.parse import quote

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, in_parallel, sets, wait_until
from number_check import prid_faults, uin_faults, verhoeff_holds, vid_faults
from server_case import ServerCase

VECTORS = json.loads((Path(__file__).resolve().parent.parent / "vectors" / "ids.json").read_text())
RID = "/v1/ridgenerator/generate/rid/"
TOKEN_ID = "/v1/tokenidgenerator/"


def now():
    return datetime.datetime.now(datetime.timezone.utc)


class Checker(unittest.TestCase):
    """The rules of number_check.py against the vectors: a checker that accepts all proves nothing."""

    def test_vectors(self):
        self.assertTrue(all(verhoeff_holds(vector["full"]) for vector in VECTORS["verhoeff"]))
        self.assertFalse(any(verhoeff_holds(vector["full"]) for vector in VECTORS["verhoeff_invalid"]))
        self.assertEqual([uin for uin in VECTORS["uin_valid"] if uin_faults(uin)], [])
        wrong = [vector.get("uin", vector.get("id")) for vector in VECTORS["uin_invalid"]]
        self.assertEqual([uin for uin in wrong if not uin_faults(uin)], [])


class Ids(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets(
        "mosip.kernel.tokenid.uin.salt=uin-salt-A", "mosip.kernel.tokenid.partnercode.salt=partner-salt-B")

    def rid(self, center, machine, front=RID):
        answer = self.call("GET", f"{front}{center}/{machine}")
        self.assertEqual((answer.status, answer.json()["errors"]), (200, None), answer.body)
        return answer.response()["rid"]

    def test_rid_form(self):
        before = now().replace(microsecond=0, tzinfo=None)
        rid = self.rid("20001", "20002")
        self.assertRegex(rid, r"^200012000200001\d{14}$")
        made = datetime.datetime.strptime(rid[15:], "%Y%m%d%H%M%S")
        self.assertLessEqual(before, made)
        self.assertLessEqual(made, now().replace(tzinfo=None))

    def test_rid_sequence_goes_on_over_aliases_and_a_kill(self):
        for expected in (1, 2):
            self.assertEqual(int(self.rid("30001", "30002")[10:15]), expected)
        self.assertEqual(int(self.rid("30001", "30002", "/v1/generate/rid/")[10:15]), 3)
        self.assertEqual(int(self.rid("%2030001", "30002%20")[10:15]), 4)
        self.server.kill()
        self.server.start()
        self.assertEqual(int(self.rid("30001", "30002")[10:15]), 5)
        self.assertEqual(int(self.rid("30001", "30003")[10:15]), 1)
        self.assertEqual(int(self.rid("30003", "30002")[10:15]), 1)

    def test_rid_faults_in_order(self):
        for center, machine, code in (
                ("%20", "10002", "KER-RIG-002"), ("10001", "%20", "KER-RIG-002"), ("%20%09", "1", "KER-RIG-002"),
                ("1", "%20", "KER-RIG-002"), ("1000", "10002", "KER-RIG-003"), ("10001", "100021", "KER-RIG-003"),
                ("1000a", "10002", "KER-RIG-003"), ("10001", "-0002", "KER-RIG-003"), ("10001", "%D9%A1%D9%A2%D9%A3%D9%A4%D9%A5", "KER-RIG-003"),
                ("10001", "9" * 4000, "KER-RIG-003")):
            with self.subTest(center=center, machine=machine[:20]):
                self.assert_error(self.call("GET", f"{RID}{center}/{machine}"), 200, code)
        self.assertEqual(int(self.rid("10001", "10002")[10:15]), 1)  # none of them used a number up

    def test_rids_of_one_machine_at_once(self):
        rids = in_parallel([lambda: self.rid("40001", "40002")] * 64)
        self.assertEqual(sorted(int(rid[10:15]) for rid in rids), list(range(1, 65)))

    def token_id(self, uin, partner, front=TOKEN_ID, end=""):
        return self.call("GET", f"{front}{uin}/{partner}{end}").response()["tokenID"]

    def test_token_id_vectors(self):
        checked = 0
        for vector in VECTORS["token_id"]:
            if (vector["uin_salt"], vector["partner_salt"], vector["len"]) != ("uin-salt-A", "partner-salt-B", 36):
                continue
            uin, partner = quote(vector["uin"], safe=""), quote(vector["partnercode"], safe="")
            for front in (TOKEN_ID, "/v1/keymanager/tokenid/"):
                for end in ("", "/"):
                    self.assertEqual(self.token_id(uin, partner, front, end), vector["tokenID"])
            self.assertEqual(self.token_id(f"%20{uin}", f"{partner}%20"), vector["tokenID"])
            checked += 1
        self.assertGreaterEqual(checked, 4)

    def test_token_id_faults(self):
        for uin, partner in (("%20", "9373"), ("5193698130", "%20"), ("%09", "%20")):
            self.assert_error(self.call("GET", f"{TOKEN_ID}{uin}/{partner}"), 200, "KER-TIG-010")
        self.assertEqual(self.call("GET", TOKEN_ID + "5193698130").status, 404)

    def test_prid(self):
        drawn = in_parallel([lambda: self.call("GET", "/v1/pridgenerator/prid").response()["prid"]] * 64)
        self.assertEqual([prid for prid in drawn if prid_faults(prid)], [])
        self.assertEqual(len(set(drawn)), 64)

    def vid(self, query="", front="/v1/idgenerator/vid"):
        return self.call("GET", front + query)

    def test_vid(self):
        drawn = [self.vid(front=front).response()["vid"] for front in ("/v1/idgenerator/vid", "/v1/vidgenerator/vid")]
        drawn += in_parallel([lambda: self.vid().response()["vid"]] * 62)
        self.assertEqual([vid for vid in drawn if vid_faults(vid)], [])
        self.assertEqual(len(set(drawn)), 64)

    def test_vid_expiry(self):
        soon = (now() + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        for front in ("/v1/idgenerator/vid", "/v1/vidgenerator/vid"):
            for expiry in (soon, quote(soon, safe="")):
                self.assertIsNone(self.vid("?vidExpiry=" + expiry, front).json()["errors"])
        before = self.server.numbers("vid")
        for expiry, code in (("", "002"), ("%20", "002"), ("+", "002"), ("2020-01-01T00:00:00.000Z", "003"),
                             ("2020-01-01", "004"), ("tomorrow", "004"), ("2020-13-01T00:00:00.000Z", "004"),
                             ("2099-02-30T00:00:00.000Z", "004"), ("2099-01-01T00:00:00Z", "004"), ("2099-01-01T25:00:00.000Z", "004"),
                             (soon + "x", "004")):
            with self.subTest(expiry):
                self.assert_error(self.vid("?vidExpiry=" + expiry), 200, "KER-VID-" + code)
        self.assert_error(self.vid("?vidExpiry"), 200, "KER-VID-002")
        self.assertEqual(self.server.numbers("vid"), before)

    def test_numbers_given_out_before_a_kill_do_not_come_again(self):
        def draw(path, key):
            return {self.call("GET", path).response()[key] for _ in range(40)}

        places = [("/v1/uingenerator/uin", "uin"), ("/v1/pridgenerator/prid", "prid"), ("/v1/idgenerator/vid", "vid")]
        before = [draw(*place) for place in places]
        self.server.kill()
        self.server.start()
        for earlier, place in zip(before, places):
            self.assertFalse(earlier & draw(*place))


class OtherSettings(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets(
        "mosip.kernel.registrationcenterid.length=3", "mosip.kernel.machineid.length=4", "mosip.kernel.rid.sequence-length=1",
        "mosip.kernel.rid.length=22", "mosip.kernel.rid.sequence-initial-value=7", "mosip.kernel.tokenid.length=20",
        "mosip.kernel.uin.length=12")

    def rid(self):
        """A sequence that wraps inside one second is refused until the next: 503 with Retry-After."""
        def attempt():
            answer = self.call("GET", RID + "123/4567")
            if answer.status != 200:
                self.assert_error(answer, 503, "IDK-503")
                self.assertEqual(answer.headers["Retry-After"], "1")
            return answer.response()

        return wait_until(attempt, "a RID")["rid"]

    def test_lengths_and_the_wrap_of_the_sequence(self):
        rids = [self.rid() for _ in range(5)]
        self.assertEqual([rid[:8] for rid in rids], ["1234567" + digit for digit in "78978"])
        self.assertEqual(len(set(rids)), 5)
        self.assertEqual({len(rid) for rid in rids}, {22})
        self.assertEqual(len(self.call("GET", TOKEN_ID + "1/2").response()["tokenID"]), 20)
        self.assertRegex(self.call("GET", "/v1/uingenerator/uin").response()["uin"], r"^[2-9]\d{11}$")


if __name__ == "__main__":
    unittest.main()
