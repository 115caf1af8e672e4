#include <ddd/sandbox/domain/idempotency.hpp>

namespace ddd::sandbox {

KeyUse use_of_key(const std::optional<KeyRecord>& record, std::string_view fingerprint, Timestamp now) {
  if (!record || now - record->created_at >= kKeyLife) return KeyUse::execute;
  return record->fingerprint == fingerprint ? KeyUse::replay : KeyUse::misuse;
}

}  // namespace ddd::sandbox
