#include <gtest/gtest.h>

#include "clients/core/net/gateway_client.hpp"

namespace clients {
namespace {

TEST(endpoint, reads_host_and_port) {
    const auto named = Endpoint::parse("gateway.example.org:8443");
    ASSERT_TRUE(named);
    EXPECT_EQ(named->host, "gateway.example.org");
    EXPECT_EQ(named->port, 8443);
    EXPECT_EQ(named->text(), "gateway.example.org:8443");

    const auto v6 = Endpoint::parse("[2001:db8::1]:443");
    ASSERT_TRUE(v6);
    EXPECT_EQ(v6->host, "2001:db8::1");
    EXPECT_EQ(v6->text(), "[2001:db8::1]:443");
    EXPECT_TRUE(Endpoint::parse("127.0.0.1:1"));
}

TEST(endpoint, refuses_everything_else) {
    for (const char* text :
         {"", ":", "host", "host:", ":443", "host:0", "host:65536", "host:4 4", "host:+44", "host:443x", "2001:db8::1:443",
          "[]:443", "[host]:443", "[::1]", "[::1:443", "ho st:443", "host\r\nX: y:443", "-host:443", "h\xc3\xb4te:443"})
        EXPECT_FALSE(Endpoint::parse(text)) << text;
    EXPECT_FALSE(Endpoint::parse(std::string(300, 'a') + ":443"));
}

}  // namespace
}  // namespace clients
