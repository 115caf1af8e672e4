# The reference toolchain: Debian's clang-19 on libstdc++ 12. The presets use it, so that every machine builds the same code.
set(CMAKE_C_COMPILER clang-19)
set(CMAKE_CXX_COMPILER clang++-19)
