#pragma once

#include <filesystem>
#include <memory>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/async/worker_pool.hpp>
#include <ddd/user/application/ports/mailer.hpp>

namespace ddd::user {

/// Puts each mail into a folder as "<mail id>.<user id>.eml", for people to open or for another program to carry on.
/// One per process.
class SpoolMailer final : public Mailer {
 public:
  /// Makes the folder. Error: `mail.folder_unusable` (unavailable), which names it. `clock` outlives the mailer.
  [[nodiscard]] static Result<std::unique_ptr<SpoolMailer>> create(std::filesystem::path folder, Email from,
                                                                   const Clock& clock);

  [[nodiscard]] Task<Result<>> send(Mail mail) override;
  /// O(files in the folder).
  [[nodiscard]] Task<Result<>> forget(UserId user_id) override;

 private:
  SpoolMailer(std::filesystem::path folder, Email from, const Clock& clock);

  std::filesystem::path folder_;
  Email from_;
  const Clock& clock_;
  WorkerPool writers_;
};

}  // namespace ddd::user
