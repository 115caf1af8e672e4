# Everything comes from Debian 12 packages; tools/packages.txt lists them.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(CURL 7.88 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)
find_package(prometheus-cpp CONFIG REQUIRED)

add_library(ddd_boost INTERFACE)
target_link_libraries(ddd_boost INTERFACE Boost::headers Threads::Threads)
# Asio and Beast are compiled once, in ddd_async and ddd_http; everything else sees declarations.
target_compile_definitions(ddd_boost INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_VISIBILITY)

# Its CMake package asks for the development files of gRPC and protobuf, which the OTLP exporter over HTTP has no use for.
pkg_check_modules(OPENTELEMETRY REQUIRED IMPORTED_TARGET opentelemetry_trace)
find_library(OTLP_HTTP_LIBRARY opentelemetry_exporter_otlp_http REQUIRED)
add_library(ddd_opentelemetry INTERFACE)
target_link_libraries(ddd_opentelemetry INTERFACE ${OTLP_HTTP_LIBRARY} PkgConfig::OPENTELEMETRY)

# gRPC without the CMake package of Debian, which doesn't know where its own parts are; the linker drops what isn't used.
find_package(Protobuf 3.21 REQUIRED)
pkg_check_modules(GRPCPP REQUIRED IMPORTED_TARGET grpc++)
add_library(ddd_grpcpp INTERFACE)
target_link_options(ddd_grpcpp INTERFACE LINKER:--as-needed)
target_link_libraries(ddd_grpcpp INTERFACE PkgConfig::GRPCPP)
# The .proto files of gRPC's standard services.
find_path(GRPC_PROTO_FOLDER grpc/health/v1/health.proto PATH_SUFFIXES share/grpc-proto REQUIRED)
