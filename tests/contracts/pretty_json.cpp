#include <cstddef>

#include <boost/json.hpp>
#include <contracts/pretty_json.hpp>

namespace ddd::test {
namespace {

void append(std::string& out, const boost::json::value& value, std::size_t depth);

template <class Items, class AppendItem>
void append_lines(std::string& out, const Items& items, std::size_t depth, const AppendItem& append_item) {
  bool is_first = true;
  for (const auto& item : items) {
    out.append(is_first ? "\n" : ",\n").append(2 * (depth + 1), ' ');
    is_first = false;
    append_item(item);
  }
  if (!is_first) out.append("\n").append(2 * depth, ' ');
}

void append(std::string& out, const boost::json::value& value, std::size_t depth) {
  if (const auto* object = value.if_object()) {
    out.push_back('{');
    append_lines(out, *object, depth, [&](const auto& member) {
      out.append(boost::json::serialize(boost::json::string(member.key()))).append(": ");
      append(out, member.value(), depth + 1);
    });
    out.push_back('}');
  } else if (const auto* array = value.if_array()) {
    out.push_back('[');
    append_lines(out, *array, depth, [&](const auto& item) { append(out, item, depth + 1); });
    out.push_back(']');
  } else {
    out.append(serialize(value));
  }
}

}  // namespace

std::string pretty(const boost::json::value& value) {
  std::string out;
  append(out, value, 0);
  return out;
}

}  // namespace ddd::test
