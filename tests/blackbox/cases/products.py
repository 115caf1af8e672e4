"""The catalogue and its stock."""

from cases import case, operation
from shop import unique_sku

EDIT = ["replace_product", "update_product"]
SWITCH = ["activate_product", "deactivate_product", "feature_product"]
AMOUNT = ["increase_stock", "reduce_stock"]
UNKNOWN = 999_999_999


def details(**fields):
    return {"name": "Brass compass", "sku": unique_sku(), "price": {"amount": 1999, "currency": "USD"}} | fields


@operation(["list_products", "list_categories"])
def _(world):
    return {}


@operation("search_products")
def _(world):
    return {"query": "q=kestrel"}


@operation("list_products_by_category")
def _(world):
    return {"path": "books"}


@operation("get_product", etag=True)
def _(world):
    return {"path": world.product()["id"]}


@operation("get_product_by_sku", etag=True)
def _(world):
    return {"path": world.product()["sku"]}


@operation("record_view", status=204, body="ignored")
def _(world):
    return {"path": world.product()["id"]}


@operation("create_product", status=201, access="admin", body="json", key="optional")
def _(world):
    return {"json": details(stock=3)}


@operation(EDIT, access="admin", body="json", if_match=True)
def _(world):
    return {"path": world.product()["id"], "json": {"name": "Steel compass"}}


@operation("delete_product", status=204, access="admin", if_match=True)
def _(world):
    return {"path": world.product()["id"]}


@operation(["deactivate_product", "feature_product"], access="admin", body="ignored", key="optional", if_match=True)
def _(world):
    return {"path": world.product()["id"]}


@operation("activate_product", access="admin", body="ignored", key="optional", if_match=True)
def _(world):
    return {"path": world.product(is_active=False)["id"]}


@operation("unfeature_product", access="admin", if_match=True)
def _(world):
    return {"path": world.product()["id"]}


@operation("set_stock", access="admin", body="json")
def _(world):
    return {"path": world.product()["id"], "json": {"stock": 4}}


@operation(AMOUNT, access="admin", body="json", key="optional")
def _(world):
    return {"path": world.product(stock=5)["id"], "json": {"amount": 2, "reason": "counted"}}


@operation("list_movements", access="admin")
def _(world):
    return {"path": world.product()["id"]}


@case(
    ["get_product", "record_view", *EDIT, "delete_product", *SWITCH, "unfeature_product", "set_stock", *AMOUNT, "list_movements"],
    404,
    "product.not_found",
)
def _(world, id):
    return world.call(id, **world.good(id) | {"path": UNKNOWN})


@case("get_product_by_sku", 404, "product.not_found")
def _(world, id):
    return world.call(id, path=unique_sku())


@case("create_product", 409, "product.sku_taken")
def _(world, id):
    return world.call(id, json=details(sku=world.product()["sku"]))


@case(EDIT, 409, "product.sku_taken")
def _(world, id):
    return world.call(id, path=world.product()["id"], json={"sku": world.product()["sku"]})


@case("create_product", 422, "product.invalid")
def _(world, id):
    broken = details(
        name=" ",
        price={"amount": -1, "currency": "EUR"},
        compare_at_price={"amount": -2, "currency": "EUR"},
        tags=[""],
        images=["https://img.example/1.jpg", "javascript:alert(1)", "https://me:secret@img.example/2.jpg"],
        stock=-1,
    )
    answer = world.call(id, json=broken)
    assert answer.errors == [
        ("/name", "required"),
        ("/tags/0", "required"),
        ("/images/1", "url"),
        ("/images/2", "url"),
        ("/price/currency", "currency"),
        ("/price/amount", "min"),
        ("/compare_at_price/amount", "min"),
        ("/stock", "range"),
    ]
    return answer


@case(EDIT, 422, "product.invalid")
def _(world, id):
    answer = world.call(
        id, path=world.product()["id"], json={"price": {"amount": 1, "currency": "XYZ"}, "sku": "s" * 101}
    )
    assert answer.errors == [("/price/currency", "currency"), ("/sku", "max_length")]
    return answer


@case(["set_stock"], 422, "product.invalid_amount")
def _(world, id):
    return world.call(id, path=world.product()["id"], json={"stock": 1_000_000_001})


@case(AMOUNT, 422, "product.invalid_amount")
def _(world, id):
    return world.call(id, path=world.product()["id"], json={"amount": 0})


@case(AMOUNT, 422, "product.invalid")
def _(world, id):
    return world.call(id, path=world.product()["id"], json={"amount": 1, "reason": "x" * 256})


@case("set_stock", 409, "product.stock_reserved")
def _(world, id):
    product = world.product(stock=3)
    world.buyer.pay(product_id=product["id"], quantity=2)
    answer = world.call(id, path=product["id"], json={"stock": 1})
    assert answer.json["reserved"] == 2
    return answer


@case("reduce_stock", 409, "product.insufficient_stock")
def _(world, id):
    answer = world.call(id, path=world.product(stock=3)["id"], json={"amount": 4})
    assert answer.json["available"] == 3
    return answer
