// One HTTPS connection, kept between calls. Internal to clients/core/net: Boost shows here.
#pragma once

#include "clients/core/net/dialer.hpp"

namespace clients {

struct Call {
    std::string method;
    std::string target;
    std::string content_type;   // empty: no body
    crypto::Bytes body;
    std::string bearer;         // empty: no Authorization
    std::size_t answer_bytes_max = 0;
    std::chrono::seconds patience{0};   // how long the gateway was asked to wait: beside the deadline
};

struct Answer {
    unsigned status = 0;
    std::string content_type;   // without parameters, lower case
    crypto::Bytes body;
};

class Connection {
public:
    Connection(Endpoint endpoint, const crypto::tls::Key* client_key, const std::string& common_name)
        : dialer_(std::move(endpoint), client_key, common_name) {}

    // Sends the call and reads the whole answer before `deadline`; any status is an answer. `stop`: see GatewayClient::set_stop.
    std::expected<Answer, Failure> exchange(const Call& call, Deadline deadline, int stop);
    const Endpoint& endpoint() const noexcept { return dialer_.endpoint(); }

private:
    using Result = std::expected<Answer, Failure>;

    // Every reference outlives the coroutine: exchange() runs it to its end before it returns.
    boost::asio::awaitable<Result> run(const Call& call, Deadline deadline);
    boost::asio::awaitable<std::optional<Failure>> connect(Deadline deadline);
    boost::asio::awaitable<Result> send_and_read(const Call& call);
    void abort();   // whatever waits for the network fails now

    Dialer dialer_;
    boost::asio::io_context io_{1};
    std::unique_ptr<TlsStream> stream_;  // null: not connected
};

}  // namespace clients
