"""The process, its files and its end."""

import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager

import requests

from shop import ShopProcess, binary, eventually

_UNDER_WAY = {"idempotency.in_flight", "payment.in_progress"}


def tool(name):
    """A program of the build beside the one under test: DDDCTL_BINARY for dddctl, or by its place."""
    by_place = binary().parent.parent / name / name
    return pathlib.Path(os.environ.get(name.replace("-", "_").upper() + "_BINARY", by_place)).resolve()


def crash_at(point):
    """The setting with which a shop dies there."""
    return f"testing.crash_point={point}"


def reconcile(data, *more):
    """The exit code, the promises that are broken, and all that was said."""
    done = subprocess.run([tool("dddctl"), "reconcile", "--data", data, *more], capture_output=True, text=True, timeout=60)
    return done.returncode, " ".join(dict.fromkeys(re.findall(r"^(\w+) +violated ", done.stdout, re.MULTILINE))), done.stdout + done.stderr


def settled(send, within=30.0):
    """Sends the same request again until its outcome is known: neither 202 nor "still at it"."""
    deadline = time.monotonic() + within
    while True:
        answer = send()
        if answer.status != 202 and answer.code not in _UNDER_WAY:
            return answer
        assert time.monotonic() < deadline, f"not settled within {within:g} s: {answer!r}"
        time.sleep(0.05)  # as a client would


def insist(send):
    """Sends until the recovery, which may just be looking at the payment, lets the request through; its answer."""
    got = []
    eventually(lambda: got.append(send()) or got[-1] is None or got[-1].code != "payment.in_progress", what="its turn")
    return got[-1]


class Shop(ShopProcess):
    """A ShopProcess on a copy of the crowd's folder."""

    def __init__(self, data, crowd, settings=()):
        super().__init__(data, settings=settings, demo=False)
        self.crowd = crowd
        self.usual = list(settings)
        self.planted = set()
        if not self.data.exists():
            crowd.copy_to(self.data)

    # Life

    def start_with(self, *settings):
        """Starts with more settings than usual, this time alone."""
        self.settings = self.usual + list(settings)
        return self.start()

    def launch_with(self, *settings):
        self.settings = self.usual + list(settings)
        return self.launch()

    def await_crash(self, within=30.0):
        """It is killed at its crash point: nobody else kills it."""
        assert self.wait_for_exit(within) == -signal.SIGKILL, self.log_tail()
        self.assert_sane()

    def failed_start(self, within=30.0):
        """What it says when it can't start; asserts that it ends by itself, as it should, within a bounded time."""
        self.launch()
        code = self.wait_for_exit(within)
        self.assert_sane()
        said = self.log_tail()
        assert code == 1, f"exit code {code}\n{said}"
        return said

    def buyer(self, number=0):
        return self.crowd.buyer(self, number)

    def join(self, client):
        """The same client at the ports of the present start."""
        client.base = self.url()
        return client

    # Files

    def rows(self, store, sql, *values):
        with closing(sqlite3.connect(f"file:{self.data / store}.db?mode=ro", uri=True, timeout=10)) as database:
            return database.execute(sql, values).fetchall()

    def value(self, store, sql, *values):
        ((value,),) = self.rows(store, sql, *values)
        return value

    def edit(self, store, sql, *values):
        """Changes a file behind the shop's back; returns how many rows."""
        with closing(sqlite3.connect(self.data / f"{store}.db", timeout=10)) as database, database:
            return database.execute(sql, values).rowcount

    @contextmanager
    def locked(self, store):
        """Somebody else writes to the file and does not come to an end."""
        with closing(sqlite3.connect(self.data / f"{store}.db", timeout=10, isolation_level=None)) as database:
            database.execute("BEGIN EXCLUSIVE")
            yield
            database.execute("ROLLBACK")

    # The payment provider

    def order_fault(self, operation, fault, **more):
        """Makes the built-in sandbox fail: needs sandbox.faults=true."""
        got = requests.post(f"{self.url('sandbox')}/_test/faults", json={"op": operation, "fault": fault} | more, timeout=30)
        assert got.status_code == 200, got.text

    def forget_faults(self):
        """The ones that were ordered and have not happened."""
        assert requests.delete(f"{self.url('sandbox')}/_test/faults", timeout=30).status_code == 200

    # Judgement

    def reconcile(self, patience=10):
        """The shop's promises hold, as dddctl sees it, but for those that the test itself has broken."""
        command = [tool("dddctl"), "reconcile", "--data", self.data, "--patience", "0" if self.planted else str(patience)]
        deadline = time.monotonic() + patience
        while True:
            done = subprocess.run(command, capture_output=True, text=True, timeout=60)
            violated = set(re.findall(r"^(\w+) +violated ", done.stdout, re.MULTILINE))
            if violated == self.planted or time.monotonic() > deadline:
                break
            time.sleep(0.2)  # tells no more often than dddctl itself would
        said = f"{done.stdout}{done.stderr}\n{self.log_tail()}"
        assert done.returncode == (1 if self.planted else 0), f"reconcile: exit code {done.returncode}\n{said}"
        assert " ok " in done.stdout and violated == self.planted, said

    def await_quiet(self, within=15.0):
        """Waits until every event is published and handled."""

        def quiet():
            """the outboxes are empty and no group lags"""
            unpublished = sum(
                self.value(store, "SELECT count(*) FROM outbox WHERE published_at IS NULL")
                for store in ("user", "product", "basket", "payment")
            )
            behind = self.rows(
                "bus",
                """SELECT g.consumer_group FROM group_offsets g JOIN topics t ON t.topic = g.topic
                   WHERE g.committed < t.next_offset - 1 AND g.consumer_group NOT LIKE '%.read_back'""",
            )
            return unpublished == 0 and not behind

        eventually(quiet, within)

    def await_read_back(self):
        """Until every context has read its own events back from the bus."""
        stores = ("user", "product", "basket", "payment")
        unnoted = "SELECT count(*) FROM outbox WHERE observed_at IS NULL"
        eventually(lambda: not any(self.value(store, unnoted) for store in stores), what="every context has read its events back")

    def readiness(self):
        """The status of /readyz and the dependencies that are not up."""
        got = requests.get(f"{self.url()}/readyz", timeout=30)
        return got.status_code, {each["name"]: each for each in got.json()["dependencies"] if each["status"] != "up"}
