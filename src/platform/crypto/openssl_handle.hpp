#pragma once

#include <memory>

namespace ddd::crypto {

/// Owns an OpenSSL object and frees it by `Free`. Only for this folder's sources.
template <auto Free>
struct FreeBy {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
template <class T, auto Free>
using Handle = std::unique_ptr<T, FreeBy<Free>>;

}  // namespace ddd::crypto
