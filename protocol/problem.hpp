// Problem documents (RFC 9457): what the gateway answers instead of a result.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/canonical_json.hpp"

namespace protocol {

inline constexpr std::string_view problem_media_type = "application/problem+json";
inline constexpr std::string_view problem_type_prefix = "urn:nfp:problem:";

// `name` is stable and the last part of `type`: an errc_name, or one of the gateway's own: `not-found`, `method-not-allowed`,
// `malformed-request`, `unsupported-media-type`, `overloaded`, `store-full`, `timeout`, `internal`.
struct Problem {
    unsigned status = 500;
    std::string name;
    std::string title;                    // one sentence in the caller's language
    std::optional<std::size_t> entry;     // which entry of a batch, from 0
};
std::string problem_json(const Problem& problem);
std::optional<Problem> parse_problem(std::string_view json);

// The HTTP status of a refusal.
unsigned problem_status(errc e) noexcept;

}  // namespace protocol
