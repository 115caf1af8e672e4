// The yardstick of logins: nothing but password verification, at the cost and on the threads that the shop uses. Prints
// one JSON object.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

#include <sodium.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

constexpr unsigned kPasses = 2;
constexpr std::size_t kMemory = 19'456UL * 1024;
constexpr char kPassword[] = "a password for measurements";

using Clock = std::chrono::steady_clock;

struct Run {
  Clock::time_point from;
  Clock::time_point until;
  char hash[crypto_pwhash_argon2id_STRBYTES] = {};
  std::atomic<long> verified = 0;
};

void verify_repeatedly(Run& run) {
  // The shop's pool lowers its threads too.
  setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), 10);
  while (Clock::now() < run.until) {
    if (crypto_pwhash_argon2id_str_verify(run.hash, kPassword, std::strlen(kPassword)) != 0) std::abort();
    const auto now = Clock::now();
    if (now >= run.from && now <= run.until) ++run.verified;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 || sodium_init() < 0) {
    std::fputs("Usage: bare_argon2id THREADS SECONDS\n", stderr);
    return 2;
  }
  const auto threads = std::strtol(argv[1], nullptr, 10);
  const std::chrono::duration<double> seconds(std::strtod(argv[2], nullptr));
  Run run;
  if (crypto_pwhash_argon2id_str(run.hash, kPassword, std::strlen(kPassword), kPasses, kMemory) != 0) return 1;
  run.from = Clock::now() + std::chrono::milliseconds(500);
  run.until = run.from + std::chrono::duration_cast<Clock::duration>(seconds);
  std::vector<std::jthread> running;
  for (long i = 0; i < threads; ++i) running.emplace_back([&run] { verify_repeatedly(run); });
  running.clear();
  std::printf("{\"per_second\":%.2f,\"count\":%ld}\n", static_cast<double>(run.verified) / seconds.count(),
              run.verified.load());
}
