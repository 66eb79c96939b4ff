// How long a stream lives on which nothing, or too little, comes.
#include <unistd.h>

#include <boost/system/system_error.hpp>

#include <functional>
#include <thread>

#include "tests/integration/gateway/gateway_fixture.hpp"
#include "tests/support/stream_client.hpp"

namespace test {
namespace {

using namespace std::chrono_literals;

class hurried_stream : public FoundedGateway {
protected:
    hurried_stream() : FoundedGateway({{"stream_silence_timeout_ms", "3000"}, {"request_timeout_ms", "3000"}}) {}
    static double seconds_of(const std::function<void()>& what) {
        const auto began = std::chrono::steady_clock::now();
        what();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    }
};

TEST_F(hurried_stream, who_answers_pings_stays_however_long_nothing_happens) {
    StreamClient live(gateway.port(), network.person("de.01"), "?after=11");
    EXPECT_TRUE(live.read_page().deliveries.empty());
    // Three times the silence that ends a stream; the client only reads, which answers pings.
    std::thread later([&] {
        std::this_thread::sleep_for(9s);
        take("fr.01", {network.information(network.person("fr.01"))});
    });
    EXPECT_EQ(live.read_page().deliveries.size(), 1u);
    later.join();
    EXPECT_GE(live.pings(), 6u);    // one a second, for a machine that is not always on time
    EXPECT_LE(live.pings(), 20u);
}

TEST_F(hurried_stream, who_answers_no_ping_is_ended) {
    auto silent = connect("de.01");
    silent.write_raw("GET /v1/stream?after=11 HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    std::string came;
    const auto seconds = seconds_of([&] { came = silent.read_until_closed(); });
    EXPECT_TRUE(came.starts_with("HTTP/1.1 101 ")) << came;
    EXPECT_NE(came.find(std::string("\x89\0", 2)), std::string::npos) << "it was not pinged";
    EXPECT_GT(seconds, 2.0);
    EXPECT_LT(seconds, 20.0);
    // Its place is free again: the gateway holds nothing for it.
    std::vector<StreamClient> held;
    for (int i = 0; i < 8; ++i) held.emplace_back(gateway.port(), network.person("de.01"));
}

TEST_F(hurried_stream, a_message_ends_at_its_deadline_whatever_it_drips) {
    StreamClient live(gateway.port(), network.person("fr.01"), "?after=11");
    const crypto::Bytes piece(200, 'x');   // large enough for nobody to count them
    const auto seconds = seconds_of([&] {
        try {
            for (int i = 0; i < 400; ++i, ::usleep(50'000)) live.write_part(piece, false);
        } catch (const boost::system::system_error&) {
        }
    });
    EXPECT_GT(seconds, 2.0);
    EXPECT_LT(seconds, 15.0);   // 20 s if each piece moved the deadline
}

}  // namespace
}  // namespace test
