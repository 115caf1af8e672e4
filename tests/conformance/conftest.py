"""The served OpenAPI document against the program, by a tool that knows nothing of either."""

import pathlib
import shutil
import sys
import tempfile

import pytest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "blackbox"))

from shop import ShopProcess  # noqa: E402


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes many seconds; './test --quick' leaves it out")


@pytest.fixture(scope="module")
def shop():
    folder = tempfile.mkdtemp(prefix="ddd-micro-")
    try:
        with ShopProcess(f"{folder}/data") as process:
            yield process
    finally:
        shutil.rmtree(folder, ignore_errors=True)
