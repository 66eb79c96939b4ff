// What the gateway itself refuses, besides what protocol/errc.hpp names. One closed list; the names travel in problem documents.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <system_error>

namespace gateway {

enum class errc {
    not_found = 1,           // nothing there, or nothing for this caller: never told apart
    method_not_allowed,      // the path exists, not with this method
    malformed_request,       // not HTTP as we take it, or a parameter that is none
    unsupported_media_type,  // content type or content coding that this call does not take
    expectation_failed,      // an Expect that is not 100-continue
    certificate_required,    // this call needs a bound client certificate
    not_designated,          // the designation of the person or device on this connection has ended
    recovery_invalid,        // a recovery that was not made with a sheet of this network
    upgrade_required,        // this call is a WebSocket of version 13
    origin_refused,          // the page of a website asked, and no website is served
    overloaded,              // the queue is full, or the gateway is stopping: try again
    store_full,              // the disk is full: nothing was taken
    clock,                   // the clock cannot be believed: nothing is appended until the operator confirms it
    timeout,                 // no answer from the register in time: repeat the same bytes
    internal,                // a fault of the gateway; the log has the detail
};
std::error_code make_error_code(errc e) noexcept;

std::span<const errc> all_errc() noexcept;
std::string_view errc_name(errc e) noexcept;  // "not-found"
std::optional<errc> as_gateway_errc(std::error_code code) noexcept;

// Name and HTTP status of a refusal of either layer; `internal`, 500, for anything else.
std::string_view problem_name(std::error_code code) noexcept;
unsigned problem_status(std::error_code code) noexcept;

}  // namespace gateway
template <> struct std::is_error_code_enum<gateway::errc> : std::true_type {};
