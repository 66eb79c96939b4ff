#include "gateway/net/upgrade.hpp"

#include <gtest/gtest.h>

#include "gateway/errc.hpp"

namespace gateway::net {
namespace {

namespace http = boost::beast::http;
using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr const char* key = "dGhlIHNhbXBsZSBub25jZQ==";
const Fields good{{"Host", "h"}, {"Connection", "Upgrade"}, {"Upgrade", "WebSocket"}, {"Sec-WebSocket-Version", "13"},
                  {"Sec-WebSocket-Key", key}};

std::expected<std::string, std::error_code> check(const Fields& fields, http::verb method = http::verb::get,
                                                  unsigned version = 11) {
    http::request_header<> header;
    header.method(method);
    header.version(version);
    for (const auto& [name, value] : fields) header.insert(name, value);
    return check_upgrade(header);
}
Fields with(const std::string& name, const std::string& value) {
    Fields out = good;
    out.emplace_back(name, value);
    return out;
}

TEST(upgrade, takes_the_one_form) {
    EXPECT_EQ(check(good), key);
    EXPECT_TRUE(check(with("Sec-WebSocket-Extensions", "permessage-deflate")));   // offered, never taken
}

TEST(upgrade, refuses_a_field_that_stands_twice) {
    EXPECT_EQ(check(with("Upgrade", "websocket")).error(), make_error_code(errc::upgrade_required));
    EXPECT_EQ(check(with("Sec-WebSocket-Version", "13")).error(), make_error_code(errc::upgrade_required));
    EXPECT_EQ(check(with("Sec-WebSocket-Key", key)).error(), make_error_code(errc::malformed_request));
    EXPECT_EQ(check(with("Connection", "keep-alive")).error(), make_error_code(errc::malformed_request));
}

TEST(upgrade, refuses_a_body_an_expectation_another_method_and_an_old_version) {
    for (const auto& [name, value] :
         Fields{{"Content-Length", "0"}, {"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}, {"Expect", "100-continue"}})
        EXPECT_EQ(check(with(name, value)).error(), make_error_code(errc::malformed_request)) << name;
    EXPECT_FALSE(check(good, http::verb::head));
    EXPECT_FALSE(check(good, http::verb::post));
    EXPECT_FALSE(check(good, http::verb::get, 10));
}

TEST(upgrade, refuses_every_website) {
    for (const char* origin : {"https://localhost", "null", "", "chrome-extension://x"})
        EXPECT_EQ(check(with("Origin", origin)).error(), make_error_code(errc::origin_refused)) << origin;
}

}  // namespace
}  // namespace gateway::net
