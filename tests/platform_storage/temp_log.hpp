#pragma once

#include <memory>
#include <string>

#include <platform_storage/shard.hpp>

#include <ddd/platform/log/log.hpp>

namespace ddd::test {

/// A log in a folder of its own.
struct TempLog {
  ManualClock clock;
  TempFolder folder;
  std::unique_ptr<Log> log =
      Log::to_file(folder / "log", {.service = "test", .level = LogLevel::debug, .format = LogFormat::json}, clock)
          .value();

  /// What was written; nothing more can be after it.
  std::string end_and_read() {
    log.reset();
    return folder.read("log");
  }
};

}  // namespace ddd::test
