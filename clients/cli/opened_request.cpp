#include "clients/cli/opened_request.hpp"

namespace clients::cli {

std::optional<RequestItem> opened_request(Context& context, Session& session, const Exchange& exchange,
                                          std::string_view reference) {
    auto item = resolve_request(session, exchange, reference);
    if (!item) {
        report(context, item.error());
        return std::nullopt;
    }
    if (!item->request) {
        context.warn(Msg::request_not_opened);
        context.exit = Exit::refused;
        return std::nullopt;
    }
    return std::move(*item);
}

}  // namespace clients::cli
