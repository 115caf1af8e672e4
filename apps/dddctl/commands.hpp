#pragma once

#include <CLI/CLI.hpp>

namespace ddd::ctl {

/// Exit statuses, besides 0 for done and what CLI11 uses for a wrong command line.
enum ExitCode : int { kFailed = 1, kUsage = 2 };

// Each adds one command; what it does happens while the command line is parsed, and ends in its exit code.

void add_seed_demo(CLI::App& app, int& exit_code);
void add_create_admin(CLI::App& app, int& exit_code);
void add_routes(CLI::App& app, int& exit_code);
void add_openapi(CLI::App& app, int& exit_code);
void add_reconcile(CLI::App& app, int& exit_code);
void add_dead_letter(CLI::App& app, int& exit_code);
void add_outbox(CLI::App& app, int& exit_code);
void add_verify(CLI::App& app, int& exit_code);
void add_backup(CLI::App& app, int& exit_code);

}  // namespace ddd::ctl
