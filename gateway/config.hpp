// gateway.json: what the operator may set. Comments are allowed; a key that is not listed here is refused by name.
#pragma once

#include <filesystem>
#include <string>

#include "gateway/limits.hpp"

namespace gateway {

struct Config {
    std::string host = "127.0.0.1";        // "listen": "HOST:PORT"
    std::uint16_t port = 7443;
    unsigned io_threads = 2;
    std::string log_level = "info";        // debug, info, warn, error
    std::size_t connections_max = limits::connections_max;
    std::size_t connections_per_address_max = limits::connections_per_address_max;
    std::chrono::milliseconds handshake_timeout = limits::handshake_timeout;   // "handshake_timeout_ms", and so on
    std::chrono::milliseconds idle_timeout = limits::idle_timeout;
    std::chrono::milliseconds request_timeout = limits::request_timeout;
    std::chrono::milliseconds response_timeout = limits::response_timeout;
};

// Throws std::runtime_error: unreadable, not JSON, an unknown key, a value out of bounds; each says which.
Config read_config(const std::filesystem::path& file);
Config parse_config(const std::string& text);

// What `init` writes: every key with its default and a comment.
std::string default_config(const std::string& listen);

// "HOST:PORT", "[ADDRESS]:PORT" for IPv6. Throws std::runtime_error.
struct Address {
    std::string host;
    std::uint16_t port = 0;
};
Address parse_address(const std::string& text);

}  // namespace gateway
