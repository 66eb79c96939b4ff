#include "gateway/api/router.hpp"

#include <algorithm>
#include <array>

#include "gateway/api/calls.hpp"
#include "gateway/limits.hpp"
#include "protocol/wire.hpp"

namespace gateway::api {
namespace {

enum class Access {
    anyone,      // no certificate needed
    designated,  // only a person who is designated now
};

struct Route {
    std::string_view method;
    std::string_view path;   // ends with '/': one argument follows
    std::string_view shown;  // template, for logs
    Call call;
    Access access;
    std::size_t body_bytes_max;
    std::array<std::string_view, 2> content_types;
};

constexpr auto routes = std::to_array<Route>({
    {"GET", "/v1/health", "/v1/health", Call::health, Access::anyone, 0, {}},
    {"POST", "/v1/enrolments", "/v1/enrolments", Call::enrol, Access::anyone, limits::founding_bytes_max, {"application/json"}},
    {"GET", "/v1/enrolments", "/v1/enrolments", Call::list_enrolments, Access::designated, 0, {}},
    {"GET", "/v1/enrolments/", "/v1/enrolments/{handle}", Call::enrolment, Access::anyone, 0, {}},
    {"GET", "/v1/recoveries/", "/v1/recoveries/{key}", Call::find_recovery, Access::anyone, 0, {}},
    {"POST", "/v1/entries", "/v1/entries", Call::submit, Access::designated, protocol::limits::batch_bytes_max,
     {protocol::wire::entry_type, protocol::wire::batch_type}},
    {"GET", "/v1/entries", "/v1/entries", Call::list_entries, Access::designated, 0, {}},
    {"GET", "/v1/entries/", "/v1/entries/{id}", Call::entry, Access::designated, 0, {}},
    {"GET", "/v1/stream", "/v1/stream", Call::stream, Access::designated, 0, {}},
    {"GET", "/v1/log/checkpoint", "/v1/log/checkpoint", Call::checkpoint, Access::designated, 0, {}},
});

bool path_fits(const Route& route, std::string_view path) {
    if (!route.path.ends_with('/')) return path == route.path;
    return path.starts_with(route.path) && path.size() > route.path.size() &&
           path.find('/', route.path.size()) == std::string_view::npos;
}

bool method_fits(const Route& route, std::string_view method) {
    return method == route.method || (method == "HEAD" && route.method == "GET");
}

std::string allowed_methods(std::string_view path) {
    std::string out;
    for (const Route& route : routes) {
        if (!path_fits(route, path)) continue;
        if (!out.empty()) out += ", ";
        out += route.method == "GET" ? "GET, HEAD" : route.method;
    }
    return out;
}

bool type_fits(const Route& route, std::string_view content_type) {
    return std::ranges::any_of(route.content_types, [&](auto type) { return !type.empty() && type == content_type; });
}

std::size_t body_bytes_max(const Route& route, bool founded) {
    // Only a founding is larger than an enrolment, and it happens once.
    return route.call == Call::enrol && founded ? protocol::limits::enrolment_bytes_max : route.body_bytes_max;
}

}  // namespace

std::expected<Plan, Refused> plan(const Services& services, const Head& head) {
    const auto refuse = [&](std::error_code why, std::string_view route = "-") {
        return std::unexpected(Refused{.response = problem(why, head.language), .route = route});
    };
    if (head.target.size() > limits::target_bytes_max || !head.target.starts_with('/')) return refuse(errc::malformed_request);
    const auto question = head.target.find('?');
    const std::string path = head.target.substr(0, question);
    const auto route =
        std::ranges::find_if(routes, [&](const Route& r) { return path_fits(r, path) && method_fits(r, head.method); });
    if (route == routes.end()) {
        const auto allowed = allowed_methods(path);
        if (allowed.empty()) return refuse(errc::not_found);
        auto refused = Refused{.response = problem(errc::method_not_allowed, head.language), .route = "-"};
        refused.response.headers.emplace_back("Allow", allowed);
        return std::unexpected(std::move(refused));
    }

    const auto view = services.published.view();
    Plan out{.call = route->call, .route = route->shown, .body_bytes_max = body_bytes_max(*route, view->state->founded()),
             .argument = route->path.ends_with('/') ? path.substr(route->path.size()) : std::string(),
             .query = question == std::string::npos ? std::string() : head.target.substr(question + 1), .caller = {}};
    // Designation is looked up for every request: a revocation does not wait for the connection to end.
    if (head.pin)
        if (const auto* person = view->state->find_by_pin(*head.pin, services.published.now()))
            out.caller = Caller{.person = person->handle, .pin = *head.pin};
    if (route->access == Access::designated) {
        if (!view->state->founded()) return refuse(protocol::errc::not_founded, route->shown);
        // A certificate was bound when it was shown, or the connection would have been closed.
        if (!out.caller) return refuse(head.pin ? errc::not_designated : errc::certificate_required, route->shown);
    }
    if (!head.content_encoding.empty() && head.content_encoding != "identity")
        return refuse(errc::unsupported_media_type, route->shown);
    if (out.body_bytes_max > 0 && !type_fits(*route, head.content_type))
        return refuse(errc::unsupported_media_type, route->shown);
    return out;
}

const protocol::Person* find_caller(const protocol::NetworkState& state, const Caller& caller, std::int64_t now) {
    return state.find_by_pin(caller.pin, now);
}

Reply handle(const Services& services, const Plan& plan, const Head& head, crypto::Bytes body) {
    switch (plan.call) {
        case Call::health: return health(services, head);
        case Call::enrol: return enrol(services, head, body);
        case Call::find_recovery: return find_recovery(services, plan, head);
        case Call::list_enrolments: return list_enrolments(services, plan, head);
        case Call::enrolment: return enrolment(services, plan, head);
        case Call::submit: return submit(plan, head, std::move(body));
        case Call::list_entries: return list_entries(services, plan, head);
        case Call::entry: return entry(services, plan, head);
        case Call::checkpoint: return checkpoint(services, head);
        case Call::stream: break;
    }
    return problem(errc::internal, head.language);
}

}  // namespace gateway::api
