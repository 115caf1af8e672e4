#pragma once

#include <vector>

#include <ddd/platform/grpc/service.hpp>
#include <ddd/user/application/application.hpp>

/// The rows of the method table, each group beside its functions: one function per method, which reads the request,
/// calls the use case and makes the reply.
namespace ddd::user {

void add_session_methods(std::vector<rpc::Method>& methods, Application& application);     // session_methods.cpp
void add_account_methods(std::vector<rpc::Method>& methods, Application& application);     // account_methods.cpp
void add_credential_methods(std::vector<rpc::Method>& methods, Application& application);  // credential_methods.cpp
void add_admin_methods(std::vector<rpc::Method>& methods, Application& application);       // admin_methods.cpp
void add_internal_methods(std::vector<rpc::Method>& methods, Application& application);    // internal_methods.cpp

}  // namespace ddd::user
