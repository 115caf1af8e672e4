#include <array>
#include <string_view>

#include <ddd/reconcile/stores.hpp>

namespace ddd::reconcile {
namespace {

constexpr std::array kFiles{"user", "product", "basket", "payment", "bus"};
constexpr std::string_view kSandbox = "sandbox";

std::filesystem::path file_of(const std::filesystem::path& folder, std::string_view schema) {
  return folder / (std::string(schema) + ".db");
}

void attach(sqlite::Connection& connection, const std::filesystem::path& folder, std::string_view schema) {
  // Names of schemas can't be bound; they are ours.
  static_cast<void>(
      connection.query_once("ATTACH ?1 AS " + std::string(schema), {file_of(folder, schema).string()}).next());
}

}  // namespace

Error cannot_read(const std::string& what) {
  return {.kind = ErrorKind::unavailable,
          .code = "reconcile.cannot_read",
          .message = "The stores can't be read: " + what + "."};
}

Result<bool> attach_stores(sqlite::Connection& connection, const std::filesystem::path& folder) {
  for (const auto* schema : kFiles) {
    // Attaching would make the file.
    if (!std::filesystem::exists(file_of(folder, schema))) {
      return Refused(cannot_read("there is no " + file_of(folder, schema).string()));
    }
  }
  for (const auto* schema : kFiles) attach(connection, folder, schema);
  const bool has_sandbox = std::filesystem::exists(file_of(folder, kSandbox));
  if (has_sandbox) attach(connection, folder, kSandbox);
  connection.run_script("PRAGMA query_only = ON; BEGIN");
  return has_sandbox;
}

}  // namespace ddd::reconcile
