// Reading requests and writing responses, with Boost.Beast. One pass over the bytes, everything bounded before it is read.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>

#include "gateway/api/message.hpp"
#include "gateway/net/stream.hpp"

namespace gateway::net {

// A request being read. One object per request; `buffer` keeps what follows it on the connection.
class RequestReader {
public:
    RequestReader();
    ~RequestReader();
    RequestReader(RequestReader&&) noexcept;

    enum class Result {
        ok,
        closed,      // by the peer, or the deadline passed: nobody to answer
        malformed,   // 400, and the connection is not to be read from again
        too_large,   // header or body over its bound: 413 likewise
    };
    // The head alone; framing is checked. The stream's deadline must be set.
    asio::awaitable<Result> read_head(Stream& stream, boost::beast::flat_buffer& buffer);
    // After read_head and set_body_bound.
    asio::awaitable<Result> read_body(Stream& stream, boost::beast::flat_buffer& buffer);

    api::Head head() const;                   // without what the connection knows
    std::string expectation() const;          // of an Expect header, as sent
    bool has_body() const;                    // says that one follows
    bool keeps_alive() const;
    std::expected<std::string, std::error_code> upgrade_key() const;   // of check_upgrade
    // False: the header announces more than this.
    bool set_body_bound(std::size_t bytes_max);
    crypto::Bytes take_body();

private:
    struct State;
    std::unique_ptr<State> state_;
};

struct SendOptions {
    bool keep_alive = true;
    bool body = true;  // false for HEAD: length and type are told, the body is not sent
};
// False when the peer is gone or the deadline passed. The stream's deadline must be set.
asio::awaitable<bool> send_response(Stream& stream, api::Response response, SendOptions options);
asio::awaitable<bool> send_continue(Stream& stream);

}  // namespace gateway::net
