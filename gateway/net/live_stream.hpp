// GET /v1/stream: deliveries as they are appended, submissions without waiting for each other's answers.
#pragma once

#include "gateway/api/stream.hpp"
#include "gateway/net/connection.hpp"

namespace gateway::net {

// An upgrade that may go on.
struct StreamRequest {
    api::StreamReader reader;
    std::string target;
    std::string key;   // of check_upgrade
};

// From the upgrade's answer to the end of the stream; returns when nothing of it is left, in the register neither. False: too
// many wait already, and the upgrade is not answered yet.
asio::awaitable<bool> serve_stream(ServerContext& context, Stream& stream, StreamRequest request);

}  // namespace gateway::net
