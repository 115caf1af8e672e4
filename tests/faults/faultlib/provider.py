"""The payment provider: the sandbox as a process of its own, and events as it would send them."""

import contextlib
import hashlib
import hmac
import json
import random
import signal
import socket
import subprocess
import time
import uuid

import requests

from faultlib.shop import tool

SECRET = "whsec_demo"


def free_port():
    """Below those that systems hand out to outgoing connections, so that it stays free until somebody listens there."""
    for port in random.sample(range(16_000, 20_000), 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def event_for(intent_id, type="payment_intent.succeeded", id=None):
    """A provider's event as bytes."""
    event = {
        "id": id or f"evt_{uuid.uuid4().hex}",
        "object": "event",
        "api_version": "2024-06-20",
        "created": int(time.time()),
        "livemode": False,
        "type": type,
        "data": {"object": {"id": intent_id, "object": "payment_intent"}},
    }
    return json.dumps(event).encode()


def sign(body, secret=SECRET, at=None):
    """The header by which the provider shows that an event is its own."""
    at = int(time.time() if at is None else at)
    return f"t={at},v1=" + hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def send_event(client, body, secret=SECRET, at=None, signature=None):
    """Posts an event to the shop's webhook, signed unless `signature` says otherwise."""
    headers = {"Stripe-Signature": sign(body, secret, at) if signature is None else signature}
    return client.request("POST", "/webhooks/stripe", body=body, headers=headers, token=None)


class SandboxProcess:
    """payment-sandbox on a port that stays the same over restarts. Not started by itself."""

    def __init__(self, data, port):
        self.data = data
        self.port = port
        self._process = None

    def start(self):
        command = [tool("payment-sandbox"), "--data", self.data, "--port", str(self.port), "--enable-test-faults"]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for line in self._process.stderr:
            if b"is ready" in line:
                return self
        raise AssertionError(f"the sandbox ended with {self._process.wait()}")

    def end(self, number=signal.SIGTERM):
        if self._process is None:
            return
        self._process.send_signal(number)
        with self._process.stderr as rest:
            said = rest.read().decode(errors="replace")
        code = self._process.wait(30)
        self._process = None
        assert "Sanitizer" not in said, said
        assert code == (0 if number == signal.SIGTERM else -number), said

    def order_fault(self, operation, fault, **more):
        order = {"op": operation, "fault": fault} | more
        got = requests.post(f"http://127.0.0.1:{self.port}/_test/faults", json=order, timeout=30)
        assert got.status_code == 200, got.text

    def kill(self):
        self.end(signal.SIGKILL)
