"""What the shop does when things go wrong. Every test has a shop of its own, on a copy of one prepared data folder."""

import pathlib
import shutil
import sys

import pytest

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent / "blackbox")]

from faultlib import Crowd, Shop  # noqa: E402  (the path comes first)


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes many seconds; './test --quick' leaves it out")


@pytest.fixture(scope="session")
def crowd(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crowd")
    try:
        yield Crowd(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_shop(tmp_path, crowd):
    """Makes a shop that doesn't run yet: new_shop("server.threads=2"). What still runs behind the test ends in order."""
    made = []

    def make(*settings, data=None):
        made.append(Shop(data or tmp_path / f"data{len(made)}", crowd, settings))
        return made[-1]

    yield make
    try:
        for shop in made:
            if shop.is_running():
                shop.stop()
    finally:
        for shop in made:
            shop.abandon()
        shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def open_shop(new_shop):
    """The same, and starts it."""
    return lambda *settings: new_shop(*settings).start()
