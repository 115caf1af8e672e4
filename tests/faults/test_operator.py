"""What an operator does with dddctl, beside a running shop and on a stopped one."""

import json
import re
import sqlite3
import subprocess
import threading
from contextlib import closing

import pytest

from faultlib import Sale
from faultlib.shop import tool
from shop import eventually

GROUP = "basket.subtract_paid_lines"
BREAK = "CREATE TRIGGER broken BEFORE INSERT ON basket_payments BEGIN SELECT RAISE(ABORT, 'broken'); END"


def dddctl(*arguments, timeout=60):
    return subprocess.run([tool("dddctl"), *map(str, arguments)], capture_output=True, text=True, timeout=timeout)


def done(*arguments):
    """What it prints, when it does what it should."""
    ended = dddctl(*arguments)
    assert ended.returncode == 0, ended
    return ended.stdout


def rows(text):
    """The table it prints, as one dictionary a row."""
    head, *lines = text.splitlines() or [""]
    names = head.split()
    return [dict(zip(names, line.split())) for line in lines]


def letters(shop, *more):
    return rows(done("dead-letter", "list", "--data", shop.data, *more))


def change_schema(shop, sql):
    with closing(sqlite3.connect(shop.data / "basket.db", timeout=10)) as database:
        database.executescript(sql)


def sell_with_a_broken_basket(shop):
    """A sale whose event the basket's store refuses, and the number of the dead letter that comes of it."""
    sale = Sale(shop)
    shop.await_quiet()
    change_schema(shop, BREAK)
    payment = sale.pay().expect(201).json
    eventually(lambda: letters(shop), within=20, what="the event is set aside")
    (letter,) = letters(shop)
    return sale, payment, letter


def metric(shop, name):
    text = shop.client().request("GET", "//metrics").body.decode()
    return float(re.search(rf"^{name} (\S+)$", text, re.MULTILINE)[1])


@pytest.mark.parametrize("running", [True, False], ids=["running", "stopped"])
def test_an_effect_that_was_refused_is_set_aside_and_done_once_when_it_is_redriven(running, new_shop):
    shop = new_shop().start()
    sale, payment, letter = sell_with_a_broken_basket(shop)
    assert (letter["STATE"], letter["TRIES"], letter["ERROR"]) == ("dead", "5", "internal")
    assert (letter["GROUP"], letter["TYPE"], letter["KEY"]) == (GROUP, "ddd.payment.completed.v1", payment["id"])
    assert [item["quantity"] for item in sale.buyer.basket()["items"]] == [2], "nothing of it is done"
    eventually(lambda: metric(shop, "dead_letters") == 1, what="the metric tells of it")
    # Another sale goes through: one bad event holds up nobody.
    change_schema(shop, "DROP TRIGGER broken")
    other = Sale(shop, 1)
    other.pay().expect(201)
    eventually(lambda: other.buyer.basket()["items"] == [], what="the next buyer's basket is emptied")

    if not running:
        shop.stop()
    asked = done("dead-letter", "redrive", letter["NUMBER"], "--data", shop.data)
    assert rows(asked)[0]["NUMBER"] == letter["NUMBER"]
    if not running:
        assert letters(shop)[0]["STATE"] == "redriving"
        shop.start_with()
        sale.rejoin()
    eventually(lambda: letters(shop) == [], what="the letter is settled")
    sale.assert_sold(payment)
    assert [each["STATE"] for each in letters(shop, "--all")] == ["redriven"]
    eventually(lambda: metric(shop, "dead_letters") == 0, what="the metric is back")


def test_a_letter_is_shown_whole_discarded_with_a_reason_and_not_delivered(new_shop):
    shop = new_shop().start()
    sale, payment, letter = sell_with_a_broken_basket(shop)
    number = letter["NUMBER"]
    said = done("dead-letter", "show", number, "--data", shop.data)
    data = json.loads(re.search(r"^data +(\{.*\})$", said, re.MULTILINE)[1])
    assert data["payment_id"] == payment["id"] and GROUP in said and "after 5 tries" in said
    # Looking at what would be done does nothing.
    for command in (["redrive", number], ["discard", number, "--reason", "why not"]):
        assert rows(done("dead-letter", *command, "--dry-run", "--data", shop.data)) != []
        assert letters(shop)[0]["STATE"] == "dead"
    done("dead-letter", "discard", number, "--reason", "emptied by hand", "--data", shop.data)
    assert letters(shop) == []
    assert "emptied by hand" in done("dead-letter", "show", number, "--data", shop.data)
    change_schema(shop, "DROP TRIGGER broken")
    again = dddctl("dead-letter", "redrive", number, "--data", shop.data)
    assert again.returncode == 1 and "discarded already" in again.stderr
    assert [item["quantity"] for item in sale.buyer.basket()["items"]] == [2]


def test_what_cannot_be_done_is_said(new_shop, tmp_path):
    shop = new_shop().start()
    data = ["--data", shop.data]
    for arguments, code, words in (
        (["dead-letter", "redrive", *data], 2, "say which"),
        (["dead-letter", "discard", "--reason", "x", *data], 2, "say which"),
        (["dead-letter", "redrive", "17", *data], 1, "no letter 17"),
        (["dead-letter", "show", "17", *data], 1, "not every number"),
        (["dead-letter", "list", "--data", tmp_path / "nowhere"], 1, "There is no"),
        (["outbox", "list", "--data", tmp_path / "nowhere"], 1, "There is no"),
    ):
        ended = dddctl(*arguments)
        assert (ended.returncode, ended.stdout) == (code, "") and words in ended.stderr, (arguments, ended)
    for arguments in (["dead-letter", "discard", "1", *data], ["dead-letter"], ["outbox"], ["outbox", "list", "--limit", "0"]):
        ended = dddctl(*arguments)
        assert ended.returncode not in (0, 1) and ended.stderr, (arguments, ended)
    assert not (tmp_path / "nowhere").exists()
    shop.stop()
    shop.edit("bus", "INSERT INTO schema_migrations VALUES (9999, 'tomorrow', 0, 0)")
    ended = dddctl("dead-letter", "list", *data)
    assert ended.returncode == 1 and "another release" in ended.stderr, ended


def test_the_outbox_shows_what_waits_for_the_bus(new_shop):
    shop = new_shop().start()
    sale = Sale(shop)
    shop.await_quiet()
    with shop.locked("bus"):
        payment = sale.pay().expect(201).json
        waiting = rows(done("outbox", "list", "--data", shop.data, "--context", "payment"))
        assert {row["STATE"] for row in waiting} == {"unpublished"} and payment["id"] in {row["KEY"] for row in waiting}
        assert [row["TYPE"] for row in waiting if row["KEY"] == payment["id"]][-1] == "ddd.payment.completed.v1"
        assert int(waiting[0]["AGE_S"]) < 60
        shop.kill()
    # Of a stopped shop just the same.
    assert rows(done("outbox", "list", "--data", shop.data, "--context", "payment")) != []
    shop.start_with()
    sale.rejoin().assert_sold(payment)
    eventually(lambda: done("outbox", "list", "--data", shop.data) == "", what="nothing waits")


def test_an_event_that_the_bus_has_lost_is_published_again_and_takes_effect(new_shop):
    shop = new_shop().start()
    sale = Sale(shop)
    shop.await_quiet()
    with shop.locked("bus"):
        payment = sale.pay().expect(201).json
        shop.kill()
    lost = shop.edit("payment", "UPDATE outbox SET published_at = time - 120000000 WHERE published_at IS NULL")
    assert lost >= 3
    assert {row["STATE"] for row in rows(done("outbox", "list", "--data", shop.data, "--context", "payment"))} == {"unobserved"}
    shop.start_with()
    sale.rejoin().assert_sold(payment)
    text = shop.client().request("GET", "//metrics").body.decode()
    assert f'outbox_republished_total{{context="payment"}} {lost}' in text
    assert any(line["message"] == "events did not come back and are published again" for line in shop.log())
    eventually(lambda: done("outbox", "list", "--data", shop.data) == "", what="everything came back")


@pytest.mark.slow
def test_a_backup_of_a_busy_shop_is_a_shop_that_goes_on_from_there(new_shop, tmp_path):
    """Copied while buyers pay: whatever was under way comes to its end on the copy."""
    shop = new_shop().start()
    sales = [Sale(shop, number) for number in range(8)]
    stop = threading.Event()

    def keep_paying(sale):
        sale.pay()
        while not stop.is_set():
            sale.buyer.fill(sale.product, 1)
            sale.keys.clear()
            sale.pay()

    buyers = [threading.Thread(target=keep_paying, args=[sale]) for sale in sales]
    for buyer in buyers:
        buyer.start()
    try:
        for number in range(3):
            done("backup", "--data", shop.data, "--to", tmp_path / f"copy{number}")
    finally:
        stop.set()
        for buyer in buyers:
            buyer.join()
    sold = []
    for number in range(3):
        copy = new_shop(data=tmp_path / f"copy{number}").start()
        copy.await_quiet()
        copy.reconcile()
        sold.append(copy.value("payment", "SELECT count(*) FROM payments WHERE state = 'completed'"))
        # Who was signed in is so here: the key came along.
        copy.join(sales[0].buyer).get("/users/profile").expect(200)
        copy.stop()
    assert sorted(sold) == sold, "each later copy holds what the one before it had"
    shop.join(sales[0].buyer)
    again = dddctl("backup", "--data", shop.data, "--to", tmp_path / "copy0")
    assert again.returncode == 1 and "there is one already" in again.stderr


@pytest.mark.slow
def test_verify_finds_a_shop_that_is_killed_again_and_again_in_order(tmp_path):
    folder = tmp_path / "run"
    ended = dddctl("verify", "--seconds", 8, "--clients", 6, "--crashes", 2, "--seed", 7, "--data", folder, timeout=280)
    said = ended.stdout + ended.stderr
    assert ended.returncode == 0 and ended.stdout.endswith("clean\n"), said
    assert re.search(r"^faults +2 SIGKILL$", said, re.MULTILINE), said
    assert all(re.search(rf"^L{number} .*: after ", said, re.MULTILINE) for number in (1, 2, 3, 4)), said
    assert re.search(r"^history +0 violated$", said, re.MULTILINE), said
    entries = [json.loads(line) for line in (folder / "history.jsonl").read_text().splitlines()]
    assert [each["event"] for each in entries if "event" in each] == ["start", "products", "kill", "start", "kill", "start"]
    answered = [each for each in entries if each.get("action")]
    assert {each["action"] for each in answered} >= {"add_item", "remove_item", "read_basket", "pay", "read_stock"}
    assert any(each["action"] == "pay" and each.get("payment_status") == "completed" for each in answered)
    assert len(answered) == int(re.search(r"^operations +(\d+)$", said, re.MULTILINE)[1])


def test_verify_leaves_a_folder_that_is_in_use_alone(tmp_path):
    (tmp_path / "mine").write_text("mine")
    ended = dddctl("verify", "--seconds", 1, "--data", tmp_path)
    assert ended.returncode == 2 and "not an empty folder" in ended.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]
