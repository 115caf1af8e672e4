#include <ddd/kernel/text.hpp>
#include <ddd/kernel/validation.hpp>
#include <ddd/product/domain/details.hpp>

namespace ddd::product {
namespace {

void check_length(Validation& check, std::string_view pointer, std::string_view text, std::size_t least,
                  std::size_t most) {
  const auto length = utf8_length(text);
  if (!length) {
    check.add({std::string(pointer), "encoding", "Must be valid UTF-8.", std::nullopt});
  } else if (*length < least) {
    check.add({std::string(pointer), least == 1 ? "required" : "min_length", "Must not be empty.", least});
  } else if (*length > most) {
    check.add({std::string(pointer), "max_length", "Must have at most " + std::to_string(most) + " characters.", most});
  }
}

void check_list(Validation& check, const std::string& pointer, const std::vector<std::string>& texts,
                std::size_t most) {
  constexpr std::size_t kMostEntries = 20;
  if (texts.size() > kMostEntries) {
    check.add({pointer, "max_items", "Must have at most 20 entries.", kMostEntries});
    return;
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    check_length(check, pointer + "/" + std::to_string(i), texts[i], 1, most);
  }
}

/// An address that a browser may load for anybody: http or https, with a host and without a name and password.
bool is_web_address(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!url.starts_with(scheme)) continue;
    url.remove_prefix(scheme.size());
    const auto authority = url.substr(0, url.find_first_of("/?#\\"));
    return !authority.empty() && authority.find('@') == std::string_view::npos &&
           url.find_first_of(" \"<>\\") == std::string_view::npos;
  }
  return false;
}

void check_images(Validation& check, const std::vector<std::string>& images) {
  check_list(check, "/images", images, 2'000);
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (images[i].empty() || is_web_address(images[i])) continue;
    check.add(
        {"/images/" + std::to_string(i), "url", "Must be an http or https address without credentials.", std::nullopt});
  }
}

void check_prices(Validation& check, const Details& details, Currency currency) {
  if (details.price.currency() != currency) {
    check.add(
        {"/price/currency", "currency", "The catalogue is in " + std::string(currency.code()) + ".", std::nullopt});
  }
  if (details.price.minor_units() < 0) check.add({"/price/amount", "min", "Must not be negative.", 0});
  if (!details.compare_at_price) return;
  if (details.compare_at_price->currency() != details.price.currency()) {
    check.add({"/compare_at_price/currency", "currency", "Must be the price's currency.", std::nullopt});
  } else if (details.compare_at_price->minor_units() < details.price.minor_units()) {
    check.add({"/compare_at_price/amount", "min", "Must not be below the price.", details.price.minor_units()});
  }
}

}  // namespace

Details DetailsPatch::applied_to(Details details) const {
  const auto take = [](auto& field, const auto& change) {
    if (change) field = *change;
  };
  take(details.name, name);
  take(details.description, description);
  take(details.short_description, short_description);
  take(details.sku, sku);
  take(details.price, price);
  if (compare_at_price) details.compare_at_price = compare_at_price;
  take(details.category, category);
  take(details.sub_category, sub_category);
  take(details.brand, brand);
  take(details.tags, tags);
  take(details.images, images);
  take(details.is_active, is_active);
  take(details.is_featured, is_featured);
  take(details.is_digital, is_digital);
  take(details.min_stock, min_stock);
  return details;
}

Result<> check(const Details& details, Currency catalogue_currency) {
  Validation check;
  check_length(check, "/name", trim(details.name), 1, 255);
  check_length(check, "/description", details.description, 0, 10'000);
  check_length(check, "/short_description", details.short_description, 0, 500);
  check_length(check, "/category", details.category, 0, 100);
  check_length(check, "/sub_category", details.sub_category, 0, 100);
  check_length(check, "/brand", details.brand, 0, 100);
  check_list(check, "/tags", details.tags, 50);
  check_images(check, details.images);
  check_prices(check, details, catalogue_currency);
  if (details.min_stock < 0) check.add({"/min_stock", "min", "Must not be negative.", 0});
  if (!check.ok()) return std::move(check).refuse("product.invalid");
  return {};
}

}  // namespace ddd::product
