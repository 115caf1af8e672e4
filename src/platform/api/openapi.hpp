#pragma once

#include <span>
#include <string>

#include <ddd/platform/api/route_table.hpp>

namespace ddd::api {

struct OpenApiInfo {
  std::string title;
  std::string version;
};

/// The OpenAPI 3.1 document of `tables`: one operation a route with its schemas, who may call it (`x-access`), the
/// headers it honours, and under each status the problem codes it can answer with (`x-codes`): those the route
/// documents and those the pipeline adds by its rules. Operation ids are route names; where two routes share one, later
/// ones get their method behind it. The same tables give the same bytes.
[[nodiscard]] std::string openapi_document(const OpenApiInfo& info, std::span<const RouteTable* const> tables);

}  // namespace ddd::api
