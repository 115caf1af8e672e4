#include <ddd/embedded/version.hpp>

namespace ddd::embedded {

const std::string_view kVersion = DDD_VERSION;
const std::string_view kCommit = DDD_COMMIT;

}  // namespace ddd::embedded
