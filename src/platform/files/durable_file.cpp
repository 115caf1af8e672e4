#include <cerrno>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ddd/platform/files/durable_file.hpp>

namespace ddd::files {
namespace {

std::error_code last_error() {
  return {errno, std::generic_category()};
}

class OpenFile {
 public:
  OpenFile(const std::filesystem::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] bool write(std::string_view content) const {
    while (!content.empty()) {
      const auto put = ::write(descriptor_, content.data(), content.size());
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) return false;
      content.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
  }
  [[nodiscard]] bool sync() const { return ::fsync(descriptor_) == 0; }

 private:
  int descriptor_;
};

bool write_draft(const std::filesystem::path& draft, std::string_view content) {
  const OpenFile file(draft, O_WRONLY | O_CREAT | O_TRUNC);
  return file.is_open() && file.write(content) && file.sync();
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

}  // namespace

std::error_code write_durably(const std::filesystem::path& file, std::string_view content) {
  const auto draft = folder_of(file) / ("." + file.filename().string() + ".draft");
  if (!write_draft(draft, content) || ::rename(draft.c_str(), file.c_str()) != 0) {
    const auto error = last_error();
    ::unlink(draft.c_str());
    return error;
  }
  const OpenFile folder(folder_of(file), O_RDONLY | O_DIRECTORY);
  if (!folder.is_open() || !folder.sync()) return last_error();
  return {};
}

std::error_code make_private_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return {};
  std::filesystem::create_directories(folder_of(folder), error);
  if (error) return error;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return last_error();
  return {};
}

}  // namespace ddd::files
