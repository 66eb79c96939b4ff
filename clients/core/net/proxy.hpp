// The proxy between this machine and the world, as HTTPS_PROXY and NO_PROXY name it. Pure: the environment is an argument.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "clients/core/net/gateway_client.hpp"
#include "crypto/secret.hpp"

namespace clients {

struct Proxy {
    std::string host;
    std::uint16_t port = 0;
    crypto::SecretBytes authorization;   // what follows "Basic ", or empty; never shown nor logged
    std::string text() const;            // host:port
};

// The value of an environment variable, or nothing.
using Environment = std::function<std::optional<std::string>(const char* name)>;
Environment process_environment();

// The proxy for `host`, or nothing when it is reached directly. As curl does: the lower-case variable goes first, an empty one
// counts as none, and no host is excepted, the loopback neither, unless NO_PROXY says so: `*`, a name with all below it, an
// address, or a range such as 10.0.0.0/8. Error: proxy_setting, the variable is not http://[USER:PASSWORD@]HOST:PORT.
std::expected<std::optional<Proxy>, std::error_code> proxy_for(std::string_view host, const Environment& environment);

}  // namespace clients
