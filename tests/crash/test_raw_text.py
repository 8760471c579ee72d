"""Texts that are odd and JSON all the same, and members that are cut out to the byte."""

import json
import random
import unittest

from raw_text import member, odd, text_of

PERSON = {"identity": {"IDSchemaVersion": 1, "name": [{"language": "ara", "value": "پُجَ تهَكُر"}], "born": "1996/01/01", "none": [], "no": {},
                       "quoted": 'a "b" \\ c', "far": "\U0001f600"}}


def texts(count=300):
    chance = random.Random(7)
    return [text_of(PERSON, chance) for _ in range(count)]


class Odd(unittest.TestCase):
    def test_it_is_the_same_value(self):
        chance = random.Random(5)
        for _ in range(300):
            self.assertEqual(json.loads(odd(PERSON, chance)), PERSON)
        for text in texts():
            self.assertEqual(json.loads(text), PERSON)

    def test_it_has_all_that_a_careless_server_would_change(self):
        everything = "".join(texts())
        for part in ("\\u0643", "\\u062A", "\\u062a", "\u0643", "\\/", "1996/01", "\\u002f", "\t", "\r\n", '\\"', "\\\\", "[]"):
            self.assertIn(part, everything)
        self.assertGreater(len(set(texts())), 100)


class Member(unittest.TestCase):
    def test_it_is_cut_out_as_it_stands(self):
        for text in texts():
            answer = '{"id":"x","response":{"a":"\\"details\\":1","details":' + text + ',"b":2},"errors":null}'
            self.assertEqual(member(answer, "details"), text)
            self.assertEqual(member(answer.replace('"details":{', '"details": \n{'), "details"), text)

    def test_a_byte_that_is_changed_is_another_text(self):
        for text in texts(30):
            normal = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
            self.assertNotEqual(member('{"details":' + normal + "}", "details"), text)

    def test_none_and_two_are_told(self):
        for answer in ("{}", '{"details":1,"other":{"details":2}}'):
            with self.assertRaises(ValueError):
                member(answer, "details")
        with self.assertRaises(ValueError):
            member('{"details":{"a":', "details")


if __name__ == "__main__":
    unittest.main()
