#pragma once

#include <vector>

#include <ddd/payment/application/application.hpp>
#include <ddd/platform/grpc/service.hpp>

/// The rows of the method table, each group beside its functions: one function per method, which reads the request,
/// calls the use case and makes the reply.
namespace ddd::payment {

void add_payment_methods(std::vector<rpc::Method>& methods, Application& application);  // payment_methods.cpp
void add_reading_methods(std::vector<rpc::Method>& methods, Application& application);  // reading_methods.cpp
void add_refund_methods(std::vector<rpc::Method>& methods, Application& application);   // refund_methods.cpp
void add_admin_methods(std::vector<rpc::Method>& methods, Application& application);    // admin_methods.cpp
void add_wallet_methods(std::vector<rpc::Method>& methods, Application& application);   // wallet_methods.cpp

}  // namespace ddd::payment
