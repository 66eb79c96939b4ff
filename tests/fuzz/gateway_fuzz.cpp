// What the gateway reads besides entries: the operator's configuration, and how a request is framed.
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/empty_body.hpp>

#include "gateway/config.hpp"
#include "gateway/net/framing.hpp"
#include "gateway/net/upgrade.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        (void)gateway::parse_config(std::string(fuzz::text(data, size)));
    } catch (const std::runtime_error&) {  // says what is wrong, to the operator
    }
    namespace http = boost::beast::http;
    http::request_parser<http::empty_body> parser;
    boost::system::error_code error;
    parser.put(boost::asio::const_buffer(data, size), error);
    if (!error && parser.is_header_done()) {
        (void)gateway::net::is_framed_plainly(parser.get().base());
        (void)gateway::net::check_upgrade(parser.get().base());
    }
    return 0;
}
