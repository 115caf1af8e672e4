"""Full disks, locked and damaged files, taken ports, bad configuration, signals: a clear word, and no promise broken."""

import contextlib
import ctypes
import os
import pathlib
import random
import resource
import signal
import socket
import stat
import subprocess
import threading
import time

import pytest
import requests

from faultlib import Sale, all_at_once, settled
from shop import EXIT_BAD_CONFIGURATION, binary, eventually, unique_key
from shop.process import clean_environment

STORES = ["user", "product", "basket", "payment", "bus"]
DEPENDENCY = {store: "event_bus" if store == "bus" else f"{store}_store" for store in STORES}


# Disks


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 24 MB: a tmpfs, where we may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, b"size=24m") != 0:
        pytest.skip(f"no file system can be mounted here: {os.strerror(ctypes.get_errno())}")
    try:
        yield folder
    finally:
        libc.umount2(os.fsencode(folder), 2)  # MNT_DETACH: also when a process still has it


def on_small_disk(new_shop, small_disk):
    shop = new_shop(data=small_disk / "data")
    shop.log_file = small_disk.with_name("shop.log")
    return shop


def fill(disk):
    """Leaves no byte free; returns the file to be removed."""
    filler = disk / "filler"
    with open(filler, "wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler


class Shopper(threading.Thread):
    """Buys again and again, and remembers what it was told."""

    def __init__(self, shop, number, product):
        super().__init__()
        self.buyer = shop.buyer(number)
        self.product = product
        self.stopping = threading.Event()
        self.sold, self.added, self.statuses = [], 0, set()
        self.failure = None

    def run(self):
        try:
            while not self.stopping.is_set():
                self.buy()
        except BaseException as failure:  # noqa: BLE001  (told by the test)
            self.failure = failure

    def buy(self):
        answer = self.buyer.post("/users/basket/items", {"product_id": self.product["id"], "quantity": 1})
        self.statuses.add((answer.status, answer.code))
        paid = self.buyer.try_to_pay("pm_card_visa", unique_key())
        self.statuses.add((paid.status, paid.code))
        if paid.status == 201:
            self.sold.append(paid.json)


AWAY = (503, "store.unavailable")
KNOWN = {(200, None), (201, None), (202, None), AWAY, (409, "payment.already_open"), (409, "payment.basket_empty")}


def shop_until(shop, product, condition, count=4):
    """Shoppers at work until the condition holds; returns them."""
    shoppers = [Shopper(shop, number, product) for number in range(count)]
    for shopper in shoppers:
        shopper.start()
    try:
        eventually(lambda: condition(shoppers), within=60, what="what the shoppers are to meet")
    finally:
        for shopper in shoppers:
            shopper.stopping.set()
        for shopper in shoppers:
            shopper.join(60)
    for shopper in shoppers:
        assert shopper.failure is None, shopper.failure
        # What is told while a payment waits in the middle for its store is a matter of the moment.
        assert shopper.statuses <= KNOWN | {(409, "payment.in_progress")}, shopper.statuses
    return shoppers


def assert_all_sold(shoppers):
    for shopper in shoppers:
        for payment in shopper.sold:
            assert shopper.buyer.payment(payment)["status"] == "completed"


def assert_works(shop, number=20):
    sale = Sale(shop, number)
    sale.assert_sold(settled(sale.pay).expect(201).json)


def eventually_ready(shop, within=20):
    eventually(lambda: shop.readiness()[0] == 200, within, what="it is ready")


def met(answer):
    return lambda shoppers: all(answer in shopper.statuses for shopper in shoppers)


def test_a_full_disk_refuses_writes_and_loses_none_that_were_acknowledged(small_disk, new_shop):
    shop = on_small_disk(new_shop, small_disk).start()
    product = shop.buyer().product(stock=100_000)
    shop_until(shop, product, met((201, None)))
    filler = fill(small_disk)
    shoppers = shop_until(shop, product, met(AWAY))

    answer = shop.buyer().post("/users/basket/items", {"product_id": product["id"], "quantity": 1})
    assert answer.expect(*AWAY).headers["Retry-After"]
    shop.buyer().get("/products").expect(200)
    shop.buyer().get("/payments").expect(200)
    assert shop.is_running()

    filler.unlink()
    eventually_ready(shop)
    shoppers += shop_until(shop, product, met((201, None)))
    assert_all_sold(shoppers)
    assert_works(shop)
    shop.reconcile(patience=60)
    shop.stop()
    shop.start_with()
    for shopper in shoppers:
        shop.join(shopper.buyer)
    assert_all_sold(shoppers)
    shop.reconcile()


def test_a_disk_that_is_full_from_the_start_is_told(small_disk, new_shop):
    shop = on_small_disk(new_shop, small_disk)
    fill(small_disk)
    said = shop.failed_start()
    assert "full" in said and str(shop.data) in said, said


def test_files_that_may_not_grow_refuse_writes_and_lose_none_that_were_acknowledged(open_shop):
    shop = open_shop()
    product = shop.buyer().product(stock=100_000)
    shop_until(shop, product, met((201, None)))
    largest = max(file.stat().st_size for file in shop.data.iterdir())
    resource.prlimit(shop.pid, resource.RLIMIT_FSIZE, (largest + 64 * 1024, resource.RLIM_INFINITY))
    shoppers = shop_until(shop, product, lambda shoppers: any(AWAY in shopper.statuses for shopper in shoppers))
    assert shop.is_running()
    resource.prlimit(shop.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    eventually_ready(shop)
    shoppers += shop_until(shop, product, met((201, None)))
    assert_all_sold(shoppers)
    shop.reconcile(patience=60)


# Locks


def writes(sale):
    """A request for each store that writes to it first of all."""
    product = sale.product["id"]
    return {
        "user": lambda: sale.buyer.patch("/users/profile", {"first_name": "Augusta"}),
        "product": lambda: sale.shop.admin().post(f"/admin/products/{product}/increase-stock", {"amount": 1}),
        "basket": lambda: sale.buyer.post("/users/basket/items", {"product_id": product, "quantity": 1}),
        "payment": sale.pay,
    }


def assert_reads_go_on(sale):
    sale.buyer.get("/products").expect(200)
    sale.buyer.get("/users/basket").expect(200)
    sale.buyer.get("/payments").expect(200)
    assert requests.get(f"{sale.shop.url()}/livez", timeout=30).status_code == 200


@pytest.mark.slow
def test_stores_that_somebody_locks_are_named_and_waited_for(open_shop):
    shop = open_shop()
    sale = Sale(shop)
    shop.await_quiet()
    shop.admin()
    with contextlib.ExitStack() as locks:
        for store in STORES:
            locks.enter_context(shop.locked(store))
        started = time.monotonic()
        answers = all_at_once(*[write for write in writes(sale).values()] * 5)
        took = time.monotonic() - started
        assert {(answer.status, answer.code) for answer in answers} == {AWAY}
        assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
        assert took < 15, "the answers took too long"
        eventually(lambda: set(shop.readiness()[1]) == set(DEPENDENCY.values()), what="every store is named")
        assert shop.readiness()[0] == 503
        assert_reads_go_on(sale)
    eventually_ready(shop)
    # Nothing of what was refused has happened.
    sale.assert_sold(settled(sale.pay).expect(201).json)


@pytest.mark.parametrize("store", ["product", "bus"])
def test_a_store_that_somebody_locks_is_named_alone(store, open_shop):
    shop = open_shop()
    sale = Sale(shop)
    shop.await_quiet()
    with shop.locked(store):
        eventually(lambda: set(shop.readiness()[1]) == {DEPENDENCY[store]}, what=f"{store} is named")
        assert shop.readiness()[0] == 503
        assert_reads_go_on(sale)
        writes(sale)["user"]().expect(200)
        writes(sale)["basket"]().expect(200)
    eventually_ready(shop)


@pytest.mark.parametrize("store", STORES)
def test_a_store_that_is_locked_at_the_start_is_named(store, new_shop):
    shop = new_shop()
    with shop.locked(store):
        shop.launch_with()
        if eventually_started_or_ended(shop) is None:
            eventually(lambda: set(shop.readiness()[1]) == {DEPENDENCY[store]}, what=f"{store} is named")
        else:
            assert f"{store}.db" in shop.log_tail() and "lock" in shop.log_tail(), shop.log_tail()
            shop.assert_sane()
    if not shop.is_running():
        shop.start_with()
    eventually_ready(shop)
    assert_works(shop)


# Damage


@pytest.mark.parametrize("store", [*STORES, "sandbox"])
def test_a_file_that_is_no_database_is_named(store, new_shop):
    shop = new_shop()
    (shop.data / f"{store}.db").write_bytes(b"This was a database once.\n" * 500)
    said = shop.failed_start()
    assert f"{store}.db" in said and "damaged" in said, said


@pytest.mark.parametrize("store", [*STORES, "sandbox"])
def test_a_file_that_is_cut_off_is_named(store, new_shop):
    shop = new_shop()
    file = shop.data / f"{store}.db"
    os.truncate(file, 4096 + 100)
    said = shop.failed_start()
    assert f"{store}.db" in said and "damaged" in said, said


@pytest.mark.parametrize("store", ["product", "payment"])
def test_damage_inside_of_a_file_is_told_and_kills_nobody(store, open_shop):
    """Random bytes in the middle: met at the start or by the first who reads them, never by a crash."""
    shop = open_shop()
    sale = Sale(shop)
    sale.assert_sold(sale.pay().expect(201).json)
    shop.stop()
    file = shop.data / f"{store}.db"
    whole = file.read_bytes()
    chance = random.Random(11)
    for _ in range(4):
        damaged = bytearray(whole)
        start = 4096 * chance.randrange(1, len(whole) // 4096)
        damaged[start : start + 4096] = chance.randbytes(4096)
        file.write_bytes(damaged)
        for rest in ("-wal", "-shm"):
            pathlib.Path(f"{file}{rest}").unlink(missing_ok=True)
        shop.launch_with()
        code = eventually_started_or_ended(shop)
        if code is not None:
            assert code == 1 and f"{store}.db" in shop.log_tail(), shop.log_tail()
            continue
        sale.rejoin()
        for path in ("/products", f"/products/{sale.product['id']}", "/payments", "/users/basket", "/admin/payments"):
            who = sale.buyer if "admin" not in path else shop.admin()
            answer = who.get(path, check=False)
            assert answer.status in (200, 404, 500, 503), answer
        sale.buyer.post("/payments", {"product_id": sale.product["id"], "quantity": 1}, key=True, check=False)
        assert shop.is_running(), shop.log_tail()
        shop.signal(signal.SIGTERM)
        assert shop.wait_for_exit() == 0, shop.log_tail()
        shop.assert_sane()


def test_writes_that_were_torn_by_a_crash_are_passed_over(open_shop):
    """Behind the last commit of every journal stands the beginning of one that never ended."""
    shop = open_shop()
    sale = Sale(shop)
    payment = sale.pay().expect(201).json
    shop.await_quiet()
    shop.kill()
    journals = [shop.data / f"{store}.db-wal" for store in [*STORES, "sandbox"]]
    chance = random.Random(5)
    torn = [journal for journal in journals if journal.exists() and journal.stat().st_size > 0]
    assert len(torn) >= 4
    for journal in torn:
        with open(journal, "ab") as file:
            file.write(chance.randbytes(5000))
    shop.start_with()
    sale.rejoin().assert_sold(payment)
    assert_works(shop)


def eventually_started_or_ended(shop):
    """None when it is ready, the exit code when it has ended."""
    try:
        ready = shop.await_log(lambda line: line.get("message") == "ready", 30, "ready")
    except AssertionError:
        return shop.wait_for_exit(10)
    for line in shop.log():
        if line.get("message") == "listening":
            shop.ports[line["listener"]] = line["port"]
    shop.ports["sandbox"] = ready["sandbox_port"]
    return None


def test_a_row_with_an_impossible_value_fails_its_readers_and_nobody_else(open_shop):
    shop = open_shop()
    sale, other = Sale(shop), Sale(shop, 1)
    payment = sale.pay().expect(201).json
    sale.assert_sold(payment)
    shop.stop()
    shop.edit("payment", "UPDATE payments SET currency = '???' WHERE id = ?", payment["id"])
    shop.start_with()
    sale.rejoin()
    for path in (f"/payments/{payment['id']}", "/payments"):
        answer = sale.buyer.get(path)
        assert answer.status in (500, 503), answer
    assert shop.admin().get("/admin/payments").status in (500, 503)
    assert sale.cancel(payment).status in (500, 503)
    assert shop.is_running()
    other.rejoin()
    paid = other.pay().expect(201).json
    assert other.buyer.payment(paid)["status"] == "completed"


# Schemas


@pytest.mark.parametrize("store", [*STORES, "sandbox"])
def test_a_file_of_a_newer_release_is_refused_and_named(store, new_shop):
    shop = new_shop()
    shop.edit(store, "INSERT INTO schema_migrations VALUES (9999, 'tomorrow', 0, 0)")
    before = (shop.data / f"{store}.db").read_bytes()
    said = shop.failed_start()
    assert f"{store}.db" in said and "newer release" in said, said
    assert (shop.data / f"{store}.db").read_bytes() == before


@pytest.mark.parametrize("store", [*STORES, "sandbox"])
def test_a_file_of_a_release_that_differs_is_refused_and_named(store, new_shop):
    shop = new_shop()
    shop.edit(store, "UPDATE schema_migrations SET checksum = checksum + 1 WHERE version = 1")
    said = shop.failed_start()
    assert f"{store}.db" in said and "differs" in said, said


# Folders, ports and keys


def test_a_data_folder_in_use_is_refused_and_its_owner_goes_on(open_shop, new_shop):
    shop = open_shop()
    second = new_shop(data=shop.data)
    second.log_file = shop.log_file.with_suffix(".second.log")
    said = second.failed_start()
    assert str(shop.data) in said and "in use" in said and "--data" in said, said
    assert_works(shop)


def test_a_data_folder_whose_owner_was_killed_can_be_used_at_once(open_shop):
    shop = open_shop()
    shop.kill()
    shop.start_with()
    assert_works(shop)


def test_a_data_folder_that_cannot_be_made_is_named(new_shop, tmp_path):
    (tmp_path / "file").write_text("no folder")
    shop = new_shop()
    shop.data = tmp_path / "file" / "data"
    shop.log_file = tmp_path / "log"
    said = shop.failed_start()
    assert str(shop.data) in said and "can't be used" in said, said


def test_a_data_folder_without_permission_is_named(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    command = [str(binary()), "--data", str(folder), "--set", "log.format=json"]
    drop = {}
    if os.geteuid() == 0:
        # Permissions don't bind root: be somebody else.
        drop = {"user": 65534, "group": 65534, "extra_groups": []}
        for parent in [tmp_path, *tmp_path.parents][:3]:
            parent.chmod(parent.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    folder.chmod(0o555)
    try:
        run = subprocess.run([*command, "--version"], capture_output=True, **drop)
    except PermissionError:
        run = None
    if run is None or run.returncode != 0:
        pytest.skip("the program's own folder is closed to others")
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=clean_environment(), **drop)
    assert done.returncode == 1, done.stderr
    assert str(folder) in done.stderr and "can't be used: Permission denied" in done.stderr, done.stderr


@pytest.mark.parametrize(
    "key",
    ["port", "user_port", "product_port", "basket_port", "payment_port", "sandbox.port"]
    + ["user_grpc_port", "product_grpc_port", "basket_grpc_port", "payment_grpc_port"],
)
@pytest.mark.parametrize("threads", [1, 2])
def test_a_taken_port_is_named(key, threads, new_shop):
    key = key if "." in key else f"server.{key}"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        shop = new_shop(f"server.threads={threads}", f"{key}={port}")
        said = shop.failed_start()
    assert f"127.0.0.1:{port}" in said and "in use" in said, said


def test_a_taken_address_that_is_none_of_ours_is_named(new_shop):
    said = new_shop("server.bind=203.0.113.7").failed_start()
    assert "203.0.113.7" in said and "no such address" in said, said


def test_a_lost_signing_key_is_replaced_and_its_tokens_are_refused(open_shop):
    shop = open_shop()
    buyer = shop.buyer()
    shop.stop()
    (shop.data / "signing_key.pem").unlink()
    shop.start_with()
    shop.join(buyer)
    buyer.get("/users/profile").expect(401, "auth.invalid_token")
    assert stat.S_IMODE((shop.data / "signing_key.pem").stat().st_mode) == 0o400
    buyer.login()
    buyer.get("/users/profile").expect(200)


BAD_KEYS = {
    "readable by all": (lambda key: key.chmod(0o644), "0400"),
    "readable by a group": (lambda key: key.chmod(0o440), "0400"),
    "empty": (lambda key: rewrite(key, b""), "P-256 private key"),
    "no key": (lambda key: rewrite(key, b"-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n"), "P-256 private key"),
    "a folder": (lambda key: (key.unlink(), key.mkdir()), "can't be read"),
    "far too long": (lambda key: rewrite(key, b"x" * 1_000_000), "can't be read"),
}


def rewrite(key, content):
    key.chmod(0o600)
    key.write_bytes(content)
    key.chmod(0o400)


@pytest.mark.parametrize("how", BAD_KEYS)
def test_a_bad_signing_key_is_refused_and_named(how, new_shop):
    damage, word = BAD_KEYS[how]
    shop = new_shop()
    damage(shop.data / "signing_key.pem")
    said = shop.failed_start()
    assert word in said and str(shop.data / "signing_key.pem") in said, said


# Configuration


def run_with(arguments=(), config=None, env=None, tmp_path=None):
    """The program with a configuration it should refuse or print; it never gets to a data folder."""
    command = [str(binary()), *arguments]
    if config is not None:
        file = tmp_path / "shop.toml"
        file.write_text(config)
        command += ["--config", str(file)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=clean_environment() | (env or {}))


BAD_FILES = {
    "an unknown key": ('[server]\nport = 0\nprot = 8000\n', ':3:1: unknown key "server.prot"; did you mean "server.port"?'),
    "an unknown section": ('\n[sever]\nport = 1\n', ':2:2: unknown section "sever"; did you mean "server"?'),
    "a key outside": ('port = 8000\n', ':1:1: "port" stands outside of a section'),
    "a wrong type": ('[server]\n\nport = "eighty"\n', ":3:8: server.port"),
    "a number for a switch": ('[demo]\nenabled = 1\n', ":2:11: demo.enabled"),
    "too large": ("[server]\nthreads = 65\n", ":2:11: server.threads"),
    "too small": ("[server]\nthreads = 0\n", ":2:11: server.threads"),
    "no such choice": ('[log]\nlevel = "loud"\n', ":2:9: log.level"),
    "no duration": ('[server]\ndrain_time = "soon"\n', ":2:14: server.drain_time"),
    "too long": ('[server]\ndrain_time = "11min"\n', ":2:14: server.drain_time"),
    "broken TOML": ("[server\nport = 1\n", ":1:8"),
    "a double key": ("[server]\nport = 1\nport = 2\n", ":3:"),
}


@pytest.mark.parametrize("how", BAD_FILES)
def test_a_bad_configuration_file_is_refused_with_its_line(how, tmp_path):
    text, word = BAD_FILES[how]
    done = run_with(config=text, tmp_path=tmp_path)
    assert done.returncode == EXIT_BAD_CONFIGURATION, done.stderr
    assert f"shop.toml{word}" in done.stderr, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_everything_that_is_wrong_is_told_at_once(tmp_path):
    done = run_with(
        ["--set", "server.nope=1"], '[server]\nport = "x"\n[log]\nlevel = "loud"\n', {"DDD_SERVER_THREADS": "0"}, tmp_path=tmp_path
    )
    assert done.returncode == EXIT_BAD_CONFIGURATION
    assert len(done.stderr.splitlines()) == 4, done.stderr


BAD_SETTINGS = {
    "no key": (["--set", "server"], {}, "--set section.key=value"),
    "unknown": (["--set", "server.prot=1"], {}, 'did you mean "server.port"?'),
    "no port": (["--port", "70000"], {}, "server.port"),
    "no number": (["--set", "server.threads=two"], {}, "server.threads"),
    "no currency": (["--set", "catalogue.currency=XXQ"], {}, "catalogue.currency"),
    "no URL": (["--set", "payment.provider_url=ftp://x"], {}, "payment.provider_url"),
    "no secret": (["--set", "payment.webhook_secret="], {}, "payment.webhook_secret"),
    "a demo for all": (["--demo", "--bind", "0.0.0.0"], {}, "loopback"),
    "a variable": ([], {"DDD_SERVER_PROT": "1"}, "did you mean DDD_SERVER_PORT?"),
    "a variable's value": ([], {"DDD_SERVER_THREADS": "many"}, "DDD_SERVER_THREADS"),
}


@pytest.mark.parametrize("how", BAD_SETTINGS)
def test_a_bad_setting_is_refused_with_its_name(how):
    arguments, env, word = BAD_SETTINGS[how]
    done = run_with(arguments, env=env)
    assert done.returncode == EXIT_BAD_CONFIGURATION, done.stderr
    assert word in done.stderr, done.stderr


def test_a_configuration_file_that_is_not_there_is_named(tmp_path):
    for file in (tmp_path / "missing.toml", tmp_path):
        done = run_with(["--config", str(file)])
        assert done.returncode == EXIT_BAD_CONFIGURATION, done.stderr
        assert str(file) in done.stderr, done.stderr


def test_the_printed_configuration_shows_what_is_used_and_no_secret(tmp_path):
    secrets = {"sk_test_from_the_file", "whsec_from_the_environment"}
    done = run_with(
        ["--print-config", "--set", "server.threads=3"],
        '[payment]\napi_key = "sk_test_from_the_file"\n[server]\nthreads = 2\nport = 9000\n',
        {"DDD_PAYMENT_WEBHOOK_SECRET": "whsec_from_the_environment", "DDD_SERVER_PORT": "9001"},
        tmp_path=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert not [secret for secret in secrets if secret in done.stdout + done.stderr]
    assert "threads = 3" in done.stdout and "port = 9001" in done.stdout
    # It is a configuration file itself, but for the secrets.
    again = run_with(["--print-config"], done.stdout, tmp_path=tmp_path)
    assert again.returncode == 0, again.stderr
    assert again.stdout == done.stdout


def test_a_secret_with_a_wrong_value_is_not_shown_by_the_message(tmp_path):
    done = run_with(config='[payment]\napi_key = ["sk_test_hidden"]\n', tmp_path=tmp_path)
    assert done.returncode == EXIT_BAD_CONFIGURATION
    assert "payment.api_key" in done.stderr and "hidden" not in done.stderr, done.stderr


# Signals


def begin_paying(shop, sale, delay_ms):
    """A payment under way at the provider; returns the thread and where its answer will be."""
    shop.order_fault("capture", "delay", delay_ms=delay_ms)
    answers = []
    paying = threading.Thread(target=lambda: answers.append(sale.pay()))
    paying.start()
    eventually(lambda: shop.rows("payment", "SELECT 1 FROM payments WHERE state = 'capturing'"), what="it is being captured")
    return paying, answers


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("threads", [1, 2])
def test_requests_under_way_are_answered_before_the_process_ends(number, threads, open_shop):
    shop = open_shop("sandbox.faults=true", f"server.threads={threads}")
    sale = Sale(shop)
    paying, answers = begin_paying(shop, sale, 1500)
    shop.signal(number)
    eventually(lambda: refuses_connections(shop), within=5, what="nobody new is let in")
    paying.join()
    payment = answers[0].expect(201).json
    assert payment["status"] == "completed"
    assert shop.wait_for_exit() == 0
    assert shop.log()[-1]["message"] == "stopped" and shop.log()[-1]["requests_cut"] is False
    shop.assert_sane()
    shop.start_with()
    sale.rejoin().assert_sold(payment)


def refuses_connections(shop):
    try:
        with socket.create_connection(("127.0.0.1", shop.ports["ddd-micro"]), timeout=5):
            return False
    except OSError:
        return True


def test_requests_that_take_too_long_are_cut_and_their_payments_come_to_an_end(open_shop):
    shop = open_shop("sandbox.faults=true", "server.drain_time=300ms")
    sale = Sale(shop)
    paying, answers = begin_paying(shop, sale, 3000)
    started = time.monotonic()
    shop.signal(signal.SIGTERM)
    assert shop.wait_for_exit() == 0
    assert time.monotonic() - started < 10
    paying.join()
    assert answers == [None]
    assert shop.log()[-1]["requests_cut"] is True
    shop.assert_sane()
    shop.start_with()
    sale.rejoin().assert_sold(settled(sale.pay).expect(201).json)


def test_a_second_signal_ends_the_process_at_once(open_shop):
    shop = open_shop("sandbox.faults=true")
    sale = Sale(shop)
    paying, answers = begin_paying(shop, sale, 5000)
    shop.signal(signal.SIGTERM)
    shop.await_log(lambda line: line.get("message") == "stopping", what="stopping")
    started = time.monotonic()
    # Between the line and the moment from which a signal counts there are some instructions.
    eventually(lambda: (shop.signal(signal.SIGTERM), not shop.is_running())[1], within=5, what="it has ended")
    assert shop.wait_for_exit() == -signal.SIGTERM
    assert time.monotonic() - started < 2
    paying.join()
    assert answers == [None]
    shop.start_with()
    sale.rejoin().assert_sold(settled(sale.pay).expect(201).json)


def test_a_process_that_was_stopped_and_goes_on_later_keeps_its_promises(open_shop):
    """SIGSTOP in the middle, for longer than its leases are short; then everybody goes on."""
    shop = open_shop("sandbox.faults=true")
    sale = Sale(shop)
    paying, answers = begin_paying(shop, sale, 500)
    shop.signal(signal.SIGSTOP)
    try:
        time.sleep(1.5)  # it is the pause that is tested
    finally:
        shop.signal(signal.SIGCONT)
    paying.join()
    sale.assert_sold(settled(sale.pay).expect(201).json)
