// Checks that Boost.Beast leaves to us, after a request's header and before its body: where one message ends and the next
// begins must have one reading only (RFC 9112, 6 and 11.2).
#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

namespace gateway::net {

// True when the header frames its body without doubt: at most one Content-Length of plain digits; or Transfer-Encoding of
// exactly `chunked`, on HTTP/1.1 and alone; exactly one Host on HTTP/1.1.
bool is_framed_plainly(const boost::beast::http::request_header<>& header);

}  // namespace gateway::net
