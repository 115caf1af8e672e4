#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/simulation/world.hpp>

namespace ddd::simulation {

/// Somebody who shops: looks, fills a basket, pays with or without a method at first, repeats what got no answer, has
/// second thoughts, and uses two tabs at once. Lives as long as the world.
class Buyer {
 public:
  Buyer(World& world, int number, const std::vector<ProductId>& products)
      : world_(world), number_(number), products_(products) {}

  /// Registers and signs in; without faults.
  [[nodiscard]] Task<> sign_up();
  /// So many times around the shop.
  [[nodiscard]] Task<> shop(int rounds);
  [[nodiscard]] bool is_done() const { return under_way_ == 0; }

 private:
  struct Paid {
    std::optional<Answer> answer;
    std::string key;
    std::string target;
    std::string body;
  };

  [[nodiscard]] Random& random() { return world_.scheduler().random(); }
  [[nodiscard]] Task<> think(Micros most) {
    return world_.scheduler().pause(Node::world, random().between(Micros(1'000), most));
  }
  [[nodiscard]] ProductId any_product() { return products_[random().below(products_.size())]; }
  [[nodiscard]] std::string next_key();
  [[nodiscard]] std::string method();

  [[nodiscard]] Task<> look_around();
  [[nodiscard]] Task<> fill_basket();
  [[nodiscard]] Task<> put_in_basket(ProductId product, std::int64_t units);
  [[nodiscard]] Task<> take_out_of_basket();
  [[nodiscard]] Task<> pay(std::string subject);
  [[nodiscard]] Task<> pay_in_another_tab(Paid paid);
  /// Sends a request of a payment route until there is a final answer or patience ends.
  [[nodiscard]] Task<> insist(Paid& paid);
  [[nodiscard]] Task<> follow(std::string payment_id);
  [[nodiscard]] Task<> try_another_method(const std::string& payment_id);
  [[nodiscard]] Task<> cancel(const std::string& payment_id);
  [[nodiscard]] Task<std::optional<Answer>> post(Node to, std::string target, std::string body, std::string key);

  World& world_;
  int number_;
  const std::vector<ProductId>& products_;
  UserId user_;
  std::string token_;
  int keys_ = 0;
  int under_way_ = 0;
};

/// Somebody who minds the shop: opens it with its products, then changes prices and stock.
class Keeper {
 public:
  explicit Keeper(World& world) : world_(world) {}

  /// Without faults.
  [[nodiscard]] Task<> stock_up(int products);
  [[nodiscard]] Task<> mind(int rounds);
  [[nodiscard]] const std::vector<ProductId>& products() const { return products_; }
  [[nodiscard]] bool is_done() const { return done_; }

 private:
  [[nodiscard]] static std::string token();
  [[nodiscard]] Task<std::optional<Answer>> send(http::Method method, std::string target, std::string body);
  [[nodiscard]] Task<> refund_something();

  World& world_;
  std::vector<ProductId> products_;
  int keys_ = 0;
  bool done_ = false;
};

}  // namespace ddd::simulation
