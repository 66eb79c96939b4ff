#include "gateway/net/framing.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>

#include "gateway/limits.hpp"

namespace gateway::net {
namespace {

bool is_length(boost::beast::string_view text) {
    return !text.empty() && text.size() <= limits::content_length_digits_max &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_framed_plainly(const boost::beast::http::request_header<>& header) {
    using boost::beast::http::field;
    const bool http_11 = header.version() == 11;
    if (!http_11 && header.version() != 10) return false;
    const auto hosts = header.count(field::host);
    if (hosts > 1 || (http_11 && hosts == 0)) return false;
    const auto codings = header.count(field::transfer_encoding);
    const auto lengths = header.count(field::content_length);
    if (lengths > 1 || (lengths == 1 && !is_length(header[field::content_length]))) return false;
    if (codings == 0) return true;
    return http_11 && codings == 1 && lengths == 0 && boost::beast::iequals(header[field::transfer_encoding], "chunked");
}

}  // namespace gateway::net
