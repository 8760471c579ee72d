"""Sign-in by one-time code: sendotp, useridOTP and internal/userotp of the auth manager; auth sheet 6.1, 6.2 and 9."""

import re
import shutil
import tempfile
import unittest
from urllib.parse import quote

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, in_parallel, run, sets, wait_until, write
from jwt_tools import claims_of
from server_case import ServerCase

AUTH = "/v1/authmanager/authenticate/"
SENT = {"status": "success", "message": "OTP had been sent successfully"}
ENTERED = {"status": "success", "message": "OTP validation is successfull"}
BLOCKED = {"status": "failure", "message": "USER_BLOCKED"}
MANY_CODES = sets("idkernel.otp.generations-max=1000")
MAIL = "m392380@example.org"
PHONE = "325624646"
THRESHOLD = 10
PARALLEL = 64
EXIT_CONFIG = 78


def wrong(code):
    return str((int(code[0]) + 1) % 10) + code[1:]


class CodeCase(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + MANY_CODES

    def send(self, server=None, **changes):
        request = {"userId": "M392380", "otpChannel": ["email"], "useridtype": "USERID", "appId": "admin", "context": "auth-otp",
                   "templateVariables": {"otp": "000000"}, **changes}
        return self.post("sendotp", {key: value for key, value in request.items() if value is not None}, server)

    def post(self, what, request, server=None):
        return (server or self.server).call("POST", AUTH + what, envelope(request, id="", version="1.0"))

    def enter(self, code, user="M392380", app="admin", what="useridOTP", **more):
        return self.post(what, {"userId": user, "otp": code, "appId": app, **more})

    def messages(self, to, server=None):
        return (server or self.server).manage("/dev/messages?to=" + quote(to)).json()

    def code(self, to=MAIL, **changes):
        """The code of a new message."""
        before = len(self.messages(to))
        self.assertEqual(self.send(**changes).response(), SENT)
        texts = wait_until(lambda: self.messages(to)[:-before or None], "a message to " + to)
        self.assertEqual(len(texts), 1)
        return re.search(r"\b\d{6}\b", texts[0]["text"]).group(0)


class SignInByCode(CodeCase):
    def test_a_code_signs_in_once(self):
        sent = self.send()
        self.assertEqual(list(sent.json()), ["id", "version", "ver", "responsetime", "metadata", "response", "errors"])
        self.assertEqual((sent.json()["id"], sent.json()["ver"], sent.response(), sent.json()["errors"]),
                         ("mosip.authentication.sendotp", "1.0", SENT, None))
        code = self.code()
        entered = self.enter(code)
        self.assertEqual((entered.json()["id"], entered.response()), ("mosip.authentication.useridOTP", ENTERED))
        token = entered.cookie()
        self.assertEqual(entered.headers["Authorization"], token)
        found = claims_of(token)
        self.assertEqual((found["preferred_username"], found["amr"], found["azp"]), ("M392380", ["otp"], "mosip-admin-client"))
        self.assertIn("ZONAL_ADMIN", found["realm_access"]["roles"])
        answer = self.server.call("GET", "/v1/authmanager/authorize/validateToken", token=token)
        self.assertEqual(answer.response()["userId"], "M392380")
        self.assert_error(self.enter(code), 200, "KER-OTV-005")

    def test_the_internal_endpoint(self):
        code = self.code()
        self.assertEqual(self.enter(wrong(code), what="internal/userotp").response(), {"status": "failure", "message": "VALIDATION_UNSUCCESSFUL"})
        answer = self.enter(code, what="internal/userotp")
        response = answer.response()
        self.assertEqual(list(response), ["token", "message", "refreshToken", "expiryTime", "userId", "status", "refreshExpiryTime"])
        self.assertEqual((response["message"], response["userId"], response["status"]), ("VALIDATION_SUCCESSFUL", "M392380", "success"))
        self.assertEqual(claims_of(response["token"])["amr"], ["otp"])
        self.assertEqual(answer.set_cookies(), [])
        self.assert_error(self.enter(code, what="internal/userotp"), 200, "KER-OTV-005")

    def test_wrong_codes_and_a_freeze(self):
        user = {"user": "9820100001", "app": "preregistration"}
        asked = {"userId": "9820100001", "appId": "preregistration", "otpChannel": ["phone"]}
        code = self.code("9820100001", **asked)
        for _ in range(THRESHOLD - 1):
            answer = self.enter(wrong(code), **user)
            self.assert_error(answer, 200, "AUTH_ERR_INVALIDOTP")
        self.assertEqual(answer.json()["errors"][0]["message"], "The passed in OTP is invalid")
        for guess in (wrong(code), code):
            answer = self.enter(guess, **user)
            self.assertEqual((answer.response(), answer.json()["errors"], answer.set_cookies()), (BLOCKED, None, []))
        self.assertEqual(self.enter(code, what="internal/userotp", **user).response(), BLOCKED)
        self.assertEqual(self.send(**asked).response(), BLOCKED)
        self.assertEqual(len(self.messages("9820100001")), 1)

    def test_many_at_once(self):
        asked = {"userId": "9820100002", "appId": "preregistration", "otpChannel": ["phone"]}
        code = self.code("9820100002", **asked)
        answers = in_parallel([lambda: self.enter(code, "9820100002", "preregistration")] * PARALLEL)
        self.assertEqual(sum(answer.response() == ENTERED for answer in answers), 1)
        code = self.code("9820100002", **asked)
        answers = in_parallel([lambda: self.enter(wrong(code), "9820100002", "preregistration")] * PARALLEL)
        self.assertEqual(sum(answer.response() == BLOCKED for answer in answers), PARALLEL - THRESHOLD + 1)

    def test_codes_of_the_otp_manager_sign_nobody_in(self):
        made = self.call("POST", "/v1/otpmanager/otp/generate", envelope({"key": "UDAE423"})).response()["otp"]
        self.assert_error(self.enter(made, "UDAE423"), 200, "KER-OTV-005")
        self.assert_error(self.enter(made, "UDAE423", "registrationclient"), 200, "KER-OTV-005")

    def test_the_application_may_be_missing(self):
        code = self.code(appId="registrationclient")
        self.assertEqual(self.post("useridOTP", {"userId": "m392380", "otp": code}).response(), ENTERED)
        self.assert_error(self.post("useridOTP", {"userId": "m392380", "otp": code}), 200, "KER-OTV-005")

    def test_the_body_that_the_seed_prints(self):
        printed = {"appId": "admin", "clientId": "mosip-admin-client", "clientSecret": "xyz123", "password": "mosip", "userName": "110006"}
        answer = self.post("useridOTP", printed)
        self.assert_error(answer, 200, "KER-ATH-019")
        self.assertEqual(answer.json()["errors"][0]["message"], "request.otp must not be blank")
        code = self.code()
        self.assertEqual(self.post("useridOTP", {**printed, "userName": "M392380", "password": code}).response(), ENTERED)

    def test_a_preregistration_user(self):
        who = {"userId": "citizen@mosip.io", "appId": "PreReg", "otpChannel": "email"}
        entered = self.enter(self.code("citizen@mosip.io", **who), "citizen@mosip.io", "preregistration")
        found = claims_of(entered.cookie())
        self.assertEqual(found["realm_access"]["roles"], ["INDIVIDUAL"])
        again = self.enter(self.code("citizen@mosip.io", **who), "Citizen@Mosip.io", "prereg")
        self.assertEqual(claims_of(again.cookie())["sub"], found["sub"])
        self.assert_error(self.send(**{**who, "otpChannel": "phone"}), 200, "AUTH_ERR_CHANNELPATH_NOT_FOUND")
        self.assert_error(self.send(userId="110006", appId="prereg", otpChannel=["phone"]), 200, "AUTH_ERR_CHANNELPATH_NOT_FOUND")

    def test_messages(self):
        before = len(self.messages(MAIL))
        self.assertEqual(self.send(otpChannel=["EMAIL", "Mobile", "email"], context=None).response(), SENT)
        mail = wait_until(lambda: self.messages(MAIL)[:-before or None], "the mail")[0]
        sms = wait_until(lambda: self.messages(PHONE), "the SMS")[0]
        code = re.search(r"\d{6}", mail["text"]).group(0)
        self.assertEqual((mail["channel"], mail["subject"], mail["to"]), ("email", "One-time code", MAIL))
        self.assertEqual((sms["channel"], sms["text"]), ("sms", f"Your one-time code is {code}. Do not give it to anybody."))
        self.assertEqual(self.enter(code).response(), ENTERED)

    def test_faults_in_their_order(self):
        for changes, code, message in (
                ({"appId": "nothing"}, "KER-ATH-026", "Realm not found:: nothing"),
                ({"useridtype": "VID", "otpChannel": ["x"]}, "401", "Invalid User Id type"),
                ({"useridtype": "UIN"}, "401", "Invalid User Id type"),
                ({"otpChannel": ["email", "letter"], "userId": "nobody"}, "KER-AUTH-CHANNEL_INVALID", "The passed channel is invalid."),
                ({"otpChannel": ["email", "sms"], "appId": "preregistration"}, "AUTH_ERR_MULTIPLE_CHANNELS",
                 "Multiple channels are not supported in your module."),
                ({"userId": "nobody", "context": "none"}, "AUTH_ERR_USER_NOT_FOUND", "The passed in user is not found"),
                ({"userId": "110006", "otpChannel": ["phone"], "context": "none"}, "AUTH_ERR_CHANNELPATH_NOT_FOUND", "The passed in user is not found"),
                ({"context": "none"}, "KER-ATH-436", "Template is missing for language eng with context none-email-subject-template"),
                ({"context": "admin-registration", "templateVariables": {"username": "you", "link": "https://evil.example"}}, "KER-ATH-436",
                 "Template is missing for language eng with context admin-registration"),
                ({"otpChannel": [1]}, "KER-ATH-019", "request.otpChannel must be a list of texts"),
                ({"userId": 1}, "KER-ATH-019", "request.userId must be a text")):
            with self.subTest(changes=changes):
                answer = self.send(**changes)
                self.assert_error(answer, 200, code)
                self.assertEqual((answer.json()["errors"][0]["message"], answer.json()["id"]), (message, "mosip.authentication.sendotp"))

    def test_missing_fields_are_all_told(self):
        answer = self.post("sendotp", {"context": " "})
        self.assert_error(answer, 200, *["KER-ATH-401"] * 5)
        self.assertEqual([error["message"] for error in answer.json()["errors"]], [
            "Invalid AppId", "Context is null,Please enter a valid context", "Otp Channel is null,Please enter a valid channel",
            "Invalid User id", "Invalid User id type"])
        for context in ("Auth", "a" * 65, "../x"):
            self.assert_error(self.send(context=context), 200, "KER-ATH-401")
        for changes in ({"otpChannel": []}, {"otpChannel": ""}, {"otpChannel": None}):
            self.assert_error(self.send(**changes), 200, "KER-ATH-401")
        self.assert_error(self.server.call("POST", AUTH + "sendotp", {}), 200, "KER-ATH-019")

    def test_faults_of_the_sign_in(self):
        for request, *codes in (({}, "KER-ATH-019", "KER-ATH-019"), ({"userId": "M392380", "appId": "admin"}, "KER-ATH-019"),
                                ({"userId": "M392380", "otp": "12a456", "appId": "admin"}, "KER-OTV-004"),
                                ({"userId": "M392380", "otp": "123456", "appId": "nothing"}, "KER-ATH-026"),
                                ({"userId": "nobody", "otp": "123456", "appId": "admin"}, "KER-ATH-003"),
                                ({"userId": "110006", "otp": "123456", "appId": "admin"}, "KER-OTV-005"),
                                ({"userId": "M392380", "otp": 123456, "appId": "admin"}, "KER-ATH-019")):
            with self.subTest(request=request):
                self.assert_error(self.post("useridOTP", request), 200, *codes)
                self.assert_error(self.post("internal/userotp", request), 200, *codes)

    def test_no_line_of_the_log_is_personal(self):
        code = self.code()
        self.enter(wrong(code))
        self.enter(code)
        self.assertFalse([line for line in self.server.lines if code in line or MAIL in line or "M392380" in line])


class OtherSettings(CodeCase):
    def test_short_lives(self):
        with Server(*self.arguments, *sets("mosip.kernel.otp.expiry-time=1", "mosip.kernel.otp.validation-attempt-threshold=1000")) as server:
            self.assertEqual(self.send(server).response(), SENT)
            request = {"userId": "M392380", "otp": "0", "appId": "admin"}
            answer = wait_until(lambda: next((one for one in [self.post("useridOTP", request, server)]
                                              if one.error_codes() != ["AUTH_ERR_INVALIDOTP"]), None), "the code to expire")
            self.assert_error(answer, 200, "AUTH_ERR_EXPIREDOTP")
            self.assertEqual(answer.json()["errors"][0]["message"], "The passed OTP is expired")
            self.assertEqual(self.post("internal/userotp", request, server).response(), {"status": "failure", "message": "OTP_EXPIRED"})

    def test_templates_of_the_deployment_in_two_languages(self):
        directory = tempfile.mkdtemp(prefix="idkernel-test-")
        self.addCleanup(shutil.rmtree, directory, ignore_errors=True)
        write(directory, "my-own-email-subject-template.fra", "Bonjour $name\n")
        write(directory, "my-own-email-subject-template.eng", "Hello")
        write(directory, "my-own-email-content-template.fra", "<p>Le code de $name : $otp</p>\n")
        write(directory, "my-own-email-content-template.eng", "<p>$!{gone}The code is ${otp}.</p>")
        settings = sets("idkernel.templates.dir=" + directory, "mosip.primary-language=fra", "mosip.secondary-language=eng",
                        "mosip.kernel.auth.proxy-otp=true")
        with Server(*self.arguments, *settings) as server:
            self.assertEqual(self.send(server, context="my-own", templateVariables={"name": "<Ann>\r\nBcc: x", "otp": "7"}).response(), SENT)
            mail = wait_until(lambda: self.messages(MAIL, server), "the mail")[0]
            self.assertEqual((mail["subject"], mail["text"]), (
                "Bonjour <Ann>  Bcc: x", "<p>Le code de &lt;Ann&gt;  Bcc: x : 111111</p>\n<br/><br/>\n<p>The code is 111111.</p>"))
            self.assert_error(self.send(server), 200, "KER-ATH-436")

    def test_a_directory_without_templates_is_refused(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            for where in (directory, directory + "/none"):
                code, text = run("check-config", "--dev", *sets("idkernel.templates.dir=" + where))
                self.assertEqual(code, EXIT_CONFIG)
                self.assertIn("idkernel.templates.dir", text)

    def test_channels_and_languages_that_are_not_configured(self):
        for settings, asked, code in (
                (["mosip.notificationtype=EMAIL"], ["phone"], "KER-SOT-004"), (["mosip.notificationtype=sms"], ["email"], "KER-SOT-005"),
                (["mosip.notificationtype=NONE"], ["email", "phone"], "KER-SOT-006"), (["mosip.primary-language="], ["email"], "KER-SOT-009")):
            with self.subTest(settings=settings), Server(*self.arguments, *sets(*settings)) as server:
                self.assert_error(self.send(server, otpChannel=asked), 200, code)

    def test_a_subject_has_its_rate(self):
        rates = sets("idkernel.rate-limit.open.address=off", "idkernel.rate-limit.open.subject=1/3", *MANY_CODES[1::2])
        with Server(*SMALL_POOLS, *rates) as server:
            found = [self.send(server, userId=user).status for user in ("M392380", "m392380 ", "M392380", "M392380", "M392380", "UDAE423")]
            self.assertEqual(found[:3], [200] * 3)
            self.assertIn(429, found[3:5])
            self.assertEqual(found[5], 200)


class Restart(CodeCase):
    def test_a_killed_server_remembers(self):
        code = self.code()
        self.server.kill()
        self.server.start()
        self.assertEqual(len(self.messages(MAIL)), 1)
        self.assertEqual(self.enter(code).response(), ENTERED)


if __name__ == "__main__":
    unittest.main()
