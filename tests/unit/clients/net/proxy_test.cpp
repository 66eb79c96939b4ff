#include "clients/core/net/proxy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "tests/support/connect_proxy.hpp"
#include "tests/unit/clients/net/test_server.hpp"

namespace clients {
namespace {

using namespace std::chrono_literals;
using test::Peer;
using test::TestServer;
using ::test::ConnectProxy;

Environment environment_of(std::map<std::string, std::string> values) {
    return [values = std::move(values)](const char* name) -> std::optional<std::string> {
        const auto found = values.find(name);
        return found == values.end() ? std::nullopt : std::optional(found->second);
    };
}
std::string proxied(std::string_view host, std::map<std::string, std::string> values) {
    const auto proxy = proxy_for(host, environment_of(std::move(values)));
    if (!proxy) return proxy.error().message();
    return *proxy ? (*proxy)->text() : "direct";
}

TEST(proxy_for, takes_the_lower_case_variable_first_and_an_empty_one_as_none) {
    EXPECT_EQ(proxied("gw.example", {}), "direct");
    EXPECT_EQ(proxied("gw.example", {{"HTTPS_PROXY", "http://p:3128"}}), "p:3128");
    EXPECT_EQ(proxied("gw.example", {{"HTTPS_PROXY", "http://p:3128/"}, {"https_proxy", "q:8080"}}), "q:8080");
    EXPECT_EQ(proxied("gw.example", {{"HTTPS_PROXY", "HTTP://[::1]:3128"}, {"https_proxy", ""}}), "[::1]:3128");
    EXPECT_EQ(proxied("gw.example", {{"HTTP_PROXY", "http://p:3128"}, {"ALL_PROXY", "http://p:3128"}}), "direct");
}

TEST(proxy_for, excepts_what_no_proxy_names_and_nothing_else) {
    const auto with = [](std::string_view host, const std::string& list) {
        return proxied(host, {{"https_proxy", "http://p:3128"}, {"no_proxy", list}}) == "direct";
    };
    EXPECT_FALSE(with("127.0.0.1", ""));
    EXPECT_FALSE(with("localhost", ""));
    EXPECT_TRUE(with("anything", "*"));
    EXPECT_TRUE(with("gw.example.org", "other, example.org"));
    EXPECT_TRUE(with("GW.example.org", ".Example.ORG"));
    EXPECT_TRUE(with("example.org", ".example.org"));
    EXPECT_FALSE(with("badexample.org", "example.org"));
    EXPECT_FALSE(with("example.org.evil", "example.org"));
    EXPECT_TRUE(with("10.1.2.3", "192.0.2.1,10.0.0.0/8"));
    EXPECT_FALSE(with("11.1.2.3", "10.0.0.0/8"));
    EXPECT_TRUE(with("127.0.0.1", "127.0.0.1"));
    EXPECT_FALSE(with("10.0.0.1", "0.0.1"));
    EXPECT_TRUE(with("::1", "[::1]"));
    EXPECT_TRUE(with("2001:db8::5", "2001:db8::/32"));
    EXPECT_EQ(proxied("a.b", {{"https_proxy", "p:1"}, {"NO_PROXY", "a.b"}}), "direct");
}

TEST(proxy_for, names_a_setting_that_is_none_without_repeating_it) {
    for (const char* url : {"https://p:3128", "socks5://p:1", "http://p", "p", "http://u:%zz@p:1", "http://u:%4@p:1",
                            "http://p:0", "http://p:1/x", "http://p:1\r\nX: y"})
        EXPECT_EQ(proxied("h", {{"https_proxy", url}}), make_error_code(net_errc::proxy_setting).message()) << url;
}

TEST(proxy_for, decodes_user_and_password) {
    const auto proxy = proxy_for("h", environment_of({{"https_proxy", "http://user:p%40ss%3A@p:1"}}));
    ASSERT_TRUE(proxy && *proxy);
    EXPECT_EQ(crypto::as_text((*proxy)->authorization), "dXNlcjpwQHNzOg==");   // user:p@ss:
}

// A call through a proxy that the environment names, to a gateway that answers health.
class through_a_proxy : public testing::Test {
protected:
    ~through_a_proxy() override { ::unsetenv("https_proxy"); }

    std::expected<Health, Failure> ask(const std::string& url, std::chrono::milliseconds deadline = 20s) {
        ::setenv("https_proxy", url.c_str(), 1);
        GatewayClient client(server.endpoint(), nullptr, {});
        client.set_deadline(deadline);
        return client.health();
    }
    static void health(Peer& peer) {
        (void)peer.read_request();
        peer.answer(
            200, "application/json",
            R"({"status":"ok","version":"0.1.0","log":"l+1+k","origin":"h/nfp/0","founded":true,"tls_group":"X25519",)"
            R"("time":1700000000})");
        peer.wait_for_close();
    }
    TestServer server{{health}};
};

TEST_F(through_a_proxy, the_gateway_is_reached_and_its_pin_checked) {
    ConnectProxy proxy;
    EXPECT_TRUE(ask(proxy.url()));
    ASSERT_EQ(proxy.requests().size(), 1u);
    EXPECT_THAT(proxy.requests()[0],
                testing::StartsWith("CONNECT " + server.endpoint().text() + " HTTP/1.1\r\nHost: " + server.endpoint().text()));
    EXPECT_THAT(proxy.requests()[0], testing::Not(testing::HasSubstr("Authorization")));
}

TEST_F(through_a_proxy, user_and_password_are_given_and_never_shown) {
    ConnectProxy proxy({.answer = {}, .authorization = "Basic dXNlcjpwYXNzd29yZA==", .lead_to = 0});
    EXPECT_TRUE(ask(proxy.url("user:password")));
    const auto refused = ask(proxy.url("user:swordfish"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, net_errc::proxy_needs_login);
    EXPECT_THAT(refused.error().detail, testing::HasSubstr("127.0.0.1:" + std::to_string(proxy.port())));
    EXPECT_THAT(refused.error().detail, testing::Not(testing::HasSubstr("swordfish")));
}

TEST_F(through_a_proxy, refusals_and_rubbish_have_names) {
    const auto code = [&](const std::string& answer) {
        ConnectProxy proxy({.answer = answer, .authorization = {}, .lead_to = 0});
        const auto health = ask(proxy.url());
        return health ? std::error_code{} : health.error().code;
    };
    EXPECT_EQ(code("HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nforbidden"), net_errc::proxy_refused);
    EXPECT_EQ(code("HTTP/1.1 502 Bad Gateway\r\n\r\n"), net_errc::proxy_refused);
    EXPECT_EQ(code("HTTP/1.1 407 Who are you\r\n\r\n"), net_errc::proxy_needs_login);
    EXPECT_EQ(code("HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n"), net_errc::proxy_malformed);
    EXPECT_EQ(code("SSH-2.0-OpenSSH_9.2\r\n"), net_errc::proxy_malformed);
    EXPECT_EQ(code("HTTP/1.1 200 OK\r\n\r\nand more"), net_errc::proxy_malformed);
    EXPECT_EQ(code("HTTP/1.1 200 OK\r\n" + std::string(40'000, 'x')), net_errc::proxy_malformed);
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(through_a_proxy, one_that_never_answers_meets_the_deadline) {
    TestServer silent({}, {.tls12_only = false, .instead_of_tls = [](test::Socket& socket) {
                               boost::system::error_code error;
                               std::array<char, 1024> scrap;
                               while (!error) socket.read_some(boost::asio::buffer(scrap), error);
                           }});
    const auto health = ask("http://" + silent.endpoint().text(), 400ms);
    ASSERT_FALSE(health);
    EXPECT_EQ(health.error().code, net_errc::timed_out);
}

TEST_F(through_a_proxy, an_interceptor_is_named_and_hears_nothing) {
    bool asked = false;
    TestServer interceptor({[&](Peer& peer) {
        (void)peer.read_request();
        asked = true;
    }});
    ConnectProxy proxy({.answer = {}, .authorization = {}, .lead_to = interceptor.endpoint().port});
    const auto health = ask(proxy.url());
    ASSERT_FALSE(health);
    EXPECT_EQ(health.error().code, net_errc::pin_mismatch);
    EXPECT_THAT(health.error().detail, testing::HasSubstr("certificate of <CN=gateway> issued by <CN=gateway>"));
    EXPECT_FALSE(asked);
    EXPECT_EQ(server.connections(), 0);
}

}  // namespace
}  // namespace clients
