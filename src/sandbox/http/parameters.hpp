#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/sandbox/domain/payment_intent.hpp>

namespace ddd::sandbox {

/// The parameters of a request in Stripe's form: application/x-www-form-urlencoded with brackets for what is nested, as
/// Rack reads them ("metadata[payment_id]=…", "payment_method_types[]=card"). Each is taken out by name; what nobody
/// took is unknown. As in Rack, the last of several values of one name counts.
class Parameters {
 public:
  /// Of the query and the body together. Error: `sandbox.unreadable`.
  [[nodiscard]] static Result<Parameters> parse(std::string_view query, std::string_view body);

  /// The value under that very name, "amount" or "created[gte]"; an empty one counts as absent, as Stripe takes it for
  /// "unset".
  [[nodiscard]] std::optional<std::string> text(std::string_view name);
  /// Error: `sandbox.parameter_missing`.
  [[nodiscard]] Result<std::string> required(std::string_view name);
  /// Errors: `sandbox.invalid_integer` for anything but a decimal integer within [least, most].
  [[nodiscard]] Result<std::optional<std::int64_t>> integer(std::string_view name, std::int64_t least,
                                                            std::int64_t most);
  /// One of `words`. Error: `sandbox.parameter_invalid`.
  [[nodiscard]] Result<std::optional<std::string>> one_of(std::string_view name,
                                                          std::initializer_list<std::string_view> words);
  /// `name[]=value` or `name[0]=value`.
  [[nodiscard]] std::vector<std::string> list(std::string_view name);
  /// `name[key]=value` for every key.
  [[nodiscard]] Metadata map(std::string_view name);

  /// Error: `sandbox.parameter_unknown` if something was not taken.
  [[nodiscard]] Result<> check_all_taken() const;

  /// The same text for the same parameters in whatever order.
  [[nodiscard]] std::string canonical() const;

 private:
  struct Parameter {
    std::string name;  ///< as sent
    std::string value;
    std::string base;                  ///< before the bracket
    std::optional<std::string> index;  ///< between the brackets
    bool taken = false;
  };

  [[nodiscard]] static Parameter split(std::string name, std::string value);

  std::vector<Parameter> parameters_;
};

}  // namespace ddd::sandbox
