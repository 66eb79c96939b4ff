#include <algorithm>
#include <charconv>

#include "clients/core/net/gateway_client.hpp"
#include "clients/core/net/limits.hpp"

namespace clients {
namespace {

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name_character(char c) { return is_alphanumeric(c) || c == '-' || c == '.'; }
bool is_v6_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

}  // namespace

std::optional<Endpoint> Endpoint::parse(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view host = text.substr(0, colon);
    const auto port = parse_port(text.substr(colon + 1));
    const bool v6 = host.starts_with('[') && host.ends_with(']') && host.size() > 2;
    if (v6) host = host.substr(1, host.size() - 2);
    if (!port || host.empty() || host.size() > limits::host_bytes_max || host.starts_with('-') ||
        (v6 && host.find(':') == std::string_view::npos) || !std::ranges::all_of(host, v6 ? is_v6_character : is_name_character))
        return std::nullopt;
    Endpoint endpoint;
    endpoint.host = host;
    endpoint.port = *port;
    return endpoint;
}

std::string Endpoint::text() const {
    const bool v6 = host.find(':') != std::string::npos;
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace clients
