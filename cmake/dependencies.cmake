# Everything comes from Debian 12 packages; tools/packages.txt lists them.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(OpenSSL 3 REQUIRED)
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
