"""Each row of actors/base/errors.def is answered over HTTP, with its status, code and text, or is excused here."""

import base64
import itertools
import json
import re
import tempfile
import time
import unittest
from pathlib import Path

import application_tools as applications
import device_tools as devices
from authorities import Holder, version_1
from certificates import certificate, expired_certificate, foreign_ciphertext
from forms import form
import prereg_tools as prereg
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, in_parallel, sets, wait_until
from store_damage import change_row

PREREG = Path(__file__).resolve().parents[2] / "deploy" / "config" / "pre-registration.properties"
ERRORS = Path(__file__).resolve().parents[2] / "actors" / "base" / "errors.def"
ROW = re.compile(r'ERROR\((\w+),\s*"([^"]*)",\s*(\d+),\s*"([^"]*)"\)')

# Not to be had from outside a healthy server; where they are tested instead.
EXCUSED = {
    "internal": "an exception before a route is known: tests/http_api",
    "uin_internal": "a failed read: tests/uin",
    "rid_fetch_failed": "a failed read: tests/rid",
    "rid_silent": "an actor that does not answer: tests/http_api",
    "rid_no_timestamp": "a configuration that is refused at the start: tests/rid",
    "rid_no_sequence": "a configuration that is refused at the start: tests/rid",
    "prid_internal": "a failed read: tests/prid",
    "vid_internal": "a failed read: tests/vid",
    "crypto_jwe_encrypt": "a library that refuses: tests/cryptomanager",
    "crypto_internal": "a library that refuses: tests/cryptomanager",
    "sign_internal": "an exception in a handler: tests/http_api",
    "license_internal": "a failed read: tests/license",
    "otp_internal": "a failed read: tests/otp",
    "sendotp_failed": "a seal that refuses: tests/otp",
    "sms_internal": "an actor that does not answer: tests/http_api",
    "email_internal": "an actor that does not answer: tests/http_api",
    "auth_internal": "a failed read: tests/auth",
    "account_create_failed": "a registration that took longer than its claims are good: tests/auth",
    "account_password_failed": "two first passwords at the same instant: tests/auth",
    "provider_failed": "a failed read: tests/device",
    "provider_change_failed": "a failed read: tests/device",
    "trust_provider_failed": "a failed read: tests/device",
    "trust_provider_change_failed": "a failed read: tests/device",
    "mds_failed": "a failed read: tests/device",
    "mds_change_failed": "a failed read: tests/device",
    "device_failed": "a failed read: tests/device",
    "deregister_failed": "a failed read: tests/device",
    "device_status_failed": "a failed read: tests/device",
    "validate_failed": "a failed read: tests/device",
    "admin_internal": "auth_internal in the admin service's words: tests/http_api",
    "key_crypto_failed": "a stored key that does not open: tests/keymanager",
    "key_internal": "a stored certificate that cannot be read: tests/keymanager",
    "prereg_internal": "an exception in a handler: tests/http_api",
    "prereg_table": "a failed read: tests/prereg",
    "prereg_hash": "a stored application that was changed: tests/prereg",
    "prereg_encrypt": "a seal that refuses: tests/prereg",
    "prereg_decrypt": "a stored application that was changed: tests/prereg",
    "prereg_duplicate": "a number that was given out twice: tests/prereg",
    "prereg_discard_failed": "a failed read: tests/prereg",
    "document_table": "a failed read: tests/prereg",
    "keystore_failed": "a keystore that refuses: tests/keymanager",
    "keystore_no_alias": "a keystore that lost a key: tests/keymanager",
    "keystore_unsupported": "a token without EC keys: tests/keymanager",
}

AUTH = "/v1/authmanager/"
ADMIN = "/v1/admin/"
UIN = "/v1/uingenerator/uin"
AUDITS = "/v1/auditmanager/audits"
LICENSE = "/v1/licensekeymanager/license/"
KEYS = CRYPTO = "/v1/keymanager/"
SIGNATURE = "/v1/signature/"
OTP = "/v1/otpmanager/"
SMS = "/v1/smsnotifier/sms/send"
EMAIL = "/v1/emailnotifier/email/send"
MASTER = devices.MASTER
APPLICANT = "/v1/applicanttype/getApplicantType"
RID = "/v1/ridgenerator/generate/rid/"
VALIDATE = AUTH + "authorize/validateToken"
USER = {"appId": "admin", "userName": "110006", "password": "mosip"}


def rows():
    return {name: (code, int(status), text) for name, code, status, text in ROW.findall(ERRORS.read_text())}


def admin(path, **fields):
    request = {"username": "110006", "password": "mosip", "appid": "admin", **fields}
    return lambda server: server.call("POST", ADMIN + path, envelope(request))


def put_uin(server, uin, status):
    return server.call("PUT", UIN, envelope({"uin": uin, "status": status}), server.token())


def get(path, **more):
    return lambda server: server.call("GET", path, token=server.token(), **more)


def post(path, request):
    return lambda server: server.call("POST", path, envelope(request), server.token())


def put(path, request):
    return lambda server: server.call("PUT", path, envelope(request), server.token())


def device_status(query):
    return lambda server: server.call("PUT", MASTER + "registereddevices/status" + query, token=server.token())


def deregister(code):
    return lambda server: server.call("DELETE", MASTER + "registereddevices/deregister/" + code, token=server.token())


class KnownDevice:
    """A provider, its service, and a registered device of the two."""

    def __init__(self, server):
        self.maker = post(MASTER + "deviceprovider", devices.provider())(server).response()
        self.version = self.service(server)
        self.identity = devices.digital_id(self.maker)
        answer = post(MASTER + "registereddevices", devices.registration(devices.device_data(self.identity)))(server)
        self.code = devices.read_answer(answer.response())[1]["deviceCode"]

    def service(self, server, **changed):
        return post(MASTER + "mosipdeviceservice", devices.mds(self.maker["id"], **changed))(server).response()["swVersion"]

    def register(self, server, **changed):
        return post(MASTER + "registereddevices", devices.registration(devices.device_data(devices.digital_id(self.maker, **changed))))(server)

    def validate(self, server, said=None, **changed):
        request = {**devices.validation(self.code, self.version, {**self.identity, **(said or {})}), **changed}
        return post(MASTER + "deviceprovidermanagement/validate", request)(server)


def with_device(produce):
    return lambda server: produce(server, KnownDevice(server))


def sign_in(**changes):
    return lambda server: server.call("POST", AUTH + "authenticate/internal/useridPwd", envelope({**USER, **changes}))


def send_otp(**changes):
    request = {"userId": "M392380", "otpChannel": ["email"], "useridtype": "USERID", "appId": "admin", "context": "auth-otp"}
    return post(AUTH + "authenticate/sendotp", {**request, **changes})


def enter_otp(**changes):
    return post(AUTH + "authenticate/useridOTP", {"userId": "M392380", "otp": "0", "appId": "admin", **changes})


def admin_code(**changes):
    return post(ADMIN + "sendotp", {"userid": "M392380", "otpchannel": ["EMAIL"], "useridtype": "USERID", "appid": "ADMIN", **changes})


def rid_without_mail(server):
    """A user of pre-registration has a telephone number only."""
    number = "9820100009"
    send_otp(userId=number, appId="preregistration", otpChannel=["phone"])(server)
    text = wait_until(lambda: server.manage("/dev/messages?to=" + number).json(), "the code")[0]["text"]
    enter_otp(userId=number, appId="preregistration", otp=re.search(r"\d{6}", text).group(0))(server)
    return post(ADMIN + "usermgmt/rid", {"username": number, "rid": "41355315155", "appid": "ADMIN"})(server)


def invalidated_twice(server):
    token = server.sign_in().cookie()
    server.call("POST", AUTH + "authorize/invalidateToken", token=token)
    return server.call("POST", AUTH + "authorize/invalidateToken", token=token)


def prereg_login(what, asked, **changes):
    return lambda server: prereg.login(server, what, asked, **changes)


def prereg_wrong_code(server):
    number = "9820100008"
    code = prereg.new_code(server, number)
    return prereg.login(server, "validateOtp", {"userId": number, "otp": "1" + code if code[0] != "1" else "2" + code})


def prereg_sent_twice(server):
    prereg_login("sendOtp", {"userId": "9820100014"})(server)
    return prereg_login("sendOtp", {"userId": "9820100014"})(server)


def prereg_sign_out(token):
    return lambda server: server.call("POST", prereg.LOGIN + "invalidateToken", token=token)


def prereg_signed_out_twice(server):
    token = prereg.sign_in(server, "9820100007")
    prereg_sign_out(token)(server)
    return prereg_sign_out(token)(server)


class KnownApplication:
    """Of a citizen's; calls are that citizen's. Each has another citizen, since one gets few codes in ten minutes."""

    citizens = itertools.count(9820200000)

    def __init__(self, server):
        self.server, self.token = server, prereg.sign_in(server, str(next(self.citizens)))
        self.id = applications.created(server, self.token)

    def call(self, method, path, body=None, token=None):
        return self.server.call(method, applications.BASE + path.replace("ID", self.id), body, token or self.token)

    def create(self, details=None, **changes):
        details = {"identity": applications.identity(**changes)} if details is None else details
        return self.call("POST", "", applications.filing(details))

    def upload(self, *arguments, **more):
        return applications.upload(self.server, self.token, self.id, *arguments, **more)

    def document(self, path):
        return self.server.call("GET", applications.DOCUMENTS + path.replace("ID", self.id), token=self.token)

    def canceled(self):
        self.call("PUT", "/status/ID?statusCode=Canceled")
        return self.call("DELETE", "/ID")


def with_application(produce):
    return lambda server: produce(KnownApplication(server))


def expired_application(server):
    """Its status is set by one who is no citizen."""
    known = KnownApplication(server)
    officer = server.sign_in("officer", "officer-secret-1").cookie()
    known.call("PUT", "/status/ID?statusCode=Expired", token=officer)
    return known.call("PUT", "/ID", applications.filing({"identity": applications.identity()}, "update"))


def prereg_broken_config(server):
    """The file is not what it was at the start."""
    path = next(word.partition("=")[2] for word in server.arguments if word.startswith("idkernel.prereg.config-file="))
    Path(path).write_text("nonsense")
    return server.call("GET", prereg.LOGIN + "refreshconfig")


def uin_not_issued(server):
    uin = get(UIN)(server).response()["uin"]
    put_uin(server, uin, "ASSIGNED")
    return put_uin(server, uin, "ASSIGNED")


def license_key(server):
    request = {"MISPId": "4411", "licenseExpiryTime": "2099-01-01T00:00:00.000Z"}
    return post(LICENSE + "generate", request)(server).response()["licenseKey"]


def license_mapping(permissions):
    return lambda server: post(LICENSE + "permission", {
        "MISPId": "4411", "licenseKey": license_key(server), "permissions": permissions})(server)


def license_expired(server):
    """The server's clock passes the expiry of a key that lives for a second."""
    expiry = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + 2))
    key = post(LICENSE + "generate", {"MISPId": "4411", "licenseExpiryTime": expiry})(server).response()["licenseKey"]

    def refused():
        answer = get(f"{LICENSE}permission?MISPId=4411&licenseKey={key}")(server)
        return answer if answer.error_codes() == ["KER-LKM-005"] else None

    return wait_until(refused, "an expired key")


def key_name(application, reference, **more):
    return {"applicationId": application, "referenceId": reference, **more}


def upload(application, reference, pem, where="uploadOtherDomainCertificate"):
    return post(KEYS + where, key_name(application, reference, certificateData=pem))


def own_upload(application, reference, pem):
    return upload(application, reference, pem, "uploadCertificate")


def revoked(application, reference):
    return lambda server: server.call("PUT", KEYS + "revokeKey", envelope(key_name(application, reference)), server.token())


def symmetric(reference):
    return post(KEYS + "generateSymmetricKey", key_name("PMS", reference))


def get_certificate(application, reference=""):
    return get(f"{KEYS}getCertificate?applicationId={application}&referenceId={reference}")


def encrypt(application, reference, time="2024-01-01T00:00:00.000Z"):
    return post(KEYS + "encrypt", key_name(application, reference, data="AAAA", timeStamp=time))


def decrypt(application, reference, data):
    return post(KEYS + "decrypt", key_name(application, reference, data=data, timeStamp="2024-01-01T00:00:00.000Z"))


def after(*steps):
    """What the last step answers; those before it succeed."""
    def produce(server):
        for step in steps[:-1]:
            answer = step(server)
            assert answer.json()["errors"] is None, answer.body
        return steps[-1](server)
    return produce


def decrypt_stored_twice(server):
    first, second = certificate(), certificate()
    for pem in (first, second, first):
        after(upload("PMS", "twice", pem), get_certificate("PMS", "twice"))(server)
    return decrypt("PMS", "twice", foreign_ciphertext(first))(server)


def decrypt_of_base_key(application, reference):
    def produce(server):
        sealed = encrypt("REGISTRATION", "10001")(server).response()["data"]
        return decrypt(application, reference, sealed)(server)
    return produce


def jws(header):
    """A JWS of that header, an empty object and a signature of nothing."""
    encoded = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    return encoded + ".e30.AAAA"


def decrypt_other_domain(server):
    pem = certificate()
    return after(upload("PMS", "other", pem), decrypt("PMS", "other", foreign_ciphertext(pem)))(server)


def upload_known(server):
    pem = certificate()
    return after(upload("PARTNER", "known", pem), upload("PARTNER", "known", pem))(server)


def ca_upload(pem, domain="AUTH"):
    return post(KEYS + "uploadCACertificate", {"certificateData": pem, "partnerDomain": domain})


def partner_upload(pem, domain="AUTH"):
    return post(KEYS + "uploadPartnerCertificate", {"certificateData": pem, "partnerDomain": domain, "organizationName": "Bank"})


def below_a_root(make, upload=partner_upload):
    """The upload of what is made below a root that is trusted."""
    def produce(server):
        root = Holder("root")
        return after(ca_upload(root.pem), upload(make(root)))(server)
    return produce


def partner_with(**wishes):
    return below_a_root(lambda root: Holder("partner", root, **wishes).pem)


# Against a server of the usual settings.
def mail(**fields):
    body, headers = form(fields.items())
    return lambda server: server.call("POST", EMAIL, body, server.token(), headers)


USUAL = {
    "unauthenticated": lambda server: server.call("GET", UIN),
    "forbidden": lambda server: server.call("GET", UIN, token=server.token("mosip-abis-client", "abc123")),
    "not_found": get("/v1/nothing"),
    "method_not_allowed": lambda server: server.call("DELETE", UIN, token=server.token()),
    "unsupported_media_type": lambda server: server.call("PUT", UIN, "{}", server.token(), {"Content-Type": "text/plain"}),
    "transport": lambda server: server.call("GET", UIN, headers={"Content-Length": "x"}),
    "uin_not_found": lambda server: put_uin(server, "5193698131", "ASSIGNED"),
    "uin_status_unknown": lambda server: put_uin(server, get(UIN)(server).response()["uin"], "nonsense"),
    "uin_not_issued": uin_not_issued,
    "uin_unreadable": lambda server: server.call("PUT", UIN, "{", server.token(), {"Content-Type": "application/json"}),
    "rid_empty_input": get(RID + "%20/10002"),
    "rid_bad_length": get(RID + "1/10002"),
    "token_id_empty_input": get("/v1/tokenidgenerator/%20/9373"),
    "vid_expiry_empty": get("/v1/idgenerator/vid?vidExpiry="),
    "vid_expiry_past": get("/v1/idgenerator/vid?vidExpiry=2020-01-01T00:00:00.000Z"),
    "vid_expiry_pattern": get("/v1/idgenerator/vid?vidExpiry=tomorrow"),
    "audit_request_missing": lambda server: server.call("POST", AUDITS, {"id": "x"}, server.token()),
    "audit_field": post(AUDITS, {"actionTimeStamp": "2026-03-01T08:15:29.929Z"}),
    "audit_query": lambda server: server.call("GET", AUDITS + "?limit=0", None, server.token()),
    "audit_format": post(AUDITS, {"eventId": {"no": "text"}}),
    "license_misp_blank": post(LICENSE + "generate", {}),
    "license_permission_unknown": license_mapping(["nonsense"]),
    "license_not_found": get(LICENSE + "permission?MISPId=4411&licenseKey=unknown"),
    "license_expired": license_expired,
    "license_key_blank": get(LICENSE + "permission?MISPId=4411"),
    "license_permission_blank": license_mapping([" "]),
    "license_expiry_past": post(LICENSE + "generate", {"MISPId": "4411"}),
    "license_no_permissions": lambda server: get(f"{LICENSE}permission?MISPId=4411&licenseKey={license_key(server)}")(server),
    "license_unreadable": lambda server: server.call("PUT", LICENSE + "status", {}, server.token()),
    "sms_blank": post(SMS, {}),
    "email_to": mail(mailSubject="x", mailContent="x"),
    "email_subject": mail(mailTo="a@example.org", mailContent="x"),
    "email_content": mail(mailTo="a@example.org", mailSubject="x"),
    "notification_unreadable": post(EMAIL, {}),
    "otp_key_length": post(OTP + "otp/generate", {}),
    "otp_key_empty": get(OTP + "validate?otp=1"),
    "otp_key_length_validate": get(OTP + "validate?otp=1&key=ab"),
    "otp_empty": get(OTP + "validate?key=abc"),
    "otp_not_numeric": get(OTP + "validate?key=abc&otp=x"),
    "otp_not_generated": get(OTP + "validate?key=never&otp=1"),
    "otp_not_valid": after(post(OTP + "generate", {"key": "9820173642"}), get(OTP + "validate?key=9820173642&otp=1")),
    "otp_unreadable": post(OTP + "generate", {"key": 1}),
    "crypto_data_invalid": post(CRYPTO + "decryptWithPin", {"data": "*", "userPin": "1"}),
    "crypto_request_invalid": post(CRYPTO + "encryptWithPin", {"data": "text"}),
    "crypto_corrupted": post(CRYPTO + "decryptWithPin", {"data": "AAAA", "userPin": "1"}),
    "crypto_no_json": post(CRYPTO + "jwtEncrypt", {"data": "AAAA", **key_name("REGISTRATION", "10001")}),
    "crypto_jwe_decrypt": post(CRYPTO + "jwtDecrypt", {"encData": "a.b.c.d.e", **key_name("REGISTRATION", "10001")}),
    "crypto_timestamp": encrypt("REGISTRATION", "10001", time="today"),
    "crypto_master_key": encrypt("REGISTRATION", ""),
    "crypto_access_refused": decrypt("NOBODY", "x", "AAAA"),
    "crypto_public_key_invalid": after(upload("PARTNER", "ec", certificate("ec")), encrypt("PARTNER", "ec")),
    "sign_request_invalid": post(SIGNATURE + "sign", {}),
    "sign_not_valid": post(SIGNATURE + "validate", {
        "signature": "e30..AAAA", "data": "text", "timestamp": "2026-03-01T10:00:00.125Z"}),
    "jws_data_invalid": post(SIGNATURE + "jwtSign", {"dataToSign": "*"}),
    "jws_data_no_json": post(SIGNATURE + "jwtSign", {"dataToSign": "AAAA"}),
    "jws_sign_failed": post(SIGNATURE + "jwsSign", {
        "dataToSign": "e30", "applicationId": "REGISTRATION", "referenceId": "", "signAlgorithm": "ES256"}),
    "jws_verify_failed": post(SIGNATURE + "jwtVerify", {"jwtSignatureData": jws({"alg": "none"})}),
    "jws_text_invalid": post(SIGNATURE + "jwtVerify", {"jwtSignatureData": "nonsense"}),
    "jws_certificate_invalid": post(SIGNATURE + "jwtVerify", {
        "jwtSignatureData": jws({"alg": "RS256"}), "certificateData": expired_certificate()}),
    "jws_access_refused": post(SIGNATURE + "jwtSign", {
        "dataToSign": "e30", "applicationId": "NOBODY", "referenceId": ""}),
    "key_format_unsupported": post(SIGNATURE + "signV2", {
        "dataToSign": "AAAA", "applicationId": "REGISTRATION", "responseEncodingFormat": "hex"}),
    "key_certificate_invalid": upload("PARTNER", "weak", certificate("rsa:1024")),
    "key_no_policy": get_certificate("NOBODY"),
    "key_no_unique_alias": revoked("REGISTRATION", "never"),
    "key_request_invalid": post(KEYS + "generateCSR", {}),
    "key_object_type": post(KEYS + "generateMasterKey/nonsense", key_name("ID_REPO", "")),
    "key_reference_refused": post(KEYS + "generateMasterKey/CSR", key_name("ID_REPO", "x")),
    "key_not_generated": get_certificate("ID_REPO"),
    "key_certificate_unreadable": upload("PARTNER", "unreadable", "nonsense"),
    "key_mismatch": own_upload("REGISTRATION", "", certificate()),
    "key_other_domain": after(upload("PMS", "bank", certificate()), own_upload("PMS", "bank", certificate())),
    "key_generation_refused": get_certificate("ROOT", "x"),
    "key_operation_refused": encrypt("AUTH_TOKEN", "x"),
    "key_revocation_refused": revoked("KERNEL", "SIGN"),
    "key_csr_refused": after(upload("PMS", "shop", certificate()), post(KEYS + "generateCSR", key_name("PMS", "shop"))),
    "key_decrypt_other_domain": decrypt_other_domain,
    "key_thumbprint_ambiguous": decrypt_stored_twice,
    "key_thumbprint_mismatch": decrypt_of_base_key("REGISTRATION", "10002"),
    "key_thumbprint_unknown": decrypt("REGISTRATION", "10001", foreign_ciphertext(certificate())),
    "key_ec_reference_refused": post(KEYS + "generateECSignKey/CSR", key_name("REGISTRATION", "x")),
    "key_kernel_sign_upload": upload("KERNEL", "Sign", certificate()),
    "key_own_key_current": after(symmetric("current"), upload("PMS", "current", certificate())),
    "key_own_key_exists": after(symmetric("ended"), revoked("PMS", "ended"), upload("PMS", "ended", certificate())),
    "key_has_private_key": after(get_certificate("REGISTRATION", "10003"), upload("REGISTRATION", "10003", certificate())),
    "key_certificate_known": upload_known,
    "key_time_invalid": post(KEYS + "getCaCertificates", {"uploadTime": "today"}),
    "partner_certificate_invalid": ca_upload("nonsense"),
    "partner_ca_known": lambda server: after(*[ca_upload(Holder("root").pem)] * 2)(server),
    "partner_dates": ca_upload(Holder("ended", begin=-9, end=-1).pem),
    "partner_root_unknown": ca_upload(Holder("orphan", Holder("unknown")).pem),
    "partner_path_unknown": partner_upload(Holder("orphan", Holder("unknown")).pem),
    "partner_version": below_a_root(version_1),
    "partner_organization": partner_with(organization="Shop"),
    "partner_id_invalid": get(KEYS + "getPartnerCertificate/%20"),
    "partner_domain": ca_upload(Holder("root").pem, "NOWHERE"),
    "partner_not_found": get(KEYS + "getPartnerCertificate/unknown"),
    "partner_key_size": partner_with(kind="1024"),
    "partner_algorithm": partner_with(digest="sha1"),
    "partner_self_signed": partner_upload(Holder("alone").pem),
    "partner_ca_validity": ca_upload(Holder("short", end=100).pem),
    "partner_ca_type": post(KEYS + "getCaCertificates", {"caCertificateType": "LEAF"}),
    "partner_ca_not_found": get(KEYS + "getCACertificateTrustPath/unknown"),
    "partner_future_dated": ca_upload(Holder("early", begin=2).pem),
    "partner_validity": partner_with(end=300),
    "admin_field_invalid": admin("login", username=""),
    "admin_factors_user_not_found": get(ADMIN + "security/authfactors/nobody"),
    "admin_invalid_credentials": admin("login", password="wrong"),
    "admin_token_wrong": lambda server: server.call("POST", ADMIN + "logout"),
    "admin_invalid_app_id": admin("login", appid="adminXX"),
    "admin_channel_invalid": admin_code(otpchannel=["PIGEON"]),
    "admin_multiple_channels": admin_code(appid="PREREGISTRATION", otpchannel=["EMAIL", "MOBILE"]),
    "admin_user_not_found": admin_code(userid="nobody"),
    "admin_no_address": admin_code(userid="110006", otpchannel=["MOBILE"]),
    "admin_otp_invalid": after(admin_code(), post(ADMIN + "useridOTP", {"userid": "M392380", "otp": "0", "appid": "ADMIN"})),
    "account_channel_missing": rid_without_mail,
    "account_user_exists": post(ADMIN + "usermgmt/register", {
        "username": "M392380", "firstName": "test", "lastName": "name", "contactNo": "974822990", "emailID": "testname@mosip.io",
        "dateOfBirth": "1975-11-05", "gender": "male", "role": "ADMIN", "appid": "ADMIN"}),
    "user_mobile_missing": get(ADMIN + "username/111111111"),
    "admin_language_missing": get(ADMIN + "mastercards/deu"),
    "account_user_not_found": get(ADMIN + "unblockuser?userid=nobody"),
    "account_credentials": admin("changepassword", oldpassword="wrong", newpassword="hfsfs32#"),
    "account_old_password": post(AUTH + "changepassword/admin", {"userId": "UDAE423", "oldPassword": "wrong", "newPassword": "hfsfs32#"}),
    "account_password_short": admin("changepassword", oldpassword="mosip", newpassword="short"),
    "account_password_policy": admin("changepassword", oldpassword="mosip", newpassword="my-110006"),
    "admin_cookies_empty": lambda server: server.call("GET", ADMIN + "authorize/admin/validateToken"),
    "admin_token_not_in_cookies": lambda server: server.call("GET", ADMIN + "authorize/admin/validateToken", headers={"Cookie": "a=b"}),
    "user_not_found": get(AUTH + "rid/admin/nobody"),
    "individual_id_missing": get(AUTH + "individualId/admin/nobody"),
    "user_active_flag_missing": get(AUTH + "validate/admin/nobody"),
    "auth_bad_request": sign_in(password=""),
    "auth_cookies_empty": lambda server: server.call("GET", VALIDATE),
    "auth_token_not_in_cookies": lambda server: server.call("GET", VALIDATE, headers={"Cookie": "a=b"}),
    "auth_token_unknown": invalidated_twice,
    "auth_field_invalid": lambda server: server.call("POST", AUTH + "authenticate/useridPwd", {}),
    "auth_invalid_credentials": sign_in(password="wrong"),
    "realm_not_found": sign_in(appId="adminXX"),
    "sendotp_channel_invalid": send_otp(otpChannel=["letter"]),
    "sendotp_multiple_channels": send_otp(appId="preregistration", otpChannel=["email", "phone"]),
    "sendotp_user_not_found": send_otp(userId="nobody"),
    "sendotp_no_address": send_otp(userId="110006", otpChannel=["phone"]),
    "sendotp_user_id_type": send_otp(useridtype="VID"),
    "sendotp_field_missing": send_otp(appId=""),
    "template_missing": send_otp(context="none"),
    "user_otp_invalid": after(send_otp(), enter_otp()),
    "user_detail_missing": enter_otp(userId="nobody"),
    "auth_token_invalid": lambda server: server.call("GET", VALIDATE, token="garbage"),
    "auth_token_missing": lambda server: server.call("DELETE", AUTH + "logout/user"),
    "auth_client_rejected": lambda server: server.sign_in("mosip-abis-client", "wrong"),
    "applicant_type_unknown": get(APPLICANT + "?individualTypeCode=XX&genderCode=MLE&dateofbirth=1992-01-01T00:00:00.000Z&languagecode=eng"),
    "applicant_type_invalid": get(APPLICANT),
    "applicant_type_query": post(APPLICANT, {"attributes": [{"attribute": "genderCode", "value": "MLE"}]}),
    "applicant_type_future": post(APPLICANT, {"attributes": [{"attribute": "dateOfBirth", "value": "2990/01/01"}]}),
    "master_data_field": post(MASTER + "deviceprovider", devices.provider(email=1)),
    "device_specification_not_found": get(MASTER + "devicespecifications/xxx"),
    "document_category_not_found": get(MASTER + "validdocuments/xxx"),
    "document_type_not_found": get(MASTER + "documenttypes/POA/xxx"),
    "gender_not_found": get(MASTER + "gendertypes/xxx"),
    "location_not_found": get(MASTER + "locations/XXX/eng"),
    "location_level_not_found": get(MASTER + "locationHierarchyLevels/xxx"),
    "provider_missing": post(MASTER + "deviceprovider", {}),
    "provider_exists": lambda server: [post(MASTER + "deviceprovider", devices.provider(vendorName="twice"))(server) for _ in range(2)][1],
    "provider_change_missing": put(MASTER + "deviceprovider", {}),
    "provider_unknown": put(MASTER + "deviceprovider", devices.provider(id="none")),
    "trust_provider_missing": post(MASTER + "foundationaltrustprovider", {}),
    "trust_provider_exists": lambda server: [post(MASTER + "foundationaltrustprovider", devices.trust_provider(name="twice"))(server) for _ in range(2)][1],
    "trust_provider_change_missing": put(MASTER + "foundationaltrustprovider", {}),
    "trust_provider_unknown": put(MASTER + "foundationaltrustprovider", devices.trust_provider(id="none")),
    "mds_missing": post(MASTER + "mosipdeviceservice", {}),
    "mds_exists": with_device(lambda server, known: post(MASTER + "mosipdeviceservice", devices.mds(known.maker["id"], swVersion=known.version))(server)),
    "mds_unknown": put(MASTER + "mosipdeviceservice", devices.mds("none", id="none")),
    "mds_no_provider": post(MASTER + "mosipdeviceservice", devices.mds("none")),
    "mds_no_type": post(MASTER + "mosipdeviceservice", devices.mds("none", regDeviceTypeCode="Ear")),
    "mds_no_sub_type": post(MASTER + "mosipdeviceservice", devices.mds("none", regDeviceSubCode="Left")),
    "device_missing": post(MASTER + "registereddevices", {}),
    "device_no_type": with_device(lambda server, known: known.register(server, type="Ear")),
    "device_no_sub_type": with_device(lambda server, known: known.register(server, deviceSubType="Left")),
    "device_not_json": post(MASTER + "registereddevices", devices.registration(devices.device_data("a.b.c"))),
    "device_no_provider": with_device(lambda server, known: known.register(server, deviceProvider="none")),
    "device_purpose": post(MASTER + "registereddevices", devices.registration(devices.device_data("", purpose="FUN"))),
    "device_exists": with_device(lambda server, known: known.register(server, serialNo=known.identity["serialNo"])),
    "device_time_after": post(MASTER + "registereddevices", devices.registration(devices.device_data("x", {"timeStamp": devices.after(3600)}))),
    "device_time_before": post(MASTER + "registereddevices", devices.registration(devices.device_data("x", {"timeStamp": devices.after(-3600)}))),
    "deregister_not_found": deregister("none"),
    "deregister_done": with_device(lambda server, known: [deregister(known.code)(server) for _ in range(2)][1]),
    "deregister_long": deregister("x" * 37),
    "deregister_environment": post(MASTER + "registereddevices/deregister", {"device": devices.base64_json({"deviceCode": "x", "env": "elsewhere"})}),
    "device_status_missing": device_status(""),
    "device_status_invalid": device_status("?deviceCode=none&status=LOST"),
    "device_status_not_found": device_status("?deviceCode=none&status=RETIRED"),
    "device_status_same": with_device(lambda server, known: device_status(f"?deviceCode={known.code}&status=REGISTERED")(server)),
    "device_status_revoked": with_device(
        lambda server, known: [device_status(f"?deviceCode={known.code}&status={status}")(server) for status in ("REVOKED", "RETIRED")][1]),
    "validate_no_device": with_device(lambda server, known: known.validate(server, deviceCode="none")),
    "validate_retired": with_device(lambda server, known: [deregister(known.code)(server), known.validate(server)][1]),
    "validate_provider_inactive": with_device(
        lambda server, known: [put(MASTER + "deviceprovider", {**known.maker, "isActive": False})(server), known.validate(server)][1]),
    "validate_no_mds": with_device(lambda server, known: known.validate(server, deviceServiceVersion="none")),
    "validate_mds_inactive": with_device(lambda server, known: known.validate(server, deviceServiceVersion=known.service(server, isActive=False))),
    "validate_version": with_device(lambda server, known: known.validate(server, deviceServiceVersion=known.service(server, model="F2"))),
    "validate_provider_differs": with_device(lambda server, known: known.validate(server, {"deviceProvider": "other"})),
    "validate_differs": with_device(lambda server, known: known.validate(server, {"make": "other"})),
    "validate_time": with_device(lambda server, known: known.validate(server, timeStamp="yesterday")),
    "prereg_id": prereg_login("sendOtp", {"userId": "9820100001"}, id="string"),
    "prereg_version": prereg_login("sendOtp", {"userId": "9820100001"}, version="string"),
    "prereg_request_time": prereg_login("sendOtp", {"userId": "9820100001"}, requesttime="today"),
    "prereg_request_date": prereg_login("sendOtp", {"userId": "9820100001"}, requesttime="2018-12-10T06:12:52.994Z"),
    "prereg_body": prereg_login("sendOtp", "text"),
    "prereg_language": prereg_login("sendOtp/langcode", {"userId": "9820100001", "langCode": "deu"}),
    # Longer than any mail server takes, though of the pattern.
    "prereg_code_not_sent": prereg_login("sendOtp", {"userId": "a" * 250 + "@mosip.io"}),
    "prereg_user_id": prereg_login("sendOtp", {"userId": "110006"}),
    "prereg_user_missing": prereg_login("validateOtp", {"userId": "110006", "otp": "123456"}),
    "prereg_code_not_numeric": prereg_login("validateOtp", {"userId": "9820100001", "otp": "x"}),
    "prereg_code_refused": prereg_wrong_code,
    "prereg_token_unknown": prereg_signed_out_twice,
    "prereg_token_not_ended": prereg_sign_out("garbage"),
    "prereg_json": with_application(lambda known: known.create({})),
    "prereg_parameter": with_application(lambda known: known.call("GET", "/%20")),
    "prereg_kept": with_application(KnownApplication.canceled),
    "prereg_not_found": with_application(lambda known: known.call("GET", "/32042841521591")),
    "prereg_none_of_user": lambda server: server.call("GET", applications.BASE, token=prereg.sign_in(server, "9820100012")),
    "prereg_status": with_application(lambda known: known.call("PUT", "/status/ID?statusCode=Eaten")),
    "prereg_no_page": with_application(lambda known: known.call("GET", "?pageIndex=1000")),
    "prereg_not_owner": with_application(lambda known: known.call("GET", "/ID", token=prereg.sign_in(known.server, "9820100013"))),
    "prereg_page_index": with_application(lambda known: known.call("GET", "?pageIndex=x")),
    "identity_invalid": with_application(lambda known: known.create(phone="1")),
    "identity_missing": with_application(lambda known: known.create(gender=None)),
    "document_type": with_application(lambda known: known.upload(kind="")),
    "document_category": with_application(lambda known: known.upload(category="XYZ")),
    "document_format": with_application(lambda known: known.upload(b"GIF89a")),
    "document_none": with_application(lambda known: known.document("/preregistration/ID")),
    "document_size": with_application(lambda known: known.upload(applications.PDF * 100_000)),
    "document_no_file": with_application(lambda known: known.upload(b"")),
    "document_json": with_application(lambda known: known.server.call("POST", f"{applications.DOCUMENTS}/{known.id}", *applications.upload_body("{")[:1],
                                                                      known.token, applications.upload_body("{")[1])),
    "document_name": with_application(lambda known: known.upload(name="x" * 60)),
    "document_not_of": with_application(lambda known: known.document("/none?preRegistrationId=ID")),
    "auth_refresh_cookie_missing": lambda server: server.call("POST", AUTH + "authorize/refreshToken/admin"),
}


def otp_expired(server):
    """A wrong guess tells whether the code still is good."""
    post(OTP + "generate", {"key": "abc"})(server)
    guess = get(OTP + "validate?key=abc&otp=1")
    return wait_until(lambda: next((one for one in [guess(server)] if one.error_codes() != ["AUTH_ERR_OTPNOTVALID"]), None), "the expiry")


def sent_expired(server):
    send_otp()(server)
    return wait_until(lambda: next((one for one in [enter_otp()(server)] if one.error_codes() != ["AUTH_ERR_INVALIDOTP"]), None), "the expiry")


def admin_expired(server):
    admin_code()(server)
    guess = post(ADMIN + "useridOTP", {"userid": "M392380", "otp": "0", "appid": "ADMIN"})
    return wait_until(lambda: next((one for one in [guess(server)] if one.error_codes() != ["ADMN_AUTH_ERR_INVALIDOTP"]), None), "the expiry")


def one_limited(server):
    answers = [server.call("GET", VALIDATE) for _ in range(3)]
    return next(answer for answer in answers if answer.status != 200)


def one_refused(server):
    """One password is checked while one waits; of many at once, some find no room."""
    answers = in_parallel([lambda: sign_in()(server)] * 12)
    return next(answer for answer in answers if answer.status != 200)


def unlisted_device(server):
    maker = post(MASTER + "deviceprovider", devices.provider())(server).response()
    data = devices.device_data(devices.digital_id(maker), purpose="REGISTRATION")
    return post(MASTER + "registereddevices", devices.registration(data))(server)


def after_its_time(server):
    """A request has a millisecond: of many whose answers want a signature, some wait longer than that for their turn. Signing in takes
    longer too, but that is only found where the transport looks around just then."""
    token = wait_until(lambda: server.sign_in().cookie(), "a token")

    def send(path, request):
        return server.call("POST", MASTER + path, envelope(request), token)
    maker = wait_until(lambda: send("deviceprovider", devices.provider()).json()["response"], "a provider")

    def register():
        return send("registereddevices", devices.registration(devices.device_data(devices.digital_id(maker))))
    return wait_until(lambda: next((one for one in in_parallel([register] * 64) if one.status != 200), None), "one that is late")


# (settings, what they make answer)
SPECIAL = [
    (NO_RATE_LIMITS + sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,PMS", "idkernel.keymanager.base-keys-max=1"),
     {"key_application_refused": after(get_certificate("PMS", "one"), get_certificate("PMS", "two"))}),
    (NO_RATE_LIMITS, {"key_no_root": post(KEYS + "generateMasterKey/CERTIFICATE", key_name("KERNEL", ""))}),
    (NO_RATE_LIMITS + sets("mosip.kernel.keymanager.hsm.keystore-type=OFFLINE"),
     {"keystore_offline": post(KEYS + "generateMasterKey/CERTIFICATE", key_name("ROOT", ""))}),
    (NO_RATE_LIMITS + sets("mosip.kernel.otp.expiry-time=1", "mosip.kernel.otp.validation-attempt-threshold=1000"),
     {"otp_expired": otp_expired, "user_otp_expired": sent_expired, "admin_otp_expired": admin_expired}),
    (NO_RATE_LIMITS + sets("mosip.notificationtype=NONE"),
     {"sendotp_sms_off": send_otp(otpChannel=["phone"]), "sendotp_email_off": send_otp(), "sendotp_both_off": send_otp(otpChannel=["email", "phone"])}),
    (NO_RATE_LIMITS + sets("mosip.admin.security.policy.role-policy-mapping="),
     {"admin_no_policy": get(ADMIN + "security/authfactors/110006")}),
    (NO_RATE_LIMITS + sets("mosip.kernel.auth.appid-realm-map=admin:mosip"),
     {"prereg_not_signed_in": prereg_login("validateOtp", {"userId": "9820100001", "otp": "123456"})}),
    (NO_RATE_LIMITS + sets("idkernel.prereg.keep-pending-code=true"), {"prereg_code_pending": prereg_sent_twice}),
    (NO_RATE_LIMITS + sets("mosip.primary-language="), {"sendotp_no_language": send_otp()}),
    (NO_RATE_LIMITS + sets("mosip.kernel.notification.email.from=nobody", "mosip.kernel.sms.number.length=10"),
     {"email_from": mail(mailTo="a@example.org", mailSubject="x", mailContent="x"), "sms_number": post(SMS, {"number": "1", "message": "x"})}),
    (NO_RATE_LIMITS + sets("idkernel.device.white-list=true", "mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN"),
     {"device_not_listed": unlisted_device}),
    (NO_RATE_LIMITS + sets("idkernel.http.request-timeout-ms=1", "mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN"),
     {"master_data_internal": after_its_time}),
    (sets("idkernel.rate-limit.open.address=1/2"), {"too_many_requests": one_limited}),
    (NO_RATE_LIMITS + sets("idkernel.crypto.slow-queue=1"), {"overloaded": one_refused}),
    (NO_RATE_LIMITS + sets("idkernel.store.min-free-bytes=1152921504606846976"), {"storage_full": get(UIN)}),
    # A pool that is never filled.
    (NO_RATE_LIMITS + sets("mosip.kernel.prid.min-unused-threshold=0", "mosip.kernel.vid.min-unused-threshold=0"),
     {"prereg_no_prid": lambda server: applications.create(server, prereg.sign_in(server, "9820100011")),
      "prid_not_available": get("/v1/pridgenerator/prid"), "vid_not_available": get("/v1/idgenerator/vid")}),
]


BREAKING = {"prereg_config": prereg_broken_config}
BY_OFFICERS = {"prereg_fixed": expired_application}
MANY_PLACES = {"locations_too_many": get(MASTER + "locations/immediatechildren/LAND/eng")}


DAMAGED = {"audit_internal": post(AUDITS, {
    "eventId": "E", "eventName": "E", "eventType": "E", "actionTimeStamp": "2026-03-01T08:15:29.929Z", "hostName": "h", "hostIp": "1",
    "applicationId": "A", "applicationName": "A", "sessionUserId": "u", "sessionUserName": "u", "id": "i", "idType": "I", "createdBy": "u"})}


class Errors(unittest.TestCase):
    def check(self, name, answer):
        code, status, text = rows()[name]
        error = answer.json()["errors"][0]
        pattern = re.sub(r"\\\{\d\\\}", "(.+)", re.escape(text))
        self.assertRegex(error["errorCode"], "^" + re.sub(r"\\\{\d\\\}", r"\\d+", re.escape(code)) + "$")
        self.assertRegex(error["message"], "^" + pattern + "$")
        self.assertEqual(answer.status, status)
        self.assertEqual(set(error), {"errorCode", "message"})
        missing = {"metadata"} if str(answer.json()["id"]).startswith("mosip.pre-registration.") else set()
        if "ver" not in answer.json():
            missing.add("ver")
        self.assertEqual(list(answer.json()), [key for key in ("id", "version", "ver", "responsetime", "metadata", "response", "errors")
                                               if key not in missing])

    def check_all(self, arguments, producers, **more):
        with Server(*SMALL_POOLS, *arguments, **more) as server:
            for name, produce in producers.items():
                with self.subTest(name):
                    self.check(name, produce(server))
            self.assertEqual(server.stop(), 0)

    def test_usual_settings(self):
        self.check_all(NO_RATE_LIMITS + sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN,PMS,REGISTRATION"), USUAL)

    def test_special_settings(self):
        for arguments, producers in SPECIAL:
            self.check_all(arguments, producers)

    def test_files_that_break_while_the_server_runs(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            path = Path(directory, "prereg.properties")
            path.write_text(PREREG.read_text())
            self.check_all(NO_RATE_LIMITS + sets(f"idkernel.prereg.config-file={path}"), BREAKING)

    def test_what_officers_bring_about(self):
        self.check_all(NO_RATE_LIMITS, BY_OFFICERS, bootstrap=applications.with_officer())

    def test_a_table_that_holds_much(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            path = Path(directory, "locations.table")
            regions = "".join(f"location|1|R{i}|LAND|eng|Region {i}|active\n" for i in range(10_001))
            path.write_text("level|0|eng|Country\nlevel|1|eng|Region\nlocation|0|LAND||eng|Land|active\n" + regions)
            self.check_all(NO_RATE_LIMITS + sets(f"idkernel.master-data.locations-file={path}"), MANY_PLACES)

    def test_chains_that_were_damaged_while_the_server_was_stopped(self):
        """tests/http/test_audit_damage.py looks at what else such a server does."""
        produce = DAMAGED["audit_internal"]
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets("idkernel.partitions=2")) as server:
            for _ in range(4):
                self.assertEqual(produce(server).response(), {"status": True})
            server.stop()
            for partition in range(2):
                change_row(server.data_dir, partition, "audit", "flip", "G")
            server.start()
            self.check("audit_internal", produce(server))
            self.assertEqual(server.stop(), 0)

    def test_each_row_is_produced_or_excused(self):
        self.assertEqual(len(rows()), ERRORS.read_text().count("\nERROR("))
        produced = (set(USUAL) | set(BREAKING) | set(BY_OFFICERS) | set(MANY_PLACES) | set(DAMAGED)).union(*(producers for _, producers in SPECIAL))
        self.assertEqual(set(rows()) - produced - set(EXCUSED), set(), "no test answers these")
        self.assertEqual((produced | set(EXCUSED)) - set(rows()), set(), "these are not in errors.def")
        self.assertEqual(produced & set(EXCUSED), set(), "these need no excuse")

    def test_each_excuse_names_tests_that_tell_of_the_row(self):
        def texts(place):
            return [path.read_text() for path in place.rglob("*") if path.is_file()]

        for name, excuse in EXCUSED.items():
            place = ERRORS.parents[2] / excuse.rpartition(": ")[2]
            told = re.compile(rf"\b({name}|{re.escape(rows()[name][0])})\b")
            self.assertTrue(any(told.search(text) for text in texts(place)), f"{name}: {excuse}")


if __name__ == "__main__":
    unittest.main()
