"""An HTTP answer as tests read it."""

import json


class Answer:
    """Status, headers, bytes; the JSON of it; the code of a problem."""

    def __init__(self, status, headers, body, url):
        self.status = status
        self.headers = headers
        self.body = body
        self.url = url
        self.operation = None  # the operationId, once it was held against the document
        self._json = None

    @property
    def json(self):
        if self._json is None:
            self._json = json.loads(self.body)
        return self._json

    @property
    def code(self):
        """The code of a problem; None for any other answer."""
        if self.headers.get("Content-Type") != "application/problem+json":
            return None
        return self.json["code"]

    @property
    def errors(self):
        """Pairs of pointer and code of a problem's violations."""
        return [(error["pointer"], error["code"]) for error in self.json.get("errors", [])]

    def expect(self, status, code=None):
        """This, if it has that status and, where given, that code."""
        assert (self.status, self.code) == (status, code), f"{self!r} is not {status} {code or ''}"
        return self

    def __repr__(self):
        return f"<{self.url}: {self.status} {self.body[:600]!r}>"
