#include "table.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace ddd::ctl {

void Table::print() const {
  std::vector<std::size_t> widths(rows_.front().size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i].empty() ? "-" : row[i];
      if (i + 1 < row.size())
        line.append(widths[i] + 2 - std::min(widths[i], std::max<std::size_t>(row[i].size(), 1)), ' ');
    }
    std::puts(line.c_str());
  }
}

std::string seconds_between(Timestamp from, Timestamp to) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(to - from).count());
}

}  // namespace ddd::ctl
