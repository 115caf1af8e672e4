#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include <ddd/platform/sqlite/connection.hpp>

namespace ddd::reconcile {

/// Told of each place where a card number stands, never of the number.
using OnCardNumber = std::function<void(std::string place)>;

/// Searches every text of every table of an attached schema. Reads every row. Throws sqlite::Failure.
void find_card_numbers(sqlite::Connection& connection, std::string_view schema, const OnCardNumber& found);

/// Searches every line of a log. False if the file can't be read.
[[nodiscard]] bool find_card_numbers(const std::filesystem::path& log, const OnCardNumber& found);

}  // namespace ddd::reconcile
