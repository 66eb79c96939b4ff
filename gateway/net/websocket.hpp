// A WebSocket on a connection, with Boost.Beast kept out of sight: its templates take long to compile, so they are used in one
// file only.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "crypto/bytes.hpp"
#include "gateway/net/stream.hpp"

namespace gateway::net {

// Why a stream is closed, as its close frame says (RFC 6455, 7.4.1).
struct Closing {
    std::uint16_t code = 1000;
    std::string reason;
};

// One reader and one writer at a time, on the stream's strand; deadlines are the caller's: closing the socket ends whatever
// waits here. No compression, binary messages of one frame.
class WebSocket {
public:
    // `on_control`: the peer sent a ping, a pong or a close.
    WebSocket(Stream& stream, std::function<void()> on_control);
    ~WebSocket();

    // Answers an upgrade that check_upgrade has passed. False when the peer is gone.
    asio::awaitable<bool> accept(const std::string& target, const std::string& key);

    enum class Read {
        part,      // of a message that goes on
        message,   // its last part
        text,      // not binary: nothing was taken
        closed,    // by the peer, by an offence that Beast has answered (1002, 1009), or by close()
    };
    // Appends what came of the message to `message`. Pings are answered meanwhile. A part belongs to one frame.
    asio::awaitable<Read> read_some(crypto::Bytes& message);
    // False when the stream has ended.
    asio::awaitable<bool> write(crypto::Bytes message);
    asio::awaitable<bool> ping();
    // Both halves of the closing handshake.
    asio::awaitable<void> close(Closing closing);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gateway::net
