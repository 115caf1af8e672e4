#include <ddd/platform/json/encode.hpp>

namespace ddd::json {

void write(Writer& out, const Money& value) {
  out.begin_object();
  out.key("amount").value(value.minor_units());
  out.key("currency").value(value.currency().code());
  out.end_object();
}

void write(Writer& out, Timestamp value) {
  out.value(to_rfc3339(value));
}

void write(Writer& out, const TextMap& value) {
  out.begin_object();
  for (const auto& [name, text] : value) out.key(name).value(text);
  out.end_object();
}

}  // namespace ddd::json
