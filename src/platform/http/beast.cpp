// Beast's own definitions and those of Asio's TLS streams, compiled here once (BOOST_*_SEPARATE_COMPILATION).
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
