#include "gateway/config.hpp"

#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace gateway {
namespace {

using Json = nlohmann::json;

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error("gateway.json: " + what); }

std::uint64_t number(const std::string& key, const Json& value, std::uint64_t min, std::uint64_t max) {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() < min || value.get<std::uint64_t>() > max)
        fail("\"" + key + "\" must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    return value.get<std::uint64_t>();
}

std::string text(const std::string& key, const Json& value) {
    if (!value.is_string()) fail("\"" + key + "\" must be a text");
    return value.get<std::string>();
}

std::chrono::milliseconds timeout(const std::string& key, const Json& value) {
    return std::chrono::milliseconds(number(key, value, 1, limits::timeout_ms_max));
}

void set(Config& config, const std::string& key, const Json& value) {
    if (key == "listen") {
        const auto address = parse_address(text(key, value));
        config.host = address.host;
        config.port = address.port;
    } else if (key == "io_threads") {
        config.io_threads = static_cast<unsigned>(number(key, value, 1, limits::io_threads_max));
    } else if (key == "log_level") {
        config.log_level = text(key, value);
        if (config.log_level != "debug" && config.log_level != "info" && config.log_level != "warn" && config.log_level != "error")
            fail("\"log_level\" must be debug, info, warn or error");
    } else if (key == "connections_max") {
        config.connections_max = number(key, value, 1, 1'000'000);
    } else if (key == "connections_per_address_max") {
        config.connections_per_address_max = number(key, value, 1, 1'000'000);
    } else if (key == "handshake_timeout_ms") {
        config.handshake_timeout = timeout(key, value);
    } else if (key == "idle_timeout_ms") {
        config.idle_timeout = timeout(key, value);
    } else if (key == "request_timeout_ms") {
        config.request_timeout = timeout(key, value);
    } else if (key == "response_timeout_ms") {
        config.response_timeout = timeout(key, value);
    } else {
        fail("unknown key \"" + key + "\". config/gateway.example.json lists all there are");
    }
}

}  // namespace

Address parse_address(const std::string& given) {
    const auto bad = [&] { return std::runtime_error("\"" + given + "\" is not HOST:PORT, such as 127.0.0.1:7443 or [::1]:7443"); };
    const auto colon = given.rfind(':');
    if (colon == std::string::npos || colon == 0) throw bad();
    Address address{.host = given.substr(0, colon), .port = 0};
    if (address.host.front() == '[' && address.host.back() == ']') address.host = address.host.substr(1, address.host.size() - 2);
    else if (address.host.find(':') != std::string::npos) throw bad();
    const char *begin = given.data() + colon + 1, *end = given.data() + given.size();
    const auto [stop, error] = std::from_chars(begin, end, address.port);
    if (error != std::errc{} || stop != end || address.host.empty()) throw bad();
    return address;
}

Config parse_config(const std::string& given) {
    const auto json = Json::parse(given, nullptr, /*allow_exceptions=*/false, /*ignore_comments=*/true);
    if (!json.is_object()) fail("not a JSON object (comments are allowed, trailing commas are not)");
    Config config;
    for (const auto& [key, value] : json.items()) set(config, key, value);
    return config;
}

Config read_config(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error("cannot read " + file.string() + ": run nfp-gateway init first, or check the file's mode");
    std::string given(limits::config_bytes_max + 1, '\0');
    in.read(given.data(), static_cast<std::streamsize>(given.size()));
    given.resize(static_cast<std::size_t>(in.gcount()));
    if (given.size() > limits::config_bytes_max) fail("larger than 64 KiB");
    return parse_config(given);
}

std::string default_config(const std::string& listen) {
    const Config defaults;
    std::ostringstream out;
    out << "// Settings of nfp-gateway. Comments are allowed; unknown keys are refused. Restart to apply.\n{\n"
        << "  // HOST:PORT to listen on; port 0 takes any free one and prints it\n"
        << "  \"listen\": " << Json(listen).dump() << ",\n"
        << "  // debug, info, warn or error; one line per event, to standard error\n"
        << "  \"log_level\": \"" << defaults.log_level << "\",\n"
        << "  // threads that serve connections\n"
        << "  \"io_threads\": " << defaults.io_threads << ",\n"
        << "  // open connections in all, and from one address\n"
        << "  \"connections_max\": " << defaults.connections_max << ",\n"
        << "  \"connections_per_address_max\": " << defaults.connections_per_address_max << ",\n"
        << "  // bounds on whole operations, in milliseconds: TLS handshake, idle between two requests, one request, one response\n"
        << "  \"handshake_timeout_ms\": " << defaults.handshake_timeout.count() << ",\n"
        << "  \"idle_timeout_ms\": " << defaults.idle_timeout.count() << ",\n"
        << "  \"request_timeout_ms\": " << defaults.request_timeout.count() << ",\n"
        << "  \"response_timeout_ms\": " << defaults.response_timeout.count() << "\n}\n";
    return out.str();
}

}  // namespace gateway
