"""The catalogue as shoppers and administrators see it: filters, sorts, pages, search, views, what hides and what counts."""

import contextlib
import sqlite3
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import pytest

from shop import eventually, unique_sku

SORTS = ["newest", "price", "-price", "name", "relevance"]


@pytest.fixture(scope="module")
def shelf(shop):
    """Six products of a category of their own; by name: price, brand, featured, stock, text."""
    category = unique_sku()
    rows = {
        "Amber lamp": (300, "Lumen", True, 5, "a warm light"),
        "Beech desk": (9000, "Oak & Co", False, 0, "room for a lamp"),
        "Cedar box": (1500, "Oak & Co", True, 2, "smells of woods"),
        "Desk lamp": (700, "Lumen", False, 1, "a lamp, a lamp"),
        "Elm chair": (4000, "Oak & Co", False, 9, "to sit on"),
        "Fir shelf": (700, "Fichte", False, 3, "holds books"),
    }
    buyer = shop.customer()
    products = {
        name: buyer.product(
            price, stock, name=name, brand=brand, is_featured=featured, description=text, category=category
        )
        for name, (price, brand, featured, stock, text) in rows.items()
    }
    return category, products


def names(answer):
    return [product["name"] for product in answer.expect(200).json["data"]]


def query(**parameters):
    return "?" + urllib.parse.urlencode(parameters)


@pytest.mark.parametrize(
    "parameters, wanted",
    [
        ({"brand": "Oak & Co"}, "Beech desk,Cedar box,Elm chair"),
        ({"min_price": 700}, "Beech desk,Cedar box,Desk lamp,Elm chair,Fir shelf"),
        ({"max_price": 700}, "Amber lamp,Desk lamp,Fir shelf"),
        ({"min_price": 700, "max_price": 1500}, "Cedar box,Desk lamp,Fir shelf"),
        ({"min_price": 2, "max_price": 1}, ""),
        ({"in_stock": "true"}, "Amber lamp,Cedar box,Desk lamp,Elm chair,Fir shelf"),
        ({"in_stock": "false"}, "Beech desk"),
        ({"is_featured": "true"}, "Amber lamp,Cedar box"),
        ({"is_featured": "false", "brand": "Lumen"}, "Desk lamp"),
        ({"q": "lamp"}, "Amber lamp,Beech desk,Desk lamp"),
        ({"q": "lamp oak"}, "Beech desk"),
        ({"q": "LAM"}, "Amber lamp,Beech desk,Desk lamp"),
    ],
    ids=str,
)
def test_filters_choose_products(shop, shelf, parameters, wanted):
    category, _ = shelf
    wanted = wanted.split(",") if wanted else []
    client = shop.client()
    assert names(client.get("/products" + query(category=category, sort="name", **parameters))) == wanted
    assert names(client.get(f"/products/category/{category}" + query(sort="name", **parameters))) == wanted
    page = client.get("/products" + query(category=category, include="total", limit=1, **parameters)).expect(200).json
    assert page["page"]["total"] == len(wanted)


@pytest.mark.parametrize(
    "sort, wanted",
    [
        ("newest", "Fir shelf,Elm chair,Desk lamp,Cedar box,Beech desk,Amber lamp"),
        ("price", "Amber lamp,Desk lamp,Fir shelf,Cedar box,Elm chair,Beech desk"),
        ("-price", "Beech desk,Elm chair,Cedar box,Fir shelf,Desk lamp,Amber lamp"),
        ("name", "Amber lamp,Beech desk,Cedar box,Desk lamp,Elm chair,Fir shelf"),
    ],
)
def test_sorts_and_pages_agree(shop, shelf, sort, wanted):
    category, _ = shelf
    client = shop.client()
    seen, cursor = [], {}
    while cursor is not None:
        page = client.get("/products" + query(category=category, sort=sort, limit=4, **cursor)).expect(200).json
        seen += [product["name"] for product in page["data"]]
        assert page["page"]["has_more"] == ("next" in page["page"])
        cursor = {"cursor": page["page"]["next"]} if page["page"]["has_more"] else None
    assert seen == wanted.split(",")


def test_a_search_is_by_relevance_and_may_be_named_either_way(shop, shelf):
    category, _ = shelf
    client = shop.client()
    found = names(client.get("/products/search" + query(q="lamp", category=category)))
    assert set(found[:2]) == {"Amber lamp", "Desk lamp"} and found[2:] == ["Beech desk"], "names count most"
    assert found[0] == "Desk lamp", "it says so more often"
    assert names(client.get("/products/search" + query(query="lamp", category=category))) == found
    assert names(client.get("/products" + query(q="lamp", category=category, sort="relevance"))) == found
    by_price = names(client.get("/products/search" + query(q="lamp", category=category, sort="price")))
    assert by_price == ["Amber lamp", "Desk lamp", "Beech desk"]
    refused = client.get("/products/search").expect(400, "request.invalid")
    assert refused.errors == [("/query/q", "required")]


def test_a_search_covers_name_description_brand_tags_and_sku(shop, customer):
    words = {field: f"w{unique_sku().replace('-', '').lower()}" for field in ("name", "description", "brand", "tags", "sku")}
    product = customer.product(**words | {"tags": [words["tags"]]})
    for field, word in words.items():
        found = shop.client().get("/products/search" + query(q=word)).expect(200).json["data"]
        assert [each["id"] for each in found] == [product["id"]], field


@pytest.mark.parametrize(
    "bad",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "cursor=x",
        "sort=cheapest",
        "min_price=-1",
        "min_price=1.5",
        "in_stock=maybe",
        "is_featured=1",
        "low_stock=1",
        "is_active=some",
        "include=everything",
        "colour=red",
        "limit=1&limit=2",
        f"q={'x' * 201}",
    ],
)
def test_a_bad_query_is_refused(shop, bad):
    for path in ("/products", "/products/category/books"):
        shop.client().get(f"{path}?{bad}").expect(400, "request.invalid")


def test_a_cursor_is_bound_to_its_filter_and_sort(shop, shelf):
    category, _ = shelf
    client = shop.client()
    cursor = client.get("/products" + query(category=category, limit=2)).json["page"]["next"]
    client.get("/products" + query(category=category, limit=3, cursor=cursor)).expect(200)
    for other in ({"sort": "name"}, {"brand": "Lumen"}):
        client.get("/products" + query(category=category, limit=2, cursor=cursor, **other)).expect(400, "request.invalid")
    client.get(f"/products/category/{category}" + query(limit=2, cursor=cursor)).expect(400, "request.invalid")


@pytest.mark.parametrize("sort", SORTS)
def test_pages_hold_while_products_are_added(shop, customer, sort):
    category = unique_sku()

    def added(number):
        return customer.product(100 + number % 3, name=f"Lantern {number % 4}", category=category)["id"]

    there_all_along = {added(number) for number in range(8)}
    seen, cursor, number = [], {}, 8
    while cursor is not None:
        page = shop.client().get("/products" + query(category=category, q="lantern", sort=sort, limit=3, **cursor))
        page = page.expect(200).json
        seen += [product["id"] for product in page["data"]]
        cursor = {"cursor": page["page"]["next"]} if page["page"]["has_more"] else None
        number += 1
        added(number)
        assert number < 40
    assert len(seen) == len(set(seen)), "no product twice"
    assert there_all_along <= set(seen), "none lost"


def test_categories_count_what_is_for_sale(shop, admin, customer):
    category = unique_sku()
    first, second = (customer.product(category=category) for _ in range(2))

    def count():
        counts = {each["name"]: each["product_count"] for each in shop.client().get("/categories").json["data"]}
        return counts.get(category)

    assert count() == 2
    admin.post(f"/admin/products/{first['id']}/deactivate").expect(200)
    assert count() == 1
    admin.delete(f"/admin/products/{second['id']}").expect(204)
    assert count() is None


def test_what_is_withdrawn_hides_from_shoppers_and_what_is_deleted_from_all(shop, admin, customer):
    product = customer.product()
    path, by_sku = f"/products/{product['id']}", f"/products/by-sku/{product['sku']}"
    assert customer.get(by_sku).expect(200).json == customer.get(path).expect(200).json
    admin.post(f"/admin{path}/deactivate").expect(200)
    for who in (shop.client(), customer):
        who.get(path).expect(404, "product.not_found")
        who.get(by_sku).expect(404, "product.not_found")
        who.post(f"{path}/view").expect(404, "product.not_found")
    customer.post("/users/basket/items", {"product_id": product["id"], "quantity": 1}).expect(409, "product.inactive")
    assert admin.get(path).expect(200).json["is_active"] is False
    admin.delete(f"/admin{path}").expect(204)
    admin.get(path).expect(404, "product.not_found")
    admin.delete(f"/admin{path}").expect(404, "product.not_found")
    again = customer.product(sku=product["sku"])
    assert again["id"] != product["id"], "the SKU is free again"


def test_featuring_is_switched_and_switched_back(admin, customer):
    product = customer.product()
    path = f"/admin/products/{product['id']}/featured"
    assert admin.post(path).expect(200).json["is_featured"] is True
    assert admin.post(path).expect(200).json["version"] == 2, "without a difference nothing happens"
    assert admin.delete(path).expect(200).json["is_featured"] is False


def test_views_are_seen_within_five_seconds_and_change_no_tag(shop, customer):
    product = customer.product()
    path = f"/products/{product['id']}"
    tag = customer.get(path).headers["ETag"]
    assert customer.get(path).json["view_count"] == 0
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: shop.client().post(f"{path}/view"), range(40)))
    assert {answer.status for answer in answers} == {204}
    eventually(lambda: customer.get(path).json["view_count"] == 40, within=5, what="the views to be seen")
    seen = customer.get(path)
    assert seen.headers["ETag"] == tag and seen.json["version"] == 1 and seen.json["updated_at"] == product["updated_at"]
    customer.get(path, headers={"If-None-Match": tag}).expect(304)


@pytest.mark.parametrize("threads", [1, 2])
def test_no_view_is_lost_when_the_shop_stops_in_order(own_shop, threads):
    shop = own_shop(f"server.threads={threads}")
    product = shop.customer().product()
    for _ in range(25):
        shop.client().post(f"/products/{product['id']}/view").expect(204)
    shop.stop()
    with contextlib.closing(sqlite3.connect(shop.data / "product.db")) as database:
        assert database.execute("SELECT view_count FROM products WHERE id = ?", [product["id"]]).fetchone() == (25,)


def test_administrators_see_in_how_many_baskets_a_product_lies(shop, admin, customer):
    product = customer.product(stock=50)
    path = f"/products/{product['id']}"
    assert admin.get(path).json["in_baskets"] == 0
    others = [shop.customer() for _ in range(2)]
    for each in others:
        each.fill(product, 2)
    eventually(lambda: admin.get(path).json["in_baskets"] == 2)
    others[0].put("/users/basket/items", {"product_id": product["id"], "quantity": 5}).expect(200)
    others[0].delete("/users/basket/clear").expect(200)
    eventually(lambda: admin.get(path).json["in_baskets"] == 1)
    others[1].pay("pm_card_visa")
    eventually(lambda: admin.get(path).json["in_baskets"] == 0)
    assert "in_baskets" not in customer.get(path).json
    assert admin.get(path).json["version"] == 1


def test_administrators_find_what_runs_low(shop, admin, customer):
    category = unique_sku()
    plenty = customer.product(stock=5, min_stock=3, category=category)
    low = customer.product(stock=2, min_stock=3, category=category)

    def found(who, **parameters):
        return {each["id"] for each in who.get("/products" + query(category=category, **parameters)).json["data"]}

    assert found(admin, low_stock="true") == {low["id"]} and found(admin, low_stock="false") == {plenty["id"]}
    assert found(customer, low_stock="true") == {low["id"], plenty["id"]}, "it says nothing to others"
    customer.pay(product_id=plenty["id"], quantity=3)
    assert found(admin, low_stock="true") == {low["id"], plenty["id"]}


def test_images_are_web_addresses(admin, customer):
    product = customer.product(images=["https://img.example/1.jpg", "http://img.example:8080/2.jpg?w=1"])
    assert len(product["images"]) == 2
    for bad in ("javascript:alert(1)", "data:image/png;base64,AA", "https://me:pw@img.example/1.jpg", "1.jpg"):
        refused = admin.patch(f"/admin/products/{product['id']}", {"images": ["https://ok.example/1", bad]})
        assert refused.expect(422, "product.invalid").errors == [("/images/1", "url")], bad


def test_the_ledger_tells_every_movement_newest_first(admin, customer):
    product = customer.product(stock=5)
    path = f"/admin/products/{product['id']}"
    admin.post(f"{path}/increase-stock", {"amount": 3, "reason": "delivery"}).expect(200)
    admin.put(f"{path}/stock", {"stock": 7}).expect(200)
    customer.cancel(customer.pay(product_id=product["id"], quantity=2)).expect(200)
    eventually(lambda: customer.stock(product)["reserved"] == 0, what="the units to come back")
    ledger = [
        (line["kind"], line["delta"], line["reserved_delta"], line["on_hand_after"], line["reserved_after"])
        for line in admin.get(f"{path}/stock-ledger").expect(200).json["data"]
    ]
    assert ledger == [
        ("released", 0, -2, 7, 0),
        ("reserved", 0, 2, 7, 2),
        ("adjusted", -1, 0, 7, 0),
        ("received", 3, 0, 8, 0),
        ("received", 5, 0, 5, 0),
    ]


def test_a_basket_tells_administrators_of_payments_under_way(admin, customer):
    product = customer.product()
    customer.fill(product)
    payment = customer.pay()
    seen = eventually(lambda: admin.get(f"/admin/baskets/{customer.id}").json.get("checkouts"))
    assert [mark["payment_id"] for mark in seen] == [payment["id"]]
    assert "checkouts" not in customer.basket()
    customer.cancel(payment).expect(200)
    eventually(lambda: "checkouts" not in admin.get(f"/admin/baskets/{customer.id}").json)


def test_the_gateway_has_baskets_under_a_path_of_its_own(customer):
    product = customer.product()
    made = customer.post("/basket/items", {"product_id": product["id"], "quantity": 2}).expect(200).json
    assert customer.get("/basket").expect(200).json == customer.get("/users/basket").json
    assert customer.at(prefix="").get("/basket").expect(200).json["id"] == made["id"]
    customer.delete(f"/basket/items/{product['id']}").expect(200)
    customer.delete("/basket").expect(204)
    customer.at("basket-service").get("/basket", check=False).expect(404, "http.not_found")
