#include <utility>

#include <ddd/platform/json/errors.hpp>

namespace ddd::json::errors {

Error malformed(std::string message) {
  return {.kind = ErrorKind::malformed, .code = "request.malformed", .message = std::move(message)};
}

Error invalid(std::vector<Violation> violations) {
  return {.kind = ErrorKind::malformed,
          .code = "request.invalid",
          .message = "The JSON text does not have the expected form.",
          .violations = std::move(violations)};
}

Error rejected(std::vector<Violation> violations) {
  return {.kind = ErrorKind::rejected,
          .code = "request.rejected",
          .message = "A value is not one of those that can stand there.",
          .violations = std::move(violations)};
}

}  // namespace ddd::json::errors
