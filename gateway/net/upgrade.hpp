// Checks on a WebSocket upgrade before Boost.Beast sees it: it neither checks the form of the key nor insists on one reading.
#pragma once

#include <expected>
#include <string>
#include <system_error>

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

namespace gateway::net {

// The key of an upgrade in the one form taken (RFC 6455, 4.2.1): GET on HTTP/1.1, each field once, version 13, a key of 16
// bytes in canonical base64, no body. Errors: upgrade_required when no WebSocket of version 13 is asked for, origin_refused
// when a website asks, malformed_request for anything else.
std::expected<std::string, std::error_code> check_upgrade(const boost::beast::http::request_header<>& header);

}  // namespace gateway::net
