"""The gRPC API against the started program, by a gRPC that is not the program's own. One shop for all tests, but for those
that take one for themselves."""

import pathlib
import shutil
import sys
import tempfile

import pytest

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent / "blackbox")]

from rpclib import Rpc  # noqa: E402  (the path comes first)
from shop import ShopProcess  # noqa: E402


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes many seconds; './test --quick' leaves it out")


@pytest.fixture(scope="session")
def shop():
    """Ends in order after the last test."""
    folder = tempfile.mkdtemp(prefix="ddd-micro-")
    try:
        # Debug, so that the log has a line for every call when it is searched for secrets.
        with ShopProcess(f"{folder}/data", settings=["log.level=debug", "server.threads=2"]) as process:
            yield process
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def rpc(shop):
    with Rpc(shop) as made:
        yield made


@pytest.fixture
def own_shop(tmp_path):
    """Starts a shop that only this test uses: own_shop("server.drain_time=1s"). Ends in order behind the test."""
    started = []

    def start(*settings, **options):
        process = ShopProcess(tmp_path / f"data{len(started)}", settings=settings, **options)
        started.append(process)
        return process.start()

    yield start
    try:
        for process in started:
            if process.is_running():
                process.stop()
    finally:
        for process in started:
            process.abandon()
        shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def nobody(rpc):
    """Somebody who isn't signed in."""
    return rpc.caller()


@pytest.fixture
def customer(rpc):
    """Somebody with a new account, signed in."""
    return rpc.customer()


@pytest.fixture(scope="session")
def admin(rpc):
    return rpc.admin()
