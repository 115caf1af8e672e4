#pragma once

#include <memory>

#include <ddd/embedded/config.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/user/application/ports/mailer.hpp>

namespace ddd::embedded {

/// What the configuration says mails are handed to. `log` and `clock` outlive it. Errors: those of the adapters.
[[nodiscard]] Result<std::unique_ptr<user::Mailer>> make_mailer(const Config& config, Log& log, const Clock& clock);

}  // namespace ddd::embedded
