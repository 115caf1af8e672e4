#pragma once

#include <vector>

#include <ddd/basket/application/application.hpp>
#include <ddd/platform/grpc/service.hpp>

/// The rows of the method table, each group beside its functions: one function per method, which reads the request,
/// calls the use case and makes the reply.
namespace ddd::basket {

void add_basket_methods(std::vector<rpc::Method>& methods, Application& application);    // basket_methods.cpp
void add_admin_methods(std::vector<rpc::Method>& methods, Application& application);     // admin_methods.cpp
void add_internal_methods(std::vector<rpc::Method>& methods, Application& application);  // internal_methods.cpp

}  // namespace ddd::basket
