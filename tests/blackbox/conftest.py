"""The public API against the started program. `shop` is one process for all tests; `own_shop` starts one for a test."""

import shutil
import tempfile

import pytest

from shop import ShopProcess


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes many seconds; './test --quick' leaves it out")


@pytest.fixture(scope="session")
def shop():
    """One shop for all tests: each brings its own customers and products. Ends in order after the last test."""
    folder = tempfile.mkdtemp(prefix="ddd-micro-")
    try:
        # Debug, so that the log has a line for every request when it is searched for secrets.
        with ShopProcess(f"{folder}/data", settings=["log.level=debug"]) as process:
            yield process
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def own_shop(tmp_path):
    """Starts a shop that only this test uses: own_shop("limits.login_failures=2"). Ends in order behind the test."""
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
def customer(shop):
    """Somebody with a new account, signed in."""
    return shop.customer()


@pytest.fixture
def admin(shop):
    return shop.admin()
