"""The first purchase that ./run prints works as it is printed."""

import pathlib
import subprocess

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "tools/first_purchase.sh"


def test_the_printed_purchase_is_one(own_shop):
    shop = own_shop()
    text = SCRIPT.read_text().replace("http://127.0.0.1:8000", shop.url())
    assert shop.url() in text
    ended = subprocess.run(["sh", "-eu"], input=text, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert '"status": "completed"' in ended.stdout
    assert '"to":"completed"' in ended.stdout
    assert '"item_count": 2' in ended.stdout
