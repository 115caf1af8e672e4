#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ddd/platform/crypto/errors.hpp>
#include <ddd/platform/crypto/random.hpp>
#include <ddd/platform/crypto/signing_key.hpp>

namespace ddd::crypto {
namespace {

constexpr std::size_t kLongestFile = 16'384;

class OpenFile {
 public:
  OpenFile(const std::filesystem::path& path, int flags, mode_t mode = 0)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

/// libpq's rule for client keys.
bool is_private(const struct stat& file) {
  if (file.st_uid == ::geteuid()) return (file.st_mode & 0077) == 0;
  return file.st_uid == 0 && (file.st_mode & 0037) == 0;
}

/// The whole content; nothing if it can't be read or is far too long to be a key.
std::optional<Secret> read_all(const OpenFile& file) {
  std::string content(kLongestFile, '\0');
  std::size_t size = 0;
  while (size < content.size()) {
    const auto got = ::read(file.get(), content.data() + size, content.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) {
      content.resize(size);
      return Secret::take(std::move(content));
    }
    size += static_cast<std::size_t>(got);
  }
  return std::nullopt;
}

bool write_all(const OpenFile& file, std::string_view content) {
  while (!content.empty()) {
    const auto put = ::write(file.get(), content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

bool write_draft(const std::filesystem::path& draft, const Secret& pem) {
  const OpenFile file(draft, O_WRONLY | O_CREAT | O_EXCL, 0400);
  return file.is_open() && ::fchmod(file.get(), 0400) == 0 && write_all(file, pem.reveal()) && ::fsync(file.get()) == 0;
}

/// Writes beside the file and gives the finished draft its name by a link, which, unlike a rename, never replaces a key
/// that another process stored meanwhile.
Result<> create(const std::filesystem::path& path, const Secret& pem) {
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const auto draft = folder / ("." + path.filename().string() + "." + random_token(12));
  const bool stored = write_draft(draft, pem) && (::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST);
  ::unlink(draft.c_str());
  const OpenFile directory(folder, O_RDONLY | O_DIRECTORY);
  if (!stored || !directory.is_open() || ::fsync(directory.get()) != 0) return Refused(errors::key_unwritable());
  return {};
}

}  // namespace

Result<SigningKey> SigningKey::load(const std::filesystem::path& path) {
  const OpenFile file(path, O_RDONLY);
  struct stat status{};
  if (!file.is_open() || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return Refused(errors::key_unreadable());
  }
  if (!is_private(status)) return Refused(errors::key_permissions());
  const auto pem = read_all(file);
  return pem ? from_pem(*pem) : Refused(errors::key_unreadable());
}

Result<SigningKey> SigningKey::load_or_create(const std::filesystem::path& path) {
  if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT) DDD_CHECK(create(path, generate().to_pem()));
  return load(path);
}

}  // namespace ddd::crypto
