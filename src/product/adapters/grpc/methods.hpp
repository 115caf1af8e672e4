#pragma once

#include <vector>

#include <ddd/product/adapters/grpc/service.hpp>

/// The rows of the method table, each group beside its functions: one function per method, which reads the request,
/// calls the use case and makes the reply.
namespace ddd::product {

// catalogue_methods.cpp
void add_catalogue_methods(std::vector<rpc::Method>& methods, Application& application, CatalogueReader& reader);
void add_admin_methods(std::vector<rpc::Method>& methods, Application& application);     // admin_methods.cpp
void add_stock_methods(std::vector<rpc::Method>& methods, Application& application);     // stock_methods.cpp
void add_internal_methods(std::vector<rpc::Method>& methods, Application& application);  // internal_methods.cpp

}  // namespace ddd::product
