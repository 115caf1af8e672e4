#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <ddd/sandbox/storage/folder_lock.hpp>

namespace ddd::sandbox {

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
  FolderLock lock(::open((folder / "sandbox.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.descriptor_ < 0 || ::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    return Refused(Error{
        .kind = ErrorKind::conflict,
        .code = "sandbox.in_use",
        .message = "The folder " + folder.string() + " is used by another payment sandbox, or can't be written to."});
  }
  return lock;
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace ddd::sandbox
