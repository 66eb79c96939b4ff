#include "gateway/api/calls.hpp"

#include "protocol/canonical_json.hpp"

namespace gateway::api {

Response health(const Services& services, const Head& head) {
    const protocol::Json out = {{"status", "ok"},
                                {"version", NFP_VERSION},
                                {"origin", services.published.identity().origin},
                                {"log", services.published.identity().log().text()},
                                {"founded", services.published.view()->state->founded()},
                                {"tls_group", head.tls_group},
                                {"time", services.published.now()},
                                // Whether submissions are taken; reading goes on either way.
                                {"clock", services.published.clock_fault() ? "unconfirmed" : "ok"}};
    return json(200, out.dump());
}

Response checkpoint(const Services& services, const Head&) {
    return {.status = 200, .content_type = "text/plain; charset=utf-8",
            .body = crypto::to_bytes(services.published.fresh().note), .headers = {{"Cache-Control", "no-store"}}};
}

}  // namespace gateway::api
