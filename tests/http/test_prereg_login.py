"""Signing in at pre-registration, its configuration, and reading that again while the server runs; devices sheet B.1 to B.3."""

import json
import os
import re
import shutil
import tempfile
import threading
import unittest
from pathlib import Path

import application_tools as applications
from device_tools import after
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, in_parallel, run, sets, wait_until, write
from jwt_tools import claims_of
from prereg_tools import IDS, LOGIN, login, messages, new_code, new_message, sign_in
from server_case import ServerCase

CONFIG = Path(__file__).resolve().parents[2] / "deploy" / "config" / "pre-registration.properties"
PRID = "/v1/pridgenerator/prid"
SMS = {"message": "Sms Request Sent", "status": "success"}
MAIL = {"message": "Email Request submitted", "status": "success"}
ENTERED = {"message": "VALIDATION_SUCCESSFUL", "status": "success"}
ENDED = {"message": "Token has been invalidated successfully", "status": "success"}
BLOCKED = {"message": "USER_BLOCKED", "status": "failure"}
KEYS = ["id", "version", "responsetime", "response", "errors"]
MANY_CODES = sets("idkernel.otp.generations-max=1000")
THRESHOLD = 10
EXIT_CONFIG = 78
LIMITS = "preregistration.documentupload.allowed.file."
PENDING = [("PRE-REG-OTP-408", "OTP is already sent - Please use the Sent OTP or try again after sometime")]
YESTERDAY, TOMORROW = -86400, 86400


def wrong(code):
    return str((int(code[0]) + 1) % 10) + code[1:]


class LoginCase(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + MANY_CODES

    def send(self, user_id, server=None, **more):
        return login(server or self.server, "sendOtp", {"userId": user_id, **more})

    def enter(self, user_id, code, server=None):
        return login(server or self.server, "validateOtp", {"userId": user_id, "otp": code})

    def end(self, **headers):
        return self.server.call("POST", LOGIN + "invalidateToken", headers=headers)

    def texts(self, answer):
        return [(error["errorCode"], error["message"]) for error in answer.json()["errors"]]

    def assert_refused(self, answer, *codes, what=None):
        """In the frame of the operation."""
        self.assertEqual((answer.status, answer.error_codes(), answer.set_cookies()), (200, list(codes), []), answer.body)
        body = answer.json()
        self.assertEqual((list(body), body["version"], body["response"]), (KEYS, "1.0", None))
        if what:
            self.assertEqual(body["id"], IDS[what])


class SignIn(LoginCase):
    def test_by_a_telephone(self):
        answer = self.send("9000000003")
        self.assertEqual((answer.status, list(answer.json()), answer.response()), (200, KEYS, SMS))
        self.assertEqual((answer.json()["id"], answer.json()["version"], answer.json()["errors"]), (IDS["sendOtp"], "1.0", None))
        sms = wait_until(lambda: messages(self.server, "9000000003"), "the SMS")[0]
        self.assertEqual(sms["channel"], "sms")
        code = re.search(r"\b\d{6}\b", sms["text"]).group(0)
        entered = self.enter("9000000003", code)
        self.assertEqual((entered.status, list(entered.json()), entered.response()), (200, KEYS, ENTERED))
        self.assertEqual(entered.json()["id"], IDS["validateOtp"])
        claims = claims_of(entered.cookie())
        self.assertEqual((claims["preferred_username"], claims["realm_access"]["roles"], claims["amr"]), ("9000000003", ["INDIVIDUAL"], ["otp"]))
        self.assertEqual(self.server.call("GET", PRID, token=entered.cookie()).status, 200)
        self.assert_refused(self.enter("9000000003", code), "KER-OTV-005", what="validateOtp")

    def test_by_a_mail_address_whatever_the_case(self):
        self.assertEqual(self.send("Amina.Test@mosip.io").response(), MAIL)
        mail = wait_until(lambda: messages(self.server, "amina.test@mosip.io"), "the mail")[0]
        self.assertEqual(mail["channel"], "email")
        first = claims_of(self.enter("amina.TEST@mosip.io", re.search(r"\b\d{6}\b", mail["text"]).group(0)).cookie())
        again = claims_of(sign_in(self.server, "amina.test@mosip.io"))
        self.assertEqual((first["preferred_username"], first["sub"]), ("amina.test@mosip.io", again["sub"]))
        self.assertNotEqual(first["session_state"], again["session_state"])

    def test_the_cookie_lives_as_long_as_the_token(self):
        cookie, = self.enter("9000000004", new_code(self.server, "9000000004")).set_cookies()
        claims = claims_of(cookie[len("Authorization="):].split(";")[0])
        words = cookie.split("; ")[1:]
        self.assertEqual(words[0], f"Max-Age={claims['exp'] - claims['iat']}")
        self.assertRegex(words[1], r"^Expires=\w{3}, \d\d-\w{3}-\d{4} \d\d:\d\d:\d\d GMT$")
        self.assertEqual(words[2:], ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"])

    def test_nothing_but_a_telephone_or_an_address_signs_in(self):
        for user_id in ("", " ", None, 9000000003, ["9000000003"], "5000000003", "90000000033", "9000000003 ", "+919000000003", "mosip.io",
                        "a@b", "a@b.C", "a b@mosip.io", "a@mosip.io,b@mosip.io", "a@mosip.io\n", "110006", "M392380", "ا@mosip.io"):
            with self.subTest(user_id=user_id):
                refused = self.send(user_id)
                self.assert_refused(refused, "PRG_PAM_LGN_008", what="sendOtp")
                self.assertEqual(self.texts(refused), [("PRG_PAM_LGN_008", "Invalid Request userId received")])
                refused = self.enter(user_id, "123456")
                self.assert_refused(refused, "KER-ATH-003", what="validateOtp")
                self.assertEqual(self.texts(refused), [("KER-ATH-003", "User Detail doesn't exist.")])
        self.assert_refused(login(self.server, "sendOtp", {}), "PRG_PAM_LGN_008")
        # As the seed's tables spell it.
        self.assertEqual(login(self.server, "sendOtp", {"userid": "9000000005"}).response(), SMS)
        self.assert_refused(login(self.server, "validateOtp", {"userid": "9000000006", "OTP": "123456"}), "KER-OTV-005")

    def test_what_is_wrong_with_a_code(self):
        for code, expected in (("", "KER-OTV-003"), (None, "KER-OTV-003"), ("12a456", "KER-OTV-004"), (" 123456", "KER-OTV-004"),
                               ("١٢٣٤٥٦", "KER-OTV-004"), (["1"], "KER-OTV-004")):
            with self.subTest(code=code):
                self.assert_refused(self.enter("9000000007", code), expected, what="validateOtp")
        self.assertEqual(self.texts(self.enter("", "")), [("KER-ATH-003", "User Detail doesn't exist."), ("KER-OTV-003", "OTP can't be empty or null.")])
        self.assertEqual(self.texts(self.enter("9000000007", "x")),
                         [("KER-OTV-004", "OTP consists of only numeric characters. No other characters is allowed")])
        self.assertEqual(self.texts(self.enter("9000000007", "123456")),
                         [("KER-OTV-005", "Validation can't be performed against this key. Generate OTP first.")])

    def test_ten_wrong_codes_freeze(self):
        code = new_code(self.server, "9000000008")
        for _ in range(THRESHOLD - 1):
            refused = self.enter("9000000008", wrong(code))
            self.assertEqual(self.texts(refused), [("PRG_PAM_LGN_013", "VALIDATION_UNSUCCESSFUL")])
        self.assert_refused(refused, "PRG_PAM_LGN_013", what="validateOtp")
        for guess in (wrong(code), code):
            refused = self.enter("9000000008", guess)
            self.assert_refused(refused, "PRG_PAM_LGN_013")
            self.assertEqual(self.texts(refused), [("PRG_PAM_LGN_013", "USER_BLOCKED")])
        blocked = self.send("9000000008")
        self.assertEqual((blocked.status, blocked.response(), blocked.json()["errors"]), (200, BLOCKED, None))
        self.assertEqual(len(messages(self.server, "9000000008")), 1)

    def test_of_many_guesses_at_once_ten_are_looked_at(self):
        code = new_code(self.server, "9000000009")
        found = [self.texts(answer)[0][1] for answer in in_parallel([lambda: self.enter("9000000009", wrong(code))] * 40)]
        self.assertEqual((found.count("VALIDATION_UNSUCCESSFUL"), found.count("USER_BLOCKED")), (THRESHOLD - 1, 40 - THRESHOLD + 1))

    def test_a_new_code_takes_the_place_of_the_last(self):
        first, second = new_code(self.server, "9000000010"), new_code(self.server, "9000000010")
        if first != second:
            self.assert_refused(self.enter("9000000010", first), "PRG_PAM_LGN_013")
        self.assertEqual(self.enter("9000000010", second).response(), ENTERED)

    def test_codes_of_other_services_sign_nobody_in(self):
        made = self.call("POST", "/v1/otpmanager/otp/generate", {"request": {"key": "9000000011"}}).response()["otp"]
        self.assert_refused(self.enter("9000000011", made), "KER-OTV-005")

    def test_the_known_and_the_unknown_hear_the_same(self):
        sign_in(self.server, "9000000012")
        known, unknown = (self.send(number) for number in ("9000000012", "9000000013"))
        same = [{**answer.json(), "responsetime": None} for answer in (known, unknown)]
        self.assertEqual(same[0], same[1])
        self.assertEqual({name for name, _ in known.headers.items()}, {name for name, _ in unknown.headers.items()})

    def test_no_line_of_the_log_is_personal(self):
        with Server(*self.arguments, *sets("idkernel.http.access-log=all", "idkernel.log.level=debug")) as server:
            for who in ("9000000014", "nobody.knows@mosip.io"):
                code = new_code(server, who)
                self.enter(who, wrong(code), server)
                token = self.enter(who, code, server).cookie()
                server.call("POST", LOGIN + "invalidateToken", token=token)
                self.send(who + "\n", server)
                server.wait_for_line("invalidateToken")
                self.assertFalse([line for line in server.lines if who in line or token in line or re.search(rf"\b{code}\b", line)])


class Frame(LoginCase):
    def test_each_member_that_is_wrong(self):
        good = {"userId": "9000000020"}
        for changes, code, text in (
                ({"id": None}, "PRG_PAM_CORE_001", "Request id is invalid"), ({"id": "string"}, "PRG_PAM_CORE_001", "Request id is invalid"),
                ({"id": IDS["validateOtp"]}, "PRG_PAM_CORE_001", "Request id is invalid"),
                ({"version": None}, "PRG_PAM_CORE_002", "Request version is invalid"), ({"version": "1.1"}, "PRG_PAM_CORE_002", "Request version is invalid"),
                ({"requesttime": None}, "PRG_PAM_CORE_003", "Invalid request time"), ({"requesttime": ""}, "PRG_PAM_CORE_003", "Invalid request time"),
                ({"requesttime": after()[:10]}, "PRG_PAM_CORE_003", "Invalid request time"),
                ({"requesttime": after(YESTERDAY)}, "PRG_CORE_REQ_013", "Request date should be current date"),
                ({"requesttime": after(TOMORROW)}, "PRG_CORE_REQ_013", "Request date should be current date"),
                ({"request": None}, "PRG_PAM_CORE_004", "Request body is invalid"), ({"request": "text"}, "PRG_PAM_CORE_004", "Request body is invalid")):
            with self.subTest(changes=changes):
                answer = login(self.server, "sendOtp", good, **changes)
                self.assert_refused(answer, code, what="sendOtp")
                self.assertEqual(self.texts(answer), [(code, text)])

    def test_all_that_is_wrong_in_one_list(self):
        for what in IDS:
            answer = self.server.call("POST", LOGIN + what, {"requesttime": after(YESTERDAY)})
            self.assert_refused(answer, "PRG_CORE_REQ_013", "PRG_PAM_CORE_002", "PRG_PAM_CORE_004", "PRG_PAM_CORE_001", what=what)
            answer = self.server.call("POST", LOGIN + what, {})
            self.assert_refused(answer, "PRG_PAM_CORE_003", "PRG_PAM_CORE_002", "PRG_PAM_CORE_004", "PRG_PAM_CORE_001", what=what)

    def test_bodies_that_are_none(self):
        for body in ("", "{", "[]", "\"text\"", "{\"request\":\"\ud800\"}".encode("utf-8", "surrogatepass")):
            answer = self.server.call("POST", LOGIN + "sendOtp", body, headers={"Content-Type": "application/json"})
            self.assert_refused(answer, "PRG_PAM_CORE_004", what="sendOtp")


class Languages(LoginCase):
    def test_the_language_that_is_asked_for(self):
        for language, words in (("fra", "Votre code"), ("eng", "Your one-time code"), ("ara", "رمز"), ("deu", "Your one-time code"), ("", "Your one-time code")):
            with self.subTest(language=language):
                self.assertIn(words.lower(), new_message(self.server, "9000000030", langCode=language)["text"].lower())

    def test_by_the_path_that_asks_for_one(self):
        answer = login(self.server, "sendOtp/langcode", {"userId": "9000000031", "langCode": "fra"})
        self.assertEqual(answer.response(), SMS)
        self.assertEqual(len(wait_until(lambda: messages(self.server, "9000000031"), "the SMS")), 1)
        for language in (None, "", "deu", "FRA", 1):
            answer = login(self.server, "sendOtp/langcode", {"userId": "9000000031", "langCode": language})
            self.assert_refused(answer, "PRG_CORE_REQ_014", what="sendOtp")
            self.assertEqual(self.texts(answer), [("PRG_CORE_REQ_014", "Lang code is invalid")])
        self.assert_refused(login(self.server, "sendOtp/langcode", {"userId": "x", "langCode": "fra"}), "PRG_PAM_LGN_008")


class SignOut(LoginCase):
    def test_a_session_ends_once(self):
        token, other = sign_in(self.server, "9000000040"), sign_in(self.server, "9000000040")
        self.assertEqual(self.server.call("GET", PRID, token=token).status, 200)
        answer = self.end(Cookie="Authorization=" + token)
        self.assertEqual((answer.status, list(answer.json()), answer.response()), (200, KEYS, ENDED))
        self.assertEqual(answer.json()["id"], "mosip.pre-registration.login.invalidate")
        self.assertIn("Authorization=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax", answer.set_cookies())
        refused = self.server.call("GET", PRID, token=token)
        self.assertEqual((refused.status, refused.error_codes()), (401, ["KER-ATH-401"]))
        again = self.end(Cookie="Authorization=" + token)
        self.assert_refused(again, "KER-ATH-008")
        self.assertEqual(self.texts(again), [("KER-ATH-008", "Token is not present in datastore, Please try with new token")])
        self.assertEqual(self.server.call("GET", PRID, token=other).status, 200)

    def test_an_ended_session_stays_ended_through_a_kill(self):
        token = sign_in(self.server, "9000000041")
        self.assertEqual(self.end(Cookie="Authorization=" + token).response(), ENDED)
        self.server.kill()
        self.server.start()
        self.assertEqual(self.server.call("GET", PRID, token=token).status, 401)
        self.assert_refused(self.end(Cookie="Authorization=" + token), "KER-ATH-008")

    def test_faults(self):
        self.assertEqual(self.texts(self.end()), [("KER-ATH-006", "Cookies are empty")])
        self.assertEqual(self.texts(self.end(Cookie="a=b")), [("KER-ATH-007", "Token is not present in cookies")])
        self.assertEqual(self.texts(self.end(Cookie="Authorization=")), [("KER-ATH-007", "Token is not present in cookies")])
        token = sign_in(self.server, "9000000042")
        for bad in ("garbage", token[:-8] + "AAAAAAAA", "eyJhbGciOiJub25lIn0.e30."):
            refused = self.end(Cookie="Authorization=" + bad)
            self.assert_refused(refused, "PRG_PAM_LGN_003")
            self.assertEqual(self.texts(refused), [("PRG_PAM_LGN_003", "Failed to invalidate the auth token")])
        self.assertEqual(self.server.call("GET", PRID, token=token).status, 200)

    def test_of_many_at_once_one_ends_it(self):
        token = sign_in(self.server, "9000000043")
        answers = in_parallel([lambda: self.end(Cookie="Authorization=" + token)] * 16)
        self.assertEqual([answer.response() for answer in answers].count(ENDED), 1)


class OtherSettings(LoginCase):
    def test_a_code_expires(self):
        with Server(*self.arguments, *sets("mosip.kernel.otp.expiry-time=1", "mosip.kernel.otp.validation-attempt-threshold=1000")) as server:
            code = new_code(server, "9000000050")
            answer = wait_until(lambda: next((one for one in [self.enter("9000000050", wrong(code), server)]
                                              if one.json()["errors"][0]["message"] != "VALIDATION_UNSUCCESSFUL"), None), "the expiry")
            self.assertEqual(self.texts(answer), [("PRG_PAM_LGN_013", "OTP_EXPIRED")])
            self.assertEqual(self.texts(self.enter("9000000050", code, server)), [("PRG_PAM_LGN_013", "OTP_EXPIRED")])

    def test_channels_that_are_off(self):
        with Server(*self.arguments, *sets("mosip.notificationtype=EMAIL")) as server:
            refused = self.send("9000000051", server)
            self.assert_refused(refused, "PRG_AUTH_001", what="sendOtp")
            self.assertEqual(self.texts(refused), [("PRG_AUTH_001", "OTP failed to send through a specified channel")])
            self.assertEqual(self.send("amina@mosip.io", server).response(), MAIL)

    def test_an_application_that_is_not_there(self):
        with Server(*self.arguments, *sets("mosip.kernel.auth.appid-realm-map=admin:mosip")) as server:
            self.assert_refused(self.send("9000000052", server), "PRG_AUTH_001")
            refused = self.enter("9000000052", "123456", server)
            self.assert_refused(refused, "PRG_AUTH_002", what="validateOtp")
            self.assertEqual(self.texts(refused), [("PRG_AUTH_002", "Authentication failed")])

    def test_a_cookie_for_plain_http(self):
        with Server(*self.arguments, *sets("mosip.security.secure-cookie=false", "auth.access.lifetime=77")) as server:
            cookie, = self.enter("9000000053", new_code(server, "9000000053"), server).set_cookies()
            self.assertNotIn("Secure", cookie)
            self.assertIn("; Max-Age=77; ", cookie)

    def test_rates(self):
        rates = sets("idkernel.rate-limit.open.address=off", "idkernel.rate-limit.open.subject=1/3")
        with Server(*SMALL_POOLS, *MANY_CODES, *rates) as server:
            found = [self.send(number, server).status for number in ["9000000054"] * 5 + ["9000000055"]]
            self.assertEqual((found[:3], found[5]), ([200] * 3, 200))
            self.assertIn(429, found[3:5])
        with Server(*SMALL_POOLS, *sets("idkernel.rate-limit.open.address=1/3")) as server:
            found = [server.call("GET", LOGIN + "config").status for _ in range(8)]
            self.assertEqual(found[:3], [200] * 3)
            self.assertIn(429, found[3:])

    def test_a_used_up_budget(self):
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets("idkernel.otp.generations-max=2")) as server:
            self.assertEqual([self.send("9000000056", server).response() for _ in range(3)], [SMS, SMS, BLOCKED])


class Pending(LoginCase):
    """With the switch that keeps a code for as long as it may be used."""
    arguments = LoginCase.arguments + sets("idkernel.prereg.keep-pending-code=true", "mosip.kernel.otp.validation-attempt-threshold=2")

    def test_a_pending_code_stays(self):
        code = new_code(self.server, "9000000070")
        for what, more in (("sendOtp", {}), ("sendOtp/langcode", {"langCode": "fra"})):
            refused = login(self.server, what, {"userId": "9000000070", **more})
            self.assert_refused(refused, "PRE-REG-OTP-408", what=what)
            self.assertEqual(self.texts(refused), PENDING)
        self.assertEqual(len(messages(self.server, "9000000070")), 1)
        self.assertEqual(self.enter("9000000070", wrong(code)).error_codes(), ["PRG_PAM_LGN_013"])
        self.assert_refused(self.send("9000000070"), "PRE-REG-OTP-408")
        self.assertEqual(self.enter("9000000070", code).response(), ENTERED)
        self.assertEqual(self.send("9000000070").response(), SMS)

    def test_of_many_at_once_one_is_sent(self):
        answers = in_parallel([lambda: self.send("9000000071")] * 8)
        found = [answer.json()["response"] == SMS or self.texts(answer) for answer in answers]
        self.assertEqual((found.count(True), found.count(PENDING)), (1, 7))

    def test_one_that_is_frozen_is_told_so(self):
        code = new_code(self.server, "9000000072")
        for _ in range(2):
            self.enter("9000000072", wrong(code))
        self.assertEqual(self.send("9000000072").response(), BLOCKED)

    def test_an_expired_one_is_replaced_and_others_codes_are_not_asked(self):
        with Server(*self.arguments, *sets("mosip.kernel.otp.expiry-time=1")) as server:
            first = self.send("9000000073", server)
            self.assertEqual(first.response(), SMS)
            wait_until(lambda: self.send("9000000073", server).json()["response"] == SMS, "a new code")
        self.assertEqual(self.send("9000000074").response(), SMS)
        made = self.call("POST", "/v1/otpmanager/otp/generate", {"request": {"key": "9000000075"}})
        self.assertEqual(made.status, 200, made.body)
        self.assertEqual(self.send("9000000075").response(), SMS)


def printed_config():
    """Of the file, as Java reads it."""
    text = re.sub(r"\\\n\s*", "", CONFIG.read_text())
    pairs = (line.partition("=")[::2] for line in text.splitlines() if line and not line.startswith("#"))
    values = {key: value.replace("\\u0020", " ").replace("\\\\", "\\") for key, value in pairs}
    own = {"mosip.kernel.otp.default-length": "6", "mosip.kernel.otp.expiry-time": "180", "mosip.kernel.otp.validation-attempt-threshold": "10"}
    return {key: {**values, **own}[key] for key in values["ui.config.params"].split(",")}


class Config(LoginCase):
    def test_what_the_portal_is_told(self):
        answer = self.server.call("GET", LOGIN + "config")
        self.assertEqual((answer.status, list(answer.json()), answer.json()["errors"]), (200, KEYS, None))
        self.assertEqual(answer.json()["id"], "mosip.pre-registration.login.config")
        self.assertEqual(answer.response(), printed_config())
        self.assertEqual(len(answer.response()), 43)
        self.assertEqual(answer.response()["mosip.preregistration.auto.logout.ping"], "30 ")
        self.assertEqual(answer.response()["mosip.id.validation.identity.email"], r"^[\w-\+]+(\.[\w]+)*@[\w-]+(\.[\w]+)*(\.[a-z]{2,})$")

    def test_the_servers_layers_win_and_its_own_settings_are_told(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            site = write(directory, "site.properties", "mosip.country.code=LND\nmosip.login.mode=email\npreregistration.secret=x\n"
                                                       "mosip.kernel.otp.expiry-time=99\n")
            with Server(*self.arguments, "--config", site, *sets("mosip.login.mode=mobile", "mosip.primary-language=eng"),
                        environment={"PREREGISTRATION_NEARBY_CENTERS": "7"}) as server:
                told = server.call("GET", LOGIN + "config").response()
                expected = {**printed_config(), "mosip.country.code": "LND", "mosip.login.mode": "mobile", "mosip.primary-language": "eng",
                            "preregistration.nearby.centers": "7", "mosip.kernel.otp.expiry-time": "99"}
                self.assertEqual(told, expected)
            code, text = run("check-config", "--dev", "--config", site)
            self.assertEqual(code, 0, text)
            self.assertIn("unknown key: preregistration.secret", text)
            self.assertNotIn("unknown key: mosip.country.code", text)

    def test_all_settings_at_their_defaults_say_nothing_of_patterns(self):
        with Server(*self.arguments, "--config", str(CONFIG.with_name("idkernel.properties"))) as server:
            told = server.call("GET", LOGIN + "config").response()
            self.assertEqual(told, {**printed_config(), "mosip.primary-language": "eng", "mosip.kernel.sms.number.length": "0"})

    def test_a_start_with_a_broken_file_is_refused(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            for text, why in (("ui.config.params=a\n", "mosip.id.validation.identity.phone is missing"), ("=", "a line without a key"),
                              (CONFIG.read_text() + LIMITS + "size=2MB\n", LIMITS + "size is no whole number of bytes"),
                              (None, "cannot be read")):
                path = os.path.join(directory, "none") if text is None else write(directory, "broken.properties", text)
                code, printed = run("check-config", "--dev", *sets("idkernel.prereg.config-file=" + path))
                self.assertEqual(code, EXIT_CONFIG, printed)
                self.assertIn("problem: pre-registration: ", printed)
                self.assertIn(why, printed)

    def test_a_token_is_needed_outside_development(self):
        bootstrap = {"clients": [{"clientId": "one", "secret": "a long random secret", "roles": ["INDIVIDUAL"]},
                                 {"clientId": "two", "secret": "a long random secret", "roles": ["PRE_REGISTRATION_ADMIN"]}]}
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            key = write(directory, "master.key", os.urandom(32).hex())
            production = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.master-key.file=" + key)
            with Server(*production, dev=False, bootstrap=bootstrap) as server:
                refused = server.call("GET", LOGIN + "refreshconfig")
                self.assertEqual((refused.status, refused.error_codes(), list(refused.json())), (401, ["KER-ATH-401"], KEYS))
                refused = server.call("GET", LOGIN + "refreshconfig", token=server.token("one", "a long random secret"))
                self.assertEqual((refused.status, refused.error_codes()), (403, ["KER-ATH-403"]))
                refreshed = server.call("GET", LOGIN + "refreshconfig", token=server.token("two", "a long random secret"))
                self.assertEqual(refreshed.response(), "success")
                self.assertEqual(server.call("GET", LOGIN + "config").status, 200)


class Refresh(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="idkernel-test-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.text = CONFIG.read_text()
        self.file = self.write(self.text)
        self.site = write(self.directory, "site.properties", "")
        self.server = Server(*NO_RATE_LIMITS, *SMALL_POOLS, *MANY_CODES, "--config", self.site, *sets("idkernel.prereg.config-file=" + self.file))
        self.addCleanup(self.server.__exit__)
        self.server.start()

    def write(self, text):
        """In one step, as a deployment does it."""
        new = write(self.directory, f"new.{threading.get_ident()}", text)
        os.replace(new, os.path.join(self.directory, "prereg.properties"))
        return os.path.join(self.directory, "prereg.properties")

    def changed(self, *pairs):
        text = self.text
        for old, new in pairs:
            self.assertIn(old, text)
            text = text.replace(old, new)
        return text

    def refresh(self):
        return self.server.call("GET", LOGIN + "refreshconfig")

    def refreshed(self):
        answer = self.refresh()
        self.assertEqual((answer.status, list(answer.json()), answer.response(), answer.json()["errors"]), (200, KEYS, "success", None))
        self.assertEqual(answer.json()["id"], "mosip.pre-registration.login.config")

    def told(self):
        return self.server.call("GET", LOGIN + "config").response()

    def health(self):
        return self.server.manage("/actuator/health").json()["components"]["preregConfig"]

    def sends(self, user_id):
        return login(self.server, "sendOtp", {"userId": user_id}).json()["errors"] is None

    def uploads(self, size):
        """The codes that a file of this size hears."""
        file = applications.PDF + bytes(size - len(applications.PDF))
        answer = applications.upload(self.server, self.token, self.application, file)
        return [error["errorCode"] for error in answer.json()["errors"] or []]

    def test_good_broken_good(self):
        self.token = sign_in(self.server, "9000000061")
        self.application = applications.created(self.server, self.token)
        self.assertEqual((self.sends("5000000001"), self.sends("9000000001")), (False, True))
        self.write(self.changed(("phone=^([6-9]{1})", "phone=^([5]{1})"), ("mosip.country.code=MOR", "mosip.country.code=LND"),
                                (LIMITS + "size=1000000", LIMITS + "size=100")))
        self.assertEqual(self.told()["mosip.country.code"], "MOR")
        self.assertEqual(self.uploads(101), [])
        self.refreshed()
        self.assertEqual((self.sends("5000000001"), self.sends("9000000001")), (True, False))
        self.assertEqual(self.uploads(101), ["PRG_PAM_DOC_007"])
        good = self.told()
        self.assertEqual(good[LIMITS + "size"], "100")
        self.assertEqual((good["mosip.country.code"], good["mosip.id.validation.identity.phone"]), ("LND", "^([5]{1})([0-9]{9})$"))
        self.assertEqual(self.health()["status"], "UP")
        for text, why in ((self.changed(("phone=^([6-9]{1})", "phone=^([6-9]{1}")), "mosip.id.validation.identity.phone is no pattern"),
                          (self.changed(("mosip.country.code=MOR", "mosip.country.code=\\u12")), "needs four hexadecimal digits"),
                          (self.changed(("mosip.supported-languages=", "mosip.unsupported-languages=")), "mosip.supported-languages is missing"),
                          (self.changed(("mosip.country.code=MOR", "mosip.country.code=${country}")), "mosip.country.code: placeholders are not resolved"),
                          (self.changed((LIMITS + "size=1000000", LIMITS + "size=2MB")), LIMITS + "size is no whole number of bytes"),
                          (self.changed((LIMITS + "size=1000000", LIMITS + "size=10485760")), LIMITS + "size does not fit into a body"),
                          (self.changed((LIMITS + "nameLength=50", LIMITS + "nameLength=many")), LIMITS + "nameLength is no whole number"),
                          (self.changed(("\n" + LIMITS + "type=", "\n" + LIMITS + "kind=")), LIMITS + "type is missing"),
                          ("", "ui.config.params is missing")):
            with self.subTest(why=why):
                self.write(text)
                lines = len(self.server.lines)
                answer = self.refresh()
                self.assertEqual((answer.status, answer.response(), answer.json()["errors"]),
                                 (200, None, [{"errorCode": "PRG_AUTH_012", "message": "Config file not found in the config server"}]))
                self.assertEqual(answer.json()["id"], "mosip.pre-registration.login.config")
                self.assertEqual(self.told(), good)
                self.assertEqual((self.sends("5000000001"), self.sends("9000000001")), (True, False))
                self.assertEqual((self.uploads(100), self.uploads(101)), ([], ["PRG_PAM_DOC_007"]))
                self.assertEqual(self.health()["status"], "WARNING")
                self.assertIn(why, json.dumps(self.health()))
                wait_until(lambda: any("not reloaded" in line and why in line for line in self.server.lines[lines:]), "the reason in the log")
        os.remove(self.file)
        self.assertEqual(self.refresh().error_codes(), ["PRG_AUTH_012"])
        figures = self.server.metrics()
        self.assertEqual((figures["idkernel_prereg_config_reloads_total"], figures["idkernel_prereg_config_reload_failures_total"]), (1, 10))
        self.write(self.text)
        self.refreshed()
        self.assertEqual((self.told(), self.health()["status"]), (printed_config(), "UP"))
        self.assertEqual((self.sends("5000000002"), self.sends("9000000002")), (False, True))

    def test_the_servers_files_are_read_again_too(self):
        write(self.directory, "site.properties", "mosip.country.code=LND\nmosip.kernel.otp.expiry-time=5\nmosip.id.validation.identity.newKey=^a$\n")
        self.refreshed()
        # The server's own settings are those of its start, and so it tells them.
        self.assertEqual(self.told(), {**printed_config(), "mosip.country.code": "LND"})
        write(self.directory, "site.properties", "\\u1")
        self.assertEqual(self.refresh().error_codes(), ["PRG_AUTH_012"])
        self.assertEqual(self.told()["mosip.country.code"], "LND")

    def test_a_session_outlives_it(self):
        token = sign_in(self.server, "9000000060")
        self.write(self.changed(("phone=^([6-9]{1})", "phone=^([5]{1})")))
        self.refreshed()
        self.assertEqual(self.server.call("GET", PRID, token=token).status, 200)

    def test_while_citizens_sign_in(self):
        texts = [self.changed(("mosip.country.code=MOR", f"mosip.country.code=C{n}"), ("mosip.login.mode=email,mobile", f"mosip.login.mode=C{n}"))
                 for n in range(4)]

        def reload(n):
            self.write(texts[n])
            return self.refresh()

        def look(_):
            told = self.told()
            return told["mosip.country.code"], told["mosip.login.mode"]

        seen = in_parallel([lambda n=n: look(n) for n in range(24)] + [lambda n=n: reload(n) for n in range(4)])
        for pair in seen[:24]:
            self.assertIn(pair, [("MOR", "email,mobile")] + [(f"C{n}",) * 2 for n in range(4)])
        for answer in seen[24:]:
            self.assertTrue(answer.status == 503 or answer.json()["errors"] is None, answer.body)


if __name__ == "__main__":
    unittest.main()
