"""The README's walk: sign in, draw a UIN, a RID and a token id, and find them again after a restart."""

import unittest

from idkernel import Server, envelope


class Walk(unittest.TestCase):
    def test_from_sign_in_to_a_uin(self):
        with Server() as server:
            signed_in = server.sign_in()
            self.assertEqual(signed_in.status, 200)
            self.assertEqual(signed_in.json()["response"]["status"], "Success")
            token = signed_in.cookie()

            drawn = server.call("GET", "/v1/uingenerator/uin", token=token)
            self.assertEqual(drawn.status, 200, drawn.body)
            self.assertIsNone(drawn.json()["errors"])
            uin = drawn.json()["response"]["uin"]
            self.assertRegex(uin, r"^[2-9]\d{9}$")

            assigned = server.call("PUT", "/v1/uingenerator/uin", envelope({"uin": uin, "status": "ASSIGNED"}), token)
            self.assertEqual(assigned.json()["response"], {"uin": uin, "status": "ASSIGNED"})

            rid = server.call("GET", "/v1/ridgenerator/generate/rid/10001/10002", token=token)
            self.assertRegex(rid.json()["response"]["rid"], r"^100011000200001\d{14}$")

            first = server.call("GET", "/v1/tokenidgenerator/5193698130/9373", token=token).json()["response"]["tokenID"]
            self.assertRegex(first, r"^\d{36}$")

            server.kill()
            server.start()
            self.assertEqual(server.call("GET", "/v1/tokenidgenerator/5193698130/9373", token=token).json()["response"]["tokenID"], first)
            again = server.call("PUT", "/v1/uingenerator/uin", envelope({"uin": uin, "status": "ASSIGNED"}), token)
            self.assertEqual(again.error_codes(), ["KER-UIG-004"])
            next_rid = server.call("GET", "/v1/ridgenerator/generate/rid/10001/10002", token=token)
            self.assertRegex(next_rid.json()["response"]["rid"], r"^100011000200002\d{14}$")
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
