"""Baskets."""

from cases import case, operation
from cases.products import UNKNOWN

ITEM = ["replace_item_quantity", "set_item_quantity"]
SET = ["set_quantity", *ITEM]
HUGE = 2**62  # minor units: two of them are no amount any more


@operation("get_basket", access="user", etag=True)
def _(world):
    return {}


@operation("open_basket", status=201, access="user", body="ignored", key="optional")
def _(world):
    return {"by": world.shop.customer()}


@case("open_basket", 200)
def _(world, id):
    customer = world.shop.customer()
    made = world.call(id, by=customer).expect(201)
    assert made.headers["Location"] == "/api/v1/users/basket"
    found = world.call(id, by=customer)
    assert found.json == made.json
    return found


@operation("delete_basket", status=204, access="user", if_match=True)
def _(world):
    world.buyer.basket()
    return {}


@operation("clear_basket", access="user", if_match=True)
def _(world):
    return {}


@operation("add_item", access="user", body="json", key="optional", if_match=True)
def _(world):
    world.buyer.basket()
    return {"json": {"product_id": world.product()["id"], "quantity": 2}}


@operation("set_quantity", access="user", body="json", if_match=True)
def _(world):
    return {"json": {"product_id": filled(world)["id"], "quantity": 3}}


@operation(ITEM, access="user", body="json", if_match=True)
def _(world):
    return {"path": filled(world)["id"], "json": {"quantity": 3}}


@operation("remove_item", access="user", if_match=True)
def _(world):
    return {"path": filled(world)["id"]}


@operation("get_user_basket", access="admin", etag=True)
def _(world):
    world.buyer.basket()
    return {"path": world.buyer.id}


@operation("delete_user_basket", status=204, access="admin", if_match=True)
def _(world):
    world.buyer.basket()
    return {"path": world.buyer.id}


@operation("clean_up_baskets", access="admin", body="ignored")
def _(world):
    return {}


def filled(world, quantity=1, **fields):
    """A product that is in the buyer's basket."""
    world.buyer.delete("/users/basket/clear").expect(200)
    product = world.product(**fields)
    world.buyer.fill(product, quantity)
    return product


def change(world, id, product, quantity, by=None):
    """Adds or sets so many units of a product, in the way of the operation."""
    product_id = product if isinstance(product, int) else product["id"]
    if id in ITEM:
        return world.call(id, path=product_id, json={"quantity": quantity}, by=by)
    return world.call(id, json={"product_id": product_id, "quantity": quantity}, by=by)


@case("delete_basket", 404, "basket.not_found")
def _(world, id):
    return world.call(id, by=world.shop.customer())


@case(["get_user_basket", "delete_user_basket"], 404, "basket.not_found")
def _(world, id):
    return world.call(id, path=world.shop.customer().id)


@case("add_item", 404, "product.not_found")
def _(world, id):
    return change(world, id, UNKNOWN, 1)


@case([*SET, "remove_item"], 404, "basket.item_not_found")
def _(world, id):
    product = world.product()
    if id == "remove_item":
        return world.call(id, path=product["id"])
    return change(world, id, product, 1)


@case(SET, 404, "product.not_found")
def _(world, id):
    product = filled(world)
    world.admin.delete(f"/admin/products/{product['id']}").expect(204)
    return change(world, id, product, 2)


@case(["add_item", *SET], 409, "basket.insufficient_stock")
def _(world, id):
    answer = change(world, id, filled(world, stock=3), 4)
    assert answer.json["available"] == 3
    return answer


@case(["add_item", *SET], 409, "product.inactive")
def _(world, id):
    product = filled(world)
    world.admin.post(f"/admin/products/{product['id']}/deactivate").expect(200)
    return change(world, id, product, 2)


@case(["add_item", *SET], 409, "basket.currency_mismatch")
def _(world, id):
    repriced, customer, product = world.repriced()
    return change(repriced, id, product, 2, by=customer)


@case(["add_item", *SET], 422, "basket.invalid_quantity")
def _(world, id):
    product = filled(world, stock=200)
    for quantity, code in ((0, "min"), (-1, "min")):
        assert change(world, id, product, quantity).errors == [("/quantity", code)]
    answer = change(world, id, product, 100)
    assert answer.errors == [("/quantity", "max")]
    return answer


@case(["add_item", *SET], 422, "basket.total_too_large")
def _(world, id):
    return change(world, id, filled(world, price=HUGE), 2)


@case(["add_item", *SET], 422, "request.rejected")
def _(world, id):
    path = filled(world)["id"] if id in ITEM else None
    answer = world.call(id, path=path, json={"product_id": 0, "quantity": 1})
    assert answer.errors == [("/product_id", "id")]
    return answer


@case(ITEM, 422, "basket.product_mismatch")
def _(world, id):
    product = filled(world)
    return world.call(id, path=product["id"], json={"product_id": product["id"] + 1, "quantity": 1})


@case("add_item", 422, "basket.too_many_lines")
def _(world, id):
    customer = world.shop.customer()
    for _ in range(100):
        customer.fill(world.product(), 1)
    return change(world, id, world.product(), 1, by=customer)
