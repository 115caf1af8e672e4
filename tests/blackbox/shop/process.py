"""ddd-micro as a child process: started on free ports, watched through its log, ended in order."""

import json
import os
import pathlib
import re
import signal
import subprocess
import threading
import time

from shop.client import ADMIN, Client
from shop.document import Document
from shop.mailbox import Mailbox

ROOT = pathlib.Path(__file__).resolve().parents[3]
EXIT_BAD_CONFIGURATION = 2

# Generous: the machine may be building at the same time.
_READY_SECONDS = 60
_EXIT_SECONDS = 60
_PORTS = (
    "server.port",
    "server.user_port",
    "server.product_port",
    "server.basket_port",
    "server.payment_port",
    "server.user_grpc_port",
    "server.product_grpc_port",
    "server.basket_grpc_port",
    "server.payment_grpc_port",
    "sandbox.port",
)
# A test is many clients at one address, on a machine that may be busy with others: what limits them is a test's own matter.
_NO_LIMITS = ("limits.requests_per_second=0", "limits.logins_per_minute=0", "limits.queue_time=0ms")
_SANITIZER = re.compile(r"AddressSanitizer|LeakSanitizer|ThreadSanitizer|UndefinedBehaviorSanitizer|runtime error:")


def binary():
    """The program under test: DDD_BINARY, or the one in DDD_BUILD_DIR, or the one of the asan preset."""
    folder = pathlib.Path(os.environ.get("DDD_BUILD_DIR", ROOT / "build" / "asan"))
    return pathlib.Path(os.environ.get("DDD_BINARY", folder / "apps" / "ddd-micro" / "ddd-micro")).resolve()


def clean_environment():
    """What a program is started with: this process's variables but those that it would take for its configuration."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DDD_")}


class ShopProcess:
    """One process on one data folder. As a context manager: started and ready inside, stopped in order behind.

    `settings` are "section.key=value"; they win over the free ports, the JSON log and the missing limits that every
    process gets. The log is kept in `log_file` over all starts of this object.
    """

    def __init__(self, data, settings=(), demo=True, env=None):
        self.data = pathlib.Path(data)
        self.settings = list(settings)
        self.demo = demo
        self.env = dict(env or {})
        self.log_file = self.data.with_name(self.data.name + ".log")
        self.ports = {}
        self.secrets = set()  # what clients sent or got and the log must never show
        self._lines = []
        self._changed = threading.Condition()
        self._process = None
        self._reader = None
        self._document = None
        self._admin = None

    # Life

    def command(self):
        values = [f"{port}=0" for port in _PORTS] + ["log.format=json", *_NO_LIMITS] + self.settings
        command = [str(binary()), "--data", str(self.data)] + (["--demo"] if self.demo else [])
        for value in values:
            command += ["--set", value]
        return command

    def launch(self):
        """Starts the process and returns at once; for those that are expected not to get ready."""
        assert self._process is None or self._process.poll() is not None, "it already runs"
        if self._reader:
            self._reader.join()
        with self._changed:
            self._lines = []
        self.ports = {}
        self._document = self._admin = None
        self._process = subprocess.Popen(
            self.command(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=clean_environment() | self.env,
        )
        self._reader = threading.Thread(target=self._read_log, args=(self._process.stderr,), daemon=True)
        self._reader.start()
        return self

    def start(self):
        """Starts the process and returns when it is ready."""
        self.launch()
        ready = self.await_log(lambda line: line.get("message") == "ready", _READY_SECONDS, "ready")
        for line in self.log():
            if line.get("message") == "listening":
                self.ports[line["listener"]] = line["port"]
        self.ports["sandbox"] = ready["sandbox_port"]
        return self

    def rest_listeners(self):
        """The names of the ports that serve HTTP, without the provider's."""
        return [name for name in self.ports if name != "sandbox" and not name.endswith("-grpc")]

    def stop(self):
        """SIGTERM; asserts that it ends in order: exit code 0, nothing from a sanitizer."""
        self.signal(signal.SIGTERM)
        code = self.wait_for_exit()
        self.assert_sane()
        assert code == 0, f"exit code {code} after SIGTERM\n{self.log_tail()}"

    def kill(self):
        """SIGKILL, as a power cut would do to the process."""
        self.signal(signal.SIGKILL)
        assert self.wait_for_exit() == -signal.SIGKILL

    def restart(self):
        """Stops in order and starts again on the same data, with new ports."""
        self.stop()
        return self.start()

    def signal(self, number):
        self._process.send_signal(number)

    def wait_for_exit(self, within=_EXIT_SECONDS):
        """The exit code; negative for a signal. The log is complete after this."""
        try:
            code = self._process.wait(within)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise AssertionError(f"still running after {within} s\n{self.log_tail()}") from None
        self._reader.join()
        return code

    def is_running(self):
        return self._process is not None and self._process.poll() is None

    def abandon(self):
        """Ends it by force if it still runs; for the end of a failed test."""
        if self.is_running():
            self._process.kill()
            self._process.wait()
        if self._reader:
            self._reader.join()

    @property
    def pid(self):
        return self._process.pid

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.abandon()
            raise

    def __exit__(self, failure, *_):
        try:
            # A process that the test ended itself is the test's to judge.
            if self.is_running() and failure is None:
                self.stop()
        finally:
            self.abandon()

    # Log

    def log(self):
        """The JSON lines of this start so far."""
        with self._changed:
            return [line for line in self._lines if isinstance(line, dict)]

    def other_output(self):
        """What it wrote that is no log line: messages of the command line, sanitizer reports."""
        with self._changed:
            return [line for line in self._lines if not isinstance(line, dict)]

    def log_tail(self, count=40):
        with self._changed:
            return self._tail(count)

    def _tail(self, count=40):
        return "\n".join(line if isinstance(line, str) else json.dumps(line) for line in self._lines[-count:])

    def await_log(self, wanted, within=10.0, what="a log line"):
        """The first log line of this start for which `wanted(line)` is true; waits for it."""
        deadline = time.monotonic() + within
        seen = 0
        with self._changed:
            while True:
                for line in self._lines[seen:]:
                    seen += 1
                    if isinstance(line, dict) and wanted(line):
                        return line
                remaining = deadline - time.monotonic()
                assert remaining > 0, f"no '{what}' within {within:g} s\n{self._tail()}"
                assert self._reader.is_alive(), f"it ended before '{what}'\n{self._tail()}"
                self._changed.wait(min(remaining, 0.5))

    def assert_sane(self):
        """Nothing from a sanitizer, no secret in the log."""
        with self._changed:
            reports = [line for line in self._lines if isinstance(line, str) and _SANITIZER.search(line)]
        assert not reports, f"a sanitizer reports:\n{self.log_tail(200)}"
        self.assert_no_secret_in_log()

    def assert_no_secret_in_log(self):
        text = self.log_file.read_text(errors="replace")
        leaked = sorted(secret for secret in self.secrets if secret in text)
        assert not leaked, f"the log shows {leaked}"

    def _read_log(self, stream):
        with stream, open(self.log_file, "ab") as copy:
            for raw in stream:
                copy.write(raw)
                copy.flush()
                text = raw.decode(errors="replace").rstrip("\n")
                try:
                    line = json.loads(text)
                except ValueError:
                    line = text
                with self._changed:
                    self._lines.append(line if isinstance(line, dict) else text)
                    self._changed.notify_all()

    # Those who talk to it

    def url(self, listener="ddd-micro"):
        return f"http://127.0.0.1:{self.ports[listener]}"

    def document(self):
        """What the process says of its own API; every answer is held against it."""
        if self._document is None:
            self._document = Document.fetch(self.url())
        return self._document

    @property
    def mailbox(self):
        return Mailbox(self.data / "mail", self.secrets)

    def client(self, listener="ddd-micro", prefix="/api/v1"):
        """Somebody who isn't signed in."""
        return Client(self, self.url(listener), prefix)

    def customer(self):
        """Somebody with a new account, signed in."""
        client = self.client()
        client.register()
        client.login()
        return client

    def admin(self):
        """The administrator of the demo; one session for all who ask."""
        if self._admin is None:
            self._admin = self.client()
            self._admin.login(*ADMIN)
        return self._admin
