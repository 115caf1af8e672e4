#pragma once

#include <string_view>

namespace ddd::api {

/// True if a payment card number stands in `text`: 13-19 digits with a valid Luhn check digit (ISO/IEC 7812-1),
/// delimited by non-alphanumerics, whose groups may be parted by up to three spaces or dashes. UUIDs are skipped.
/// Linear.
[[nodiscard]] bool has_card_number(std::string_view text);

/// The same for every string, names included, in a JSON text, with escapes resolved. JSON numbers are exempt: amounts
/// and ids are numbers. Broken JSON is searched as far as its strings go.
[[nodiscard]] bool json_has_card_number(std::string_view json);

}  // namespace ddd::api
