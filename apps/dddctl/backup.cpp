#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.hpp"

#include <ddd/platform/sqlite/snapshot.hpp>

namespace ddd::ctl {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  std::string folder = "var";
  std::string target;
};

int fail(const std::string& message) {
  std::fprintf(stderr, "dddctl: %s\n", message.c_str());
  return kFailed;
}

int backup(const Arguments& arguments) {
  const fs::path from = arguments.folder, to = arguments.target;
  std::vector<fs::path> files;
  for (const auto* name : {"user.db", "product.db", "basket.db", "payment.db", "bus.db"}) files.push_back(from / name);
  // Where the provider is somebody else's there is none.
  if (fs::exists(from / "sandbox.db")) files.push_back(from / "sandbox.db");
  for (const auto& file : files) {
    if (!fs::exists(file)) return fail("There is no " + file.string() + "; name the data folder of a shop.");
  }
  std::error_code error;
  fs::create_directories(to, error);
  if (error) return fail("The folder " + to.string() + " can't be made: " + error.message() + ".");
  if (const auto copied = sqlite::copy_at_one_moment(files, to); !copied) return fail(copied.error().message);
  if (const auto key = from / "signing_key.pem"; fs::exists(key)) {
    fs::copy_file(key, to / key.filename(), error);
    if (error) return fail("The copy of " + key.string() + " can't be made: " + error.message() + ".");
  }
  std::printf("%s holds the shop as it was at one moment.\n", to.string().c_str());
  return 0;
}

}  // namespace

void add_backup(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("backup", "Copies the stores of a shop, which may be running, as of one moment");
  command->footer(
      "All files show the same moment, as after a crash at that moment, which is what the shop recovers from: start "
      "it\n"
      "on the copy and it takes up what was under way. Copies are checked. The signing key is copied as well, mails "
      "that\n"
      "were sent are not. Run it as the user whom the shop runs as. How to restore: docs/runbook.md.\n"
      "Exit status: 0 copied, 1 not copied.");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("--data", arguments->folder, "Data folder of the shop")->capture_default_str();
  command->add_option("--to", arguments->target, "Folder for the copies, which has none yet")->required();
  command->callback([arguments, &exit_code] { exit_code = backup(*arguments); });
}

}  // namespace ddd::ctl
