#include "gateway/net/upgrade.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include "crypto/encoding.hpp"
#include "gateway/errc.hpp"

namespace gateway::net {
namespace {

namespace beast = boost::beast;
using beast::http::field;

// One of the comma-separated tokens of a Connection field (RFC 9110, 7.6.1).
bool has_token(beast::string_view list, beast::string_view token) {
    for (const auto& one : beast::http::token_list(list))
        if (beast::iequals(one, token)) return true;
    return false;
}

std::unexpected<std::error_code> refuse(errc why) { return std::unexpected(make_error_code(why)); }

}  // namespace

std::expected<std::string, std::error_code> check_upgrade(const beast::http::request_header<>& header) {
    const auto once = [&](field name) { return header.count(name) == 1; };
    if (!once(field::upgrade) || !beast::iequals(header[field::upgrade], "websocket") || !once(field::sec_websocket_version) ||
        header[field::sec_websocket_version] != "13")
        return refuse(errc::upgrade_required);
    // A browser sends it with every upgrade, whatever page asks, and shows the person's certificate: programs only.
    if (header.count(field::origin) > 0) return refuse(errc::origin_refused);
    const auto field_key = header[field::sec_websocket_key];
    std::string key(field_key.data(), field_key.size());
    const bool plain = header.method() == beast::http::verb::get && header.version() == 11 && once(field::connection) &&
                       has_token(header[field::connection], "upgrade") && header.count(field::content_length) == 0 &&
                       header.count(field::transfer_encoding) == 0 && header.count(field::expect) == 0;
    if (!plain || !once(field::sec_websocket_key) || !crypto::fixed<16>(crypto::base64_decode(key)))
        return refuse(errc::malformed_request);
    return key;
}

}  // namespace gateway::net
