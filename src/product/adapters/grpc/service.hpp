#pragma once

#include <ddd/platform/grpc/service.hpp>
#include <ddd/product/adapters/cache/product_cache.hpp>
#include <ddd/product/application/application.hpp>

namespace ddd::product {

/// Reads of single products, which the shard keeps serialised.
struct CatalogueReader {
  Application& application;
  ProductCache& cache;
};

/// The product context's gRPC surface: ddd.product.v1.ProductService. The arguments outlive the service's use.
[[nodiscard]] rpc::Service grpc_service(Application& application, CatalogueReader& reader,
                                        IdempotencyStore& idempotency);

}  // namespace ddd::product
