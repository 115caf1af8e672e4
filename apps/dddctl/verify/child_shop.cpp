#include "child_shop.hpp"

#include <chrono>
#include <cstring>
#include <fstream>
#include <vector>

#include "json_values.hpp"
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace ddd::ctl {
namespace {

using std::chrono::milliseconds;

/// Every port but the first is whatever is free; what limits clients by their address would limit the load.
std::vector<std::string> arguments_of(const ChildShop::Options& options, std::uint16_t port) {
  std::vector<std::string> arguments{options.binary.string(), "--data", options.data.string(), "--demo"};
  for (const auto* name : {"user_port", "product_port", "basket_port", "payment_port", "user_grpc_port",
                           "product_grpc_port", "basket_grpc_port", "payment_grpc_port"}) {
    arguments.insert(arguments.end(), {"--set", "server." + std::string(name) + "=0"});
  }
  for (const auto& setting : {"server.port=" + std::to_string(port), std::string("sandbox.port=0"),
                              std::string("limits.requests_per_second=0"), std::string("limits.logins_per_minute=0"),
                              std::string("log.format=json")}) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  return arguments;
}

/// The variables that the shop would take for its configuration are not this run's.
std::vector<char*> environment() {
  std::vector<char*> kept;
  for (char** each = environ; *each != nullptr; ++each) {
    if (std::strncmp(*each, "DDD_", 4) != 0) kept.push_back(*each);
  }
  kept.push_back(nullptr);
  return kept;
}

/// In the child, where nothing may be allocated any more.
[[noreturn]] void become(const std::vector<char*>& arguments, const std::vector<char*>& environment, int log,
                         int nothing) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(nothing, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  ::execve(arguments.front(), arguments.data(), environment.data());
  ::_exit(127);
}

}  // namespace

bool ChildShop::spawn() {
  auto texts = arguments_of(options_, port_);
  std::vector<char*> arguments;
  arguments.reserve(texts.size() + 1);
  for (auto& text : texts) arguments.push_back(text.data());
  arguments.push_back(nullptr);
  const auto variables = environment();
  const int log = ::open(options_.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (log >= 0 && nothing >= 0) {
    std::error_code ignored;
    log_read_ = std::filesystem::file_size(options_.log, ignored);
    process_ = ::fork();
    if (process_ == 0) become(arguments, variables, log, nothing);
  }
  ::close(log);
  ::close(nothing);
  return process_ > 0;
}

Task<Result<>> ChildShop::start(Sleeper& sleeper) {
  constexpr milliseconds kLimit{60'000}, kLook{20};
  bool ready = false;
  if (spawn()) {
    for (milliseconds waited{0}; waited < kLimit && is_running() && !ready; waited += kLook) {
      co_await sleeper.sleep_for(kLook);
      ready = has_said_ready();
    }
  }
  if (ready) co_return Result<>{};
  kill();
  co_return Refused(Error{.kind = ErrorKind::unavailable,
                          .code = "verify.cannot_start",
                          .message = "The shop does not start; see " + options_.log.string() + "."});
}

bool ChildShop::has_said_ready() {
  std::ifstream log(options_.log);
  log.seekg(static_cast<std::streamoff>(log_read_));
  std::string line;
  while (std::getline(log, line) && !log.eof()) {
    log_read_ += line.size() + 1;
    const auto said = json::parse(line);
    if (!said || text_of(said->root(), "message") != "ready") continue;
    port_ = static_cast<std::uint16_t>(integer_of(said->root(), "port"));
    return true;
  }
  return false;
}

void ChildShop::kill() {
  if (!is_running()) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, &exit_status_, 0);
  process_ = 0;
}

Task<bool> ChildShop::stop(Sleeper& sleeper) {
  if (!is_running()) co_return false;
  ::kill(process_, SIGTERM);
  for (int looks = 0; looks < 1500 && is_running(); ++looks) co_await sleeper.sleep_for(milliseconds(20));
  const bool ended = !is_running();
  kill();
  co_return ended&& WIFEXITED(exit_status_) && WEXITSTATUS(exit_status_) == 0;
}

bool ChildShop::is_running() {
  if (process_ <= 0) return false;
  if (::waitpid(process_, &exit_status_, WNOHANG) == 0) return true;
  process_ = 0;
  return false;
}

}  // namespace ddd::ctl
