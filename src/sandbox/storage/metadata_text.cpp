#include <stdexcept>

#include <ddd/platform/json/document.hpp>
#include <ddd/platform/json/writer.hpp>
#include <ddd/sandbox/storage/metadata_text.hpp>

namespace ddd::sandbox {

std::string to_json(const Metadata& metadata) {
  json::Writer out;
  out.begin_object();
  for (const auto& [name, value] : metadata) out.key(name).value(value);
  out.end_object();
  return out.take();
}

Metadata metadata_of(std::string_view text) {
  const auto document = json::parse(text);
  if (!document) throw std::logic_error("sandbox.db holds metadata that is no JSON");
  Metadata metadata;
  for (const auto node : document->root()) metadata.emplace(node.key(), node.text());
  return metadata;
}

}  // namespace ddd::sandbox
