#pragma once

#include <string_view>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>

namespace ddd::embedded {

struct Contexts;

// Who can sign in to the demo. Published in the README: a process with demo data listens on loopback alone.
inline constexpr std::string_view kDemoAdminEmail = "admin@example.com";
inline constexpr std::string_view kDemoAdminPassword = "admin-demo-password";
inline constexpr std::string_view kDemoUserEmail = "ada@example.com";
inline constexpr std::string_view kDemoUserPassword = "ada-demo-password";

/// Makes what a demo needs, by the use cases themselves: an administrator, a buyer, and sixty products in six
/// categories. What is there already stays as it is, so repeating it is harmless; a catalogue that has products gets
/// none. On the contexts' shard.
[[nodiscard]] Task<Result<>> seed_demo_data(Contexts& contexts);

}  // namespace ddd::embedded
