#include "clients/core/net/gateway_client.hpp"

namespace clients {
namespace {

class Category final : public std::error_category {
public:
    const char* name() const noexcept override { return "net"; }
    std::string message(int value) const override {
        switch (static_cast<net_errc>(value)) {
            case net_errc::unreachable: return "the gateway cannot be reached: check the address and your connection";
            case net_errc::timed_out: return "the gateway did not answer in time: try again later";
            case net_errc::pin_mismatch:
                return "the server is not the gateway of your invitation: do not go on, and tell the network's officers";
            case net_errc::closed: return "the gateway closed the connection, as it does to a device that is not designated";
            case net_errc::malformed_answer: return "the answer is not a gateway's: check address and version";
            case net_errc::too_large: return "the answer is larger than a gateway may send, and was not read";
            case net_errc::refused: return "the gateway refused the call";
            case net_errc::proxy_setting: return "HTTPS_PROXY is not of the form http://[USER:PASSWORD@]HOST:PORT";
            case net_errc::proxy_needs_login: return "the proxy wants a user and password: put them into HTTPS_PROXY";
            case net_errc::proxy_refused:
                return "the proxy does not let the connection to the gateway through: ask your IT service";
            case net_errc::proxy_malformed: return "what HTTPS_PROXY names does not answer as a proxy does";
            case net_errc::upgrade_refused: return "the stream's upgrade is refused on the way or by the gateway";
            case net_errc::stream_ended: return "the gateway ended the stream: this person is no longer designated";
            case net_errc::going_away: return "the gateway is stopping: try again shortly";
            case net_errc::stopped: return "stopped";
        }
        return "unknown network error";
    }
};
const Category category_instance;

}  // namespace

std::error_code make_error_code(net_errc e) noexcept { return {static_cast<int>(e), category_instance}; }

}  // namespace clients
