"""docs/walkthrough.md does what it says: its blocks run as they stand there, but for the address."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONGEST = 60


def test_the_blocks_run_from_top_to_bottom(shop):
    text = (ROOT / "docs" / "walkthrough.md").read_text()
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S)
    assert len(blocks) > 8
    script = "\n".join(blocks).replace("http://127.0.0.1:8000", shop.url())
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, timeout=LONGEST, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout[-3000:]
    # jq prints null for what isn't there.
    assert "null" not in done.stdout, done.stdout
    for shown in ('"code": "user.stale"', '"code": "basket.insufficient_stock"', '"code": "payment.declined"', "\ncompleted\n"):
        assert shown in done.stdout, f"{shown}\n{done.stdout}"
