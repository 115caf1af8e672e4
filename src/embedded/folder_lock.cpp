#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <ddd/embedded/folder_lock.hpp>

namespace ddd::embedded {
namespace {

Error data_error(std::string_view code, std::string message) {
  return {.kind = ErrorKind::unavailable, .code = code, .message = std::move(message)};
}

std::string reason(int error) {
  return std::error_code(error, std::generic_category()).message();
}

}  // namespace

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const auto file = folder / "lock";
  const int descriptor = error ? -1 : ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return Refused(data_error("data.cannot_open", "The data folder " + folder.string() + " can't be used: " +
                                                      (error ? error.message() : reason(errno)) + "."));
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return Refused(data_error("data.in_use",
                              "The data folder " + folder.string() +
                                  " is in use by another ddd-micro; stop that one or use --data with another folder."));
  }
  return FolderLock(descriptor);
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace ddd::embedded
