// What a server that is broken, or means harm, can do to its client: nothing but a named failure, in bounded time and memory.
#include <gtest/gtest.h>

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include "tests/unit/clients/net/test_server.hpp"

namespace clients {
namespace {

using namespace std::chrono_literals;
using test::Peer;
using test::Socket;
using test::TestServer;

constexpr auto short_deadline = 400ms;
constexpr auto generous = 5s;  // far above the deadline, for a machine under load

struct Outcome {
    std::error_code code;
    std::chrono::steady_clock::duration took;
};

Outcome ask(const TestServer& server, std::chrono::milliseconds deadline = 20s) {
    GatewayClient client(server.endpoint(), nullptr, {});
    client.set_deadline(deadline);
    const auto start = std::chrono::steady_clock::now();
    const auto health = client.health();
    return {.code = health ? std::error_code{} : health.error().code, .took = std::chrono::steady_clock::now() - start};
}

test::Script answer_of(std::string bytes) {
    return [bytes = std::move(bytes)](Peer& peer) {
        (void)peer.read_request();
        peer.write(bytes);
        peer.wait_for_close();
    };
}

// Sends `piece` for ever, slowly, after `start`.
test::Script drip_of(std::string start, std::string piece) {
    return [start = std::move(start), piece = std::move(piece)](Peer& peer) {
        (void)peer.read_request();
        peer.write(start);
        while (true) {
            peer.write(piece);
            std::this_thread::sleep_for(20ms);
        }
    };
}

TEST(hostile_server, that_drips_meets_the_deadline) {
    for (const auto& [start, piece] : std::vector<std::pair<std::string, std::string>>{
             {"", "H"},                                                                 // never a status line
             {"HTTP/1.1 200 OK\r\n", "X: y\r\n"},                                       // header fields
             {"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", "x"},                 // body
             {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"}}) {  // chunks
        const TestServer server({drip_of(start, piece)});
        const Outcome outcome = ask(server, short_deadline);
        EXPECT_TRUE(outcome.code == net_errc::timed_out || (start.empty() && outcome.code == net_errc::malformed_answer))
            << start << outcome.code.message();
        EXPECT_LT(outcome.took, generous);
    }
}

TEST(hostile_server, that_is_silent_meets_the_deadline) {
    const TestServer after_request({[](Peer& peer) { peer.wait_for_close(); }});
    const TestServer before_handshake({{}}, {.tls12_only = false, .instead_of_tls = [](Socket& socket) {
                                                 std::array<char, 4096> buffer;
                                                 boost::system::error_code error;
                                                 boost::asio::read(socket, boost::asio::buffer(buffer), error);
                                             }});
    for (const TestServer* server : {&after_request, &before_handshake}) {
        const Outcome outcome = ask(*server, short_deadline);
        EXPECT_EQ(outcome.code, net_errc::timed_out);
        EXPECT_GE(outcome.took, short_deadline);
        EXPECT_LT(outcome.took, generous);
    }
}

TEST(hostile_server, that_does_not_take_a_large_body_meets_the_deadline) {
    const TestServer server({[](Peer&) { std::this_thread::sleep_for(1s); }});
    GatewayClient client(server.endpoint(), nullptr, {});
    client.set_deadline(short_deadline);
    // Larger than the buffers of two sockets.
    const std::vector<crypto::Bytes> entries(4, crypto::Bytes(2'000'000, 'a'));
    EXPECT_EQ(client.submit(entries).error().code, net_errc::timed_out);
}

TEST(hostile_server, cannot_keep_a_kept_connection_past_the_deadline) {
    const TestServer server({[](Peer& peer) {
        (void)peer.read_request();
        peer.answer(200, "application/json", "{}");
        peer.wait_for_close();
    }});
    GatewayClient client(server.endpoint(), nullptr, {});
    client.set_deadline(short_deadline);
    EXPECT_EQ(client.health().error().code, net_errc::malformed_answer) << "{} is no health";
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(client.health().error().code, net_errc::timed_out);
    EXPECT_LT(std::chrono::steady_clock::now() - start, generous);
    EXPECT_EQ(server.connections(), 1) << "a timeout is not a reason to ask again";
}

TEST(hostile_server, that_sends_too_much_is_not_read) {
    const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
    for (const std::string& bytes : {
             std::string("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n"),
             std::string("HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n"),
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk,
             "HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'y') + "\r\nContent-Length: 0\r\n\r\n",
         }) {
        const TestServer server({answer_of(bytes)});
        EXPECT_EQ(ask(server).code, net_errc::too_large) << bytes.substr(0, 60);
    }
    // One byte less is an answer, if no health.
    const TestServer server({answer_of("HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\n" + std::string(65536, ' '))});
    EXPECT_EQ(ask(server).code, net_errc::malformed_answer);
}

TEST(hostile_server, that_frames_loosely_is_refused) {
    const std::string body = "2\r\n{}\r\n0\r\n\r\n";
    for (const std::string& head : {
             std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"),
             std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: gzip\r\n\r\n"),
             std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: xchunked\r\n\r\n"),
             std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
             std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n"),
             std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Encoding: gzip\r\n\r\n"),
             std::string("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
             std::string("HTTP/1.1 200 OK\r\n\r\n"),  // until the connection ends: could be cut unseen
             std::string("HTTP/1.1 100 Continue\r\n\r\n"),
             std::string("HTTP/2 200\r\n\r\n"),
             std::string("220 mail.example.org ESMTP\r\n"),
         }) {
        const TestServer server({answer_of(head + body)});
        EXPECT_EQ(ask(server).code, net_errc::malformed_answer) << head;
    }
}

TEST(hostile_server, that_cuts_its_answer_short_is_noticed) {
    for (const char* bytes : {"", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}"}) {
        const TestServer server({[bytes](Peer& peer) {
            (void)peer.read_request();
            peer.write(bytes);
        }});
        EXPECT_EQ(ask(server).code, net_errc::closed) << bytes;
    }
}

TEST(hostile_server, that_says_more_than_it_was_asked_loses_the_connection) {
    const TestServer server({[](Peer& peer) {
                                 (void)peer.read_request();
                                 peer.write(
                                     "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: "
                                     "4\r\n\r\nevil");
                                 peer.wait_for_close();
                             },
                             [](Peer& peer) {
                                 (void)peer.read_request();
                                 peer.answer(200, "text/plain", "note");
                             }});
    GatewayClient client(server.endpoint(), nullptr, {});
    EXPECT_EQ(client.checkpoint().value(), "{}");
    EXPECT_EQ(client.checkpoint().value(), "note");
    EXPECT_EQ(server.connections(), 2);
}

TEST(hostile_server, whose_documents_are_wrong_is_refused) {
    const std::string deep = std::string(30'000, '[') + std::string(30'000, ']');
    for (const std::string& body :
         {std::string(), std::string("{}"), std::string("null"), std::string("[]"), std::string("{\"status\":\"ok\"}"),
          std::string("\xff\xfe"), deep, "{\"status\":" + deep + "}",
          std::string(R"({"status":"ok","version":1,"log":"l","origin":"o","founded":true,"tls_group":"g","time":1})"),
          std::string(R"({"status":"ok","version":"1","log":"l","origin":"o","founded":true,"tls_group":"g","time":-1})")}) {
        const TestServer server({[&](Peer& peer) {
            (void)peer.read_request();
            peer.answer(200, "application/json", body);
        }});
        EXPECT_EQ(ask(server).code, net_errc::malformed_answer) << body.substr(0, 60);
    }
    for (const int status : {204, 301, 404, 500}) {
        const TestServer server({[&](Peer& peer) {
            (void)peer.read_request();
            peer.answer(status, "text/html", status == 204 ? "" : "<h1>proxy</h1>");
        }});
        EXPECT_EQ(ask(server).code, net_errc::malformed_answer) << status;
    }
}

TEST(hostile_server, without_tls_1_3_is_refused) {
    const TestServer old({[](Peer&) {}}, {.tls12_only = true, .instead_of_tls = {}});
    EXPECT_EQ(ask(old).code, net_errc::malformed_answer);
    EXPECT_EQ(old.handshakes(), 0);
    const TestServer plain({{}}, {.tls12_only = false, .instead_of_tls = [](Socket& socket) {
                                      boost::asio::write(
                                          socket, boost::asio::buffer(std::string_view("HTTP/1.1 400 Bad Request\r\n\r\n")));
                                  }});
    EXPECT_EQ(ask(plain).code, net_errc::malformed_answer);
    const TestServer shut({{}}, {.tls12_only = false, .instead_of_tls = [](Socket& socket) { socket.close(); }});
    EXPECT_EQ(ask(shut).code, net_errc::closed);
}

}  // namespace
}  // namespace clients
