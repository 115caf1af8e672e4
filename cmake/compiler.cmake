# Refuses compilers that are known to build wrong programs, and sets what every target is compiled with.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  message(FATAL_ERROR
    "g++ ${CMAKE_CXX_COMPILER_VERSION} can't build ddd-micro: g++ before 14 destroys aggregate temporaries twice when they stand "
    "next to a co_await (GCC PR 100611), which corrupts the heap of ordinary handler code without a diagnostic. "
    "Use clang-19 (`cmake --preset dev`) or g++ 14 and later.")
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR
    "clang ${CMAKE_CXX_COMPILER_VERSION} can't build ddd-micro: libstdc++'s <expected> needs clang 19. Use `cmake --preset dev`.")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

set(DDD_SANITIZE "" CACHE STRING "Comma-separated sanitizers, e.g. address,undefined or thread")
add_compile_options(-Wall -Wextra -Werror -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # Makes a precompiled header's mtime irrelevant, so that ccache can reuse objects built against it.
  add_compile_options("SHELL:-Xclang -fno-pch-timestamp" -fpch-instantiate-templates)
endif()
if(DDD_SANITIZE)
  add_compile_options(-O1 -g1 -fno-omit-frame-pointer -fsanitize=${DDD_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${DDD_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Debug")
  add_compile_options(-g1)
else()
  add_compile_options(-g1 -fstack-protector-strong -D_FORTIFY_SOURCE=2)
  add_link_options(-Wl,-z,relro,-z,now)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
