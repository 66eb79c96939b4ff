// The stream of GET /v1/stream: deliveries as the gateway pushes them, submissions without waiting for one another's answers.
#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "clients/core/net/gateway_client.hpp"
#include "protocol/stream_wire.hpp"

namespace clients {

struct StreamStart {
    std::optional<std::uint64_t> after;   // index of the last entry looked at; nothing: from the beginning
    int stop = -1;                        // a descriptor that becomes readable when the program shall stop; -1: none
};

// Single-threaded: bytes move while one of these functions runs, so call next() at least every half minute, else the gateway
// takes the silence for an end. Nothing that comes is verified here.
class GatewayStream {
public:
    // Connects, shakes hands and upgrades within the deadline of a call. Errors: those of a call, and upgrade_refused.
    static std::expected<GatewayStream, Failure> open(const Endpoint& endpoint, const crypto::tls::Key& client_key,
                                                      const std::string& common_name, StreamStart start);
    ~GatewayStream();
    GatewayStream(GatewayStream&&) noexcept;

    // The next message in the order of arrival; nothing when `wait` has passed. A Failure is the end of the stream: closed,
    // timed_out after a minute without a sign of life, malformed_answer, stream_ended, going_away, stopped.
    [[nodiscard]] std::expected<std::optional<protocol::wire::StreamMessage>, Failure> next(std::chrono::milliseconds wait);

    // Queues one submission, all or none of its entries; next() sends it and brings the answer under the number returned.
    // Requires at least one entry.
    std::uint64_t submit(const std::vector<crypto::Bytes>& entries);
    std::size_t unanswered() const noexcept;

private:
    struct Impl;
    explicit GatewayStream(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// Submits every item (each all or none) with as many under way as the gateway takes, and returns what became of each, in
// order. Pages that come meanwhile go to `on_page`. A Failure is the end of the stream: what was not answered may be submitted
// again, byte for byte.
using Submissions = std::vector<std::vector<crypto::Bytes>>;
std::expected<std::vector<std::expected<Submitted, Failure>>, Failure> submit_all(
    GatewayStream& stream, const Endpoint& endpoint, const Submissions& items,
    const std::function<void(protocol::wire::Page)>& on_page);

}  // namespace clients
