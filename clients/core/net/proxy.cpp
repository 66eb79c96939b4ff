#include "clients/core/net/proxy.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>
#include <cstdlib>

#include "clients/core/net/limits.hpp"
#include "crypto/encoding.hpp"

namespace clients {
namespace {

namespace ip = boost::asio::ip;

std::optional<std::string> first_set(const Environment& environment, const char* lower, const char* upper) {
    for (const char* name : {lower, upper})
        if (auto value = environment(name); value && !value->empty()) return value;
    return std::nullopt;
}

char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lower_case(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return lower_case(c); });
    return out;
}

bool is_in_range(const ip::address& address, std::string_view range) {
    boost::system::error_code error;
    if (address.is_v4()) {
        const auto network = ip::make_network_v4(std::string(range), error);
        return !error && ip::network_v4(address.to_v4(), network.prefix_length()).canonical() == network.canonical();
    }
    const auto network = ip::make_network_v6(std::string(range), error);
    return !error && ip::network_v6(address.to_v6(), network.prefix_length()).canonical() == network.canonical();
}

// One word of NO_PROXY.
bool is_excepted(std::string_view host, std::string_view word) {
    if (word == "*") return true;
    boost::system::error_code error;
    const auto address = ip::make_address(std::string(host), error);
    if (!error) {
        if (word.find('/') != std::string_view::npos) return is_in_range(address, word);
        if (word.starts_with('[') && word.ends_with(']')) word = word.substr(1, word.size() - 2);
        const auto named = ip::make_address(std::string(word), error);
        return !error && named == address;
    }
    while (word.starts_with('.')) word.remove_prefix(1);
    if (word.empty() || !host.ends_with(word)) return false;
    return host.size() == word.size() || host[host.size() - word.size() - 1] == '.';
}

bool is_excepted_by_any(std::string_view host, const std::string& list) {
    const std::string words = lower_case(list);
    for (std::size_t begin = 0; begin < words.size();) {
        const auto end = std::min(words.find_first_of(", \t", begin), words.size());
        if (end > begin && is_excepted(host, std::string_view(words).substr(begin, end - begin))) return true;
        begin = end + 1;
    }
    return false;
}

// "%40" stands for "@" in the user and password of a URL (RFC 3986, 2.1).
std::optional<crypto::SecretBytes> percent_decode(std::string_view text) {
    crypto::SecretBytes out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(static_cast<std::uint8_t>(text[i]));
            continue;
        }
        const auto byte = crypto::hex_decode(lower_case(text.substr(i + 1, 2)));
        if (!byte || byte->size() != 1) return std::nullopt;
        out.push_back(byte->front());
        i += 2;
    }
    return out;
}

// USER:PASSWORD as the credentials of Basic (RFC 7617).
std::optional<crypto::SecretBytes> credentials(std::string_view user_information) {
    const auto decoded = percent_decode(user_information);
    if (!decoded) return std::nullopt;
    std::string encoded = crypto::base64_encode(*decoded);
    auto out = crypto::to_secret(encoded);
    std::ranges::fill(encoded, '\0');
    return out;
}

std::optional<Proxy> parse_proxy(std::string_view url) {
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
        if (lower_case(url.substr(0, scheme)) != "http") return std::nullopt;
        url.remove_prefix(scheme + 3);
    }
    if (url.ends_with('/')) url.remove_suffix(1);
    Proxy proxy;
    if (const auto at = url.rfind('@'); at != std::string_view::npos) {
        auto basic = credentials(url.substr(0, at));
        if (!basic) return std::nullopt;
        proxy.authorization = std::move(*basic);
        url.remove_prefix(at + 1);
    }
    const auto endpoint = Endpoint::parse(url);
    if (!endpoint) return std::nullopt;
    proxy.host = endpoint->host;
    proxy.port = endpoint->port;
    return proxy;
}

}  // namespace

std::string Proxy::text() const {
    Endpoint endpoint;
    endpoint.host = host;
    endpoint.port = port;
    return endpoint.text();
}

Environment process_environment() {
    return [](const char* name) -> std::optional<std::string> {
        const char* value = std::getenv(name);
        if (!value) return std::nullopt;
        return std::string(value);
    };
}

std::expected<std::optional<Proxy>, std::error_code> proxy_for(std::string_view host, const Environment& environment) {
    const auto url = first_set(environment, "https_proxy", "HTTPS_PROXY");
    if (!url) return std::optional<Proxy>{};
    const auto exceptions = first_set(environment, "no_proxy", "NO_PROXY");
    if (exceptions && is_excepted_by_any(lower_case(host), *exceptions)) return std::optional<Proxy>{};
    if (url->size() > limits::proxy_url_bytes_max) return std::unexpected(make_error_code(net_errc::proxy_setting));
    auto proxy = parse_proxy(*url);
    if (!proxy) return std::unexpected(make_error_code(net_errc::proxy_setting));
    return proxy;
}

}  // namespace clients
