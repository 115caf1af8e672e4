#include <gtest/gtest.h>
#include <product/support/catalogue.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::details;
using test::kStart;
using test::usd;

class Editing : public testing::Test, protected test::Catalogue {
 protected:
  Task<> edit_into(ProductId id, DetailsPatch patch, Result<ProductView>& answer) {
    answer = co_await application.commands.update_product.handle(admin, UpdateProduct{id, std::move(patch), {}});
  }
};

TEST_F(Editing, a_new_product_is_shown_as_it_will_be_read) {
  const auto made = create(admin, details(), 10);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->details, details());
  EXPECT_EQ(made->on_hand, 10);
  EXPECT_EQ(made->reserved, 0);
  EXPECT_EQ(made->version, 1);
  EXPECT_EQ(made->stock_version, 1);
  EXPECT_EQ(made->created_at, kStart);
  EXPECT_EQ(*get(admin, made->id), *made);
  EXPECT_EQ(told(), (std::vector<std::string>{"ddd.product.created.v1", "ddd.product.stock_updated.v1"}));
}

TEST_F(Editing, is_for_administrators) {
  const auto id = shelve();
  const auto before = *get(admin, id);
  for (const auto* call : {&nobody, &ada, &payment_service}) {
    const auto kind = call == &ada ? ErrorKind::forbidden : ErrorKind::unauthenticated;
    EXPECT_EQ(create(*call, details()).error().kind, kind);
    EXPECT_EQ(edit(*call, id, {.name = "Mine"}).error().kind, kind);
    EXPECT_EQ(remove(*call, id).error().kind, kind);
  }
  EXPECT_EQ(*get(admin, id), before);
  EXPECT_EQ(data.products.size(), 1u);
}

TEST_F(Editing, nothing_is_made_of_a_description_that_breaks_a_rule) {
  auto bad = details();
  bad.name.clear();
  EXPECT_EQ(create(admin, bad).error().code, "product.invalid");
  auto euro = details();
  euro.price = Money(100, *Currency::from_code("EUR"));
  euro.compare_at_price.reset();
  EXPECT_EQ(create(admin, euro).error().code, "product.invalid");
  for (const auto units : {std::int64_t{-1}, Stock::kMost + 1}) {
    const auto refused = create(admin, bad, units).error();
    EXPECT_EQ(refused.code, "product.invalid");
    ASSERT_EQ(refused.violations.size(), 2u) << "all at once";
    EXPECT_EQ(refused.violations[0].pointer, "/name");
    EXPECT_EQ(refused.violations[1].pointer, "/stock");
  }
  EXPECT_TRUE(data.products.empty());
  EXPECT_TRUE(told().empty());
}

TEST_F(Editing, a_sku_is_one_products_until_that_is_deleted) {
  const auto first = create(admin, details("A"))->id;
  const auto second = create(admin, details("B"))->id;
  EXPECT_EQ(create(admin, details("A")).error().code, "product.sku_taken");
  EXPECT_EQ(edit(admin, second, {.sku = Sku::restore("A")}).error().code, "product.sku_taken");
  EXPECT_TRUE(edit(admin, first, {.sku = Sku::restore("A")})) << "its own";
  ASSERT_TRUE(remove(admin, first));
  EXPECT_TRUE(edit(admin, second, {.sku = Sku::restore("A")}));
  EXPECT_EQ(create(admin, details("A")).error().code, "product.sku_taken");
}

TEST_F(Editing, a_new_product_is_told_to_the_caches_that_keep_lists) {
  const auto id = create(admin, details())->id;
  EXPECT_EQ(changes.noted, std::vector{id});
}

TEST_F(Editing, an_edit_is_seen_by_the_next_reader_and_told_to_the_caches) {
  const auto id = shelve();
  clock.at += 1h;
  const auto edited = edit(admin, id, {.name = "Red mug", .price = usd(1500)});
  ASSERT_TRUE(edited);
  EXPECT_EQ(edited->details.name, "Red mug");
  EXPECT_EQ(edited->version, 2);
  EXPECT_EQ(edited->stock_version, 1);
  EXPECT_EQ(edited->updated_at, kStart + 1h);
  EXPECT_EQ(*get(nobody, id), *edited);
  EXPECT_EQ(changes.noted, std::vector{id});
}

TEST_F(Editing, without_a_difference_writes_nothing) {
  const auto id = shelve();
  const auto before = told();
  const auto edited = edit(admin, id, {.name = "Blue mug"});
  EXPECT_EQ(edited->version, 1);
  EXPECT_EQ(told(), before);
  EXPECT_TRUE(changes.noted.empty());
}

TEST_F(Editing, of_a_version_that_is_no_more_is_refused) {
  const auto id = shelve();
  ASSERT_TRUE(edit(admin, id, {.name = "Red mug"}, 1));
  EXPECT_EQ(edit(admin, id, {.name = "Green mug"}, 1).error().kind, ErrorKind::stale);
  EXPECT_EQ(remove(admin, id, 1).error().code, "product.stale");
  EXPECT_TRUE(remove(admin, id, 2));
}

TEST_F(Editing, does_not_mind_what_was_sold_meanwhile) {
  const auto id = shelve();
  ASSERT_TRUE(reserve(payment_service, 1, {{id, 3}}));
  const auto edited = edit(admin, id, {.name = "Red mug"}, 1);
  ASSERT_TRUE(edited);
  EXPECT_EQ(edited->available(), 7);
  EXPECT_EQ(edited->stock_version, 2);
}

TEST_F(Editing, two_edits_side_by_side_both_count) {
  const auto id = shelve();
  Result<ProductView> a, b;
  std::vector<Task<>> tasks;
  tasks.push_back(edit_into(id, {.name = "Red mug"}, a));
  tasks.push_back(edit_into(id, {.brand = "Painter"}, b));
  ddd::test::await(context, when_all(std::move(tasks)));
  ASSERT_TRUE(a && b);
  const auto after = get(admin, id);
  EXPECT_EQ(after->details.name, "Red mug");
  EXPECT_EQ(after->details.brand, "Painter");
  EXPECT_EQ(after->version, 3);
}

TEST_F(Editing, a_deleted_product_is_unknown_everywhere) {
  const auto id = shelve();
  ASSERT_TRUE(reserve(payment_service, 1, {{id, 3}}));
  ASSERT_TRUE(remove(admin, id));
  EXPECT_EQ(changes.noted.back(), id);
  EXPECT_EQ(told().back(), "ddd.product.deleted.v1");
  EXPECT_EQ(get(admin, id).error().code, "product.not_found");
  EXPECT_EQ(edit(admin, id, {.name = "Red mug"}).error().code, "product.not_found");
  EXPECT_EQ(remove(admin, id).error().code, "product.not_found");
  EXPECT_EQ(change_stock(admin, id, ChangeStock::How::increase, 1).error().code, "product.not_found");
  EXPECT_EQ(run(application.queries.list_movements.handle(admin, ListMovements{.id = id})).error().code,
            "product.not_found");
  EXPECT_TRUE(pin(payment_service, 1)) << "payments under way keep their reservations";
}

TEST_F(Editing, what_is_not_there_is_not_found) {
  EXPECT_EQ(edit(admin, ProductId(99), {.name = "Red mug"}).error().code, "product.not_found");
  EXPECT_EQ(remove(admin, ProductId(99)).error().kind, ErrorKind::not_found);
}

TEST_F(Editing, an_idempotency_key_is_kept_with_the_answer_of_the_save) {
  auto call = admin;
  call.idempotency = IdempotencyKey{.user_id = UserId(1), .key = "0123456789abcdef", .fingerprint = "f"};
  const CreateProduct command{.details = details(), .stock = 4, .render = [](const ProductView& view) {
                                return StoredAnswer{.status = 201, .body = std::to_string(view.on_hand)};
                              }};
  const auto made = run(application.commands.create_product.handle(call, command));
  ASSERT_TRUE(made);
  const auto record = run(data.effects.find(UserId(1), "0123456789abcdef"));
  ASSERT_TRUE(record->has_value());
  EXPECT_EQ((*record)->resource_id, made->id.to_text());
  EXPECT_EQ((*record)->answer->body, "4");

  auto other = command;
  other.details.sku = Sku::restore("OTHER");
  EXPECT_EQ(run(application.commands.create_product.handle(call, other)).error().code, store_errors::kDuplicateKey);
  EXPECT_EQ(data.products.size(), 1u);
}

}  // namespace
}  // namespace ddd::product
