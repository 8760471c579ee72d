"""The identity directory: sign-in by UIN, the status of a UIN, the import; auth sheet 5.2, 6.1, 8.5."""

import json
import os
import signal
import subprocess
import unittest

from idkernel import PROGRAM, SMALL_POOLS, Server, envelope, run, wait_until, write
from jwt_tools import claims_of
from test_sign_in_otp import ENTERED, SENT, CodeCase

UIN = "2530192395"
MAIL = "resident2530192395@example.org"
PHONE = "9980002395"
STATUS = "/v1/admin/uinmgmt/status/"
CHECK = "/v1/authmanager/authorize/validateToken"
VALID = {"Status": "Valid", "status": "Valid"}
INVALID = {"Status": "Invalid", "status": "Invalid"}
EXIT_FAULT, EXIT_UNAVAILABLE = 1, 69
KNOWN_PEOPLE = 3000


def person(uin, **more):
    return {"uin": uin, "email": f"p{uin}@example.org", "phone": "77" + uin[-8:], **more}


def lines_of(people):
    return "".join(json.dumps(one) + "\n" for one in people)


def files_in(directory):
    for folder, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    yield path, file.read()


class IdentityCase(CodeCase):
    def command(self, *words, server=None, **more):
        server = server or self.server
        return run("identity", *words, "--data-dir", server.data_dir, *(["--dev"] if server.dev else []), **more)

    def bring(self, text, server=None):
        """Imports a file of that text: (exit code, output)."""
        server = server or self.server
        return self.command("import", write(server.own_dir, "people.jsonl", text), server=server)

    def status(self, uin, server=None, **more):
        server = server or self.server
        return server.call("GET", STATUS + uin, token=server.token(), **more).response()


class SignInByUin(IdentityCase):
    def test_a_resident_signs_in_by_uin(self):
        who = {"userId": UIN, "useridtype": "UIN", "appId": "ida"}
        entered = self.enter(self.code(MAIL, **who), UIN, "ida")
        self.assertEqual(entered.response(), ENTERED)
        found = claims_of(entered.cookie())
        self.assertEqual((found["preferred_username"], found["amr"], found["realm_access"]["roles"], found["email"]),
                         (UIN, ["otp"], ["INDIVIDUAL"], MAIL))
        again = self.enter(self.code(PHONE, **{**who, "appId": "resident", "otpChannel": ["phone"]}), UIN, "resident")
        self.assertEqual(claims_of(again.cookie())["sub"], found["sub"])

    def test_who_is_not_active_gets_no_code(self):
        self.assertEqual(self.bring(lines_of([person("4400000001"), person("4400000002", status="BLOCKED"),
                                              person("4400000003", status="DEACTIVATED")]))[0], 0)
        who = {"useridtype": "UIN", "appId": "ida"}
        self.assertEqual(self.send(userId="4400000001", **who).response(), SENT)
        for uin in ("4400000002", "4400000003", "4400000004", "no-uin"):
            self.assert_error(self.send(userId=uin, **who), 200, "AUTH_ERR_USER_NOT_FOUND")
            self.assertEqual(self.messages(f"p{uin}@example.org"), [])

    def test_blocking_ends_sign_in_by_code(self):
        uin = "4500000001"
        self.bring(lines_of([person(uin)]))
        mail = f"p{uin}@example.org"
        who = {"userId": uin, "appId": "resident"}
        self.assertEqual(self.enter(self.code(mail, useridtype="UIN", **who), uin, "resident").response(), ENTERED)
        self.assertEqual(self.enter(self.code(mail, useridtype="USERID", **who), uin, "resident").response(), ENTERED)
        late = self.code(mail, useridtype="UIN", **who)
        for block in (lambda: self.command("set-status", uin, "BLOCKED"), lambda: self.bring(lines_of([person(uin, status="BLOCKED")]))):
            self.assertEqual(self.command("set-status", uin, "ACTIVATED")[0], 0)
            token = self.enter(late, uin, "resident").cookie()
            self.assertEqual(self.server.call("GET", CHECK, token=token).status, 200)
            late = self.code(mail, useridtype="UIN", **who)
            self.assertEqual(block()[0], 0)
            self.assertEqual(self.server.call("GET", CHECK, token=token).status, 401)
        for kind in ("UIN", "USERID"):
            self.assert_error(self.send(useridtype=kind, **who), 200, "AUTH_ERR_USER_NOT_FOUND")
        self.assert_error(self.enter(late, uin, "resident"), 200, "KER-ATH-003")
        self.assertEqual(self.command("set-status", uin, "activated")[0], 0)
        self.assertEqual(self.enter(late, uin, "resident").response(), ENTERED)

    def test_other_applications_know_no_uin(self):
        self.assert_error(self.send(userId=UIN, useridtype="UIN", appId="admin"), 200, "401")

    def test_a_person_without_the_address(self):
        self.bring(lines_of([{"uin": "4400000009", "email": "p4400000009@example.org"}]))
        answer = self.send(userId="4400000009", useridtype="UIN", appId="ida", otpChannel=["phone"])
        self.assert_error(answer, 200, "AUTH_ERR_CHANNELPATH_NOT_FOUND")


class StatusOfUin(IdentityCase):
    def test_the_directory_decides_then_the_uins_we_assigned(self):
        self.assertEqual(self.status("458575535"), VALID)
        drawn = self.call("GET", "/v1/uingenerator/uin").response()["uin"]
        self.assertEqual(self.status(drawn), INVALID)
        self.call("PUT", "/v1/uingenerator/uin", envelope({"uin": drawn, "status": "ASSIGNED"}))
        self.assertEqual(self.status(drawn), VALID)
        for status, expected in (("BLOCKED", INVALID), ("ACTIVATED", VALID), ("DEACTIVATED", INVALID)):
            self.assertEqual(self.bring(lines_of([person(drawn, status=status)]))[0], 0)
            self.assertEqual(self.status(drawn), expected)

    def test_what_is_no_uin_of_ours(self):
        for uin in ("4600000001", "5193698131", "1", "abc", "%20", "9" * 40, "12%203"):
            self.assertEqual(self.status(uin), INVALID)

    def test_the_alias_and_the_envelope(self):
        body = self.call("GET", "/v1/admin/uin/detail/" + UIN).json()
        self.assertEqual((body["id"], body["version"], body["metadata"], body["response"], body["errors"]),
                         ("mosip.admin.uinmgmt.status", "1.0", {}, VALID, []))

    def test_the_application_id_when_there_is_one(self):
        self.assertEqual(self.call("GET", STATUS + UIN + "?appid=ADMIN").response(), VALID)
        self.assert_error(self.call("GET", STATUS + UIN + "?appid=other"), 200, "ADMN_AUTH_ERR_INVALIDAPPID")

    def test_who_may_ask(self):
        self.assertEqual(self.server.call("GET", STATUS + UIN).status, 401)
        # Not the admin service's own code of the printed example: DECISIONS 2, see tests/golden/README.md.
        self.assert_error(self.server.call("GET", STATUS + UIN, token="no.such.token"), 401, "KER-ATH-401")
        self.assert_error(self.server.call("GET", STATUS + UIN, token=self.server.token()[:-8] + "AAAAAAAA"), 401, "KER-ATH-401")
        token = self.server.token("mosip-abis-client", "abc123")
        self.assertEqual(self.server.call("GET", STATUS + UIN, token=token).status, 403)


class Import(IdentityCase):
    def test_counts_and_bad_lines(self):
        good = [person(f"47{n:08}") for n in range(2500)]
        text = lines_of(good[:1200]) + '{"uin":"4712","phone":"12"}\n\n' + lines_of(good[1200:]) + "no json\n" + "x" * 10000 + "\n"
        code, output = self.bring(text)
        self.assertEqual(code, EXIT_FAULT, output)
        self.assertEqual(output.splitlines(), [
            "line 1201: phone: expected 6 to 15 digits, with or without a plus sign before them",
            "line 2503: expected one JSON object", "line 2504: longer than 4,096 bytes",
            "2504 lines: 2500 added, 0 changed, 0 unchanged, 3 bad"])
        good[7]["status"] = "BLOCKED"
        self.assertEqual(self.bring(lines_of(good)), (0, "2500 lines: 0 added, 1 changed, 2499 unchanged, 0 bad\n"))
        self.assertEqual(self.status(good[7]["uin"]), INVALID)
        self.assertEqual(self.status(good[8]["uin"]), VALID)

    def test_the_last_line_of_a_uin_counts(self):
        people = [person("4800000001"), person("4800000001", status="BLOCKED")]
        self.assertEqual(self.bring(lines_of(people).rstrip("\n")), (0, "2 lines: 1 added, 1 changed, 0 unchanged, 0 bad\n"))
        self.assertEqual(self.status("4800000001"), INVALID)

    def test_show_and_set_status(self):
        self.bring(lines_of([person("4800000002", languages=["eng", "fra"])]))
        shown = "ACTIVATED\tp4800000002@example.org\t7700000002\teng,fra\n"
        self.assertEqual(self.command("show", "4800000002"), (0, shown))
        self.assertEqual(self.command("set-status", "4800000002", "BLOCKED"), (0, shown.replace("ACTIVATED", "BLOCKED")))
        self.assertEqual(self.command("set-status", "4800000002", "GONE")[0], EXIT_FAULT)
        self.assertEqual(self.command("show", "4800000003"), (EXIT_FAULT, "idkernel: the directory knows nobody of that UIN\n"))
        process = subprocess.run([PROGRAM, "identity", "show", "-", "--dev", "--data-dir", self.server.data_dir],
                                 input="4800000002\n", stdout=subprocess.PIPE, text=True)
        self.assertEqual(process.stdout, shown.replace("ACTIVATED", "BLOCKED"))
        self.assertFalse([line for line in self.server.lines if "480000000" in line])


class Stopped(unittest.TestCase):
    def test_import_into_a_stopped_server_and_nothing_in_clear(self):
        with Server(*SMALL_POOLS) as server:
            server.stop()
            people = [person(f"49{n:08}") for n in range(KNOWN_PEOPLE)]
            path = write(server.own_dir, "people.jsonl", lines_of(people))
            command = ["identity", "import", path, "--dev", "--data-dir", server.data_dir]
            self.assertEqual(run(*command), (0, f"{KNOWN_PEOPLE} lines: {KNOWN_PEOPLE} added, 0 changed, 0 unchanged, 0 bad\n"))
            server.start()
            self.assertEqual(server.call("GET", STATUS + people[-1]["uin"], token=server.token()).response(), VALID)
            self.assertEqual(run(*command), (0, f"{KNOWN_PEOPLE} lines: 0 added, 0 changed, {KNOWN_PEOPLE} unchanged, 0 bad\n"))
            server.kill()
            for path, content in files_in(server.data_dir):
                for needle in (b"49000000", b"@example.org", b"7700000", b"2530192395", b"458575535", b"998000"):
                    self.assertNotIn(needle, content, path)

    def test_killed_in_the_middle(self):
        """The server, then the command: what was told is there, and a second import brings the rest."""
        people = [person(f"50{n:08}") for n in range(20000)]
        with Server(*SMALL_POOLS) as server:
            path = write(server.own_dir, "people.jsonl", lines_of(people))
            command = [PROGRAM, "identity", "import", path, "--dev", "--data-dir", server.data_dir]
            for victim in ("server", "command"):
                importing = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                token = server.token()
                wait_until(lambda: server.call("GET", STATUS + people[0]["uin"], token=token).response() == VALID, "the first person")
                if victim == "server":
                    server.kill()
                    output = importing.communicate(timeout=60)[0]
                    self.assertIn(importing.returncode, (0, EXIT_UNAVAILABLE), output)
                    server.start()
                    self.assertEqual(server.call("GET", STATUS + people[0]["uin"], token=server.token()).response(), VALID)
                else:
                    importing.send_signal(signal.SIGKILL)
                    importing.communicate(timeout=60)
            code, output = run(*command[1:])
            self.assertEqual(code, 0, output)
            self.assertRegex(output, r"^20000 lines: \d+ added, 0 changed, \d+ unchanged, 0 bad\n$")
            self.assertEqual(run(*command[1:]), (0, "20000 lines: 0 added, 0 changed, 20000 unchanged, 0 bad\n"))
            for one in (people[0], people[10000], people[-1]):
                self.assertEqual(server.call("GET", STATUS + one["uin"], token=server.token()).response(), VALID)


class Bootstrap(unittest.TestCase):
    def test_identities_of_the_bootstrap_file(self):
        client = {"clientId": "idkernel-dev", "secret": "idkernel-dev", "roles": ["ID_AUTHENTICATION"]}
        people = [person("4000000001"), person("4000000002", status="BLOCKED")]
        with Server(*SMALL_POOLS, bootstrap={"clients": [client], "identities": people}) as server:
            statuses = [server.call("GET", STATUS + uin, token=server.token()).response()
                        for uin in ("4000000001", "4000000002", "458575535")]
            self.assertEqual(statuses, [VALID, INVALID, INVALID])

    def test_a_bad_entry_stops_the_start(self):
        server = Server(bootstrap={"clients": [], "identities": [{"uin": "1", "email": "x"}]})
        self.addCleanup(server.__exit__)
        with self.assertRaisesRegex(AssertionError, r"identities\[0\].email: not an e-mail address"):
            server.start()


if __name__ == "__main__":
    unittest.main()
