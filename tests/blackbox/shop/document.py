"""The OpenAPI document of a process, and whether an answer keeps to it."""

import re

import jsonschema
import requests

# What the server refuses before a route is known, or on any route alike.
_ANYWHERE = {
    400: {
        "http.bad_chunk",
        "http.bad_framing",
        "http.bad_host",
        "http.bad_target",
        "http.malformed",
        "http.unsupported_version",
    },
    404: {"http.not_found"},
    405: {"http.method_not_allowed"},
    408: {"http.request_timeout"},
    413: {"http.body_too_large"},
    417: {"http.unsupported_expectation"},
    431: {"http.headers_too_large"},
    503: {"http.too_many_connections"},
}
_PROBLEM_MEMBERS = {"type", "title", "status", "detail", "instance", "code", "trace_id", "errors"}
# RFC 9457 leaves room for members of a case; these are the ones that api.md names.
_CASE_MEMBERS = {
    "available",
    "decline_code",
    "lines",
    "payment_id",
    "payment_status",
    "provider_status",
    "refundable",
    "reason",
    "reserved",
    "total",
}
_CODE = re.compile(r"^[a-z_]+(\.[a-z_]+)?$")
_TRACE_ID = re.compile(r"^[0-9a-f]{32}$")
_DATE_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")


class Operation:
    """One method of one path."""

    def __init__(self, method, path, description):
        self.method = method
        self.path = path
        self.id = description["operationId"]
        self.description = description
        self.access = description["x-access"]
        pattern = "".join(
            "[^/]*" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]+\})", path)
        )
        self.pattern = re.compile(f"^{pattern}$")

    def answers(self):
        """Every documented (status, code); code None where the status has none."""
        for status, answer in self.description["responses"].items():
            for code in answer.get("x-codes") or [None]:
                yield int(status), code


class Document:
    def __init__(self, text):
        self.text = text
        self.operations = [
            Operation(method.upper(), path, description)
            for path, methods in text["paths"].items()
            for method, description in methods.items()
        ]
        # Literal segments win over parameters, as in the router.
        self.operations.sort(key=lambda operation: operation.path.count("{"))
        self._resolver = jsonschema.RefResolver("", text)
        self._validators = {}
        self._formats = jsonschema.FormatChecker(formats=())
        self._formats.checks("date-time")(lambda text: not isinstance(text, str) or bool(_DATE_TIME.match(text)))

    @classmethod
    def fetch(cls, base):
        got = requests.get(f"{base}/openapi.json", timeout=30)
        assert got.status_code == 200, got.text
        return cls(got.json())

    def find(self, method, target):
        """The operation of a request target, with or without /api/v1; None if there is none."""
        path = target.split("?", 1)[0]
        method = "GET" if method == "HEAD" else method
        for operation in self.operations:
            if operation.method == method and (
                operation.pattern.match(path) or operation.pattern.match("/api/v1" + path)
            ):
                return operation
        return None

    def check(self, method, target, answer):
        """Asserts that the answer is one that the document tells, headers and body included."""
        operation = self.find(method, target)
        answer.operation = operation.id if operation else None
        _check_headers(answer)
        if answer.status >= 400 and answer.headers.get("Content-Type") == "application/problem+json":
            self._check_problem(operation, method, answer)
        elif operation is not None:
            self._check_good(operation, method, answer)
        else:
            assert method == "OPTIONS" and answer.status == 204, f"an answer of no operation: {answer!r}"

    def _check_good(self, operation, method, answer):
        documented = operation.description["responses"].get(str(answer.status))
        assert documented is not None, f"{operation.id} does not document {answer.status}: {answer!r}"
        schema = documented.get("content", {}).get("application/json", {}).get("schema")
        if schema is None or method == "HEAD":
            return
        assert answer.headers["Content-Type"] == "application/json", answer
        self._validate((operation.id, answer.status), schema, answer.json, answer)

    def _check_problem(self, operation, method, answer):
        if method == "HEAD":
            return
        problem = answer.json
        self._validate("problem", self.text["components"]["schemas"]["Problem"], problem, answer)
        strange = problem.keys() - _PROBLEM_MEMBERS - _CASE_MEMBERS
        assert not strange, f"unknown members {strange}: {answer!r}"
        assert problem["status"] == answer.status, answer
        code = problem["code"]
        assert _CODE.match(code) and problem["type"] == f"urn:ddd-micro:error:{code}", answer
        assert _TRACE_ID.match(problem["trace_id"]), answer
        # A replay is the answer as it was first given, to another request.
        if "Idempotent-Replayed" not in answer.headers:
            assert problem["instance"] == f"urn:ddd-micro:request:{answer.headers['X-Request-Id']}", answer
        if answer.status == 401:
            assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="ddd-micro"'), answer
        if answer.status in (429, 503):
            assert int(answer.headers["Retry-After"]) >= 1, answer
        if code in _ANYWHERE.get(answer.status, ()):
            return
        assert operation is not None, f"a refusal of no operation: {answer!r}"
        documented = operation.description["responses"].get(str(answer.status))
        assert documented is not None, f"{operation.id} does not document {answer.status}: {answer!r}"
        assert code in documented.get("x-codes", ()), (
            f"{operation.id} does not document {answer.status} {code}: {answer!r}"
        )

    def _validate(self, name, schema, value, answer):
        validator = self._validators.get(name)
        if validator is None:
            validator = jsonschema.Draft202012Validator(schema, resolver=self._resolver, format_checker=self._formats)
            self._validators[name] = validator
        wrong = [
            f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(value)
        ]
        assert not wrong, f"not as documented: {wrong}: {answer!r}"


def _check_headers(answer):
    """What every answer carries."""
    assert re.match(r"^[A-Za-z0-9_-]{8,64}$", answer.headers["X-Request-Id"]), answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff", answer.headers
    assert "Cache-Control" in answer.headers, answer.headers
    for name in ("Server", "X-Powered-By"):
        assert name not in answer.headers, f"{name} tells what nobody needs to know"
