"""`idkernel user` and `idkernel client`: orders to a running server and to the store of a stopped one."""

import os
import re
import socket
import stat
import struct
import subprocess
import unittest

from idkernel import NO_RATE_LIMITS, PROGRAM, SMALL_POOLS, Server, envelope, in_parallel, sets, wait_until
from jwt_tools import claims_of
from server_case import ServerCase

EXIT_FAULT, EXIT_USAGE, EXIT_UNAVAILABLE = 1, 64, 69
PASSWORD = "a long enough one"
TAKEN = "idkernel: there is a user of that name, mobile number or mail address already\n"
COMMANDS_MAX = 4
CHECK = "/v1/authmanager/authorize/validateToken"


def command(server, *words, typed=""):
    """(exit code, output) of a command that is told `typed` by standard input."""
    process = subprocess.run([PROGRAM, *words, "--data-dir", server.data_dir, *(["--dev"] if server.dev else [])], input=typed,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    return process.returncode, process.stdout


def sign_in(server, name, password=PASSWORD, app="admin"):
    return server.call("POST", "/v1/authmanager/authenticate/useridPwd",
                       envelope({"userName": name, "password": password, "appId": app}))


def is_good(server, token):
    return server.call("GET", CHECK, token=token).status == 200


def add(server, name, *more, password=PASSWORD):
    return command(server, "user", "add", name, *more, typed=password + "\n")


class OperatorCase(ServerCase):
    def command(self, *words, typed=""):
        return command(self.server, *words, typed=typed)

    def signed_in(self, name, password=PASSWORD):
        answer = sign_in(self.server, name, password)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertIsNotNone(answer.cookie(), answer.body)
        return answer.cookie()

    def assert_refused(self, name, password=PASSWORD):
        self.assertEqual(sign_in(self.server, name, password).error_codes(), ["KER-ATH-023"])


class Users(OperatorCase):
    def test_a_user_from_first_to_last(self):
        self.assertEqual(add(self.server, "anna", "--roles", "ZONAL_ADMIN,AUTH", "--display-name", "Anna A"),
                         (0, "anna\tactive\tZONAL_ADMIN,AUTH\n"))
        token = self.signed_in("anna")
        details = self.server.call("GET", CHECK, token=token).response()
        self.assertEqual((details["userId"], details["role"], claims_of(token)["name"]), ("anna", "ZONAL_ADMIN,AUTH,", "Anna A"))
        self.assertEqual(self.command("user", "disable", "ANNA"), (0, "anna\tdisabled\tZONAL_ADMIN,AUTH\n"))
        self.assertFalse(is_good(self.server, token))
        self.assert_refused("anna")
        self.assertEqual(self.command("user", "enable", "anna"), (0, "anna\tactive\tZONAL_ADMIN,AUTH\n"))
        self.assertFalse(is_good(self.server, token))
        token = self.signed_in("anna")
        self.assertTrue(is_good(self.server, token))
        self.assertEqual(self.command("user", "set-password", "anna", typed="another good one\n")[0], 0)
        self.assertFalse(is_good(self.server, token))
        self.assert_refused("anna")
        self.assertTrue(is_good(self.server, self.signed_in("anna", "another good one")))
        self.assertFalse([line for line in self.server.lines if "anna" in line or "good one" in line])

    def test_roles(self):
        add(self.server, "berta", "--roles", "AUTH")
        token = self.signed_in("berta")
        self.assertEqual(self.command("user", "roles", "berta", "--grant", "RESIDENT,AUTH,MISP"), (0, "berta\tactive\tAUTH,RESIDENT,MISP\n"))
        self.assertTrue(is_good(self.server, token))
        self.assertEqual(self.command("user", "roles", "berta", "--withdraw", "AUTH,OTHER"), (0, "berta\tactive\tRESIDENT,MISP\n"))
        self.assertFalse(is_good(self.server, token))
        self.assertEqual(self.command("user", "show", "berta"), (0, "berta\tactive\tRESIDENT,MISP\n"))

    def test_what_a_user_was_is_kept(self):
        add(self.server, "henry", "--roles", "AUTH", "--mail", "henry@example.org")
        self.command("user", "roles", "henry", "--grant", "MISP")
        self.command("user", "disable", "henry")
        code, text = self.command("user", "history", "henry")
        lines = [line.split("\t") for line in text.splitlines()]
        self.assertEqual((code, [line[2:4] for line in lines]),
                         (0, [["disabled", "AUTH,MISP"], ["active", "AUTH,MISP"], ["active", "AUTH"]]))
        self.assertEqual(sorted((line[0] for line in lines), reverse=True), [line[0] for line in lines])
        self.assertEqual({line[6] for line in lines}, {"henry@example.org"})

    def test_a_new_password_ends_a_block(self):
        add(self.server, "carla")
        for _ in range(6):
            self.assert_refused("carla", "wrong")
        self.assert_refused("carla")
        self.command("user", "set-password", "carla", typed="another good one\n")
        self.signed_in("carla", "another good one")

    def test_what_is_refused(self):
        add(self.server, "dora")
        self.assertEqual(add(self.server, "Dora"), (EXIT_FAULT, TAKEN))
        self.assertEqual(add(self.server, "emma", password="short")[0], EXIT_FAULT)
        self.assertEqual(add(self.server, "emma", password="my-emma-word")[0], EXIT_FAULT)
        self.assertEqual(add(self.server, "emma", password="")[0], EXIT_USAGE)
        for verb in ("show", "history", "disable", "enable", "roles"):
            self.assertEqual(self.command("user", verb, "emma"), (EXIT_FAULT, "idkernel: there is no such user\n"))
        self.assertEqual(self.command("user", "set-password", "emma", typed=PASSWORD)[0], EXIT_FAULT)
        self.assertEqual(self.command("user", "set-password", "dora", typed="my-dora-word\n")[0], EXIT_FAULT)
        self.signed_in("dora")
        self.assertEqual(add(self.server, "x" * 200)[0], EXIT_FAULT)
        for words in (("user", "roles", "dora", "--grant", "X Y"), ("client", "add", "mosip-x", "--roles", "X;Y")):
            self.assertEqual(self.command(*words), (EXIT_FAULT, "idkernel: a role has 1 to 64 letters, digits, _ and -\n"))
        self.assertEqual(add(self.server, "emma", "--roles", "X/Y")[0], EXIT_FAULT)
        self.assertEqual(add(self.server, "http://evil/x")[0], EXIT_FAULT)
        nowhere = (EXIT_FAULT, "idkernel: no application is of that realm\n")
        self.assertEqual(add(self.server, "emma", "--realm", "elsewhere"), nowhere)
        self.assertEqual(self.command("user", "show", "dora", "--realm", "elsewhere"), nowhere)
        self.assertEqual(self.command("client", "add", "mosip-x", "--realm", "elsewhere"), nowhere)
        self.assertEqual(self.command("user", "add")[0], EXIT_USAGE)
        self.assertEqual(self.command("user")[0], EXIT_USAGE)

    def test_addresses_are_one_users(self):
        self.assertEqual(add(self.server, "hanna", "--mail", "hanna@example.org", "--mobile", "9811100001")[0], 0)
        for taken in (("--mail", "Hanna@example.org"), ("--mobile", "9811100001"), ("--mail", "110006@xyz.com")):
            self.assertEqual(add(self.server, "ida", *taken), (EXIT_FAULT, TAKEN))
        for wrong in (("--mail", "no address"), ("--mobile", "12")):
            self.assertEqual(add(self.server, "ida", *wrong)[0], EXIT_FAULT)
        self.assertEqual(self.command("user", "show", "ida")[0], EXIT_FAULT)
        self.assertEqual(add(self.server, "ida", "--mail", "ida@example.org")[0], 0)

    def test_a_user_without_password(self):
        self.assertEqual(self.command("user", "add", "frida", "--no-password")[0], 0)
        self.assert_refused("frida")

    def test_many_at_once_are_one(self):
        codes = [code for code, _ in in_parallel([lambda: add(self.server, "gerda")] * 4)]
        self.assertEqual(sorted(codes), [0, EXIT_FAULT, EXIT_FAULT, EXIT_FAULT])


class Clients(OperatorCase):
    def add(self, name, *more, typed=""):
        code, output = self.command("client", "add", name, *more, typed=typed)
        self.assertEqual(code, 0, output)
        return output

    def token_of(self, name, secret, app="admin"):
        return self.server.sign_in(name, secret, app).cookie()

    def test_a_client_from_first_to_last(self):
        output = self.add("mosip-new-client", "--roles", "AUTH", "--app-ids", "admin,IDA")
        self.assertRegex(output, r"^mosip-new-client\tactive\tAUTH\tadmin,ida\nsecret: [\w-]{43}\n$")
        secret = re.search(r"secret: (\S+)", output).group(1)
        token = self.token_of("mosip-new-client", secret)
        self.assertTrue(is_good(self.server, token))
        self.assertIsNone(self.token_of("mosip-new-client", secret, "resident"))
        self.assertEqual(self.command("client", "disable", "mosip-new-client"), (0, "mosip-new-client\tdisabled\tAUTH\tadmin,ida\n"))
        self.assertFalse(is_good(self.server, token))
        self.assertIsNone(self.token_of("mosip-new-client", secret))
        self.command("client", "enable", "mosip-new-client")
        token = self.token_of("mosip-new-client", secret)
        self.assertTrue(is_good(self.server, token))
        output = self.command("client", "set-secret", "mosip-new-client")[1]
        self.assertFalse(is_good(self.server, token))
        self.assertIsNone(self.token_of("mosip-new-client", secret))
        secret = re.search(r"secret: (\S+)", output).group(1)
        self.assertTrue(is_good(self.server, self.token_of("mosip-new-client", secret)))
        self.assertFalse([line for line in self.server.lines if secret in line])

    def test_a_given_secret_and_roles(self):
        self.assertEqual(self.add("mosip-given", "--given-secret", typed="a secret of mine\n"), "mosip-given\tactive\t-\t-\n")
        token = self.token_of("mosip-given", "a secret of mine")
        self.assertEqual(self.command("client", "roles", "mosip-given", "--grant", "AUTH")[1], "mosip-given\tactive\tAUTH\t-\n")
        self.assertTrue(is_good(self.server, token))
        self.assertEqual(self.command("client", "roles", "mosip-given", "--withdraw", "AUTH")[1], "mosip-given\tactive\t-\t-\n")
        self.assertFalse(is_good(self.server, token))
        self.assertEqual(self.command("client", "add", "mosip-given")[0], EXIT_FAULT)
        self.assertEqual(self.command("client", "set-secret", "mosip-given", "--given-secret", typed="short\n")[0], EXIT_FAULT)
        self.assertEqual(self.command("client", "show", "mosip-other"), (EXIT_FAULT, "idkernel: there is no such client\n"))

    def test_the_list(self):
        code, output = self.command("client", "list")
        self.assertEqual(code, 0)
        self.assertIn("mosip\tmosip-abis-client\tactive\toffline_access,uma_authorization\t-\n", output)
        self.assertNotIn("argon2", output)


class Socket(OperatorCase):
    def talk(self):
        connection = socket.socket(socket.AF_UNIX)
        self.addCleanup(connection.close)
        connection.settimeout(60)
        connection.connect(os.path.join(self.server.data_dir, "admin.sock"))
        return connection

    @staticmethod
    def ask(connection, order):
        connection.sendall(struct.pack(">I", len(order)) + order)
        return Socket.answer(connection)

    @staticmethod
    def answer(connection):
        length = struct.unpack(">I", connection.recv(4, socket.MSG_WAITALL))[0]
        return connection.recv(length, socket.MSG_WAITALL)

    def test_its_owner_alone_reaches_it(self):
        mode = os.stat(os.path.join(self.server.data_dir, "admin.sock"))
        self.assertTrue(stat.S_ISSOCK(mode.st_mode))
        self.assertEqual((stat.S_IMODE(mode.st_mode), mode.st_uid), (0o600, os.geteuid()))

    @unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else")
    def test_another_user_is_hung_up_on(self):
        path = os.path.join(self.server.data_dir, "admin.sock")
        for folder in (self.server.own_dir, self.server.data_dir):
            os.chmod(folder, 0o711)
        os.chmod(path, 0o666)
        self.addCleanup(os.chmod, path, 0o600)
        script = ("import os,socket,sys; os.setuid(65534); s=socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]);"
                  "s.settimeout(60); print(s.recv(1))")
        process = subprocess.run(["python3", "-c", script, path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertTrue(process.stdout.startswith("b''") or "ConnectionResetError" in process.stdout, process.stdout)
        self.server.wait_for_line("another user")

    def test_nonsense(self):
        connection = self.talk()
        for order in (b"", b"x", b"[]", b"{}", b'{"op":"other"}', b'{"op":1}', b'{"op":"user show"}', b'{"op":"user show","name":1,"realm":"mosip"}',
                      b'{"op":"identity import","identities":[{}]}', b'{"op":"client list","partition":-1}', b'{"op":"client list","partition":70000}'):
            self.assertIn(b'"error":', self.ask(connection, order), order)
        for order in (b'{"op":"identity show","uin":1}', b'{"op":"identity set-status","uin":1,"status":"BLOCKED"}'):
            self.assertIn(b"uin has a wrong type", self.ask(connection, order), order)
        connection.sendall(struct.pack(">I", (1 << 20) + 1))
        self.assertEqual(connection.recv(1), b"")

    def test_bounded_at_once_and_free_again(self):
        held = [self.talk() for _ in range(COMMANDS_MAX)]
        for connection in held:
            self.assertIn(b"error", self.ask(connection, b"{}"))
        self.assertIn(b"too many", self.answer(self.talk()))
        self.assertNotEqual(self.command("user", "show", "110006")[0], 0)
        for connection in held:
            connection.close()
        wait_until(lambda: self.command("user", "show", "110006")[0] == 0, "a free place")

    def test_half_an_order_holds_nothing_up(self):
        half = self.talk()
        half.sendall(b"\0\0")
        self.assertEqual(self.command("user", "show", "110006")[0], 0)


class UnderAPattern(unittest.TestCase):
    def test_a_clients_secret_is_no_password(self):
        with Server(*SMALL_POOLS, *NO_RATE_LIMITS, *sets("mosip.admin.password.pattern=-[0-9]{2}$")) as server:
            for words in (("client", "add", "mosip-made"), ("client", "set-secret", "mosip-made")):
                code, output = command(server, *words)
                self.assertEqual(code, 0, output)
                self.assertRegex(output, r"secret: [\w-]{43}\n$")
            self.assertEqual(command(server, "client", "add", "mosip-given", "--given-secret", typed="a secret of mine\n")[0], 0)
            self.assertEqual(command(server, "client", "add", "mosip-short", "--given-secret", typed="x" * 11 + "\n"),
                             (EXIT_FAULT, "idkernel: a secret has 12 to 256 bytes\n"))
            self.assertEqual(add(server, "hugo")[0], EXIT_FAULT)


class Stopped(unittest.TestCase):
    def test_the_same_orders_while_no_server_runs(self):
        with Server(*SMALL_POOLS, *NO_RATE_LIMITS) as server:
            self.assertEqual(add(server, "anna")[0], 0)
            token = sign_in(server, "anna").cookie()
            server.kill()
            self.assertEqual(command(server, "user", "disable", "anna"), (0, "anna\tdisabled\t-\n"))
            self.assertEqual(add(server, "berta", "--roles", "AUTH", "--mail", "b@example.org"), (0, "berta\tactive\tAUTH\n"))
            self.assertEqual(add(server, "carla", "--mail", "b@example.org"), (EXIT_FAULT, TAKEN))
            self.assertEqual(add(server, "carla", "--mail", "110006@xyz.com"), (EXIT_FAULT, TAKEN))
            self.assertEqual(command(server, "client", "list")[0], 0)
            output = command(server, "client", "add", "mosip-new-client")[1]
            server.start()
            self.assertFalse(is_good(server, token))
            self.assertEqual(sign_in(server, "anna").error_codes(), ["KER-ATH-023"])
            self.assertIsNotNone(sign_in(server, "berta").cookie())
            secret = re.search(r"secret: (\S+)", output).group(1)
            self.assertIsNotNone(server.sign_in("mosip-new-client", secret).cookie())
            self.assertEqual(command(server, "user", "show", "berta"), (0, "berta\tactive\tAUTH\n"))

    def test_what_was_said_is_there_after_a_crash(self):
        with Server(*SMALL_POOLS, *NO_RATE_LIMITS) as server:
            self.assertEqual(add(server, "anna")[0], 0)
            server.kill()
            server.start()
            token = sign_in(server, "anna").cookie()
            self.assertTrue(is_good(server, token))
            self.assertEqual(command(server, "user", "disable", "anna")[0], 0)
            server.kill()
            server.start()
            self.assertFalse(is_good(server, token))
            self.assertEqual(sign_in(server, "anna").error_codes(), ["KER-ATH-023"])

    def test_no_store(self):
        server = Server()
        self.addCleanup(server.__exit__)
        self.assertEqual(command(server, "user", "show", "anna")[0], EXIT_UNAVAILABLE)


if __name__ == "__main__":
    unittest.main()
