#include <basket/support/shop.hpp>
#include <gtest/gtest.h>

namespace ddd::basket {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::offer;
using test::usd;

class Shopping : public testing::Test, protected test::Shop {
 protected:
  Shopping() {
    for (std::uint64_t product = 1; product <= 3; ++product) catalogue.has(offer(product, 1000 * product, 10));
  }
};

TEST_F(Shopping, a_basket_is_made_on_first_use_and_found_again) {
  const auto first = open(ada);
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->is_new);
  EXPECT_EQ(first->basket.version, 1);
  EXPECT_EQ(first->basket.total, usd(0));
  EXPECT_EQ(first->basket.expires_at, kStart + 24h);

  const auto second = open(ada);
  EXPECT_FALSE(second->is_new);
  EXPECT_EQ(second->basket, first->basket);
  EXPECT_NE(open(bob)->basket.id, first->basket.id);
}

TEST_F(Shopping, looking_at_a_basket_does_not_renew_it_but_changing_does) {
  ASSERT_TRUE(open(ada));
  clock.at += 10h;
  EXPECT_EQ(open(ada)->basket.expires_at, kStart + 24h);
  EXPECT_EQ(add(ada, 1)->expires_at, kStart + 34h);
}

TEST_F(Shopping, adding_needs_no_basket_first_and_shows_names_and_sums) {
  const auto view = add(ada, 2, 3);
  ASSERT_TRUE(view);
  ASSERT_EQ(view->items.size(), 1u);
  EXPECT_EQ(view->items[0].name, "Product 2");
  EXPECT_EQ(view->items[0].line_total, usd(6000));
  EXPECT_EQ(view->item_count, 3);
  EXPECT_EQ(view->total, usd(6000));
  EXPECT_EQ(view->version, 1);
  EXPECT_TRUE(view->problems.empty());
  EXPECT_EQ(open(ada)->basket, *view);
  EXPECT_EQ(told(), std::vector<std::string>{"ddd.basket.item_added.v1"});
}

TEST_F(Shopping, what_is_not_sold_is_not_added) {
  EXPECT_EQ(add(ada, 99).error().code, "product.not_found");
  EXPECT_EQ(add(ada, 99).error().kind, ErrorKind::not_found);
  catalogue.offers.at(ProductId(1)).is_active = false;
  EXPECT_EQ(add(ada, 1).error().code, "product.inactive");
  EXPECT_EQ(add(ada, 2, 11).error().code, "basket.insufficient_stock");
  EXPECT_EQ(add(ada, 99, 0).error().code, "basket.invalid_quantity");
  EXPECT_TRUE(store.baskets.empty());
}

TEST_F(Shopping, nothing_changes_while_the_catalogue_is_away) {
  ASSERT_TRUE(add(ada, 1));
  const auto before = store.baskets;
  catalogue.is_away = true;
  EXPECT_EQ(add(ada, 1).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(set(ada, 1, 5).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(store.baskets, before);
}

TEST_F(Shopping, quantities_are_set_and_lines_removed) {
  ASSERT_TRUE(add(ada, 1, 2));
  ASSERT_TRUE(add(ada, 2, 1));
  EXPECT_EQ(set(ada, 1, 5)->item_count, 6);
  EXPECT_EQ(set(ada, 1, 11).error().code, "basket.insufficient_stock");
  EXPECT_EQ(set(ada, 3, 1).error().code, "basket.item_not_found");
  EXPECT_EQ(set(bob, 1, 1).error().code, "basket.item_not_found");
  EXPECT_EQ(remove(ada, 1)->item_count, 1);
  EXPECT_EQ(remove(ada, 1).error().code, "basket.item_not_found");
  EXPECT_EQ(remove(bob, 2).error().code, "basket.item_not_found");
}

TEST_F(Shopping, problems_are_shown_and_not_repaired) {
  ASSERT_TRUE(add(ada, 1, 3));
  ASSERT_TRUE(add(ada, 2, 1));
  ASSERT_TRUE(add(ada, 3, 1));
  catalogue.has(offer(1, 1500, 2));
  catalogue.offers.at(ProductId(2)).is_active = false;
  catalogue.offers.erase(ProductId(3));

  const auto view = open(ada)->basket;
  EXPECT_EQ(view.items[0].problems.size(), 2u);
  EXPECT_EQ(view.items[1].problems.at(0).code, ProblemCode::unavailable);
  EXPECT_EQ(view.items[1].name, "Product 2");
  EXPECT_EQ(view.items[2].name, std::nullopt);
  EXPECT_EQ(view.problems.size(), 4u);
  EXPECT_EQ(view.total, usd(3 * 1000 + 2000 + 3000));
  EXPECT_EQ(view.version, 3);

  EXPECT_EQ(set(ada, 3, 1).error().code, "product.not_found");
  EXPECT_EQ(set(ada, 1, 2)->items[0].problems.size(), 0u);
  EXPECT_EQ(remove(ada, 3)->problems.size(), 1u);
}

TEST_F(Shopping, clearing_keeps_the_basket_and_deleting_ends_it) {
  const auto id = add(ada, 1)->id;
  const auto cleared = run(application.commands.clear_basket.handle(ada, ClearBasket{}));
  EXPECT_EQ(cleared->id, id);
  EXPECT_TRUE(cleared->items.empty());
  EXPECT_EQ(cleared->version, 2);

  ASSERT_TRUE(run(application.commands.delete_basket.handle(ada, DeleteBasket{})));
  EXPECT_TRUE(store.baskets.empty());
  EXPECT_EQ(run(application.commands.delete_basket.handle(ada, DeleteBasket{})).error().code, "basket.not_found");
  EXPECT_NE(open(ada)->basket.id, id);
}

TEST_F(Shopping, clearing_without_a_basket_answers_with_an_empty_one) {
  const auto cleared = run(application.commands.clear_basket.handle(ada, ClearBasket{}));
  ASSERT_TRUE(cleared);
  EXPECT_EQ(cleared->version, 1);
  EXPECT_TRUE(told().empty());
}

TEST_F(Shopping, an_expected_version_is_honoured) {
  ASSERT_TRUE(add(ada, 1));
  EXPECT_EQ(add(ada, 1, 1, 7).error().kind, ErrorKind::stale);
  EXPECT_TRUE(add(ada, 1, 1, 1));
  EXPECT_EQ(add(bob, 1, 1, 1).error().code, "basket.stale");
  const auto deleted = run(application.commands.delete_basket.handle(ada, DeleteBasket{.expected_version = 1}));
  EXPECT_EQ(deleted.error().code, "basket.stale");
}

TEST_F(Shopping, everything_needs_a_caller_and_some_things_an_administrator) {
  const CallContext nobody;
  EXPECT_EQ(add(nobody, 1).error().kind, ErrorKind::unauthenticated);
  EXPECT_EQ(open(nobody).error().kind, ErrorKind::unauthenticated);
  EXPECT_EQ(set(nobody, 1, 1).error().kind, ErrorKind::unauthenticated);
  EXPECT_EQ(remove(nobody, 1).error().kind, ErrorKind::unauthenticated);

  ASSERT_TRUE(add(ada, 1));
  const auto look = [&](const CallContext& call, UserId user_id) {
    return run(application.queries.get_user_basket.handle(call, GetUserBasket{user_id}));
  };
  EXPECT_EQ(look(bob, UserId(7)).error().kind, ErrorKind::forbidden);
  EXPECT_EQ(look(admin, UserId(7))->item_count, 1);
  EXPECT_EQ(look(admin, UserId(8)).error().code, "basket.not_found");
  EXPECT_FALSE(store.baskets.contains(UserId(8)));

  const auto drop = [&](const CallContext& call) {
    return run(application.commands.delete_basket.handle(call, DeleteBasket{.of_user = UserId(7)}));
  };
  EXPECT_EQ(drop(bob).error().kind, ErrorKind::forbidden);
  EXPECT_TRUE(drop(admin));
  EXPECT_EQ(run(application.commands.clean_up_baskets.handle(ada, CleanUpBaskets{})).error().kind,
            ErrorKind::forbidden);
}

TEST_F(Shopping, an_idempotency_key_is_kept_with_the_answer_of_the_save) {
  auto call = ada;
  call.idempotency = IdempotencyKey{.user_id = UserId(7), .key = "0123456789abcdef", .fingerprint = "f"};
  const AddItem command{.product_id = ProductId(1), .quantity = 2, .render = [](const BasketView& view) {
                          return StoredAnswer{.body = std::to_string(view.item_count)};
                        }};
  const auto view = run(application.commands.add_item.handle(call, command));
  ASSERT_TRUE(view);
  const auto record = run(store.effects.find(UserId(7), "0123456789abcdef"));
  ASSERT_TRUE(record->has_value());
  EXPECT_EQ((*record)->resource_id, view->id.to_text());
  EXPECT_EQ((*record)->answer->body, "2");
  EXPECT_EQ(run(application.commands.add_item.handle(call, command)).error().code, store_errors::kDuplicateKey);
  EXPECT_EQ(open(ada)->basket.item_count, 2);
}

}  // namespace
}  // namespace ddd::basket
