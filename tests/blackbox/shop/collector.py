"""An OTLP collector for tests: takes spans over HTTP as protobuf, and keeps them."""

import http.server
import threading

# The message types of opentelemetry/proto, as far as they are read: field number -> (name, how to read it).
_TEXT, _HEX, _NUMBER = "text", "hex", "number"
_ANY_VALUE = {1: ("text", _TEXT), 3: ("number", _NUMBER)}
_KEY_VALUE = {1: ("key", _TEXT), 2: ("value", _ANY_VALUE)}
_STATUS = {2: ("message", _TEXT), 3: ("code", _NUMBER)}
_SPAN = {
    1: ("trace_id", _HEX),
    2: ("span_id", _HEX),
    4: ("parent_id", _HEX),
    5: ("name", _TEXT),
    6: ("kind", _NUMBER),
    7: ("start", _NUMBER),
    8: ("end", _NUMBER),
    9: ("attributes", _KEY_VALUE),
    15: ("status", _STATUS),
}
_SCOPE_SPANS = {2: ("spans", _SPAN)}
_RESOURCE = {1: ("attributes", _KEY_VALUE)}
_RESOURCE_SPANS = {1: ("resource", _RESOURCE), 2: ("scopes", _SCOPE_SPANS)}
_REQUEST = {1: ("resources", _RESOURCE_SPANS)}


def _varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _fields(data):
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        kind = tag & 7
        if kind == 0:
            value, at = _varint(data, at)
        elif kind == 1:
            value, at = int.from_bytes(data[at : at + 8], "little"), at + 8
        elif kind == 2:
            size, at = _varint(data, at)
            value, at = data[at : at + size], at + size
        else:
            assert kind == 5, f"wire type {kind}"
            value, at = int.from_bytes(data[at : at + 4], "little"), at + 4
        yield tag >> 3, value


def _message(data, fields):
    """A dict of lists: every field may be there more than once."""
    found = {}
    for number, value in _fields(data):
        if number not in fields:
            continue
        name, how = fields[number]
        if isinstance(how, dict):
            value = _message(value, how)
        elif how is _TEXT:
            value = value.decode()
        elif how is _HEX:
            value = value.hex()
        found.setdefault(name, []).append(value)
    return found


def _attributes(pairs):
    return {pair["key"][0]: next(iter(pair["value"][0].values()))[0] for pair in pairs}


def spans_of(body):
    """Each span of an ExportTraceServiceRequest, with its service."""
    for resource in _message(body, _REQUEST).get("resources", []):
        service = _attributes(resource["resource"][0]["attributes"])["service.name"]
        for scope in resource["scopes"]:
            for span in scope["spans"]:
                one = {name: values[0] for name, values in span.items() if name != "attributes"}
                yield one | {"service": service, "attributes": _attributes(span.get("attributes", []))}


class Collector:
    """with Collector() as collector: point tracing.otlp_endpoint at collector.url."""

    def __init__(self):
        self._lock = threading.Lock()
        self._spans = []
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.path == "/v1/traces" and self.headers["Content-Type"] == "application/x-protobuf"
                with collector._lock:
                    collector._spans.extend(spans_of(body))
                self.send_response(200)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}/v1/traces"

    def spans(self, trace_id=None):
        with self._lock:
            return [span for span in self._spans if trace_id in (None, span["trace_id"])]

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
