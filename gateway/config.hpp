// gateway.json: what the operator may set. Comments are allowed; a key that is not in the table (settings.hpp) is refused by
// name.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

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
    std::chrono::milliseconds stream_silence_timeout = limits::stream_silence_max;
};

// What is wrong with a configuration, and where. Line and column count from 1; 0 when it is nowhere in particular.
struct ConfigProblem {
    std::size_t line = 0;
    std::size_t column = 0;
    std::string key;   // empty: the file as a whole
    std::string what;
};
std::string describe(const ConfigProblem& problem);  // "gateway.json:4:3: \"io_threads\" must be ..."

// Everything that is wrong, in the order of the file; `config` is what was right.
struct CheckedConfig {
    Config config;
    std::vector<ConfigProblem> problems;
};
CheckedConfig check_config(const std::string& text);

// Throws std::runtime_error that describes every problem. read_config_text: unreadable or larger than its bound.
std::string read_config_text(const std::filesystem::path& file);
Config read_config(const std::filesystem::path& file);
Config parse_config(const std::string& text);

// What `init` writes: every key with its default and a comment.
std::string default_config(const std::string& listen);
// config/gateway.schema.json: JSON Schema (draft 2020-12) of the same table.
std::string config_schema();

// "HOST:PORT", "[ADDRESS]:PORT" for IPv6. Throws std::runtime_error.
struct Address {
    std::string host;
    std::uint16_t port = 0;
};
Address parse_address(const std::string& text);

}  // namespace gateway
