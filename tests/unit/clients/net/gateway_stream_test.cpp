// What the client makes of a stream's other end that is old, broken or means harm.
#include "clients/core/net/gateway_stream.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include "crypto/encoding.hpp"
#include "tests/unit/clients/net/test_server.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace clients {
namespace {

using namespace std::chrono_literals;
using test::Peer;
using test::TestServer;

// RFC 6455, 4.2.2.
std::string accept_of(const std::string& key) {
    const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest;
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
    return crypto::base64_encode(digest);
}
// Upgrades, then writes these frames.
test::Script upgraded(std::string frames) {
    return [frames = std::move(frames)](Peer& peer) {
        const auto request = peer.read_request();
        EXPECT_EQ(request.target(), "/v1/stream?after=4");
        EXPECT_EQ(request.count("Origin"), 0u);
        EXPECT_EQ(request.count("Sec-WebSocket-Extensions"), 0u);
        peer.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
                   accept_of(std::string(request["Sec-WebSocket-Key"])) + "\r\n\r\n" + frames);
        peer.wait_for_close();
    };
}
std::string frame(char first, const std::string& payload) {
    return std::string(1, first) + static_cast<char>(payload.size()) + payload;
}

struct Ended {
    std::error_code code;
    std::size_t messages = 0;
};
Ended listen_to(test::Script script) {
    TestServer server({std::move(script)});
    const auto key = crypto::tls::Key::generate();
    auto stream = GatewayStream::open(server.endpoint(), key, "fr.01", {.after = 4, .stop = -1});
    if (!stream) return {.code = stream.error().code};
    for (Ended ended;; ++ended.messages) {
        auto message = stream->next(20s);
        if (!message) {
            ended.code = message.error().code;
            return ended;
        }
    }
}
test::Script answer_of(int status, const char* type, const char* body) {
    return [=](Peer& peer) {
        (void)peer.read_request();
        peer.answer(status, type, body);
        peer.wait_for_close();
    };
}

TEST(gateway_stream, tells_a_refused_upgrade_from_the_gateways_own_refusal) {
    EXPECT_EQ(listen_to(answer_of(404, "text/html", "<p>no</p>")).code, net_errc::upgrade_refused);
    EXPECT_EQ(listen_to(answer_of(426, "application/problem+json",
                                  R"({"status":426,"title":"t","type":"urn:nfp:problem:upgrade-required"})"))
                  .code,
              net_errc::upgrade_refused);
    EXPECT_EQ(listen_to(answer_of(501, "text/plain", "")).code, net_errc::upgrade_refused);
    EXPECT_EQ(listen_to(answer_of(200, "text/plain", "hello")).code, net_errc::upgrade_refused);
    EXPECT_EQ(
        listen_to(answer_of(503, "application/problem+json", R"({"status":503,"title":"t","type":"urn:nfp:problem:overloaded"})"))
            .code,
        net_errc::refused);
}

TEST(gateway_stream, names_how_it_ended) {
    const auto close = [](unsigned code, const std::string& reason) {
        return frame('\x88', std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)} + reason);
    };
    EXPECT_EQ(listen_to(upgraded(close(1001, "going-away"))).code, net_errc::going_away);
    EXPECT_EQ(listen_to(upgraded(close(1008, "not-designated"))).code, net_errc::stream_ended);
    EXPECT_EQ(listen_to(upgraded(close(1011, "internal"))).code, net_errc::closed);
}

TEST(gateway_stream, takes_no_message_that_is_none) {
    EXPECT_EQ(listen_to(upgraded(frame('\x82', "hello"))).code, net_errc::malformed_answer);
    EXPECT_EQ(listen_to(upgraded(frame('\x81', "{}"))).code, net_errc::malformed_answer);   // text
    EXPECT_EQ(listen_to(upgraded(frame('\x82', R"({"receipts":[{"leaf":"l","proof":"p"}],"status":201,"submit":1})"))).code,
              net_errc::malformed_answer);   // to nothing
    const auto page =
        crypto::to_text(protocol::wire::encode_page({.checkpoint = "c", .next = 5, .more = false, .deliveries = {}}));
    const auto ended = listen_to(upgraded(frame('\x82', page) + frame('\x82', page) + frame('\x82', "\n")));
    EXPECT_EQ(ended.code, net_errc::malformed_answer);
    EXPECT_EQ(ended.messages, 2u);   // what came before is good
}

TEST(gateway_stream, a_message_over_the_bound_is_not_read) {
    // A binary frame that says it is 2^40 bytes long.
    const auto ended = listen_to(upgraded(std::string("\x82\x7f\x00\x00\x01\x00\x00\x00\x00\x00", 10)));
    EXPECT_EQ(ended.messages, 0u);
    EXPECT_EQ(ended.code, net_errc::too_large);   // however the peer ends its TLS: this one cuts it
}

TEST(gateway_stream, waits_no_longer_than_asked_and_stops_when_told) {
    TestServer server({upgraded("")});
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const auto key = crypto::tls::Key::generate();
    auto stream = GatewayStream::open(server.endpoint(), key, "fr.01", {.after = 4, .stop = pipe[0]});
    ASSERT_TRUE(stream);
    const auto nothing = stream->next(50ms);
    ASSERT_TRUE(nothing);
    EXPECT_FALSE(*nothing);
    ASSERT_EQ(::write(pipe[1], "x", 1), 1);
    const auto stopped = stream->next(60s);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, net_errc::stopped);
    ::close(pipe[0]);
    ::close(pipe[1]);
}

}  // namespace
}  // namespace clients
