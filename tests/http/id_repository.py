"""An identity repository, for tests: MOSIP's answers by UIN, told how to behave."""

import json

from stub_http import StubHttp


class IdRepository(StubHttp):
    """`people` by UIN: {"status", "identity"}."""

    def __init__(self):
        super().__init__()
        self.people = {}
        self.start()

    def add(self, uin, status="ACTIVATED", **identity):
        self.people[uin] = {"status": status, "identity": {"UIN": uin, "fullName": [{"language": "eng", "value": "Jane"}], **identity}}

    def content(self, path):
        found = self.people.get(path.rpartition("/")[2])
        errors = None if found else [{"errorCode": "IDR-IDC-007", "message": "No Record(s) found"}]
        return json.dumps({"id": "mosip.id.read", "version": "v1", "metadata": {}, "response": found, "errors": errors}).encode()

    def settings(self, *more):
        return (f"mosip.idrepo.identity.url=http://127.0.0.1:{self.port}/idrepository/v1/identity/idvid",
                "idkernel.idrepo.timeout-ms=1000", *more)
