#pragma once

#include <ddd/platform/sqlite/connection.hpp>

namespace ddd::sqlite {

/// Several statements see one state of the file, whatever is committed between them. Never held over a co_await.
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection) : connection_(connection) { connection_.execute("BEGIN"); }
  ~ReadTransaction() {
    try {
      if (connection_.in_transaction()) connection_.execute("ROLLBACK");
    } catch (const Failure&) {
      // The failure that ends the reading is on its way already.
    }
  }
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

 private:
  Connection& connection_;
};

}  // namespace ddd::sqlite
