#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/timestamp.hpp>

namespace ddd::ctl {

/// Rows below a head, in columns as wide as what is in them; two blanks and more part the columns, so that `awk` and
/// `cut` can take them. Nothing is coloured and the last column ends its line. A value with a blank goes last.
class Table {
 public:
  explicit Table(std::vector<std::string> head) : rows_{std::move(head)} {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  [[nodiscard]] bool empty() const { return rows_.size() == 1; }
  /// To standard output.
  void print() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

/// Whole seconds between the two.
[[nodiscard]] std::string seconds_between(Timestamp from, Timestamp to);

}  // namespace ddd::ctl
