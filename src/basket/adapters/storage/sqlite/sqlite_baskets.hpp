#pragma once

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/sqlite/database.hpp>

namespace ddd::basket {

/// Baskets in basket.db. One per shard: `reader` is the shard's own connection.
class SqliteBaskets final : public BasketRepository {
 public:
  SqliteBaskets(sqlite::Database& database, sqlite::Connection& reader, IdSource& ids)
      : database_(database), reader_(reader), ids_(ids) {}

  [[nodiscard]] Task<Result<std::optional<Basket>>> find_by_user(UserId user_id) override;
  [[nodiscard]] Task<Result<>> save(Basket& basket, SaveContext context) override;
  [[nodiscard]] Task<Result<>> forget_answers(UserId user_id) override;
  [[nodiscard]] Task<Result<std::vector<UserId>>> expired(Timestamp now, std::size_t limit) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
  IdSource& ids_;
};

}  // namespace ddd::basket
