// A blocking WebSocket client for tests of GET /v1/stream, of its own making: not the one that nfp uses.
#pragma once

#include <memory>
#include <string>

#include "crypto/bytes.hpp"
#include "protocol/stream_wire.hpp"
#include "tests/support/test_network.hpp"

namespace test {

class StreamClient {
public:
    // Connects and upgrades. Throws boost::system::system_error when that is refused.
    StreamClient(std::uint16_t port, const Person& person, const std::string& query = "");
    ~StreamClient();
    StreamClient(StreamClient&&) noexcept;

    // The next message. Throws when the stream ends.
    crypto::Bytes read();
    protocol::wire::StreamMessage read_message();   // throws when it does not parse
    protocol::wire::Page read_page();               // passes over nothing: throws when it is an answer
    protocol::wire::StreamAnswer read_answer();     // passes over pages
    // Reads until the stream ends; the code of its close frame, 0 without one.
    unsigned close_code();
    std::string close_reason() const;

    unsigned pings() const;   // that came, and were answered, while something was read

    void write(crypto::ByteView message);
    void write_text(const std::string& text);
    void write_part(crypto::ByteView part, bool last);   // one frame
    void cut();   // ends the connection, and what waits on it; callable from any thread
    void submit(std::uint64_t sequence, const protocol::Entry& entry);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace test
