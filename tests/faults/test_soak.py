"""A shop that sells and is read from for a while needs no more memory, files or threads than before."""

import os
import pathlib
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from shop import unique_key

# Until the caches of the databases, which have limits, are full.
WARM_UP, MEASURED = 12, 6
BUYERS, PURCHASES, READS = 6, 40, 40
# What the sanitizer keeps of freed memory, to find uses of it, would hide what the program keeps.
SMALL_QUARANTINE = "quarantine_size_mb=1:thread_local_quarantine_size_kb=64"
MOST_GROWTH = 1.03

pytestmark = pytest.mark.slow


def resident_kib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


def open_files(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def threads(pid):
    return len(os.listdir(f"/proc/{pid}/task"))


def test_memory_does_not_grow_with_what_was_sold(new_shop):
    # Traces are kept for minutes, so that they are still growing here.
    shop = new_shop("tracing.keep=0m")
    given = os.environ.get("ASAN_OPTIONS")
    shop.env["ASAN_OPTIONS"] = f"{given}:{SMALL_QUARANTINE}" if given else SMALL_QUARANTINE
    shop.start()
    product = shop.buyer().product(stock=1_000_000)
    buyers = [shop.buyer(number) for number in range(BUYERS)]

    def shop_around(buyer):
        # Without the checks of the tests' own client, which take more time than the shop does.
        with requests.Session() as session:
            session.headers["Authorization"] = f"Bearer {buyer.access_token}"
            order = {"product_id": product["id"], "quantity": 1, "payment_method_id": "pm_card_visa"}
            for _ in range(PURCHASES):
                headers = {"Idempotency-Key": unique_key()}
                answer = session.post(f"{shop.url()}/api/v1/payments", json=order, headers=headers, timeout=30)
                assert answer.status_code == 201, answer.text
            for _ in range(READS):
                assert session.get(f"{shop.url()}/api/v1/products?limit=20", timeout=30).ok
                assert session.get(f"{shop.url()}/api/v1/payments?limit=5", timeout=30).ok

    sizes, files, tasks = [], [], []
    with ThreadPoolExecutor(BUYERS) as pool:
        for _ in range(WARM_UP + MEASURED):
            list(pool.map(shop_around, buyers))
            shop.await_quiet()
            sizes.append(resident_kib(shop.pid))
            files.append(open_files(shop.pid))
            tasks.append(threads(shop.pid))
    print(f"resident KiB by round: {sizes}")
    assert sizes[-1] <= sizes[WARM_UP - 1] * MOST_GROWTH, f"resident KiB by round: {sizes}"
    assert files[-1] <= max(files[:WARM_UP]) and tasks[-1] <= max(tasks[:WARM_UP]), (files, tasks)
