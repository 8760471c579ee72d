"""Ending and renewing sessions: invalidateToken, logout, refreshToken; and that all of it survives a kill."""

import unittest

import jwt_tools
from idkernel import envelope, in_parallel
from server_case import ServerCase

INTERNAL = "/v1/authmanager/authenticate/internal/useridPwd"
INVALIDATE = "/v1/authmanager/authorize/invalidateToken"
REFRESH = "/v1/authmanager/authorize/refreshToken/admin"
INTERNAL_REFRESH = "/v1/authmanager/authorize/internal/refreshToken/admin"
VALIDATE = "/v1/authmanager/authorize/admin/validateToken"
LOGOUT = "/v1/authmanager/logout/user"
USERINFO = "/auth/realms/mosip/protocol/openid-connect/userinfo"
TOKEN_ID = "/v1/tokenidgenerator/5193698130/9373"
CLEARED = ["Authorization=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax",
           "refresh_token=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax"]


class Sessions(ServerCase):
    def sign_in(self):
        answer = self.server.call("POST", INTERNAL, envelope({"appId": "admin", "userName": "110006", "password": "mosip"}))
        return answer.response()["token"], answer.response()["refreshToken"]

    def renew(self, refresh_token, path=INTERNAL_REFRESH, body=None):
        return self.server.call("POST", path, body, headers={"Cookie": "refresh_token=" + refresh_token})

    def assert_refused_everywhere(self, token):
        for method, path in (("GET", TOKEN_ID), ("GET", VALIDATE), ("GET", USERINFO)):
            self.assertEqual(self.server.call(method, path, token=token).status, 401, path)

    def assert_renewal_refused(self, answer):
        self.assert_error(answer, 401, "KER-ATH-401")

    def test_invalidate_ends_the_token_for_good(self):
        token, refresh = self.sign_in()
        self.assertEqual(self.server.call("GET", TOKEN_ID, token=token).status, 200)
        answer = self.server.call("POST", INVALIDATE, token=token)
        self.assertEqual(answer.response(), {"message": "Token invalidated successfully", "status": "success"})
        self.assertEqual(answer.set_cookies(), CLEARED)
        for _ in range(2):
            self.assert_refused_everywhere(token)
            self.assert_error(self.server.call("POST", INVALIDATE, token=token), 200, "KER-ATH-008")
            self.assert_renewal_refused(self.renew(refresh))
            self.server.kill()
            self.server.start()

    def test_invalidating_a_client_token(self):
        token = self.server.sign_in().cookie()
        other = self.server.sign_in().cookie()
        self.assertEqual(self.server.call("POST", INVALIDATE, token=token).status, 200)
        self.assert_refused_everywhere(token)
        self.assertEqual(self.server.call("GET", TOKEN_ID, token=other).status, 200)

    def test_of_many_invalidations_at_once_one_succeeds(self):
        token, _ = self.sign_in()
        answers = in_parallel([lambda: self.server.call("POST", INVALIDATE, token=token)] * 16)
        self.assertEqual(sum(answer.json()["errors"] is None for answer in answers), 1)

    def test_invalidate_without_a_good_token(self):
        self.assert_error(self.server.call("POST", INVALIDATE), 200, "KER-ATH-006")
        self.assert_error(self.server.call("POST", INVALIDATE, headers={"Cookie": "other=1"}), 200, "KER-ATH-007")
        token, refresh = self.sign_in()
        for bad in ("garbage", token[:-8] + "AAAAAAAA", refresh):
            self.assert_error(self.server.call("POST", INVALIDATE, token=bad), 401, "KER-ATH-401")
        self.assertEqual(self.server.call("GET", TOKEN_ID, token=token).status, 200)

    def test_logout(self):
        token, refresh = self.sign_in()
        answer = self.server.call("DELETE", LOGOUT, token=token)
        self.assertEqual(answer.response(), {"status": "Success", "message": "successfully loggedout"})
        self.assertEqual(answer.set_cookies(), CLEARED)
        self.assert_refused_everywhere(token)
        self.assert_renewal_refused(self.renew(refresh))
        none = self.server.call("DELETE", LOGOUT)
        self.assert_error(none, 401, "KER-ATH-401")
        self.assertEqual(none.json()["errors"][0]["message"], "Authentication Failed : Invalid Token :")

    def test_renewal_by_cookie(self):
        token, refresh = self.sign_in()
        answer = self.renew(refresh, REFRESH)
        self.assertEqual(answer.response(), {"status": "SUCCESS", "message": "Access token refreshed"})
        renewed, next_refresh = answer.cookie(), answer.cookie("refresh_token")
        self.assertEqual(jwt_tools.claims_of(renewed)["session_state"], jwt_tools.claims_of(token)["session_state"])
        self.assertNotEqual(jwt_tools.claims_of(renewed)["jti"], jwt_tools.claims_of(token)["jti"])
        self.assertEqual(self.server.call("GET", TOKEN_ID, token=renewed).status, 200)
        self.assertIsNone(self.renew(next_refresh).json()["errors"])

    def test_renewal_with_tokens_in_the_body(self):
        _, refresh = self.sign_in()
        answer = self.renew(refresh, body={"clientID": "mosip-admin-client", "clientSecret": "xyz123"})
        self.assertEqual(list(answer.response()),
                         ["token", "refreshToken", "expiryTime", "refreshExpiryTime", "userId", "status", "message"])
        self.assertEqual(answer.response()["expiryTime"], 36000)
        self.assertEqual(answer.set_cookies(), [])

    def test_renewal_by_another_client(self):
        _, refresh = self.sign_in()
        for client, secret in (("mosip-abis-client", "abc123"), ("mosip-admin-client", "wrong")):
            self.assert_error(self.renew(refresh, body={"clientID": client, "clientSecret": secret}), 401, "500")
        self.assertIsNone(self.renew(refresh).json()["errors"])

    def test_reuse_of_an_old_refresh_token_ends_the_session(self):
        _, first = self.sign_in()
        second = self.renew(first).response()["refreshToken"]
        newest = self.renew(second).response()
        self.assert_renewal_refused(self.renew(first))
        self.assert_renewal_refused(self.renew(newest["refreshToken"]))
        self.assert_refused_everywhere(newest["token"])

    def test_rotation_survives_a_kill(self):
        _, first = self.sign_in()
        second = self.renew(first).response()["refreshToken"]
        third = self.renew(second).response()["refreshToken"]
        self.server.kill()
        self.server.start()
        self.assertIsNone(self.renew(third).json()["errors"])
        self.assert_renewal_refused(self.renew(first))

    def test_renewal_without_a_good_refresh_token(self):
        token, refresh = self.sign_in()
        answer = self.server.call("POST", REFRESH)
        self.assert_error(answer, 500, "500")
        self.assertEqual(answer.json()["errors"][0]["message"], "No refresh token cookie found")
        for bad in ("garbage", token, refresh[:-8] + "AAAAAAAA"):
            self.assert_renewal_refused(self.renew(bad))
        self.assert_error(self.renew(refresh, REFRESH.replace("admin", "adminXX")), 200, "KER-ATH-026")
        self.assert_error(self.server.call("POST", REFRESH, "{", headers={"Cookie": "refresh_token=" + refresh}), 200, "KER-ATH-019")
        self.assertIsNone(self.renew(refresh).json()["errors"])


if __name__ == "__main__":
    unittest.main()
