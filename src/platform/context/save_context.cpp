#include <ddd/platform/context/save_context.hpp>

namespace ddd::store_errors {

Error version_conflict() {
  return {
      .kind = ErrorKind::conflict, .code = kVersionConflict, .message = "It was changed by another request meanwhile."};
}
Error duplicate_event() {
  return {.kind = ErrorKind::conflict, .code = kDuplicateEvent, .message = "This event was applied before."};
}
Error duplicate_key() {
  return {.kind = ErrorKind::conflict, .code = kDuplicateKey, .message = "This idempotency key was used meanwhile."};
}
Error unavailable() {
  return {.kind = ErrorKind::unavailable,
          .code = "store.unavailable",
          .message = "The data store can't take this now; nothing was changed. Try again shortly.",
          .retry_after_seconds = 1};
}
Error defect() {
  return {.kind = ErrorKind::internal, .code = "internal", .message = "The data store refused what it was given."};
}

}  // namespace ddd::store_errors
